//! What the things held are worth in the revision that governs: directly, or through the tables of correspondence.
//!
//! Nothing converts backwards: a CCP of a later revision has no worth that a text states in a former one (the design is
//! silent).

use super::{Holdings, Of, Resolved};
use crate::choice::Timeline;
use parchemin_core::{
    Citation, Day, Known, Missing,
    case::{Held, Standing, StandingState, Worth},
    truth::{Lacking, all_of, any_of},
};
use parchemin_package::{
    check::Checked,
    correspondence::{Reading, Row, Table, WHOLE},
    written::Effect,
};
use std::sync::Arc;

/// The worth of what is held in the revision at a place, and the standing of each of its CCPs.
pub(crate) struct Valued {
    pub(crate) held: Vec<Held>,
    pub(crate) before: Vec<Standing>,
    pub(crate) after: Vec<Standing>,
}

impl Holdings {
    /// Whether the candidate held a CCP of a revision on a day.
    pub(crate) fn of_revision(&self, timeline: &Timeline, package: &Checked, day: Day) -> Known<bool> {
        let place = timeline.iter().position(|(known, _)| known.identity == package.identity);
        let of_it = self.held.iter().filter(|one| match one.of {
            Of::Ccp(at, _) | Of::Whole(at) => Some(at) == place,
            _ => false,
        });
        let by_then = of_it.map(|one| one.awarded_on.clone().map(|awarded| awarded <= day));
        any_of(by_then.chain([self.complete.clone().map(|()| false)]))
    }

    /// Values what is held in the revision that governs, or says that it is not known which one governs.
    pub(crate) fn valued(&mut self, timeline: &Timeline, governing: Known<usize>) -> Valued {
        let place = match governing {
            Ok(place) => place,
            Err(missing) => {
                let worth = |one: &Resolved| {
                    if one.of == Of::Other { Worth::OtherTitre } else { Worth::Undetermined(missing.clone()) }
                };
                let held = self.held.iter().map(|one| one.with(worth(one))).collect();
                return Valued { held, before: Vec::new(), after: Vec::new() };
            }
        };
        // The session at stake that awarded the titre awarded that of the revision that governs.
        let awards = |one: &&mut Resolved| one.by_session_at_stake && matches!(one.of, Of::Whole(_));
        for one in self.held.iter_mut().filter(awards) {
            if let Some((package, _)) = timeline.get(place) {
                one.of = Of::Whole(place);
                one.reference.clone_from(&package.identity.id);
            }
        }
        let held = self.held.iter().map(|one| one.with(worth(timeline, place, one))).collect();
        let indexed: Vec<(usize, &Resolved)> = self.held.iter().enumerate().collect();
        let before: Vec<(usize, &Resolved)> =
            indexed.iter().copied().filter(|(_, one)| !one.by_session_at_stake).collect();
        Valued {
            held,
            before: standings(timeline, place, &before, &self.complete_before),
            after: standings(timeline, place, &indexed, &self.complete),
        }
    }
}

fn standings(
    timeline: &Timeline,
    place: usize,
    held: &[(usize, &Resolved)],
    complete: &Known<()>,
) -> Vec<Standing> {
    obtained(timeline, place, held)
        .into_iter()
        .map(|one| {
            // Not obtained by what is stated: missing, if all is stated.
            let state = match (&one.truth, complete) {
                (Ok(true), _) if one.by.is_empty() => Ok(StandingState::Held),
                (Ok(true), _) => Ok(StandingState::Converted),
                (Ok(false), Ok(())) => Ok(StandingState::Missing),
                (Ok(false), Err(missing)) => Err(missing.clone()),
                (Err(missing), Ok(())) => Err(missing.clone()),
                (Err(missing), Err(more)) => Err(missing.clone().with(more.clone())),
            };
            Standing { state, from: one.from, by: one.by }
        })
        .collect()
}

impl Resolved {
    fn with(&self, worth: Worth) -> Held {
        Held {
            ccp: self.reference.clone(),
            pointer: self.pointer,
            awarded_on: self.awarded_on.clone(),
            by_session_at_stake: self.by_session_at_stake,
            whole: self.of.is_whole(),
            worth,
        }
    }
}

/// How far a CCP of a revision is obtained, from which held ones, by which rows.
#[derive(Clone, Debug)]
struct Obtained {
    truth: Known<bool>,
    from: Vec<usize>,
    by: Vec<Citation>,
}

