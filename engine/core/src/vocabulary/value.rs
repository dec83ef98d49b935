//! The values of rules and their types. Unknown is a value; a count may be known only between two bounds.

use crate::{
    Day, Known, Lang, Missing, Subject, Verdict, parameter::Amount, say, shown::Shown, truth::Lacking,
};
use serde_json::json;
use std::{cmp::Ordering, fmt, ops::Deref, sync::Arc};

/// The type of a value. No dynamic trick: whatever a rule computes has one of these before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Truth,
    /// A whole number.
    Count,
    /// A day.
    Day,
    /// Free text.
    Text,
    /// One of a closed list of words.
    OneOf(&'static [&'static str]),
    /// Several words.
    Words,
    /// The name of a text that the package declares absent, written out.
    AbsentText,
    /// A verdict that a rule returns as it is.
    Verdict,
    /// A CCP of the revision.
    Ccp,
    /// A CCP held.
    Held,
    /// A member of the jury.
    Juror,
}

impl Type {
    /// The name for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Type::Truth => say!(lang, fr: "vrai ou faux", en: "true or false"),
            Type::Count => say!(lang, fr: "nombre", en: "number"),
            Type::Day => say!(lang, fr: "date", en: "date"),
            Type::Text => say!(lang, fr: "texte", en: "text"),
            Type::OneOf(names) => names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(" | "),
            Type::Words => say!(lang, fr: "liste de mots", en: "list of words"),
            Type::AbsentText => {
                say!(lang, fr: "nom d’un texte déclaré absent", en: "name of a text declared absent")
            }
            Type::Verdict => say!(lang, fr: "verdict", en: "verdict"),
            Type::Ccp => "CCP".to_owned(),
            Type::Held => say!(lang, fr: "CCP détenu", en: "CCP held"),
            Type::Juror => say!(lang, fr: "membre du jury", en: "member of the jury"),
        }
    }

    /// Whether values of the two types can be compared.
    pub fn comparable(self, other: Type) -> bool {
        match (self, other) {
            (Type::OneOf(_) | Type::Text, Type::Text) | (Type::Text, Type::OneOf(_)) => true,
            (Type::OneOf(a), Type::OneOf(b)) => a == b,
            (a, b) => a == b && matches!(a, Type::Truth | Type::Count | Type::Day),
        }
    }
}

/// A text: one of the words that this crate knows, or one that a package brings.
#[derive(Clone)]
pub enum Text {
    /// A word of a closed list.
    Word(&'static str),
    /// A word of a package.
    Shared(Arc<str>),
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Text::Word(word) => word,
            Text::Shared(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// A value of a rule. `M` is what an unknown names.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<M = Missing> {
    /// True or false.
    Truth(bool),
    /// A whole number.
    Count(i64),
    /// A number known only to lie between two bounds, and what would settle it.
    Between {
        /// At least this.
        low: i64,
        /// At most this, if there is a bound.
        high: Option<i64>,
        /// What would settle it.
        missing: M,
    },
    /// A day.
    Day(Day),
    /// A text.
    Text(Text),
    /// Several words.
    Words(Arc<[String]>),
    /// What a rule is applied to.
    Subject(Subject),
    /// A verdict as it is.
    Verdict(Verdict),
    /// Not known.
    Unknown(M),
}

impl<M: Lacking> Value<M> {
    /// What would settle the value; none where it is known.
    pub fn missing(&self) -> Option<&M> {
        match self {
            Value::Unknown(missing) | Value::Between { missing, .. } => Some(missing),
            _ => None,
        }
    }

    /// What is missing in any of them; none where all are known.
    pub fn missing_of<'v>(values: impl IntoIterator<Item = &'v Value<M>>) -> Option<M>
    where
        M: 'v,
    {
        values.into_iter().filter_map(Value::missing).cloned().reduce(Lacking::with)
    }
    /// The type of the value; unknown has any.
    pub fn kind(&self) -> Option<Type> {
        match self {
            Value::Truth(_) => Some(Type::Truth),
            Value::Count(_) | Value::Between { .. } => Some(Type::Count),
            Value::Day(_) => Some(Type::Day),
            Value::Text(_) => Some(Type::Text),
            Value::Words(_) => Some(Type::Words),
            Value::Verdict(_) => Some(Type::Verdict),
            Value::Subject(Subject::Ccp(_)) => Some(Type::Ccp),
            Value::Subject(Subject::Held(_)) => Some(Type::Held),
            Value::Subject(Subject::Juror(_)) => Some(Type::Juror),
            Value::Subject(Subject::File) | Value::Unknown(_) => None,
        }
    }
}

impl Value {
    /// A word of a closed list.
    pub fn word(word: &'static str) -> Value {
        Value::Text(Text::Word(word))
    }

