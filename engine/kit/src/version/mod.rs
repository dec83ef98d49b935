//! What changed from one package to another, in the words of a lawyer; and which version number the change needs.
//!
//! A version is *major* when a decision can change for the worse or an input is newly needed, *minor* when something is
//! added or a decision changes otherwise, *patch* when no decision changes. It is seen on candidates, not proved: on a
//! generated population, on the cases of the package, and on the files that are given.

mod changes;
mod leaves;
mod need;
mod population;
mod show;
mod verdict;

pub use changes::{Became, Change, Changes, Edition, FORMAT};
pub use leaves::Detail;
pub use need::Level;
pub use population::Drawn;
pub use show::{html, text};
pub use verdict::{Needed, Reason, VersionFault, Why, Witness, needed};
