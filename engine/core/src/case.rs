//! The case: one file on one date, with the facts that the host has established around it. Pure, and shared by all rules.

use crate::{
    Citation, Day, Known, Missing, Pointer,
    file::{CandidateFile, CcpResult, Event, Events, Session, SessionKind},
    limits::Bounds,
    parameter::Parameters,
    titre::Titre,
    truth::{all_of, any_of},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// Everything a rule may look at.
#[derive(Clone, Debug)]
pub struct Case {
    /// The candidate's file.
    pub file: Arc<CandidateFile>,
    /// The date of the decision. Nothing dated after it counts, but the day of a planned session.
    pub date: Day,
    /// The session at stake: the latest of the file; none where the file states that there is none.
    pub session: Known<Option<usize>>,
    /// The revision that governs the case.
    pub titre: Known<Arc<Titre>>,
    /// Whether a revision of the titre is in force for the case.
    pub in_force: Known<bool>,
    /// What says so.
    pub in_force_support: Option<Citation>,
    /// The last day on which the titre can be delivered in this case, where a text gives it.
    pub delivered_until: Option<Day>,
    /// The CCPs that the candidate holds, wherever they come from.
    pub held: Vec<Held>,
    /// The list of CCPs held is complete; if not, what would complete it.
    pub held_complete: Known<()>,
    /// Where the candidate stood before the session at stake, per CCP of the revision.
    pub before: Vec<Standing>,
    /// Where the candidate stands on the date, per CCP of the revision.
    pub after: Vec<Standing>,
    /// Whether the candidate holds the titre aimed at, in any revision.
    pub holds_titre: Known<bool>,
    /// For each earlier VAE request of the file, what it asked for.
    pub requests: Vec<Asked>,
    /// For each CCP that the candidate presents in the session at stake, the places in the revision of those that it is,
    /// or is deemed to be.
    pub presented: Vec<Known<Vec<usize>>>,
    /// The same for each row of what its jury decided.
    pub decided: Vec<Known<Vec<usize>>>,
    /// The parameters of the packages in use.
    pub parameters: Arc<Parameters>,
    /// Texts that the packages name and nobody here has: id, title.
    pub absent_texts: Arc<BTreeMap<String, String>>,
    /// The bounds of the decision; a rule runs within those of its own package.
    pub bounds: Bounds,
}

/// What an earlier VAE request asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Whether that is the titre aimed at.
    pub this_titre: Known<bool>,
    /// The certification, by one name whatever name the file gives it; none where the file names none.
    pub certification: Option<String>,
}

/// A CCP that the candidate holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its id, or the bloc code of a CCP of an external titre.
    pub ccp: String,
    /// Where the file says so.
    pub pointer: Pointer,
    /// The day of the award.
    pub awarded_on: Known<Day>,
    /// Awarded by the session at stake.
    pub by_session_at_stake: bool,
    /// It is not a CCP, but a titre as a whole.
    pub whole: bool,
    /// What it is worth in the revision that governs the case.
    pub worth: Worth,
}

/// What a held CCP is worth in the revision that governs the case.
#[derive(Clone, Debug, PartialEq)]
pub enum Worth {
    /// It is a CCP of that revision, or of the one that it extends unchanged; a held titre is all of them.
    Same(Vec<usize>),
    /// Correspondence rows convert it, alone or with others, into these CCPs.
    Converts(Vec<usize>),
    /// The table is there and has no row for it.
    ConvertsToNothing,
    /// A table on the way is not supplied, or the revision itself is not known.
    Undetermined(Missing),
    /// It belongs to another titre.
    OtherTitre,
}

/// Where the candidate stands with one CCP.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Held, converted, missing or undetermined.
    pub state: Known<StandingState>,
    /// The held CCPs it rests on: indices into [`Case::held`].
    pub from: Vec<usize>,
    /// The correspondence rows that converted it.
    pub by: Vec<Citation>,
}

/// A known standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandingState {
    /// Obtained as a CCP of this revision, or of one that it extends unchanged.
    Held,
    /// Deemed obtained, by the correspondence table.
    Converted,
    /// Not obtained.
    Missing,
}

