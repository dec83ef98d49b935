//! What one rule reads of a case. Every access goes through here, so that the values read are the same in every backend.

use super::{Fact, Value};
use crate::{
    Case, Citation, Pointer, Subject,
    file::Event,
    limits::{BoundKind, Bounds},
    parameter::DatedValue,
};
use std::sync::Arc;

/// The reading of one case by one rule, on one subject.
#[derive(Clone, Debug)]
pub struct Reading {
    case: Arc<Case>,
    subject: Subject,
    at: Option<Event>,
    bounds: Bounds,
    work: u64,
    reads: u64,
    exhausted: Option<BoundKind>,
    facts: Vec<Arc<Fact>>,
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
            reads: 0,
            exhausted: None,
            facts: Vec::new(),
        }
    }

    /// The same reading within other bounds: those that the rule's own package asks for.
    #[must_use]
    pub fn within(self, bounds: Bounds) -> Reading {
        Reading { bounds, ..self }
    }

    /// The same question, with nothing read yet.
    #[must_use]
    pub fn afresh(&self) -> Reading {
        Reading::new(Arc::clone(&self.case), self.subject, self.at).within(self.bounds)
    }

    /// The case that is read.
    pub fn case(&self) -> &Arc<Case> {
        &self.case
    }

    /// What the rule is applied to.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The event at which the rule takes its parameters.
    pub fn at(&self) -> Option<Event> {
        self.at
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

    /// Notes a fact that the rule read, and pays for it. Of two facts of one name the later stays.
    pub fn note(&mut self, fact: Arc<Fact>) {
        self.pay(fact.work());
        if !fact.informs() {
            return;
        }
        let size = |fact: &Fact| fact.pointers().len() as u64 + 1;
        self.reads = self.reads.saturating_add(size(&fact));
        if let Some(known) = self.facts.iter_mut().find(|known| known.same_name(&fact)) {
            self.reads -= size(known);
            *known = fact;
        } else {
            self.facts.push(fact);
        }
        if self.reads > self.bounds.reads {
            self.exhausted.get_or_insert(BoundKind::Output);
        }
    }

    /// The value of a parameter at the event that the rule names.
    pub fn parameter(&mut self, id: &str) -> Value {
        let fact = Fact::of_law(id, &self.case, self.at);
        let value = fact.value().clone();
        self.note(Arc::new(fact));
        value
    }

    /// The facts, each name once, in the order in which the rule asked for them first.
    pub fn facts(&self) -> impl DoubleEndedIterator<Item = &Fact> {
        self.facts.iter().map(|fact| &**fact)
    }

    /// The members of the file that were looked at, as they were looked at: one may come twice.
    pub fn pointers(&self) -> impl Iterator<Item = Pointer> {
        self.facts().flat_map(|fact| fact.pointers().iter().copied())
    }

    /// The parameters used, with the value that counted, in the order of the facts.
    pub fn parameters(&self) -> impl Iterator<Item = (&Arc<str>, &DatedValue)> {
        self.facts().filter_map(Fact::parameter)
    }

    /// What the facts of the titre rest on, in the order of their names, so that it does not depend on the way taken.
    pub fn supports(&self) -> Vec<&Citation> {
        let mut supported: Vec<&Fact> = self.facts().filter(|fact| !fact.supports().is_empty()).collect();
        supported.sort_by_key(|fact| fact.name());
        let mut all: Vec<&Citation> = Vec::new();
        for citation in supported.into_iter().flat_map(Fact::supports) {
            if !all.contains(&citation) {
                all.push(citation);
            }
        }
        all
    }
}
