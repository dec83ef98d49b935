//! `POST /v1/packages`: a package comes as an archive, with its signatures in a header.

use super::{App, BYTES, JSON, ZIP, apart, by_catalogue, json, packages::faults, request};
use crate::{
    problem::{Kind, Problem, Sentence},
    shelf::{Effect, Listed, ShelfFault, Uploaded as Done},
};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::Response,
};
use parchemin::{
    LoadFault,
    core::{Lang, decision::PackageIdentity, say},
    packages::archive::{ARCHIVE_BYTES, OpenFault, Signatures},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// The header of signatures, each a line of `ARCHIVE.sig`: in headers of their own, or with commas between them.
pub(crate) const SIGNATURE: HeaderName = HeaderName::from_static("parchemin-signature");

/// What became of a package that was uploaded.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PackageUploaded")]
pub(crate) struct Uploaded {
    /// The digest of the whole catalogue now.
    catalogue: String,
    /// How many catalogues there were since the start.
    number: u64,
    /// Whether this is found again after a restart: only where a folder for the state is set.
    kept: bool,
    /// The package.
    #[serde(flatten)]
    package: Listed,
    /// What it changes once it is in use.
    effect: Effect,
    /// How many cases it carries in its folder `tests`: each gave what it expects.
    cases: usize,
}

pub(super) async fn upload(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = request::Asked::read(&uri, &["activate"])?;
    request::form(&headers, &[JSON])?;
    request::body_form(&headers, &[ZIP, BYTES])?;
    let signatures = signatures(&headers)?;
    // Archives are large, and held whole while they are checked.
    let room = Arc::clone(&app.uploads).try_acquire_owned().map_err(|_| Problem::new(Kind::Overloaded))?;
    let bytes = request::whole(body, ARCHIVE_BYTES, app.configuration.limits.idle).await?;
    let work = move || {
        let _room = room;
        taken(&app, &bytes, &signatures, asked.activate)
    };
    let (Done { loaded, effect, cases, new, kept, .. }, package) = apart(work).await??;
    let place = format!("/v1/packages/{}/{}", package.package.id, package.package.version);
    let place = HeaderValue::from_str(&place);
    let uploaded =
        Uploaded { catalogue: loaded.digest.clone(), number: loaded.number, kept, package, effect, cases };
    let mut response = by_catalogue(json(&uploaded), &loaded.digest, lang);
    if new {
        *response.status_mut() = StatusCode::CREATED;
    }
    // Ids and versions are letters, digits, hyphens, dots and plus signs.
    place.into_iter().for_each(|place| drop(response.headers_mut().insert(header::LOCATION, place)));
    Ok(response)
}

/// Takes an archive. What is done is told and counted here: it is done though nobody may wait for the answer any more.
fn taken(app: &App, bytes: &[u8], signatures: &Signatures, at_once: bool) -> Result<(Done, Listed), Problem> {
    let done = app.shelf.upload(bytes, signatures, at_once).map_err(|fault| {
        app.metrics.refused_changes.inc();
        tracing::warn!(fault = %fault, "archive refused");
        problem(fault)
    })?;
    let (loaded, PackageIdentity { id, version, digest }) = (&done.loaded, &done.package);
    app.metrics.swapped(loaded);
    let listed = loaded.find(id, version).map_err(problem)?.clone();
    tracing::info!(package = id, version, digest, state = ?listed.state, catalogue = loaded.digest, "package uploaded");
    Ok((done, listed))
}

fn signatures(headers: &HeaderMap) -> Result<Signatures, Problem> {
    let values = headers.get_all(SIGNATURE).iter().map(|value| value.to_str().unwrap_or_default());
    let lines = values.flat_map(|value| value.split(',')).map(str::trim);
    Signatures::of_lines(lines).map_err(|at| {
        let number = at + 1;
        Problem::new(Kind::NotTrusted).saying(Sentence(move |lang| {
            say!(lang,
                fr: "la signature n° {number} de `Parchemin-Signature` est illisible, ou sa clé a déjà signé : écrire une ligne du fichier .sig, `ed25519 CLÉ SIGNATURE`",
                en: "signature {number} of `Parchemin-Signature` cannot be read, or its key has signed already: write a line of the file .sig, `ed25519 KEY SIGNATURE`")
        }))
    })
}

fn problem(fault: ShelfFault) -> Problem {
    match fault {
        ShelfFault::Archive(OpenFault::Archive { fault, .. }) => Problem::new(Kind::BadArchive).saying(fault),
        ShelfFault::Archive(OpenFault::Untrusted { .. }) | ShelfFault::NoTrust => {
            Problem::new(Kind::NotTrusted).saying(fault)
        }
        ShelfFault::Load(LoadFault::Packages(_)) | ShelfFault::Cases(_) => {
            Problem::new(Kind::WrongPackage).with(faults(Arc::new(fault)))
        }
        ShelfFault::Taken(_) => Problem::new(Kind::VersionTaken).saying(fault),
        // What the service was given, the trust file or the clock, does not serve: not for who asks to mend.
        ShelfFault::Archive(_) | ShelfFault::NoClock => Problem::new(Kind::Internal),
        other => super::packages::problem(other),
    }
}
