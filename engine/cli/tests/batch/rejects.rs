//! Nothing is lost: a bad row is kept as it stood, with its place and the reason, and the others are decided.

use super::{BAD, ends, names, parchemin, population, read, spoil};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

#[test]
fn rejects_hold_the_original_bytes_the_line_and_the_reason() {
    let folder = population(600);
    let wanted = read(&folder, "p.jsonl");
    let lines = spoil(&folder);
    let arguments =
        ["batch", "p.jsonl", "-o", "o.jsonl", "--rejects", "r.jsonl", "--report", "s.json", "--quiet"];
    ends(folder.path(), &arguments, 1);
    let rejects = String::from_utf8(read(&folder, "r.jsonl")).unwrap();
    let rejects: Vec<Value> = rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rejects.len(), BAD.len());
    let report: Value = serde_json::from_slice(&read(&folder, "s.json")).unwrap();
    for ((reject, (bad, reason)), line) in rejects.iter().zip(BAD).zip(lines) {
        assert_eq!((&reject["input"], &reject["line"]), (&Value::from("p.jsonl"), &Value::from(line)));
        let raw = match reject.get("raw_base64") {
            Some(text) => BASE64_STANDARD.decode(text.as_str().unwrap()).unwrap(),
            None => reject["raw"].as_str().unwrap().as_bytes().to_vec(),
        };
        assert_eq!(raw, bad);
        assert_eq!(report["rejects"][reason], 1, "{reason}");
    }
    assert_eq!(rejects[5]["pointer"], "/target/titre");
    assert_eq!(rejects[2]["pointer"], "/route");
    let good = wanted.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(read(&folder, "o.jsonl").iter().filter(|byte| **byte == b'\n').count(), good);
}

#[test]
fn without_a_place_for_them_the_first_ten_rejects_are_shown() {
    let folder = population(20);
    let path = folder.path().join("p.jsonl");
    let rows = [read(&folder, "p.jsonl"), b"{\"a\": 1}\n".repeat(700)].concat();
    std::fs::write(&path, rows).unwrap();
    let said = ends(folder.path(), &["batch", "p.jsonl", "-o", "o.jsonl", "--lang", "en"], 1);
    assert_eq!(said.matches("error").count(), 10, "{said}");
    assert!(said.contains("p.jsonl:21: ") && said.contains("p.jsonl:30: ") && !said.contains("p.jsonl:31: "));
    assert!(said.contains("20 decision(s), 700 reject(s)") && said.contains("--rejects FILE"), "{said}");
}

#[test]
fn too_many_rejects_stop_the_job_which_can_be_taken_up() {
    let folder = population(900);
    spoil(&folder);
    let call = |output: &'static str, rejects: &'static str, more: &[&'static str]| {
        let first = ["batch", "p.jsonl", "-o", output, "--rejects", rejects, "--quiet", "--lang", "en"];
        [&first, more].concat()
    };
    ends(folder.path(), &call("a.csv", "a.rejects", &["--report", "a.json"]), 1);
    let before = names(&folder);
    let said = ends(folder.path(), &call("b.csv", "b.rejects", &["--max-rejects", "2"]), 2);
    assert!(said.contains("more than the 2 allowed") && said.contains("--resume"), "{said}");
    let left: Vec<String> = names(&folder).into_iter().filter(|name| !before.contains(name)).collect();
    assert_eq!(left, ["b.csv.journal", "b.csv.part", "b.rejects.part"]);
    ends(folder.path(), &call("b.csv", "b.rejects", &["--max-rejects", "2", "--resume"]), 2);
    ends(
        folder.path(),
        &call("b.csv", "b.rejects", &["--report", "b.json", "--max-rejects", "9", "--resume"]),
        1,
    );
    for (one, other) in [("a.csv", "b.csv"), ("a.rejects", "b.rejects"), ("a.json", "b.json")] {
        // The report names the inputs, which are the same.
        assert!(read(&folder, one) == read(&folder, other), "{one} and {other} differ");
    }
    assert!(!names(&folder).iter().any(|name| name.ends_with(".part") || name.ends_with(".journal")));
}

#[test]
fn what_is_refused_on_every_date_is_one_reject() {
    let folder = population(1);
    std::fs::write(folder.path().join("p.jsonl"), "{\"target\": {\"titre\": \"rien\"}}\n").unwrap();
    let arguments =
        ["batch", "p.jsonl", "-o", "-", "--as-of", "2024-01-01", "--as-of", "2025-01-01", "--rejects", "r"];
    let output = parchemin(folder.path(), &arguments);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert_eq!(read(&folder, "r").iter().filter(|byte| **byte == b'\n').count(), 1);
}
