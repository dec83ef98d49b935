//! What a candidate file must hold to beyond the types of its members, however it was read.

use super::{CandidateFile, FileFault, Reason};
use crate::limits;

/// Checks a file, as [`parse`](super::parse) does with what it reads: no list is longer than one
/// candidate's can be, periods have their days in order, and no jury deliberates before its session.
///
/// # Errors
/// [`FileFault::WrongValue`], with the JSON pointer of the member that is wrong.
pub fn check(file: &CandidateFile) -> Result<(), FileFault> {
    let wrong = |pointer: String, reason| Err(FileFault::WrongValue { pointer, place: None, reason });
    let rows = |pointer: &str, count: Option<usize>, limit: usize| match count {
        Some(count) if count > limit => wrong(pointer.to_owned(), Reason::TooManyRows { count, limit }),
        _ => Ok(()),
    };
    rows("/experience", file.experience.as_ref().map(Vec::len), limits::EXPERIENCE_ROWS)?;
    rows("/vae_requests", file.vae_requests.as_ref().map(Vec::len), limits::LIST_ROWS)?;
    rows("/ccps", file.ccps.as_ref().map(Vec::len), limits::LIST_ROWS)?;
    rows("/titres", file.titres.as_ref().map(Vec::len), limits::LIST_ROWS)?;
    rows("/sessions", file.sessions.as_ref().map(Vec::len), limits::LIST_ROWS)?;
    for (index, session) in file.sessions.iter().flatten().enumerate() {
        let results = session.decision.as_ref().and_then(|decision| decision.ccps.as_ref());
        let lists = [
            ("ccps", session.ccps.as_ref().map(Vec::len)),
            ("jury", session.jury.as_ref().map(Vec::len)),
            ("decision/ccps", results.map(Vec::len)),
        ];
        for (member, count) in lists {
            if count > Some(limits::LIST_ROWS) {
                rows(&format!("/sessions/{index}/{member}"), count, limits::LIST_ROWS)?;
            }
        }
    }
    for (index, row) in file.experience.iter().flatten().enumerate() {
        let reason = match (row.from, row.to) {
            (Some(from), Some(to)) if to < from => Reason::EndsBeforeItStarts(from, to),
            (_, Some(_)) if row.ongoing == Some(true) => Reason::EndedAndOngoing,
            _ => continue,
        };
        return wrong(format!("/experience/{index}/to"), reason);
    }
    for (index, session) in file.sessions.iter().flatten().enumerate() {
        if let (Some(date), Some(deliberated)) = (session.date, session.deliberated_on)
            && deliberated < date
        {
            let pointer = format!("/sessions/{index}/deliberated_on");
            return wrong(pointer, Reason::DeliberatedBefore(date, deliberated));
        }
    }
    Ok(())
}
