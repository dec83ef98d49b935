//! Verdicts of many files, without words: what bulk work asks for.
//!
//! A rule that answers rows of facts gives equal rows equal answers, and in a population most rows are like some row
//! before: each row is asked once, and known again by its key. What is no such rule, or hits a bound, or goes wrong, is
//! evaluated the long way, so that the verdicts are those of a [`Decision`](parchemin_core::Decision) always.

use crate::{
    Evaluated, Parchemin, Prepared, Refusal,
    findings::subjects,
    judgement::Judgement,
    outcome::Answers,
    ready::{Ready, ReadyPackage},
};
use hashbrown::HashMap;
use parchemin_core::{
    Case, Missing, Subject, Verdict,
    decision::{Headline, Outcome},
    file::Question,
    limits::LimitHit,
    plugin::{Glances, Places, Rows, Tabular},
    ruling::RuleFault,
    titre::Document,
    truth::Lacking,
};
use parchemin_package::check::Rule;

/// How many rows of one package are known again at most, before all are forgotten.
const KNOWN: usize = 1 << 12;

/// After so many questions it shows whether the rows of a rule repeat. Those that do not are not worth a key: days and
/// numbers differ from file to file.
const TRIAL: u32 = 512;

/// Gives verdicts, and remembers the rows that it asked about. One for each thread.
pub struct Judge<'h> {
    host: &'h Parchemin,
    /// The desks of the packages that decide together; none where one has rules that do not answer rows.
    desks: Vec<(&'h Ready, Option<Vec<Desk<'h>>>)>,
}

/// What the rules say of a case.
#[derive(Clone, Debug)]
pub struct Judged<'h> {
    /// What is answered first.
    pub headline: Headline,
    /// What each question is answered.
    pub answers: Answers,
    /// The document that the headline earns.
    pub document: Option<Document>,
    /// What each rule found, in the order of a decision.
    pub judgements: Vec<Judgement<'h>>,
    /// The bounds that rules hit.
    pub limits: Vec<LimitHit>,
}

/// The rules of one package, asked row by row.
struct Desk<'h> {
    package: &'h ReadyPackage,
    rules: &'h dyn Tabular,
    glances: Glances<'h>,
    known: HashMap<Vec<u8>, Known>,
    /// For each rule, how its rows repeat.
    repeats: Vec<Repeats>,
    rows: Rows<'h>,
    /// The questions of the rows that have a key.
    keys: Vec<(usize, Vec<u8>)>,
    waiting: Vec<Waiting>,
    key: Vec<u8>,
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
    question: usize,
    open: Vec<(usize, Missing)>,
}

/// A case on its way.
struct Open<'h> {
    ready: &'h Ready,
    judgements: Vec<Judgement<'h>>,
    /// It is to be evaluated the long way.
    anew: bool,
}

impl<'h> Judge<'h> {
    /// A judge that knows no rows yet.
    pub fn new(host: &'h Parchemin) -> Judge<'h> {
        Judge { host, desks: Vec::new() }
    }

    /// The verdicts on some cases, in their order: none depends on what else is asked with it, or was before.
    pub fn judge(&mut self, cases: &[Prepared]) -> Vec<Result<Judged<'h>, Refusal>> {
        let mut all: Vec<Open<'h>> = Vec::with_capacity(cases.len());
        for (n, prepared) in cases.iter().enumerate() {
            let ready = self.host.ready_of(prepared);
            let mut open = Open { ready, judgements: Vec::new(), anew: false };
            match self.desks(ready) {
                Some(desks) => desks.iter_mut().for_each(|desk| desk.ask(n, &prepared.case, &mut open)),
                None => open.anew = true,
            }
            all.push(open);
        }
        for desk in self.desks.iter_mut().filter_map(|(_, desks)| desks.as_mut()).flatten() {
            desk.settle(&mut all);
        }
        self.finished(cases, all)
    }

    fn desks(&mut self, ready: &'h Ready) -> Option<&mut Vec<Desk<'h>>> {
        let place = match self.desks.iter().position(|(known, _)| std::ptr::eq(*known, ready)) {
            Some(place) => place,
            None => {
                let ruled =
                    ready.packages.iter().filter_map(|package| Some((package, package.rules.as_ref()?)));
                let desks =
                    ruled.map(|(package, rules)| Some(Desk::new(package, rules.tabular()?))).collect();
                self.desks.push((ready, desks));
                self.desks.len() - 1
            }
        };
        self.desks.get_mut(place)?.1.as_mut()
    }

    fn finished(&self, cases: &[Prepared], all: Vec<Open<'h>>) -> Vec<Result<Judged<'h>, Refusal>> {
        let again: Vec<&Prepared> =
            cases.iter().zip(&all).filter(|(_, open)| open.anew).map(|(prepared, _)| prepared).collect();
        let mut again = self.host.evaluate_some(&again).into_iter();
        cases
            .iter()
            .zip(all)
            .flat_map(|(prepared, open)| {
                if !open.anew {
                    return Some(Ok(judged(open.ready, &prepared.case, open.judgements, Vec::new())));
                }
                Some(again.next()?.map(|evaluated| evaluated.into_judged(prepared)))
            })
            .collect()
    }
}

fn judged<'h>(
    ready: &'h Ready,
    case: &Case,
    judgements: Vec<Judgement<'h>>,
    limits: Vec<(Question, LimitHit)>,
) -> Judged<'h> {
    let limited = |question| limits.iter().any(|(of, _)| *of == question);
    let answers = Answers::of(case, judgements.iter(), limited);
    let headline = answers.headline(case);
    let document = ready.document(headline.outcome).map(|rule| rule.document);
    let limits = limits.into_iter().map(|(_, hit)| hit).collect();
    Judged { headline, answers, document, judgements, limits }
}

