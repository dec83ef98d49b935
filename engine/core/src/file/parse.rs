//! From bytes to a checked candidate file, or a message that says what is wrong, where, and how to mend it.

use super::{CandidateFile, FileFault, JsonKind, Reason, check, objects::Objects};
use crate::{Day, limits, pointer::escaped};
use serde::Deserialize;
use serde_path_to_error::{Path, Segment};
use std::{cell::Cell, sync::LazyLock};

/// What to do with members that the format does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leniency {
    /// Refuse them, each with its pointer.
    #[default]
    Strict,
    /// Ignore them.
    IgnoreUnknownMembers,
}

/// The kind that the parser's words name.
fn kind_of(words: &str) -> Option<JsonKind> {
    let kinds = [
        ("struct ", JsonKind::Object),
        ("map", JsonKind::Object),
        ("sequence", JsonKind::List),
        ("a sequence", JsonKind::List),
        ("string", JsonKind::Text),
        ("a string", JsonKind::Text),
        ("a date", JsonKind::Date),
        ("u32", JsonKind::Whole),
        ("integer", JsonKind::Number),
        ("floating point", JsonKind::Number),
        ("number", JsonKind::Number),
        ("boolean", JsonKind::Truth),
        ("a boolean", JsonKind::Truth),
        ("null", JsonKind::Null),
        ("unit", JsonKind::Null),
    ];
    kinds.into_iter().find(|(start, _)| words.starts_with(start)).map(|(_, kind)| kind)
}

/// Reads one candidate file.
///
/// # Errors
/// [`FileFault`], with the place as line and column or as JSON pointers. Nothing is read by half.
///
/// ```
/// use parchemin_core::file::{parse, Leniency};
/// let file = parse(br#"{"id": "exemple", "route": "vae"}"#, Leniency::Strict)?;
/// assert_eq!(file.id.as_deref(), Some("exemple"));
/// # Ok::<(), parchemin_core::file::FileFault>(())
/// ```
pub fn parse(bytes: &[u8], leniency: Leniency) -> Result<CandidateFile, FileFault> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(FileFault::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let file = match quickly(bytes) {
        Some((file, passed_over)) if leniency == Leniency::IgnoreUnknownMembers || passed_over == 0 => file,
        _ => thoroughly(bytes, leniency)?,
    };
    check(&file)?;
    Ok(file)
}

/// Reads one candidate file, and says how many members it has that the format does not know. None where anything else is
/// wrong with it: [`parse`] says what.
///
/// ```
/// use parchemin_core::file::parse_over;
/// let (file, over) = parse_over(br#"{"id": "exemple", "dossier": 12}"#).unwrap();
/// assert_eq!((file.id.as_deref(), over), (Some("exemple"), 1));
/// assert_eq!(parse_over(br#"{"id": 12}"#), None);
/// ```
pub fn parse_over(bytes: &[u8]) -> Option<(CandidateFile, usize)> {
    if bytes.len() > limits::FILE_BYTES {
        return None;
    }
    let (file, over) = quickly(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))?;
    check(&file).ok()?;
    Some((file, over))
}

/// The file, if nothing is wrong with it but members that are passed over, and how many these are.
fn quickly(bytes: &[u8]) -> Option<(CandidateFile, usize)> {
    let passed_over = Cell::new(0);
    // Read once as text, so that not every string of it has to be.
    let mut json = serde_json::Deserializer::from_str(std::str::from_utf8(bytes).ok()?);
    let file = CandidateFile::deserialize(Objects(&mut json, &passed_over)).ok()?;
    json.end().ok()?;
    Some((file, passed_over.get()))
}

