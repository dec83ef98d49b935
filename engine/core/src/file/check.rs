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
    // What is held is looked at for each thing held: what one list may have, all sessions may have together.
    let sessions = || file.sessions.iter().flatten();
    let presented = sessions().filter_map(|session| session.ccps.as_ref()).map(Vec::len);
    let results = sessions().filter_map(|session| session.decision.as_ref()?.ccps.as_ref()).map(Vec::len);
    for count in [presented.sum::<usize>(), results.sum()] {
        if count > limits::LIST_ROWS {
            let limit = limits::LIST_ROWS;
            return wrong("/sessions".to_owned(), Reason::TooManyCcps { count, limit });
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

#[cfg(test)]
mod tests {
    //! Each list has its bound, and days that cannot follow each other are refused, with the pointer of what is wrong.
    use super::*;
    use crate::{
        Day,
        file::{Leniency, parse},
    };

    #[test]
    fn what_no_candidate_can_have_is_refused_where_it_stands() {
        let rows = |count: usize| vec!["{}"; count].join(",");
        let texts = vec!["\"a\""; 101].join(",");
        let day = |text: &str| text.parse::<Day>().unwrap();
        let too_many = |limit: usize| Reason::TooManyRows { count: limit + 1, limit };
        let (first, last) = (day("2025-01-31"), day("2025-02-01"));
        let refused = [
            (format!(r#"{{"experience": [{}]}}"#, rows(10_001)), "/experience", too_many(10_000)),
            (format!(r#"{{"vae_requests": [{}]}}"#, rows(101)), "/vae_requests", too_many(100)),
            (format!(r#"{{"ccps": [{}]}}"#, rows(101)), "/ccps", too_many(100)),
            (format!(r#"{{"titres": [{}]}}"#, rows(101)), "/titres", too_many(100)),
            (format!(r#"{{"sessions": [{}]}}"#, rows(101)), "/sessions", too_many(100)),
            (format!(r#"{{"sessions": [{{}}, {{"ccps": [{texts}]}}]}}"#), "/sessions/1/ccps", too_many(100)),
            (
                format!(r#"{{"sessions": [{}]}}"#, vec![r#"{"decision": {"ccps": [{}, {}]}}"#; 51].join(",")),
                "/sessions",
                Reason::TooManyCcps { count: 102, limit: 100 },
            ),
            (format!(r#"{{"sessions": [{{"jury": [{}]}}]}}"#, rows(101)), "/sessions/0/jury", too_many(100)),
            (
                format!(r#"{{"sessions": [{{"decision": {{"ccps": [{}]}}}}]}}"#, rows(101)),
                "/sessions/0/decision/ccps",
                too_many(100),
            ),
            (
                r#"{"experience": [{}, {"from": "2025-02-01", "to": "2025-01-31"}]}"#.to_owned(),
                "/experience/1/to",
                Reason::EndsBeforeItStarts(last, first),
            ),
            (
                r#"{"experience": [{"to": "2025-01-31", "ongoing": true}]}"#.to_owned(),
                "/experience/0/to",
                Reason::EndedAndOngoing,
            ),
            (
                r#"{"sessions": [{"date": "2025-02-01", "deliberated_on": "2025-01-31"}]}"#.to_owned(),
                "/sessions/0/deliberated_on",
                Reason::DeliberatedBefore(last, first),
            ),
        ];
        for (text, pointer, reason) in refused {
            let fault = FileFault::WrongValue { pointer: pointer.to_owned(), place: None, reason };
            assert_eq!(parse(text.as_bytes(), Leniency::Strict), Err(fault));
        }
        let full = format!(r#"{{"experience": [{}], "titres": [{}]}}"#, rows(10_000), rows(100));
        assert!(parse(full.as_bytes(), Leniency::Strict).is_ok());
    }
}
