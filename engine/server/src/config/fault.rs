//! What can be wrong with a configuration: said with its place and the nearest right name.

use super::{settings::Kind, value::Origin};
use crate::record::without_password;
use parchemin::core::{Lang, Speak, lang::perhaps, say};
use std::fmt;

/// Something wrong in a configuration, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// Where it was said.
    pub origin: Origin,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file cannot be read: its path, and why.
    Unreadable(String, String),
    /// The file is not TOML.
    NotToml(String),
    /// No setting has this name; those that come near.
    Unknown(String, Vec<String>),
    /// A value of another kind than that of its setting.
    Kind(&'static str, Kind),
    /// `--set` without `=`.
    NotASetting(String),
    /// Not an address with a port.
    Address(String),
    /// Not an address that others can ask.
    Url(String),
    /// Not an origin.
    Origin(String),
    /// Not an address of a log of decisions.
    Log(String),
    /// Not a JSON pointer.
    Pointer(String),
    /// A pointer to what no candidate file can have; those that come near.
    NoMember(String, Vec<String>),
    /// One of `tls.certificate` and `tls.key` without the other.
    HalfTls,
    /// A part of a key that is missing or wrong: the part, and what it has to be.
    Key(&'static str, KeyPart),
    /// Two keys of one name, or of one digest.
    KeyTwice(String),
    /// Nobody could use the service.
    NoKey,
    /// Without keys on an address that others reach.
    Open(String),
    /// An edition that cannot be read.
    Edition(String),
}

/// The parts of a key in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPart {
    /// A name of small letters, digits and hyphens.
    Name,
    /// A SHA-256 digest, 64 hexadecimal digits.
    Digest,
    /// One or more roles.
    Roles,
}

impl ConfigFault {
    pub(crate) fn new(origin: Origin, what: Wrong) -> ConfigFault {
        ConfigFault { origin, what }
    }
}

