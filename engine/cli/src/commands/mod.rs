//! The subcommands, a file each: its arguments and its function.

pub(crate) mod evaluate;
pub(crate) mod generate;
pub(crate) mod impact;
pub(crate) mod package;
pub(crate) mod schema;
pub(crate) mod timeline;
pub(crate) mod vocabulary;
