//! Why a candidate's outcome changes: the changes of the packages that alone, or only together, make it.
//!
//! A set of changes makes it if the old packages with that set alone put the candidate into the same bucket with the
//! same outcome and, where the reason changed, by the same findings as the new ones. Every single change is tried, and
//! each that makes it is told. Where none does, every set of two, then of three, and so on, as long as all sets of a
//! size and of the smaller ones are no more than [`SETS`]; the smallest that make it are told, all of them. Beyond that
//! bound one set is told that is minimal: without any of its changes it does not make it; a smaller one may exist. A
//! set that the packages cannot have is passed over. What no set makes, not even all changes together, is told as such.

use super::bucket::{Bucket, Standing};
use parchemin::{Backend, Judge, Parchemin, Setup};
use parchemin_core::{CandidateFile, Day};
use parchemin_package::{Difference, difference::Items};
use std::{collections::BTreeMap, sync::Arc};

/// How many sets of changes are tried before a minimal one is enough.
pub const SETS: usize = 512;

/// How many hybrids are kept; each takes some hundred kilobytes.
const KEPT: usize = 2 * SETS;

/// Why an outcome changes: the sets of changes of which each makes it, in order, by the places of their items.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The sets; none where not even all changes together make it.
    pub sets: Vec<Items>,
    /// The one set is minimal, and a smaller one may exist.
    pub minimal: bool,
}

/// A candidate whose outcome changes.
pub(super) struct Changed {
    pub(super) file: Arc<CandidateFile>,
    pub(super) old: Standing,
    pub(super) new: Standing,
}

/// The old packages with some of the changes, each made once.
pub(super) struct Hybrids<'d> {
    difference: &'d Difference,
    setup: Setup,
    as_of: Option<Day>,
    /// None where the packages cannot have those changes.
    made: BTreeMap<Items, Option<Parchemin>>,
}

