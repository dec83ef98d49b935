//! Verdicts of many files, without words: what bulk work asks for.
//!
//! Scripts are followed as formulas, which need only the facts on their way. Plugins answer rows of facts, and equal rows
//! are asked once. What has no such shortcut, or hits a bound, or goes wrong, is evaluated the long way, so that the
//! verdicts are those of a [`Decision`](parchemin_core::Decision) always.

mod memory;

use crate::{
    Evaluated, Parchemin, Prepared, Refusal,
    findings::applied,
    judgement::Judgement,
    outcome::Answers,
    ready::{Ready, ReadyPackage},
};
use memory::{Memory, Remembered};
use parchemin_core::{
    Case, Missing, Subject, Verdict,
    decision::{Headline, Outcome},
    file::Question,
    limits::LimitHit,
    plugin::Established,
    ruling::{Answer, Glancing, Shortcut},
    titre::Document,
};

/// Gives verdicts, and remembers the rows that it asked about. One for each thread.
pub struct Judge<'h> {
    host: &'h Parchemin,
    /// The question whose rules are asked, where the others do not matter. No row is remembered then.
    only: Option<Question>,
    /// The desks of the packages that decide together; none where the rules of one have no shortcut.
    desks: Vec<(&'h Ready, Option<Vec<Desk<'h>>>)>,
}

/// What the rules say of a case.
#[derive(Clone, Debug)]
pub struct Judged<'h> {
    /// What is answered first.
    pub headline: Headline,
    /// What each question is answered.
    pub answers: Answers,
    /// The document that the headline earns.
    pub document: Option<Document>,
    /// What each rule found, in the order of a decision.
    pub judgements: Vec<Judgement<'h>>,
    /// The bounds that rules hit, each with the question of the rule.
    pub limits: Vec<(Question, LimitHit)>,
}

/// The rules of one package.
struct Desk<'h> {
    package: &'h ReadyPackage,
    established: Established<'h>,
    rules: Rules<'h>,
    only: Option<Question>,
}

enum Rules<'h> {
    Followed(&'h dyn Glancing),
    Asked(Box<Memory<'h>>),
}

/// A case on its way.
struct Open<'h> {
    ready: &'h Ready,
    judgements: Vec<Judgement<'h>>,
    /// Findings of a decision that are not asked for here.
    unasked: usize,
    /// It is to be evaluated the long way.
    anew: bool,
}

impl<'h> Judge<'h> {
    /// A judge that knows no rows yet.
    pub fn new(host: &'h Parchemin) -> Judge<'h> {
        Judge { host, only: None, desks: Vec::new() }
    }

    /// A judge of one question, for a few cases: nothing is kept for another, so that all rows of a case are asked
    /// together. What it says of the other questions means nothing.
    pub(crate) fn of(host: &'h Parchemin, question: Question) -> Judge<'h> {
        Judge { host, only: Some(question), desks: Vec::new() }
    }

    /// What it judges by.
    pub fn host(&self) -> &'h Parchemin {
        self.host
    }

    /// The verdicts on some cases, in their order: none depends on what else is asked with it, or was before.
    pub fn judge(&mut self, cases: &[Prepared]) -> Vec<Result<Judged<'h>, Refusal>> {
        let mut all: Vec<Open<'h>> = Vec::with_capacity(cases.len());
        for (n, prepared) in cases.iter().enumerate() {
            let ready = self.host.ready_of(prepared);
            let mut open = Open { ready, judgements: Vec::new(), unasked: 0, anew: false };
            match self.desks(ready) {
                Some(desks) => desks.iter_mut().for_each(|desk| desk.ask(n, &prepared.case, &mut open)),
                None => open.anew = true,
            }
            // There may be no room for all findings.
            open.anew |= (open.judgements.len() + open.unasked) as u64 > prepared.case.bounds.findings;
            all.push(open);
        }
        for desk in self.desks.iter_mut().filter_map(|(_, desks)| desks.as_mut()).flatten() {
            if let Rules::Asked(memory) = &mut desk.rules {
                memory.settle(&mut all);
            }
        }
        self.finished(cases, all)
    }

