//! Which revision of the titre governs a file, by which event, and why (the design's « Which revision »).
//!
//! Where the design is silent:
//! - The order of the listed events is the reverse of the order in which they happen, so an absent event lies after
//!   the known ones that follow it in the list (inference).
//! - An absent event « could have changed the choice » if some day it can have had leads to another revision. A file
//!   that says there is no session (`"sessions": []`) has no absent session.
//! - An event after the date of the decision has not happened; only the day of a planned session counts.
//! - After the end of the last revision, one who began before it is not said to be too late while its last delivery
//!   is not supplied: that is undetermined.

mod words;

use parchemin_core::{
    Citation, Day, Known, Lang, Missing, Pointer,
    decision::ChoiceState,
    file::{CandidateFile, Event, Events, Route},
    titre::Titre,
    truth::{all_of, any_of},
};
use parchemin_package::{
    check::{Checked, KeepsFormer, KeptUntil, Revision},
    written::Effect,
};
use std::{iter, sync::Arc};

/// The revisions of a titre, oldest first.
pub(crate) type Timeline = [(Arc<Checked>, Arc<Revision>)];

/// The choice, and what follows from it.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) state: ChoiceState,
    /// The place in the timeline of the revision that governs.
    pub(crate) index: Option<usize>,
    pub(crate) event: Option<(Event, Day)>,
    /// Kept by a provision of the successor, until that day.
    pub(crate) kept: Option<Kept>,
    pub(crate) missing: Option<Missing>,
    pub(crate) citations: Vec<Citation>,
    /// The day the parcours began.
    pub(crate) begun: Known<Day>,
    /// The last of the revisions that extend the one chosen.
    pub(crate) extended: Option<Arc<Titre>>,
    /// A provision that would have let keep the former revision, had its last day not passed.
    pub(crate) lapsed: Option<Lapsed>,
}

/// A passage that is over.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lapsed {
    /// The label of the former revision.
    pub(crate) label: String,
    pub(crate) until: Day,
    pub(crate) citation: Citation,
}

/// A former revision kept by a provision.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    pub(crate) event: Option<(Event, Day)>,
    pub(crate) until: Day,
    pub(crate) citation: Citation,
}

/// What the file says of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Dated {
    On(Day),
    /// The file says that it did not happen, or it is still to come.
    Never,
    Absent,
}

/// What the choice looks at.
pub(crate) struct Facts<'f> {
    pub(crate) days: Days,
    pub(crate) route: Option<Route>,
    /// Whether the candidate held a CCP of a revision on a day.
    pub(crate) holds_ccp_of: &'f dyn Fn(&Checked, Day) -> Known<bool>,
}

#[derive(Clone, Debug, PartialEq)]
enum Pick {
    Revision(usize, Option<Kept>),
    NotYet,
    Ended(usize),
    Unknown(Missing),
}

/// What a file says of the events that choose, in the order of their names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days([(Event, Dated, Pointer); 5]);

impl Days {
    fn get(&self, event: Event) -> Option<(Dated, Pointer)> {
        let found = self.0.iter().find(|(known, ..)| *known == event);
        found.map(|(_, dated, pointer)| (*dated, *pointer))
    }

    /// The same, as they were known on a day.
    fn as_of(mut self, day: Day) -> Days {
        for (_, dated, _) in &mut self.0 {
            if matches!(dated, Dated::On(happened) if *happened > day) {
                *dated = Dated::Absent;
            }
        }
        self
    }

    /// The same, with an event supposed on a day.
    fn supposing(mut self, event: Event, day: Day) -> Days {
        for (known, dated, _) in &mut self.0 {
            if *known == event {
                *dated = Dated::On(day);
            }
        }
        self
    }
}

/// The events of a file, as far as they count on the date of the decision.
pub(crate) fn days(file: &CandidateFile, date: Day, session: &Known<Option<usize>>) -> Days {
    let events = file.events.as_ref();
    let past = |day: Option<Day>| match day {
        Some(day) if day <= date => Dated::On(day),
        Some(_) => Dated::Never,
        None => Dated::Absent,
    };
    let (on, pointer) = match session {
        Ok(None) => (Dated::Never, Pointer::of("/sessions")),
        // Of several sessions one has no day.
        Err(_) => (Dated::Absent, first_undated(file)),
        Ok(Some(index)) => {
            let session = file.sessions.as_ref().and_then(|sessions| sessions.get(*index));
            let day = session.and_then(|session| session.date);
            (day.map_or(Dated::Absent, Dated::On), Pointer::row("/sessions/#/date", *index))
        }
    };
    let event = |event, day: fn(&Events) -> Option<Day>, pointer| {
        (event, past(events.and_then(day)), Pointer::of(pointer))
    };
    let notified = match events.and_then(|events| events.recevabilite_notified) {
        // It answered an earlier request.
        Some(_) if events.is_some_and(|events| events.notified().is_none()) => Dated::Never,
        day => past(day),
    };
    Days([
        (Event::Session, on, pointer),
        event(Event::Registered, |events| events.registered, "/events/registered"),
        (Event::RecevabiliteNotified, notified, Pointer::of("/events/recevabilite_notified")),
        event(Event::RequestFiled, |events| events.request_filed, "/events/request_filed"),
        event(Event::TrainingStarted, |events| events.training_started, "/events/training_started"),
    ])
}

