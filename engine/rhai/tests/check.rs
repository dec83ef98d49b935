//! What the check refuses, with the text that is underlined and the advice that is given; and what it lets through.

#![expect(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod asked;
mod case;

use parchemin_core::{
    Lang, Speak, Subject, Verdict, limits::Bounds, plugin::RuleUse, ruling::Answer, vocabulary::View,
};
use parchemin_package::{PackageFault, check::Script};
use parchemin_rhai::{Context, RhaiRules, Sandbox};
use std::collections::BTreeMap;

fn compile(scripts: &[&str], rules: &[(&str, View)]) -> Result<RhaiRules, Vec<PackageFault>> {
    let scripts: Vec<Script> = scripts
        .iter()
        .enumerate()
        .map(|(n, text)| Script { file: format!("rules/{n}.rhai"), text: (*text).into() })
        .collect();
    let one =
        |(name, view): &(&str, View)| RuleUse { function: (*name).to_owned(), subject: *view, at: None };
    let rules: Vec<RuleUse> = rules.iter().map(one).collect();
    let absent_texts = BTreeMap::from([("missing".to_owned(), "a text that nobody has".to_owned())]);
    RhaiRules::new(
        &scripts,
        &rules,
        Context { parameters: &case::parameters(), absent_texts: &absent_texts },
        Sandbox::default(),
    )
}

/// What a refusal must say. The text it underlines is found in the script between « and ».
struct Refusal {
    script: &'static str,
    says: &'static str,
    advises: Option<&'static str>,
}

fn refusal(script: &'static str, says: &'static str, advises: Option<&'static str>) -> Refusal {
    Refusal { script, says, advises }
}

/// Removes the marks; gives the place and the text between them.
fn unmark(script: &str) -> (String, (usize, usize), String) {
    let (before, rest) = script.split_once('«').expect("an opening mark");
    let (underlined, after) = rest.split_once('»').expect("a closing mark");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (format!("{before}{underlined}{after}"), (line, column), underlined.to_owned())
}

/// The script has one fault, which says just that, at that place.
fn assert_refused(refusal: &Refusal, rule: (&str, View)) {
    let (script, place, underlined) = unmark(refusal.script);
    let faults = compile(&[&script], &[rule]).err().unwrap_or_else(|| panic!("not refused: {script}"));
    let [fault] = faults.as_slice() else { panic!("{script}: {faults:?}") };
    assert_eq!(fault.say(Lang::En), refusal.says, "{script}");
    assert_eq!(fault.underlined(), Some(underlined.as_str()), "{script}");
    assert_eq!(fault.place(), Some(place), "{script}");
    assert_eq!(fault.help(Lang::En).as_deref(), refusal.advises, "{script}");
    assert_ne!(fault.say(Lang::Fr), fault.say(Lang::En), "{script}");
    assert_eq!(fault.help(Lang::Fr).is_some(), refusal.advises.is_some(), "{script}");
    assert_eq!(fault.file(), "rules/0.rhai");
}

fn assert_all_refused(refusals: &[Refusal]) {
    refusals.iter().for_each(|refusal| assert_refused(refusal, ("rule", View::None)));
}

const SUBJECT: Option<&str> =
    Some("give the rule a subject in rules.toml, or ask for a word of the vocabulary");
const COUNTS: Option<&str> = Some("the vocabulary counts, the rule compares");
const VOCABULARY: Option<&str> = Some("see `parchemin vocabulary`");
const ONE_TYPE: Option<&str> = Some("compare two values of one type");
const ANSWERS: &str = "a rule answers with a condition or a verdict";
const ENDS: Option<&str> = Some("end with a comparison, all_of(…), any_of(…), met() or not_applicable()");

