//! What the candidate holds, and what it is worth in the revision that governs.
//!
//! Where the design is silent:
//! - A CCP that a past session awarded is held, whether `ccps` repeats it or not; one awarded after the date of the
//!   decision is not.
//! - A session for the titre at which the jury awarded the titre gives all CCPs of the revision that governed it.
//! - A held titre of the revision, or of one that it extends, gives all its CCPs; one of an earlier revision goes
//!   through the tables like its CCPs do.
//! - What is held is known to be all only where `ccps`, `titres` and `sessions` are given, each row says what it is
//!   about, and each past session says what its jury decided, on the titre too where it could award it.
//! - A number of the register that no package has is of another titre, unless a revision of this one does not say its own.
//! - Nothing converts backwards: a CCP of a later revision has no worth that a text states in a former one.

use crate::{
    choice::{self, Days, Timeline},
    names::{Aim, Names},
    refusal::Refusal,
};
use parchemin_core::{
    CandidateFile, Citation, Day, Known, Missing, Pointer,
    case::{Held, Standing, StandingState, Worth},
    file::{CcpResult, Session, SessionKind},
    truth::{Lacking, all_of, any_of},
};
use parchemin_package::{
    Catalogue,
    check::{Checked, External},
    correspondence::{Reading, Row, Table, WHOLE},
    written::Effect,
};
use std::sync::Arc;

/// Everything the candidate holds, as the file states it, each resolved.
pub(crate) struct Holdings {
    pub(crate) held: Vec<Resolved>,
    /// Whether `held` is all that is held; what the session at stake leaves open is no matter before it.
    pub(crate) complete: Known<()>,
    complete_before: Known<()>,
    pub(crate) holds_titre: Known<bool>,
}

/// A held CCP, or a held titre, resolved to the revision it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) reference: String,
    pub(crate) pointer: Pointer,
    pub(crate) awarded_on: Known<Day>,
    pub(crate) by_session_at_stake: bool,
    of: Of,
}

#[derive(Clone, Debug, PartialEq)]
enum Of {
    /// A CCP of a package of this titre: place in the timeline, index.
    Ccp(usize, usize),
    /// The whole titre in a revision of this titre.
    Whole(usize),
    /// A bloc of an external revision, or all of it: declared by the package at that place.
    External { declared_by: usize, revision: String, code: Option<String> },
    /// Of another titre.
    Other,
    /// By a number of the register that no package has, and that one of this titre may have.
    Unknown(Missing),
}

/// Reads what the candidate holds.
///
/// # Errors
/// A reference that means nothing here: it would be ignored in silence.
pub(crate) fn read(
    catalogue: &Catalogue,
    names: &Names,
    aim: &Aim,
    file: &CandidateFile,
    date: Day,
    at_stake: &Known<Option<usize>>,
    days: Days,
) -> Result<Holdings, Refusal> {
    let reader = Reader { catalogue, names, aim };
    let mut held = Vec::new();
    let mut open = Open::default();
    for (index, row) in file.ccps.iter().flatten().enumerate() {
        let pointer = Pointer::row("/ccps/#", index);
        match &row.ccp {
            Some(reference) if row.awarded_on.is_none_or(|day| day <= date) => {
                let of = reader.ccp(reference, pointer.member("ccp"))?;
                open.earlier.extend(of.unknown());
                let awarded_on = row.awarded_on.ok_or_else(|| Missing::fact(pointer.member("awarded_on")));
                held.push(Resolved {
                    reference: reference.clone(),
                    pointer,
                    awarded_on,
                    by_session_at_stake: false,
                    of,
                });
            }
            Some(_) => {}
            None => open.earlier.push(Missing::fact(pointer.member("ccp"))),
        }
    }
    let absent = [("/ccps", file.ccps.is_none()), ("/titres", file.titres.is_none())];
    open.earlier.extend(absent.iter().filter(|(_, absent)| *absent).map(|(list, _)| Missing::fact(*list)));
    let mut titre_held = Vec::new();
    let mut stated = false;
    for (index, row) in file.titres.iter().flatten().enumerate() {
        let pointer = Pointer::row("/titres/#", index);
        if row.awarded_on.is_some_and(|day| day > date) {
            continue;
        }
        let Some(revision) = &row.revision else {
            let missing = Missing::fact(pointer.member("revision"));
            titre_held.push(Err(missing.clone()));
            open.earlier.push(missing);
            continue;
        };
        let of = reader.titre(revision, pointer.member("revision"))?;
        open.earlier.extend(of.unknown());
        match of.unknown().or_else(|| reader.unlike(&of)) {
            Some(missing) => titre_held.push(Err(missing)),
            None => stated |= of != Of::Other,
        }
        let awarded_on = row.awarded_on.ok_or_else(|| Missing::fact(pointer.member("awarded_on")));
        held.push(Resolved {
            reference: revision.clone(),
            pointer,
            awarded_on,
            by_session_at_stake: false,
            of,
        });
    }
    reader.sessions(file, date, (at_stake, days), &mut held, &mut open, &mut titre_held)?;
    let unstated = [("/titres", file.titres.is_none()), ("/sessions", file.sessions.is_none())]
        .map(|(list, absent)| if absent { Err(Missing::fact(list)) } else { Ok(false) });
    let holds_titre = any_of(titre_held.into_iter().chain([Ok(stated)]).chain(unstated));
    let complete_before = nothing_open(open.earlier.clone());
    let complete = nothing_open(open.earlier.into_iter().chain(open.at_stake));
    Ok(Holdings { held, complete, complete_before, holds_titre })
}

