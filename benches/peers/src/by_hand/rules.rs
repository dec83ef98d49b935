//! The rules compared, written by hand.

use super::{
    activity::related_days_reach,
    file::{Evidence, File, Kind, Route, Session},
    titres::{is_of, titre_named},
    truth::{Truth, both, either, verdict},
};
use crate::{
    day::Day,
    findings::{Said, Verdict},
};
use serde::Serialize;

/// The law's days, counted from 1970: each the first on which the later value counts.
const NOTIFICATION_VALID_A_YEAR: Day = Day(16_953); // 1 June 2016
const JURY_HABILITATED: Day = Day(16_996); // 14 July 2016
const YEARS_OF_2017: Day = Day(17_167); // 1 January 2017

/// Days of activity in a year.
const YEAR: i64 = 365;

/// What the rules say of one file.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Verdicts {
    recevabilite_notified: Verdict,
    recevabilite_valid: Verdict,
    vae_experience: Verdict,
    resit_in_time: Verdict,
    ccs_holder: Verdict,
    ccs_experience: Verdict,
}

/// What the rules say of the session at stake, where its jury may have deliberated.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Attribution {
    mise_en_situation_or_project: Verdict,
    production_questioning: Verdict,
    ecf: Verdict,
    dossier_professionnel: Verdict,
    dossier_annexes: Verdict,
    jury_size: Verdict,
    juror_professional: Said,
    juror_experience: Said,
    juror_recent: Said,
    juror_habilitated: Said,
}

/// The session at stake.
#[derive(Clone, Copy)]
enum AtStake {
    /// The file does not say which.
    Unknown,
    /// There is none.
    None,
    At(usize),
}

/// A file and what several rules ask of it.
struct Case<'c> {
    file: &'c File<'c>,
    at_stake: AtStake,
    session: Option<&'c Session>,
}

/// Evaluates all rules.
pub(super) fn verdicts(file: &File<'_>) -> (Verdicts, Option<Attribution>) {
    let at_stake = at_stake(file);
    let session = match at_stake {
        AtStake::At(index) => file.sessions.as_ref().and_then(|sessions| sessions.get(index)),
        AtStake::Unknown | AtStake::None => None,
    };
    let case = Case { file, at_stake, session };
    let verdicts = Verdicts {
        recevabilite_notified: case.of_vae(|| verdict(case.notified())),
        recevabilite_valid: case.of_vae(|| case.recevabilite_valid()),
        vae_experience: case.of_vae(|| verdict(related_days_reach(file, Some(YEAR)))),
        resit_in_time: case.resit_in_time(),
        ccs_holder: case.of_ccs(|| case.holds_titre()),
        ccs_experience: case.of_ccs(|| either(case.trained(), related_days_reach(file, case.ccs_days()))),
    };
    (verdicts, case.may_have_deliberated().then(|| case.attribution()))
}

/// The latest session; of several on one day, the one listed last; unknown where one of several has no date.
fn at_stake(file: &File<'_>) -> AtStake {
    let Some(sessions) = &file.sessions else { return AtStake::Unknown };
    if sessions.len() > 1 && sessions.iter().any(|session| session.date.is_none()) {
        return AtStake::Unknown;
    }
    let latest = sessions.iter().enumerate().max_by_key(|(index, session)| (session.date, *index));
    latest.map_or(AtStake::None, |(index, _)| AtStake::At(index))
}

