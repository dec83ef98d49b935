//! Schemas as generators of clients understand them: under one name, and a list of words as an `enum`, not as one
//! schema a word.

use serde_json::{Map, Value};

/// Makes a schema plain, and all that stand in it.
pub(super) fn plain(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(plain),
        Value::Object(members) => {
            if let Some(words) = members.get("oneOf").and_then(words) {
                members.remove("oneOf");
                enumerate(members, &words);
            }
            members.values_mut().for_each(plain);
        }
        _ => {}
    }
}

/// The words of a list of schemas, each with what it means; none where one of them is no word.
fn words(all: &Value) -> Option<Vec<(Value, String)>> {
    let word = |schema: &Value| {
        let means = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        schema.get("const").filter(|word| word.is_string()).map(|word| (word.clone(), means.to_owned()))
    };
    all.as_array()?.iter().map(word).collect()
}

fn enumerate(schema: &mut Map<String, Value>, words: &[(Value, String)]) {
    let mut told = schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (word, means) in words.iter().filter(|(_, means)| !means.is_empty()) {
        told += &format!("\n- {word}: {means}");
    }
    schema.insert("type".to_owned(), "string".into());
    schema.insert("enum".to_owned(), words.iter().map(|(word, _)| word.clone()).collect());
    schema.insert("description".to_owned(), told.trim_start().into());
}

#[cfg(test)]
mod tests {
    //! What is a list of words becomes one; what is not stays what it was.
    use super::*;
    use serde_json::json;

    #[test]
    fn words_become_an_enum_wherever_they_stand_and_nothing_else_does() {
        let words = json!({ "oneOf": [
            { "type": "string", "const": "a", "description": "The first." }, { "type": "string", "const": "b" },
        ] });
        let listed = json!({ "type": "string", "enum": ["a", "b"], "description": "- \"a\": The first." });
        let choice = json!({ "oneOf": [{ "const": "a" }, { "type": "object" }] });
        for (schema, expected) in [
            (words.clone(), listed.clone()),
            (
                json!({ "properties": { "x": { "items": words } } }),
                json!({ "properties": { "x": { "items": listed } } }),
            ),
            (choice.clone(), choice),
        ] {
            let mut made = schema;
            plain(&mut made);
            assert_eq!(made, expected);
        }
    }
}
