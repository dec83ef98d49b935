//! The coverage as a page of its own: the text, and beside each passage who answers for it.

use super::{Coverage, Figure, Passage, Source};
use maud::{Markup, html};
use parchemin::core::{Lang, Speak, say};
use parchemin_bulk::page;

/// The page: no script, nothing from elsewhere.
pub fn html(all: &[Coverage], lang: Lang) -> String {
    let title = say!(lang, fr: "Couverture du texte", en: "Coverage of the text");
    let body = html! {
        @for coverage in all {
            @for source in &coverage.sources {
                section {
                    h2 { (coverage.package) " · " (source.title) }
                    p class="quiet" { code { (source.file) } }
                    (figure(source, lang))
                    div class="scroll" {
                        table class="matrix" {
                            thead {
                                tr {
                                    th scope="col" { (say!(lang, fr: "Le texte", en: "The text")) }
                                    th scope="col" { (say!(lang, fr: "Qui en répond", en: "Who answers for it")) }
                                }
                            }
                            tbody { @for passage in &source.passages { (row(passage, lang)) } }
                        }
                    }
                }
            }
        }
    };
    page::page(&title, lang, &body)
}

fn figure(source: &Source, lang: Lang) -> Markup {
    let Figure { passages, quoted, declared } = source.figure();
    let bar = |label: String, count: usize| page::Bar { label, count: count as u64 };
    let bars = [
        bar(say!(lang, fr: "cités", en: "quoted"), quoted),
        bar(say!(lang, fr: "déclarés, avec leur raison", en: "declared, with their reason"), declared),
        bar(
            say!(lang, fr: "dont rien ne répond", en: "that nothing answers for"),
            source.figure().unclaimed(),
        ),
    ];
    page::bars(&bars, passages as u64, lang)
}

fn row(passage: &Passage, lang: Lang) -> Markup {
    let tone = match (passage.by.is_empty(), passage.is_quoted()) {
        (true, _) => "worse",
        (_, true) => "better",
        (_, false) => "same",
    };
    html! {
        tr {
            th scope="row" style="font-weight:400" lang="fr" { (passage.text) }
            td class=(tone) style="--depth:12%;text-align:left" {
                @if passage.by.is_empty() {
                    strong { (say!(lang, fr: "rien", en: "nothing")) }
                }
                @for (package, by) in &passage.by {
                    p { span class="quiet" { (package) } " " (page::marked(&by.say(lang))) }
                }
            }
        }
    }
}
