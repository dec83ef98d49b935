//! The claim: no component that is accepted takes long to compile; what would is refused before it is compiled.

use super::{SANDBOX, fixture};
use parchemin_wasm::{PluginFault, fault::Cost};
use std::{
    fmt::Write,
    time::{Duration, Instant},
};

/// The parts of a plugin, of a size.
type Bomb = fn(usize) -> String;

/// What is slow to compile, each for a reason of its own, and a size of it that is accepted but not much
/// more: half as much again is refused.
const BOMBS: [(&str, Bomb, usize); 13] = [
    ("bytes", bytes, 100_000),
    ("calls", calls, 80_000),
    ("indirect calls", indirect_calls, 6_000),
    ("fills", fills, 6_000),
    ("growths", growths, 6_000),
    ("branches", branches, 3_700),
    ("branches that change many variables", variables, 2_500),
    ("loops", loops, 1_800),
    ("loops in loops", nest, 800),
    ("tables of branches", tables, 70),
    ("one long table of branches", table, 4_000),
    ("small functions", functions, 15_000),
    ("types of functions that take a thousand values", types, 150),
];

fn function(locals: usize, body: &str) -> String {
    format!("(func (export \"bomb\") (param i32) (local {}) {body})", "i64 ".repeat(locals))
}

fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).fold(String::new(), |mut all, piece| {
        write!(all, "{piece} ").unwrap();
        all
    })
}

fn bytes(size: usize) -> String {
    function(
        1,
        &repeated(size, |_| {
            "(local.set 1 (i64.trunc_sat_f64_s (f64.sqrt (f64.convert_i64_s (local.get 1)))))".to_owned()
        }),
    )
}

fn calls(size: usize) -> String {
    format!("(func $callee) {}", function(1, &repeated(size, |_| "call $callee".to_owned())))
}

fn indirect_calls(size: usize) -> String {
    let body = repeated(size, |_| "(call_indirect (type $callee) (local.get 0))".to_owned());
    format!("(type $callee (func)) (table 1 funcref) {}", function(1, &body))
}

fn fills(size: usize) -> String {
    function(1, &repeated(size, |_| "(memory.fill (local.get 0) (local.get 0) (local.get 0))".to_owned()))
}

fn growths(size: usize) -> String {
    function(1, &repeated(size, |_| "(local.set 0 (memory.grow (local.get 0)))".to_owned()))
}

/// The names of two local variables, others each time.
fn two(locals: usize, index: usize) -> (usize, usize) {
    (1 + index % locals, 1 + index * 7 % locals)
}

fn branches(size: usize) -> String {
    let piece = |index| {
        let (from, to) = two(10, index);
        format!("(if (local.get 0) (then (local.set {to} (i64.add (local.get {from}) (i64.const 1)))))")
    };
    function(10, &repeated(size, piece))
}

fn variables(size: usize) -> String {
    let set =
        |index| format!("(if (local.get 0) (then (local.set {} (i64.const {index}))))", 1 + index % 1_000);
    let read = repeated(1_000, |index| format!("(local.set 1 (local.get {}))", 1 + index));
    function(1_000, &(repeated(size, set) + &read))
}

fn loops(size: usize) -> String {
    let piece = |index| {
        let (from, to) = two(100, index);
        format!("(loop (local.set {to} (local.get {from})) (br_if 0 (local.get 0)))")
    };
    let read = repeated(100, |index| format!("(local.set 1 (local.get {}))", 1 + index));
    function(100, &(repeated(size, piece) + &read))
}

fn nest(size: usize) -> String {
    let open = repeated(size, |index| {
        let (from, to) = two(50, index);
        format!("loop (local.set {to} (local.get {from}))")
    });
    function(50, &(open + &repeated(size, |_| "(br_if 0 (local.get 0)) end".to_owned())))
}

fn tables(size: usize) -> String {
    let targets = repeated(50, |depth| (depth + 1).to_string());
    let table = |index| {
        let (from, to) = two(50, index);
        format!(
            "(if (local.get 0) (then (br_table {targets} (local.get 0))))
            (local.set {to} (i64.mul (local.get {from}) (i64.const 3)))"
        )
    };
    let end = |index| {
        let (from, to) = two(50, index);
        format!("end (local.set {to} (local.get {from}))")
    };
    function(50, &(repeated(51, |_| "block".to_owned()) + &repeated(size, table) + &repeated(51, end)))
}

fn table(size: usize) -> String {
    let targets = repeated(size, |index| (index % 50).to_string());
    let body = format!("(br_table {targets} (local.get 0))");
    function(1, &(repeated(50, |_| "block".to_owned()) + &body + &repeated(50, |_| "end".to_owned())))
}

fn functions(size: usize) -> String {
    repeated(size, |_| "(func)".to_owned())
}

fn types(size: usize) -> String {
    repeated(size, |index| {
        let values =
            repeated(1_000, |bit| if index >> (bit % 10) & 1 == 0 { "i32" } else { "i64" }.to_owned());
        format!("(type (func (param {values})))")
    })
}

#[test]
fn what_is_slow_to_compile_is_refused_and_quickly() {
    for (name, bomb, size) in BOMBS {
        let component = fixture::plugin(&bomb(size + size / 2));
        let start = Instant::now();
        let fault = SANDBOX.load(&component).err();
        let taken = start.elapsed();
        assert!(
            matches!(fault, Some(PluginFault::Costly { cost: Cost::Function | Cost::Code, .. })),
            "{name}: {fault:?}"
        );
        assert!(taken < Duration::from_secs(2), "{name}: {taken:?}");
    }
}

#[test]
fn many_functions_that_are_each_affordable_are_not_affordable_together() {
    let parts: String = (0..10)
        .map(|index| {
            calls(40_000).replace("bomb", &index.to_string()).replace("$callee", &format!("$callee{index}"))
        })
        .collect();
    let fault = SANDBOX.load(&fixture::plugin(&parts)).err();
    assert!(matches!(fault, Some(PluginFault::Costly { cost: Cost::Code, .. })), "{fault:?}");
}

#[test]
fn a_table_that_is_filled_beyond_measure_is_refused() {
    let filled = |count| {
        format!("(table {count} funcref) (func $f) (elem (i32.const 0) func {})", "$f ".repeat(count))
    };
    assert!(SANDBOX.load(&fixture::plugin(&filled(10_000))).is_ok());
    let fault = SANDBOX.load(&fixture::plugin(&filled(10_001))).err();
    assert_eq!(fault, Some(PluginFault::Costly { cost: Cost::Elements, found: 10_001, most: 10_000 }));
}

#[test]
fn what_is_accepted_compiles_in_no_more_time_than_a_busy_machine_explains() {
    for (name, bomb, size) in BOMBS {
        let component = fixture::plugin(&bomb(size));
        let start = Instant::now();
        SANDBOX.load(&component).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let taken = start.elapsed();
        // The slowest takes seconds with optimisation, and a quarter of a minute without.
        assert!(taken < Duration::from_secs(120), "{name}: {} bytes, {taken:?}", component.len());
    }
}
