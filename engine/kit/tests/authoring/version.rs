//! What changed is told item by item with its ground; and a version number suffices when what candidates see allows it.

use super::{edited, embedded, laid, shipped};
use parchemin::{
    core::{Lang, Speak},
    packages::{Files, difference::Kind},
};
use parchemin_kit::version::{Became, Changes, Drawn, Level, Needed, VersionFault, html, needed, text};
use std::path::Path;
use tempfile::tempdir;

fn titre(edit: impl Fn(&str) -> String) -> Files {
    edited(&shipped("mn-2025"), "titre.toml", edit)
}

#[test]
fn nothing_changes_from_a_package_to_itself() {
    let files = shipped("mn-2025");
    assert!(Changes::between(&files, &files).unwrap().changes.is_empty());
}

#[test]
fn two_revisions_of_a_titre_are_compared_as_one() {
    let changes = Changes::between(&shipped("remn-2024"), &shipped("mn-2025")).unwrap();
    let find = |kind: Kind, id: &str| {
        let found = changes.changes.iter().find(|change| change.kind == kind && change.id == id);
        found.unwrap_or_else(|| panic!("{} `{id}` is not in {changes:#?}", kind.name()))
    };
    let from = find(Kind::Period, "from");
    assert_eq!(from.became, Became::Changed);
    let day = from.details.iter().find(|detail| detail.member == "included").unwrap();
    assert_eq!((day.old.as_deref(), day.new.as_deref()), (Some("2024-07-13"), Some("2025-07-13")));
    assert_eq!(find(Kind::Ccp, "3").became, Became::Withdrawn);
    let said = text(&changes, Lang::Fr);
    for wanted in [
        "De remn-2024 1.0.0 à mn-2025 1.0.0",
        "jour compris : 2024-07-13 → 2025-07-13",
        "CCP `3` de remn-2024 (retrait)",
        "après, selon tableau national des titres professionnels du 31 janvier 2025, RNCP39181",
    ] {
        assert!(said.contains(wanted), "`{wanted}` is not in:\n{said}");
    }
    assert!(text(&changes, Lang::En).contains("day included: 2024-07-13 → 2025-07-13"));
    let page = html(&changes, Lang::Fr);
    assert!(page.contains("<title>De remn-2024 1.0.0 à mn-2025 1.0.0</title>") && !page.contains("<script"));
    let json = serde_json::to_value(&changes).unwrap();
    assert_eq!(json.pointer("/format").unwrap(), "parchemin.difference/1");
}

#[test]
fn a_comment_is_no_change() {
    let changes = Changes::between(&shipped("mn-2025"), &titre(|text| format!("# Un mot.\n{text}"))).unwrap();
    assert!(changes.changes.is_empty(), "{:#?}", changes.changes);
}

/// The version that MN needs, with its own number changed to that one and the rest as edited.
fn verdict(version: &str, file: &str, edit: impl Fn(&str) -> String) -> Result<Needed, VersionFault> {
    let (setup, _) = embedded();
    let folder = tempdir().unwrap();
    let number = |text: &str| text.replace("version = \"1.0.0\"", &format!("version = \"{version}\""));
    let files = edited(&edited(&shipped("mn-2025"), file, edit), "package.toml", number);
    laid(&files, folder.path());
    let new = folder.path().to_str().unwrap();
    needed(&setup, ["mn-2025", new], &[], Drawn { count: 120, seed: 1 })
}

#[test]
fn each_change_needs_the_number_that_its_decisions_ask_for() {
    let closed =
        |text: &str| text.replacen("route = \"vae\"\nopen = true", "route = \"vae\"\nopen = false", 1);
    let later = |text: &str| text.replacen("included = \"2025-07-13\"", "included = \"2025-09-01\"", 1);
    let wording = |text: &str| text.replacen("Code ROME : annexe.", "Code ROME, d’après l’annexe.", 1);
    let job = |text: &str| text.replacen("    \"animateur multimédia\",\n", "", 1);
    type Edit = fn(&str) -> String;
    let cases: [(&str, &str, Edit, Level, bool); 7] = [
        ("1.0.0", "titre.toml", wording, Level::None, true),
        ("1.0.1", "titre.toml", job, Level::Patch, true),
        ("1.0.0", "titre.toml", job, Level::Patch, false),
        ("1.1.0", "titre.toml", closed, Level::Major, false),
        ("2.0.0", "titre.toml", closed, Level::Major, true),
        ("1.1.0", "package.toml", later, Level::Major, false),
        ("0.9.0", "titre.toml", job, Level::Patch, false),
    ];
    for (version, file, edit, level, suffices) in cases {
        let found = verdict(version, file, edit).unwrap_or_else(|fault| panic!("{version} {file}: {fault}"));
        // Its own number is a statement of the package as well.
        let expected = if version == "1.0.0" || level > Level::None { level } else { Level::Patch };
        assert_eq!(found.needed, expected, "{version} {file}: {found:#?}");
        assert_eq!(found.suffices(), suffices, "{version} {file}: {found:#?}");
    }
}

#[test]
fn a_closed_route_is_shown_on_a_candidate_who_loses_by_it() {
    let closed =
        |text: &str| text.replacen("route = \"vae\"\nopen = true", "route = \"vae\"\nopen = false", 1);
    let found = verdict("1.0.1", "titre.toml", closed).unwrap();
    assert_eq!((found.needed, found.version.as_str()), (Level::Major, "2.0.0"));
    let witness = found.witness.as_ref().unwrap();
    assert_eq!(serde_json::to_value(&witness.file).unwrap()["route"], "vae");
    assert_ne!(witness.old, witness.new);
    assert!(found.say(Lang::Fr).contains("ne suffit pas ; il faut une version majeure (2.0.0 au moins)"));
    assert!(
        found.reasons.iter().any(|reason| reason.say(Lang::En).contains("route")),
        "{:#?}",
        found.reasons
    );
}

#[test]
fn two_packages_have_each_their_own_versions() {
    let (setup, _) = embedded();
    let fault = needed(&setup, ["remn-2024", "mn-2025"], &[], Drawn::default()).unwrap_err();
    assert!(fault.say(Lang::En).contains("`remn-2024` and `mn-2025` are two packages"));
    assert!(!Path::new("population.jsonl").exists());
}