fn first_undated(file: &CandidateFile) -> Pointer {
    let undated = file.sessions.iter().flatten().position(|session| session.date.is_none());
    undated.map_or(Pointer::of("/sessions"), |index| Pointer::row("/sessions/#/date", index))
}

/// Chooses the revision: by the first listed event that the file has, then by the provisions of the newer revision on
/// who keeps the former one; undetermined where something unknown could have led to another.
pub(crate) fn choose(timeline: &Timeline, facts: &Facts<'_>, date: Day) -> Choice {
    let order = timeline.last().map(|(_, newest)| newest.events.clone()).unwrap_or_default();
    // A trained candidate files no VAE request, and a VAE candidate starts no training: not events they lack.
    let order: Vec<Event> = order.into_iter().filter(|event| concerns(*event, facts.route)).collect();
    let deciding = order.iter().find_map(|event| match facts.days.get(*event) {
        Some((Dated::On(day), _)) => Some((*event, day)),
        _ => None,
    });
    let Some((event, day)) = deciding else {
        let listed = || order.iter().filter_map(|event| facts.days.get(*event));
        let absent = listed().filter(|(dated, _)| *dated == Dated::Absent);
        let absent = Missing::union(absent.map(|(_, pointer)| Missing::fact(pointer)));
        let any = || Missing::union(listed().map(|(_, pointer)| Missing::fact(pointer)));
        return undetermined(None, absent.or_else(any).unwrap_or_else(|| Missing::fact("/events")));
    };
    let pick = pick(timeline, facts, day);
    if !matches!(pick, Pick::Unknown(_))
        && let Some(missing) = absent_that_could_change(timeline, facts, &order, (event, day), date, &pick)
    {
        return undetermined(Some((event, day)), missing);
    }
    match pick {
        Pick::Unknown(missing) => undetermined(Some((event, day)), missing),
        Pick::NotYet => Choice { state: ChoiceState::NotYet, ..none(Some((event, day))) },
        Pick::Ended(index) => {
            let citations =
                timeline.get(index).map(|(_, revision)| revision.to_citation.clone()).into_iter().collect();
            Choice { state: ChoiceState::Ended, citations, ..none(Some((event, day))) }
        }
        Pick::Revision(index, kept) => {
            let lapsed = if kept.is_none() { lapsed(timeline, facts, index, day) } else { None };
            let mut citations = citations(timeline, index, kept.as_ref());
            citations.extend(lapsed.iter().map(|lapsed| lapsed.citation.clone()));
            let begun = begun(facts).map(|(_, day)| day);
            let extended = timeline.get(last_extension(timeline, index));
            let extended = extended.map(|(_, revision)| Arc::clone(&revision.titre));
            Choice {
                state: ChoiceState::Chosen,
                index: Some(index),
                kept,
                citations,
                begun,
                extended,
                lapsed,
                ..none(Some((event, day)))
            }
        }
    }
}

fn concerns(event: Event, route: Option<Route>) -> bool {
    match (event, route) {
        (Event::RecevabiliteNotified | Event::RequestFiled, Some(route)) => route == Route::Vae,
        (Event::TrainingStarted, Some(route)) => route != Route::Vae,
        _ => true,
    }
}

/// Whether something that is said of some routes, or of all when none are named, is said of a route.
pub(crate) fn of_routes(routes: Option<&[Route]>, route: Option<Route>) -> Known<bool> {
    match (routes, route) {
        (None, _) => Ok(true),
        (Some(routes), Some(route)) => Ok(routes.contains(&route)),
        (Some(_), None) => Err(Missing::fact("/route")),
    }
}

/// No revision, for no reason yet.
fn none(event: Option<(Event, Day)>) -> Choice {
    Choice {
        state: ChoiceState::Undetermined,
        index: None,
        event,
        kept: None,
        missing: None,
        citations: Vec::new(),
        begun: Err(Missing::fact("/events")),
        extended: None,
        lapsed: None,
    }
}

