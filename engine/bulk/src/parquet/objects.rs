//! The columns of objects: one for each member.

use super::columns::{
    Mistyped, Stored, Unreadable, is_null, member, member_array, nulls, open_member, show_member,
};
use crate::shape::{Shaped, objects};
use arrow_array::{Array, ArrayRef, StructArray, cast::AsArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, Fields};
use parchemin_core::{
    CandidateFile, Day,
    file::{
        Activity, CcpDecision, CcpResult, Enrolment, Events, Evidence, Experience, Format, HeldCcp,
        HeldTitre, Juror, JuryDecision, Route, Session, SessionKind, Target, VaeRequest,
    },
};
use serde_json::Value;
use std::sync::Arc;

macro_rules! stored {
    ($($object:ident { $($name:ident: $type:ty,)+ })+) => {$(
        impl Stored for $object {
            type Column = (Option<NullBuffer>, ($(Option<<$type as Stored>::Column>,)+));

            fn open(array: &ArrayRef) -> Result<Self::Column, Mistyped> {
                let members = array.as_struct_opt().ok_or_else(|| Mistyped::new(array, "struct"))?;
                Ok((members.logical_nulls(), ($(open_member::<$type>(members, stringify!($name))?,)+)))
            }

            fn get((nulls, ($($name,)+)): &Self::Column, row: usize) -> Result<Option<Self>, Unreadable> {
                if is_null(nulls, row) {
                    return Ok(None);
                }
                Ok(Some($object { $($name: member::<$type>($name, row, stringify!($name))?,)+ }))
            }

            fn show((nulls, ($($name,)+)): &Self::Column, row: usize) -> Value {
                if is_null(nulls, row) {
                    return Value::Null;
                }
                let mut members = serde_json::Map::new();
                $(show_member::<$type>($name, row, stringify!($name), &mut members);)+
                Value::Object(members)
            }

            fn array(values: &[Option<&Self>]) -> Result<ArrayRef, ArrowError> {
                let members = vec![$(member_array(values, |object: &Self| object.$name.as_ref())?,)+];
                let fields = match super::data_type(&Self::SHAPE) {
                    DataType::Struct(fields) => fields,
                    _ => Fields::empty(),
                };
                Ok(Arc::new(StructArray::try_new(fields, members, Some(nulls(values)))?))
            }
        }
    )+};
}

objects!(stored);
