//! What rows cost at the border, typed and packed: `cargo run --release --example crossing`
//!
//! The same cells of 24 bytes go to a plugin and come back: once as a list of records, which the engine takes apart and
//! checks one by one, and once as a list of bytes. The plugin does nothing with them.

#![expect(clippy::print_stdout, reason = "a measure is printed")]
#![expect(clippy::unwrap_used, reason = "a measure that fails has no one to tell")]

use std::time::{Duration, Instant};
use wasmtime::{
    Config, Engine, Store,
    component::{Component, ComponentType, Instance, Lift, Linker, Lower, TypedFunc},
};

/// A cell, as `wit/ruleset.wit` packs it.
#[derive(Clone, ComponentType, Lift, Lower)]
#[component(record)]
struct Cell {
    kind: u32,
    zero: u32,
    a: i64,
    b: i64,
}

/// A record that lies in memory as its 24 bytes do: both functions hand back what they were given.
const PLUGIN: &str = r#"(component
  (core module $echo
    (memory (export "memory") 64)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
    (func (export "echo") (param $rows i32) (param $length i32) (result i32)
      (i32.store (i32.const 16) (local.get $rows))
      (i32.store (i32.const 20) (local.get $length))
      (i32.const 16)))
  (core instance $echo (instantiate $echo))
  (type $cell' (record (field "kind" u32) (field "zero" u32) (field "a" s64) (field "b" s64)))
  (export $cell "cell" (type $cell'))
  (func (export "typed") (param "rows" (list $cell)) (result (list $cell))
    (canon lift (core func $echo "echo") (memory $echo "memory") (realloc (func $echo "realloc"))))
  (func (export "packed") (param "rows" (list u8)) (result (list u8))
    (canon lift (core func $echo "echo") (memory $echo "memory") (realloc (func $echo "realloc")))))"#;

fn main() {
    let mut config = Config::new();
    config.consume_fuel(true);
    let engine = Engine::new(&config).unwrap();
    let component = Component::new(&engine, wat::parse_str(PLUGIN).unwrap()).unwrap();
    let mut store = Store::new(&engine, ());
    store.set_fuel(u64::MAX).unwrap();
    let instance: Instance = Linker::new(&engine).instantiate(&mut store, &component).unwrap();
    let typed: TypedFunc<(&[Cell],), (Vec<Cell>,)> = instance.get_typed_func(&mut store, "typed").unwrap();
    let packed: TypedFunc<(&[u8],), (Vec<u8>,)> = instance.get_typed_func(&mut store, "packed").unwrap();
    println!("| cells | typed, a cell | packed, a cell | typed / packed |\n| --- | --- | --- | --- |");
    for count in [1, 10, 100, 1_000, 10_000] {
        let cells = vec![Cell { kind: 5, zero: 0, a: 20_000, b: 0 }; count];
        let bytes = vec![5; count * size_of::<Cell>()];
        let typed = average(|| drop(typed.call(&mut store, (&cells,)).unwrap()));
        let packed = average(|| drop(packed.call(&mut store, (&bytes,)).unwrap()));
        let each = |time: Duration| time.as_secs_f64() * 1e9 / f64::from(u32::try_from(count).unwrap());
        println!(
            "| {count} | {:.1} ns | {:.1} ns | {:.1} |",
            each(typed),
            each(packed),
            each(typed) / each(packed)
        );
    }
}

/// The mean of the middle half of many, so that a busy machine shows less.
fn average(mut work: impl FnMut()) -> Duration {
    let mut once = || {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..2_000).map(|_| once()).collect();
    times.sort_unstable();
    times.get(500..1_500).map_or(Duration::ZERO, |middle| middle.iter().sum::<Duration>() / 1_000)
}
