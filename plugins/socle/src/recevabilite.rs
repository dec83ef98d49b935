//! Recevabilité : ce candidat peut-il se présenter à cette session ?

use parchemin_plugin::prelude::*;

rules! {
    /// Plaquette, 2 : « dans la limite de la durée de validité du titre ».
    fn titre_in_force(in_force = titre.in_force) {
        in_force
    }

    /// Plaquette, modalités d’obtention : les voies ; les textes de chaque titre disent lesquelles sont ouvertes.
    fn route_open(route = file.route, open = titre.route_open) {
        // Un CCS a ses propres conditions : voir plus bas.
        if route.is("ccs")? {
            return not_applicable();
        }
        open
    }

    /// Arrêté du 22 décembre 2015 : la recevabilité vaut un an depuis sa notification, jour anniversaire compris.
    fn recevabilite_valid(
        route = file.route,
        notified = file.recevabilite_notified,
        notified_on = file.recevabilite_notified_on,
        decisive_day = decisive_day(),
        years = law.vae_recevabilite_years,
    ) {
        if route.is_not("vae")? {
            return not_applicable();
        }
        // Sans notification, il n’y a pas de durée à compter : une autre règle le dit déjà.
        if not(notified)? {
            return not_applicable();
        }
        decisive_day.at_most(years_after(notified_on, years))
    }

    /// Plaquette, 2 : « Le candidat peut se présenter aux CCP manquants ». Repasser un CCP acquis n’est ni prévu ni
    /// interdit.
    fn ccp_to_sit(ccp; kind = session.kind, presented = ccp.presented, before = ccp.before) {
        if not(all_of!(kind.is("ccp"), presented))? {
            return not_applicable();
        }
        if before.is_not("missing")? {
            return not_applicable();
        }
        met()
    }

    /// Après un échec ou une réussite partielle, un candidat formé a un an, depuis la délibération, pour se
    /// représenter ; ensuite, une nouvelle formation est nécessaire.
    fn resit_in_time(
        aims_at_ccs = file.aims_at_ccs,
        after_a_failure = session.after_a_failure,
        trained = file.trained,
        decisive_day = decisive_day(),
        failed_on = session.earlier_failure_on,
        years = law.resit_years,
        training_started_on = file.training_started_on,
    ) {
        if aims_at_ccs.is(true)? {
            return not_applicable();
        }
        if not(after_a_failure)? {
            return not_applicable();
        }
        if not(trained)? {
            return not_applicable();
        }
        any_of!(
            decisive_day.at_most(years_after(failed_on, years)),
            training_started_on.more_than(failed_on),
        )
    }

    /// Plaquette, CCS : « s’il est déjà titulaire du titre professionnel auquel le CCS est associé ».
    fn ccs_holder(aims_at_ccs = file.aims_at_ccs, holds_titre = file.holds_titre) {
        if not(aims_at_ccs)? {
            return not_applicable();
        }
        holds_titre
    }

    /// Plaquette, CCS : après une formation, ou directement avec un an dans le métier.
    fn ccs_experience(
        aims_at_ccs = file.aims_at_ccs,
        trained = file.trained,
        days = related_days(law.ccs_activities),
        years = law.ccs_minimum_years,
        year = law.year_in_days,
    ) {
        if not(aims_at_ccs)? {
            return not_applicable();
        }
        any_of!(trained, days.at_least(in_days(years, year)))
    }
}
