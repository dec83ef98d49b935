//! What a statement rests on, and how it is cited.

use crate::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;
use std::{
    borrow::Cow,
    fmt,
    ops::Deref,
    sync::{Arc, OnceLock},
};

/// What a rule, a parameter or a row rests on, from strongest to weakest.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A sentence of a source that the package carries, quoted literally.
    Seed,
    /// An official text that the package does not carry, cited.
    Law,
    /// A training body, a newspaper or an administration reporting the law.
    Commentary,
    /// Deduced from other facts.
    Inference,
    /// The text exists, but not here: it never decides.
    NotSupplied,
}

impl Basis {
    /// The name in packages and decisions.
    pub fn code(self) -> &'static str {
        match self {
            Basis::Seed => "seed",
            Basis::Law => "law",
            Basis::Commentary => "commentary",
            Basis::Inference => "inference",
            Basis::NotSupplied => "not-supplied",
        }
    }
}

/// Where a statement stands, complete enough to be read without the package.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "Citation")]
pub struct Reference {
    /// Where the text can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The basis of what is said.
    pub basis: Basis,
    /// The day from which the cited version is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Day>,
    /// What the citation leaves out, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The place in the text: an article, a paragraph, a heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The deciding sentence, word for word; only for a source that the package carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The text, by its title.
    pub text: String,
}

/// A [`Reference`] as rules, facts and decisions share it. A decision repeats what packages cite many times over: so it
/// is never copied, and written as JSON once.
#[derive(Clone)]
pub struct Citation(Arc<Shared>);

struct Shared {
    reference: Reference,
    json: OnceLock<Box<RawValue>>,
}

impl From<Reference> for Citation {
    fn from(reference: Reference) -> Citation {
        Citation(Arc::new(Shared { reference, json: OnceLock::new() }))
    }
}

impl Deref for Citation {
    type Target = Reference;
    fn deref(&self) -> &Reference {
        &self.0.reference
    }
}

impl PartialEq for Citation {
    fn eq(&self, other: &Citation) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for Citation {}

impl fmt::Debug for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl Serialize for Citation {
    /// As JSON: what other formats make of it, nobody asked for yet.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(json) = self.0.json.get() {
            return json.serialize(serializer);
        }
        // Its members are declared in the order of canonical JSON.
        let json = serde_json::value::to_raw_value(&self.0.reference).map_err(S::Error::custom)?;
        self.0.json.get_or_init(|| json).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Citation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Citation, D::Error> {
        Reference::deserialize(deserializer).map(Citation::from)
    }
}

impl schemars::JsonSchema for Citation {
    fn schema_name() -> Cow<'static, str> {
        Reference::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Reference::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Reference::json_schema(generator)
    }
}
