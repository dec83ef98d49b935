//! Unknown is a value: strong Kleene logic at run time, and an `if` that meets an unknown ends the rule there.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod asked;
mod case;

use parchemin_core::{
    Missing, Subject,
    limits::Bounds,
    plugin::RuleUse,
    ruling::{Answer, RuleFault},
    vocabulary::{Reading, View},
};
use parchemin_package::check::Script;
use parchemin_rhai::{Context, RhaiRules, Sandbox};
use std::collections::BTreeMap;

fn evaluate(script: &str, file: &str, subject: Subject) -> (Result<Answer, RuleFault>, Reading) {
    let view = match subject {
        Subject::Juror(_) => View::Juror,
        _ => View::None,
    };
    let scripts = [Script { file: "rules/rule.rhai".into(), text: script.into() }];
    let absent_texts = BTreeMap::from([("missing".to_owned(), "a text that nobody has".to_owned())]);
    let rules = RhaiRules::new(
        &scripts,
        &[RuleUse { function: "rule".into(), subject: view, at: None }],
        Context { parameters: &case::parameters(), absent_texts: &absent_texts },
        Sandbox::default(),
    )
    .unwrap_or_else(|faults| panic!("{script}: {faults:?}"));
    let ruling = asked::ruling(&rules, 0, case::reading(file, subject, Bounds::DEFAULT));
    (ruling.answer, ruling.reading)
}

fn answer(script: &str, file: &str) -> Answer {
    evaluate(script, file, Subject::File).0.unwrap_or_else(|fault| panic!("{script}: {fault}"))
}

fn unknown(pointers: &[&'static str]) -> Answer {
    let missing = Missing::union(pointers.iter().map(|pointer| Missing::fact(*pointer)));
    Answer::Truth(Err(missing.unwrap()))
}

#[test]
fn a_comparison_with_an_unknown_is_unknown_whatever_the_operator() {
    for operator in ["==", "!="] {
        let script = format!("fn rule() {{ file.route {operator} \"vae\" }}");
        assert_eq!(answer(&script, "{}"), unknown(&["/route"]), "{operator}");
    }
    for operator in ["==", "!=", "<", "<=", ">", ">="] {
        let script = format!("fn rule() {{ file.request_filed_on {operator} session.day }}");
        let both = unknown(&["/events/request_filed", "/sessions"]);
        assert_eq!(answer(&script, "{}"), both, "{operator}");
    }
}

#[test]
fn one_false_or_one_true_decides_whatever_else_is_unknown() {
    let decided = [
        ("all_of(file.trained, false)", false),
        ("all_of(false, file.trained)", false),
        ("any_of(file.trained, true)", true),
        ("not(all_of(file.trained, false))", true),
    ];
    for (body, expected) in decided {
        let script = format!("fn rule() {{ {body} }}");
        assert_eq!(answer(&script, "{}"), Answer::Truth(Ok(expected)), "{body}");
    }
    for body in ["all_of(file.trained, true)", "any_of(false, file.trained)", "not(file.trained)"] {
        assert_eq!(answer(&format!("fn rule() {{ {body} }}"), "{}"), unknown(&["/route"]), "{body}");
    }
    let both = "fn rule() { all_of(file.recevabilite_unanswered, true, file.trained) }";
    assert_eq!(answer(both, "{}"), unknown(&["/events/recevabilite_unanswered", "/route"]));
}

#[test]
fn an_if_that_meets_an_unknown_ends_the_rule_with_what_was_missing() {
    let met_at_route = [
        "fn rule() { if file.trained { true } else { false } }",
        "fn rule() { if file.trained { return met(); } not_applicable() }",
        "fn rule() { if not(file.route == \"vae\") { return met(); } false }",
        // The unknown stands in a variable, and another one was computed since.
        "fn rule() { let trained = file.trained; let holds = file.holds_titre; if trained { true } else { holds } }",
        "fn rule() { let x = file.trained; let y = x; let x = file.holds_titre; if y { true } else { x } }",
        // It comes back from a function, in which another one was computed last.
        "fn rule() { if trained() { true } else { false } }
         fn trained() { let trained = file.trained; let holds = file.holds_titre; trained }",
        "fn rule() { if first(file.trained, file.holds_titre) { true } else { false } } fn first(a, b) { a }",
        "fn rule() { let x = file.holds_titre; if inner() { x } else { x } }
         fn inner() { return if file.trained { true } else { false }; }",
        "fn rule() { if if true { file.trained } else { false } { true } else { false } }",
        "fn rule() { let x = file.holds_titre; all_of(helper(), x) } fn helper() { if file.trained { true } else { true } }",
    ];
    for script in met_at_route {
        assert_eq!(answer(script, "{}"), unknown(&["/route"]), "{script}");
    }
}

#[test]
fn an_if_that_meets_nothing_unknown_goes_on() {
    let script =
        "fn rule() { let holds = file.holds_titre; if file.trained { holds } else { not_applicable() } }";
    let trained = r#"{"route": "continuous-training"}"#;
    assert_eq!(answer(script, trained), unknown(&["/titres"]));
    let by_vae = answer(script, r#"{"route": "vae"}"#);
    assert_eq!(by_vae, Answer::Verdict(parchemin_core::Verdict::NotApplicable));
}

#[test]
fn a_count_between_two_bounds_decides_when_all_of_it_lies_on_one_side() {
    let script = "fn rule() { related_days(law.activities) >= law.minimum_days }";
    let file = |first: &str| {
        format!(
            r#"{{"route": "vae", "events": {{"request_filed": "2025-01-15"}}, "experience": [
                {{"from": "{first}", "to": "2024-12-31", "related": true, "status": "employee"}},
                {{"from": "2023-12-01", "to": "2023-12-31", "related": true}}]}}"#
        )
    };
    assert_eq!(answer(script, &file("2024-01-01")), Answer::Truth(Ok(true)));
    assert_eq!(answer(script, &file("2024-12-01")), Answer::Truth(Ok(false)));
    assert_eq!(answer(script, &file("2024-01-15")), unknown(&["/experience/1/status"]));
}

