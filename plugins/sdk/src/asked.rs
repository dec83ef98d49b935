//! One question to one rule, in the bytes of the contract, for the tests of this crate.

use crate::{Rule, evaluate};
use parchemin_core::{
    Day, Verdict,
    plugin::{Kind, RECORD, Record},
    vocabulary::Text,
};

/// Kind and two numbers, as a cell or a note has them.
pub(crate) type Cell = (Kind, i64, i64);

pub(crate) const UNKNOWN: Cell = (Kind::Unknown, 0, 0);
pub(crate) const TRUE: Cell = (Kind::Truth, 1, 0);
pub(crate) const FALSE: Cell = (Kind::Truth, 0, 0);

/// The texts of every question, and the places of two of them.
pub(crate) const TEXTS: [&str; 2] = ["vae", "ccs"];
pub(crate) const VAE: i64 = 0;
pub(crate) const CCS: i64 = 1;

pub(crate) fn number(number: i64) -> Cell {
    (Kind::Number, number, 0)
}

pub(crate) fn text(place: i64) -> Cell {
    (Kind::Text, place, 0)
}

pub(crate) fn day(text: &str) -> Cell {
    (Kind::Day, text.parse::<Day>().unwrap().number(), 0)
}

/// What a rule answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) verdict: Verdict,
    pub(crate) read: u64,
    pub(crate) missing: u64,
    /// Place of the term, and what was computed.
    pub(crate) notes: Vec<(usize, Cell)>,
}

/// A block of rows of the rule of that name.
pub(crate) fn block(rules: &[Rule], name: &str, rows: &[&[Cell]]) -> Vec<u8> {
    let rule = rules.iter().position(|rule| rule.name == name).unwrap();
    let header = Record { head: rule as u32, count: rows.len() as u32, a: 0, b: 0 };
    let cells = rows.iter().copied().flatten();
    let records = cells.map(|(kind, a, b)| Record { head: *kind as u32, count: 0, a: *a, b: *b });
    [header].into_iter().chain(records).flat_map(Record::bytes).collect()
}

/// The records that rules answer to rows.
pub(crate) fn records(rules: &[Rule], rows: &[u8]) -> Result<Vec<Record>, String> {
    let answer = evaluate(&[rules], &TEXTS.map(Text::Word), rows)?;
    Ok(answer.chunks(RECORD).map(|record| Record::first(record).unwrap()).collect())
}

/// What a rule answers to one row; or why it gives up.
pub(crate) fn ask(rules: &[Rule], name: &str, row: &[Cell]) -> Result<Answered, String> {
    let records = records(rules, &block(rules, name, &[row]))?;
    let (ruling, notes) = records.split_first().unwrap();
    assert_eq!(ruling.count as usize, notes.len());
    let note = |note: &Record| (note.head as usize, (Kind::of(note.count).unwrap(), note.a, note.b));
    Ok(Answered {
        verdict: [Verdict::NotApplicable, Verdict::Met, Verdict::Undetermined, Verdict::Unmet]
            [ruling.head as usize],
        read: ruling.a.cast_unsigned(),
        missing: ruling.b.cast_unsigned(),
        notes: notes.iter().map(note).collect(),
    })
}

/// What a rule that does not give up answers to one row.
pub(crate) fn asked(rules: &[Rule], name: &str, row: &[Cell]) -> Answered {
    ask(rules, name, row).unwrap()
}
