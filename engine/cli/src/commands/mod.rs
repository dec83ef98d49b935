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

use parchemin_bulk::format::Format;

/// The format of that name, as an argument.
fn format_named(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| Format::ALL.map(Format::name).join(", "))
}
