//! The subcommands, a file each: its arguments and its function.

pub(crate) mod batch;
pub(crate) mod evaluate;
pub(crate) mod generate;
pub(crate) mod impact;
pub(crate) mod package;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod timeline;
pub(crate) mod vocabulary;

use crate::{output::Output, report};
use parchemin::core::{Day, Lang};
use parchemin_bulk::format::Format;

/// What was wrong has been told.
struct Told;

/// The date that `--as-of` gives, if it gives one.
fn date(as_of: Option<&str>, lang: Lang, output: &mut Output) -> Result<Option<Day>, Told> {
    as_of.map(str::parse).transpose().map_err(|fault| {
        report::error(&fault, Some("--as-of"), lang, output);
        Told
    })
}

/// The format of that name, as an argument.
fn format_named(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| Format::ALL.map(Format::name).join(", "))
}
