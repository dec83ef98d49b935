//! What the service says of itself: schemas, the document of the interface and its page, and the problems.

use super::{App, HTML, json, of_form};
use crate::{
    openapi,
    problem::{self, Kind, Problem},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use parchemin::core::{CandidateFile, Decision};
use std::sync::Arc;

pub(super) async fn candidate() -> Response {
    json(&schemars::schema_for!(CandidateFile))
}

pub(super) async fn decision() -> Response {
    json(&schemars::schema_for!(Decision))
}

pub(super) async fn openapi(State(app): State<Arc<App>>) -> Response {
    json(&app.openapi)
}

pub(super) async fn page(State(app): State<Arc<App>>) -> Response {
    of_form(HTML, openapi::page(&app.openapi).into_string())
}

pub(super) async fn problems() -> Response {
    of_form(HTML, problem::index().into_string())
}

pub(super) async fn problem(Path(code): Path<String>) -> Result<Response, Problem> {
    let kind = Kind::of_code(&code).ok_or_else(|| Problem::new(Kind::NotFound))?;
    Ok(of_form(HTML, problem::page(kind).into_string()))
}
