//! A case is read as it is written, YAML or JSON; what is wrong with it is told with its line; it runs on the edition of
//! the package it stands in; and what is saved of a decision holds for it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin::{
    Setup,
    cases::{Bench, Case, Coverage, FOLDER, Saved, Tried, cases_of, reduced, whole},
    core::{Lang, Verdict, decision::Outcome, file::Question},
    packages::Files,
    sources,
};

const VAE: &str = r#"
shows: un an d’activité en rapport, selon la plaquette
file:
  evaluate_on: 2026-09-01
  target: { titre: mediateur-numerique }
  route: vae
  events: { request_filed: 2026-01-12, recevabilite_notified: 2026-02-20 }
  vae_requests: []
  experience: [{ from: 2025-01-01, to: 2025-12-31, status: employee, related: true }]
  ccps: []
  titres: []
  sessions: [{ kind: titre, date: 2026-10-05 }]
expect:
  headline: { question: recevabilite, outcome: recevable }
  findings: { vae-experience: met }
  deadlines: { recevabilite: 2027-02-20, resit: absent }
  document: null
also:
  - shows: un jour de moins
    set: { /experience/0/to: 2025-12-30 }
    expect:
      headline: { outcome: non-recevable }
      findings: { vae-experience: { verdict: unmet, message_contains: "364" } }
"#;

/// A package in memory that has these files beside those it is shipped with.
fn with(id: &str, files: &[(&str, &str)]) -> Files {
    let shipped = sources(&Setup::default()).unwrap();
    let package = shipped.into_iter().find(|files| files.name() == format!("rulesets/{id}")).unwrap();
    let own = package.matching("", "").filter(|path| !path.starts_with(FOLDER));
    let own = own.map(|path| (path.to_owned(), package.bytes(path).unwrap().to_vec()));
    let more = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Files::new(id, own.chain(more))
}

fn run(id: &str, files: &[(&str, &str)]) -> Vec<Tried> {
    let files = with(id, files);
    let bench = Bench::new(&Setup::default()).unwrap().with(std::slice::from_ref(&files)).unwrap();
    let package = bench.packages().iter().find(|loaded| loaded.files().name() == id).unwrap();
    bench.run(package, &cases_of(&files).unwrap(), 2)
}

#[test]
fn a_case_and_its_variants_are_run_in_order_and_a_difference_says_where_what_and_instead_of_what() {
    let wrong = VAE.replace("outcome: non-recevable", "outcome: recevable").replace("\"364\"", "\"366\"");
    let tried = run("cadre-1", &[("tests/bon.yaml", VAE), ("tests/faux.yml", &wrong)]);
    let names: Vec<(&str, bool)> = tried.iter().map(|one| (one.name.as_str(), one.passed())).collect();
    assert_eq!(names, [("bon", true), ("bon#1", true), ("faux", true), ("faux#1", false)]);
    let told: Vec<String> =
        tried.iter().flat_map(|one| &one.differences).map(|one| one.text(Lang::En)).collect();
    assert_eq!(
        told.first().unwrap(),
        "  /headline/outcome\n    expected: recevable\n    found:    non-recevable\n"
    );
    assert!(told.get(1).unwrap().contains("expected: … 366 …"), "{told:?}");
    assert_eq!(tried.get(3).unwrap().shows, "un jour de moins");
}

#[test]
fn a_case_runs_on_the_edition_of_its_package_or_on_the_one_it_names() {
    let short = VAE.split("also:").next().unwrap().replace("to: 2025-12-31", "to: 2025-01-31");
    let by = |id: &str, case: &str| {
        let tried = run(id, &[("tests/court.yaml", case)]);
        tried.first().unwrap().decision.clone().unwrap().headline.outcome
    };
    assert_eq!(by("cadre-1", &short), Outcome::NonRecevable);
    assert_eq!(by("cadre-2", &short), Outcome::Recevable);
    assert_eq!(by("mn-2025", &short), Outcome::NonRecevable);
    assert_eq!(by("mn-2025", &format!("{short}\nuse: [cadre@2]\n")), Outcome::Recevable);
    let nowhere = run("mn-2025", &[("tests/court.yaml", &format!("{short}\nuse: [cadre@9]\n"))]);
    let told = nowhere.first().unwrap().differences.first().unwrap();
    assert_eq!(told.at, "/use");
    assert!(told.found.to_string().contains("cadre@^9"), "{told:?}");
}

