//! Counts what was judged of the files of one chunk. What is counted most is counted by place, not by name.

use super::summary::{Counted, Outcomes, Summary};
use parchemin::{Judged, Prepared, packages::check::Rule};
use parchemin_core::{Day, Lack, Verdict};
use std::mem;

/// The counts of one chunk.
#[derive(Default)]
pub(super) struct Tally<'h> {
    pub(super) summary: Summary,
    unmet: Vec<Unmet<'h>>,
}

/// A rule that was not met, and in how many decisions.
struct Unmet<'h> {
    package: &'h str,
    rule: &'h Rule,
    count: u64,
    /// The last decision in which it was.
    last: u64,
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
            judged.limits.iter().map(|hit| (&*hit.package, &*hit.rule)).collect();
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
                Some(unmet) if unmet.last == now => {}
                Some(unmet) => {
                    unmet.count.add(1);
                    unmet.last = now;
                }
                None => self.unmet.push(Unmet { package, rule, count: 1, last: now }),
            }
        }
    }

    fn missing(&mut self, prepared: &Prepared, judged: &Judged<'_>) {
        let mut facts: Vec<String> = Vec::new();
        for lack in judged.answers.missing(prepared.case(), judged.judgements.iter()) {
            match lack {
                Lack::Fact(pointer) => facts.push(folded(pointer)),
                Lack::Text(name) => self.summary.missing_texts.entry(name).or_default().add(1),
            }
        }
        facts.sort_unstable();
        facts.dedup();
        for fact in facts {
            self.summary.missing_facts.entry(fact).or_default().add(1);
        }
    }

    /// The counts, and none any more.
    pub(super) fn summary(&mut self) -> Summary {
        let mut summary = mem::take(&mut self.summary);
        for unmet in self.unmet.drain(..) {
            let rules = summary.unmet.entry(unmet.package.to_owned()).or_default();
            rules.entry(unmet.rule.id.clone()).or_default().add(unmet.count);
        }
        summary
    }
}

/// A pointer with its row numbers as `#`.
fn folded(pointer: String) -> String {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !pointer.split('/').any(number) {
        return pointer;
    }
    let parts: Vec<&str> = pointer.split('/').map(|part| if number(part) { "#" } else { part }).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    //! The numbers of rows are folded, and nothing else.
    use super::folded;

    #[test]
    fn the_row_of_a_list_does_not_matter() {
        assert_eq!(folded("/experience/12/from".into()), "/experience/#/from");
        assert_eq!(folded("/sessions/0/ccps/1".into()), "/sessions/#/ccps/#");
        assert_eq!(folded("/events/request_filed".into()), "/events/request_filed");
    }
}
