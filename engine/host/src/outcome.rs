//! From findings to what each question is answered.

use crate::judgement::Judgement;
use parchemin_core::{
    Case, Verdict,
    decision::{Answered, Headline, Outcome},
    file::{Question, SessionKind},
};
use std::collections::BTreeMap;

/// What each question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers([Answered; 3]);

impl Answers {
    /// From the verdicts of all rules; `limited` says of which questions a rule hit a bound.
    pub(crate) fn of<'j, 'h: 'j>(
        case: &Case,
        judgements: impl Iterator<Item = &'j Judgement<'h>> + Clone,
        limited: impl Fn(Question) -> bool,
    ) -> Answers {
        let answered = |question: Question| {
            let of_it = judgements.clone().filter(|judgement| judgement.question() == question);
            let verdict = Verdict::combine(of_it.clone().map(|judgement| judgement.verdict));
            let outcome = match question {
                _ if limited(question) => Outcome::RuleLimitExceeded,
                Question::Attribution => attribution(case, of_it),
                Question::Recevabilite => simple(verdict, Outcome::Recevable, Outcome::NonRecevable),
                // A situation is established or not; a CCP that is not usable is part of what is established.
                Question::Situation => situation(case, verdict),
            };
            Answered { outcome, verdict }
        };
        Answers([Question::Recevabilite, Question::Attribution, Question::Situation].map(answered))
    }

    /// The answer to a question.
    pub fn get(&self, question: Question) -> Answered {
        let Answers([recevabilite, attribution, situation]) = *self;
        match question {
            Question::Recevabilite => recevabilite,
            Question::Attribution => attribution,
            Question::Situation => situation,
        }
    }

    /// The answers by their questions.
    pub(crate) fn by_question(&self) -> BTreeMap<Question, Answered> {
        Question::ALL.iter().map(|question| (*question, self.get(*question))).collect()
    }

    /// Attribution once a jury has deliberated, else recevabilité.
    pub(crate) fn headline(&self, case: &Case) -> Headline {
        let question =
            if case.deliberated() == Ok(true) { Question::Attribution } else { Question::Recevabilite };
        Headline { question, outcome: self.get(question).outcome }
    }
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
fn attribution<'j, 'h: 'j>(case: &Case, of_it: impl Iterator<Item = &'j Judgement<'h>> + Clone) -> Outcome {
    match case.deliberated() {
        Ok(false) => return Outcome::SansObjet,
        Err(_) => return Outcome::Indetermine,
        Ok(true) => {}
    }
    let any = |verdict: Verdict, outcome: Option<Outcome>| {
        of_it.clone().any(|judgement| {
            judgement.verdict == verdict && outcome.is_none_or(|outcome| judgement.rule.outcome == outcome)
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
