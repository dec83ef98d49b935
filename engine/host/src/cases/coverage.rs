//! What cases reach: how often each rule had each verdict, and each question each outcome. What no case reaches could
//! be changed and nobody would notice.

use crate::explain::verdict;
use parchemin_core::{Decision, Lang, Verdict, decision::Outcome, file::Question, say};
use parchemin_package::Checked;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the cases of packages reach.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// The rules, in the order of their packages.
    pub rules: Vec<RuleCoverage>,
    /// By question: in how many decisions it had each outcome.
    pub outcomes: BTreeMap<Question, BTreeMap<Outcome, usize>>,
    /// By package of a revision: how many decisions it governed.
    pub revisions: BTreeMap<String, usize>,
}

/// What cases reach of one rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleCoverage {
    /// The package: id and version.
    pub package: String,
    /// The rule.
    pub rule: String,
    /// The verdicts that it can have: `not-applicable` where its messages speak of it.
    pub possible: BTreeSet<Verdict>,
    /// In how many decisions it had each verdict, on whatever subject.
    pub verdicts: BTreeMap<Verdict, usize>,
}

impl RuleCoverage {
    /// The verdicts that no case reaches.
    pub fn unreached(&self) -> impl Iterator<Item = Verdict> {
        self.possible.iter().copied().filter(|verdict| !self.verdicts.contains_key(verdict))
    }
}

impl Coverage {
    /// Nothing reached yet of the rules of these packages.
    pub fn of<'p>(packages: impl IntoIterator<Item = &'p Checked>) -> Coverage {
        let rules = packages.into_iter().flat_map(|package| {
            package.rules.iter().map(|rule| RuleCoverage {
                package: format!("{}@{}", package.identity.id, package.identity.version),
                rule: rule.id.clone(),
                possible: possible(package, &rule.id),
                verdicts: BTreeMap::new(),
            })
        });
        Coverage { rules: rules.collect(), ..Coverage::default() }
    }

    /// Counts a decision.
    pub fn count(&mut self, decision: &Decision) {
        let used: BTreeMap<&str, String> = decision
            .packages
            .iter()
            .map(|identity| (identity.id.as_str(), format!("{}@{}", identity.id, identity.version)))
            .collect();
        let reached: BTreeSet<(&String, &str, Verdict)> = decision
            .findings
            .iter()
            .filter_map(|found| Some((used.get(found.package.as_str())?, found.rule.as_str(), found.verdict)))
            .collect();
        for (package, rule, verdict) in reached {
            let counted = self.rules.iter_mut().find(|known| known.package == *package && known.rule == rule);
            if let Some(counted) = counted {
                *counted.verdicts.entry(verdict).or_default() += 1;
            }
        }
        for (question, answered) in &decision.questions {
            *self.outcomes.entry(*question).or_default().entry(answered.outcome).or_default() += 1;
        }
        if let Some(package) = &decision.revision.package {
            *self.revisions.entry(package.clone()).or_default() += 1;
        }
    }

    /// As a table for people: a line a rule, then a line a question.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        let width = self.rules.iter().map(|rule| rule.rule.chars().count()).max().unwrap_or_default();
        let mut package = "";
        for rule in &self.rules {
            if rule.package != package {
                package = &rule.package;
                text += &say!(lang, fr: "règles de {package}\n", en: "rules of {package}\n");
            }
            let counts = rule.possible.iter().map(|of| {
                let (name, count) = (verdict(*of, lang), rule.verdicts.get(of).unwrap_or(&0));
                if *count == 0 { format!("{name} —") } else { format!("{name} {count}") }
            });
            let counts = counts.collect::<Vec<_>>().join(", ");
            text += &format!("  {:width$}  {counts}\n", rule.rule);
        }
        text += &say!(lang, fr: "réponses\n", en: "answers\n");
        for (question, outcomes) in &self.outcomes {
            let counts = outcomes.iter().map(|(outcome, count)| format!("{} {count}", outcome.spoken(lang)));
            let (question, counts) = (question.spoken(lang), counts.collect::<Vec<_>>().join(", "));
            text += &say!(lang, fr: "  {question} : {counts}\n", en: "  {question}: {counts}\n");
        }
        text
    }
}

/// The verdicts that a rule can have.
fn possible(package: &Checked, rule: &str) -> BTreeSet<Verdict> {
    let messages = package.messages(Lang::Fr).and_then(|messages| messages.rules.get(rule));
    let not_applicable = messages.is_some_and(|messages| messages.not_applicable.is_some());
    let mut all = BTreeSet::from([Verdict::Met, Verdict::Undetermined, Verdict::Unmet]);
    if not_applicable {
        all.insert(Verdict::NotApplicable);
    }
    all
}
