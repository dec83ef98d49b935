//! What rules can answer at all: what is left out is out of reach.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "these tests need no case")]
mod case;

use parchemin_core::{
    Verdict::{self, Met, NotApplicable, Undetermined, Unmet},
    plugin::RuleUse,
    vocabulary::View,
};
use parchemin_package::check::Script;
use parchemin_rhai::{Context, RhaiRules, Sandbox};
use std::collections::{BTreeMap, BTreeSet};

/// What the functions of a script can answer, each by itself, and the first two together.
type Answers = (Vec<BTreeSet<Verdict>>, BTreeSet<(Verdict, Verdict)>);

fn reach(text: &str, view: View, functions: &[&str]) -> Option<Answers> {
    let parameters = case::parameters();
    let context = Context { parameters: &parameters, absent_texts: &BTreeMap::new() };
    let one = |name: &&str| RuleUse { function: (*name).to_owned(), subject: view, at: None };
    let uses: Vec<RuleUse> = functions.iter().map(one).collect();
    let script = Script { file: "rules/0.rhai".into(), text: text.into() };
    let rules = RhaiRules::new(&[script], &uses, context, Sandbox::default()).ok().unwrap();
    let reach = rules.reach(&uses, context)?;
    let each = (0..uses.len()).map(|rule| reach.of(rule)).collect::<Option<Vec<_>>>()?;
    Some((each, reach.together(0, &reach, uses.len() - 1)?))
}

fn alone(body: &str) -> BTreeSet<Verdict> {
    reach(&format!("fn rule() {{ {body} }}"), View::None, &["rule"]).unwrap().0.remove(0)
}

#[test]
fn a_rule_answers_what_some_way_through_it_answers() {
    for (body, answers) in [
        ("met()", &[Met][..]),
        ("file.trained", &[Met, Undetermined, Unmet]),
        (
            "if file.route != \"vae\" { return not_applicable(); } file.trained",
            &[NotApplicable, Met, Undetermined, Unmet],
        ),
        // An unknown condition ends the rule, and says nothing of its answer.
        ("if file.trained { return met(); } met()", &[Met]),
        // One fact has one value, wherever it is asked.
        ("any_of(file.trained, not(file.trained))", &[Met, Undetermined]),
        ("all_of(file.route == \"vae\", file.route == \"ccs\")", &[Undetermined, Unmet]),
        // Numbers and days are compared with what is not known here: either may come.
        ("related_days(law.activities) >= law.minimum_days", &[Met, Undetermined, Unmet]),
        // A text that is not supplied decides nothing.
        ("related_days(law.activities) >= law.not_supplied_days", &[Undetermined]),
        ("let days = related_days(law.activities); days > 10", &[Met, Undetermined, Unmet]),
        ("all_of(jury.size >= 3, jury.size < 3)", &[Undetermined, Unmet]),
        ("all_of(jury.size > 3, jury.size < 5)", &[Met, Undetermined, Unmet]),
    ] {
        assert_eq!(alone(body), answers.iter().copied().collect(), "{body}");
    }
}

#[test]
fn a_rule_that_no_way_lets_apply_is_found_out() {
    let body = "if file.route != \"vae\" { return not_applicable(); }
        if file.route == \"vae\" { return not_applicable(); } file.trained";
    assert_eq!(alone(body), BTreeSet::from([NotApplicable]));
    assert_eq!(alone("not_applicable()"), BTreeSet::from([NotApplicable]));
}

#[test]
fn two_rules_see_one_file() {
    let text = "fn large() { jury.size >= 3 } fn small() { jury.size < 3 }";
    let (_, together) = reach(text, View::None, &["large", "small"]).unwrap();
    assert_eq!(together, BTreeSet::from([(Met, Unmet), (Unmet, Met), (Undetermined, Undetermined)]));
    let text = "fn of(juror) { juror.professional } fn not_of(juror) { not(juror.professional) }";
    let (_, together) = reach(text, View::Juror, &["of", "not_of"]).unwrap();
    assert!(!together.contains(&(Met, Met)) && together.contains(&(Met, Unmet)), "{together:?}");
}

#[test]
fn what_has_too_many_ways_is_not_told() {
    let pieces = ["file.trained", "file.holds_titre", "titre.in_force", "titre.has_ccs"];
    let many: Vec<String> = (0..7)
        .map(|n| {
            format!("let x{n} = all_of({}, jury.size > {n}, session.day > decision_day())", pieces.join(", "))
        })
        .collect();
    let text = format!("fn rule() {{ {}; x0 }}", many.join("; "));
    assert_eq!(reach(&text, View::None, &["rule"]), None);
}
