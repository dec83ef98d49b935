//! The claim: a plugin that misbehaves is stopped, and what stopped it is named. Bounds are hit at the same point
//! whatever the clock says; the clock stops what no bound does.

use super::{LIMITS, SANDBOX, hostile, named};
use parchemin_core::limits::BoundKind;
use parchemin_wasm::{Limits, Sandbox, Settings, Stop, Time};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

fn evaluated(name: &str) -> Result<Vec<u8>, Stop> {
    evaluated_within(name, LIMITS)
}

fn evaluated_within(name: &str, limits: Limits) -> Result<Vec<u8>, Stop> {
    hostile(name).evaluate(&[], &[7; 24], limits)
}

fn settings() -> Settings {
    Settings { parameters: Vec::new(), titre: None }
}

fn trapped(stop: Result<Vec<u8>, Stop>, reason: &str) {
    assert!(matches!(&stop, Err(Stop::Trapped(found)) if found.contains(reason)), "{reason}: {stop:?}");
}

#[test]
fn what_works_too_much_is_bounded_in_work() {
    for name in ["start-loop", "body-loop", "bulk-fill", "long-straight-line"] {
        assert_eq!(evaluated(name), Err(Stop::Bound(BoundKind::Work)), "{name}");
    }
    let texts = ["a text".to_owned()];
    let stop = hostile("realloc-loop").evaluate(&texts, &[], LIMITS);
    assert_eq!(stop, Err(Stop::Bound(BoundKind::Work)));
}

#[test]
fn every_function_of_a_plugin_is_bounded() {
    let plugin = hostile("start-loop");
    assert_eq!(plugin.describe(LIMITS).map(drop), Err(Stop::Bound(BoundKind::Work)));
    assert_eq!(plugin.check(&settings(), LIMITS), Err(Stop::Bound(BoundKind::Work)));
}

#[test]
fn the_bound_on_work_falls_at_the_same_unit_each_time() {
    let plugin = SANDBOX.load(&named::good()).unwrap();
    let enough = |fuel: &u64| plugin.evaluate(&[], &[7; 24], Limits { fuel: *fuel, ..LIMITS }).is_ok();
    let least = (0..1_000).find(enough).unwrap();
    for _ in 0..100 {
        assert!(enough(&least) && !enough(&(least - 1)));
    }
}

#[test]
fn what_grows_too_much_is_bounded_in_memory() {
    for name in ["grow-memory", "grow-in-start", "large-memory", "grow-table"] {
        assert_eq!(evaluated(name), Err(Stop::Bound(BoundKind::Memory)), "{name}");
    }
}

#[test]
fn no_answer_depends_on_the_bound_on_memory() {
    let within = |memory| evaluated_within("grow-memory-once", Limits { memory, ..LIMITS });
    let (given, needed) = (32 * 1024 * 1024, 4 * 65_536);
    assert_eq!(within(given + needed), Ok(vec![0]), "it got the memory");
    for memory in [0, needed - 1, needed, given, given + needed - 1] {
        assert_eq!(within(memory), Err(Stop::Bound(BoundKind::Memory)), "{memory}");
    }
    assert_eq!(
        evaluated("grow-beyond-its-own-maximum"),
        Ok(vec![1, 1]),
        "what no host can give is only denied"
    );
}

#[test]
fn no_call_gets_more_memory_than_the_ceiling() {
    let unbounded = Limits { memory: usize::MAX, fuel: u64::MAX, ..LIMITS };
    assert_eq!(evaluated_within("grow-memory", unbounded), Err(Stop::Bound(BoundKind::Memory)));
}

#[test]
fn what_calls_too_deep_is_bounded_in_depth() {
    let deep = Limits { fuel: u64::MAX, ..LIMITS };
    assert_eq!(evaluated_within("recurse", deep), Err(Stop::Bound(BoundKind::Depth)));
}

#[test]
fn what_hands_back_too_much_is_bounded_in_output() {
    for name in ["output-flood", "gives-up-at-length"] {
        assert_eq!(evaluated(name), Err(Stop::Bound(BoundKind::Output)), "{name}");
    }
    let described = hostile("output-inflated").describe(LIMITS);
    assert_eq!(described.map(drop), Err(Stop::Bound(BoundKind::Output)));
}

