//! From candidate files to the rows of a table.

use super::path::Path;
use crate::{
    cell::guarded,
    shape::{Leaf, Shape, Shaped},
};
use parchemin_core::CandidateFile;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The columns that a set of files fills in, in the order of the format.
///
/// ```
/// use parchemin_bulk::columns::Sheet;
/// use parchemin_core::file::{parse, Leniency};
/// let file = parse(br#"{"id": "=1", "experience": [{}, {"hours": 1607}], "ccps": []}"#, Leniency::Strict)?;
/// let mut sheet = Sheet::default();
/// sheet.cover(&file);
/// assert_eq!(sheet.names(), ["id", "experience", "experience.2.hours", "ccps"]);
/// assert_eq!(sheet.cells(&file).unwrap(), ["'=1", "2", "1607", "0"]);
/// # Ok::<(), parchemin_core::file::FileFault>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet(BTreeSet<Path>);

impl Sheet {
    /// Makes room for all that a file says.
    pub fn cover(&mut self, file: &CandidateFile) {
        self.0.extend(filled(file).into_keys());
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(Path::to_string).collect()
    }

    /// The cells of a file, one for each column; none where the file says something that has no column.
    pub fn cells(&self, file: &CandidateFile) -> Option<Vec<String>> {
        let mut filled = filled(file);
        let cells = self.0.iter().map(|path| filled.remove(path).unwrap_or_default()).collect();
        filled.is_empty().then_some(cells)
    }
}

/// The cells that a file fills in.
fn filled(file: &CandidateFile) -> BTreeMap<Path, String> {
    let mut cells = BTreeMap::new();
    // The file is texts, numbers and truths under known names: it can be JSON.
    if let Ok(value) = serde_json::to_value(file) {
        fill(&CandidateFile::SHAPE, &value, Path::root(), &mut cells);
    }
    cells
}

fn fill(shape: &Shape, value: &Value, at: Path, cells: &mut BTreeMap<Path, String>) {
    match (shape, value) {
        (Shape::Object(members), Value::Object(said)) => {
            // The file itself is there, and so is every row that the list counts.
            if said.is_empty() && !at.steps().is_empty() {
                cells.insert(at.clone(), true.to_string());
            }
            for (place, (name, shape)) in members.iter().enumerate() {
                said.get(*name).into_iter().for_each(|value| fill(shape, value, at.then(place), cells));
            }
        }
        (Shape::List(row), Value::Array(rows)) => {
            cells.insert(at.clone(), rows.len().to_string());
            for (value, number) in rows.iter().zip(1..) {
                // The list counts a row of which nothing is said.
                if value.as_object().is_none_or(|said| !said.is_empty()) {
                    fill(row, value, at.then(number), cells);
                }
            }
        }
        (Shape::Leaf(Leaf::Text), Value::String(text)) => drop(cells.insert(at, guarded(text).into_owned())),
        (Shape::Leaf(_), Value::String(word)) => drop(cells.insert(at, word.clone())),
        (_, other) => drop(cells.insert(at, other.to_string())),
    }
}
