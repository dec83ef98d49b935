//! A fact of a case: a value, with what was looked at to establish it. The same in every backend, whoever asks.

use super::{LAW, Meaning, Term, Text, Value};
use crate::{Case, Citation, Day, Known, Missing, file::Event, parameter::DatedValue};
use std::{borrow::Cow, sync::Arc};

/// What the vocabulary, or the law, answered about a case.
#[derive(Clone, Debug)]
pub struct Fact {
    name: Name,
    value: Value,
    work: u64,
    read: Vec<Cow<'static, str>>,
    dated: Option<Arc<DatedValue>>,
    supports: Vec<Citation>,
}

#[derive(Clone, PartialEq)]
enum Name {
    Term(&'static Term, Option<Text>),
    Parameter(Arc<str>),
}

/// A fact while it is being established: it notes every member of the file that is looked at, present or not.
pub struct Look<'c> {
    case: &'c Arc<Case>,
    work: u64,
    read: Vec<Cow<'static, str>>,
    supports: Vec<Citation>,
}

impl<'c> Look<'c> {
    fn new(case: &'c Arc<Case>, work: u64) -> Look<'c> {
        Look { case, work, read: Vec::new(), supports: Vec::new() }
    }

    /// The case that is looked at.
    pub fn case(&self) -> &'c Arc<Case> {
        self.case
    }

    /// Pays for steps of work.
    pub fn pay(&mut self, steps: u64) {
        self.work = self.work.saturating_add(steps);
    }

    /// Notes that a member of the file was looked at.
    pub fn read(&mut self, pointer: impl Into<Cow<'static, str>>) {
        self.read.push(pointer.into());
    }

    /// Looks at a member: notes the pointer, and says it is missing where it is absent.
    pub fn look<T>(&mut self, value: Option<T>, pointer: impl Into<Cow<'static, str>>) -> Known<T> {
        let pointer = pointer.into();
        let known = value.ok_or_else(|| Missing::fact(pointer.clone().into_owned()));
        self.read(pointer);
        known
    }

    /// Notes the day of an event and returns it, if it counts on the date of the decision.
    pub fn event(&mut self, event: Event) -> Known<Day> {
        let (_, pointer) = self.case.stated(event);
        self.read(pointer);
        self.case.event(event)
    }

    /// Notes a citation that a fact of the titre rests on.
    pub fn support(&mut self, citation: &Citation) {
        if !self.supports.contains(citation) {
            self.supports.push(citation.clone());
        }
    }
}

impl Fact {
    /// What a term that is no logic answers about a case. `args` starts with the subject for a term of `ccp`, `held` or
    /// `juror`; an unknown among them makes the answer unknown.
    pub fn of(term: &'static Term, case: &Arc<Case>, args: &[Value]) -> Fact {
        let mut look = Look::new(case, term.cost);
        let known = match (Value::missing_of(args), term.meaning) {
            (Some(missing), _) => Err(missing),
            (None, Meaning::Fact(meaning)) => meaning(&mut look, args),
            (None, Meaning::Computed(meaning)) => meaning(args),
            (None, Meaning::Logic(meaning)) => {
                meaning(args.iter().map(Value::truth).collect()).map(Value::Truth)
            }
        };
        let word = args.iter().find_map(|arg| match arg {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        });
        look.established(Name::Term(term, word), known.unwrap_or_else(Value::Unknown), None)
    }

    /// What a term that computes answered elsewhere.
    pub fn computed(term: &'static Term, value: Value) -> Fact {
        Fact {
            name: Name::Term(term, None),
            value,
            work: term.cost,
            read: Vec::new(),
            dated: None,
            supports: Vec::new(),
        }
    }

    /// The value of a parameter at the event that a rule names, or at the date of the decision.
    pub fn of_law(id: &str, case: &Arc<Case>, at: Option<Event>) -> Fact {
        let mut look = Look::new(case, 1);
        let Some(parameter) = case.parameters.get(id) else {
            return look.established(Name::Parameter(id.into()), Value::Unknown(Missing::text(id)), None);
        };
        if let Some(event) = at.filter(|_| parameter.always().is_none()) {
            look.read(case.stated(event).1);
        }
        let (value, dated) = match parameter.at(&case.parameter_day(at)) {
            Ok((dated, amount)) => (Value::from(amount), Some(Arc::clone(dated))),
            Err(missing) => (Value::Unknown(missing), None),
        };
        look.established(Name::Parameter(Arc::clone(&parameter.id)), value, dated)
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The steps of work that it takes.
    pub fn work(&self) -> u64 {
        self.work
    }

    /// The name in a decision: `file.route`, `session.provided("ecf")`, `law.vae_minimum_years`. The arguments of a
    /// term without text arguments follow from the rule; they would only make names longer.
    pub fn name(&self) -> String {
        match &self.name {
            Name::Term(term, None) => term.path(),
            Name::Term(term, Some(word)) => format!("{}(\"{}\")", term.path(), &**word),
            Name::Parameter(id) => format!("{LAW}.{id}"),
        }
    }

    /// Whether the two have one name: a rule that asks again learns nothing new.
    pub fn same_name(&self, other: &Fact) -> bool {
        self.name == other.name
    }

    /// The pointers looked at, in the order of looking.
    pub fn pointers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.read.iter().map(AsRef::as_ref)
    }

    /// For a parameter: its id, and the value that counted.
    pub fn parameter(&self) -> Option<(&str, &DatedValue)> {
        match (&self.name, &self.dated) {
            (Name::Parameter(id), Some(dated)) => Some((id, dated)),
            _ => None,
        }
    }

    /// What it rests on, besides the file.
    pub fn supports(&self) -> &[Citation] {
        &self.supports
    }

    /// Whether it says anything about the case: a verdict does not.
    pub fn informs(&self) -> bool {
        !matches!(self.value, Value::Verdict(_))
    }
}

impl Look<'_> {
    fn established(self, name: Name, value: Value, dated: Option<Arc<DatedValue>>) -> Fact {
        Fact { name, value, work: self.work, read: self.read, dated, supports: self.supports }
    }
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Name::Term(term, word) => write!(f, "{} {word:?}", term.path()),
            Name::Parameter(id) => f.write_str(id),
        }
    }
}
