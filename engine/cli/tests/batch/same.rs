//! What is written depends on the files alone: not on threads, and it is what `evaluate` says of each.

use super::{ends, parchemin, population, read, spoil};
use serde_json::Value;
use std::fs;

#[test]
fn any_number_of_threads_writes_the_same_bytes_in_each_format_and_detail() {
    let folder = population(600);
    spoil(&folder);
    for (name, detail) in [
        ("jsonl", "outcome"),
        ("jsonl", "findings"),
        ("jsonl", "full"),
        ("csv", "findings"),
        ("csv.gz", "outcome"),
        ("jsonl.zst", "findings"),
        ("parquet", "outcome"),
        ("parquet", "findings"),
        ("parquet", "full"),
    ] {
        let [one, two, seven] = ["1", "2", "7"].map(|threads| {
            let (out, rejects) = (format!("{detail}{threads}.{name}"), format!("{detail}{threads}.rejects"));
            let (json, html) = (format!("{detail}{threads}.json"), format!("{detail}{threads}.html"));
            let arguments = [
                "batch",
                "p.jsonl",
                "-o",
                &out,
                "--rejects",
                &rejects,
                "--report",
                &json,
                "--report",
                &html,
                "--detail",
                detail,
                "--threads",
                threads,
                "--quiet",
                "--force",
            ];
            ends(folder.path(), &arguments, 1);
            [out, rejects, json, html].map(|name| read(&folder, &name))
        });
        assert!(one == two && one == seven, "{name} at {detail} depends on the threads");
        assert!(one.iter().all(|bytes| !bytes.is_empty()));
    }
}

