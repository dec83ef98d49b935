//! JSON as it was sent: an object has a member as often as it was given, where a [`Value`] has it once.

use parchemin::pointer::unescaped;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;
use std::fmt;

/// JSON as it was sent.
#[derive(Clone, PartialEq)]
pub(super) enum Sent {
    /// An object, with its members in order.
    Object(Vec<(String, Sent)>),
    /// A list.
    List(Vec<Sent>),
    /// What holds nothing else.
    Plain(Value),
}

impl Sent {
    /// It as text.
    pub(super) fn text(&self) -> String {
        // Texts and numbers can all be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn at(&mut self, pointer: &str) -> Option<&mut Sent> {
        pointer.split('/').skip(1).try_fold(self, |within, token| match within {
            Sent::Object(members) => {
                let name = unescaped(token);
                members.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| value)
            }
            Sent::List(rows) => rows.get_mut(token.parse::<usize>().ok()?),
            Sent::Plain(_) => None,
        })
    }

    /// Takes a member out, the first of its name; the row of a list is replaced by one that is right, so that those after
    /// it keep their numbers.
    pub(super) fn take_out(&mut self, pointer: &str, row: Sent) -> bool {
        let Some((parent, last)) = pointer.rsplit_once('/') else { return false };
        match self.at(parent) {
            Some(Sent::Object(members)) => {
                let name = unescaped(last);
                let place = members.iter().position(|(known, _)| *known == name);
                place.map(|place| members.remove(place)).is_some()
            }
            Some(Sent::List(rows)) => {
                match last.parse::<usize>().ok().and_then(|index| rows.get_mut(index)) {
                    Some(place) if *place != row => {
                        *place = row;
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

impl Serialize for Sent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Sent::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
            Sent::List(rows) => serializer.collect_seq(rows),
            Sent::Plain(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sent, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Sent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E: Error>(self) -> Result<Sent, E> {
                Ok(Sent::Plain(Value::Null))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Sent, E> {
                Ok(Sent::Plain(value.into()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Sent, E> {
                Ok(Sent::Plain(value.into()))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Sent, E> {
                Ok(Sent::Plain(value.into()))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Sent, E> {
                Ok(Sent::Plain(value.into()))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Sent, E> {
                Ok(Sent::Plain(value.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Sent, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = seq.next_element()? {
                    rows.push(row);
                }
                Ok(Sent::List(rows))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Sent::Object(members))
            }
        }
        deserializer.deserialize_any(All)
    }
}
