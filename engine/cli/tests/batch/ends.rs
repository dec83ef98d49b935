//! However it ends, it says why, and nothing half-written looks complete.

use super::{PARCHEMIN, command, ends, names, parchemin, population, read};
use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

#[test]
fn whoever_stops_reading_hears_nothing_more() {
    let folder = population(1_500);
    let mut child = command(folder.path(), &["batch", "p.jsonl", "-o", "-", "--detail", "full"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with('{'));
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_it() {
    let folder = population(50);
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output =
        command(folder.path(), &["batch", "p.jsonl", "-o", "-", "--lang", "en"]).stdout(full()).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("the disk is full"), "{said}");
    let said = ends(
        folder.path(),
        &["batch", "p.jsonl", "-o", "o.csv", "--rejects", "/dev/full", "--lang", "en"],
        2,
    );
    assert!(said.contains("`/dev/full` is not a file"), "{said}");
}

#[cfg(unix)]
#[test]
fn where_there_is_no_room_it_stops_and_goes_on_when_there_is() {
    let folder = population(600);
    ends(folder.path(), &["batch", "p.jsonl", "-o", "whole.jsonl", "--detail", "findings"], 0);
    // So many blocks of 512 bytes or of 1,024 may a file have here.
    let line = "trap '' XFSZ; ulimit -f 64; exec \"$0\" batch p.jsonl -o o.jsonl --detail findings --lang en";
    let output =
        Command::new("sh").args(["-c", line, PARCHEMIN]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("`o.jsonl` cannot be written"), "{said}");
    assert!(
        names(&folder).contains(&"o.jsonl.part".to_owned())
            && !names(&folder).contains(&"o.jsonl".to_owned())
    );
    ends(
        folder.path(),
        &["batch", "p.jsonl", "-o", "o.jsonl", "--detail", "findings", "--resume", "--lang", "en"],
        0,
    );
    assert!(read(&folder, "o.jsonl") == read(&folder, "whole.jsonl"));
}

#[test]
fn an_input_that_cannot_be_read_on_ends_it() {
    let folder = population(900);
    let packed = folder.path().join("p.jsonl.gz");
    let written = Command::new("gzip").args(["-k", "p.jsonl"]).current_dir(folder.path()).status().unwrap();
    assert!(written.success());
    let bytes = fs::read(&packed).unwrap();
    fs::write(&packed, &bytes[..bytes.len() / 2]).unwrap();
    let said = ends(folder.path(), &["batch", "p.jsonl.gz", "-o", "o.csv", "--lang", "en"], 2);
    assert!(said.contains("`p.jsonl.gz` is damaged or breaks off after line"), "{said}");
    assert!(!names(&folder).contains(&"o.csv".to_owned()));
    let said = ends(folder.path(), &["batch", "p.jsonl", "q.jsonl", "-o", "x.csv", "--lang", "en"], 2);
    assert!(said.contains("there is no file `q.jsonl`"), "{said}");
    assert!(!names(&folder).iter().any(|name| name.starts_with("x.csv")));
}

#[test]
fn the_commands_of_the_readme_run_as_they_stand_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let block = readme.split("```sh batch\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = population(1);
    let bin = Path::new(PARCHEMIN).parent().unwrap().to_owned();
    let path = env::var_os("PATH").unwrap_or_default();
    let paths = env::join_paths(std::iter::once(bin).chain(env::split_paths(&path))).unwrap();
    let mut run = 0;
    for line in block.lines() {
        // The same commands on fewer files.
        let line = line.replace("generate 10000 ", "generate 300 ");
        let mut command = Command::new("sh");
        command.args(["-euc", &line]).current_dir(folder.path()).env("PATH", &paths);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
        run += 1;
    }
    assert!(run >= 4, "only {run} commands");
    let page = String::from_utf8(read(&folder, "report.html")).unwrap();
    assert!(page.contains("<html") && !page.contains("<script") && !page.contains("http"), "{page}");
    assert!(read(&folder, "first.json").starts_with(b"{"));
}

#[test]
fn standard_input_is_read_to_its_end() {
    let folder = population(30);
    let rows = read(&folder, "p.jsonl");
    ends(folder.path(), &["batch", "p.jsonl", "-o", "a.csv"], 0);
    let mut child = command(folder.path(), &["batch", "-", "-o", "b.csv", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&rows).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(read(&folder, "a.csv") == read(&folder, "b.csv"));
}

#[test]
fn wrong_calls_say_what_is_wrong_and_how_to_mend_it() {
    let folder = population(5);
    for (arguments, wanted) in [
        (&["p.jsonl", "-o", "p.jsonl", "--force"][..], &["`p.jsonl` is named for two uses"][..]),
        (&["p.jsonl", "-o", "o.csv", "--rejects", "./o.csv"], &["`./o.csv` is named for two uses"]),
        (&["p.jsonl", "-o", "o.csv", "--report", "r.txt"], &["`r.txt`", ".json or .html"]),
        (&["p.jsonl", "-o", "o.xlsx"], &["`o.xlsx`", ".parquet"]),
        (&["p.jsonl", "-o", "no/such/o.csv"], &["cannot be written", "make the folder `no/such` first"]),
        (
            &["p.jsonl", "-o", "o.csv", "--rejects", "no/r"],
            &["cannot be written", "make the folder `no` first"],
        ),
        (&["p.jsonl", "-o", "o.csv", "--as-of", "hier"], &["--as-of", "`hier`", "YYYY-MM-DD"]),
        (&["p.jsonl", "-o", "o.csv", "--detail", "some"], &["outcome, findings, full"]),
        (&["p.jsonl", "-o", "o.csv", "--threads", "0"], &["--threads"]),
    ] {
        let call = [&["batch", "--lang", "en"], arguments].concat();
        let said = ends(folder.path(), &call, 2);
        for text in wanted {
            assert!(said.contains(text), "{arguments:?}: `{text}` is not in:\n{said}");
        }
    }
    assert_eq!(names(&folder), ["p.jsonl"], "something is left");
}

#[test]
fn a_supervisor_gets_lines_of_json_and_quiet_is_quiet() {
    let folder = population(40);
    let output =
        parchemin(folder.path(), &["batch", "p.jsonl", "-o", "o.csv", "--progress", "json", "--quiet"]);
    let said = String::from_utf8(output.stderr).unwrap();
    let last: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!((&last["rows"], &last["rejected"]), (&40.into(), &0.into()));
    assert_eq!(last["bytes"], read(&folder, "p.jsonl").len());
    assert_eq!(last["bytes"], last["bytes_in_all"]);
    assert_eq!(ends(folder.path(), &["batch", "p.jsonl", "-o", "q.csv", "--quiet"], 0), "");
}

#[test]
fn what_is_read_is_never_what_is_written_meanwhile() {
    let folder = population(5);
    let files = read(&folder, "p.jsonl");
    for name in ["o.csv.part", "o.csv.journal", "r.jsonl.part", "s.json.part"] {
        fs::write(folder.path().join(name), &files).unwrap();
        let call = [
            ["batch", name, "--format", "jsonl", "-o", "o.csv"],
            ["--rejects", "r.jsonl", "--report", "s.json", "--force", "--lang=en"],
        ];
        let said = ends(folder.path(), &call.concat(), 2);
        assert!(said.contains(&format!("`{name}` is named for two uses")), "{said}");
        assert!(read(&folder, name) == files, "{name} was written to");
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    let call = ["batch", "p.jsonl", "-o", "o.jsonl", "--rejects", "o.jsonl.journal", "--lang", "en"];
    assert!(ends(folder.path(), &call, 2).contains("`o.jsonl.journal` is named for two uses"));
    assert_eq!(names(&folder), ["p.jsonl"], "something is left");
}

#[test]
fn what_is_there_is_replaced_only_where_that_is_asked_for() {
    let folder = population(5);
    fs::write(folder.path().join("kept.json"), "kept").unwrap();
    let call = ["batch", "p.jsonl", "-o", "o.csv", "--report", "kept.json", "--lang", "en"];
    assert!(ends(folder.path(), &call, 2).contains("`kept.json` is there already"));
    let generate = ["generate", "5", "-o", "kept.json", "--lang", "en"];
    assert!(ends(folder.path(), &generate, 2).contains("`kept.json` is there already"));
    assert_eq!(read(&folder, "kept.json"), b"kept");
    ends(folder.path(), &[&call[..], &["--force"]].concat(), 0);
    ends(folder.path(), &[&generate[..], &["--force"]].concat(), 0);
    assert!(read(&folder, "kept.json").starts_with(b"{\"id\""));
}

#[cfg(unix)]
#[test]
fn a_pipe_with_a_name_is_read_to_its_end() {
    let folder = population(30);
    let pipe = folder.path().join("pipe.jsonl");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let rows = read(&folder, "p.jsonl");
    let written = std::thread::spawn(move || fs::write(pipe, rows).unwrap());
    ends(folder.path(), &["batch", "pipe.jsonl", "-o", "a.csv"], 0);
    written.join().unwrap();
    ends(folder.path(), &["batch", "p.jsonl", "-o", "b.csv"], 0);
    assert!(read(&folder, "a.csv") == read(&folder, "b.csv"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_pattern_passes_over_names_that_are_not_utf_8_or_begin_with_a_dot() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let folder = population(5);
    let files = read(&folder, "p.jsonl");
    fs::write(folder.path().join(OsStr::from_bytes(b"caf\xE9.jsonl")), &files).unwrap();
    fs::write(folder.path().join(".hidden.jsonl"), &files).unwrap();
    let counted = |pattern: &str, name: &str| {
        ends(folder.path(), &["batch", pattern, "-o", "-", "--report", name, "--quiet", "--force"], 0);
        let report: serde_json::Value = serde_json::from_slice(&read(&folder, name)).unwrap();
        report["rows"].as_u64()
    };
    assert_eq!(counted("*.jsonl", "a.json"), Some(5));
    assert_eq!(counted(".*.jsonl", "b.json"), Some(5));
}

#[test]
fn a_fact_is_counted_once_a_decision_however_it_is_made() {
    let folder = population(0);
    let file = r#"{"evaluate_on":"2025-06-01","target":{"titre":"cmn-2015"},"route":"ccs","sessions":[{"kind":"ccs"}]}"#;
    fs::write(folder.path().join("one.jsonl"), file).unwrap();
    ends(folder.path(), &["batch", "one.jsonl", "-o", "o.csv", "--report", "s.json", "--quiet"], 0);
    let report: serde_json::Value = serde_json::from_slice(&read(&folder, "s.json")).unwrap();
    assert_eq!(report["missing_facts"]["/sessions/#/date"], 1, "{report:#}");
}