/// The CCPs of the revision at a place that a CCP which is named is, or is deemed to be.
///
/// # Errors
/// What would have to be known of it.
pub(crate) fn named(
    catalogue: &Catalogue,
    names: &Names,
    aim: &Aim,
    place: usize,
    reference: &str,
) -> Known<Vec<usize>> {
    let pointer = Pointer::of("/ccps");
    // A name that means nothing was refused.
    let Ok(of) = (Reader { catalogue, names, aim }).ccp(reference, pointer) else { return Ok(Vec::new()) };
    let awarded_on = Err(Missing::fact(pointer));
    let one =
        Resolved { reference: reference.to_owned(), pointer, awarded_on, by_session_at_stake: true, of };
    match worth(&aim.timeline, place, &one) {
        Worth::Same(places) | Worth::Converts(places) => Ok(places),
        Worth::ConvertsToNothing | Worth::OtherTitre => Ok(Vec::new()),
        Worth::Undetermined(missing) => Err(missing),
    }
}

/// What would have to be known to know whether a number of the register is one of this titre.
pub(crate) fn unknown_number(catalogue: &Catalogue, names: &Names, aim: &Aim, name: &str) -> Option<Missing> {
    registered(name, false).and_then(|_| Reader { catalogue, names, aim }.unknown_number().unknown())
}

/// What would have to be known to know all that is held.
#[derive(Default)]
struct Open {
    earlier: Vec<Missing>,
    /// By the session at stake.
    at_stake: Vec<Missing>,
}

fn nothing_open(missing: impl IntoIterator<Item = Missing>) -> Known<()> {
    Missing::union(missing).map_or(Ok(()), Err)
}

struct Reader<'c> {
    catalogue: &'c Catalogue,
    names: &'c Names,
    aim: &'c Aim,
}