/// The file, or what is wrong with it and where: where each value stands is followed, which takes its time.
fn thoroughly(bytes: &[u8], leniency: Leniency) -> Result<CandidateFile, FileFault> {
    let mut unknown = Vec::new();
    let mut note_unknown = |path: serde_ignored::Path<'_>| unknown.push(ignored_pointer(&path));
    let mut track = serde_path_to_error::Track::new();
    let passed_over = Cell::new(0);
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let parsed = {
        let objects = Objects(&mut json, &passed_over);
        let tracked = serde_path_to_error::Deserializer::new(objects, &mut track);
        serde_ignored::deserialize::<_, _, CandidateFile>(tracked, &mut note_unknown)
    };
    let file = parsed.map_err(|error| fault(&error, &track.path()))?;
    json.end().map_err(|error| fault(&error, &serde_path_to_error::Track::new().path()))?;
    if leniency == Leniency::Strict && !unknown.is_empty() {
        return Err(FileFault::UnknownMembers {
            more: unknown.len().saturating_sub(LISTED),
            members: with_nearest(unknown),
        });
    }
    Ok(file)
}

fn fault(error: &serde_json::Error, path: &Path) -> FileFault {
    if error.is_data() {
        return FileFault::WrongValue {
            pointer: pointer(path),
            place: Some((error.line(), error.column())),
            reason: read_reason(without_place(&error.to_string()).to_owned()),
        };
    }
    FileFault::not_json(error)
}

/// What a parser says, without the place that it ends with.
pub fn without_place(said: &str) -> &str {
    said.rsplit_once(" at line ").map_or(said, |(reason, _)| reason)
}

impl FileFault {
    /// Something is not JSON, or breaks off.
    pub fn not_json(error: &serde_json::Error) -> FileFault {
        FileFault::NotJson {
            line: error.line(),
            column: error.column(),
            truncated: error.is_eof(),
            reason: without_place(&error.to_string()).to_owned(),
        }
    }
}

fn read_reason(reason: String) -> Reason {
    let backticked = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    if reason.contains("is not a date") || reason.contains("the calendar has no day") {
        let written = backticked(&reason).into_iter().next().unwrap_or_default();
        if let Err(fault) = written.parse::<Day>() {
            return Reason::Day(fault);
        }
    }
    if reason.starts_with("unknown variant") {
        let mut words = backticked(&reason).into_iter();
        let found = crate::shortened(&words.next().unwrap_or_default());
        return Reason::NotAWord { found, expected: words.collect() };
    }
    let kinds = reason.split_once(": ").and_then(|(_, rest)| rest.split_once(", expected "));
    if let Some((found, expected)) =
        kinds.and_then(|(found, expected)| Some((kind_of(found)?, kind_of(expected)?)))
    {
        return Reason::Kind { found, expected };
    }
    if reason.starts_with("duplicate field") {
        return Reason::Twice(backticked(&reason).into_iter().next().unwrap_or_default());
    }
    Reason::Other(reason)
}

fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escaped(key)),
            Segment::Enum { variant } => format!("/{}", escaped(variant)),
            Segment::Unknown => "/?".to_owned(),
        })
        .collect()
}

fn ignored_pointer(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path as P;
    match path {
        P::Root => String::new(),
        P::Seq { parent, index } => format!("{}/{index}", ignored_pointer(parent)),
        P::Map { parent, key } => format!("{}/{}", ignored_pointer(parent), escaped(key)),
        P::Some { parent } | P::NewtypeStruct { parent } | P::NewtypeVariant { parent } => {
            ignored_pointer(parent)
        }
    }
}

/// Every member name of the format, for the nearest one to an unknown name.
fn known_members() -> Vec<String> {
    fn collect(schema: &serde_json::Value, into: &mut Vec<String>) {
        if let Some(properties) = schema.get("properties").and_then(serde_json::Value::as_object) {
            into.extend(properties.keys().cloned());
        }
    }
    let schema = schemars::schema_for!(CandidateFile).to_value();
    let mut names = Vec::new();
    collect(&schema, &mut names);
    if let Some(definitions) = schema.get("$defs").and_then(serde_json::Value::as_object) {
        definitions.values().for_each(|definition| collect(definition, &mut names));
    }
    names
}

/// How many unknown members a message lists.
const LISTED: usize = 20;

