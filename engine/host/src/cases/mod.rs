//! Cases: a candidate file, a date, and what is expected of the decision. They stand beside the rules of a package, one
//! readable file each in its folder `tests/`, so that whoever receives the package can try it.
//!
//! A file is [written](Case), [read](cases_of) from a package, and [run](Bench) on a catalogue; what differs is a
//! [`Difference`]. What is reached by no case is told by the [`Coverage`].
//!
//! ```
//! use parchemin::{Setup, cases::{Bench, cases_of}, parallel};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let bench = Bench::new(&Setup::default())?;
//! for package in bench.packages() {
//!     let cases = cases_of(package.files()).map_err(|faults| format!("{faults:?}"))?;
//!     for tried in bench.run(package, &cases, parallel::threads()) {
//!         assert!(tried.passed(), "{}: {:?}", tried.name, tried.differences);
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod bench;
mod compare;
mod coverage;
mod expect;
mod patch;
mod read;
mod save;
mod written;

pub use bench::{Bench, Loaded, Tried};
pub use compare::{Difference, compare};
pub use coverage::{Coverage, RuleCoverage};
pub use expect::{
    Absent, Expectation, ExpectedAnswer, ExpectedDeadline, ExpectedFinding, ExpectedFindings,
    ExpectedHeadline, ExpectedLimit, ExpectedRevision, ExpectedStanding, ExpectedStep,
};
pub use patch::{BadPointer, merge, set};
pub use read::{FOLDER, Named, cases_of};
pub use save::{Saved, reduced, whole};
pub use written::{Asked, Case, Variant};
