//! How files are kept apart: what one file is, no other may see in its answer.
//!
//! An instance answers one call and is gone, so that nothing passes from one call to the next. A single file has a call
//! of its own. In bulk that would cost more than the rules themselves, so that files share calls. What several files
//! would ask in the same words is asked once, as if it were a file of its own; what is left of each file is asked
//! together. These units are asked twice: they are laid out as a square, and each row of the square is a call, and each
//! column. The two calls of a unit have no other unit in common. An answer counts only if both agree, so that nothing
//! about any other file can have decided it. A unit whose answers differ, or whose call did not end well, is asked again
//! alone, and what it is answered alone is its answer. Now and then a unit is asked alone besides, to find a plugin that
//! answers differently in company, whatever the company. A plugin that was found out loses the right to share calls.

use crate::{limits::Limits, plugin::Plugin, stop::Stop};
use hashbrown::HashMap;
use parchemin_core::{
    limits::Bounds,
    plugin::{Answers, RECORD, Rows, Ruled, Said},
    ruling::RuleFault,
};
use std::{
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

/// Units of fuel for a step of work: a step of a script is a hundred instructions, more or less.
const FUEL_OF_A_STEP: u64 = 100;

/// Units of fuel that the questions of one call are taken to need at most, each. A call has the fuel of a single
/// question: if all of them do not exceed it together, none would have alone.
const FUEL_OF_A_QUESTION: u64 = 2_000;

/// Records of an answer to one question at most: a ruling and some notes. A package whose rules may read less has less.
const RECORDS_OF_AN_ANSWER: u64 = 16;

/// Bytes of output that every call may have besides.
const OUTPUT_BYTES: usize = 16 * 1024;

/// Of so many units that share calls, one is asked alone besides.
const ONE_ALONE_OF: usize = 64;

/// A plugin that is asked many files, and what is known of its manners.
pub(crate) struct Apart {
    plugin: Plugin,
    texts: Vec<String>,
    bounds: Bounds,
    /// It answered a file differently in company than alone, or in other company.
    found_out: AtomicBool,
}

type Outcome = Result<Ruled, RuleFault>;

impl Apart {
    pub(crate) fn new(plugin: Plugin, texts: Vec<String>, bounds: Bounds) -> Apart {
        Apart { plugin, texts, bounds, found_out: AtomicBool::new(false) }
    }

    pub(crate) fn found_out(&self) -> bool {
        self.found_out.load(Ordering::Relaxed)
    }

    /// The answer to every question.
    pub(crate) fn ask(&self, rows: &Rows<'_>, file: &str) -> Vec<Outcome> {
        let cases = rows.cases();
        if cases.len() < 4 {
            return cases
                .into_iter()
                .flat_map(|case| self.alone(rows, &case.collect::<Vec<_>>(), file))
                .collect();
        }
        let Units { units, asked } = Units::of(rows, &cases);
        let most = units.iter().map(Vec::len).max().unwrap_or(1);
        let side = (self.fuel() / FUEL_OF_A_QUESTION / most as u64).max(1) as usize;
        let mut all: Vec<Option<Outcome>> = vec![None; rows.len()];
        for square in units.chunks(side * side) {
            let outcomes = self.together(rows, square, file);
            for (question, outcome) in square.iter().flatten().zip(outcomes) {
                if let Some(slot) = all.get_mut(*question) {
                    *slot = Some(outcome);
                }
            }
        }
        let outcome = |question: &usize| all.get(*question)?.clone();
        asked
            .iter()
            .map(|one| outcome(one).unwrap_or_else(|| Err(wrong(file, "no answer".to_owned()))))
            .collect()
    }

    /// Units that share calls, each asked in two companies: by the rows of a square, and by its columns.
    fn together(&self, rows: &Rows<'_>, units: &[Vec<usize>], file: &str) -> Vec<Outcome> {
        let each_alone = || units.iter().flat_map(|unit| self.alone(rows, unit, file)).collect();
        let side = units.len().isqrt();
        if side < 2 || self.found_out() {
            return each_alone();
        }
        let by_rows: Vec<Company> =
            units.chunks(side).map(|row| self.company(rows, row.iter().collect())).collect();
        let by_columns: Vec<Company> = (0..side)
            .map(|column| self.company(rows, units.iter().skip(column).step_by(side).collect()))
            .collect();
        let in_row = by_rows.iter().flat_map(Company::said);
        let mut columns: Vec<_> = by_columns.iter().map(Company::said).collect();
        let mut all = Vec::new();
        for (n, (unit, by_row)) in units.iter().zip(in_row).enumerate() {
            let by_column = columns.get_mut(n % side).and_then(Iterator::next).flatten();
            let agreed = by_row.as_ref().filter(|by_row| Some(*by_row) == by_column.as_ref());
            let ruled = agreed.filter(|_| n % ONE_ALONE_OF != 0).and_then(|said| believed(rows, unit, said));
            if let Some(ruled) = ruled {
                all.extend(ruled.into_iter().map(Ok));
                continue;
            }
            let alone = self.alone(rows, unit, file);
            // A call that did not end well says nothing about company; nor does the clock, or a host that is full.
            let undisturbed = !alone
                .iter()
                .any(|outcome| matches!(outcome, Err(RuleFault::Time | RuleFault::Unavailable(_))));
            let otherwise = |said: Option<Vec<Said<'_>>>| {
                let ruled = said.filter(|_| undisturbed).and_then(|said| believed(rows, unit, &said));
                ruled.is_some_and(|ruled| !alone.iter().map(Result::as_ref).eq(ruled.iter().map(Ok)))
            };
            if otherwise(by_row) || otherwise(by_column) {
                self.found_out.store(true, Ordering::Relaxed);
                return each_alone();
            }
            all.extend(alone);
        }
        all
    }

    /// Some units in one call.
    fn company<'u>(&self, rows: &Rows<'_>, units: Vec<&'u Vec<usize>>) -> Company<'u> {
        let chosen: Vec<usize> = units.iter().copied().flatten().copied().collect();
        let answers = self.call(rows, &chosen, "").ok();
        Company { units, answers }
    }

    /// The answers to one unit, which no other shares a call with. Where the call did not end well, each question is
    /// asked by itself, so that what ended it is known by its rule.
    fn alone(&self, rows: &Rows<'_>, chosen: &[usize], file: &str) -> Vec<Outcome> {
        match self.ruled(rows, chosen, file) {
            Ok(ruled) => ruled.into_iter().map(Ok).collect(),
            // What is no fault of the rules would only happen again.
            Err(fault @ (RuleFault::Time | RuleFault::Unavailable(_))) => vec![Err(fault); chosen.len()],
            Err(_) => chosen
                .iter()
                .map(|question| {
                    let mut ruled = self.ruled(rows, &[*question], file)?;
                    ruled.pop().ok_or_else(|| wrong(file, "no answer".to_owned()))
                })
                .collect(),
        }
    }

    fn ruled(&self, rows: &Rows<'_>, chosen: &[usize], file: &str) -> Result<Vec<Ruled>, RuleFault> {
        let answers = self.call(rows, chosen, file)?;
        rows.all_ruled(chosen, &answers).map_err(|reason| wrong(file, reason))
    }

    fn call(&self, rows: &Rows<'_>, chosen: &[usize], file: &str) -> Result<Answers, RuleFault> {
        let limits = Limits {
            fuel: self.fuel(),
            memory: usize::try_from(self.bounds.memory).unwrap_or(usize::MAX),
            output: OUTPUT_BYTES + chosen.len() * self.records() * RECORD,
        };
        let call = rows.call(chosen);
        let answer = self.plugin.evaluate(&self.texts, &call.packed(), limits);
        let answer = answer.map_err(|stop| fault(stop, file))?;
        call.answered(answer).map_err(|reason| wrong(file, reason))
    }

    /// Records that an answer to one question may have: a note is something that the rule reads.
    fn records(&self) -> usize {
        self.bounds.reads.saturating_add(1).min(RECORDS_OF_AN_ANSWER) as usize
    }

    fn fuel(&self) -> u64 {
        self.bounds.work.saturating_mul(FUEL_OF_A_STEP)
    }
}

