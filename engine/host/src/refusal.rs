//! Why a file gets no decision. None of these is an answer about the candidate.

use parchemin_core::{Lang, Speak, lang::perhaps, ruling::RuleFault, say};
use parchemin_package::CatalogueFault;

/// Why a file gets no decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Neither the call nor the file says on which date to decide.
    NoDate,
    /// The file names something that no package describes.
    Unknown(Box<UnknownName>),
    /// A rule failed, or the clock stopped it: the package or the host must be mended.
    Rule(Box<FailedRule>),
}

/// A name of the file that no package describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    pointer: String,
    name: String,
    kind: Kind,
    nearest: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Titre,
    Ccp,
    Revision,
    Ccs,
}

/// A rule that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedRule {
    pub(crate) package: String,
    pub(crate) rule: String,
    pub(crate) fault: RuleFault,
}

impl FailedRule {
    /// Why it failed.
    pub fn fault(&self) -> &RuleFault {
        &self.fault
    }
}

impl Refusal {
    fn unknown(pointer: &str, name: &str, kind: Kind, nearest: Vec<String>) -> Refusal {
        Refusal::Unknown(Box::new(UnknownName {
            pointer: pointer.to_owned(),
            name: name.to_owned(),
            kind,
            nearest,
        }))
    }

    pub(crate) fn unknown_ccp(pointer: &str, name: &str, nearest: Vec<String>) -> Refusal {
        Refusal::unknown(pointer, name, Kind::Ccp, nearest)
    }

    pub(crate) fn unknown_revision(pointer: &str, name: &str, nearest: Vec<String>) -> Refusal {
        Refusal::unknown(pointer, name, Kind::Revision, nearest)
    }

    pub(crate) fn unknown_ccs(pointer: &str, name: &str, nearest: Vec<String>) -> Refusal {
        Refusal::unknown(pointer, name, Kind::Ccs, nearest)
    }

    pub(crate) fn unknown_titre(pointer: &str, fault: CatalogueFault) -> Refusal {
        match fault {
            CatalogueFault::NoSuchTitre { asked, nearest } => {
                Refusal::unknown(pointer, &asked, Kind::Titre, nearest)
            }
            other => Refusal::unknown(pointer, &other.to_string(), Kind::Titre, Vec::new()),
        }
    }

    /// The JSON pointer of what is refused, where there is one.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Refusal::Unknown(unknown) => Some(&unknown.pointer),
            Refusal::NoDate => Some("/evaluate_on"),
            Refusal::Rule(_) => None,
        }
    }
}

impl Speak for Refusal {
    fn say(&self, lang: Lang) -> String {
        match self {
            Refusal::NoDate => say!(lang,
                fr: "aucune date de décision n’est donnée", en: "no date of decision is given"),
            Refusal::Unknown(unknown) => {
                let UnknownName { pointer, name, kind, .. } = &**unknown;
                match kind {
                    Kind::Titre => say!(lang,
                        fr: "aucun paquet ne décrit le titre `{name}`, en `{pointer}`",
                        en: "no package describes the titre `{name}`, at `{pointer}`"),
                    Kind::Ccp => say!(lang,
                        fr: "le CCP `{name}` est inconnu, en `{pointer}`", en: "the CCP `{name}` is unknown, at `{pointer}`"),
                    Kind::Revision => say!(lang,
                        fr: "la révision `{name}` est inconnue, en `{pointer}`",
                        en: "the revision `{name}` is unknown, at `{pointer}`"),
                    Kind::Ccs => say!(lang,
                        fr: "le CCS `{name}` est inconnu, en `{pointer}`", en: "the CCS `{name}` is unknown, at `{pointer}`"),
                }
            }
            Refusal::Rule(failed) => {
                let FailedRule { package, rule, fault } = &**failed;
                let fault = fault.say(lang);
                say!(lang, fr: "règle `{rule}` de `{package}` : {fault}", en: "rule `{rule}` of `{package}`: {fault}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Refusal::NoDate => Some(say!(lang,
                fr: "donner --as-of AAAA-MM-JJ, ou `evaluate_on` dans le dossier",
                en: "give --as-of YYYY-MM-DD, or `evaluate_on` in the file")),
            Refusal::Unknown(unknown) => perhaps(lang, &unknown.nearest).or_else(|| {
                Some(match unknown.kind {
                    Kind::Ccp => say!(lang,
                        fr: "écrire son id (`mn-2025/1`) ou son code de bloc (`RNCP37674BC01`)",
                        en: "write its id (`mn-2025/1`) or its bloc code (`RNCP37674BC01`)"),
                    Kind::Titre | Kind::Revision => say!(lang,
                        fr: "écrire l’id d’un paquet (`mn-2025`) ou un numéro RNCP (`RNCP39181`)",
                        en: "write the id of a package (`mn-2025`) or a number of the register (`RNCP39181`)"),
                    Kind::Ccs => say!(lang,
                        fr: "écrire l’id d’un CCS que déclare une révision du titre",
                        en: "write the id of a CCS that a revision of the titre declares"),
                })
            }),
            Refusal::Rule(_) => None,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for Refusal {}
