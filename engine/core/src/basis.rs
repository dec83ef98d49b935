//! What a statement rests on, and how it is cited.

use crate::Day;
use serde::{Deserialize, Serialize};

/// What a rule, a parameter or a row rests on, from strongest to weakest.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A sentence of a source that the package carries, quoted literally.
    Seed,
    /// An official text that the package does not carry, cited.
    Law,
    /// A training body, a newspaper or an administration reporting the law.
    Commentary,
    /// Deduced from other facts.
    Inference,
    /// The text exists, but not here: it never decides.
    NotSupplied,
}

impl Basis {
    /// The name in packages and decisions.
    pub fn code(self) -> &'static str {
        match self {
            Basis::Seed => "seed",
            Basis::Law => "law",
            Basis::Commentary => "commentary",
            Basis::Inference => "inference",
            Basis::NotSupplied => "not-supplied",
        }
    }
}

/// Where a statement stands, complete enough to be read without the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Citation {
    /// The basis of what is said.
    pub basis: Basis,
    /// The text, by its title.
    pub text: String,
    /// The place in the text: an article, a paragraph, a heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The deciding sentence, word for word; only for a source that the package carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The day from which the cited version is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Day>,
    /// Where the text can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What the citation leaves out, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
