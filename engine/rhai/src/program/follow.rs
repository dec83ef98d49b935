//! Follows a formula over the facts of one question, and pays for it what the sandbox would.

use super::{Code, Formula};
use crate::sandbox::typed;
use parchemin_core::{
    Known, Missing,
    limits::Bounds,
    plugin::Facts,
    ruling::Answer,
    vocabulary::{Value, compare},
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

struct Follower<'f, 'g, 'p> {
    facts: &'f mut Facts<'g, 'p>,
    bounds: Bounds,
    slots: Vec<Value>,
    work: u64,
    reads: u64,
}

pub(super) fn answer(formula: &Formula, bounds: Bounds, facts: &mut Facts<'_, '_>) -> Option<Answer> {
    let slots = vec![Value::Truth(false); formula.slots];
    let mut follower = Follower { facts, bounds, slots, work: 0, reads: 0 };
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

impl Follower<'_, '_, '_> {
    fn value(&mut self, code: &Code) -> Result<Value, End> {
        match code {
            Code::Constant(value) => Ok(value.clone()),
            Code::Fact(place) => self.fact(*place),
            Code::Slot(slot) => self.slots.get(*slot).cloned().ok_or(End::Unsure),
            Code::Compare(holds, sides) => {
                let [a, b] = &**sides;
                let (a, b) = (self.value(a)?, self.value(b)?);
                self.pay(1, 0)?;
                compare(&a, &b, *holds).map(Value::from_truth).map_err(|_| End::Unsure)
            }
            Code::Logic(logic, cost, args) => {
                self.pay(*cost, 0)?;
                let mut end = None;
                let mut truths =
                    args.iter().map_while(|arg| self.truth(arg).map_err(|why| end = Some(why)).ok());
                let truth = logic(&mut truths);
                // A script evaluates every argument, whichever decides.
                truths.for_each(drop);
                end.map_or_else(|| Ok(Value::from_truth(truth)), Err)
            }
            Code::Apply(term, args) => {
                let args = args.iter().map(|arg| self.value(arg)).collect::<Result<Vec<_>, _>>()?;
                typed(term, &args).map_err(|_| End::Unsure)?;
                self.pay(term.cost, 1)?;
                term.computed(&args).ok_or(End::Unsure)
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
            Code::Keep(..) | Code::Nothing => Err(End::Unsure),
        }
    }

    fn truth(&mut self, code: &Code) -> Result<Known<bool>, End> {
        match self.value(code)? {
            Value::Truth(truth) => Ok(Ok(truth)),
            Value::Unknown(missing) => Ok(Err(missing)),
            _ => Err(End::Unsure),
        }
    }

    fn branch<'c>(&mut self, [condition, then, other]: &'c [Code; 3]) -> Result<&'c Code, End> {
        match self.value(condition)? {
            Value::Truth(true) => Ok(then),
            Value::Truth(false) => Ok(other),
            Value::Unknown(missing) => Err(End::Open(missing)),
            _ => Err(End::Unsure),
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
            Code::If(parts) => {
                let branch = self.branch(parts)?;
                self.step(branch)
            }
            Code::Block(codes) => codes.iter().try_for_each(|code| self.step(code)),
            other => self.value(other).map(drop),
        }
    }

    fn fact(&mut self, place: usize) -> Result<Value, End> {
        let glance = self.facts.get(place).ok_or(End::Unsure)?;
        let (value, work, reads) = (glance.value.clone(), glance.work, glance.reads);
        if let Value::Text(text) = &value
            && text.len() as u64 > self.bounds.text
        {
            return Err(End::Unsure);
        }
        self.pay(work, reads + 1)?;
        Ok(value)
    }

    fn pay(&mut self, work: u64, reads: u64) -> Result<(), End> {
        self.work = self.work.saturating_add(work);
        self.reads = self.reads.saturating_add(reads);
        let within = self.work <= self.bounds.work && self.reads <= self.bounds.reads;
        if within { Ok(()) } else { Err(End::Unsure) }
    }
}
