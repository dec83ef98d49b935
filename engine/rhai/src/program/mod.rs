//! Rules without the language: checked scripts are total, so that each is a formula over facts, which the host can
//! follow by itself when nobody is to be told why. It gives the answers of the scripts, or none: a script that might hit
//! a bound, or fail, runs in the sandbox.

mod follow;
mod lower;
mod reach;

pub use reach::Reach;

use parchemin_core::{
    limits::Bounds,
    plugin::{Facts, Plan},
    ruling::{Answer, Glancing},
    vocabulary::{Holds, Logic, Term, Value},
};

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
        follow::answer(self.rules.get(facts.rule())?, self.bounds, facts)
    }
}
