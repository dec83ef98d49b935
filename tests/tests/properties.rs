//! What holds for every file, whatever stands in it; tried on files made up at random, the same ones on every run.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod files;

use parchemin::{
    Parchemin, Refusal, Setup,
    core::{
        CandidateFile, Day, Decision, Lang, Verdict, canonical,
        decision::{Finding, Outcome},
        file::{Leniency, Question, parse},
    },
    explain::{self, Detail},
};
use parchemin_bulk::members::{pointers, without};
use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{Config, RngSeed},
};
use serde_json::{Value, json};
use std::{sync::LazyLock, thread};

/// The same cases on every run, and nothing written beside the tests.
fn config() -> Config {
    Config {
        cases: 300,
        rng_seed: RngSeed::Fixed(20_250_520),
        failure_persistence: None,
        ..Config::default()
    }
}

/// The packages we ship, with either edition of the framework.
static HOSTS: LazyLock<[Parchemin; 2]> = LazyLock::new(hosts);

fn hosts() -> [Parchemin; 2] {
    ["cadre@1", "cadre@2"].map(|edition| {
        let mut setup = Setup::default();
        setup.use_edition(edition).unwrap();
        Parchemin::new(&setup).unwrap()
    })
}

fn read(file: &Value) -> CandidateFile {
    parse(file.to_string().as_bytes(), Leniency::Strict).unwrap_or_else(|fault| panic!("{fault}\n{file:#}"))
}

fn decide(edition: usize, file: &Value) -> Decision {
    HOSTS[edition].decide(&read(file), None, Lang::Fr).unwrap_or_else(|refusal| panic!("{refusal}\n{file:#}"))
}

// ── The order of rows ───────────────────────────────────────────────────────────────────────────────────────────

/// A file, and the same with its periods and its CCPs in another order.
fn reordered() -> impl Strategy<Value = (Value, Value)> {
    files::plausible().prop_flat_map(|file| {
        let rows = |list: &str| Just(file[list].as_array().cloned().unwrap_or_default()).prop_shuffle();
        (rows("experience"), rows("ccps"), Just(file.clone())).prop_map(|(experience, ccps, file)| {
            let mut other = file.clone();
            for (list, rows) in [("experience", experience), ("ccps", ccps)] {
                if let Some(place) = other.get_mut(list) {
                    *place = rows.into();
                }
            }
            for session in other.get_mut("sessions").and_then(Value::as_array_mut).into_iter().flatten() {
                for list in ["/ccps", "/decision/ccps"] {
                    session
                        .pointer_mut(list)
                        .and_then(Value::as_array_mut)
                        .into_iter()
                        .for_each(|l| l.reverse());
                }
            }
            (file, other)
        })
    })
}

/// All verdicts, in an order of their own. A row has another place in another order: it is known by what it says.
fn verdicts(decision: &Decision, file: &Value) -> Vec<(String, String, Verdict)> {
    let subject = |finding: &Finding| {
        let subject = finding.subject.as_deref().unwrap_or_default();
        file.pointer(subject).filter(|_| !subject.is_empty()).map_or(subject.to_owned(), Value::to_string)
    };
    let mut all: Vec<_> = decision
        .findings
        .iter()
        .map(|finding| (finding.rule.clone(), subject(finding), finding.verdict))
        .collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn verdicts_do_not_depend_on_the_order_of_periods_or_of_ccps((file, other) in reordered(), edition in 0..2_usize) {
        let (one, two) = (decide(edition, &file), decide(edition, &other));
        prop_assert_eq!(verdicts(&one, &file), verdicts(&two, &other));
        prop_assert_eq!(&one.questions, &two.questions);
        prop_assert_eq!((one.headline, one.document), (two.headline, two.document));
        let standings = |decision: &Decision| {
            decision.ccps.iter().map(|ccp| (ccp.ccp.clone(), ccp.state, ccp.usable_until)).collect::<Vec<_>>()
        };
        prop_assert_eq!(standings(&one), standings(&two));
        let deadlines =
            |decision: &Decision| decision.deadlines.iter().map(|d| (d.id.clone(), d.until)).collect::<Vec<_>>();
        prop_assert_eq!(deadlines(&one), deadlines(&two));
    }
}

// ── Experience ──────────────────────────────────────────────────────────────────────────────────────────────────

/// How good a verdict is for the candidate.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Unmet => 0,
        Verdict::Undetermined => 1,
        Verdict::Met => 2,
        Verdict::NotApplicable => 3,
    }
}

