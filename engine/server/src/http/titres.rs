//! `GET /v1/titres` and their timelines.

use super::{App, JSON, by_catalogue, json, request};
use crate::problem::{Kind, Problem};
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use parchemin::{core::Lang, described};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// The titres that packages describe.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Titres {
    /// In order of id.
    titres: Vec<Titre>,
}

/// A titre.
#[derive(Serialize, JsonSchema)]
struct Titre {
    /// The id, kept through its revisions.
    id: String,
    /// What its latest revision is called.
    label: String,
    /// The packages of its revisions, oldest first.
    revisions: Vec<String>,
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    request::no_parameter(&uri)?;
    request::form(&headers, &[JSON])?;
    let loaded = app.shelf.now();
    let catalogue = loaded.host.catalogue();
    let titre = |id: String| {
        let timeline = catalogue.timeline(&id);
        let label = timeline.last().map(|(_, revision)| revision.titre.label.clone()).unwrap_or_default();
        let revisions = timeline.iter().map(|(package, _)| package.identity.id.clone()).collect();
        Titre { id, label, revisions }
    };
    let titres = Titres { titres: catalogue.titres().into_iter().map(titre).collect() };
    Ok(by_catalogue(json(&titres), &loaded.digest, lang))
}

pub(super) async fn timeline(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    request::no_parameter(&uri)?;
    request::form(&headers, &[JSON])?;
    let loaded = app.shelf.now();
    let catalogue = loaded.host.catalogue();
    let id = catalogue.titre_named(&name).map_err(|fault| Problem::new(Kind::NotFound).saying(fault))?;
    Ok(by_catalogue(json(&described::timeline(catalogue, &id)), &loaded.digest, lang))
}
