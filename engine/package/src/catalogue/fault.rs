//! Why packages do not fit together, in words.

use crate::check::Checked;
use parchemin_core::{Day, Lang, Speak, lang::perhaps, say};
use semver::Version;

/// Why packages do not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence of each variant says what its fields are")]
pub enum CatalogueFault {
    /// Two packages of one id that are not of one kind and titre.
    IdOfAnother { package: String, meant: Box<[Meant; 2]> },
    /// A requirement that no package meets.
    Unmet { package: String, requires: String, requirement: String, present: Vec<String> },
    /// Packages that require each other.
    Cycle(Vec<String>),
    /// Two packages claim a titre on the same day.
    SameDay { titre: String, first: String, second: String, day: Day },
    /// A predecessor that is the package itself, a package of another titre, or neither a package nor declared external.
    UnknownPredecessor {
        package: String,
        predecessor: String,
        titres: Option<OtherTitre>,
        nearest: Vec<String>,
    },
    /// A correspondence from a CCP that neither exists nor is declared external.
    UnknownOldCcp { package: String, ccp: String, nearest: Vec<String> },
    /// An extension changes the CCPs.
    ExtensionChangesCcps { package: String, predecessor: String },
    /// Two packages revise the same predecessor.
    TwoSuccessors { predecessor: String, first: String, second: String },
    /// `--use` names a package or a version that is not there.
    NoSuchPackage { asked: String, nearest: Vec<String> },
    /// A titre that no package describes.
    NoSuchTitre { asked: String, nearest: Vec<String> },
    /// A name that two packages give to two titres: the one to mend is the second.
    NameOfTwoTitres { name: String, first: String, second: String, titres: Box<OtherTitre> },
    /// A parameter that two packages in use define.
    ParameterTwice { parameter: String, first: String, second: String },
}

/// The titres of a package and of the one that it names as its predecessor, which are two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTitre {
    /// The titre of the package.
    pub own: String,
    /// The titre of the other one.
    pub other: String,
}

/// What a version of a package is: a revision of a titre, or else a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The version.
    pub version: Version,
    /// The titre; none for a framework.
    pub titre: Option<String>,
}

impl Meant {
    pub(super) fn by(package: &Checked) -> Meant {
        let titre = package.revision.as_ref().map(|revision| revision.titre.id.clone());
        Meant { version: package.version.clone(), titre }
    }

    fn spoken(&self, lang: Lang) -> String {
        let version = &self.version;
        match &self.titre {
            Some(titre) => {
                say!(lang, fr: "{version} est une révision de `{titre}`", en: "{version} is a revision of `{titre}`")
            }
            None => say!(lang, fr: "{version} est un cadre", en: "{version} is a framework"),
        }
    }
}

