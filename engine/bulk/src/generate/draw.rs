//! Chance that is the same everywhere and always.
//!
//! ChaCha is a published algorithm with test vectors, and each of its 2^64 streams can be opened alone: file `n` is
//! drawn from stream `n`, whatever was drawn before it. How a number becomes a choice is written here, as libraries of
//! distributions change theirs from one version to the next.

use chacha20::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use parchemin_core::Day;

/// The numbers below which a draw lies, which has 32 bits.
const DRAWS: f64 = 4_294_967_296.0;

/// The draws of one file.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// The draws of file `n`.
    pub(super) fn new(seed: u64, n: u64) -> Draw {
        let mut key = [0; 32];
        key.iter_mut().zip(seed.to_le_bytes()).for_each(|(place, byte)| *place = byte);
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(n);
        Draw(rng)
    }

    /// True in that share of cases: never for 0, always for 1.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        f64::from(self.0.next_u32()) < share * DRAWS
    }

    /// A number between two, both included; the least where they are out of order.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let numbers = u64::try_from(most.saturating_sub(least)).map_or(1, |span| span.saturating_add(1));
        // The spans of a file are far below 2^32, so that no number is noticeably likelier than another.
        let drawn = (u128::from(self.0.next_u32()) * u128::from(numbers)) >> 32;
        least.saturating_add(i64::try_from(drawn).unwrap_or(0))
    }

    /// A day between two, both included.
    pub(super) fn day(&mut self, first: Day, last: Day) -> Day {
        first.days_after(self.between(0, last.days_since(first)))
    }

    /// One of a list; none of an empty one.
    pub(super) fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(list.len()).ok()?.checked_sub(1)?;
        list.get(usize::try_from(self.between(0, last)).ok()?)
    }

    /// One of several, each as likely as its weight says; none where the weights are all 0.
    pub(super) fn weighted<'a, T>(&mut self, list: &'a [(T, f64)]) -> Option<&'a T> {
        let sum: f64 = list.iter().map(|(_, weight)| weight).sum();
        let mut left = f64::from(self.0.next_u32()) / DRAWS * sum;
        let mut likely = list.iter().filter(|(_, weight)| *weight > 0.0).peekable();
        while let Some((one, weight)) = likely.next() {
            left -= weight;
            // What rounding leaves over belongs to the last.
            if left < 0.0 || likely.peek().is_none() {
                return Some(one);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    //! The same seed gives the same numbers on every machine, and every choice can come out.
    use super::*;

    #[test]
    fn the_draws_are_those_of_the_published_test_vector_for_eight_rounds() {
        let mut draw = Draw::new(0, 0);
        let word = |bytes| i64::from(u32::from_le_bytes(bytes));
        let vector = [[0x3e, 0x00, 0xef, 0x2f], [0x89, 0x5f, 0x40, 0xd6], [0x7f, 0x5b, 0xb8, 0xe8]];
        for bytes in vector {
            assert_eq!(draw.between(0, i64::from(u32::MAX)), word(bytes));
        }
    }

    #[test]
    fn the_first_draws_of_a_stream_are_known() {
        let drawn = |seed, n| {
            let mut draw = Draw::new(seed, n);
            [(); 6].map(|()| draw.between(0, 999))
        };
        // Written down once: whoever changes them changes the files that a seed stands for.
        assert_eq!(drawn(1, 0), [628, 381, 929, 294, 397, 798]);
        assert_eq!(drawn(1, 1), [548, 103, 672, 817, 627, 638]);
        assert_eq!(drawn(2, 0), [798, 976, 548, 133, 741, 422]);
    }

    #[test]
    fn both_ends_come_out_and_nothing_beyond_them() {
        let mut draw = Draw::new(7, 0);
        let drawn: Vec<i64> = (0..1000).map(|_| draw.between(-1, 1)).collect();
        assert!((-1..=1).all(|number| drawn.contains(&number)));
        assert!(drawn.iter().all(|number| (-1..=1).contains(number)));
        assert_eq!(draw.between(5, 4), 5);
    }

    #[test]
    fn a_weight_of_nothing_is_never_drawn_and_weights_are_kept() {
        let mut draw = Draw::new(7, 0);
        let list = [('a', 0.0), ('b', 0.25), ('c', 0.75), ('d', 0.0)];
        let drawn: Vec<char> = (0..4000).map(|_| *draw.weighted(&list).unwrap()).collect();
        let count = |letter| drawn.iter().filter(|drawn| **drawn == letter).count();
        assert_eq!((count('a'), count('d')), (0, 0));
        assert!((900..1100).contains(&count('b')), "{}", count('b'));
        assert_eq!(draw.weighted(&[('a', 0.0)]), None);
    }

    #[test]
    fn a_share_of_nothing_never_comes_and_a_full_one_always() {
        let mut draw = Draw::new(7, 0);
        assert!((0..1000).all(|_| !draw.chance(0.0) && draw.chance(1.0)));
    }
}
