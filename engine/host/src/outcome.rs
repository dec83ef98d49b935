//! From findings to what each question is answered.

use crate::findings::Findings;
use parchemin_core::{
    Case, Verdict,
    decision::{Answered, Headline, Outcome},
    file::{Question, SessionKind},
};
use std::collections::BTreeMap;

/// Attribution once a jury has deliberated, else recevabilité.
pub(crate) fn headline(case: &Case, questions: &BTreeMap<Question, Answered>) -> Headline {
    let question =
        if case.deliberated() == Ok(true) { Question::Attribution } else { Question::Recevabilite };
    let outcome = questions.get(&question).map_or(Outcome::SansObjet, |answered| answered.outcome);
    Headline { question, outcome }
}

pub(crate) fn answers(case: &Case, findings: &Findings<'_>) -> BTreeMap<Question, Answered> {
    Question::ALL
        .iter()
        .map(|question| {
            let verdict = Verdict::combine(findings.of(*question).map(|found| found.verdict));
            let limited = findings.limits.iter().any(|(of, _)| of == question);
            let outcome = match (limited, question) {
                (true, _) => Outcome::RuleLimitExceeded,
                (false, Question::Attribution) => attribution(case, findings),
                (false, Question::Recevabilite) => simple(verdict, Outcome::Recevable, Outcome::NonRecevable),
                // A situation is established or not; a CCP that is not usable is part of what is established.
                (false, Question::Situation) => situation(case, verdict),
            };
            (*question, Answered { outcome, verdict })
        })
        .collect()
}

fn simple(verdict: Verdict, met: Outcome, unmet: Outcome) -> Outcome {
    match verdict {
        Verdict::Met => met,
        Verdict::Unmet => unmet,
        Verdict::Undetermined => Outcome::Indetermine,
        Verdict::NotApplicable => Outcome::SansObjet,
    }
}

fn situation(case: &Case, verdict: Verdict) -> Outcome {
    let known = case.titre.is_ok() && case.after.iter().all(|standing| standing.state.is_ok());
    if known && verdict != Verdict::Undetermined { Outcome::Etablie } else { Outcome::Indetermine }
}

/// Each rule of attribution says what its being unmet means. A refusal by the jury decides whatever else is open
/// (échec); then what is stated as not provided (incomplet); then what is not known (indéterminé); then what the jury
/// awarded short of the titre (réussite partielle).
fn attribution(case: &Case, findings: &Findings<'_>) -> Outcome {
    match case.deliberated() {
        Ok(false) => return Outcome::SansObjet,
        Err(_) => return Outcome::Indetermine,
        Ok(true) => {}
    }
    let any = |verdict: Verdict, outcome: Option<Outcome>| {
        findings.of(Question::Attribution).any(|found| {
            found.verdict == verdict && outcome.is_none_or(|outcome| found.rule.outcome == outcome)
        })
    };
    if any(Verdict::Unmet, Some(Outcome::Echec)) {
        Outcome::Echec
    } else if any(Verdict::Unmet, Some(Outcome::Incomplet)) {
        Outcome::Incomplet
    } else if any(Verdict::Undetermined, None) {
        Outcome::Indetermine
    } else if any(Verdict::Unmet, None) {
        Outcome::ReussitePartielle
    } else if case.session_kind() == Ok(SessionKind::Ccs) {
        Outcome::Ccs
    } else {
        Outcome::Titre
    }
}
