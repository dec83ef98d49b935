//! What a comparison comes to: counts, the matrix of outcomes, and the causes of the changes. Its size depends on how
//! much the packages differ, never on how many files there are.

use super::{
    Compared,
    bucket::{Bucket, rank},
    cause::Cause,
    sides::Side,
};
use parchemin_core::{Citation, decision::Outcome};
use parchemin_package::{
    Difference,
    difference::{Item, Items},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The name of the format.
pub const FORMAT: &str = "parchemin.impact/1";

/// Candidates that are named as examples of a cause.
const EXAMPLES: usize = 3;

/// What a comparison comes to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// `parchemin.impact/1`.
    pub format: &'static str,
    /// The old catalogue, and the packages it uses.
    pub old: Catalogued,
    /// The new one.
    pub new: Catalogued,
    /// Files that were compared.
    pub compared: u64,
    /// Rows that were not: no candidate file, or refused by one of the two.
    pub rejected: u64,
    /// How many files are in each bucket; every bucket is there.
    pub buckets: BTreeMap<Bucket, u64>,
    /// Of the unchanged, those whom another revision governs.
    pub governed_anew: u64,
    /// How many files go from which outcome to which, from worst to best; what no file does is left out.
    pub matrix: Vec<Transition>,
    /// What makes the changes, by bucket, the most frequent first.
    pub causes: Vec<Caused>,
    /// The facts for want of which files cannot be recomputed: JSON pointers, with how many files.
    pub missing: BTreeMap<String, u64>,
    /// What differs between the two and can change a decision.
    pub items: Vec<Stated>,
}

/// A catalogue of the comparison.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Catalogued {
    /// As it was asked for.
    pub name: String,
    /// Its packages: id, version, digest.
    pub packages: Vec<parchemin_core::decision::PackageIdentity>,
}

/// Files that go from one outcome to another, or stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Transition {
    /// The old outcome.
    pub old: Outcome,
    /// The new outcome.
    pub new: Outcome,
    /// How many files.
    pub count: u64,
}

/// Files of one bucket that change by the same cause.
#[derive(Clone, Debug, Serialize)]
pub struct Caused {
    /// The bucket.
    pub bucket: Bucket,
    /// How many files.
    pub count: u64,
    /// The sets of items of which each makes the change, by the names of the items; empty where none does.
    pub sets: Vec<Vec<String>>,
    /// The one set is minimal, and a smaller one may exist.
    pub minimal: bool,
    /// The first of them, by id or place.
    pub examples: Vec<String>,
}

/// An item, as a report states it.
#[derive(Clone, Debug, Serialize)]
pub struct Stated {
    /// Its name: package, kind and id.
    pub name: String,
    /// The package.
    pub package: String,
    /// What it is.
    pub kind: &'static str,
    /// Which one.
    pub id: String,
    /// The names of the items that come along with it.
    pub with: Vec<String>,
    /// What the old packages rest on, here and in what comes along.
    pub old: Vec<Citation>,
    /// What the new packages rest on.
    pub new: Vec<Citation>,
    #[serde(skip)]
    pub(super) item: Option<Item>,
    #[serde(skip)]
    pub(super) along: Vec<Item>,
}

/// The name of an item, unlike that of any other.
pub fn name(item: &Item) -> String {
    let (package, kind) = (&item.package, item.kind.name());
    if item.id.is_empty() { format!("{package}:{kind}") } else { format!("{package}:{kind}:{}", item.id) }
}

impl Report {
    /// How many files are in a bucket.
    pub fn count(&self, bucket: Bucket) -> u64 {
        self.buckets.get(&bucket).copied().unwrap_or(0)
    }

    /// The item of that name.
    pub fn item(&self, name: &str) -> Option<&Stated> {
        self.items.iter().find(|item| item.name == name)
    }
}

