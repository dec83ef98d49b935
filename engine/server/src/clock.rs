//! The clock of this machine, for the one thing that is a matter of today: which keys are trusted.

use parchemin::core::Day;
use std::time::{SystemTime, UNIX_EPOCH};

/// Today, in universal time. No decision asks for it. None where the clock is out of its mind.
pub fn today() -> Option<Day> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Day::from_number(i64::try_from(since.as_secs() / 86_400).ok()?)
}
