//! `POST /v1/decisions`: one file, one decision.

use super::{
    App, HTML, JSON, TEXT, by_catalogue,
    guard::KeyName,
    host_by,
    idempotency::{self, Repeat},
    of_form, request,
};
use crate::{
    decided::{full, short},
    problem::{Asking, Kind, Problem, of_file, refused},
    record::{Answer, Appended, Entry, Made},
};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use parchemin::{
    Judge, Parchemin, Prepared, Refusal,
    core::{
        Day, Decision, Lang,
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
use std::{slice, sync::Arc};

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
    let asked = request::Asked::read(&uri, &["as_of", "use", "ignore_unknown", "detail"])?;
    let detail = asked.detail.unwrap_or(Detail::Full);
    // Receipts are a form where there is a key for them, and only a whole decision has other forms than JSON.
    let given = |form: &&str| match *form {
        JSON => true,
        receipt::MEDIA => detail == Detail::Full && app.receipts.is_some(),
        _ => detail == Detail::Full,
    };
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
    let again = first.as_ref().zip(app.recorder.as_ref());
    let again = again.map(|(first, recorder)| first.answer(recorder, form, lang, &loaded.digest));
    let work = move || -> Result<(Outcome, Vec<u8>, Option<Entry>), Problem> {
        let prepared = read(&host, &bytes, asked.as_of, asked.leniency)?;
        let file = &prepared.case().file;
        let wrong = |why: Refusal| refused(&why, file, &host, Asking::One(asked.as_of));
        let (outcome, json, other) = if detail == Detail::Full {
            let decision = host.decide_prepared(&prepared, lang).map_err(wrong)?;
            let json = (recorder.is_some() || form == JSON).then(|| full(&decision).bytes);
            (decision.headline.outcome, json, rendered(&decision, form, service.receipts.as_ref(), lang)?)
        } else {
            let judged = Judge::new(&host).judge(slice::from_ref(&prepared));
            let judged = judged.into_iter().next().ok_or(Kind::Internal)?.map_err(wrong)?;
            let decided = short(&prepared, &judged, detail);
            (decided.outcome, Some(decided.bytes), None)
        };
        let bytes = other.or_else(|| json.clone().map(ended)).unwrap_or_default();
        let again = again.map(|again| Answer { body: bytes.clone(), ..again });
        let entry = recorder.zip(json).map(|(recorder, json)| {
            let made = Made {
                key: &key.0,
                file,
                as_of: prepared.case().date,
                language: lang,
                detail,
                decision: &json,
                packages: &host.packages_of(&prepared),
                loaded: host.packages(),
            };
            recorder.entry(&made, again)
        });
        Ok((outcome, bytes, entry.transpose()?))
    };
    let (outcome, bytes, entry) = app.turns.take(size, work).await??;
    if let (Some(recorder), Some(entry)) = (&app.recorder, entry) {
        // What is answered is in the log.
        if recorder.keep(entry).await? == Appended::AnsweredAlready {
            return Err(Kind::IdempotencyKeyUnderWay.into());
        }
    }
    app.metrics.decided(outcome.name());
    Ok(by_catalogue(of_form(form, bytes), &loaded.digest, lang))
}

/// A file as it came, and the case that it makes; or everything that is wrong with it.
fn read(host: &Parchemin, bytes: &[u8], as_of: Option<Day>, leniency: Leniency) -> Result<Prepared, Problem> {
    let asking = Asking::One(as_of);
    let file = parse(bytes, leniency).map_err(|fault| of_file(fault, bytes, leniency, host, asking))?;
    let file = Arc::new(file);
    host.prepare(Arc::clone(&file), as_of).map_err(|refusal| refused(&refusal, &file, host, asking))
}

/// JSON with a line end.
fn ended(mut json: Vec<u8>) -> Vec<u8> {
    json.push(b'\n');
    json
}

/// A decision in another form than JSON; none where JSON is asked for.
fn rendered(
    decision: &Decision,
    form: &str,
    key: Option<&SecretKey>,
    lang: Lang,
) -> Result<Option<Vec<u8>>, Problem> {
    match (form, key) {
        (HTML, _) => Ok(Some(explain::letter_html(decision, lang).into_bytes())),
        (TEXT, _) => Ok(Some(explain::letter_text(decision, lang).into_bytes())),
        (receipt::MEDIA, Some(key)) => {
            Receipt::issue(decision, key).map(Some).map_err(|_| Problem::new(Kind::Internal))
        }
        _ => Ok(None),
    }
}
