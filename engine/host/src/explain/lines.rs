//! Lines for a terminal: wrapped under a hanging indent, styled word by word, and without control characters.

use anstyle::Style;
use parchemin_core::harmless;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Columns of a line. Only an address may be longer: one that is cut cannot be followed.
pub(super) const WIDTH: usize = 100;

/// Lines in the making.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

/// A run of text in one style.
#[derive(Clone, Debug)]
pub(super) struct Span {
    style: Style,
    text: String,
}

impl Span {
    pub(super) fn new(style: Style, text: impl Into<String>) -> Span {
        Span { style, text: text.into() }
    }

    pub(super) fn plain(text: impl Into<String>) -> Span {
        Span::new(Style::new(), text)
    }

    pub(super) fn bold(text: impl Into<String>) -> Span {
        Span::new(Style::new().bold(), text)
    }

    pub(super) fn dim(text: impl Into<String>) -> Span {
        Span::new(Style::new().dimmed(), text)
    }

    /// Each word is styled by itself, so that no style runs over the end of a line, where pagers drop it.
    fn render(&self) -> String {
        let style = self.style;
        let word = |word: &str| match word {
            "" => String::new(),
            word => format!("{style}{word}{style:#}"),
        };
        tidy(&self.text).split(' ').map(word).collect::<Vec<_>>().join(" ")
    }
}

impl Lines {
    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.0.push('\n');
    }

    /// `lead` after `indent` columns, then the spans; what does not fit hangs below the first span.
    pub(super) fn put(&mut self, indent: usize, lead: Span, spans: &[Span]) {
        let margin = " ".repeat(indent);
        let first = format!("{margin}{}", lead.render());
        let below = " ".repeat(textwrap::core::display_width(&first));
        let options = Options::new(WIDTH)
            .initial_indent(&first)
            .subsequent_indent(&below)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let text: String = spans.iter().map(Span::render).collect();
        for line in textwrap::wrap(&text, options) {
            self.0.push_str(line.replace(GLUE, " ").trim_end());
            self.0.push('\n');
        }
    }

    /// Text after `indent` columns.
    pub(super) fn say(&mut self, indent: usize, text: impl Into<String>) {
        self.put(indent, Span::plain(""), &[Span::plain(text)]);
    }

    /// An address on a line of its own, never wrapped.
    pub(super) fn address(&mut self, indent: usize, address: Span) {
        self.0.push_str(&" ".repeat(indent));
        self.0.push_str(&address.render().replace(GLUE, " "));
        self.0.push('\n');
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Stands for a space at which a line may not end, while lines are made.
const GLUE: char = '\u{a0}';

/// Harmless, and French punctuation glued to its word.
pub fn tidy(text: &str) -> String {
    let mut text = harmless(text);
    for (loose, glued) in [
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" ?", "\u{a0}?"),
        (" !", "\u{a0}!"),
    ] {
        text = text.replace(loose, glued);
    }
    text
}
