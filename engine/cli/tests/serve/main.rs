//! The command `serve`: what it is told, what it tells, and how it ends.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod clients;
#[cfg(unix)]
mod ends;
mod guide;
#[cfg(unix)]
mod killed;
mod log;
mod receipts;
#[cfg(unix)]
mod silence;
mod told;

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
};

/// The command.
const PARCHEMIN: &str = env!("CARGO_BIN_EXE_parchemin");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// The command `serve`, told nothing by the environment of the tests.
fn serve() -> Command {
    let mut command = Command::new(PARCHEMIN);
    command.arg("serve");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PARCHEMIN_")) {
        command.env_remove(name);
    }
    command
}

/// A service of its own, until it is dropped.
struct Service {
    child: Child,
    address: String,
    /// What it says; none once nobody listens to it any more.
    notes: Option<BufReader<ChildStderr>>,
    /// What it said before it listened.
    first: String,
}

impl Service {
    fn start(arguments: &[&str]) -> Service {
        let mut child = serve()
            .args(["--listen", "127.0.0.1:0", "--lang", "en"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut notes = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(notes.read_line(&mut line).unwrap() > 0, "it does not listen: {first}");
            if let Some(address) = line.trim_end().strip_prefix("the service listens on http://") {
                break address.to_owned();
            }
            first += &line;
        };
        Service { child, address, notes: Some(notes), first }
    }

    /// The body of an answer to a POST of JSON.
    fn post(&self, path: &str, body: &str) -> String {
        let url = format!("http://{}{path}", self.address);
        let mut answer = ureq::post(url).content_type("application/json").send(body).unwrap();
        answer.body_mut().read_to_string().unwrap()
    }

    /// Asks it to end in the way the system does; all that it said, and its status.
    #[cfg(unix)]
    fn terminate(mut self) -> (String, Option<i32>) {
        self.ask_to_end();
        let mut notes = std::mem::take(&mut self.first);
        self.notes.take().unwrap().read_to_string(&mut notes).unwrap();
        (notes, self.child.wait().unwrap().code())
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
