//! What the service counts, for Prometheus. No label names a candidate, a key or a file.

use crate::shelf::Loaded;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};
use std::{fmt, sync::atomic::Ordering, time::Duration};

/// The counts of the service.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram>,
    decisions: Family<Decided, Counter>,
    lines: Family<Line, Counter>,
    /// Requests that are under way, the body of the answer counted.
    pub(crate) under_way: Gauge,
    /// The number of the catalogue: it grows with each swap.
    catalogue: Gauge,
    /// Changes of packages that were not taken over.
    pub(crate) refused_changes: Counter,
    /// Lines of the log that nobody took.
    pub(crate) lost_lines: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Decided {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Line {
    result: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let mut registry = Registry::with_prefix("parchemin");
        // From half a millisecond to some sixteen seconds.
        let durations: Family<Route, Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(0.0005, 2.0, 16)));
        let requests = Family::default();
        let (decisions, lines) = (Family::default(), Family::default());
        let (under_way, catalogue) = (Gauge::default(), Gauge::default());
        let (refused_changes, lost_lines) = (Counter::default(), Counter::default());
        registry.register("requests", "Requests answered", requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time until the head of the answer",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register("decisions", "Decisions by the outcome of their headline", decisions.clone());
        registry.register("batch_lines", "Lines of batches", lines.clone());
        registry.register("requests_under_way", "Requests that are under way", under_way.clone());
        registry.register("catalogue_number", "Catalogues since the start", catalogue.clone());
        let help = "Changes of packages that were not taken over";
        registry.register("package_changes_refused", help, refused_changes.clone());
        registry.register("log_lines_lost", "Lines of the log that nobody took", lost_lines.clone());
        Metrics {
            registry,
            requests,
            durations,
            decisions,
            lines,
            under_way,
            catalogue,
            refused_changes,
            lost_lines,
        }
    }

    /// An answer to a route that exists; what has none is counted under one name, so that nobody can invent names.
    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let answered = Answered { route: route.to_owned(), method: method.to_owned(), status };
        self.requests.get_or_create(&answered).inc();
        self.durations.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// These packages decide now. Of two changes told at once, the later one stays.
    pub(crate) fn swapped(&self, loaded: &Loaded) {
        let number = i64::try_from(loaded.number).unwrap_or(i64::MAX);
        self.catalogue.inner().fetch_max(number, Ordering::Relaxed);
    }

    /// A decision.
    pub(crate) fn decided(&self, outcome: &'static str) {
        self.decisions.get_or_create(&Decided { outcome }).inc();
    }

    /// Lines of a batch.
    pub(crate) fn lines(&self, decided: u64, refused: u64) {
        self.lines.get_or_create(&Line { result: "decided" }).inc_by(decided);
        self.lines.get_or_create(&Line { result: "refused" }).inc_by(refused);
    }

    /// All of it, as Prometheus reads it.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
