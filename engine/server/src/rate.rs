//! The share of each key: a bucket that fills steadily, from which each request takes one.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// A bucket for each key.
pub(crate) struct Shares {
    /// How long it takes for one more request to be allowed.
    every: Duration,
    /// How long it takes an empty bucket to fill.
    full: Duration,
    /// By name of key: when its bucket will be full.
    full_at: Mutex<BTreeMap<String, Instant>>,
}

impl Shares {
    /// So many requests a second, and so many at one go.
    pub(crate) fn new(rate: u64, burst: u64) -> Shares {
        let every = Duration::from_nanos(1_000_000_000 / rate.max(1));
        let full = every.saturating_mul(u32::try_from(burst).unwrap_or(u32::MAX));
        Shares { every, full, full_at: Mutex::default() }
    }

    /// Takes one request from the bucket of a key, or says how long there will be none. There are as many buckets as
    /// keys, so they need not be thrown away.
    pub(crate) fn take(&self, key: &str, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let after = buckets.get(key).map_or(now, |full_at| now.max(*full_at)) + self.every;
        let wait = after.saturating_duration_since(now).saturating_sub(self.full);
        if !wait.is_zero() {
            return Err(wait);
        }
        buckets.insert(key.to_owned(), after);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    //! A key gets its burst, then its rate, and takes nothing from another.
    use super::*;

    #[test]
    fn a_key_gets_its_burst_and_then_its_rate() {
        let shares = Shares::new(10, 3);
        let begun = Instant::now();
        let at = |milliseconds| begun + Duration::from_millis(milliseconds);
        let cases = [
            (0, true),
            (0, true),
            (0, true),
            (0, false),
            (99, false),
            (100, true),
            (150, false),
            (200, true),
            // However long nobody asks, there is never more than the burst.
            (60_000, true),
            (60_000, true),
            (60_000, true),
            (60_000, false),
        ];
        for (n, (milliseconds, allowed)) in cases.into_iter().enumerate() {
            assert_eq!(
                shares.take("a", at(milliseconds)).is_ok(),
                allowed,
                "request {n} at {milliseconds} ms"
            );
        }
    }

    #[test]
    fn who_has_to_wait_is_told_how_long() {
        let (shares, now) = (Shares::new(10, 1), Instant::now());
        assert_eq!(shares.take("a", now), Ok(()));
        assert_eq!(shares.take("a", now), Err(Duration::from_millis(100)));
        assert_eq!(shares.take("b", now), Ok(()), "another key has a share of its own");
    }
}