/// A choice that cannot be made, and what is missing for it.
pub(crate) fn undetermined(event: Option<(Event, Day)>, missing: Missing) -> Choice {
    Choice { missing: Some(missing), ..none(event) }
}

fn citations(timeline: &Timeline, index: usize, kept: Option<&Kept>) -> Vec<Citation> {
    let Some((_, revision)) = timeline.get(index) else { return Vec::new() };
    let start = [revision.from_citation.clone()];
    match kept {
        None => start.into(),
        Some(kept) => {
            let last_delivery = revision.last_delivery_citation.clone();
            start.into_iter().chain(last_delivery).chain([kept.citation.clone()]).collect()
        }
    }
}

/// The revision that a day leads to, the passage from the former one included.
fn pick(timeline: &Timeline, facts: &Facts<'_>, day: Day) -> Pick {
    let started =
        timeline.iter().rposition(|(_, revision)| revision.first_day().is_ok_and(|first| first <= day));
    let Some(index) = started else { return before_the_first(timeline) };
    let Some((_, revision)) = timeline.get(index) else { return Pick::NotYet };
    match keeps_former(timeline, facts, index, day) {
        Some((_, Err(missing))) => return Pick::Unknown(missing),
        Some((former, Ok(Some(kept)))) => return kept_under(timeline, facts, former, kept, day),
        Some((_, Ok(None))) | None => {}
    }
    if revision.effect == Effect::Closes {
        return Pick::Ended(index);
    }
    match revision.titre.period.last_day() {
        Ok(last) if day > last => ended(timeline, facts, index, last, day),
        // A revision with an unknown end stays in force until its successor starts (inference).
        _ => Pick::Revision(index, None),
    }
}

/// The revision of who keeps a former one: that, or one before it, whose end found the parcours under way already.
fn kept_under(timeline: &Timeline, facts: &Facts<'_>, former: Option<usize>, kept: Kept, day: Day) -> Pick {
    let Some(former) = former else { return before_the_first(timeline) };
    match keeps_former(timeline, facts, former, day) {
        Some((_, Err(missing))) => Pick::Unknown(missing),
        Some((older, Ok(Some(kept)))) => kept_under(timeline, facts, older, kept, day),
        Some((_, Ok(None))) | None => Pick::Revision(former, Some(kept)),
    }
}

/// The revision whose titre the jury of an earlier session awarded: that of the day of the session, as the file was known
/// then. `pointer` is that of the day.
///
/// # Errors
/// What is missing to know it.
pub(crate) fn awarded_under(
    timeline: &Timeline,
    days: Days,
    route: Option<Route>,
    day: Option<Day>,
    pointer: Pointer,
) -> Known<usize> {
    let day = day.ok_or_else(|| Missing::fact(pointer))?;
    let days = days.as_of(day).supposing(Event::Session, day);
    let unknown = |_: &Checked, _: Day| Err(Missing::fact("/ccps"));
    match pick(timeline, &Facts { days, route, holds_ccp_of: &unknown }, day) {
        Pick::Revision(place, _) => Ok(place),
        Pick::Unknown(missing) => Err(missing),
        // No jury sits for a titre that is not in force: what was awarded is to be told otherwise.
        Pick::NotYet | Pick::Ended(_) => Err(Missing::fact("/titres")),
    }
}

/// Before the first revision: not yet, unless there was a predecessor whose period nobody here has.
fn before_the_first(timeline: &Timeline) -> Pick {
    let Some((_, first)) = timeline.first() else { return Pick::NotYet };
    let external =
        first.external.iter().find(|external| Some(&external.revision) == first.predecessor.as_ref());
    external.map_or(Pick::NotYet, |external| Pick::Unknown(Missing::text(external.period_text.clone())))
}

/// After the last day of the last revision that started.
fn ended(timeline: &Timeline, facts: &Facts<'_>, index: usize, last: Day, day: Day) -> Pick {
    let Some((_, revision)) = timeline.get(index) else { return Pick::Ended(index) };
    let begun_in_time = begun(facts).map(|(_, day)| day <= last);
    let in_time = revision.titre.last_delivery_day().map(|delivery| day <= delivery);
    match all_of([begun_in_time, in_time]) {
        Ok(true) => {
            let until = revision.titre.last_delivery_day().unwrap_or(last);
            Pick::Revision(
                index,
                Some(Kept { event: begun(facts).ok(), until, citation: revision.to_citation.clone() }),
            )
        }
        Ok(false) => Pick::Ended(index),
        Err(missing) => Pick::Unknown(missing),
    }
}

