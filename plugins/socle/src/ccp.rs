//! Les CCP détenus : ce qu’ils valent, et s’ils peuvent encore servir. Un CCP obtenu n’est jamais perdu ; qu’il puisse
//! servir à ce titre est une autre question.

use parchemin_plugin::prelude::*;

rules! {
    /// Plaquette, 2 : « l’arrêté de spécialité fixe les correspondances » ; une prolongation ne convertit rien.
    fn held_correspondence(
        held;
        of_this_lineage = held.of_this_lineage,
        of_this_revision = held.of_this_revision,
        converts = held.converts,
    ) {
        if not(of_this_lineage)? {
            return not_applicable();
        }
        if of_this_revision.is(true)? {
            return not_applicable();
        }
        converts
    }

    /// Un CCP détenu peut-il encore servir à ce titre ?
    fn held_usable(
        held;
        of_this_lineage = held.of_this_lineage,
        first_awarded_on = first_ccp_awarded_on(),
        years = law.ccp_years,
        regime = law.ccp_regime,
        last_day = law.ccp_years_last_day,
        decisive_day = decisive_day(),
        revival = for_want_of("reprise-ccp"),
        in_force = titre.in_force,
    ) {
        if not(of_this_lineage)? {
            return not_applicable();
        }
        usable(Usable { first_awarded_on, years, regime, last_day, decisive_day, revival, in_force })
    }
}

/// Les faits dont dépend qu’un CCP puisse encore servir.
pub(crate) struct Usable<'r> {
    pub(crate) first_awarded_on: Fact<'r>,
    pub(crate) years: Fact<'r>,
    pub(crate) regime: Fact<'r>,
    pub(crate) last_day: Fact<'r>,
    pub(crate) decisive_day: Fact<'r>,
    pub(crate) revival: Fact<'r>,
    pub(crate) in_force: Fact<'r>,
}

/// R. 338-5 : cinq ans jusqu’au 13 juillet 2016 ; depuis, « dans la limite de la durée de validité du titre ».
pub(crate) fn usable(ccp: Usable<'_>) -> Truth {
    let five_years = years_after(ccp.first_awarded_on, ccp.years);
    if ccp.regime.is("years")? {
        return ccp.decisive_day.at_most(five_years);
    }
    // Périmé sous l’ancienne règle : aucun texte ne dit si la nouvelle le fait revivre.
    if five_years.less_than(ccp.last_day)? {
        return ccp.revival.is(true);
    }
    ccp.in_force.is(true)
}
