//! A calendar day, written `YYYY-MM-DD`. Times of day and time zones do not exist here.

use crate::{Lang, Speak, say};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A day of the Gregorian calendar, from year 1 to year 9999.
///
/// ```
/// use parchemin_core::Day;
/// let day: Day = "2024-02-29".parse()?;
/// assert_eq!(day.years_after(1).to_string(), "2025-02-28");
/// # Ok::<(), parchemin_core::DayFault>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Why a text is not a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// It is not written `YYYY-MM-DD`.
    NotADate(String),
    /// It is written well, and the calendar has no such day.
    NoSuchDay(String),
}

impl Day {
    /// The anniversary `years` later; 29 February goes to 28 February (the general rule for delays; inference).
    /// Stays at the last day of the calendar when it would leave it.
    #[must_use]
    pub fn years_after(self, years: i64) -> Day {
        let years = years.clamp(-19_998, 19_998);
        let end = if years < 0 { Date::MIN } else { Date::MAX };
        Day(self.0.checked_add(years.years()).unwrap_or(end))
    }

    /// The same day of the month `months` later, or the last of that month.
    #[must_use]
    pub fn months_after(self, months: i64) -> Day {
        Day(self.0.checked_add(months.clamp(0, 239_976).months()).unwrap_or(Date::MAX))
    }

    /// The day `days` later, or earlier when negative; bounded by the calendar.
    #[must_use]
    pub fn days_after(self, days: i64) -> Day {
        let days = days.clamp(-7_304_484, 7_304_484);
        let end = if days < 0 { Date::MIN } else { Date::MAX };
        Day(self.0.checked_add(days.days()).unwrap_or(end))
    }

    /// Days from `other` to this day: 0 on the same day, negative when `other` is later.
    pub fn days_since(self, other: Day) -> i64 {
        self.number() - other.number()
    }

    /// Days since 1 January 1970.
    pub fn number(self) -> i64 {
        let epoch = Date::constant(1970, 1, 1);
        self.0.duration_since(epoch).as_hours() / 24
    }

    /// The day of that number; none beyond the calendar.
    pub fn from_number(number: i64) -> Option<Day> {
        let days = i32::try_from(number).ok()?;
        let day = Date::constant(1970, 1, 1).checked_add(days.days()).ok()?;
        (day.year() > 0).then_some(Day(day))
    }

    /// The calendar year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The day as a person writes it: `15/01/2025`, `15 January 2025`.
    pub fn spoken(self, lang: Lang) -> String {
        match lang {
            Lang::Fr => self.0.strftime("%d/%m/%Y").to_string(),
            Lang::En => self.0.strftime("%-d %B %Y").to_string(),
        }
    }
}

impl FromStr for Day {
    type Err = DayFault;

    fn from_str(text: &str) -> Result<Self, DayFault> {
        let not_a_date = || DayFault::NotADate(text.chars().take(40).collect());
        let bytes = text.as_bytes();
        let shape_holds = bytes.len() == 10
            && bytes
                .iter()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shape_holds {
            return Err(not_a_date());
        }
        let mut parts = text.split('-').map(|part| part.parse::<i16>().ok());
        let mut next = || parts.next().flatten().ok_or_else(not_a_date);
        let (year, month, day) = (next()?, next()?, next()?);
        let small = |n: i16| i8::try_from(n).map_err(|_| not_a_date());
        if year == 0 {
            return Err(DayFault::NoSuchDay(text.to_owned()));
        }
        Date::new(year, small(month)?, small(day)?).map(Day).map_err(|_| DayFault::NoSuchDay(text.to_owned()))
    }
}

impl Speak for DayFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            DayFault::NotADate(text) => {
                say!(lang, fr: "`{text}` n’est pas une date", en: "`{text}` is not a date")
            }
            DayFault::NoSuchDay(text) => {
                say!(lang, fr: "le jour `{text}` n’existe pas au calendrier", en: "the calendar has no day `{text}`")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang,
            fr: "écrire la date AAAA-MM-JJ, par exemple 2025-02-28",
            en: "write the date YYYY-MM-DD, for example 2025-02-28"))
    }
}

impl fmt::Display for DayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for DayFault {}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Day;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date YYYY-MM-DD")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Day, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
        })
    }
}

#[cfg(test)]
mod tests {
    //! A day is what the calendar has, and anniversaries follow the general rule for delays.
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_thirtieth_of_february_is_refused_as_such() {
        assert_eq!("2025-02-30".parse::<Day>(), Err(DayFault::NoSuchDay("2025-02-30".into())));
    }

    #[test]
    fn other_ways_of_writing_are_refused() {
        for text in
            ["", "28/02/2025", "2025-2-28", "2025-02-28T00:00:00", " 2025-02-28", "20250228", "é025-02-2"]
        {
            assert!(matches!(text.parse::<Day>(), Err(DayFault::NotADate(_))), "{text}");
        }
        assert_eq!("0000-01-01".parse::<Day>(), Err(DayFault::NoSuchDay("0000-01-01".into())));
    }

    #[test]
    fn an_anniversary_keeps_the_day_and_leap_days_fall_back() {
        assert_eq!(day("2025-01-15").years_after(1), day("2026-01-15"));
        assert_eq!(day("2024-02-29").years_after(1), day("2025-02-28"));
        assert_eq!(day("2024-02-29").years_after(4), day("2028-02-29"));
        assert_eq!(day("2025-12-31").months_after(2), day("2026-02-28"));
        assert_eq!(day("9999-12-31").years_after(1), day("9999-12-31"));
    }

    #[test]
    fn days_are_counted_across_years_in_both_directions() {
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("1969-12-31").number(), -1);
        for text in ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"] {
            assert_eq!(Day::from_number(day(text).number()), Some(day(text)));
        }
        assert_eq!(Day::from_number(day("0001-01-01").number() - 1), None);
        assert_eq!(Day::from_number(day("9999-12-31").number() + 1), None);
        assert_eq!(day("2026-01-01").days_since(day("2025-01-01")), 365);
        assert_eq!(day("2025-01-01").days_after(-1), day("2024-12-31"));
    }
}
