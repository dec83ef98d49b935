#![doc = include_str!("../../../README.md")]
//!
//! # The crate
//!
//! [`Parchemin`] holds packages prepared to decide; [`Parchemin::decide`] takes a file and a date and gives a
//! [`Decision`](core::Decision). [`explain`] puts a decision into words. It refuses to know: HTTP, databases,
//! terminals, and how many files there are.

mod archives;
mod case;
pub mod cases;
mod choice;
mod deadlines;
mod deciding;
pub mod described;
mod engine;
pub mod explain;
mod findings;
mod holdings;
mod judge;
mod judgement;
mod load;
mod members;
mod message;
mod names;
mod outcome;
pub mod parallel;
pub mod pointer;
mod ready;
mod refusal;
mod steps;

pub use archives::GivenFault;
pub use deciding::Deciding;
pub use engine::{Evaluated, Parchemin, Prepared};
pub use judge::{Judge, Judged};
pub use judgement::Judgement;
pub use load::{CompiledIn, LoadFault, Setup, all_checked, edition, folder, side_by_side, sources};
pub use outcome::Answers;
pub use refusal::{FailedRule, Refusal, UnknownName};

pub use parchemin_core as core;
pub use parchemin_package as packages;
pub use parchemin_package::written::Backend;
