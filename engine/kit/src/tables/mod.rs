//! The tables of a package in a workbook, and back without loss: correspondences, dated values, CCPs and competences,
//! codes, routes, periods, texts. What comes back unchanged leaves every byte of the package as it is.

mod export;
mod fault;
mod import;
mod place;
mod rows;
mod sheet;
mod sheets;

pub use export::export;
pub use fault::{CellFault, CellProblem, TablesFault};
pub use import::import;
