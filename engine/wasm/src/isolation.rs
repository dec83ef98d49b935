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
    plugin::{RECORD, Rows, Ruled},
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

/// Records of an answer to one question: a ruling and some notes.
const RECORDS_OF_AN_ANSWER: usize = 16;

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

    /// Files that share calls, each asked in two companies.
    fn together(&self, rows: &Rows<'_>, cases: &[Range<usize>], file: &str) -> Vec<Outcome> {
        if self.found_out() {
            return cases.iter().flat_map(|case| self.alone(rows, case, file)).collect();
        }
        let side = cases.len().isqrt().max(1);
        let lines: Vec<Vec<Ruled>> = cases
            .chunks(side)
            .flat_map(|line| self.company(rows, &line.iter().collect::<Vec<_>>()))
            .collect();
        let mut columns: Vec<Vec<Ruled>> = vec![Vec::new(); cases.len()];
        for column in 0..side {
            let places = (column..cases.len()).step_by(side);
            let of_column: Vec<&Range<usize>> = places.clone().filter_map(|n| cases.get(n)).collect();
            for (place, ruled) in places.zip(self.company(rows, &of_column)) {
                if let Some(slot) = columns.get_mut(place) {
                    *slot = ruled;
                }
            }
        }
        let mut all = Vec::new();
        for (n, (case, (line, column))) in cases.iter().zip(lines.into_iter().zip(columns)).enumerate() {
            let agreed = line.len() == case.len() && line == column;
            if agreed && n % ONE_ALONE_OF != 0 {
                all.extend(line.into_iter().map(Ok));
                continue;
            }
            let alone = self.alone(rows, case, file);
            let as_alone = |company: &[Ruled]| {
                company.is_empty() || alone.iter().map(Result::as_ref).eq(company.iter().map(Ok))
            };
            if !as_alone(&line) || !as_alone(&column) {
                self.found_out.store(true, Ordering::Relaxed);
                return cases.iter().flat_map(|case| self.alone(rows, case, file)).collect();
            }
            all.extend(alone);
        }
        all
    }

    /// The answers to some files in one call; to each of them none, if the call did not end well.
    fn company(&self, rows: &Rows<'_>, cases: &[&Range<usize>]) -> Vec<Vec<Ruled>> {
        let chosen: Vec<usize> = cases.iter().flat_map(|case| (**case).clone()).collect();
        let Ok(ruled) = self.call(rows, &chosen, "") else { return vec![Vec::new(); cases.len()] };
        let mut ruled = ruled.into_iter();
        cases.iter().map(|case| ruled.by_ref().take(case.len()).collect()).collect()
    }

    /// The answers to one file, which no other shares a call with. Where the call did not end well, each question is
    /// asked by itself, so that what ended it is known by its rule.
    fn alone(&self, rows: &Rows<'_>, case: &Range<usize>, file: &str) -> Vec<Outcome> {
        let chosen: Vec<usize> = case.clone().collect();
        match self.call(rows, &chosen, file) {
            Ok(ruled) => ruled.into_iter().map(Ok).collect(),
            // What is no fault of the rules would only happen again.
            Err(fault @ (RuleFault::Time | RuleFault::Unavailable(_))) => vec![Err(fault); chosen.len()],
            Err(_) => chosen
                .iter()
                .map(|question| {
                    let mut ruled = self.call(rows, &[*question], file)?;
                    ruled.pop().ok_or_else(|| wrong(file, "no answer".to_owned()))
                })
                .collect(),
        }
    }

    fn call(&self, rows: &Rows<'_>, chosen: &[usize], file: &str) -> Result<Vec<Ruled>, RuleFault> {
        let limits = Limits {
            fuel: self.fuel(),
            memory: usize::try_from(self.bounds.memory).unwrap_or(usize::MAX),
            output: OUTPUT_BYTES + chosen.len() * RECORDS_OF_AN_ANSWER * RECORD,
        };
        let answer = self.plugin.evaluate(&self.texts, &rows.packed(chosen), limits);
        let answer = answer.map_err(|stop| fault(stop, file))?;
        rows.ruled(chosen, &answer).map_err(|reason| wrong(file, reason))
    }

    fn fuel(&self) -> u64 {
        self.bounds.work.saturating_mul(FUEL_OF_A_STEP)
    }
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