impl Reader<'_> {
    fn ccp(&self, reference: &str, pointer: Pointer) -> Result<Of, Refusal> {
        if let Some(place) = self.names.ccp(reference) {
            let ours = Some(place.titre) == self.aim.titre;
            return Ok(if ours { Of::Ccp(place.revision, place.index) } else { self.other() });
        }
        if let Some((package, external)) = self.catalogue.external_ccp(reference) {
            return Ok(self.external(package, external, Some(reference)));
        }
        if let Some(fiche) = registered(reference, true) {
            // A fiche that is known, but no bloc of it: unless nobody wrote its blocs down.
            match self.names.revision(fiche) {
                None => return Ok(self.unknown_number()),
                Some((titre, _)) if Some(titre) != self.aim.titre => return Ok(self.other()),
                Some((_, place)) => {
                    let revision = self.aim.timeline.get(place).map(|(_, revision)| &revision.titre);
                    let unwritten = revision.filter(|titre| titre.ccps.iter().any(|ccp| ccp.code.is_none()));
                    if let Some(titre) = unwritten {
                        return Ok(Of::Unknown(Missing::text(Arc::clone(&titre.fiche))));
                    }
                }
            }
        }
        let references = self.catalogue.ccp_references();
        let nearest = parchemin_core::nearest(reference, references.iter().map(String::as_str));
        Err(Refusal::unknown_ccp(&pointer.to_string(), reference, nearest))
    }

    /// What a package of this titre declares of a titre that is not shipped.
    fn external(&self, package: &Checked, external: &External, code: Option<&str>) -> Of {
        let declared_by =
            self.aim.timeline.iter().position(|(known, _)| known.identity.id == package.identity.id);
        let Some(declared_by) = declared_by else { return self.other() };
        Of::External { declared_by, revision: external.revision.clone(), code: code.map(str::to_owned) }
    }

    /// What is of no revision of the titre aimed at. If the file says nothing of that, it may be of it.
    fn other(&self) -> Of {
        match self.aim.titre {
            Some(_) => Of::Other,
            None => Of::Unknown(Missing::fact("/target/titre")),
        }
    }

    fn titre(&self, revision: &str, pointer: Pointer) -> Result<Of, Refusal> {
        if let Some((titre, place)) = self.names.revision(revision) {
            return Ok(if Some(titre) == self.aim.titre { Of::Whole(place) } else { self.other() });
        }
        if let Some((package, external)) = self.catalogue.external_named(revision) {
            return Ok(self.external(package, external, None));
        }
        if registered(revision, false).is_some() {
            return Ok(self.unknown_number());
        }
        let known: Vec<String> =
            self.catalogue.packages().map(|package| package.identity.id.clone()).collect();
        Err(Refusal::unknown_revision(
            &pointer.to_string(),
            revision,
            parchemin_core::nearest(revision, known.iter().map(String::as_str)),
        ))
    }

    /// What would say whether a titre that is not shipped is worth the one aimed at: its table, where nobody has it.
    fn unlike(&self, of: &Of) -> Option<Missing> {
        let Of::External { declared_by, .. } = of else { return None };
        match &self.aim.timeline.get(*declared_by)?.1.table {
            Table::NotSupplied(text) => Some(Missing::text(Arc::clone(text))),
            _ => None,
        }
    }

    /// What a number is of that no package has.
    fn unknown_number(&self) -> Of {
        let mut revisions = self.aim.timeline.iter().map(|(_, revision)| &revision.titre);
        let unsaid = revisions.find(|titre| titre.rncp.is_none());
        unsaid.map_or(self.other(), |titre| Of::Unknown(Missing::text(Arc::clone(&titre.fiche))))
    }

    fn sessions(
        &self,
        file: &CandidateFile,
        date: Day,
        (at_stake, days): (&Known<Option<usize>>, Days),
        held: &mut Vec<Resolved>,
        open: &mut Open,
        titre_held: &mut Vec<Known<bool>>,
    ) -> Result<(), Refusal> {
        let Some(sessions) = &file.sessions else {
            open.earlier.push(Missing::fact("/sessions"));
            return Ok(());
        };
        for (index, session) in sessions.iter().enumerate() {
            for (n, reference) in session.ccps.iter().flatten().enumerate() {
                self.ccp(reference, Pointer::rows("/sessions/#/ccps/#", index, n))?;
            }
            let held_on = session.deliberated_on.or(session.date);
            if held_on.is_some_and(|day| day > date) {
                continue;
            }
            let is_at_stake = *at_stake == Ok(Some(index));
            let incomplete = if is_at_stake { &mut open.at_stake } else { &mut open.earlier };
            let titre = awards_titre(session, index);
            let awarded_on = session
                .deliberated_on
                .ok_or_else(|| Missing::fact(Pointer::row("/sessions/#/deliberated_on", index)));
            // The titre is held already where a session other than the one at stake awarded it.
            let earlier = at_stake.clone().map(|it| it != Some(index));
            titre_held.push(all_of([titre.clone(), earlier, awarded_on.clone().map(|_| true)]));
            let Some(decision) = &session.decision else {
                incomplete.push(Missing::fact(Pointer::row("/sessions/#/decision", index)));
                continue;
            };
            // In a session for CCPs, what is awarded is listed CCP by CCP.
            if session.kind != Some(SessionKind::Ccp) {
                incomplete.extend(titre.clone().err());
            }
            // The titre gives all CCPs, and a CCS none: a list of CCPs adds nothing.
            let list_counts = match session.kind {
                Some(SessionKind::Titre) => titre != Ok(true),
                Some(SessionKind::Ccs) => false,
                Some(SessionKind::Ccp) => true,
                None => {
                    incomplete.push(Missing::fact(Pointer::row("/sessions/#/kind", index)));
                    false
                }
            };
            for (n, row) in decision.ccps.iter().flatten().enumerate() {
                let pointer = Pointer::rows("/sessions/#/decision/ccps/#", index, n);
                let Some(reference) = &row.ccp else {
                    incomplete.extend(list_counts.then(|| Missing::fact(pointer.member("ccp"))));
                    continue;
                };
                let of = self.ccp(reference, pointer.member("ccp"))?;
                match row.result {
                    _ if !list_counts => {}
                    Some(CcpResult::Obtained) => {
                        incomplete.extend(of.unknown());
                        held.push(Resolved {
                            reference: reference.clone(),
                            pointer,
                            awarded_on: awarded_on.clone(),
                            by_session_at_stake: is_at_stake,
                            of,
                        });
                    }
                    None => incomplete.push(Missing::fact(pointer.member("result"))),
                    Some(_) => {}
                }
            }
            if decision.ccps.is_none() && list_counts {
                incomplete.push(Missing::fact(Pointer::row("/sessions/#/decision/ccps", index)));
            }
            if let (Ok(true), Some(SessionKind::Titre), Some(newest)) =
                (titre, session.kind, self.aim.timeline.len().checked_sub(1))
            {
                let of = if is_at_stake {
                    Of::Whole(newest)
                } else {
                    self.earlier_award(file, session, index, days)
                };
                incomplete.extend(of.unknown());
                held.push(Resolved {
                    reference: self.named(&of),
                    pointer: Pointer::row("/sessions/#/decision/titre", index),
                    awarded_on,
                    by_session_at_stake: is_at_stake,
                    of,
                });
            }
        }
        Ok(())
    }

    /// The titre that the jury of a session before the one at stake awarded.
    fn earlier_award(&self, file: &CandidateFile, session: &Session, index: usize, days: Days) -> Of {
        let pointer = Pointer::row("/sessions/#/date", index);
        let place = choice::awarded_under(&self.aim.timeline, days, file.route, session.date, pointer);
        place.map_or_else(Of::Unknown, Of::Whole)
    }

    /// What a titre that a jury awarded is called.
    fn named(&self, of: &Of) -> String {
        match of {
            Of::Whole(place) => self.aim.timeline.get(*place).map(|(package, _)| package.identity.id.clone()),
            _ => self.aim.timeline.last().map(|(_, revision)| revision.titre.id.clone()),
        }
        .unwrap_or_default()
    }
}

