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

/// Text from files and packages without what could rewrite the terminal, or the order in which it is read.
///
/// ```
/// assert_eq!(parchemin_core::harmless("a\u{1b}[31m\nb\u{202e}c"), "a\u{fffd}[31m b\u{fffd}c");
/// ```
pub fn harmless(text: &str) -> String {
    let harmless = |c: char| match c {
        '\n' | '\t' | '\r' => ' ',
        c if steers(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(harmless).collect()
}

/// The same of a text that is pointed into: its lines stay, and every byte keeps its place.
pub fn harmless_in_place(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => harmless.push(c),
            c if steers(c) => harmless.extend(std::iter::repeat_n('?', c.len_utf8())),
            c => harmless.push(c),
        }
    }
    harmless
}

fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name as a message repeats it: harmless, and cut where it is too long to be one.
pub fn shortened(name: &str) -> String {
    let cut = name.char_indices().nth(limits::NAME_CHARACTERS).and_then(|(end, _)| name.get(..end));
    cut.map_or_else(|| harmless(name), |start| harmless(start) + "…")
}

#[cfg(test)]
mod tests {
    //! What a message repeats of a file is short, and steers no terminal.

    #[test]
    fn a_name_is_repeated_without_what_steers_a_terminal_and_cut() {
        assert_eq!(super::shortened("zz\u{1b}[31mRED\u{7}"), "zz\u{fffd}[31mRED\u{fffd}");
        assert_eq!(super::shortened(&"é".repeat(100)), "é".repeat(100));
        assert_eq!(super::shortened(&"\u{202e}".repeat(101)), "\u{fffd}".repeat(100) + "…");
        let text = "é\u{1b}[31m\n\u{85}\u{202e}\t»";
        assert_eq!(super::harmless_in_place(text), "é?[31m\n?????\t»");
        assert_eq!(super::harmless_in_place(text).len(), text.len());
    }
}
