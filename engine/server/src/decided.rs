//! A decision in the bytes that are answered, and that the log holds a past one against.

use parchemin::{
    Judged, Prepared,
    core::{Decision, canonical, decision::Outcome},
};
use parchemin_bulk::{
    batch::{Short, record},
    write::{Detail, More, Record},
};
use schemars::JsonSchema;
use serde::Serialize;

/// What is told of a file, by the detail asked for.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "a schema: its bytes are made below")]
#[schemars(rename = "DecisionInDetail")]
pub(crate) enum InDetail {
    /// With `detail=full`.
    Full(Box<Decision>),
    /// With `detail=outcome`, or `findings`.
    Short(Record<'static>),
}

/// A decision, as it is written.
pub(crate) struct Decided {
    pub(crate) id: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) bytes: Vec<u8>,
}

/// The decision, with the bytes that it has when it is asked for alone.
pub(crate) fn full(decision: &Decision) -> Decided {
    // The types of a decision are all JSON.
    let bytes = canonical(decision).unwrap_or_default();
    Decided { id: decision.candidate.clone(), outcome: decision.headline.outcome, bytes }
}

/// The record that other ways of deciding many files write.
pub(crate) fn short(prepared: &Prepared, judged: &Judged<'_>, detail: Detail) -> Decided {
    let found = (detail == Detail::Findings).then(|| Short::of(prepared.case(), judged));
    let more = found.as_ref().map_or(More::Outcome {}, |found| found.more(judged));
    let bytes = serde_json::to_vec(&record(prepared, judged, more)).unwrap_or_default();
    Decided { id: prepared.case().file.id.clone(), outcome: judged.headline.outcome, bytes }
}
