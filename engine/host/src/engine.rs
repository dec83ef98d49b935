//! The host: packages in, decisions out.

use crate::{
    case::{self, Made},
    choice::Timeline,
    deadlines,
    findings::{self, Findings},
    load::{self, LoadFault, Setup},
    ready::{AllReady, Ready},
    refusal::Refusal,
    steps,
};
use parchemin_core::{
    CandidateFile, Case, Day, Decision, Known, Lack, Lang, Missing, Verdict,
    case::Worth,
    decision::{Answered, CcpStanding, Fate, Headline, HeldCcpFate, MissingList, Outcome},
    file::{Question, SessionKind},
};
use parchemin_package::{Catalogue, check::DocumentRule};
use std::{collections::BTreeMap, sync::Arc};

/// Packages prepared to decide. Cheap to share: it is never changed once made.
#[derive(Debug)]
pub struct Parchemin {
    catalogue: Catalogue,
    ready: AllReady,
}

impl Parchemin {
    /// The packages that the program carries, in their default editions.
    ///
    /// # Errors
    /// Only if the packages compiled in are wrong, which the tests exclude.
    pub fn embedded() -> Result<Parchemin, LoadFault> {
        Parchemin::new(&Setup::default())
    }

    /// Packages as the setup says.
    ///
    /// # Errors
    /// Everything that is wrong with the packages, or with how they fit together.
    pub fn new(setup: &Setup) -> Result<Parchemin, LoadFault> {
        let catalogue = load::catalogue(setup)?;
        let ready = AllReady::new(&catalogue, setup.backend).map_err(LoadFault::from)?;
        Ok(Parchemin { catalogue, ready })
    }

    /// The packages, side by side.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Decides one file, on the date of the call or else the file's own.
    ///
    /// # Errors
    /// [`Refusal`]: no date, a name that means nothing here, or a rule that fails.
    pub fn decide(&self, file: &CandidateFile, as_of: Option<Day>, lang: Lang) -> Result<Decision, Refusal> {
        let date = as_of.or(file.evaluate_on).ok_or(Refusal::NoDate)?;
        let file = Arc::new(file.clone());
        let timeline = self.timeline(&file)?;
        let Made { case, choice } = case::make(&self.catalogue, &self.ready, &timeline, &file, date)?;
        let ready = self.ready_for(&timeline, choice.index);
        let findings = findings::evaluate(ready, &case)?;
        let questions = answers(&case, &findings);
        let headline = headline(&case, &questions);
        let earned = document(ready, headline.outcome);
        let json = serde_json::to_value(&*file).unwrap_or_default();
        let unmet: Vec<_> =
            findings.of(headline.question).filter(|found| found.verdict == Verdict::Unmet).collect();
        let steps = steps::steps(self, &case, &unmet, &json, lang)?;
        Ok(Decision {
            format: parchemin_core::decision::FORMAT.to_owned(),
            language: lang,
            candidate: file.id.clone(),
            date,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            packages: identities(ready),
            revision: choice.stated(&timeline, lang),
            headline,
            document: earned.map(|rule| rule.document),
            document_citation: earned.map(|rule| rule.citation.clone()),
            ccps: standings(&case, &deadlines::ccps_usable_until(ready, &case, &choice)),
            held: fates(&case),
            missing: missing(&findings, &case, headline.question, &questions),
            steps: steps.all,
            steps_together: steps.together,
            deadlines: deadlines::deadlines(ready, &case, &choice, headline.outcome, lang),
            findings: findings.all.iter().map(|found| found.stated(lang, &json)).collect(),
            limits: findings.limits.iter().map(|(_, hit)| hit.clone()).collect(),
            questions,
        })
    }

    /// The verdicts of a question's rules, and its outcome, without words.
    pub(crate) fn verdicts(
        &self,
        file: &Arc<CandidateFile>,
        date: Day,
        question: Question,
    ) -> Result<(steps::Verdicts, Outcome), Refusal> {
        let timeline = self.timeline(file)?;
        let Made { case, choice } = case::make(&self.catalogue, &self.ready, &timeline, file, date)?;
        let findings = findings::evaluate(self.ready_for(&timeline, choice.index), &case)?;
        let outcome =
            answers(&case, &findings).get(&question).map_or(Outcome::SansObjet, |answered| answered.outcome);
        let verdicts = findings
            .of(question)
            .map(|found| {
                (found.rule.id.clone(), crate::message::subject_id(&case, found.subject), found.verdict)
            })
            .collect();
        Ok((verdicts, outcome))
    }

    /// The first day on which the titre aimed at was or will be in force.
    pub(crate) fn first_day(&self, file: &CandidateFile) -> Option<Day> {
        self.timeline(file).ok()?.first()?.1.first_day().ok()
    }

    fn timeline(
        &self,
        file: &CandidateFile,
    ) -> Result<Vec<(Arc<parchemin_package::Checked>, &parchemin_package::check::Revision)>, Refusal> {
        match file.target.as_ref().and_then(|target| target.titre.as_deref()) {
            None => Ok(Vec::new()),
            Some(name) => {
                let id = self
                    .catalogue
                    .titre_named(name)
                    .map_err(|fault| Refusal::unknown_titre("/target/titre", fault))?;
                Ok(self.catalogue.timeline(&id))
            }
        }
    }

