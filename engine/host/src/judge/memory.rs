//! The rows of facts that rules were asked, and are known again by: a row is asked once. In a population most rows are
//! like some row before.
//!
//! An answer that is remembered will be given to other files. So its row is asked as if it were a file of its own: in the
//! company of the other rows of its file, a plugin could have answered by them.

use super::Open;
use hashbrown::HashMap;
use parchemin_core::{
    Missing, Verdict,
    plugin::{Places, Row, Rows, Tabular},
    ruling::RuleFault,
    truth::Lacking,
};
use std::mem;

/// How many rows of one package are remembered as new, before those remembered longer are forgotten. It is looked at when
/// the rows of a call are answered: what is held depends on how many files are judged in one call, not on how many there
/// were before.
const NEW: usize = 1 << 9;

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
    /// What is about to be asked, and concerns one file alone.
    own: Rows<'h>,
    /// What is about to be asked, and will be remembered.
    shared: Rows<'h>,
    /// The keys of what will be remembered.
    keys: Vec<Vec<u8>>,
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
    place: Place,
    open: Vec<(usize, Missing)>,
}

/// Where a question stands among those that are about to be asked.
#[derive(Clone, Copy)]
enum Place {
    Own(usize),
    Shared(usize),
}

/// How the rows of a rule repeat.
#[derive(Clone, Copy, Default)]
struct Repeats {
    asked: u32,
    known: u32,
}

impl Repeats {
    /// As of rows that were tried, and do not repeat.
    const NEVER: Repeats = Repeats { asked: TRIAL, known: 0 };

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
    /// It is among the rows that are about to be asked and remembered.
    Asked(usize),
}

/// A judgement that waits for the answer to a question.
struct Waiting {
    case: usize,
    judgement: usize,
    asked: Question,
}

