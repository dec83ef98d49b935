//! Until when: the deadlines that packages state, for the outcome and the route of the case.

use crate::{
    choice::{Choice, of_routes},
    message,
    ready::Ready,
};
use parchemin_core::{
    Case, Day, Known, Lang, Missing, Subject,
    decision::{Deadline, Outcome},
    parameter::Amount,
    say,
    truth::all_of,
    vocabulary::Reading,
};
use parchemin_package::check::DeadlineRule;
use std::sync::Arc;

/// The deadlines of a case, in the order of the packages. One of which it is not known whether it concerns the case is
/// among them, without its day and with what is missing to know it.
pub(crate) fn deadlines(
    ready: &Ready,
    case: &Arc<Case>,
    choice: &Choice,
    outcome: Outcome,
    lang: Lang,
) -> Vec<Deadline> {
    let of_outcome =
        |rule: &&DeadlineRule| rule.outcomes.as_ref().is_none_or(|outcomes| outcomes.contains(&outcome));
    let mut deadlines = Vec::new();
    for package in &ready.packages {
        for rule in package.checked.deadlines.iter().filter(of_outcome) {
            let until = match concerns(rule, case) {
                Ok(true) => last_day(rule, case, choice),
                Ok(false) => continue,
                Err(missing) => Err(missing),
            };
            let template =
                package.checked.messages(lang).and_then(|messages| messages.deadlines.get(&rule.id));
            let reading = Reading::new(Arc::clone(case), Subject::File, None);
            let spoken = match &until {
                Ok(day) => day.spoken(lang),
                Err(_) => say!(lang, fr: "une date inconnue ici", en: "a date unknown here"),
            };
            let message =
                template.map(|t| message::fill(t, lang, &reading, &[("until", spoken)])).unwrap_or_default();
            deadlines.push(Deadline {
                id: rule.id.clone(),
                message,
                citation: rule.citation.clone(),
                missing: until.as_ref().err().into_iter().flat_map(Missing::lacks).collect(),
                until: until.ok(),
            });
        }
    }
    deadlines
}

/// The last day on which the CCPs held can be used for the titre, by the first deadline that says so.
///
/// # Errors
/// What is missing to know it, or which deadline applies.
pub(crate) fn ccps_usable_until(ready: &Ready, case: &Case, choice: &Choice) -> Known<Day> {
    let rules = ready.packages.iter().flat_map(|package| &package.checked.deadlines);
    for rule in rules.filter(|rule| rule.bounds_ccps) {
        if concerns(rule, case)? {
            return last_day(rule, case, choice);
        }
    }
    validity_end(case, choice)
}

/// Whether a deadline concerns the route of the case, by the law of the day of the decision. One that runs from an event
/// that has not happened concerns nobody, and one of the CCPs held none who has them all.
fn concerns(rule: &DeadlineRule, case: &Case) -> Known<bool> {
    let begun = rule.event.is_none_or(|event| case.event(event).is_ok());
    let of_route = of_routes(rule.routes.as_deref(), case.file.route);
    // A rule that was replaced binds nobody from then on.
    let says = |(id, word): (&String, &String)| {
        let parameter = case.parameters.get(id).ok_or_else(|| Missing::text(id.clone()))?;
        let (_, amount) = parameter.at(&Ok(case.date))?;
        Ok(matches!(amount, Amount::Word(said) if **said == **word))
    };
    let needed = match rule.bounds_ccps {
        true => case.all_obtained(&case.after).map(|all| !all),
        false => Ok(true),
    };
    all_of([Ok(begun), of_route, needed].into_iter().chain(rule.only_if.iter().map(says)))
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

/// The last day on which the titre that governs can be obtained: the day that a provision states for one who keeps it;
/// its last delivery, where that is known, for one who began while it was open; else the end of its period. Of a
/// revision that was extended, those of its last extension.
fn validity_end(case: &Case, choice: &Choice) -> Known<Day> {
    if let Some(kept) = &choice.kept {
        return Ok(kept.until);
    }
    let titre = choice.extended.as_ref().map_or(case.titre.as_ref().map_err(Clone::clone), Ok)?;
    let last = titre.period.last_day()?;
    match titre.last_delivery_day() {
        Ok(delivery) if delivery != last => {
            choice.begun.clone().map(|begun| if begun <= last { delivery } else { last })
        }
        _ => Ok(last),
    }
}
