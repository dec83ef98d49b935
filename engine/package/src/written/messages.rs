//! `messages.<lang>.toml`: what is said of each rule and deadline, in one language.

use serde::Deserialize;
use std::collections::BTreeMap;

/// `messages.<lang>.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenMessages {
    #[serde(default)]
    pub rules: BTreeMap<String, RuleMessages>,
    #[serde(default)]
    pub deadlines: BTreeMap<String, String>,
}

/// The messages of one rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleMessages {
    /// What the rule is about, in a few words.
    pub label: String,
    pub met: String,
    pub unmet: String,
    pub undetermined: String,
    pub not_applicable: Option<String>,
    /// What to add to `met` or `unmet`, by the word that a parameter has for the case.
    #[serde(default)]
    pub notes: Notes,
    #[serde(default)]
    pub steps: BTreeMap<String, String>,
}

/// Sentences to add: by parameter, then by its word.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    #[serde(default)]
    pub met: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    pub unmet: BTreeMap<String, BTreeMap<String, String>>,
}

impl RuleMessages {
    /// Every sentence about a finding, the steps left out.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let notes = self.notes.met.values().chain(self.notes.unmet.values()).flat_map(BTreeMap::values);
        [&self.met, &self.unmet, &self.undetermined]
            .into_iter()
            .chain(&self.not_applicable)
            .chain(notes)
            .map(String::as_str)
    }
}

/// The places of a message that are to be filled: `{related_days}`.
pub fn placeholders_in(message: &str) -> impl Iterator<Item = &str> {
    message.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(placeholder, _)| placeholder)
}
