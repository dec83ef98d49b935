//! The rows that were refused: a line of JSON for each, with where it stood, why, how to mend it, and what stood there.

use crate::read::Place;
use base64::{Engine, prelude::BASE64_STANDARD};
use parchemin_core::{Lang, Speak};
use serde::Serialize;

/// A line of the file of rejects.
#[derive(Serialize)]
struct Reject<'a> {
    input: &'a str,
    line: u64,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
}

/// The line for a row, its end included: `input`, `line`, `reason`, `pointer` (where one member of the file is meant),
/// `help` (where there is advice), and `raw`, or, where the row is not UTF-8, `raw_base64`.
///
/// ```
/// use parchemin_bulk::{read::Place, write::reject};
/// use parchemin_core::{DayFault, Lang};
/// let place = Place { input: "a.jsonl", number: 3 };
/// let line = reject(place, &DayFault::NotADate("demain".into()), None, b"{}", Lang::Fr);
/// assert_eq!(
///     String::from_utf8(line)?,
///     "{\"input\":\"a.jsonl\",\"line\":3,\"reason\":\"`demain` n’est pas une date\",\
///      \"help\":\"écrire la date AAAA-MM-JJ, par exemple 2025-02-28\",\"raw\":\"{}\"}\n"
/// );
/// # Ok::<(), std::string::FromUtf8Error>(())
/// ```
pub fn reject(place: Place<'_>, fault: &dyn Speak, pointer: Option<&str>, raw: &[u8], lang: Lang) -> Vec<u8> {
    let text = std::str::from_utf8(raw).ok();
    let reject = Reject {
        input: place.input,
        line: place.number,
        reason: fault.say(lang),
        pointer,
        help: fault.help(lang),
        raw: text,
        raw_base64: text.is_none().then(|| BASE64_STANDARD.encode(raw)),
    };
    // Texts and numbers are all that it holds: JSON can.
    let mut line = serde_json::to_vec(&reject).unwrap_or_default();
    line.push(b'\n');
    line
}