#[test]
fn what_is_not_straight_line_logic_is_refused() {
    assert_all_refused(&[
        refusal("fn rule() { «while» true {} true }", "a loop: a rule has none", SUBJECT),
        refusal("fn rule() { «loop» {} true }", "a loop: a rule has none", SUBJECT),
        refusal("fn rule() { «for» x in titre {} true }", "a loop: a rule has none", SUBJECT),
        refusal("fn rule() {\n    «do» {} while true;\n    true\n}", "a loop: a rule has none", SUBJECT),
        refusal("fn rule() { «switch» 1 { 1 => true } }", "`switch`: a rule has none", None),
        refusal("fn rule() { «try» { true } catch { false } }", "`try`: a rule has none", None),
        refusal("fn rule() { «throw» 1; }", "`throw`: a rule has none", None),
        refusal("fn rule() { «return»; }", "a `return` without an answer: a rule has none", None),
        refusal(
            "fn rule() { let x = true; x «=» false; x }",
            "an assignment: a rule has none",
            Some("define another variable by `let`"),
        ),
        refusal(
            "fn rule() { let x = 1; x «+=» 1; x > 1 }",
            "an assignment: a rule has none",
            Some("define another variable by `let`"),
        ),
        refusal(
            "fn rule() { file.trained «&&» file.holds_titre }",
            "`&&`: a rule has none",
            Some("write `all_of(a, b)`: unknown stays unknown in it"),
        ),
        refusal(
            "fn rule() { file.trained «||» file.holds_titre }",
            "`||`: a rule has none",
            Some("write `any_of(a, b)`: unknown stays unknown in it"),
        ),
        refusal("fn rule() { file.trained «??» false }", "`??`: a rule has none", None),
        refusal("fn rule() { file«?».trained }", "`?.`: a rule has none", None),
        refusal("fn rule() { let x = «[»1, 2]; true }", "an array or a map: a rule has none", None),
        refusal("fn rule() { let x = «#{»a: 1}; true }", "`#{`: a rule has none", None),
        refusal(
            "fn rule() { let x = law.activities; let y = x«[»0]; true }",
            "an index: a rule has none",
            None,
        ),
        refusal(
            "fn rule() { file.route == «`${file.enrolment}!`» }",
            "an interpolated text: a rule has none",
            None,
        ),
        refusal("fn rule() { «this» }", "`this`: a rule has none", None),
        refusal("fn rule() { let x = «'»a'; true }", "a single character: a rule has none", None),
        refusal("fn rule() { let x = «(»); true }", "`()`: a rule has none", None),
        refusal(
            "fn rule() { let f = «|»x| x; true }",
            "a function without a name: a rule has none",
            Some("write `fn name(x) { … }` and call it"),
        ),
        refusal(
            "fn rule() { let f = «||» true; true }",
            "a function without a name: a rule has none",
            Some("write `fn name(x) { … }` and call it"),
        ),
        refusal("fn rule() { «eval»(\"true\") }", "`eval`: a rule has none", None),
        refusal("fn rule() { «Fn»(\"rule\") }", "`Fn`: a rule has none", None),
        refusal("fn rule() { «import» \"x\" as x; true }", "`import`: a rule has none", None),
    ]);
}

#[test]
fn operators_other_than_comparisons_are_refused() {
    assert_all_refused(&[
        refusal("fn rule() { law.minimum_days «+» 1 > 3 }", "the operator `+` is not for rules", COUNTS),
        refusal("fn rule() { law.minimum_days «*» 2 > 3 }", "the operator `*` is not for rules", COUNTS),
        refusal("fn rule() { «!»file.trained }", "the operator `!` is not for rules", Some("write `not(…)`")),
    ]);
}

#[test]
fn recursion_is_refused_at_the_name_of_the_function() {
    let help = Some("a rule has no recursion");
    assert_refused(
        &refusal("fn rules() { true }\n// fn rule\nfn  «rule»() { rule() }", "`rule` calls itself", help),
        ("rule", View::None),
    );
    let faults = compile(
        &["fn rule() { all_of(one()) }\nfn one() { two() }\nfn two() { one() }"],
        &[("rule", View::None)],
    )
    .err()
    .unwrap();
    let said: Vec<_> = faults.iter().map(|fault| (fault.say(Lang::En), fault.place())).collect();
    assert_eq!(
        said,
        [("`one` calls itself".to_owned(), Some((2, 4))), ("`two` calls itself".to_owned(), Some((3, 4)))]
    );
}

