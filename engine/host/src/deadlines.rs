//! Until when: the deadlines that packages state, for the outcome and the route of the case.

use crate::{choice::Choice, message, ready::Ready};
use parchemin_core::{
    Case, Day, Known, Lang, Missing, Subject,
    decision::{Deadline, Outcome},
    parameter::Amount,
    vocabulary::Reading,
};
use parchemin_package::check::DeadlineRule;
use std::sync::Arc;

/// The deadlines of a case, in the order of the packages.
pub(crate) fn deadlines(
    ready: &Ready,
    case: &Arc<Case>,
    choice: &Choice,
    outcome: Outcome,
    lang: Lang,
) -> Vec<Deadline> {
    let mut deadlines = Vec::new();
    for package in &ready.packages {
        for rule in package.checked.deadlines.iter().filter(|rule| concerns(rule, case, outcome)) {
            let until = last_day(rule, case, choice);
            // A deadline that runs from an event that has not happened is none.
            let not_begun = rule.event.is_some_and(|event| case.event(event).is_err());
            if not_begun {
                continue;
            }
            let template =
                package.checked.messages(lang).and_then(|messages| messages.deadlines.get(&rule.id));
            let reading = Reading::new(Arc::clone(case), Subject::File, None);
            let spoken = match &until {
                Ok(day) => day.spoken(lang),
                Err(_) => parchemin_core::say!(lang, fr: "une date inconnue ici", en: "a date unknown here"),
            };
            let message =
                template.map(|t| message::fill(t, lang, &reading, &[("until", spoken)])).unwrap_or_default();
            deadlines.push(Deadline {
                id: rule.id.clone(),
                message,
                citation: rule.citation.clone(),
                missing: until.as_ref().err().into_iter().flat_map(Missing::iter).cloned().collect(),
                until: until.ok(),
            });
        }
    }
    deadlines
}

fn concerns(rule: &DeadlineRule, case: &Case, outcome: Outcome) -> bool {
    let route = rule
        .routes
        .as_ref()
        .is_none_or(|routes| case.file.route.is_some_and(|route| routes.contains(&route)));
    let outcome = rule.outcomes.as_ref().is_none_or(|outcomes| outcomes.contains(&outcome));
    route && outcome
}

fn last_day(rule: &DeadlineRule, case: &Case, choice: &Choice) -> Known<Day> {
    let Some(event) = rule.event else { return validity_end(case, choice) };
    let from = case.event(event)?;
    let Some(id) = &rule.years else { return Ok(from) };
    let parameter = case.parameters.get(id).ok_or_else(|| Missing::text(id.clone()))?;
    match parameter.at(&Ok(from))? {
        (_, Amount::Number(years)) => Ok(from.years_after(*years)),
        _ => Err(Missing::text(id.clone())),
    }
}

/// The last day on which CCPs can be used for the titre that governs: the end of its validity or, for one whom a
/// provision lets keep it, the day which that provision states.
pub(crate) fn validity_end(case: &Case, choice: &Choice) -> Known<Day> {
    if let Some(kept) = &choice.kept {
        return Ok(kept.until);
    }
    case.titre.as_ref().map_err(Clone::clone)?.period.last_day()
}
