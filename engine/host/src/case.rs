//! From a file and a date to the case that rules look at.

use crate::{
    choice::{self, Choice, Facts, Timeline},
    holdings,
    ready::AllReady,
    refusal::Refusal,
};
use parchemin_core::{CandidateFile, Case, Day, Known, Missing};
use parchemin_package::Catalogue;
use std::sync::Arc;

/// The case, and how its revision was chosen.
pub(crate) struct Made {
    pub(crate) case: Arc<Case>,
    pub(crate) choice: Choice,
}

/// The session at stake: the latest of the file; of several on one day, the one listed last. Where one of several has
/// no date, it is not known which is the latest.
fn session_at_stake(file: &CandidateFile) -> Known<Option<usize>> {
    let sessions = file.sessions.as_ref().ok_or_else(|| Missing::fact("/sessions"))?;
    let undated = sessions.iter().enumerate().filter(|(_, session)| session.date.is_none());
    let missing: Vec<Missing> =
        undated.map(|(index, _)| Missing::fact(format!("/sessions/{index}/date"))).collect();
    if sessions.len() > 1 && !missing.is_empty() {
        return Err(Missing::union(missing));
    }
    Ok(sessions
        .iter()
        .enumerate()
        .max_by_key(|(index, session)| (session.date, *index))
        .map(|(index, _)| index))
}

/// Makes the case. `titre` is the id of the titre aimed at, already resolved.
///
/// # Errors
/// A reference of the file that means nothing here.
pub(crate) fn make(
    catalogue: &Catalogue,
    ready: &AllReady,
    timeline: &Timeline<'_>,
    file: &Arc<CandidateFile>,
    date: Day,
) -> Result<Made, Refusal> {
    let session = session_at_stake(file);
    let holdings = holdings::read(catalogue, timeline, file, date, &session)?;
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
    let ready = ready.under(governing.map(|(package, _)| package.identity.id.as_str()));
    let requests_same_titre = requests(catalogue, timeline, file);
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
        parameters: Arc::clone(&ready.parameters),
        absent_texts: Arc::clone(&ready.absent_texts),
        bounds,
    };
    Ok(Made { case: Arc::new(case), choice })
}

/// A CCS aimed at must be one of the titre's, in some revision.
fn check_ccs(file: &CandidateFile, timeline: &Timeline<'_>) -> Result<(), Refusal> {
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
fn requests(catalogue: &Catalogue, timeline: &Timeline<'_>, file: &CandidateFile) -> Vec<Known<bool>> {
    let titre = timeline.first().map(|(_, revision)| revision.titre.id.clone());
    file.vae_requests
        .iter()
        .flatten()
        .enumerate()
        .map(|(index, request)| match (&request.certification, &titre) {
            (Some(name), Some(titre)) => Ok(catalogue.titre_named(name).is_ok_and(|found| found == *titre)),
            (None, _) => Err(Missing::fact(format!("/vae_requests/{index}/certification"))),
            (_, None) => Err(Missing::fact("/target/titre")),
        })
        .collect()
}
