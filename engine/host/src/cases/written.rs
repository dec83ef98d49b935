//! A case as it is written, and the decisions that it asks for.

use super::{
    expect::Expectation,
    patch::{BadPointer, merge, set},
};
use parchemin_core::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, in one sentence.
    pub shows: String,
    /// The candidate file itself; else that of `from`, else an empty one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Value>,
    /// The file it starts from: another case, or a candidate file under `bases/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What differs from it: a JSON merge patch (RFC 7396).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<Value>,
    /// Single members that differ, by their JSON pointers; `null` removes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, Value>,
    /// The date of the decision, instead of the file's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Editions of packages, as `--use` takes them.
    #[serde(default, rename = "use", skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<String>,
    /// What is expected of the decision.
    pub expect: Expectation,
    /// The same file on another date, by another edition, or with another difference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Variant>,
}

/// A variant of a case; what it does not say is as in the case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// What the variant shows, where the case does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shows: Option<String>,
    /// Further members that differ, by their JSON pointers; `null` removes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, Value>,
    /// Another date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Other editions.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub editions: Option<Vec<String>>,
    /// What is expected of this decision.
    pub expect: Expectation,
}

/// One decision that a case asks for: its own first, then one for each variant.
#[derive(Clone, Debug)]
pub struct Asked<'c> {
    /// 0 for the case itself, then the number of the variant.
    pub number: usize,
    /// What it shows.
    pub shows: &'c str,
    /// The candidate file.
    pub file: Value,
    /// The date of the decision, instead of the file's own.
    pub as_of: Option<Day>,
    /// Editions of packages.
    pub editions: &'c [String],
    /// What is expected.
    pub expect: &'c Expectation,
}

impl Case {
    /// The candidate file: the one to start from, with what differs from it. Without `base`, the case's own.
    ///
    /// # Errors
    /// A pointer that leads nowhere.
    pub fn candidate(&self, base: Option<&Value>) -> Result<Value, BadPointer> {
        let empty = || Value::Object(serde_json::Map::new());
        let mut file = base.or(self.file.as_ref()).cloned().unwrap_or_else(empty);
        if let Some(patch) = &self.with {
            merge(&mut file, patch);
        }
        set(&mut file, &self.set)?;
        Ok(file)
    }

    /// The decisions that the case asks for.
    ///
    /// # Errors
    /// A pointer that leads nowhere.
    pub fn asks(&self, base: Option<&Value>) -> Result<Vec<Asked<'_>>, BadPointer> {
        let file = self.candidate(base)?;
        let of_variants = self.also.iter().zip(1..).map(|(variant, number)| {
            let mut file = file.clone();
            set(&mut file, &variant.set)?;
            Ok(Asked {
                number,
                shows: variant.shows.as_deref().unwrap_or(&self.shows),
                file,
                as_of: variant.as_of.or(self.as_of),
                editions: variant.editions.as_ref().unwrap_or(&self.editions),
                expect: &variant.expect,
            })
        });
        let mut all = of_variants.collect::<Result<Vec<_>, _>>()?;
        let (as_of, editions) = (self.as_of, &self.editions);
        all.insert(0, Asked { number: 0, shows: &self.shows, file, as_of, editions, expect: &self.expect });
        Ok(all)
    }
}