impl Speak for ConfigFault {
    fn say(&self, lang: Lang) -> String {
        match &self.what {
            Wrong::Unreadable(path, reason) => {
                say!(lang, fr: "lecture de `{path}` impossible : {reason}", en: "`{path}` cannot be read: {reason}")
            }
            Wrong::NotToml(reason) => {
                say!(lang, fr: "le fichier n’est pas du TOML : {reason}", en: "the file is not TOML: {reason}")
            }
            Wrong::Unknown(name, _) => {
                say!(lang, fr: "aucun réglage ne s’appelle `{name}`", en: "no setting is called `{name}`")
            }
            Wrong::Kind(name, kind) => {
                let kind = kind.spoken(lang);
                say!(lang, fr: "`{name}` demande {kind}", en: "`{name}` wants {kind}")
            }
            Wrong::NotASetting(text) => {
                say!(lang, fr: "`{text}` n’est pas de la forme NOM=VALEUR", en: "`{text}` is not of the form NAME=VALUE")
            }
            Wrong::Address(text) => {
                say!(lang, fr: "`{text}` n’est pas une adresse avec un port", en: "`{text}` is not an address with a port")
            }
            Wrong::Url(text) => {
                say!(lang, fr: "`{text}` n’est pas une adresse publique", en: "`{text}` is not a public address")
            }
            Wrong::Origin(text) => {
                say!(lang, fr: "`{text}` n’est pas une origine", en: "`{text}` is not an origin")
            }
            Wrong::Log(text) => {
                let text = without_password(text);
                say!(lang, fr: "`{text}` n’est pas l’adresse d’un journal", en: "`{text}` is not the address of a log")
            }
            Wrong::Pointer(text) => {
                say!(lang, fr: "`{text}` n’est pas un pointeur JSON", en: "`{text}` is not a JSON pointer")
            }
            Wrong::NoMember(text, _) => say!(lang,
                fr: "aucun dossier ne peut avoir `{text}`", en: "no candidate file can have `{text}`"),
            Wrong::HalfTls => say!(lang,
                fr: "`tls.certificate` et `tls.key` vont ensemble", en: "`tls.certificate` and `tls.key` go together"),
            Wrong::Key(part, _) => {
                say!(lang, fr: "le membre `{part}` de cette clé manque ou ne convient pas", en: "the member `{part}` of this key is missing or wrong")
            }
            Wrong::KeyTwice(name) => {
                say!(lang, fr: "la clé `{name}` est donnée deux fois", en: "the key `{name}` is given twice")
            }
            Wrong::NoKey => say!(lang,
                fr: "aucune clé n’est donnée : personne ne pourrait rien demander", en: "no key is given: nobody could ask anything"),
            Wrong::Open(address) => say!(lang,
                fr: "sans clés, le service n’écoute que sur une adresse locale ; {address} n’en est pas une",
                en: "without keys the service listens on a loopback address only; {address} is none"),
            Wrong::Edition(text) => say!(lang,
                fr: "`{text}` ne désigne pas une édition", en: "`{text}` does not name an edition"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match &self.what {
            Wrong::Unknown(_, nearest) => perhaps(lang, nearest).or_else(|| {
                Some(say!(lang,
                    fr: "`parchemin serve --print-config` donne les réglages", en: "`parchemin serve --print-config` shows the settings"))
            }),
            Wrong::Unreadable(..) => {
                Some(say!(lang, fr: "vérifier le chemin et les droits", en: "check the path and the permissions"))
            }
            Wrong::NotASetting(_) => Some(say!(lang,
                fr: "par exemple --set limits.rate=50", en: "for example --set limits.rate=50")),
            Wrong::Address(_) => Some(say!(lang,
                fr: "par exemple 127.0.0.1:8080 ou [::]:443", en: "for example 127.0.0.1:8080 or [::]:443")),
            Wrong::Url(_) => Some(say!(lang,
                fr: "par exemple https://exemple.fr ou https://exemple.fr/titres, sans `?` ni `@`",
                en: "for example https://example.org or https://example.org/titres, without `?` or `@`")),
            Wrong::Origin(_) => Some(say!(lang,
                fr: "par exemple https://exemple.fr, sans chemin ni étoile", en: "for example https://example.org, with no path and no star")),
            Wrong::Log(_) => Some(say!(lang,
                fr: "écrire sqlite:CHEMIN, postgres://HÔTE/BASE ou off", en: "write sqlite:PATH, postgres://HOST/BASE or off")),
            Wrong::Pointer(_) => Some(say!(lang,
                fr: "par exemple /experience/*/hours ; l’étoile vaut pour chaque ligne d’une liste",
                en: "for example /experience/*/hours; the star stands for each row of a list")),
            Wrong::NoMember(_, nearest) => perhaps(lang, nearest).or_else(|| {
                Some(say!(lang,
                    fr: "`parchemin schema candidate` donne les membres d’un dossier",
                    en: "`parchemin schema candidate` shows the members of a candidate file"))
            }),
            Wrong::Key(_, part) => Some(match part {
                KeyPart::Name => say!(lang,
                    fr: "écrire un nom en minuscules, chiffres et traits d’union",
                    en: "write a name of small letters, digits and hyphens"),
                KeyPart::Digest => say!(lang,
                    fr: "écrire les 64 chiffres hexadécimaux que donne `parchemin serve --new-key ROLE`, jamais la clé",
                    en: "write the 64 hexadecimal digits that `parchemin serve --new-key ROLE` gives, never the key"),
                KeyPart::Roles => say!(lang,
                    fr: "écrire par exemple roles = [\"evaluator\"] : reader, evaluator, publisher",
                    en: "write for example roles = [\"evaluator\"]: reader, evaluator, publisher"),
            }),
            Wrong::NoKey => Some(say!(lang,
                fr: "`parchemin serve --new-key evaluator` en fait une ; sur sa propre machine, --no-auth",
                en: "`parchemin serve --new-key evaluator` makes one; on one's own machine, --no-auth")),
            Wrong::Open(_) => Some(say!(lang,
                fr: "donner des clés, ou écouter sur 127.0.0.1", en: "give keys, or listen on 127.0.0.1")),
            Wrong::Edition(_) => Some(say!(lang,
                fr: "écrire PAQUET@VERSION, par exemple cadre@2", en: "write PACKAGE@VERSION, for example cadre@2")),
            Wrong::NotToml(_) | Wrong::Kind(..) | Wrong::HalfTls | Wrong::KeyTwice(_) => None,
        }
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ConfigFault {}
