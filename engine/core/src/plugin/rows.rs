//! Questions as rows of cells, and the answers of a plugin as rulings.

use super::{
    plan::{Plan, Planned},
    wanted::Established,
    wire::{Kind, Places, RECORD, Record, packed},
};
use crate::{
    Verdict,
    ruling::{Answer, Asked, RuleFault, Ruling},
    truth::Lacking,
    vocabulary::{Fact, Type, Value},
};
use std::{cmp::Ordering, ops::Range, sync::Arc};

/// Questions, with the facts that their rules declared, established once for each case.
#[derive(Debug)]
pub struct Rows<'p> {
    plan: &'p Plan,
    asked: Vec<Asked>,
    facts: Vec<Established>,
    cells: Vec<u8>,
    /// Where the facts of each question begin, and where those of the last one end.
    starts: Vec<usize>,
}

/// What a plugin answered to one question, checked to make sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    verdict: Verdict,
    read: Places,
    missing: Places,
    /// Place of the term, and what was computed.
    notes: Vec<(u32, (Kind, i64, i64))>,
}

impl Kind {
    fn fits(self, wanted: Type) -> bool {
        matches!(
            (self, wanted),
            (Kind::Unknown, _)
                | (Kind::Truth, Type::Truth)
                | (Kind::Number | Kind::AtLeast | Kind::Between, Type::Count)
                | (Kind::Day, Type::Day)
        )
    }
}

impl Plan {
    /// Establishes the facts of all questions. Those of one case are best asked one after another.
    pub fn rows(&self, asked: Vec<Asked>) -> Rows<'_> {
        let mut rows = Rows {
            plan: self,
            facts: Vec::with_capacity(asked.len() * 4),
            cells: Vec::with_capacity(asked.len() * 4 * RECORD),
            starts: Vec::with_capacity(asked.len() + 1),
            asked,
        };
        let mut shared: Vec<Option<Established>> = vec![None; self.shared];
        let mut of: Option<&Arc<crate::Case>> = None;
        for asked in &rows.asked {
            rows.starts.push(rows.facts.len());
            let case = asked.reading.case();
            if !of.is_some_and(|of| Arc::ptr_eq(of, case)) {
                shared.fill(None);
                of = Some(case);
            }
            let Some(rule) = self.rules.get(asked.rule) else { continue };
            for fact in &rule.facts {
                let establish = || fact.wanted.establish(case, asked.reading.subject(), rule.at);
                let established = match fact.shared.and_then(|place| shared.get_mut(place)) {
                    Some(known) => known.get_or_insert_with(establish).clone(),
                    None => establish(),
                };
                rows.cells.extend_from_slice(&self.cell(established.fact.value()));
                rows.facts.push(established);
            }
        }
        rows.starts.push(rows.facts.len());
        rows
    }

    fn cell(&self, value: &Value) -> [u8; RECORD] {
        let place =
            |text: &crate::vocabulary::Text| self.texts.binary_search_by(|known| (**known).cmp(text)).ok();
        // What cannot cross is unknown on the other side; a plan has no such fact.
        let (kind, a, b) = packed(value, place).unwrap_or((Kind::Unknown, 0, 0));
        Record { head: kind as u32, count: 0, a, b }.bytes()
    }
}

