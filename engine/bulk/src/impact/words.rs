//! The words that the text and the page of a comparison share.

use super::{
    bucket::{Bucket, RANK},
    report::{Caused, Report, Stated},
};
use crate::page::{Matrix, Tone, count};
use parchemin::explain::Provision;
use parchemin_core::{Lang, Speak, decision::Outcome, say};
use parchemin_package::difference::Kind;

/// What is compared.
pub(super) fn title(report: &Report, lang: Lang) -> String {
    let (old, new) = (&report.old.name, &report.new.name);
    say!(lang, fr: "Impact : de {old} à {new}", en: "Impact: from {old} to {new}")
}

/// Causes of a bucket that are told one by one, where there are more.
pub(super) const TOLD: usize = 8;

/// What it comes to, in one sentence.
pub(super) fn lead(report: &Report, lang: Lang) -> String {
    let [gained, lost, reason] =
        [Bucket::Gained, Bucket::Lost, Bucket::ReasonChanged].map(|bucket| count(report.count(bucket), lang));
    let open = report.count(Bucket::BecameUndetermined) + report.count(Bucket::CannotBeRecomputed);
    let (compared, open) = (count(report.compared, lang), count(open, lang));
    say!(lang,
        fr: "Sur {compared} candidat(s), {gained} y gagnent, {lost} y perdent, {open} ne peuvent plus être décidés ; \
             {reason} gardent leur résultat pour un autre motif.",
        en: "Of {compared} candidate(s), {gained} gain, {lost} lose, {open} cannot be decided any more; {reason} keep \
             their outcome for another reason.")
}

/// What is said of the causes of a bucket beyond the first ones, where there are more.
pub(super) fn more(of: &[&Caused], lang: Lang) -> Option<String> {
    let rest = of.get(TOLD..).filter(|rest| !rest.is_empty())?;
    let (causes, files) = (rest.len(), count(rest.iter().map(|cause| cause.count).sum(), lang));
    Some(say!(lang,
        fr: "{files} candidat(s) par {causes} autre(s) ensemble(s) de changements",
        en: "{files} candidate(s) by {causes} other set(s) of changes"))
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

/// A set of items of which none makes the change alone.
pub(super) fn set(report: &Report, names: &[String], lang: Lang) -> String {
    let say = |name: &String| report.item(name).map_or_else(|| name.clone(), |stated| said(stated, lang));
    names.iter().map(say).collect::<Vec<_>>().join(&and(lang))
}

/// What stands between the items of a set.
pub(super) fn and(lang: Lang) -> String {
    say!(lang, fr: " avec ", en: " together with ")
}

/// An item by its name.
pub(super) fn said(stated: &Stated, lang: Lang) -> String {
    stated.item.as_ref().map_or_else(|| stated.name.clone(), |item| item.say(lang))
}

/// The items that the causes name, each once, in the order of the report.
pub(super) fn causing(report: &Report) -> impl Iterator<Item = &Stated> {
    let named = |stated: &&Stated| {
        report.causes.iter().flat_map(|cause| cause.sets.iter().flatten()).any(|name| *name == stated.name)
    };
    report.items.iter().filter(named)
}

/// What an item is about.
pub(super) fn label(stated: &Stated, lang: Lang) -> Option<&str> {
    stated.item.as_ref().and_then(|item| item.label(lang))
}

/// A change with what it is about, and what comes along with it.
pub(super) fn change(stated: &Stated, lang: Lang) -> String {
    let label = label(stated, lang).map(|label| format!(" – {label}")).unwrap_or_default();
    // A text that is named for the first time is seen where it is cited.
    let along = stated.along.iter().filter(|item| item.kind != Kind::Text).map(|item| item.say(lang));
    let along = along.collect::<Vec<_>>().join(", ");
    let along = match along.is_empty() {
        true => String::new(),
        false => say!(lang, fr: " ; avec {along}", en: "; with {along}"),
    };
    format!("{}{label}{along}", said(stated, lang))
}

/// What stands above the sets of a cause, where it must be said.
pub(super) fn remark(cause: &Caused, lang: Lang) -> Option<String> {
    match (cause.sets.len(), cause.minimal) {
        (0, _) => Some(say!(lang,
            fr: "aucun changement ne l’explique, ni tous ensemble",
            en: "no change explains it, nor do all of them together")),
        (_, true) => Some(say!(lang,
            fr: "chacun de ces changements est nécessaire ; un ensemble plus petit n’est pas exclu",
            en: "each of these changes is needed; a smaller set is not excluded")),
        (1, false) => None,
        (_, false) => Some(say!(lang, fr: "chacun de ceux-ci y suffit", en: "each of these is enough")),
    }
}

/// The provisions that a change rests on, before and after; what both rest on is told only where nothing else is.
pub(super) fn provisions(stated: &Stated, lang: Lang) -> [(String, Vec<Provision>); 2] {
    let [old, new] = [&stated.old, &stated.new].map(|citations| Provision::all(citations, lang));
    let only = |these: &[Provision], others: &[Provision]| -> Vec<Provision> {
        these.iter().filter(|one| !others.contains(one)).cloned().collect()
    };
    if old == new {
        let both = say!(lang, fr: "avant et après", en: "before and after");
        return [(both, old), (String::new(), Vec::new())];
    }
    let (before, after) = (only(&old, &new), only(&new, &old));
    [(say!(lang, fr: "avant", en: "before"), before), (say!(lang, fr: "après", en: "after"), after)]
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
