//! What becomes of a candidate: where he stands under one catalogue, where under another, and what to call the change.
//!
//! Only the headline is compared: attribution once a jury has deliberated, else recevabilité. The bucket is the first of
//! these that fits, so that every candidate is in exactly one:
//!
//! 1. the same outcome: *unchanged* where the deciding findings are the same (rule, subject, and what is missing for
//!    it), else *reason changed*;
//! 2. the new outcome is open (undetermined, or a rule hit a bound): *cannot be recomputed* where a fact that the file
//!    does not have is missing for it, else *became undetermined*;
//! 3. the new outcome is better than the old one: *gained*; else *lost*.
//!
//! From worst to best ([`RANK`]): échec, non recevable, incomplet, then what is open, then sans objet, recevable,
//! établie, réussite partielle, CCS, titre. So who was undetermined and is refused has lost, and who is admitted has
//! gained.

use parchemin::{Deciding, Judged, Prepared};
use parchemin_core::{
    Lack, Lang,
    decision::{Headline, Outcome},
    file::Question,
    say,
};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

/// What becomes of a candidate: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    /// The same outcome, by the same findings.
    Unchanged,
    /// A better outcome.
    Gained,
    /// A worse outcome.
    Lost,
    /// The same outcome, by other findings.
    ReasonChanged,
    /// The outcome is open now, and no fact of the file would settle it.
    BecameUndetermined,
    /// The outcome is open now for want of a fact of the file.
    CannotBeRecomputed,
}

/// The outcomes from worst to best for the candidate.
pub const RANK: [Outcome; 11] = [
    Outcome::Echec,
    Outcome::NonRecevable,
    Outcome::Incomplet,
    Outcome::RuleLimitExceeded,
    Outcome::Indetermine,
    Outcome::SansObjet,
    Outcome::Recevable,
    Outcome::Etablie,
    Outcome::ReussitePartielle,
    Outcome::Ccs,
    Outcome::Titre,
];

/// The place of an outcome from worst to best.
pub fn rank(outcome: Outcome) -> usize {
    RANK.iter().position(|known| *known == outcome).unwrap_or(RANK.len())
}

/// Where a candidate stands under one catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is answered first.
    pub headline: Headline,
    /// The findings that it rests on, in order.
    pub deciding: Vec<Deciding>,
}

impl Standing {
    /// Where what was judged leaves the candidate.
    pub fn of(prepared: &Prepared, judged: &Judged<'_>) -> Standing {
        Standing { headline: judged.headline, deciding: judged.deciding(prepared) }
    }

    /// The outcome.
    pub fn outcome(&self) -> Outcome {
        self.headline.outcome
    }

    /// The question it answers.
    pub fn question(&self) -> Question {
        self.headline.question
    }

    /// The facts that are missing for it, as JSON pointers, in order.
    pub fn missing(&self) -> Vec<&str> {
        self.lacking(|lack| match lack {
            Lack::Fact(pointer) => Some(pointer),
            Lack::Text(_) => None,
        })
    }

    /// The texts that are missing for it, by their names, in order.
    pub fn missing_texts(&self) -> Vec<&str> {
        self.lacking(|lack| match lack {
            Lack::Fact(_) => None,
            Lack::Text(text) => Some(text),
        })
    }

    fn lacking(&self, name: fn(&Lack) -> Option<&String>) -> Vec<&str> {
        let lacks = self.deciding.iter().flat_map(|deciding| &deciding.lacks);
        let names: BTreeSet<&str> = lacks.filter_map(name).map(String::as_str).collect();
        names.into_iter().collect()
    }

    fn is_open(&self) -> bool {
        matches!(self.outcome(), Outcome::Indetermine | Outcome::RuleLimitExceeded)
    }
}

impl Bucket {
    /// Every bucket, in the order in which they are listed.
    pub const ALL: [Bucket; 6] = [
        Bucket::Unchanged,
        Bucket::Gained,
        Bucket::Lost,
        Bucket::ReasonChanged,
        Bucket::BecameUndetermined,
        Bucket::CannotBeRecomputed,
    ];