/// Whether the jury of a past session awarded the titre; a session for a CCS never does, so the kind must be known.
fn awards_titre(session: &Session, index: usize) -> Known<bool> {
    if session.kind == Some(SessionKind::Ccs) {
        return Ok(false);
    }
    let decision = session
        .decision
        .as_ref()
        .ok_or_else(|| Missing::fact(Pointer::row("/sessions/#/decision", index)))?;
    let titre =
        decision.titre.ok_or_else(|| Missing::fact(Pointer::row("/sessions/#/decision/titre", index)));
    match session.kind {
        None => all_of([titre, Err(Missing::fact(Pointer::row("/sessions/#/kind", index)))]),
        Some(_) => titre,
    }
}

/// The number of a fiche in a code of the national register: `RNCPnnnnn`, with `BCnn` for a bloc.
fn registered(text: &str, bloc: bool) -> Option<&str> {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let (fiche, number) = match bloc {
        true => text.split_once("BC").map(|(fiche, number)| (fiche, Some(number)))?,
        false => (text, None),
    };
    (digits(fiche.strip_prefix("RNCP")?) && number.is_none_or(digits)).then_some(fiche)
}

impl Of {
    /// What would have to be known to know what it is.
    fn unknown(&self) -> Option<Missing> {
        match self {
            Of::Unknown(missing) => Some(missing.clone()),
            _ => None,
        }
    }

    /// Whether it is no CCP, but a titre.
    fn is_whole(&self) -> bool {
        matches!(self, Of::Whole(_) | Of::External { code: None, .. })
    }
}

