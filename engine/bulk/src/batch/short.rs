//! What was judged of a file, in the short form that `--detail findings` writes and the summary counts.

use crate::write::{Found, More, Record};
use parchemin::{Judged, Prepared};
use parchemin_core::{Case, Lack, Missing, file::Question};
use std::collections::BTreeSet;

/// The texts of the findings of one file, and what is missing for its open answers.
pub struct Short {
    /// For each judgement, its subject and what is missing for it.
    found: Vec<(Option<String>, Vec<String>)>,
    missing: Vec<String>,
}

impl Short {
    /// In short, what was judged of a case.
    pub fn of(case: &Case, judged: &Judged<'_>) -> Short {
        let found = judged.judgements.iter().map(|judgement| {
            let lacks = judgement.missing().map(Missing::lacks).unwrap_or_default();
            (judgement.subject(case), lacks.into_iter().map(named).collect())
        });
        let missing = judged.answers.missing(case, judged.judgements.iter());
        let missing: BTreeSet<Lack> = missing.flat_map(|missing| missing.lacks()).collect();
        Short { found: found.collect(), missing: missing.into_iter().map(named).collect() }
    }

    /// What is written of the findings.
    pub fn more<'s>(&'s self, judged: &'s Judged<'_>) -> More<'s> {
        let findings =
            judged.judgements.iter().zip(&self.found).map(|(judgement, (subject, missing))| Found {
                package: judgement.package(),
                rule: &judgement.rule().id,
                subject: subject.as_deref(),
                verdict: judgement.verdict(),
                missing: missing.iter().map(String::as_str).collect(),
            });
        More::Findings {
            findings: findings.collect(),
            missing: self.missing.iter().map(String::as_str).collect(),
        }
    }
}

/// What is written of a file, with what the detail adds.
pub fn record<'r>(prepared: &'r Prepared, judged: &'r Judged<'_>, more: More<'r>) -> Record<'r> {
    let outcome = |question| Some(judged.outcome(question));
    Record {
        candidate: prepared.case().file.id.as_deref(),
        date: prepared.case().date,
        revision: prepared.revision(),
        question: judged.headline.question,
        outcome: judged.headline.outcome,
        document: judged.document,
        recevabilite: outcome(Question::Recevabilite),
        attribution: outcome(Question::Attribution),
        situation: outcome(Question::Situation),
        more,
    }
}

/// What is missing, by its pointer or name.
fn named(lack: Lack) -> String {
    match lack {
        Lack::Fact(name) | Lack::Text(name) => name,
    }
}
