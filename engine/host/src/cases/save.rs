//! From a decided file to a case that expects what was decided.

use super::{
    compare::{IDENTITY, standing_of},
    expect::{
        Expectation, ExpectedAnswer, ExpectedDeadline, ExpectedFinding, ExpectedFindings, ExpectedHeadline,
        ExpectedRevision,
    },
    written::Case,
};
use parchemin_core::{Day, Decision, Verdict, decision::Finding};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a case is made of, besides what it expects.
#[derive(Clone, Debug)]
pub struct Saved {
    /// What it shows.
    pub shows: String,
    /// The candidate file.
    pub file: Value,
    /// The date of the decision, where it is not the file's own.
    pub as_of: Option<Day>,
    /// Editions of packages.
    pub editions: Vec<String>,
}

impl Saved {
    /// The case, as YAML.
    ///
    /// # Errors
    /// Only for a value that YAML cannot hold; a case has none.
    pub fn yaml(self, expect: Expectation) -> Result<String, serde_saphyr::SerializeError> {
        let Saved { shows, file, as_of, editions } = self;
        let case = Case {
            shows,
            file: Some(file),
            from: None,
            with: None,
            set: BTreeMap::new(),
            as_of,
            editions,
            expect,
            also: Vec::new(),
        };
        // A sentence stands on its line, as people write it.
        let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
        serde_saphyr::to_string_with_options(&case, options)
    }
}

/// What matters of a decision: answers, document, revision, CCPs, what is missing, deadlines, and the verdict of every
/// rule that concerns the file. Words, values read and citations are left out.
pub fn reduced(decision: &Decision) -> Expectation {
    let chosen = &decision.revision;
    let answers = decision.questions.iter().map(|(question, answered)| {
        (*question, ExpectedAnswer { outcome: Some(answered.outcome), verdict: None })
    });
    let until = decision.ccps.iter().filter(|standing| standing.usable_until.is_some());
    Expectation {
        headline: Some(ExpectedHeadline {
            question: Some(decision.headline.question),
            outcome: decision.headline.outcome,
        }),
        document: Some(decision.document),
        questions: answers.collect(),
        revision: Some(ExpectedRevision {
            state: chosen.state,
            package: chosen.package.clone(),
            event: chosen.event,
            why_contains: None,
            missing_contains: None,
        }),
        findings: findings(decision),
        ccps: decision.ccps.iter().map(|standing| (standing.ccp.clone(), standing_of(standing))).collect(),
        held: decision.held.iter().map(|held| (held.ccp.clone(), held.fate)).collect(),
        usable_until: until.map(|standing| (standing.ccp.clone(), standing.usable_until)).collect(),
        missing_facts: Some(decision.missing.facts.clone()),
        missing_texts_contain: decision.missing.texts.clone(),
        deadlines: decision
            .deadlines
            .iter()
            .map(|deadline| (deadline.id.clone(), ExpectedDeadline::Until(deadline.until)))
            .collect(),
        ..Expectation::default()
    }
}

/// The whole decision, to the word, but for who decided.
pub fn whole(decision: &Decision) -> Expectation {
    // The types of a decision are all JSON.
    let mut value = serde_json::to_value(decision).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        IDENTITY.iter().for_each(|name| drop(members.remove(*name)));
    }
    Expectation { whole: Some(value), ..Expectation::default() }
}

/// The verdicts by rule: one word where they agree, else by subject.
fn findings(decision: &Decision) -> BTreeMap<String, ExpectedFindings> {
    let mut by_rule: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in &decision.findings {
        by_rule.entry(finding.rule.clone()).or_default().push(finding);
    }
    by_rule.retain(|_, all| all.iter().any(|finding| finding.verdict != Verdict::NotApplicable));
    by_rule.into_iter().map(|(rule, all)| (rule, expected(&all))).collect()
}

fn expected(of_rule: &[&Finding]) -> ExpectedFindings {
    let verdict = Verdict::combine(of_rule.iter().map(|finding| finding.verdict));
    if of_rule.iter().all(|finding| finding.verdict == verdict) {
        return ExpectedFindings::All(verdict);
    }
    let each = of_rule.iter().map(|finding| ExpectedFinding {
        verdict: finding.verdict,
        subject: finding.subject.clone(),
        basis: None,
        message_contains: None,
        quote_contains: None,
        missing_contains: None,
    });
    ExpectedFindings::Each(each.collect())
}