    /// The bucket of a candidate.
    pub fn of(old: &Standing, new: &Standing) -> Bucket {
        if old.outcome() == new.outcome() {
            return if old.deciding == new.deciding { Bucket::Unchanged } else { Bucket::ReasonChanged };
        }
        match new.is_open() {
            true if new.missing().is_empty() => Bucket::BecameUndetermined,
            true => Bucket::CannotBeRecomputed,
            false if rank(new.outcome()) > rank(old.outcome()) => Bucket::Gained,
            false => Bucket::Lost,
        }
    }

    /// The name in files and conditions.
    pub fn name(self) -> &'static str {
        match self {
            Bucket::Unchanged => "unchanged",
            Bucket::Gained => "gained",
            Bucket::Lost => "lost",
            Bucket::ReasonChanged => "reason-changed",
            Bucket::BecameUndetermined => "became-undetermined",
            Bucket::CannotBeRecomputed => "cannot-be-recomputed",
        }
    }

    /// The bucket of that name.
    pub fn named(name: &str) -> Option<Bucket> {
        Bucket::ALL.into_iter().find(|bucket| bucket.name() == name)
    }

    /// The words for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Bucket::Unchanged => say!(lang, fr: "inchangé", en: "unchanged"),
            Bucket::Gained => say!(lang, fr: "y gagne", en: "gained"),
            Bucket::Lost => say!(lang, fr: "y perd", en: "lost"),
            Bucket::ReasonChanged => say!(lang, fr: "autre motif", en: "reason changed"),
            Bucket::BecameUndetermined => say!(lang, fr: "devient indéterminé", en: "became undetermined"),
            Bucket::CannotBeRecomputed => say!(lang, fr: "non recalculable", en: "cannot be recomputed"),
        }
    }
}

impl Serialize for Bucket {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    //! The order of the outcomes is whole, and the first bucket that fits is taken.
    use super::*;
    use parchemin_core::Verdict;

    /// An outcome, and what is missing for it.
    type Side<'l> = (Outcome, &'l [Lack]);

    fn standing(outcome: Outcome, lacks: &[Lack]) -> Standing {
        let headline = Headline { question: Question::Recevabilite, outcome };
        let finding = |lack: &Lack| Deciding {
            rule: "a".into(),
            subject: None,
            verdict: Verdict::Undetermined,
            lacks: vec![lack.clone()],
        };
        Standing { headline, deciding: lacks.iter().map(finding).collect() }
    }

    fn fact() -> Lack {
        Lack::Fact("/experience".into())
    }

    fn text() -> Lack {
        Lack::Text("arrêté".into())
    }

    #[test]
    fn every_outcome_has_its_rank() {
        let mut ranks: Vec<usize> = Outcome::ALL.iter().map(|outcome| rank(*outcome)).collect();
        ranks.sort_unstable();
        assert_eq!(ranks, (0..Outcome::ALL.len()).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_bucket_that_fits_is_taken() {
        use Outcome::{Indetermine, NonRecevable, Recevable, RuleLimitExceeded, Titre};
        let cases: [(Side<'_>, Side<'_>, Bucket); 11] = [
            ((Recevable, &[]), (Recevable, &[]), Bucket::Unchanged),
            ((Indetermine, &[fact()]), (Indetermine, &[fact()]), Bucket::Unchanged),
            ((Indetermine, &[fact()]), (Indetermine, &[text()]), Bucket::ReasonChanged),
            ((NonRecevable, &[]), (Recevable, &[]), Bucket::Gained),
            ((Indetermine, &[fact()]), (Recevable, &[]), Bucket::Gained),
            ((Indetermine, &[fact()]), (NonRecevable, &[]), Bucket::Lost),
            ((Titre, &[]), (NonRecevable, &[]), Bucket::Lost),
            ((Recevable, &[]), (Indetermine, &[text()]), Bucket::BecameUndetermined),
            ((Recevable, &[]), (RuleLimitExceeded, &[]), Bucket::BecameUndetermined),
            ((NonRecevable, &[]), (Indetermine, &[fact()]), Bucket::CannotBeRecomputed),
            ((Recevable, &[]), (Indetermine, &[text(), fact()]), Bucket::CannotBeRecomputed),
        ];
        for ((old, old_lacks), (new, new_lacks), bucket) in cases {
            let found = Bucket::of(&standing(old, old_lacks), &standing(new, new_lacks));
            assert_eq!(found, bucket, "{old:?} {old_lacks:?} → {new:?} {new_lacks:?}");
        }
    }
}
