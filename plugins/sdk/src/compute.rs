//! The terms of the vocabulary that a rule computes by itself. The last value of each is shown with the finding.

use crate::{Fact, Operand};
use parchemin_core::vocabulary::Value;

/// Their names, in the order of the functions below.
pub(crate) const TERMS: [&str; 3] = ["in_days", "years_after", "months_after"];

/// So many years counted in days.
pub fn in_days<'r>(years: Fact<'r>, days_in_a_year: impl Operand) -> Fact<'r> {
    years.computed(days_in_a_year, 0, |years, days| match (years, days) {
        (Value::Count(years), Value::Count(days)) => Some(Value::Count(years.saturating_mul(days))),
        _ => None,
    })
}

/// The anniversary of the day, so many years later; 29 February goes to 28 February.
pub fn years_after<'r>(day: Fact<'r>, years: impl Operand) -> Fact<'r> {
    day.computed(years, 1, |day, years| match (day, years) {
        (Value::Day(day), Value::Count(years)) => Some(Value::Day(day.years_after(years))),
        _ => None,
    })
}

/// The same day so many months later, or the last day of that month.
pub fn months_after<'r>(day: Fact<'r>, months: impl Operand) -> Fact<'r> {
    day.computed(months, 2, |day, months| match (day, months) {
        (Value::Day(day), Value::Count(months)) => Some(Value::Day(day.months_after(months))),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    //! What a rule computes is what the vocabulary's own term computes, and is noted.
    use crate::{asked::*, compute::TERMS, prelude::*, rules};
    use parchemin_core::{
        Day, Verdict,
        plugin::Kind,
        vocabulary::{Meaning, Value, View, term},
    };

    rules! {
        fn in_days_(years = law.years, year = law.year_in_days) { in_days(years, year).is_not(0) }
        fn years_after_(day = file.request_filed_on, years = law.years) {
            years_after(day, years).is_not(day)
        }
        fn months_after_(day = file.request_filed_on, months = law.months) {
            months_after(day, months).is_not(day)
        }
        fn twice(day = file.request_filed_on) {
            any_of!(years_after(day, 1).is(day), years_after(day, 2).is(day), in_days(day, 1).is(1))
        }
        fn twice_the_same(day = file.request_filed_on) {
            years_after(years_after(day, 1), 2).is_not(day)
        }
    }

    /// What the term of that name computes in `parchemin-core`.
    fn of_the_vocabulary(name: &str, a: Cell, b: Cell) -> Cell {
        let Meaning::Computed(meaning) = term(View::None, name).unwrap().meaning else { panic!("{name}") };
        let value = |cell| Value::from_wire(cell, |_| None, || unreachable!()).unwrap();
        meaning(&[value(a), value(b)]).unwrap().to_wire().unwrap()
    }

    #[test]
    fn every_term_computes_as_the_vocabulary_does_and_is_noted_under_its_name() {
        let days = ["0001-01-01", "2024-02-29", "2025-01-31", "2025-12-31", "9999-12-31"];
        let days = days.map(|text| (Kind::Day, text.parse::<Day>().unwrap().number(), 0));
        let counts = [0, 1, 3, 4, 12, 100, 1_000_000].map(number);
        for (place, name) in TERMS.into_iter().enumerate() {
            let firsts = if name == "in_days" { counts.as_slice() } else { days.as_slice() };
            for first in firsts {
                for second in counts {
                    let answered = asked(RULES, &format!("{name}_"), &[*first, second]);
                    let expected = of_the_vocabulary(name, *first, second);
                    assert_eq!(answered.notes, [(place, expected)], "{name} {first:?} {second:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_computed_from_an_unknown_is_unknown_and_noted_so() {
        for (row, missing) in [
            ([UNKNOWN, number(1)], 0b01),
            ([day("2025-01-01"), UNKNOWN], 0b10),
            ([UNKNOWN, UNKNOWN], 0b11),
            ([day("2025-01-01"), (Kind::AtLeast, 1, 0)], 0b10),
        ] {
            let answered = asked(RULES, "years_after_", &row);
            assert_eq!((answered.verdict, answered.missing), (Verdict::Undetermined, missing), "{row:?}");
            assert_eq!(answered.notes, [(1, UNKNOWN)]);
        }
    }

    #[test]
    fn of_two_values_of_one_term_the_last_is_noted() {
        let answered = asked(RULES, "twice_the_same", &[day("2024-02-29")]);
        assert_eq!(answered.notes, [(1, day("2027-02-28"))]);
    }

    #[test]
    fn other_types_are_not_computed_with() {
        let reason = ask(RULES, "twice", &[day("2025-01-01")]).unwrap_err();
        assert_eq!(reason, "twice: this type is not computed with");
    }
}