#[test]
fn whole_decisions_are_those_of_evaluate_and_the_other_details_say_the_same_in_short() {
    let folder = population(120);
    let batch = |detail: &str| {
        let arguments = ["batch", "p.jsonl", "-o", "-", "--detail", detail, "--quiet"];
        String::from_utf8(parchemin(folder.path(), &arguments).stdout).unwrap()
    };
    let [outcome, findings, full] = ["outcome", "findings", "full"].map(batch);
    let files = String::from_utf8(read(&folder, "p.jsonl")).unwrap();
    let mut wanted = String::new();
    let mut arguments = vec!["evaluate".to_owned(), "--canonical".to_owned()];
    for (n, file) in files.lines().enumerate() {
        let name = format!("{n}.json");
        fs::write(folder.path().join(&name), file).unwrap();
        arguments.push(name);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    wanted.push_str(&String::from_utf8(parchemin(folder.path(), &arguments).stdout).unwrap());
    assert!(full == wanted, "batch and evaluate differ");

    let values =
        |text: &str| -> Vec<Value> { text.lines().map(|line| serde_json::from_str(line).unwrap()).collect() };
    let mut missing = 0;
    for ((short, found), full) in values(&outcome).iter().zip(values(&findings)).zip(values(&full)) {
        for record in [short, &found] {
            assert_eq!(record["question"], full["headline"]["question"]);
            assert_eq!(record["outcome"], full["headline"]["outcome"]);
            assert_eq!(record.get("document"), full.get("document"));
            assert_eq!(record.get("revision"), full["revision"].get("package"));
            assert_eq!(record["date"], full["date"]);
            for question in ["recevabilite", "attribution", "situation"] {
                assert_eq!(record[question], full["questions"][question]["outcome"], "{question}");
            }
        }
        let all = |member: &str| full["missing"][member].as_array().unwrap().clone();
        assert_eq!(*found["missing"].as_array().unwrap(), [all("facts"), all("texts")].concat());
        missing += found["missing"].as_array().unwrap().len();
        let (one, other) = (found["findings"].as_array().unwrap(), full["findings"].as_array().unwrap());
        assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(other) {
            for member in ["package", "rule", "subject", "verdict"] {
                assert_eq!(one.get(member), other.get(member), "{member}");
            }
            let names = other.get("missing").and_then(Value::as_array).map(|lacks| {
                let name = |lack: &Value| lack.as_object().unwrap().values().next().unwrap().clone();
                Value::Array(lacks.iter().map(name).collect())
            });
            assert_eq!(one.get("missing").cloned(), names);
        }
    }
    assert!(missing > 0, "nothing is missing anywhere");
}

#[test]
fn the_report_counts_what_is_written() {
    let folder = population(400);
    spoil(&folder);
    let arguments = ["batch", "p.jsonl", "-o", "o.jsonl", "--rejects", "r", "--report", "s.json", "--quiet"];
    ends(folder.path(), &arguments, 1);
    let report: Value = serde_json::from_slice(&read(&folder, "s.json")).unwrap();
    let records = String::from_utf8(read(&folder, "o.jsonl")).unwrap();
    let records: Vec<Value> = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(report["format"], "parchemin.batch/1");
    assert_eq!(report["rows"], 406);
    assert_eq!(report["decisions"], records.len());
    let mut headlines = serde_json::json!({});
    let mut revisions = serde_json::json!({});
    for record in &records {
        let (question, outcome) = (record["question"].as_str().unwrap(), record["outcome"].as_str().unwrap());
        let count = headlines[question][outcome].as_u64().unwrap_or(0);
        headlines[question][outcome] = Value::from(count + 1);
        if let Some(revision) = record.get("revision").and_then(Value::as_str) {
            let count = revisions[revision].as_u64().unwrap_or(0);
            revisions[revision] = Value::from(count + 1);
        }
    }
    assert_eq!(report["headlines"], headlines);
    assert_eq!(report["revisions"], revisions);
    let facts = report["missing_facts"].as_object().unwrap();
    assert!(facts.keys().any(|fact| fact.contains("/#/")), "{facts:?}");
    assert!(facts.keys().all(|fact| !fact.split('/').any(|part| part.parse::<u32>().is_ok())));
    assert!(report["packages"].as_array().unwrap().iter().any(|package| package["id"] == "mn-2025"));
}

#[test]
fn each_date_gives_a_record_of_each_file_in_the_order_of_the_call() {
    let folder = population(50);
    let run = |dates: &[&str]| {
        let mut arguments = vec!["batch", "p.jsonl", "-o", "-", "--quiet"];
        dates.iter().for_each(|date| arguments.extend(["--as-of", date]));
        String::from_utf8(parchemin(folder.path(), &arguments).stdout).unwrap()
    };
    let both = run(&["2026-01-01", "2024-01-01"]);
    let (late, early) = (run(&["2026-01-01"]), run(&["2024-01-01"]));
    let turns: Vec<&str> = late.lines().zip(early.lines()).flat_map(|(one, other)| [one, other]).collect();
    assert_eq!(turns.len(), 100);
    assert_eq!(both.lines().collect::<Vec<_>>(), turns);
}

#[test]
fn a_column_gives_each_row_its_date() {
    let folder = population(1);
    fs::write(folder.path().join("d.csv"), "id;route;le\na;vae;2024-05-06\nb;vae;2026-07-08\nc;vae;hier\n")
        .unwrap();
    let arguments = [
        "batch",
        "d.csv",
        "-o",
        "o.csv",
        "--as-of-column",
        "le",
        "--rejects",
        "r",
        "--lang",
        "en",
        "--quiet",
    ];
    ends(folder.path(), &arguments, 1);
    let records = String::from_utf8(read(&folder, "o.csv")).unwrap();
    let rows: Vec<&str> = records.lines().skip(1).collect();
    assert!(rows[0].starts_with("a,2024-05-06,") && rows[1].starts_with("b,2026-07-08,"), "{records}");
    assert_eq!(rows.len(), 2);
    let reject: Value = serde_json::from_slice(&read(&folder, "r")).unwrap();
    assert_eq!((&reject["line"], &reject["raw"]), (&Value::from(4), &Value::from("c;vae;hier")));
}
