//! What a candidate file must hold to beyond the types of its members, however it was read.

use super::{CandidateFile, FileFault, Reason};
use crate::limits;

/// Checks a file that was not read by [`parse`](super::parse), which checks the same: no list is longer than one
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

#[cfg(test)]
mod tests {
    //! What `parse` refuses in a file whose members are all of their types, this refuses, with the same words.
    use super::*;
    use crate::file::{Leniency, parse};

    #[test]
    fn a_file_is_refused_as_the_parser_refuses_it() {
        let rows = |count: usize| vec!["{}"; count].join(",");
        let texts = vec!["\"a\""; 101].join(",");
        let refused = [
            format!(r#"{{"experience": [{}]}}"#, rows(10_001)),
            format!(r#"{{"vae_requests": [{}]}}"#, rows(101)),
            format!(r#"{{"ccps": [{}]}}"#, rows(101)),
            format!(r#"{{"titres": [{}]}}"#, rows(101)),
            format!(r#"{{"sessions": [{}]}}"#, rows(101)),
            format!(r#"{{"sessions": [{{}}, {{"ccps": [{texts}]}}]}}"#),
            format!(r#"{{"sessions": [{{"jury": [{}]}}]}}"#, rows(101)),
            format!(r#"{{"sessions": [{{"decision": {{"ccps": [{}]}}}}]}}"#, rows(101)),
            r#"{"experience": [{}, {"from": "2025-02-01", "to": "2025-01-31"}]}"#.to_owned(),
            r#"{"experience": [{"to": "2025-01-31", "ongoing": true}]}"#.to_owned(),
            r#"{"sessions": [{"date": "2025-02-01", "deliberated_on": "2025-01-31"}]}"#.to_owned(),
        ];
        for text in refused {
            let file: CandidateFile = serde_json::from_str(&text).unwrap();
            assert_eq!(check(&file), Err(parse(text.as_bytes(), Leniency::Strict).unwrap_err()));
        }
        let sound = format!(r#"{{"experience": [{}], "titres": [{}]}}"#, rows(10_000), rows(100));
        assert_eq!(check(&serde_json::from_str(&sound).unwrap()), Ok(()));
    }
}
