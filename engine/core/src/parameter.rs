//! Dated values of the law: each with the day from which it counts and what it rests on.

use crate::{Citation, Day, Known, Missing};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Amount {
    /// A number, in the parameter's unit.
    Number(i64),
    /// A day.
    Day(Day),
    /// A word.
    Word(Arc<str>),
    /// Several words.
    Words(Arc<[String]>),
}

/// A value and the period in which it counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DatedValue {
    /// The first day; none for a value that its text states without a date.
    pub from: Option<Day>,
    /// The last day, where the text ends without a successor.
    pub to: Option<Day>,
    /// The value; none where the text exists and is not supplied.
    pub value: Option<Amount>,
    /// What it rests on.
    pub citation: Citation,
    /// The day on which somebody last compared it with the text.
    pub checked: Option<Day>,
}

/// A parameter: its values in order of their days, without overlap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// The id: `vae_minimum_days`.
    pub id: Arc<str>,
    /// What it is, in French.
    pub label_fr: String,
    /// What it is, in English.
    pub label_en: String,
    /// The unit of its numbers: `days`, `hours`, `years`, `members`.
    pub unit: Option<String>,
    /// The values, oldest first.
    pub values: Vec<Arc<DatedValue>>,
}

/// The parameters of the packages in use, by id.
pub type Parameters = BTreeMap<String, Arc<Parameter>>;

impl Parameter {
    /// The value on a day.
    pub fn on(&self, day: Day) -> Option<&Arc<DatedValue>> {
        self.values
            .iter()
            .rfind(|value| value.from.is_none_or(|from| from <= day))
            .filter(|value| value.to.is_none_or(|to| day <= to))
    }

    /// The one value that counts on every day, if it is the only one and has no bounds.
    pub fn always(&self) -> Option<&Arc<DatedValue>> {
        match self.values.as_slice() {
            [only] if only.from.is_none() && only.to.is_none() => Some(only),
            _ => None,
        }
    }

    /// The value on a day that may be unknown.
    ///
    /// # Errors
    /// What would have to be known: the day, or the text that is not supplied for that day.
    pub fn at(&self, day: &Known<Day>) -> Known<(&Arc<DatedValue>, &Amount)> {
        let dated = match (self.always(), day) {
            (Some(always), _) => always,
            (None, Ok(day)) => {
                self.on(*day).ok_or_else(|| Missing::text(format!("{} ({day})", self.label_fr)))?
            }
            (None, Err(missing)) => return Err(missing.clone()),
        };
        match &dated.value {
            Some(amount) => Ok((dated, amount)),
            None => Err(Missing::text(&*dated.citation.text)),
        }
    }
}

#[cfg(test)]
mod tests {
    //! Every dated value: the day before, the day, the day after.
    use super::*;
    use crate::{Basis, Reference};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn value(from: Option<&str>, to: Option<&str>, number: i64) -> Arc<DatedValue> {
        let citation = Citation::from(Reference {
            basis: Basis::Law,
            text: "L. 335-5".into(),
            place: None,
            quote: None,
            in_force: None,
            address: None,
            note: None,
        });
        Arc::new(DatedValue {
            from: from.map(day),
            to: to.map(day),
            value: Some(Amount::Number(number)),
            citation,
            checked: None,
        })
    }

    fn parameter(values: Vec<Arc<DatedValue>>) -> Parameter {
        Parameter { id: "p".into(), label_fr: "p".into(), label_en: "p".into(), unit: None, values }
    }

    #[test]
    fn a_value_counts_from_its_day_until_the_next() {
        let p = parameter(vec![value(Some("2002-01-18"), None, 1095), value(Some("2016-08-10"), None, 365)]);
        let on = |text| p.on(day(text)).and_then(|v| v.value.clone());
        assert_eq!(on("2002-01-17"), None);
        assert_eq!(on("2002-01-18"), Some(Amount::Number(1095)));
        assert_eq!(on("2016-08-09"), Some(Amount::Number(1095)));
        assert_eq!(on("2016-08-10"), Some(Amount::Number(365)));
    }

    #[test]
    fn an_ended_value_leaves_a_gap_and_an_undated_one_counts_always() {
        let p = parameter(vec![value(Some("2006-05-24"), Some("2016-07-13"), 5)]);
        assert!(p.on(day("2016-07-13")).is_some());
        assert!(p.on(day("2016-07-14")).is_none());
        assert!(p.at(&Err(Missing::fact("/sessions"))).is_err());
        let always = parameter(vec![value(None, None, 365)]);
        assert!(always.at(&Err(Missing::fact("/events/request_filed"))).is_ok());
    }
}
