//! What the cases of a package name that there is not: a rule that is none is never decided, so that `absent` is always
//! true of it.

use super::Trouble;
use crate::package::{find, text, told};
use parchemin::{
    cases::{Expectation, Named},
    core::nearest,
    packages::{Files, PackageFault},
};
use std::collections::BTreeSet;

/// Each rule that a case expects something of, and that is none of those known.
pub fn unknown_rules(files: &Files, cases: &[Named], known: &BTreeSet<&str>) -> Vec<PackageFault> {
    let mut faults = Vec::new();
    for named in cases {
        let also = named.case.also.iter().map(|variant| &variant.expect);
        let rules: BTreeSet<&str> = [&named.case.expect].into_iter().chain(also).flat_map(rules).collect();
        for rule in rules.difference(known) {
            let nearest = nearest(rule, known.iter().copied());
            let trouble = Trouble::UnknownRule { rule: (*rule).to_owned(), nearest };
            let span = find(text(files, &named.file), &[rule]);
            faults.push(told(files, &named.file, span, trouble.code(), &trouble));
        }
    }
    faults
}

/// The rules that an expectation names.
fn rules(expect: &Expectation) -> impl Iterator<Item = &str> {
    let steps = expect.steps_contain.iter().map(|step| &step.rule);
    expect.findings.keys().chain(expect.steps_count.keys()).chain(steps).map(String::as_str)
}
