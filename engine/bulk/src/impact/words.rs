//! The words that the text and the page of a comparison share.

use super::{
    bucket::{Bucket, RANK},
    report::{Caused, Report, Stated},
};
use crate::page::{Matrix, Tone};
use parchemin::explain::Provision;
use parchemin_core::{Lang, Speak, decision::Outcome, say};

/// What is compared.
pub(super) fn title(report: &Report, lang: Lang) -> String {
    let (old, new) = (&report.old.name, &report.new.name);
    say!(lang, fr: "Impact : de {old} à {new}", en: "Impact: from {old} to {new}")
}

/// What the buckets mean, each in one sentence.
pub(super) fn meaning(bucket: Bucket, lang: Lang) -> String {
    match bucket {
        Bucket::Unchanged => say!(lang,
            fr: "même résultat, par les mêmes constats", en: "the same outcome, by the same findings"),
        Bucket::Gained => say!(lang, fr: "un meilleur résultat", en: "a better outcome"),
        Bucket::Lost => say!(lang, fr: "un moins bon résultat", en: "a worse outcome"),
        Bucket::ReasonChanged => say!(lang,
            fr: "même résultat, par d’autres constats", en: "the same outcome, by other findings"),
        Bucket::BecameUndetermined => say!(lang,
            fr: "ne peut plus être décidé, et aucun fait du dossier n’y suffirait",
            en: "cannot be decided any more, and no fact of the file would settle it"),
        Bucket::CannotBeRecomputed => say!(lang,
            fr: "ne peut plus être décidé : un fait manque au dossier",
            en: "cannot be decided any more: a fact is not in the file"),
    }
}

/// The matrix of outcomes, those that occur, from worst to best.
pub(super) fn matrix(report: &Report, lang: Lang) -> Matrix {
    let occurs = |of: &dyn Fn(&super::Transition) -> Outcome| {
        RANK.into_iter().filter(|outcome| report.matrix.iter().any(|cell| of(cell) == *outcome)).collect()
    };
    let rows: Vec<Outcome> = occurs(&|cell| cell.old);
    let columns: Vec<Outcome> = occurs(&|cell| cell.new);
    let cell = |old: Outcome, new: Outcome| {
        let found = report.matrix.iter().find(|cell| (cell.old, cell.new) == (old, new));
        let open = matches!(new, Outcome::Indetermine | Outcome::RuleLimitExceeded);
        let tone = match super::bucket::rank(new).cmp(&super::bucket::rank(old)) {
            std::cmp::Ordering::Equal => Tone::Same,
            _ if open => Tone::Other,
            std::cmp::Ordering::Greater => Tone::Better,
            std::cmp::Ordering::Less => Tone::Worse,
        };
        (found.map_or(0, |cell| cell.count), tone)
    };
    let names = |all: &[Outcome]| all.iter().map(|outcome| outcome.spoken(lang).to_owned()).collect();
    Matrix {
        corner: say!(lang, fr: "avant ↓ après →", en: "before ↓ after →"),
        rows: names(&rows),
        columns: names(&columns),
        cells: rows.iter().map(|old| columns.iter().map(|new| cell(*old, *new)).collect()).collect(),
    }
}

/// An item with what it is about.
pub(super) fn item(report: &Report, name: &str, lang: Lang) -> String {
    let Some(item) = report.item(name).and_then(|stated| stated.item.as_ref()) else {
        return name.to_owned();
    };
    let label = item.label(lang).map(|label| format!(" ({label})")).unwrap_or_default();
    format!("{}{label}", item.say(lang))
}

/// A set of items of which none makes the change alone.
pub(super) fn set(report: &Report, names: &[String], lang: Lang) -> String {
    let and = say!(lang, fr: " avec ", en: " together with ");
    names.iter().map(|name| item(report, name, lang)).collect::<Vec<_>>().join(&and)
}

/// What stands above the sets of a cause, where it must be said.
pub(super) fn remark(cause: &Caused, lang: Lang) -> Option<String> {
    match (cause.sets.len(), cause.minimal) {
        (0, _) => Some(say!(lang,
            fr: "aucun des changements, même tous ensemble, ne l’explique à lui seul",
            en: "no change explains it, nor do all of them together")),
        (_, true) => Some(say!(lang,
            fr: "chacun de ces changements est nécessaire ; un ensemble plus petit n’est pas exclu",
            en: "each of these changes is needed; a smaller set is not excluded")),
        (1, false) => None,
        (_, false) => Some(say!(lang, fr: "chacun de ceux-ci y suffit", en: "each of these is enough")),
    }
}

/// The provisions that the items of some sets rest on, before and after.
pub(super) fn provisions(report: &Report, cause: &Caused, lang: Lang) -> [(String, Vec<Provision>); 2] {
    let items: Vec<&Stated> = cause.sets.iter().flatten().filter_map(|name| report.item(name)).collect();
    let old = Provision::all(items.iter().flat_map(|item| &item.old), lang);
    let new = Provision::all(items.iter().flat_map(|item| &item.new), lang);
    // What both rest on tells them apart no more.
    let only = |these: &[Provision], others: &[Provision]| {
        these.iter().filter(|one| !others.contains(one)).cloned().collect::<Vec<_>>()
    };
    let (before, after) = (only(&old, &new), only(&new, &old));
    [
        (
            say!(lang, fr: "avant", en: "before"),
            if before.is_empty() && after.is_empty() { old } else { before },
        ),
        (say!(lang, fr: "après", en: "after"), after),
    ]
}

/// The examples of a cause.
pub(super) fn examples(cause: &Caused, lang: Lang) -> String {
    let list = cause.examples.join(", ");
    say!(lang, fr: "par exemple {list}", en: "for example {list}")
}

/// Where a column or sentence ends with a colon.
pub(super) fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => " :",
        Lang::En => ":",
    }
}
