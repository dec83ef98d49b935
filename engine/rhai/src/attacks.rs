//! Every bound of the sandbox, attacked. The scripts run without the check, which would refuse most of them: the
//! sandbox holds by itself. Each attack ends at a named limit, soon, and the next rule on the same engine answers.

#[path = "../tests/case/mod.rs"]
mod case;

use super::*;
use crate::RhaiRules;
use parchemin_core::{
    Subject,
    ruling::{Answer, Asked, RuleFault},
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

/// Soon, for unoptimised code on a busy machine.
const SOON: Duration = Duration::from_secs(5);

/// A file that the good rule is met by.
const FILE: &str = r#"{"route": "vae"}"#;

/// A time that stands still, so that only the deterministic bounds can end a script.
fn still() -> Sandbox {
    Sandbox { clock: Arc::new(|| Duration::ZERO), ..Sandbox::default() }
}

/// Compiles an attack beside a good rule.
fn beside_a_good_rule(attack: &str, sandbox: &Sandbox) -> RhaiRules {
    let script = format!("fn good() {{ all_of(file.route == \"vae\", law.minimum_days > 300) }}\n{attack}");
    RhaiRules::unchecked(&script, &case::parameters(), sandbox.clone())
        .unwrap_or_else(|error| panic!("{attack}: {error}"))
}

fn run(rules: &RhaiRules, function: &str, file: &str) -> Result<Answer, RuleFault> {
    let reading = case::reading(file, Subject::File, rules.bounds());
    rules.interpret(Asked { rule: rules.place(function), reading }).answer
}

/// Runs an attack and, on the same engine, the good rule.
fn attacked(attack: &str, file: &str, sandbox: &Sandbox) -> RuleFault {
    let rules = beside_a_good_rule(attack, sandbox);
    let start = Instant::now();
    let fault = run(&rules, "attack", file).expect_err(attack);
    assert!(start.elapsed() < SOON, "{attack}: {:?}", start.elapsed());
    assert_eq!(run(&rules, "good", FILE), Ok(Answer::Truth(Ok(true))), "after {attack}");
    fault
}

/// Periods of experience with four members each.
fn file_of_periods(count: usize) -> String {
    let period = r#"{"from": "2020-01-01", "to": "2020-02-01", "related": true, "status": "employee"}"#;
    format!(r#"{{"route": "vae", "experience": [{}]}}"#, vec![period; count].join(","))
}

#[test]
fn every_runaway_script_ends_at_its_bound() {
    use BoundKind::{Depth, Memory, Work};
    let attacks = [
        (Work, "fn attack() { loop {} }"),
        (Work, "fn attack() { while true { let x = 1; } }"),
        (Work, "fn attack() { do {} until false }"),
        (Work, "fn a() { loop {} } fn b() { a() } fn attack() { b() }"),
        (Work, "fn attack() { loop { file.route } }"),
        (Work, "fn attack() { loop { all_of(true, not(false)) } }"),
        (Work, "fn a() { loop {} } fn attack() { loop { try { a() } catch {} } }"),
        (Depth, "fn attack() { attack() }"),
        (Depth, "fn a() { b() } fn b() { attack() } fn attack() { a() }"),
        (Depth, "fn attack() { all_of(true, not(attack())) }"),
        (Memory, "fn attack() { let s = \"text\"; loop { s += s; } }"),
        (Memory, "fn attack() { let s = \"text\"; loop { s = s + s; } }"),
        (Memory, "fn attack() { let s = \"text\"; loop { s = `${s}${s}`; } }"),
        (Memory, "fn attack() { let s = \"text\"; loop { try { s += s; } catch {} } }"),
        (Memory, "fn attack() { let a = [1]; loop { a = [a, a]; } }"),
        (Memory, "fn attack() { let a = [1]; loop { a += a; } }"),
        (Memory, "fn attack() { let a = [1]; loop { a[0] = a; } }"),
        (Memory, "fn attack() { let s = \"text\"; let a = [s]; loop { s += \"text\"; a[0] = [a[0], s]; } }"),
    ];
    for (kind, attack) in attacks {
        assert_eq!(attacked(attack, "{}", &still()), RuleFault::Bound(kind), "{attack}");
    }
}

#[test]
fn a_giant_text_does_not_leave_the_sandbox() {
    let attack = format!("fn attack() {{ \"{}\" }}", "x".repeat(4_000));
    assert!(matches!(attacked(&attack, "{}", &still()), RuleFault::Wrong { .. }));
    let too_long = format!("fn attack() {{ \"{}\" }}", "x".repeat(5_000));
    assert!(RhaiRules::unchecked(&too_long, &case::parameters(), still()).is_err());
}

#[test]
fn many_variables_end_at_the_bound_on_memory() {
    let variables: String = (0..100).map(|n| format!("let x{n} = {n}; ")).collect();
    let attack = format!("fn attack() {{ {variables} true }}");
    assert_eq!(attacked(&attack, "{}", &still()), RuleFault::Bound(BoundKind::Memory));
}

#[test]
fn native_calls_over_thousands_of_periods_end_at_the_bound_on_work_every_time() {
    let sandbox = Sandbox { bounds: Bounds { work: 30_000, ..Bounds::DEFAULT }, ..still() };
    let file = file_of_periods(2_000);
    for attack in [
        "fn attack() { loop { related_days(law.activities); } }",
        "fn attack() { loop { try { related_days(law.activities) } catch {} } }",
        "fn five() { let a = law.activities; [related_days(a), related_days(a), related_days(a), related_days(a)] }
         fn attack() { five() }",
    ] {
        for _ in 0..2 {
            assert_eq!(attacked(attack, &file, &sandbox), RuleFault::Bound(BoundKind::Work), "{attack}");
        }
    }
}

#[test]
fn too_many_reads_end_at_the_bound_on_output() {
    let attack = "fn attack() { related_days(law.activities) > 3 }";
    assert_eq!(attacked(attack, &file_of_periods(6_000), &still()), RuleFault::Bound(BoundKind::Output));
}

#[test]
fn the_clock_stops_a_script_the_first_time_and_the_hundredth() {
    let looks = AtomicU64::new(0);
    let sandbox = Sandbox {
        // Each look at this clock takes five milliseconds.
        clock: Arc::new(move || Duration::from_millis(5 * looks.fetch_add(1, Ordering::Relaxed))),
        ..Sandbox::default()
    };
    for attack in [
        "fn attack() { loop {} }",
        "fn a() { loop {} } fn attack() { loop { try { a() } catch {} } }",
        "fn attack() { loop { file.route } }",
        "fn attack() { while not(false) { all_of(true, true) } }",
    ] {
        let rules = beside_a_good_rule(attack, &sandbox);
        for _ in 0..100 {
            assert_eq!(run(&rules, "attack", "{}"), Err(RuleFault::Time), "{attack}");
            assert_eq!(run(&rules, "good", FILE), Ok(Answer::Truth(Ok(true))), "after {attack}");
        }
    }
    let jump = AtomicU64::new(0);
    let an_hour_late = Sandbox {
        clock: Arc::new(move || Duration::from_secs(3_600 * jump.fetch_add(1, Ordering::Relaxed))),
        ..Sandbox::default()
    };
    assert_eq!(
        run(&beside_a_good_rule("fn attack() { loop {} }", &an_hour_late), "attack", "{}"),
        Err(RuleFault::Time)
    );
}

#[test]
fn a_script_cannot_pretend_to_be_stopped() {
    let fault = attacked(&format!("fn attack() {{ throw \"{STOPPED_BY_CLOCK}\" }}"), "{}", &still());
    assert!(matches!(fault, RuleFault::Wrong { .. }), "{fault:?}");
}

#[test]
fn a_thousand_exhausted_calls_leave_the_engine_as_good_as_before() {
    let sandbox = Sandbox { bounds: Bounds { work: 2_000, ..Bounds::DEFAULT }, ..still() };
    let rules = beside_a_good_rule(
        "fn work() { loop {} } fn depth() { depth() } fn memory() { let s = \"text\"; loop { s += s; } }",
        &sandbox,
    );
    let attacks = [("work", BoundKind::Work), ("depth", BoundKind::Depth), ("memory", BoundKind::Memory)];
    for (attack, kind) in attacks.into_iter().cycle().take(1_000) {
        assert_eq!(run(&rules, attack, "{}"), Err(RuleFault::Bound(kind)));
    }
    assert_eq!(run(&rules, "good", FILE), Ok(Answer::Truth(Ok(true))));
}

/// Bodies as deep as the parser lets them be, each with a call at the bottom.
const NESTED: [fn(usize) -> String; 8] = [
    |n| format!("{}attack(){}", "not(".repeat(n), ")".repeat(n)),
    |n| format!("{}attack(){}", "all_of(true, ".repeat(n), ")".repeat(n)),
    |n| format!("{}{{ attack() }}", "if false { true } else ".repeat(n)),
    |n| format!("{}attack(){}", "if true { ".repeat(n), " }".repeat(n)),
    |n| format!("{}attack(){}", "let x = { ".repeat(n), " }; x".repeat(n)),
    |n| format!("{}attack(){}", "switch 1 { 1 => ".repeat(n), " }".repeat(n)),
    |n| format!("{}attack(){}", "true == (".repeat(n), ")".repeat(n)),
    |n| format!("{}attack(){}", "`${".repeat(n), "}`".repeat(n)),
];

#[test]
fn the_deepest_calls_of_the_deepest_expressions_fit_on_the_stack_of_a_thread() {
    // A stack that overflows takes the process with it. Without optimisation rhai needs six times as much.
    let stack = if cfg!(debug_assertions) { 12 } else { 2 } * 1024 * 1024;
    let sandbox = Sandbox { bounds: Bounds::CEILING, ..still() };
    let all = move || {
        for nested in NESTED {
            let script = |n| format!("fn attack() {{ {} }}", nested(n));
            let compiles =
                |n: &usize| RhaiRules::unchecked(&script(*n), &case::parameters(), sandbox.clone()).is_ok();
            let deepest = (1..64).rev().find(compiles).unwrap();
            assert_eq!(attacked(&script(deepest), "{}", &sandbox), RuleFault::Bound(BoundKind::Depth));
        }
    };
    thread::Builder::new().stack_size(stack).spawn(all).unwrap().join().unwrap();
}

#[test]
fn what_is_nested_without_end_is_refused_by_the_parser() {
    let start = Instant::now();
    for (open, close) in [
        ("(", ")"),
        ("not(", ")"),
        ("{", "}"),
        ("[", "]"),
        ("!", ""),
        ("- ", ""),
        ("1 + ", ""),
        ("if true {", "}"),
        ("if true {} else ", ""),
        ("`${", "}`"),
        ("file.", ""),
    ] {
        for script in [
            format!("fn attack() {{ {}x{} }}", open.repeat(5_000), close.repeat(5_000)),
            format!("{}x{}", open.repeat(5_000), close.repeat(5_000)),
        ] {
            assert!(RhaiRules::unchecked(&script, &case::parameters(), still()).is_err(), "{open}");
        }
    }
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn what_could_escape_or_outgrow_the_bounds_is_not_in_the_language() {
    for expression in [
        "eval(\"true\")",
        "Fn(\"good\")",
        "|x| x",
        "|| true",
        "import \"other\" as other",
        "export file",
        "other::good()",
        "global::x",
        "#{}",
        "#{a: 1}",
        "1.5",
        "spawn",
    ] {
        let script = format!("fn attack() {{ {expression} }}");
        assert!(RhaiRules::unchecked(&script, &case::parameters(), still()).is_err(), "{expression}");
    }
}

#[test]
fn no_function_is_there_but_those_of_the_vocabulary() {
    let names = [
        "eval",
        "Fn",
        "call",
        "curry",
        "is_def_fn",
        "is_def_var",
        "is_shared",
        "is_anonymous",
        "type_of",
        "print",
        "debug",
        "sleep",
        "timestamp",
        "elapsed",
        "now",
        "exit",
        "import",
        "export",
        "load",
        "open",
        "read",
        "env",
        "rand",
        "parse_json",
        "to_json",
        "parse_int",
        "to_string",
        "to_debug",
        "len",
        "chars",
        "split",
        "replace",
        "push",
        "pop",
        "pad",
        "insert",
        "append",
        "sort",
        "map",
        "filter",
        "reduce",
        "range",
        "keys",
        "values",
        "blob",
        "contains",
        "tag",
        "set_tag",
        "name",
        "get_fn_metadata_list",
        "abs",
        "sqrt",
        "get$route",
        "set$route",
    ];
    for name in names {
        for call in ["{}()", "{}(1)", "{}(\"a\")", "{}(\"a\", 1)", "\"a\".{}()", "[1].{}(1)", "file.{}()"] {
            let call = call.replace("{}", name);
            match RhaiRules::unchecked(&format!("fn attack() {{ {call} }}"), &case::parameters(), still()) {
                Err(_) => {}
                Ok(rules) => {
                    let answer = run(&rules, "attack", "{}");
                    assert!(matches!(answer, Err(RuleFault::Wrong { .. })), "{call}: {answer:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_no_answer_and_what_is_of_another_type_is_wrong_and_never_quietly_false() {
    for body in [
        "3",
        "\"vae\"",
        "[true]",
        "()",
        "'a'",
        "file",
        "decision_day()",
        "law.activities",
        "file == file",
        "file.route == 3",
        "1 == \"1\"",
        "true < 3",
        "all_of(3)",
        "not(met())",
        "related_days(3)",
        "years_after(3, 3)",
        "session.provided(3)",
        "session.provided(\"elsewhere\")",
        "titre.foresees(true)",
        "let three = 3; if three { true } else { true }",
        "file.route = \"vae\"; true",
        "law.minimum_days = 1; true",
    ] {
        let fault = attacked(&format!("fn attack() {{ {body} }}"), FILE, &still());
        assert!(matches!(fault, RuleFault::Wrong { .. }), "{body}: {fault:?}");
    }
}
