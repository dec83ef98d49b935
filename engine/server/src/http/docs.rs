//! What the service says of itself: schemas, the document of the interface and its page, and the problems. What depends
//! on nothing is rendered once.

use super::{App, HTML, JSON, in_json, of_form, request};
use crate::{
    openapi,
    problem::{self, Kind, Problem},
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::Uri,
    response::Response,
};
use parchemin::core::{CandidateFile, Decision};
use std::sync::Arc;

/// Answers that are always the same.
pub(super) struct Rendered {
    candidate: Bytes,
    decision: Bytes,
    openapi: Bytes,
    page: Bytes,
    problems: Bytes,
}

impl Rendered {
    pub(super) fn new() -> Rendered {
        let document = openapi::document();
        Rendered {
            candidate: in_json(&schemars::schema_for!(CandidateFile)).into(),
            decision: in_json(&schemars::schema_for!(Decision)).into(),
            openapi: in_json(&document).into(),
            page: openapi::page(&document).into_string().into(),
            problems: problem::index().into_string().into(),
        }
    }
}

pub(super) async fn candidate(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    request::no_parameter(&uri)?;
    Ok(of_form(JSON, app.rendered.candidate.clone()))
}

pub(super) async fn decision(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    request::no_parameter(&uri)?;
    Ok(of_form(JSON, app.rendered.decision.clone()))
}

pub(super) async fn openapi(State(app): State<Arc<App>>) -> Response {
    of_form(JSON, app.rendered.openapi.clone())
}

pub(super) async fn page(State(app): State<Arc<App>>) -> Response {
    of_form(HTML, app.rendered.page.clone())
}

pub(super) async fn problems(State(app): State<Arc<App>>) -> Response {
    of_form(HTML, app.rendered.problems.clone())
}

pub(super) async fn problem(Path(code): Path<String>) -> Result<Response, Problem> {
    let kind = Kind::of_code(&code).ok_or_else(|| Problem::new(Kind::NotFound))?;
    Ok(of_form(HTML, problem::page(kind).into_string()))
}
