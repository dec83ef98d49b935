//! Le jury : code de l’éducation, R. 338-6, et ce que les commentaires en rapportent.

use parchemin_plugin::prelude::*;

rules! {
    /// Au moins deux membres.
    fn jury_size(size = jury.size, least = law.jury_minimum_members) {
        size.at_least(least)
    }

    /// Plaquette, 1 : « un jury composé de professionnels ».
    fn juror_professional(juror; professional = juror.professional) {
        professional
    }

    /// Trois ans d’expérience dans le métier (cinq avant 2017).
    fn juror_experience(juror; years = juror.years_in_job, least = law.juror_minimum_years) {
        years.at_least(least)
    }

    /// Pas sorti du métier depuis plus de cinq ans.
    fn juror_recent(juror; years = juror.years_since_leaving, most = law.juror_maximum_years_out) {
        years.at_most(most)
    }

    /// Désigné jusqu’au 13 juillet 2016, habilité depuis.
    fn juror_habilitated(
        juror;
        regime = law.jury_regime,
        until = juror.habilitated_until,
        day = session.day,
    ) {
        if regime.is("designated")? {
            return not_applicable();
        }
        until.at_least(day)
    }
}
