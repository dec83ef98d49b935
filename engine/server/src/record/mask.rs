//! Members of a candidate file that the log does not keep.

use parchemin::{
    core::{CandidateFile, nearest},
    pointer::{escaped, unescaped},
};
use serde_json::Value;

/// Stands for each row of a list, or each member.
const EACH: &str = "*";

/// What a decision, whole or in short, concludes; `missing` names members that the file does not have.
const CONCLUDED: [&str; 18] = [
    "attribution",
    "candidate",
    "date",
    "document",
    "engine",
    "findings",
    "format",
    "headline",
    "language",
    "limits",
    "missing",
    "outcome",
    "packages",
    "question",
    "questions",
    "recevabilite",
    "revision",
    "situation",
];

/// What is concluded of the revision.
const REVISION: [&str; 3] = ["event", "package", "state"];

/// What a finding concludes, of what, and from what.
const FINDING: [&str; 7] = ["basis", "package", "question", "read", "rule", "subject", "verdict"];

/// A JSON pointer (RFC 6901) of members that are not kept; `*` stands for each row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask(Vec<String>);

impl Mask {
    /// Reads a pointer; none where the text is none.
    pub fn read(text: &str) -> Option<Mask> {
        let rest = text.strip_prefix('/')?;
        Some(Mask(rest.split('/').map(unescaped).collect()))
    }

    /// Whether a candidate file can have what it points to.
    ///
    /// # Errors
    /// It cannot; with the pointers that come near.
    pub(crate) fn known(&self, text: &str) -> Result<(), Vec<String>> {
        let mut all = Vec::new();
        let schema = schemars::schema_for!(CandidateFile).to_value();
        pointers(&schema, &schema, "", &mut all);
        if all.iter().filter_map(|pointer| Mask::read(pointer)).any(|known| self.is_among(&known)) {
            return Ok(());
        }
        Err(nearest(text, all.iter().map(String::as_str)))
    }

    /// Whether it is one of those that a pointer stands for.
    fn is_among(&self, known: &Mask) -> bool {
        let is_row = |part: &str| part.parse::<usize>().is_ok_and(|index| index.to_string() == part);
        let among = |(part, known): (&String, &String)| {
            part == EACH || part == known || (known == EACH && is_row(part))
        };
        self.0.len() == known.0.len() && self.0.iter().zip(&known.0).all(among)
    }

    /// Takes what it points to out of a file; whether there was anything.
    pub(super) fn take_out(&self, file: &mut Value) -> bool {
        take_out(&self.0, file)
    }

    /// Whether a value at that pointer has something of what it points to.
    fn touches(&self, pointer: &str) -> bool {
        let Some(Mask(parts)) = Mask::read(pointer) else { return true };
        self.0.iter().zip(&parts).all(|(mask, part)| mask == EACH || mask == part)
    }
}

/// Leaves of a decision on a file of which masks took something out what it concludes, by which packages and rules, and
/// what was read elsewhere. Whatever else it says, in words or not, may repeat what was taken out: a message asks for
/// facts that its rule did not read, and a fact may come from more than the members it names.
pub(super) fn leave_what_is_concluded(decision: &mut Value, masks: &[&Mask]) {
    let touched = |pointer: &str| masks.iter().any(|mask| mask.touches(pointer));
    leave(decision, &CONCLUDED);
    for (name, pointer) in [("candidate", "/id"), ("date", "/evaluate_on")] {
        if touched(pointer) {
            decision.as_object_mut().map(|members| members.remove(name));
        }
    }
    if let Some(revision) = decision.get_mut("revision") {
        leave(revision, &REVISION);
    }
    match decision.get_mut("missing") {
        Some(Value::Array(names)) => names.retain(|name| name.as_str().is_some_and(is_pointer)),
        Some(missing) => leave(missing, &["facts"]),
        None => {}
    }
    for finding in decision.get_mut("findings").and_then(Value::as_array_mut).into_iter().flatten() {
        leave(finding, &FINDING);
        let Some(members) = finding.as_object_mut() else { continue };
        if let Some(Value::Object(read)) = members.get_mut("read") {
            read.retain(|pointer, _| !touched(pointer));
        }
        let subject = members.get("subject").and_then(Value::as_str);
        // The id of a CCP may be that of one that was taken out.
        if subject.is_some_and(|subject| !is_pointer(subject) || touched(subject)) {
            members.remove("subject");
        }
    }
}

/// The pointers to all that a schema describes, with `*` for each row of a list.
fn pointers(schema: &Value, whole: &Value, pointer: &str, into: &mut Vec<String>) {
    let named =
        schema.get("$ref").and_then(Value::as_str).and_then(|name| whole.pointer(name.strip_prefix('#')?));
    let either = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    either.chain(named).for_each(|schema| pointers(schema, whole, pointer, into));
    let members = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let members = members.map(|(name, schema)| (escaped(name), schema));
    let rows = schema.get("items").map(|schema| (EACH.to_owned(), schema));
    for (part, schema) in members.chain(rows) {
        let pointer = format!("{pointer}/{part}");
        pointers(schema, whole, &pointer, into);
        into.push(pointer);
    }
}

fn is_pointer(text: &str) -> bool {
    text.starts_with('/')
}

