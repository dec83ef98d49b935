//! The members of one candidate file as its findings show them: many findings read the same ones, so each is looked up
//! and put into words once.

use hashbrown::HashMap;
use parchemin_core::{Pointer, shown::Shown};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Members that the findings of a usual file read.
const USUAL: usize = 56;

/// What is known of a file by its pointers.
pub(crate) struct Members<'f> {
    file: &'f Json,
    known: HashMap<Parts, (Arc<str>, Shown)>,
}

/// What a pointer is made of.
type Parts = (&'static str, [u32; 2], &'static str);

impl<'f> Members<'f> {
    pub(crate) fn of(file: &'f Json) -> Members<'f> {
        Members { file, known: HashMap::with_capacity(USUAL) }
    }

    /// A pointer in words, and the member that it names.
    pub(crate) fn at(&mut self, pointer: Pointer) -> (Arc<str>, Shown) {
        let file = self.file;
        let member = self.known.entry(pointer.parts()).or_insert_with(|| {
            let text = pointer.text();
            let shown = shown(crate::pointer::at(file, &text));
            (text.into(), shown)
        });
        member.clone()
    }
}

/// A member of a file; nothing where it is absent. Long lists and objects are not repeated: their rows are read by
/// pointers of their own.
fn shown(member: Option<&Json>) -> Shown {
    match member {
        Some(Json::Array(rows)) => Shown::from(json!({ "rows": rows.len() })),
        Some(Json::Object(_)) => Shown::from(json!({ "present": true })),
        Some(value) => Shown::from(value.clone()),
        None => Shown::Nothing,
    }
}
