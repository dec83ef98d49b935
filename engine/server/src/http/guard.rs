//! Who may come in: a key with the role, within its share, while there is room, and not for ever.

use super::App;
use crate::{
    keys::Role,
    problem::{Kind, Problem, Sentence},
};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use hyper::body::{Frame, SizeHint};
use parchemin::core::say;
use prometheus_client::metrics::gauge::Gauge;
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::{sync::OwnedSemaphorePermit, time::timeout};

/// What a route asks of who asks.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) app: Arc<App>,
    pub(crate) role: Role,
    /// A stream lasts as long as it goes on; there are few at once.
    pub(crate) stream: bool,
}

/// The name of the key, for the logs.
#[derive(Clone)]
pub(crate) struct KeyName(pub(crate) Arc<str>);

/// The name under which those without a key are counted.
const NOBODY: &str = "-";

pub(crate) async fn guard(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let app = &guard.app;
    let name = name(&guard, request.headers())?;
    app.shares.take(&name, Instant::now()).map_err(|wait| {
        Problem::new(Kind::TooManyRequests).retry_after(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    })?;
    let room = if guard.stream { &app.streams } else { &app.requests };
    let permit = Arc::clone(room).try_acquire_owned().map_err(|_| Problem::new(Kind::Overloaded))?;
    let held = Held::new(permit, app.metrics.under_way.clone());
    let name = KeyName(name.into());
    request.extensions_mut().insert(name.clone());
    let answered = next.run(request);
    let mut response = if guard.stream {
        answered.await
    } else {
        let whole = app.configuration.limits.whole;
        timeout(whole, answered).await.map_err(|_| too_slow(whole))?
    };
    response.extensions_mut().insert(name);
    Ok(response.map(|body| Body::new(Guarded { body, _held: held })))
}

fn name(guard: &Guard, headers: &HeaderMap) -> Result<String, Problem> {
    let Some(keys) = &guard.app.configuration.keys else {
        return of_this_machine(headers, &guard.app.configuration.origins);
    };
    let secret = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = secret.and_then(|value| value.split_once(' '));
    let key = secret
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, secret)| keys.find(secret.trim()));
    let key = key.ok_or_else(|| Problem::new(Kind::Unauthorized))?;
    if key.may(guard.role) {
        return Ok(key.name.clone());
    }
    let (name, role) = (key.name.clone(), guard.role.name());
    Err(Problem::new(Kind::Forbidden).saying(Sentence(move |lang| {
        say!(lang, fr: "la clé `{name}` n’a pas le rôle `{role}`", en: "the key `{name}` lacks the role `{role}`")
    })))
}

/// Without keys, a page of any site that is open in a browser of this machine could change packages. A browser says for
/// which site it asks; other programs do not.
fn of_this_machine(headers: &HeaderMap, origins: &[String]) -> Result<String, Problem> {
    let strange = |origin: &&HeaderValue| !origins.iter().any(|known| *origin == known.as_str());
    match headers.get(header::ORIGIN).filter(strange) {
        None => Ok(NOBODY.to_owned()),
        Some(_) => Err(Problem::new(Kind::Forbidden).saying(Sentence(|lang| {
            say!(lang,
                fr: "sans clés, aucun site ne peut demander ; `cors.origins` donne ceux qui le peuvent",
                en: "without keys no site may ask; `cors.origins` lists those that may")
        }))),
    }
}

fn too_slow(whole: Duration) -> Problem {
    let seconds = whole.as_secs();
    Problem::new(Kind::TooSlow).saying(Sentence(
        move |lang| say!(lang, fr: "le délai est de {seconds} s", en: "the time allowed is {seconds} s"),
    ))
}

/// Room that is taken until the answer has gone, or is given up.
struct Held {
    _permit: OwnedSemaphorePermit,
    under_way: Gauge,
}

impl Held {
    fn new(permit: OwnedSemaphorePermit, under_way: Gauge) -> Held {
        under_way.inc();
        Held { _permit: permit, under_way }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.under_way.dec();
    }
}

/// A body that holds the room it was made in.
struct Guarded {
    body: Body,
    _held: Held,
}

impl HttpBody for Guarded {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
