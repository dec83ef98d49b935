//! Bad input, given to the command itself: each message says what is wrong, where, and how to mend it, in French and
//! in English; the status is 2, and nothing is written.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod call;
mod candidate_files;
mod packages;
mod plugins;

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
