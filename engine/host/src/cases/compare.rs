//! Where a decision differs from what a case expects: where, expected, found.

use super::expect::{
    Expectation, ExpectedDeadline, ExpectedFinding, ExpectedFindings, ExpectedStanding, ExpectedStep,
};
use parchemin_core::{
    Decision, Lack, Lang, Verdict,
    case::StandingState,
    decision::{CcpStanding, Finding, Step},
    say,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Members of a decision that say who decided, not what: no whole decision is compared in them.
pub(super) const IDENTITY: [&str; 2] = ["engine", "packages"];

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where in the decision: its members, and rules, CCPs or deadlines by their ids.
    pub at: String,
    /// What the case expects.
    pub expected: Value,
    /// What the decision says.
    pub found: Value,
    /// The expected text need only be a part of what is found.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub part: bool,
}

impl Difference {
    /// Where, expected and found, a line each.
    pub fn text(&self, lang: Lang) -> String {
        let Difference { at, expected, found, part } = self;
        let [expected, found] = [expected, found].map(shown);
        let expected = if *part { format!("… {expected} …") } else { expected };
        say!(lang,
            fr: "  {at}\n    attendu : {expected}\n    obtenu  : {found}\n",
            en: "  {at}\n    expected: {expected}\n    found:    {found}\n")
    }
}

/// A value for people: a text as it is, the rest as JSON.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The differences, in the order of the decision.
#[derive(Debug, Default)]
struct Differences {
    all: Vec<Difference>,
}

impl Differences {
    fn add(&mut self, at: &str, expected: impl Serialize, found: impl Serialize) {
        self.push(at, expected, found, false);
    }

    fn push(&mut self, at: &str, expected: impl Serialize, found: impl Serialize, part: bool) {
        // What is expected and what is found are all JSON.
        let [expected, found] =
            [serde_json::to_value(expected), serde_json::to_value(found)].map(Result::unwrap_or_default);
        self.all.push(Difference { at: at.to_owned(), expected, found, part });
    }

    fn same<T: PartialEq + Serialize>(&mut self, path: &str, expected: Option<&T>, found: &T) {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            self.add(path, expected, found);
        }
    }

    fn contains(&mut self, path: &str, part: Option<&String>, whole: &str) {
        if let Some(part) = part.filter(|part| !whole.contains(part.as_str())) {
            self.push(path, part, whole, true);
        }
    }
}

/// Compares a decision, in French, with what is expected of it: the differences, in the order of the decision.
pub fn compare(expected: &Expectation, found: &Decision) -> Vec<Difference> {
    let mut differences = Differences::default();
    let d = &mut differences;
    if let Some(headline) = &expected.headline {
        d.same("/headline/question", headline.question.as_ref(), &found.headline.question);
        d.same("/headline/outcome", Some(&headline.outcome), &found.headline.outcome);
    }
    d.same("/document", expected.document.as_ref(), &found.document);
    for (question, answer) in &expected.questions {
        let path = format!("/questions/{}", question.name());
        match found.questions.get(question) {
            Some(answered) => {
                d.same(&format!("{path}/outcome"), answer.outcome.as_ref(), &answered.outcome);
                d.same(&format!("{path}/verdict"), answer.verdict.as_ref(), &answered.verdict);
            }
            None => d.add(&path, answer, Value::Null),
        }
    }
    revision(d, expected, found);
    for (rule, wanted) in &expected.findings {
        findings(d, rule, wanted, found);
    }
    holdings(d, expected, found);
    missing(d, expected, found);
    for (id, wanted) in &expected.deadlines {
        deadline(d, id, wanted, found);
    }
    for wanted in &expected.steps_contain {
        step(d, wanted, found);
    }
    for (rule, wanted) in &expected.steps_count {
        let count = found.steps.iter().filter(|step| step.rule == *rule).count();
        d.same(&format!("/steps, of {rule}"), Some(wanted), &count);
    }
    d.same("/steps_together", expected.steps_together.as_ref(), &found.steps_together);
    limit(d, expected, found);
    if let Some(wanted) = &expected.whole {
        let mut found = serde_json::to_value(found).unwrap_or_default();
        let mut wanted = wanted.clone();
        for value in [&mut found, &mut wanted] {
            IDENTITY
                .iter()
                .for_each(|name| drop(value.as_object_mut().and_then(|whole| whole.remove(*name))));
        }
        whole(d, "", &wanted, &found);
    }
    differences.all
}

