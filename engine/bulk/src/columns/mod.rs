//! A candidate file as one row of a table, and back, with nothing lost.
//!
//! A column is the way to a place of the file ([`Path`]): `target.titre`, `events.request_filed`, `experience.1.from`,
//! with the rows of a list counted from 1. An empty cell is absence. The own column of a list (`experience`) says how
//! many rows it has, so that a list without rows and a row without members can be said; without it, a list has the rows
//! up to the last that is filled in. The own column of an object (`target`) says by a yes that the object is there
//! although nothing of it is. A text in a cell may be guarded: see [`crate::cell`].

mod fault;
mod head;
mod node;
mod path;
mod renames;
mod sheet;
mod value;

pub use fault::{CellReason, HeadFault, RenamesFault};
pub use path::Path;
pub use renames::Renames;
pub use sheet::Sheet;

pub use head::CellFault;

pub(crate) use head::{Head, TableFault, delimiter, nameless};
pub(crate) use value::Cell;