/// Leaves these members of an object, and no other.
fn leave(value: &mut Value, names: &[&str]) {
    if let Value::Object(members) = value {
        members.retain(|name, _| names.contains(&name.as_str()));
    }
}

fn take_out(parts: &[String], value: &mut Value) -> bool {
    let Some((first, rest)) = parts.split_first() else { return false };
    match value {
        Value::Object(members) if rest.is_empty() && first == EACH => {
            let any = !members.is_empty();
            members.clear();
            any
        }
        Value::Object(members) if rest.is_empty() => members.remove(first).is_some(),
        Value::Object(members) if first == EACH => {
            members.values_mut().map(|member| take_out(rest, member)).fold(false, |any, taken| any | taken)
        }
        Value::Object(members) => members.get_mut(first).is_some_and(|member| take_out(rest, member)),
        Value::Array(rows) => {
            // As a pointer writes it: `01` and `+1` are no rows.
            let meant = |index: usize| first == EACH || *first == index.to_string();
            let mut any = false;
            for (_, row) in rows.iter_mut().enumerate().filter(|(index, _)| meant(*index)) {
                if rest.is_empty() {
                    // The rows after it keep their numbers.
                    any |= !row.is_null();
                    *row = Value::Null;
                } else {
                    any |= take_out(rest, row);
                }
            }
            any
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    //! What a mask points to is not in the file, and of the decision stays what is concluded.
    use super::*;
    use serde_json::json;

    #[test]
    fn a_mask_takes_out_what_it_points_to() {
        let file = json!({ "a": 1, "b": [{ "c": 2, "d": 3 }, { "c": 4 }], "e/f": 5 });
        let cases = [
            ("/a", json!({ "b": [{ "c": 2, "d": 3 }, { "c": 4 }], "e/f": 5 }), true),
            ("/b/*/c", json!({ "a": 1, "b": [{ "d": 3 }, {}], "e/f": 5 }), true),
            ("/b/1", json!({ "a": 1, "b": [{ "c": 2, "d": 3 }, null], "e/f": 5 }), true),
            ("/e~1f", json!({ "a": 1, "b": [{ "c": 2, "d": 3 }, { "c": 4 }] }), true),
            ("/b/01", file.clone(), false),
            ("/b/7/c", file.clone(), false),
            ("/x/y", file.clone(), false),
        ];
        for (pointer, expected, any) in cases {
            let mut masked = file.clone();
            assert_eq!(Mask::read(pointer).unwrap().take_out(&mut masked), any, "{pointer}");
            assert_eq!(masked, expected, "{pointer}");
        }
        assert_eq!(Mask::read("a"), None);
    }

    #[test]
    fn a_mask_points_to_something_that_a_file_can_have() {
        let known = |text: &str| Mask::read(text).unwrap().known(text);
        let right = [
            "/id",
            "/experience",
            "/experience/*",
            "/experience/*/hours",
            "/experience/0/hours",
            "/events/*",
            "/*/*/ccp",
            "/sessions/*/decision/ccps/*/result",
        ];
        for text in right {
            assert_eq!(known(text), Ok(()), "{text}");
        }
        for (text, nearest) in [
            ("/experiance/*/hours", "/experience/*/hours"),
            ("/experience/hours", "/experience/*/hours"),
            ("/experience/01/hours", "/experience/*/hours"),
            ("/ID", "/id"),
        ] {
            assert_eq!(known(text).unwrap_err()[0], nearest, "{text}");
        }
        assert!(known("/").is_err());
    }

    #[test]
    fn of_a_decision_stays_what_it_concludes() {
        let finding = |pointer: &str| {
            json!({
                "rule": "r", "verdict": "met", "subject": pointer, "read": { pointer: 1, "/z": 2 },
                "message": "m", "facts": { "f": 1 },
            })
        };
        for (mask, pointer, touched) in [
            ("/b", "/b/0/c", true),
            ("/b/*/c", "/b/0/c", true),
            ("/b/*/c", "/b", true),
            ("/b/*/c", "/b/0/d", false),
            ("/a", "/b", false),
        ] {
            let mut decision = json!({
                "candidate": "c", "date": "2026-01-01", "deadlines": [1], "missing": { "facts": ["/x"], "texts": ["t"] },
                "revision": { "state": "chosen", "day": "2026-01-02", "why": "w" }, "findings": [finding(pointer)],
            });
            leave_what_is_concluded(&mut decision, &[&Mask::read(mask).unwrap()]);
            let left = if touched {
                json!({ "rule": "r", "verdict": "met", "read": { "/z": 2 } })
            } else {
                json!({ "rule": "r", "verdict": "met", "subject": pointer, "read": { pointer: 1, "/z": 2 } })
            };
            let expected = json!({
                "candidate": "c", "date": "2026-01-01", "missing": { "facts": ["/x"] },
                "revision": { "state": "chosen" }, "findings": [left],
            });
            assert_eq!(decision, expected, "{mask} {pointer}");
        }
        let mut short = json!({ "revision": "p", "missing": ["/x", "t"], "findings": [{ "rule": "r", "subject": "p/1" }] });
        leave_what_is_concluded(&mut short, &[&Mask::read("/a").unwrap()]);
        assert_eq!(short, json!({ "revision": "p", "missing": ["/x"], "findings": [{ "rule": "r" }] }));
    }
}
