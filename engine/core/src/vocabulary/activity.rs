//! Activity: days and hours of experience, and VAE requests.
//!
//! A year of activity is 365 days of the union of the related periods (inference): the same day is never counted
//! twice. Activity counts up to the earlier of the request filed and the date of the decision. Where something is
//! not known the count lies between two bounds, so that a row that could change nothing is never asked for.

use super::{Look, Meaning, Term, Type, Value, View};
use crate::{
    Day, Known, Missing, Pointer,
    file::{Event, Experience, Route},
    truth::any_of,
};

pub(super) static TERMS: &[Term] = &[
    Term {
        view: View::None,
        name: "related_days",
        params: &[("activities", Type::Words)],
        result: Type::Count,
        fr: "Jours d’activité en rapport avec la certification visée, jusqu’au dépôt de la demande ; un même jour n’est compté qu’une fois.",
        en: "Days of activity related to the certification aimed at, up to the filing of the request; no day is counted twice.",
        cost: 10,
        meaning: Meaning::Fact(|r, args| count(r, args, days)),
    },
    Term {
        view: View::None,
        name: "related_hours",
        params: &[("activities", Type::Words)],
        result: Type::Count,
        fr: "Heures d’activité en rapport avec la certification visée, telles qu’elles sont données, jusqu’au dépôt de la demande.",
        en: "Hours of activity related to the certification aimed at, as given, up to the filing of the request.",
        cost: 10,
        meaning: Meaning::Fact(|r, args| count(r, args, hours)),
    },
    Term {
        view: View::None,
        name: "requests_for_this_titre_in_the_year",
        params: &[],
        result: Type::Count,
        fr: "Demandes de VAE antérieures pour ce titre déposées la même année civile, hors demandes portant sur de seuls blocs et demandes rejetées.",
        en: "Earlier VAE requests for this titre filed in the same calendar year, requests on single blocs and rejected ones left out.",
        cost: 10,
        meaning: Meaning::Fact(|r, _| requests(r, true)),
    },
    Term {
        view: View::None,
        name: "requests_for_others_in_the_year",
        params: &[],
        result: Type::Count,
        fr: "Autres certifications demandées en VAE la même année civile, hors demandes portant sur de seuls blocs et demandes rejetées.",
        en: "Other certifications asked for by VAE in the same calendar year, requests on single blocs and rejected ones left out.",
        cost: 10,
        meaning: Meaning::Fact(|r, _| requests(r, false)),
    },
];

/// A row of experience as far as it is known to count.
struct Row<'f> {
    row: &'f Experience,
    index: usize,
    /// Whether it counts at all; what is unknown about that.
    counts: Known<bool>,
}

/// A count between two bounds, and what would settle it.
struct Range {
    low: i64,
    high: Option<i64>,
    missing: Option<Missing>,
}

impl Range {
    fn value(self) -> Value {
        match self.missing {
            Some(missing) if self.high != Some(self.low) => {
                Value::Between { low: self.low, high: self.high, missing }
            }
            _ => Value::Count(self.low),
        }
    }
}

fn count(r: &mut Look, args: &[Value], measure: fn(&[Row<'_>], &Known<Day>, Day) -> Range) -> Known<Value> {
    let Some(Value::Words(activities)) = args.first() else { return Err(Missing::text("activities")) };
    let case = r.case();
    let rows = r.look(case.file.experience.as_ref(), "/experience")?;
    r.pay(rows.len() as u64 * 4);
    let rows: Vec<Row<'_>> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let present = [
                ("from", row.from.is_some()),
                ("to", row.to.is_some()),
                ("ongoing", row.ongoing.is_some()),
                ("status", row.status.is_some()),
                ("related", row.related.is_some()),
                ("hours", row.hours.is_some()),
            ];
            for (member, _) in present.into_iter().filter(|(_, present)| *present) {
                r.read(Pointer::row("/experience/#", index).member(member));
            }
            Row { row, index, counts: counts(row, index, activities) }
        })
        .collect();
    // A request still to be filed on the date of the decision does not bound the activity.
    let (filed, filed_pointer) = case.stated(Event::RequestFiled);
    r.read(filed_pointer);
    let until = match (case.file.route, filed) {
        // Whoever comes another way counts no activity up to a request, though he filed one once.
        (Some(route), _) if route != Route::Vae => Ok(case.date),
        (_, Some(filed)) => Ok(filed.min(case.date)),
        (_, None) => Err(Missing::fact(filed_pointer)),
    };
    Ok(measure(&rows, &until, case.date).value())
}

