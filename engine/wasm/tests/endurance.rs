//! The claim: plugins that are stopped leave the host as it was, however often.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "fixture/mod.rs"]
mod fixture;
#[path = "fixture/named.rs"]
mod named;

use parchemin_core::limits::BoundKind;
use parchemin_wasm::{Limits, Sandbox, Stop, Time};
use std::fs;

/// Bytes of this process that are in memory.
fn resident() -> u64 {
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

#[test]
#[cfg(target_os = "linux")]
fn after_ten_thousand_calls_that_were_stopped_a_good_one_answers_and_memory_is_as_before() {
    let sandbox = Sandbox::new(Time::default(), None).unwrap();
    let limits = Limits { fuel: 100_000, memory: 1024 * 1024, output: 64 * 1024 };
    let good = sandbox.load(&named::good()).unwrap();
    let bad = [
        ("start-loop", Stop::Bound(BoundKind::Work)),
        ("body-loop", Stop::Bound(BoundKind::Work)),
        ("grow-memory", Stop::Bound(BoundKind::Memory)),
        ("grow-table", Stop::Bound(BoundKind::Memory)),
        ("output-flood", Stop::Bound(BoundKind::Output)),
        ("unreachable", Stop::Trapped("wasm `unreachable` instruction executed".to_owned())),
        ("gives-up", Stop::Gave("no such fact\u{fffd}[2J".to_owned())),
    ];
    let bad = bad.map(|(name, stop)| (sandbox.load(&named::hostile(name)).unwrap(), stop));
    let round = |calls: usize| {
        for (plugin, stop) in bad.iter().cycle().take(calls) {
            assert_eq!(plugin.evaluate(&[], &[7; 24], limits).as_ref(), Err(stop));
        }
    };
    round(500);
    let before = resident();
    round(10_000);
    let after = resident();
    assert_eq!(good.evaluate(&[], &[7; 24], limits), Ok(vec![7; 24]));
    assert!(after < before + 8 * 1024 * 1024, "{before} bytes before, {after} after");
}
