//! What a case expects of a decision. Everything is partial: what is not written is not compared.

use parchemin_core::{
    Basis, Day, Verdict,
    decision::{ChoiceState, Fate, Outcome, StepKind},
    file::{Event, Question},
    limits::BoundKind,
    titre::Document,
};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// What is expected of a decision, or that there is none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expectation {
    /// The file gets no decision, and the French message or its advice contains this.
    pub refused: Option<String>,
    /// The answer that matters first.
    pub headline: Option<ExpectedHeadline>,
    /// The document; `null` for none.
    #[serde(deserialize_with = "stated")]
    pub document: Option<Option<Document>>,
    /// The answers to questions.
    pub questions: BTreeMap<Question, ExpectedAnswer>,
    /// The revision that governs.
    pub revision: Option<ExpectedRevision>,
    /// Findings by rule: a verdict, `"absent"`, an object, or a list of objects.
    pub findings: BTreeMap<String, ExpectedFindings>,
    /// The standing of CCPs of the revision: held, converted, missing or undetermined.
    pub ccps: BTreeMap<String, ExpectedStanding>,
    /// What becomes of the CCPs and titres held.
    pub held: BTreeMap<String, Fate>,
    /// The last day on which CCPs can be used; `null` where that is not known.
    pub usable_until: BTreeMap<String, Option<Day>>,
    /// The missing facts, all of them.
    pub missing_facts: Option<Vec<String>>,
    /// Some of the missing facts.
    pub missing_facts_contain: Vec<String>,
    /// Parts of the names of missing texts.
    pub missing_texts_contain: Vec<String>,
    /// Deadlines: a day, `null` for one without a day, `"absent"`, or an object.
    #[serde(deserialize_with = "deadlines")]
    pub deadlines: BTreeMap<String, ExpectedDeadline>,
    /// Some of the steps.
    pub steps_contain: Vec<ExpectedStep>,
    /// By rule: how many steps there are.
    pub steps_count: BTreeMap<String, usize>,
    /// The outcome with the steps done together; `null` for none.
    #[serde(deserialize_with = "stated")]
    pub steps_together: Option<Option<Outcome>>,
    /// A bound that a rule hit.
    pub limit: Option<ExpectedLimit>,
}

/// The headline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedHeadline {
    /// The question.
    pub question: Option<Question>,
    /// Its outcome.
    pub outcome: Outcome,
}

/// The answer to a question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedAnswer {
    /// The outcome.
    pub outcome: Option<Outcome>,
    /// The findings combined.
    pub verdict: Option<Verdict>,
}

/// The choice of the revision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRevision {
    /// Chosen, not yet, ended or undetermined.
    pub state: ChoiceState,
    /// The package; none may be chosen where the state says so.
    pub package: Option<String>,
    /// The event that chose.
    pub event: Option<Event>,
    /// Part of the reason, in French.
    pub why_contains: Option<String>,
    /// Part of what is missing for the choice: a pointer, or the name of a text.
    pub missing_contains: Option<String>,
}

/// What is expected of the findings of one rule.
#[derive(Clone, Debug, Deserialize)]
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
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Absent {
    /// Nothing of that name.
    Absent,
}

/// A finding.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFinding {
    /// The verdict.
    pub verdict: Verdict,
    /// What it is about; all findings of the rule when absent.
    pub subject: Option<String>,
    /// The weakest basis.
    pub basis: Option<Basis>,
    /// Part of the message, in French.
    pub message_contains: Option<String>,
    /// Part of a quotation, a place, a title or a note of what it cites, parameters included.
    pub quote_contains: Option<String>,
    /// Part of what is missing: a pointer, or the name of a text.
    pub missing_contains: Option<String>,
}

/// The standing of a CCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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

/// A step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedStep {
    /// The rule it turns.
    pub rule: String,
    /// To be done, to be waited for, or impossible.
    pub kind: StepKind,
    /// The outcome with this step done.
    pub outcome: Option<Outcome>,
    /// The subject of the finding.
    pub subject: Option<String>,
    /// The day on which it was proved.
    pub evaluated_on: Option<Day>,
    /// Part of the message, in French.
    pub message_contains: Option<String>,
}

/// A bound that was hit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedLimit {
    /// The package.
    pub package: Option<String>,
    /// The rule.
    pub rule: Option<String>,
    /// The kind of bound.
    pub bound: BoundKind,
}

/// A member that is there, be it `null`: what is not written is not compared.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

/// A deadline as it is written: a day, a word, or what is missing.
#[derive(Deserialize)]
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
