//! A comparison as a page of its own.

use super::{
    Bucket,
    report::{Caused, Report},
    words,
};
use crate::page::{self, Bar, Tone, count};
use maud::{Markup, html};
use parchemin_core::{Lang, decision::PackageIdentity, say};

/// The report as a standalone page: no script, nothing from elsewhere.
pub fn html(report: &Report, lang: Lang) -> String {
    let bars: Vec<Bar> = Bucket::ALL
        .into_iter()
        .map(|bucket| Bar { label: bucket.spoken(lang), count: report.count(bucket) })
        .collect();
    let (compared, rejected) = (count(report.compared, lang), count(report.rejected, lang));
    let body = html! {
        p class="quiet" {
            (say!(lang,
                fr: "{compared} dossier(s) comparé(s), {rejected} rejeté(s)",
                en: "{compared} file(s) compared, {rejected} rejected"))
        }
        p class="lead" { (words::lead(report, lang)) }
        section {
            h2 { (say!(lang, fr: "Ce que deviennent les candidats", en: "What becomes of the candidates")) }
            (page::bars(&bars, report.compared, lang))
            ul class="quiet" {
                @for bucket in Bucket::ALL {
                    li { (bucket.spoken(lang)) (words::colon(lang)) " " (words::meaning(bucket, lang)) }
                }
            }
            @if report.governed_anew > 0 {
                @let number = count(report.governed_anew, lang);
                p { (say!(lang,
                    fr: "Parmi les inchangés, {number} qu’une autre révision régit.",
                    en: "Of the unchanged, {number} are under another revision.")) }
            }
        }
        @if report.compared > 0 { (transitions(report, lang)) }
        @if !report.causes.is_empty() { (causes(report, lang)) (changes(report, lang)) }
        @if !report.missing.is_empty() { (missing(report, lang)) }
        footer { (packages(report, lang)) }
    };
    page::page(&words::title(report, lang), lang, &body)
}

fn transitions(report: &Report, lang: Lang) -> Markup {
    let key = [
        (Tone::Same, say!(lang, fr: "même résultat", en: "same outcome")),
        (Tone::Better, say!(lang, fr: "meilleur", en: "better")),
        (Tone::Worse, say!(lang, fr: "moins bon", en: "worse")),
        (Tone::Other, say!(lang, fr: "ne peut plus être décidé", en: "cannot be decided any more")),
    ];
    html! {
        section {
            h2 { (say!(lang, fr: "D’un résultat à l’autre", en: "From one outcome to another")) }
            div class="scroll" { (words::matrix(report, lang).html(lang)) }
            p class="key quiet" { @for (tone, meaning) in key { span class=(tone.class()) { (meaning) } } }
        }
    }
}

fn causes(report: &Report, lang: Lang) -> Markup {
    html! {
        section {
            h2 { (say!(lang, fr: "Pourquoi", en: "Why")) }
            @for bucket in Bucket::ALL {
                @let of: Vec<&Caused> = report.causes.iter().filter(|cause| cause.bucket == bucket).collect();
                @if !of.is_empty() {
                    h3 { (bucket.spoken(lang)) }
                    @for cause in of.iter().take(words::TOLD) { (one(report, cause, lang)) }
                    @if let Some(more) = words::more(&of, lang) {
                        details {
                            summary { (more) }
                            @for cause in of.iter().skip(words::TOLD) { (one(report, cause, lang)) }
                        }
                    }
                }
            }
        }
    }
}

fn one(report: &Report, cause: &Caused, lang: Lang) -> Markup {
    let number = count(cause.count, lang);
    html! {
        div class="cause" {
            p {
                strong { (say!(lang, fr: "{number} candidat(s)", en: "{number} candidate(s)")) }
                @if let Some(remark) = words::remark(cause, lang) { " – " (remark) }
            }
            ul {
                @for set in &cause.sets {
                    li {
                        @for (n, name) in set.iter().enumerate() {
                            @if n > 0 { (words::and(lang)) }
                            (named(report, name, lang))
                        }
                    }
                }
            }
            p class="quiet" { (words::examples(cause, lang)) }
        }
    }
}

/// A change by what it is about, with a way to what it rests on.
fn named(report: &Report, name: &str, lang: Lang) -> Markup {
    let Some(stated) = report.item(name) else { return html! { (name) } };
    html! {
        a href=(format!("#{name}")) {
            @match words::label(stated, lang) {
                Some(label) => { (label) " (" (page::marked(&words::said(stated, lang))) ")" }
                None => (page::marked(&words::said(stated, lang))),
            }
        }
    }
}

/// The changes that the causes name, each once, with what it rests on.
fn changes(report: &Report, lang: Lang) -> Markup {
    html! {
        section {
            h2 { (say!(lang, fr: "Changements en cause", en: "Changes that are causes")) }
            @for stated in words::causing(report) {
                h3 id=(stated.name) { (page::marked(&words::change(stated, lang))) }
                @for (when, provisions) in words::provisions(stated, lang) {
                    @for provision in provisions {
                        p class="provision" {
                            (when) (words::colon(lang)) " " (provision.source)
                            @if let Some(quote) = &provision.quote { " " q lang="fr" { (quote) } }
                        }
                    }
                }
            }
        }
    }
}

fn missing(report: &Report, lang: Lang) -> Markup {
    let bars: Vec<Bar> =
        report.missing.iter().map(|(pointer, count)| Bar { label: pointer.clone(), count: *count }).collect();
    html! {
        section {
            h2 { (say!(lang, fr: "Faits qui manquent aux dossiers", en: "Facts missing from files")) }
            (page::bars(&bars, report.count(Bucket::CannotBeRecomputed), lang))
        }
    }
}

fn packages(report: &Report, lang: Lang) -> Markup {
    let list = |all: &[PackageIdentity]| {
        let each = all.iter().map(|one| format!("{} {} ({})", one.id, one.version, one.digest));
        each.collect::<Vec<_>>().join(", ")
    };
    html! {
        p { (say!(lang, fr: "Avant", en: "Before")) (words::colon(lang)) " " (list(&report.old.packages)) }
        p { (say!(lang, fr: "Après", en: "After")) (words::colon(lang)) " " (list(&report.new.packages)) }
    }
}
