//! The names that candidate files give to titres and to their revisions.

/// The titre that a file aims at by a name.
pub(super) fn titre_named(name: &str) -> Option<Titre> {
    match name {
        "mediateur-numerique"
        | "Médiateur numérique"
        | "Responsable d'espace de médiation numérique"
        | "Conseiller(ère) médiateur(trice) en numérique"
        | "conseiller (ère) médiateur (trice) numérique"
        | "Conseiller(ère) et assistant(e) en technologies de l’information et de la communication"
        | "mn-2025"
        | "remn-2024"
        | "remn-2019"
        | "cmn-2015"
        | "RNCP39181"
        | "RNCP34137"
        | "RNCP26573" => Some(Titre::MediateurNumerique),
        "developpeur-web-et-web-mobile" | "Développeur web et web mobile" | "dwwm-2023" | "RNCP37674" => {
            Some(Titre::DeveloppeurWeb)
        }
        _ => None,
    }
}

/// Whether a held revision is of a titre. The number of one of the Médiateur numérique is not supplied: a number that
/// nobody knows may be its own. Nor is the table that says what CATIC is worth.
pub(super) fn is_of(revision: &str, titre: Titre) -> Option<bool> {
    match revision {
        "mn-2025" | "remn-2024" | "RNCP39181" | "remn-2019" | "RNCP34137" | "cmn-2015" | "RNCP26573" => {
            Some(titre == Titre::MediateurNumerique)
        }
        "dwwm-2023" | "RNCP37674" | "rncp31114" | "RNCP31114" => Some(titre == Titre::DeveloppeurWeb),
        "RNCP99999" | "catic" | "RNCP4537" if titre == Titre::MediateurNumerique => None,
        _ => Some(false),
    }
}

/// A titre, whatever its revision.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Titre {
    MediateurNumerique,
    DeveloppeurWeb,
}