impl Speak for CatalogueFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            CatalogueFault::IdOfAnother { package, meant } => {
                let [first, second] = meant.each_ref().map(|meant| meant.spoken(lang));
                say!(lang,
                    fr: "deux sortes de paquets ont l’id `{package}` : {first}, {second}",
                    en: "two kinds of packages have the id `{package}`: {first}, {second}")
            }
            CatalogueFault::Unmet { package, requires, requirement, .. } => say!(lang,
                fr: "`{package}` demande `{requires}` {requirement}, et aucun paquet n’y répond",
                en: "`{package}` requires `{requires}` {requirement}, and no package meets it"),
            CatalogueFault::Cycle(ids) => {
                let path =
                    ids.iter().chain(ids.first()).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" → ");
                say!(lang,
                    fr: "des paquets se demandent en cercle : {path}", en: "packages require each other in a circle: {path}")
            }
            CatalogueFault::SameDay { titre, first, second, day } => say!(lang,
                fr: "`{first}` et `{second}` prétendent tous deux au titre `{titre}` le {day}",
                en: "`{first}` and `{second}` both claim the titre `{titre}` on {day}"),
            CatalogueFault::UnknownPredecessor { package, predecessor, .. } if package == predecessor => {
                say!(lang,
                fr: "`{package}` se succède à lui-même", en: "`{package}` follows itself")
            }
            CatalogueFault::UnknownPredecessor {
                predecessor,
                titres: Some(OtherTitre { own, other }),
                ..
            } => say!(lang,
                fr: "`{predecessor}` est du titre `{other}`, et ce paquet du titre `{own}`",
                en: "`{predecessor}` is of the titre `{other}`, and this package of the titre `{own}`"),
            CatalogueFault::UnknownPredecessor { package, predecessor, .. } => say!(lang,
                fr: "`{package}` succède à `{predecessor}`, qui n’est ni un paquet ni déclaré externe",
                en: "`{package}` follows `{predecessor}`, which is neither a package nor declared external"),
            CatalogueFault::UnknownOldCcp { package, ccp, .. } => say!(lang,
                fr: "la table de `{package}` convertit `{ccp}`, qui n’existe pas dans cette ancienne révision et n’est pas déclaré externe",
                en: "the table of `{package}` converts `{ccp}`, which neither exists in that former revision nor is declared external"),
            CatalogueFault::ExtensionChangesCcps { package, predecessor } => say!(lang,
                fr: "`{package}` prolonge `{predecessor}` et en change les CCP",
                en: "`{package}` extends `{predecessor}` and changes its CCPs"),
            CatalogueFault::TwoSuccessors { predecessor, first, second } => say!(lang,
                fr: "`{first}` et `{second}` succèdent tous deux à `{predecessor}`",
                en: "`{first}` and `{second}` both follow `{predecessor}`"),
            CatalogueFault::NoSuchPackage { asked, .. } => say!(lang,
                fr: "aucun paquet ne répond à `{asked}`", en: "no package meets `{asked}`"),
            CatalogueFault::NoSuchTitre { asked, .. } => say!(lang,
                fr: "aucun paquet ne décrit le titre `{asked}`", en: "no package describes the titre `{asked}`"),
            CatalogueFault::NameOfTwoTitres { name, first, second, titres } => {
                let OtherTitre { own, other } = &**titres;
                say!(lang,
                    fr: "`{name}` est pour `{second}` le titre `{own}`, et pour `{first}` le titre `{other}`",
                    en: "`{name}` is to `{second}` the titre `{own}`, and to `{first}` the titre `{other}`")
            }
            CatalogueFault::ParameterTwice { parameter, first, second } => say!(lang,
                fr: "`{first}` et `{second}` définissent tous deux le paramètre `{parameter}`",
                en: "`{first}` and `{second}` both define the parameter `{parameter}`"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            CatalogueFault::IdOfAnother { .. } => Some(say!(lang,
                fr: "donner un autre id au second : un id garde sa sorte et son titre, de version en version",
                en: "give the second another id: an id keeps its kind and its titre, version after version")),
            CatalogueFault::Unmet { present, requires, .. } => {
                let present = if present.is_empty() { "∅".to_owned() } else { present.join(", ") };
                Some(say!(lang,
                    fr: "versions présentes de `{requires}` : {present} ; charger aussi la bonne",
                    en: "versions of `{requires}` that are here: {present}; load the right one too"))
            }
            CatalogueFault::Cycle(_) => {
                Some(say!(lang, fr: "retirer l’une des exigences", en: "remove one of the requirements"))
            }
            CatalogueFault::SameDay { .. } => Some(say!(lang,
                fr: "dire de chaque borne si son jour est compris (`included` ou `excluded`)",
                en: "say of each bound whether its day belongs to it (`included` or `excluded`)")),
            CatalogueFault::UnknownPredecessor { package, predecessor, nearest, .. }
                if package == predecessor =>
            {
                Some(perhaps(lang, nearest).unwrap_or_else(
                    || say!(lang, fr: "nommer la révision d’avant", en: "name the revision before it"),
                ))
            }
            CatalogueFault::UnknownPredecessor { titres: Some(_), .. } => Some(say!(lang,
                fr: "écrire le même titre dans les deux (`id` sous [titre]), ou un autre prédécesseur",
                en: "write the same titre in both (`id` under [titre]), or another predecessor")),
            CatalogueFault::UnknownPredecessor { nearest, .. } => {
                let load = say!(lang,
                    fr: "charger aussi son paquet, ou le déclarer sous [[external]] dans titre.toml",
                    en: "load its package too, or declare it under [[external]] in titre.toml");
                Some(match perhaps(lang, nearest) {
                    Some(perhaps) => {
                        say!(lang, fr: "{perhaps} ; sinon, {load}", en: "{perhaps}; else {load}")
                    }
                    None => load,
                })
            }
            CatalogueFault::UnknownOldCcp { nearest, .. }
            | CatalogueFault::NoSuchPackage { nearest, .. }
            | CatalogueFault::NoSuchTitre { nearest, .. } => perhaps(lang, nearest),
            CatalogueFault::ExtensionChangesCcps { .. } => Some(say!(lang,
                fr: "une révision a l’effet `revises` et une table", en: "a revision has the effect `revises` and a table")),
            CatalogueFault::NameOfTwoTitres { .. } => Some(say!(lang,
                fr: "le retirer de l’un des deux, ou écrire le même titre dans les deux (`id` sous [titre])",
                en: "remove it from one of the two, or write the same titre in both (`id` under [titre])")),
            CatalogueFault::TwoSuccessors { .. } | CatalogueFault::ParameterTwice { .. } => {
                Some(say!(lang, fr: "n’en garder qu’un", en: "keep only one"))
            }
        }
    }
}

impl std::fmt::Display for CatalogueFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for CatalogueFault {}
