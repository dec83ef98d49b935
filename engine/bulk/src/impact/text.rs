//! A comparison as text for a terminal.

use super::{
    Bucket, Compared, Passed,
    report::{Caused, Report},
    words,
};
use crate::page::{count, share};
use anstyle::{AnsiColor, Style};
use parchemin::explain::tidy;
use parchemin_core::{Lang, Speak, harmless, say};
use std::fmt::Write;
use textwrap::{Options, WordSeparator, core::display_width};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Columns of a line of prose; a matrix is as wide as its outcomes need.
const WIDTH: usize = 100;

/// The report, readable.
pub fn text(report: &Report, lang: Lang) -> String {
    let mut out = String::new();
    let mut say = |line: &str| {
        out.push_str(line);
        out.push('\n');
    };
    say(&format!("{BOLD}{}{BOLD:#}", harmless(&words::title(report, lang))));
    let (compared, rejected) = (count(report.compared, lang), count(report.rejected, lang));
    say(&say!(lang,
        fr: "{compared} dossier(s) comparé(s), {rejected} rejeté(s)",
        en: "{compared} file(s) compared, {rejected} rejected"));
    say("");
    let width = Bucket::ALL.iter().map(|bucket| display_width(&bucket.spoken(lang))).max().unwrap_or(0);
    for bucket in Bucket::ALL {
        let (name, number) = (bucket.spoken(lang), count(report.count(bucket), lang));
        let share = share(report.count(bucket), report.compared, lang);
        let meaning = words::meaning(bucket, lang);
        let pad = " ".repeat(width.saturating_sub(display_width(&name)));
        let style = colour(bucket);
        say(&format!("  {style}{name}{style:#}{pad}  {number:>9}  {share:>8}  {DIM}{meaning}{DIM:#}"));
    }
    if report.governed_anew > 0 {
        let number = count(report.governed_anew, lang);
        say(&say!(lang,
            fr: "\n  dont {number} inchangé(s) qu’une autre révision régit",
            en: "\n  of the unchanged, {number} under another revision"));
    }
    if report.compared > 0 {
        out.push('\n');
        matrix(&mut out, report, lang);
    }
    if !report.causes.is_empty() {
        causes(&mut out, report, lang);
    }
    if !report.missing.is_empty() {
        let heading = say!(lang, fr: "Faits qui manquent aux dossiers", en: "Facts missing from files");
        let _ = writeln!(out, "\n{BOLD}{heading}{BOLD:#}");
        for (pointer, number) in &report.missing {
            let _ = writeln!(out, "  {:>9}  {}", count(*number, lang), harmless(pointer));
        }
    }
    out
}

fn colour(bucket: Bucket) -> Style {
    let colour = match bucket {
        Bucket::Unchanged => return Style::new(),
        Bucket::Gained => AnsiColor::Green,
        Bucket::Lost => AnsiColor::Red,
        Bucket::ReasonChanged | Bucket::BecameUndetermined | Bucket::CannotBeRecomputed => AnsiColor::Yellow,
    };
    Style::new().fg_color(Some(colour.into()))
}

fn matrix(out: &mut String, report: &Report, lang: Lang) {
    let matrix = words::matrix(report, lang);
    let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(display_width(text)));
    let first = std::iter::once(&matrix.corner)
        .chain(&matrix.rows)
        .map(|name| display_width(name))
        .max()
        .unwrap_or(0);
    let widths: Vec<usize> = matrix.columns.iter().map(|name| display_width(name).max(9)).collect();
    let _ = write!(out, "{BOLD}{}{BOLD:#}{}", matrix.corner, pad(&matrix.corner, first));
    for (name, width) in matrix.columns.iter().zip(&widths) {
        let _ = write!(out, "  {}{name}", pad(name, *width));
    }
    out.push('\n');
    for (name, cells) in matrix.rows.iter().zip(&matrix.cells) {
        let _ = write!(out, "{name}{}", pad(name, first));
        for ((number, _), width) in cells.iter().zip(&widths) {
            let number = if *number == 0 { "·".to_owned() } else { count(*number, lang) };
            let _ = write!(out, "  {}{number}", pad(&number, *width));
        }
        out.push('\n');
    }
}

