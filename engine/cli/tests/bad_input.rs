//! Bad input, given to the command itself: each message says what is wrong, where, and how to mend it, in French and
//! in English; the status is 2, and nothing is written.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The command.
const PARCHEMIN: &str = env!("CARGO_BIN_EXE_parchemin");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn example() -> PathBuf {
    root().join("examples/mn-vae.json")
}

fn parchemin(arguments: &[&str], lang: &str) -> Output {
    Command::new(PARCHEMIN).args(arguments).args(["--lang", lang]).output().unwrap()
}

/// What a refusal must say: in French, and in English.
type Said<'s> = [&'s [&'s str]; 2];

/// The command refuses: nothing is decided, nothing written, and the message holds all that is wanted.
fn refused(arguments: &[&str], said: Said<'_>) {
    for (lang, wanted) in ["fr", "en"].into_iter().zip(said) {
        let output = parchemin(arguments, lang);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{lang}: {message}");
        assert!(output.stdout.is_empty(), "{lang}: something was written");
        assert!(!message.contains("panicked"), "{message}");
        for text in wanted {
            assert!(message.contains(text), "{lang}: `{text}` is not in:\n{message}");
        }
    }
}

/// The command refuses a candidate file of that text; its name stands in the message too.
fn refused_file(text: impl AsRef<[u8]>, said: Said<'_>) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("dossier.json");
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    refused(&["evaluate", file], said);
    refused(&["evaluate", file], [&[file], &[file]]);
}

/// The example of a VAE candidate with one member changed.
fn with(pointer: &str, value: Value) -> String {
    let mut file: Value = serde_json::from_str(&fs::read_to_string(example()).unwrap()).unwrap();
    *file.pointer_mut(pointer).unwrap() = value;
    format!("{file:#}")
}

/// A copy of shipped packages, in which one thing is changed.
struct Packages(TempDir);

impl Packages {
    fn copy(names: &[&str]) -> Packages {
        let folder = TempDir::new().unwrap();
        for name in names {
            copy(&root().join("rulesets").join(name), &folder.path().join(name));
        }
        Packages(folder)
    }

    /// Replaces a text of a file, which has it exactly once.
    fn change(self, file: &str, from: &str, to: &str) -> Packages {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        fs::write(path, text.replace(from, to)).unwrap();
        self
    }

    fn refused(&self, said: Said<'_>) {
        let (file, folder) = (example(), self.0.path());
        refused(&["evaluate", file.to_str().unwrap(), "--packages", folder.to_str().unwrap()], said);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let inside = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &inside);
        } else {
            fs::copy(entry.path(), inside).unwrap();
        }
    }
}

#[test]
fn what_the_tests_change_is_decided_when_unchanged() {
    let file = example();
    let packages = Packages::copy(&["cadre-1", "dwwm-2023", "mn-2025", "remn-2024", "socle"]);
    let folder = packages.0.path().to_str().unwrap();
    let output = parchemin(&["evaluate", file.to_str().unwrap(), "--packages", folder], "fr");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.is_empty());
}

// ── Candidate files ─────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn not_json() {
    refused_file(
        "{\n  bonjour\n}",
        [
            &["ce n’est pas du JSON", "ligne 2, colonne 3", "corriger à cet endroit"],
            &["this is not JSON", "line 2, column 3", "mend it there"],
        ],
    );
}

#[test]
fn an_empty_file() {
    refused_file("", [&["le JSON s’interrompt", "ligne 1"], &["the JSON breaks off", "line 1"]]);
}

#[test]
fn not_text() {
    refused_file(
        b"{\"id\": \"\xff\xfe\"}",
        [&["ce n’est pas du JSON", "ligne 1, colonne"], &["this is not JSON", "line 1, column"]],
    );
}

#[test]
fn truncated() {
    let whole = fs::read_to_string(example()).unwrap();
    let (half, _) = whole.split_once("\"recevabilite_notified\"").unwrap();
    refused_file(
        half,
        [
            &["le JSON s’interrompt à la ligne 7", "incomplet", "le reprendre à sa source"],
            &["the JSON breaks off at line 7", "incomplete", "fetch it again from its source"],
        ],
    );
}

#[test]
fn the_thirtieth_of_february() {
    refused_file(
        with("/events/request_filed", json!("2026-02-30")),
        [
            &["le jour `2026-02-30` n’existe pas", "`/events/request_filed`", "ligne ", "AAAA-MM-JJ"],
            &["no day `2026-02-30`", "`/events/request_filed`", "line ", "YYYY-MM-DD"],
        ],
    );
}

