//! A value of a setting, and where it comes from.

use super::settings::{Kind, Setting};
use std::{ops::Range, path::PathBuf, sync::Arc};

/// A value, of the kind of its setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of a text, a path or a word.
    Text(String),
    /// Of a flag.
    Flag(bool),
    /// Of a whole number.
    Whole(u64),
    /// Of a list.
    List(Vec<String>),
}

/// A configuration file.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path, as given.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said otherwise.
    Default,
    /// A place of the file.
    File(Arc<Source>, Range<usize>),
    /// A variable of the environment.
    Variable(String),
    /// A flag of the command.
    Flag(String),
}

impl Value {
    /// Reads what the environment or a flag says; none where it is not of the kind.
    pub(super) fn read(kind: Kind, text: &str) -> Option<Value> {
        let value = match kind {
            Kind::Text | Kind::Path | Kind::Word(_) => Value::Text(text.to_owned()),
            Kind::Flag => Value::Flag(text.parse().ok()?),
            Kind::Whole(..) => Value::Whole(text.parse().ok()?),
            Kind::Texts | Kind::Paths => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                Value::List(parts.map(str::to_owned).collect())
            }
        };
        value.fits(kind).then_some(value)
    }

    /// Takes what a file says; none where it is not of the kind.
    pub(super) fn take(kind: Kind, value: &toml::de::DeValue<'_>) -> Option<Value> {
        use toml::de::DeValue;
        let value = match value {
            DeValue::String(text) => Value::Text(text.clone().into_owned()),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Integer(number) => Value::Whole(number.as_str().parse().ok()?),
            DeValue::Array(parts) => {
                let texts = parts.iter().map(|part| part.get_ref().as_str().map(str::to_owned));
                Value::List(texts.collect::<Option<_>>()?)
            }
            DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => return None,
        };
        value.fits(kind).then_some(value)
    }

    fn fits(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Value::Text(text), Kind::Word(words)) => words.contains(&text.as_str()),
            (Value::Whole(number), Kind::Whole(least, most)) => (least..=most).contains(number),
            (Value::Text(text), Kind::Text | Kind::Path) => !text.is_empty(),
            (Value::Flag(_), Kind::Flag) | (Value::List(_), Kind::Texts | Kind::Paths) => true,
            _ => false,
        }
    }

    /// As it would be written in the file.
    pub fn written(&self) -> String {
        match self {
            Value::Text(text) => toml::Value::from(text.as_str()).to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::Whole(number) => number.to_string(),
            Value::List(parts) => {
                toml::Value::Array(parts.iter().map(|part| part.as_str().into()).collect()).to_string()
            }
        }
    }
}

impl Origin {
    /// As `--print-config` shows it.
    pub fn shown(&self) -> String {
        match self {
            Origin::Default => "default".to_owned(),
            Origin::File(source, span) => format!("{}:{}", source.path.display(), source.place(span).0),
            Origin::Variable(name) => name.clone(),
            Origin::Flag(flag) => flag.clone(),
        }
    }

    /// A path that was given here: one in a file starts from the folder of the file.
    pub(super) fn path(&self, text: &str) -> PathBuf {
        match self {
            Origin::File(source, _) => source.path.parent().map_or(text.into(), |folder| folder.join(text)),
            Origin::Default | Origin::Variable(_) | Origin::Flag(_) => text.into(),
        }
    }
}

impl Source {
    /// Line and column of a span, from 1.
    pub fn place(&self, span: &Range<usize>) -> (usize, usize) {
        let before = self.text.get(..span.start).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        (before.matches('\n').count() + 1, column + 1)
    }
}

/// A setting with what holds of it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The setting.
    pub setting: &'static Setting,
    /// Its value; none where there is none.
    pub value: Option<Value>,
    /// Where it comes from.
    pub origin: Origin,
}