/// The event by which a parcours begins: the request of a VAE candidate, the training of any other.
fn begun(facts: &Facts<'_>) -> Known<(Event, Day)> {
    let event = match facts.route {
        Some(Route::Vae) => Event::RequestFiled,
        Some(_) => Event::TrainingStarted,
        None => return Err(Missing::fact("/route")),
    };
    day_of(facts, event).and_then(|day| day.map(|day| (event, day)).ok_or_else(|| Missing::fact("/events")))
}

fn day_of(facts: &Facts<'_>, event: Event) -> Known<Option<Day>> {
    match facts.days.get(event) {
        Some((Dated::On(day), _)) => Ok(Some(day)),
        Some((Dated::Never, _)) | None => Ok(None),
        Some((Dated::Absent, pointer)) => Err(Missing::fact(pointer)),
    }
}

/// The provision that would have applied on the first day of the revision, and whose last day has passed since.
fn lapsed(timeline: &Timeline, facts: &Facts<'_>, index: usize, day: Day) -> Option<Lapsed> {
    let (_, revision) = timeline.get(revised(timeline, index))?;
    let former = former_place(timeline, revision)?;
    let (_, old) = timeline.get(former)?;
    let first = revision.first_day().ok()?;
    revision.former.iter().find_map(|provision| {
        let kept = one_provision(timeline, facts, revision, Some(former), provision, first).ok()??;
        (kept.until < day).then(|| Lapsed {
            label: old.titre.label.clone(),
            until: kept.until,
            citation: kept.citation,
        })
    })
}

/// The place in the timeline of the revision before.
fn former_place(timeline: &Timeline, revision: &Revision) -> Option<usize> {
    timeline.iter().position(|(package, _)| Some(&package.identity.id) == revision.predecessor.as_ref())
}

/// The revision that a revision extends, which extends none itself: its passage holds on for both.
fn revised(timeline: &Timeline, index: usize) -> usize {
    let extends = |index: usize| {
        let (_, revision) = timeline.get(index)?;
        let extends = revision.effect == Effect::Extends && revision.former.is_empty();
        former_place(timeline, revision).filter(|former| extends && *former < index)
    };
    iter::successors(Some(index), |index| extends(*index)).last().unwrap_or(index)
}

/// The last of the revisions that extend a revision, each the one before.
fn last_extension(timeline: &Timeline, index: usize) -> usize {
    let extension = |index: usize| {
        let extends = |(_, revision): &(Arc<Checked>, Arc<Revision>)| {
            revision.effect == Effect::Extends && former_place(timeline, revision) == Some(index)
        };
        timeline.iter().position(extends).filter(|later| *later > index)
    };
    iter::successors(Some(index), |index| extension(*index)).last().unwrap_or(index)
}

/// The last day of the former revision. Where its end is unknown, it ends the day before its successor starts
/// (inference).
fn end_of_former(former: Option<&Revision>, successor: &Revision) -> Known<Day> {
    let stated = former.and_then(|former| former.titre.period.last_day().ok());
    stated.map_or_else(|| successor.first_day().map(|first| first.days_after(-1)), Ok)
}

type KeptFormer = (Option<usize>, Known<Option<Kept>>);

/// Whether the former revision is kept: none where no provision says anything of it.
fn keeps_former(timeline: &Timeline, facts: &Facts<'_>, index: usize, day: Day) -> Option<KeptFormer> {
    let (_, revision) = timeline.get(revised(timeline, index))?;
    if revision.former.is_empty() {
        return None;
    }
    // Of what does not fit together, a revision may be said to follow itself.
    let former = former_place(timeline, revision).filter(|former| *former < index);
    let mut kept = None;
    let answers: Vec<Known<bool>> = revision
        .former
        .iter()
        .map(|provision| {
            let answer = one_provision(timeline, facts, revision, former, provision, day);
            answer.map(|found| {
                let holds = found.is_some();
                kept = kept.clone().or(found);
                holds
            })
        })
        .collect();
    Some((former, any_of(answers).map(|holds| kept.filter(|_| holds))))
}