impl Case<'_> {
    fn of_vae(&self, verdict: impl FnOnce() -> Verdict) -> Verdict {
        match self.file.route {
            None => Verdict::Undetermined,
            Some(Route::Vae) => verdict(),
            Some(_) => Verdict::NotApplicable,
        }
    }

    fn of_ccs(&self, truth: impl FnOnce() -> Truth) -> Verdict {
        match self.aims_at_ccs() {
            None => Verdict::Undetermined,
            Some(true) => verdict(truth()),
            Some(false) => Verdict::NotApplicable,
        }
    }

    fn aims_at_ccs(&self) -> Truth {
        let named = self.file.target.as_ref().is_some_and(|target| target.ccs.is_some());
        let route = self.file.route.map(|route| route == Route::Ccs);
        let session = self.session.map_or(Some(false), |session| session.kind.map(|kind| kind == Kind::Ccs));
        either(Some(named), either(route, session))
    }

    fn trained(&self) -> Truth {
        match self.file.route? {
            Route::ContinuousTraining => Some(true),
            Route::Vae => Some(false),
            Route::Capitalisation | Route::Ccs => self.file.trained,
        }
    }

    /// The day of the session, or that of the decision where there is no session.
    fn decisive_day(&self) -> Option<Day> {
        match self.at_stake {
            AtStake::None => Some(self.file.evaluate_on),
            AtStake::Unknown | AtStake::At(_) => self.session?.date,
        }
    }

    fn notified(&self) -> Truth {
        let events = &self.file.events;
        match (events.recevabilite_notified, events.request_filed) {
            (Some(day), _) if day > self.file.evaluate_on => Some(false),
            // A notification older than the request answered an earlier one.
            (Some(day), filed) => filed.map(|filed| filed <= day),
            (None, _) if events.recevabilite_unanswered == Some(true) => Some(false),
            (None, _) => None,
        }
    }

    fn recevabilite_valid(&self) -> Verdict {
        match self.notified() {
            None => Verdict::Undetermined,
            Some(false) => Verdict::NotApplicable,
            Some(true) => verdict(self.within_a_year()),
        }
    }

    fn within_a_year(&self) -> Truth {
        let notified = self.file.events.recevabilite_notified?;
        // How long it was valid before is not supplied.
        let last = notified.year_later().filter(|_| notified >= NOTIFICATION_VALID_A_YEAR)?;
        Some(self.decisive_day()? <= last)
    }

    fn resit_in_time(&self) -> Verdict {
        match self.aims_at_ccs() {
            None => return Verdict::Undetermined,
            Some(true) => return Verdict::NotApplicable,
            Some(false) => {}
        }
        let failure = match self.earlier_failure() {
            None => return Verdict::Undetermined,
            Some(None) => return Verdict::NotApplicable,
            Some(Some(day)) => day,
        };
        match self.trained() {
            None => Verdict::Undetermined,
            Some(false) => Verdict::NotApplicable,
            Some(true) => {
                let in_time =
                    self.decisive_day().and_then(|day| failure.year_later().map(|last| day <= last));
                let started = self.file.events.training_started.filter(|day| *day <= self.file.evaluate_on);
                verdict(either(in_time, started.map(|day| day > failure)))
            }
        }
    }

    /// The day of the latest earlier session for the titre that did not give it, if there is one.
    fn earlier_failure(&self) -> Option<Option<Day>> {
        let at_stake = match self.at_stake {
            AtStake::Unknown => return None,
            AtStake::None => return Some(None),
            AtStake::At(index) => index,
        };
        let mut latest = None;
        for (index, session) in self.file.sessions.iter().flatten().enumerate() {
            let held_on = session.deliberated_on.or(session.date);
            if index == at_stake || held_on.is_some_and(|day| day > self.file.evaluate_on) {
                continue;
            }
            if session.kind? == Kind::Titre && !session.decision.titre? {
                latest = latest.max(Some(session.deliberated_on?));
            }
        }
        Some(latest)
    }

    fn holds_titre(&self) -> Truth {
        let titre = self.file.target.as_ref().and_then(|target| titre_named(&target.titre.as_ref()?.0));
        let lists = [self.file.titres.is_some(), self.file.sessions.is_some()];
        let mut holds = lists.iter().all(|given| *given).then_some(false);
        for held in self.file.titres.iter().flatten() {
            if held.awarded_on.is_none_or(|day| day <= self.file.evaluate_on) {
                let is = |revision: &str| titre.and_then(|titre| is_of(revision, titre));
                holds = either(holds, held.revision.as_ref().and_then(|revision| is(&revision.0)));
            }
        }
        for (index, session) in self.file.sessions.iter().flatten().enumerate() {
            if session.deliberated_on.or(session.date).is_some_and(|day| day > self.file.evaluate_on) {
                continue;
            }
            let awarded = match session.kind {
                Some(Kind::Ccs) => Some(false),
                Some(_) => session.decision.titre,
                None => session.decision.titre.filter(|awarded| !awarded),
            };
            let earlier = match self.at_stake {
                AtStake::At(at_stake) => Some(index != at_stake),
                AtStake::Unknown | AtStake::None => None,
            };
            let known_day = session.deliberated_on.map(|_| true);
            holds = either(holds, both(both(awarded, known_day), earlier));
        }
        holds
    }

    /// The days of activity that a CCS needs without training, as the law stood on the day of the session.
    fn ccs_days(&self) -> Option<i64> {
        self.decisive_day().map(|day| if day < YEARS_OF_2017 { 3 * YEAR } else { YEAR })
    }

    fn may_have_deliberated(&self) -> bool {
        match (self.at_stake, self.session) {
            (AtStake::None, _) => false,
            (_, None) => true,
            (_, Some(session)) => match (session.deliberated_on, session.date) {
                (Some(day), _) => day <= self.file.evaluate_on,
                (None, date) => date.is_none_or(|date| date <= self.file.evaluate_on),
            },
        }
    }

    fn attribution(&self) -> Attribution {
        let evidence =
            |piece: fn(&Evidence) -> Truth| self.session.and_then(|session| piece(&session.evidence));
        // No text supplied says whether the RE foresees it: one that is not provided leaves the question open.
        let if_foreseen = |provided: Truth| verdict(either(provided, None));
        let date = self.session.and_then(|session| session.date);
        let least_years = date.map(|day| if day < YEARS_OF_2017 { 5 } else { 3 });
        let jury = self.session.and_then(|session| session.jury.as_deref());
        let trained = self.trained();
        Attribution {
            mise_en_situation_or_project: verdict(either(
                evidence(|evidence| evidence.mise_en_situation),
                evidence(|evidence| evidence.project),
            )),
            production_questioning: if_foreseen(evidence(|evidence| evidence.production_questioning)),
            ecf: match trained {
                None => Verdict::Undetermined,
                Some(false) => Verdict::NotApplicable,
                Some(true) => verdict(evidence(|evidence| evidence.ecf)),
            },
            dossier_professionnel: verdict(evidence(|evidence| evidence.dossier_professionnel)),
            dossier_annexes: if_foreseen(evidence(|evidence| evidence.dossier_annexes)),
            jury_size: verdict(jury.map(|jury| jury.len() >= 2)),
            juror_professional: each(jury, |juror| verdict(juror.professional)),
            juror_experience: each(jury, |juror| {
                verdict(juror.years_in_job.zip(least_years).map(|(years, least)| years >= least))
            }),
            juror_recent: each(jury, |juror| verdict(juror.years_since_leaving.map(|years| years <= 5))),
            juror_habilitated: each(jury, |juror| match date {
                Some(day) if day < JURY_HABILITATED => Verdict::NotApplicable,
                day => verdict(juror.habilitated_until.zip(day).map(|(until, day)| until >= day)),
            }),
        }
    }
}

fn each<T>(all: Option<&[T]>, verdict: impl Fn(&T) -> Verdict) -> Said {
    all.map_or(Said::Once(Verdict::Undetermined), |all| Said::Each(all.iter().map(verdict).collect()))
}
