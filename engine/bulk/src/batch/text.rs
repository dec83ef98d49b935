//! A report as text for a terminal.

use super::{
    report::Report,
    sections::{Section, head, packages, sections, title},
};
use crate::page::{count, share};
use anstyle::Style;
use parchemin_core::{Lang, harmless, say};
use std::fmt::Write;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Counts that are told one by one where there may be many.
const TOLD: usize = 12;

/// The report, readable.
pub fn text(report: &Report, lang: Lang) -> String {
    let mut out = format!("{BOLD}{}{BOLD:#}\n{}\n", title(lang), head(&report.summary, lang));
    let sections = sections(report, lang);
    for section in &sections {
        let _ = writeln!(out, "\n{BOLD}{}{BOLD:#}", section.title);
        for bar in shown(section) {
            let (number, share) = (count(bar.count, lang), share(bar.count, section.whole, lang));
            let _ = writeln!(out, "  {number:>11}  {DIM}{share:>8}{DIM:#}  {}", harmless(&bar.label));
        }
        let rest = section.bars.len().saturating_sub(shown(section).len());
        if rest > 0 {
            let more = say!(lang,
                fr: "et {rest} autres : --report les donne", en: "and {rest} more: --report gives them");
            let _ = writeln!(out, "  {:>11}  {:>8}  {DIM}{more}{DIM:#}", "", "");
        }
    }
    let _ = writeln!(out, "\n{BOLD}{}{BOLD:#}", say!(lang, fr: "Paquets", en: "Packages"));
    for package in packages(report) {
        let _ = writeln!(out, "  {DIM}{}{DIM:#}", harmless(&package));
    }
    out
}

/// What is told of a section.
fn shown(section: &Section) -> &[crate::page::Bar] {
    if section.many { section.bars.get(..TOLD).unwrap_or(&section.bars) } else { &section.bars }
}
