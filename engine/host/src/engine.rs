//! The host: packages in, decisions out.

use crate::{
    case::{self, Made},
    choice::Choice,
    deadlines,
    findings::{self, Findings},
    judge::Judged,
    load::{self, LoadFault, Setup},
    members::Members,
    names::{Aim, Names},
    outcome::Answers,
    ready::{AllReady, Ready},
    refusal::Refusal,
    steps,
};
use parchemin_core::{
    CandidateFile, Case, Day, Decision, Known, Lack, Lang, Missing, Verdict,
    case::Worth,
    decision::{CcpStanding, Fate, Headline, HeldCcpFate, MissingList, Outcome, PackageIdentity},
    file::Question,
};
use parchemin_package::Catalogue;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A file with the revision that governs it and the facts established around it.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) case: Arc<Case>,
    choice: Choice,
    pub(crate) revision: Option<usize>,
}

/// What the rules found in a case, before it is put into words.
pub struct Evaluated<'r> {
    ready: &'r Ready,
    pub(crate) findings: Findings<'r>,
    answers: Answers,
    headline: Headline,
}

impl Prepared {
    /// The case.
    pub fn case(&self) -> &Case {
        &self.case
    }
}

impl<'r> Evaluated<'r> {
    fn new(ready: &'r Ready, case: &Case, findings: Findings<'r>) -> Evaluated<'r> {
        let judgements = findings.all.iter().map(|found| &found.judgement);
        let answers = Answers::of(case, judgements, |question| findings.limited(question));
        Evaluated { ready, findings, headline: answers.headline(case), answers }
    }

    /// The verdicts alone.
    pub fn into_judged(self) -> Judged<'r> {
        let Evaluated { ready, findings, answers, headline } = self;
        Judged {
            headline,
            answers,
            document: ready.document(headline.outcome).map(|rule| rule.document),
            judgements: findings.all.into_iter().map(|found| found.judgement).collect(),
            limits: findings.limits,
        }
    }

    /// What is answered first.
    pub fn headline(&self) -> Headline {
        self.headline
    }

    /// The outcome of a question.
    pub fn outcome(&self, question: Question) -> Outcome {
        self.answers.get(question).outcome
    }
}

