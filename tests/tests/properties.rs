//! What holds for every file, whatever stands in it; tried on files made up at random, always the same ones.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod files;

use parchemin::{
    Parchemin, Refusal, Setup,
    core::{
        CandidateFile, Decision, Lang, Verdict, canonical,
        decision::{Finding, Outcome},
        file::{Leniency, Question, parse},
    },
    explain::{self, Detail},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::LazyLock, thread};

/// The same cases on every run, and nothing written beside the tests.
fn config(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(20_250_520), failure_persistence: None, ..Config::default() }
}

/// The packages we ship, with either edition of the framework.
static HOSTS: LazyLock<[Parchemin; 2]> = LazyLock::new(|| [host("cadre@1"), host("cadre@2")]);

fn host(edition: &str) -> Parchemin {
    let mut setup = Setup::default();
    setup.use_edition(edition).unwrap();
    Parchemin::new(&setup).unwrap()
}

fn edition() -> impl Strategy<Value = &'static Parchemin> {
    (0..2_usize).prop_map(|edition| &HOSTS[edition])
}

fn read(file: &Value) -> CandidateFile {
    parse(file.to_string().as_bytes(), Leniency::Strict).unwrap_or_else(|fault| panic!("{fault}\n{file:#}"))
}

fn decide(host: &Parchemin, file: &Value) -> Decision {
    host.decide(&read(file), None, Lang::Fr).unwrap_or_else(|refusal| panic!("{refusal}\n{file:#}"))
}

fn members(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(members_) => {
            for (name, inner) in members_ {
                let p = format!("{at}/{name}");
                into.push(p.clone());
                members(inner, &p, into);
            }
        }
        Value::Array(rows) => {
            for (i, row) in rows.iter().enumerate() {
                members(row, &format!("{at}/{i}"), into)
            }
        }
        _ => {}
    }
}
fn without(file: &Value, pointer: &str) -> Value {
    let mut file = file.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    file.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    file
}

#[test]
fn explore() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::new(config(1));
    let mut seen: BTreeMap<(String, String, String), (usize, usize, String)> = BTreeMap::new();
    let t = std::time::Instant::now();
    let mut n = 0;
    let cases: usize = std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(300);
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    for i in 0..cases {
        let file = files::plausible().new_tree(&mut runner).unwrap().current();
        let host = &HOSTS[i % 2];
        let before = decide(host, &file);
        *outcomes.entry(format!("{:?}", before.headline)).or_default() += 1;
        for f in &before.findings {
            *outcomes.entry(format!("{} {:?}", f.rule, f.verdict)).or_default() += 1;
        }
        let mut all = Vec::new();
        members(&file, "", &mut all);
        for pointer in all {
            if pointer == "/evaluate_on" {
                continue;
            }
            let reduced = without(&file, &pointer);
            let after = decide(host, &reduced);
            n += 1;
            let pattern: String = pointer
                .split('/')
                .map(|t| if t.parse::<usize>().is_ok() { "N" } else { t })
                .collect::<Vec<_>>()
                .join("/");
            for f in &before.findings {
                if !matches!(f.verdict, Verdict::Unmet | Verdict::Undetermined) {
                    continue;
                }
                let g = after.findings.iter().find(|g| g.rule == f.rule && g.subject == f.subject);
                if g.is_some_and(|g| g.verdict == Verdict::Met) {
                    let s = file.to_string();
                    let e = seen
                        .entry((pattern.clone(), f.rule.clone(), format!("{:?}", f.verdict)))
                        .or_insert((0, usize::MAX, String::new()));
                    e.0 += 1;
                    if s.len() < e.1 {
                        e.1 = s.len();
                        e.2 = format!("{pointer} {s}");
                    }
                }
            }
            for (q, a) in &before.questions {
                if matches!(a.verdict, Verdict::Unmet | Verdict::Undetermined)
                    && after.questions[q].verdict == Verdict::Met
                {
                    let s = file.to_string();
                    let e = seen
                        .entry((pattern.clone(), format!("QUESTION {q:?}"), format!("{:?}", a.verdict)))
                        .or_insert((0, usize::MAX, String::new()));
                    e.0 += 1;
                    if s.len() < e.1 {
                        e.1 = s.len();
                        e.2 = format!("{pointer} {s}");
                    }
                }
            }
        }
    }
    println!("{n} in {:?}", t.elapsed());
    for (k, v) in &outcomes {
        println!("{k}: {v}");
    }
    for (k, v) in &seen {
        println!("{k:?} {} {}", v.0, v.2);
    }
}
