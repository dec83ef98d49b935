//! PLACEHOLDER
mod case;
mod choice;
mod deadlines;
mod engine;
pub mod explain;
mod findings;
mod holdings;
mod load;
mod message;
mod ready;
mod refusal;
mod steps;

pub use engine::Parchemin;
pub use load::{LoadFault, Setup, package};
pub use refusal::Refusal;

pub use parchemin_core as core;
pub use parchemin_package as packages;
