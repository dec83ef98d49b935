//! Candidate files made up at random: plausible ones, whose events follow one another as they do in life, and wild
//! ones, in which anything may stand that the format allows.

use parchemin::core::{
    Day,
    file::{Activity, CcpResult, Enrolment, Piece, Route, SessionKind},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// A member of an object, present or not.
type Member = (&'static str, BoxedStrategy<Option<Value>>);

fn object(members: Vec<Member>) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = members.into_iter().unzip();
    values
        .prop_map(move |values| {
            let present =
                names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
            Value::Object(present.collect::<Map<_, _>>())
        })
        .boxed()
}

fn with<T: serde::Serialize + std::fmt::Debug>(
    probability: f64,
    name: &'static str,
    value: impl Strategy<Value = T> + 'static,
) -> Member {
    (name, option::weighted(probability, value.prop_map(|value| json!(value))).boxed())
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

fn mostly_true() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.8)
}

fn first_day() -> Day {
    "2010-01-01".parse().unwrap()
}

/// A day from 2010 up to another one.
fn day_until(last: Day) -> impl Strategy<Value = Day> {
    (0..=last.days_since(first_day()).max(0)).prop_map(|days| first_day().days_after(days))
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

/// The days of one candidate, in the order in which they happen.
#[derive(Clone, Copy, Debug)]
struct Days {
    begun: Day,
    notified: Day,
    registered: Day,
    session: Day,
    decision: Day,
}

fn days() -> impl Strategy<Value = Days> {
    (2000..6300_i64, 0..300_i64, 0..300_i64, 0..400_i64, -300..500_i64).prop_map(|(begun, a, b, c, after)| {
        let begun = first_day().days_after(begun);
        let notified = begun.days_after(a);
        let registered = notified.days_after(b);
        let session = registered.days_after(c);
        Days { begun, notified, registered, session, decision: session.days_after(after) }
    })
}

/// A period of activity.
fn experience(last: Day) -> BoxedStrategy<Value> {
    let period = (day_until(last), option::weighted(0.9, 0..900_i64), option::weighted(0.3, any::<bool>()));
    let rest = object(vec![
        often("status", word(Activity::NAMES)),
        often("related", mostly_true()),
        often("hours", 0..2000_u32),
    ]);
    (option::weighted(0.95, period), rest)
        .prop_map(|(period, mut row)| {
            if let Some((from, length, ongoing)) = period {
                row["from"] = json!(from);
                match (length, ongoing) {
                    (Some(length), _) => row["to"] = json!(from.days_after(length)),
                    (None, Some(ongoing)) => row["ongoing"] = json!(ongoing),
                    (None, None) => {}
                }
            }
            row
        })
        .boxed()
}

fn held_ccp(last: Day) -> BoxedStrategy<Value> {
    object(vec![with(0.95, "ccp", select(&CCPS[..])), often("awarded_on", day_until(last))])
}

fn evidence() -> BoxedStrategy<Value> {
    object(
        Piece::ALL
            .iter()
            .map(|piece| (member(*piece), option::weighted(0.8, mostly_true().prop_map(Value::from)).boxed()))
            .collect(),
    )
}

fn member(piece: Piece) -> &'static str {
    match piece {
        Piece::MiseEnSituation => "mise_en_situation",
        Piece::Project => "project",
        Piece::TechnicalInterview => "technical_interview",
        Piece::Questionnaire => "questionnaire",
        Piece::ProductionQuestioning => "production_questioning",
        Piece::Ecf => "ecf",
        Piece::DossierProfessionnel => "dossier_professionnel",
        Piece::DossierAnnexes => "dossier_annexes",
        Piece::FinalInterview => "final_interview",
    }
}

fn session(day: Day) -> BoxedStrategy<Value> {
    let juror = object(vec![
        often("professional", mostly_true()),
        often("years_in_job", 0..12_u32),
        often("years_since_leaving", 0..8_u32),
        often("habilitated_until", (-300..900_i64).prop_map(move |days| day.days_after(days))),
    ]);
    let result = object(vec![with(0.95, "ccp", select(&CCPS[..])), often("result", word(CcpResult::NAMES))]);
    let decision = object(vec![
        often("titre", any::<bool>()),
        with(0.4, "ccs", any::<bool>()),
        often("ccps", vec(result, 0..3)),
    ]);
    object(vec![
        often("kind", word(SessionKind::NAMES)),
        often("date", Just(day)),
        with(0.7, "ccps", vec(select(&CCPS[..]), 0..3)),
        with(0.7, "deliberated_on", (0..10_i64).prop_map(move |days| day.days_after(days))),
        often("jury", vec(juror, 0..4)),
        often("evidence", evidence()),
        with(0.8, "decision", decision),
    ])
}

fn request(begun: Day) -> BoxedStrategy<Value> {
    let certifications = ["mediateur-numerique", "RNCP37674", "un autre titre", "encore un autre"];
    object(vec![
        often("filed", (-300..0_i64).prop_map(move |days| begun.days_after(days))),
        often("certification", select(certifications.to_vec())),
        often("blocs_only", prop::bool::weighted(0.2)),
        often("rejected", prop::bool::weighted(0.2)),
    ])
}

/// A file such as an integrator could send; it always says on which day to decide.
pub(crate) fn plausible() -> BoxedStrategy<Value> {
    days()
        .prop_flat_map(|days| {
            let earlier = days.session.days_after(-30);
            let sessions =
                (option::weighted(0.4, day_until(earlier).prop_flat_map(session)), session(days.session))
                    .prop_map(|(past, last)| past.into_iter().chain([last]).collect::<Vec<_>>());
            object(vec![
                ("evaluate_on", Just(Some(json!(days.decision))).boxed()),
                with(0.97, "target", object(vec![with(0.97, "titre", select(&TITRES[..]))])),
                with(0.95, "route", word(Route::NAMES)),
                with(0.3, "enrolment", word(Enrolment::NAMES)),
                with(0.5, "trained", any::<bool>()),
                often(
                    "events",
                    object(vec![
                        often("training_started", Just(days.begun)),
                        often("request_filed", Just(days.begun)),
                        often("recevabilite_notified", Just(days.notified)),
                        with(0.2, "recevabilite_unanswered", any::<bool>()),
                        with(0.5, "registered", Just(days.registered)),
                    ]),
                ),
                often("vae_requests", vec(request(days.begun), 0..4)),
                often("experience", vec(experience(days.session), 0..5)),
                often("ccps", vec(held_ccp(days.session), 0..4)),
                often(
                    "titres",
                    vec(
                        object(vec![
                            often("revision", select(&REVISIONS[..])),
                            often("awarded_on", day_until(days.session)),
                        ]),
                        0..2,
                    ),
                ),
                with(0.95, "sessions", prop_oneof![8 => sessions, 1 => Just(Vec::new())]),
            ])
        })
        .boxed()
}

/// A day anywhere in the calendar, its two ends among them.
fn any_day() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => day_until("2030-12-31".parse().unwrap()).prop_map(|day| day.to_string()),
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
