//! The frame of a report, and what it draws: bars and matrices, in HTML and CSS alone. A page needs no script and
//! nothing from elsewhere; it can be kept, sent, printed, and read without colours.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use parchemin_core::{Lang, harmless};

/// A page of its own with a title and what stands on it.
pub fn page(title: &str, lang: Lang, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { h1 { (title) } (body) } }
        }
    };
    harmless(&page.into_string())
}

/// A text with its names, which stand between grave accents, set apart.
pub fn marked(text: &str) -> Markup {
    html! {
        @for (n, part) in text.split('`').enumerate() {
            @if n % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A bar of a list of bars.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// Bars one below the other, each as long as its share of the whole, with its count and its share in words.
pub fn bars(bars: &[Bar], whole: u64, lang: Lang) -> Markup {
    html! {
        table class="bars" {
            @for bar in bars {
                tr {
                    th scope="row" { (bar.label) }
                    td class="number" { (count(bar.count, lang)) }
                    td class="number" { (share(bar.count, whole, lang)) }
                    td class="track" aria-hidden="true" {
                        @if bar.count > 0 { div style=(format!("width:{:.2}%", hundredths(bar.count, whole).max(0.3))) {} }
                    }
                }
            }
        }
    }
}

/// A cell of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What stays as it is.
    Same,
    /// What is better.
    Better,
    /// What is worse.
    Worse,
    /// What is neither.
    Other,
}

impl Tone {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Tone::Same => "same",
            Tone::Better => "better",
            Tone::Worse => "worse",
            Tone::Other => "other",
        }
    }
}

/// A matrix of counts: what its rows and columns are, their names, and each count with its tone. A cell is the darker the
/// more it holds of the fullest one, and says its count in any case.
pub struct Matrix {
    /// What stands above its corner: rows and columns in words.
    pub corner: String,
    /// The names of the rows.
    pub rows: Vec<String>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The counts, row by row.
    pub cells: Vec<Vec<(u64, Tone)>>,
}

impl Matrix {
    /// The matrix, drawn.
    pub fn html(&self, lang: Lang) -> Markup {
        let fullest = self.cells.iter().flatten().map(|(count, _)| *count).max().unwrap_or(0);
        // The eye compares lightness, and a full cell beside a hundred small ones must not hide them.
        let depth = |count: u64| 8.0 + 62.0 * (hundredths(count, fullest) / 100.0).sqrt();
        html! {
            table class="matrix" {
                thead {
                    tr {
                        th { (self.corner) }
                        @for column in &self.columns { th scope="col" { (column) } }
                    }
                }
                tbody {
                    @for (name, cells) in self.rows.iter().zip(&self.cells) {
                        tr {
                            th scope="row" { (name) }
                            @for (number, tone) in cells {
                                @if *number == 0 {
                                    td class="none" { "·" }
                                } @else {
                                    td class=(tone.class()) style=(format!("--depth:{:.0}%", depth(*number))) {
                                        (count(*number, lang))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A count as people write it: `12 345` with narrow spaces that do not break, or `12,345`.
///
/// ```
/// use parchemin_bulk::page::count;
/// use parchemin_core::Lang;
/// assert_eq!(count(1_234_567, Lang::En), "1,234,567");
/// assert_eq!(count(1_234_567, Lang::Fr), "1\u{202f}234\u{202f}567");
/// assert_eq!(count(999, Lang::Fr), "999");
/// ```
pub fn count(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(match lang {
                Lang::Fr => '\u{202f}',
                Lang::En => ',',
            });
        }
        text.push(digit);
    }
    text
}

/// A share in hundredths as people write it; what is not nothing is never written as 0.
///
/// ```
/// use parchemin_bulk::page::share;
/// use parchemin_core::Lang;
/// assert_eq!(share(1, 8, Lang::En), "12.5%");
/// assert_eq!(share(1, 8, Lang::Fr), "12,5 %");
/// assert_eq!(share(1, 1_000_000, Lang::En), "< 0.1%");
/// assert_eq!(share(0, 0, Lang::En), "0.0%");
/// ```
pub fn share(part: u64, whole: u64, lang: Lang) -> String {
    let value = hundredths(part, whole);
    let text = if part > 0 && value < 0.1 { "< 0.1".to_owned() } else { format!("{value:.1}") };
    match lang {
        Lang::Fr => format!("{} %", text.replace('.', ",")),
        Lang::En => format!("{text}%"),
    }
}

fn hundredths(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

const STYLE: &str = "\
@page { size: A4; margin: 18mm }
:root { --same: 130 130 130; --better: 27 120 55; --worse: 178 24 43; --other: 33 102 172 }
body { font: 11pt/1.45 system-ui, 'Helvetica Neue', Arial, sans-serif; color: #111; background: #fff; margin: 0 }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem }
h1 { font-size: 1.5em; margin: 0 0 .3em } h2 { font-size: 1.15em; margin: 2em 0 .5em; break-after: avoid }
h3 { font-size: 1em; margin: 1.4em 0 .3em; break-after: avoid }
p { margin: .4em 0 } .quiet { color: #555 } code { font-size: .92em; overflow-wrap: anywhere }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th { font-weight: 600; text-align: left } .number { text-align: right; white-space: nowrap; padding: 0 .6em }
.bars { width: 100% } .bars th { width: 32%; overflow-wrap: anywhere; padding: .25em .8em .25em 0; font-weight: 400 }
.bars .track { width: 50% } .bars .track div { height: 1em; background: rgb(var(--other)); border-radius: 2px }
.scroll { overflow-x: auto }
.matrix th, .matrix td { border: 1px solid #ddd; padding: .4em .6em; font-size: .93em }
.matrix thead th { vertical-align: bottom; max-width: 7em } .matrix td { text-align: right; min-width: 3.2em }
.matrix .none { color: #bbb; text-align: center }
.same, .better, .worse, .other { print-color-adjust: exact }
.same { background: rgb(var(--same) / var(--depth)) } .better { background: rgb(var(--better) / var(--depth)) }
.worse { background: rgb(var(--worse) / var(--depth)) } .other { background: rgb(var(--other) / var(--depth)) }
.key span { display: inline-block; padding: 0 .5em; margin-right: .5em; --depth: 40% }
ul { margin: .3em 0; padding-left: 1.3em } li { margin: .35em 0; break-inside: avoid }
.cause { margin: .8em 0 1.2em; padding-left: .9em; border-left: 3px solid #ccc; break-inside: avoid }
.lead { font-size: 1.1em; margin: 1em 0 } a { color: inherit } summary { cursor: pointer; color: #555 }
.provision { font-size: .93em; color: #333 } .provision q { font-style: italic; quotes: none }
footer { margin-top: 3em; border-top: 1px solid #bbb; padding-top: .6em; color: #555; font-size: .8em; overflow-wrap: anywhere }
@media print { main { padding: 0; max-width: none } }
";
