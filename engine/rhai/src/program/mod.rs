//! Rules without the language: checked scripts are total, so that each is a formula over facts, which is followed without
//! an interpreter. It gives the answers of the scripts and reads what they read, or gives none: a script that might hit a
//! bound, or fail, runs in the sandbox.

mod follow;
mod lower;
mod reach;

pub use reach::Reach;

use follow::Seen;
use parchemin_core::{
    Case,
    limits::Bounds,
    parameter::Parameter,
    plugin::{Established, Facts, Plan, Told},
    ruling::{Answer, Asked, Glancing, Ruling},
    vocabulary::{Fact, Holds, Logic, Term, Value},
};
use std::sync::Arc;

/// The rules of a package as formulas.
pub(crate) struct Program {
    plan: Plan,
    /// By the place of the rule.
    rules: Vec<Formula>,
    bounds: Bounds,
}

/// One rule.
struct Formula {
    code: Code,
    /// Its facts, as it writes them.
    facts: Vec<String>,
    /// How many values it keeps.
    slots: usize,
}

/// A piece of a formula.
enum Code {
    Constant(Value),
    /// A fact, by its place among those of the rule.
    Fact(usize),
    /// A value that was kept.
    Slot(usize),
    /// Keeps a value; is none itself.
    Keep(usize, Box<Code>),
    /// Reads a parameter that is only handed on; is no value itself.
    Read(Arc<Parameter>),
    Compare(Holds, Box<[Code; 2]>),
    /// Logic, and what it costs.
    Logic(Logic, u64, Vec<Code>),
    /// A term that computes.
    Apply(&'static Term, Vec<Code>),
    /// The condition, and what follows from it.
    If(Box<[Code; 3]>),
    /// The last is the value of all.
    Block(Vec<Code>),
    /// A function in its place: where a `return` goes.
    Function(Box<Code>),
    Return(Box<Code>),
    /// No value.
    Nothing,
}

impl Glancing for Program {
    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn answer(&self, facts: &mut Facts<'_, '_>) -> Option<Answer> {
        follow::answer(self.rules.get(facts.rule())?, self.bounds, facts, &mut |_| ())
    }
}

/// Questions that are followed one after another, with all that is to be told of them.
pub(crate) struct Following<'p> {
    program: &'p Program,
    established: Established<'p, Told>,
    /// The case that the facts are of.
    case: Option<Arc<Case>>,
}

impl Program {
    /// To follow questions. Those of one case are best asked one after another.
    pub(crate) fn following(&self) -> Following<'_> {
        Following { program: self, established: Established::new(&self.plan), case: None }
    }
}

impl Following<'_> {
    /// What a rule answers, and what it read for it; none where only the sandbox can tell.
    pub(crate) fn ruling(&mut self, asked: &Asked) -> Option<Ruling> {
        let case = asked.reading.case();
        if !self.case.as_ref().is_some_and(|of| Arc::ptr_eq(of, case)) {
            self.established.next_case();
            self.case = Some(Arc::clone(case));
        }
        let formula = self.program.rules.get(asked.rule)?;
        let mut facts = self.established.facts(asked.rule, case, asked.reading.subject())?;
        let mut reading = asked.reading.clone();
        let mut note = |seen: Seen<'_, Told>| match seen {
            Seen::Fact(told) => told.noted_in(&mut reading),
            Seen::Computed(term, value) => reading.note(Arc::new(Fact::computed(term, value.clone()))),
        };
        let answer = follow::answer(formula, self.program.bounds, &mut facts, &mut note)?;
        Some(Ruling { answer: Ok(answer), reading })
    }
}