    fn ready_for(&self, timeline: &Timeline<'_>, index: Option<usize>) -> &Ready {
        let package =
            index.and_then(|index| timeline.get(index)).map(|(package, _)| package.identity.id.as_str());
        self.ready.under(package)
    }
}

fn identities(ready: &Ready) -> Vec<parchemin_core::decision::PackageIdentity> {
    let mut all: Vec<_> = ready.packages.iter().map(|package| package.checked.identity.clone()).collect();
    all.sort();
    all
}

/// Attribution once a jury has deliberated, else recevabilité.
fn headline(case: &Case, questions: &BTreeMap<Question, Answered>) -> Headline {
    let question =
        if case.deliberated() == Ok(true) { Question::Attribution } else { Question::Recevabilite };
    let outcome = questions.get(&question).map_or(Outcome::SansObjet, |answered| answered.outcome);
    Headline { question, outcome }
}

fn answers(case: &Case, findings: &Findings<'_>) -> BTreeMap<Question, Answered> {
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

/// The document that the outcome earns, as the packages say.
fn document(ready: &Ready, outcome: Outcome) -> Option<&DocumentRule> {
    let mut rules = ready.packages.iter().flat_map(|package| &package.checked.documents);
    rules.find(|rule| rule.outcomes.contains(&outcome))
}

fn standings(case: &Case, usable_until: &Known<Day>) -> Vec<CcpStanding> {
    let Ok(titre) = &case.titre else { return Vec::new() };
    // Once all are obtained there is nothing left for which one would have to stay usable.
    let complete = case.all_obtained(&case.after) == Ok(true);
    titre
        .ccps
        .iter()
        .zip(&case.after)
        .map(|(ccp, standing)| {
            let obtained = standing.state.as_ref().is_ok_and(|state| state.is_obtained());
            let usable = (obtained && !complete).then(|| usable_until.clone());
            let missing =
                [standing.state.as_ref().err(), usable.as_ref().and_then(|usable| usable.as_ref().err())];
            CcpStanding {
                ccp: ccp.id.clone(),
                code: ccp.code.clone(),
                label: ccp.label.clone(),
                state: standing.state.clone().ok(),
                from: standing
                    .from
                    .iter()
                    .filter_map(|index| case.held.get(*index))
                    .filter(|held| !held.by_session_at_stake)
                    .map(|held| held.ccp.clone())
                    .collect(),
                citations: standing.by.clone(),
                missing: lacks(missing.into_iter().flatten()),
                usable_until: usable.and_then(Result::ok),
            }
        })
        .collect()
}

fn lacks<'m>(missing: impl Iterator<Item = &'m Missing>) -> Vec<Lack> {
    let union = Missing::union(missing.cloned());
    union.iter().cloned().collect()
}

fn fates(case: &Case) -> Vec<HeldCcpFate> {
    let id = |index: &usize| {
        case.titre.as_ref().ok().and_then(|titre| titre.ccps.get(*index)).map(|ccp| ccp.id.clone())
    };
    // What the session at stake itself gives needs no fate.
    let earlier =
        case.held.iter().filter(|held| !(held.by_session_at_stake && matches!(held.worth, Worth::Same(_))));
    earlier
        .map(|held| {
            let (fate, into, missing) = match &held.worth {
                Worth::Same(indices) => (Fate::Same, indices.clone(), None),
                Worth::Converts(indices) => (Fate::Converted, indices.clone(), None),
                Worth::ConvertsToNothing => (Fate::NotConverted, Vec::new(), None),
                Worth::Undetermined(missing) => (Fate::Undetermined, Vec::new(), Some(missing)),
                Worth::OtherTitre => (Fate::OtherTitre, Vec::new(), None),
            };
            HeldCcpFate {
                ccp: held.ccp.clone(),
                pointer: held.pointer.clone(),
                fate,
                into: into.iter().filter_map(id).collect(),
                missing: lacks(missing.into_iter()),
            }
        })
        .collect()
}

/// What would settle the headline question where it is undetermined, and the situation where it is.
fn missing(
    findings: &Findings<'_>,
    case: &Case,
    headline: Question,
    questions: &BTreeMap<Question, Answered>,
) -> MissingList {
    let open = |question: &Question| {
        questions.get(question).is_some_and(|answered| answered.outcome == Outcome::Indetermine)
    };
    let mut all: Vec<Lack> = Vec::new();
    for question in [headline, Question::Situation].iter().filter(|question| open(question)) {
        let undetermined = findings.of(*question).filter(|found| found.verdict == Verdict::Undetermined);
        all.extend(undetermined.flat_map(|found| found.lacks()).cloned());
    }
    if open(&headline) && headline == Question::Attribution {
        all.extend(case.deliberated().err().iter().flat_map(Missing::iter).cloned());
    }
    if open(&Question::Situation) {
        let standings = case.after.iter().filter_map(|standing| standing.state.as_ref().err());
        all.extend(standings.flat_map(Missing::iter).cloned());
    }
    all.sort();
    all.dedup();
    let mut list = MissingList::default();
    for lack in all {
        match lack {
            Lack::Fact(pointer) => list.facts.push(pointer),
            Lack::Text(text) => list.texts.push(text),
        }
    }
    list
}