impl Rows<'_> {
    /// How many questions there are.
    pub fn len(&self) -> usize {
        self.asked.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// The questions of each case, one range after another.
    pub fn cases(&self) -> Vec<Range<usize>> {
        let same = |a: &Asked, b: &Asked| Arc::ptr_eq(a.reading.case(), b.reading.case());
        let mut start = 0;
        self.asked
            .chunk_by(same)
            .map(|chunk| {
                let range = start..start + chunk.len();
                start = range.end;
                range
            })
            .collect()
    }

    /// A call that asks the questions chosen.
    pub fn call(&self, chosen: &[usize]) -> Call<'_> {
        let rule = |question: usize| self.asked.get(question).map_or(usize::MAX, |asked| asked.rule);
        let mut order: Vec<(usize, usize)> = chosen.iter().copied().enumerate().collect();
        order.sort_by_key(|(_, question)| rule(*question));
        Call { rows: self, order }
    }

    /// The places of a question's facts.
    fn range(&self, question: usize) -> Range<usize> {
        let at = |n: usize| self.starts.get(n).copied().unwrap_or(self.facts.len());
        at(question)..at(question + 1)
    }

    fn rule(&self, question: usize) -> Option<&Planned> {
        self.plan.rules.get(self.asked.get(question)?.rule)
    }

    /// What was answered to a question, if it makes sense.
    ///
    /// # Errors
    /// What makes none.
    pub fn ruled(&self, question: usize, said: Said<'_>) -> Result<Ruled, String> {
        let rule = self.rule(question).ok_or("the question has no rule")?;
        let record = Record::first(said.ruling).ok_or("the answer is too short")?;
        let mut ruled = self.ruling(rule, question, record)?;
        for note in said.notes.chunks_exact(RECORD).filter_map(Record::first) {
            ruled.notes.push(self.note(note)?);
        }
        Ok(ruled)
    }

    /// What was answered to the questions chosen, if all of it makes sense.
    ///
    /// # Errors
    /// The first thing that makes none.
    pub fn all_ruled(&self, chosen: &[usize], answers: &Answers) -> Result<Vec<Ruled>, String> {
        chosen.iter().zip(answers.said()).map(|(question, said)| self.ruled(*question, said)).collect()
    }

    fn ruling(&self, rule: &Planned, question: usize, record: Record) -> Result<Ruled, String> {
        const VERDICTS: [Verdict; 4] =
            [Verdict::NotApplicable, Verdict::Met, Verdict::Undetermined, Verdict::Unmet];
        let verdict =
            *VERDICTS.get(record.head as usize).ok_or_else(|| format!("{} is no verdict", record.head))?;
        let (read, missing) = (Places(record.a.cast_unsigned()), Places(record.b.cast_unsigned()));
        let declared = rule.facts.len() as u32;
        if declared < 64 && read.0 >> declared != 0 {
            return Err(format!("it says that it read a fact beyond the {declared} that it declared"));
        }
        let facts = self.facts.get(self.range(question)).unwrap_or_default();
        let open = |place: usize| {
            facts.get(place).is_some_and(|established| established.fact.value().missing().is_some())
        };
        if (verdict == Verdict::Undetermined) != (missing != Places::default()) {
            return Err("what is missing is to be given with undetermined, and only then".to_owned());
        }
        if !missing.within(read) || !missing.iter().all(open) {
            return Err("it says that a fact is missing that it did not read, or that is known".to_owned());
        }
        Ok(Ruled { verdict, read, missing, notes: Vec::new() })
    }

    fn note(&self, record: Record) -> Result<(u32, (Kind, i64, i64)), String> {
        let term = self
            .plan
            .terms
            .get(record.head as usize)
            .ok_or_else(|| format!("it notes a term {} that it did not describe", record.head))?;
        let kind = Kind::of(record.count).filter(|kind| kind.fits(term.result));
        let wire = kind.map(|kind| (kind, record.a, record.b));
        let sound = wire.and_then(|wire| Value::from_wire(wire, |_| None, || Places(0)));
        match (wire, sound) {
            (Some(wire), Some(_)) => Ok((record.head, wire)),
            _ => Err(format!("what it notes for `{}` is no value of that term", term.path())),
        }
    }

    /// The rulings: each reading put together from the host's own facts.
    pub fn rulings(self, ruled: Vec<Result<Ruled, RuleFault>>) -> Vec<Ruling> {
        let mut facts = self.facts.into_iter();
        let mut lengths = self.starts.windows(2).map(|pair| match pair {
            [from, to] => to - from,
            _ => 0,
        });
        self.asked
            .into_iter()
            .zip(ruled)
            .map(|(asked, ruled)| {
                let facts: Vec<Established> = facts.by_ref().take(lengths.next().unwrap_or(0)).collect();
                let mut reading = asked.reading;
                let answer = ruled.and_then(|ruled| {
                    for established in ruled.read.iter().filter_map(|place| facts.get(place)) {
                        established.given.iter().for_each(|given| reading.note(Arc::clone(given)));
                        reading.note(Arc::clone(&established.fact));
                    }
                    for (term, wire) in &ruled.notes {
                        let term = self.plan.terms.get(*term as usize);
                        let value = Value::from_wire(*wire, |_| None, || crate::Missing::text(""));
                        for (term, value) in term.into_iter().zip(value) {
                            reading.note(Arc::new(Fact::computed(term, value)));
                        }
                    }
                    match reading.exhausted() {
                        Some(kind) => Err(RuleFault::Bound(kind)),
                        None => Ok(truth(&ruled, &facts)),
                    }
                });
                Ruling { answer, reading }
            })
            .collect()
    }
}

