//! The cases of the packages we ship: every package has some, all pass, and every rule is reached with every verdict
//! that a case of ours can reach.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin::{
    Setup,
    cases::{Bench, Coverage, Tried, cases_of},
    core::{Lang, Verdict},
    parallel,
};

/// What no case can reach with the titres that we ship, and why.
const UNREACHED: [(&str, Verdict, &str); 0] = [];

#[test]
fn every_package_carries_cases_and_all_of_them_pass() {
    let bench = Bench::new(&Setup::default()).unwrap();
    for package in bench.packages() {
        let cases = cases_of(package.files()).unwrap();
        assert!(cases.len() >= 3, "{} has {} case(s)", package.name(), cases.len());
        for tried in bench.run(package, &cases, parallel::threads()) {
            let told: String = tried.differences.iter().map(|difference| difference.text(Lang::En)).collect();
            assert!(tried.passed(), "{} {}: {}\n{told}", tried.package, tried.name, tried.shows);
        }
    }
}

#[test]
fn every_rule_has_every_verdict_in_some_case() {
    let bench = Bench::new(&Setup::default()).unwrap();
    let mut coverage = Coverage::of(bench.packages().iter().map(|package| &**package.checked()));
    for package in bench.packages() {
        let tried: Vec<Tried> = bench.run(package, &cases_of(package.files()).unwrap(), parallel::threads());
        tried.iter().filter_map(|one| one.decision.as_ref()).for_each(|decision| coverage.count(decision));
    }
    let unreached: Vec<(&str, Verdict)> = coverage
        .rules
        .iter()
        .flat_map(|rule| rule.unreached().map(|verdict| (rule.rule.as_str(), verdict)))
        .collect();
    let known: Vec<(&str, Verdict)> = UNREACHED.iter().map(|(rule, verdict, _)| (*rule, *verdict)).collect();
    assert_eq!(unreached, known);
}