impl StandingState {
    /// The name in rules and decisions.
    pub fn name(self) -> &'static str {
        match self {
            StandingState::Held => "held",
            StandingState::Converted => "converted",
            StandingState::Missing => "missing",
        }
    }

    /// All names.
    pub const NAMES: &'static [&'static str] = &["held", "converted", "missing"];

    /// Whether the CCP counts as obtained.
    pub fn is_obtained(self) -> bool {
        self != StandingState::Missing
    }
}

/// What a rule is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The file as a whole.
    File,
    /// A CCP of the revision.
    Ccp(usize),
    /// A CCP that the candidate holds.
    Held(usize),
    /// A member of the jury of the session at stake.
    Juror(usize),
}

impl Case {
    /// The session at stake and its place in the file.
    ///
    /// # Errors
    /// `/sessions` where the file does not say whether there is one, or says that there is none.
    pub fn session_at_stake(&self) -> Known<(usize, &Session)> {
        let index = self.session.clone()?;
        index
            .and_then(|i| self.file.sessions.as_ref()?.get(i).map(|session| (i, session)))
            .ok_or_else(|| Missing::fact("/sessions"))
    }

    /// The pointer of a member of the session at stake.
    pub fn session_pointer(&self, member: &'static str) -> Pointer {
        match &self.session {
            Ok(Some(i)) => Pointer::row("/sessions/#", *i).member(member),
            _ => Pointer::of("/sessions"),
        }
    }

    /// The day of an event as the file has it, later than the date of the decision or not; with its pointer.
    pub fn stated(&self, event: Event) -> (Option<Day>, Pointer) {
        let events = self.file.events.as_ref();
        let session = || self.session_at_stake().ok().map(|(_, session)| session);
        match event {
            Event::TrainingStarted => {
                (events.and_then(|e| e.training_started), Pointer::of("/events/training_started"))
            }
            Event::RequestFiled => {
                (events.and_then(|e| e.request_filed), Pointer::of("/events/request_filed"))
            }
            Event::RecevabiliteNotified => {
                (events.and_then(|e| e.recevabilite_notified), Pointer::of("/events/recevabilite_notified"))
            }
            Event::Registered => (events.and_then(|e| e.registered), Pointer::of("/events/registered")),
            Event::Session => (session().and_then(|s| s.date), self.session_pointer("date")),
            Event::Deliberated => {
                (session().and_then(|s| s.deliberated_on), self.session_pointer("deliberated_on"))
            }
            Event::FirstCcp => (self.first_ccp_awarded_on().ok(), Pointer::of("/ccps")),
        }
    }

    /// The day the first of the CCPs held of this titre was awarded; of titres alone, where no CCP is held by itself.
    ///
    /// # Errors
    /// The day of one of them, or what would complete the list.
    pub fn first_ccp_awarded_on(&self) -> Known<Day> {
        let mut first: Option<Day> = None;
        let of_titre = || self.held.iter().filter(|held| held.worth != Worth::OtherTitre);
        let titres_alone = of_titre().all(|held| held.whole);
        for held in of_titre().filter(|held| titres_alone || !held.whole) {
            let day = held.awarded_on.clone()?;
            first = Some(first.map_or(day, |first| first.min(day)));
        }
        self.held_complete.clone()?;
        first.ok_or_else(|| Missing::fact("/ccps"))
    }

    /// The latest session for the titre, before the session at stake, whose jury did not award it; none if there is none.
    ///
    /// # Errors
    /// What would have to be known of an earlier session.
    pub fn earlier_failure_on(&self) -> Known<Option<Day>> {
        let at_stake = self.session.clone()?;
        let mut latest: Option<Day> = None;
        for (index, session) in self.file.sessions.iter().flatten().enumerate() {
            let pointer = |member| Missing::fact(Pointer::row("/sessions/#", index).member(member));
            if Some(index) == at_stake
                || session.deliberated_on.or(session.date).is_some_and(|day| day > self.date)
            {
                continue;
            }
            if session.kind.ok_or_else(|| pointer("kind"))? != SessionKind::Titre {
                continue;
            }
            let awarded = session.decision.as_ref().and_then(|decision| decision.titre);
            if awarded.ok_or_else(|| pointer("decision/titre"))? {
                continue;
            }
            let day = session.deliberated_on.ok_or_else(|| pointer("deliberated_on"))?;
            latest = Some(latest.map_or(day, |latest| latest.max(day)));
        }
        Ok(latest)
    }

