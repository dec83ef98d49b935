//! A case as it is written: a file of `tests/corpus`, and the candidate file that it stands for.

use crate::{
    expect::Expectation,
    patch::{merge, set},
};
use parchemin_core::Day;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, in one sentence.
    pub shows: String,
    /// The candidate file it starts from, relative to the corpus; an empty file when absent.
    pub from: Option<PathBuf>,
    /// What differs from it: a JSON merge patch (RFC 7396).
    pub with: Option<Value>,
    /// Single members that differ, by their JSON pointers; `null` removes.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// The date of the decision, instead of the file's own.
    pub as_of: Option<Day>,
    /// Editions of packages, as `--use` takes them.
    #[serde(default, rename = "use")]
    pub editions: Vec<String>,
    /// Folders of `tests/fixtures/packages` that are loaded beside the shipped packages.
    #[serde(default)]
    pub packages: Vec<String>,
    /// What is expected of the decision.
    pub expect: Expectation,
    /// The same file on another date, by another edition, or with another difference.
    #[serde(default)]
    pub also: Vec<Variant>,
}

/// A variant of a case; what it does not say is as in the case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Further members that differ, by their JSON pointers; `null` removes.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// Another date.
    pub as_of: Option<Day>,
    /// Other editions.
    #[serde(rename = "use")]
    pub editions: Option<Vec<String>>,
    /// What is expected of this decision.
    pub expect: Expectation,
}

/// The folder of the cases.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The folder of the packages that only cases use.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join("packages")
}

/// The files of all cases under a folder, in order; those in `bases/` are what cases start from.
///
/// # Errors
/// A folder that cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error| format!("{}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "bases") {
                found.extend(files(&path)?);
            }
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a case.
///
/// # Errors
/// A file that cannot be read, or that is no case.
pub fn read(path: &Path) -> Result<Case, String> {
    serde_json::from_value(json_of(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

fn json_of(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

impl Case {
    /// The candidate file: the base, with what differs from it.
    ///
    /// # Errors
    /// A base that cannot be read.
    pub fn file(&self) -> Result<Value, String> {
        let mut file = match &self.from {
            Some(base) => json_of(&corpus().join(base))?,
            None => json!({}),
        };
        if let Some(patch) = &self.with {
            merge(&mut file, patch);
        }
        set(&mut file, &self.set)?;
        Ok(file)
    }
}
