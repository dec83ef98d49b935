//! The bytes that cross the border: records of 24 bytes, little-endian. What each means stands in the WIT file.

use crate::{
    Day,
    truth::Lacking,
    vocabulary::{Text, Value},
};

/// Bytes of a record.
pub const RECORD: usize = 24;

/// Places in the list of facts that a rule declares: bit n is fact n. For a plugin this is what an unknown names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places(pub u64);

impl Lacking for Places {
    fn with(self, other: Places) -> Places {
        Places(self.0 | other.0)
    }
}

impl Places {
    /// One place, below [`FACTS`](super::FACTS).
    pub fn one(place: usize) -> Places {
        Places(1 << (place as u32 % 64))
    }

    /// Whether all of these are among the others.
    pub fn within(self, others: Places) -> bool {
        self.0 & !others.0 == 0
    }

    /// The places, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |place| self.0 >> place & 1 == 1)
    }
}

/// The header of a block, a cell, a ruling, or a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The rule, the kind, the verdict, or the term.
    pub head: u32,
    /// The rows of a block, the notes of a ruling, the kind of a note.
    pub count: u32,
    /// The first number.
    pub a: i64,
    /// The second.
    pub b: i64,
}

impl Record {
    /// The bytes.
    pub fn bytes(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        let parts = [
            u64::from(self.head) | u64::from(self.count) << 32,
            self.a.cast_unsigned(),
            self.b.cast_unsigned(),
        ];
        for (to, part) in bytes.chunks_exact_mut(8).zip(parts) {
            to.copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }

    /// The record at the start of the bytes; none where they are too few.
    pub fn first(bytes: &[u8]) -> Option<Record> {
        let (first, rest) = bytes.split_first_chunk::<8>()?;
        let (a, rest) = rest.split_first_chunk::<8>()?;
        let b = rest.first_chunk::<8>()?;
        let first = u64::from_le_bytes(*first);
        Some(Record {
            head: (first & u64::from(u32::MAX)) as u32,
            count: (first >> 32) as u32,
            a: i64::from_le_bytes(*a),
            b: i64::from_le_bytes(*b),
        })
    }
}

/// The kinds of values that cross the border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// Not known.
    Unknown = 0,
    /// True or false.
    Truth = 1,
    /// A whole number.
    Number = 2,
    /// A number of which only the least is known.
    AtLeast = 3,
    /// A number between two.
    Between = 4,
    /// A day.
    Day = 5,
    /// A text, by its place in the list of texts.
    Text = 6,
}

impl Kind {
    const ALL: [Kind; 7] =
        [Kind::Unknown, Kind::Truth, Kind::Number, Kind::AtLeast, Kind::Between, Kind::Day, Kind::Text];

    /// The kind of that number.
    pub fn of(number: u32) -> Option<Kind> {
        Kind::ALL.get(number as usize).copied()
    }
}

/// A value as kind and two numbers; none for one that does not cross. `place` finds a text in the list of texts.
pub(super) fn packed<M>(
    value: &Value<M>,
    place: impl FnOnce(&Text) -> Option<usize>,
) -> Option<(Kind, i64, i64)> {
    Some(match value {
        Value::Unknown(_) => (Kind::Unknown, 0, 0),
        Value::Truth(truth) => (Kind::Truth, i64::from(*truth), 0),
        Value::Count(count) => (Kind::Number, *count, 0),
        Value::Between { low, high: None, .. } => (Kind::AtLeast, *low, 0),
        Value::Between { low, high: Some(high), .. } => (Kind::Between, *low, *high),
        Value::Day(day) => (Kind::Day, day.number(), 0),
        Value::Text(text) => (Kind::Text, i64::try_from(place(text)?).ok()?, 0),
        Value::Words(_) | Value::Subject(_) | Value::Verdict(_) => return None,
    })
}

impl<M> Value<M> {
    /// A value as it crosses the border: kind and two numbers. A text does not cross this way.
    pub fn to_wire(&self) -> Option<(Kind, i64, i64)> {
        packed(self, |_| None)
    }

    /// The value of a kind and two numbers; none where they make no value. `text` finds a text by its place; `missing`
    /// is what the value names where it is not wholly known.
    pub fn from_wire(
        (kind, a, b): (Kind, i64, i64),
        text: impl FnOnce(usize) -> Option<Text>,
        missing: impl FnOnce() -> M,
    ) -> Option<Value<M>> {
        Some(match kind {
            Kind::Unknown => Value::Unknown(missing()),
            Kind::Truth => Value::Truth(match a {
                0 => false,
                1 => true,
                _ => return None,
            }),
            Kind::Number => Value::Count(a),
            Kind::AtLeast => Value::Between { low: a, high: None, missing: missing() },
            Kind::Between => Value::Between { low: a, high: Some(b), missing: missing() },
            Kind::Day => Value::Day(Day::from_number(a)?),
            Kind::Text => Value::Text(text(usize::try_from(a).ok()?)?),
        })
    }
}

#[cfg(test)]
mod tests {
    //! What is packed comes back as it was, and bytes that mean nothing are refused.
    use super::*;

    #[test]
    fn a_record_is_its_bytes() {
        let record = Record { head: 7, count: u32::MAX, a: -1, b: i64::MIN };
        assert_eq!(Record::first(&record.bytes()), Some(record));
        assert_eq!(Record::first(&record.bytes()[..23]), None);
        assert_eq!(record.bytes()[..8], [7, 0, 0, 0, 255, 255, 255, 255]);
    }

    #[test]
    fn a_value_comes_back_as_it_was() {
        let day: Day = "2024-02-29".parse().unwrap();
        let texts = ["vae", "ccs"].map(|text| Text::Shared(text.into()));
        let values: [Value<Places>; 7] = [
            Value::Unknown(Places(2)),
            Value::Truth(true),
            Value::Count(-3),
            Value::Between { low: 3, high: None, missing: Places(2) },
            Value::Between { low: 3, high: Some(9), missing: Places(2) },
            Value::Day(day),
            Value::Text(texts[1].clone()),
        ];
        for value in values {
            let wire = packed(&value, |text| texts.iter().position(|known| known == text)).unwrap();
            let back = Value::from_wire(wire, |place| texts.get(place).cloned(), || Places(2));
            assert_eq!(back, Some(value));
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        let read = |kind, a| Value::<Places>::from_wire((kind, a, 0), |_| None, Places::default);
        assert_eq!(read(Kind::Truth, 2), None);
        assert_eq!(read(Kind::Day, i64::MAX), None);
        assert_eq!(read(Kind::Text, 0), None);
        assert_eq!(read(Kind::Text, -1), None);
        assert_eq!(Kind::of(7), None);
    }
}
