//! What could not be proven, looked for among candidate files: those of the cases that packages carry, those that go through
//! every special day, and some that are drawn. What is not found may still exist, so that all this warns, and refuses
//! nothing.

use super::{Diagnostic, Report, Trouble, rules::span};
use crate::package::{Package, RULES, find, text};
use parchemin::{
    Judge, Judgement, LoadFault, Parchemin, Setup,
    cases::{Asked, cases_of},
    core::{CandidateFile, Verdict, decision::Outcome, file::Question},
};
use parchemin_bulk::generate::{Generator, Shares, World, cases};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Files judged at a time.
const CHUNK: usize = 256;

/// Files that should meet two rules, were they independent of each other, before it says something that none does.
const EXPECTED: u64 = 20;

/// What became of two rules in the files in which both were met or unmet.
#[derive(Clone, Copy, Default)]
struct Pair {
    applied: u64,
    first_met: u64,
    second_met: u64,
    both_met: u64,
}

/// A rule by its package and id.
type Name<'h> = (&'h str, &'h str);

/// What was seen in all files.
#[derive(Default)]
struct Sight<'h> {
    files: u64,
    /// The rules that applied to some file.
    rules: BTreeMap<Name<'h>, usize>,
    /// By their numbers, the later one first.
    pairs: BTreeMap<(usize, usize), Pair>,
    outcomes: BTreeSet<Outcome>,
}

/// What was not found of the packages of the scope, in the editions that they are.
pub(super) fn faults(
    setup: &Setup,
    host: &Parchemin,
    scoped: &[&Package<'_>],
    everything: &[&Package<'_>],
    files: u64,
    report: &mut Report,
) -> Result<(), LoadFault> {
    if files == 0 {
        return Ok(());
    }
    let known: Vec<CandidateFile> = everything.iter().flat_map(|package| of_cases(package)).collect();
    let in_use = |package: &&Package<'_>| {
        host.catalogue().any(package.id()).is_some_and(|one| one.identity == package.checked.identity)
    };
    let (used, other): (Vec<&Package<'_>>, Vec<&Package<'_>>) = scoped.iter().copied().partition(in_use);
    if used.iter().any(|package| !package.rules.rules.is_empty()) {
        let sight = seen(host, &known, files);
        report.searched += sight.files;
        used.iter().for_each(|package| report.add(told(package, &sight)));
    }
    for package in other.into_iter().filter(|package| !package.rules.rules.is_empty()) {
        let mut setup = setup.clone();
        setup.use_edition(&format!("{}@={}", package.id(), package.checked.version))?;
        let host = Parchemin::new(&setup)?;
        let sight = seen(&host, &known, files);
        report.searched += sight.files;
        report.add(told(package, &sight));
    }
    Ok(())
}

/// The files of the cases of a package.
fn of_cases(package: &Package<'_>) -> Vec<CandidateFile> {
    let cases = cases_of(package.files).unwrap_or_default();
    let asked = cases.iter().filter_map(|named| named.case.asks(named.base.as_ref()).ok()).flatten();
    let file = |asked: Asked<'_>| {
        let mut file: CandidateFile = serde_json::from_value(asked.file).ok()?;
        file.evaluate_on = asked.as_of.or(file.evaluate_on);
        Some(file)
    };
    asked.filter_map(file).collect()
}

