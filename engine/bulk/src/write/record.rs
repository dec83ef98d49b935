//! What is written of one file that was decided.

use parchemin_core::{Day, Decision, Lack, Verdict, decision::Outcome, file::Question, titre::Document};
use schemars::JsonSchema;
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ShortDecision")]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ShortFinding")]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<&'a str>,
}

impl<'a> Record<'a> {
    /// What is written of a decision.
    pub fn of(decision: &'a Decision, detail: Detail) -> Record<'a> {
        let outcome = |question| decision.questions.get(&question).map(|answered| answered.outcome);
        Record {
            candidate: decision.candidate.as_deref(),
            date: decision.date,
            revision: decision.revision.package.as_deref(),
            question: decision.headline.question,
            outcome: decision.headline.outcome,
            document: decision.document,
            recevabilite: outcome(Question::Recevabilite),
            attribution: outcome(Question::Attribution),
            situation: outcome(Question::Situation),
            more: match detail {
                Detail::Outcome => More::Outcome {},
                Detail::Findings => More::findings(decision),
                Detail::Full => More::Full(decision),
            },
        }
    }
}

impl<'a> More<'a> {
    fn findings(decision: &'a Decision) -> More<'a> {
        let found = |finding: &'a parchemin_core::decision::Finding| Found {
            package: &finding.package,
            rule: &finding.rule,
            subject: finding.subject.as_deref(),
            verdict: finding.verdict,
            missing: finding.missing.iter().map(named).collect(),
        };
        let missing = decision.missing.facts.iter().chain(&decision.missing.texts);
        More::Findings {
            findings: decision.findings.iter().map(found).collect(),
            missing: missing.map(String::as_str).collect(),
        }
    }

    /// The detail of which it is.
    pub fn detail(&self) -> Detail {
        match self {
            More::Outcome {} => Detail::Outcome,
            More::Findings { .. } => Detail::Findings,
            More::Full(_) => Detail::Full,
        }
    }
}

/// What is missing, by its pointer or name.
fn named(lack: &Lack) -> &str {
    match lack {
        Lack::Fact(pointer) => pointer,
        Lack::Text(name) => name,
    }
}
