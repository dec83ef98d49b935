//! Candidate files made up at random: plausible ones, which the generator makes, and wild ones, in which anything may
//! stand that the format allows.

use parchemin::{
    Parchemin,
    core::{
        Day,
        file::{Activity, CcpResult, Enrolment, Piece, Route, SessionKind},
    },
};
use parchemin_bulk::generate::{Generator, Shares, World};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// A member of an object, present or not.
type Member = (String, BoxedStrategy<Option<Value>>);

fn object(members: Vec<Member>) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = members.into_iter().unzip();
    values
        .prop_map(move |values| {
            let present = names.iter().zip(values).filter_map(|(name, value)| Some((name.clone(), value?)));
            Value::Object(present.collect::<Map<_, _>>())
        })
        .boxed()
}

fn with<T: serde::Serialize + std::fmt::Debug>(
    probability: f64,
    name: &'static str,
    value: impl Strategy<Value = T> + 'static,
) -> Member {
    (name.to_owned(), option::weighted(probability, value.prop_map(|value| json!(value))).boxed())
}

/// Most files say most things.
fn often<T: serde::Serialize + std::fmt::Debug>(
    name: &'static str,
    value: impl Strategy<Value = T> + 'static,
) -> Member {
    with(0.85, name, value)
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    select(words)
}

/// CCPs of the packages we ship, of a former revision that none describes, and of a titre that nobody here knows.
const CCPS: [&str; 10] = [
    "mn-2025/1",
    "mn-2025/2",
    "remn-2024/1",
    "remn-2019/1",
    "remn-2019/2",
    "cmn-2015/1",
    "cmn-2015/2",
    "dwwm-2023/1",
    "RNCP31114BC02",
    "RNCP99999BC01",
];

const TITRES: [&str; 5] =
    ["mediateur-numerique", "mediateur-numerique", "RNCP34137", "mn-2025", "developpeur-web-et-web-mobile"];

const REVISIONS: [&str; 5] = ["mn-2025", "remn-2019", "cmn-2015", "RNCP31114", "RNCP99999"];

fn evidence() -> BoxedStrategy<Value> {
    object(
        Piece::ALL
            .iter()
            .map(|piece| {
                (
                    piece.member().to_owned(),
                    option::weighted(0.8, any::<bool>().prop_map(Value::from)).boxed(),
                )
            })
            .collect(),
    )
}

/// The files that speak of the packages we ship.
static GENERATOR: LazyLock<Generator> = LazyLock::new(|| {
    let host = Parchemin::embedded().unwrap();
    Generator::new(World::of(host.catalogue()).unwrap(), 20_250_520, &Shares::default()).unwrap()
});

/// A file such as an integrator could send; it always says on which day to decide. Proptest cannot make it smaller.
pub(crate) fn plausible() -> impl Strategy<Value = Value> {
    any::<u64>().prop_map(|n| json!(GENERATOR.file(n)))
}

fn first_day() -> Day {
    "2010-01-01".parse().unwrap()
}

/// A day anywhere in the calendar, most in the years of the law, its two ends among them.
fn any_day() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (0..7_670_i64).prop_map(|days| first_day().days_after(days).to_string()),
        2 => (1..=9999_i32, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
        1 => Just("0001-01-01".to_owned()),
        1 => Just("9999-12-31".to_owned()),
    ]
}

/// A name: of something that exists, or anything at all.
fn any_name(known: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![12 => select(known).prop_map(str::to_owned), 1 => ".{0,12}", 1 => "RNCP[0-9]{0,6}(BC[0-9]{0,3})?"]
}

/// Any file of the right types, however senseless.
pub(crate) fn wild() -> BoxedStrategy<Value> {
    let truth = any::<bool>;
    let number = || prop_oneof![0..40_u32, any::<u32>()];
    let experience = object(vec![
        often("from", any_day()),
        with(0.5, "to", any_day()),
        with(0.3, "ongoing", truth()),
        often("status", word(Activity::NAMES)),
        often("related", truth()),
        often("hours", number()),
    ]);
    let held = |name| {
        object(vec![
            often(name, any_name(&CCPS)),
            often("awarded_on", any_day()),
            with(0.2, "document", ".{0,8}"),
        ])
    };
    let titre = object(vec![often("revision", any_name(&REVISIONS)), often("awarded_on", any_day())]);
    let request = object(vec![
        often("filed", any_day()),
        often("certification", any_name(&TITRES)),
        often("blocs_only", truth()),
        often("rejected", truth()),
    ]);
    let juror = object(vec![
        often("professional", truth()),
        often("years_in_job", number()),
        often("years_since_leaving", number()),
        often("habilitated_until", any_day()),
    ]);
    let result = object(vec![often("ccp", any_name(&CCPS)), often("result", word(CcpResult::NAMES))]);
    let decision =
        object(vec![often("titre", truth()), with(0.3, "ccs", truth()), often("ccps", vec(result, 0..4))]);
    let session = object(vec![
        often("kind", word(SessionKind::NAMES)),
        often("date", any_day()),
        with(0.5, "ccps", vec(any_name(&CCPS), 0..4)),
        often("deliberated_on", any_day()),
        often("jury", vec(juror, 0..5)),
        often("evidence", evidence()),
        often("decision", decision),
    ]);
    let events = object(vec![
        often("training_started", any_day()),
        often("request_filed", any_day()),
        often("recevabilite_notified", any_day()),
        with(0.3, "recevabilite_unanswered", truth()),
        often("registered", any_day()),
    ]);
    object(vec![
        with(0.3, "format", Just("parchemin.candidate/1")),
        with(0.3, "id", ".{0,20}"),
        often("evaluate_on", any_day()),
        often("target", object(vec![often("titre", any_name(&TITRES)), with(0.05, "ccs", ".{0,8}")])),
        often("route", word(Route::NAMES)),
        with(0.4, "enrolment", word(Enrolment::NAMES)),
        with(0.4, "trained", truth()),
        often("events", events),
        often("vae_requests", vec(request, 0..5)),
        often("experience", vec(experience, 0..6)),
        often("ccps", vec(held("ccp"), 0..5)),
        often("titres", vec(titre, 0..3)),
        often("sessions", vec(session, 0..4)),
    ])
}