#[test]
fn a_period_that_ends_before_it_starts() {
    refused_file(
        with("/experience/0/to", json!("2024-12-12")),
        [
            &["se termine le 2024-12-12, avant de commencer le 2025-01-13", "`/experience/0/to`", "échanger"],
            &["ends on 2024-12-12, before it starts on 2025-01-13", "`/experience/0/to`", "swap"],
        ],
    );
}

#[test]
fn an_unknown_member() {
    refused_file(
        with("/experience/0", json!({ "from": "2025-01-13", "relatd": true })),
        [
            &["le format ne connaît pas `/experience/0/relatd`", "peut-être `related`", "--ignore-unknown"],
            &["the format does not know `/experience/0/relatd`", "perhaps `related`", "--ignore-unknown"],
        ],
    );
}

#[test]
fn a_value_of_another_type_and_a_word_that_may_not_stand_there() {
    refused_file(
        with("/experience/0", json!({ "hours": "beaucoup" })),
        [
            &["autre type", "`/experience/0/hours`", "parchemin schema"],
            &["another type", "`/experience/0/hours`"],
        ],
    );
    refused_file(
        with("/route", json!("formation")),
        [
            &["`formation` n’est pas une valeur admise", "`/route`", "continuous-training, vae"],
            &["`formation` is not a value", "`/route`", "continuous-training, vae"],
        ],
    );
}

#[test]
fn an_array_instead_of_an_object() {
    refused_file("[]", [&["autre type", "`/`"], &["another type", "`/`"]]);
    refused_file(
        with("/target", json!(["mediateur-numerique"])),
        [&["autre type", "`/target`"], &["another type", "`/target`"]],
    );
}

#[test]
fn an_unknown_titre() {
    refused_file(
        with("/target/titre", json!("mediateur-numerik")),
        [
            &[
                "aucun paquet ne décrit le titre `mediateur-numerik`",
                "`/target/titre`",
                "peut-être `mediateur-numerique`",
            ],
            &[
                "no package describes the titre `mediateur-numerik`",
                "`/target/titre`",
                "perhaps `mediateur-numerique`",
            ],
        ],
    );
}

#[test]
fn an_unknown_ccp() {
    refused_file(
        with("/ccps", json!([{ "ccp": "mn-2025/1" }, { "ccp": "mn-2025/7" }])),
        [
            &["le CCP `mn-2025/7` est inconnu", "`/ccps/1/ccp`", "peut-être `mn-2025/1`, `mn-2025/2`"],
            &["the CCP `mn-2025/7` is unknown", "`/ccps/1/ccp`", "perhaps `mn-2025/1`, `mn-2025/2`"],
        ],
    );
}

#[test]
fn an_unknown_revision_and_an_unknown_ccs() {
    refused_file(
        with("/titres", json!([{ "revision": "mn-2024" }])),
        [
            &["la révision `mn-2024` est inconnue", "`/titres/0/revision`", "peut-être `mn-2025`"],
            &["the revision `mn-2024` is unknown", "`/titres/0/revision`", "perhaps `mn-2025`"],
        ],
    );
    refused_file(
        with("/target", json!({ "titre": "mediateur-numerique", "ccs": "mn-2025/ccs-1" })),
        [
            &["le CCS `mn-2025/ccs-1` est inconnu", "`/target/ccs`"],
            &["the CCS `mn-2025/ccs-1` is unknown", "`/target/ccs`"],
        ],
    );
}

#[test]
fn no_date() {
    refused_file(
        with("/evaluate_on", Value::Null),
        [
            &["aucune date de décision", "--as-of AAAA-MM-JJ", "`evaluate_on`"],
            &["no date of decision", "--as-of YYYY-MM-DD", "`evaluate_on`"],
        ],
    );
}

#[test]
fn a_folder_instead_of_a_file_and_a_file_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    let absent = folder.path().join("absent.json");
    for path in [folder.path(), &absent] {
        let path = path.to_str().unwrap();
        refused(
            &["evaluate", path],
            [
                &[path, "lecture impossible", "vérifier le chemin"],
                &[path, "cannot be read", "check the path"],
            ],
        );
    }
}

