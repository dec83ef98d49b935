//! Parameters, rules, deadlines, and the messages that belong to them.

use super::{Checker, DeadlineRule, DocumentRule, Messages, PARAMETERS, RULES, Rule};
use crate::{
    fault::Problem,
    written::{Manifest, WrittenMessages, WrittenParameter, WrittenRules, placeholders_in},
};
use parchemin_core::{
    Basis, Lang,
    decision::Outcome,
    parameter::{Amount, DatedValue, Parameter, Parameters},
    vocabulary::{self, LAW, Term, View},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    mem::discriminant,
    ops::Range,
    sync::Arc,
};

/// What `rules.toml` states.
type Rules = (Vec<Rule>, Vec<DeadlineRule>, Vec<DocumentRule>);

/// How many of a unit of time there are from the first day that a date can be to the last, 0001-01-01 to 9999-12-31: more
/// leads from no day to another.
pub(super) fn most(unit: &str) -> Option<i64> {
    Some(match unit {
        "years" => 9_999,
        "months" => 9_999 * 12,
        "days" => 3_652_059,
        "hours" => 3_652_059 * 24,
        _ => return None,
    })
}

impl Checker<'_> {
    pub(super) fn parameters(&mut self) -> Parameters {
        let Some(text) = self.text(PARAMETERS) else { return Parameters::new() };
        let written: BTreeMap<String, WrittenParameter> = self.parse(PARAMETERS, text).unwrap_or_default();
        written
            .into_iter()
            .map(|(id, parameter)| (id.clone(), Arc::new(self.parameter(text, id, parameter))))
            .collect()
    }

    pub(super) fn parameter(&mut self, text: &str, id: String, written: WrittenParameter) -> Parameter {
        let mut values: Vec<(Range<usize>, DatedValue)> = Vec::new();
        self.kinds(text, &id, &written);
        for spanned in &written.values {
            let value = spanned.get_ref();
            let citation = self.cite(PARAMETERS, text, &value.cite, None);
            if value.value.is_none() != (citation.basis == Basis::NotSupplied) {
                let problem = Problem::ValueAgainstBasis { parameter: id.clone() };
                self.fault_at(PARAMETERS, text, Some(spanned.span()), problem);
            }
            if matches!((value.from, value.to), (Some(from), Some(to)) if to < from) {
                self.fault_at(PARAMETERS, text, Some(spanned.span()), Problem::PeriodReversed);
            }
            let dated = DatedValue {
                from: value.from,
                to: value.to,
                value: value.value.as_ref().map(|amount| amount.get_ref().clone()),
                citation,
                checked: value.checked,
            };
            values.push((spanned.span(), dated));
        }
        values.sort_by_key(|(_, value)| value.from);
        for pair in values.windows(2) {
            let [(_, earlier), (span, later)] = pair else { continue };
            let problem = match (earlier.from, later.from, earlier.to) {
                (None, None, _) => Some(Problem::SeveralUndatedValues { parameter: id.clone() }),
                (Some(a), Some(b), _) if a == b => {
                    Some(Problem::OverlappingValues { parameter: id.clone(), day: b })
                }
                (_, Some(day), Some(to)) if to >= day => {
                    Some(Problem::OverlappingValues { parameter: id.clone(), day })
                }
                _ => None,
            };
            if let Some(problem) = problem {
                self.fault_at(PARAMETERS, text, Some(span.clone()), problem);
            }
        }
        Parameter {
            id: id.into(),
            label_fr: written.fr,
            label_en: written.en,
            unit: written.unit,
            values: values.into_iter().map(|(_, value)| Arc::new(value)).collect(),
        }
    }

    /// The values of a parameter are of one kind; where it has a unit, numbers.
    fn kinds(&mut self, text: &str, id: &str, written: &WrittenParameter) {
        let amounts = || written.values.iter().filter_map(|value| value.get_ref().value.as_ref());
        let number = written.unit.is_some();
        let first = amounts().next().map(|amount| discriminant(amount.get_ref()));
        let expected = if number { Some(discriminant(&Amount::Number(0))) } else { first };
        for amount in amounts().filter(|amount| Some(discriminant(amount.get_ref())) != expected) {
            let problem = Problem::ValueOfAnotherKind { parameter: id.to_owned(), number };
            self.fault_at(PARAMETERS, text, Some(amount.span()), problem);
        }
        let Some((unit, most)) = written.unit.as_ref().and_then(|unit| Some((unit, most(unit)?))) else {
            return;
        };
        let within =
            |amount: &Amount| !matches!(amount, Amount::Number(number) if !(0..=most).contains(number));
        for amount in amounts().filter(|amount| !within(amount.get_ref())) {
            let problem = Problem::BeyondCalendar { unit: unit.clone(), least: 0, most };
            self.fault_at(PARAMETERS, text, Some(amount.span()), problem);
        }
    }

    /// None where `rules.toml` cannot be read.
    pub(super) fn rules(&mut self) -> Option<Rules> {
        let Some(text) = self.text(RULES) else { return Some(Default::default()) };
        let written: WrittenRules = self.parse(RULES, text)?;
        let mut seen = BTreeSet::new();
        let ids = written
            .rules
            .iter()
            .map(|rule| &rule.id)
            .chain(written.deadlines.iter().map(|deadline| &deadline.id));
        for id in ids {
            if !seen.insert(id.get_ref().clone()) {
                self.fault_at(RULES, text, Some(id.span()), Problem::DuplicateId(id.get_ref().clone()));
            }
        }
        let rules = written
            .rules
            .iter()
            .map(|rule| Rule {
                id: rule.id.get_ref().clone(),
                function: rule.id.get_ref().replace('-', "_"),
                question: rule.question,
                subject: rule.subject,
                at: rule.at,
                outcome: rule.outcome.unwrap_or(Outcome::Incomplet),
                citations: rule.cites.iter().map(|cite| self.cite(RULES, text, cite, None)).collect(),
                steps: rule.steps.clone(),
            })
            .collect();
        let deadlines = written
            .deadlines
            .iter()
            .map(|deadline| DeadlineRule {
                id: deadline.id.get_ref().clone(),
                event: deadline.event,
                years: deadline.years.as_ref().map(|years| years.get_ref().clone()),
                routes: deadline.routes.clone(),
                outcomes: deadline.outcomes.clone(),
                only_if: deadline.only_if.clone(),
                bounds_ccps: deadline.bounds_ccps,
                citation: self.cite(RULES, text, &deadline.cite, None),
            })
            .collect();
        let documents = written
            .documents
            .iter()
            .map(|document| DocumentRule {
                document: document.document,
                outcomes: document.outcomes.clone(),
                citation: self.cite(RULES, text, &document.cite, None),
            })
            .collect();
        Some((rules, deadlines, documents))
    }

    pub(super) fn messages(
        &mut self,
        manifest: &Manifest,
        rules: &[Rule],
        deadlines: &[DeadlineRule],
    ) -> BTreeMap<Lang, Messages> {
        let mut all = BTreeMap::new();
        if rules.is_empty() && deadlines.is_empty() {
            return all;
        }
        for lang in manifest.languages.iter().copied() {
            let file = format!("messages.{lang}.toml");
            let Some(text) = self.text(&file) else {
                self.fault(&file, Problem::FileAbsent);
                continue;
            };
            // A file that cannot be read would only make every message look missing.
            let Some(written) = self.parse::<WrittenMessages>(&file, text) else { continue };
            self.message_keys(&file, text, lang, &written, rules, deadlines);
            self.placeholders(&file, text, &written, rules);
            all.insert(lang, Messages { rules: written.rules, deadlines: written.deadlines });
        }
        all
    }

    pub(super) fn message_keys(
        &mut self,
        file: &str,
        text: &str,
        lang: Lang,
        written: &WrittenMessages,
        rules: &[Rule],
        deadlines: &[DeadlineRule],
    ) {
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for rule in rules {
            wanted.insert(format!("rules.{}", rule.id));
            wanted.extend(rule.steps.iter().map(|step| format!("rules.{}.steps.{}", rule.id, step.message)));
        }
        wanted.extend(deadlines.iter().map(|deadline| format!("deadlines.{}", deadline.id)));
        let mut present: BTreeSet<String> =
            written.deadlines.keys().map(|id| format!("deadlines.{id}")).collect();
        // A sentence that says nothing is none.
        let says = |text: &str| !text.trim().is_empty();
        for (id, messages) in &written.rules {
            if messages.texts().chain([messages.label.as_str()]).all(says)
                || !wanted.contains(&format!("rules.{id}"))
            {
                present.insert(format!("rules.{id}"));
            }
            present.extend(messages.steps.keys().map(|step| format!("rules.{id}.steps.{step}")));
        }
        for key in wanted.difference(&present) {
            self.fault_at(file, text, None, Problem::MessageMissing { key: key.clone(), lang });
        }
        for key in present.difference(&wanted) {
            self.fault_at(file, text, None, Problem::MessageOrphan { key: key.clone() });
        }
    }

    /// Every `{placeholder}` names something that its message can know: a term of the rule's subject, a parameter (the
    /// host checks which ones there are), or a word of its own kind of message.
    fn placeholders(&mut self, file: &str, text: &str, written: &WrittenMessages, rules: &[Rule]) {
        for rule in rules {
            let Some(messages) = written.rules.get(&rule.id) else { continue };
            let view = rule.subject.view();
            for message in messages.texts() {
                self.placeholders_of(file, text, message, view, &[]);
            }
            for message in messages.steps.values() {
                self.placeholders_of(file, text, message, view, &["until", "missing_days", "missing_hours"]);
            }
        }
        for message in written.deadlines.values() {
            self.placeholders_of(file, text, message, View::None, &["until"]);
        }
    }

    fn placeholders_of(&mut self, file: &str, text: &str, message: &str, view: View, own: &[&str]) {
        let of_view =
            |term: &&Term| term.view == View::None || term.view == view || View::GLOBAL.contains(&term.view);
        let terms = vocabulary::terms().filter(of_view).map(Term::path);
        let fixed = ["subject", "date", "titre"].into_iter().chain(own.iter().copied()).map(str::to_owned);
        let known: Vec<String> = terms.chain(fixed).collect();
        let place = |written: &str| {
            let start = text.find(message).and_then(|at| Some(at + text.get(at..)?.find(written)?));
            start.map(|start| start..start + written.len())
        };
        for open in message.split('{').skip(1).filter(|rest| !rest.contains('}')) {
            let word = open.split_whitespace().next().unwrap_or_default().to_owned();
            let span = place(&format!("{{{word}"));
            self.fault_at(file, text, span, Problem::PlaceholderNotClosed { word });
        }
        // What stands before a brace that closes, back to the one before it, has one that opens.
        let parts: Vec<&str> = message.split('}').collect();
        let closed = parts.split_last().map(|(_, closed)| closed).unwrap_or_default();
        for before in closed.iter().filter(|before| !before.contains('{')) {
            let word = before.split_whitespace().next_back().unwrap_or_default().to_owned();
            let span = place(&format!("{word}}}"));
            self.fault_at(file, text, span, Problem::PlaceholderNotOpened { word });
        }
        for placeholder in placeholders_in(message) {
            let is_parameter = placeholder.strip_prefix(LAW).is_some_and(|rest| rest.starts_with('.'));
            if !is_parameter && !known.iter().any(|name| name == placeholder) {
                let nearest = parchemin_core::nearest(placeholder, known.iter().map(String::as_str));
                let span = place(&format!("{{{placeholder}}}"));
                let problem = Problem::UnknownPlaceholder { placeholder: placeholder.to_owned(), nearest };
                self.fault_at(file, text, span, problem);
            }
        }
    }
}
