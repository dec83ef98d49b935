//! A report as a page of its own.

use super::{
    report::Report,
    sections::{head, packages, sections, title},
};
use crate::page;
use maud::html;
use parchemin_core::{Lang, say};

/// The report as a standalone page: no script, nothing from elsewhere.
pub fn html(report: &Report, lang: Lang) -> String {
    let inputs = report.inputs.join(", ");
    let body = html! {
        p class="quiet" { (head(&report.summary, lang)) }
        p class="quiet" { (say!(lang, fr: "Entrées : {inputs}", en: "Inputs: {inputs}")) }
        @for section in sections(report, lang) {
            section {
                h2 { (section.title) }
                (page::bars(&section.bars, section.whole, lang))
            }
        }
        footer {
            p { (say!(lang, fr: "Paquets", en: "Packages")) }
            ul { @for package in packages(report) { li { (package) } } }
        }
    };
    page::page(&title(lang), lang, &body)
}
