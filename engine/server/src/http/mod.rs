//! The routes. A file for each group of them; what stands around all of them is `guard` and `observe`.

mod batch;
mod comparisons;
mod decisions;
mod docs;
mod guard;
mod health;
mod idempotency;
mod observe;
mod packages;
mod request;
mod titres;
mod turns;
mod unread;
mod uploads;

pub(crate) use batch::BatchLine;
pub(crate) use comparisons::{Asks, Compared};
pub(crate) use health::Ready;
pub(crate) use packages::{Changed, Packages};
pub(crate) use titres::Titres;
pub(crate) use uploads::Uploaded;

use crate::{
    config::Configuration,
    fault::StartFault,
    keys::{Keys, Role},
    metrics::Metrics,
    problem::{Kind, Problem},
    rate::Shares,
    record::Recorder,
    shelf::{Host, Loaded, Shelf},
};
use axum::{
    Router,
    body::Body,
    http::{HeaderName, HeaderValue, Method, header},
    middleware::{from_fn_with_state, map_response},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use docs::Rendered;
use guard::{Guard, guard};
use observe::{Ids, observe};
use parchemin::{core::Lang, packages::archive::SecretKey};
use semver::VersionReq;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    future::Future,
    path::Path,
    sync::Arc,
};
use tokio::{sync::Semaphore, task::spawn_blocking};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, CorsLayer},
};
use turns::Turns;
use zeroize::Zeroizing;

/// The header that says by which catalogue was answered.
pub(crate) const CATALOGUE: HeaderName = HeaderName::from_static("parchemin-catalogue");

pub(crate) const JSON: &str = "application/json";
pub(crate) const NDJSON: &str = "application/x-ndjson";
pub(crate) const HTML: &str = "text/html";
pub(crate) const TEXT: &str = "text/plain";
pub(crate) const ZIP: &str = "application/zip";
pub(crate) const BYTES: &str = "application/octet-stream";
pub(crate) const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What all requests share.
pub(crate) struct App {
    pub(crate) configuration: Configuration,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) metrics: Arc<Metrics>,
    /// The log of decisions, where there is one.
    recorder: Option<Arc<Recorder>>,
    shares: Shares,
    requests: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    /// Of these, those of each key, where there are several keys: one alone never has them all, where there are several.
    streams_of: BTreeMap<String, Arc<Semaphore>>,
    uploads: Arc<Semaphore>,
    turns: Turns,
    ids: Ids,
    rendered: Rendered,
    /// The key that signs receipts, where there is one.
    receipts: Option<SecretKey>,
}

impl App {
    /// # Errors
    /// The machine gives no random bytes, or there is no key where one should be.
    pub(crate) fn new(
        configuration: Configuration,
        shelf: Arc<Shelf>,
        metrics: Arc<Metrics>,
        recorder: Option<Recorder>,
    ) -> Result<App, StartFault> {
        let limits = configuration.limits;
        Ok(App {
            receipts: configuration.receipts.as_deref().map(receipts_key).transpose()?,
            shares: Shares::new(limits.rate, limits.burst),
            requests: Arc::new(Semaphore::new(limits.requests)),
            streams_of: streams_of(&configuration),
            streams: Arc::new(Semaphore::new(limits.streams)),
            uploads: Arc::new(Semaphore::new(limits.uploads)),
            turns: Turns::new(limits.decisions),
            ids: Ids::new().map_err(|error| StartFault::Machine(error.to_string()))?,
            rendered: Rendered::new(),
            configuration,
            shelf,
            metrics,
            recorder: recorder.map(Arc::new),
        })
    }
}

/// The batches that each key may have at once, where there are several keys that may have any: all but one, and one in
/// any case.
fn streams_of(configuration: &Configuration) -> BTreeMap<String, Arc<Semaphore>> {
    let keys = configuration.keys.iter().flat_map(Keys::all).filter(|key| key.may(Role::Evaluator));
    let most = configuration.limits.streams.saturating_sub(1).max(1);
    let of: BTreeMap<_, _> = keys.map(|key| (key.name.clone(), Arc::new(Semaphore::new(most)))).collect();
    if of.len() > 1 { of } else { BTreeMap::new() }
}

/// The key of a file that `parchemin package keygen` wrote.
fn receipts_key(path: &Path) -> Result<SecretKey, StartFault> {
    let text = fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|error| StartFault::ReceiptsFile(path.to_owned(), error))?;
    SecretKey::from_pem(&text).map_err(|fault| StartFault::ReceiptsKey(path.to_owned(), fault))
}

