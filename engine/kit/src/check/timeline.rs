//! The revisions of a titre one after the other: days on which none is in force, and who keeps the one before.

use super::{Diagnostic, Trouble, diagnostic::on, place::period_start};
use crate::package::{MANIFEST, Package, find, text};
use parchemin::packages::{Catalogue, written::Effect};

/// The holes before the period of a package, each with a file that falls into it.
pub(super) fn faults(package: &Package<'_>, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let Some(revision) = &package.checked.revision else { return Vec::new() };
    let titre = &revision.titre.id;
    let timeline = catalogue.timeline(titre);
    let pairs = timeline.iter().zip(timeline.iter().skip(1));
    let before = pairs.filter(|(_, (later, _))| later.identity == package.checked.identity);
    let holes = before.filter_map(|((former, earlier), _)| {
        // An end that is not known leaves no hole: the revision stays in force until the next.
        let first = earlier.titre.period.last_day().ok()?.days_after(1);
        let last = revision.first_day().ok()?.days_after(-1);
        (first <= last).then(|| {
            let trouble = Trouble::HoleInTimeline {
                titre: titre.clone(),
                before: former.identity.id.clone(),
                after: package.id().to_owned(),
                first,
                last,
            };
            let diagnostic = trouble.at(package, MANIFEST, period_start(package));
            diagnostic.shown_by(&format!("{titre}-{first}"), on(first, Some(titre)))
        })
    });
    holes.chain(kept_by_nobody(package)).collect()
}

/// A revision that changes the one before it, and says nothing of those who began under that.
fn kept_by_nobody(package: &Package<'_>) -> Option<Diagnostic> {
    let revision = package.checked.revision.as_ref().filter(|revision| revision.former.is_empty())?;
    let former = revision.predecessor.clone().filter(|_| revision.effect != Effect::Extends)?;
    let place = find(text(package.files, MANIFEST), &["[provisions]"]);
    Some(Trouble::FormerKeptByNobody { former }.at(package, MANIFEST, place))
}
