//! What the candidate holds, as the file states it. What that is worth is in `worth`.
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

mod worth;

use crate::{
    choice::{self, Days},
    names::{Aim, Names},
    refusal::Refusal,
};
use parchemin_core::{
    CandidateFile, Day, Known, Missing, Pointer,
    case::Worth,
    file::{CcpResult, Session, SessionKind},
    truth::{all_of, any_of},
};
use parchemin_package::{
    Catalogue,
    check::{Checked, External},
    correspondence::Table,
};
use std::sync::Arc;
use worth::worth;

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
