//! Changes for a reader: as text for a terminal, and as a page of its own.

use super::changes::{Became, Change, Changes, Edition};
use maud::html;
use parchemin::{
    core::{Citation, Lang, harmless, say},
    explain::Provision,
};
use parchemin_bulk::page;
use std::fmt::Write;

/// The packages that are compared.
pub(super) fn title(changes: &Changes, lang: Lang) -> String {
    let name = |edition: &Edition| format!("{} {}", edition.id, edition.version);
    let (old, new) = (name(&changes.old), name(&changes.new));
    say!(lang, fr: "De {old} à {new}", en: "From {old} to {new}")
}

fn lead(changes: &Changes, lang: Lang) -> String {
    let (all, deciding) = (changes.changes.len(), changes.deciding().count());
    match all {
        0 => say!(lang, fr: "rien ne change", en: "nothing changes"),
        _ => say!(lang,
            fr: "{all} changement(s), dont {deciding} peuvent changer une décision",
            en: "{all} change(s), of which {deciding} can change a decision"),
    }
}

impl Became {
    /// The word for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Became::Added => say!(lang, fr: "ajout", en: "added"),
            Became::Changed => say!(lang, fr: "modification", en: "changed"),
            Became::Withdrawn => say!(lang, fr: "retrait", en: "withdrawn"),
        }
    }
}

/// The head of a change: what it is, what became of it, what it is about.
fn head(change: &Change, lang: Lang) -> String {
    let label = change.label(lang).map(|label| format!(" – {label}")).unwrap_or_default();
    format!("{} ({}){label}", change.named(lang), change.became.spoken(lang))
}

/// Each member that differs, on a line of its own.
fn lines(change: &Change, lang: Lang) -> Vec<String> {
    let line = |member: String, old: Option<&String>, new: Option<&String>| {
        let whole = change.became != Became::Changed;
        let (became, value) = match (old, new) {
            (Some(old), Some(new)) => (None, format!("{old} → {new}")),
            (Some(value), None) => (Some(Became::Withdrawn), value.clone()),
            (None, value) => (Some(Became::Added), value.cloned().unwrap_or_default()),
        };
        // Of what is new or gone as a whole, every member is.
        let became = became.filter(|_| !whole).map(|became| format!(" ({})", became.spoken(lang)));
        let became = became.unwrap_or_default();
        say!(lang, fr: "{member}{became} : {value}", en: "{member}{became}: {value}")
    };
    let details = change.details.iter();
    details.map(|detail| line(detail.spoken(lang), detail.old.as_ref(), detail.new.as_ref())).collect()
}

/// What a change rests on, before and after, where the two differ.
fn grounds(change: &Change, lang: Lang) -> Vec<String> {
    if change.before == change.after {
        return Vec::new();
    }
    let said = |citations: &[Citation], when: String| -> Vec<String> {
        let provisions = Provision::all(citations, lang).into_iter();
        let quote = |quote: Option<String>| quote.map(|quote| format!(" {quote}")).unwrap_or_default();
        provisions.map(|provision| format!("{when} {}{}", provision.source, quote(provision.quote))).collect()
    };
    let (before, after) =
        (say!(lang, fr: "avant, selon", en: "before, by"), say!(lang, fr: "après, selon", en: "after, by"));
    let mut all = said(&change.before, before.clone());
    if said(&change.after, before) == all {
        // What differs is what is noted beside the texts.
        return noted(change, lang);
    }
    all.extend(said(&change.after, after));
    all
}

/// The notes of what a change rests on, before and after.
fn noted(change: &Change, lang: Lang) -> Vec<String> {
    let notes = |citations: &[Citation], when: String| -> Vec<String> {
        citations.iter().filter_map(|one| Some(format!("{when} {}", one.note.as_ref()?))).collect()
    };
    let mut all = notes(&change.before, say!(lang, fr: "avant, note :", en: "before, note:"));
    all.extend(notes(&change.after, say!(lang, fr: "après, note :", en: "after, note:")));
    all
}

/// The changes, readable.
pub fn text(changes: &Changes, lang: Lang) -> String {
    let mut text = format!("{}\n{}\n", title(changes, lang), lead(changes, lang));
    for change in &changes.changes {
        // A String takes all that is written to it.
        let _ = writeln!(text, "\n{}", harmless(&head(change, lang)));
        for line in lines(change, lang) {
            let _ = writeln!(text, "  {}", harmless(&line));
        }
        for ground in grounds(change, lang) {
            let _ = writeln!(text, "  {}", harmless(&ground));
        }
    }
    text
}

/// The changes as a standalone page: no script, nothing from elsewhere.
pub fn html(changes: &Changes, lang: Lang) -> String {
    let body = html! {
        p class="lead" { (lead(changes, lang)) }
        @for change in &changes.changes {
            section {
                h3 { (page::marked(&head(change, lang))) }
                ul { @for line in lines(change, lang) { li { (line) } } }
                @for ground in grounds(change, lang) { p class="quiet" { (ground) } }
            }
        }
        footer class="quiet" {
            @for edition in [&changes.old, &changes.new] {
                p { (edition.id) " " (edition.version) " " (edition.digest) }
            }
        }
    };
    page::page(&title(changes, lang), lang, &body)
}