fn seen<'h>(host: &'h Parchemin, known: &[CandidateFile], files: u64) -> Sight<'h> {
    let mut sight = Sight::default();
    let mut titres = host.catalogue().packages().filter_map(|package| package.revision.as_ref());
    if titres.all(|revision| revision.titre.ccs.is_empty()) {
        // No file can tell whether a CCS would be delivered, where no titre has one.
        sight.outcomes.insert(Outcome::Ccs);
    }
    // Packages without a titre or a day have nothing to make files of.
    let Ok(world) = World::of(host.catalogue()) else { return sight };
    let Ok(generator) = Generator::new(world.clone(), 1, &Shares::default()) else { return sight };
    let mut population =
        known.iter().cloned().chain(cases(&world)).chain((0..files).map(|n| generator.file(n)));
    let mut judge = Judge::new(host);
    loop {
        let chunk: Vec<CandidateFile> = population.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return sight;
        }
        let prepared: Vec<_> =
            chunk.into_iter().filter_map(|file| host.prepare(Arc::new(file), None).ok()).collect();
        for judged in judge.judge(&prepared).into_iter().flatten() {
            sight.files += 1;
            sight.outcomes.extend(Question::ALL.iter().map(|question| judged.answers.get(*question).outcome));
            let mut of_file: BTreeMap<(Question, Name<'_>), bool> = BTreeMap::new();
            let decided = |one: &&Judgement<'_>| matches!(one.verdict(), Verdict::Met | Verdict::Unmet);
            for judgement in judged.judgements.iter().filter(decided) {
                let key = (judgement.question(), (judgement.package(), judgement.rule().id.as_str()));
                *of_file.entry(key).or_insert(true) &= judgement.verdict() == Verdict::Met;
            }
            sight.add(&of_file);
        }
    }
}

impl<'h> Sight<'h> {
    /// A file: the rules that apply to it, and whether they are met.
    fn add(&mut self, of_file: &BTreeMap<(Question, Name<'h>), bool>) {
        let mut seen: Vec<(Question, usize, bool)> = Vec::with_capacity(of_file.len());
        for ((question, name), met) in of_file {
            let next = self.rules.len();
            let number = *self.rules.entry(*name).or_insert(next);
            for (_, other, other_met) in seen.iter().filter(|(other, ..)| other == question) {
                let (first, second) = if number > *other {
                    ((number, met), (*other, other_met))
                } else {
                    ((*other, other_met), (number, met))
                };
                let pair = self.pairs.entry((first.0, second.0)).or_default();
                pair.applied += 1;
                pair.first_met += u64::from(*first.1);
                pair.second_met += u64::from(*second.1);
                pair.both_met += u64::from(*met && *other_met);
            }
            seen.push((*question, number, *met));
        }
    }

    fn name(&self, number: usize) -> Option<Name<'h>> {
        self.rules.iter().find(|(_, known)| **known == number).map(|(name, _)| *name)
    }
}

fn told(package: &Package<'_>, sight: &Sight<'_>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    let files = sight.files;
    let id = package.id();
    for rule in package.rules.rules.iter().map(|rule| rule.id.get_ref()) {
        if !sight.rules.contains_key(&(id, rule.as_str())) {
            let trouble = Trouble::NeverSeenToApply { rule: rule.clone(), files };
            all.push(trouble.at(package, RULES, span(package, rule)));
        }
    }
    for ((first, second), pair) in &sight.pairs {
        let expected = pair.first_met.saturating_mul(pair.second_met).checked_div(pair.applied);
        if pair.both_met > 0 || expected.is_none_or(|expected| expected < EXPECTED) {
            continue;
        }
        let (Some(first), Some(second)) = (sight.name(*first), sight.name(*second)) else { continue };
        // The one that is ours is underlined.
        let own = [(first, second), (second, first)].into_iter().find(|((of, _), _)| *of == id);
        if let Some(((_, rule), (_, other))) = own {
            let files = pair.applied;
            let trouble =
                Trouble::NeverSeenTogether { rule: rule.to_owned(), other: other.to_owned(), files };
            all.push(trouble.at(package, RULES, span(package, rule)));
        }
    }
    let rules = package.rules.rules.iter().filter_map(|rule| rule.outcome);
    let documents = package.rules.documents.iter().flat_map(|document| document.outcomes.iter().copied());
    let deadlines =
        package.rules.deadlines.iter().flat_map(|deadline| deadline.outcomes.iter().flatten().copied());
    let declared: BTreeSet<Outcome> = rules.chain(documents).chain(deadlines).collect();
    for outcome in declared.difference(&sight.outcomes) {
        let span = find(text(package.files, RULES), &[&format!("\"{}\"", outcome.name())]);
        all.push(
            Trouble::OutcomeNeverSeen { outcome: outcome.name().to_owned(), files }.at(package, RULES, span),
        );
    }
    all
}
