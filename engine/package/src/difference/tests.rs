//! What is taken apart is put together again; what differs is found, as few items as can change alone; and any item
//! applied to the old package makes a sound one.

use super::{Difference, Items, Kind};
use crate::{Checked, Files, check};
use std::{fs, path::Path};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulesets")
}

fn shipped(name: &str) -> Files {
    Files::read(&folder().join(name)).unwrap()
}

fn all_shipped() -> Vec<Files> {
    let mut paths: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().filter(|path| path.is_dir()).map(|path| Files::read(path).unwrap()).collect()
}

/// The package with a text of a file replaced, which has it exactly once.
fn with(files: &Files, file: &str, text: &str, by: &str) -> Files {
    let entries = files.matching("", "").map(|path| {
        let bytes = files.bytes(path).unwrap().to_vec();
        let bytes = if path == file {
            let old = String::from_utf8(bytes).unwrap();
            assert_eq!(old.matches(text).count(), 1, "`{text}` in {file}");
            old.replace(text, by).into_bytes()
        } else {
            bytes
        };
        (path.to_owned(), bytes)
    });
    Files::new(files.name(), entries)
}

fn without(files: &Files, file: &str) -> Files {
    let entries = files.matching("", "").filter(|path| *path != file);
    Files::new(files.name(), entries.map(|path| (path.to_owned(), files.bytes(path).unwrap().to_vec())))
}

fn between(old: &Files, new: &Files) -> Difference {
    Difference::between(std::slice::from_ref(old), std::slice::from_ref(new)).unwrap()
}

fn places(difference: &Difference) -> Vec<(Kind, &str)> {
    difference.items().iter().map(|item| (item.kind, item.id.as_str())).collect()
}

fn deciding(difference: &Difference) -> Vec<(Kind, &str)> {
    let items = difference.items();
    difference.deciding().map(|place| (items[place].kind, items[place].id.as_str())).collect()
}

