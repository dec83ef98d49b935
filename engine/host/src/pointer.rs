//! JSON pointers (RFC 6901): a member as it is written in one, and back; and what one points to.

pub use parchemin_core::pointer::{escaped, unescaped};

use serde_json::Value;

/// What a pointer points to, as [`Value::pointer`] finds it: where no token has to be unescaped, without copying any.
///
/// ```
/// use parchemin::pointer::at;
/// let file = serde_json::json!({ "ccps": [{ "ccp": "CCP1" }], "a/b": 1 });
/// assert_eq!(at(&file, "/ccps/0/ccp"), Some(&"CCP1".into()));
/// assert_eq!(at(&file, "/a~1b"), Some(&1.into()));
/// assert_eq!(at(&file, "/ccps/00"), None);
/// ```
pub fn at<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    if pointer.contains(['~', '+']) || !pointer.starts_with('/') {
        return value.pointer(pointer);
    }
    pointer.split('/').skip(1).try_fold(value, |value, token| match value {
        Value::Object(members) => members.get(token),
        Value::Array(rows) if token == "0" || !token.starts_with('0') => {
            rows.get(token.parse::<usize>().ok()?)
        }
        _ => None,
    })
}
