//! The revisions of a titre one after the other: days on which none is in force, and who keeps the one before.

use super::{
    Diagnostic, Trouble,
    diagnostic::on,
    place::{period_end, period_start},
};
use crate::package::{MANIFEST, Package, find, text};
use parchemin::packages::{
    Catalogue, Checked,
    written::{Effect, Former},
};
use toml::Spanned;

/// The holes before the period of a package, and after it where the next one is not looked at itself; each with a file
/// that falls into it.
pub(super) fn faults(
    package: &Package<'_>,
    scoped: &[&Package<'_>],
    catalogue: &Catalogue,
) -> Vec<Diagnostic> {
    let Some(revision) = &package.checked.revision else { return Vec::new() };
    let titre = &revision.titre.id;
    let timeline = catalogue.timeline(titre);
    let pairs = timeline.iter().zip(timeline.iter().skip(1));
    let is = |one: &Checked, package: &Package<'_>| one.identity == package.checked.identity;
    let told_there = |later: &Checked| scoped.iter().any(|other| is(later, other));
    let beside = pairs.filter(|((former, _), (later, _))| {
        is(later, package) || (is(former, package) && !told_there(later))
    });
    let holes = beside.filter_map(|((former, earlier), (later, next))| {
        // An end that is not known leaves no hole: the revision stays in force until the next.
        let first = earlier.titre.period.last_day().ok()?.days_after(1);
        let last = next.first_day().ok()?.days_after(-1);
        (first <= last).then(|| {
            let trouble = Trouble::HoleInTimeline {
                titre: titre.clone(),
                before: former.identity.id.clone(),
                after: later.identity.id.clone(),
                first,
                last,
            };
            let span = if is(later, package) { period_start(package) } else { period_end(package) };
            let diagnostic = trouble.at(package, MANIFEST, span);
            diagnostic.shown_by(&format!("{titre}-{first}"), on(first, Some(titre)))
        })
    });
    holes.chain(kept_by_nobody(package)).chain(kept_by_all(package)).collect()
}

/// A revision that changes the one before it, and says nothing of those who began under that.
fn kept_by_nobody(package: &Package<'_>) -> Option<Diagnostic> {
    let revision = package.checked.revision.as_ref().filter(|revision| revision.former.is_empty())?;
    let former = revision.predecessor.clone().filter(|_| revision.effect != Effect::Extends)?;
    // At the beginning of its line: a draft has it in comments too.
    let place = find(text(package.files, MANIFEST), &["\n[provisions]"]).map(|span| span.start + 1..span.end);
    Some(Trouble::FormerKeptByNobody { former }.at(package, MANIFEST, place))
}

/// Each provision that lets even those keep the former revision who began after its end: it asks for nothing that has
/// happened before.
fn kept_by_all<'p>(package: &'p Package<'_>) -> impl Iterator<Item = Diagnostic> + 'p {
    let formers = package.manifest.provisions.iter().flat_map(|provisions| &provisions.former);
    let asks_nothing = |former: &&Spanned<Former>| {
        let former = former.get_ref();
        former.event.is_none() && !former.holds_ccp
    };
    let former = package.checked.revision.as_ref().and_then(|revision| revision.predecessor.clone());
    formers.filter(asks_nothing).map(move |provision| {
        let former = former.clone().unwrap_or_default();
        Trouble::FormerKeptByAll { former }.at(package, MANIFEST, Some(provision.span()))
    })
}
