//! The files that are made up say everything a file can say, and leave everything out; all are of the format, and a
//! file is what its seed and its number make it.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin::{Parchemin, Setup};
use parchemin_bulk::{
    generate::{GenerateFault, Generator, Shares, World, cases},
    members::pointers,
};
use parchemin_core::{
    CandidateFile, Lang,
    decision::Outcome,
    file::{Leniency, Question, Route, parse},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

const FILES: usize = 20_000;

/// The packages we ship, and one that has a CCS.
static HOST: LazyLock<Parchemin> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/packages");
    Parchemin::new(&Setup { packages: vec![fixtures.join("ccs")], ..Setup::default() }).unwrap()
});

fn generator(seed: u64, shares: &Shares) -> Generator {
    Generator::new(World::of(HOST.catalogue()).unwrap(), seed, shares).unwrap()
}

/// What stands at the places of many files; a place is a pointer with `*` for the rows.
#[derive(Default)]
struct Seen {
    /// How often a place is there.
    there: BTreeMap<String, usize>,
    /// The values that are no objects and no lists.
    values: BTreeMap<String, BTreeSet<String>>,
}

impl Seen {
    fn note(&mut self, value: &Value, place: &str) {
        *self.there.entry(place.to_owned()).or_default() += 1;
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| self.note(value, &format!("{place}/{name}")));
            }
            Value::Array(rows) => rows.iter().for_each(|row| self.note(row, &format!("{place}/*"))),
            Value::String(text) => self.values.entry(place.to_owned()).or_default().extend([text.clone()]),
            other => self.values.entry(place.to_owned()).or_default().extend([other.to_string()]),
        }
    }

    fn saw(&self, place: &str, value: &str) -> bool {
        self.values.get(place).is_some_and(|values| values.contains(value))
    }
}

static SEEN: LazyLock<Seen> = LazyLock::new(|| {
    let mut seen = Seen::default();
    for file in generator(1, &Shares::default()).files().take(FILES) {
        seen.note(&serde_json::to_value(file).unwrap(), "");
    }
    seen
});

