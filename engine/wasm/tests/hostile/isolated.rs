//! The claim: a call leaves nothing behind for the next one, and takes nothing from its neighbours.

use super::{LIMITS, SANDBOX, hostile, named};
use parchemin_wasm::{Limits, Sandbox, Stop, Time, contract::Subject, limits::INSTANCES};
use std::{
    cell::Cell,
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};

#[test]
fn every_call_meets_a_fresh_instance() {
    let plugin = hostile("counts-calls");
    for call in 0..100 {
        assert_eq!(plugin.evaluate(&[], &[], LIMITS), Ok(vec![3]), "call {call}");
    }
}

#[test]
fn no_byte_of_one_call_reaches_another() {
    let curious = hostile("looks-around");
    let good = SANDBOX.load(&named::good()).unwrap();
    for call in 0..1_000_u32 {
        let canary = [(call % 255) as u8 + 1; 24];
        assert_eq!(good.evaluate(&["canary".to_owned()], &canary, LIMITS).as_deref(), Ok(&canary[..]));
        assert_eq!(curious.evaluate(&[], &canary, LIMITS), Ok(vec![0; 24]), "call {call}");
    }
}

#[test]
fn a_well_behaved_plugin_is_understood() {
    let plugin = SANDBOX.load(&named::good()).unwrap();
    let description = plugin.describe(LIMITS).unwrap();
    let [rule] = &description.rules[..] else { panic!("{description:?}") };
    assert_eq!(
        (&*rule.name, rule.subject, &rule.facts[..]),
        ("echo", Subject::File, &["file.route", "file.request_filed_on"].map(str::to_owned)[..])
    );
    let texts = vec!["un texte".to_owned(); 10];
    assert_eq!(plugin.evaluate(&texts, &[1, 2, 3], LIMITS), Ok(vec![1, 2, 3]));
}

#[test]
fn calls_of_many_threads_do_not_meet() {
    let plugin = SANDBOX.load(&named::good()).unwrap();
    thread::scope(|scope| {
        for canary in 0..8_u8 {
            let plugin = &plugin;
            scope.spawn(move || {
                for length in 0..200 {
                    let rows = vec![canary; length];
                    assert_eq!(plugin.evaluate(&[], &rows, LIMITS), Ok(rows));
                }
            });
        }
    });
}

thread_local! {
    /// Whether this thread runs what never ends, and has looked at the clock before.
    static SEATED: Cell<Option<bool>> = const { Cell::new(None) };
}

#[test]
fn what_finds_no_place_to_run_is_told_so_and_it_is_no_bound() {
    // Every call of an endless plugin waits in its second look at the clock, which is while it runs.
    let gates = Arc::new([Barrier::new(INSTANCES as usize + 1), Barrier::new(INSTANCES as usize + 1)]);
    let reached = Arc::clone(&gates);
    let clock = Arc::new(move || match SEATED.replace(SEATED.get().map(|_| true)) {
        Some(true) => {
            for gate in &*reached {
                gate.wait();
            }
            Duration::MAX
        }
        _ => Duration::ZERO,
    });
    let sandbox = Sandbox::new(Time { allowance: Duration::from_secs(1), clock }, None).unwrap();
    let endless = sandbox.load(&named::hostile("body-loop")).unwrap();
    let good = sandbox.load(&named::good()).unwrap();
    thread::scope(|scope| {
        let seat = || {
            SEATED.set(Some(false));
            endless.evaluate(&[], &[], Limits { fuel: u64::MAX, ..LIMITS })
        };
        let seated: Vec<_> = (0..INSTANCES).map(|_| scope.spawn(seat)).collect();
        gates[0].wait();
        let refused = good.evaluate(&[], &[], LIMITS);
        gates[1].wait();
        assert!(matches!(&refused, Err(Stop::Unavailable(reason)) if reason.contains("64")), "{refused:?}");
        for seated in seated {
            assert_eq!(seated.join().unwrap(), Err(Stop::Time));
        }
    });
    assert_eq!(good.evaluate(&[], &[1], LIMITS), Ok(vec![1]), "places are free again");
}