    /// The day of an event that counts on the date of the decision: a planned session counts, nothing else to come does.
    pub fn event(&self, event: Event) -> Known<Day> {
        let (day, pointer) = self.stated(event);
        let counts = |day: &Day| match event {
            Event::Session => true,
            Event::RecevabiliteNotified => {
                *day <= self.date && self.file.events.as_ref().and_then(Events::notified) == Some(*day)
            }
            _ => *day <= self.date,
        };
        day.filter(counts).ok_or_else(|| Missing::fact(pointer))
    }

    /// The day at which a parameter is taken: the event that the rule names; where that event is to come, or the
    /// rule names none, the date of the decision.
    pub fn parameter_day(&self, event: Option<Event>) -> Known<Day> {
        match event {
            None => Ok(self.date),
            Some(Event::Session) if self.session == Ok(None) => Ok(self.date),
            Some(event) => match self.stated(event) {
                (Some(day), _) if day > self.date && event != Event::Session => Ok(self.date),
                (Some(day), _) => Ok(day),
                (None, pointer) => Err(Missing::fact(pointer)),
            },
        }
    }

    /// Whether a jury has deliberated on the session at stake.
    pub fn deliberated(&self) -> Known<bool> {
        let Ok(None) = self.session else {
            let (_, session) = self.session_at_stake()?;
            return match (session.deliberated_on, session.date) {
                (Some(day), _) => Ok(day <= self.date),
                (None, Some(date)) if date > self.date => Ok(false),
                (None, _) => Err(Missing::fact(self.session_pointer("deliberated_on"))),
            };
        };
        Ok(false)
    }

    /// What the jury of the session at stake decided on a CCP of the revision.
    pub fn jury_awards_ccp(&self, index: usize) -> Known<bool> {
        let (i, session) = self.session_at_stake()?;
        self.titre.as_ref().map_err(Clone::clone)?;
        let decision = session.decision.as_ref();
        // In a session for CCPs, what is awarded is listed CCP by CCP.
        let by_titre = match (decision.and_then(|d| d.titre), session.kind) {
            (Some(true), Some(SessionKind::Titre)) => return Ok(true),
            (Some(true), None) => Err(Missing::fact(Pointer::row("/sessions/#/kind", i))),
            _ => Ok(false),
        };
        let row = |n| Pointer::rows("/sessions/#/decision/ccps/#", i, n);
        let listed = decision
            .and_then(|d| d.ccps.as_ref())
            .ok_or_else(|| Missing::fact(Pointer::row("/sessions/#/decision/ccps", i)))?;
        let mut obtained = by_titre;
        for (n, listed) in listed.iter().enumerate() {
            if listed.ccp.is_none() {
                obtained = any_of([obtained, Err(Missing::fact(row(n).member("ccp")))]);
                continue;
            }
            let it_is = self.decided.get(n).map_or(Ok(false), |places| {
                places.as_ref().map(|places| places.contains(&index)).map_err(Clone::clone)
            });
            if it_is != Ok(false) {
                let result = listed.result.ok_or_else(|| Missing::fact(row(n).member("result")));
                let awarded = all_of([it_is, result.map(|r| r == CcpResult::Obtained)]);
                obtained = any_of([obtained, awarded]);
            }
        }
        obtained
    }

    /// Whether every CCP of the revision is held or converted.
    pub fn all_obtained(&self, standings: &[Standing]) -> Known<bool> {
        self.titre.as_ref().map_err(Clone::clone)?;
        all_of(standings.iter().map(|s| s.state.clone().map(StandingState::is_obtained)))
    }

    /// The kind of the session at stake.
    pub fn session_kind(&self) -> Known<SessionKind> {
        let (i, session) = self.session_at_stake()?;
        session.kind.ok_or_else(|| Missing::fact(Pointer::row("/sessions/#/kind", i)))
    }
}