    /// A text.
    pub fn text(text: &str) -> Value {
        Value::Text(Text::Shared(text.into()))
    }

    /// A truth, known or not.
    pub fn from_truth(truth: Known<bool>) -> Value {
        truth.map_or_else(Value::Unknown, Value::Truth)
    }

    /// The truth of the value. The checks of a package see to it that only truths are asked.
    pub fn truth(&self) -> Known<bool> {
        match self {
            Value::Truth(truth) => Ok(*truth),
            Value::Unknown(missing) | Value::Between { missing, .. } => Err(missing.clone()),
            _ => Err(Missing::text("a value that is neither true nor false")),
        }
    }

    /// The value as a person reads it.
    pub fn spoken(&self, lang: Lang) -> String {
        match self {
            Value::Truth(true) => say!(lang, fr: "oui", en: "yes"),
            Value::Truth(false) => say!(lang, fr: "non", en: "no"),
            Value::Count(n) => n.to_string(),
            Value::Between { low, high: None, .. } => say!(lang, fr: "au moins {low}", en: "at least {low}"),
            Value::Between { low, high: Some(high), .. } => {
                say!(lang, fr: "entre {low} et {high}", en: "between {low} and {high}")
            }
            Value::Day(day) => day.spoken(lang),
            Value::Text(text) => text.to_string(),
            Value::Words(words) => words.join(", "),
            Value::Subject(_) => String::new(),
            Value::Verdict(verdict) => format!("{verdict:?}"),
            Value::Unknown(_) => say!(lang, fr: "inconnu", en: "unknown"),
        }
    }

