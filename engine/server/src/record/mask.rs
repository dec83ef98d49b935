//! Members of a candidate file that the log does not keep.

use serde_json::Value;

/// Stands for each row of a list, or each member.
const EACH: &str = "*";

/// A JSON pointer (RFC 6901) of members that are not kept; `*` stands for each row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask(Vec<String>);

impl Mask {
    /// Reads a pointer; none where the text is none.
    pub fn read(text: &str) -> Option<Mask> {
        let rest = text.strip_prefix('/')?;
        Some(Mask(rest.split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect()))
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

    /// Takes out of a decision the values that were read there, and what was said and concluded of them.
    pub(super) fn take_out_of_decision(&self, decision: &mut Value) {
        let findings = decision.get_mut("findings").and_then(Value::as_array_mut);
        for finding in findings.into_iter().flatten().filter_map(Value::as_object_mut) {
            let Some(read) = finding.get_mut("read").and_then(Value::as_object_mut) else { continue };
            let before = read.len();
            read.retain(|pointer, _| !self.touches(pointer));
            if read.len() < before {
                finding.remove("message");
                finding.remove("facts");
            }
        }
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
            let meant = |index: usize| first == EACH || first.parse() == Ok(index);
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
    //! What a mask points to is neither in the file nor in what a decision tells of it.
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
    fn what_a_finding_read_there_is_not_told() {
        let finding = |pointer: &str| json!({ "rule": "r", "read": { pointer: 1, "/z": 2 }, "message": "m", "facts": { "f": 1 } });
        let bare = json!({ "rule": "r", "read": { "/z": 2 } });
        for (mask, pointer, touched) in [
            ("/b", "/b/0/c", true),
            ("/b/*/c", "/b/0/c", true),
            ("/b/*/c", "/b", true),
            ("/b/*/c", "/b/0/d", false),
            ("/a", "/b", false),
        ] {
            let mut decision = json!({ "findings": [finding(pointer)] });
            Mask::read(mask).unwrap().take_out_of_decision(&mut decision);
            let expected = if touched { bare.clone() } else { finding(pointer) };
            assert_eq!(decision["findings"][0], expected, "{mask} {pointer}");
        }
    }
}
