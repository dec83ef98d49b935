//! The host: packages in, decisions out.

use crate::{
    case::{self, Made},
    choice::Choice,
    deadlines,
    findings::{self, Findings},
    load::{self, LoadFault, Setup},
    outcome,
    ready::{AllReady, Ready},
    refusal::Refusal,
    steps,
};
use parchemin_core::{
    CandidateFile, Case, Day, Decision, Known, Lack, Lang, Missing, Verdict,
    case::Worth,
    decision::{Answered, CcpStanding, Fate, Headline, HeldCcpFate, MissingList, Outcome},
    file::Question,
};
use parchemin_package::{Catalogue, check::DocumentRule};
use std::{collections::BTreeMap, sync::Arc};

/// A file with the revision that governs it and the facts established around it.
#[derive(Debug)]
pub struct Prepared {
    case: Arc<Case>,
    choice: Choice,
    pub(crate) revision: Option<String>,
}

/// What the rules found in a case, before it is put into words.
pub struct Evaluated<'r> {
    ready: &'r Ready,
    pub(crate) findings: Findings<'r>,
    questions: BTreeMap<Question, Answered>,
    headline: Headline,
}

impl<'r> Evaluated<'r> {
    fn new(ready: &'r Ready, case: &Case, findings: Findings<'r>) -> Evaluated<'r> {
        let questions = outcome::answers(case, &findings);
        let headline = outcome::headline(case, &questions);
        Evaluated { ready, findings, questions, headline }
    }

    /// What is answered first.
    pub fn headline(&self) -> Headline {
        self.headline
    }

    /// The outcome of a question.
    pub fn outcome(&self, question: Question) -> Outcome {
        self.questions.get(&question).map_or(Outcome::SansObjet, |answered| answered.outcome)
    }
}

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
        let ready = AllReady::new(&catalogue, setup).map_err(LoadFault::from)?;
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
        let prepared = self.prepare(Arc::new(file.clone()), as_of)?;
        let evaluated = self.evaluate_one(&prepared)?;
        self.in_words(&prepared, &evaluated, lang)
    }

    /// Chooses the revision that governs a file, and establishes the case. The first stage of a decision.
    ///
    /// # Errors
    /// [`Refusal`]: no date, or a name that means nothing here.
    pub fn prepare(&self, file: Arc<CandidateFile>, as_of: Option<Day>) -> Result<Prepared, Refusal> {
        let date = as_of.or(file.evaluate_on).ok_or(Refusal::NoDate)?;
        let timeline = self.timeline(&file)?;
        let Made { case, choice } = case::make(&self.catalogue, &self.ready, &timeline, &file, date)?;
        let governing = choice.index.and_then(|index| timeline.get(index));
        let revision = governing.map(|(package, _)| package.identity.id.clone());
        Ok(Prepared { case, choice, revision })
    }

    /// Runs the rules of many cases, each backend asked for all of them at once: outcomes without words. The second
    /// stage; the outcomes come in the order of the cases, and none depends on what else is asked with it.
    pub fn evaluate(&self, prepared: &[Prepared]) -> Vec<Result<Evaluated<'_>, Refusal>> {
        let mut all: Vec<Option<Result<Evaluated<'_>, Refusal>>> = prepared.iter().map(|_| None).collect();
        let mut by_revision: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (place, one) in prepared.iter().enumerate() {
            by_revision.entry(one.revision.as_deref()).or_default().push(place);
        }
        for (revision, places) in by_revision {
            let ready = self.ready.under(revision);
            let of_revision = || places.iter().filter_map(|place| prepared.get(*place));
            let cases: Vec<Arc<Case>> = of_revision().map(|one| Arc::clone(&one.case)).collect();
            let findings = findings::evaluate_all(ready, &cases);
            for ((place, case), findings) in places.iter().zip(&cases).zip(findings) {
                if let Some(slot) = all.get_mut(*place) {
                    *slot = Some(findings.map(|findings| Evaluated::new(ready, case, findings)));
                }
            }
        }
        // Every place belongs to one revision.
        all.into_iter().flatten().collect()
    }

    fn evaluate_one(&self, prepared: &Prepared) -> Result<Evaluated<'_>, Refusal> {
        let ready = self.ready.under(prepared.revision.as_deref());
        let findings = findings::evaluate(ready, &prepared.case)?;
        Ok(Evaluated::new(ready, &prepared.case, findings))
    }

    /// Puts what was evaluated into words: the findings, what is missing, steps, deadlines. The last stage.
    ///
    /// # Errors
    /// [`Refusal`] of a rule, when a step is tried.
    pub fn in_words(
        &self,
        prepared: &Prepared,
        evaluated: &Evaluated<'_>,
        lang: Lang,
    ) -> Result<Decision, Refusal> {
        let Prepared { case, choice, .. } = prepared;
        let Evaluated { ready, findings, questions, headline } = evaluated;
        let timeline = self.timeline(&case.file)?;
        let earned = document(ready, headline.outcome);
        let json = serde_json::to_value(&*case.file).unwrap_or_default();
        let unmet: Vec<_> =
            findings.of(headline.question).filter(|found| found.verdict == Verdict::Unmet).collect();
        let steps = steps::steps(self, case, &unmet, &json, lang)?;
        Ok(Decision {
            format: parchemin_core::decision::FORMAT.to_owned(),
            language: lang,
            candidate: case.file.id.clone(),
            date: case.date,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            packages: identities(ready),
            revision: choice.stated(&timeline, lang),
            headline: *headline,
            document: earned.map(|rule| rule.document),
            document_citation: earned.map(|rule| rule.citation.clone()),
            ccps: standings(case, &deadlines::ccps_usable_until(ready, case, choice)),
            held: fates(case),
            missing: missing(findings, case, headline.question, questions),
            steps: steps.all,
            steps_together: steps.together,
            deadlines: deadlines::deadlines(ready, case, choice, headline.outcome, lang),
            findings: findings.all.iter().map(|found| found.stated(lang, &json)).collect(),
            limits: findings.limits.iter().map(|(_, hit)| hit.clone()).collect(),
            questions: questions.clone(),
        })
    }

    /// The verdicts of a question's rules, and its outcome, without words.
    pub(crate) fn verdicts(
        &self,
        file: &Arc<CandidateFile>,
        date: Day,
        question: Question,
    ) -> Result<(steps::Verdicts, Outcome), Refusal> {
        let prepared = self.prepare(Arc::clone(file), Some(date))?;
        let evaluated = self.evaluate_one(&prepared)?;
        let verdicts = evaluated
            .findings
            .of(question)
            .map(|found| {
                let subject = crate::message::subject_id(&prepared.case, found.subject);
                (found.rule.id.clone(), subject, found.verdict)
            })
            .collect();
        Ok((verdicts, evaluated.outcome(question)))
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
}

fn identities(ready: &Ready) -> Vec<parchemin_core::decision::PackageIdentity> {
    let mut all: Vec<_> = ready.packages.iter().map(|package| package.checked.identity.clone()).collect();
    all.sort();
    all
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
