//! A page to be read or printed: what it holds, once, and its two forms, text and HTML, which say the same.

use super::{
    lines::{Lines, Span},
    provision::Provision,
    words,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use parchemin_core::{Lang, harmless};

/// A page.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) lang: Lang,
    pub(super) title: String,
    /// Object, reference, date: label and value.
    pub(super) fields: Vec<(String, String)>,
    pub(super) sections: Vec<Section>,
    /// The small print, in order.
    pub(super) notes: Section,
}

/// A heading and what stands below it.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(String),
    List(Vec<Item>),
}

/// An entry of a list: a sentence, remarks on it, and the provisions it rests on.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) text: String,
    /// Where the text that the entry names can be read.
    pub(super) address: Option<String>,
    pub(super) remarks: Vec<String>,
    pub(super) provisions: Vec<Provision>,
}

impl Item {
    pub(super) fn new(text: impl Into<String>) -> Item {
        Item { text: text.into(), ..Item::default() }
    }
}

impl Section {
    pub(super) fn new(heading: String) -> Section {
        Section { heading, blocks: Vec::new() }
    }

    pub(super) fn paragraph(&mut self, text: String) {
        self.blocks.push(Block::Paragraph(text));
    }

    /// A list, unless it is empty.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = Item>) {
        let items: Vec<Item> = items.into_iter().collect();
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }
}

impl Page {
    /// As plain text, without styles.
    pub(super) fn text(&self) -> String {
        let mut lines = Lines::default();
        lines.say(0, &self.title);
        lines.say(0, "=".repeat(textwrap::core::display_width(&self.title)));
        lines.blank();
        for (label, value) in &self.fields {
            lines.put(0, Span::plain(format!("{label}{}", words::colon(self.lang))), &[Span::plain(value)]);
        }
        for section in self.sections.iter().chain([&self.notes]) {
            section.text(&mut lines);
        }
        lines.finish()
    }

    /// As a document of its own: no script, nothing from elsewhere, ready for a sheet of A4.
    pub(super) fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        h1 { (self.title) }
                        dl {
                            @for (label, value) in &self.fields {
                                div { dt { (label) (words::colon(self.lang)) } dd { (value) } }
                            }
                        }
                        @for section in &self.sections {
                            section { (section.html()) }
                        }
                        footer { (self.notes.html()) }
                    }
                }
            }
        };
        harmless(&page.into_string())
    }
}

impl Section {
    fn text(&self, lines: &mut Lines) {
        lines.blank();
        lines.say(0, &self.heading);
        lines.say(0, "-".repeat(textwrap::core::display_width(&self.heading)));
        for (index, block) in self.blocks.iter().enumerate() {
            match block {
                Block::Paragraph(text) => {
                    if index > 0 {
                        lines.blank();
                    }
                    lines.say(0, text);
                }
                Block::List(items) => items.iter().for_each(|item| item.text(lines)),
            }
        }
    }

    fn html(&self) -> Markup {
        html! {
            h2 { (self.heading) }
            @for block in &self.blocks {
                @match block {
                    Block::Paragraph(text) => p { (text) },
                    Block::List(items) => ul { @for item in items { li { (item.html()) } } },
                }
            }
        }
    }
}

impl Item {
    fn text(&self, lines: &mut Lines) {
        lines.put(0, Span::plain("- "), &[Span::plain(&self.text)]);
        if let Some(address) = &self.address {
            lines.address(2, Span::plain(address));
        }
        for remark in &self.remarks {
            lines.say(2, remark);
        }
        for provision in &self.provisions {
            lines.say(4, &provision.source);
            if let Some(quote) = &provision.quote {
                lines.say(4, quote);
            }
            if let Some(address) = &provision.address {
                lines.address(4, Span::plain(address));
            }
        }
    }

    fn html(&self) -> Markup {
        html! {
            (self.text)
            @if let Some(address) = &self.address { div class="address" { (link(address)) } }
            @for remark in &self.remarks { p { (remark) } }
            @for provision in &self.provisions {
                div class="provision" {
                    (provision.source)
                    @if let Some(quote) = &provision.quote { blockquote lang="fr" { (quote) } }
                    @if let Some(address) = &provision.address { div class="address" { (link(address)) } }
                }
            }
        }
    }
}

/// A link where the address is one of the web, else the address as it is: a package must not choose another scheme.
fn link(address: &str) -> Markup {
    let of_the_web = address.starts_with("https://") || address.starts_with("http://");
    html! {
        @if of_the_web { a href=(address) { (address) } } @else { (address) }
    }
}

const STYLE: &str = "\
@page { size: A4; margin: 20mm }
body { font: 11pt/1.45 Georgia, 'Times New Roman', serif; color: #111; background: #fff; margin: 0 }
main { max-width: 170mm; margin: 0 auto; padding: 10mm 5mm }
h1 { font-size: 1.45em; margin: 0 0 1em }
h2 { font-size: 1.1em; margin: 1.6em 0 .4em; break-after: avoid }
dl { margin: 0 } dl div { display: flex; gap: .4em } dt { color: #555; white-space: pre } dd { margin: 0 }
p { margin: .4em 0 } ul { margin: .4em 0; padding-left: 1.3em } li { margin: .5em 0; break-inside: avoid }
.provision { margin: .35em 0 .35em .2em; padding-left: .8em; border-left: 2px solid #bbb; font-size: .93em }
blockquote { margin: .2em 0; font-style: italic }
.address { overflow-wrap: anywhere } a { color: inherit }
footer { margin-top: 2.5em; border-top: 1px solid #bbb; color: #555; font-size: .78em; overflow-wrap: anywhere }
footer h2 { font-size: 1em }
@media print { main { padding: 0; max-width: none } }
";
