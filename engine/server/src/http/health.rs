//! Whether the service lives, whether it is ready, and what it counts.

use super::{App, OPENMETRICS, by_catalogue, json, of_form};
use crate::problem::{Kind, Problem};
use axum::{Extension, extract::State, response::Response};
use parchemin::core::Lang;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json as value;
use std::sync::Arc;

/// What the service is ready with.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Ready {
    /// `ready`: the service listens once packages have loaded, and keeps the last good ones.
    status: &'static str,
    /// The digest of the catalogue.
    catalogue: String,
    /// How many catalogues there were since the start.
    number: u64,
    /// Whether the last change of what is given was not taken over; `/v1/packages` says why, to who has a key.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    refused_change: bool,
    /// Whether the last decision could not be logged: those that are asked for may be answered `decision-not-logged`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    decisions_not_logged: bool,
}

pub(super) async fn live() -> Response {
    json(&value!({ "status": "alive" }))
}

pub(super) async fn ready(State(app): State<Arc<App>>, Extension(lang): Extension<Lang>) -> Response {
    let loaded = app.shelf.now();
    let ready = Ready {
        status: "ready",
        catalogue: loaded.digest.clone(),
        number: loaded.number,
        refused_change: app.shelf.failed().is_some(),
        // It stays ready: only a decision that is asked for can find that the log is well again.
        decisions_not_logged: app.recorder.as_ref().is_some_and(|recorder| recorder.has_failed()),
    };
    by_catalogue(json(&ready), &loaded.digest, lang)
}

pub(super) async fn metrics(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let text = app.metrics.text().map_err(|_| Problem::new(Kind::Internal))?;
    Ok(of_form(OPENMETRICS, text))
}
