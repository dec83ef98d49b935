//! How a file is written: by which format, and how it is packed. Names tell, in lower or upper case: `files.csv.gz`.

use parchemin_core::{Lang, say};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A format of files with many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// JSON Lines: a JSON object on each line.
    Jsonl,
    /// Cells between delimiters, a row on each line.
    Csv,
    /// A workbook of a spreadsheet program; its first sheet.
    Xlsx,
    /// Apache Parquet.
    Parquet,
}

/// How the bytes of a file are packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Packing {
    /// As they are.
    #[default]
    None,
    /// gzip, of one member or several.
    Gzip,
    /// Zstandard, of one frame or several.
    Zstd,
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub const ALL: [Format; 4] = [Format::Jsonl, Format::Csv, Format::Xlsx, Format::Parquet];

    /// The name by which it is asked for.
    ///
    /// ```
    /// use parchemin_bulk::format::Format;
    /// assert_eq!(Format::ALL.map(Format::name), ["jsonl", "csv", "xlsx", "parquet"]);
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Parquet => "parquet",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether it is read and written from one end to the other, so that it can be packed and come through a pipe.
    pub fn streams(self) -> bool {
        matches!(self, Format::Jsonl | Format::Csv)
    }
}

/// What the name of a file says of its format and packing.
///
/// ```
/// use parchemin_bulk::format::{Format, Packing, of_name};
/// assert_eq!(of_name("2025/Candidats.CSV.gz"), (Some(Format::Csv), Packing::Gzip));
/// assert_eq!(of_name("candidats.ndjson"), (Some(Format::Jsonl), Packing::None));
/// assert_eq!(of_name("candidats"), (None, Packing::None));
/// ```
pub fn of_name(name: &str) -> (Option<Format>, Packing) {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    let (stem, packing) = match name.rsplit_once('.') {
        Some((stem, "gz")) => (stem, Packing::Gzip),
        Some((stem, "zst")) => (stem, Packing::Zstd),
        _ => (name.as_str(), Packing::None),
    };
    let format = stem.rsplit_once('.').and_then(|(_, end)| match end {
        "jsonl" | "ndjson" | "json" => Some(Format::Jsonl),
        "csv" | "tsv" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        "parquet" => Some(Format::Parquet),
        _ => None,
    });
    (format, packing)
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// Data.
    Json,
    /// A page of its own.
    Html,
}

impl ReportFormat {
    /// What the name of a report says of it.
    ///
    /// ```
    /// use parchemin_bulk::format::ReportFormat;
    /// assert_eq!(ReportFormat::of_name("impact.HTML".as_ref()), Some(ReportFormat::Html));
    /// assert_eq!(ReportFormat::of_name("impact.pdf".as_ref()), None);
    /// ```
    pub fn of_name(path: &Path) -> Option<ReportFormat> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "json" => Some(ReportFormat::Json),
            "html" => Some(ReportFormat::Html),
            _ => None,
        }
    }
}

/// That the name of a report does not say how to write it.
pub(crate) fn unknown_report(path: &Path, lang: Lang) -> String {
    let path = path.display();
    say!(lang,
        fr: "le nom du rapport `{path}` ne dit pas son format",
        en: "the name of the report `{path}` does not say its format")
}

/// How a report is to be named.
pub(crate) fn name_a_report(lang: Lang) -> String {
    say!(lang, fr: "finir le nom par .json ou .html", en: "end the name with .json or .html")
}
