//! Why a row gets no decision: it is no candidate file, or the packages refuse it; and the few kinds by which that is
//! counted.

use crate::read::RowFault;
use parchemin::Refusal;
use parchemin_core::{Lang, Speak, file::FileFault, say};
use serde::{Deserialize, Serialize};

/// Why a row gets no decision, or not on one of the dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reject {
    /// It is no candidate file.
    Row(RowFault),
    /// The packages refuse it.
    Refused(Refusal),
}

/// A kind of reason: rejects are counted by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Larger than any candidate file may be.
    TooLarge,
    /// Not UTF-8, or with a NUL byte.
    NotText,
    /// Not JSON.
    NotJson,
    /// A record of a CSV with more or fewer cells than there are columns, or with an open quotation mark.
    NotARecord,
    /// A value that is not what the format wants.
    WrongValue,
    /// Members that the format does not know.
    UnknownMembers,
    /// The date of the decision cannot be read.
    WrongDate,
    /// Nothing says on which date to decide.
    NoDate,
    /// A name that no package describes.
    UnknownName,
    /// A rule failed, or the clock stopped it.
    RuleFailed,
}

impl Reject {
    /// Its kind.
    pub fn reason(&self) -> Reason {
        match self {
            Reject::Row(fault) => match fault {
                RowFault::File(FileFault::TooLarge) => Reason::TooLarge,
                RowFault::File(FileFault::NotJson { .. }) => Reason::NotJson,
                RowFault::File(FileFault::WrongValue { .. }) | RowFault::Cell(_) => Reason::WrongValue,
                RowFault::File(FileFault::UnknownMembers { .. }) => Reason::UnknownMembers,
                RowFault::NotUtf8 { .. } | RowFault::Nul { .. } => Reason::NotText,
                RowFault::AsOf { .. } => Reason::WrongDate,
                RowFault::Cells { .. } | RowFault::Quotes => Reason::NotARecord,
            },
            Reject::Refused(Refusal::NoDate) => Reason::NoDate,
            Reject::Refused(Refusal::Unknown(_)) => Reason::UnknownName,
            Reject::Refused(Refusal::Rule(_)) => Reason::RuleFailed,
        }
    }

    /// The JSON pointer of the member that is meant, where it is one.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Reject::Row(RowFault::File(FileFault::WrongValue { pointer, .. })) => Some(pointer),
            Reject::Row(_) => None,
            Reject::Refused(refusal) => refusal.pointer(),
        }
    }
}

impl Reason {
    /// The words for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Reason::TooLarge => say!(lang, fr: "trop long", en: "too large"),
            Reason::NotText => say!(lang, fr: "pas un texte en UTF-8", en: "not text in UTF-8"),
            Reason::NotJson => say!(lang, fr: "pas du JSON", en: "not JSON"),
            Reason::NotARecord => say!(lang, fr: "cellules en désordre", en: "cells in disorder"),
            Reason::WrongValue => {
                say!(lang, fr: "valeur que le format refuse", en: "value that the format refuses")
            }
            Reason::UnknownMembers => {
                say!(lang, fr: "membre inconnu du format", en: "member unknown to the format")
            }
            Reason::WrongDate => {
                say!(lang, fr: "date de décision illisible", en: "unreadable date of decision")
            }
            Reason::NoDate => say!(lang, fr: "sans date de décision", en: "without a date of decision"),
            Reason::UnknownName => {
                say!(lang, fr: "nom qu’aucun paquet ne décrit", en: "name that no package describes")
            }
            Reason::RuleFailed => say!(lang, fr: "échec d’une règle", en: "failure of a rule"),
        }
    }
}

impl Speak for Reject {
    fn say(&self, lang: Lang) -> String {
        match self {
            Reject::Row(fault) => fault.say(lang),
            Reject::Refused(refusal) => refusal.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Reject::Row(fault) => fault.help(lang),
            Reject::Refused(refusal) => refusal.help(lang),
        }
    }
}
