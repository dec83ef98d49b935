//! The columns of a batch, each taken for what it is once; rows are made from them without a detour.
//!
//! Texts and words may be strings of any kind, with a dictionary or without; days `DATE`, timestamps at midnight, or
//! strings `YYYY-MM-DD`; whole numbers integers of any width, or numbers with a floating point and no fraction. A column
//! without a type (all null) is absence.

use crate::{columns::CellReason, shape::Shaped};
use arrow_array::{Array, ArrayRef, LargeListArray, ListArray, StructArray, cast::AsArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field};
use serde_json::Value;
use std::sync::Arc;

/// A column whose type its place cannot have.
#[derive(Debug)]
pub(crate) struct Mistyped {
    /// The way to it, the last name first.
    way: Vec<String>,
    pub(crate) found: String,
    pub(crate) expected: &'static str,
}

/// A value that its place cannot have.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The way to it, the last name or number first.
    way: Vec<String>,
    pub(crate) reason: CellReason,
}

impl Mistyped {
    pub(super) fn new(array: &ArrayRef, expected: &'static str) -> Mistyped {
        Mistyped { way: Vec::new(), found: array.data_type().to_string(), expected }
    }

    pub(crate) fn inside(mut self, name: &str) -> Mistyped {
        self.way.push(name.to_owned());
        self
    }

    /// The name of the column.
    pub(crate) fn column(&self) -> String {
        self.way.iter().rev().map(String::as_str).collect::<Vec<_>>().join(".")
    }
}

impl Unreadable {
    pub(super) fn inside(mut self, name: impl ToString) -> Unreadable {
        self.way.push(name.to_string());
        self
    }

    /// The name of the column, with the numbers of rows of lists.
    pub(crate) fn column(&self) -> String {
        self.way.iter().rev().map(String::as_str).collect::<Vec<_>>().join(".")
    }
}

impl From<CellReason> for Unreadable {
    fn from(reason: CellReason) -> Unreadable {
        Unreadable { way: Vec::new(), reason }
    }
}

/// A type of a candidate file that a column can hold.
pub(crate) trait Stored: Shaped + Sized {
    /// The column, taken for what it is.
    type Column;

    /// Takes a column for what it is.
    fn open(array: &ArrayRef) -> Result<Self::Column, Mistyped>;

    /// The value of a row; none where it is null. A row that the column does not have is null.
    fn get(column: &Self::Column, row: usize) -> Result<Option<Self>, Unreadable>;

    /// What stands in a row, whether it can be read or not.
    fn show(column: &Self::Column, row: usize) -> Value;

    /// The column of these values.
    fn array(values: &[Option<&Self>]) -> Result<ArrayRef, ArrowError>;
}

/// Whether a row is null.
pub(super) fn is_null(nulls: &Option<NullBuffer>, row: usize) -> bool {
    nulls.as_ref().is_some_and(|nulls| row >= nulls.len() || nulls.is_null(row))
}

/// The nulls of a column of these values.
pub(super) fn nulls<T>(values: &[Option<T>]) -> NullBuffer {
    values.iter().map(Option::is_some).collect()
}

/// A column that is a member of a struct.
pub(super) fn open_member<T: Stored>(
    members: &StructArray,
    name: &'static str,
) -> Result<Option<T::Column>, Mistyped> {
    match members.column_by_name(name) {
        Some(column) if *column.data_type() != DataType::Null => {
            T::open(column).map(Some).map_err(|fault| fault.inside(name))
        }
        _ => Ok(None),
    }
}

/// The value of a member.
pub(super) fn member<T: Stored>(
    column: &Option<T::Column>,
    row: usize,
    name: &'static str,
) -> Result<Option<T>, Unreadable> {
    match column {
        Some(column) => T::get(column, row).map_err(|fault| fault.inside(name)),
        None => Ok(None),
    }
}

/// What stands in a member, put among the others.
pub(super) fn show_member<T: Stored>(
    column: &Option<T::Column>,
    row: usize,
    name: &'static str,
    into: &mut serde_json::Map<String, Value>,
) {
    match column.as_ref().map_or(Value::Null, |column| T::show(column, row)) {
        Value::Null => {}
        value => drop(into.insert(name.to_owned(), value)),
    }
}

/// The column of a member of these objects.
pub(super) fn member_array<'o, O: 'o, T: Stored + 'o>(
    objects: &[Option<&'o O>],
    member: impl Fn(&'o O) -> Option<&'o T>,
) -> Result<ArrayRef, ArrowError> {
    T::array(&objects.iter().map(|object| object.and_then(&member)).collect::<Vec<_>>())
}

/// A column of lists: where each begins and ends among the rows of all.
pub(crate) struct Lists<C> {
    nulls: Option<NullBuffer>,
    ends: Ends,
    rows: C,
}

/// Where lists end.
enum Ends {
    Short(OffsetBuffer<i32>),
    Long(OffsetBuffer<i64>),
}

impl<C> Lists<C> {
    /// The rows of a list; none where it is null.
    fn rows(&self, list: usize) -> Option<std::ops::Range<usize>> {
        let next = list.checked_add(1)?;
        let (from, to) = match &self.ends {
            Ends::Short(ends) => (i64::from(*ends.get(list)?), i64::from(*ends.get(next)?)),
            Ends::Long(ends) => (*ends.get(list)?, *ends.get(next)?),
        };
        let range = usize::try_from(from).ok()?..usize::try_from(to).ok()?;
        (!is_null(&self.nulls, list)).then_some(range)
    }
}

impl<T: Stored> Stored for Vec<T> {
    type Column = Lists<T::Column>;

    fn open(array: &ArrayRef) -> Result<Lists<T::Column>, Mistyped> {
        let nulls = array.logical_nulls();
        let short = |list: &ListArray| (Ends::Short(list.offsets().clone()), Arc::clone(list.values()));
        let long = |list: &LargeListArray| (Ends::Long(list.offsets().clone()), Arc::clone(list.values()));
        let found = array.as_list_opt().map(short).or_else(|| array.as_list_opt().map(long));
        let (ends, rows) = found.ok_or_else(|| Mistyped::new(array, "list"))?;
        Ok(Lists { nulls, ends, rows: T::open(&rows)? })
    }

    fn get(column: &Lists<T::Column>, row: usize) -> Result<Option<Vec<T>>, Unreadable> {
        let Some(rows) = column.rows(row) else { return Ok(None) };
        let value = |(at, number): (usize, usize)| {
            let value = T::get(&column.rows, at).map_err(|fault| fault.inside(number))?;
            value.ok_or_else(|| CellReason::EmptyRow(number).into())
        };
        rows.zip(1..).map(value).collect::<Result<_, _>>().map(Some)
    }

    fn show(column: &Lists<T::Column>, row: usize) -> Value {
        let show = |rows: std::ops::Range<usize>| rows.map(|at| T::show(&column.rows, at)).collect();
        column.rows(row).map_or(Value::Null, show)
    }

    fn array(values: &[Option<&Vec<T>>]) -> Result<ArrayRef, ArrowError> {
        let lengths = values.iter().map(|list| list.map_or(0, Vec::len));
        let rows: Vec<Option<&T>> = values.iter().copied().flatten().flatten().map(Some).collect();
        let row = match super::data_type(&Self::SHAPE) {
            DataType::List(row) => row,
            other => Field::new_list_field(other, true).into(),
        };
        let ends = OffsetBuffer::<i32>::from_lengths(lengths);
        Ok(Arc::new(ListArray::try_new(row, ends, T::array(&rows)?, Some(nulls(values)))?))
    }
}
