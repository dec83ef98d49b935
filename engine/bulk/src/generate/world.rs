//! What files can speak of: the names, days and numbers of the packages loaded. Nothing here is a list of its own, so
//! that a package that is added is spoken of without a change.

use super::{draw::Draw, fault::GenerateFault};
use parchemin_core::{
    Day,
    file::Activity,
    parameter::{Amount, Parameter},
};
use parchemin_package::{
    Catalogue,
    check::{KeptUntil, Revision},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The vocabulary of files: titres with their revisions and CCPs, and the days and numbers of the law.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) titres: Vec<TitreWords>,
    /// A fiche of the register that no package describes.
    pub(super) stranger: String,
    boundaries: Vec<Day>,
    days: Vec<Day>,
    span: (Day, Day),
    numbers: BTreeMap<String, Vec<i64>>,
    /// Forms of activity that some parameter lists.
    pub(super) activities: Vec<Activity>,
}

/// How files can name a titre and what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct TitreWords {
    pub(super) id: String,
    /// Id, labels former and present, packages, register numbers.
    pub(super) names: Vec<String>,
    /// From a year before its first known bound to two years after its last.
    pub(super) span: (Day, Day),
    /// Oldest first, those that no package describes before them.
    pub(super) revisions: Vec<RevisionWords>,
    pub(super) ccs: Vec<String>,
}

/// How files can name a revision and its CCPs.
#[derive(Clone, Debug)]
pub(super) struct RevisionWords {
    first: Option<Day>,
    pub(super) names: Vec<String>,
    /// The names of each CCP: its id, its bloc code, or both.
    pub(super) ccps: Vec<Vec<String>>,
}

impl World {
    /// What the packages of a catalogue speak of. Days and numbers are those of every edition, whichever is in use.
    ///
    /// # Errors
    /// No titre, or no day: there is nothing to make files of.
    pub fn of(catalogue: &Catalogue) -> Result<World, GenerateFault> {
        let mut boundaries = BTreeSet::new();
        let mut numbers: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        let mut activities = BTreeSet::new();
        for package in catalogue.packages() {
            boundaries.extend(package.revision.iter().flat_map(|revision| bounds(revision)));
            for parameter in package.parameters.values() {
                boundaries.extend(days_of(parameter));
                let unit = parameter.unit.clone().unwrap_or_default();
                numbers.entry(unit).or_default().extend(numbers_of(parameter));
                activities.extend(activities_of(parameter));
            }
        }
        let mut kept = Vec::new();
        for titre in catalogue.titres() {
            kept.extend(kept_until(&catalogue.timeline(&titre)));
        }
        boundaries.extend(kept);
        let boundaries: Vec<Day> = boundaries.into_iter().collect();
        let (Some(first), Some(last)) = (boundaries.first(), boundaries.last()) else {
            return Err(GenerateFault::NoDay);
        };
        let span = around(*first, *last);
        let leap_days = leap_days(*first, *last);
        let days: BTreeSet<Day> = boundaries.iter().chain(&leap_days).copied().flat_map(beside).collect();
        let titres: Vec<TitreWords> =
            catalogue.titres().into_iter().map(|id| titre_words(catalogue, id, span)).collect();
        if titres.is_empty() {
            return Err(GenerateFault::NoTitre);
        }
        Ok(World {
            titres,
            stranger: stranger(catalogue),
            days: days.into_iter().collect(),
            boundaries,
            span,
            numbers: numbers
                .into_iter()
                .map(|(unit, of_unit)| (unit, of_unit.into_iter().collect()))
                .collect(),
            activities: activities.into_iter().collect(),
        })
    }

    /// The days on which the law changes, in order: the bounds of each period, the first and the last day of each
    /// dated value, and the days that are values themselves.
    pub fn boundaries(&self) -> &[Day] {
        &self.boundaries
    }

    /// Each boundary and each 29 February of their years, with the day before and the day after, in order.
    pub fn special_days(&self) -> &[Day] {
        &self.days
    }

    /// The ids of the titres.
    pub fn titre_ids(&self) -> Vec<&str> {
        self.titres.iter().map(|titre| titre.id.as_str()).collect()
    }

    /// The numbers that the law states in a unit: `days`, `hours`, `years`, `months`, `members`,
    /// `requests`.
    pub(super) fn numbers(&self, unit: &str) -> &[i64] {
        self.numbers.get(unit).map_or(&[], Vec::as_slice)
    }

    /// A special day that is not after another; none where there is none.
    pub(super) fn special_until(&self, draw: &mut Draw, last: Day) -> Option<Day> {
        let count = self.days.partition_point(|day| *day <= last);
        draw.one_of(self.days.get(..count)?).copied()
    }

    /// Any special day.
    pub(super) fn special_day(&self, draw: &mut Draw) -> Option<Day> {
        draw.one_of(&self.days).copied()
    }

    /// Any day of the years that the law knows, and somewhat beyond.
    pub(super) fn any_day(&self, draw: &mut Draw) -> Day {
        draw.day(self.span.0, self.span.1)
    }
}

