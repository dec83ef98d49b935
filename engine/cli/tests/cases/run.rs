//! `parchemin package test`.

use super::{Place, root, vae};
use std::fs;

const TEST: [&str; 3] = ["package", "test", "paquet"];

#[test]
fn the_status_says_whether_all_pass_one_fails_none_ran_or_nothing_was_done() {
    let place = Place::of("cadre-1");
    let none = place.ends(1, &TEST);
    assert!(none.contains("ces paquets n’ont aucun cas") && none.contains("--save"), "{none}");
    place.write("paquet/tests/vae/un-an.yaml", &vae("2025-12-31", "met"));
    let all = place.ends(0, &TEST);
    assert!(all.contains("réussi  vae/un-an\n") && all.contains("1 cas réussi(s), 0 en échec"), "{all}");
    assert!(all.contains("satisfaite 1, indéterminée —, non satisfaite —"), "{all}");
    place.write("paquet/tests/vae/court.yaml", &vae("2025-12-30", "met"));
    let failed = place.ends(1, &[&TEST[..], &["--lang", "en"]].concat());
    for said in ["failed  vae/court", "/findings/vae-experience", "expected: met", "found:    unmet"] {
        assert!(failed.contains(said), "`{said}` is not in:\n{failed}");
    }
    place.ends(0, &[&TEST[..], &["--filter", "un-an"]].concat());
    place.ends(1, &[&TEST[..], &["--filter", "rien"]].concat());
    place.write("paquet/tests/vae/court.yaml", "shows: x\nexpects: {}\n");
    let wrong = place.ends(2, &TEST);
    assert!(wrong.contains("court.yaml:2:1") && wrong.contains("expects"), "{wrong}");
    place.ends(2, &["package", "test", "absent"]);
}

#[test]
fn an_archive_carries_its_cases_and_a_package_of_the_program_is_tried_by_its_name() {
    let place = Place::of("cadre-1");
    place.write("paquet/tests/un-an.yaml", &vae("2025-12-31", "met"));
    place.ends(0, &["package", "pack", "paquet", "-o", "p.parchemin"]);
    let tried = place.ends(0, &["package", "test", "p.parchemin", "--quiet"]);
    assert_eq!(tried, "cadre@1.0.0\n  réussi  un-an\n1 cas réussi(s), 0 en échec\n");
    let named = place.ends(0, &["package", "test", "cadre@2", "--quiet"]);
    assert!(named.starts_with("cadre@2.0.0\n"), "{named}");
}

#[test]
fn reports_for_programs_say_the_same_as_the_text() {
    let place = Place::of("cadre-1");
    place.write("paquet/tests/un-an.yaml", &vae("2025-12-31", "met"));
    place.write("paquet/tests/court.yaml", &vae("2025-12-30", "met"));
    let output = place.call(&[&TEST[..], &["--json", "--junit", "cas.xml"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["failed"], 1);
    assert_eq!(json["cases"][0]["name"], "court");
    assert_eq!(json["cases"][0]["differences"][0]["found"], "unmet");
    let xml = fs::read_to_string(place.path("cas.xml")).unwrap();
    assert!(xml.contains(r#"<testsuite name="cadre@1.0.0" tests="2" failures="1" errors="0">"#), "{xml}");
}

#[test]
fn a_rule_that_no_package_has_is_told_with_the_nearest_one() {
    let place = Place::of("cadre-1");
    place.write(
        "paquet/tests/un-an.yaml",
        &vae("2025-12-31", "met").replace("vae-experience: met", "vae-experiense: absent"),
    );
    let told = place.ends(2, &TEST);
    for said in ["E049", "aucun paquet n’a de règle `vae-experiense`", "vae-experience"] {
        assert!(told.contains(said), "`{said}` is not in:\n{told}");
    }
}

#[test]
fn a_decided_file_becomes_a_case_that_passes_until_it_is_decided_otherwise() {
    let place = Place::of("cadre-1");
    fs::copy(root().join("examples/mn-vae.json"), place.path("candidat.json")).unwrap();
    let save = |name: &'static str, more: &[&'static str]| {
        [&TEST[..], &["--save", name, "candidat.json"], more].concat()
    };
    place.ends(0, &save("refus/onze-mois", &[]));
    place.ends(0, &save("entier", &["--whole", "--as-of", "2026-09-02", "--shows", "tout, mot pour mot"]));
    let twice = place.ends(2, &save("entier", &[]));
    assert!(twice.contains("existe déjà"), "{twice}");
    place.ends(2, &save("../dehors", &[]));
    let passed = place.ends(0, &TEST);
    assert!(passed.contains("2 cas réussi(s)"), "{passed}");
    place.change("parameters.toml", "value = 1\n", "value = 0\n");
    let failed = place.ends(1, &TEST);
    assert!(failed.contains("tout, mot pour mot") && failed.contains("/headline/outcome"), "{failed}");
}

#[test]
fn what_no_case_notices_is_listed_with_its_place_and_its_text_and_a_better_case_notices() {
    let place = Place::of("cadre-1");
    place.write(
        "paquet/tests/long.yaml",
        &vae("2025-12-31", "met").replace("from: 2025-01-01", "from: 2023-01-01"),
    );
    let mutate = [&TEST[..], &["--mutate"]].concat();
    let weak = place.ends(0, &mutate);
    for said in ["rules/vae.rhai:5 (borne)", "- related_days(law.vae_activities) >= in_days", "Plaquette"] {
        assert!(weak.contains(said), "`{said}` is not in:\n{weak}");
    }
    assert_eq!(
        weak,
        place.ends(0, &[&mutate[..], &["--threads", "1"]].concat()),
        "in whatever order they ran"
    );
    place.write("paquet/tests/un-an.yaml", &vae("2025-12-31", "met"));
    let better = place.ends(0, &mutate);
    assert!(!better.contains("rules/vae.rhai:5 (borne)"), "{better}");
    let few = place.ends(0, &[&mutate[..], &["--mutants", "3", "--json"]].concat());
    let few: serde_json::Value = serde_json::from_str(&few).unwrap();
    assert!(few["mutation"][0]["left_out"].as_u64().unwrap() > 5, "{few}");
}