fn with_nearest(pointers: Vec<String>) -> Vec<(String, Option<String>)> {
    static KNOWN: LazyLock<Vec<String>> = LazyLock::new(known_members);
    pointers
        .into_iter()
        .take(LISTED)
        .map(|pointer| {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            // A member of another place is no better name for what stands in this one.
            let others = KNOWN.iter().map(String::as_str).filter(|known| *known != name);
            let nearest = crate::nearest(name, others).into_iter().next();
            (crate::shortened(&pointer), nearest)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    //! Whatever comes in wrong gets its place; nothing panics.
    use super::*;

    fn refused(text: &str) -> FileFault {
        parse(text.as_bytes(), Leniency::Strict).expect_err("it must be refused")
    }

    #[test]
    fn a_wrong_day_is_named_with_its_pointer_and_line() {
        let fault = refused("{\n  \"events\": {\"request_filed\": \"2025-02-30\"}\n}");
        let FileFault::WrongValue { pointer, place, reason } = &fault else { panic!("{fault:?}") };
        assert_eq!((pointer.as_str(), place.map(|(line, _)| line)), ("/events/request_filed", Some(2)));
        assert_eq!(*reason, Reason::Day(crate::DayFault::NoSuchDay("2025-02-30".into())));
    }

    #[test]
    fn a_period_that_ends_before_it_starts_is_named() {
        let fault = refused(r#"{"experience": [{}, {"from": "2025-02-01", "to": "2025-01-01"}]}"#);
        assert!(
            matches!(&fault, FileFault::WrongValue { pointer, reason: Reason::EndsBeforeItStarts(..), .. } if pointer == "/experience/1/to"),
            "{fault:?}"
        );
    }

    #[test]
    fn all_unknown_members_are_listed_with_their_nearest() {
        let fault =
            refused(r#"{"rout": "vae", "sessions": [{"jurys": []}], "experience": [{"frm": "2025-01-01"}]}"#);
        let FileFault::UnknownMembers { members, .. } = fault else { panic!("{fault:?}") };
        assert_eq!(
            members,
            [
                ("/rout".to_owned(), Some("route".to_owned())),
                ("/sessions/0/jurys".to_owned(), Some("jury".to_owned())),
                ("/experience/0/frm".to_owned(), Some("from".to_owned())),
            ]
        );
        assert!(parse(br#"{"rout": "vae"}"#, Leniency::IgnoreUnknownMembers).is_ok());
    }

    #[test]
    fn a_list_is_not_taken_for_an_object() {
        let fault = refused(r#"{"target": ["mediateur-numerique"]}"#);
        assert!(matches!(&fault, FileFault::WrongValue { pointer, .. } if pointer == "/target"), "{fault:?}");
        let fault = refused(r#"["parchemin.candidate/1", "a"]"#);
        assert!(matches!(&fault, FileFault::WrongValue { pointer, .. } if pointer.is_empty()), "{fault:?}");
        assert!(
            parse(br#"{"target": null, "experience": [{"hours": 3, "ongoing": true}]}"#, Leniency::Strict)
                .is_ok()
        );
    }

    #[test]
    fn deep_nesting_breaking_off_and_rubbish_are_refused_without_harm() {
        assert!(matches!(
            refused(&"[".repeat(100_000)),
            FileFault::WrongValue { .. } | FileFault::NotJson { .. }
        ));
        assert!(matches!(refused(&format!("{{\"x\":{}", "[".repeat(100_000))), FileFault::NotJson { .. }));
        assert!(matches!(refused("{\"id\": \"a"), FileFault::NotJson { truncated: true, .. }));
        assert!(matches!(refused("bonjour"), FileFault::NotJson { truncated: false, .. }));
        assert!(matches!(refused("{} {}"), FileFault::NotJson { .. }));
        assert!(matches!(refused(&" ".repeat(limits::FILE_BYTES + 1)), FileFault::TooLarge));
        assert!(matches!(
            refused(r#"{"id":"a","id":"b"}"#),
            FileFault::WrongValue { reason: Reason::Twice(_), .. }
        ));
    }
}
