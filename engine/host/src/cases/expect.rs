//! What a case expects of a decision. Everything is partial: what is not written is not compared.

use parchemin_core::{
    Basis, Day, Verdict,
    decision::{ChoiceState, Fate, Outcome, StepKind},
    file::{Event, Question},
    limits::BoundKind,
    titre::Document,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is expected of a decision, or that there is none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expectation {
    /// The file gets no decision, and the French message or its advice contains this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The answer that matters first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<ExpectedHeadline>,
    /// The document; `null` for none.
    #[serde(deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    pub document: Option<Option<Document>>,
    /// The answers to questions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub questions: BTreeMap<Question, ExpectedAnswer>,
    /// The revision that governs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<ExpectedRevision>,
    /// Findings by rule: a verdict, `"absent"`, an object, or a list of objects.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub findings: BTreeMap<String, ExpectedFindings>,
    /// The standing of CCPs of the revision: held, converted, missing or undetermined.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ccps: BTreeMap<String, ExpectedStanding>,
    /// What becomes of the CCPs and titres held.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub held: BTreeMap<String, Fate>,
    /// The last day on which CCPs can be used; `null` where that is not known.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub usable_until: BTreeMap<String, Option<Day>>,
    /// The missing facts, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_facts: Option<Vec<String>>,
    /// Some of the missing facts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_facts_contain: Vec<String>,
    /// Parts of the names of missing texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_texts_contain: Vec<String>,
    /// Deadlines: a day, `null` for one without a day, `"absent"`, or an object.
    #[serde(deserialize_with = "deadlines", skip_serializing_if = "BTreeMap::is_empty")]
    pub deadlines: BTreeMap<String, ExpectedDeadline>,
    /// Some of the steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps_contain: Vec<ExpectedStep>,
    /// By rule: how many steps there are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub steps_count: BTreeMap<String, usize>,
    /// The outcome with the steps done together; `null` for none.
    #[serde(deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    pub steps_together: Option<Option<Outcome>>,
    /// The whole decision, as its JSON; the version of the engine and the identity of the packages are not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<Value>,
    /// A bound that a rule hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<ExpectedLimit>,
}

impl Expectation {
    /// Whether any decision satisfies it.
    pub fn is_empty(&self) -> bool {
        // What is not expected is not written.
        serde_json::to_value(self).is_ok_and(|written| written == Value::Object(serde_json::Map::new()))
    }
}

/// The headline.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedHeadline {
    /// The question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// Its outcome.
    pub outcome: Outcome,
}

/// The answer to a question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedAnswer {
    /// The outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The findings combined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

/// The choice of the revision.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRevision {
    /// Chosen, not yet, ended or undetermined.
    pub state: ChoiceState,
    /// The package; none may be chosen where the state says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// The event that chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    /// Part of the reason, in French.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_contains: Option<String>,
    /// Part of what is missing for the choice: a pointer, or the name of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_contains: Option<String>,
}

/// What is expected of the findings of one rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ExpectedFindings {
    /// All of them have this verdict, and there is one.
    All(Verdict),
    /// `"absent"`: the rule found nothing.
    Absent(Absent),
    /// Each list member is found.
    Each(Vec<ExpectedFinding>),
    /// One is found, or all where no subject is named.
    One(ExpectedFinding),
}

/// The word `absent`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Absent {
    /// Nothing of that name.
    Absent,
}

/// A finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFinding {
    /// The verdict.
    pub verdict: Verdict,
    /// What it is about; all findings of the rule when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The weakest basis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Part of the message, in French.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_contains: Option<String>,
    /// Part of a quotation, a place, a title or a note of what it cites, parameters included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_contains: Option<String>,
    /// Part of what is missing: a pointer, or the name of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_contains: Option<String>,
}

/// The standing of a CCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExpectedStanding {
    /// Held as it is.
    Held,
    /// Converted by a row.
    Converted,
    /// Not obtained.
    Missing,
    /// Not known.
    Undetermined,
}

/// A deadline.
#[derive(Clone, Debug)]
pub enum ExpectedDeadline {
    /// There is no such deadline.
    Absent,
    /// Its last day, or none known.
    Until(Option<Day>),
    /// It has no known day, and what is missing contains this.
    Missing(String),
}

impl Serialize for ExpectedDeadline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self {
            ExpectedDeadline::Absent => Some(WrittenDeadline::Absent(Absent::Absent)),
            ExpectedDeadline::Until(day) => day.map(WrittenDeadline::Until),
            ExpectedDeadline::Missing(part) => {
                Some(WrittenDeadline::Missing { missing_contains: part.clone() })
            }
        };
        written.serialize(serializer)
    }
}

/// A step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedStep {
    /// The rule it turns.
    pub rule: String,
    /// To be done, to be waited for, or impossible.
    pub kind: StepKind,
    /// The outcome with this step done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The subject of the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The day on which it was proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluated_on: Option<Day>,
    /// Part of the message, in French.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_contains: Option<String>,
}

/// A bound that was hit.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedLimit {
    /// The package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// The rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The kind of bound.
    pub bound: BoundKind,
}

/// A member that is there, be it `null`: what is not written is not compared.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

/// A deadline as it is written: a day, a word, or what is missing.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenDeadline {
    Absent(Absent),
    Until(Day),
    Missing { missing_contains: String },
}

fn deadlines<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, ExpectedDeadline>, D::Error> {
    let written = BTreeMap::<String, Option<WrittenDeadline>>::deserialize(from)?;
    let read = |written| match written {
        None => ExpectedDeadline::Until(None),
        Some(WrittenDeadline::Absent(Absent::Absent)) => ExpectedDeadline::Absent,
        Some(WrittenDeadline::Until(day)) => ExpectedDeadline::Until(Some(day)),
        Some(WrittenDeadline::Missing { missing_contains }) => ExpectedDeadline::Missing(missing_contains),
    };
    Ok(written.into_iter().map(|(id, written)| (id, read(written))).collect())
}
