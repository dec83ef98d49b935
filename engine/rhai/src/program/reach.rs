//! What rules can answer at all, whatever the file: every way through a formula is tried.
//!
//! A fact that has few values (a truth, a word of a closed list, a parameter) takes each of them and unknown; a count takes
//! the numbers about those that it is compared with; what is compared with anything else may come out either way. So no
//! answer that a file can get is left out, though one that none gets may be in: what is not found here cannot happen.
//!
//! One thing is left out on purpose: that a rule ends undetermined because an `if` met an unknown, which says nothing of
//! what it would answer.

use super::{Code, Formula, Program};
use crate::check::Context;
use parchemin_core::{
    Known, Missing, Verdict,
    parameter::Parameter,
    plugin::{RuleUse, Wanted},
    vocabulary::{Term, Type, Value, compare},
};
use std::collections::{BTreeMap, BTreeSet};

/// Ways through rules that are tried at most; beyond them nothing is said.
const WAYS: usize = 20_000;

/// Facts that count, of rules that are followed with numbers: each needs numbers of its own on every side.
const COUNTS: usize = 3;

/// The rules of one package, asked what they can answer.
#[derive(Clone, Copy)]
pub struct Reach<'r> {
    pub(crate) program: &'r Program,
    pub(crate) rules: &'r [RuleUse],
    pub(crate) context: Context<'r>,
}

/// A value as far as it is decided.
#[derive(Clone)]
enum Guess {
    Value(Value),
    /// Any value: what it is compared with decides nothing.
    Free,
}

/// Why a piece has no value.
enum End {
    Returned(Guess),
    /// An `if` met an unknown.
    Open,
    /// The formula is not one that can be followed so.
    Lost,
}

/// A fact of a case: two rules that name it alike see the same value.
type Name = (String, String);

/// One way, and how to come to the next.
#[derive(Default)]
struct Ways {
    /// What was chosen, of how many.
    chosen: Vec<(usize, usize)>,
    at: usize,
    facts: BTreeMap<Name, Guess>,
}

impl Ways {
    fn choose(&mut self, of: usize) -> usize {
        let chosen = match self.chosen.get(self.at) {
            Some((chosen, _)) => *chosen,
            None => {
                self.chosen.push((0, of));
                0
            }
        };
        self.at += 1;
        chosen
    }

    /// Turns to the next way; false where there is none.
    fn next(&mut self) -> bool {
        (self.at, self.facts) = (0, BTreeMap::new());
        while let Some((chosen, of)) = self.chosen.pop() {
            if chosen + 1 < of {
                self.chosen.push((chosen + 1, of));
                return true;
            }
        }
        false
    }

    fn truth(&mut self) -> Known<bool> {
        match self.choose(3) {
            0 => Ok(true),
            1 => Ok(false),
            _ => Err(unknown()),
        }
    }
}

fn unknown() -> Missing {
    Missing::text("")
}

impl Reach<'_> {
    /// All that a rule can answer; none where there are too many ways to try.
    pub fn of(&self, rule: usize) -> Option<BTreeSet<Verdict>> {
        let walk = Walk::new(self, rule)?;
        let numbers = numbers(&[&walk]);
        let mut all = BTreeSet::new();
        every(|ways| {
            all.extend(walk.answer(ways, &numbers)?);
            Some(())
        })?;
        Some(all)
    }

    /// The facts that a rule asks, as it writes them.
    pub fn facts(&self, rule: usize) -> &[String] {
        self.program.rules.get(rule).map_or(&[], |formula| &formula.facts)
    }

    /// All that two rules can answer about one file, or about one subject of it.
    pub fn together(
        &self,
        rule: usize,
        others: &Reach<'_>,
        other: usize,
    ) -> Option<BTreeSet<(Verdict, Verdict)>> {
        let (first, second) = (Walk::new(self, rule)?, Walk::new(others, other)?);
        let numbers = numbers(&[&first, &second]);
        let mut all = BTreeSet::new();
        every(|ways| {
            all.extend(first.answer(ways, &numbers)?.zip(second.answer(ways, &numbers)?));
            Some(())
        })?;
        Some(all)
    }
}

/// Goes every way; none where there are too many, or one cannot be followed.
fn every(mut go: impl FnMut(&mut Ways) -> Option<()>) -> Option<()> {
    let mut ways = Ways::default();
    for _ in 0..WAYS {
        go(&mut ways)?;
        if !ways.next() {
            return Some(());
        }
    }
    None
}