#[test]
fn unknown_words_are_refused_with_the_nearest() {
    assert_all_refused(&[
        refusal(
            "fn rule() { for_want_of(«\"mising\"») }",
            "the text `mising` is not declared absent",
            Some("perhaps `missing`"),
        ),
        refusal(
            "fn rule() { «al_of»(true) }",
            "the vocabulary does not know `al_of`",
            Some("perhaps `all_of`, `any_of`"),
        ),
        refusal(
            "fn rule() { «fil».route == \"vae\" }",
            "the vocabulary does not know `fil`",
            Some("perhaps `file`"),
        ),
        refusal(
            "fn rule() { file.«rout» == \"vae\" }",
            "the vocabulary does not know `rout`",
            Some("perhaps `route`"),
        ),
        refusal(
            "fn rule() { session.«provide»(\"ecf\") }",
            "the vocabulary does not know `provide`",
            Some("perhaps `provided`"),
        ),
        refusal("fn rule() { «qqqq»() }", "the vocabulary does not know `qqqq`", VOCABULARY),
        refusal("fn rule() { «sleep»(10) }", "the vocabulary does not know `sleep`", VOCABULARY),
        refusal(
            "fn rule() { law.«minimum_day» > 3 }",
            "there is no parameter `minimum_day`",
            Some("perhaps `minimum_days`"),
        ),
        refusal("fn rule() { file.route.«length» > 3 }", "this value has no members", VOCABULARY),
    ]);
}

#[test]
fn wrong_numbers_of_arguments_are_refused() {
    assert_all_refused(&[
        refusal("fn rule() { «not»(true, false) }", "`not` takes 1 argument(s), not 2", VOCABULARY),
        refusal("fn rule() { «all_of»() }", "`all_of` takes 1–8 argument(s), not 0", VOCABULARY),
        refusal(
            "fn rule() { session.«provided»(\"ecf\", \"project\") }",
            "`provided` takes 1 argument(s), not 2",
            VOCABULARY,
        ),
        refusal(
            "fn rule() { «help»(1) }\nfn help() { true }",
            "`help` takes 0 argument(s), not 1",
            VOCABULARY,
        ),
    ]);
}

#[test]
fn unlike_types_are_refused() {
    let branches = Some("answer alike on both sides");
    assert_all_refused(&[
        refusal(
            "fn rule() { file.route «==» 3 }",
            "`==` compares unlike types, or types without order: text and number",
            ONE_TYPE,
        ),
        refusal(
            "fn rule() { file.route «<» \"vae\" }",
            "`<` compares unlike types, or types without order: text and text",
            ONE_TYPE,
        ),
        refusal(
            "fn rule() { decision_day() «>=» law.minimum_days }",
            "`>=` compares unlike types, or types without order: date and number",
            ONE_TYPE,
        ),
        refusal(
            "fn rule() { file.route == «\"vaee\"» }",
            "\"vaee\" cannot occur here",
            Some("one of: \"continuous-training\", \"vae\", \"capitalisation\", \"ccs\""),
        ),
        refusal(
            "fn rule() { session.provided(«\"dossier\"») }",
            "\"dossier\" cannot occur here",
            Some(
                "one of: \"mise-en-situation\", \"project\", \"technical-interview\", \"questionnaire\", \"production-questioning\", \"ecf\", \"dossier-professionnel\", \"dossier-annexes\", \"final-interview\"",
            ),
        ),
        refusal("fn rule() { file «==» file }", "compare one of its members", None),
        refusal("fn rule() { all_of(«3», true) }", "wanted here: true or false; found: number", None),
        refusal("fn rule() { related_days(«3») > 1 }", "wanted here: list of words; found: number", None),
        refusal(
            "fn rule() { if law.«minimum_days» { true } else { false } }",
            "wanted here: true or false; found: number",
            None,
        ),
        refusal(
            "fn rule() { let x = «if» file.trained { 3 } else { true }; x == true }",
            "the two branches have not the same type",
            branches,
        ),
    ]);
}

#[test]
fn a_rule_that_does_not_answer_is_refused() {
    let lost = Some("write `return …` to answer, `let` to keep it");
    assert_all_refused(&[
        refusal("fn rule() { «3» }", ANSWERS, ENDS),
        refusal("fn rule() { law.«minimum_days» }", ANSWERS, ENDS),
        refusal("fn rule() { return file.«route»; }", ANSWERS, ENDS),
        refusal("fn rule() { «decision_day»() }", ANSWERS, ENDS),
        refusal("fn rule() «{» }", ANSWERS, ENDS),
        refusal("fn rule() { «let» x = true; }", ANSWERS, ENDS),
        refusal("fn rule() { if file.trained { return «3»; } true }", ANSWERS, ENDS),
        refusal("fn rule() { «if» file.trained { return true; } }", ANSWERS, ENDS),
        refusal("fn rule() { «met»(); file.trained }", "this value is lost", lost),
        refusal(
            "fn rule() { if file.trained { «not_applicable»() } file.holds_titre }",
            "this value is lost",
            lost,
        ),
    ]);
}

