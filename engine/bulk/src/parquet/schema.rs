//! The types of the columns of candidate files.

use super::columns::Stored;
use crate::shape::{Leaf, Shape, Shaped};
use arrow_array::{RecordBatch, cast::AsArray};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use parchemin_core::{CandidateFile, nearest};
use std::{collections::BTreeSet, sync::Arc};

/// The name of the rows of a list, as the format has it.
pub(crate) const ROW: &str = "element";

/// The type of the column of a place of that shape.
pub(super) fn data_type(shape: &Shape) -> DataType {
    match shape {
        Shape::Object(members) => DataType::Struct(
            members.iter().map(|(name, member)| Field::new(*name, data_type(member), true)).collect(),
        ),
        Shape::List(row) => DataType::List(Field::new(ROW, data_type(row), true).into()),
        Shape::Leaf(Leaf::Text | Leaf::Word) => DataType::Utf8,
        Shape::Leaf(Leaf::Day) => DataType::Date32,
        Shape::Leaf(Leaf::Whole) => DataType::UInt32,
        Shape::Leaf(Leaf::Truth) => DataType::Boolean,
    }
}

/// The columns of candidate files.
pub(crate) fn schema() -> SchemaRef {
    match data_type(&CandidateFile::SHAPE) {
        DataType::Struct(fields) => Arc::new(Schema::new(fields)),
        _ => Arc::new(Schema::empty()),
    }
}

/// Candidate files as columns.
pub(crate) fn batch(files: &[CandidateFile]) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<Option<&CandidateFile>> = files.iter().map(Some).collect();
    RecordBatch::try_new(schema(), CandidateFile::array(&rows)?.as_struct().columns().to_vec())
}

/// The columns that the shape does not have, each with the nearest that it has; the rows of lists have no name.
pub(crate) fn unknown(fields: &Fields, shape: &Shape, at: &str, into: &mut Vec<(String, Option<String>)>) {
    let Shape::Object(members) = shape else { return };
    for field in fields {
        let name = format!("{at}{}", field.name());
        match members.iter().find(|(member, _)| member == field.name()) {
            Some((_, member)) => inside(field.data_type(), member, &name, into),
            None => {
                let near =
                    nearest(field.name(), members.iter().map(|(member, _)| *member)).into_iter().next();
                into.push((parchemin_core::shortened(&name), near.map(|near| format!("{at}{near}"))));
            }
        }
    }
}

/// A name that two columns of one table have, or two members of one object.
pub(crate) fn twice(fields: &Fields) -> Option<String> {
    let mut names = BTreeSet::new();
    fields.iter().find_map(|field| {
        if !names.insert(field.name()) {
            return Some(field.name().clone());
        }
        let mut kind = field.data_type();
        while let DataType::List(row) | DataType::LargeList(row) = kind {
            kind = row.data_type();
        }
        match kind {
            DataType::Struct(members) => twice(members).map(|inner| format!("{}.{inner}", field.name())),
            _ => None,
        }
    })
}

fn inside(kind: &DataType, shape: &Shape, name: &str, into: &mut Vec<(String, Option<String>)>) {
    match (kind, shape) {
        (DataType::Struct(fields), _) => unknown(fields, shape, &format!("{name}."), into),
        (DataType::List(row) | DataType::LargeList(row), Shape::List(shape)) => {
            inside(row.data_type(), shape, name, into);
        }
        _ => {}
    }
}