/// A rule with its facts understood.
struct Walk<'r> {
    formula: &'r Formula,
    facts: Vec<(Name, Wanted)>,
}

impl<'r> Walk<'r> {
    fn new(reach: &Reach<'r>, rule: usize) -> Option<Walk<'r>> {
        let (formula, used) = (reach.program.rules.get(rule)?, reach.rules.get(rule)?);
        let Context { parameters, absent_texts } = reach.context;
        let facts = formula.facts.iter().map(|written| {
            let wanted = Wanted::parse(written, used.subject, parameters, absent_texts).ok()?;
            // The value of a parameter depends on the event at which it is taken.
            let at = if written.contains("law.") { format!("{:?}", used.at) } else { String::new() };
            Some(((at, written.clone()), wanted))
        });
        Some(Walk { formula, facts: facts.collect::<Option<_>>()? })
    }

    /// What the rule answers on this way: nothing where an `if` meets an unknown; none where it cannot be followed.
    fn answer(&self, ways: &mut Ways, numbers: &[i64]) -> Option<Option<Verdict>> {
        let slots = vec![Guess::Free; self.formula.slots];
        let mut going = Going { walk: self, ways, numbers, slots };
        let value = match going.value(&self.formula.code) {
            Ok(value) | Err(End::Returned(value)) => value,
            Err(End::Open) => return Some(None),
            Err(End::Lost) => return None,
        };
        let truth = match value {
            Guess::Free => going.ways.truth(),
            Guess::Value(Value::Verdict(verdict)) => return Some(Some(verdict)),
            Guess::Value(value) => value.truth(),
        };
        Some(Some(Verdict::from(&truth)))
    }
}

/// The numbers that counts take: those that they are compared with, and some on every side; none where a number is
/// computed, or too many facts count.
fn numbers(walks: &[&Walk<'_>]) -> Vec<i64> {
    let mut named = BTreeSet::new();
    let mut computed = false;
    let mut counts = BTreeSet::new();
    for walk in walks {
        each(&walk.formula.code, &mut |code| match code {
            Code::Constant(Value::Count(number)) => {
                named.insert(*number);
            }
            Code::Apply(term, _) => computed |= matches!(term.result, Type::Count),
            _ => {}
        });
        for (name, wanted) in &walk.facts {
            match wanted {
                Wanted::Term(Term { result: Type::Count, .. }, _) => {
                    counts.insert(name);
                }
                Wanted::Term(..) => {}
                Wanted::Parameter(parameter) => {
                    named.extend(values(parameter).filter_map(|value| match value {
                        Value::Count(number) => Some(number),
                        _ => None,
                    }))
                }
            }
        }
    }
    if computed || counts.len() > COUNTS {
        return Vec::new();
    }
    let beside =
        |number: i64| (-(COUNTS as i64)..=COUNTS as i64).map(move |step| number.saturating_add(step));
    named.into_iter().flat_map(beside).collect::<BTreeSet<i64>>().into_iter().collect()
}

fn values(parameter: &Parameter) -> impl Iterator<Item = Value> {
    parameter.values.iter().filter_map(|dated| dated.value.as_ref()).map(Value::from)
}

/// Every piece of a formula.
fn each(code: &Code, see: &mut dyn FnMut(&Code)) {
    see(code);
    match code {
        Code::Constant(_) | Code::Fact(_) | Code::Slot(_) | Code::Read(_) | Code::Nothing => {}
        Code::Keep(_, inner) | Code::Function(inner) | Code::Return(inner) => each(inner, see),
        Code::Compare(_, sides) => sides.iter().for_each(|side| each(side, see)),
        Code::If(parts) => parts.iter().for_each(|part| each(part, see)),
        Code::Logic(_, _, all) | Code::Apply(_, all) | Code::Block(all) => {
            all.iter().for_each(|one| each(one, see))
        }
    }
}

struct Going<'w, 'r> {
    walk: &'w Walk<'r>,
    ways: &'w mut Ways,
    numbers: &'w [i64],
    slots: Vec<Guess>,
}

impl Going<'_, '_> {
    fn value(&mut self, code: &Code) -> Result<Guess, End> {
        match code {
            Code::Constant(value) => Ok(Guess::Value(value.clone())),
            Code::Fact(place) => self.fact(*place),
            Code::Slot(slot) => self.slots.get(*slot).cloned().ok_or(End::Lost),
            Code::Compare(..) | Code::Logic(..) => {
                self.truth(code).map(|truth| Guess::Value(Value::from_truth(truth)))
            }
            Code::Apply(term, args) => {
                let mut known = Vec::new();
                for arg in args {
                    match self.value(arg)? {
                        Guess::Value(value) => known.push(value),
                        Guess::Free => {}
                    }
                }
                if known.len() < args.len() {
                    return Ok(Guess::Free);
                }
                term.computed(&known).map(Guess::Value).ok_or(End::Lost)
            }
            Code::If(parts) => {
                let branch = self.branch(parts)?;
                self.value(branch)
            }
            Code::Block(codes) => {
                let (last, first) = codes.split_last().ok_or(End::Lost)?;
                first.iter().try_for_each(|code| self.step(code))?;
                self.value(last)
            }
            Code::Function(body) => match self.value(body) {
                Err(End::Returned(value)) => Ok(value),
                other => other,
            },
            Code::Return(code) => Err(End::Returned(self.value(code)?)),
            Code::Keep(..) | Code::Read(_) | Code::Nothing => Err(End::Lost),
        }
    }

    fn step(&mut self, code: &Code) -> Result<(), End> {
        match code {
            Code::Read(_) | Code::Nothing => Ok(()),
            Code::Keep(slot, code) => {
                let value = self.value(code)?;
                *self.slots.get_mut(*slot).ok_or(End::Lost)? = value;
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

    fn truth(&mut self, code: &Code) -> Result<Known<bool>, End> {
        match code {
            Code::Compare(holds, sides) => {
                let [a, b] = &**sides;
                match (self.value(a)?, self.value(b)?) {
                    (Guess::Value(a), Guess::Value(b)) => compare(&a, &b, *holds).map_err(|_| End::Lost),
                    // What is unknown is so whatever it is compared with.
                    (Guess::Value(a @ Value::Unknown(_)), Guess::Free)
                    | (Guess::Free, Guess::Value(a @ Value::Unknown(_))) => {
                        compare(&a, &a, *holds).map_err(|_| End::Lost)
                    }
                    _ => Ok(self.ways.truth()),
                }
            }
            Code::Logic(logic, _, args) => {
                let truths = args.iter().map(|arg| self.truth(arg)).collect::<Result<Vec<_>, _>>()?;
                Ok(logic(&mut truths.into_iter()))
            }
            other => match self.value(other)? {
                Guess::Free => Ok(self.ways.truth()),
                Guess::Value(value) => Ok(value.truth()),
            },
        }
    }

    fn branch<'c>(&mut self, [condition, then, other]: &'c [Code; 3]) -> Result<&'c Code, End> {
        match self.truth(condition)? {
            Ok(true) => Ok(then),
            Ok(false) => Ok(other),
            Err(_) => Err(End::Open),
        }
    }

    /// The value of a fact on this way: the same wherever it is asked.
    fn fact(&mut self, place: usize) -> Result<Guess, End> {
        let (name, wanted) = self.walk.facts.get(place).ok_or(End::Lost)?;
        if let Some(known) = self.ways.facts.get(name) {
            return Ok(known.clone());
        }
        let options: Option<Vec<Value>> = match wanted {
            Wanted::Term(term, _) => match term.result {
                Type::Truth => Some(vec![Value::Truth(true), Value::Truth(false)]),
                Type::OneOf(words) => Some(words.iter().map(|word| Value::word(word)).collect()),
                Type::Count if !self.numbers.is_empty() => {
                    Some(self.numbers.iter().map(|number| Value::Count(*number)).collect())
                }
                _ => None,
            },
            // One whose text is not supplied has none.
            Wanted::Parameter(parameter) => Some(values(parameter).collect()),
        };
        let guess = match options {
            None => Guess::Free,
            Some(mut options) => {
                options.push(Value::Unknown(unknown()));
                let chosen = self.ways.choose(options.len());
                Guess::Value(options.swap_remove(chosen))
            }
        };
        self.ways.facts.insert(name.clone(), guess.clone());
        Ok(guess)
    }
}