/// What is asked together always: the questions that one file alone asks, or a single one that several ask.
struct Units {
    units: Vec<Vec<usize>>,
    /// For each question the one that is asked in its place, being the same.
    asked: Vec<usize>,
}

impl Units {
    fn of(rows: &Rows<'_>, cases: &[Range<usize>]) -> Units {
        let mut known = HashMap::with_capacity(rows.len());
        let mut asked = Vec::with_capacity(rows.len());
        let mut by_several = vec![false; rows.len()];
        for (n, case) in cases.iter().enumerate() {
            for question in case.clone() {
                let (first, by) = *known.entry(rows.key(question)).or_insert((question, n));
                asked.push(first);
                if let Some(slot) = by_several.get_mut(first) {
                    *slot |= by != n;
                }
            }
        }
        let mut units = Vec::new();
        for case in cases {
            let firsts = case.clone().filter(|question| asked.get(*question) == Some(question));
            let (shared, own): (Vec<usize>, Vec<usize>) =
                firsts.partition(|question| by_several.get(*question) == Some(&true));
            units.extend(Some(own).filter(|own| !own.is_empty()));
            units.extend(shared.into_iter().map(|question| vec![question]));
        }
        Units { units, asked }
    }
}

/// A call that units shared, and what was handed back if it ended well.
struct Company<'u> {
    units: Vec<&'u Vec<usize>>,
    answers: Option<Answers>,
}

impl Company<'_> {
    /// What was handed back for each unit, in their order.
    fn said(&self) -> impl Iterator<Item = Option<Vec<Said<'_>>>> {
        let mut said = self.answers.as_ref().map(Answers::said);
        self.units.iter().map(move |unit| said.as_mut().map(|said| said.take(unit.len()).collect()))
    }
}

/// What a unit was answered, if all of it makes sense.
fn believed(rows: &Rows<'_>, unit: &[usize], said: &[Said<'_>]) -> Option<Vec<Ruled>> {
    unit.iter().zip(said).map(|(question, said)| rows.ruled(*question, *said).ok()).collect()
}

/// What bounds a question to a plugin at load: those of a single question.
pub(crate) fn limits(bounds: Bounds) -> Limits {
    Limits {
        fuel: bounds.work.saturating_mul(FUEL_OF_A_STEP),
        memory: usize::try_from(bounds.memory).unwrap_or(usize::MAX),
        // A description of hundreds of rules, each with its facts.
        output: 64 * OUTPUT_BYTES,
    }
}

fn fault(stop: Stop, file: &str) -> RuleFault {
    match stop {
        Stop::Time => RuleFault::Time,
        Stop::Bound(kind) => RuleFault::Bound(kind),
        Stop::Unavailable(reason) => RuleFault::Unavailable(reason),
        Stop::Gave(reason) | Stop::Trapped(reason) => wrong(file, reason),
    }
}

fn wrong(file: &str, reason: String) -> RuleFault {
    RuleFault::Wrong { file: file.to_owned(), place: None, reason }
}
