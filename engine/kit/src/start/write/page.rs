//! A TOML file as it is written for a person to go on with: data, beside each the line of its source, and what is to be
//! done as comments.

use super::super::{
    draft::{At, Text},
    open::Open,
};
use crate::start::MARK;
use parchemin::core::{Lang, Speak};
use toml_edit::Value;

/// Columns of a comment.
const WIDTH: usize = 116;

/// A file in the making.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// An empty line and a comment, broken between words.
    pub(super) fn comment(&mut self, text: &str) {
        self.0.push('\n');
        self.remark(text);
    }

    /// A comment.
    pub(super) fn remark(&mut self, text: &str) {
        let mut line = "#".to_owned();
        for word in text.split(' ') {
            if line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(&std::mem::replace(&mut line, "#".to_owned()));
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line);
    }

    /// A member of a table.
    pub(super) fn member(&mut self, name: &str, value: &str) {
        self.line(&format!("{name} = {value}"));
    }

    /// What is to be done, and the lines to start from.
    pub(super) fn todo(&mut self, open: &Open, lines: &str) {
        let help = open.help(Lang::Fr).map(|help| format!(" : {help}")).unwrap_or_default();
        self.comment(&format!("{MARK} : {}{help}.", open.say(Lang::Fr)));
        self.commented(lines);
    }

    /// Lines as comments.
    pub(super) fn commented(&mut self, lines: &str) {
        lines.lines().for_each(|line| self.line(format!("# {line}").trim_end()));
    }

    /// The line of a source that gives what follows.
    pub(super) fn source(&mut self, at: &At) {
        self.comment(&format!("Ligne {} : « {} »", at.line, at.passage));
    }

    pub(super) fn text(self) -> String {
        self.0
    }
}

/// A text as a value.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Texts as a list on one line.
pub(super) fn listed<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    format!("[{}]", texts.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}

/// A citation: a text that the package carries is quoted, another one is not.
pub(super) fn cite(text: &Text, place: &str, passage: Option<&str>, note: Option<&str>) -> String {
    let mut members = vec![
        format!("basis = {}", quoted(text.basis().code())),
        format!("text = {}", quoted(&text.id)),
        format!("place = {}", quoted(place)),
    ];
    let quote = passage.filter(|_| text.file.is_some());
    members.extend(quote.map(|quote| format!("quote = {}", quoted(quote))));
    members.extend(note.map(|note| format!("note = {}", quoted(note))));
    format!("{{ {} }}", members.join(", "))
}