/// The CCPs of the revision at a place that the held ones give, directly or through the tables.
fn obtained(timeline: &Timeline, place: usize, held: &[(usize, &Resolved)]) -> Vec<Obtained> {
    let Some((_, revision)) = timeline.get(place) else { return Vec::new() };
    let former = predecessor(timeline, place);
    let old = former.map(|former| obtained(timeline, former, held));
    let external: Vec<(usize, &Resolved)> = held
        .iter()
        .copied()
        .filter(|(_, one)| matches!(&one.of, Of::External { declared_by, .. } if *declared_by == place))
        .collect();
    (0..revision.titre.ccps.len())
        .map(|index| {
            let direct: Vec<usize> = held
                .iter()
                .filter(|(_, one)| one.of == Of::Ccp(place, index) || one.of == Of::Whole(place))
                .map(|(i, _)| *i)
                .collect();
            if !direct.is_empty() {
                return Obtained { truth: Ok(true), from: direct, by: Vec::new() };
            }
            match (&revision.table, revision.effect, &old) {
                (_, Effect::Extends, Some(old)) => old.get(index).cloned().unwrap_or(Obtained {
                    truth: Ok(false),
                    from: Vec::new(),
                    by: Vec::new(),
                }),
                (Table::NotSupplied(text), ..) => through_absent_table(text, old.as_deref(), &external),
                (Table::Rows(rows), ..) => {
                    through_rows(timeline, place, former, index, rows, old.as_deref(), &external)
                }
                _ => Obtained { truth: Ok(false), from: Vec::new(), by: Vec::new() },
            }
        })
        .collect()
}

fn predecessor(timeline: &Timeline, place: usize) -> Option<usize> {
    let (_, revision) = timeline.get(place)?;
    timeline
        .iter()
        .position(|(package, _)| Some(&package.identity.id) == revision.predecessor.as_ref())
        .filter(|former| *former < place)
}

/// A table that nobody has: whatever is held on its far side may be worth any CCP on this side.
fn through_absent_table(
    text: &Arc<str>,
    old: Option<&[Obtained]>,
    external: &[(usize, &Resolved)],
) -> Obtained {
    let crossing = old.unwrap_or_default().iter().filter(|one| one.truth != Ok(false));
    let mut missing = Vec::new();
    let mut from: Vec<usize> = external.iter().map(|(index, _)| *index).collect();
    for one in crossing {
        missing.extend(one.truth.clone().err());
        from.extend(&one.from);
    }
    if from.is_empty() && missing.is_empty() {
        return Obtained { truth: Ok(false), from, by: Vec::new() };
    }
    from.sort_unstable();
    from.dedup();
    let missing = missing.into_iter().fold(Missing::text(Arc::clone(text)), Lacking::with);
    Obtained { truth: Err(missing), from, by: Vec::new() }
}

fn through_rows(
    timeline: &Timeline,
    place: usize,
    former: Option<usize>,
    index: usize,
    rows: &[Row],
    old: Option<&[Obtained]>,
    external: &[(usize, &Resolved)],
) -> Obtained {
    let Some((_, revision)) = timeline.get(place) else {
        return Obtained { truth: Ok(false), from: Vec::new(), by: Vec::new() };
    };
    let id = revision.titre.ccps.get(index).map(|ccp| ccp.id.as_str());
    let mut truths = Vec::new();
    let (mut from, mut by) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.new.iter().any(|new| new == WHOLE || Some(new.as_str()) == id)) {
        let mut row_from = Vec::new();
        let of_old = |ccp: &String| one_old(timeline, former, row, ccp, old, external, &mut row_from);
        let olds: Vec<Known<bool>> = row.old.iter().map(of_old).collect();
        let truth = match row.reading {
            Reading::All => all_of(olds),
            Reading::Any => any_of(olds),
        };
        if truth == Ok(true) {
            from.extend(row_from);
            by.push(row.citation.clone());
        }
        truths.push(truth);
    }
    from.sort_unstable();
    from.dedup();
    Obtained { truth: any_of(truths), from, by }
}

