//! A rule that is followed as a formula answers as its script does, whatever it is made of. `asked::ruling` compares the
//! two each time that it asks.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod asked;
mod case;

use parchemin_core::{
    Missing, Subject, Verdict,
    limits::Bounds,
    plugin::RuleUse,
    ruling::{Answer, Ruleset},
    vocabulary::View,
};
use parchemin_package::check::Script;
use parchemin_rhai::{Context, RhaiRules, Sandbox};
use std::collections::BTreeMap;

fn answer(script: &str, file: &str, bounds: Bounds) -> Option<Answer> {
    let scripts = [Script { file: "rules/rule.rhai".into(), text: script.into() }];
    let rules = RhaiRules::new(
        &scripts,
        &[RuleUse { function: "rule".into(), subject: View::None, at: None }],
        Context { parameters: &case::parameters(), absent_texts: &BTreeMap::new() },
        Sandbox { bounds, ..Sandbox::default() },
    )
    .unwrap_or_else(|faults| panic!("{script}: {faults:?}"));
    assert!(rules.shortcut().is_some(), "{script}: no formula");
    asked::ruling(&rules, 0, case::reading(file, Subject::File, bounds)).answer.ok()
}

fn missing(pointer: &'static str) -> Answer {
    Answer::Truth(Err(Missing::fact(pointer)))
}

#[test]
fn a_formula_answers_as_its_script() {
    let met = Answer::Verdict(Verdict::Met);
    let neutral = Answer::Verdict(Verdict::NotApplicable);
    let truth = |truth| Answer::Truth(Ok(truth));
    let vae = r#"{ "route": "vae" }"#;
    let cases = [
        ("a condition", r#"fn rule() { file.route == "vae" }"#, vae, truth(true)),
        ("a verdict", "fn rule() { met() }", vae, met.clone()),
        (
            "an early end",
            r#"fn rule() { if file.route == "vae" { return not_applicable(); } met() }"#,
            vae,
            neutral.clone(),
        ),
        (
            "no early end",
            r#"fn rule() { if file.route != "vae" { return not_applicable(); } met() }"#,
            vae,
            met.clone(),
        ),
        (
            "an end in an end",
            r#"fn rule() { if file.route == "vae" { if not(file.route == "ccs") { return not_applicable(); } } met() }"#,
            vae,
            neutral.clone(),
        ),
        (
            "a choice of values",
            r#"fn rule() { if file.route == "vae" { met() } else { not_applicable() } }"#,
            vae,
            met.clone(),
        ),
        (
            "the other of two",
            r#"fn rule() { if file.route == "ccs" { met() } else if file.route == "vae" { not_applicable() } else { met() } }"#,
            vae,
            neutral.clone(),
        ),
        (
            "an `if` on an unknown",
            r#"fn rule() { if file.route == "vae" { return met(); } not_applicable() }"#,
            "{}",
            missing("/route"),
        ),
        ("a condition on an unknown", r#"fn rule() { file.route == "vae" }"#, "{}", missing("/route")),
        ("a variable", r#"fn rule() { let vae = file.route == "vae"; all_of(vae, vae) }"#, vae, truth(true)),
        (
            "an unknown in a variable",
            r#"fn rule() { let vae = file.route == "vae"; if vae { return met(); } not_applicable() }"#,
            "{}",
            missing("/route"),
        ),
        (
            "a variable of that name before",
            r#"fn rule() { let x = file.route == "ccs"; let x = not(x); x }"#,
            vae,
            truth(true),
        ),
        (
            "a variable that ends with its block",
            r#"fn rule() { let x = 1; if file.route == "vae" { let x = 2; if x == 1 { return met(); } } x == 1 }"#,
            vae,
            truth(true),
        ),
        ("a view in a variable", r#"fn rule() { let f = file; f.route == "vae" }"#, vae, truth(true)),
        (
            "a parameter in a variable",
            "fn rule() { let words = law.activities; related_days(words) >= 0 }",
            r#"{ "experience": [] }"#,
            truth(true),
        ),
        (
            "a parameter that nothing looks at",
            r#"fn rule() { handed(law.minimum_days, law.activities) } fn handed(days, words) { let more = days; file.route == "vae" }"#,
            vae,
            truth(true),
        ),
        (
            "what is computed from a fact",
            r#"fn rule() { years_after(file.request_filed_on, 2) > decision_day() }"#,
            r#"{ "events": { "request_filed": "2025-01-01" } }"#,
            truth(true),
        ),
        (
            "a function",
            r#"fn rule() { taken("vae") } fn taken(route) { file.route == route }"#,
            vae,
            truth(true),
        ),
        (
            "what a function returns early",
            r#"fn rule() { not(early()) } fn early() { if file.route == "vae" { return file.route == "ccs"; } file.route == "vae" }"#,
            vae,
            truth(true),
        ),
        (
            "a function within a function",
            r#"fn rule() { a(1, 2) } fn a(x, y) { b(y, x) } fn b(x, y) { x > y }"#,
            vae,
            truth(true),
        ),
        (
            "a parameter given to a function",
            "fn rule() { enough(law.activities, law.minimum_days) } fn enough(words, days) { related_days(words) >= days }",
            r#"{ "experience": [] }"#,
            truth(false),
        ),
        // The script evaluates the second condition as well, and its `if` ends the rule.
        (
            "an `if` on an unknown beside what decides",
            r#"fn rule() { all_of(1 == 2, open()) } fn open() { if file.route == "vae" { return 1 == 1; } 1 == 1 }"#,
            "{}",
            missing("/route"),
        ),
        (
            "what decides beside an unknown",
            r#"fn rule() { all_of(1 == 2, file.route == "vae") }"#,
            "{}",
            truth(false),
        ),
        (
            "a number between bounds",
            "fn rule() { related_days(law.activities) >= law.minimum_days }",
            "{}",
            missing("/experience"),
        ),
        (
            "a parameter whose text is absent",
            "fn rule() { 1 > law.not_supplied_days }",
            vae,
            Answer::Truth(Err(Missing::text("text of not_supplied_days"))),
        ),
    ];
    for (name, script, file, expected) in cases {
        assert_eq!(answer(script, file, Bounds::DEFAULT), Some(expected), "{name}");
    }
}

#[test]
fn where_a_script_hits_a_bound_a_formula_leaves_the_answer_to_it() {
    let script = "fn rule() { related_days(law.activities) >= law.minimum_days }";
    let periods =
        (0..200).map(|n| format!(r#"{{ "from": "2020-01-01", "to": "2020-{:02}-01" }}"#, n % 12 + 1));
    let file = format!(r#"{{ "experience": [{}] }}"#, periods.collect::<Vec<_>>().join(","));
    assert!(answer(script, &file, Bounds::DEFAULT).is_some());
    for bounds in [Bounds { work: 150, ..Bounds::DEFAULT }, Bounds { reads: 100, ..Bounds::DEFAULT }] {
        assert_eq!(answer(script, &file, bounds), None);
    }
    assert_eq!(
        answer(
            "fn rule() { file.route == file.route }",
            r#"{ "route": "vae" }"#,
            Bounds { text: 1, ..Bounds::DEFAULT }
        ),
        None
    );
}