    /// The value in a decision.
    pub fn shown(&self) -> Shown {
        let other = |json| Shown::Other(Arc::new(json));
        match self {
            Value::Truth(truth) => Shown::Truth(*truth),
            Value::Count(n) => Shown::Count(*n),
            Value::Between { low, high: None, .. } => other(json!({ "at_least": low })),
            Value::Between { low, high: Some(high), .. } => {
                other(json!({ "at_least": low, "at_most": high }))
            }
            Value::Day(day) => Shown::Text(Text::Shared(day.to_string().into())),
            Value::Text(text) => Shown::Text(text.clone()),
            Value::Words(words) => other(json!(&**words)),
            Value::Subject(_) | Value::Verdict(_) | Value::Unknown(_) => Shown::Nothing,
        }
    }
}

impl From<&Amount> for Value {
    fn from(amount: &Amount) -> Value {
        match amount {
            Amount::Number(n) => Value::Count(*n),
            Amount::Day(day) => Value::Day(*day),
            Amount::Word(word) => Value::Text(Text::Shared(Arc::clone(word))),
            Amount::Words(words) => Value::Words(Arc::clone(words)),
        }
    }
}

/// Compares two values: known, unknown, or an error for unlike types. `holds` says which orders satisfy the operator.
///
/// # Errors
/// The two types, when they cannot be compared; it is never quietly false.
pub fn compare<M: Lacking>(
    a: &Value<M>,
    b: &Value<M>,
    holds: Holds,
) -> Result<Known<bool, M>, (Option<Type>, Option<Type>)> {
    let known = |order: Ordering| Ok(Ok(holds(order)));
    match (a, b) {
        (Value::Unknown(missing), other) | (other, Value::Unknown(missing)) => {
            let missing = missing.clone();
            Ok(Err(match other.missing() {
                Some(other) => missing.with(other.clone()),
                None => missing,
            }))
        }
        (Value::Truth(a), Value::Truth(b)) => known(a.cmp(b)),
        (Value::Day(a), Value::Day(b)) => known(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => known((**a).cmp(&**b)),
        (Value::Count(a), Value::Count(b)) => known(a.cmp(b)),
        (Value::Between { .. }, Value::Count(_) | Value::Between { .. })
        | (Value::Count(_), Value::Between { .. }) => Ok(compare_ranges(a, b, holds)),
        _ => Err((a.kind(), b.kind())),
    }
}

/// A comparison of ranges is known when every pair of values in them gives the same answer.
fn compare_ranges<M: Lacking>(a: &Value<M>, b: &Value<M>, holds: Holds) -> Known<bool, M> {
    let range = |value: &Value<M>| match value {
        Value::Count(n) => (*n, Some(*n)),
        Value::Between { low, high, .. } => (*low, *high),
        _ => (i64::MIN, None),
    };
    let ((a_low, a_high), (b_low, b_high)) = (range(a), range(b));
    let can_be_less = b_high.is_none_or(|high| a_low < high);
    let can_be_greater = a_high.is_none_or(|high| high > b_low);
    let can_be_equal = b_high.is_none_or(|high| a_low <= high) && a_high.is_none_or(|high| high >= b_low);
    let possible =
        [(can_be_less, Ordering::Less), (can_be_equal, Ordering::Equal), (can_be_greater, Ordering::Greater)];
    let mut answers = possible.into_iter().filter(|(can, _)| *can).map(|(_, order)| holds(order));
    let first = answers.next().unwrap_or(false);
    if answers.all(|answer| answer == first) {
        return Ok(first);
    }
    // One of the two is a range, and a range says what would settle it.
    Value::missing_of([a, b]).map_or(Ok(first), Err)
}

/// Says which orders of two values satisfy an operator.
pub type Holds = fn(Ordering) -> bool;

/// The comparison operators and the orders that satisfy them.
pub const COMPARISONS: [(&str, Holds); 6] = [
    ("==", Ordering::is_eq),
    ("!=", Ordering::is_ne),
    ("<", Ordering::is_lt),
    ("<=", Ordering::is_le),
    (">", Ordering::is_gt),
    (">=", Ordering::is_ge),
];

#[cfg(test)]
mod tests {
    //! A comparison with an unknown is unknown, unless every possible value gives the same answer.
    use super::*;

    fn between(low: i64, high: Option<i64>) -> Value {
        Value::Between { low, high, missing: Missing::fact("/experience/0/to") }
    }

    #[test]
    fn a_range_decides_when_all_of_it_lies_on_one_side() {
        let at_least = |value: &Value, n| compare(value, &Value::Count(n), Ordering::is_ge);
        assert_eq!(at_least(&between(365, None), 365), Ok(Ok(true)));
        assert_eq!(at_least(&between(0, Some(364)), 365), Ok(Ok(false)));
        assert_eq!(at_least(&between(300, Some(400)), 365), Ok(Err(Missing::fact("/experience/0/to"))));
        assert_eq!(compare(&between(300, Some(400)), &Value::Count(500), Ordering::is_eq), Ok(Ok(false)));
    }

    #[test]
    fn unlike_types_are_an_error_and_unknown_is_unknown() {
        assert!(compare(&Value::Count(1), &Value::text("1"), Ordering::is_eq).is_err());
        let missing = Missing::fact("/route");
        let unknown = Value::Unknown(missing.clone());
        assert_eq!(compare(&unknown, &Value::text("vae"), Ordering::is_ne), Ok(Err(missing)));
    }
}