impl<'h> Memory<'h> {
    /// For so many rules. What remembers nothing has no row that is worth a key.
    pub(super) fn new(rules: &'h dyn Tabular, count: usize, remembers: bool) -> Memory<'h> {
        let repeats = if remembers { Repeats::default() } else { Repeats::NEVER };
        Memory {
            rules,
            known: HashMap::new(),
            before: HashMap::new(),
            repeats: vec![repeats; count],
            own: Rows::new(rules.plan()),
            shared: Rows::new(rules.plan()),
            keys: Vec::new(),
            waiting: Vec::new(),
            key: Vec::new(),
        }
    }

    /// The questions asked from here on are about another case.
    pub(super) fn next_case(&mut self) {
        self.own.next_case();
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
        let place = match known {
            Some(Known::Answered(verdict, places)) => {
                let missing = row.missing().filter(|(place, _)| Places::one(*place).within(places));
                let missing = missing.map(|(_, missing)| missing.clone()).reduce(Lacking::with);
                return Remembered::Answered(verdict, missing);
            }
            Some(Known::Fails) => return Remembered::Fails,
            Some(Known::Asked(question)) => Place::Shared(question),
            None if keyed => {
                let question = self.shared.len();
                self.known.insert(self.key.clone(), Known::Asked(question));
                self.keys.push(self.key.clone());
                self.shared.next_case();
                self.shared.ask(rule, row.values());
                Place::Shared(question)
            }
            None => {
                let question = self.own.len();
                self.own.ask(rule, row.values());
                Place::Own(question)
            }
        };
        let open = row.missing().map(|(place, missing)| (place, missing.clone())).collect();
        Remembered::Asked(Question { place, open })
    }

    /// Notes whose judgement waits for a question.
    pub(super) fn wait(&mut self, case: usize, judgement: usize, asked: Question) {
        self.waiting.push(Waiting { case, judgement, asked });
    }

    /// Asks what is not known, and gives every judgement that waits its answer.
    pub(super) fn settle(&mut self, all: &mut [Open<'h>]) {
        let own = self.own.len();
        let mut rows = mem::replace(&mut self.own, Rows::new(self.rules.plan()));
        rows.append(&mem::replace(&mut self.shared, Rows::new(self.rules.plan())));
        if rows.is_empty() {
            return;
        }
        let answers = self.rules.answer(&rows);
        let known: Vec<Known> = answers
            .iter()
            .map(|answer| match answer {
                Ok(ruled) => Known::Answered(ruled.verdict(), ruled.missing()),
                Err(_) => Known::Fails,
            })
            .collect();
        for (question, key) in (own..).zip(self.keys.drain(..)) {
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
            let question = match asked.place {
                Place::Own(question) => question,
                Place::Shared(question) => own + question,
            };
            match (known.get(question), open.judgements.get_mut(judgement)) {
                (Some(Known::Answered(verdict, places)), Some(judgement)) => {
                    let missing = asked.open.into_iter().filter(|(n, _)| Places::one(*n).within(*places));
                    judgement.verdict = *verdict;
                    judgement.missing = missing.map(|(_, missing)| missing).reduce(Lacking::with);
                }
                _ => open.anew = true,
            }
        }
        if self.known.len() > NEW {
            self.before = mem::take(&mut self.known);
        }
    }
}

#[cfg(test)]
mod tests {
    //! The claim: what is remembered was answered by its row alone.
    use super::*;
    use crate::{Parchemin, Setup};
    use parchemin_core::{
        Subject,
        file::{Leniency, parse},
        plugin::{Described, Description, Established, Plan, RECORD, Record, RuleUse, Ruled},
        vocabulary::View,
    };
    use std::{collections::BTreeMap, sync::Arc};

    /// Rules that answer by the company of a row: met, where another row of its file was asked with it.
    struct Companionable(Plan);

    impl Tabular for Companionable {
        fn plan(&self) -> &Plan {
            &self.0
        }

        fn answer(&self, rows: &Rows<'_>) -> Vec<Result<Ruled, RuleFault>> {
            let met_by_company = |case: std::ops::Range<usize>| {
                let head = if case.len() > 1 { Verdict::Met } else { Verdict::Unmet } as u32;
                let chosen: Vec<usize> = case.collect();
                let bytes = Record { head, ..Record::default() }.bytes().repeat(chosen.len());
                assert_eq!(bytes.len(), chosen.len() * RECORD);
                rows.all_ruled(&chosen, &rows.call(&chosen).answered(bytes).unwrap()).unwrap()
            };
            rows.cases().into_iter().flat_map(met_by_company).map(Ok).collect()
        }
    }

    #[test]
    fn the_other_rows_of_a_file_have_no_part_in_what_is_remembered() {
        let names = ["by_route", "by_training"];
        let facts = ["file.route", "file.trained"];
        let described = |(name, fact): (&str, &str)| Described {
            name: name.to_owned(),
            subject: View::None,
            facts: vec![fact.to_owned()],
        };
        let description =
            Description { rules: names.into_iter().zip(facts).map(described).collect(), terms: Vec::new() };
        let uses = names.map(|name| RuleUse { function: name.to_owned(), subject: View::None, at: None });
        let plan = Plan::new(&description, &uses, &BTreeMap::new(), &BTreeMap::new()).unwrap();
        let rules = Companionable(plan);
        let mut memory = Memory::new(&rules, 2, true);
        let mut established = Established::new(rules.plan());
        let host = Parchemin::new(&Setup::default()).unwrap();
        let mut all = Vec::new();
        for route in ["vae", "ccs"] {
            let file = format!("{{\"evaluate_on\": \"2026-01-01\", \"route\": \"{route}\"}}");
            let file = parse(file.as_bytes(), Leniency::Strict).unwrap();
            let prepared = host.prepare(Arc::new(file), None).unwrap();
            memory.next_case();
            established.next_case();
            for rule in 0..2 {
                let row = established.row(rule, prepared.case(), Subject::File).unwrap();
                assert!(matches!(memory.ask(rule, row), Remembered::Asked(_)), "{route} {rule}");
            }
            all.push(prepared);
        }
        memory.settle(&mut []);
        for prepared in &all {
            established.next_case();
            for rule in 0..2 {
                let row = established.row(rule, prepared.case(), Subject::File).unwrap();
                let Remembered::Answered(verdict, _) = memory.ask(rule, row) else {
                    panic!("it is forgotten")
                };
                assert_eq!(verdict, Verdict::Unmet);
            }
        }
    }
}
