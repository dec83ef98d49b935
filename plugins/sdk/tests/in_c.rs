//! A plugin in another language answers as one in Rust, byte for byte: the rules of `plugins/c`, on every row that can
//! be made of some cells of each kind.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin_plugin::{
    core::{
        plugin::{Kind, Record},
        vocabulary::{Text, View},
    },
    describe, evaluate,
    prelude::*,
};
use parchemin_wasm::{Limits, Plugin, Sandbox, Settings, Stop, Time, contract::Subject};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

rules! {
    fn jury_size(size = jury.size, minimum = law.jury_minimum_members) { size.at_least(minimum) }

    fn juror_habilitated(
        juror;
        regime = law.jury_regime,
        until = juror.habilitated_until,
        day = session.day,
    ) {
        if regime.is("designated")? { return not_applicable(); }
        until.at_least(day)
    }

    fn vae_experience(
        route = file.route,
        days = related_days(law.vae_activities),
        years = law.vae_minimum_years,
        year = law.year_in_days,
    ) {
        if route.is_not("vae")? { return not_applicable(); }
        days.at_least(in_days(years, year))
    }
}

const TEXTS: [&str; 3] = ["designated", "habilitated", "vae"];

/// A word, a day or a number of every kind, known or not, around the values at which the rules turn.
fn cells(fact: &str) -> Vec<(Kind, i64, i64)> {
    let unknown = (Kind::Unknown, 0, 0);
    match fact {
        "file.route" | "law.jury_regime" => {
            [unknown].into_iter().chain((0..3).map(|place| (Kind::Text, place, 0))).collect()
        }
        "juror.habilitated_until" | "session.day" => {
            [unknown].into_iter().chain([-1, 0, 20_000].map(|day| (Kind::Day, day, 0))).collect()
        }
        _ => {
            let numbers = [-1, 0, 1, 2, 365].map(|number| (Kind::Number, number, 0));
            let open = [1, 365].map(|least| (Kind::AtLeast, least, 0));
            let closed = [(0, 1), (1, 2), (300, 400)].map(|(least, most)| (Kind::Between, least, most));
            [unknown].into_iter().chain(numbers).chain(open).chain(closed).collect()
        }
    }
}

/// Every row of the rule of that place, as a block.
fn block(rule: usize, rows: &[Vec<(Kind, i64, i64)>]) -> Vec<u8> {
    let header = Record { head: rule as u32, count: rows.len() as u32, a: 0, b: 0 };
    let cells =
        rows.iter().flatten().map(|(kind, a, b)| Record { head: *kind as u32, count: 0, a: *a, b: *b });
    [header].into_iter().chain(cells).flat_map(Record::bytes).collect()
}

fn every_row(facts: &[&str]) -> Vec<Vec<(Kind, i64, i64)>> {
    facts.iter().fold(vec![Vec::new()], |rows, fact| {
        let longer = |row: &Vec<_>| {
            let row = row.clone();
            cells(fact).into_iter().map(move |cell| [row.as_slice(), &[cell]].concat())
        };
        rows.iter().flat_map(longer).collect()
    })
}

fn words() -> Vec<Text> {
    TEXTS.map(Text::Word).to_vec()
}

fn texts() -> Vec<String> {
    TEXTS.map(str::to_owned).to_vec()
}

/// The component that is kept, and the one that its sources make where there is a compiler for C.
fn components() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../c");
    let built = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("c.wasm");
    let build = Command::new(folder.join("build")).arg(&built).output().unwrap();
    let mut paths = vec![folder.join("rules.wasm")];
    match build.status.code() {
        Some(0) => paths.push(built),
        Some(3) => {}
        _ => panic!("{}", String::from_utf8_lossy(&build.stderr)),
    }
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn plugins() -> Vec<Plugin> {
    let sandbox = Sandbox::new(Time::default(), None).unwrap();
    components().iter().map(|component| sandbox.load(component).unwrap()).collect()
}

const LIMITS: Limits = Limits { fuel: 100_000_000, memory: 1 << 22, output: 1 << 22 };

#[test]
fn a_plugin_in_c_describes_the_same_rules() {
    let expected = describe(&[RULES]);
    for plugin in plugins() {
        let described = plugin.describe(LIMITS).unwrap();
        assert_eq!(described.terms, ["in_days"]);
        assert_eq!(described.rules.len(), expected.rules.len());
        for (rule, expected) in described.rules.iter().zip(&expected.rules) {
            assert_eq!((&rule.name, &rule.facts), (&expected.name, &expected.facts));
            assert_eq!(rule.subject == Subject::Juror, expected.subject == View::Juror);
        }
        let settings = Settings { parameters: Vec::new(), titre: None };
        assert_eq!(plugin.check(&settings, LIMITS).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_plugin_in_c_answers_every_row_as_one_in_rust() {
    let blocks = RULES.iter().enumerate().map(|(place, rule)| block(place, &every_row(rule.facts)));
    let rows: Vec<u8> = blocks.flatten().collect();
    let expected = evaluate(&[RULES], &words(), &rows).unwrap();
    assert!(expected.len() > 1_000 * 24);
    for plugin in plugins() {
        assert!(plugin.evaluate(&texts(), &rows, LIMITS).unwrap() == expected);
    }
}

#[test]
fn a_plugin_in_c_gives_up_with_a_reason_where_rows_make_no_sense() {
    let number = (Kind::Number, 1, 0);
    let day = (Kind::Day, 1, 0);
    let word = (Kind::Text, 2, 0);
    let whole = block(0, &[vec![number, number]]);
    let unlike = [
        block(0, &[vec![number, day]]),
        block(1, &[vec![number, day, day]]),
        block(2, &[vec![word, number, day, number]]),
        block(2, &[vec![word, number, number, word]]),
        block(3, &[]),
        whole[..whole.len() - 24].to_vec(),
    ];
    for plugin in plugins() {
        for rows in &unlike {
            assert!(evaluate(&[RULES], &words(), rows).is_err());
            let stop = plugin.evaluate(&texts(), rows, LIMITS).unwrap_err();
            assert!(matches!(stop, Stop::Gave(_)), "{stop:?}");
        }
    }
}
