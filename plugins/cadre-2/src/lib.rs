//! Les règles du paquet `cadre` 2 (`rulesets/cadre-2`) : la VAE telle que la loi la règle au jour du dépôt.

use parchemin_plugin::{Rules, prelude::*};

rules! {
    /// L. 335-5 et R. 335-6 du code de l’éducation, au jour du dépôt : trois ans, puis un an, puis 1 607 heures, puis
    /// rien.
    fn vae_experience(
        route = file.route,
        regime = law.vae_regime,
        hours = related_hours(law.vae_activities),
        minimum_hours = law.vae_minimum_hours,
        days = related_days(law.vae_activities),
        years = law.vae_minimum_years,
        year = law.year_in_days,
    ) {
        if route.is_not("vae")? {
            return not_applicable();
        }
        if regime.is("hours")? {
            return hours.at_least(minimum_hours);
        }
        if regime.is("years")? {
            return days.at_least(in_days(years, year));
        }
        met()
    }

    /// R. 6412-3 du code du travail : par année civile, une demande pour une certification, trois pour des
    /// certifications différentes, la présente comprise ; les demandes portant sur de seuls blocs ne comptent pas.
    fn vae_requests(
        route = file.route,
        for_a_titre = law.vae_requests_for_a_titre,
        for_all = law.vae_requests_for_all,
        of_this_titre = requests_for_this_titre_in_the_year(),
        of_others = requests_for_others_in_the_year(),
    ) {
        if route.is_not("vae")? {
            return not_applicable();
        }
        if for_a_titre.is(0)? {
            return not_applicable();
        }
        all_of!(of_this_titre.less_than(for_a_titre), of_others.less_than(for_all))
    }

    /// Plaquette, 2 : la recevabilité est notifiée. L. 6412-2 : deux mois de silence valent recevabilité ; depuis quel
    /// jour, ce texte n’est pas ici : la durée reste inconnue.
    fn recevabilite_notified(
        route = file.route,
        notified = file.recevabilite_notified,
        unanswered = file.recevabilite_unanswered,
        filed_on = file.request_filed_on,
        months = law.vae_silence_months,
        decision_day = decision_day(),
    ) {
        if route.is_not("vae")? {
            return not_applicable();
        }
        any_of!(
            notified,
            all_of!(unanswered, months_after(filed_on, months).at_most(decision_day)),
        )
    }
}

/// All rules of the plugin.
pub const ALL: Rules = &[RULES];

parchemin_plugin::export!(ALL);