/// Compares every member of two values.
fn whole(d: &mut Differences, at: &str, wanted: &Value, found: &Value) {
    match (wanted, found) {
        (Value::Object(of_wanted), Value::Object(of_found)) => {
            let names: BTreeSet<&String> = of_wanted.keys().chain(of_found.keys()).collect();
            for name in names {
                let member = |of: &serde_json::Map<String, Value>| of.get(name).cloned().unwrap_or_default();
                whole(d, &format!("{at}/{name}"), &member(of_wanted), &member(of_found));
            }
        }
        (Value::Array(of_wanted), Value::Array(of_found)) => {
            for n in 0..of_wanted.len().max(of_found.len()) {
                let row = |of: &[Value]| of.get(n).cloned().unwrap_or_default();
                whole(d, &format!("{at}/{n}"), &row(of_wanted), &row(of_found));
            }
        }
        _ => d.same(at, Some(wanted), found),
    }
}

fn revision(d: &mut Differences, expected: &Expectation, found: &Decision) {
    let Some(wanted) = &expected.revision else { return };
    let chosen = &found.revision;
    d.same("/revision/state", Some(&wanted.state), &chosen.state);
    if wanted.package.is_some() {
        d.same("/revision/package", Some(&wanted.package), &chosen.package);
    }
    if wanted.event.is_some() {
        d.same("/revision/event", Some(&wanted.event), &chosen.event);
    }
    d.contains("/revision/why", wanted.why_contains.as_ref(), &chosen.why);
    d.contains("/revision/missing", wanted.missing_contains.as_ref(), &lacks(&chosen.missing));
}

fn lacks(all: &[Lack]) -> String {
    let names = all.iter().map(|lack| match lack {
        Lack::Fact(name) | Lack::Text(name) => name.as_str(),
    });
    names.collect::<Vec<_>>().join(" | ")
}

fn findings(d: &mut Differences, rule: &str, wanted: &ExpectedFindings, found: &Decision) {
    let of_rule: Vec<&Finding> = found.findings.iter().filter(|finding| finding.rule == rule).collect();
    let path = format!("/findings/{rule}");
    let verdicts = || verdicts(&of_rule);
    match wanted {
        ExpectedFindings::Absent(_) if !of_rule.is_empty() => d.add(&path, "absent", verdicts()),
        ExpectedFindings::Absent(_) => {}
        ExpectedFindings::All(verdict) => {
            if of_rule.is_empty() || of_rule.iter().any(|finding| finding.verdict != *verdict) {
                d.add(&path, verdict, verdicts());
            }
        }
        ExpectedFindings::One(one) => finding(d, &path, one, &of_rule),
        ExpectedFindings::Each(each) => each.iter().for_each(|one| finding(d, &path, one, &of_rule)),
    }
}

/// The verdicts of a rule: one word where they agree, else by subject.
fn verdicts(of_rule: &[&Finding]) -> Value {
    let verdicts: BTreeSet<Verdict> = of_rule.iter().map(|finding| finding.verdict).collect();
    let value = match (verdicts.len(), verdicts.first()) {
        (1, Some(verdict)) => serde_json::to_value(verdict),
        _ => serde_json::to_value(
            of_rule
                .iter()
                .map(|f| (f.subject.as_deref().unwrap_or_default(), f.verdict))
                .collect::<BTreeMap<_, _>>(),
        ),
    };
    value.unwrap_or_default()
}

fn finding(d: &mut Differences, path: &str, wanted: &ExpectedFinding, of_rule: &[&Finding]) {
    let concerned: Vec<&&Finding> =
        of_rule.iter().filter(|found| wanted.subject.is_none() || found.subject == wanted.subject).collect();
    if concerned.is_empty() {
        d.add(path, wanted, of_rule.iter().map(|f| f.subject.as_deref()).collect::<Vec<_>>());
    }
    for found in concerned {
        let path = found.subject.as_ref().map_or(path.to_owned(), |subject| format!("{path}[{subject}]"));
        d.same(&format!("{path}/verdict"), Some(&wanted.verdict), &found.verdict);
        d.same(&format!("{path}/basis"), wanted.basis.as_ref(), &found.basis);
        d.contains(&format!("{path}/message"), wanted.message_contains.as_ref(), &found.message);
        d.contains(&format!("{path}/citations"), wanted.quote_contains.as_ref(), &cited(found));
        d.contains(&format!("{path}/missing"), wanted.missing_contains.as_ref(), &lacks(&found.missing));
    }
}