#[test]
fn names_that_are_taken_are_refused() {
    let other = Some("choose another name");
    assert_all_refused(&[
        refusal("fn «all_of»(x) { true }\nfn rule() { true }", "`all_of` is a word of the vocabulary", other),
        refusal(
            "fn «provided»(x) { true }\nfn rule() { session.provided(\"ecf\") }",
            "`provided` is a word of the vocabulary",
            other,
        ),
        refusal("fn rule() { let «file» = true; file }", "`file` is a reserved name", other),
        refusal("fn «help»(law) { true }\nfn rule() { help(true) }", "`law` is a reserved name", other),
    ]);
    let twice = ["fn rule() { true }\nfn help() { true }", "fn other() { help() }\n\nfn help() { false }"];
    let faults = compile(&twice, &[("rule", View::None)]).err().unwrap();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!(fault.say(Lang::En), "`help` is already defined in rules/0.rhai");
    assert_eq!(fault.help(Lang::En).as_deref(), Some("keep only one"));
    assert_eq!(
        (fault.file(), fault.place(), fault.underlined()),
        ("rules/1.rhai", Some((3, 4)), Some("help"))
    );
}

#[test]
fn a_rule_needs_its_function_with_the_arguments_of_its_subject() {
    assert_refused(
        &refusal("fn «rule»() { true }", "the rule `rule` is on juror and so takes 1 argument(s)", None),
        ("rule", View::Juror),
    );
    assert_refused(
        &refusal("fn «rule»(juror) { true }", "the rule `rule` is on file and so takes 0 argument(s)", None),
        ("rule", View::None),
    );
    for scripts in [&["fn route_open() { true }"][..], &[]] {
        let faults = compile(scripts, &[("rout_open", View::None)]).err().unwrap();
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!(fault.say(Lang::En), "no script defines the function `rout_open`");
        assert_eq!(fault.say(Lang::Fr), "aucun script ne définit la fonction `rout_open`");
        let near = (!scripts.is_empty()).then_some("perhaps `route_open`");
        assert_eq!(fault.help(Lang::En).as_deref(), near);
    }
}

#[test]
fn what_stands_outside_a_function_is_refused() {
    let function = Some("write `fn name() { … }`");
    let says = "a script holds nothing but functions";
    assert_all_refused(&[
        refusal("«let» x = 3;\nfn rule() { true }", says, function),
        refusal("fn rule() { true }\n«met»();", says, function),
        refusal("«const» X = 3;\nfn rule() { true }", says, function),
    ]);
}

#[test]
fn a_script_that_cannot_be_read_is_refused_at_its_place() {
    assert_all_refused(&[
        refusal(
            "fn rule() {\n    // é\n    file.trained == «}»\n",
            "the script cannot be read: Unexpected '}'",
            None,
        ),
        refusal(
            "fn rule() {\n    let vae = true\n    «vae»\n}",
            "the script cannot be read: Expecting ';' to terminate this statement",
            None,
        ),
        refusal(
            "fn rule() { file.route == «\"»vae }",
            "a text is not closed by its quotation mark",
            Some("write \" at the end of the text"),
        ),
        refusal(
            "fn rule() { true }\n«fn» rule() { false }",
            "the script cannot be read: Function rule with no parameters already exists",
            None,
        ),
    ]);
    let deep = format!("fn rule() {{ {}true{} }}", "not(".repeat(40), ")".repeat(40));
    let faults = compile(&[&deep], &[("rule", View::None)]).err().unwrap();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!(fault.say(Lang::En), "the expression is nested too deeply");
    assert_eq!(fault.help(Lang::En).as_deref(), Some("split it by `let` or into several functions"));
}

#[test]
fn all_that_is_wrong_is_said_at_once_in_the_order_of_the_text() {
    let script =
        "fn rule() {\n    let days = law.minimum_day;\n    file.rout == 3\n}\nfn other() { fil.x && met() }";
    for _ in 0..10 {
        let faults = compile(&[script], &[("rule", View::None)]).err().unwrap();
        let underlined: Vec<_> = faults.iter().filter_map(PackageFault::underlined).collect();
        assert_eq!(underlined, ["minimum_day", "rout", "&&"]);
    }
}

