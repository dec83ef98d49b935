//! `parameters.toml`: the dated values of the law.

use super::Cite;
use parchemin_core::{Day, parameter::Amount};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `parameters.toml`.
pub type WrittenParameters = BTreeMap<String, WrittenParameter>;

/// A parameter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenParameter {
    pub fr: String,
    pub en: String,
    pub unit: Option<String>,
    pub values: Vec<Spanned<WrittenValue>>,
}

/// A dated value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenValue {
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub value: Option<Spanned<Amount>>,
    pub checked: Option<Day>,
    pub cite: Spanned<Cite>,
}
