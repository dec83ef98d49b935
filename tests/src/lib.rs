//! The acceptance corpus: how a case is written, run and compared. `tests/README.md` explains the format of a case.
//!
//! It refuses to know how a decision is made: it goes through the crate `parchemin`, as an integrator does.

pub mod case;
pub mod impact;
pub mod interpreted;
pub mod run;
pub mod shrink;
