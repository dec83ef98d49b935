//! The rules of the package beside: one of them, to start from.

use parchemin_plugin::{Rules, prelude::*};

rules! {
    /// A VAE candidate has a year of related activity behind him.
    fn experience(
        route = file.route,
        days = related_days(law.activities_that_count),
        least = law.minimum_days,
    ) {
        if route.is_not("vae")? {
            return not_applicable();
        }
        days.at_least(least)
    }
}

/// All rules of the plugin.
pub const ALL: Rules = &[RULES];

parchemin_plugin::export!(ALL);

#[cfg(test)]
mod tests {
    //! A year is enough, a day less is not, and what is not known is not refused.
    use super::*;
    use parchemin_plugin::testing::{Given, Said};

    fn experience(days: Given) -> Said {
        let facts = [
            ("file.route", Given::Text("vae")),
            ("related_days(law.activities_that_count)", days),
            ("law.minimum_days", Given::Number(365)),
        ];
        parchemin_plugin::testing::decide(ALL, "experience", &facts).unwrap()
    }

    #[test]
    fn a_year_is_enough_and_a_day_less_is_not() {
        assert_eq!(experience(Given::Number(365)), Said::Met);
        assert_eq!(experience(Given::Number(364)), Said::Unmet);
    }

    #[test]
    fn what_is_not_known_is_not_refused() {
        let missing = vec!["related_days(law.activities_that_count)"];
        assert_eq!(experience(Given::Unknown), Said::Undetermined(missing));
    }
}
