//! Errors in scripts, by their words and signs: a rule is straight-line logic, so that these say all it does.

use super::{Edit, Kind, cited};
use parchemin::packages::{
    Checked,
    difference::code::{Token, functions, tokens, words},
};
use std::ops::Range;

/// The words of a condition or an answer that have errors of their own.
const OWN: [&str; 6] = ["not", "all_of", "any_of", "met", "not_applicable", "for_want_of"];

/// The errors of one script, in the order of their places.
pub(super) fn mutants(script: &str, checked: &Checked) -> Vec<Edit> {
    let tokens = tokens(script);
    let code = Code { script, tokens: &tokens };
    let mut all: Vec<(Range<usize>, String, Kind)> = Vec::new();
    for at in 0..tokens.len() {
        all.extend(code.compared(at));
        all.extend(code.called(at));
        all.extend(code.condition(at));
        all.extend(code.number(at));
    }
    all.sort_by(|one, other| (one.0.start, &one.1).cmp(&(other.0.start, &other.1)));
    let owners = owners(script, checked);
    let rests_on =
        |at: usize| owners.iter().find(|(span, _)| span.contains(&at)).and_then(|(_, text)| text.clone());
    all.into_iter()
        .map(|(span, with, kind)| Edit { rests_on: rests_on(span.start), span, with, kind })
        .collect()
}

/// The functions of a script, each with what the first rule rests on that needs it.
fn owners(script: &str, checked: &Checked) -> Vec<(Range<usize>, Option<String>)> {
    let mut start = 0;
    let all = functions(script);
    let spans = all.iter().map(|function| {
        let span = start..start + function.text.len();
        start = span.end;
        let needs = |name: &str| {
            name == function.name
                || all.iter().any(|other| other.name == name && words(other.text).contains(function.name))
        };
        let rule = checked.rules.iter().find(|rule| needs(&rule.function));
        (span, rule.and_then(|rule| rule.citations.first()).map(cited))
    });
    spans.collect()
}

struct Code<'s> {
    script: &'s str,
    tokens: &'s [Token<'s>],
}

type Change = (Range<usize>, String, Kind);

impl<'s> Code<'s> {
    fn text(&self, at: usize) -> &'s str {
        self.tokens.get(at).map(|token| token.text).unwrap_or_default()
    }

    fn span(&self, at: usize) -> Range<usize> {
        self.tokens.get(at).map(Token::span).unwrap_or_default()
    }

    /// Whether two signs stand side by side and so are one.
    fn joined(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| next.span().start == self.span(at).end)
    }

    /// A comparison: its boundary moved, or the contrary.
    fn compared(&self, at: usize) -> Option<Change> {
        let second = if self.joined(at) && self.text(at + 1) == "=" { "=" } else { "" };
        let (with, kind) = match (self.text(at), second) {
            (">", "=") => (">", Kind::Boundary),
            ("<", "=") => ("<", Kind::Boundary),
            (">", _) => (">=", Kind::Boundary),
            ("<", _) => ("<=", Kind::Boundary),
            ("!", "=") => ("==", Kind::Negated),
            ("=", "=") => ("!=", Kind::Negated),
            _ => return None,
        };
        let span = self.span(at);
        Some((span.start..span.end + second.len(), with.to_owned(), kind))
    }

    /// What is called: logic, and answers.
    fn called(&self, at: usize) -> Vec<Change> {
        if self.text(at + 1) != "(" {
            return Vec::new();
        }
        let span = self.span(at);
        let change = |with: &str, kind| vec![(span.clone(), with.to_owned(), kind)];
        match self.text(at) {
            "not" => change("", Kind::Negated),
            "met" => change("not_applicable", Kind::Answer),
            "not_applicable" => change("met", Kind::Answer),
            logic @ ("all_of" | "any_of") => {
                let other = if logic == "all_of" { "any_of" } else { "all_of" };
                let mut all = change(other, Kind::Logic);
                all.extend(
                    self.arguments(at + 1).into_iter().map(|span| (span, String::new(), Kind::Dropped)),
                );
                all
            }
            _ => Vec::new(),
        }
    }

    /// The arguments of a call, each with the comma that goes with it; none where there is one only.
    fn arguments(&self, open: usize) -> Vec<Range<usize>> {
        let Some(close) = self.close(open) else { return Vec::new() };
        let mut commas = vec![open];
        let mut depth = 0_usize;
        for at in open + 1..close {
            match self.text(at) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                "," if depth == 0 => commas.push(at),
                _ => {}
            }
        }
        // A comma after the last argument separates nothing.
        commas.retain(|at| at + 1 < close);
        if commas.len() < 2 {
            return Vec::new();
        }
        let ends = commas.iter().skip(1).copied().chain([close]);
        let spans = commas.iter().zip(ends).enumerate().map(|(place, (from, to))| {
            // The first goes with the comma after it, the others with the one before.
            if place == 0 {
                self.span(*from).end..self.span(to).end
            } else {
                self.span(*from).start..self.span(to).start
            }
        });
        spans.collect()
    }

    /// The bracket that closes what one opens.
    fn close(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in open..self.tokens.len() {
            match self.text(at) {
                "(" | "{" => depth += 1,
                ")" | "}" => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The condition of an `if`, or what a function answers in the end, where it is a fact and nothing else negates it.
    fn condition(&self, at: usize) -> Option<Change> {
        let (first, last) = match self.text(at) {
            "if" => (at + 1, self.before_brace(at + 1)?),
            "fn" => {
                let open = (at..self.tokens.len()).find(|at| self.text(*at) == "{")?;
                let close = self.close(open)?;
                let begins = (open..close).rev().find(|at| ["{", ";", "}"].contains(&self.text(*at)))?;
                (begins + 1, close - 1)
            }
            _ => return None,
        };
        if first > last {
            return None;
        }
        let compares = |at: usize| ["=", "<", ">", "!"].contains(&self.text(at));
        if OWN.contains(&self.text(first)) || (first..=last).any(compares) {
            return None;
        }
        let span = self.span(first).start..self.span(last).end;
        let fact = self.script.get(span.clone())?;
        Some((span, format!("not({fact})"), Kind::Negated))
    }

    /// The last token before the brace that opens the body of an `if`.
    fn before_brace(&self, from: usize) -> Option<usize> {
        (from..self.tokens.len()).find(|at| self.text(*at) == "{").and_then(|at| at.checked_sub(1))
    }

    /// A number, one more.
    fn number(&self, at: usize) -> Option<Change> {
        let number: i64 = self.text(at).parse().ok()?;
        Some((self.span(at), (number + 1).to_string(), Kind::Shifted))
    }
}
