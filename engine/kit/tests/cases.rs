//! Cases reported and cases tried: a reader of JUnit finds every case, and of those that failed, why; every place of a
//! package that decides has its errors, and each is noticed or told.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin::{
    Setup,
    cases::{Bench, Difference, Loaded, Tried, cases_of},
    core::Lang,
    packages::Files,
    sources,
};
use parchemin_kit::{
    junit,
    mutation::{Fate, Kind, Trial, mutants},
    watch::{Change, changes},
};
use serde_json::json;

fn tried(package: &str, name: &str, differences: Vec<Difference>) -> Tried {
    Tried {
        package: package.to_owned(),
        name: name.to_owned(),
        file: format!("tests/{name}.yaml"),
        shows: "moins d’un an : « refusé » & <dit>".to_owned(),
        differences,
        decision: None,
    }
}

fn wrong() -> Difference {
    let at = "/headline/outcome".to_owned();
    Difference { at, expected: json!("recevable"), found: json!("<échec>"), part: false }
}

#[test]
fn junit_has_a_suite_a_package_and_a_failure_with_its_differences() {
    let all = [
        tried("a@1.0.0", "un", Vec::new()),
        tried("a@1.0.0", "deux", vec![wrong()]),
        tried("b@1.0.0", "un", Vec::new()),
    ];
    let page = String::from_utf8(junit(&all, Lang::Fr).unwrap()).unwrap();
    for part in [
        r#"<testsuite name="a@1.0.0" tests="2" failures="1" errors="0">"#,
        r#"<testsuite name="b@1.0.0" tests="1" failures="0" errors="0">"#,
        r#"<testcase classname="a@1.0.0" name="un" file="tests/un.yaml"/>"#,
        "&amp; &lt;dit&gt;",
        "obtenu  : &lt;échec&gt;",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn what_changed_since_the_last_run_is_told_once() {
    let before =
        [tried("a", "reste", Vec::new()), tried("a", "tombe", Vec::new()), tried("a", "part", Vec::new())];
    let now =
        [tried("a", "neuf", Vec::new()), tried("a", "reste", Vec::new()), tried("a", "tombe", vec![wrong()])];
    let wanted = [
        Change::New("a neuf".to_owned(), true),
        Change::Expected("a tombe".to_owned(), false),
        Change::Gone("a part".to_owned()),
    ];
    assert_eq!(changes(&before, &now), wanted);
    assert_eq!(changes(&now, &now), []);
}

/// A shipped package, with files in the place of its own or beside them.
fn package(id: &str, with: &[(&str, &str)]) -> Files {
    let shipped = sources(&Setup::default()).unwrap();
    let package = shipped.into_iter().find(|files| files.name() == format!("rulesets/{id}")).unwrap();
    let own = package.matching("", "").map(|path| (path.to_owned(), package.bytes(path).unwrap().to_vec()));
    let more = with.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Files::new(id, own.chain(more))
}

/// What a file becomes by each of its errors.
fn become_of(id: &str, file: &str, text: &str) -> Vec<String> {
    let bench = Bench::new(&Setup::default()).unwrap();
    let of = |loaded: &&Loaded| loaded.files().name() == format!("rulesets/{id}");
    let checked = bench.packages().iter().find(of).unwrap().checked();
    let files = package(id, &[(file, text)]);
    let all = mutants(&files, checked).into_iter().filter(|mutant| mutant.file == file);
    all.map(|mutant| mutant.of(&files).unwrap().text(file).unwrap().unwrap().to_owned()).collect()
}

#[test]
fn each_place_of_a_script_that_decides_has_its_errors() {
    let table: [(&str, &[&str]); 7] = [
        ("fn a() { x >= 1 }", &["fn a() { x > 1 }", "fn a() { x >= 2 }"]),
        ("fn a() { x < y }", &["fn a() { x <= y }"]),
        (
            "fn a() { if x == \"a >= b\" { return met(); } y }",
            &[
                "fn a() { if x != \"a >= b\" { return met(); } y }",
                "fn a() { if x == \"a >= b\" { return not_applicable(); } y }",
                "fn a() { if x == \"a >= b\" { return met(); } not(y) }",
            ],
        ),
        (
            "fn a() { if x.b { return met(); } // if c {\n not(y) }",
            &[
                "fn a() { if not(x.b) { return met(); } // if c {\n not(y) }",
                "fn a() { if x.b { return not_applicable(); } // if c {\n not(y) }",
                "fn a() { if x.b { return met(); } // if c {\n (y) }",
            ],
        ),
        (
            "fn a() { any_of(x(1, 2), y,) }",
            &[
                "fn a() { all_of(x(1, 2), y,) }",
                "fn a() { any_of( y,) }",
                "fn a() { any_of(x(2, 2), y,) }",
                "fn a() { any_of(x(1, 3), y,) }",
                "fn a() { any_of(x(1, 2)) }",
            ],
        ),
        ("fn a() { all_of(x) }", &["fn a() { any_of(x) }"]),
        ("// >= not(x)\nfn a() { }", &[]),
    ];
    for (script, wanted) in table {
        assert_eq!(become_of("cadre-1", "rules/vae.rhai", script), wanted, "{script}");
    }
}

#[test]
fn each_value_day_and_row_has_its_errors() {
    let parameter = |values: &str| format!("[p]\nfr = \"p\"\nen = \"p\"\n{values}");
    let dated = "[[p.values]]\nfrom = \"2020-01-01\"\nvalue = 2\nchecked = \"2026-01-01\"\n";
    let wanted = ["from = \"2019-12-31\"", "from = \"2020-01-02\"", "value = 1\n", "value = 3\n"];
    let found = become_of("cadre-1", "parameters.toml", &parameter(dated));
    assert_eq!(found.len(), wanted.len(), "{found:#?}");
    assert!(found.iter().zip(wanted).all(|(text, part)| text.contains(part)), "{found:#?}");
    let words =
        "[[p.values]]\nvalue = [\"a\", \"b\"]\n[[p.values]]\nvalue = \"x\"\n[[p.values]]\nvalue = \"y\"\n";
    let wanted = ["value = [\"b\"]", "value = [\"a\"]", "value = \"y\"\n[[", "value = \"x\"\n"];
    let found = become_of("cadre-1", "parameters.toml", &parameter(words));
    assert_eq!(found.len(), wanted.len(), "{found:#?}");
    assert!(found.iter().zip(wanted).all(|(text, part)| text.contains(part)), "{found:#?}");
    let table = "old_revision,old_ccps,new_ccps,reading,basis,text,place,note\nr,a,b,all,law,fiche,,\nr,c e,d,any,law,fiche,,\n";
    let found = become_of("dwwm-2023", "correspondences.csv", table);
    let lines: Vec<usize> = found.iter().map(|text| text.lines().count()).collect();
    assert_eq!(lines, [2, 2, 3], "{found:#?}");
    assert!(found.iter().any(|text| text.contains("r,c e,d,all,law")), "{found:#?}");
    let titre = "[[routes]]\nroute = \"vae\"\nopen = true\n\n[[routes]]\nroute = \"ccs\"\nopen = false\n";
    let found = become_of("dwwm-2023", "titre.toml", titre);
    assert_eq!(found.iter().filter(|text| text.matches("[[routes]]").count() == 1).count(), 2, "{found:#?}");
    assert_eq!(
        found
            .iter()
            .filter(|text| text.contains("open = true\n\n") && text.ends_with("open = true\n"))
            .count(),
        1
    );
}

#[test]
fn an_error_is_noticed_by_a_case_told_with_its_place_or_refused() {
    let short = "shows: x\nfrom: bases/vae.yaml\nset: { /experience/0/to: 2025-06-30 }\nexpect: { findings: { vae-experience: unmet } }\n";
    let shipped = Bench::new(&Setup::default()).unwrap();
    let base = package("cadre-1", &[("tests/court.yaml", short)]);
    let kept = |path: &&str| !path.starts_with("tests/") || path.contains("court") || path.contains("bases");
    let all =
        base.matching("", "").filter(kept).map(|path| (path.to_owned(), base.bytes(path).unwrap().to_vec()));
    let files = Files::new("cadre-1", all);
    let bench = shipped.with(std::slice::from_ref(&files)).unwrap();
    let loaded = bench.packages().iter().find(|loaded| loaded.files().name() == "cadre-1").unwrap();
    let cases = [(loaded, cases_of(&files).unwrap())];
    let trial = Trial::new(&bench, loaded);
    let fate = |kind: Kind, with: &str| {
        let mutant = trial.mutants().iter().find(|mutant| mutant.kind == kind && mutant.with == with);
        trial.fate(mutant.unwrap_or_else(|| panic!("{kind:?} {with}: {:#?}", trial.mutants())), &cases)
    };
    assert_eq!(fate(Kind::Negated, "=="), Fate::Killed("court".to_owned()));
    assert_eq!(fate(Kind::Boundary, ">"), Fate::Survived);
    let report = trial.run(&cases, None, 2);
    let survivor = report.survivors.iter().find(|survivor| survivor.kind == Kind::Boundary).unwrap();
    assert_eq!((survivor.file.as_str(), survivor.line), ("rules/vae.rhai", 5));
    assert!(survivor.before.contains(">= in_days") && survivor.after.contains("> in_days"), "{survivor:?}");
    assert!(survivor.rests_on.as_ref().unwrap().contains("Plaquette"), "{survivor:?}");
    assert_eq!(report.killed + report.survivors.len() + report.unsound, trial.mutants().len());
    assert_eq!(report, trial.run(&cases, None, 1), "whatever the number of threads");
    assert_eq!(trial.run(&cases, Some(2), 1).left_out, trial.mutants().len() - 2);
}
