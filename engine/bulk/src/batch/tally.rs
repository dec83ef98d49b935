//! Counts what was judged of the files of one chunk. What is counted most is counted by place, not by name.

use super::summary::{Counted, Outcomes, Summary};
use parchemin::{Judged, Prepared, packages::check::Rule};
use parchemin_core::{Day, Pointer, Verdict};
use std::{collections::BTreeMap, mem};

/// The counts of one chunk.
#[derive(Default)]
pub(super) struct Tally<'h> {
    pub(super) summary: Summary,
    unmet: Vec<Unmet<'h>>,
    facts: Vec<(String, Count)>,
    /// Facts as they were made, each with its place among those that are counted: two that are not made alike may be one
    /// in words.
    met: Vec<(Pointer, usize)>,
    texts: BTreeMap<String, Count>,
}

/// A rule that was not met, and in how many decisions.
struct Unmet<'h> {
    package: &'h str,
    rule: &'h Rule,
    count: Count,
}

/// In how many decisions something was, which one decision may say more than once.
struct Count {
    decisions: u64,
    /// The last decision in which it was.
    last: u64,
}

impl Count {
    fn first(decision: u64) -> Count {
        Count { decisions: 1, last: decision }
    }

    fn once(&mut self, decision: u64) {
        if self.last != decision {
            self.decisions.add(1);
            self.last = decision;
        }
    }
}

impl<'h> Tally<'h> {
    /// Counts a decision. The dates are those that were asked for.
    pub(super) fn take(&mut self, prepared: &Prepared, judged: &Judged<'h>, dates: &[Day]) {
        let summary = &mut self.summary;
        summary.decisions.add(1);
        let count = |outcomes: &mut Outcomes, outcome| outcomes.entry(outcome).or_default().add(1);
        let headline = judged.headline;
        count(summary.headlines.entry(headline.question).or_default(), headline.outcome);
        for question in parchemin_core::file::Question::ALL {
            count(summary.questions.entry(*question).or_default(), judged.outcome(*question));
        }
        if !dates.is_empty() {
            count(summary.dates.entry(prepared.case().date).or_default(), headline.outcome);
        }
        match prepared.revision() {
            Some(revision) => match summary.revisions.get_mut(revision) {
                Some(count) => count.add(1),
                None => drop(summary.revisions.insert(revision.to_owned(), 1)),
            },
            None => summary.ungoverned.add(1),
        }
        let mut limits: Vec<(&str, &str)> =
            judged.limits.iter().map(|(_, hit)| (&*hit.package, &*hit.rule)).collect();
        limits.sort_unstable();
        limits.dedup();
        for (package, rule) in limits {
            summary.limits.entry(package.to_owned()).or_default().entry(rule.to_owned()).or_default().add(1);
        }
        self.unmet(judged);
        self.missing(prepared, judged);
    }

    fn unmet(&mut self, judged: &Judged<'h>) {
        let now = self.summary.decisions;
        for judgement in judged.judgements.iter().filter(|judgement| judgement.verdict() == Verdict::Unmet) {
            let (package, rule) = (judgement.package(), judgement.rule());
            match self.unmet.iter_mut().find(|unmet| std::ptr::eq(unmet.rule, rule)) {
                Some(unmet) => unmet.count.once(now),
                None => self.unmet.push(Unmet { package, rule, count: Count::first(now) }),
            }
        }
    }

    fn missing(&mut self, prepared: &Prepared, judged: &Judged<'_>) {
        let now = self.summary.decisions;
        for missing in judged.answers.missing(prepared.case(), judged.judgements.iter()) {
            for pointer in missing.facts() {
                let met = self.met.iter().find(|(known, _)| known.folds_like(&pointer));
                match met.and_then(|(_, place)| self.facts.get_mut(*place)) {
                    Some((_, count)) => count.once(now),
                    None => self.meet(pointer, now),
                }
            }
            for text in missing.texts() {
                match self.texts.get_mut(text) {
                    Some(count) => count.once(now),
                    None => drop(self.texts.insert(text.to_owned(), Count::first(now))),
                }
            }
        }
    }

    /// Counts a fact that was not met as it is made.
    fn meet(&mut self, pointer: Pointer, now: u64) {
        let name = pointer.folded().to_string();
        let place = match self.facts.iter_mut().position(|(known, _)| *known == name) {
            Some(place) => place,
            None => {
                self.facts.push((name, Count { decisions: 0, last: 0 }));
                self.facts.len().saturating_sub(1)
            }
        };
        self.met.push((pointer, place));
        if let Some((_, count)) = self.facts.get_mut(place) {
            count.once(now);
        }
    }

    /// The counts, and none any more.
    pub(super) fn summary(&mut self) -> Summary {
        let mut summary = mem::take(&mut self.summary);
        for unmet in self.unmet.drain(..) {
            let rules = summary.unmet.entry(unmet.package.to_owned()).or_default();
            rules.entry(unmet.rule.id.clone()).or_default().add(unmet.count.decisions);
        }
        self.met.clear();
        let decisions = |(name, count): (String, Count)| (name, count.decisions);
        summary.missing_facts = mem::take(&mut self.facts).into_iter().map(decisions).collect();
        summary.missing_texts = mem::take(&mut self.texts).into_iter().map(decisions).collect();
        summary
    }
}
