//! Listens, answers, and stops without leaving anybody without an answer.

use crate::{
    config::Configuration,
    fault::StartFault,
    http::{self, App},
    idle::Idle,
    logs::{self, Log},
    metrics::Metrics,
    record::Recorder,
    shelf::{Shelf, Watch, watch},
    tls,
};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{future::Future, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

/// How long to wait when the machine has no connection to give: too many files are open, say.
const PAUSE: Duration = Duration::from_millis(50);

/// The service, listening.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    tls: Option<TlsAcceptor>,
    connections: Arc<Semaphore>,
    /// How long the head of a request, the handshake of TLS, and sending something may take.
    idle: Duration,
    grace: Duration,
    _watch: Option<Watch>,
    /// Dropped last, so that what is told of the end is written.
    _log: Option<Log>,
}

/// How the service ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything that was under way was answered.
    Answered,
    /// Something took longer than it was given, and was cut off.
    CutOff,
}

impl Server {
    /// Loads the packages and listens.
    ///
    /// # Errors
    /// Why it cannot.
    pub async fn bind(configuration: Configuration) -> Result<Server, StartFault> {
        let metrics = Arc::new(Metrics::new());
        let log = logs::begin(&configuration.log, metrics.lost_lines.clone())?;
        let tls = match &configuration.tls {
            Some((certificate, key)) => Some(tls::acceptor(certificate, key)?),
            None => None,
        };
        let shelf = Arc::new(Shelf::open(&configuration).map_err(StartFault::Packages)?);
        let given = !configuration.packages.is_empty() || configuration.trust.is_some();
        let watched = if configuration.watch && given {
            let metrics = Arc::clone(&metrics);
            let watched =
                watch(Arc::clone(&shelf), &configuration, move |shelf| tell_reload(shelf, &metrics));
            Some(watched.map_err(|error| StartFault::Watch(error.to_string()))?)
        } else {
            None
        };
        let recorder = match &configuration.decisions {
            Some(settings) => Some(Recorder::open(settings).await.map_err(StartFault::Record)?),
            None => None,
        };
        let (listen, limits) = (configuration.listen, configuration.limits);
        let loaded = shelf.now();
        metrics.swapped(&loaded);
        let app = Arc::new(App::new(configuration, shelf, metrics, recorder)?);
        // The last that can fail: whatever else is wrong was told before anybody could ask.
        let fault = |error| StartFault::Listen(listen, error);
        let listener = TcpListener::bind(listen).await.map_err(fault)?;
        let address = listener.local_addr().map_err(fault)?;
        tracing::info!(%address, catalogue = loaded.digest, "listening");
        Ok(Server {
            listener,
            address,
            router: http::router(&app),
            tls,
            connections: Arc::new(Semaphore::new(limits.connections)),
            idle: limits.idle,
            grace: limits.grace,
            _watch: watched,
            _log: log,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is told to stop; then takes nothing more, and finishes what is under way.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Ended {
        let graceful = GracefulShutdown::new();
        let mut stop = pin!(stop);
        loop {
            let room = Arc::clone(&self.connections);
            let next = async {
                // Who waits for room waits in the queue of the machine. The semaphore is never closed.
                let room = room.acquire_owned().await.ok();
                (room, self.listener.accept().await)
            };
            let (room, accepted) = tokio::select! {
                next = next => next,
                () = &mut stop => break,
            };
            let Ok((stream, _)) = accepted else {
                sleep(PAUSE).await;
                continue;
            };
            let (router, tls, watcher) = (self.router.clone(), self.tls.clone(), graceful.watcher());
            let idle = self.idle;
            tokio::spawn(async move {
                let _room = room;
                match secured(stream, tls, idle).await {
                    // Who asks has gone, or speaks no HTTP: there is nobody to tell.
                    Some(Stream::Plain(stream)) => {
                        drop(watcher.watch(connection(stream, router, idle)).await)
                    }
                    Some(Stream::Tls(stream)) => drop(watcher.watch(connection(*stream, router, idle)).await),
                    None => {}
                }
            });
        }
        drop(self.listener);
        tracing::info!("stopping");
        match timeout(self.grace, graceful.shutdown()).await {
            Ok(()) => Ended::Answered,
            Err(_) => Ended::CutOff,
        }
    }
}

enum Stream {
    Plain(Idle<TcpStream>),
    Tls(Box<tokio_rustls::server::TlsStream<Idle<TcpStream>>>),
}

/// The stream of a connection; none where the handshake failed, or took too long.
async fn secured(stream: TcpStream, tls: Option<TlsAcceptor>, idle: Duration) -> Option<Stream> {
    // Answers are small, and somebody waits for them.
    let _ = stream.set_nodelay(true);
    let stream = Idle::new(stream, idle);
    match tls {
        None => Some(Stream::Plain(stream)),
        Some(tls) => timeout(idle, tls.accept(stream)).await.ok()?.ok().map(Box::new).map(Stream::Tls),
    }
}

/// Serves a connection.
fn connection<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    router: Router,
    idle: Duration,
) -> http1::Connection<TokioIo<S>, TowerToHyperService<Router>> {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(idle)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}

fn tell_reload(shelf: &Shelf, metrics: &Metrics) {
    let loaded = shelf.now();
    metrics.swapped(&loaded);
    match shelf.failed() {
        None => tracing::info!(catalogue = loaded.digest, "packages read again"),
        Some(fault) => {
            metrics.refused_changes.inc();
            tracing::warn!(catalogue = loaded.digest, fault = %fault, "packages not taken over");
        }
    }
}

/// Tasks after which a thread looks at who else has come. A decision takes the time of many usual tasks, and who comes
/// during it must not wait for sixty of them.
const EVENTS: u32 = 4;

/// Threads for work that takes its time, besides those of batches.
const BLOCKING_THREADS: usize = 512;

/// Runs the service until the program is asked to end (SIGTERM, or ctrl-c). `listening` is told the address.
///
/// # Errors
/// Why it does not start.
pub fn run(configuration: Configuration, listening: impl FnOnce(SocketAddr)) -> Result<Ended, StartFault> {
    let fault = |error: std::io::Error| StartFault::Machine(error.to_string());
    // A batch has a thread of its own; other work must not wait for one.
    let threads = BLOCKING_THREADS + configuration.limits.streams;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(threads)
        .event_interval(EVENTS)
        .build()
        .map_err(fault)?;
    let ended = runtime.block_on(async {
        let server = Server::bind(configuration).await?;
        let stop = asked_to_end().map_err(fault)?;
        listening(server.address());
        Ok(server.run(stop).await)
    });
    // A batch that nobody takes the answers of may still wait for its time to pass.
    runtime.shutdown_background();
    ended
}

/// Done when somebody asks this program to end. To be called inside a runtime.
///
/// # Errors
/// The system does not tell.
#[cfg(unix)]
pub fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Done when somebody asks this program to end. To be called inside a runtime.
///
/// # Errors
/// The system does not tell.
#[cfg(not(unix))]
pub fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the signal there is no way to ask.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
