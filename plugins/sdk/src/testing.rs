//! Rules asked natively, fact by fact: for the tests beside them.
//!
//! ```
//! use parchemin_plugin::{prelude::*, testing::{Given, Said, decide}};
//!
//! rules! {
//!     fn jury_size(size = jury.size, least = law.jury_minimum_members) {
//!         size.at_least(least)
//!     }
//! }
//!
//! let with = |size| decide(&[RULES], "jury_size", &[("jury.size", size), ("law.jury_minimum_members", Given::Number(2))]);
//! assert_eq!(with(Given::Number(2)), Ok(Said::Met));
//! assert_eq!(with(Given::Number(1)), Ok(Said::Unmet));
//! assert_eq!(with(Given::Unknown), Ok(Said::Undetermined(vec!["jury.size"])));
//! ```

use crate::{Rule, evaluate};
use parchemin_core::{
    Day, Verdict,
    plugin::{Kind, Places, RECORD, Record},
    vocabulary::Text,
};

/// What a fact is given as. A fact that is not given is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Not known.
    Unknown,
    /// True or false.
    Truth(bool),
    /// A number.
    Number(i64),
    /// A number of which only the least is known.
    AtLeast(i64),
    /// A number between two.
    Between(i64, i64),
    /// A day, `YYYY-MM-DD`.
    Day(&'static str),
    /// A word.
    Text(&'static str),
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The rule does not concern these facts.
    NotApplicable,
    /// The requirement holds.
    Met,
    /// The requirement does not hold.
    Unmet,
    /// These facts would have to be known, in the order of their declaration.
    Undetermined(Vec<&'static str>),
}

/// Asks the rule of that name, with facts by the name that the rule declares them under.
///
/// # Errors
/// There is no such rule, it does not declare a fact that is given, a day is none, or the rule gives up.
pub fn decide(rules: &[&[Rule]], name: &str, facts: &[(&str, Given)]) -> Result<Said, String> {
    let all = || rules.iter().copied().flatten();
    let (place, rule) =
        (0..).zip(all()).find(|(_, rule)| rule.name == name).ok_or_else(|| format!("no rule `{name}`"))?;
    if let Some((other, _)) =
        facts.iter().find(|(given, _)| !rule.facts.iter().any(|declared| same(declared, given)))
    {
        return Err(format!("`{name}` does not declare `{other}`"));
    }
    let mut texts: Vec<Text> = Vec::new();
    let mut rows = Record { head: place, count: 1, a: 0, b: 0 }.bytes().to_vec();
    for declared in rule.facts {
        let given = facts.iter().find(|(given, _)| same(declared, given));
        let (kind, a, b) = match given.map_or(Given::Unknown, |(_, given)| *given) {
            Given::Unknown => (Kind::Unknown, 0, 0),
            Given::Truth(truth) => (Kind::Truth, i64::from(truth), 0),
            Given::Number(number) => (Kind::Number, number, 0),
            Given::AtLeast(low) => (Kind::AtLeast, low, 0),
            Given::Between(low, high) => (Kind::Between, low, high),
            Given::Day(day) => {
                let day: Day = day.parse().map_err(|fault| format!("{fault}"))?;
                (Kind::Day, day.number(), 0)
            }
            Given::Text(text) => {
                texts.push(Text::Word(text));
                (Kind::Text, texts.len() as i64 - 1, 0)
            }
        };
        rows.extend(Record { head: kind as u32, count: 0, a, b }.bytes());
    }
    let answer = evaluate(rules, &texts, &rows)?;
    let ruling = answer.get(..RECORD).and_then(Record::first).ok_or("no answer")?;
    let missing = Places(ruling.b.cast_unsigned());
    Ok(match ruling.head {
        verdict if verdict == Verdict::NotApplicable as u32 => Said::NotApplicable,
        verdict if verdict == Verdict::Met as u32 => Said::Met,
        verdict if verdict == Verdict::Unmet as u32 => Said::Unmet,
        _ => Said::Undetermined(missing.iter().filter_map(|place| rule.facts.get(place).copied()).collect()),
    })
}

/// White space has no meaning in the name of a fact.
fn same(declared: &str, given: &str) -> bool {
    let compact = |name: &str| name.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    compact(declared) == compact(given)
}