/// The service, all of it.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let may = |role, stream| Guard { app: Arc::clone(app), role, stream };
    let only = |methods: MethodRouter<Arc<App>>, role| {
        methods.route_layer(from_fn_with_state(may(role, false), guard))
    };
    let reader = |methods| only(methods, Role::Reader);
    let evaluator = |methods| only(methods, Role::Evaluator);
    let publisher = |methods| only(methods, Role::Publisher);
    let stream = post(batch::decide).route_layer(from_fn_with_state(may(Role::Evaluator, true), guard));
    let router = Router::new()
        .route("/v1/decisions", evaluator(post(decisions::decide)))
        .route("/v1/decisions/batch", stream)
        .route("/v1/comparisons", evaluator(post(comparisons::compare)))
        .route("/v1/titres", reader(get(titres::list)))
        .route("/v1/titres/{id}/timeline", reader(get(titres::timeline)))
        .route("/v1/packages", reader(get(packages::list)).merge(publisher(post(uploads::upload))))
        .route("/v1/packages/{id}/{version}", reader(get(packages::show)))
        .route("/v1/packages/{id}/{version}/activate", publisher(post(packages::activate)))
        .route("/v1/packages/{id}/{version}/retire", publisher(post(packages::retire)))
        .route("/v1/schemas/candidate", reader(get(docs::candidate)))
        .route("/v1/schemas/decision", reader(get(docs::decision)))
        .route("/metrics", reader(get(health::metrics)))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/openapi.json", get(docs::openapi))
        .route("/docs", get(docs::page))
        .route("/problems", get(docs::problems))
        .route("/problems/{code}", get(docs::problem))
        .fallback(|| async { Problem::new(Kind::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::new(Kind::MethodNotAllowed) })
        .with_state(Arc::clone(app))
        .layer(CatchPanicLayer::custom(|_| Problem::new(Kind::Internal).into_response()))
        .layer(from_fn_with_state(Arc::clone(app), observe))
        // Whatever happens around a request, it is answered.
        .layer(CatchPanicLayer::custom({
            let app = Arc::clone(app);
            move |_| observe::unobserved(&app.configuration)
        }));
    let secure = app.configuration.tls.is_some();
    let router = router.layer(map_response(move |response| secured(response, secure)));
    match cors(&app.configuration.origins) {
        Some(cors) => router.layer(cors),
        None => router,
    }
}

/// What a browser must not do with an answer.
async fn secured(mut response: Response, tls: bool) -> Response {
    const CONTENT: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    let set = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, CONTENT),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in set {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// Browsers of other origins may ask only where that is set.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    (!origins.is_empty()).then(|| {
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(origins))
            .allow_methods([Method::GET, Method::POST])
            .allow_headers([
                header::ACCEPT,
                header::ACCEPT_LANGUAGE,
                header::AUTHORIZATION,
                header::CONTENT_TYPE,
                uploads::SIGNATURE,
                idempotency::KEY,
                observe::ID,
            ])
            .expose_headers([CATALOGUE, header::LOCATION, header::RETRY_AFTER, observe::ID])
    })
}

/// An answer in JSON.
fn json(value: &impl Serialize) -> Response {
    of_form(JSON, in_json(value))
}

/// A value as JSON, with a line end.
fn in_json(value: &impl Serialize) -> Vec<u8> {
    // Everything that is answered has string keys and finite numbers.
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// An answer of a form.
fn of_form(form: &'static str, body: impl Into<Body>) -> Response {
    let form = match form {
        HTML => "text/html; charset=utf-8",
        TEXT => "text/plain; charset=utf-8",
        form => form,
    };
    ([(header::CONTENT_TYPE, form)], body.into()).into_response()
}

/// An answer by the catalogue of that digest, in a language.
fn by_catalogue(mut response: Response, catalogue: &str, lang: Lang) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    if let Ok(digest) = HeaderValue::from_str(catalogue) {
        headers.insert(CATALOGUE, digest);
    }
    response
}

/// Work that takes its time, away from the threads that answer. It holds the room of its request until it ends, even if
/// nobody waits for it any more.
fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Result<T, Problem>> + Send {
    let room = guard::held();
    let work = move || {
        let _room = room;
        work()
    };
    async { spawn_blocking(work).await.map_err(|_| Problem::new(Kind::Internal)) }
}

/// What decides by the editions that a request asks for.
async fn host_by(loaded: &Arc<Loaded>, editions: Vec<(String, VersionReq)>) -> Result<Arc<Host>, Problem> {
    if editions.is_empty() {
        return Ok(Arc::clone(&loaded.host));
    }
    // No package meets two editions at once.
    let mut named = BTreeSet::new();
    if let Some((package, _)) = editions.iter().find(|(package, _)| !named.insert(package)) {
        return Err(request::twice(Kind::UnknownEdition, package));
    }
    let loaded = Arc::clone(loaded);
    apart(move || loaded.by(&editions))
        .await?
        .map_err(|fault| Problem::new(Kind::UnknownEdition).saying(fault))
}
