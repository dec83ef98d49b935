//! Tables of correspondence among the packages of a catalogue: where they lead, what they leave out, and whether two of
//! them lead in a circle.

use super::{Diagnostic, Trouble, diagnostic::holding};
use crate::package::{Package, find, text};
use parchemin::{
    core::nearest,
    packages::{
        Catalogue,
        check::Revision,
        correspondence::{FILE, Row, WHOLE},
    },
};
use std::{collections::BTreeSet, ops::Range};

/// All that is wrong with the table of a package.
pub(super) fn faults(package: &Package<'_>, all: &[&Package<'_>], catalogue: &Catalogue) -> Vec<Diagnostic> {
    let Some(revision) = package.checked.revision.as_deref() else { return Vec::new() };
    let (rows, table) = (revision.rows(), text(package.files, FILE));
    if rows.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let cell = || {
            let line = line(table, n)?;
            let cell = find(table.get(line.clone())?, &[&row.old_revision])?;
            Some(line.start + cell.start..line.start + cell.end)
        };
        let known = |one: &&Package<'_>| one.checked.revision.is_some() && one.id() == row.old_revision;
        let external = revision.external.iter().any(|external| external.revision == row.old_revision);
        if !external && !all.iter().any(known) {
            let ids =
                all.iter().map(|one| one.id()).chain(revision.external.iter().map(|one| &*one.revision));
            let trouble = Trouble::UnknownOldRevision {
                revision: row.old_revision.clone(),
                nearest: nearest(&row.old_revision, ids),
            };
            faults.push(trouble.at(package, FILE, cell()));
        } else if let Some(path) = circle(package.id(), &row.old_revision, catalogue) {
            faults.push(Trouble::TablesInACircle { path }.at(package, FILE, cell()));
        }
        if let Some(other) = rows.iter().take(n).position(|earlier| same(earlier, row)) {
            let first = line(table, other)
                .map_or(0, |line| table.get(..line.start).unwrap_or_default().lines().count() + 1);
            let diagnostic = Trouble::RowTwice { first }.at(package, FILE, line(table, n));
            let one = row.old.iter().find(|ccp| *ccp != WHOLE);
            faults.push(match one {
                Some(ccp) => shown_by_holder(diagnostic, ccp, revision),
                None => diagnostic,
            });
        }
    }
    faults.extend(left_out(package, revision, catalogue));
    faults
}

/// The place of an old CCP in the first row that names it.
pub(super) fn old_ccp(package: &Package<'_>, ccp: &str) -> Option<Range<usize>> {
    let (rows, table) = (package.checked.revision.as_deref()?.rows(), text(package.files, FILE));
    let (n, row) = rows.iter().enumerate().find(|(_, row)| row.old.iter().any(|old| old == ccp))?;
    let line = line(table, n)?;
    let after = find(table.get(line.clone())?, &[&row.old_revision])?.end;
    let cells = table.get(line.start + after..line.end)?;
    // A code may be a part of another.
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/');
    let whole = |(start, found): &(usize, &str)| {
        let (before, after) = (cells.get(..*start), cells.get(start + found.len()..));
        !before.is_some_and(|text| text.ends_with(part)) && !after.is_some_and(|text| text.starts_with(part))
    };
    let (start, found) = cells.match_indices(ccp).find(whole)?;
    let start = line.start + after + start;
    Some(start..start + found.len())
}

/// The bytes of a row, from 0; the first line of the file names the columns.
fn line(table: &str, row: usize) -> Option<Range<usize>> {
    let mut start = 0;
    let lines = table.split_inclusive('\n').map(move |line| {
        start += line.len();
        start - line.len()..start - line.len() + line.trim_end().len()
    });
    lines.filter(|line| !line.is_empty()).nth(row + 1)
}

fn same(a: &Row, b: &Row) -> bool {
    let set = |ccps: &[String]| ccps.iter().cloned().collect::<BTreeSet<_>>();
    a.old_revision == b.old_revision
        && a.reading == b.reading
        && set(&a.old) == set(&b.old)
        && set(&a.new) == set(&b.new)
}

/// The way from a revision over the tables that lead to it, back to the package; none where there is none.
fn circle(package: &str, from: &str, catalogue: &Catalogue) -> Option<Vec<String>> {
    let mut path = vec![package.to_owned(), from.to_owned()];
    let mut open = vec![(from.to_owned(), path.clone())];
    let mut seen = BTreeSet::new();
    while let Some((at, way)) = open.pop() {
        if at == package {
            return Some(way);
        }
        let next = catalogue.revision_named(&at).map(|(_, revision)| revision.rows()).unwrap_or_default();
        for row in next {
            if seen.insert(row.old_revision.clone()) {
                path = way.iter().cloned().chain([row.old_revision.clone()]).collect();
                open.push((row.old_revision.clone(), path.clone()));
            }
        }
    }
    None
}

/// The CCPs of the predecessor that no row names, each with the file of one who holds it.
fn left_out(package: &Package<'_>, revision: &Revision, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let Some(former) = revision.predecessor.as_deref() else { return Vec::new() };
    let old: Vec<String> = match catalogue.revision_named(former) {
        Some((_, former)) => former.titre.ccps.iter().map(|ccp| ccp.id.clone()).collect(),
        None => {
            let external = revision.external.iter().find(|external| external.revision == former);
            external.and_then(|external| external.ccps.clone()).unwrap_or_default()
        }
    };
    // A row may name a CCP of ours by its code in the register.
    let named = |ccp: &String| {
        let index = catalogue.revision_named(former).and_then(|(_, former)| former.titre.ccp_index(ccp));
        revision.rows().iter().flat_map(|row| &row.old).any(|old| {
            old == ccp
                || old != WHOLE
                    && index.is_some()
                    && index
                        == catalogue
                            .revision_named(former)
                            .and_then(|(_, former)| former.titre.ccp_index(old))
        })
    };
    let header = find(text(package.files, FILE), &["old_ccps"]);
    let left = old.iter().filter(|ccp| !named(ccp)).map(|ccp| {
        let trouble = Trouble::TableIncomplete { ccp: ccp.clone(), revision: former.to_owned() };
        shown_by_holder(trouble.at(package, FILE, header.clone()), ccp, revision)
    });
    left.collect()
}

/// With the file of one who holds that CCP on the first day of the revision.
fn shown_by_holder(diagnostic: Diagnostic, ccp: &str, revision: &Revision) -> Diagnostic {
    match revision.first_day() {
        Ok(day) => diagnostic.shown_by(ccp, holding(ccp, day, &revision.titre.id)),
        Err(_) => diagnostic,
    }
}
