//! Runs the rules: one finding per rule and subject, in the order of the packages and of their rules.

use crate::{
    judgement::Judgement,
    members::Members,
    message,
    ready::{Ready, ReadyPackage},
    refusal::{FailedRule, Refusal},
};
use parchemin_core::{
    Basis, Case, Citation, Known, Lack, Lang, Missing, Pointer, Subject, Verdict,
    decision::{Finding, ParameterUsed},
    file::Question,
    limits::{BoundKind, LimitHit},
    ruling::{Answer, Asked, RuleFault, Ruling},
    say,
    shown::Named,
    vocabulary::{Fact, Reading},
};
use parchemin_package::{
    check::{Checked, Rule},
    written::{RuleMessages, SubjectKind},
};
use std::{ops::Deref, sync::Arc};

/// The findings of a case, each with its rule and reading, and the bounds that were hit.
#[derive(Default)]
pub(crate) struct Findings<'r> {
    pub(crate) all: Vec<Found<'r>>,
    pub(crate) limits: Vec<(Question, LimitHit)>,
}

/// A finding before it is put into words: what was found, and what was read for it.
pub(crate) struct Found<'r> {
    pub(crate) judgement: Judgement<'r>,
    pub(crate) reading: Reading,
}

impl<'r> Deref for Found<'r> {
    type Target = Judgement<'r>;
    fn deref(&self) -> &Judgement<'r> {
        &self.judgement
    }
}

/// Evaluates every rule on every subject of a case.
///
/// # Errors
/// A rule that fails, or that the clock stops.
pub(crate) fn evaluate<'r>(ready: &'r Ready, case: &Arc<Case>) -> Result<Findings<'r>, Refusal> {
    evaluate_all(ready, std::slice::from_ref(case)).pop().unwrap_or_else(|| Ok(Findings::default()))
}

/// The findings of many cases under the same packages, in their order: each backend is asked once for all of them.
pub(crate) fn evaluate_all<'r>(ready: &'r Ready, cases: &[Arc<Case>]) -> Vec<Result<Findings<'r>, Refusal>> {
    let mut all: Vec<Result<Findings<'r>, Refusal>> = cases.iter().map(|_| Ok(Findings::default())).collect();
    for package in &ready.packages {
        let Some(rules) = &package.rules else { continue };
        let mut asked = Vec::new();
        let mut of_cases: Vec<Vec<Expected<'r>>> = Vec::with_capacity(cases.len());
        for (case, findings) in cases.iter().zip(&all) {
            let room = match findings {
                Ok(findings) => case.bounds.findings.saturating_sub(findings.all.len() as u64),
                // It is refused already.
                Err(_) => 0,
            };
            of_cases.push(expected(package, case, room, &mut asked));
        }
        let mut rulings = rules.evaluate(asked).into_iter();
        for (expected, findings) in of_cases.into_iter().zip(&mut all) {
            for expected in expected {
                let ruling = matches!(expected.from, From::Backend).then(|| rulings.next()).flatten();
                if let Ok(so_far) = findings
                    && let Err(refusal) = so_far.take(package, expected, ruling)
                {
                    *findings = Err(refusal);
                }
            }
        }
    }
    all
}

/// A finding to come, of a rule on a subject.
struct Expected<'r> {
    rule: &'r Rule,
    reading: Reading,
    from: From,
}

/// Where a finding comes from.
enum From {
    /// The backend is asked.
    Backend,
    /// It is open already: it is not known what the rule applies to.
    Missing(Missing),
    /// There is no room for it: the bound on findings.
    NoRoom,
}

/// What a package finds in a case, in the order of its rules and of their subjects; what has to be asked is added to
/// the questions.
fn expected<'r>(
    package: &'r ReadyPackage,
    case: &Arc<Case>,
    room: u64,
    asked: &mut Vec<Asked>,
) -> Vec<Expected<'r>> {
    let mut all = Vec::new();
    for (place, rule, subjects) in applied(&package.checked, case) {
        let fresh = |subject| Reading::new(Arc::clone(case), subject, rule.at).within(package.checked.bounds);
        match subjects {
            Ok(subjects) => {
                for subject in subjects {
                    let from = if (all.len() as u64) < room { From::Backend } else { From::NoRoom };
                    let reading = fresh(subject);
                    if let From::Backend = from {
                        asked.push(Asked { rule: place, reading: reading.clone() });
                    }
                    all.push(Expected { rule, reading, from });
                }
            }
            Err(missing) => {
                all.push(Expected { rule, reading: fresh(Subject::File), from: From::Missing(missing) });
            }
        }
    }
    all
}