#[test]
fn a_hundred_megabytes_of_nested_arrays_end_fast_and_in_little_memory() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("profond.json");
    let mut file = fs::File::create(&path).unwrap();
    let brackets = [b'['; 1_000_000];
    for _ in 0..100 {
        file.write_all(&brackets).unwrap();
    }
    drop(file);
    let started = Instant::now();
    // Address space for the program and its stacks, and not for a file of this size, let alone a tree of it.
    let limited = Command::new("sh")
        .args(["-c", "ulimit -v 98304; exec \"$@\"", "sh"])
        .arg(PARCHEMIN)
        .args(["evaluate", path.to_str().unwrap(), "--lang", "fr"])
        .output()
        .unwrap();
    assert!(started.elapsed() < Duration::from_secs(5), "it took {:?}", started.elapsed());
    let message = String::from_utf8(limited.stderr).unwrap();
    assert_eq!(limited.status.code(), Some(2), "{message}");
    assert!(limited.stdout.is_empty());
    let path = path.to_str().unwrap();
    refused(
        &["evaluate", path],
        [
            &[path, "1048576 octets au plus", "un seul candidat par dossier"],
            &[path, "1048576 bytes at most", "one candidate per file"],
        ],
    );
}

#[test]
fn nesting_below_the_bound_of_size_is_refused_too() {
    let open = "[".repeat(500_000);
    let close = "]".repeat(500_000);
    refused_file(&open, [&["autre type", "ligne 1"], &["another type", "line 1"]]);
    refused_file(format!("{{\"autre\": {open}"), [&["le JSON s’interrompt"], &["the JSON breaks off"]]);
    refused_file(
        format!("{{\"autre\": {open}{close}}}"),
        [&["le format ne connaît pas `/autre`"], &["the format does not know `/autre`"]],
    );
}

#[test]
fn one_good_file_and_one_bad() {
    let folder = TempDir::new().unwrap();
    let bad = folder.path().join("mauvais.json");
    fs::write(&bad, "{").unwrap();
    let (bad, good) = (bad.to_str().unwrap(), example());
    for arguments in [[bad, good.to_str().unwrap()], [good.to_str().unwrap(), bad]] {
        let output = parchemin(&["evaluate", "--canonical", arguments[0], arguments[1]], "fr");
        assert_eq!(output.status.code(), Some(1));
        let decision: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(decision["candidate"], "exemple-vae");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(bad) && message.contains("le JSON s’interrompt"), "{message}");
        assert!(message.contains("1 dossier(s) décidé(s), 1 rejeté(s)"), "{message}");
    }
}

// ── The call ────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_wrong_date_in_the_call() {
    refused(
        &["evaluate", example().to_str().unwrap(), "--as-of", "2025-02-30"],
        [
            &["--as-of", "le jour `2025-02-30` n’existe pas", "AAAA-MM-JJ"],
            &["--as-of", "the calendar has no day `2025-02-30`", "YYYY-MM-DD"],
        ],
    );
}

#[test]
fn an_edition_that_is_not_there_or_cannot_be_read() {
    let file = example();
    let file = file.to_str().unwrap();
    refused(
        &["evaluate", file, "--use", "cadre@9"],
        [
            &["aucun paquet ne répond à `cadre@^9`", "peut-être `cadre@1.0.0`, `cadre@2.0.0`"],
            &["no package meets `cadre@^9`", "perhaps `cadre@1.0.0`, `cadre@2.0.0`"],
        ],
    );
    refused(
        &["evaluate", file, "--use", "cadre"],
        [
            &["`cadre` ne désigne pas une édition", "cadre@2"],
            &["`cadre` does not name an edition", "cadre@2"],
        ],
    );
}

#[test]
fn a_folder_without_packages() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path().to_str().unwrap();
    refused(
        &["evaluate", example().to_str().unwrap(), "--packages", folder],
        [&["aucun paquet dans", folder, "package.toml"], &["no package in", folder, "package.toml"]],
    );
}

// ── Packages ────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_wrong_quotation_is_underlined_and_the_source_is_shown() {
    let quotation = "capitalisation des CCS constitutifs du titre";
    let packages = Packages::copy(&["mn-2025"]).change(
        "mn-2025/titre.toml",
        "peut obtenir le titre par capitalisation des CCP constitutifs du titre",
        &format!("peut obtenir le titre par {quotation}"),
    );
    packages.refused([
        &["la citation ne se trouve pas dans `sources/002_1b3b42cd56178af3.txt`", "mn-2025/titre.toml:121:"],
        &["the quotation does not stand in `sources/002_1b3b42cd56178af3.txt`", "mn-2025/titre.toml:121:"],
    ]);
    packages.refused([
        &["la source dit : « peut obtenir le titre par capitalisation des CCP constitutifs du titre"],
        &["the source says: « peut obtenir le titre par capitalisation des CCP constitutifs du titre"],
    ]);
    packages.underlines(&format!("\"peut obtenir le titre par {quotation}\""));
}

