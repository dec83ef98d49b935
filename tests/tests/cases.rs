//! The cases of the packages we ship: every package has some, all pass, and every rule has every verdict in one of them
//! that the titres we ship can give it.

use parchemin::{
    Setup,
    cases::{Bench, Coverage, Tried, cases_of},
    core::{Lang, Verdict},
    parallel,
};

/// What no case can reach on the titres that we ship, and why; in the order of the rules.
const UNREACHED: [(&str, Verdict, &str); 5] = [
    ("ccp-to-sit", Verdict::Unmet, "sitting a CCP again is neither foreseen nor forbidden"),
    ("ccs-deliverable", Verdict::Met, "no text here names a CCS of a titre"),
    ("production-questioning", Verdict::Unmet, "no RE here foresees it"),
    ("dossier-annexes", Verdict::Unmet, "no RE here foresees them"),
    ("held-correspondence", Verdict::Unmet, "every CCP of the one table here has its row"),
];

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
