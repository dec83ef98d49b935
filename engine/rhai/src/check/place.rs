//! Where things stand in a script: from rhai's lines and columns to the bytes that are underlined.

use rhai::{Expr, Position, ScriptFuncDef, Stmt};
use std::ops::Range;

/// The byte at a position.
fn offset(text: &str, position: Position) -> Option<usize> {
    let (line, column) = (position.line()?, position.position().unwrap_or(1));
    let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let line_text = text.get(line_start..)?.lines().next().unwrap_or_default();
    Some(line_start + line_text.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The bytes of the word or sign at a position.
pub(crate) fn span_at(text: &str, position: Position) -> Option<Range<usize>> {
    let start = offset(text, position)?;
    let rest = text.get(start..)?;
    let mut chars = rest.chars();
    let length = match chars.next() {
        Some(quote @ ('"' | '`')) => {
            rest.get(1..).and_then(|rest| rest.find(quote)).map_or(1, |close| close + 2)
        }
        Some(c) if is_word(c) => rest.chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum(),
        Some(_) if rest.starts_with("#{") => 2,
        Some(c) if c.is_ascii_punctuation() => {
            rest.chars().take_while(|c| "=!<>&|+-*/?%^".contains(*c)).count().max(1)
        }
        Some(c) => c.len_utf8(),
        None => 0,
    };
    Some(start..start + length)
}

/// The name of a function: rhai keeps the place of its braces only, and the last `fn` before them is its own.
pub(super) fn name_span(text: &str, function: &ScriptFuncDef) -> Option<Range<usize>> {
    let head = text.get(..offset(text, function.body.start_position())?)?;
    let (keyword, _) = head.rmatch_indices("fn").find(|(at, _)| {
        let glued = head.get(..*at).is_some_and(|before| before.ends_with(is_word));
        !glued && head.get(at + 2..).is_some_and(|after| after.starts_with(char::is_whitespace))
    })?;
    let after = head.get(keyword + 2..)?;
    let start = keyword + 2 + (after.len() - after.trim_start().len());
    Some(start..start + function.name.len())
}

/// Where an expression is best underlined: at what it asks for, not at the dot.
pub(super) fn place(expression: &Expr) -> Position {
    match expression {
        Expr::Dot(pair, ..) => place(&pair.rhs),
        other => other.position(),
    }
}

pub(super) fn statement_place(statement: &Stmt) -> Position {
    match statement {
        Stmt::Expr(expression) => place(expression),
        other => other.position(),
    }
}
