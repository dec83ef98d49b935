//! Why packages do not load, or did not change.

use super::state::StateFault;
use parchemin::{
    GivenFault, LoadFault,
    cases::{Difference, Tried},
    core::{Lang, Speak, lang::perhaps, say},
    packages::archive::OpenFault,
};
use std::fmt;

/// Why packages do not load, or did not change.
#[derive(Debug)]
pub enum ShelfFault {
    /// They do not load, or do not fit together.
    Load(LoadFault),
    /// An archive cannot be used: it is not sound, or nobody who is trusted has signed it.
    Archive(OpenFault),
    /// An archive was uploaded, and it is not said whom to trust.
    NoTrust,
    /// A package was uploaded, and it is not said any more whom to trust.
    Unchecked(String),
    /// The clock of this machine gives no day on which to trust anybody.
    NoClock,
    /// There is no such package, or not in this version; those that come near.
    NoSuchPackage(String, Vec<String>),
    /// Cases that a package carries, and that do not give what they expect of it.
    Cases(Vec<Tried>),
    /// Another package has this id and version.
    Taken(String),
    /// As many packages were uploaded as may be.
    NoRoom(usize),
    /// The state speaks of a package that is not there any more.
    Gone(String),
    /// The state cannot be read or kept.
    State(StateFault),
}

impl From<GivenFault> for ShelfFault {
    fn from(fault: GivenFault) -> ShelfFault {
        match fault {
            GivenFault::Folder(fault) => ShelfFault::Load(fault),
            GivenFault::Archive(fault) => ShelfFault::Archive(fault),
        }
    }
}

/// A case that does not give what it expects, with the first difference.
pub(crate) fn case(tried: &Tried, lang: Lang) -> String {
    let (file, name) = (&tried.file, &tried.name);
    let Some(Difference { at, expected, found, .. }) = tried.differences.first() else { return name.clone() };
    say!(lang,
        fr: "{file}, cas `{name}` : en {at}, attendu {expected}, obtenu {found}",
        en: "{file}, case `{name}`: at {at}, expected {expected}, found {found}")
}

impl Speak for ShelfFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            ShelfFault::Load(fault) => fault.say(lang),
            ShelfFault::Archive(fault) => fault.say(lang),
            ShelfFault::NoTrust => say!(lang,
                fr: "aucun fichier de confiance n’est réglé : aucune archive n’est prise",
                en: "no trust file is set: no archive is taken"),
            ShelfFault::Unchecked(name) => say!(lang,
                fr: "`{name}` a été déposé, et aucun fichier de confiance n’est réglé : ses signatures ne peuvent être vérifiées",
                en: "`{name}` was uploaded, and no trust file is set: its signatures cannot be checked"),
            ShelfFault::NoClock => say!(lang,
                fr: "l’horloge de la machine ne donne pas de jour", en: "the clock of this machine gives no day"),
            ShelfFault::NoSuchPackage(asked, _) => {
                say!(lang, fr: "il n’y a pas de paquet `{asked}`", en: "there is no package `{asked}`")
            }
            ShelfFault::Cases(all) => {
                all.iter().map(|tried| case(tried, lang)).collect::<Vec<_>>().join("\n")
            }
            ShelfFault::Taken(name) => say!(lang,
                fr: "`{name}` est déjà là, avec un autre contenu", en: "`{name}` is there already, and holds something else"),
            ShelfFault::NoRoom(most) => say!(lang,
                fr: "autant de paquets ont été déposés que le service en garde : {most}",
                en: "as many packages were uploaded as the service keeps: {most}"),
            ShelfFault::Gone(name) => say!(lang,
                fr: "l’état gardé parle de `{name}`, qui n’est plus là", en: "the state that was kept speaks of `{name}`, which is not there any more"),
            ShelfFault::State(fault) => fault.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            ShelfFault::Load(fault) => fault.help(lang),
            ShelfFault::Archive(fault) => fault.help(lang),
            ShelfFault::NoTrust | ShelfFault::Unchecked(_) => Some(say!(lang,
                fr: "donner par `trust` le fichier des clés qui peuvent signer",
                en: "give by `trust` the file of the keys that may sign")),
            ShelfFault::Cases(_) => Some(say!(lang,
                fr: "`parchemin package test` montre chaque différence",
                en: "`parchemin package test` shows every difference")),
            ShelfFault::NoClock => None,
            ShelfFault::NoSuchPackage(_, near) => perhaps(lang, near),
            ShelfFault::Taken(_) => Some(say!(lang,
                fr: "donner une autre version à ce qui a changé", en: "give another version to what has changed")),
            ShelfFault::NoRoom(_) => Some(say!(lang,
                fr: "faire augmenter `limits.archives` par qui tient le service",
                en: "have whoever runs the service raise `limits.archives`")),
            ShelfFault::Gone(_) => Some(say!(lang,
                fr: "rendre le paquet par `packages`, ou corriger le fichier d’état",
                en: "give the package back by `packages`, or mend the file of the state")),
            ShelfFault::State(fault) => fault.help(lang),
        }
    }
}

impl fmt::Display for ShelfFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ShelfFault {}
