//! Scripts as far as two of them can be compared: words, texts and signs without comments and white space, and the
//! functions that they make up.

use std::{collections::BTreeSet, ops::Range};

/// A word, a text in quotes, or a sign, with where it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The text.
    pub text: &'t str,
    /// The byte after it.
    pub end: usize,
}

impl Token<'_> {
    /// Its bytes in the script.
    pub fn span(&self) -> Range<usize> {
        self.end - self.text.len()..self.end
    }
}

/// A function: its name, and its text with the comments before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its text.
    pub text: &'t str,
}

/// The functions of a script, in order. What stands after the last one, if it is more than comments, has no name.
pub fn functions(script: &str) -> Vec<Function<'_>> {
    let (mut all, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let mut name = None;
    let tokens = tokens(script);
    for (place, token) in tokens.iter().enumerate() {
        match token.text {
            "fn" if depth == 0 => name = tokens.get(place + 1).map(|next| next.text),
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let text = script.get(start..token.end).unwrap_or_default();
                    all.push(Function { name: name.take().unwrap_or_default(), text });
                    start = token.end;
                }
            }
            _ => {}
        }
    }
    let rest = script.get(start..).unwrap_or_default();
    if !self::tokens(rest).is_empty() {
        all.push(Function { name: "", text: rest });
    }
    all
}

/// Whether two texts are the same code: comments and white space left out.
pub(super) fn same(one: &str, other: &str) -> bool {
    let texts = |code| tokens(code).into_iter().map(|token| token.text).collect::<Vec<_>>();
    texts(one) == texts(other)
}

/// The words and quoted texts that a code has.
pub fn words(code: &str) -> BTreeSet<&str> {
    let bare = |text: &'_ str| text.len();
    tokens(code)
        .into_iter()
        .map(|token| token.text.trim_matches(['"', '`', '\'']))
        .filter(|text| bare(text) > 0)
        .collect()
}

/// The words, texts and signs of a code, in order; a sign is one character.
pub fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, kept) = next(rest);
        if kept {
            all.push(Token { text: rest.get(..length).unwrap_or_default(), end: at + length });
        }
        at += length;
    }
    all
}

/// The length of what comes first, never 0, and whether it is code.
fn next(rest: &str) -> (usize, bool) {
    let until = |end: &str, from: usize| {
        let found = rest.get(from..).and_then(|rest| rest.find(end));
        found.map_or(rest.len(), |found| from + found + end.len())
    };
    let first = rest.chars().next().unwrap_or_default();
    let while_some = |wanted: fn(char) -> bool| rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    match first {
        _ if rest.starts_with("//") => (until("\n", 2), false),
        _ if rest.starts_with("/*") => (until("*/", 2), false),
        '"' | '`' | '\'' => (quoted(rest, first), true),
        c if c.is_whitespace() => (while_some(char::is_whitespace), false),
        c if c.is_alphanumeric() || c == '_' => (while_some(|c| c.is_alphanumeric() || c == '_'), true),
        c => (c.len_utf8(), true),
    }
}

/// The length of a text in quotes, both included.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    //! A script comes apart into its functions, and no comment, brace in a text or white space makes a difference.
    use super::*;

    const SCRIPT: &str = "// Une règle { qui s’explique.\nfn one() { if a { b(\"}\") } }\n\nfn two(x) { /* } */ one() }\n// fin\n";

    #[test]
    fn a_script_comes_apart_into_its_functions() {
        let names: Vec<&str> = functions(SCRIPT).iter().map(|function| function.name).collect();
        assert_eq!(names, ["one", "two"]);
        assert_eq!(
            functions(SCRIPT).first().unwrap().text,
            "// Une règle { qui s’explique.\nfn one() { if a { b(\"}\") } }"
        );
    }

    #[test]
    fn what_is_no_function_is_not_lost() {
        let all = functions("fn one() { 1 }\nconst X = 2;");
        assert_eq!(all.last().unwrap().text, "\nconst X = 2;");
    }

    #[test]
    fn comments_and_white_space_are_no_code() {
        assert!(same("fn a() { 1 } // un", "fn a()\n{ /* deux */ 1 }"));
        assert!(!same("fn a() { \"x y\" }", "fn a() { \"x  y\" }"));
    }

    #[test]
    fn words_are_names_and_texts_but_not_comments() {
        let known = words("// law.years\nlaw.hours >= text(\"plaquette\")");
        assert!(known.contains("hours") && known.contains("plaquette") && !known.contains("years"));
    }
}
