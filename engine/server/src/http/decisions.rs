//! `POST /v1/decisions`: one file, one decision.

use super::{App, HTML, JSON, TEXT, decided, host_by, of_form, request};
use crate::problem::{Kind, Problem, of_file, refused};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use parchemin::{
    Parchemin,
    core::{
        Day, Decision, Lang, canonical,
        decision::Outcome,
        file::{Leniency, parse},
    },
    explain,
    packages::{
        archive::SecretKey,
        receipt::{self, Receipt},
    },
};
use std::sync::Arc;

pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = request::Asked::read(&uri, &["as_of", "use", "ignore_unknown"])?;
    // Receipts are a form where there is a key for them.
    let forms: &[_] =
        if app.receipts.is_some() { &[JSON, HTML, TEXT, receipt::MEDIA] } else { &[JSON, HTML, TEXT] };
    let form = request::form(&headers, forms)?;
    request::of_form(&headers, &[JSON])?;
    let limits = app.configuration.limits;
    let bytes = request::whole(body, limits.body, limits.idle).await?;
    let loaded = app.shelf.now();
    let host = host_by(&loaded, asked.editions).await?;
    let size = bytes.len();
    let service = Arc::clone(&app);
    let work = move || -> Result<(Outcome, Vec<u8>), Problem> {
        let decision = of_bytes(&host, &bytes, asked.as_of, asked.leniency, lang)?;
        Ok((decision.headline.outcome, rendered(&decision, form, service.receipts.as_ref(), lang)?))
    };
    let (outcome, bytes) = app.turns.take(size, work).await??;
    app.metrics.decided(outcome.name());
    Ok(decided(of_form(form, bytes), &loaded, lang))
}

/// The decision of a file as it came, or everything that is wrong with it.
pub(super) fn of_bytes(
    host: &Parchemin,
    bytes: &[u8],
    as_of: Option<Day>,
    leniency: Leniency,
    lang: Lang,
) -> Result<Decision, Problem> {
    let file = parse(bytes, leniency).map_err(|fault| of_file(fault, bytes, leniency, host, as_of))?;
    host.decide(&file, as_of, lang).map_err(|refusal| refused(&refusal, &file, host, as_of))
}

/// A decision in the form asked for. As JSON it has the bytes of `evaluate --canonical`.
fn rendered(
    decision: &Decision,
    form: &str,
    key: Option<&SecretKey>,
    lang: Lang,
) -> Result<Vec<u8>, Problem> {
    let bytes = match (form, key) {
        (HTML, _) => return Ok(explain::letter_html(decision, lang).into_bytes()),
        (TEXT, _) => return Ok(explain::letter_text(decision, lang).into_bytes()),
        (receipt::MEDIA, Some(key)) => Receipt::issue(decision, key),
        _ => canonical(decision).map(|mut bytes| {
            bytes.push(b'\n');
            bytes
        }),
    };
    bytes.map_err(|_| Problem::new(Kind::Internal))
}
