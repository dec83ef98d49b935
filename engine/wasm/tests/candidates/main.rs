//! The claim: no candidate shows in another's answer, whatever a plugin tries, alone or in bulk; and what one candidate
//! brings about is that candidate's alone.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../rhai/tests/case/mod.rs"]
mod case;
#[path = "../fixture/mod.rs"]
mod fixture;

use parchemin_core::{
    Subject, Verdict,
    limits::{BoundKind, Bounds},
    plugin::RuleUse,
    ruling::{Answer, Asked, RuleFault, Ruleset},
    vocabulary::View,
};
use parchemin_wasm::{Context, RulesFault, Sandbox, Time, Understood, WasmRules};
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::new(Time::default(), None).unwrap());

/// Bounds that an endless loop reaches soon.
const BOUNDS: Bounds = Bounds { work: 5_000, ..Bounds::DEFAULT };

fn rules(parts: &str) -> WasmRules {
    loaded(parts).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn loaded(parts: &str) -> Result<WasmRules, Vec<RulesFault>> {
    let plugin = SANDBOX.load(&fixture::plugin(parts)).unwrap();
    let uses = [RuleUse { function: "echo".to_owned(), subject: View::None, at: None }];
    let parameters = case::parameters();
    let context = Context { parameters: &parameters, absent_texts: &BTreeMap::new(), bounds: BOUNDS };
    let understood = Understood::new(plugin, "rules.wasm", &uses, &context)?;
    WasmRules::new(Arc::new(understood), &parameters, None)
}

/// Candidates by every route, in an order that has no pattern of the size of a call.
fn candidates(count: usize) -> Vec<&'static str> {
    let routes = ["vae", "ccs", "continuous-training", "capitalisation"];
    (0..count).map(|n| routes[(n * n + n / 7) % 4]).collect()
}

/// What is asked of a candidate by that route, whose request was filed on a day of its own.
fn asked((n, route): (usize, &&str)) -> Asked {
    let filed = format!("{}-{:02}-{:02}", 2000 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
    let file = format!("{{\"route\": \"{route}\", \"events\": {{\"request_filed\": \"{filed}\"}}}}");
    Asked { rule: 0, reading: case::reading(&file, Subject::File, BOUNDS) }
}

fn verdict(answer: Result<Answer, RuleFault>) -> Result<Verdict, RuleFault> {
    answer.map(|answer| match answer {
        Answer::Verdict(verdict) => verdict,
        Answer::Truth(truth) => Verdict::from(&truth),
    })
}

fn in_bulk(rules: &WasmRules, routes: &[&str]) -> Vec<Result<Verdict, RuleFault>> {
    let asked = routes.iter().enumerate().map(asked).collect();
    rules.evaluate(asked).into_iter().map(|ruling| verdict(ruling.answer)).collect()
}

fn alone(rules: &WasmRules, route: &str) -> Result<Verdict, RuleFault> {
    in_bulk(rules, &[route]).remove(0)
}

fn by_route(
    routes: &[&str],
    of: impl Fn(&str) -> Result<Verdict, RuleFault>,
) -> Vec<Result<Verdict, RuleFault>> {
    routes.iter().map(|route| of(route)).collect()
}

fn met_by_vae(route: &str) -> Result<Verdict, RuleFault> {
    Ok(if route == "vae" { Verdict::Met } else { Verdict::Unmet })
}

#[test]
fn a_plugin_that_objects_to_its_settings_is_refused_with_its_reason() {
    let Err(faults) = loaded(include_str!("objects.wat")) else { panic!("the objection was not heard") };
    assert_eq!(faults, [RulesFault::Objects("the minimum is not a number of days".to_owned())]);
}

#[test]
fn an_honest_plugin_answers_in_bulk_as_it_does_alone_and_keeps_its_company() {
    let rules = rules(include_str!("honest.wat"));
    for count in [1, 3, 4, 5, 17, 100, 1_000] {
        let routes = candidates(count);
        assert_eq!(in_bulk(&rules, &routes), by_route(&routes, met_by_vae), "{count} candidates");
    }
    assert_eq!(alone(&rules, "vae"), Ok(Verdict::Met));
    assert!(!rules.found_out());
}

#[test]
fn a_plugin_that_remembers_a_candidate_cannot_let_it_show_in_another() {
    for count in [2, 4, 5, 17, 100, 1_000] {
        let rules = rules(include_str!("remembers.wat"));
        let routes = candidates(count);
        let each = by_route(&routes, |_| Ok(Verdict::Unmet));
        assert_eq!(in_bulk(&rules, &routes), each, "{count} candidates");
        assert_eq!(in_bulk(&rules, &routes), each, "{count} candidates, again");
        assert_eq!(rules.found_out(), count >= 4, "{count} candidates");
    }
}

#[test]
fn a_plugin_that_answers_otherwise_in_any_company_is_found_out() {
    let rules = rules(include_str!("counts.wat"));
    let routes = candidates(100);
    assert_eq!(in_bulk(&rules, &routes), by_route(&routes, |_| Ok(Verdict::Unmet)));
    assert!(rules.found_out());
}

#[test]
fn what_several_candidates_would_ask_in_the_same_words_is_asked_once_and_apart() {
    let rules = rules(include_str!("first.wat"));
    let asked = candidates(100).iter().map(|route| asked((0, route))).collect();
    let answers = rules.evaluate(asked).into_iter().map(|ruling| verdict(ruling.answer));
    assert_eq!(answers.collect::<Vec<_>>(), vec![Ok(Verdict::Met); 100]);
    assert!(!rules.found_out());
}

#[test]
fn two_thousand_candidates_one_after_another_find_nothing_of_each_other() {
    let rules = rules(include_str!("remembers.wat"));
    for route in candidates(2_000) {
        assert_eq!(alone(&rules, route), Ok(Verdict::Unmet));
    }
}

#[test]
fn a_candidate_on_which_a_plugin_never_ends_reaches_the_bound_by_himself() {
    let rules = rules(include_str!("hangs.wat"));
    let routes = candidates(100);
    let expected = |route: &str| match route {
        "ccs" => Err(RuleFault::Bound(BoundKind::Work)),
        route => met_by_vae(route),
    };
    assert_eq!(in_bulk(&rules, &routes), by_route(&routes, expected));
    assert!(!rules.found_out(), "a call that did not end well says nothing about company");
}

#[test]
fn an_answer_that_contradicts_the_facts_is_a_fault_of_the_package_and_no_verdict() {
    let rules = rules(include_str!("lies.wat"));
    let Err(RuleFault::Wrong { file, reason, .. }) = alone(&rules, "ccs") else {
        panic!("a lie was believed")
    };
    assert_eq!(
        (&*file, &*reason),
        ("rules.wasm", "what is missing is to be given with undetermined, and only then")
    );
    assert_eq!(alone(&rules, "vae"), Ok(Verdict::Unmet));
    let routes = candidates(20);
    let told = in_bulk(&rules, &routes);
    for (route, told) in routes.iter().zip(told) {
        assert_eq!(told.is_err(), *route == "ccs", "{route}: {told:?}");
    }
}
