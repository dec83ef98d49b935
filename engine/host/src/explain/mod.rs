//! A decision in words for people: text for a terminal, and a page that could be sent to the candidate.
//!
//! Nothing is decided here, and no law is added: what a decision says is put in order, in one of the two languages.
//! The messages of the rules are in the language of the decision already; the words around them are ours.
//! The same decision always gives the same bytes.

mod facts;
mod letter;
mod lines;
mod page;
mod provision;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use letter::{letter_html, letter_text};
pub use lines::tidy;
pub use provision::Provision;
pub use text::{Detail, text};
pub use words::{basis, verdict};
