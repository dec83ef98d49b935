//! The HTTP service: decisions, batches, comparisons, and the packages that decide.
//!
//! [`Configuration`](config::Configuration) is what the service is told, from a file, the environment and flags;
//! [`Server`] loads packages, listens and answers. The packages are one immutable catalogue that is swapped as a whole.
//! [`record`] is the log of decisions.
//!
//! It refuses to know: how a decision is made, and terminals.

pub mod clock;
pub mod config;
mod decided;
mod fault;
mod http;
mod idle;
pub mod keys;
mod logs;
mod metrics;
mod openapi;
mod problem;
mod rate;
pub mod record;
mod serve;
mod shelf;
mod tls;

pub use fault::StartFault;
pub use serve::{Ended, Server, asked_to_end, run};
pub use shelf::{ShelfFault, StateFault};
