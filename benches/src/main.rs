//! Ratios between the forms of rules, on the same cases in the same run: the forms take turns, so that a machine that
//! is busy for a while is busy for all of them. Prints the table of `benches/README.md`.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use parchemin::{LoadFault, Parchemin, Prepared};
use parchemin_benches::{
    BATCH, Form, host, prepared,
    way::{Lines, Way},
};
use std::{hint::black_box, time::Instant};

/// As in the command that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each form is measured.
const ROUNDS: usize = 61;

/// Files that go all the way.
const FILES: usize = 20_000;

fn main() -> Result<(), LoadFault> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let forms: Vec<Form> = Form::ALL
        .into_iter()
        .filter(|form| named.is_empty() || named.iter().any(|name| name == form.name()))
        .collect();
    let hosts = forms.iter().copied().map(host).collect::<Result<Vec<_>, _>>()?;
    if named.is_empty() {
        rules(&hosts);
    }
    way(&forms, &hosts);
    Ok(())
}

fn rules(hosts: &[Parchemin]) {
    println!(
        "| rules, evaluated alone | {} | wasm / native | rhai / native |",
        Form::ALL.map(Form::name).join(" | ")
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for (name, count) in [("one file", 1), ("a batch of 1,000, each file", BATCH)] {
        let cases: Vec<Vec<Prepared>> = hosts.iter().map(|host| prepared(host, count)).collect();
        let mut rounds: Vec<Vec<f64>> = Vec::new();
        for _ in 0..ROUNDS {
            let each = hosts.iter().zip(&cases).map(|(host, cases)| micros(host, cases) / cases.len() as f64);
            rounds.push(each.collect());
        }
        let of = |form: usize| median(rounds.iter().filter_map(|round| round.get(form).copied()));
        let ratio = |form: usize| {
            let ratios = rounds.iter().filter_map(|round| Some(round.get(form)? / round.first()?));
            median(ratios)
        };
        println!(
            "| {name} | {:.2} µs | {:.2} µs | {:.2} µs | {:.2} | {:.1} |",
            of(0),
            of(1),
            of(2),
            ratio(1),
            ratio(2)
        );
    }
}

fn way(forms: &[Form], hosts: &[Parchemin]) {
    let Some(lines) = hosts.first().map(|host| Lines::of(host, FILES)) else { return };
    println!();
    println!(
        "| from a line of {} bytes to verdicts, each file | floor | parse | prepare | rules | whole | whole / floor |",
        lines.bytes()
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (form, host) in forms.iter().zip(hosts) {
        let Way { floor, parse, prepare, judge, whole } = lines.measured(host, 9);
        println!(
            "| {} | {floor:.1} µs | {parse:.1} µs | {prepare:.1} µs | {judge:.1} µs | {whole:.1} µs | {:.2} |",
            form.name(),
            whole / floor
        );
    }
}

/// Microseconds that the evaluation of the cases takes, once warm; a single case is repeated to be measurable.
fn micros(host: &Parchemin, cases: &[Prepared]) -> f64 {
    let times = if cases.len() == 1 { 200 } else { 1 };
    black_box(host.evaluate(cases));
    let start = Instant::now();
    (0..times).for_each(|_| drop(black_box(host.evaluate(cases))));
    start.elapsed().as_secs_f64() * 1e6 / f64::from(times)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