fn finding<'d>(decision: &'d Decision, rule: &str) -> &'d Finding {
    decision.findings.iter().find(|finding| finding.rule == rule).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn one_more_month_of_related_experience_never_makes_vae_worse(
        mut file in files::plausible(), start in 0..7000_i64, hours in 0..200_u32, edition in 0..2_usize,
    ) {
        file["route"] = json!("vae");
        // An absent list is unknown: a list of one row would say that there is nothing else.
        if file.get("experience").is_none() {
            file["experience"] = json!([]);
        }
        let from = "2010-01-01".parse::<Day>().unwrap().days_after(start);
        let month = json!({
            "from": from, "to": from.months_after(1), "status": "employee", "related": true, "hours": hours,
        });
        let before = decide(edition, &file);
        file["experience"].as_array_mut().unwrap().push(month);
        let after = decide(edition, &file);
        let (was, is) = (finding(&before, "vae-experience").verdict, finding(&after, "vae-experience").verdict);
        prop_assert!(rank(is) >= rank(was), "{was:?} became {is:?}:\n{file:#}");
        let question = |decision: &Decision| decision.questions[&Question::Recevabilite].verdict;
        prop_assert!(rank(question(&after)) >= rank(question(&before)), "{file:#}");
    }
}

// ── What is left out ────────────────────────────────────────────────────────────────────────────────────────────

/// Where leaving a member out may make a rule met: the member, the rules, and why they may.
const EXCEPTIONS: [(&str, &[&str], &str); 3] = [
    (
        "/enrolment",
        &["route-open"],
        "a route that is open as a whole is open to whoever states no enrolment; what it is for each way of enrolment, \
         the text does not say",
    ),
    (
        "/route",
        &["titre-in-force", "held-usable", "held-usable-for-titre"],
        "the events of another route do not choose the revision; without a route, every event may be the candidate’s",
    ),
    (
        "/events/request_filed",
        &["ccs-experience"],
        "a VAE request, where one is stated, bounds the activity; a CCS does not need one",
    ),
];

/// What has happened after the date of the decision does not count; left without its day, it is held as the file says.
const HELD_SINCE: [&str; 2] = ["awarded_on", "deliberated_on"];

fn excused(file: &Value, pointer: &str, rule: &str) -> bool {
    let day = |value: &Value| value.as_str().and_then(|text| text.parse::<Day>().ok());
    let (_, name) = pointer.rsplit_once('/').unwrap();
    let to_come = HELD_SINCE.contains(&name)
        && matches!((file.pointer(pointer).and_then(day), day(&file["evaluate_on"])), (Some(a), Some(b)) if a > b);
    let listed = EXCEPTIONS.iter().any(|(member, rules, _)| {
        // Leaving out an object leaves out its members.
        (pointer == *member || member.starts_with(&format!("{pointer}/"))) && rules.contains(&rule)
    });
    to_come || listed
}

/// The pointers of all members of objects, those inside others too; the date of the decision is no fact.
fn members(file: &Value) -> Vec<String> {
    let is_row =
        |pointer: &String| pointer.rsplit('/').next().is_some_and(|name| name.parse::<usize>().is_ok());
    pointers(file).into_iter().filter(|pointer| !is_row(pointer) && pointer != "/evaluate_on").collect()
}

fn open(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Unmet | Verdict::Undetermined)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn leaving_a_member_out_never_makes_a_rule_met(
        file in files::plausible(), chosen in prop::collection::vec(any::<Index>(), 8), edition in 0..2_usize,
    ) {
        let before = decide(edition, &file);
        let members = members(&file);
        // All members of all files would take minutes; these are as many files, and each has some of its members left out.
        for pointer in chosen.iter().filter(|_| !members.is_empty()).map(|index| index.get(&members)) {
            let after = decide(edition, &without(&file, pointer));
            for was in before.findings.iter().filter(|finding| open(finding.verdict)) {
                let is = after.findings.iter().find(|is| is.rule == was.rule && is.subject == was.subject);
                let became_met = is.is_some_and(|is| is.verdict == Verdict::Met);
                prop_assert!(
                    !became_met || excused(&file, pointer, &was.rule),
                    "without {pointer}, {} ({:?}) is no longer {:?} but met:\n{file:#}", was.rule, was.subject, was.verdict
                );
            }
            // Nor does a question become met because the finding that kept it open is gone.
            for (question, was) in before.questions.iter().filter(|(_, answered)| open(answered.verdict)) {
                let keeps_it_open = |finding: &&Finding| finding.question == *question && open(finding.verdict);
                let all_excused =
                    before.findings.iter().filter(keeps_it_open).all(|finding| excused(&file, pointer, &finding.rule));
                prop_assert!(
                    after.questions[question].verdict != Verdict::Met || all_excused,
                    "without {pointer}, {question:?} is no longer {:?} but met:\n{file:#}", was.verdict
                );
            }
        }
    }
}

#[test]
fn each_exception_says_why() {
    for (member, rules, why) in EXCEPTIONS {
        assert!(member.starts_with('/') && !rules.is_empty() && !why.is_empty());
        let known =
            HOSTS.iter().flat_map(|host| host.catalogue().packages()).flat_map(|package| &package.rules);
        let ids: Vec<&str> = known.map(|rule| rule.id.as_str()).collect();
        rules.iter().for_each(|rule| assert!(ids.contains(rule), "there is no rule `{rule}`"));
    }
}

// ── The same answer, always an answer ───────────────────────────────────────────────────────────────────────────

/// What is answered, to the byte.
fn bytes(decided: Result<Decision, Refusal>) -> Vec<u8> {
    match decided {
        Ok(decision) => canonical(&decision).unwrap(),
        Err(refusal) => refusal.to_string().into_bytes(),
    }
}

