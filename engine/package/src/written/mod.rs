//! A package as its authors wrote it: the tables of its TOML files, with spans where a message may have to underline.
//! The names of the members are those of the files; the authoring guide in `rulesets/` explains them in French.

#![expect(missing_docs, reason = "a field is the member of the file that has its name")]

mod manifest;
mod messages;
mod parameters;
mod rules;
mod titre;

pub use manifest::{
    AbsentTable, Arrete, Backend, CitedBound, Effect, Former, Kind, Manifest, Provisions, Text, TitreLink,
    Until, WrittenPeriod,
};
pub use messages::{Notes, RuleMessages, WrittenMessages, placeholders_in};
pub use parameters::{WrittenParameter, WrittenParameters, WrittenValue};
pub use rules::{
    Change, SubjectKind, WrittenDeadline, WrittenDocument, WrittenRule, WrittenRules, WrittenStep,
};
pub use titre::{
    CitedList, Code, WrittenCcp, WrittenCcs, WrittenComplement, WrittenExternal, WrittenRoute, WrittenTitre,
};

use parchemin_core::{Basis, Day};
use serde::Deserialize;
use toml::Spanned;

/// A label in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub fr: String,
    pub en: String,
}

/// A citation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    pub basis: Basis,
    pub text: Spanned<String>,
    pub place: Option<String>,
    pub quote: Option<Spanned<String>>,
    pub in_force: Option<Day>,
    pub note: Option<String>,
}
