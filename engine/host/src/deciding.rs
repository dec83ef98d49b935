//! What decided: the findings that an outcome rests on, without words, so that two evaluations of a file can be
//! compared.

use crate::{engine::Prepared, judge::Judged, judgement::Judgement};
use parchemin_core::{Lack, Missing, Verdict, decision::Outcome, file::Question};

/// A finding that an outcome rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deciding {
    /// The rule, by its id.
    pub rule: String,
    /// The subject: a CCP's id, or a JSON pointer; none for the file as a whole.
    pub subject: Option<String>,
    /// Met, unmet, undetermined.
    pub verdict: Verdict,
    /// What is missing for it, in order.
    pub lacks: Vec<Lack>,
}

impl Prepared {
    /// The package of the revision that governs, where one does.
    pub fn revision(&self) -> Option<&str> {
        self.case.titre.as_ref().ok().map(|titre| titre.revision.as_str())
    }
}

impl Judged<'_> {
    /// The findings that the headline rests on, in order: those unmet where it refuses, those undetermined where it is
    /// open, those that hit a bound where one was hit. What is granted rests on no finding more than on another: none.
    pub fn deciding(&self, prepared: &Prepared) -> Vec<Deciding> {
        let headline = self.headline;
        let of = |verdict, outcome| self.of(prepared, headline.question, verdict, outcome);
        let mut all = match headline.outcome {
            Outcome::NonRecevable | Outcome::ReussitePartielle => of(Verdict::Unmet, None),
            Outcome::Echec | Outcome::Incomplet => of(Verdict::Unmet, Some(headline.outcome)),
            Outcome::Indetermine => of(Verdict::Undetermined, None),
            Outcome::RuleLimitExceeded => self.limited(headline.question),
            Outcome::Recevable | Outcome::Titre | Outcome::Ccs | Outcome::Etablie | Outcome::SansObjet => {
                Vec::new()
            }
        };
        all.sort();
        all.dedup();
        all
    }

    fn of(
        &self,
        prepared: &Prepared,
        question: Question,
        verdict: Verdict,
        outcome: Option<Outcome>,
    ) -> Vec<Deciding> {
        let wanted = |judgement: &&Judgement<'_>| {
            judgement.question() == question
                && judgement.verdict == verdict
                && outcome.is_none_or(|outcome| judgement.rule.outcome == outcome)
        };
        let deciding = |judgement: &Judgement<'_>| Deciding {
            rule: judgement.rule.id.clone(),
            subject: judgement.subject(prepared.case()),
            verdict,
            lacks: judgement.missing.iter().flat_map(Missing::lacks).collect(),
        };
        self.judgements.iter().filter(wanted).map(deciding).collect()
    }

    fn limited(&self, question: Question) -> Vec<Deciding> {
        let limits = self.limits.iter().filter(|(of, _)| *of == question);
        limits
            .map(|(_, hit)| Deciding {
                rule: hit.rule.clone(),
                subject: None,
                verdict: Verdict::Undetermined,
                lacks: Vec::new(),
            })
            .collect()
    }
}