fn causes(out: &mut String, report: &Report, lang: Lang) {
    let heading = say!(lang, fr: "Causes", en: "Causes");
    let _ = writeln!(out, "\n{BOLD}{heading}{BOLD:#}");
    for bucket in Bucket::ALL {
        let of: Vec<&Caused> = report.causes.iter().filter(|cause| cause.bucket == bucket).collect();
        if of.is_empty() {
            continue;
        }
        let style = colour(bucket);
        let _ = writeln!(out, "\n  {style}{}{style:#}", bucket.spoken(lang));
        of.iter().take(words::TOLD).for_each(|cause| one(out, report, cause, lang));
        if let Some(more) = words::more(&of, lang) {
            let where_to =
                say!(lang, fr: "--report ou --json les donnent", en: "--report or --json give them");
            let _ = writeln!(out, "{:11}{DIM}{more}{} {where_to}{DIM:#}", "", words::colon(lang));
        }
    }
    changes(out, report, lang);
}

fn one(out: &mut String, report: &Report, cause: &Caused, lang: Lang) {
    let number = count(cause.count, lang);
    let mut lead = format!("  {number:>9}  ");
    let margin = " ".repeat(display_width(&lead));
    if let Some(remark) = words::remark(cause, lang) {
        let _ = writeln!(out, "{lead}{remark}{}", words::colon(lang));
        lead = format!("{margin}- ");
    }
    for set in &cause.sets {
        let _ = writeln!(out, "{lead}{}", harmless(&words::set(report, set, lang)));
    }
    let _ = writeln!(out, "{margin}{DIM}{}{DIM:#}", harmless(&words::examples(cause, lang)));
}

/// The changes that the causes name, each once, with what it rests on.
fn changes(out: &mut String, report: &Report, lang: Lang) {
    let heading = say!(lang, fr: "Changements en cause", en: "Changes that are causes");
    let _ = writeln!(out, "\n{BOLD}{heading}{BOLD:#}");
    for stated in words::causing(report) {
        let _ = writeln!(out, "\n  {}", harmless(&words::change(stated, lang)));
        for (when, provisions) in words::provisions(stated, lang) {
            for provision in provisions {
                let quote = provision
                    .quote
                    .map(|quote| format!("{} {quote}", words::colon(lang)))
                    .unwrap_or_default();
                let cited = tidy(&format!("{}{quote}", provision.source));
                let lead = format!("    {when}{} ", words::colon(lang));
                let below = " ".repeat(display_width(&lead));
                let options = Options::new(WIDTH).initial_indent(&lead).subsequent_indent(&below);
                for line in textwrap::wrap(&cited, options.word_separator(WordSeparator::AsciiSpace)) {
                    let _ = writeln!(out, "{DIM}{line}{DIM:#}");
                }
            }
        }
    }
}

/// One row of a comparison on a line; none of an unchanged candidate.
pub fn line(passed: &Passed<'_>, difference: &parchemin_package::Difference, lang: Lang) -> Option<String> {
    let line = match passed {
        Passed::Rejected(rejected) => {
            let called = rejected.id.as_deref().unwrap_or(&rejected.place);
            let word = say!(lang, fr: "rejeté", en: "rejected");
            format!("{called}  {word}{} {}", words::colon(lang), rejected.reason.say(lang))
        }
        Passed::Compared(Compared { bucket: Bucket::Unchanged, .. }) => return None,
        Passed::Compared(compared) => {
            let [old, new] = [&compared.old, &compared.new].map(|standing| standing.outcome().spoken(lang));
            let name = |place: &usize| difference.items().get(*place).map(|item| item.say(lang));
            let and = say!(lang, fr: " avec ", en: " with ");
            let sets = compared
                .cause
                .sets
                .iter()
                .map(|set| set.iter().filter_map(name).collect::<Vec<_>>().join(&and));
            let or = say!(lang, fr: " ; ou ", en: "; or ");
            let causes = sets.collect::<Vec<_>>().join(&or);
            let bucket = compared.bucket.spoken(lang);
            let missing = match compared.bucket {
                Bucket::CannotBeRecomputed => format!("  [{}]", compared.new.missing().join(", ")),
                _ => String::new(),
            };
            format!("{}  {bucket}{} {old} → {new}  {causes}{missing}", compared.called(), words::colon(lang))
        }
    };
    Some(harmless(&line) + "\n")
}