#[test]
fn an_absent_text_is_named() {
    let script = "fn rule() { related_days(law.activities) >= law.not_supplied_days }";
    let missing = Missing::text("text of not_supplied_days");
    assert_eq!(answer(script, r#"{"route": "ccs", "experience": []}"#), Answer::Truth(Err(missing)));
}

#[test]
fn what_was_read_is_recorded_in_order_whatever_the_way_through_the_rule() {
    let script = "fn rule() { let trained = file.trained; all_of(trained, file.request_filed_on < session.day, file.holds_titre) }";
    let file = r#"{"route": "vae", "sessions": [{"date": "2025-05-01"}]}"#;
    let (answer, reading) = evaluate(script, file, Subject::File);
    assert_eq!(answer, Ok(Answer::Truth(Ok(false))));
    let read: Vec<String> = asked::pointers(&reading).into_iter().collect();
    assert_eq!(read, ["/events/request_filed", "/route", "/sessions/0/date", "/titres"]);
    // What an undetermined rule has read up to there is recorded as well.
    let (_, reading) =
        evaluate("fn rule() { if file.trained { file.holds_titre } else { true } }", "{}", Subject::File);
    assert_eq!(asked::pointers(&reading).into_iter().collect::<Vec<_>>(), ["/route"]);
    assert_eq!(reading.subject(), Subject::File);
}

#[test]
fn a_rule_on_jurors_reads_its_own_juror_only() {
    let script = "fn rule(juror) { all_of(juror.professional, juror.years_in_job >= 3) }";
    let file = r#"{"sessions": [{}, {"jury": [
        {"professional": true, "years_in_job": 3}, {"professional": true, "years_in_job": 2}, {"professional": true}]}]}"#;
    let expected =
        [Answer::Truth(Ok(true)), Answer::Truth(Ok(false)), unknown(&["/sessions/1/jury/2/years_in_job"])];
    for (index, expected) in expected.into_iter().enumerate() {
        let (answer, reading) = evaluate(script, file, Subject::Juror(index));
        assert_eq!(answer, Ok(expected));
        let own = ["professional", "years_in_job"].map(|member| format!("/sessions/1/jury/{index}/{member}"));
        assert_eq!(asked::pointers(&reading).into_iter().collect::<Vec<_>>(), own);
    }
}

#[test]
fn types_that_only_a_call_reveals_are_an_error_when_the_rule_runs() {
    for script in [
        "fn rule() { same(file.route, 3) } fn same(a, b) { a == b }",
        "fn rule() { three() } fn three() { 3 }",
        "fn rule() { all_of(three()) } fn three() { 3 }",
        "fn rule() { if three() { true } else { false } } fn three() { 3 }",
        "fn rule() { session.provided(piece()) } fn piece() { \"elsewhere\" }",
    ] {
        let (answer, _) = evaluate(script, r#"{"route": "vae"}"#, Subject::File);
        let Err(RuleFault::Wrong { file, place: Some((line, _)), .. }) = answer else {
            panic!("{script}: {answer:?}")
        };
        assert_eq!((file.as_str(), line), ("rules/rule.rhai", 1), "{script}");
    }
}

#[test]
fn a_rule_that_waits_for_a_text_is_undetermined_and_names_it() {
    let wants = Answer::Truth(Err(Missing::text("missing")));
    assert_eq!(answer("fn rule() { for_want_of(\"missing\") }", "{}"), wants);
    assert_eq!(
        answer("fn rule() { all_of(for_want_of(\"missing\"), false) }", "{}"),
        Answer::Truth(Ok(false))
    );
}
