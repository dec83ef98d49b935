//! A case made by hand, for the tests of this crate: the file as JSON, the rest as a host would leave it unknown.

use parchemin_core::{
    Basis, Case, Citation, Missing, Reference, Subject,
    file::{Leniency, parse},
    limits::Bounds,
    parameter::{Amount, DatedValue, Parameter, Parameters},
    plugin::Established,
    ruling::{Asked, Ruleset, Ruling, Shortcut},
    vocabulary::Reading,
};
use parchemin_rhai::RhaiRules;
use std::{collections::BTreeMap, sync::Arc};

/// The parameters that these tests know: the activities that count, a number of days, and one whose text is absent.
pub(crate) fn parameters() -> Parameters {
    let activities = ["employee", "volunteer"].map(str::to_owned);
    BTreeMap::from(
        [
            ("activities", Some(Amount::Words(activities.into()))),
            ("minimum_days", Some(Amount::Number(365))),
            ("not_supplied_days", None),
        ]
        .map(|(id, amount)| (id.to_owned(), Arc::new(parameter(id, amount)))),
    )
}

fn parameter(id: &str, value: Option<Amount>) -> Parameter {
    let citation = Citation::from(Reference {
        basis: if value.is_some() { Basis::Law } else { Basis::NotSupplied },
        text: format!("text of {id}"),
        place: None,
        quote: None,
        in_force: None,
        address: None,
        note: None,
    });
    let value = DatedValue { from: None, to: None, value, citation, checked: None };
    Parameter {
        id: id.into(),
        label_fr: id.into(),
        label_en: id.into(),
        unit: None,
        values: vec![value.into()],
    }
}

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

/// The answers, and all that a decision tells of what was read for them.
fn told(rulings: &[Ruling]) -> Vec<String> {
    let one = |Ruling { answer, reading }: &Ruling| {
        let facts = reading.facts().into_iter().map(|(name, fact)| (name, fact.value().clone()));
        let facts: Vec<_> = if answer.is_ok() { facts.collect() } else { Vec::new() };
        let (pointers, parameters) = (reading.pointers(), reading.parameters());
        let read = answer.is_ok().then_some((facts, pointers, parameters, reading.supports()));
        format!("{answer:?} {read:?}")
    };
    rulings.iter().map(one).collect()
}

/// A reading of a file on 1 June 2025, by a rule on `subject`; the last session of the file is the one at stake.
pub(crate) fn reading(file: &str, subject: Subject, bounds: Bounds) -> Reading {
    let file = parse(file.as_bytes(), Leniency::Strict).unwrap();
    let session = match &file.sessions {
        Some(sessions) => Ok(sessions.len().checked_sub(1)),
        None => Err(Missing::fact("/sessions")),
    };
    let case = Case {
        file: Arc::new(file),
        date: "2025-06-01".parse().unwrap(),
        session,
        titre: Err(Missing::fact("/target/titre")),
        in_force: Err(Missing::fact("/target/titre")),
        in_force_support: None,
        held: Vec::new(),
        held_complete: Ok(()),
        before: Vec::new(),
        after: Vec::new(),
        holds_titre: Err(Missing::fact("/titres")),
        requests_same_titre: Vec::new(),
        presented: Vec::new(),
        decided: Vec::new(),
        parameters: Arc::new(parameters()),
        absent_texts: Arc::default(),
        bounds,
    };
    Reading::new(Arc::new(case), subject, None)
}
