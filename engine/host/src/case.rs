//! From a file and a date to the case that rules look at.

use crate::{
    choice::{self, Choice, Facts, Timeline},
    holdings,
    names::{Aim, Names},
    ready::AllReady,
    refusal::Refusal,
};
use parchemin_core::{CandidateFile, Case, Day, Known, Missing, Pointer, case::Asked, titre::Titre};
use parchemin_package::{Catalogue, folded};
use std::sync::Arc;

/// The case, and how its revision was chosen.
pub(crate) struct Made {
    pub(crate) case: Arc<Case>,
    pub(crate) choice: Choice,
    /// The place of what decides, among all that is ready.
    pub(crate) revision: Option<usize>,
}

/// The session at stake: the latest of the file; of several on one day, the one listed last. Where one of several has
/// no date, it is not known which is the latest.
fn session_at_stake(file: &CandidateFile) -> Known<Option<usize>> {
    let sessions = file.sessions.as_ref().ok_or_else(|| Missing::fact("/sessions"))?;
    let undated = sessions.iter().enumerate().filter(|(_, session)| session.date.is_none());
    let missing = undated.map(|(index, _)| Missing::fact(Pointer::row("/sessions/#/date", index)));
    if let (Some(missing), true) = (Missing::union(missing), sessions.len() > 1) {
        return Err(missing);
    }
    Ok(sessions
        .iter()
        .enumerate()
        .max_by_key(|(index, session)| (session.date, *index))
        .map(|(index, _)| index))
}

/// Makes the case, for a titre aimed at.
///
/// # Errors
/// A reference of the file that means nothing here.
pub(crate) fn make(
    catalogue: &Catalogue,
    names: &Names,
    ready: &AllReady,
    aim: &Aim,
    file: &Arc<CandidateFile>,
    date: Day,
) -> Result<Made, Refusal> {
    let timeline = &*aim.timeline;
    let session = session_at_stake(file);
    let days = choice::days(file, date, &session);
    let mut holdings = holdings::read(catalogue, names, aim, file, date, &session, days)?;
    let holds = |package: &parchemin_package::Checked, day| holdings.of_revision(timeline, package, day);
    let choice = if timeline.is_empty() {
        choice::undetermined(None, Missing::fact("/target/titre"))
    } else {
        choice::choose(timeline, &Facts { days, route: file.route, holds_ccp_of: &holds }, date)
    };
    let governing = choice.index.and_then(|index| timeline.get(index));
    let place = choice.index.ok_or_else(|| choice.lacking());
    let titre = match governing {
        Some((_, revision)) => Ok(Arc::clone(&revision.titre)),
        None => Err(choice.lacking()),
    };
    check_ccs(file, timeline)?;
    let valued = holdings.valued(timeline, place);
    let revision = governing.and_then(|(package, _)| ready.place(&package.identity.id));
    let ready = ready.under(revision);
    let (presented, decided) = match (&titre, &session, choice.index) {
        (Ok(titre), Ok(Some(index)), Some(place)) => {
            let of_others = |reference: &str| holdings::named(catalogue, names, aim, place, reference);
            places(titre, file, *index, of_others)
        }
        _ => Default::default(),
    };
    let bounds = governing.map(|(package, _)| package.bounds).unwrap_or_default();
    let case = Case {
        file: Arc::clone(file),
        date,
        session,
        titre,
        in_force: choice.in_force(),
        in_force_support: choice.citations.first().cloned(),
        delivered_until: choice.delivered_until(),
        held: valued.held,
        held_complete: holdings.complete,
        before: valued.before,
        after: valued.after,
        holds_titre: holdings.holds_titre,
        requests: requests(catalogue, names, aim, file),
        presented,
        decided,
        parameters: Arc::clone(&ready.parameters),
        absent_texts: Arc::clone(&ready.absent_texts),
        bounds,
    };
    Ok(Made { case: Arc::new(case), choice, revision })
}

/// For each CCP that is named, its places in a revision.
type Places = Vec<Known<Vec<usize>>>;

/// The places in the revision of the CCPs that a session presents, and of those that its jury decided on. `of_others` says
/// them of a CCP of another revision.
fn places(
    titre: &Titre,
    file: &CandidateFile,
    session: usize,
    of_others: impl Fn(&str) -> Known<Vec<usize>>,
) -> (Places, Places) {
    let Some(session) = file.sessions.as_ref().and_then(|sessions| sessions.get(session)) else {
        return Default::default();
    };
    let place = |reference: &String| match titre.ccp_index(reference) {
        None => of_others(reference),
        Some(place) => Ok(vec![place]),
    };
    let decided = session.decision.iter().flat_map(|decision| decision.ccps.iter().flatten());
    (
        session.ccps.iter().flatten().map(place).collect(),
        decided.map(|row| row.ccp.as_ref().map_or(Ok(Vec::new()), place)).collect(),
    )
}

/// A CCS aimed at must be one of the titre's, in some revision.
fn check_ccs(file: &CandidateFile, timeline: &Timeline) -> Result<(), Refusal> {
    let Some(wanted) = file.target.as_ref().and_then(|target| target.ccs.as_deref()) else { return Ok(()) };
    let known: Vec<&str> =
        timeline.iter().flat_map(|(_, revision)| &revision.titre.ccs).map(|ccs| ccs.id.as_str()).collect();
    if timeline.is_empty() || known.contains(&wanted) {
        return Ok(());
    }
    let nearest = parchemin_core::nearest(wanted, known.iter().copied());
    Err(Refusal::unknown_ccs("/target/ccs", wanted, nearest))
}

/// What each earlier VAE request asked for. A certification that no package describes is another, but a number of the
/// register that may be that of a revision of this titre.
fn requests(catalogue: &Catalogue, names: &Names, aim: &Aim, file: &CandidateFile) -> Vec<Asked> {
    let asked = |index: usize, name: Option<&String>| {
        let Some(name) = name else {
            let missing = Missing::fact(Pointer::row("/vae_requests/#/certification", index));
            return Asked { this_titre: Err(missing), certification: None };
        };
        let titre = names.titre_of(name).or_else(|| {
            let (package, _) = catalogue.external_named(name)?;
            names.revision(&package.identity.id).map(|(titre, _)| titre)
        });
        let this_titre = match (aim.titre, titre) {
            (None, _) => Err(Missing::fact("/target/titre")),
            (Some(aimed), Some(titre)) => Ok(titre == aimed),
            (Some(_), None) => holdings::unknown_number(catalogue, names, aim, name).map_or(Ok(false), Err),
        };
        let certification =
            titre.and_then(|titre| names.id(titre)).map_or_else(|| folded(name.trim()), str::to_owned);
        Asked { this_titre, certification: Some(certification) }
    };
    let requests = file.vae_requests.iter().flatten().enumerate();
    requests.map(|(index, request)| asked(index, request.certification.as_ref())).collect()
}