/// The worth of what is held in the revision at a place, and the standing of each of its CCPs.
pub(crate) struct Valued {
    pub(crate) held: Vec<Held>,
    pub(crate) before: Vec<Standing>,
    pub(crate) after: Vec<Standing>,
}

impl Holdings {
    /// Whether the candidate held a CCP of a revision on a day.
    pub(crate) fn of_revision(&self, timeline: &Timeline, package: &Checked, day: Day) -> Known<bool> {
        let place = timeline.iter().position(|(known, _)| known.identity == package.identity);
        let of_it = self.held.iter().filter(|one| match one.of {
            Of::Ccp(at, _) | Of::Whole(at) => Some(at) == place,
            _ => false,
        });
        let by_then = of_it.map(|one| one.awarded_on.clone().map(|awarded| awarded <= day));
        any_of(by_then.chain([self.complete.clone().map(|()| false)]))
    }

    /// Values what is held in the revision that governs, or says that it is not known which one governs.
    pub(crate) fn valued(&mut self, timeline: &Timeline, governing: Known<usize>) -> Valued {
        let place = match governing {
            Ok(place) => place,
            Err(missing) => {
                let worth = |one: &Resolved| {
                    if one.of == Of::Other { Worth::OtherTitre } else { Worth::Undetermined(missing.clone()) }
                };
                let held = self.held.iter().map(|one| one.with(worth(one))).collect();
                return Valued { held, before: Vec::new(), after: Vec::new() };
            }
        };
        // The session at stake that awarded the titre awarded that of the revision that governs.
        let awards = |one: &&mut Resolved| one.by_session_at_stake && matches!(one.of, Of::Whole(_));
        for one in self.held.iter_mut().filter(awards) {
            if let Some((package, _)) = timeline.get(place) {
                one.of = Of::Whole(place);
                one.reference.clone_from(&package.identity.id);
            }
        }
        let held = self.held.iter().map(|one| one.with(worth(timeline, place, one))).collect();
        let indexed: Vec<(usize, &Resolved)> = self.held.iter().enumerate().collect();
        let before: Vec<(usize, &Resolved)> =
            indexed.iter().copied().filter(|(_, one)| !one.by_session_at_stake).collect();
        Valued {
            held,
            before: standings(timeline, place, &before, &self.complete_before),
            after: standings(timeline, place, &indexed, &self.complete),
        }
    }
}

fn standings(
    timeline: &Timeline,
    place: usize,
    held: &[(usize, &Resolved)],
    complete: &Known<()>,
) -> Vec<Standing> {
    obtained(timeline, place, held)
        .into_iter()
        .map(|one| {
            // Not obtained by what is stated: missing, if all is stated.
            let state = match (&one.truth, complete) {
                (Ok(true), _) if one.by.is_empty() => Ok(StandingState::Held),
                (Ok(true), _) => Ok(StandingState::Converted),
                (Ok(false), Ok(())) => Ok(StandingState::Missing),
                (Ok(false), Err(missing)) => Err(missing.clone()),
                (Err(missing), Ok(())) => Err(missing.clone()),
                (Err(missing), Err(more)) => Err(missing.clone().with(more.clone())),
            };
            Standing { state, from: one.from, by: one.by }
        })
        .collect()
}

impl Resolved {
    fn with(&self, worth: Worth) -> Held {
        Held {
            ccp: self.reference.clone(),
            pointer: self.pointer,
            awarded_on: self.awarded_on.clone(),
            by_session_at_stake: self.by_session_at_stake,
            whole: self.of.is_whole(),
            worth,
        }
    }
}

/// How far a CCP of a revision is obtained, from which held ones, by which rows.
#[derive(Clone, Debug)]
struct Obtained {
    truth: Known<bool>,
    from: Vec<usize>,
    by: Vec<Citation>,
}

