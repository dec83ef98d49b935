//! Outputs: what was decided of each file, in one file of records; and the rows that were refused, in another.
//!
//! Any number of threads [`Encoder::encode`] records; one [`Output::append`]s what they made, in order. The bytes depend
//! on the records of each piece alone, in Parquet on the records alone. Nothing half-written looks complete: an output
//! has the name `NAME.part` until it is finished.

mod encode;
mod fault;
mod output;
mod record;
mod reject;

pub use encode::Encoder;
pub use fault::OutputFault;
pub use output::{Output, Target};
pub use record::{Detail, Found, More, Record};
pub use reject::reject;
