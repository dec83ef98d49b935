//! The commands of the README about a population, as they stand there; and wrong calls, each told with how to mend it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

const PARCHEMIN: &str = env!("CARGO_BIN_EXE_parchemin");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn parchemin(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(PARCHEMIN).current_dir(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A small population, in a folder of its own.
fn population() -> TempDir {
    let folder = TempDir::new().unwrap();
    let output =
        parchemin(folder.path(), &["generate", "200", "--seed", "3", "--share", "vae=0.8", "-o", "p.jsonl"]);
    assert!(output.status.success(), "{}", said(&output));
    folder
}

#[test]
fn the_commands_of_the_readme_run_as_they_stand_there() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let block = readme.split("```sh impact\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = TempDir::new().unwrap();
    let bin = Path::new(PARCHEMIN).parent().unwrap();
    let paths = env::join_paths(
        std::iter::once(bin.to_owned()).chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
    );
    let mut run = 0;
    for line in block.lines().filter(|line| !line.is_empty()) {
        // The same commands on fewer files.
        let line = line.replace("generate 10000 ", "generate 300 ");
        let command = Command::new("sh")
            .args(["-euc", &line])
            .current_dir(folder.path())
            .env("PATH", paths.as_ref().unwrap())
            .output();
        let output = command.unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}\n{}", said(&output));
        run += 1;
    }
    assert!(run >= 3, "only {run} commands");
    assert!(fs::read_to_string(folder.path().join("impact.html")).unwrap().contains("vae-experience"));
    assert!(
        fs::read_to_string(folder.path().join("impact/gained.jsonl"))
            .unwrap()
            .contains("cadre:rule:vae-experience")
    );
}

#[test]
fn a_seed_makes_the_same_files_each_time_and_none_has_a_name() {
    let (one, other) = (population(), population());
    let read = |folder: &TempDir| fs::read(folder.path().join("p.jsonl")).unwrap();
    assert_eq!(read(&one), read(&other));
    assert_eq!(String::from_utf8(read(&one)).unwrap().lines().count(), 200);
    let output = parchemin(one.path(), &["generate", "200", "--seed", "3", "--share", "vae=0.8", "-o", "-"]);
    assert_eq!(output.stdout, read(&one));
}

#[test]
fn files_in_other_formats_are_the_same_files() {
    let folder = population();
    let compared = |name: &str| {
        let wanted = ["generate", "200", "--seed", "3", "--share", "vae=0.8", "-o", name];
        let output = parchemin(folder.path(), &wanted);
        assert!(output.status.success(), "{}", said(&output));
        parchemin(folder.path(), &["impact", "cadre@1", "cadre@2", name, "--json"]).stdout
    };
    let [jsonl, csv, parquet] = ["q.jsonl", "q.csv", "q.parquet"].map(|name| {
        let mut report: serde_json::Value = serde_json::from_slice(&compared(name)).unwrap();
        // Examples without an id are named by their place.
        report.as_object_mut().unwrap().remove("causes");
        report
    });
    assert!(jsonl == csv && jsonl == parquet, "{jsonl:#}\n{csv:#}\n{parquet:#}");
}

#[test]
fn a_condition_that_holds_is_told_and_stops_a_release() {
    let folder = population();
    let impact = |condition: &str| {
        parchemin(
            folder.path(),
            &["impact", "cadre@1", "cadre@2", "p.jsonl", "--lang", "en", "--fail-on", condition],
        )
    };
    let output = impact("changed>0");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("the condition `changed>0` holds"), "{}", said(&output));
    assert_eq!(impact("changed>99%").status.code(), Some(0));
}

