//! How files are kept apart: what one file is, no other may see in its answer.
//!
//! An instance answers one call and is gone, so that nothing passes from one call to the next. A single file has a call
//! of its own. In bulk that would cost more than the rules themselves, so that files share calls, and every file is
//! asked twice: the files of a batch are laid out as a square, and each row of the square is a call, and each column.
//! The two calls of a file have no other file in common. An answer counts only if both agree, so that nothing about any
//! other file can have decided it. A file whose answers differ, or whose call did not end well, is asked again alone,
//! and what it is answered alone is its answer. Now and then a file is asked alone besides, to find a plugin that
//! answers differently in company, whatever the company. A plugin that was found out loses the right to share calls.

use crate::{limits::Limits, plugin::Plugin, stop::Stop};
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

/// Of so many files that share calls, one is asked alone besides.
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
        let most = rows.len() / cases.len().max(1) + 1;
        let side = (self.fuel() / FUEL_OF_A_QUESTION / most as u64).max(1) as usize;
        if cases.len() < 4 || side < 2 {
            return cases.iter().flat_map(|case| self.alone(rows, case, file)).collect();
        }
        cases.chunks(side * side).flat_map(|cases| self.together(rows, cases, file)).collect()
    }

    /// Files that share calls, each asked in two companies: by the rows of a square, and by its columns.
    fn together(&self, rows: &Rows<'_>, cases: &[Range<usize>], file: &str) -> Vec<Outcome> {
        let each_alone = || cases.iter().flat_map(|case| self.alone(rows, case, file)).collect();
        if self.found_out() {
            return each_alone();
        }
        let side = cases.len().isqrt().max(1);
        let by_rows: Vec<Company> = cases.chunks(side).map(|row| self.company(rows, row.iter())).collect();
        let by_columns: Vec<Company> =
            (0..side).map(|column| self.company(rows, cases.iter().skip(column).step_by(side))).collect();
        let (by_rows, by_columns) = (said(cases, &by_rows), said(cases, &by_columns));
        let mut all = Vec::new();
        let mut start = 0;
        for (n, case) in cases.iter().enumerate() {
            let of_case = start..start + case.len();
            start = of_case.end;
            let (by_row, by_column) = (by_rows.get(of_case.clone()), by_columns.get(of_case));
            let agreed = by_row.filter(|by_row| Some(*by_row) == by_column && n % ONE_ALONE_OF != 0);
            let ruled = agreed.and_then(|said| believed(rows, case, said));
            if let Some(ruled) = ruled {
                all.extend(ruled.into_iter().map(Ok));
                continue;
            }
            let alone = self.alone(rows, case, file);
            // A call that did not end well says nothing about company; nor does the clock, or a host that is full.
            let undisturbed = !alone
                .iter()
                .any(|outcome| matches!(outcome, Err(RuleFault::Time | RuleFault::Unavailable(_))));
            let otherwise = |said: Option<&[Option<Said<'_>>]>| {
                let ruled = said.filter(|_| undisturbed).and_then(|said| believed(rows, case, said));
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

    /// Some files in one call.
    fn company<'c>(&self, rows: &Rows<'_>, cases: impl Iterator<Item = &'c Range<usize>>) -> Company {
        let chosen: Vec<usize> = cases.flat_map(Clone::clone).collect();
        let answers = self.call(rows, &chosen, "").ok();
        Company { chosen, answers }
    }

    /// The answers to one file, which no other shares a call with. Where the call did not end well, each question is
    /// asked by itself, so that what ended it is known by its rule.
    fn alone(&self, rows: &Rows<'_>, case: &Range<usize>, file: &str) -> Vec<Outcome> {
        let chosen: Vec<usize> = case.clone().collect();
        match self.ruled(rows, &chosen, file) {
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

/// A call that files shared: the questions, and what was handed back if it ended well.
struct Company {
    chosen: Vec<usize>,
    answers: Option<Answers>,
}

/// What was handed back for each question of the files, in their order.
fn said<'a>(cases: &[Range<usize>], companies: &'a [Company]) -> Vec<Option<Said<'a>>> {
    let (first, last) = (cases.first().map_or(0, |case| case.start), cases.last().map_or(0, |case| case.end));
    let mut all = vec![None; last - first];
    for Company { chosen, answers } in companies {
        for (question, said) in chosen.iter().zip(answers.iter().flat_map(Answers::said)) {
            if let Some(slot) = all.get_mut(question - first) {
                *slot = Some(said);
            }
        }
    }
    all
}

/// What a file was answered, if all of it is there and makes sense.
fn believed(rows: &Rows<'_>, case: &Range<usize>, said: &[Option<Said<'_>>]) -> Option<Vec<Ruled>> {
    case.clone().zip(said).map(|(question, said)| rows.ruled(question, (*said)?).ok()).collect()
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
