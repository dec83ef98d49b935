//! `package check`, `package coverage` and `explain`, by the command itself: how they end, what they write, and in which
//! language.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

fn rulesets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().join("rulesets")
}

/// A folder with a copy of a shipped package.
struct Place(TempDir);

impl Place {
    fn with(package: &str) -> Place {
        let place = Place(TempDir::new().unwrap());
        let copied = Command::new("cp").arg("-r").arg(rulesets().join(package)).arg(place.0.path()).status();
        assert!(copied.unwrap().success());
        place
    }

    /// Replaces a text of a file, which has it exactly once.
    fn change(self, file: &str, from: &str, to: &str) -> Place {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        fs::write(path, text.replace(from, to)).unwrap();
        self
    }

    fn call(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_parchemin"))
            .current_dir(self.0.path())
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What is written by a call that ends with a status: data, and the rest.
    fn ends(&self, status: i32, arguments: &[&str]) -> (String, String) {
        let output = self.call(arguments);
        let [data, notes] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {data}\n{notes}");
        (data, notes)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.path().join(file)).unwrap()
    }
}

#[test]
fn a_shipped_package_is_told_nothing_and_the_command_ends_with_0() {
    let place = Place::with("mn-2025");
    let (data, notes) = place.ends(0, &["package", "check", "mn-2025", "--strict"]);
    assert_eq!((data.as_str(), notes.as_str()), ("mn-2025@1.0.0 : 0 erreur(s), 0 avertissement(s)\n", ""));
    let (data, _) = place.ends(0, &["package", "check", "dwwm-2023", "--lang", "en"]);
    assert_eq!(data, "dwwm-2023@1.0.0: 0 error(s), 0 warning(s)\n");
    let (data, _) = place.ends(0, &["package", "check", "dwwm-2023", "--quiet"]);
    assert_eq!(data, "");
}

#[test]
fn an_error_ends_with_1_and_is_underlined_with_its_code() {
    let wrong = "peut obtenir le titre par capitalisation des CCS";
    let place = Place::with("mn-2025").change("mn-2025/titre.toml", &wrong.replace("CCS", "CCP"), wrong);
    for (lang, said) in
        [("fr", "la citation ne se trouve pas dans"), ("en", "the quotation does not stand in")]
    {
        let (_, notes) = place.ends(1, &["package", "check", "mn-2025", "--lang", lang]);
        for text in ["E012", said, "mn-2025/titre.toml:121:", wrong, "────"] {
            assert!(notes.contains(text), "`{text}` is not in\n{notes}");
        }
    }
    let (data, _) = place.ends(1, &["package", "check", "mn-2025", "--json"]);
    let report: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(report["errors"], 1);
    let one = &report["diagnostics"][0];
    assert_eq!((&one["code"], &one["line"]), (&"E012".into(), &121.into()));
    assert!(one["underlined"].as_str().unwrap().contains("capitalisation des CCS"), "{one}");
}

#[test]
fn a_script_of_another_edition_is_told_in_json_and_in_a_log() {
    let place = Place::with("cadre-2").change(
        "cadre-2/rules/vae.rhai",
        "related_hours(law.vae_activities)",
        "related_hours(law.vae_activites)",
    );
    for call in [&["--json"][..], &["--json", "--files", "0"]] {
        let (data, _) = place.ends(1, &[&["package", "check", "cadre-2"], call].concat());
        let report: Value = serde_json::from_str(&data).unwrap();
        assert_eq!(report["diagnostics"][0]["code"], "E027", "{report}");
    }
    let (data, _) = place.ends(1, &["package", "check", "cadre-2", "--sarif", "-"]);
    assert_eq!(serde_json::from_str::<Value>(&data).unwrap()["runs"][0]["results"][0]["ruleId"], "E027");
}

#[test]
fn a_warning_ends_with_0_and_with_1_where_they_count() {
    let place = Place::with("remn-2024").change(
        "remn-2024/package.toml",
        "included = \"2025-07-12\"",
        "included = \"2025-07-10\"",
    );
    // The hole lies before the next revision, which is the one to look at.
    let call = ["package", "check", "mn-2025", "--packages", "remn-2024"];
    let (data, notes) = place.ends(0, &call);
    assert!(
        notes.contains("W001") && notes.contains("2025-07-11") || notes.contains("11/07/2025"),
        "{notes}"
    );
    assert!(data.contains("1 avertissement"), "{data}");
    place.ends(1, &[&call[..], &["--strict"]].concat());
    place.ends(0, &[&call[..], &["--witness", "temoins"]].concat());
    let witness = place.read("temoins/w001-mediateur-numerique-2025-07-11.json");
    assert!(witness.contains("\"evaluate_on\": \"2025-07-11\""), "{witness}");
    let (decision, _) = place.ends(
        0,
        &[
            "evaluate",
            "temoins/w001-mediateur-numerique-2025-07-11.json",
            "--packages",
            "remn-2024",
            "--json",
        ],
    );
    assert!(decision.contains("non-recevable"), "{decision}");
}

