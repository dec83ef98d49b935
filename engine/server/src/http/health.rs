//! Whether the service lives, whether it is ready, and what it counts.

use super::{App, OPENMETRICS, decided, json, of_form, packages::refused_change};
use crate::problem::{Kind, Problem, ToldFault};
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
    /// Why the last change of the folders was not taken over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    refused_change: Vec<ToldFault>,
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
        refused_change: refused_change(&app, lang),
    };
    decided(json(&ready), &loaded, lang)
}

pub(super) async fn metrics(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let text = app.metrics.text().map_err(|_| Problem::new(Kind::Internal))?;
    Ok(of_form(OPENMETRICS, text))
}
