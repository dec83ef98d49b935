//! `POST /v1/decisions`: one file, one decision.

use super::{
    App, HTML, JSON, TEXT, by_catalogue,
    guard::KeyName,
    host_by,
    idempotency::{self, Repeat},
    of_form, request,
};
use crate::{
    problem::{Asking, Kind, Problem, of_file, refused},
    record::{Appended, Entry, Made},
};
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
        CandidateFile, Day, Decision, Lang, canonical,
        decision::Outcome,
        file::{Leniency, parse},
    },
    explain,
    packages::{
        archive::SecretKey,
        receipt::{self, Receipt},
    },
};
use parchemin_bulk::write::Detail;
use std::sync::Arc;

/// The forms of a decision.
pub(super) const FORMS: [&str; 4] = [JSON, HTML, TEXT, receipt::MEDIA];

pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    Extension(key): Extension<KeyName>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = request::Asked::read(&uri, &["as_of", "use", "ignore_unknown"])?;
    // Receipts are a form where there is a key for them.
    let given = |form: &&str| *form != receipt::MEDIA || app.receipts.is_some();
    let forms: Vec<_> = FORMS.into_iter().filter(given).collect();
    let form = request::form(&headers, &forms)?;
    request::body_form(&headers, &[JSON])?;
    let limits = app.configuration.limits;
    let bytes = request::whole(body, limits.body, limits.idle).await?;
    let query = uri.query().unwrap_or_default();
    let pieces = [query.as_bytes(), form.as_bytes(), lang.code().as_bytes(), &bytes];
    let first = match idempotency::repeat(&app, &headers, &key.0, &pieces).await? {
        Repeat::Plain => None,
        Repeat::First(first) => Some(first),
        Repeat::Again(answer) => return Ok(idempotency::again(*answer)),
    };
    let loaded = app.shelf.now();
    let host = host_by(&loaded, asked.editions).await?;
    let size = bytes.len();
    let service = Arc::clone(&app);
    let recorder = app.recorder.clone();
    let work = move || -> Result<(Outcome, Vec<u8>, Option<Entry>), Problem> {
        let (file, decision) = of_bytes(&host, &bytes, asked.as_of, asked.leniency, lang)?;
        let json = (recorder.is_some() || form == JSON).then(|| rendered(&decision, JSON, None, lang));
        let json = json.transpose()?;
        let entry = recorder.zip(json.as_deref()).map(|(recorder, json)| {
            recorder.entry(&Made {
                key: &key.0,
                file: &file,
                as_of: decision.date,
                language: lang,
                detail: Detail::Full,
                decision: json,
                packages: &decision.packages,
                loaded: host.packages(),
            })
        });
        let entry = entry.transpose().map_err(|_| Problem::new(Kind::Internal))?;
        let bytes = match json {
            Some(json) if form == JSON => json,
            _ => rendered(&decision, form, service.receipts.as_ref(), lang)?,
        };
        Ok((decision.headline.outcome, bytes, entry))
    };
    let (outcome, bytes, entry) = app.turns.take(size, work).await??;
    if let (Some(recorder), Some(entry)) = (&app.recorder, entry) {
        let answer = first.as_ref().map(|first| first.answer(recorder, form, lang, &loaded.digest, &bytes));
        // What is answered is in the log.
        if recorder.keep(entry, answer).await? == Appended::AnsweredAlready {
            return Err(Kind::IdempotencyKeyUnderWay.into());
        }
    }
    app.metrics.decided(outcome.name());
    Ok(by_catalogue(of_form(form, bytes), &loaded.digest, lang))
}

/// A file as it came and its decision, or everything that is wrong with it.
fn of_bytes(
    host: &Parchemin,
    bytes: &[u8],
    as_of: Option<Day>,
    leniency: Leniency,
    lang: Lang,
) -> Result<(CandidateFile, Decision), Problem> {
    let file =
        parse(bytes, leniency).map_err(|fault| of_file(fault, bytes, leniency, host, Asking::One(as_of)))?;
    match host.decide(&file, as_of, lang) {
        Ok(decision) => Ok((file, decision)),
        Err(refusal) => Err(refused(&refusal, &file, host, Asking::One(as_of))),
    }
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
