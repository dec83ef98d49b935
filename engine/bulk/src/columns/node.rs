//! What the columns of a table say of one place of a file, as a tree: it writes a row as the JSON of its file.

use super::{
    fault::CellReason,
    head::{CellFault, Cells},
    path::Path,
    value::{Cell, json},
};
use crate::shape::{Leaf, Shape};
use parchemin_core::limits::EXPERIENCE_ROWS;
use std::collections::{BTreeMap, BTreeSet};

/// A place of the file, as far as the table has columns of it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    path: Path,
    /// Its own column.
    own: Option<usize>,
    inside: Inside,
}

/// What is inside of a place.
#[derive(Clone, Debug)]
enum Inside {
    Value(Leaf),
    /// The members that have columns, by name.
    Object(Vec<(&'static str, Node)>),
    /// The rows that have columns, by number; of a list of objects, a row may be empty.
    List {
        rows: Vec<(usize, Node)>,
        objects: bool,
    },
}

impl Node {
    /// What the columns of these places say of a place of that shape.
    pub(super) fn of(shape: &Shape, path: Path, places: &BTreeMap<Path, usize>) -> Node {
        let depth = path.steps().len();
        // In their order, the places inside of a place follow it.
        let inside = places.range(&path..).take_while(|(other, _)| other.steps().starts_with(path.steps()));
        let steps: BTreeSet<usize> =
            inside.filter_map(|(other, _)| other.steps().get(depth).copied()).collect();
        let node = |shape: &Shape, step: usize| Node::of(shape, path.then(step), places);
        let inside = match shape {
            Shape::Leaf(leaf) => Inside::Value(*leaf),
            Shape::Object(members) => {
                let member = |step: usize| members.get(step).map(|(name, shape)| (*name, node(shape, step)));
                Inside::Object(steps.into_iter().filter_map(member).collect())
            }
            Shape::List(row) => Inside::List {
                rows: steps.into_iter().map(|number| (number, node(row, number))).collect(),
                objects: matches!(row, Shape::Object(_)),
            },
        };
        Node { own: places.get(&path).copied(), path, inside }
    }

    /// Puts what the row says of this place at the end of a text of JSON; false, and nothing, where it says nothing.
    pub(super) fn write(&self, row: &Cells<'_>, into: &mut Vec<u8>) -> Result<bool, CellFault> {
        let own = row.get(self.own);
        let wrong = |reason| row.fault(self.own, &self.path, reason);
        match &self.inside {
            Inside::Value(leaf) => own.map_or(Ok(false), |cell| cell.write(*leaf, into).map_err(wrong)),
            Inside::Object(members) => {
                let there = own.map(Cell::truth).transpose().map_err(wrong)?;
                let said = object(members, row, into)?;
                match there {
                    Some(false) if said => return Err(wrong(CellReason::NotThere)),
                    Some(true) if !said => into.extend_from_slice(b"{}"),
                    _ => {}
                }
                Ok(said || there == Some(true))
            }
            Inside::List { rows, objects } => {
                let count = own.map(Cell::whole).transpose().map_err(wrong)?;
                let count = count.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
                let start = into.len();
                into.push(b'[');
                let last = filled(rows, *objects, row, into, wrong)?;
                // More than any list may have is refused by the parser, which must not be given all of them.
                let end = count.map_or(last, |count| count.min(EXPERIENCE_ROWS.saturating_add(1)));
                if end < last {
                    return Err(wrong(CellReason::MoreRows { said: end, last }));
                }
                blanks(last.saturating_add(1), end, *objects, into).map_err(wrong)?;
                into.push(b']');
                let said = end > 0 || count.is_some();
                if !said {
                    into.truncate(start);
                }
                Ok(said)
            }
        }
    }
}

/// Writes the members that the row fills in; false, and nothing, where it fills in none.
fn object(members: &[(&'static str, Node)], row: &Cells<'_>, into: &mut Vec<u8>) -> Result<bool, CellFault> {
    let mut said = false;
    for (name, member) in members {
        let before = into.len();
        into.push(if said { b',' } else { b'{' });
        json(name, into);
        into.push(b':');
        if member.write(row, into)? {
            said = true;
        } else {
            into.truncate(before);
        }
    }
    if said {
        into.push(b'}');
    }
    Ok(said)
}

/// Writes the rows of a list up to the last that the row fills in, and tells which it is; 0 where it fills in none.
fn filled(
    rows: &[(usize, Node)],
    objects: bool,
    row: &Cells<'_>,
    into: &mut Vec<u8>,
    wrong: impl Fn(CellReason) -> CellFault,
) -> Result<usize, CellFault> {
    let mut last = 0_usize;
    let mut written = Vec::new();
    for (number, node) in rows {
        written.clear();
        if !node.write(row, &mut written)? {
            continue;
        }
        blanks(last.saturating_add(1), number.saturating_sub(1), objects, into).map_err(&wrong)?;
        separate(*number, into);
        into.append(&mut written);
        last = *number;
    }
    Ok(last)
}

/// Writes rows of which nothing is said.
fn blanks(from: usize, to: usize, objects: bool, into: &mut Vec<u8>) -> Result<(), CellReason> {
    for number in from..=to {
        if !objects {
            return Err(CellReason::EmptyRow(number));
        }
        separate(number, into);
        into.extend_from_slice(b"{}");
    }
    Ok(())
}

fn separate(number: usize, into: &mut Vec<u8>) {
    if number > 1 {
        into.push(b',');
    }
}
