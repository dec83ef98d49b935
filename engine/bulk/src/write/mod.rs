//! Outputs: what was decided of each file, in one file of records; candidate files that were made up; and the rows that
//! were refused.
//!
//! Any number of threads turn pieces into bytes ([`Encoder::encode`], [`FileEncoder::encode`]); one appends them to the
//! [`Output`], in order. The bytes depend on the records of each piece alone, in Parquet on the records alone. Nothing
//! half-written looks complete: an output has the name `NAME.part` until it is finished.

mod columns;
mod encode;
mod fault;
mod files;
mod output;
mod parts;
mod record;
mod reject;
mod target;

pub use encode::Encoder;
pub use fault::OutputFault;
pub use files::FileEncoder;
pub use output::{Encoding, Output};
pub use record::{Detail, Found, More, Record};
pub use reject::reject;
pub use target::Target;