#[test]
fn the_bound_on_output_is_exact() {
    let plugin = SANDBOX.load(&named::good()).unwrap();
    let within = |output| plugin.evaluate(&[], &[7; 240], Limits { output, ..LIMITS });
    assert_eq!(within(240), Ok(vec![7; 240]));
    assert_eq!(within(239), Err(Stop::Bound(BoundKind::Output)));
}

#[test]
fn what_traps_says_why() {
    for (name, reason) in [
        ("unreachable", "`unreachable` instruction"),
        ("trap-in-start", "`unreachable` instruction"),
        ("divide-by-zero", "divide by zero"),
        ("read-out-of-bounds", "out of bounds memory access"),
        ("write-just-out-of-bounds", "out of bounds memory access"),
        ("call-nothing", "uninitialized element"),
    ] {
        trapped(evaluated(name), reason);
    }
}

#[test]
fn what_breaks_the_contract_is_trapped() {
    for (name, reason) in [
        ("string-not-utf8", "utf-8"),
        ("list-out-of-memory", "out of bounds"),
        ("list-length-huge", "out of bounds"),
        ("answer-misaligned", "not aligned"),
        ("answer-out-of-memory", "out of bounds"),
        ("neither-answer-nor-reason", "discriminant"),
        ("realloc-out-of-memory", "beyond end of memory"),
    ] {
        trapped(evaluated(name), reason);
    }
    let misaligned = hostile("realloc-misaligned").evaluate(&["a text".to_owned()], &[], LIMITS);
    trapped(misaligned, "not aligned");
    let huge = hostile("list-of-strings-huge").check(&settings(), LIMITS);
    assert!(matches!(&huge, Err(Stop::Trapped(reason)) if reason.contains("out of bounds")), "{huge:?}");
    let unknown = hostile("subject-unknown").describe(LIMITS).map(drop);
    assert!(matches!(&unknown, Err(Stop::Trapped(reason)) if reason.contains("discriminant")), "{unknown:?}");
}

#[test]
fn what_gives_up_is_heard_but_cannot_steer_a_terminal() {
    assert_eq!(evaluated("gives-up"), Err(Stop::Gave("no such fact\u{fffd}[2J".to_owned())));
}

/// A sandbox whose clock runs a second further each time it is looked at.
fn hurried() -> Sandbox {
    let seconds = AtomicU64::new(0);
    let clock = Arc::new(move || Duration::from_secs(seconds.fetch_add(1, Ordering::Relaxed)));
    Sandbox::new(Time { allowance: Duration::from_millis(500), clock }, None).unwrap()
}

#[test]
fn the_clock_stops_what_no_bound_does_on_the_first_call_and_on_the_hundredth() {
    let sandbox = hurried();
    let endless = Limits { fuel: u64::MAX, memory: 16 * 1024 * 1024, ..LIMITS };
    for name in ["start-loop", "body-loop", "bulk-fill"] {
        let plugin = sandbox.load(&named::hostile(name)).unwrap();
        for call in 1..=100 {
            assert_eq!(plugin.evaluate(&[], &[], endless), Err(Stop::Time), "{name}, call {call}");
        }
    }
}

#[test]
fn the_clock_that_is_there_by_default_runs() {
    let sandbox =
        Sandbox::new(Time { allowance: Duration::from_millis(30), ..Time::default() }, None).unwrap();
    let plugin = sandbox.load(&named::hostile("body-loop")).unwrap();
    let start = Instant::now();
    assert_eq!(plugin.evaluate(&[], &[], Limits { fuel: u64::MAX, ..LIMITS }), Err(Stop::Time));
    assert!(start.elapsed() >= Duration::from_millis(30));
}

#[test]
fn a_plugin_that_outlives_its_sandbox_is_still_stopped() {
    let plugin = hurried().load(&named::hostile("body-loop")).unwrap();
    assert_eq!(plugin.evaluate(&[], &[], Limits { fuel: u64::MAX, ..LIMITS }), Err(Stop::Time));
}