/// The rules of a package that have findings in a case, each with its place and what it is applied to. Attribution has
/// findings only where a jury may have deliberated.
pub(crate) fn applied<'r>(
    package: &'r Checked,
    case: &Case,
) -> impl Iterator<Item = (usize, &'r Rule, Known<impl Iterator<Item = Subject>>)> {
    let attribution = case.deliberated() != Ok(false);
    let rules = package.rules.iter().enumerate();
    rules
        .filter(move |(_, rule)| attribution || rule.question != Question::Attribution)
        .map(move |(place, rule)| (place, rule, subjects(case, rule.subject)))
}

/// What a rule is applied to. A list that the file does not give leaves one open question.
fn subjects(case: &Case, kind: SubjectKind) -> Known<impl Iterator<Item = Subject> + use<>> {
    let (subject, count): (fn(usize) -> Subject, usize) = match kind {
        SubjectKind::File => (|_| Subject::File, 1),
        SubjectKind::Ccp => (Subject::Ccp, case.titre.as_ref().map_err(Clone::clone)?.ccps.len()),
        SubjectKind::Held => (Subject::Held, case.held.len()),
        SubjectKind::Juror => {
            let (index, session) = case.session_at_stake()?;
            let jury = session.jury.as_ref();
            (
                Subject::Juror,
                jury.ok_or_else(|| Missing::fact(Pointer::row("/sessions/#/jury", index)))?.len(),
            )
        }
    };
    Ok((0..count).map(subject))
}

impl<'r> Findings<'r> {
    fn take(
        &mut self,
        package: &'r ReadyPackage,
        expected: Expected<'r>,
        ruling: Option<Ruling>,
    ) -> Result<(), Refusal> {
        let Expected { rule, reading, from } = expected;
        let missing = match from {
            From::Backend => None,
            From::Missing(missing) => Some(missing),
            From::NoRoom => {
                self.limit(package, rule, BoundKind::Findings);
                return Ok(());
            }
        };
        let subject = reading.subject();
        let (verdict, missing, reading) = match ruling.map(|ruling| (ruling.answer, ruling.reading)) {
            None => (Verdict::Undetermined, missing, reading),
            Some((Ok(Answer::Verdict(verdict)), read)) => (verdict, None, read),
            Some((Ok(Answer::Truth(truth)), read)) => (Verdict::from(&truth), truth.err(), read),
            Some((Err(RuleFault::Bound(kind)), _)) => {
                // How far it came is the backend's own affair: nothing was read.
                self.limit(package, rule, kind);
                (Verdict::Undetermined, None, reading)
            }
            Some((Err(fault), _)) => {
                let (package, rule) = (package.checked.identity.id.clone(), rule.id.clone());
                return Err(Refusal::Rule(Box::new(FailedRule { package, rule, fault })));
            }
        };
        self.all.push(Found { judgement: Judgement { package, rule, subject, verdict, missing }, reading });
        Ok(())
    }

    fn limit(&mut self, package: &ReadyPackage, rule: &Rule, bound: BoundKind) {
        let hit = LimitHit { package: package.checked.identity.id.clone(), rule: rule.id.clone(), bound };
        if !self.limits.iter().any(|(_, known)| *known == hit) {
            self.limits.push((rule.question, hit));
        }
    }

    /// Whether a rule of the question hit a bound.
    pub(crate) fn limited(&self, question: Question) -> bool {
        self.limits.iter().any(|(of, _)| *of == question)
    }

    /// The findings of a question.
    pub(crate) fn of(&self, question: Question) -> impl Iterator<Item = &Found<'r>> {
        self.all.iter().filter(move |found| found.rule.question == question)
    }
}