#[test]
fn a_log_is_written_where_it_is_asked_for() {
    let place =
        Place::with("mn-2025").change("mn-2025/package.toml", "cadre = \">=1, <3\"", "cadre = \">=7\"");
    place.ends(1, &["package", "check", "mn-2025", "--sarif", "log.sarif"]);
    let log: Value = serde_json::from_str(&place.read("log.sarif")).unwrap();
    let (data, _) = place.ends(1, &["package", "check", "mn-2025", "--sarif", "-"]);
    assert_eq!(log, serde_json::from_str::<Value>(&data).unwrap());
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "E051");
}

#[test]
fn a_wrong_call_ends_with_2() {
    let place = Place::with("mn-2025");
    for (arguments, said) in [
        (&["package", "check", "mn-2026"][..], "peut-être `mn-2025`"),
        (&["package", "coverage", "mn-2026"], "aucun paquet ne répond à `mn-2026`"),
        (&["package", "check", "mn-2025/sources"], "aucun paquet dans"),
        (&["package", "check", "--json", "--sarif", "-"], "--sarif"),
        (&["explain", "E999"], "aucun diagnostic n’a le code `E999`"),
    ] {
        let (data, notes) = place.ends(2, arguments);
        assert!(data.is_empty() && notes.contains(said), "{arguments:?}: {data}{notes}");
    }
}

#[test]
fn a_code_is_explained_in_both_languages_however_it_is_written() {
    let place = Place::with("mn-2025");
    let (french, _) = place.ends(0, &["explain", "e012"]);
    assert!(french.starts_with("E012  la citation n’est pas dans la source\n"), "{french}");
    let (english, _) = place.ends(0, &["explain", "E012", "--lang", "en"]);
    assert!(english.starts_with("E012  the quotation does not stand in its source\n"), "{english}");
    let (all, _) = place.ends(0, &["explain"]);
    assert!(all.lines().count() > 60 && all.contains("W001"), "{all}");
}

#[test]
fn a_passage_that_nothing_answers_for_is_shown_and_the_page_stands_alone() {
    let place = Place::with("mn-2025");
    let (data, _) = place.ends(0, &["package", "coverage", "mn-2025", "--html", "page.html"]);
    assert!(data.contains("sources/000_75312f0285c5db84.txt") && data.contains("0 sans réponse"), "{data}");
    let page = place.read("page.html");
    assert!(page.contains("MODALITES D’OBTENTION DU TITRE PROFESSIONNEL") && page.contains("titre-in-force"));
    assert!(
        !page.contains("<script") && !page.contains("http-equiv") && !page.contains("<link"),
        "not alone"
    );
    let bare = place.change("mn-2025/coverage.toml", "    \"ANNEXE\",\n", "");
    let (_, notes) = bare.ends(1, &["package", "coverage", "mn-2025"]);
    assert!(notes.contains("E069") && notes.contains("sources/000_75312f0285c5db84.txt:8:1"), "{notes}");
    let (data, _) = bare.ends(1, &["package", "coverage", "mn-2025", "--json"]);
    let coverage: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(coverage[0]["sources"][0]["figure"]["unclaimed"], 1);
}

#[test]
fn a_package_that_is_named_and_cannot_be_read_is_told_what_is_wrong_with_it() {
    let place = Place::with("mn-2025").change("mn-2025/package.toml", "\nversion = ", "\nverison = ");
    fs::rename(place.0.path().join("mn-2025"), place.0.path().join("mn-2026")).unwrap();
    for command in ["check", "coverage"] {
        let status = if command == "check" { 1 } else { 2 };
        let (_, notes) = place.ends(status, &["--packages", ".", "package", command, "mn-2026@1"]);
        assert!(notes.contains("`version`") && !notes.contains("aucun paquet"), "{notes}");
    }
    let (_, notes) = place.ends(2, &["--packages", ".", "package", "check", "mn-2027"]);
    assert!(notes.contains("aucun paquet ne répond à `mn-2027`"), "{notes}");
}

#[test]
fn what_is_there_is_replaced_only_where_that_is_asked_for_and_a_package_never() {
    let place = Place::with("mn-2025");
    let calls: [&[&str]; 5] = [
        &["package", "check", "mn-2025", "--sarif", "there"],
        &["package", "coverage", "mn-2025", "--html", "there"],
        &["package", "test", "mn-2025", "--junit", "there"],
        &["package", "diff", "mn-2025", "mn-2025", "--html", "there"],
        &["package", "tables", "export", "mn-2025", "-o", "there"],
    ];
    for call in calls {
        fs::write(place.0.path().join("there"), "mine").unwrap();
        let (_, notes) = place.ends(2, call);
        assert!(notes.contains("`there` existe déjà"), "{call:?}: {notes}");
        assert_eq!(place.read("there"), "mine", "{call:?}");
        place.ends(0, &[call, &["--force"]].concat());
        assert_ne!(fs::read(place.0.path().join("there")).unwrap(), b"mine", "{call:?}");
        let titre = place.read("mn-2025/titre.toml");
        let inside: Vec<&str> =
            call.iter().map(|word| if *word == "there" { "mn-2025/titre.toml" } else { word }).collect();
        let (_, notes) = place.ends(2, &[&inside[..], &["--force"]].concat());
        assert!(notes.contains("dans le dossier d’un paquet"), "{call:?}: {notes}");
        assert_eq!(place.read("mn-2025/titre.toml"), titre, "{call:?}");
    }
}