/// One call of a plugin: questions, grouped by their rules and otherwise in their order.
#[derive(Debug)]
pub struct Call<'r> {
    rows: &'r Rows<'r>,
    /// Place among the questions chosen, and question.
    order: Vec<(usize, usize)>,
}

/// What a plugin handed back, taken apart but not yet believed.
#[derive(Debug, Default)]
pub struct Answers {
    bytes: Vec<u8>,
    /// For each question chosen: where its ruling starts, and where its notes lie.
    at: Vec<(usize, Range<usize>)>,
}

/// What was handed back for one question. Two that are equal say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    ruling: &'a [u8],
    notes: &'a [u8],
}

impl Call<'_> {
    fn blocks(&self) -> impl Iterator<Item = &[(usize, usize)]> {
        let rule = |question: usize| self.rows.asked.get(question).map(|asked| asked.rule);
        self.order.chunk_by(move |(_, a), (_, b)| rule(*a) == rule(*b))
    }

    /// The rows, as the plugin gets them.
    pub fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.order.len() * 6 * RECORD);
        for block in self.blocks() {
            let rule = block.first().and_then(|(_, question)| self.rows.rule(*question));
            let header = Record {
                head: rule.map_or(u32::MAX, |rule| rule.place),
                count: block.len() as u32,
                a: 0,
                b: 0,
            };
            bytes.extend_from_slice(&header.bytes());
            for (_, question) in block {
                let cells = self.rows.range(*question);
                let cells = self.rows.cells.get(cells.start * RECORD..cells.end * RECORD);
                bytes.extend_from_slice(cells.unwrap_or_default());
            }
        }
        bytes
    }

    /// Takes an answer apart.
    ///
    /// # Errors
    /// It is too short, or too long.
    pub fn answered(&self, bytes: Vec<u8>) -> Result<Answers, String> {
        let mut at = vec![(0, 0..0); self.order.len()];
        let mut start = 0;
        for block in self.blocks() {
            let mut note = start + block.len() * RECORD;
            for (n, (place, _)) in block.iter().enumerate() {
                let ruling = start + n * RECORD;
                let record = bytes.get(ruling..).and_then(Record::first).ok_or("the answer is too short")?;
                let notes = note..note.saturating_add((record.count as usize).saturating_mul(RECORD));
                note = notes.end;
                if let Some(slot) = at.get_mut(*place) {
                    *slot = (ruling, notes);
                }
            }
            start = note;
        }
        match start.cmp(&bytes.len()) {
            Ordering::Equal => Ok(Answers { bytes, at }),
            Ordering::Less => Err("the answer is too long".to_owned()),
            Ordering::Greater => Err("the answer is too short".to_owned()),
        }
    }
}

impl Answers {
    /// What was handed back for each question chosen, in their order.
    pub fn said(&self) -> impl Iterator<Item = Said<'_>> {
        let part = |range: Range<usize>| self.bytes.get(range).unwrap_or_default();
        self.at.iter().map(move |(ruling, notes)| Said {
            ruling: part(*ruling..ruling + RECORD),
            notes: part(notes.clone()),
        })
    }
}

fn truth(ruled: &Ruled, facts: &[Established]) -> Answer {
    let missing = ruled
        .missing
        .iter()
        .filter_map(|place| facts.get(place)?.fact.value().missing().cloned())
        .reduce(Lacking::with);
    match missing {
        Some(missing) => Answer::Truth(Err(missing)),
        None => Answer::Verdict(ruled.verdict),
    }
}