impl Found<'_> {
    /// The finding in words.
    pub(crate) fn stated(&self, lang: Lang, members: &mut Members<'_>) -> Finding {
        let messages =
            self.package.checked.messages(lang).and_then(|messages| messages.rules.get(&self.rule.id));
        let template = messages.map(|messages| match self.verdict {
            Verdict::Met => messages.met.as_str(),
            Verdict::Unmet => messages.unmet.as_str(),
            Verdict::Undetermined => messages.undetermined.as_str(),
            Verdict::NotApplicable => messages.not_applicable.as_deref().unwrap_or(&messages.label),
        });
        let (note, noted) = messages.map(|messages| self.note(messages, lang)).unwrap_or_default();
        let citations: Vec<_> =
            self.rule.citations.iter().chain(self.reading.supports()).cloned().chain(noted).collect();
        Finding {
            basis: self.basis(),
            citations,
            facts: self.reading.facts().map(|fact| (Arc::clone(fact.name()), fact.shown().clone())).collect(),
            message: template
                .map(|t| message::fill(t, lang, &self.reading, &self.open_subject(lang)))
                .unwrap_or_default()
                + note.as_str(),
            missing: self.lacks().collect(),
            package: self.package.checked.identity.id.clone(),
            parameters: self.parameters(),
            question: self.rule.question,
            read: self.reading.pointers().map(|pointer| members.at(pointer)).collect(),
            rule: self.rule.id.clone(),
            subject: message::subject_id(self.reading.case(), self.subject),
            verdict: self.verdict,
        }
    }

    /// The sentences to add by the words that parameters have for the case, and what those words rest on.
    fn note(&self, messages: &RuleMessages, lang: Lang) -> (String, Vec<Citation>) {
        let notes = match self.verdict {
            Verdict::Met => &messages.notes.met,
            Verdict::Unmet => &messages.notes.unmet,
            Verdict::Undetermined | Verdict::NotApplicable => return Default::default(),
        };
        let (mut text, mut citations) = (String::new(), Vec::new());
        for (id, words) in notes {
            let fact = Fact::of_law(id, self.reading.case(), self.reading.at());
            let sentence = words.get(&fact.value().spoken(lang));
            if let (Some(sentence), Some((_, dated))) = (sentence, fact.parameter()) {
                text.push(' ');
                text.push_str(&message::fill(sentence, lang, &self.reading, &[]));
                citations.push(dated.citation.clone());
            }
        }
        (text, citations)
    }

    /// Where it is not known what the rule applies to, the message still needs a word for it.
    fn open_subject(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let word = match self.rule.subject {
            _ if self.subject != Subject::File => return Vec::new(),
            SubjectKind::File => return Vec::new(),
            SubjectKind::Ccp => say!(lang, fr: "un CCP du titre", en: "a CCP of the titre"),
            SubjectKind::Held => say!(lang, fr: "un CCP détenu", en: "a CCP held"),
            SubjectKind::Juror => say!(lang, fr: "membre du jury", en: "member of the jury"),
        };
        vec![("subject", word)]
    }

    /// The weakest of what the rule, its parameters and the facts of the titre rest on. A rule rests on its first
    /// citation; the others accompany it.
    fn basis(&self) -> Basis {
        let rule = self.rule.citations.first().map(|citation| citation.basis);
        let parameters = self.reading.parameters().map(|(_, value)| value.citation.basis);
        let supports = self.reading.facts().flat_map(|fact| fact.supports()).map(|citation| citation.basis);
        rule.into_iter().chain(parameters).chain(supports).max().unwrap_or(Basis::NotSupplied)
    }

    fn parameters(&self) -> Named<ParameterUsed> {
        let used = self.reading.parameters().filter_map(|(id, dated)| {
            let (value, citation) = (dated.value.clone()?, dated.citation.clone());
            Some((Arc::clone(id), ParameterUsed { citation, from: dated.from, value }))
        });
        used.collect()
    }

    /// What would settle it.
    pub(crate) fn lacks(&self) -> impl Iterator<Item = Lack> {
        self.missing.iter().flat_map(Missing::lacks)
    }
}
