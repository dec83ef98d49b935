//! What findings repeat, as a decision shows it: names and values that are made once for a case, and shared.

use crate::vocabulary::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;
use std::{borrow::Cow, collections::BTreeMap, ops::Deref, sync::Arc};

/// Things by their names, in the order of those: a map that is made in one go. As JSON it is an object.
///
/// ```
/// use parchemin_core::shown::Named;
/// let named: Named<u8> = [("b".into(), 2), ("a".into(), 1), ("b".into(), 2)].into_iter().collect();
/// assert_eq!(serde_json::to_string(&named)?, r#"{"a":1,"b":2}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T>(Vec<(Arc<str>, T)>);

impl<T> Named<T> {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Named<T> {
    fn default() -> Named<T> {
        Named(Vec::new())
    }
}

impl<T> Deref for Named<T> {
    type Target = [(Arc<str>, T)];
    fn deref(&self) -> &[(Arc<str>, T)] {
        &self.0
    }
}

impl<T> FromIterator<(Arc<str>, T)> for Named<T> {
    /// Of two things of one name, one stays: they are the same wherever a decision has them twice.
    fn from_iter<I: IntoIterator<Item = (Arc<str>, T)>>(all: I) -> Named<T> {
        let mut named: Vec<_> = all.into_iter().collect();
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        named.dedup_by(|(later, _), (first, _)| later == first);
        Named(named)
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, thing)| (&**name, thing)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Named<T>, D::Error> {
        Ok(BTreeMap::<Arc<str>, T>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        BTreeMap::<String, T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<String, T>::json_schema(generator)
    }
}

/// A value as a decision shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Unknown, or absent: `null`.
    Nothing,
    /// True or false.
    Truth(bool),
    /// A whole number.
    Count(i64),
    /// A text, or a day.
    Text(Text),
    /// Anything else.
    Other(Arc<Json>),
}

impl Shown {
    /// The value as JSON.
    pub fn json(&self) -> Cow<'_, Json> {
        match self {
            Shown::Other(json) => Cow::Borrowed(json),
            Shown::Nothing => Cow::Owned(Json::Null),
            Shown::Truth(truth) => Cow::Owned(Json::from(*truth)),
            Shown::Count(count) => Cow::Owned(Json::from(*count)),
            Shown::Text(text) => Cow::Owned(Json::from(&**text)),
        }
    }
}

impl From<Json> for Shown {
    fn from(json: Json) -> Shown {
        match json {
            Json::Null => Shown::Nothing,
            Json::Bool(truth) => Shown::Truth(truth),
            Json::String(text) => Shown::Text(Text::Shared(text.into())),
            Json::Number(number) => match number.as_i64() {
                Some(count) => Shown::Count(count),
                None => Shown::Other(Arc::new(Json::Number(number))),
            },
            other => Shown::Other(Arc::new(other)),
        }
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Shown::Nothing => serializer.serialize_unit(),
            Shown::Truth(truth) => serializer.serialize_bool(*truth),
            Shown::Count(count) => serializer.serialize_i64(*count),
            Shown::Text(text) => serializer.serialize_str(text),
            Shown::Other(json) => json.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Shown, D::Error> {
        Json::deserialize(deserializer).map(Shown::from)
    }
}

impl schemars::JsonSchema for Shown {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Json::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Json::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    //! A value that is shown is the JSON that it was made from, and so when it is read again.
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_shown_as_it_is() {
        let all = [
            json!(null),
            json!(true),
            json!(-3),
            json!("2025-01-01"),
            json!({ "at_least": 1 }),
            json!(["a"]),
            json!(18_446_744_073_709_551_615_u64),
            json!(0.5),
        ];
        for json in all {
            let shown = Shown::from(json.clone());
            assert_eq!(*shown.json(), json);
            assert_eq!(serde_json::to_value(&shown).unwrap(), json);
            assert_eq!(serde_json::from_value::<Shown>(json).unwrap(), shown);
        }
    }

    #[test]
    fn things_are_in_the_order_of_their_names_and_survive_being_written() {
        let named: Named<Shown> =
            ["c", "a", "b"].map(|name| (name.into(), Shown::Count(1))).into_iter().collect();
        let written = serde_json::to_string(&named).unwrap();
        assert_eq!(written, r#"{"a":1,"b":1,"c":1}"#);
        assert_eq!(serde_json::from_str::<Named<Shown>>(&written).unwrap(), named);
    }
}