impl TitreWords {
    /// The revision that had begun by a day, or the first whose beginning is known, or the last.
    pub(super) fn revision_on(&self, day: Day) -> Option<&RevisionWords> {
        let begun = self.revisions.iter().rfind(|revision| revision.first.is_some_and(|first| first <= day));
        let known = || self.revisions.iter().find(|revision| revision.first.is_some());
        begun.or_else(known).or(self.revisions.last())
    }
}

/// The bounds that a revision states, and the days next to them where they are excluded.
fn bounds(revision: &Revision) -> Vec<Day> {
    let titre = &revision.titre;
    let written = [&titre.period.from, &titre.period.to, &titre.last_delivery].map(|bound| bound.written());
    let within =
        [titre.period.first_day(), titre.period.last_day(), titre.last_delivery_day()].map(Result::ok);
    written.into_iter().chain(within).flatten().collect()
}

/// The first and the last day of each value, and the values that are days.
fn days_of(parameter: &Parameter) -> impl Iterator<Item = Day> {
    parameter.values.iter().flat_map(|dated| {
        let value = match dated.value {
            Some(Amount::Day(day)) => Some(day),
            _ => None,
        };
        [dated.from, dated.to, value].into_iter().flatten()
    })
}

fn numbers_of(parameter: &Parameter) -> impl Iterator<Item = i64> {
    parameter.values.iter().filter_map(|dated| match dated.value {
        Some(Amount::Number(number)) => Some(number),
        _ => None,
    })
}

fn activities_of(parameter: &Parameter) -> impl Iterator<Item = Activity> {
    let words = parameter.values.iter().filter_map(|dated| match &dated.value {
        Some(Amount::Words(words)) => Some(words),
        _ => None,
    });
    words.flat_map(|words| words.iter()).filter_map(|word| Activity::named(word))
}

/// The last days of passages that run for years from the end of the revision before.
fn kept_until<P>(timeline: &[(P, Arc<Revision>)]) -> Vec<Day> {
    let followed = timeline.iter().zip(timeline.iter().skip(1));
    followed
        .flat_map(|((_, former), (_, newer))| newer.former.iter().map(move |passage| (former, passage)))
        .filter_map(|(former, passage)| match passage.until {
            KeptUntil::YearsAfterEnd(years) => Some(former.titre.period.last_day().ok()?.years_after(years)),
            KeptUntil::LastDelivery | KeptUntil::NotSupplied(_) => None,
        })
        .collect()
}

/// From a year before a day to two years after another.
fn around(first: Day, last: Day) -> (Day, Day) {
    (first.years_after(-1), last.years_after(2))
}

/// Each 29 February from the year of a day to that of another.
fn leap_days(first: Day, last: Day) -> Vec<Day> {
    // Other years have no such day.
    (first.year()..=last.year()).filter_map(|year| format!("{year:04}-02-29").parse().ok()).collect()
}

fn beside(day: Day) -> [Day; 3] {
    [-1, 0, 1].map(|step| day.days_after(step))
}

fn titre_words(catalogue: &Catalogue, id: String, whole: (Day, Day)) -> TitreWords {
    let timeline = catalogue.timeline(&id);
    let mut names = BTreeSet::from([id.clone()]);
    let mut revisions = Vec::new();
    let mut ccs = BTreeSet::new();
    for (package, revision) in &timeline {
        let titre = &revision.titre;
        names.extend([package.identity.id.clone(), titre.label.clone()]);
        names.extend(titre.aliases.iter().chain(&titre.rncp).cloned());
        ccs.extend(titre.ccs.iter().map(|ccs| ccs.id.clone()));
        for external in &revision.external {
            revisions.push(RevisionWords {
                first: None,
                names: [Some(&external.revision), external.rncp.as_ref()]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect(),
                ccps: external.ccps.iter().flatten().map(|code| vec![code.clone()]).collect(),
            });
        }
        revisions.push(RevisionWords {
            first: revision.first_day().ok(),
            names: [Some(&package.identity.id), titre.rncp.as_ref()].into_iter().flatten().cloned().collect(),
            ccps: titre
                .ccps
                .iter()
                .map(|ccp| [Some(&ccp.id), ccp.code.as_ref()].into_iter().flatten().cloned().collect())
                .collect(),
        });
    }
    // Those that no package describes come before those that one does; the rest is in order already.
    revisions.sort_by_key(|revision| revision.first);
    let bounds: BTreeSet<Day> = timeline.iter().flat_map(|(_, revision)| bounds(revision)).collect();
    let span = match (bounds.first(), bounds.last()) {
        (Some(first), Some(last)) => around(*first, *last),
        _ => whole,
    };
    TitreWords { id, names: names.into_iter().collect(), span, revisions, ccs: ccs.into_iter().collect() }
}

/// The highest number of the register that no package names.
fn stranger(catalogue: &Catalogue) -> String {
    let known =
        |name: &str| catalogue.revision_named(name).is_some() || catalogue.external_named(name).is_some();
    let mut numbers = (0..=99_999_u32).rev().map(|number| format!("RNCP{number}"));
    numbers.find(|name| !known(name)).unwrap_or_default()
}