#[test]
fn json_says_what_the_text_says() {
    let folder = population();
    let output = parchemin(folder.path(), &["impact", "cadre@1", "cadre@2", "p.jsonl", "--json", "--detail"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report.pointer("/format").unwrap(), "parchemin.impact/1");
    assert_eq!(report.pointer("/compared").unwrap(), 200);
    let unchanged = report.pointer("/buckets/unchanged").unwrap().as_u64().unwrap();
    let changed = report.pointer("/changed").unwrap().as_array().unwrap().len() as u64;
    assert_eq!(unchanged + changed, 200);
    assert!(changed > 0);
}

#[test]
fn a_rejected_row_is_named_and_the_others_are_compared() {
    let folder = population();
    let path = folder.path().join("p.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{{\"route\": \"vea\"}}\n{text}")).unwrap();
    let output = parchemin(folder.path(), &["impact", "cadre@1", "cadre@1", "p.jsonl", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("p.jsonl:1") && said(&output).contains("vae"), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("200 file(s) compared, 1 rejected"));
}

#[test]
fn wrong_calls_say_what_is_wrong_and_how_to_mend_it() {
    let folder = population();
    let cases: [(&[&str], &[&str]); 12] = [
        (&["generate", "5", "-o", "x.jsonl", "--share", "vaee=0.5"], &["`vaee`", "perhaps `vae`"]),
        (&["generate", "5", "-o", "x.jsonl", "--share", "vae"], &["`vae` does not give a share", "vae=0.4"]),
        (&["generate", "5", "-o", "x.jsonl", "--share", "vae=1.5"], &["`routes.vae` is 1.5", "from 0 to 1"]),
        (
            &["generate", "5", "-o", "x.jsonl", "--share", "vae=0.7", "--share", "ccs=0.7"],
            &["1.40", "give less"],
        ),
        (
            &["generate", "5", "-o", "x.jsonl", "--titre", "mediateur=1"],
            &["`mediateur`", "perhaps `mediateur-numerique`"],
        ),
        (&["generate", "5", "-o", "x.xlsx"], &["x.xlsx"]),
        (&["generate", "5", "-o", "no/such/x.jsonl"], &["no/such/x.jsonl", "cannot be written"]),
        (&["impact", "cadre@1", "cadre@2", "p.jsonl", "--report", "x.pdf"], &["`x.pdf`", ".json or .html"]),
        (
            &["impact", "cadre@1", "cadre@2", "p.jsonl", "--report", "p.jsonl"],
            &["`p.jsonl`", ".json or .html"],
        ),
        (&["impact", "cadre@1", "cadr", "p.jsonl"], &["`cadr`", "perhaps `cadre`"]),
        (&["impact", "cadre@1", "cadre@9", "p.jsonl"], &["cadre@^9", "perhaps"]),
        (&["impact", "cadre@1", "cadre@2", "p.jsonl", "--fail-on", "lots>0"], &["`lots`", "perhaps `lost`"]),
    ];
    for (arguments, wanted) in cases {
        let output = parchemin(folder.path(), &[arguments, &["--lang", "en"]].concat());
        let message = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(output.stdout.is_empty());
        for text in wanted {
            assert!(message.contains(text), "{arguments:?}: `{text}` is not in:\n{message}");
        }
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["p.jsonl"], "something half-written is left");
}

#[test]
fn what_is_read_or_there_is_not_written_over() {
    let folder = population();
    let path = folder.path().join("lost.jsonl");
    fs::rename(folder.path().join("p.jsonl"), &path).unwrap();
    let files = fs::read(&path).unwrap();
    let impact = |more: &[&str]| {
        let call = ["impact", "cadre@1", "cadre@2", "lost.jsonl", "--lang", "en", "--quiet"];
        parchemin(folder.path(), &[&call[..], more].concat())
    };
    let output = impact(&["--lists", ".", "--force"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("`./lost.jsonl` is named for two uses"), "{}", said(&output));
    assert_eq!(fs::read(&path).unwrap(), files);
    let both = ["--lists", "lists", "--report", "s.json"];
    assert_eq!(impact(&both).status.code(), Some(0));
    let output = impact(&both);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("is there already"), "{}", said(&output));
    assert_eq!(impact(&[&both[..], &["--force"]].concat()).status.code(), Some(0));
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("s.json")).unwrap()).unwrap();
    assert_eq!(report.pointer("/compared").unwrap(), 200);
}

#[test]
fn tables_of_other_names_are_compared_by_a_list_of_columns() {
    let folder = population();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("t.csv", b"Num\xE9ro;Date;Titre\na;2025-06-01;mn-2025\n");
    // As French spreadsheets wrote it.
    write("columns.csv", b"eux;nous\nNum\xE9ro;id\nDate;evaluate_on\nTitre;target.titre\n");
    let call = ["impact", "cadre@1", "cadre@2", "t.csv", "--columns", "columns.csv", "--json"];
    let output = parchemin(folder.path(), &call);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report.pointer("/compared").unwrap(), 1);
}
