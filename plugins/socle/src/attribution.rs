//! Ce que le jury décide, et ce qui s’ensuit.

use crate::ccp::{Usable, usable};
use parchemin_plugin::prelude::*;

rules! {
    /// Plaquette, 2 : « dans la limite de la durée de validité du titre ». Sans révision en vigueur, ou après la dernière
    /// délivrance, rien n’est délivré.
    fn titre_deliverable(deliverable = titre.deliverable) {
        deliverable
    }

    /// Plaquette, CCS : pour un CCS associé au titre, et pour qui est déjà titulaire du titre.
    fn ccs_deliverable(kind = session.kind, has_ccs = titre.has_ccs, holds_titre = file.holds_titre) {
        if kind.is_not("ccs")? {
            return not_applicable();
        }
        all_of!(has_ccs, holds_titre)
    }

    /// Plaquette, 2 : à défaut du titre, « le jury peut attribuer un ou plusieurs » CCP ; s’il n’attribue rien, c’est
    /// l’échec.
    fn jury_awards(
        kind = session.kind,
        titre = jury.awards_titre,
        ccs = jury.awards_ccs,
        some_ccp = jury.awards_some_ccp,
    ) {
        awarded(kind, titre, ccs, some_ccp)
    }

    /// Plaquette, 2 : le jury « décide ou non de l’attribution du titre » ; par les CCP, il les faut tous.
    fn titre_awarded(
        kind = session.kind,
        titre = jury.awards_titre,
        ccs = jury.awards_ccs,
        some_ccp = jury.awards_some_ccp,
        all_obtained = all_ccps_obtained(),
    ) {
        if kind.is("ccs")? {
            return not_applicable();
        }
        // Si le jury n’attribue rien, la règle précédente l’a dit.
        if not(awarded(kind, titre, ccs, some_ccp))? {
            return not_applicable();
        }
        if kind.is("titre")? {
            return titre.is(true);
        }
        all_of!(all_obtained, titre)
    }

    /// Par les CCP, chacun doit encore pouvoir servir au titre.
    fn held_usable_for_titre(
        held;
        kind = session.kind,
        of_this_lineage = held.of_this_lineage,
        first_awarded_on = first_ccp_awarded_on(),
        years = law.ccp_years,
        regime = law.ccp_regime,
        last_day = law.ccp_years_last_day,
        decisive_day = decisive_day(),
        revival = for_want_of("reprise-ccp"),
        in_force = titre.in_force,
    ) {
        if kind.is_not("ccp")? {
            return not_applicable();
        }
        if not(of_this_lineage)? {
            return not_applicable();
        }
        usable(Usable { first_awarded_on, years, regime, last_day, decisive_day, revival, in_force })
    }
}

/// Ce que le jury attribue, selon ce que vise la session.
fn awarded(kind: Fact<'_>, titre: Fact<'_>, ccs: Fact<'_>, some_ccp: Fact<'_>) -> Truth {
    if kind.is("ccs")? {
        return ccs.is(true);
    }
    if kind.is("ccp")? {
        return some_ccp.is(true);
    }
    any_of!(titre, some_ccp)
}
