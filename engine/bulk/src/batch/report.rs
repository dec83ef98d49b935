//! The report of a job: what was decided by which packages, and what it came to. It has no times, so that the same job
//! has the same report.

use super::{Batch, html::html, summary::Summary};
use crate::{format::ReportFormat, in_use::in_use, read::Reader, write::Detail};
use parchemin_core::{Day, Lang, decision::PackageIdentity};
use serde::Serialize;
use std::{collections::BTreeSet, path::Path};

/// The name of the format.
pub const FORMAT: &str = "parchemin.batch/1";

/// The report of a job.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// `parchemin.batch/1`.
    pub format: &'static str,
    /// The version of the engine.
    pub engine: &'static str,
    /// The packages in use, to the byte.
    pub packages: BTreeSet<PackageIdentity>,
    /// The inputs, in the order in which they were read.
    pub inputs: Vec<String>,
    /// How much was written of each file.
    pub detail: Detail,
    /// The dates that were asked for.
    pub as_of: Vec<Day>,
    /// What it came to.
    #[serde(flatten)]
    pub summary: Summary,
}

impl Report {
    pub(super) fn new(batch: &Batch<'_>, reader: &Reader, summary: Summary) -> Report {
        Report {
            format: FORMAT,
            engine: env!("CARGO_PKG_VERSION"),
            packages: in_use(batch.host),
            inputs: reader.inputs().map(str::to_owned).collect(),
            detail: batch.options.detail,
            as_of: batch.options.dates.clone(),
            summary,
        }
    }

    /// As its name says.
    pub(super) fn written(&self, path: &Path, lang: Lang) -> String {
        match ReportFormat::of_name(path) {
            Some(ReportFormat::Html) => html(self, lang),
            // The types of a report are all JSON.
            Some(ReportFormat::Json) | None => {
                format!("{}\n", serde_json::to_string_pretty(self).unwrap_or_default())
            }
        }
    }
}
