//! What a plugin costs its host: `cargo run --release --example measure -- rules.wasm…`
//!
//! Without a file, it measures a plugin that hands back what it is given, which is the cost of the way there and back.

#![expect(clippy::print_stdout, reason = "a measure is printed")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a measure that fails has no one to tell"
)]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use parchemin_wasm::{Cache, Limits, Plugin, Sandbox, Time};
use std::{
    env, fs,
    time::{Duration, Instant},
};

const LIMITS: Limits = Limits { fuel: 100_000_000, memory: 16 * 1024 * 1024, output: 1024 * 1024 };

fn main() {
    let files: Vec<String> = env::args().skip(1).collect();
    for file in &files {
        measure(file, &fs::read(file).expect("the file can be read"), &[0]);
    }
    if files.is_empty() {
        measure("echo", &fixture::plugin(""), &[0, 24, 24 * 1_000, 24 * 8 * 1_000]);
    }
}

/// Times of one component, with answers to rows of these many bytes.
fn measure(name: &str, component: &[u8], rows: &[usize]) {
    let home = tempfile::tempdir().expect("there is a place for a cache");
    let sandbox = || {
        let cache = Cache::open(&home.path().join("cache"), &home.path().join("state")).unwrap();
        Sandbox::new(Time::default(), Some(cache)).expect("there is memory for a sandbox")
    };
    let load = || sandbox().load(component).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    println!("{name}, {} bytes", component.len());
    let (compiled, plugin) = once(load);
    println!("  compiled              {compiled:>10.1?}");
    println!("  from the cache        {:>10.1?}", once(load).0);
    println!("  a fresh sandbox       {:>10.1?}", once(sandbox).0);
    println!("  described             {:>10.1?}", average(|| drop(plugin.describe(LIMITS))));
    for bytes in rows {
        let answered = average(|| answer(&plugin, &vec![0; *bytes]));
        println!("  {bytes:>6} bytes answered {answered:>10.1?}");
    }
}

fn answer(plugin: &Plugin, rows: &[u8]) {
    drop(std::hint::black_box(plugin.evaluate(&[], rows, LIMITS)));
}

fn once<T>(work: impl Fn() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

/// The mean of the middle half of many, so that a busy machine shows less.
fn average(work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..2_000).map(|_| once(&work).0).collect();
    times.sort_unstable();
    times.get(500..1_500).map_or(Duration::ZERO, |middle| middle.iter().sum::<Duration>() / 1_000)
}