/// The same packages, loaded another time.
static LOADED_AGAIN: LazyLock<[Parchemin; 2]> = LazyLock::new(hosts);

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_same_input_gives_the_same_bytes(
        file in prop_oneof![files::plausible(), files::wild()], edition in 0..2_usize,
    ) {
        let file = &read_wild(&file);
        let first = bytes(HOSTS[edition].decide(file, None, Lang::En));
        prop_assert!(first == bytes(HOSTS[edition].decide(file, None, Lang::En)), "on the same host");
        prop_assert!(first == bytes(LOADED_AGAIN[edition].decide(file, None, Lang::En)), "on another host");
        let on_threads = thread::scope(|scope| {
            let threads = [(); 2].map(|()| scope.spawn(|| bytes(HOSTS[edition].decide(file, None, Lang::En))));
            threads.map(|thread| thread.join().unwrap())
        });
        prop_assert!(on_threads.iter().all(|other| *other == first), "on other threads");
    }

    #[test]
    fn every_file_gets_a_decision_or_a_refusal(file in files::wild(), edition in 0..2_usize) {
        let file = read_wild(&file);
        for lang in [Lang::Fr, Lang::En] {
            match HOSTS[edition].decide(&file, None, lang) {
                Ok(decision) => {
                    let texts = [
                        explain::text(&decision, lang, Detail::Short),
                        explain::text(&decision, lang, Detail::Explain),
                        explain::letter_text(&decision, lang),
                        explain::letter_html(&decision, lang),
                    ];
                    prop_assert!(texts.iter().all(|text| !text.is_empty()));
                    prop_assert!(decision.findings.iter().all(|finding| !finding.message.is_empty()));
                    let json = canonical(&decision).unwrap();
                    let again: Decision = serde_json::from_slice(&json).unwrap();
                    prop_assert_eq!(again, decision);
                }
                // The rules that we ship never fail, whatever the file.
                Err(refusal) => prop_assert!(!matches!(refusal, Refusal::Rule(_)), "{refusal}"),
            }
        }
    }

    #[test]
    fn whatever_bytes_come_in_are_a_file_or_are_refused(
        text in prop_oneof![".{0,60}", "[\\[\\]{}:,\" a-z0-9-]{0,60}"], file in files::wild(), cut in any::<Index>(),
    ) {
        let _ = parse(text.as_bytes(), Leniency::Strict);
        let whole = file.to_string().into_bytes();
        let (half, _) = whole.split_at(cut.index(whole.len()));
        prop_assert!(parse(half, Leniency::Strict).is_err(), "half a file is no file");
    }
}

/// A wild file may have periods that end before they start: those are refused before anything is decided.
fn read_wild(file: &Value) -> CandidateFile {
    let text = file.to_string();
    parse(text.as_bytes(), Leniency::Strict).unwrap_or_else(|_| serde_json::from_str(&text).unwrap())
}

// ── How findings become answers ─────────────────────────────────────────────────────────────────────────────────

proptest! {
    #![proptest_config(config())]

    #[test]
    fn unmet_beats_undetermined_beats_met_in_each_question(file in files::plausible(), edition in 0..2_usize) {
        let decision = decide(edition, &file);
        for (question, answered) in &decision.questions {
            let of_question = || decision.findings.iter().filter(|finding| finding.question == *question);
            let any = |verdict| of_question().any(|finding| finding.verdict == verdict);
            let expected = if any(Verdict::Unmet) {
                Verdict::Unmet
            } else if any(Verdict::Undetermined) {
                Verdict::Undetermined
            } else if any(Verdict::Met) {
                Verdict::Met
            } else {
                Verdict::NotApplicable
            };
            prop_assert_eq!(answered.verdict, expected, "{:?}", question);
        }
        let recevabilite = &decision.questions[&Question::Recevabilite];
        let outcome = match recevabilite.verdict {
            Verdict::Unmet => Outcome::NonRecevable,
            Verdict::Undetermined => Outcome::Indetermine,
            Verdict::Met => Outcome::Recevable,
            Verdict::NotApplicable => Outcome::SansObjet,
        };
        prop_assert_eq!(recevabilite.outcome, outcome);
        // Nothing is delivered while anything that it needs is open.
        let attribution = &decision.questions[&Question::Attribution];
        let delivered = matches!(attribution.outcome, Outcome::Titre | Outcome::Ccs);
        prop_assert!(!delivered || attribution.verdict == Verdict::Met, "{attribution:?}");
    }

    #[test]
    fn what_is_undetermined_names_what_would_settle_it(file in files::plausible(), edition in 0..2_usize) {
        let decision = decide(edition, &file);
        for finding in decision.findings.iter().filter(|finding| finding.verdict == Verdict::Undetermined) {
            prop_assert!(!finding.missing.is_empty(), "{} names nothing:\n{file:#}", finding.rule);
        }
        let open = decision.headline.outcome == Outcome::Indetermine;
        let named = !decision.missing.facts.is_empty() || !decision.missing.texts.is_empty();
        prop_assert!(!open || named, "nothing is named:\n{file:#}");
    }
}
