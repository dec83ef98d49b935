//! The rules of the package beside: one of them, to start from.

use parchemin_plugin::{Rules, core::plugin::Settings, prelude::*};

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

/// What the plugin objects to when it is loaded: a duration that is none.
fn check(settings: &Settings) -> Vec<String> {
    let dated =
        settings.parameters.iter().filter(|(id, _)| id == "minimum_days").flat_map(|(_, dated)| dated);
    let wrong = dated.flat_map(|dated| &dated.values).filter(|days| days.starts_with('-'));
    wrong.map(|days| format!("minimum_days is {days}: no duration is negative")).collect()
}

parchemin_plugin::export!(ALL, check);

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
    fn a_negative_duration_is_objected_to() {
        let of = |days: &str| {
            let dated =
                parchemin_plugin::core::plugin::Dated { values: vec![days.to_owned()], ..Default::default() };
            let settings =
                Settings { parameters: vec![("minimum_days".to_owned(), vec![dated])], titre: None };
            check(&settings).len()
        };
        assert_eq!((of("365"), of("-1")), (0, 1));
    }

    #[test]
    fn what_is_not_known_is_not_refused() {
        let missing = vec!["related_days(law.activities_that_count)"];
        assert_eq!(experience(Given::Unknown), Said::Undetermined(missing));
    }
}
