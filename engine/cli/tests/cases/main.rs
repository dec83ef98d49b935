//! The cases of packages by the command itself: what is run, how it ends, what is written; and what is tried again on
//! every save.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod run;
mod watched;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

const PARCHEMIN: &str = env!("CARGO_BIN_EXE_parchemin");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// A folder with a package of its own, `paquet`, which has no case yet.
struct Place {
    folder: TempDir,
}

impl Place {
    fn of(package: &str) -> Place {
        let place = Place { folder: TempDir::new().unwrap() };
        let from = root().join("rulesets").join(package);
        let copied = Command::new("cp").arg("-r").arg(from).arg(place.path("paquet")).status();
        assert!(copied.unwrap().success());
        let _ = fs::remove_dir_all(place.path("paquet/tests"));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A text of the package is replaced, once.
    fn change(&self, name: &str, text: &str, by: &str) {
        let path = self.path("paquet").join(name);
        let old = fs::read_to_string(&path).unwrap();
        assert_eq!(old.matches(text).count(), 1, "`{text}` in {name}");
        fs::write(path, old.replace(text, by)).unwrap();
    }

    fn call(&self, arguments: &[&str]) -> Output {
        Command::new(PARCHEMIN).current_dir(self.folder.path()).args(arguments).output().unwrap()
    }

    /// All that is written by a call that ends with a status.
    fn ends(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.call(arguments);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {text}");
        text
    }
}

/// A case of a candidate to VAE with so many days of activity in 2025.
fn vae(last: &str, verdict: &str) -> String {
    format!(
        "shows: activité jusqu’au {last}\n\
         file:\n  evaluate_on: 2026-09-01\n  target: {{ titre: mediateur-numerique }}\n  route: vae\n  \
         events: {{ request_filed: 2026-01-12, recevabilite_notified: 2026-02-20 }}\n  \
         experience: [{{ from: 2025-01-01, to: {last}, status: employee, related: true }}]\n\
         expect:\n  findings: {{ vae-experience: {verdict} }}\n"
    )
}
