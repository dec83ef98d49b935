//! Follows a formula over the facts of one question, and pays for it what the sandbox would.

use super::{Code, Formula};
use crate::sandbox::typed;
use parchemin_core::{
    Known, Missing,
    limits::Bounds,
    plugin::{Establish, Facts},
    ruling::Answer,
    vocabulary::{Term, Value, compare},
};

/// Why a piece has no value.
enum End {
    /// The function has returned it.
    Returned(Value),
    /// An `if` met an unknown: that ends the rule.
    Open(Missing),
    /// The sandbox has to tell.
    Unsure,
}

/// What a rule looked at on its way, in the order of looking.
pub(super) enum Seen<'s, F> {
    /// A fact.
    Fact(&'s F),
    /// What a term computed.
    Computed(&'static Term, &'s Value),
}

struct Follower<'f, 'g, 'p, F> {
    facts: &'f mut Facts<'g, 'p, F>,
    note: &'f mut dyn FnMut(Seen<'_, F>),
    slots: Vec<Value>,
    budget: Budget,
}

/// What is still allowed.
struct Budget {
    bounds: Bounds,
    work: u64,
    reads: u64,
}

impl Budget {
    fn pay(&mut self, work: u64, reads: u64) -> Result<(), End> {
        self.work = self.work.saturating_add(work);
        self.reads = self.reads.saturating_add(reads);
        let within = self.work <= self.bounds.work && self.reads <= self.bounds.reads;
        if within { Ok(()) } else { Err(End::Unsure) }
    }
}

/// The answer to a question, within bounds; what is looked at for it is noted.
pub(super) fn answer<F: Establish>(
    formula: &Formula,
    bounds: Bounds,
    facts: &mut Facts<'_, '_, F>,
    note: &mut dyn FnMut(Seen<'_, F>),
) -> Option<Answer> {
    let slots = vec![Value::Truth(false); formula.slots];
    let mut follower = Follower { facts, note, slots, budget: Budget { bounds, work: 0, reads: 0 } };
    let value = match follower.value(&formula.code) {
        Ok(value) | Err(End::Returned(value)) => value,
        Err(End::Open(missing)) => Value::Unknown(missing),
        Err(End::Unsure) => return None,
    };
    match value {
        Value::Verdict(verdict) => Some(Answer::Verdict(verdict)),
        Value::Truth(truth) => Some(Answer::Truth(Ok(truth))),
        Value::Unknown(missing) => Some(Answer::Truth(Err(missing))),
        _ => None,
    }
}

impl<F: Establish> Follower<'_, '_, '_, F> {
    fn value(&mut self, code: &Code) -> Result<Value, End> {
        match code {
            Code::Constant(value) => Ok(value.clone()),
            Code::Fact(place) => Ok(self.fact(*place)?.clone()),
            Code::Slot(slot) => self.slots.get(*slot).cloned().ok_or(End::Unsure),
            Code::Compare(..) | Code::Logic(..) => self.truth(code).map(Value::from_truth),
            Code::Apply(term, args) => {
                let args = args.iter().map(|arg| self.value(arg)).collect::<Result<Vec<_>, _>>()?;
                typed(term, &args).map_err(|_| End::Unsure)?;
                self.budget.pay(term.cost, 1)?;
                let value = term.computed(&args).ok_or(End::Unsure)?;
                (self.note)(Seen::Computed(term, &value));
                Ok(value)
            }
            Code::If(parts) => {
                let branch = self.branch(parts)?;
                self.value(branch)
            }
            Code::Block(codes) => {
                let (last, first) = codes.split_last().ok_or(End::Unsure)?;
                first.iter().try_for_each(|code| self.step(code))?;
                self.value(last)
            }
            Code::Function(body) => match self.value(body) {
                Err(End::Returned(value)) => Ok(value),
                other => other,
            },
            Code::Return(code) => Err(End::Returned(self.value(code)?)),
            Code::Keep(..) | Code::Read(_) | Code::Nothing => Err(End::Unsure),
        }
    }

    /// What stands before the last of a block has no value, and may end it.
    fn step(&mut self, code: &Code) -> Result<(), End> {
        match code {
            Code::Nothing => Ok(()),
            Code::Keep(slot, code) => {
                let value = self.value(code)?;
                *self.slots.get_mut(*slot).ok_or(End::Unsure)? = value;
                Ok(())
            }
            Code::Read(parameter) => {
                let read = self.facts.parameter(parameter);
                self.budget.pay(read.work(), read.reads() + 1)?;
                (self.note)(Seen::Fact(&read));
                Ok(())
            }
            Code::If(parts) => {
                let branch = self.branch(parts)?;
                self.step(branch)
            }
            Code::Block(codes) => codes.iter().try_for_each(|code| self.step(code)),
            other => self.value(other).map(drop),
        }
    }

    /// A condition: what most of a rule is made of.
    fn truth(&mut self, code: &Code) -> Result<Known<bool>, End> {
        match code {
            Code::Fact(place) => known(self.fact(*place)?),
            Code::Compare(holds, sides) => {
                let compared = match &**sides {
                    [Code::Fact(a), Code::Constant(b)] => compare(self.fact(*a)?, b, *holds),
                    [Code::Fact(a), Code::Fact(b)] => {
                        self.fact(*a)?;
                        self.fact(*b)?;
                        let [a, b] = [self.facts.known(*a), self.facts.known(*b)];
                        compare(a.ok_or(End::Unsure)?.value(), b.ok_or(End::Unsure)?.value(), *holds)
                    }
                    [a, b] => {
                        let (a, b) = (self.value(a)?, self.value(b)?);
                        compare(&a, &b, *holds)
                    }
                };
                self.budget.pay(1, 0)?;
                compared.map_err(|_| End::Unsure)
            }
            Code::Logic(logic, cost, args) => {
                self.budget.pay(*cost, 0)?;
                let mut end = None;
                let mut truths =
                    args.iter().map_while(|arg| self.truth(arg).map_err(|why| end = Some(why)).ok());
                let truth = logic(&mut truths);
                // A script evaluates every argument, whichever decides.
                truths.for_each(drop);
                end.map_or(Ok(truth), Err)
            }
            other => known(&self.value(other)?),
        }
    }

    fn branch<'c>(&mut self, [condition, then, other]: &'c [Code; 3]) -> Result<&'c Code, End> {
        match self.truth(condition)? {
            Ok(true) => Ok(then),
            Ok(false) => Ok(other),
            Err(missing) => Err(End::Open(missing)),
        }
    }

    fn fact(&mut self, place: usize) -> Result<&Value, End> {
        let fact = self.facts.get(place).ok_or(End::Unsure)?;
        self.budget.pay(fact.work(), fact.reads() + 1)?;
        (self.note)(Seen::Fact(fact));
        match fact.value() {
            Value::Text(text) if text.len() as u64 > self.budget.bounds.text => Err(End::Unsure),
            value => Ok(value),
        }
    }
}

fn known(value: &Value) -> Result<Known<bool>, End> {
    match value {
        Value::Truth(truth) => Ok(Ok(*truth)),
        Value::Unknown(missing) => Ok(Err(missing.clone())),
        _ => Err(End::Unsure),
    }
}