/// All that a finding cites, in one text.
fn cited(finding: &Finding) -> String {
    let parameters = finding.parameters.iter().map(|(_, parameter)| &parameter.citation);
    let all = finding.citations.iter().chain(parameters).map(|citation| {
        let parts =
            [Some(&citation.text), citation.place.as_ref(), citation.quote.as_ref(), citation.note.as_ref()];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    });
    all.collect::<Vec<_>>().join(" | ")
}

fn holdings(d: &mut Differences, expected: &Expectation, found: &Decision) {
    for (ccp, wanted) in &expected.ccps {
        let path = format!("/ccps/{ccp}");
        match found.ccps.iter().find(|standing| standing.ccp == *ccp) {
            Some(standing) => d.same(&path, Some(wanted), &standing_of(standing)),
            None => d.add(&path, wanted, found.ccps.iter().map(|one| one.ccp.as_str()).collect::<Vec<_>>()),
        }
    }
    for (ccp, until) in &expected.usable_until {
        let standing = found.ccps.iter().find(|standing| standing.ccp == *ccp);
        d.same(&format!("/ccps/{ccp}/usable_until"), Some(until), &standing.and_then(|one| one.usable_until));
    }
    for (reference, wanted) in &expected.held {
        let path = format!("/held/{reference}");
        match found.held.iter().find(|held| held.ccp == *reference) {
            Some(held) => d.same(&path, Some(wanted), &held.fate),
            None => d.add(&path, wanted, found.held.iter().map(|one| one.ccp.as_str()).collect::<Vec<_>>()),
        }
    }
}

pub(super) fn standing_of(standing: &CcpStanding) -> ExpectedStanding {
    match standing.state {
        Some(StandingState::Held) => ExpectedStanding::Held,
        Some(StandingState::Converted) => ExpectedStanding::Converted,
        Some(StandingState::Missing) => ExpectedStanding::Missing,
        None => ExpectedStanding::Undetermined,
    }
}

fn missing(d: &mut Differences, expected: &Expectation, found: &Decision) {
    let facts = &found.missing.facts;
    d.same("/missing/facts", expected.missing_facts.as_ref(), facts);
    for fact in expected.missing_facts_contain.iter().filter(|fact| !facts.contains(fact)) {
        d.add("/missing/facts", format!("… {fact} …"), facts);
    }
    let texts = found.missing.texts.join(" | ");
    for part in &expected.missing_texts_contain {
        d.contains("/missing/texts", Some(part), &texts);
    }
}

fn deadline(d: &mut Differences, id: &str, wanted: &ExpectedDeadline, found: &Decision) {
    let path = format!("/deadlines/{id}");
    let deadline = found.deadlines.iter().find(|deadline| deadline.id == id);
    match (wanted, deadline) {
        (ExpectedDeadline::Absent, None) => {}
        (ExpectedDeadline::Absent, Some(deadline)) => d.add(&path, "absent", deadline.until),
        (wanted, None) => {
            d.add(&path, wanted, found.deadlines.iter().map(|one| one.id.as_str()).collect::<Vec<_>>());
        }
        (ExpectedDeadline::Until(day), Some(deadline)) => d.same(&path, Some(day), &deadline.until),
        (ExpectedDeadline::Missing(part), Some(deadline)) => {
            d.same(&path, Some(&None), &deadline.until);
            d.contains(&format!("{path}/missing"), Some(part), &lacks(&deadline.missing));
        }
    }
}

fn step(d: &mut Differences, wanted: &ExpectedStep, found: &Decision) {
    let answers = |step: &&Step| {
        step.rule == wanted.rule
            && step.kind == wanted.kind
            && (wanted.outcome.is_none() || step.outcome == wanted.outcome)
            && (wanted.subject.is_none() || step.subject == wanted.subject)
            && (wanted.evaluated_on.is_none() || step.evaluated_on == wanted.evaluated_on)
            && wanted.message_contains.as_ref().is_none_or(|part| step.message.contains(part.as_str()))
    };
    if found.steps.iter().find(answers).is_none() {
        let steps = found.steps.iter().map(|step| {
            (step.rule.as_str(), step.kind, step.outcome, step.evaluated_on, step.message.as_str())
        });
        d.add("/steps", wanted, steps.collect::<Vec<_>>());
    }
}

fn limit(d: &mut Differences, expected: &Expectation, found: &Decision) {
    let Some(wanted) = &expected.limit else { return };
    let hit = found.limits.iter().any(|hit| {
        hit.bound == wanted.bound
            && wanted.rule.as_ref().is_none_or(|rule| hit.rule == *rule)
            && wanted.package.as_ref().is_none_or(|package| hit.package == *package)
    });
    if !hit {
        d.add("/limits", wanted, &found.limits);
    }
}
