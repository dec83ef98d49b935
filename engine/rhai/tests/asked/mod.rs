//! Asks a rule in every way in which it can be asked, and holds the ways to one another.

use parchemin_core::{
    plugin::Established,
    ruling::{Asked, Ruleset, Ruling, Shortcut},
    vocabulary::Reading,
};
use parchemin_rhai::RhaiRules;
use std::collections::{BTreeMap, BTreeSet};

/// What the rule of that place answers, and what it read. Followed as a formula, where there is one, it answers the
/// same and reads the same, or leaves the answer to the sandbox where that has none.
pub(crate) fn ruling(rules: &RhaiRules, rule: usize, reading: Reading) -> Ruling {
    let asked = Asked { rule, reading };
    let ruling = rules.interpret(asked.clone());
    let followed = rules.evaluate(vec![asked]);
    assert_eq!(told(&followed), told(std::slice::from_ref(&ruling)));
    if let Some(Shortcut::Glance(formulas)) = rules.shortcut() {
        let mut established = Established::new(formulas.plan());
        let mut facts = established.facts(rule, ruling.reading.case(), ruling.reading.subject()).unwrap();
        assert_eq!(formulas.answer(&mut facts), ruling.answer.clone().ok());
    }
    ruling
}

/// The pointers read, in words.
pub(crate) fn pointers(reading: &Reading) -> BTreeSet<String> {
    reading.pointers().map(|pointer| pointer.text()).collect()
}

/// The answers, and all that a decision tells of what was read for them.
fn told(rulings: &[Ruling]) -> Vec<String> {
    let one = |Ruling { answer, reading }: &Ruling| {
        let facts: BTreeMap<_, _> = reading.facts().map(|fact| (fact.name(), fact.value())).collect();
        let parameters: BTreeMap<_, _> = reading.parameters().collect();
        let read = answer.is_ok().then_some((facts, pointers(reading), parameters, reading.supports()));
        format!("{answer:?} {read:?}")
    };
    rulings.iter().map(one).collect()
}
