//! The rows of facts that rules were asked, and are known again by: a row is asked once. In a population most rows are
//! like some row before.

use super::Open;
use hashbrown::HashMap;
use parchemin_core::{
    Missing, Verdict,
    plugin::{Places, Row, Rows, Tabular},
    ruling::RuleFault,
    truth::Lacking,
};
use std::mem;

/// How many rows of one package are remembered as new, before those remembered longer are forgotten: twice as many are
/// known at most, so that how much is held does not depend on how many files there were.
const NEW: usize = 1 << 11;

/// After so many questions it shows whether the rows of a rule repeat. Those that do not are not worth a key: days and
/// numbers differ from file to file.
const TRIAL: u32 = 512;

/// The rules of one package, with what they answered.
pub(super) struct Memory<'h> {
    rules: &'h dyn Tabular,
    known: HashMap<Vec<u8>, Known>,
    /// What was known before, and is forgotten unless it is asked again.
    before: HashMap<Vec<u8>, Known>,
    /// For each rule, how its rows repeat.
    repeats: Vec<Repeats>,
    rows: Rows<'h>,
    /// The questions of the rows that have a key.
    keys: Vec<(usize, Vec<u8>)>,
    waiting: Vec<Waiting>,
    key: Vec<u8>,
}

/// What comes of a question.
pub(super) enum Remembered {
    /// It is known.
    Answered(Verdict, Option<Missing>),
    /// It is about to be asked.
    Asked(Question),
    /// It is known to hit a bound, or to fail.
    Fails,
}

/// A question that is about to be asked, with what is missing of its facts.
pub(super) struct Question {
    question: usize,
    open: Vec<(usize, Missing)>,
}

/// How the rows of a rule repeat.
#[derive(Clone, Copy, Default)]
struct Repeats {
    asked: u32,
    known: u32,
}

impl Repeats {
    /// Whether a row is worth a key.
    fn worth_a_key(self) -> bool {
        self.asked < TRIAL || self.known > self.asked / 2
    }
}

/// What is known of a row.
#[derive(Clone, Copy)]
enum Known {
    Answered(Verdict, Places),
    /// A bound, or a rule that is wrong: to be evaluated the long way.
    Fails,
    /// It is among the rows that are about to be asked.
    Asked(usize),
}

/// A judgement that waits for the answer to a question.
struct Waiting {
    case: usize,
    judgement: usize,
    asked: Question,
}

impl<'h> Memory<'h> {
    pub(super) fn new(rules: &'h dyn Tabular, count: usize) -> Memory<'h> {
        Memory {
            rules,
            known: HashMap::new(),
            before: HashMap::new(),
            repeats: vec![Repeats::default(); count],
            rows: Rows::new(rules.plan()),
            keys: Vec::new(),
            waiting: Vec::new(),
            key: Vec::new(),
        }
    }

    /// The questions asked from here on are about another case.
    pub(super) fn next_case(&mut self) {
        self.rows.next_case();
    }

    /// Asks a rule a row.
    pub(super) fn ask(&mut self, rule: usize, row: Row<'_>) -> Remembered {
        let mut repeats = self.repeats.get(rule).copied().unwrap_or_default();
        let keyed = repeats.worth_a_key();
        let known = if keyed {
            row.key(&mut self.key);
            self.known.get(&self.key).copied().or_else(|| {
                let (key, known) = self.before.remove_entry(&self.key)?;
                self.known.insert(key, known);
                Some(known)
            })
        } else {
            None
        };
        if keyed && repeats.asked < TRIAL {
            repeats.asked += 1;
            repeats.known += u32::from(known.is_some());
            if let Some(slot) = self.repeats.get_mut(rule) {
                *slot = repeats;
            }
        }
        let question = match known {
            Some(Known::Answered(verdict, places)) => {
                let missing = row.missing().filter(|(place, _)| Places::one(*place).within(places));
                let missing = missing.map(|(_, missing)| missing.clone()).reduce(Lacking::with);
                return Remembered::Answered(verdict, missing);
            }
            Some(Known::Fails) => return Remembered::Fails,
            Some(Known::Asked(question)) => question,
            None => {
                let question = self.rows.len();
                if keyed {
                    self.known.insert(self.key.clone(), Known::Asked(question));
                    self.keys.push((question, self.key.clone()));
                }
                self.rows.ask(rule, row.values());
                question
            }
        };
        let open = row.missing().map(|(place, missing)| (place, missing.clone())).collect();
        Remembered::Asked(Question { question, open })
    }

    /// Notes whose judgement waits for a question.
    pub(super) fn wait(&mut self, case: usize, judgement: usize, asked: Question) {
        self.waiting.push(Waiting { case, judgement, asked });
    }

    /// Asks what is not known, and gives every judgement that waits its answer.
    pub(super) fn settle(&mut self, all: &mut [Open<'h>]) {
        if self.rows.is_empty() {
            return;
        }
        let answers = self.rules.answer(&self.rows);
        let known: Vec<Known> = answers
            .iter()
            .map(|answer| match answer {
                Ok(ruled) => Known::Answered(ruled.verdict(), ruled.missing()),
                Err(_) => Known::Fails,
            })
            .collect();
        for (question, key) in self.keys.drain(..) {
            // What the clock stopped, or the host had no room for, may go well another time.
            match (answers.get(question), known.get(question)) {
                (Some(Err(RuleFault::Time | RuleFault::Unavailable(_))), _) | (_, None) => {
                    self.known.remove(&key);
                }
                (_, Some(now)) => {
                    self.known.insert(key, *now);
                }
            }
        }
        for Waiting { case, judgement, asked } in self.waiting.drain(..) {
            let Some(open) = all.get_mut(case) else { continue };
            match (known.get(asked.question), open.judgements.get_mut(judgement)) {
                (Some(Known::Answered(verdict, places)), Some(judgement)) => {
                    let missing = asked.open.into_iter().filter(|(n, _)| Places::one(*n).within(*places));
                    judgement.verdict = *verdict;
                    judgement.missing = missing.map(|(_, missing)| missing).reduce(Lacking::with);
                }
                _ => open.anew = true,
            }
        }
        self.rows = Rows::new(self.rules.plan());
        if self.known.len() > NEW {
            self.before = mem::take(&mut self.known);
        }
    }
}
