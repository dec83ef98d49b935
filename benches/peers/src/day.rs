//! Days as numbers, for what has no dates of its own.

use jiff_core::civil::{Date, UnixEpochDay};
use serde::{Deserialize, Deserializer, de};
use std::fmt;

/// A day of the calendar, counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i32);

impl Day {
    /// The day written `YYYY-MM-DD`; none for anything else.
    pub(crate) fn parse(text: &str) -> Option<Day> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i16, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0'))
            })
        };
        let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(Day(date.to_unix_epoch_day().day()))
    }

    /// The same day a year later; 29 February goes to 28 February.
    pub(crate) fn year_later(self) -> Option<Day> {
        let date = UnixEpochDay::new(self.0).ok()?.to_date();
        let later = Date::new_constrain(date.year().checked_add(1)?, date.month(), date.day()).ok()?;
        Some(Day(later.to_unix_epoch_day().day()))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Day;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date YYYY-MM-DD")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
                Day::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    //! A day has the number that the calendar gives it, and an anniversary is the same day a year later.
    use super::*;

    #[test]
    fn days_are_counted_from_1970_and_what_is_no_day_is_none() {
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2016-07-14"), Some(Day(16_996)));
        assert_eq!(Day::parse("2025-02-29"), None);
        assert_eq!(Day::parse("2025-2-28"), None);
    }

    #[test]
    fn leap_days_fall_back() {
        let later = |text| Day::parse(text).and_then(Day::year_later);
        assert_eq!(later("2024-02-29"), Day::parse("2025-02-28"));
        assert_eq!(later("2023-02-28"), Day::parse("2024-02-28"));
    }
}
