//! The messages of a package, with what a rule read put in their places.

use parchemin_core::{
    Case, Lang, Subject,
    vocabulary::{self, Fact, LAW, Reading, Value},
};

/// Fills the places of a template: `{related_days}`, `{law.vae_minimum_days}`, `{subject}`.
///
/// A fact that the rule did not need is asked of the case now; so the sentence does not depend on the way taken.
pub(crate) fn fill(template: &str, lang: Lang, reading: &Reading, extra: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        filled.push_str(&spoken(place, lang, reading, extra));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

fn spoken(place: &str, lang: Lang, reading: &Reading, extra: &[(&str, String)]) -> String {
    if let Some((_, text)) = extra.iter().find(|(name, _)| *name == place) {
        return text.clone();
    }
    let case = reading.case();
    match place {
        "subject" => return subject(case, reading.subject(), lang),
        "date" => return case.date.spoken(lang),
        "titre" => return case.titre.as_ref().map(|titre| titre.label.clone()).unwrap_or_default(),
        _ => {}
    }
    match reading.facts().find(|fact| **fact.name() == *place) {
        Some(fact) => fact.value().spoken(lang),
        None => asked_now(place, reading).map_or_else(|| "—".to_owned(), |fact| fact.value().spoken(lang)),
    }
}

fn asked_now(place: &str, reading: &Reading) -> Option<Fact> {
    if let Some(id) = place.strip_prefix(LAW).and_then(|rest| rest.strip_prefix('.')) {
        return Some(Fact::of_law(id, reading.case(), reading.at()));
    }
    let args: Vec<Value> = match reading.subject() {
        Subject::File => Vec::new(),
        subject => vec![Value::Subject(subject)],
    };
    let (view, name) = place.split_once('.').unwrap_or(("", place));
    let term = vocabulary::terms()
        .find(|term| (term.view.name(), term.name) == (view, name) && term.params.is_empty());
    term.map(|term| Fact::of(term, reading.case(), &args))
}

/// The subject of a finding as a person names it.
pub(crate) fn subject(case: &Case, subject: Subject, lang: Lang) -> String {
    match subject {
        Subject::File => String::new(),
        Subject::Ccp(index) => {
            let ccp = case.titre.as_ref().ok().and_then(|titre| titre.ccps.get(index));
            match ccp.map(|ccp| (ccp.number, ccp.label.as_deref())) {
                Some((number, Some(label))) => format!("CCP {number} « {label} »"),
                Some((number, None)) => format!("CCP {number}"),
                None => "CCP".to_owned(),
            }
        }
        Subject::Held(index) => {
            case.held.get(index).map(|held| format!("CCP {}", held.ccp)).unwrap_or_default()
        }
        Subject::Juror(index) => {
            let n = index + 1;
            parchemin_core::say!(lang, fr: "membre n° {n} du jury", en: "member no. {n} of the jury")
        }
    }
}

/// The subject of a finding in a decision: a CCP's id, or a JSON pointer.
pub(crate) fn subject_id(case: &Case, subject: Subject) -> Option<String> {
    match subject {
        Subject::File => None,
        Subject::Ccp(index) => case.titre.as_ref().ok()?.ccps.get(index).map(|ccp| ccp.id.clone()),
        Subject::Held(index) => case.held.get(index).map(|held| held.pointer.to_string()),
        Subject::Juror(index) => Some(format!("{}/{index}", case.session_pointer("jury"))),
    }
}