impl<'d> Hybrids<'d> {
    /// Hybrids run as scripts wherever there are some: a plugin cannot be taken apart.
    pub(super) fn new(difference: &'d Difference, old: &Setup, as_of: Option<Day>) -> Hybrids<'d> {
        let setup = Setup { backend: Some(Backend::Rhai), ..old.clone() };
        Hybrids { difference, setup, as_of, made: BTreeMap::new() }
    }

    fn get(&mut self, whole: &Items) -> Option<&Parchemin> {
        if !self.made.contains_key(whole) {
            // Minimal sets are looked for along other ways for each candidate: those are not kept for ever.
            if self.made.len() >= KEPT {
                self.made.clear();
            }
            let files = self.difference.applied(whole);
            let made = Parchemin::new(&Setup { instead: Some(files), ..self.setup.clone() }).ok();
            self.made.insert(whole.clone(), made);
        }
        self.made.get(whole).and_then(Option::as_ref)
    }

    /// Which of the candidates those changes make what the new packages make of them.
    fn making(&mut self, whole: &Items, candidates: &[(usize, &Changed)]) -> Vec<usize> {
        let as_of = self.as_of;
        let Some(host) = self.get(whole) else { return Vec::new() };
        let (mut places, mut prepared) = (Vec::new(), Vec::new());
        for (place, changed) in candidates {
            if let Ok(ready) = host.prepare(Arc::clone(&changed.file), as_of) {
                places.push((*place, *changed));
                prepared.push(ready);
            }
        }
        let judged = Judge::new(host).judge(&prepared);
        let made = places.into_iter().zip(prepared.iter().zip(judged)).filter(
            |((_, changed), (prepared, judged))| {
                judged.as_ref().is_ok_and(|judged| changed.is_made_by(&Standing::of(prepared, judged)))
            },
        );
        made.map(|((place, _), _)| place).collect()
    }

    /// The causes of all candidates, in their order.
    pub(super) fn causes(&mut self, changed: &[Changed]) -> Vec<Cause> {
        let mut causes: Vec<Cause> = changed.iter().map(|_| Cause::default()).collect();
        let deciding: Vec<usize> = self.difference.deciding().collect();
        let mut tried = 0_usize;
        for size in 1..=deciding.len() {
            let open: Vec<(usize, &Changed)> = changed
                .iter()
                .enumerate()
                .zip(&causes)
                .filter(|(_, cause)| cause.sets.is_empty())
                .map(|(one, _)| one)
                .collect();
            tried = tried.saturating_add(binomial(deciding.len(), size));
            if open.is_empty() || (size > 1 && tried > SETS) {
                break;
            }
            let mut found: BTreeMap<usize, Vec<Items>> = BTreeMap::new();
            for set in subsets(&deciding, size) {
                let whole = self.difference.whole(&set);
                // A change that another one brings along makes no set of its own with it.
                if self.is_redundant(&set) {
                    continue;
                }
                for place in self.making(&whole, &open) {
                    found.entry(place).or_default().push(set.clone());
                }
            }
            for (place, sets) in found {
                if let Some(cause) = causes.get_mut(place) {
                    cause.sets = self.least(sets);
                }
            }
        }
        for (cause, changed) in causes.iter_mut().zip(changed).filter(|(cause, _)| cause.sets.is_empty()) {
            if let Some(set) = self.minimal(&deciding, changed) {
                *cause = Cause { sets: vec![set], minimal: true };
            }
        }
        causes
    }

    fn is_redundant(&self, set: &Items) -> bool {
        set.iter().any(|item| {
            let rest: Items = set.iter().copied().filter(|other| other != item).collect();
            self.difference.whole(&rest).contains(item)
        })
    }

    /// Those sets that bring along no other one.
    fn least(&self, sets: Vec<Items>) -> Vec<Items> {
        let wholes: Vec<Items> = sets.iter().map(|set| self.difference.whole(set)).collect();
        let brings = |one: &Items| wholes.iter().any(|other| other != one && other.is_subset(one));
        sets.into_iter().zip(&wholes).filter(|(_, whole)| !brings(whole)).map(|(set, _)| set).collect()
    }

    /// All changes less each that is not needed, in order.
    fn minimal(&mut self, deciding: &[usize], changed: &Changed) -> Option<Items> {
        let makes = |hybrids: &mut Self, set: &Items| {
            let whole = hybrids.difference.whole(set);
            !hybrids.making(&whole, &[(0, changed)]).is_empty()
        };
        let mut set: Items = deciding.iter().copied().collect();
        if !makes(self, &set) {
            return None;
        }
        for item in deciding {
            set.remove(item);
            if !makes(self, &set) {
                set.insert(*item);
            }
        }
        Some(set)
    }
}

impl Changed {
    fn is_made_by(&self, hybrid: &Standing) -> bool {
        let bucket = Bucket::of(&self.old, &self.new);
        Bucket::of(&self.old, hybrid) == bucket
            && hybrid.outcome() == self.new.outcome()
            && (bucket != Bucket::ReasonChanged || hybrid.deciding == self.new.deciding)
    }
}

/// All sets of so many of them, in order.
fn subsets(of: &[usize], size: usize) -> Vec<Items> {
    match (size, of.split_first()) {
        (0, _) => vec![Items::new()],
        (_, None) => Vec::new(),
        (_, Some((first, rest))) => {
            let with = subsets(rest, size - 1).into_iter().map(|mut set| {
                set.insert(*first);
                set
            });
            with.chain(subsets(rest, size)).collect()
        }
    }
}

/// How many sets of a size there are; no more than the largest number.
fn binomial(of: usize, size: usize) -> usize {
    (0..size).fold(1, |sets: usize, n| sets.saturating_mul(of - n) / (n + 1))
}

#[cfg(test)]
mod tests {
    //! Sets are tried smallest first, each once.
    use super::*;

    #[test]
    fn all_sets_of_a_size_are_there_once() {
        let of = [3, 5, 8, 9];
        for size in 0..=4 {
            let sets = subsets(&of, size);
            assert_eq!(sets.len(), binomial(4, size));
            assert!(sets.is_sorted_by(|one, other| one < other), "{sets:?}");
        }
        assert_eq!(binomial(40, 2), 780);
        assert_eq!(binomial(3, 0), 1);
    }
}
