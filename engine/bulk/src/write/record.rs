//! What is written of one file that was decided.

use parchemin_core::{Day, Decision, Verdict, decision::Outcome, file::Question, titre::Document};
use serde::Serialize;

/// How much is written of each file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Detail {
    /// The outcomes.
    #[default]
    Outcome,
    /// The outcomes, the findings in short, and what is missing.
    Findings,
    /// The whole decision.
    Full,
}

impl Detail {
    /// Every detail, from the least.
    pub const ALL: [Detail; 3] = [Detail::Outcome, Detail::Findings, Detail::Full];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Detail::Outcome => "outcome",
            Detail::Findings => "findings",
            Detail::Full => "full",
        }
    }
}

/// What is written of one file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record<'a> {
    /// The caller's reference of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate: Option<&'a str>,
    /// The date of the decision.
    pub date: Day,
    /// The package of the revision that governs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<&'a str>,
    /// The question that matters first.
    pub question: Question,
    /// Its outcome.
    pub outcome: Outcome,
    /// The document that the outcome earns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// May this candidate sit this session?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recevabilite: Option<Outcome>,
    /// What is delivered?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Outcome>,
    /// Where does the candidate stand?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub situation: Option<Outcome>,
    /// What the detail asked for adds.
    #[serde(flatten)]
    pub more: More<'a>,
}

/// What a detail adds to a record.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum More<'a> {
    /// Nothing.
    Outcome {},
    /// The findings in short, and what is missing.
    Findings {
        /// One for each rule and subject, in the order of the rules.
        findings: Vec<Found<'a>>,
        /// What would settle the undetermined answers: JSON pointers into the file, then the names of texts.
        missing: Vec<&'a str>,
    },
    /// The whole decision, which is written alone.
    #[serde(skip)]
    Full(&'a Decision),
}

/// What one rule found on one subject, in short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found<'a> {
    /// The package of the rule.
    pub package: &'a str,
    /// The rule.
    pub rule: &'a str,
    /// What it was applied to, when not to the file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<&'a str>,
    /// The verdict.
    pub verdict: Verdict,
    /// What is missing, when undetermined: JSON pointers into the file, and names of texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<&'a str>,
}

impl More<'_> {
    /// The detail of which it is.
    pub fn detail(&self) -> Detail {
        match self {
            More::Outcome {} => Detail::Outcome,
            More::Findings { .. } => Detail::Findings,
            More::Full(_) => Detail::Full,
        }
    }
}
