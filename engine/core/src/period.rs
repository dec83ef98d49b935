//! Periods with explicit bounds: each bound says whether its own day belongs to the period, or that it is unknown.

use crate::{Day, Known, Missing, truth::Lacking};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One end of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The day belongs to the period.
    Included(Day),
    /// The period stops short of the day, or starts just after it.
    Excluded(Day),
    /// The text that sets it is not supplied; it is named.
    NotSupplied(Arc<str>),
}

/// A period between two bounds. Never empty: whoever builds one checks that it is in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Period {
    /// The beginning.
    pub from: Bound,
    /// The end.
    pub to: Bound,
}

impl Bound {
    /// The day as written, whether it belongs to the period or not.
    pub fn written(&self) -> Option<Day> {
        match self {
            Bound::Included(day) | Bound::Excluded(day) => Some(*day),
            Bound::NotSupplied(_) => None,
        }
    }

    fn day(&self, step: i64) -> Known<Day> {
        match self {
            Bound::Included(day) => Ok(*day),
            Bound::Excluded(day) => Ok(day.days_after(step)),
            Bound::NotSupplied(text) => Err(Missing::text(text.clone())),
        }
    }
}

impl Period {
    /// The first day that belongs to the period.
    pub fn first_day(&self) -> Known<Day> {
        self.from.day(1)
    }

    /// The last day that belongs to the period.
    pub fn last_day(&self) -> Known<Day> {
        self.to.day(-1)
    }

    /// Whether the day belongs to the period. An unknown bound leaves it open only on its own side.
    pub fn contains(&self, day: Day) -> Known<bool> {
        match (self.first_day(), self.last_day()) {
            (Ok(first), _) if day < first => Ok(false),
            (_, Ok(last)) if day > last => Ok(false),
            (Ok(_), Ok(_)) => Ok(true),
            // No period is empty, so that it has its first day, and its last.
            (Ok(first), Err(_)) if day == first => Ok(true),
            (Err(_), Ok(last)) if day == last => Ok(true),
            (Err(first), Err(last)) => Err(first.with(last)),
            (Err(missing), Ok(_)) | (Ok(_), Err(missing)) => Err(missing),
        }
    }

    /// A day that both periods certainly claim.
    pub fn shared_day(&self, other: &Period) -> Option<Day> {
        let latest_start = self.first_day().ok()?.max(other.first_day().ok()?);
        let reaches = |period: &Period| period.contains(latest_start) == Ok(true);
        (reaches(self) && reaches(other)).then_some(latest_start)
    }

    /// Whether the bounds are in order, as far as they are known.
    pub fn is_in_order(&self) -> bool {
        !matches!((self.first_day(), self.last_day()), (Ok(first), Ok(last)) if first > last)
    }
}

#[cfg(test)]
mod tests {
    //! Two periods may share a written day without claiming it both.
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_excluded_end_gives_its_day_to_the_successor() {
        let remn =
            Period { from: Bound::Included(day("2019-07-13")), to: Bound::Excluded(day("2024-07-13")) };
        let extended =
            Period { from: Bound::Included(day("2024-07-13")), to: Bound::Included(day("2025-07-12")) };
        assert_eq!(remn.contains(day("2024-07-12")), Ok(true));
        assert_eq!(remn.contains(day("2024-07-13")), Ok(false));
        assert_eq!(remn.shared_day(&extended), None);
        let inclusive = Period { to: Bound::Included(day("2024-07-13")), ..remn };
        assert_eq!(inclusive.shared_day(&extended), Some(day("2024-07-13")));
    }

    #[test]
    fn an_unknown_end_is_unknown_only_after_the_start() {
        let open =
            Period { from: Bound::Included(day("2025-07-13")), to: Bound::NotSupplied("arrêté".into()) };
        assert_eq!(open.contains(day("2025-07-12")), Ok(false));
        assert_eq!(open.contains(day("2025-07-13")), Ok(true));
        assert!(open.contains(day("2025-07-14")).is_err());
    }
}
