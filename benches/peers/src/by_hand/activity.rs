//! Days of activity: no day is counted twice, and what is not known leaves them between two bounds.

use super::{
    file::{Experience, File, Route, Status},
    truth::Truth,
};
use crate::day::Day;

/// Whether the days of related activity reach a number. What is not known of the rows leaves them between two
/// bounds.
pub(super) fn related_days_reach(file: &File<'_>, wanted: Option<i64>) -> Truth {
    let (rows, wanted) = (file.experience.as_ref()?, wanted?);
    let date = file.evaluate_on;
    let until = match (file.route, file.events.request_filed) {
        (Some(route), _) if route != Route::Vae => Some(date),
        (_, filed) => filed.map(|filed| filed.min(date)),
    };
    let counting: Vec<&Experience> = rows.iter().filter(|row| row.related != Some(false)).collect();
    let to = |row: &Experience| row.to.or_else(|| (row.ongoing == Some(true)).then_some(date));
    let listed = |row: &&&Experience| {
        row.related == Some(true) && row.status.is_some_and(|status| status != Status::Other)
    };
    let sure = counting.iter().filter(listed);
    let sure = sure.filter_map(|row| Some((row.from?, to(row).or(row.from)?))).collect();
    if until.is_some_and(|until| days_of_union(sure, until) >= wanted) {
        return Some(true);
    }
    let unbounded = counting.iter().any(|row| row.from.is_none());
    let possible = counting.iter().filter_map(|row| Some((row.from?, to(row).unwrap_or(date)))).collect();
    (!unbounded && days_of_union(possible, until.unwrap_or(date)) < wanted).then_some(false)
}

/// Days of the union of periods, both days of each included, up to a day.
fn days_of_union(mut periods: Vec<(Day, Day)>, until: Day) -> i64 {
    periods.sort_unstable();
    let (mut total, mut reached) = (0, i32::MIN);
    for (from, to) in periods {
        let (from, end) = (from.0.max(reached), to.min(until).0 + 1);
        if from < end {
            total += i64::from(end - from);
            reached = end;
        }
    }
    total
}
