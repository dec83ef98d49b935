//! Candidate files that cannot be decided.

use super::*;

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

/// Evaluates a file in so many KiB of address space.
fn in_space(kib: u64, path: &Path) -> Output {
    Command::new("sh")
        .args(["-c", &format!("ulimit -v {kib}; exec \"$@\""), "sh"])
        .arg(PARCHEMIN)
        .args(["evaluate", path.to_str().unwrap(), "--lang", "fr"])
        .output()
        .unwrap()
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
    let small = folder.path().join("court.json");
    fs::write(&small, "[").unwrap();
    let needed =
        (1..64).map(|part| part * 8 * 1024).find(|kib| in_space(*kib, &small).status.code() == Some(2));
    let started = Instant::now();
    // The address space that the program takes for any file, and not a sixth of this one, let alone a tree of it.
    let limited = in_space(needed.unwrap() + 16 * 1024, &path);
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
fn what_a_message_repeats_of_a_file_steers_no_terminal() {
    let folder = TempDir::new().unwrap();
    let text = with("/target/titre", json!("zz\u{1b}[31mRED\u{7}\u{202e}")).replace('\n', " ");
    let out = folder.path().join("decisions.jsonl");
    let batch = ["batch", "--output", out.to_str().unwrap()];
    for (command, name) in [(&["evaluate"][..], "dossier.json"), (&batch, "dossiers.jsonl")] {
        let path = folder.path().join(name);
        fs::write(&path, &text).unwrap();
        let output = parchemin(&[command, &[path.to_str().unwrap()]].concat(), "fr");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains("zz\u{fffd}[31mRED\u{fffd}\u{fffd}"), "{message}");
        assert!(!message.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{message:?}");
        assert!(message.lines().count() > 1, "{message}");
    }
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
