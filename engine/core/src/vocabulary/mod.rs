//! The vocabulary of the rules, declared once: names, types, explanations, costs and meanings.
//!
//! From this one table come the registration in every backend, the reference page, and the checks of a package.

mod activity;
mod ccps;
mod dossier;
mod fact;
mod jury;
mod logic;
mod reading;
mod value;

pub use fact::{Fact, Glance, Look};
pub use reading::Reading;
pub use value::{COMPARISONS, Holds, Text, Type, Value, compare};

use crate::Known;

/// What a term is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// A function of its own: `related_days(…)`.
    None,
    /// `file.…`: what the candidate's file states.
    File,
    /// `titre.…`: the revision that governs the case.
    Titre,
    /// `session.…`: the session at stake.
    Session,
    /// `jury.…`: the jury of the session at stake.
    Jury,
    /// `ccp.…`: a CCP of the revision, in a rule on each CCP.
    Ccp,
    /// `held.…`: a CCP that the candidate holds, in a rule on each of them.
    Held,
    /// `juror.…`: a member of the jury, in a rule on each of them.
    Juror,
}

impl View {
    /// The views that every rule sees by name, besides `law`.
    pub const GLOBAL: [View; 4] = [View::File, View::Titre, View::Session, View::Jury];

    /// Whether a rule can be applied to each of them.
    pub fn is_subject(self) -> bool {
        matches!(self, View::Ccp | View::Held | View::Juror)
    }

    /// The name in rules.
    pub fn name(self) -> &'static str {
        match self {
            View::None => "",
            View::File => "file",
            View::Titre => "titre",
            View::Session => "session",
            View::Jury => "jury",
            View::Ccp => "ccp",
            View::Held => "held",
            View::Juror => "juror",
        }
    }
}

/// The name under which rules see the parameters in force: `law.vae_minimum_days`.
pub const LAW: &str = "law";

/// How a term treats unknown arguments.
#[derive(Clone, Copy)]
pub enum Meaning {
    /// Looked up in the case. An unknown argument makes the result unknown; the function sees only known ones.
    Fact(fn(&mut Look, &[Value]) -> Known<Value>),
    /// Computed from its arguments alone, which it sees only when all are known.
    Computed(fn(&[Value]) -> Known<Value>),
    /// Kleene logic over any number of truths from one up.
    Logic(Logic),
}

/// Kleene logic over truths.
pub type Logic = fn(&mut dyn Iterator<Item = Known<bool>>) -> Known<bool>;

/// A word of the vocabulary.
#[derive(Clone, Copy)]
pub struct Term {
    /// What it is asked of.
    pub view: View,
    /// Its name.
    pub name: &'static str,
    /// The names and types of its arguments, the view left out.
    pub params: &'static [(&'static str, Type)],
    /// The type of its result.
    pub result: Type,
    /// What it is, in French.
    pub fr: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// What it costs, in steps, besides a step for each row it looks at.
    pub cost: u64,
    /// What it means.
    pub meaning: Meaning,
}

impl PartialEq for Term {
    fn eq(&self, other: &Term) -> bool {
        self.view == other.view && self.name == other.name
    }
}

impl std::fmt::Debug for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path())
    }
}

/// The largest number of truths that `all_of` and `any_of` take.
pub const LOGIC_ARGUMENTS: usize = 8;

impl Term {
    /// The name as a rule writes it: `file.route`, `related_days`.
    pub fn path(&self) -> String {
        match self.view {
            View::None => self.name.to_owned(),
            view => [view.name(), ".", self.name].concat(),
        }
    }

    /// What the term answers where it is no fact: logic, or computed from its arguments alone.
    pub fn computed(&self, args: &[Value]) -> Option<Value> {
        Some(match self.meaning {
            Meaning::Fact(_) => return None,
            Meaning::Logic(logic) => Value::from_truth(logic(&mut args.iter().map(Value::truth))),
            Meaning::Computed(meaning) => match Value::missing_of(args) {
                Some(missing) => Value::Unknown(missing),
                None => meaning(args).unwrap_or_else(Value::Unknown),
            },
        })
    }

    /// Evaluates the term for a rule: pays its cost, notes what is read and what it answers.
    ///
    /// `args` starts with the subject for a term of `ccp`, `held` or `juror`.
    pub fn eval(&'static self, reading: &mut Reading, args: &[Value]) -> Value {
        if let Meaning::Logic(logic) = self.meaning {
            reading.pay(self.cost);
            return Value::from_truth(logic(&mut args.iter().map(Value::truth)));
        }
        let fact = Fact::of(self, reading.case(), args);
        let value = fact.value().clone();
        reading.note(fact.into());
        value
    }
}

/// Every term, in the order of the reference page.
pub fn terms() -> impl Iterator<Item = &'static Term> {
    [logic::TERMS, dossier::TERMS, ccps::TERMS, activity::TERMS, jury::TERMS].into_iter().flatten()
}

/// The term of that view and name.
pub fn term(view: View, name: &str) -> Option<&'static Term> {
    terms().find(|term| term.view == view && term.name == name)
}

#[cfg(test)]
mod tests {
    //! The table is sound: every term once, explained in both languages.
    use super::*;

    #[test]
    fn every_term_is_declared_once_and_explained_in_both_languages() {
        let mut paths: Vec<String> = terms().map(Term::path).collect();
        let count = paths.len();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), count);
        for term in terms() {
            assert!(!term.fr.is_empty() && !term.en.is_empty(), "{}", term.path());
            assert!(term.params.len() <= LOGIC_ARGUMENTS, "{}", term.path());
        }
    }
}
