//! Three-valued logic: true, false, or neither, and then why.

use crate::Fact;
use parchemin_core::{Known, Verdict, plugin::Places};

/// What a rule answers, and every condition in it. `?` ends the rule where it is neither true nor false.
pub type Truth = Result<bool, Neither>;

/// Why something is neither true nor false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neither {
    /// The rule does not concern this row.
    NotApplicable,
    /// These facts would have to be known.
    Unknown(Places),
}

/// What can be a condition: a truth, or a fact that is one.
pub trait Condition {
    /// Whether it holds.
    ///
    /// # Errors
    /// [`Neither`].
    fn holds(self) -> Truth;
}

impl Condition for Truth {
    fn holds(self) -> Truth {
        self
    }
}

impl Condition for Fact<'_> {
    fn holds(self) -> Truth {
        self.is(true)
    }
}

/// The rule does not concern this row: `return not_applicable();`.
///
/// # Errors
/// Always: [`Neither::NotApplicable`].
pub fn not_applicable() -> Truth {
    Err(Neither::NotApplicable)
}

/// The requirement is met.
///
/// # Errors
/// Never.
pub fn met() -> Truth {
    Ok(true)
}

/// The contrary; what is neither stays so.
///
/// # Errors
/// [`Neither`].
pub fn not(condition: impl Condition) -> Truth {
    condition.holds().map(|truth| !truth)
}

/// True if all conditions are; false as soon as one is, even if others are unknown. All of them are looked at. A
/// condition that is not applicable makes the rule so.
#[macro_export]
macro_rules! all_of {
    ($($condition:expr),+ $(,)?) => {
        $crate::logic::decided($crate::core::truth::all_of([$($crate::logic::known($condition)?),+]))
    };
}

/// True as soon as one condition is, even if others are unknown; false if all are. All of them are looked at. A
/// condition that is not applicable makes the rule so.
#[macro_export]
macro_rules! any_of {
    ($($condition:expr),+ $(,)?) => {
        $crate::logic::decided($crate::core::truth::any_of([$($crate::logic::known($condition)?),+]))
    };
}

#[doc(hidden)]
pub fn known(condition: impl Condition) -> Result<Known<bool, Places>, Neither> {
    match condition.holds() {
        Ok(truth) => Ok(Ok(truth)),
        Err(Neither::Unknown(missing)) => Ok(Err(missing)),
        Err(ends @ Neither::NotApplicable) => Err(ends),
    }
}

#[doc(hidden)]
pub fn decided(known: Known<bool, Places>) -> Truth {
    known.map_err(Neither::Unknown)
}

/// The verdict, and what is missing for it.
pub(crate) fn ruled(truth: Truth) -> (Verdict, Places) {
    match truth {
        Ok(true) => (Verdict::Met, Places::default()),
        Ok(false) => (Verdict::Unmet, Places::default()),
        Err(Neither::NotApplicable) => (Verdict::NotApplicable, Places::default()),
        Err(Neither::Unknown(missing)) => (Verdict::Undetermined, missing),
    }
}

#[cfg(test)]
mod tests {
    //! Strong Kleene logic over what a rule declared: what decides, decides; an unknown names all that would settle it.
    use crate::{asked::*, prelude::*, rules};
    use parchemin_core::Verdict::{self, *};

    rules! {
        fn all(a = file.trained, b = file.holds_titre) { all_of!(a, b) }
        fn any(a = file.trained, b = file.holds_titre) { any_of!(a, b) }
        fn contrary(a = file.trained) { not(a) }
        fn guarded(a = file.trained, b = file.holds_titre) {
            if a.holds()? { return met(); }
            b
        }
        fn of_a_helper(a = file.trained, b = file.holds_titre) { any_of!(b, unless(a)) }
    }

    fn unless(fact: Fact<'_>) -> Truth {
        if fact.holds()? {
            return not_applicable();
        }
        met()
    }

    /// Verdict and what is missing.
    fn answer(rule: &str, row: &[Cell]) -> (Verdict, u64) {
        let answered = asked(RULES, rule, row);
        (answered.verdict, answered.missing)
    }

    #[test]
    fn one_false_decides_a_conjunction_and_one_true_a_disjunction() {
        for (rule, deciding, verdict) in [("all", FALSE, Unmet), ("any", TRUE, Met)] {
            for row in [[deciding, UNKNOWN], [UNKNOWN, deciding]] {
                let answered = asked(RULES, rule, &row);
                assert_eq!((answered.verdict, answered.missing), (verdict, 0));
                // All conditions are looked at, whichever decides.
                assert_eq!(answered.read, 0b11);
            }
        }
        assert_eq!(answer("all", &[TRUE, TRUE]), (Met, 0));
        assert_eq!(answer("any", &[FALSE, FALSE]), (Unmet, 0));
    }

    #[test]
    fn an_unknown_names_all_that_would_settle_it() {
        for rule in ["all", "any"] {
            assert_eq!(answer(rule, &[UNKNOWN, UNKNOWN]), (Undetermined, 0b11));
        }
        assert_eq!(answer("all", &[TRUE, UNKNOWN]), (Undetermined, 0b10));
        assert_eq!(answer("any", &[UNKNOWN, FALSE]), (Undetermined, 0b01));
        assert_eq!(answer("contrary", &[UNKNOWN]), (Undetermined, 0b1));
    }

    #[test]
    fn the_contrary_of_what_is_known_is_known() {
        assert_eq!(answer("contrary", &[TRUE]), (Unmet, 0));
        assert_eq!(answer("contrary", &[FALSE]), (Met, 0));
    }

    #[test]
    fn an_if_that_meets_an_unknown_ends_the_rule_there() {
        let ended = asked(RULES, "guarded", &[UNKNOWN, TRUE]);
        assert_eq!((ended.verdict, ended.read, ended.missing), (Undetermined, 0b01, 0b01));
        assert_eq!(answer("guarded", &[FALSE, FALSE]), (Unmet, 0));
    }

    #[test]
    fn a_condition_that_is_not_applicable_makes_the_rule_so() {
        assert_eq!(answer("of_a_helper", &[TRUE, FALSE]), (NotApplicable, 0));
        assert_eq!(answer("of_a_helper", &[FALSE, FALSE]), (Met, 0));
    }
}