/// What the schema of the format lets a file say: each place, with the words of a closed list, or `date`.
fn places() -> Vec<(String, Vec<String>)> {
    fn walk(node: &Value, place: &str, whole: &Value, into: &mut Vec<(String, Vec<String>)>) {
        if let Some(name) = node["$ref"].as_str() {
            return walk(whole.pointer(name.trim_start_matches('#')).unwrap(), place, whole, into);
        }
        if let Some(either) = node["anyOf"].as_array() {
            let said: Vec<&Value> = either.iter().filter(|one| one["type"] != "null").collect();
            assert_eq!(said.len(), 1, "{place}");
            return walk(said[0], place, whole, into);
        }
        let mut words: Vec<String> = Vec::new();
        let consts = node["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]);
        words.extend(
            node["enum"]
                .as_array()
                .into_iter()
                .flatten()
                .chain(consts)
                .filter_map(Value::as_str)
                .map(str::to_owned),
        );
        let kind = &node["type"];
        let is =
            |name: &str| kind == name || kind.as_array().is_some_and(|kinds| kinds.iter().any(|k| k == name));
        if is("boolean") {
            words = vec!["true".into(), "false".into()];
        }
        if node["format"] == "date" {
            words = vec!["date".into()];
        }
        assert!(
            !words.is_empty() || ["object", "array", "string", "integer"].into_iter().any(is),
            "{place}: {node}"
        );
        into.push((place.to_owned(), words));
        for (name, member) in node["properties"].as_object().into_iter().flatten() {
            walk(member, &format!("{place}/{name}"), whole, into);
        }
        if is("array") {
            walk(&node["items"], &format!("{place}/*"), whole, into);
        }
    }
    let schema = schemars::schema_for!(CandidateFile).to_value();
    let mut all = Vec::new();
    walk(&schema, "", &schema, &mut all);
    assert!(all.len() >= 70, "only {} places", all.len());
    all
}

#[test]
fn every_member_is_seen_present_and_absent() {
    for (place, _) in places() {
        let present = SEEN.there.get(&place).copied().unwrap_or(0);
        assert!(present > 0, "{place} is never there");
        let Some((parent, name)) = place.rsplit_once('/') else { continue };
        if name != "*" && place != "/evaluate_on" {
            assert!(present < SEEN.there[parent], "{place} is never absent");
        }
    }
    let undated = generator(1, &Shares { undated: 0.5, ..Shares::default() });
    let dated = undated.files().take(100).filter(|file| file.evaluate_on.is_some()).count();
    assert!((30..70).contains(&dated), "{dated} of 100 are dated");
}

#[test]
fn every_word_is_seen_at_every_place_where_it_can_stand() {
    let closed: Vec<_> =
        places().into_iter().filter(|(_, words)| !words.is_empty() && words != &["date"]).collect();
    assert!(closed.len() > 20, "only {} places have closed lists", closed.len());
    for (place, words) in closed {
        for word in words {
            assert!(SEEN.saw(&place, &word), "`{word}` is never seen at {place}");
        }
    }
}

#[test]
fn every_special_day_is_seen_at_every_place_that_holds_a_day() {
    let world = World::of(HOST.catalogue()).unwrap();
    assert!(world.boundaries().len() > 20, "only {:?}", world.boundaries());
    let special = world.special_days();
    let beside = world.boundaries().iter().flat_map(|day| [-1, 0, 1].map(|step| day.days_after(step)));
    beside.for_each(|day| assert!(special.contains(&day), "{day}"));
    assert!(special.contains(&"2024-02-29".parse().unwrap()));
    let dated: Vec<_> = places().into_iter().filter(|(_, words)| words == &["date"]).collect();
    assert!(dated.len() > 10, "{dated:?}");
    for (place, _) in dated {
        let lost: Vec<_> = special.iter().filter(|day| !SEEN.saw(&place, &day.to_string())).collect();
        assert!(lost.is_empty(), "{lost:?} are never seen at {place}");
    }
}

#[test]
fn every_file_is_of_the_format_and_everything_it_names_exists() {
    let generator = generator(2, &Shares::default());
    let mut outcomes = BTreeSet::new();
    for file in generator.files().take(1_000) {
        let text = serde_json::to_string(&file).unwrap();
        let read = parse(text.as_bytes(), Leniency::Strict).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
        assert_eq!(read, file);
        let decision =
            HOST.decide(&read, None, Lang::Fr).unwrap_or_else(|refusal| panic!("{refusal}\n{text}"));
        outcomes.extend(decision.questions.iter().map(|(question, answered)| (*question, answered.outcome)));
    }
    // What nobody could tell from what is never reached: all answers that a file can earn are there.
    let expected =
        |question, list: &[Outcome]| list.iter().map(move |outcome| (question, *outcome)).collect::<Vec<_>>();
    use Outcome::*;
    let all = [
        expected(Question::Recevabilite, &[Recevable, NonRecevable, Indetermine]),
        expected(
            Question::Attribution,
            &[Titre, Ccs, ReussitePartielle, Echec, Incomplet, Indetermine, SansObjet],
        ),
        expected(Question::Situation, &[Etablie, Indetermine]),
    ];
    for one in all.concat() {
        assert!(outcomes.contains(&one), "{one:?} never comes: {outcomes:?}");
    }
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| -> Vec<String> {
        let files = generator(seed, &Shares::default());
        files.files().take(200).map(|file| serde_json::to_string(&file).unwrap()).collect()
    };
    assert_eq!(bytes(1), bytes(1));
    assert!(bytes(1).iter().zip(bytes(2)).all(|(one, other)| *one != other));
}

#[test]
fn a_file_made_alone_is_the_one_of_the_run() {
    let generator = generator(3, &Shares::default());
    let run: Vec<CandidateFile> = generator.files().take(500).collect();
    for n in [499, 0, 250, 1] {
        assert_eq!(generator.file(n), run[usize::try_from(n).unwrap()]);
    }
    assert_eq!(run[7].id.as_deref().unwrap_or("synthetic-3-7"), "synthetic-3-7");
    assert_ne!(generator.file(u64::MAX), generator.file(0));
}

#[test]
fn shares_are_kept() {
    let only = |route: Route, titre: &str| Shares {
        routes: [(route, 0.2)].into(),
        titres: [(titre.to_owned(), 1.0)].into(),
        defective: 0.0,
        disordered: 0.0,
        ..Shares::default()
    };
    for file in generator(4, &only(Route::Capitalisation, "titre-fixture-ccs")).files().take(300) {
        assert_eq!(file.route, Some(Route::Capitalisation));
        let titre = file.target.unwrap().titre.unwrap();
        assert_eq!(HOST.catalogue().titre_named(&titre).unwrap(), "titre-fixture-ccs");
        let events = file.events.unwrap();
        let in_order =
            |first: Option<_>, then: Option<_>| first.zip(then).is_none_or(|(first, then)| first <= then);
        assert!(in_order(events.request_filed, events.recevabilite_notified));
        for session in file.sessions.unwrap() {
            assert!(in_order(session.date, session.deliberated_on));
        }
    }
    let half = Shares {
        routes: [(Route::Vae, 1.0), (Route::Ccs, 0.25)].into(),
        defective: 0.0,
        ..Shares::default()
    };
    let vae = generator(5, &half).files().take(2_000).filter(|file| file.route == Some(Route::Vae)).count();
    assert!((1_500..1_700).contains(&vae), "{vae} of 2000");
    let unknown = Shares { titres: [("mediateur".to_owned(), 1.0)].into(), ..Shares::default() };
    let fault = Generator::new(World::of(HOST.catalogue()).unwrap(), 1, &unknown).unwrap_err();
    assert!(matches!(fault, GenerateFault::UnknownTitre { .. }), "{fault:?}");
}

#[test]
fn a_complete_file_lacks_nothing_and_each_case_changes_one_thing_of_it() {
    let world = World::of(HOST.catalogue()).unwrap();
    let all: Vec<CandidateFile> = cases(&world).collect();
    let again: Vec<CandidateFile> = cases(&world).take(500).collect();
    assert_eq!(all[..500], again);
    assert!((10_000..100_000).contains(&all.len()), "{} cases", all.len());
    let mut ids = BTreeSet::new();
    let mut dated: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut less = BTreeSet::new();
    for file in &all {
        let text = serde_json::to_vec(file).unwrap();
        assert_eq!(parse(&text, Leniency::Strict).unwrap(), *file);
        // Only the case without an id has none.
        let Some(id) = file.id.as_deref() else { continue };
        assert!(ids.insert(id), "{id} twice");
        if let Some((place, day)) = id.split_once(", /").and_then(|(_, change)| change.split_once(" = ")) {
            dated.entry(place).or_default().insert(day);
        }
        less.extend(id.split_once("without ").map(|(_, pointer)| pointer));
    }
    let held = |place: &str| dated.keys().any(|pointer| pattern(&format!("/{pointer}")) == place);
    for (place, words) in places() {
        assert!(words != ["date"] || held(&place), "no case moves {place}");
        let has = place.is_empty() || place == "/id" || less.iter().any(|pointer| pattern(pointer) == place);
        assert!(has, "no case is without {place}");
    }
    let days = world.special_days().len();
    dated.iter().for_each(|(place, seen)| assert_eq!(seen.len(), days, "{place}"));
    let base =
        all.iter().find(|file| file.target.as_ref().is_some_and(|target| target.ccs.is_some())).unwrap();
    let there: BTreeSet<String> =
        pointers(&serde_json::to_value(base).unwrap()).iter().map(|p| pattern(p)).collect();
    for (place, _) in places() {
        assert!(place.is_empty() || there.contains(&place), "the complete file lacks {place}");
    }
}

/// The pointer with `*` for the rows.
fn pattern(pointer: &str) -> String {
    let names = pointer.split('/').map(|name| if name.parse::<usize>().is_ok() { "*" } else { name });
    names.collect::<Vec<_>>().join("/")
}
