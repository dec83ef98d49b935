//! Why no file can be made.

use parchemin_core::{Lang, Speak, lang::perhaps, say};

/// Why no file can be made.
#[derive(Clone, Debug, PartialEq)]
pub enum GenerateFault {
    /// A share that is none.
    OutOfRange {
        /// What it is the share of, as [`Shares`](super::Shares) calls it.
        share: String,
        /// As given.
        value: f64,
    },
    /// A share that is not written as one.
    NotAShare(String),
    /// The share of something that files do not have.
    UnknownShare {
        /// As given.
        asked: String,
        /// The names nearest to it.
        nearest: Vec<String>,
    },
    /// Shares that come to more than 1.
    TooMuch {
        /// What they come to.
        sum: f64,
    },
    /// Every route has the share 0.
    NoRoute,
    /// Every titre has the share 0, or no package describes one.
    NoTitre,
    /// No package states a day.
    NoDay,
    /// A titre that no package describes.
    UnknownTitre {
        /// As given.
        asked: String,
        /// The ids nearest to it.
        nearest: Vec<String>,
    },
}

impl Speak for GenerateFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            GenerateFault::OutOfRange { share, value } => say!(lang,
                fr: "la part `{share}` vaut {value}", en: "the share `{share}` is {value}"),
            GenerateFault::NotAShare(text) => say!(lang,
                fr: "`{text}` ne donne pas de part", en: "`{text}` does not give a share"),
            GenerateFault::UnknownShare { asked, .. } => say!(lang,
                fr: "`{asked}` n’est ni une voie ni un défaut de dossier",
                en: "`{asked}` is neither a route nor a defect of files"),
            GenerateFault::TooMuch { sum } => say!(lang,
                fr: "les parts font {sum:.2} ensemble, plus que 1", en: "the shares come to {sum:.2}, more than 1"),
            GenerateFault::NoRoute => say!(lang, fr: "aucune voie n’a de part", en: "no route has a share"),
            GenerateFault::NoTitre => say!(lang, fr: "aucun titre n’a de part", en: "no titre has a share"),
            GenerateFault::NoDay => say!(lang,
                fr: "aucun paquet n’énonce de date", en: "no package states a date"),
            GenerateFault::UnknownTitre { asked, .. } => say!(lang,
                fr: "aucun paquet ne décrit le titre `{asked}`", en: "no package describes the titre `{asked}`"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            GenerateFault::OutOfRange { .. } => {
                Some(say!(lang, fr: "une part va de 0 à 1", en: "a share goes from 0 to 1"))
            }
            GenerateFault::NotAShare(_) => Some(say!(lang,
                fr: "écrire NOM=PART, par exemple vae=0.4", en: "write NAME=SHARE, for example vae=0.4")),
            GenerateFault::UnknownShare { nearest, .. } => perhaps(lang, nearest).or_else(|| {
                let known = super::asked::names().collect::<Vec<_>>().join(", ");
                Some(say!(lang,
                    fr: "écrire {known} ; les titres se donnent avec --titre",
                    en: "write {known}; titres are given with --titre"))
            }),
            GenerateFault::TooMuch { .. } => Some(say!(lang,
                fr: "ce qui n’est pas nommé se partage le reste : en donner moins",
                en: "what is not named shares the rest: give less")),
            GenerateFault::NoRoute | GenerateFault::NoTitre => {
                Some(say!(lang, fr: "en donner une au-dessus de 0", en: "give one above 0"))
            }
            GenerateFault::NoDay => Some(say!(lang,
                fr: "charger un titre dont une borne est connue", en: "load a titre of which a bound is known")),
            GenerateFault::UnknownTitre { nearest, .. } => perhaps(lang, nearest),
        }
    }
}

impl std::fmt::Display for GenerateFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for GenerateFault {}
