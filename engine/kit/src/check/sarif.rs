//! What was found as SARIF 2.1.0, which editors and forges read.

use super::{Diagnostic, Report, explain};
use parchemin::{
    core::{Lang, Speak},
    packages::{Code, Severity},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The log of a check: one run, its rules the codes that it has found, its results the diagnostics.
pub fn log(report: &Report, lang: Lang) -> Value {
    let codes: BTreeSet<Code> = report.diagnostics.iter().map(Diagnostic::code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code, lang)).collect();
    let results: Vec<Value> = report.diagnostics.iter().map(|one| result(one, &codes, lang)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "parchemin",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code, lang: Lang) -> Value {
    let page = explain::page(code, lang);
    json!({
        "id": code.name(),
        "shortDescription": { "text": page.title },
        "help": { "text": page.text },
        "defaultConfiguration": { "level": level(code) },
    })
}

fn result(one: &Diagnostic, codes: &BTreeSet<Code>, lang: Lang) -> Value {
    let fault = &one.fault;
    let said = match fault.help(lang) {
        Some(help) => format!("{}\n{help}", fault.say(lang)),
        None => fault.say(lang),
    };
    let mut physical = json!({ "artifactLocation": { "uri": uri(fault.file()) } });
    if let (Some(start), Some(end), Some(object)) = (fault.place(), end(one), physical.as_object_mut()) {
        let region = json!({
            "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1,
        });
        object.insert("region".to_owned(), region);
    }
    json!({
        "ruleId": one.code().name(),
        "ruleIndex": codes.iter().position(|code| *code == one.code()),
        "level": level(one.code()),
        "message": { "text": said },
        "locations": [{ "physicalLocation": physical }],
    })
}

/// Line and column, from 1, just after what is underlined.
fn end(one: &Diagnostic) -> Option<(usize, usize)> {
    let ((line, column), underlined) = (one.fault.place()?, one.fault.underlined()?);
    let length = |text: &str| text.chars().count();
    Some(match underlined.rsplit_once('\n') {
        None => (line, column + length(underlined)),
        Some((_, last)) => (line + underlined.matches('\n').count(), length(last) + 1),
    })
}

/// A path as a reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        match byte {
            b'\\' => text.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(byte))
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}
