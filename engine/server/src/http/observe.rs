//! Around every request: its id, the words of its problem, its place in the log and in the counts. Neither the log nor
//! the counts have anything of a file, an address that was asked for, or who asked but the name of the key.

use super::{App, guard::KeyName, request, unread};
use crate::{
    config::Configuration,
    problem::{self, Kind, Problem},
};
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use parchemin::{core::Lang, packages::hex};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The header of a request's id.
pub(super) const ID: HeaderName = HeaderName::from_static("x-request-id");

/// The name of what has no route.
const NOWHERE: &str = "-";

/// Ids of requests: some random letters of this start of the service, and a number.
pub(crate) struct Ids {
    start: String,
    next: AtomicU64,
}

/// The id of a request.
#[derive(Clone)]
pub(crate) struct Id(pub(crate) Arc<str>);

impl Ids {
    pub(crate) fn new() -> Result<Ids, getrandom::Error> {
        let mut random = [0_u8; 4];
        getrandom::fill(&mut random)?;
        Ok(Ids { start: hex(&random), next: AtomicU64::new(1) })
    }

    /// The id that whoever asks gave, where it can be one; else a new one.
    fn of(&self, headers: &HeaderMap) -> Id {
        let fits = |c: u8| c.is_ascii_alphanumeric() || b"-_.".contains(&c);
        let given = headers.get(ID).and_then(|value| value.to_str().ok());
        let given = given.filter(|id| (1..=64).contains(&id.len()) && id.bytes().all(fits));
        Id(given.map_or_else(
            || format!("{}-{}", self.start, self.next.fetch_add(1, Ordering::Relaxed)).into(),
            Arc::from,
        ))
    }
}

pub(crate) async fn observe(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = app.ids.of(request.headers());
    let lang = request::language(request.headers(), app.configuration.lang);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| NOWHERE.to_owned());
    request.extensions_mut().insert(lang);
    request.extensions_mut().insert(id.clone());
    let (request, unread) = unread::watched(request);
    let mut response = next.run(request).await;
    let problem = problem_of(&mut response);
    if let Some(problem) = &problem {
        tell(&mut response, problem, lang, &app.configuration.public_url, Some(&id));
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(ID, value);
    }
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    // Of methods there are only so many names; who makes one up is not counted by it, nor told of.
    const METHODS: [Method; 7] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    let method = if route != NOWHERE && METHODS.contains(&method) { method.as_str() } else { NOWHERE };
    app.metrics.answered(&route, method, status, took);
    let key = response.extensions().get::<KeyName>().map(|name| Arc::clone(&name.0));
    tracing::info!(
        request = &*id.0,
        method,
        route,
        status,
        microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        key = key.as_deref(),
        problem = problem.map(|problem| problem.kind().code()),
        catalogue = response.headers().get(super::CATALOGUE).and_then(|value| value.to_str().ok()),
        "answered"
    );
    if let Some(unread) = unread {
        // Who had his time for the body gets no more of it.
        let late = response.status() == StatusCode::REQUEST_TIMEOUT;
        unread.pass_over(&mut response, if late { Duration::ZERO } else { Duration::MAX }).await;
    }
    response
}

/// The answer where what is done around a request has failed: nobody knows its id or its language any more.
pub(crate) fn unobserved(configuration: &Configuration) -> Response {
    let problem = Problem::new(Kind::Internal);
    let mut response = problem.clone().into_response();
    tell(&mut response, &problem, configuration.lang, &configuration.public_url, None);
    response
}

/// The problem that an answer carries. One that a library made without words gets ours.
fn problem_of(response: &mut Response) -> Option<Problem> {
    let carried = response.extensions_mut().remove::<Problem>();
    let status = response.status();
    let bare = || status.is_client_error() || status.is_server_error();
    carried.or_else(|| {
        let kind =
            || Kind::ALL.iter().copied().find(|kind| kind.status() == status).unwrap_or(Kind::Internal);
        bare().then(|| Problem::new(kind()))
    })
}

fn tell(response: &mut Response, problem: &Problem, lang: Lang, base: &str, id: Option<&Id>) {
    let told = problem.told(lang, base, id.map(|id| &*id.0));
    // Texts and numbers can all be written.
    let body = serde_json::to_vec(&told).unwrap_or_default();
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
}
