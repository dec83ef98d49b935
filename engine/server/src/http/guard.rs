//! Who may come in: a key with the role, within its share, while there is room, and not for ever.

use super::App;
use crate::{
    config::Configuration,
    keys::{Key, Role},
    problem::{Kind, Problem, Sentence},
};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hyper::body::{Frame, SizeHint};
use parchemin::core::say;
use prometheus_client::metrics::gauge::Gauge;
use std::{
    net::IpAddr,
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
    let key = known(&guard.app.configuration, request.headers())?;
    let name: Arc<str> = key.map_or(NOBODY, |key| &key.name).into();
    request.extensions_mut().insert(KeyName(Arc::clone(&name)));
    let answered = admitted(&guard, key, &name, request, next).await;
    // The log names who asked, whatever he was answered.
    let mut response = answered.into_response();
    response.extensions_mut().insert(KeyName(name));
    Ok(response)
}

async fn admitted(
    guard: &Guard,
    key: Option<&Key>,
    name: &str,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let app = &guard.app;
    if let Some(key) = key.filter(|key| !key.may(guard.role)) {
        return Err(forbidden(key, guard.role));
    }
    app.shares.take(name, Instant::now()).map_err(|wait| {
        Problem::new(Kind::TooManyRequests).retry_after(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    })?;
    let (room, own) =
        if guard.stream { (&app.streams, app.streams_of.get(name)) } else { (&app.requests, None) };
    let permits = [Some(room), own].into_iter().flatten().map(|room| Arc::clone(room).try_acquire_owned());
    let permits = permits.collect::<Result<_, _>>().map_err(|_| Problem::new(Kind::Overloaded))?;
    let held = Arc::new(Held::new(permits, app.metrics.under_way.clone()));
    let answered = HELD.scope(Arc::clone(&held), next.run(request));
    let response = if guard.stream {
        answered.await
    } else {
        let whole = app.configuration.limits.whole;
        timeout(whole, answered).await.map_err(|_| too_slow(whole, guard.role))?
    };
    Ok(response.map(|body| Body::new(Guarded { body, _held: held })))
}

/// Who asks; none where there are no keys, and everybody on this machine may.
fn known<'c>(configuration: &'c Configuration, headers: &HeaderMap) -> Result<Option<&'c Key>, Problem> {
    let Some(keys) = &configuration.keys else {
        return of_this_machine(configuration, headers).map(|()| None);
    };
    let secret = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = secret.and_then(|value| value.split_once(' '));
    let key = secret
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, secret)| keys.find(secret.trim()));
    key.map(Some).ok_or_else(|| Problem::new(Kind::Unauthorized))
}

fn forbidden(key: &Key, role: Role) -> Problem {
    let (name, role) = (key.name.clone(), role.name());
    Problem::new(Kind::Forbidden).saying(Sentence(move |lang| {
        say!(lang, fr: "la clé `{name}` n’a pas le rôle `{role}`", en: "the key `{name}` lacks the role `{role}`")
    }))
}

/// Without keys, a page of any site that is open in a browser of this machine could change packages. A browser says for
/// which site it asks; other programs do not. And it says by which name it found this machine: a site may have given
/// its own name our address, and is then no other site for the browser.
fn of_this_machine(configuration: &Configuration, headers: &HeaderMap) -> Result<(), Problem> {
    let strange =
        |origin: &&HeaderValue| !configuration.origins.iter().any(|known| *origin == known.as_str());
    if headers.get(header::ORIGIN).filter(strange).is_some() {
        return Err(Problem::new(Kind::Forbidden).saying(Sentence(|lang| {
            say!(lang,
                fr: "sans clés, aucun site ne peut demander ; `cors.origins` donne ceux qui le peuvent",
                en: "without keys no site may ask; `cors.origins` lists those that may")
        })));
    }
    let ours = |host: &HeaderValue| {
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        host.is_some_and(|host| is_ours(host.host(), &configuration.public_url))
    };
    if headers.get_all(header::HOST).iter().all(ours) {
        return Ok(());
    }
    Err(Problem::new(Kind::Forbidden).saying(Sentence(|lang| {
        say!(lang,
            fr: "sans clés, l’en-tête `Host` nomme cette machine : localhost, 127.0.0.1, [::1], ou l’hôte de `public_url`",
            en: "without keys the header `Host` names this machine: localhost, 127.0.0.1, [::1], or the host of `public_url`")
    })))
}

/// Whether that is a name of this machine, whoever asks the way to it.
fn is_ours(host: &str, public_url: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let public = public_url.parse::<Uri>().ok();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.is_loopback())
        || public.and_then(|url| url.host().map(|known| known.eq_ignore_ascii_case(host))).unwrap_or(false)
}

fn too_slow(whole: Duration, role: Role) -> Problem {
    let seconds = whole.as_secs();
    Problem::new(Kind::TooSlow).saying(Sentence(move |lang| match role {
        // What was begun is not given up.
        Role::Publisher => say!(lang,
            fr: "le délai est de {seconds} s ; le changement a pu se faire, ou se faire encore : voir `/v1/packages`",
            en: "the time allowed is {seconds} s; the change may have been made, or be made yet: see `/v1/packages`"),
        Role::Reader | Role::Evaluator => {
            say!(lang, fr: "le délai est de {seconds} s", en: "the time allowed is {seconds} s")
        }
    }))
}

tokio::task_local! {
    /// The room of the request that is answered.
    static HELD: Arc<Held>;
}

/// The room of the request that is answered: for work that goes on when nobody waits for its answer any more.
pub(crate) fn held() -> Option<Arc<Held>> {
    HELD.try_with(Arc::clone).ok()
}

/// Room that is taken until the answer has gone, or is given up, and the work for it has ended.
pub(crate) struct Held {
    _permits: Vec<OwnedSemaphorePermit>,
    under_way: Gauge,
}

impl Held {
    fn new(permits: Vec<OwnedSemaphorePermit>, under_way: Gauge) -> Held {
        under_way.inc();
        Held { _permits: permits, under_way }
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
    _held: Arc<Held>,
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

#[cfg(test)]
mod tests {
    //! Work that nobody waits for any more keeps the place of its request until it ends.
    use super::*;
    use std::sync::mpsc;
    use tokio::sync::Semaphore;

    #[test]
    fn the_place_is_given_back_when_the_work_ends() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
        let (end, ending) = mpsc::channel::<()>();
        runtime.block_on(async {
            let room = Arc::new(Semaphore::new(1));
            let permit = Arc::clone(&room).try_acquire_owned().unwrap();
            let held = Arc::new(Held::new(vec![permit], Gauge::default()));
            let work = HELD.scope(held, async { super::super::apart(move || ending.recv()).await.is_ok() });
            assert!(timeout(Duration::from_millis(50), work).await.is_err(), "the work had ended");
            assert_eq!(room.available_permits(), 0);
            end.send(()).unwrap();
            assert!(timeout(Duration::from_secs(20), room.acquire()).await.is_ok());
        });
    }
}
