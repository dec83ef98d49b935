//! `parchemin package watch`: a package is tried again when a file of it is written, and only then.

use super::{PARCHEMIN, Place, vae};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

/// Longer than any run takes on a machine that does something else besides.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that watches, and what it writes, line by line.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(place: &Place) -> Watching {
        let mut command = Command::new(PARCHEMIN);
        command.current_dir(place.path("")).args(["package", "watch", "paquet"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (told, lines) = channel();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let more = told.clone();
        thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).all(|line| told.send(line).is_ok())
        });
        thread::spawn(move || {
            BufReader::new(err).lines().map_while(Result::ok).all(|line| more.send(line).is_ok())
        });
        Watching { child, lines }
    }

    /// All lines until one that says this.
    fn until(&self, said: &str) -> String {
        let mut all = String::new();
        while !all.contains(said) {
            let line = self.lines.recv_timeout(PATIENCE);
            all += &line.unwrap_or_else(|_| panic!("`{said}` was not said, but:\n{all}"));
            all.push('\n');
        }
        all
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[cfg(unix)]
#[test]
fn every_save_is_tried_what_changed_is_told_and_what_is_half_saved_is_survived() {
    let place = Place::of("cadre-1");
    place.write("paquet/tests/un-an.yaml", &vae("2025-12-31", "met"));
    let mut watching = Watching::start(&place);
    watching.until("1 cas réussi(s), 0 en échec");
    // The requirement of the leaflet becomes two years: the case is decided otherwise.
    place.change("parameters.toml", "value = 1\n", "value = 2\n");
    let told = watching.until("0 cas réussi(s), 1 en échec");
    assert!(told.contains("échec : cadre@1.0.0 un-an"), "{told}");
    assert!(told.contains("/headline/outcome"), "{told}");
    // Half of a file.
    place.write("paquet/tests/court.yaml", "shows: un");
    let told = watching.until("au prochain enregistrement");
    assert!(told.contains("court.yaml"), "{told}");
    // The whole, and the parameter as it was.
    place.write("paquet/tests/court.yaml", &vae("2025-12-30", "unmet"));
    place.change("parameters.toml", "value = 2\n", "value = 1\n");
    let told = watching.until("2 cas réussi(s), 0 en échec");
    assert!(told.contains("nouveau : cadre@1.0.0 court, réussi"), "{told}");
    let id = watching.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(watching.child.wait().unwrap().code(), Some(0));
}
