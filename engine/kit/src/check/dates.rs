//! What a package states of itself: that every rule rests on something, and that the values of a parameter follow each
//! other without a day between them.

use super::{Diagnostic, Trouble, diagnostic::on};
use crate::package::{PARAMETERS, Package, RULES, find, text};
use parchemin::packages::written::WrittenValue;
use toml::Spanned;

/// All that is wrong with the bases and the dated values of a package.
pub(super) fn faults(package: &Package<'_>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for rule in package.rules.rules.iter().filter(|rule| rule.cites.is_empty()) {
        let trouble = Trouble::RuleWithoutBasis { rule: rule.id.get_ref().clone() };
        all.push(trouble.at(package, RULES, Some(rule.id.span())));
    }
    for (id, parameter) in &package.parameters {
        if parameter.values.is_empty() {
            let span = find(text(package.files, PARAMETERS), &[&format!("[{id}]"), id]);
            let span = span.or_else(|| find(text(package.files, PARAMETERS), &[id]));
            all.push(Trouble::ParameterWithoutValue { parameter: id.clone() }.at(package, PARAMETERS, span));
        }
        all.extend(gaps(package, id, &parameter.values));
        for value in &parameter.values {
            let (span, value) = (value.span(), value.get_ref());
            let (Some(from), Some(in_force)) = (value.from, value.cite.get_ref().in_force) else { continue };
            if from < in_force {
                let trouble = Trouble::ValueBeforeItsText { parameter: id.clone(), from, in_force };
                all.push(trouble.at(package, PARAMETERS, Some(span)));
            }
        }
        let unchecked = |value: &&Spanned<WrittenValue>| {
            let value = value.get_ref();
            value.value.is_some() && value.checked.is_none()
        };
        for value in parameter.values.iter().filter(unchecked) {
            let trouble = Trouble::NeverChecked { parameter: id.clone() };
            all.push(trouble.at(package, PARAMETERS, Some(value.span())));
        }
    }
    all
}

/// The days between the end of a value and the next one; each gap with a file that falls into it.
fn gaps(package: &Package<'_>, id: &str, values: &[Spanned<WrittenValue>]) -> Vec<Diagnostic> {
    let mut ordered: Vec<&Spanned<WrittenValue>> = values.iter().collect();
    ordered.sort_by_key(|value| value.get_ref().from);
    let mut all = Vec::new();
    for pair in ordered.windows(2) {
        let [earlier, later] = pair else { continue };
        let (Some(to), Some(from)) = (earlier.get_ref().to, later.get_ref().from) else { continue };
        let (first, last) = (to.days_after(1), from.days_after(-1));
        if first <= last {
            let trouble = Trouble::GapInValues { parameter: id.to_owned(), first, last };
            let diagnostic = trouble.at(package, PARAMETERS, Some(later.span()));
            all.push(diagnostic.shown_by(&format!("{id}-{first}"), on(first, None)));
        }
    }
    all
}
