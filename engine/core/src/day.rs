//! A calendar day, written `YYYY-MM-DD`. Times of day and time zones do not exist here.

use crate::{Lang, Speak, say};
use jiff_core::civil::{Date, UnixEpochDay};
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
pub struct Day {
    /// Days since 1 January 1970: days are compared and counted far more often than they are read.
    number: i32,
}

/// Why a text is not a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// It is not written `YYYY-MM-DD`.
    NotADate(String),
    /// It is written well, and the calendar has no such day.
    NoSuchDay(String),
}

impl Day {
    /// 1 January of year 1.
    const FIRST: Day = Day { number: -719_162 };

    /// 31 December of year 9999.
    const LAST: Day = Day { number: 2_932_896 };

    /// The anniversary `years` later; 29 February goes to 28 February (the general rule for delays; inference).
    /// Stays at the last day of the calendar when it would leave it.
    #[must_use]
    pub fn years_after(self, years: i64) -> Day {
        self.months_after(years.saturating_mul(12))
    }

    /// The same day of the month `months` later, or the last of that month; bounded by the calendar.
    #[must_use]
    pub fn months_after(self, months: i64) -> Day {
        let date = self.date();
        let months = (i64::from(date.year()) * 12 + i64::from(date.month()) - 1).saturating_add(months);
        let (year, month) = (i16::try_from(months.div_euclid(12)), i8::try_from(months.rem_euclid(12) + 1));
        let end = if months < 12 { Day::FIRST } else { Day::LAST };
        let (Ok(year @ 1..), Ok(month)) = (year, month) else { return end };
        Date::new_constrain(year, month, date.day()).map_or(end, Day::of)
    }

    /// The day `days` later, or earlier when negative; bounded by the calendar.
    #[must_use]
    pub fn days_after(self, days: i64) -> Day {
        let end = if days < 0 { Day::FIRST } else { Day::LAST };
        Day::from_number(self.number().saturating_add(days)).unwrap_or(end)
    }

    /// Days from `other` to this day: 0 on the same day, negative when `other` is later.
    pub fn days_since(self, other: Day) -> i64 {
        self.number() - other.number()
    }

    /// Days since 1 January 1970.
    pub fn number(self) -> i64 {
        self.number.into()
    }

    /// The day of that number; none beyond the calendar.
    pub fn from_number(number: i64) -> Option<Day> {
        let day = Day { number: i32::try_from(number).ok()? };
        (Day::FIRST..=Day::LAST).contains(&day).then_some(day)
    }

    /// The calendar year.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    fn of(date: Date) -> Day {
        Day { number: date.to_unix_epoch_day().day() }
    }

    fn date(self) -> Date {
        UnixEpochDay::new(self.number).unwrap_or(UnixEpochDay::MAX).to_date()
    }

    /// The day as a person writes it: `15/01/2025`, `15 January 2025`.
    pub fn spoken(self, lang: Lang) -> String {
        let (year, month, day) = self.parts();
        match lang {
            Lang::Fr => format!("{day:02}/{month:02}/{year:04}"),
            Lang::En => {
                let months = [
                    "January",
                    "February",
                    "March",
                    "April",
                    "May",
                    "June",
                    "July",
                    "August",
                    "September",
                    "October",
                    "November",
                    "December",
                ];
                let month =
                    usize::try_from(month - 1).ok().and_then(|n| months.get(n)).copied().unwrap_or_default();
                format!("{day} {month} {year:04}")
            }
        }
    }

    fn parts(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }
}

impl FromStr for Day {
    type Err = DayFault;

    fn from_str(text: &str) -> Result<Self, DayFault> {
        let not_a_date = || DayFault::NotADate(text.chars().take(40).collect());
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return Err(not_a_date()) };
        let number = |digits: &[&u8]| {
            let digit = |n: i16, digit: &&u8| {
                digit.is_ascii_digit().then(|| n * 10 + i16::from(digit.wrapping_sub(b'0')))
            };
            digits.iter().try_fold(0, digit).ok_or_else(not_a_date)
        };
        let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
        let small = |n: i16| i8::try_from(n).map_err(|_| not_a_date());
        if year == 0 {
            return Err(DayFault::NoSuchDay(text.to_owned()));
        }
        Date::new(year, small(month)?, small(day)?)
            .map(Day::of)
            .map_err(|_| DayFault::NoSuchDay(text.to_owned()))
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
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
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
