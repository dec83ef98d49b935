//! The domain of Parchemin. If you want to decide files, you want the crate `parchemin` (`engine/host`), not this one.
//!
//! Here are the candidate file, the titre and its CCPs, days and periods, dated parameters, three-valued truth,
//! the vocabulary that every rule is written in, and the decision. All of it is pure: no clock, no file system, no
//! network, no iteration in an unspecified order; it builds for `wasm32` as well.
//!
//! ```
//! use parchemin_core::truth::{all_of, Missing, Verdict};
//! let experience = Err(Missing::fact("/experience"));
//! assert_eq!(Verdict::from(&all_of([experience.clone(), Ok(true)])), Verdict::Undetermined);
//! assert_eq!(Verdict::from(&all_of([experience, Ok(false)])), Verdict::Unmet);
//! ```
//!
//! It refuses to know: packages and where they come from, any script engine, any way of input or output.

pub mod basis;
mod canonical;
pub mod case;
pub mod day;
pub mod decision;
pub mod file;
pub mod lang;
pub mod limits;
mod named;
pub mod parameter;
pub mod period;
pub mod plugin;
pub mod pointer;
pub mod ruling;
pub mod shown;
pub mod titre;
pub mod truth;
pub mod vocabulary;

pub use basis::{Basis, Citation, Reference};
pub use canonical::canonical;
pub use case::{Case, Subject};
pub use day::{Day, DayFault};
pub use decision::Decision;
pub use file::CandidateFile;
pub use lang::{Lang, Speak};
pub use period::{Bound, Period};
pub use pointer::Pointer;
pub use truth::{Known, Lack, Missing, Verdict};

/// The names nearest to what somebody wrote, best first, three at most; none where nothing is near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    if written.chars().count() > limits::NAME_CHARACTERS {
        return Vec::new();
    }
    let written = written.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&written, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// A name as a message repeats it: cut where it is too long to be one.
pub fn shortened(name: &str) -> String {
    let mut short: String = name.chars().take(limits::NAME_CHARACTERS).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}