fn one_provision(
    timeline: &Timeline,
    facts: &Facts<'_>,
    revision: &Revision,
    former: Option<usize>,
    provision: &KeepsFormer,
    day: Day,
) -> Known<Option<Kept>> {
    let concerned = of_routes(provision.routes.as_deref(), facts.route);
    let old = former.and_then(|former| timeline.get(former));
    let end = end_of_former(old.map(|(_, old)| &**old), revision)?;
    let in_time = match provision.event {
        None => Ok(true),
        Some(event) => day_of(facts, event).map(|happened| happened.is_some_and(|happened| happened <= end)),
    };
    let holds = match (provision.holds_ccp, old) {
        (false, _) => Ok(true),
        (true, Some((package, _))) => (facts.holds_ccp_of)(package, end),
        (true, None) => Ok(false),
    };
    let until = match (&provision.until, old) {
        (KeptUntil::YearsAfterEnd(years), _) => Ok(end.years_after(*years)),
        (KeptUntil::NotSupplied(text), _) => Err(Missing::text(text.clone())),
        (KeptUntil::LastDelivery, Some((_, old))) => old.titre.last_delivery_day(),
        (KeptUntil::LastDelivery, None) => Err(Missing::text(provision.citation.text.clone())),
    };
    let before_the_end = until.clone().map(|until| day <= until);
    let keeps = all_of([concerned, in_time, holds, before_the_end])?;
    let event = provision.event.and_then(|event| Some((event, day_of(facts, event).ok().flatten()?)));
    Ok(if keeps {
        until.ok().map(|until| Kept { event, until, citation: provision.citation.clone() })
    } else {
        None
    })
}

/// The absent events, listed before the deciding one, that could have changed the choice.
fn absent_that_could_change(
    timeline: &Timeline,
    facts: &Facts<'_>,
    order: &[Event],
    (deciding, lower): (Event, Day),
    date: Day,
    base: &Pick,
) -> Option<Missing> {
    let before = order.iter().take_while(|event| **event != deciding);
    let absent = before.filter_map(|event| match facts.days.get(*event) {
        Some((Dated::Absent, pointer)) => Some((*event, pointer)),
        _ => None,
    });
    let breaks = breakpoints(timeline, lower);
    let changing = absent.filter(|(event, _)| {
        let possible = breaks.iter().filter(|day| *event == Event::Session || **day <= date);
        possible.copied().any(|day| {
            let supposed = Facts {
                days: facts.days.supposing(*event, day),
                route: facts.route,
                holds_ccp_of: facts.holds_ccp_of,
            };
            !same_revision(&pick(timeline, &supposed, day), base)
        })
    });
    Missing::union(changing.map(|(_, pointer)| Missing::fact(pointer)))
}

fn same_revision(a: &Pick, b: &Pick) -> bool {
    match (a, b) {
        (Pick::Revision(a, _), Pick::Revision(b, _)) => a == b,
        (a, b) => a == b,
    }
}

/// The days, from a day on, at which the choice can change.
fn breakpoints(timeline: &Timeline, lower: Day) -> Vec<Day> {
    let mut days = vec![lower];
    for (_, revision) in timeline {
        let titre = &revision.titre;
        days.extend(revision.first_day().ok());
        let ends = [titre.period.last_day().ok(), titre.last_delivery_day().ok()];
        days.extend(ends.into_iter().flatten().map(|day| day.days_after(1)));
        let former = former_place(timeline, revision).and_then(|former| timeline.get(former));
        let end = end_of_former(former.map(|(_, former)| &**former), revision);
        let years = revision.former.iter().filter_map(|provision| match provision.until {
            KeptUntil::YearsAfterEnd(years) => Some(years),
            KeptUntil::LastDelivery | KeptUntil::NotSupplied(_) => None,
        });
        days.extend(years.filter_map(|years| Some(end.as_ref().ok()?.years_after(years).days_after(1))));
    }
    days.retain(|day| *day >= lower);
    days.sort();
    days.dedup();
    days
}

impl Choice {
    /// Whether a revision is in force for the file.
    pub(crate) fn in_force(&self) -> Known<bool> {
        match (&self.missing, self.state) {
            (Some(missing), _) => Err(missing.clone()),
            (None, state) => Ok(state == ChoiceState::Chosen),
        }
    }

    /// The last day on which the titre can be delivered, where a text gives it.
    pub(crate) fn delivered_until(&self) -> Option<Day> {
        let kept = self.kept.as_ref().map(|kept| kept.until);
        kept.or_else(|| self.extended.as_ref()?.last_delivery_day().ok())
    }

    /// What would have to be known to know the revision that governs.
    pub(crate) fn lacking(&self) -> Missing {
        let none = || match self.event {
            // The texts of the titre leave that day out.
            Some((_, day)) => {
                Missing::text(format!("révision du titre en vigueur le {}", day.spoken(Lang::Fr)))
            }
            None => Missing::fact("/target/titre"),
        };
        self.missing.clone().unwrap_or_else(none)
    }
}