/// The CCPs of the revision at a place that the held ones give, directly or through the tables.
fn obtained(timeline: &Timeline, place: usize, held: &[(usize, &Resolved)]) -> Vec<Obtained> {
    let Some((_, revision)) = timeline.get(place) else { return Vec::new() };
    let former = predecessor(timeline, place);
    let old = former.map(|former| obtained(timeline, former, held));
    let external: Vec<(usize, &Resolved)> = held
        .iter()
        .copied()
        .filter(|(_, one)| matches!(&one.of, Of::External { declared_by, .. } if *declared_by == place))
        .collect();
    (0..revision.titre.ccps.len())
        .map(|index| {
            let direct: Vec<usize> = held
                .iter()
                .filter(|(_, one)| one.of == Of::Ccp(place, index) || one.of == Of::Whole(place))
                .map(|(i, _)| *i)
                .collect();
            if !direct.is_empty() {
                return Obtained { truth: Ok(true), from: direct, by: Vec::new() };
            }
            match (&revision.table, revision.effect, &old) {
                (_, Effect::Extends, Some(old)) => old.get(index).cloned().unwrap_or(Obtained {
                    truth: Ok(false),
                    from: Vec::new(),
                    by: Vec::new(),
                }),
                (Table::NotSupplied(text), ..) => through_absent_table(text, old.as_deref(), &external),
                (Table::Rows(rows), ..) => {
                    through_rows(timeline, place, former, index, rows, old.as_deref(), &external)
                }
                _ => Obtained { truth: Ok(false), from: Vec::new(), by: Vec::new() },
            }
        })
        .collect()
}

fn predecessor(timeline: &Timeline, place: usize) -> Option<usize> {
    let (_, revision) = timeline.get(place)?;
    timeline
        .iter()
        .position(|(package, _)| Some(&package.identity.id) == revision.predecessor.as_ref())
        .filter(|former| *former < place)
}

/// A table that nobody has: whatever is held on its far side may be worth any CCP on this side.
fn through_absent_table(
    text: &Arc<str>,
    old: Option<&[Obtained]>,
    external: &[(usize, &Resolved)],
) -> Obtained {
    let crossing = old.unwrap_or_default().iter().filter(|one| one.truth != Ok(false));
    let mut missing = Vec::new();
    let mut from: Vec<usize> = external.iter().map(|(index, _)| *index).collect();
    for one in crossing {
        missing.extend(one.truth.clone().err());
        from.extend(&one.from);
    }
    if from.is_empty() && missing.is_empty() {
        return Obtained { truth: Ok(false), from, by: Vec::new() };
    }
    from.sort_unstable();
    from.dedup();
    let missing = missing.into_iter().fold(Missing::text(Arc::clone(text)), Lacking::with);
    Obtained { truth: Err(missing), from, by: Vec::new() }
}

fn through_rows(
    timeline: &Timeline,
    place: usize,
    former: Option<usize>,
    index: usize,
    rows: &[Row],
    old: Option<&[Obtained]>,
    external: &[(usize, &Resolved)],
) -> Obtained {
    let Some((_, revision)) = timeline.get(place) else {
        return Obtained { truth: Ok(false), from: Vec::new(), by: Vec::new() };
    };
    let id = revision.titre.ccps.get(index).map(|ccp| ccp.id.as_str());
    let mut truths = Vec::new();
    let (mut from, mut by) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.new.iter().any(|new| new == WHOLE || Some(new.as_str()) == id)) {
        let mut row_from = Vec::new();
        let of_old = |ccp: &String| one_old(timeline, former, row, ccp, old, external, &mut row_from);
        let olds: Vec<Known<bool>> = row.old.iter().map(of_old).collect();
        let truth = match row.reading {
            Reading::All => all_of(olds),
            Reading::Any => any_of(olds),
        };
        if truth == Ok(true) {
            from.extend(row_from);
            by.push(row.citation.clone());
        }
        truths.push(truth);
    }
    from.sort_unstable();
    from.dedup();
    Obtained { truth: any_of(truths), from, by }
}

