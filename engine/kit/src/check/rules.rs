//! What rules can never do, whatever the file: proven by going every way through them.

use super::{Diagnostic, Trouble};
use crate::package::{Package, RULES};
use parchemin::{
    core::{Verdict, parameter::Parameters, plugin::RuleUse},
    packages::{
        Catalogue, Checked,
        check::Rule,
        exactly,
        written::{Kind, SubjectKind},
    },
};
use parchemin_rhai::{Context, Reach, RhaiRules};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The packages that decide together with one: what it requires, or the framework that it is part of.
pub(super) fn beside(package: &Package<'_>, catalogue: &Catalogue) -> Vec<Arc<Checked>> {
    let (id, version) = (package.id(), &package.checked.version);
    // Another edition than the one in use is looked at as if it were.
    let Ok(catalogue) = catalogue.clone().with_default(id, exactly(version)) else { return Vec::new() };
    match package.checked.kind {
        Kind::Framework => catalogue.frameworks(),
        Kind::Titre => catalogue.with_requirements(&package.checked),
    }
}

/// The rules of one package, compiled to be asked.
struct Asked {
    checked: Arc<Checked>,
    uses: Vec<RuleUse>,
    rules: RhaiRules,
}

/// All that is proven of the rules of a package.
pub(super) fn faults(package: &Package<'_>, catalogue: &Catalogue) -> Vec<Diagnostic> {
    if package.checked.rules.is_empty() {
        return Vec::new();
    }
    let group = beside(package, catalogue);
    let parameters: Parameters = group.iter().flat_map(|one| one.parameters.clone()).collect();
    let absent_texts: BTreeMap<String, String> =
        group.iter().flat_map(|one| one.absent_texts.clone()).collect();
    let context = Context { parameters: &parameters, absent_texts: &absent_texts };
    let compiled = |checked: &Arc<Checked>| {
        let uses = checked.uses();
        let sandbox = parchemin_rhai::Sandbox { bounds: checked.bounds, ..Default::default() };
        let rules = RhaiRules::new(&checked.scripts, &uses, context, sandbox).ok()?;
        Some(Asked { checked: Arc::clone(checked), uses, rules })
    };
    // Rules that are in a plugin alone cannot be followed.
    let asked: Vec<Asked> = group.iter().filter(|one| !one.scripts.is_empty()).filter_map(compiled).collect();
    let reaches: Vec<(&Asked, Reach<'_>)> =
        asked.iter().filter_map(|one| Some((one, one.rules.reach(&one.uses, context)?))).collect();
    let Some((own, reach)) = reaches.iter().find(|(one, _)| one.checked.identity == package.checked.identity)
    else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (n, rule) in own.checked.rules.iter().enumerate() {
        all.extend(reach.of(n).and_then(|answers| alone(package, rule, &answers)));
        for (other, others) in &reaches {
            for (m, second) in other.checked.rules.iter().enumerate() {
                let once = other.checked.identity != own.checked.identity || m < n;
                let comparable = once && rule.question == second.question && subjects_fit(rule, second);
                if comparable && contradict(reach, n, others, m) == Some(true) {
                    let trouble =
                        Trouble::AlwaysContradict { rule: rule.id.clone(), other: second.id.clone() };
                    all.push(trouble.at(package, RULES, span(package, &rule.id)));
                }
            }
        }
    }
    all
}

/// Where `rules.toml` names a rule.
pub(super) fn span(package: &Package<'_>, id: &str) -> Option<std::ops::Range<usize>> {
    Some(package.rules.rules.iter().find(|rule| rule.id.get_ref() == id)?.id.span())
}

/// What is wrong with a rule that gives no other answers.
fn alone(package: &Package<'_>, rule: &Rule, answers: &BTreeSet<Verdict>) -> Option<Diagnostic> {
    let span = span(package, &rule.id);
    if answers.iter().all(|verdict| *verdict == Verdict::NotApplicable) {
        return Some(Trouble::NeverApplies { rule: rule.id.clone() }.at(package, RULES, span));
    }
    let written = package.rules.rules.iter().find(|written| *written.id.get_ref() == rule.id)?;
    let outcome = written.outcome.filter(|_| !answers.contains(&Verdict::Unmet))?;
    let trouble = Trouble::OutcomeUnreachable { rule: rule.id.clone(), outcome: outcome.name().to_owned() };
    Some(trouble.at(package, RULES, span))
}

/// Two rules see the same facts where they have the same subject, or one of them has the whole file.
fn subjects_fit(a: &Rule, b: &Rule) -> bool {
    a.subject == b.subject || a.subject == SubjectKind::File || b.subject == SubjectKind::File
}

/// Whether two rules that can each be met never are when both apply; none where that cannot be told.
fn contradict(first: &Reach<'_>, n: usize, second: &Reach<'_>, m: usize) -> Option<bool> {
    // Rules that share no fact are met independently of each other.
    if !first.facts(n).iter().any(|fact| second.facts(m).contains(fact)) {
        return Some(false);
    }
    let both = first.together(n, second, m)?;
    let apply = |verdict: &Verdict| *verdict != Verdict::NotApplicable;
    let applying: Vec<_> = both.iter().filter(|(a, b)| apply(a) && apply(b)).collect();
    let some = |found: &dyn Fn(&(Verdict, Verdict)) -> bool| applying.iter().any(|pair| found(pair));
    Some(
        some(&|(a, _)| *a == Verdict::Met)
            && some(&|(_, b)| *b == Verdict::Met)
            && !some(&|pair| *pair == (Verdict::Met, Verdict::Met)),
    )
}
