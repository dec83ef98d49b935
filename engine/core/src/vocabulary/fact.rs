//! A fact of a case: a value, with what was looked at to establish it. The same in every backend, whoever asks.

use super::{LAW, Meaning, Term, Text, Value};
use crate::{
    Case, Citation, Day, Known, Missing, Pointer,
    file::Event,
    parameter::{Amount, DatedValue, Parameter},
    shown::Shown,
};
use std::sync::{Arc, OnceLock};

/// What the vocabulary, or the law, answered about a case.
#[derive(Clone, Debug)]
pub struct Fact {
    name: Name,
    value: Value,
    work: u64,
    read: Vec<Pointer>,
    dated: Option<Arc<DatedValue>>,
    supports: Vec<Citation>,
    told: OnceLock<(Arc<str>, Shown)>,
}

/// A fact without where it comes from: what a rule needs of it, for when nobody is to be told why.
#[derive(Clone, Debug)]
pub struct Glance {
    /// The value.
    pub value: Value,
    /// The steps of work that it takes.
    pub work: u64,
    /// How many members of the file were looked at.
    pub reads: u64,
}

#[derive(Clone, PartialEq)]
enum Name {
    Term(&'static Term, Option<Text>),
    Parameter(Arc<str>),
}

/// A fact while it is being established: it notes every member of the file that is looked at, present or not, and what
/// the fact rests on; or, at a glance, only how many.
pub struct Look<'c> {
    case: &'c Case,
    work: u64,
    reads: u64,
    noted: Option<Noted>,
}

#[derive(Default)]
struct Noted {
    read: Vec<Pointer>,
    supports: Vec<Citation>,
}

impl<'c> Look<'c> {
    fn new(case: &'c Case, work: u64, noted: Option<Noted>) -> Look<'c> {
        Look { case, work, reads: 0, noted }
    }

    /// The case that is looked at.
    pub fn case(&self) -> &'c Case {
        self.case
    }

    /// Pays for steps of work.
    pub fn pay(&mut self, steps: u64) {
        self.work = self.work.saturating_add(steps);
    }

    /// Notes that a member of the file was looked at.
    pub fn read(&mut self, pointer: impl Into<Pointer>) {
        self.reads += 1;
        if let Some(noted) = &mut self.noted {
            noted.read.push(pointer.into());
        }
    }

    /// Looks at a member: notes the pointer, and says it is missing where it is absent.
    pub fn look<T>(&mut self, value: Option<T>, pointer: impl Into<Pointer>) -> Known<T> {
        let pointer = pointer.into();
        self.read(pointer);
        value.ok_or_else(|| Missing::fact(pointer))
    }

    /// Notes the day of an event and returns it, if it counts on the date of the decision.
    pub fn event(&mut self, event: Event) -> Known<Day> {
        let (_, pointer) = self.case.stated(event);
        self.read(pointer);
        self.case.event(event)
    }

    /// Notes a citation that a fact of the titre rests on.
    pub fn support(&mut self, citation: &Citation) {
        if let Some(noted) = &mut self.noted
            && !noted.supports.contains(citation)
        {
            noted.supports.push(citation.clone());
        }
    }

    fn parameter<'p>(
        &mut self,
        parameter: &'p Parameter,
        at: Option<Event>,
    ) -> Known<(&'p Arc<DatedValue>, &'p Amount)> {
        if let Some(event) = at.filter(|_| parameter.always().is_none()) {
            self.read(self.case.stated(event).1);
        }
        parameter.at(&self.case.parameter_day(at))
    }

    fn glanced(self, value: Value) -> Glance {
        Glance { value, work: self.work, reads: self.reads }
    }
}

impl Glance {
    /// The value that [`Fact::of`] would have.
    pub fn of(term: &'static Term, case: &Case, args: &[Value]) -> Glance {
        let mut look = Look::new(case, term.cost, None);
        let value = term.answer(&mut look, args);
        look.glanced(value)
    }

    /// The value that [`Fact::of_parameter`] would have.
    pub fn of_parameter(parameter: &Parameter, case: &Case, at: Option<Event>) -> Glance {
        let mut look = Look::new(case, 1, None);
        let value =
            look.parameter(parameter, at).map_or_else(Value::Unknown, |(_, amount)| Value::from(amount));
        look.glanced(value)
    }
}

impl Term {
    fn answer(&self, look: &mut Look, args: &[Value]) -> Value {
        let Meaning::Fact(meaning) = self.meaning else {
            return self.computed(args).unwrap_or_else(|| Value::Unknown(Missing::text(self.name)));
        };
        let known = match Value::missing_of(args) {
            Some(missing) => Err(missing),
            None => meaning(look, args),
        };
        known.unwrap_or_else(Value::Unknown)
    }
}

impl Fact {
    /// What a term that is no logic answers about a case. `args` starts with the subject for a term of `ccp`, `held` or
    /// `juror`; an unknown among them makes the answer unknown.
    pub fn of(term: &'static Term, case: &Case, args: &[Value]) -> Fact {
        let mut look = Look::new(case, term.cost, Some(Noted::default()));
        let value = term.answer(&mut look, args);
        let word = args.iter().find_map(|arg| match arg {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        });
        look.established(Name::Term(term, word), value, None)
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
            told: OnceLock::new(),
        }
    }

    /// The value of a parameter at the event that a rule names, or at the date of the decision.
    pub fn of_parameter(parameter: &Parameter, case: &Case, at: Option<Event>) -> Fact {
        let mut look = Look::new(case, 1, Some(Noted::default()));
        let (value, dated) = match look.parameter(parameter, at) {
            Ok((dated, amount)) => (Value::from(amount), Some(Arc::clone(dated))),
            Err(missing) => (Value::Unknown(missing), None),
        };
        look.established(Name::Parameter(Arc::clone(&parameter.id)), value, dated)
    }

    /// The value of the parameter of that id.
    pub fn of_law(id: &str, case: &Case, at: Option<Event>) -> Fact {
        match case.parameters.get(id) {
            Some(parameter) => Fact::of_parameter(parameter, case, at),
            None => {
                let look = Look::new(case, 1, Some(Noted::default()));
                look.established(Name::Parameter(id.into()), Value::Unknown(Missing::text(id)), None)
            }
        }
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
    pub fn name(&self) -> &Arc<str> {
        &self.told().0
    }

    /// The value in a decision.
    pub fn shown(&self) -> &Shown {
        &self.told().1
    }

    /// The name and the value, which many findings of a case repeat.
    fn told(&self) -> &(Arc<str>, Shown) {
        self.told.get_or_init(|| {
            let name = match &self.name {
                Name::Term(term, None) => term.path(),
                Name::Term(term, Some(word)) => [&*term.path(), "(\"", word, "\")"].concat(),
                Name::Parameter(id) => [LAW, ".", id].concat(),
            };
            (name.into(), self.value.shown())
        })
    }

    /// Whether the two have one name: a rule that asks again learns nothing new.
    pub fn same_name(&self, other: &Fact) -> bool {
        self.name == other.name
    }

    /// The pointers looked at, in the order of looking.
    pub fn pointers(&self) -> &[Pointer] {
        &self.read
    }

    /// For a parameter: its id, and the value that counted.
    pub fn parameter(&self) -> Option<(&Arc<str>, &DatedValue)> {
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
        let Noted { read, supports } = self.noted.unwrap_or_default();
        Fact { name, value, work: self.work, read, dated, supports, told: OnceLock::new() }
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
