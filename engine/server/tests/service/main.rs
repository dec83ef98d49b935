//! The service, asked through a real socket.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod batch;
mod client;
mod decisions;
mod erasure;
mod interface;
mod postgres;
mod problems;
mod protection;
mod receipts;
mod stopping;
mod swaps;
mod uploads;

use client::Service;
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// A candidate file that the two editions of the framework decide differently.
fn example() -> Vec<u8> {
    fs::read(root().join("examples/mn-vae.json")).unwrap()
}

/// The same on one line, with another id.
fn line(id: &str) -> String {
    let mut file: serde_json::Value = serde_json::from_slice(&example()).unwrap();
    file["id"] = id.into();
    format!("{file}\n")
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

/// Waits until it holds, for some seconds.
fn wait(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not come about");
        thread::sleep(Duration::from_millis(20));
    }
}

/// A service for whoever asks on this machine.
fn open() -> Service {
    Service::start(&[("no_auth", "true")])
}
