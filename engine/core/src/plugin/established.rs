//! The facts of a case as rules ask for them, each established once: at a glance, for when nobody is to be told why, or
//! with all that is to be told of it. Rules that the host can follow ask for those they need; a plugin is handed a row of
//! all that it declares. Most files of a population give a rule the same facts as some file before, so that a row has a
//! key to be known again by.

use super::{
    plan::{Plan, Planned, PlannedFact},
    wanted::Wanted,
};
use crate::{
    Case, Missing, Subject,
    file::Event,
    parameter::Parameter,
    vocabulary::{Fact, Glance, Reading, Value},
};
use std::sync::Arc;

/// A fact that a rule declared, established.
pub trait Establish: Clone {
    /// Establishes a fact for a subject of a case; `at` is the event at which the rule takes its parameters.
    fn establish(wanted: &Wanted, case: &Case, subject: Subject, at: Option<Event>) -> Self;

    /// The value of a parameter.
    fn of_parameter(parameter: &Parameter, case: &Case, at: Option<Event>) -> Self;

    /// The value.
    fn value(&self) -> &Value;

    /// The steps of work that it takes.
    fn work(&self) -> u64;

    /// How many members of the file were looked at, and facts besides it.
    fn reads(&self) -> u64;
}

/// A fact with all that is to be told of it: a term and the parameter that it was given are two facts.
#[derive(Clone, Debug)]
pub struct Told {
    pub(super) given: Option<Arc<Fact>>,
    pub(super) fact: Arc<Fact>,
}

impl Told {
    /// Notes it in a reading.
    pub fn noted_in(&self, reading: &mut Reading) {
        self.given.iter().for_each(|given| reading.note(Arc::clone(given)));
        reading.note(Arc::clone(&self.fact));
    }
}

/// The facts of one case after another, each established once, and only when it is asked for.
#[derive(Debug)]
pub struct Established<'p, F = Glance> {
    plan: &'p Plan,
    /// The facts of the case.
    shared: Vec<Option<F>>,
    /// The facts of the subject that is asked about, by their place in the rule.
    own: Vec<Option<F>>,
}

/// The facts of one question, for a rule that asks for those it needs.
#[derive(Debug)]
pub struct Facts<'g, 'p, F = Glance> {
    established: &'g mut Established<'p, F>,
    planned: &'p Planned,
    rule: usize,
    case: &'g Case,
    subject: Subject,
}

/// The facts of one question, all of them.
#[derive(Clone, Copy, Debug)]
pub struct Row<'g> {
    rule: usize,
    facts: &'g [PlannedFact],
    shared: &'g [Option<Glance>],
    own: &'g [Option<Glance>],
    /// Steps of work that a reading of all of them takes, at most.
    pub work: u64,
    /// Members of the file and facts that a reading of all of them notes, at most.
    pub reads: u64,
}

impl<'p, F: Establish> Established<'p, F> {
    /// For the rules of a plan.
    pub fn new(plan: &'p Plan) -> Established<'p, F> {
        Established { plan, shared: vec![None; plan.shared], own: Vec::new() }
    }

    /// Forgets the case.
    pub fn next_case(&mut self) {
        self.shared.fill(None);
    }

    /// The facts that a rule declares, for a subject of the case; none where there is no such rule.
    pub fn facts<'g>(
        &'g mut self,
        rule: usize,
        case: &'g Case,
        subject: Subject,
    ) -> Option<Facts<'g, 'p, F>> {
        let planned = self.plan.rules.get(rule)?;
        self.own.clear();
        self.own.resize(planned.own, None);
        Some(Facts { established: self, planned, rule, case, subject })
    }
}

impl Established<'_, Glance> {
    /// The facts that a rule declares, every one established.
    pub fn row<'g>(&'g mut self, rule: usize, case: &'g Case, subject: Subject) -> Option<Row<'g>> {
        // Each term that computes may be noted once.
        let (mut work, mut reads) = self.plan.noted;
        let mut facts = self.facts(rule, case, subject)?;
        for place in 0..facts.planned.facts.len() {
            if let Some(glance) = facts.get(place) {
                work += glance.work;
                reads += glance.reads + 1;
            }
        }
        let Facts { established, planned, .. } = facts;
        Some(Row {
            rule,
            facts: &planned.facts,
            shared: &established.shared,
            own: &established.own,
            work,
            reads,
        })
    }
}

impl<F: Establish> Facts<'_, '_, F> {
    /// The place of the rule among those of the package.
    pub fn rule(&self) -> usize {
        self.rule
    }

    /// How many facts the rule declares.
    pub(super) fn count(&self) -> usize {
        self.planned.facts.len()
    }