    fn desks(&mut self, ready: &'h Ready) -> Option<&mut Vec<Desk<'h>>> {
        let only = self.only;
        let place = match self.desks.iter().position(|(known, _)| std::ptr::eq(*known, ready)) {
            Some(place) => place,
            None => {
                let ruled =
                    ready.packages.iter().filter_map(|package| Some((package, package.rules.as_ref()?)));
                let desks =
                    ruled.map(|(package, rules)| Some(Desk::new(package, rules.shortcut()?, only))).collect();
                self.desks.push((ready, desks));
                self.desks.len() - 1
            }
        };
        self.desks.get_mut(place)?.1.as_mut()
    }

    fn finished(&self, cases: &[Prepared], all: Vec<Open<'h>>) -> Vec<Result<Judged<'h>, Refusal>> {
        let again: Vec<&Prepared> =
            cases.iter().zip(&all).filter(|(_, open)| open.anew).map(|(prepared, _)| prepared).collect();
        let mut again = self.host.evaluate_some(&again).into_iter();
        cases
            .iter()
            .zip(all)
            .flat_map(|(prepared, open)| {
                if !open.anew {
                    return Some(Ok(judged(open.ready, &prepared.case, open.judgements)));
                }
                Some(again.next()?.map(Evaluated::into_judged))
            })
            .collect()
    }
}

/// What came of questions that hit no bound.
fn judged<'h>(ready: &'h Ready, case: &Case, judgements: Vec<Judgement<'h>>) -> Judged<'h> {
    let answers = Answers::of(case, judgements.iter(), |_| false);
    let headline = answers.headline(case);
    let document = ready.document(headline.outcome).map(|rule| rule.document);
    Judged { headline, answers, document, judgements, limits: Vec::new() }
}

impl<'h> Desk<'h> {
    fn new(package: &'h ReadyPackage, shortcut: Shortcut<'h>, only: Option<Question>) -> Desk<'h> {
        let (plan, rules) = match shortcut {
            Shortcut::Glance(rules) => (rules.plan(), Rules::Followed(rules)),
            Shortcut::Rows(rules) => {
                let memory = Memory::new(rules, package.checked.rules.len(), only.is_none());
                (rules.plan(), Rules::Asked(Box::new(memory)))
            }
        };
        Desk { package, established: Established::new(plan), rules, only }
    }

    /// Asks every rule about every subject of a case: what needs no plugin is answered at once.
    fn ask(&mut self, n: usize, case: &Case, open: &mut Open<'h>) {
        self.established.next_case();
        if let Rules::Asked(memory) = &mut self.rules {
            memory.next_case();
        }
        let package = self.package;
        for (place, rule, subjects) in applied(&package.checked, case) {
            if self.only.is_some_and(|only| only != rule.question) {
                open.unasked += subjects.map_or(1, Iterator::count);
                continue;
            }
            match subjects {
                Ok(subjects) => {
                    for subject in subjects {
                        let (verdict, missing) = self.answer(n, case, place, subject, open);
                        open.judgements.push(Judgement { package, rule, subject, verdict, missing });
                    }
                }
                Err(missing) => {
                    let (subject, verdict, missing) = (Subject::File, Verdict::Undetermined, Some(missing));
                    open.judgements.push(Judgement { package, rule, subject, verdict, missing });
                }
            }
        }
    }

    /// The answer to one question, or undetermined for now.
    fn answer(
        &mut self,
        n: usize,
        case: &Case,
        place: usize,
        subject: Subject,
        open: &mut Open<'h>,
    ) -> (Verdict, Option<Missing>) {
        match &mut self.rules {
            Rules::Followed(rules) => {
                let facts = self.established.facts(place, case, subject);
                match facts.and_then(|mut facts| rules.answer(&mut facts)) {
                    Some(Answer::Verdict(verdict)) => return (verdict, None),
                    Some(Answer::Truth(truth)) => return (Verdict::from(&truth), truth.err()),
                    None => open.anew = true,
                }
            }
            Rules::Asked(memory) => {
                let bounds = self.package.checked.bounds;
                let row = self.established.row(place, case, subject);
                match row.filter(|row| row.work <= bounds.work && row.reads <= bounds.reads) {
                    Some(row) => match memory.ask(place, row) {
                        Remembered::Answered(verdict, missing) => return (verdict, missing),
                        Remembered::Asked(question) => memory.wait(n, open.judgements.len(), question),
                        Remembered::Fails => open.anew = true,
                    },
                    None => open.anew = true,
                }
            }
        }
        (Verdict::Undetermined, None)
    }
}

impl Judged<'_> {
    /// The outcome of a question.
    pub fn outcome(&self, question: Question) -> Outcome {
        self.answers.get(question).outcome
    }
}

#[cfg(test)]
mod tests {
    //! The rules of the packages that the program carries are judged by a shortcut, in either form: were one not to be
    //! followed, nothing but time would tell.
    use super::*;
    use crate::Setup;
    use parchemin_package::written::Backend;
    use std::sync::Arc;

    #[test]
    fn every_rule_of_our_packages_has_a_shortcut() {
        for backend in [Backend::Rhai, Backend::Wasm] {
            let host = Parchemin::new(&Setup { backend: Some(backend), ..Setup::default() }).unwrap();
            let day = "2026-09-01".parse().unwrap();
            let prepared = host.prepare(Arc::default(), Some(day)).unwrap();
            let ready = host.ready_of(&prepared);
            let ruled: Vec<_> = ready.packages.iter().filter_map(|package| package.rules.as_ref()).collect();
            assert_eq!(ruled.len(), 2, "socle and cadre");
            for rules in ruled {
                let followed = matches!(rules.shortcut(), Some(Shortcut::Glance(_)));
                let asked = matches!(rules.shortcut(), Some(Shortcut::Rows(_)));
                assert_eq!((followed, asked), (backend == Backend::Rhai, backend == Backend::Wasm));
            }
        }
    }
}
