//! From a file and a date to the case that rules look at.

use crate::{
    choice::{self, Choice, Facts, Timeline},
    holdings,
    names::{Aim, Names},
    ready::AllReady,
    refusal::Refusal,
};
use parchemin_core::{CandidateFile, Case, Day, Known, Missing, Pointer, titre::Titre};
use parchemin_package::Catalogue;
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
    let mut holdings = holdings::read(catalogue, names, aim, file, date, &session)?;
    let days = choice::days(file, date, &session);
    let holds = |package: &parchemin_package::Checked, day| holdings.of_revision(timeline, package, day);
    let choice = if timeline.is_empty() {
        choice::undetermined(None, Missing::fact("/target/titre"))
    } else {
        choice::choose(timeline, &Facts { days, route: file.route, holds_ccp_of: &holds }, date)
    };
    let governing = choice.index.and_then(|index| timeline.get(index));
    let titre = match governing {
        Some((_, revision)) => Ok(Arc::clone(&revision.titre)),
        None => Err(choice.missing.clone().unwrap_or_else(|| Missing::fact("/target/titre"))),
    };
    check_ccs(file, timeline)?;
    let place =
        choice.index.ok_or_else(|| choice.missing.clone().unwrap_or_else(|| Missing::fact("/target/titre")));
    let valued = holdings.valued(timeline, place);
    let revision = governing.and_then(|(package, _)| ready.place(&package.identity.id));
    let ready = ready.under(revision);
    let requests_same_titre = requests(names, aim, file);
    let (presented, decided) = match (&titre, &session) {
        (Ok(titre), Ok(Some(index))) => {
            let unknown = |reference: &str| holdings::unknown(catalogue, names, aim, reference);
            places(titre, file, *index, unknown)
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
        held: valued.held,
        held_complete: holdings.complete,
        before: valued.before,
        after: valued.after,
        holds_titre: holdings.holds_titre,
        requests_same_titre,
        presented,
        decided,
        parameters: Arc::clone(&ready.parameters),
        absent_texts: Arc::clone(&ready.absent_texts),
        bounds,
    };
    Ok(Made { case: Arc::new(case), choice, revision })
}

/// Places of CCPs in a revision, where they are of it.
type Places = Vec<Known<Option<usize>>>;

/// The places in the revision of the CCPs that a session presents, and of those that its jury decided on. `unknown` says
/// what would have to be known of a reference.
fn places(
    titre: &Titre,
    file: &CandidateFile,
    session: usize,
    unknown: impl Fn(&str) -> Option<Missing>,
) -> (Places, Places) {
    let Some(session) = file.sessions.as_ref().and_then(|sessions| sessions.get(session)) else {
        return Default::default();
    };
    let place = |reference: &String| match titre.ccp_index(reference) {
        None => unknown(reference).map_or(Ok(None), Err),
        place => Ok(place),
    };
    let decided = session.decision.iter().flat_map(|decision| decision.ccps.iter().flatten());
    (
        session.ccps.iter().flatten().map(place).collect(),
        decided.map(|row| row.ccp.as_ref().map_or(Ok(None), place)).collect(),
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

/// For each earlier VAE request, whether it asked for this titre. A certification that no package describes is another.
fn requests(names: &Names, aim: &Aim, file: &CandidateFile) -> Vec<Known<bool>> {
    file.vae_requests
        .iter()
        .flatten()
        .enumerate()
        .map(|(index, request)| match (&request.certification, aim.titre) {
            (Some(name), Some(titre)) => Ok(names.titre_of(name) == Some(titre)),
            (None, _) => Err(Missing::fact(Pointer::row("/vae_requests/#/certification", index))),
            (_, None) => Err(Missing::fact("/target/titre")),
        })
        .collect()
}