/// Whether one old CCP of a row is obtained.
fn one_old(
    timeline: &Timeline,
    former: Option<usize>,
    row: &Row,
    ccp: &str,
    old: Option<&[Obtained]>,
    external: &[(usize, &Resolved)],
    from: &mut Vec<usize>,
) -> Known<bool> {
    let found: Vec<usize> = external
        .iter()
        .filter(|(_, one)| match &one.of {
            Of::External { revision, code, .. } => {
                *revision == row.old_revision && (code.is_none() || code.as_deref() == Some(ccp))
            }
            _ => false,
        })
        .map(|(index, _)| *index)
        .collect();
    // A bloc is not the whole titre: only a held titre answers to `*`.
    let whole = |(_, one): &&(usize, &Resolved)| matches!(&one.of, Of::External { code: None, .. });
    if ccp == WHOLE && old.is_none() {
        from.extend(external.iter().filter(whole).map(|(index, _)| *index));
        return Ok(external.iter().any(|one| whole(&one)));
    }
    if !found.is_empty() {
        from.extend(found);
        return Ok(true);
    }
    let (Some(old), Some((package, revision))) = (old, former.and_then(|former| timeline.get(former))) else {
        return Ok(false);
    };
    if package.identity.id != row.old_revision {
        return Ok(false);
    }
    let mut take = |one: &Obtained| {
        from.extend(&one.from);
        one.truth.clone()
    };
    if ccp == WHOLE {
        return all_of(old.iter().map(take).collect::<Vec<_>>());
    }
    revision.titre.ccp_index(ccp).and_then(|index| old.get(index)).map_or(Ok(false), &mut take)
}

/// The worth of one held CCP by itself.
fn worth(timeline: &Timeline, place: usize, one: &Resolved) -> Worth {
    let later = |at: usize| {
        let name = |at: usize| timeline.get(at).map_or("", |(package, _)| package.identity.id.as_str());
        Worth::Undetermined(Missing::text(format!("correspondance de {} vers {}", name(at), name(place))))
    };
    match &one.of {
        Of::Other => return Worth::OtherTitre,
        Of::Unknown(missing) => return Worth::Undetermined(missing.clone()),
        Of::Ccp(at, index) if *at == place => return Worth::Same(vec![*index]),
        Of::Ccp(at, _) | Of::Whole(at) if *at > place => return later(*at),
        Of::External { declared_by, .. } if *declared_by > place => return later(*declared_by),
        _ => {}
    }
    let alone = obtained(timeline, place, &[(0, one)]);
    let gives: Vec<usize> =
        alone.iter().enumerate().filter(|(_, one)| one.truth == Ok(true)).map(|(index, _)| index).collect();
    let unknown = Missing::union(alone.iter().filter_map(|one| one.truth.clone().err()));
    let converted = alone.iter().any(|one| !one.by.is_empty());
    match (gives.as_slice(), unknown) {
        ([], None) => match counts_for(timeline, place, one) {
            none if none.is_empty() => Worth::ConvertsToNothing,
            together => Worth::Converts(together),
        },
        ([], Some(missing)) => Worth::Undetermined(missing),
        _ if converted => Worth::Converts(gives),
        _ => Worth::Same(gives),
    }
}

/// The CCPs of the revision at a place for which a held one counts, alone or together with others.
fn counts_for(timeline: &Timeline, place: usize, one: &Resolved) -> Vec<usize> {
    let Some((_, revision)) = timeline.get(place) else { return Vec::new() };
    let all = 0..revision.titre.ccps.len();
    match one.of {
        Of::Ccp(at, index) if at == place => return vec![index],
        Of::Whole(at) if at == place => return all.collect(),
        _ => {}
    }
    let former = predecessor(timeline, place);
    let old = former.map(|former| counts_for(timeline, former, one)).unwrap_or_default();
    if revision.effect == Effect::Extends && former.is_some() {
        return old;
    }
    let counts = |row: &Row, ccp: &String| match &one.of {
        // A bloc is not the whole titre: only a held titre answers to `*`.
        Of::External { declared_by, revision, code } if *declared_by == place => {
            *revision == row.old_revision && code.as_ref().is_none_or(|code| code == ccp)
        }
        _ => former.and_then(|former| timeline.get(former)).is_some_and(|(package, revision)| {
            let named = |index: &usize| ccp == WHOLE || revision.titre.ccp_index(ccp) == Some(*index);
            package.identity.id == row.old_revision && old.iter().any(named)
        }),
    };
    let rows = revision.rows().iter().filter(|row| row.old.iter().any(|ccp| counts(row, ccp)));
    let given: Vec<&str> = rows.flat_map(|row| &row.new).map(String::as_str).collect();
    let is_given = |index: &usize| {
        let id = revision.titre.ccps.get(*index).map(|ccp| ccp.id.as_str());
        given.iter().any(|new| *new == WHOLE || Some(*new) == id)
    };
    all.filter(is_given).collect()
}
