//! RFC 8785 canonical JSON.
//!
//! What `serde_json` writes is canonical already, but for the order of members and for numbers that are not small
//! integers. So members are put in order as it writes them, which takes a tenth of the time of
//! `serde_json_canonicalizer`; where a value holds anything else, that library writes it.

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::{borrow::Cow, io, iter};

/// RFC 8785 canonical JSON: the bytes by which two values are compared, hashed and signed. Raw text within a value is
/// taken as it is: whoever keeps some keeps it canonical.
///
/// ```
/// let value = serde_json::json!({ "b": [2, "é\n"], "a": { "y": null, "x": 1e3 } });
/// assert_eq!(parchemin_core::canonical(&value)?, "{\"a\":{\"x\":1000,\"y\":null},\"b\":[2,\"é\\n\"]}".as_bytes());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// Only for a value that JSON cannot hold; the types of this crate all can.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut ordered = Ordered { bytes: Vec::with_capacity(ROOM), ..Ordered::default() };
    value.serialize(&mut Serializer::with_formatter(io::sink(), Ordering(&mut ordered)))?;
    if ordered.unsure { serde_json_canonicalizer::to_vec(value) } else { Ok(ordered.bytes) }
}

/// Bytes that a usual decision takes.
const ROOM: usize = 32 * 1024;

/// The largest integer of which every reader of JSON holds all digits, and all digits of smaller ones.
const EXACT: u64 = 999_999_999_999_999;

/// Names are ordered as UTF-16. That is the order of their bytes, unless one of them has a byte as large as this.
const OF_OTHER_ORDER: u8 = 0xEE;

/// Canonical text under way.
#[derive(Default)]
struct Ordered {
    bytes: Vec<u8>,
    /// The objects that are open, the innermost last.
    objects: Vec<Object>,
    /// Their members, those of the innermost last.
    members: Vec<Member>,
    /// A name is being written.
    naming: bool,
    /// Something is not surely canonical.
    unsure: bool,
    scratch: Vec<u8>,
}

/// An object: where its text begins, and its members.
struct Object {
    from: usize,
    members: usize,
}

/// A member of an object: where it stands among the bytes, and where its name ends.
#[derive(Clone, Copy)]
struct Member {
    from: usize,
    named: usize,
    /// Something is escaped in the name.
    escaped: bool,
    to: usize,
}

impl Ordered {
    /// A name as it is compared: without its quotation marks, and unescaped. What may be escaped here stands for itself
    /// behind the sign.
    fn name(&self, member: &Member) -> Cow<'_, [u8]> {
        let name = self.bytes.get(member.from + 1..member.named - 1).unwrap_or_default();
        if !member.escaped {
            return Cow::Borrowed(name);
        }
        let mut bytes = name.iter().copied();
        let one = || bytes.next().and_then(|byte| if byte == b'\\' { bytes.next() } else { Some(byte) });
        Cow::Owned(iter::from_fn(one).collect())
    }

    fn open(&mut self) {
        self.bytes.push(b'{');
        self.objects.push(Object { from: self.bytes.len(), members: self.members.len() });
    }

    fn begin_name(&mut self, first: bool) {
        if !first {
            self.bytes.push(b',');
        }
        let at = self.bytes.len();
        self.members.push(Member { from: at, named: at, escaped: false, to: at });
        self.naming = true;
    }

    fn end_name(&mut self) {
        self.naming = false;
        if let Some(member) = self.members.last_mut() {
            member.named = self.bytes.len();
        }
    }

    fn close(&mut self) {
        let Some(object) = self.objects.pop() else { return };
        let members = self.members.get(object.members..).unwrap_or_default();
        if !members.is_sorted_by(|one, next| self.name(one) <= self.name(next)) {
            let mut sorted = members.to_vec();
            sorted.sort_by(|one, other| self.name(one).cmp(&self.name(other)));
            self.scratch.clear();
            self.scratch.reserve(self.bytes.len() - object.from);
            for member in sorted {
                if !self.scratch.is_empty() {
                    self.scratch.push(b',');
                }
                self.scratch.extend_from_slice(self.bytes.get(member.from..member.to).unwrap_or_default());
            }
            self.bytes.truncate(object.from);
            self.bytes.extend_from_slice(&self.scratch);
        }
        self.bytes.push(b'}');
        self.members.truncate(object.members);
    }
}

/// Writes into the ordered text, whatever `serde_json` gives it to write into.
struct Ordering<'o>(&'o mut Ordered);

/// Writes as `serde_json` does by itself.
macro_rules! plainly {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, _: &mut W $(, $argument: $type)*) -> io::Result<()> {
            CompactFormatter.$name(&mut self.0.bytes $(, $argument)*)
        })*
    };
}

