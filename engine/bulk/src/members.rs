//! A candidate file taken apart as JSON: the places of its members and rows, and the file without one of them.

use serde_json::Value;

/// The JSON pointers of all members of objects and all rows of lists, each before what is inside it, in the order of
/// the file. The names of the format need no escaping.
///
/// ```
/// use parchemin_bulk::members::pointers;
/// let file = serde_json::json!({ "ccps": [{ "ccp": "mn-2025/1" }], "route": "vae" });
/// assert_eq!(pointers(&file), ["/ccps", "/ccps/0", "/ccps/0/ccp", "/route"]);
/// ```
pub fn pointers(file: &Value) -> Vec<String> {
    let mut all = Vec::new();
    collect(file, "", &mut all);
    all
}

fn collect(value: &Value, at: &str, into: &mut Vec<String>) {
    let mut visit = |name: &str, value: &Value| {
        let pointer = format!("{at}/{name}");
        into.push(pointer.clone());
        collect(value, &pointer, into);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| visit(name, value)),
        Value::Array(rows) => {
            rows.iter().enumerate().for_each(|(index, row)| visit(&index.to_string(), row));
        }
        _ => {}
    }
}

/// The file without that member or row; the same file where there is none.
///
/// ```
/// use parchemin_bulk::members::without;
/// use serde_json::json;
/// let file = json!({ "ccps": [{ "ccp": "mn-2025/1" }, {}] });
/// assert_eq!(without(&file, "/ccps/0"), json!({ "ccps": [{}] }));
/// assert_eq!(without(&file, "/ccps/0/ccp"), json!({ "ccps": [{}, {}] }));
/// ```
#[must_use]
pub fn without(file: &Value, pointer: &str) -> Value {
    let mut less = file.clone();
    let Some((parent, name)) = pointer.rsplit_once('/') else { return less };
    match less.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.remove(name)),
        Some(Value::Array(rows)) => match name.parse::<usize>() {
            Ok(index) if index < rows.len() => drop(rows.remove(index)),
            _ => {}
        },
        _ => {}
    }
    less
}
