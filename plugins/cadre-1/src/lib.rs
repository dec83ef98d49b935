//! Les règles du paquet `cadre` 1 (`rulesets/cadre-1`) : la VAE telle que la plaquette l’énonce.

use parchemin_plugin::{Rules, prelude::*};

rules! {
    /// Plaquette, 2 : le candidat justifie, « en tant que salarié ou bénévole, d’une expérience professionnelle d’un an
    /// en rapport avec le titre visé ».
    fn vae_experience(
        route = file.route,
        days = related_days(law.vae_activities),
        years = law.vae_minimum_years,
        year = law.year_in_days,
    ) {
        if route.is_not("vae")? {
            return not_applicable();
        }
        days.at_least(in_days(years, year))
    }

    /// Plaquette, 2 : « une notification de recevabilité lui permettant de s’inscrire à une session titre ».
    fn recevabilite_notified(route = file.route, notified = file.recevabilite_notified) {
        if route.is_not("vae")? {
            return not_applicable();
        }
        notified
    }
}

/// All rules of the plugin.
pub const ALL: Rules = &[RULES];

parchemin_plugin::export!(ALL);
