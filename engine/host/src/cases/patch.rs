//! How a case differs from its base: a JSON merge patch (RFC 7396), and single members by their JSON pointers.

use serde_json::Value;
use std::collections::BTreeMap;

/// A pointer that leads to nothing that could be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPointer(pub String);

/// Applies a patch: objects are merged member by member, `null` removes, anything else replaces.
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(object) = target else { return };
    for (name, change) in members {
        if change.is_null() {
            object.remove(name);
        } else {
            merge(object.entry(name.as_str()).or_insert(Value::Null), change);
        }
    }
}

/// Sets members by their pointers, in order; `null` removes, the index after the last row of a list adds a row.
///
/// # Errors
/// A pointer whose parent is not there: a wrong pointer would otherwise change nothing that counts.
pub fn set(target: &mut Value, members: &BTreeMap<String, Value>) -> Result<(), BadPointer> {
    for (pointer, value) in members {
        let bad = || BadPointer(pointer.clone());
        let (parent, name) = pointer.rsplit_once('/').ok_or_else(bad)?;
        let parent = target.pointer_mut(parent).ok_or_else(bad)?;
        match (parent, name.parse::<usize>()) {
            (Value::Object(object), _) if value.is_null() => drop(object.remove(name)),
            (Value::Object(object), _) => drop(object.insert(name.to_owned(), value.clone())),
            (Value::Array(rows), Ok(index)) if index < rows.len() && value.is_null() => {
                drop(rows.remove(index))
            }
            (Value::Array(rows), Ok(index)) if index == rows.len() => rows.push(value.clone()),
            (Value::Array(rows), Ok(index)) => match rows.get_mut(index) {
                Some(row) => *row = value.clone(),
                None => return Err(bad()),
            },
            _ => return Err(bad()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    //! Members are changed where the patch says, and nowhere else.
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_merged_removed_and_replaced() {
        let mut file = json!({ "a": { "b": 1, "c": 2 }, "list": [1, 2] });
        merge(&mut file, &json!({ "a": { "b": null, "d": { "e": 3 } }, "list": [3] }));
        assert_eq!(file, json!({ "a": { "c": 2, "d": { "e": 3 } }, "list": [3] }));
    }
    #[test]
    fn a_pointer_sets_removes_and_adds() {
        let mut file = json!({ "sessions": [{ "evidence": { "ecf": true } }] });
        let changes = BTreeMap::from([
            ("/sessions/0/evidence/ecf".to_owned(), Value::Null),
            ("/sessions/1".to_owned(), json!({})),
        ]);
        assert_eq!(set(&mut file, &changes), Ok(()));
        assert_eq!(file, json!({ "sessions": [{ "evidence": {} }, {}] }));
        for nowhere in ["/session/0/date", "/sessions/3", "sessions"] {
            let wrong = BTreeMap::from([(nowhere.to_owned(), json!(1))]);
            assert_eq!(set(&mut file, &wrong), Err(BadPointer(nowhere.to_owned())));
        }
    }
}