impl Packages {
    /// The text that the message underlines is just this one.
    fn underlines(&self, text: &str) {
        let (file, folder) = (example(), self.0.path());
        let arguments = ["evaluate", file.to_str().unwrap(), "--packages", folder.to_str().unwrap()];
        let message = String::from_utf8(parchemin(&arguments, "fr").stderr).unwrap();
        let lines: Vec<&str> = message.lines().collect();
        let shown = lines.windows(2).find_map(|pair| {
            // Both lines begin with the same margin, so that columns can be compared.
            let from = pair[1].chars().position(|c| c == '─')?;
            let length = pair[1].chars().filter(|c| *c == '─').count();
            let marks = pair[1].contains('·') && !pair[1].contains('╭');
            marks.then(|| pair[0].chars().skip(from).take(length).collect::<String>())
        });
        assert_eq!(shown.as_deref(), Some(text), "{message}");
    }
}

#[test]
fn a_cycle_of_requirements() {
    Packages::copy(&["socle"])
        .change("socle/package.toml", "[label]", "[requires]\ncadre = \"^1\"\n\n[label]")
        .refused([
            &[
                "des paquets se demandent en cercle : `cadre` → `socle` → `cadre`",
                "retirer l’une des exigences",
            ],
            &[
                "packages require each other in a circle: `cadre` → `socle` → `cadre`",
                "remove one of the requirements",
            ],
        ]);
}

#[test]
fn two_packages_that_claim_one_titre_on_one_day() {
    Packages::copy(&["remn-2019"])
        .change("remn-2019/package.toml", "excluded = \"2024-07-13\"", "included = \"2024-07-13\"")
        .refused([
            &[
                "`remn-2019` et `remn-2024` prétendent tous deux au titre `mediateur-numerique` le 2024-07-13",
                "`excluded`",
            ],
            &["`remn-2019` and `remn-2024` both claim the titre `mediateur-numerique` on 2024-07-13", "`excluded`"],
        ]);
}

#[test]
fn a_day_claimed_twice_where_the_end_of_the_later_revision_is_unknown() {
    Packages::copy(&["remn-2024"])
        .change("remn-2024/package.toml", "included = \"2025-07-12\"", "included = \"2025-07-13\"")
        .refused([
            &["`remn-2024` et `mn-2025` prétendent tous deux au titre `mediateur-numerique` le 2025-07-13"],
            &["`remn-2024` and `mn-2025` both claim the titre `mediateur-numerique` on 2025-07-13"],
        ]);
}

#[test]
fn a_parameter_with_overlapping_dates() {
    let packages = Packages::copy(&["socle"]).change(
        "socle/parameters.toml",
        "from = \"2006-05-24\"\n",
        "from = \"2006-05-24\"\nto = \"2016-07-14\"\n",
    );
    packages.refused([
        &[
            "deux valeurs de `ccp_regime` valent le 2016-07-14",
            "socle/parameters.toml:",
            "un autre premier jour",
        ],
        &["two values of `ccp_regime` count on 2016-07-14", "socle/parameters.toml:", "another first day"],
    ]);
}

#[test]
fn a_correspondence_to_a_ccp_that_does_not_exist() {
    let table = "dwwm-2023/correspondences.csv";
    let packages = Packages::copy(&["dwwm-2023"]).change(table, "dwwm-2023/1", "dwwm-2023/9");
    packages.refused([
        &["le CCP `dwwm-2023/9` n’existe pas", "correspondences.csv:2:1", "peut-être `dwwm-2023/1`"],
        &["the CCP `dwwm-2023/9` neither exists", "correspondences.csv:2:1", "perhaps `dwwm-2023/1`"],
    ]);
}

#[test]
fn a_correspondence_from_a_ccp_that_neither_exists_nor_is_declared_external() {
    let table = "dwwm-2023/correspondences.csv";
    Packages::copy(&["dwwm-2023"]).change(table, "RNCP31114BC01", "RNCP31114BC07").refused([
        &[
            "la table de `dwwm-2023` convertit `RNCP31114BC07`",
            "pas déclaré externe",
            "peut-être `RNCP31114BC01`",
        ],
        &[
            "the table of `dwwm-2023` converts `RNCP31114BC07`",
            "declared external",
            "perhaps `RNCP31114BC01`",
        ],
    ]);
}