/// Whether one old CCP of a row is obtained.
fn one_old(
    timeline: &Timeline,
    former: Option<usize>,
    row: &Row,
    ccp: &str,
    old: Option<&[Obtained]>,
    external: &[(usize, &Resolved)],
    from: &mut Vec<usize>,
) -> Known<bool> {
    let found: Vec<usize> = external
        .iter()
        .filter(|(_, one)| match &one.of {
            Of::External { revision, code, .. } => {
                *revision == row.old_revision && (code.is_none() || code.as_deref() == Some(ccp))
            }
            _ => false,
        })
        .map(|(index, _)| *index)
        .collect();
    // A bloc is not the whole titre: only a held titre answers to `*`.
    let whole = |(_, one): &&(usize, &Resolved)| matches!(&one.of, Of::External { code: None, .. });
    if ccp == WHOLE && old.is_none() {
        from.extend(external.iter().filter(whole).map(|(index, _)| *index));
        return Ok(external.iter().any(|one| whole(&one)));
    }
    if !found.is_empty() {
        from.extend(found);
        return Ok(true);
    }
    let (Some(old), Some((package, revision))) = (old, former.and_then(|former| timeline.get(former))) else {
        return Ok(false);
    };
    if package.identity.id != row.old_revision {
        return Ok(false);
    }
    let mut take = |one: &Obtained| {
        from.extend(&one.from);
        one.truth.clone()
    };
    if ccp == WHOLE {
        return all_of(old.iter().map(take).collect::<Vec<_>>());
    }
    revision.titre.ccp_index(ccp).and_then(|index| old.get(index)).map_or(Ok(false), &mut take)
}

/// The worth of one held CCP by itself.
pub(super) fn worth(timeline: &Timeline, place: usize, one: &Resolved) -> Worth {
    let later = |at: usize| {
        let name = |at: usize| timeline.get(at).map_or("", |(package, _)| package.identity.id.as_str());
        Worth::Undetermined(Missing::text(format!("correspondance de {} vers {}", name(at), name(place))))
    };
    match &one.of {
        Of::Other => return Worth::OtherTitre,
        Of::Unknown(missing) => return Worth::Undetermined(missing.clone()),
        Of::Ccp(at, index) if *at == place => return Worth::Same(vec![*index]),
        Of::Ccp(at, _) | Of::Whole(at) if *at > place => return later(*at),
        Of::External { declared_by, .. } if *declared_by > place => return later(*declared_by),
        _ => {}
    }
    let alone = obtained(timeline, place, &[(0, one)]);
    let gives: Vec<usize> =
        alone.iter().enumerate().filter(|(_, one)| one.truth == Ok(true)).map(|(index, _)| index).collect();
    let unknown = Missing::union(alone.iter().filter_map(|one| one.truth.clone().err()));
    let converted = alone.iter().any(|one| !one.by.is_empty());
    match (gives.as_slice(), unknown) {
        ([], None) => match counts_for(timeline, place, one) {
            none if none.is_empty() => Worth::ConvertsToNothing,
            together => Worth::Converts(together),
        },
        ([], Some(missing)) => Worth::Undetermined(missing),
        _ if converted => Worth::Converts(gives),
        _ => Worth::Same(gives),
    }
}

/// The CCPs of the revision at a place for which a held one counts, alone or together with others.
fn counts_for(timeline: &Timeline, place: usize, one: &Resolved) -> Vec<usize> {
    let Some((_, revision)) = timeline.get(place) else { return Vec::new() };
    let all = 0..revision.titre.ccps.len();
    match one.of {
        Of::Ccp(at, index) if at == place => return vec![index],
        Of::Whole(at) if at == place => return all.collect(),
        _ => {}
    }
    let former = predecessor(timeline, place);
    let old = former.map(|former| counts_for(timeline, former, one)).unwrap_or_default();
    if revision.effect == Effect::Extends && former.is_some() {
        return old;
    }
    let counts = |row: &Row, ccp: &String| match &one.of {
        // A bloc is not the whole titre: only a held titre answers to `*`.
        Of::External { declared_by, revision, code } if *declared_by == place => {
            *revision == row.old_revision && code.as_ref().is_none_or(|code| code == ccp)
        }
        _ => former.and_then(|former| timeline.get(former)).is_some_and(|(package, revision)| {
            let named = |index: &usize| ccp == WHOLE || revision.titre.ccp_index(ccp) == Some(*index);
            package.identity.id == row.old_revision && old.iter().any(named)
        }),
    };
    let rows = revision.rows().iter().filter(|row| row.old.iter().any(|ccp| counts(row, ccp)));
    let given: Vec<&str> = rows.flat_map(|row| &row.new).map(String::as_str).collect();
    let is_given = |index: &usize| {
        let id = revision.titre.ccps.get(*index).map(|ccp| ccp.id.as_str());
        given.iter().any(|new| *new == WHOLE || Some(*new) == id)
    };
    all.filter(is_given).collect()
}
