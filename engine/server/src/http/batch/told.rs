//! The lines of the answer to a batch, and what they are made of.

use crate::{
    decided::{Decided, InDetail},
    problem::{Problem, Told},
};
use parchemin::core::decision::{Outcome, PackageIdentity};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::Value;
use std::collections::BTreeMap;

/// A line of the answer: the decision of a line, or why there is none; and, last, what it came to.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "a schema: the lines are written piece by piece")]
pub(crate) enum BatchLine {
    /// A file that was decided.
    Decided {
        /// The line of the batch, from 1.
        line: u64,
        /// The `id` of the file.
        id: Option<String>,
        /// What is told of it.
        decision: InDetail,
    },
    /// A file that was not.
    Refused {
        /// The line of the batch, from 1.
        line: u64,
        /// The `id` of the file, where it can be read.
        id: Option<String>,
        /// Why not.
        problem: Told,
    },
    /// The last line of a batch that was read to its end.
    Done {
        /// What it came to.
        summary: Summary,
    },
    /// The last line of one that was not: what came after is not decided.
    BrokenOff {
        /// Why.
        problem: Told,
    },
}

/// What a batch came to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BatchSummary")]
pub(crate) struct Summary {
    /// Lines that are not empty.
    pub(super) lines: u64,
    /// Of these, those that were decided.
    pub(super) decided: u64,
    /// Of these, those that were refused.
    pub(super) refused: u64,
    /// Decisions by the outcome of their headline.
    pub(super) outcomes: BTreeMap<Outcome, u64>,
    /// The digest of the catalogue that decided.
    pub(super) catalogue: String,
    /// The packages that may have decided, to the byte.
    pub(super) packages: Vec<PackageIdentity>,
}

/// What a line is answered; or its `id`, and why it is not.
pub(super) type Answer = Result<Decided, (Option<String>, Problem)>;

/// The `id` of a file that is no candidate file, where it has one.
pub(super) fn id_of(bytes: &[u8]) -> Option<String> {
    let json: Value = serde_json::from_slice(bytes).ok()?;
    json.get("id")?.as_str().map(parchemin::core::shortened)
}

/// A line of JSON.
pub(super) fn line(value: &Value) -> Vec<u8> {
    format!("{value}\n").into_bytes()
}

/// Writes a line; `value` is JSON already.
pub(super) fn write(into: &mut Vec<u8>, number: u64, id: Option<&str>, name: &str, value: &[u8]) {
    into.extend_from_slice(format!("{{\"line\":{number},").as_bytes());
    if let Some(id) = id {
        into.extend_from_slice(format!("\"id\":{},", Value::from(id)).as_bytes());
    }
    into.extend_from_slice(format!("\"{name}\":").as_bytes());
    into.extend_from_slice(value);
    into.extend_from_slice(b"}\n");
}
