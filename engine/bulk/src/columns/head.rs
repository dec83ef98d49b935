//! The head of a table: which column is which place. It takes a row of cells to the candidate file that they say.

use super::{
    fault::{CellReason, HeadFault},
    node::Node,
    path::Path,
    renames::Renames,
    value::Cell,
};
use crate::shape::Shaped;
use parchemin_core::{
    CandidateFile, Day,
    file::{FileFault, Leniency, parse},
    nearest,
};
use std::collections::BTreeMap;

/// The columns of a table.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// As the table calls them.
    names: Vec<String>,
    /// The column of each place.
    places: BTreeMap<Path, usize>,
    file: Node,
    as_of: Option<usize>,
    /// Columns without a name, which must be empty.
    nameless: Vec<usize>,
}

/// A cell that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The name of its column; our own where the table has no such column.
    pub column: String,
    /// What is wrong.
    pub reason: CellReason,
}

impl CellFault {
    /// A cell of a column without a name, counted from 0.
    pub(crate) fn nameless(column: usize) -> CellFault {
        CellFault { column: nameless(column), reason: CellReason::NoName }
    }
}

/// How a column without a name is called, counted from 0.
pub(crate) fn nameless(column: usize) -> String {
    format!("({})", column.saturating_add(1))
}

/// Why a row is no candidate file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TableFault {
    Cell(CellFault),
    AsOf(CellFault),
    File(FileFault),
}

/// The sign between the cells: of comma, semicolon and tab the one that is most in the first line.
pub(crate) fn delimiter(head: &str) -> u8 {
    let line = head.lines().next().unwrap_or_default();
    let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    // The last of the largest is taken.
    [b'\t', b';', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

impl Head {
    /// The head of these columns.
    pub(crate) fn new(
        names: Vec<String>,
        renames: &Renames,
        as_of: Option<&str>,
        leniency: Leniency,
    ) -> Result<Head, HeadFault> {
        let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
        if names.iter().all(String::is_empty) {
            return Err(HeadFault::None);
        }
        let (mut places, mut unknown, mut nameless) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (column, name) in names.iter().enumerate() {
            let place = match renames.get(name) {
                _ if name.is_empty() => {
                    nameless.push(column);
                    continue;
                }
                Some(None) => continue,
                Some(Some(place)) => Ok(place.clone()),
                None => Path::named(name),
            };
            match place {
                Ok(place) => {
                    if let Some(other) = places.insert(place, column) {
                        let other = names.get(other).cloned().unwrap_or_default();
                        return Err(HeadFault::Twice(other, name.clone()));
                    }
                }
                Err(_) if as_of == Some(name) => {}
                Err(near) => unknown.push((parchemin_core::shortened(name), near)),
            }
        }
        if leniency == Leniency::Strict && !unknown.is_empty() {
            return Err(HeadFault::Unknown(unknown));
        }
        let as_of = as_of.map(|wanted| {
            names.iter().position(|name| name == wanted).ok_or_else(|| HeadFault::NoAsOf {
                column: wanted.to_owned(),
                nearest: nearest(wanted, names.iter().map(String::as_str)),
            })
        });
        let file = Node::of(&CandidateFile::SHAPE, Path::root(), &places);
        Ok(Head { as_of: as_of.transpose()?, names, places, file, nameless })
    }

    /// How many columns there are.
    pub(crate) fn width(&self) -> usize {
        self.names.len()
    }

    /// The columns, as the table calls them.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The file that a row says, and the date of its decision where the table has one.
    pub(crate) fn file(
        &self,
        cells: &[Cell<'_>],
        leniency: Leniency,
    ) -> Result<(CandidateFile, Option<Day>), TableFault> {
        let filled = |column: &&usize| cells.get(**column).is_some_and(|cell| !cell.is_empty());
        if let Some(column) = self.nameless.iter().find(filled) {
            return Err(TableFault::Cell(CellFault::nameless(*column)));
        }
        let mut text = Vec::with_capacity(512);
        let row = Cells { head: self, cells };
        if !self.file.write(&row, &mut text).map_err(TableFault::Cell)? {
            text.extend_from_slice(b"{}");
        }
        let as_of = match self.as_of.and_then(|column| cells.get(column)) {
            Some(cell) if !cell.is_empty() => {
                let wrong = |reason| TableFault::AsOf(row.fault(self.as_of, &Path::root(), reason));
                Some(cell.day().map_err(wrong)?)
            }
            _ => None,
        };
        let file = parse(&text, leniency).map_err(|fault| self.of_column(fault))?;
        Ok((file, as_of))
    }

    /// The fault of a place as that of its column.
    fn of_column(&self, fault: FileFault) -> TableFault {
        match fault {
            FileFault::WrongValue { pointer, place, reason } => match Path::of_pointer(&pointer) {
                Some(path) => TableFault::Cell(CellFault {
                    column: self.name(self.places.get(&path).copied(), &path),
                    reason: CellReason::File(reason),
                }),
                None => TableFault::File(FileFault::WrongValue { pointer, place, reason }),
            },
            other => TableFault::File(other),
        }
    }

    fn name(&self, column: Option<usize>, path: &Path) -> String {
        column.and_then(|column| self.names.get(column)).cloned().unwrap_or_else(|| path.to_string())
    }
}

/// The cells of a row.
pub(super) struct Cells<'r> {
    head: &'r Head,
    cells: &'r [Cell<'r>],
}

impl Cells<'_> {
    /// The cell of a column; none where it is empty or there is no such column.
    pub(super) fn get(&self, column: Option<usize>) -> Option<&Cell<'_>> {
        self.cells.get(column?).filter(|cell| !cell.is_empty())
    }

    /// What is wrong with the cell of that column, or with the place that has none.
    pub(super) fn fault(&self, column: Option<usize>, path: &Path, reason: CellReason) -> CellFault {
        CellFault { column: self.head.name(column, path), reason }
    }
}