/// Integers that are written as they are, unless they are large.
macro_rules! integers {
    ($($name:ident: $type:ty;)*) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, _: &mut W, integer: $type) -> io::Result<()> {
            self.0.unsure |= !u64::try_from(integer.abs_diff(0)).is_ok_and(|size| size <= EXACT);
            CompactFormatter.$name(&mut self.0.bytes, integer)
        })*
    };
}

impl Formatter for Ordering<'_> {
    plainly! {
        write_null();
        write_bool(value: bool);
        begin_string();
        end_string();
        write_raw_fragment(fragment: &str);
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object_value();
    }

    integers! {
        write_i8: i8;
        write_i16: i16;
        write_i32: i32;
        write_i64: i64;
        write_i128: i128;
        write_u8: u8;
        write_u16: u16;
        write_u32: u32;
        write_u64: u64;
        write_u128: u128;
    }

    fn write_f32<W: ?Sized + io::Write>(&mut self, _: &mut W, _: f32) -> io::Result<()> {
        self.0.unsure = true;
        Ok(())
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, _: &mut W, _: f64) -> io::Result<()> {
        self.0.unsure = true;
        Ok(())
    }

    fn write_number_str<W: ?Sized + io::Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        self.0.unsure = true;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, _: &mut W, fragment: &str) -> io::Result<()> {
        if self.0.naming {
            self.0.unsure |= fragment.bytes().fold(0, u8::max) >= OF_OTHER_ORDER;
        }
        self.0.bytes.extend_from_slice(fragment.as_bytes());
        Ok(())
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, _: &mut W, escape: CharEscape) -> io::Result<()> {
        if let (true, Some(member)) = (self.0.naming, self.0.members.last_mut()) {
            member.escaped = true;
            // A control character in a name is nothing that has to be quick.
            self.0.unsure |= !matches!(escape, CharEscape::Quote | CharEscape::ReverseSolidus);
        }
        CompactFormatter.write_char_escape(&mut self.0.bytes, escape)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.open();
        Ok(())
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.close();
        Ok(())
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_name(first);
        Ok(())
    }

    fn end_object_key<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.end_name();
        Ok(())
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        let to = self.0.bytes.len();
        if let Some(member) = self.0.members.last_mut() {
            member.to = to;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    //! Whatever the value, the bytes are those of the library that defines them here.

    use super::canonical;
    use serde::Serialize;
    use serde_json::{Serializer, Value, json};
    use std::{collections::BTreeMap, io};

    #[test]
    fn each_value_has_the_bytes_of_the_library() {
        let controls: String = (0..0x80_u8).map(char::from).collect();
        let names: BTreeMap<String, u8> = ["z", "a\"b", "é", "\u{20ac}", "\u{1f600}", "\u{fb33}", "\n", ""]
            .map(|name| (name.to_owned(), 1))
            .into();
        #[derive(serde::Serialize)]
        struct Unordered<'t> {
            b: &'t [Value],
            a: (i64, u64),
            ab: Option<()>,
        }
        let values = [
            json!(null),
            json!([true, false, null, [], {}, ""]),
            json!([
                0,
                -1,
                999_999_999_999_999_i64,
                1_000_000_000_000_000_i64,
                i64::MIN,
                9_007_199_254_740_993_u64
            ]),
            json!([0.1, 1e21, 1e-7, -0.0, 100.0, 333_333_333.333]),
            json!(controls),
            json!("\u{7f}\u{80}\u{2028}é€😀\\\"/"),
            json!(names),
            json!({ "f(\"x\")": 1, "f(!": 2, "f(#": 3, "f(\\": 4, "f(]": 5, "f([": 6 }),
            json!({ "a": 1, "a!": 2, "a ": 3, "": 4, "A": 5 }),
            json!({ "b": { "d": [{ "f": 1, "e": "}," }], "c": "{" }, "a": 2, "ab": [] }),
        ];
        let structure = Unordered { b: &values, a: (-3, 4), ab: None };
        assert_eq!(
            String::from_utf8(canonical(&structure).unwrap()),
            String::from_utf8(serde_json_canonicalizer::to_vec(&structure).unwrap())
        );
        for value in &values {
            let (ours, theirs) =
                (canonical(value).unwrap(), serde_json_canonicalizer::to_vec(value).unwrap());
            assert_eq!(String::from_utf8(ours), String::from_utf8(theirs));
        }
    }

    #[test]
    fn a_usual_decision_needs_no_library() {
        let value = json!({ "b(\"x\")": 1, "a": ["é", { "d": null, "c": -12 }] });
        let mut ordered = super::Ordered::default();
        value.serialize(&mut Serializer::with_formatter(io::sink(), super::Ordering(&mut ordered))).unwrap();
        assert!(!ordered.unsure);
        assert_eq!(ordered.bytes, serde_json_canonicalizer::to_vec(&value).unwrap());
    }
}
