//! Ce que le jury doit avoir eu devant lui (plaquette, modalités d’obtention, 1 à 3 et CCS).

use parchemin_plugin::prelude::*;

rules! {
    /// « une mise en situation professionnelle ou une présentation d’un projet réalisé en amont de la session »
    fn mise_en_situation_or_project(
        mise_en_situation = session.provided("mise-en-situation"),
        project = session.provided("project"),
    ) {
        any_of!(mise_en_situation, project)
    }

    /// Les compléments de l’épreuve, « si prévus au RE » : une pièce fournie suffit ; sinon il faut savoir si le RE la
    /// prévoit.
    fn technical_interview(
        provided = session.provided("technical-interview"),
        foreseen = titre.foresees("technical-interview"),
    ) {
        any_of!(provided, not(foreseen))
    }

    fn questionnaire(provided = session.provided("questionnaire"), foreseen = titre.foresees("questionnaire")) {
        any_of!(provided, not(foreseen))
    }

    fn production_questioning(
        provided = session.provided("production-questioning"),
        foreseen = titre.foresees("production-questioning"),
    ) {
        any_of!(provided, not(foreseen))
    }

    /// « les résultats des évaluations passées en cours de formation pour les seuls candidats issus d’un parcours de
    /// formation »
    fn ecf(trained = file.trained, provided = session.provided("ecf")) {
        if not(trained)? {
            return not_applicable();
        }
        provided
    }

    /// « un dossier professionnel dans lequel le candidat a consigné les preuves de sa pratique professionnelle »
    fn dossier_professionnel(provided = session.provided("dossier-professionnel")) {
        provided
    }

    /// « complété d’annexes si prévues au RE »
    fn dossier_annexes(
        provided = session.provided("dossier-annexes"),
        foreseen = titre.foresees("dossier-annexes"),
    ) {
        any_of!(provided, not(foreseen))
    }

    /// « un entretien final avec le jury » ; pour un CCP, seulement « en fin de session du dernier CCP ».
    fn final_interview(
        kind = session.kind,
        all_obtained = all_ccps_obtained(),
        all_obtained_before = all_ccps_obtained_before(),
        awards_titre = jury.awards_titre,
        provided = session.provided("final-interview"),
    ) {
        if kind.is("ccp")? {
            // « Afin d’attribuer le titre » : la session apporte le dernier CCP qui manquait, ou le jury attribue le titre.
            if not(all_of!(all_obtained, any_of!(not(all_obtained_before), awards_titre)))? {
                return not_applicable();
            }
        }
        provided
    }
}
