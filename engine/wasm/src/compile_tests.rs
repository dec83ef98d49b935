//! The claim: the cache saves compiling, and changes nothing else.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::{Limits, Sandbox, Time};
use std::fs;
use tempfile::TempDir;

const LIMITS: Limits = Limits { fuel: 100_000, memory: 1024 * 1024, output: 1024 };

#[path = "../tests/fixture/mod.rs"]
mod fixture;
#[path = "../tests/fixture/named.rs"]
mod named;

fn sandbox(home: &TempDir) -> Sandbox {
    let cache = Cache::open(&home.path().join("cache"), &home.path().join("state")).unwrap();
    Sandbox::new(Time::default(), Some(cache)).unwrap()
}

fn answer(sandbox: &Sandbox, component: &[u8]) -> Vec<u8> {
    sandbox.load(component).unwrap().evaluate(&[], &[7; 24], LIMITS).unwrap()
}

/// The files of the cache, in the order of their names.
fn entries(home: &TempDir) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(home.path().join("cache")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

#[test]
fn a_component_is_compiled_once_and_answers_the_same_from_the_cache() {
    let home = TempDir::new().unwrap();
    let (good, counter) = (named::good(), named::hostile("counts-calls"));
    for _ in 0..3 {
        assert_eq!(answer(&sandbox(&home), &good), [7; 24]);
        assert_eq!(answer(&sandbox(&home), &counter), [3]);
        assert_eq!(entries(&home).len(), 2);
    }
}

#[test]
fn what_the_cache_vouches_for_is_what_runs() {
    // Vouched for by the right key, another component's code does run: this is what all the others guard.
    let home = TempDir::new().unwrap();
    let (good, counter) = (named::good(), named::hostile("counts-calls"));
    let sandbox = sandbox(&home);
    answer(&sandbox, &counter);
    let cache = Cache::open(&home.path().join("cache"), &home.path().join("state")).unwrap();
    let engine = sandbox.engine();
    cache.put(&name(engine, &good), &cache.get(&name(engine, &counter)).unwrap());
    assert_eq!(answer(&sandbox, &good), [3]);
}

#[test]
fn a_foreign_entry_is_compiled_anew_and_replaced() {
    let home = TempDir::new().unwrap();
    let (good, counter) = (named::good(), named::hostile("counts-calls"));
    answer(&sandbox(&home), &good);
    answer(&sandbox(&home), &counter);
    let [one, two] = &entries(&home)[..] else { panic!("two entries") };
    let (first, second) = (fs::read(one).unwrap(), fs::read(two).unwrap());
    fs::write(one, &second).unwrap();
    fs::write(two, &first).unwrap();
    assert_eq!(answer(&sandbox(&home), &good), [7; 24]);
    assert_eq!(answer(&sandbox(&home), &counter), [3]);
    assert_eq!((fs::read(one).unwrap(), fs::read(two).unwrap()), (first, second));
}

#[test]
fn code_that_the_engine_does_not_know_is_compiled_anew() {
    let home = TempDir::new().unwrap();
    let good = named::good();
    let sandbox = sandbox(&home);
    let cache = Cache::open(&home.path().join("cache"), &home.path().join("state")).unwrap();
    cache.put(&name(sandbox.engine(), &good), b"written by this program, but not for this engine");
    assert_eq!(answer(&sandbox, &good), [7; 24]);
}

#[test]
fn a_cache_that_cannot_be_written_changes_nothing() {
    let home = TempDir::new().unwrap();
    let sandbox = sandbox(&home);
    // A file where the folder was: not even the superuser can write in there.
    fs::remove_dir_all(home.path().join("cache")).unwrap();
    fs::write(home.path().join("cache"), "").unwrap();
    assert_eq!(answer(&sandbox, &named::good()), [7; 24]);
}