impl<'h> Evaluated<'h> {
    /// The verdicts of what was evaluated of a file.
    pub fn into_judged(self, prepared: &Prepared) -> Judged<'h> {
        let ready = self.ready();
        let (judgements, limits) = self.judged();
        judged(ready, &prepared.case, judgements, limits)
    }
}

impl<'h> Desk<'h> {
    fn new(package: &'h ReadyPackage, rules: &'h dyn Tabular) -> Desk<'h> {
        Desk {
            package,
            rules,
            glances: Glances::new(rules.plan()),
            known: HashMap::new(),
            repeats: vec![Repeats::default(); package.checked.rules.len()],
            rows: Rows::new(rules.plan()),
            keys: Vec::new(),
            waiting: Vec::new(),
            key: Vec::new(),
        }
    }

    /// Asks every rule about every subject of a case: what is known already is answered at once.
    fn ask(&mut self, n: usize, case: &Case, open: &mut Open<'h>) {
        self.glances.next_case();
        self.rows.next_case();
        let attribution = case.deliberated() != Ok(false);
        for (place, rule) in self.package.checked.rules.iter().enumerate() {
            if !attribution && rule.question == Question::Attribution {
                continue;
            }
            match subjects(case, rule.subject) {
                Ok(subjects) => {
                    for subject in subjects {
                        self.ask_one(n, case, (place, rule, subject), open);
                    }
                }
                Err(missing) => open.judgements.push(Judgement {
                    package: self.package,
                    rule,
                    subject: Subject::File,
                    verdict: Verdict::Undetermined,
                    missing: Some(missing),
                }),
            }
        }
        // There may be no room for all findings.
        open.anew |= open.judgements.len() as u64 > case.bounds.findings;
    }

    fn ask_one(
        &mut self,
        n: usize,
        case: &Case,
        (place, rule, subject): (usize, &'h Rule, Subject),
        open: &mut Open<'h>,
    ) {
        let Some(row) = self.glances.row(place, case, subject) else {
            open.anew = true;
            return;
        };
        let bounds = self.package.checked.bounds;
        open.anew |= row.work > bounds.work || row.reads > bounds.reads;
        let mut repeats = self.repeats.get(place).copied().unwrap_or_default();
        let keyed = repeats.worth_a_key();
        let known = if keyed {
            row.key(&mut self.key);
            self.known.get(&self.key)
        } else {
            None
        };
        if keyed && repeats.asked < TRIAL {
            repeats.asked += 1;
            repeats.known += u32::from(known.is_some());
            if let Some(slot) = self.repeats.get_mut(place) {
                *slot = repeats;
            }
        }
        let (verdict, missing) = match known {
            Some(Known::Answered(verdict, places)) => {
                let missing = row.missing().filter(|(place, _)| Places::one(*place).within(*places));
                (*verdict, missing.map(|(_, missing)| missing.clone()).reduce(Lacking::with))
            }
            Some(Known::Fails) => {
                open.anew = true;
                (Verdict::Undetermined, None)
            }
            known => {
                let question = match known {
                    Some(Known::Asked(question)) => *question,
                    _ => {
                        if keyed {
                            self.known.insert(self.key.clone(), Known::Asked(self.rows.len()));
                            self.keys.push((self.rows.len(), self.key.clone()));
                        }
                        self.rows.ask(place, row.values());
                        self.rows.len() - 1
                    }
                };
                let missing = row.missing().map(|(place, missing)| (place, missing.clone())).collect();
                let judgement = open.judgements.len();
                self.waiting.push(Waiting { case: n, judgement, question, open: missing });
                (Verdict::Undetermined, None)
            }
        };
        open.judgements.push(Judgement { package: self.package, rule, subject, verdict, missing });
    }

    /// Asks what is not known, and gives every judgement that waits its answer.
    fn settle(&mut self, all: &mut [Open<'h>]) {
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
        for waiting in self.waiting.drain(..) {
            let Some(open) = all.get_mut(waiting.case) else { continue };
            match (known.get(waiting.question), open.judgements.get_mut(waiting.judgement)) {
                (Some(Known::Answered(verdict, places)), Some(judgement)) => {
                    let missing = waiting.open.into_iter().filter(|(n, _)| Places::one(*n).within(*places));
                    judgement.verdict = *verdict;
                    judgement.missing = missing.map(|(_, missing)| missing).reduce(Lacking::with);
                }
                _ => open.anew = true,
            }
        }
        self.rows = Rows::new(self.rules.plan());
        if self.known.len() > KNOWN {
            // What it held is given back as well: how much is known must not depend on how many files there were.
            self.known = HashMap::new();
        }
    }
}

impl Judged<'_> {
    /// The outcome of a question.
    pub fn outcome(&self, question: Question) -> Outcome {
        self.answers.get(question).outcome
    }
}
