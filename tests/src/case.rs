//! A case as it is written: a file of `tests/corpus`, and the candidate file that it stands for.

use parchemin::cases::{Asked, Case};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A case of the corpus: a case as packages have them, on packages that only cases use.
#[derive(Clone, Debug)]
pub struct CorpusCase {
    /// Folders of `tests/fixtures/packages` that are loaded beside the shipped packages.
    pub packages: Vec<String>,
    /// The case.
    pub case: Case,
    /// The candidate file that it starts from, where it names one.
    pub base: Option<Value>,
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

/// Reads a case. What it starts from stands in the corpus.
///
/// # Errors
/// A file that cannot be read, or that is no case.
pub fn read(path: &Path) -> Result<CorpusCase, String> {
    let wrong = |error: serde_json::Error| format!("{}: {error}", path.display());
    let mut value = json_of(path)?;
    let packages = value.as_object_mut().and_then(|members| members.remove("packages"));
    let packages = packages.map_or(Ok(Vec::new()), serde_json::from_value).map_err(wrong)?;
    let case: Case = serde_json::from_value(value).map_err(wrong)?;
    let base = case.from.as_ref().map(|base| json_of(&corpus().join(base))).transpose()?;
    Ok(CorpusCase { packages, case, base })
}

fn json_of(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

impl CorpusCase {
    /// The decisions that the case asks for.
    ///
    /// # Errors
    /// A pointer that leads nowhere.
    pub fn asks(&self) -> Result<Vec<Asked<'_>>, String> {
        self.case.asks(self.base.as_ref()).map_err(|bad| format!("`{}` leads nowhere", bad.0))
    }
}
