//! Questions with all that is to be told of them: the readings are put together from the host's own facts.

use super::{
    established::{Establish, Established, Told},
    plan::Plan,
    rows::{Rows, Ruled},
};
use crate::{
    Case, Missing,
    ruling::{Answer, Asked, RuleFault, Ruling},
    truth::Lacking,
    vocabulary::{Fact, Value},
};
use std::sync::Arc;

/// Questions, with the facts that their rules declared, established once for each case.
#[derive(Debug)]
pub struct Sheet<'p> {
    plan: &'p Plan,
    asked: Vec<Asked>,
    rows: Rows<'p>,
    /// The facts of each question.
    facts: Vec<Vec<Told>>,
}

impl Plan {
    /// Establishes the facts of all questions. Those of one case are best asked one after another.
    pub fn sheet(&self, asked: Vec<Asked>) -> Sheet<'_> {
        let mut rows = Rows::new(self);
        let mut facts = Vec::with_capacity(asked.len());
        let mut established = Established::new(self);
        let mut of: Option<&Arc<Case>> = None;
        for asked in &asked {
            let case = asked.reading.case();
            if !of.is_some_and(|of| Arc::ptr_eq(of, case)) {
                established.next_case();
                rows.next_case();
                of = Some(case);
            }
            let of_rule: Vec<Told> = match established.facts(asked.rule, case, asked.reading.subject()) {
                Some(mut of_rule) => (0..of_rule.count()).filter_map(|n| of_rule.get(n).cloned()).collect(),
                None => Vec::new(),
            };
            rows.ask(asked.rule, of_rule.iter().map(Told::value));
            facts.push(of_rule);
        }
        Sheet { plan: self, asked, rows, facts }
    }
}

impl<'p> Sheet<'p> {
    /// The questions, as a plugin gets them.
    pub fn rows(&self) -> &Rows<'p> {
        &self.rows
    }

    /// The rulings: each reading put together from the host's own facts.
    pub fn rulings(self, ruled: Vec<Result<Ruled, RuleFault>>) -> Vec<Ruling> {
        let plan = self.plan;
        let questions = self.asked.into_iter().zip(self.facts).zip(ruled);
        questions.map(|((asked, facts), ruled)| ruling(plan, asked, &facts, ruled)).collect()
    }
}

fn ruling(plan: &Plan, asked: Asked, facts: &[Told], ruled: Result<Ruled, RuleFault>) -> Ruling {
    let mut reading = asked.reading;
    let answer = ruled.and_then(|ruled| {
        for told in ruled.read().iter().filter_map(|place| facts.get(place)) {
            told.noted_in(&mut reading);
        }
        for (term, wire) in ruled.notes() {
            let term = plan.terms.get(*term as usize);
            let value = Value::from_wire(*wire, |_| None, || Missing::text(""));
            for (term, value) in term.into_iter().zip(value) {
                reading.note(Arc::new(Fact::computed(term, value)));
            }
        }
        match reading.exhausted() {
            Some(kind) => Err(RuleFault::Bound(kind)),
            None => Ok(answer(&ruled, facts)),
        }
    });
    Ruling { answer, reading }
}

fn answer(ruled: &Ruled, facts: &[Told]) -> Answer {
    let missing = ruled
        .missing()
        .iter()
        .filter_map(|place| facts.get(place)?.value().missing().cloned())
        .reduce(Lacking::with);
    match missing {
        Some(missing) => Answer::Truth(Err(missing)),
        None => Answer::Verdict(ruled.verdict()),
    }
}