#[test]
fn json_and_yaml_are_the_same_and_a_case_starts_from_a_file_or_from_another_case() {
    let base =
        r#"{ "evaluate_on": "2026-09-01", "target": { "titre": "mediateur-numerique" }, "route": "vae" }"#;
    let json = r#"{ "shows": "x", "from": "bases/vae.json", "expect": { "missing_facts_contain": ["/experience"] } }"#;
    let yaml = "shows: y\nfrom: json.json\nwith: { experience: [] }\nexpect: { findings: { vae-experience: unmet } }\n";
    let tried = run(
        "cadre-1",
        &[
            ("tests/bases/vae.json", base),
            ("tests/json.json", json),
            ("tests/yaml.yaml", yaml),
            ("tests/README.md", ""),
        ],
    );
    assert!(tried.iter().all(Tried::passed), "{tried:#?}");
    assert_eq!(tried.len(), 2);
}

#[test]
fn what_is_wrong_with_a_case_is_told_with_its_line_and_what_is_written_there() {
    let good = "shows: x\nexpect: { steps_count: { a: 0 } }\n";
    let table = [
        ("a.yaml", "shows: x\nexpects: {}\n", "2:1", "expects"),
        ("a.yaml", "shows: x\nexpect: {\n", "2:9", "{"),
        ("a.yaml", "shows: x\nexpect:\n  headline: { outcome: recevables }\n", "3:24", "recevables"),
        ("a.yaml", "shows: x\nshows: y\nexpect: {}\n", "2:1", "shows"),
        ("a.json", "{ \"shows\": \"x\",\n  \"expects\": {} }", "2:11", "\""),
        ("a.yaml", "shows: x\nfrom: b.yml\nexpect: {}\n", "2:7", "b.yml"),
        ("a.yaml", "shows: x\nfrom: a.yaml\nexpect: {}\n", "2:7", "a.yaml"),
        ("a.yaml", "shows: x\nfrom: b.yaml\nfile: {}\nexpect: {}\n", "2:1", "from"),
        ("a.yaml", "shows: x\nset: { /route/x: 1 }\nexpect: {}\n", "2:8", "/route/x"),
    ];
    for (name, text, place, underlined) in table {
        let files = with("cadre-1", &[(&format!("tests/{name}"), text), ("tests/b.yaml", good)]);
        let faults = cases_of(&files).unwrap_err();
        let fault = faults.first().unwrap();
        let (line, column) = fault.place().unwrap_or_default();
        assert_eq!(
            (format!("{line}:{column}").as_str(), fault.underlined().unwrap_or_default()),
            (place, underlined),
            "{text}\n{fault}"
        );
        assert_eq!(fault.file(), format!("cadre-1/tests/{name}"));
    }
}

#[test]
fn what_was_decided_is_saved_as_a_case_that_holds_and_that_fails_when_it_is_decided_otherwise() {
    let tried = run("cadre-1", &[("tests/vae.yaml", VAE)]);
    let decision = tried.get(1).unwrap().decision.clone().unwrap();
    let mut file: serde_json::Value = serde_saphyr::from_str::<Case>(VAE).unwrap().file.unwrap();
    file["experience"][0]["to"] = "2025-12-30".into();
    for expect in [reduced(&decision), whole(&decision)] {
        let saved =
            Saved { shows: "un : deux".to_owned(), file: file.clone(), as_of: None, editions: Vec::new() };
        let yaml = saved.yaml(expect).unwrap();
        let again = run("cadre-1", &[("tests/vae.yaml", &yaml)]);
        assert!(again.iter().all(Tried::passed), "{yaml}\n{again:#?}");
        let other = yaml.replace("2025-12-30", "2025-12-31");
        let otherwise = run("cadre-1", &[("tests/vae.yaml", &other)]);
        assert!(otherwise.iter().any(|one| !one.passed()), "{other}");
    }
}

#[test]
fn coverage_counts_decisions_by_verdict_and_names_what_is_not_reached() {
    let files = with("cadre-1", &[("tests/vae.yaml", VAE)]);
    let bench = Bench::new(&Setup::default()).unwrap().with(std::slice::from_ref(&files)).unwrap();
    let package = bench.packages().iter().find(|loaded| loaded.files().name() == "cadre-1").unwrap();
    let mut coverage = Coverage::of([&**package.checked()]);
    for tried in bench.run(package, &cases_of(&files).unwrap(), 1) {
        coverage.count(&tried.decision.unwrap());
    }
    let rule = coverage.rules.iter().find(|rule| rule.rule == "vae-experience").unwrap();
    assert_eq!(rule.verdicts, [(Verdict::Met, 1), (Verdict::Unmet, 1)].into());
    assert_eq!(rule.unreached().collect::<Vec<_>>(), [Verdict::NotApplicable, Verdict::Undetermined]);
    assert_eq!(coverage.outcomes[&Question::Attribution], [(Outcome::SansObjet, 2)].into());
    assert_eq!(coverage.revisions, [("mn-2025".to_owned(), 2)].into());
    assert!(coverage.text(Lang::Fr).contains("indéterminée —"), "{}", coverage.text(Lang::Fr));
}
