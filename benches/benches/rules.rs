//! The rules of the framework, evaluated: no reading of files, no words. Each form on the same cases, on one thread.

#![expect(clippy::expect_used, reason = "a bench has nobody to tell")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use parchemin_benches::{BATCH, Form, host, prepared};
use parchemin_wasm::{Limits, Sandbox, Time};
use std::hint::black_box;

/// That of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn rules(criterion: &mut Criterion) {
    let hosts = Form::ALL.map(|form| (form, host(form).expect("the packages of the program are sound")));
    for (name, count) in [("one file", 1), ("batch", BATCH)] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(count));
        for (form, host) in &hosts {
            let cases = prepared(host, count);
            group.bench_function(form.name(), |bencher| bencher.iter(|| black_box(host.evaluate(&cases))));
        }
        group.finish();
    }
}

/// A plugin is given an instance of its own, answers nothing, and is gone.
fn instantiate(criterion: &mut Criterion) {
    let sandbox = Sandbox::new(Time::default(), None).expect("the machine has memory to reserve");
    let socle = include_bytes!("../../rulesets/socle/rules.wasm");
    let plugin = sandbox.load(socle).expect("the plugin of the program is sound");
    let limits = Limits { fuel: 1_000_000, memory: 1 << 24, output: 1 << 16 };
    criterion.bench_function("instantiate", |bencher| {
        bencher.iter(|| black_box(plugin.evaluate(&[], &[], limits)));
    });
}

criterion_group!(benches, rules, instantiate);
criterion_main!(benches);
