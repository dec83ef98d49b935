//! What one rule reads of a case. Every access goes through here, so that the values read are the same in every backend.

use super::{Term, Value, View};
use crate::{
    Case, Citation, Day, Known, Missing, Subject,
    file::Event,
    limits::{BoundKind, Bounds},
    parameter::DatedValue,
};
use std::{borrow::Cow, collections::BTreeMap, collections::BTreeSet, sync::Arc};

/// The reading of one case by one rule, on one subject.
#[derive(Clone, Debug)]
pub struct Reading {
    case: Arc<Case>,
    subject: Subject,
    at: Option<Event>,
    bounds: Bounds,
    work: u64,
    exhausted: Option<BoundKind>,
    pointers: BTreeSet<Cow<'static, str>>,
    facts: BTreeMap<String, Value>,
    parameters: BTreeMap<String, DatedValue>,
    support: Vec<Citation>,
}

impl Reading {
    /// A fresh reading, within the bounds of the case. `at` is the event at which the rule takes its parameters.
    pub fn new(case: Arc<Case>, subject: Subject, at: Option<Event>) -> Reading {
        Reading {
            bounds: case.bounds,
            case,
            subject,
            at,
            work: 0,
            exhausted: None,
            pointers: BTreeSet::new(),
            facts: BTreeMap::new(),
            parameters: BTreeMap::new(),
            support: Vec::new(),
        }
    }

    /// The same reading within other bounds: those that the rule's own package asks for.
    #[must_use]
    pub fn within(self, bounds: Bounds) -> Reading {
        Reading { bounds, ..self }
    }

    /// The case that is read.
    pub fn case(&self) -> &Arc<Case> {
        &self.case
    }

    /// What the rule is applied to.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The bound that was hit, if any: the reading answers nothing more.
    pub fn exhausted(&self) -> Option<BoundKind> {
        self.exhausted
    }

    /// Pays for steps of work; notes when the bound is hit.
    pub fn pay(&mut self, steps: u64) {
        self.work = self.work.saturating_add(steps);
        if self.work > self.bounds.work {
            self.exhausted.get_or_insert(BoundKind::Work);
        }
    }

    /// Notes that a member of the file was looked at, present or not.
    pub fn read(&mut self, pointer: impl Into<Cow<'static, str>>) {
        if (self.pointers.len() + self.facts.len()) as u64 >= self.bounds.reads {
            self.exhausted.get_or_insert(BoundKind::Output);
            return;
        }
        self.pointers.insert(pointer.into());
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

    /// The value of a parameter at the event that the rule names.
    pub fn parameter(&mut self, id: &str) -> Value {
        self.pay(1);
        let case = Arc::clone(&self.case);
        let Some(parameter) = case.parameters.get(id) else {
            return Value::Unknown(Missing::text(id));
        };
        if let Some(event) = self.at.filter(|_| parameter.always().is_none()) {
            self.read(case.stated(event).1);
        }
        match parameter.at(&case.parameter_day(self.at)) {
            Ok((dated, amount)) => {
                let value = Value::from(amount);
                self.parameters.insert(id.to_owned(), dated.clone());
                self.facts.insert(format!("law.{id}"), value.clone());
                value
            }
            Err(missing) => {
                let unknown = Value::Unknown(missing);
                self.facts.insert(format!("law.{id}"), unknown.clone());
                unknown
            }
        }
    }

    /// Notes a citation that a fact of the titre rests on.
    pub fn support(&mut self, citation: &Citation) {
        if !self.support.contains(citation) {
            self.support.push(citation.clone());
        }
    }

    pub(super) fn record(&mut self, term: &Term, args: &[Value], value: &Value) {
        let subject_view = matches!(term.view, View::Ccp | View::Held | View::Juror);
        let args: Vec<String> = args
            .iter()
            .skip(usize::from(subject_view))
            .map(|arg| match arg {
                Value::Text(text) => format!("\"{text}\""),
                Value::Words(words) => words.join(" "),
                Value::Unknown(_) => "?".to_owned(),
                other => other.json().to_string(),
            })
            .collect();
        // The arguments of a term without text arguments follow from the rule; they would only make names longer.
        let named = if args.iter().any(|arg| arg.starts_with('"')) {
            format!("{}({})", term.path(), args.join(", "))
        } else {
            term.path()
        };
        if !matches!(value, Value::Verdict(_)) {
            self.facts.insert(named, value.clone());
        }
    }

    /// The pointers read, sorted.
    pub fn pointers(&self) -> impl Iterator<Item = &str> {
        self.pointers.iter().map(AsRef::as_ref)
    }

    /// The facts that the vocabulary answered, by name.
    pub fn facts(&self) -> &BTreeMap<String, Value> {
        &self.facts
    }

    /// The parameters used, with the value that counted.
    pub fn parameters(&self) -> &BTreeMap<String, DatedValue> {
        &self.parameters
    }

    /// What the facts of the titre rest on.
    pub fn supports(&self) -> &[Citation] {
        &self.support
    }
}