/// Counts while files are compared.
#[derive(Default)]
pub(super) struct Tally {
    compared: u64,
    rejected: u64,
    governed_anew: u64,
    buckets: BTreeMap<Bucket, u64>,
    matrix: BTreeMap<(usize, usize), u64>,
    causes: BTreeMap<(Bucket, Cause), (u64, Vec<String>)>,
    missing: BTreeMap<String, u64>,
}

impl Tally {
    pub(super) fn reject(&mut self) {
        self.rejected += 1;
    }

    pub(super) fn take(&mut self, compared: &Compared) {
        self.compared += 1;
        *self.buckets.entry(compared.bucket).or_default() += 1;
        let transition = (rank(compared.old.outcome()), rank(compared.new.outcome()));
        *self.matrix.entry(transition).or_default() += 1;
        match compared.bucket {
            Bucket::Unchanged => {
                self.governed_anew += u64::from(compared.governed_anew);
                return;
            }
            Bucket::CannotBeRecomputed => {
                for pointer in compared.new.missing() {
                    *self.missing.entry(pointer.to_owned()).or_default() += 1;
                }
            }
            _ => {}
        }
        let (count, examples) = self.causes.entry((compared.bucket, compared.cause.clone())).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.push(compared.called().to_owned());
        }
    }

    pub(super) fn report(self, [old, new]: [&Side; 2], difference: &Difference) -> Report {
        let names =
            |set: &Items| set.iter().filter_map(|place| difference.items().get(*place)).map(name).collect();
        let mut causes: Vec<Caused> = self
            .causes
            .into_iter()
            .map(|((bucket, cause), (count, examples))| Caused {
                bucket,
                count,
                sets: cause.sets.iter().map(names).collect(),
                minimal: cause.minimal,
                examples,
            })
            .collect();
        causes.sort_by(|one, other| {
            (one.bucket, other.count, &one.sets).cmp(&(other.bucket, one.count, &other.sets))
        });
        let outcome = |rank: usize| super::bucket::RANK.get(rank).copied().unwrap_or(Outcome::SansObjet);
        Report {
            format: FORMAT,
            old: catalogued(old),
            new: catalogued(new),
            compared: self.compared,
            rejected: self.rejected,
            buckets: Bucket::ALL
                .map(|bucket| (bucket, self.buckets.get(&bucket).copied().unwrap_or(0)))
                .into(),
            governed_anew: self.governed_anew,
            matrix: self
                .matrix
                .into_iter()
                .map(|((old, new), count)| Transition { old: outcome(old), new: outcome(new), count })
                .collect(),
            causes,
            missing: self.missing,
            items: difference.deciding().filter_map(|place| stated(difference, place)).collect(),
        }
    }
}

fn catalogued(side: &Side) -> Catalogued {
    let used: Vec<String> = side.used.iter().map(parchemin_package::Files::digest).collect();
    let packages = side.host.catalogue().packages().map(|package| package.identity.clone());
    Catalogued {
        name: side.name.clone(),
        packages: packages.filter(|identity| used.contains(&identity.digest)).collect(),
    }
}

fn stated(difference: &Difference, place: usize) -> Option<Stated> {
    let item = difference.items().get(place)?;
    let with = difference.whole(&Items::from([place]));
    let along: Vec<&Item> = with
        .iter()
        .filter(|other| **other != place)
        .filter_map(|other| difference.items().get(*other))
        .collect();
    let all = || std::iter::once(item).chain(along.iter().copied());
    Some(Stated {
        name: name(item),
        package: item.package.clone(),
        kind: item.kind.name(),
        id: item.id.clone(),
        with: along.iter().map(|item| name(item)).collect(),
        old: once_each(all().flat_map(|item| &item.old)),
        new: once_each(all().flat_map(|item| &item.new)),
        item: Some(item.clone()),
        along: along.into_iter().cloned().collect(),
    })
}

fn once_each<'c>(citations: impl Iterator<Item = &'c Citation>) -> Vec<Citation> {
    let mut all: Vec<Citation> = Vec::new();
    for citation in citations {
        if !all.contains(citation) {
            all.push(citation.clone());
        }
    }
    all
}
