//! From findings to what each question is answered.

use crate::judgement::Judgement;
use parchemin_core::{
    Case, Missing, Verdict,
    decision::{Answered, Headline, Outcome},
    file::{Question, SessionKind},
};
use std::collections::BTreeMap;

/// Something for each question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Each<T> {
    recevabilite: T,
    attribution: T,
    situation: T,
}

impl<T> Each<T> {
    fn map<U>(self, mut of: impl FnMut(Question, T) -> U) -> Each<U> {
        Each {
            recevabilite: of(Question::Recevabilite, self.recevabilite),
            attribution: of(Question::Attribution, self.attribution),
            situation: of(Question::Situation, self.situation),
        }
    }

    fn of(&self, question: Question) -> &T {
        match question {
            Question::Recevabilite => &self.recevabilite,
            Question::Attribution => &self.attribution,
            Question::Situation => &self.situation,
        }
    }

    fn of_mut(&mut self, question: Question) -> &mut T {
        match question {
            Question::Recevabilite => &mut self.recevabilite,
            Question::Attribution => &mut self.attribution,
            Question::Situation => &mut self.situation,
        }
    }
}

/// What each question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers(Each<Answered>);

impl Answers {
    /// From the verdicts of all rules; `limited` says of which questions a rule hit a bound.
    pub(crate) fn of<'j, 'h: 'j>(
        case: &Case,
        judgements: impl Iterator<Item = &'j Judgement<'h>>,
        limited: impl Fn(Question) -> bool,
    ) -> Answers {
        const NOTHING: Verdict = Verdict::NotApplicable;
        let mut verdicts = Each { recevabilite: NOTHING, attribution: NOTHING, situation: NOTHING };
        let mut weighed = Weighed::default();
        for judgement in judgements {
            let question = judgement.question();
            let verdict = verdicts.of_mut(question);
            *verdict = Verdict::combine([*verdict, judgement.verdict]);
            if question == Question::Attribution {
                weighed.note(judgement);
            }
        }
        Answers(verdicts.map(|question, verdict| {
            let outcome = match question {
                _ if limited(question) => Outcome::RuleLimitExceeded,
                Question::Attribution => attribution(case, weighed),
                Question::Recevabilite => simple(verdict, Outcome::Recevable, Outcome::NonRecevable),
                // A situation is established or not; a CCP that is not usable is part of what is established.
                Question::Situation => situation(case, verdict),
            };
            Answered { outcome, verdict }
        }))
    }

    /// The answer to a question.
    pub fn get(&self, question: Question) -> Answered {
        *self.0.of(question)
    }

    /// What would settle the headline where it is undetermined, and the situation where it is: as it comes, so the same
    /// may come more than once.
    pub fn missing<'j, 'h: 'j>(
        &self,
        case: &Case,
        judgements: impl Iterator<Item = &'j Judgement<'h>>,
    ) -> impl Iterator<Item = Missing> {
        let open = |question: Question| self.get(question).outcome == Outcome::Indetermine;
        let headline = self.headline(case).question;
        let [headline_open, situation_open] = [headline, Question::Situation].map(open);
        let concerned = move |question: Question| {
            (question == headline && headline_open) || (question == Question::Situation && situation_open)
        };
        let of_rules = judgements
            .filter(move |judgement| {
                judgement.verdict == Verdict::Undetermined && concerned(judgement.question())
            })
            .filter_map(|judgement| judgement.missing.clone());
        let deliberation = headline == Question::Attribution && headline_open;
        let of_jury = deliberation.then(|| case.deliberated().err()).flatten();
        let standings = case.after.iter().filter(move |_| situation_open);
        let of_standings = standings.filter_map(|standing| standing.state.as_ref().err().cloned());
        let of_titre = situation_open.then(|| case.titre.as_ref().err().cloned()).flatten();
        of_rules.chain(of_jury).chain(of_standings).chain(of_titre)
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

/// What the rules of attribution weigh: whether one is open, whether one is unmet, and what that means.
#[derive(Clone, Copy, Default)]
struct Weighed {
    open: bool,
    unmet: bool,
    /// The jury may have refused.
    may_fail: bool,
    echec: bool,
    incomplet: bool,
}

impl Weighed {
    fn note(&mut self, judgement: &Judgement<'_>) {
        let unmet = judgement.verdict == Verdict::Unmet;
        let open = judgement.verdict == Verdict::Undetermined;
        self.open |= open;
        self.may_fail |= open && judgement.rule.outcome == Outcome::Echec;
        self.unmet |= unmet;
        self.echec |= unmet && judgement.rule.outcome == Outcome::Echec;
        self.incomplet |= unmet && judgement.rule.outcome == Outcome::Incomplet;
    }
}

/// Each rule of attribution says what its being unmet means. A refusal by the jury decides whatever else is open
/// (échec); then what is stated as not provided (incomplet), unless the jury may have refused; then what is not known (indéterminé); then what the jury
/// awarded short of the titre (réussite partielle).
fn attribution(case: &Case, weighed: Weighed) -> Outcome {
    // Where no revision is in force nothing is delivered, whatever the jury decided.
    let may_fail = weighed.may_fail && case.in_force != Ok(false);
    match case.deliberated() {
        Ok(false) => Outcome::SansObjet,
        Err(_) => Outcome::Indetermine,
        Ok(true) if weighed.echec => Outcome::Echec,
        Ok(true) if weighed.incomplet && !may_fail => Outcome::Incomplet,
        Ok(true) if weighed.open => Outcome::Indetermine,
        Ok(true) if weighed.unmet => Outcome::ReussitePartielle,
        Ok(true) if case.session_kind() == Ok(SessionKind::Ccs) => Outcome::Ccs,
        Ok(true) => Outcome::Titre,
    }
}