/// The answer of a rule on a file that comes by VAE, with a session whose jury has one member.
fn answer(script: &str, view: View) -> Answer {
    const FILE: &str = r#"{
        "route": "vae",
        "events": {"request_filed": "2025-01-15"},
        "experience": [{"from": "2020-01-01", "to": "2020-12-31", "related": true, "status": "employee"}],
        "sessions": [{"date": "2025-05-01", "kind": "titre", "jury": [{"professional": true, "years_in_job": 4}]}]
    }"#;
    let subject = if view == View::Juror { Subject::Juror(0) } else { Subject::File };
    let rules = compile(&[script], &[("rule", view)]).unwrap_or_else(|faults| panic!("{script}: {faults:?}"));
    let reading = case::reading(FILE, subject, Bounds::DEFAULT);
    asked::ruling(&rules, 0, reading).answer.unwrap_or_else(|fault| panic!("{script}: {fault}"))
}

#[test]
fn rules_as_they_are_written_are_accepted_and_answer() {
    let truths = [
        (true, "fn rule() { file.route == \"vae\" }"),
        (true, "fn rule() { file.route == \"vae\"; }"),
        (true, "fn rule() { return file.route == \"vae\"; }"),
        (false, "fn rule() { not(file.route == \"vae\") }"),
        (true, "fn rule() { if file.route == \"vae\" { return true; } false }"),
        (true, "fn rule() { if file.route == \"vae\" { return true; } else { return false; } }"),
        (true, "fn rule() { if file.route == \"ccs\" { return false; } else { file.route == \"vae\" } }"),
        (
            true,
            "fn rule() { if file.route == \"ccs\" { false } else if file.trained { false } else { true } }",
        ),
        (true, "fn rule() { let days = related_days(law.activities); days >= law.minimum_days }"),
        (true, "fn rule() { let days = 1; let days = days == 1; days }"),
        (true, "fn rule() { let vae = if file.route == \"vae\" { true } else { false }; vae }"),
        (
            true,
            "fn rule() { all_of(by_vae(), enough(related_days(law.activities))) }
                fn by_vae() { file.route == \"vae\" } fn enough(days) { days >= 365 }",
        ),
        (true, "fn rule() { any_of(file.trained, not(file.trained)) }"),
        (true, "fn rule() { session.day < years_after(file.request_filed_on, 1) }"),
        (true, "fn rule() { all_of(true, true, true, true, true, true, true, file.route != \"ccs\") }"),
        (true, "// What the rule decides.\nfn rule() { /* so */ true }"),
    ];
    for (expected, script) in truths {
        assert_eq!(answer(script, View::None), Answer::Truth(Ok(expected)), "{script}");
    }
    let verdicts = [
        (
            Verdict::NotApplicable,
            "fn rule() { if file.route == \"vae\" { return not_applicable(); } file.trained }",
        ),
        (
            Verdict::NotApplicable,
            "fn rule() { if file.route == \"vae\" { not_applicable() } else { file.trained } }",
        ),
        (Verdict::Met, "fn rule() { if file.trained { return false; } met() }"),
    ];
    for (expected, script) in verdicts {
        assert_eq!(answer(script, View::None), Answer::Verdict(expected), "{script}");
    }
    let of_the_juror =
        "fn rule(juror) { all_of(juror.professional, juror.years_in_job >= 3, jury.size == 1) }";
    assert_eq!(answer(of_the_juror, View::Juror), Answer::Truth(Ok(true)));
}

#[test]
fn functions_may_stand_in_several_files_and_several_on_a_line() {
    let scripts = [
        "fn rule() { all_of(one(), two()) }",
        "fn one() { true } fn two() { not(three(false)) } fn three(x) { x }",
    ];
    let rules = compile(&scripts, &[("rule", View::None)]).unwrap_or_else(|faults| panic!("{faults:?}"));
    let reading = case::reading("{}", Subject::File, Bounds::DEFAULT);
    assert_eq!(asked::ruling(&rules, 0, reading).answer, Ok(Answer::Truth(Ok(true))));
}
