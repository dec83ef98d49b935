//! What changed in the decisions of cases between two runs.

use parchemin::{
    cases::{Difference, Tried, compare, whole},
    core::{Lang, say},
};
use std::collections::BTreeMap;

/// Differences of one decision that are shown; the others are counted.
const SHOWN: usize = 6;

/// A case of which something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there before, and passes or not.
    New(String, bool),
    /// It is not there any more.
    Gone(String),
    /// Its decision is another one: what was, and what is; and it passes or not.
    Decided(String, Vec<Difference>, bool),
    /// Its decision is the same; what is expected of it changed, and it passes or not.
    Expected(String, bool),
}

/// What changed, in the order of the cases as they are now; those that are gone come last.
pub fn changes(before: &[Tried], now: &[Tried]) -> Vec<Change> {
    let named = |tried: &Tried| format!("{} {}", tried.package, tried.name);
    let mut known: BTreeMap<String, &Tried> = before.iter().map(|tried| (named(tried), tried)).collect();
    let mut all = Vec::new();
    for tried in now {
        let name = named(tried);
        let Some(old) = known.remove(&name) else {
            all.push(Change::New(name, tried.passed()));
            continue;
        };
        let differences = between(old, tried);
        if !differences.is_empty() {
            all.push(Change::Decided(name, differences, tried.passed()));
        } else if old.passed() != tried.passed() {
            all.push(Change::Expected(name, tried.passed()));
        }
    }
    all.extend(known.into_keys().map(Change::Gone));
    all
}

/// What of the old decision the new one does not say; a refusal is told by what the case says of it.
fn between(old: &Tried, new: &Tried) -> Vec<Difference> {
    match (&old.decision, &new.decision) {
        (Some(old), Some(new)) => compare(&whole(old), new),
        (None, None) => Vec::new(),
        _ => new.differences.iter().chain(&old.differences).take(1).cloned().collect(),
    }
}

impl Change {
    /// For people: a line, and the members of the decision that changed.
    pub fn text(&self, lang: Lang) -> String {
        let state = |passed: &bool| match passed {
            true => say!(lang, fr: "réussi", en: "passes"),
            false => say!(lang, fr: "en échec", en: "fails"),
        };
        match self {
            Change::New(name, passed) => {
                let state = state(passed);
                say!(lang, fr: "  nouveau : {name}, {state}\n", en: "  new: {name}, {state}\n")
            }
            Change::Gone(name) => say!(lang, fr: "  retiré : {name}\n", en: "  gone: {name}\n"),
            Change::Expected(name, passed) => {
                let state = state(passed);
                say!(lang, fr: "  même décision : {name}, {state}\n", en: "  same decision: {name}, {state}\n")
            }
            Change::Decided(name, differences, passed) => {
                let state = state(passed);
                let mut text = say!(lang, fr: "  autre décision : {name}, {state}\n", en: "  another decision: {name}, {state}\n");
                // What is decided comes before the findings that it rests on.
                let (first, then): (Vec<&Difference>, Vec<&Difference>) =
                    differences.iter().partition(|one| !one.at.starts_with("/findings/"));
                for Difference { at, expected, found, .. } in first.into_iter().chain(then).take(SHOWN) {
                    text += &format!("    {at}: {expected} → {found}\n");
                }
                if let Some(more @ 1..) = differences.len().checked_sub(SHOWN) {
                    text += &say!(lang, fr: "    et {more} autre(s)\n", en: "    and {more} more\n");
                }
                text
            }
        }
    }
}
