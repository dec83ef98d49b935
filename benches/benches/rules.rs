//! The rules of the framework, evaluated: no reading of files, no words. Each form on the same cases, on one thread.

#![expect(clippy::expect_used, reason = "a bench has nobody to tell")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use parchemin_benches::{BATCH, Form, host, prepared};
use std::hint::black_box;

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

criterion_group!(benches, rules);
criterion_main!(benches);