/// Packages prepared to decide. Cheap to share: it is never changed once made.
#[derive(Debug)]
pub struct Parchemin {
    catalogue: Catalogue,
    names: Names,
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
        let packages = load::checked(setup)?.into_iter().map(|source| source.checked);
        Parchemin::of(load::side_by_side(packages, &setup.editions)?, setup)
    }

    /// Packages that are put together already. The setup says in what form their rules run; which packages there are,
    /// and in which editions, is the catalogue's affair.
    ///
    /// # Errors
    /// A package that cannot be prepared to decide.
    pub fn of(catalogue: Catalogue, setup: &Setup) -> Result<Parchemin, LoadFault> {
        let ready = AllReady::new(&catalogue, setup).map_err(LoadFault::from)?;
        let names = Names::of(&catalogue);
        Ok(Parchemin { catalogue, names, ready })
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
        self.decide_prepared(&self.prepare(Arc::new(file.clone()), as_of)?, lang)
    }

    /// Decides one file whose case is established.
    ///
    /// # Errors
    /// [`Refusal`] of a rule that fails.
    pub fn decide_prepared(&self, prepared: &Prepared, lang: Lang) -> Result<Decision, Refusal> {
        let evaluated = self.evaluate_one(prepared)?;
        self.in_words(prepared, &evaluated, lang)
    }

    /// Chooses the revision that governs a file, and establishes the case. The first stage of a decision.
    ///
    /// # Errors
    /// [`Refusal`]: no date, or a name that means nothing here.
    pub fn prepare(&self, file: Arc<CandidateFile>, as_of: Option<Day>) -> Result<Prepared, Refusal> {
        let date = as_of.or(file.evaluate_on).ok_or(Refusal::NoDate)?;
        let aim = self.aim(&file)?;
        let Made { case, choice, revision } =
            case::make(&self.catalogue, &self.names, &self.ready, &aim, &file, date)?;
        Ok(Prepared { case, choice, revision })
    }

    /// Runs the rules of many cases, each backend asked for all of them at once: outcomes without words. The second
    /// stage; the outcomes come in the order of the cases, and none depends on what else is asked with it.
    pub fn evaluate(&self, prepared: &[Prepared]) -> Vec<Result<Evaluated<'_>, Refusal>> {
        self.evaluate_some(&prepared.iter().collect::<Vec<_>>())
    }

    pub(crate) fn evaluate_some(&self, prepared: &[&Prepared]) -> Vec<Result<Evaluated<'_>, Refusal>> {
        let mut all: Vec<Option<Result<Evaluated<'_>, Refusal>>> = prepared.iter().map(|_| None).collect();
        let mut by_revision: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (place, one) in prepared.iter().enumerate() {
            by_revision.entry(one.revision).or_default().push(place);
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

    /// The packages whose rules decide a case, in order of id.
    pub fn packages_of(&self, prepared: &Prepared) -> Vec<PackageIdentity> {
        identities(self.ready_of(prepared))
    }

    pub(crate) fn ready_of(&self, prepared: &Prepared) -> &Ready {
        self.ready.under(prepared.revision)
    }

    fn evaluate_one(&self, prepared: &Prepared) -> Result<Evaluated<'_>, Refusal> {
        let ready = self.ready_of(prepared);
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
        let Evaluated { ready, findings, answers, headline } = evaluated;
        let timeline = self.aim(&case.file)?.timeline;
        let earned = ready.document(headline.outcome);
        let json = serde_json::to_value(&*case.file).unwrap_or_default();
        let unmet: Vec<_> =
            findings.of(headline.question).filter(|found| found.verdict == Verdict::Unmet).collect();
        let steps = steps::steps(self, case, &unmet, &json, lang)?;
        let mut members = Members::of(&json);
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
            missing: missing(answers.missing(case, findings.all.iter().map(|found| &found.judgement))),
            steps: steps.all,
            steps_together: steps.together,
            deadlines: deadlines::deadlines(ready, case, choice, headline.outcome, lang),
            findings: findings.all.iter().map(|found| found.stated(lang, &mut members)).collect(),
            limits: findings.limits.iter().map(|(_, hit)| hit.clone()).collect(),
            questions: answers.by_question(),
        })
    }

    /// The first day on which the titre aimed at was or will be in force.
    pub(crate) fn first_day(&self, file: &CandidateFile) -> Option<Day> {
        self.aim(file).ok()?.timeline.first()?.1.first_day().ok()
    }

    fn aim(&self, file: &CandidateFile) -> Result<Aim, Refusal> {
        match file.target.as_ref().and_then(|target| target.titre.as_deref()) {
            None => Ok(Aim::default()),
            Some(name) => self
                .names
                .titre(&self.catalogue, name)
                .map_err(|fault| Refusal::unknown_titre("/target/titre", fault)),
        }
    }
}

fn identities(ready: &Ready) -> Vec<PackageIdentity> {
    let mut all: Vec<_> = ready.packages.iter().map(|package| package.checked.identity.clone()).collect();
    all.sort();
    all
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
    missing.flat_map(Missing::lacks).collect::<BTreeSet<Lack>>().into_iter().collect()
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
                pointer: held.pointer.to_string(),
                fate,
                into: into.iter().filter_map(id).collect(),
                missing: lacks(missing.into_iter()),
            }
        })
        .collect()
}

/// What is missing, facts and texts apart.
fn missing(all: impl Iterator<Item = Missing>) -> MissingList {
    let mut list = MissingList::default();
    for lack in all.flat_map(|missing| missing.lacks()).collect::<BTreeSet<Lack>>() {
        match lack {
            Lack::Fact(pointer) => list.facts.push(pointer),
            Lack::Text(text) => list.texts.push(text),
        }
    }
    list
}
