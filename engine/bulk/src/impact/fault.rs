//! Why nothing can be compared, and why one row cannot.

use super::gate::GateFault;
use crate::{
    columns::RenamesFault,
    format::{name_a_report, unknown_report},
    names::NameFault,
    read::{InputFault, RowFault},
    whole::Unwritten,
};
use parchemin::{
    LoadFault, Refusal,
    packages::{PackageFault, archive::OpenFault},
};
use parchemin_core::{Lang, Speak, lang::perhaps, say};
use std::path::PathBuf;

/// Why nothing can be compared.
#[derive(Debug)]
pub enum ImpactFault {
    /// It is neither a folder, nor an archive, nor the id of a package.
    UnknownSide {
        /// As given.
        asked: String,
        /// The ids nearest to it.
        nearest: Vec<String>,
    },
    /// One of the two cannot be loaded.
    Load {
        /// As given.
        side: String,
        /// Why.
        fault: LoadFault,
    },
    /// One of the two is an archive that cannot be used.
    Archive(OpenFault),
    /// A package of one of the two is not of its format.
    Package(PackageFault),
    /// One of the two uses a package in two editions at once.
    SeveralEditions {
        /// As given.
        side: String,
        /// The package.
        package: String,
    },
    /// An input.
    Input(InputFault),
    /// The list of columns.
    Columns(RenamesFault),
    /// The name of a list or of the report.
    Name(NameFault),
    /// The report's name does not say its format.
    UnknownReport(PathBuf),
    /// An output.
    Output(Unwritten),
    /// A condition of `--fail-on`.
    Gate(GateFault),
}

/// Why a row is not compared.
#[derive(Debug)]
pub enum Reject {
    /// It is no candidate file.
    Row(RowFault),
    /// The old packages refuse it.
    Old(Refusal),
    /// The new packages refuse it.
    New(Refusal),
}

impl From<InputFault> for ImpactFault {
    fn from(fault: InputFault) -> ImpactFault {
        ImpactFault::Input(fault)
    }
}

impl From<Unwritten> for ImpactFault {
    fn from(fault: Unwritten) -> ImpactFault {
        ImpactFault::Output(fault)
    }
}

impl From<NameFault> for ImpactFault {
    fn from(fault: NameFault) -> ImpactFault {
        ImpactFault::Name(fault)
    }
}

impl From<GateFault> for ImpactFault {
    fn from(fault: GateFault) -> ImpactFault {
        ImpactFault::Gate(fault)
    }
}

impl Speak for ImpactFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            ImpactFault::UnknownSide { asked, .. } => say!(lang,
                fr: "`{asked}` n’est ni un dossier, ni une archive, ni un paquet connu",
                en: "`{asked}` is neither a folder, nor an archive, nor a known package"),
            ImpactFault::Load { side, fault } => {
                let fault = fault.say(lang);
                say!(lang, fr: "`{side}` ne peut être chargé : {fault}", en: "`{side}` cannot be loaded: {fault}")
            }
            ImpactFault::Archive(fault) => fault.say(lang),
            ImpactFault::Package(fault) => format!("{}: {}", fault.file(), fault.say(lang)),
            ImpactFault::SeveralEditions { side, package } => say!(lang,
                fr: "`{side}` utilise deux éditions de `{package}` à la fois",
                en: "`{side}` uses two editions of `{package}` at once"),
            ImpactFault::Input(fault) => fault.say(lang),
            ImpactFault::Columns(fault) => fault.say(lang),
            ImpactFault::Name(fault) => fault.say(lang),
            ImpactFault::UnknownReport(path) => unknown_report(path, lang),
            ImpactFault::Output(fault) => fault.say(lang),
            ImpactFault::Gate(fault) => fault.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            ImpactFault::UnknownSide { nearest, .. } => perhaps(lang, nearest).or_else(|| {
                Some(say!(lang,
                    fr: "donner un dossier, une archive, PAQUET@VERSION ou l’id d’un paquet ; `parchemin package list` les montre",
                    en: "give a folder, an archive, PACKAGE@VERSION or the id of a package; `parchemin package list` shows them"))
            }),
            ImpactFault::Load { fault, .. } => fault.help(lang),
            ImpactFault::Archive(fault) => fault.help(lang),
            ImpactFault::Package(fault) => fault.help(lang),
            ImpactFault::SeveralEditions { .. } => Some(say!(lang,
                fr: "choisir une édition qui convienne à tous les paquets, avec --use",
                en: "choose an edition that suits all packages, with --use")),
            ImpactFault::Input(fault) => fault.help(lang),
            ImpactFault::Columns(fault) => fault.help(lang),
            ImpactFault::Name(fault) => fault.help(lang),
            ImpactFault::UnknownReport(_) => Some(name_a_report(lang)),
            ImpactFault::Output(fault) => fault.help(lang),
            ImpactFault::Gate(fault) => fault.help(lang),
        }
    }
}

impl Speak for Reject {
    fn say(&self, lang: Lang) -> String {
        match self {
            Reject::Row(fault) => fault.say(lang),
            Reject::Old(refusal) => {
                let refusal = refusal.say(lang);
                say!(lang, fr: "refusé avant le changement : {refusal}", en: "refused before the change: {refusal}")
            }
            Reject::New(refusal) => {
                let refusal = refusal.say(lang);
                say!(lang, fr: "refusé après le changement : {refusal}", en: "refused after the change: {refusal}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Reject::Row(fault) => fault.help(lang),
            Reject::Old(refusal) | Reject::New(refusal) => refusal.help(lang),
        }
    }
}

impl std::fmt::Display for ImpactFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ImpactFault {}