#[test]
fn a_script_that_calls_what_is_not_there() {
    let packages =
        Packages::copy(&["cadre-1"]).change("cadre-1/rules/vae.rhai", "related_days(", "related_dayz(");
    packages.refused([
        &[
            "le vocabulaire ne connaît pas `related_dayz`",
            "cadre-1/rules/vae.rhai:5:5",
            "peut-être `related_days`",
        ],
        &[
            "the vocabulary does not know `related_dayz`",
            "cadre-1/rules/vae.rhai:5:5",
            "perhaps `related_days`",
        ],
    ]);
    packages.underlines("related_dayz");
}

#[test]
fn a_script_that_is_no_script() {
    let packages = Packages::copy(&["cadre-1"]).change(
        "cadre-1/rules/vae.rhai",
        "(law.vae_activities)",
        "(law.vae_activities",
    );
    packages.refused([
        &["le script ne se lit pas", "cadre-1/rules/vae.rhai:6:1"],
        &["the script cannot be read", "cadre-1/rules/vae.rhai:6:1"],
    ]);
}

#[test]
fn all_faults_of_all_packages_are_told_at_once() {
    Packages::copy(&["cadre-1", "dwwm-2023"])
        .change(
            "cadre-1/messages.en.toml",
            "unmet = \"The recevabilité",
            "unmet = \"{recevabilite} The recevabilité",
        )
        .change("dwwm-2023/correspondences.csv", "dwwm-2023/1", "dwwm-2023/9")
        .refused([&["`{recevabilite}`", "`dwwm-2023/9`"], &["`{recevabilite}`", "`dwwm-2023/9`"]]);
}

#[test]
fn a_table_without_a_row() {
    let packages = Packages::copy(&["dwwm-2023"]);
    fs::write(packages.0.path().join("dwwm-2023/correspondences.csv"), "").unwrap();
    packages.refused([
        &["dwwm-2023/correspondences.csv", "la table n’a aucune ligne", "[correspondences]"],
        &["dwwm-2023/correspondences.csv", "the table has no row", "[correspondences]"],
    ]);
}

#[test]
fn a_message_that_names_what_it_cannot_know() {
    Packages::copy(&["cadre-1"])
        .change(
            "cadre-1/messages.fr.toml",
            "a été notifiée le {file.recevabilite_notified_on}",
            "vaut {law.nope}",
        )
        .refused([
            &["cadre/messages.fr.toml", "le paramètre `nope` n’existe pas"],
            &["cadre/messages.fr.toml", "there is no parameter `nope`"],
        ]);
    let packages = Packages::copy(&["cadre-1"]).change(
        "cadre-1/messages.fr.toml",
        "a été notifiée le {file.recevabilite_notified_on}",
        "est jugée par {juror.years_in_job}",
    );
    packages.refused([
        &["cadre-1/messages.fr.toml", "`{juror.years_in_job}` ne désigne rien"],
        &["cadre-1/messages.fr.toml", "`{juror.years_in_job}` names nothing"],
    ]);
    packages.underlines("{juror.years_in_job}");
}

#[test]
fn a_package_without_its_manifest_is_not_passed_over() {
    let packages = Packages::copy(&["cadre-1", "socle"]);
    fs::remove_file(packages.0.path().join("socle/package.toml")).unwrap();
    packages.refused([
        &["socle/package.toml", "ce fichier manque au paquet", "l’ajouter"],
        &["socle/package.toml", "the package lacks this file", "add it"],
    ]);
}

#[test]
fn a_package_that_speaks_one_language_only() {
    Packages::copy(&["cadre-1"])
        .change("cadre-1/package.toml", "languages = [\"fr\", \"en\"]", "languages = [\"fr\"]")
        .refused([
            &["cadre-1/package.toml", "ne déclare pas la langue `en`", "messages"],
            &["cadre-1/package.toml", "does not declare the language `en`", "messages"],
        ]);
}

#[test]
fn a_package_for_another_engine() {
    let packages = Packages::copy(&["cadre-1"]).change("cadre-1/package.toml", "\">=0.1, <0.2\"", "\">=9\"");
    packages.refused([
        &["cadre-1/package.toml", "le paquet demande le moteur >=9", "autre édition du paquet"],
        &["cadre-1/package.toml", "the package asks for engine >=9", "another edition of the package"],
    ]);
    packages.underlines("\">=9\"");
}

#[test]
fn a_requirement_that_no_package_meets() {
    Packages::copy(&["mn-2025"])
        .change("mn-2025/package.toml", "cadre = \">=1, <3\"", "cadre = \">=7\"")
        .refused([
            &["`mn-2025` demande `cadre` >=7", "versions présentes de `cadre` : 1.0.0, 2.0.0"],
            &["`mn-2025` requires `cadre` >=7", "versions of `cadre` that are here: 1.0.0, 2.0.0"],
        ]);
}
