//! The commands of the guide for authors, run as they stand there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::{
    env, fs, iter,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

const PARCHEMIN: &str = env!("CARGO_BIN_EXE_parchemin");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// A folder of its own with copies of some of ours.
fn desk(folders: &[&str]) -> TempDir {
    let desk = TempDir::new().unwrap();
    for name in folders {
        let to = desk.path().join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let copied = Command::new("cp").arg("-r").arg(root().join(name)).arg(to).status();
        assert!(copied.unwrap().success());
    }
    desk
}

/// Runs the blocks of that kind on a desk; how many commands they have.
fn run(kind: &str, desk: &TempDir) -> usize {
    let guide = fs::read_to_string(root().join("rulesets/README.md")).unwrap();
    let bin = Path::new(PARCHEMIN).parent().unwrap().to_owned();
    let paths = env::var_os("PATH").unwrap_or_default();
    let paths = env::join_paths(iter::once(bin).chain(env::split_paths(&paths))).unwrap();
    let mut run = 0;
    for block in guide.split(&format!("```{kind}\n")).skip(1) {
        let commands = block.split("```").next().unwrap();
        let output = Command::new("sh")
            .args(["-euc", commands])
            .current_dir(desk.path())
            .env("PATH", &paths)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{commands}\n{}", String::from_utf8_lossy(&said));
        run += commands.lines().filter(|line| line.starts_with("parchemin")).count();
    }
    run
}

#[test]
fn archives_are_made_as_the_guide_says() {
    let desk = desk(&["rulesets/mn-2025"]);
    fs::copy(root().join("examples/mn-vae.json"), desk.path().join("candidat.json")).unwrap();
    let run = run("sh archive", &desk);
    assert!(run >= 7, "only {run} commands");
}

#[test]
fn packages_are_made_as_the_guide_says() {
    let desk = desk(&["seeds", "rulesets", "examples"]);
    let run = run("sh paquet", &desk);
    assert!(run >= 16, "only {run} commands");
    // What was built from nothing decides as what the program carries; only the citations are worded otherwise.
    for example in ["examples/mn-formation.json", "examples/mn-vae.json"] {
        let decided = |packages: &[&str]| {
            let output = Command::new(PARCHEMIN)
                .args(packages)
                .args(["evaluate", example, "--json"])
                .current_dir(desk.path())
                .output()
                .unwrap();
            let mut decision: Value = serde_json::from_slice(&output.stdout).unwrap();
            let mut findings = decision["findings"].take();
            for finding in findings.as_array_mut().unwrap() {
                finding.as_object_mut().unwrap().remove("citations");
            }
            ["headline", "document", "questions", "ccps", "steps", "deadlines"]
                .map(|member| decision[member].take())
                .into_iter()
                .chain([findings])
                .collect::<Vec<_>>()
        };
        assert_eq!(decided(&["--packages", "travail"]), decided(&[]), "{example}");
    }
}