fn member(index: usize, member: &'static str) -> Missing {
    Missing::fact(Pointer::row("/experience/#", index).member(member))
}

/// Related, and exercised in a way that the law counts. A status that the parameter does not list is not excluded
/// either: the text that would say so is not supplied.
fn counts(row: &Experience, index: usize, activities: &[String]) -> Known<bool> {
    let status = match row.status {
        None => Err(member(index, "status")),
        Some(status) if activities.iter().any(|listed| listed == status.name()) => Ok(true),
        Some(status) => Err(Missing::text(format!(
            "prise en compte de l’activité « {} »",
            status.spoken(crate::Lang::Fr)
        ))),
    };
    crate::truth::all_of([row.related.ok_or_else(|| member(index, "related")), status])
}

/// The days of the union: at least those of rows that are known, at most those of all that could count.
fn days(rows: &[Row<'_>], until: &Known<Day>, date: Day) -> Range {
    let mut missing = Vec::new();
    let (mut sure, mut possible, mut unbounded) = (Vec::new(), Vec::new(), false);
    for Row { row, index, counts } in rows {
        if *counts == Ok(false) {
            continue;
        }
        let to = match (row.to, row.ongoing) {
            (Some(to), _) => Ok(to),
            (None, Some(true)) => Ok(date),
            (None, _) => Err(member(*index, "to")),
        };
        let from = row.from.ok_or_else(|| member(*index, "from"));
        match (&from, &to) {
            (Ok(from), Ok(to)) => {
                possible.push((*from, (*to).min(date)));
                if counts.is_ok() {
                    sure.push((*from, *to));
                }
            }
            (Ok(from), Err(_)) => {
                // It began, and lasted a day at least.
                possible.push((*from, date));
                if counts.is_ok() {
                    sure.push((*from, *from));
                }
            }
            (Err(_), _) => unbounded = true,
        }
        missing.extend(from.err().into_iter().chain(to.err()).chain(counts.clone().err()));
    }
    let high_until = until.as_ref().map_or(date, |until| *until);
    let low = until.as_ref().map_or(0, |until| union_days(&mut sure, *until));
    let high = union_days(&mut possible, high_until);
    let open_end = until.as_ref().err().cloned().filter(|_| high > 0 || unbounded);
    let missing = Missing::union(missing.into_iter().chain(open_end));
    Range { low, high: (!unbounded).then_some(high), missing }
}

/// Days of the union of periods, both days of each included, up to a day.
fn union_days(periods: &mut [(Day, Day)], until: Day) -> i64 {
    periods.sort_unstable();
    let mut total = 0;
    let mut counted_to: Option<Day> = None;
    for (from, to) in periods.iter() {
        let to = (*to).min(until);
        let from = counted_to.map_or(*from, |last| (*from).max(last.days_after(1)));
        if from <= to {
            total += to.days_since(from) + 1;
            counted_to = Some(to);
        }
    }
    total
}

fn hours(rows: &[Row<'_>], until: &Known<Day>, date: Day) -> Range {
    let (mut low, mut high, mut missing) = (0, Some(0), Vec::new());
    for Row { row, index, counts } in rows {
        let limit = until.as_ref().map_or(date, |until| *until);
        if *counts == Ok(false) || row.from.is_some_and(|from| from > limit) {
            continue;
        }
        let hours = row.hours.map(i64::from);
        // Hours are summed as given: those of a period that runs past the limit cannot be split, but in the file.
        let within = match (row.to, until) {
            (Some(to), Ok(until)) if to <= *until => Ok(()),
            (Some(_), Ok(_)) => Err(member(*index, "hours")),
            (None, Ok(until)) if row.ongoing == Some(true) && *until == date => Ok(()),
            (None, Ok(_)) if row.ongoing == Some(true) => Err(member(*index, "hours")),
            (None, Ok(_)) => Err(member(*index, "to")),
            (_, Err(missing)) => Err(missing.clone()),
        };
        if counts.is_ok() && within.is_ok() {
            low += hours.unwrap_or(0);
        }
        high = high.zip(hours).map(|(a, b)| a + b);
        let unknown_hours = hours.is_none().then(|| member(*index, "hours"));
        missing.extend([within.err(), counts.clone().err(), unknown_hours].into_iter().flatten());
    }
    Range { low, high, missing: Missing::union(missing) }
}

/// Earlier requests of the calendar year of the present one (code du travail, R. 6412-3).
fn requests(r: &mut Look, this_titre: bool) -> Known<Value> {
    let case = r.case();
    let filed = r.event(Event::RequestFiled)?;
    let rows = r.look(case.file.vae_requests.as_ref(), "/vae_requests")?;
    r.pay(rows.len() as u64);
    // Several requests for one other certification are one certification; each for this titre counts by itself.
    let mut asked: Vec<(Option<&str>, Known<bool>)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let at = |member| Missing::fact(Pointer::row("/vae_requests/#", index).member(member));
        let asked_for = case.requests.get(index);
        let same = asked_for.map_or_else(|| Err(at("certification")), |asked| asked.this_titre.clone());
        let left_out = any_of([
            Ok(row.filed.is_some_and(|day| day > case.date)),
            row.blocs_only.ok_or_else(|| at("blocs_only")),
            row.rejected.ok_or_else(|| at("rejected")),
            row.filed.map(|day| day.year() != filed.year()).ok_or_else(|| at("filed")),
            same.map(|same| same != this_titre),
        ]);
        for member in ["filed", "certification", "blocs_only", "rejected"] {
            r.read(Pointer::row("/vae_requests/#", index).member(member));
        }
        let counts = left_out.map(|out| !out);
        let name = asked_for.and_then(|asked| asked.certification.as_deref()).filter(|_| !this_titre);
        match asked.iter_mut().find(|(known, _)| name.is_some() && *known == name) {
            Some((_, known)) => *known = any_of([known.clone(), counts]),
            None => asked.push((name, counts)),
        }
    }
    let count = |counts: fn(&Known<bool>) -> bool| {
        i64::try_from(asked.iter().filter(|(_, known)| counts(known)).count()).unwrap_or(i64::MAX)
    };
    let (low, high) = (count(|known| *known == Ok(true)), Some(count(|known| *known != Ok(false))));
    let missing = Missing::union(asked.into_iter().filter_map(|(_, counts)| counts.err()));
    Ok(Range { low, high, missing }.value())
}

#[cfg(test)]
mod tests {
    //! No day is counted twice, and nothing beyond the limit counts.
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn overlapping_periods_are_counted_once() {
        let mut periods = vec![
            (day("2024-04-01"), day("2024-10-31")),
            (day("2024-01-01"), day("2024-07-31")),
            (day("2024-02-01"), day("2024-02-10")),
        ];
        assert_eq!(union_days(&mut periods, day("2025-12-31")), 305);
        assert_eq!(union_days(&mut periods, day("2024-01-31")), 31);
        assert_eq!(union_days(&mut [], day("2024-01-31")), 0);
    }

    #[test]
    fn both_days_of_a_period_count() {
        assert_eq!(union_days(&mut [(day("2025-01-01"), day("2025-12-31"))], day("2026-12-31")), 365);
        assert_eq!(union_days(&mut [(day("2025-01-01"), day("2025-01-01"))], day("2026-12-31")), 1);
    }
}
