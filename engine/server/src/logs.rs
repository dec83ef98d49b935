//! The log: a line of JSON for each answer and each change, on standard error.

use tracing_subscriber::filter::LevelFilter;

/// Begins to log, unless somebody else has: `off`, `error`, `warn`, or everything.
pub(crate) fn begin(level: &str) {
    let level = match level {
        "off" => LevelFilter::OFF,
        "error" => LevelFilter::ERROR,
        "warn" => LevelFilter::WARN,
        _ => LevelFilter::INFO,
    };
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_current_span(false)
        .with_span_list(false)
        .with_max_level(level)
        .with_writer(std::io::stderr);
    // Who embeds the service may log in his own way.
    let _ = log.try_init();
}