fn applied(difference: &Difference, items: &Items) -> Checked {
    check(&difference.applied(items)[0]).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// All that a package says of the law.
fn content(package: &Checked) -> String {
    let Checked { revision, parameters, rules, deadlines, documents, messages, requires, bounds, .. } =
        package;
    format!(
        "{revision:#?}{parameters:#?}{rules:#?}{deadlines:#?}{documents:#?}{messages:#?}{requires:?}{bounds:?}"
    )
}

#[test]
fn a_package_does_not_differ_from_itself_and_stays_what_it_is() {
    for files in all_shipped() {
        let difference = between(&files, &files);
        assert_eq!(places(&difference), [], "{}", files.name());
        let (before, after) = (check(&files).unwrap(), applied(&difference, &Items::new()));
        assert_eq!(content(&before), content(&after));
    }
}

#[test]
fn comments_white_space_and_the_version_are_no_items_that_decide() {
    let old = shipped("cadre-1");
    let new = with(
        &old,
        "rules/vae.rhai",
        "    file.recevabilite_notified\n",
        "    // oui\n  file.recevabilite_notified",
    );
    let new = with(&new, "package.toml", "version = \"1.0.0\"", "version = \"1.0.1\"");
    assert_eq!(deciding(&between(&old, &new)), []);
}

#[test]
fn the_two_editions_of_the_framework_differ_by_three_rules_and_two_parameters() {
    let difference = between(&shipped("cadre-1"), &shipped("cadre-2"));
    assert_eq!(
        deciding(&difference),
        [
            (Kind::Parameter, "vae_activities"),
            (Kind::Parameter, "vae_minimum_years"),
            (Kind::Rule, "recevabilite-notified"),
            (Kind::Rule, "vae-experience"),
            (Kind::Rule, "vae-requests"),
        ]
    );
}

#[test]
fn each_item_alone_makes_a_sound_package_and_all_make_the_new_one() {
    let (old, new) = (shipped("cadre-1"), shipped("cadre-2"));
    let difference = between(&old, &new);
    for place in difference.deciding() {
        applied(&difference, &Items::from([place]));
    }
    let all: Items = (0..difference.items().len()).collect();
    let (made, new) = (applied(&difference, &all), check(&new).unwrap());
    assert_eq!(content(&made), content(&new));
}

#[test]
fn a_rule_brings_along_the_parameters_that_come_new_with_it() {
    let difference = between(&shipped("cadre-1"), &shipped("cadre-2"));
    let items = difference.items();
    let rule = items.iter().position(|item| item.id == "vae-experience").unwrap();
    let with: Vec<&str> =
        difference.whole(&Items::from([rule])).iter().map(|place| items[*place].id.as_str()).collect();
    assert!(with.contains(&"vae_regime") && with.contains(&"vae_minimum_hours"), "{with:?}");
    assert!(!with.contains(&"vae_minimum_years") && !with.contains(&"vae_requests_for_all"), "{with:?}");
    // A citation is complete enough to be read without the package.
    assert_eq!(items[rule].new[0].text, "Code de l’éducation, articles L. 335-5 et R. 335-6");
    assert!(items[rule].old[0].quote.as_deref().unwrap().contains("d’un an"));
}

#[test]
fn a_function_that_two_rules_call_is_an_item_of_its_own() {
    let call = "if file.route != \"vae\" { return not_applicable(); }\n    file.recevabilite_notified";
    let old = with(
        &shipped("cadre-1"),
        "rules/vae.rhai",
        call,
        "if other() { return not_applicable(); }\n    file.recevabilite_notified",
    );
    let experience = "if file.route != \"vae\" { return not_applicable(); }\n    related_days";
    let old =
        with(&old, "rules/vae.rhai", experience, "if other() { return not_applicable(); }\n    related_days");
    let helper = |body: &str| {
        with(
            &old,
            "rules/vae.rhai",
            "fn recevabilite_notified",
            &format!("fn other() {{ {body} }}\nfn recevabilite_notified"),
        )
    };
    let (one, two) = (helper("file.route != \"vae\""), helper("file.route == \"ccs\""));
    assert_eq!(deciding(&between(&one, &two)), [(Kind::Function, "other")]);
    // Called by one rule alone, it is part of the rule.
    let alone = |files: &Files| {
        with(
            files,
            "rules/vae.rhai",
            "if other() { return not_applicable(); }\n    related_days",
            "related_days",
        )
    };
    assert_eq!(deciding(&between(&alone(&one), &alone(&two))), [(Kind::Rule, "recevabilite-notified")]);
}

#[test]
fn a_row_a_period_and_a_provision_are_items() {
    let old = shipped("mn-2025");
    let new = with(&old, "package.toml", "included = \"2025-07-13\"", "included = \"2025-08-01\"");
    assert_eq!(deciding(&between(&old, &new)), [(Kind::Period, "from")]);
    let new = with(
        &old,
        "package.toml",
        "routes = [\"vae\"]\nevent = \"request-filed\"\n",
        "routes = [\"vae\"]\nevent = \"registered\"\n",
    );
    assert_eq!(
        deciding(&between(&old, &new)),
        [(Kind::Provision, "vae registered"), (Kind::Provision, "vae request-filed")]
    );
    let old = shipped("dwwm-2023");
    let table = old.text("correspondences.csv").unwrap().unwrap();
    let row = table.lines().nth(1).unwrap();
    let new = with(&old, "correspondences.csv", row, &row.replace(",all,", ",any,"));
    assert_eq!(deciding(&between(&old, &new)), [(Kind::Row, "rncp31114 RNCP31114BC01")]);
}

#[test]
fn a_table_that_is_supplied_at_last_is_one_item() {
    let new = shipped("dwwm-2023");
    let absent = "[correspondences]\nabsent = \"tableau-essai\"\n[texts.tableau-essai]\ntitle = \"tableau\"\nabsent = true\n";
    let manifest = new.text("package.toml").unwrap().unwrap();
    let first = manifest.lines().find(|line| line.starts_with("[texts.")).unwrap();
    let old = with(&without(&new, "correspondences.csv"), "package.toml", first, &format!("{absent}{first}"));
    let difference = between(&old, &new);
    assert_eq!(deciding(&difference), [(Kind::Table, "")]);
    let table = Items::from([difference.deciding().next().unwrap()]);
    let rows = |package: &Checked| package.revision.as_ref().unwrap().rows().len();
    assert_eq!(rows(&applied(&difference, &table)), rows(&check(&new).unwrap()));
}

#[test]
fn a_package_with_a_plugin_alone_differs_in_its_rules_as_a_whole() {
    let [old, new] = ["cadre-1", "cadre-2"].map(|name| without(&shipped(name), "rules/vae.rhai"));
    let items = deciding(&between(&old, &new))
        .into_iter()
        .map(|(kind, id)| (kind, id.to_owned()))
        .collect::<Vec<_>>();
    assert!(items.contains(&(Kind::Plugin, String::new())), "{items:?}");
    assert!(items.iter().all(|(kind, _)| *kind != Kind::Rule), "{items:?}");
}

#[test]
fn a_revision_that_comes_is_one_item_and_its_provisions_are_others() {
    let (older, newer) = (shipped("remn-2024"), shipped("mn-2025"));
    let difference = Difference::between(std::slice::from_ref(&older), &[older.clone(), newer]).unwrap();
    let kinds: Vec<Kind> = difference.items().iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [Kind::Package, Kind::Provision, Kind::Provision]);
    let alone = difference.applied(&Items::from([0]));
    let former = |files: &Files| check(files).unwrap().revision.unwrap().former.len();
    assert_eq!(alone.iter().map(former).max(), Some(0));
    assert_eq!(difference.whole(&Items::from([2])), Items::from([0, 2]));
}