    /// The fact at a place of the declaration.
    pub fn get(&mut self, place: usize) -> Option<&F> {
        let fact = self.planned.facts.get(place)?;
        let slot = match fact.shared {
            Some(shared) => self.established.shared.get_mut(shared)?,
            None => self.established.own.get_mut(place)?,
        };
        Some(slot.get_or_insert_with(|| F::establish(&fact.wanted, self.case, self.subject, self.planned.at)))
    }

    /// The fact at a place of the declaration, if it has been asked for.
    pub fn known(&self, place: usize) -> Option<&F> {
        let fact = self.planned.facts.get(place)?;
        match fact.shared {
            Some(shared) => self.established.shared.get(shared)?.as_ref(),
            None => self.established.own.get(place)?.as_ref(),
        }
    }

    /// The value of a parameter that the rule does not declare.
    pub fn parameter(&self, parameter: &Parameter) -> F {
        F::of_parameter(parameter, self.case, self.planned.at)
    }
}

impl<'g> Row<'g> {
    /// The values, in the order of the declaration.
    pub fn values(self) -> impl Iterator<Item = &'g Value> {
        self.facts.iter().enumerate().filter_map(move |(place, fact)| {
            let glance = match fact.shared {
                Some(shared) => self.shared.get(shared)?,
                None => self.own.get(place)?,
            };
            Some(&glance.as_ref()?.value)
        })
    }

    /// What is missing of each fact that is not wholly known, by its place.
    pub fn missing(self) -> impl Iterator<Item = (usize, &'g Missing)> {
        self.values().enumerate().filter_map(|(place, value)| Some((place, value.missing()?)))
    }

    /// What the rule and its facts are known by: the same bytes, the same question. What is missing is no part of it:
    /// a rule sees that something is, and not what.
    pub fn key(self, into: &mut Vec<u8>) {
        into.clear();
        into.extend_from_slice(&self.rule.to_le_bytes());
        self.values().for_each(|value| key_of(value, into));
    }
}

/// One value after another can be told apart: each starts with its kind, which says how long it is.
fn key_of(value: &Value, into: &mut Vec<u8>) {
    let number = |into: &mut Vec<u8>, kind: u8, number: i64| {
        into.push(kind);
        into.extend_from_slice(&number.to_le_bytes());
    };
    match value {
        Value::Unknown(_) => into.push(0),
        Value::Truth(false) => into.push(1),
        Value::Truth(true) => into.push(2),
        Value::Count(count) => number(into, 3, *count),
        Value::Day(day) => number(into, 4, day.number()),
        Value::Between { low, high: None, .. } => number(into, 5, *low),
        Value::Between { low, high: Some(high), .. } => {
            number(into, 6, *low);
            into.extend_from_slice(&high.to_le_bytes());
        }
        Value::Text(text) => {
            number(into, 7, text.len() as i64);
            into.extend_from_slice(text.as_bytes());
        }
        // None of these is a fact that a rule declares.
        Value::Words(_) | Value::Subject(_) | Value::Verdict(_) => into.push(8),
    }
}

#[cfg(test)]
mod tests {
    //! Rows that differ have keys that differ, however long their texts and however near their numbers.
    use super::*;
    use crate::vocabulary::Text;

    fn missing(pointer: &'static str) -> Missing {
        Missing::fact(pointer)
    }

    fn key(values: &[Value]) -> Vec<u8> {
        let mut key = Vec::new();
        values.iter().for_each(|value| key_of(value, &mut key));
        key
    }

    #[test]
    fn no_two_rows_have_one_key() {
        let text = |text: &'static str| Value::Text(Text::Word(text));
        let between = |low, high| Value::Between { low, high, missing: missing("/experience") };
        let day = |text: &str| Value::Day(text.parse().unwrap());
        let rows = [
            vec![],
            vec![Value::Unknown(missing("/route"))],
            vec![Value::Truth(false)],
            vec![Value::Truth(true)],
            vec![Value::Truth(true), Value::Truth(false)],
            vec![Value::Count(1)],
            vec![Value::Count(1), Value::Unknown(missing("/route"))],
            vec![Value::Count(-1)],
            vec![day("2025-01-01")],
            vec![Value::Count("2025-01-01".parse::<crate::Day>().unwrap().number())],
            vec![between(1, None)],
            vec![between(1, Some(1))],
            vec![between(1, Some(2))],
            vec![between(1, None), Value::Count(2)],
            vec![text("")],
            vec![text("vae")],
            vec![text("va"), text("e")],
            vec![text("v"), text("ae")],
        ];
        for (n, row) in rows.iter().enumerate() {
            for other in rows.iter().take(n) {
                assert_ne!(key(row), key(other), "{row:?} and {other:?}");
            }
        }
    }

    #[test]
    fn what_is_missing_is_no_part_of_a_key() {
        assert_eq!(key(&[Value::Unknown(missing("/route"))]), key(&[Value::Unknown(missing("/trained"))]));
    }
}
