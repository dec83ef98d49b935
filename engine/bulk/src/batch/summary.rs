//! What a job comes to: counts. Their number depends on the packages and the format, never on how many files there
//! are; and since counts add up, the sum does not depend on who counted what.

use super::reason::{Reason, Reject};
use parchemin_core::{Day, decision::Outcome, file::Question};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many files have each outcome.
pub type Outcomes = BTreeMap<Outcome, u64>;

/// What a job comes to. A decision is that of one file on one date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows that were read.
    pub rows: u64,
    /// Decisions that were written.
    pub decisions: u64,
    /// Rejects: of a row that is no candidate file one, else one for each reason for which a date is refused.
    pub rejected: u64,
    /// Rows that were not UTF-8, and were read as Windows-1252.
    pub recoded: u64,
    /// The headlines: the question that matters first, and its outcome.
    pub headlines: BTreeMap<Question, Outcomes>,
    /// The outcome of every question of every decision.
    pub questions: BTreeMap<Question, Outcomes>,
    /// The headlines of each date that was asked for.
    pub dates: BTreeMap<Day, Outcomes>,
    /// Decisions under each revision.
    pub revisions: BTreeMap<String, u64>,
    /// Decisions under no revision.
    pub ungoverned: u64,
    /// Decisions with an unmet finding of a rule, by package and rule.
    pub unmet: BTreeMap<String, BTreeMap<String, u64>>,
    /// Decisions in which a rule hit a bound, by package and rule.
    pub limits: BTreeMap<String, BTreeMap<String, u64>>,
    /// Decisions that a fact would settle, or help to: JSON pointers, rows of lists as `#`.
    pub missing_facts: BTreeMap<String, u64>,
    /// The same of texts that nobody here has.
    pub missing_texts: BTreeMap<String, u64>,
    /// Rejects by reason.
    pub rejects: BTreeMap<Reason, u64>,
}

/// What adds up.
pub(super) trait Counted: Default {
    fn add(&mut self, other: Self);
}

impl Counted for u64 {
    fn add(&mut self, other: u64) {
        *self = self.saturating_add(other);
    }
}

impl<K: Ord, V: Counted> Counted for BTreeMap<K, V> {
    fn add(&mut self, other: BTreeMap<K, V>) {
        for (key, count) in other {
            self.entry(key).or_default().add(count);
        }
    }
}

impl Counted for Summary {
    fn add(&mut self, other: Summary) {
        self.rows.add(other.rows);
        self.decisions.add(other.decisions);
        self.rejected.add(other.rejected);
        self.recoded.add(other.recoded);
        self.headlines.add(other.headlines);
        self.questions.add(other.questions);
        self.dates.add(other.dates);
        self.revisions.add(other.revisions);
        self.ungoverned.add(other.ungoverned);
        self.unmet.add(other.unmet);
        self.limits.add(other.limits);
        self.missing_facts.add(other.missing_facts);
        self.missing_texts.add(other.missing_texts);
        self.rejects.add(other.rejects);
    }
}

impl Summary {
    /// Counts a reject.
    pub(super) fn reject(&mut self, reject: &Reject) {
        self.rejected.add(1);
        self.rejects.entry(reject.reason()).or_default().add(1);
    }
}

#[cfg(test)]
mod tests {
    //! A sum does not depend on how what is counted was cut into pieces.
    use super::*;
    use crate::read::RowFault;

    #[test]
    fn what_is_counted_apart_adds_up_to_what_is_counted_together() {
        let faults = [RowFault::Quotes, RowFault::Nul { column: 1 }, RowFault::Quotes];
        let rejects = faults.map(Reject::Row);
        let mut whole = Summary::default();
        rejects.iter().for_each(|reject| whole.reject(reject));
        let mut sum = Summary::default();
        for reject in &rejects {
            let mut one = Summary::default();
            one.reject(reject);
            sum.add(one);
        }
        assert_eq!(sum, whole);
        assert_eq!(whole.rejects, BTreeMap::from([(Reason::NotText, 1), (Reason::NotARecord, 2)]));
    }

    #[test]
    fn what_a_journal_keeps_is_what_was_counted() {
        let mut summary = Summary { rows: 3, ..Summary::default() };
        summary.headlines.entry(Question::Recevabilite).or_default().insert(Outcome::Indetermine, 2);
        summary.dates.insert("2025-02-28".parse().unwrap(), Outcomes::from([(Outcome::Titre, 1)]));
        summary.reject(&Reject::Row(RowFault::Quotes));
        let kept = serde_json::to_string(&summary).unwrap();
        assert_eq!(serde_json::from_str::<Summary>(&kept).unwrap(), summary);
    }
}
