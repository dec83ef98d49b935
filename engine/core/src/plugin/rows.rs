//! Questions as rows of cells, and what a plugin answers to them.

use super::{
    plan::{Plan, Planned},
    wire::{Kind, Places, RECORD, Record, packed},
};
use crate::{
    Verdict,
    vocabulary::{Text, Type, Value},
};
use std::{cmp::Ordering, ops::Range};

/// Questions: for each its rule, and the cells of the facts that the rule declares.
#[derive(Clone, Debug)]
pub struct Rows<'p> {
    plan: &'p Plan,
    /// The rule of each question.
    rules: Vec<usize>,
    cells: Vec<u8>,
    /// Where the facts of each question begin.
    starts: Vec<usize>,
    /// The first question of each case.
    cases: Vec<usize>,
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
    /// Whether something is missing to know the value.
    fn is_open(self) -> bool {
        matches!(self, Kind::Unknown | Kind::AtLeast | Kind::Between)
    }

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
    fn cell(&self, value: &Value) -> [u8; RECORD] {
        let place = |text: &Text| self.texts.binary_search_by(|known| (**known).cmp(text)).ok();
        // What cannot cross is unknown on the other side; a plan has no such fact.
        let (kind, a, b) = packed(value, place).unwrap_or((Kind::Unknown, 0, 0));
        Record { head: kind as u32, count: 0, a, b }.bytes()
    }
}

impl<'p> Rows<'p> {
    /// No questions yet.
    pub fn new(plan: &'p Plan) -> Rows<'p> {
        Rows { plan, rules: Vec::new(), cells: Vec::new(), starts: Vec::new(), cases: Vec::new() }
    }

    /// The questions asked from here on are about another case than those before.
    pub fn next_case(&mut self) {
        if self.cases.last() != Some(&self.rules.len()) {
            self.cases.push(self.rules.len());
        }
    }

    /// Asks a rule, with the facts that it declares, in their order.
    pub fn ask<'v>(&mut self, rule: usize, facts: impl IntoIterator<Item = &'v Value>) {
        self.rules.push(rule);
        self.starts.push(self.cells.len() / RECORD);
        for value in facts {
            self.cells.extend_from_slice(&self.plan.cell(value));
        }
    }

    /// Asks what others ask as well, each of their cases apart, after what is asked here.
    pub fn append(&mut self, others: &Rows<'_>) {
        let (questions, facts) = (self.rules.len(), self.cells.len() / RECORD);
        self.rules.extend_from_slice(&others.rules);
        self.starts.extend(others.starts.iter().map(|start| facts + start));
        self.cases.extend(others.cases.iter().map(|first| questions + first));
        self.cells.extend_from_slice(&others.cells);
    }

    /// How many questions there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The questions of each case, one range after another.
    pub fn cases(&self) -> Vec<Range<usize>> {
        let ends = self.cases.iter().skip(1).copied().chain([self.rules.len()]);
        self.cases
            .iter()
            .copied()
            .zip(ends)
            .map(|(start, end)| start..end)
            .filter(|case| !case.is_empty())
            .collect()
    }

    /// The rule of a question and the cells of its facts: what is the same here is the same question.
    pub fn key(&self, question: usize) -> (usize, &[u8]) {
        (self.rules.get(question).copied().unwrap_or(usize::MAX), self.cells_of(question))
    }

    /// A call that asks the questions chosen.
    pub fn call(&self, chosen: &[usize]) -> Call<'_> {
        let rule = |question: usize| self.rules.get(question).copied().unwrap_or(usize::MAX);
        let mut order: Vec<(usize, usize)> = chosen.iter().copied().enumerate().collect();
        order.sort_by_key(|(_, question)| rule(*question));
        Call { rows: self, order }
    }

    /// The places of a question's facts.
    fn range(&self, question: usize) -> Range<usize> {
        let at = |n: usize| self.starts.get(n).copied().unwrap_or(self.cells.len() / RECORD);
        at(question)..at(question + 1)
    }

    fn rule(&self, question: usize) -> Option<&Planned> {
        self.plan.rules.get(*self.rules.get(question)?)
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
        let cells = self.cells_of(question);
        let open = |place: usize| {
            let cell = cells.get(place * RECORD..).and_then(Record::first);
            cell.and_then(|cell| Kind::of(cell.head)).is_some_and(Kind::is_open)
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

    fn cells_of(&self, question: usize) -> &[u8] {
        let facts = self.range(question);
        self.cells.get(facts.start * RECORD..facts.end * RECORD).unwrap_or_default()
    }
}

impl Ruled {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The places of the facts that are missing: with an undetermined verdict, and only then.
    pub fn missing(&self) -> Places {
        self.missing
    }

    /// The places of the facts that were looked at.
    pub(super) fn read(&self) -> Places {
        self.read
    }

    /// What was computed: places of terms, and values.
    pub(super) fn notes(&self) -> &[(u32, (Kind, i64, i64))] {
        &self.notes
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
        let rule = |question: usize| self.rows.rules.get(question);
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
                bytes.extend_from_slice(self.rows.cells_of(*question));
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
