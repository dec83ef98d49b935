//! The moment of an answer, in universal time. It stands in the log; no decision depends on it.

use parchemin::core::Day;
use std::time::{SystemTime, UNIX_EPOCH};

const DAY: i64 = 86_400_000;

/// Milliseconds since 1970, by the clock of this machine.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// So many days, in milliseconds.
pub(super) fn days(number: u32) -> i64 {
    i64::from(number) * DAY
}

/// A moment as RFC 3339 writes it: `2026-09-01T08:30:00.123Z`.
pub(super) fn written(moment: i64) -> String {
    let (day, rest) = (moment.div_euclid(DAY), moment.rem_euclid(DAY));
    let day = Day::from_number(day).map_or_else(|| day.to_string(), |day| day.to_string());
    let (seconds, milliseconds) = (rest / 1000, rest % 1000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{day}T{hours:02}:{minutes:02}:{:02}.{milliseconds:03}Z", seconds % 60)
}

#[cfg(test)]
mod tests {
    //! A moment is written as the standard has it.
    use super::*;

    #[test]
    fn moments_are_written_in_universal_time() {
        assert_eq!(written(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(written(1_788_251_400_123), "2026-09-01T08:30:00.123Z");
        assert_eq!(written(-1), "1969-12-31T23:59:59.999Z");
    }
}
