//! Why no package is started.

use parchemin::{
    core::{Lang, Speak, say},
    packages::{PackageFault, refused},
};
use parchemin_bulk::impact::ImpactFault;
use std::{io, path::PathBuf};

/// Why no package is started. Nothing has been written.
#[derive(Debug)]
pub enum StartFault {
    /// There is something where the package is to be.
    Exists(PathBuf),
    /// The name of the folder cannot be the id of a package.
    BadId(String),
    /// Not the number of a fiche.
    BadNumber(String),
    /// A file that cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A text that is not UTF-8.
    NotText(PathBuf),
    /// A source that a package cannot carry.
    TooLarge(PathBuf, u64),
    /// Not of XML.
    NotXml {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What stands there.
        reason: String,
    },
    /// The file has no such fiche.
    NoFiche {
        /// The file.
        file: PathBuf,
        /// The number.
        number: String,
    },
    /// Nothing of the text has the form of an annex.
    NothingRead(PathBuf),
    /// The preceding package.
    Preceding(ImpactFault),
    /// The preceding package is not of its format.
    Package(PackageFault),
    /// The preceding package is no revision of a titre.
    NoRevision(String),
    /// The folder cannot be written.
    Unwritten(PathBuf, io::Error),
}

impl Speak for StartFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            StartFault::Exists(path) => {
                let path = path.display();
                say!(lang, fr: "`{path}` existe déjà", en: "`{path}` exists already")
            }
            StartFault::BadId(id) => say!(lang,
                fr: "`{id}` ne peut être l’identifiant d’un paquet", en: "`{id}` cannot be the id of a package"),
            StartFault::BadNumber(number) => say!(lang,
                fr: "`{number}` n’est pas un numéro de fiche", en: "`{number}` is not the number of a fiche"),
            StartFault::Unreadable(path, error) => {
                let (path, reason) = (path.display(), refused(error, lang));
                say!(lang, fr: "`{path}` : lecture impossible : {reason}", en: "`{path}`: cannot be read: {reason}")
            }
            StartFault::NotText(path) => {
                let path = path.display();
                say!(lang, fr: "`{path}` n’est pas en UTF-8", en: "`{path}` is not UTF-8")
            }
            StartFault::TooLarge(path, limit) => {
                let path = path.display();
                say!(lang,
                    fr: "`{path}` dépasse la borne de {limit} octets", en: "`{path}` exceeds the bound of {limit} bytes")
            }
            StartFault::NotXml { file, line, reason } => {
                let file = file.display();
                say!(lang,
                    fr: "`{file}`, ligne {line} : ce n’est pas du XML du répertoire : {reason}",
                    en: "`{file}`, line {line}: this is not XML of the register: {reason}")
            }
            StartFault::NoFiche { file, number } => {
                let file = file.display();
                say!(lang, fr: "`{file}` n’a pas de fiche {number}", en: "`{file}` has no fiche {number}")
            }
            StartFault::NothingRead(path) => {
                let path = path.display();
                say!(lang,
                    fr: "rien dans `{path}` n’a la forme de l’annexe d’un arrêté de titre",
                    en: "nothing in `{path}` has the form of the annex of an arrêté about a titre")
            }
            StartFault::Preceding(fault) => fault.say(lang),
            StartFault::Package(fault) => format!("{}: {}", fault.file(), fault.say(lang)),
            StartFault::NoRevision(package) => say!(lang,
                fr: "`{package}` n’est pas une révision d’un titre", en: "`{package}` is not a revision of a titre"),
            StartFault::Unwritten(path, error) => {
                let (path, reason) = (path.display(), refused(error, lang));
                say!(lang, fr: "`{path}` ne peut être écrit : {reason}", en: "`{path}` cannot be written: {reason}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            StartFault::Exists(_) => {
                say!(lang, fr: "donner un autre dossier ; aucun n’est remplacé", en: "give another folder; none is replaced")
            }
            StartFault::BadId(_) => say!(lang,
                fr: "le dossier porte l’identifiant : des minuscules sans accent, des chiffres et des traits d’union, comme mn-2025",
                en: "the folder has the id for its name: small letters, digits and hyphens, as in mn-2025"),
            StartFault::BadNumber(_) => say!(lang, fr: "écrire RNCP37674", en: "write RNCP37674"),
            StartFault::NotText(_) => say!(lang, fr: "l’enregistrer en UTF-8", en: "save it as UTF-8"),
            StartFault::TooLarge(..) => say!(lang, fr: "garder l’annexe seule", en: "keep the annex alone"),
            StartFault::NoFiche { .. } => say!(lang,
                fr: "vérifier le numéro, et que le fichier est l’export complet du répertoire",
                en: "check the number, and that the file is the whole export of the register"),
            StartFault::NothingRead(_) => say!(lang,
                fr: "donner le texte de l’annexe, avec ses intitulés (« Intitulé », « Capacités attestées »…)",
                en: "give the text of the annex, with its headings (« Intitulé », « Capacités attestées »…)"),
            StartFault::Preceding(fault) => return fault.help(lang),
            StartFault::Package(fault) => return fault.help(lang),
            StartFault::NoRevision(_) => say!(lang,
                fr: "donner le paquet de la révision précédente ; `parchemin package list` les montre",
                en: "give the package of the preceding revision; `parchemin package list` shows them"),
            StartFault::Unreadable(..) | StartFault::NotXml { .. } | StartFault::Unwritten(..) => {
                return None;
            }
        })
    }
}

impl std::fmt::Display for StartFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for StartFault {}
