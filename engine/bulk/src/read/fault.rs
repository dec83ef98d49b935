//! What can be wrong with an input as a whole, and with one of its rows.

use crate::{
    columns::{CellFault, CellReason, HeadFault, TableFault},
    format::Format,
};
use parchemin::packages::refused;
use parchemin_core::{DayFault, Lang, Speak, file::FileFault, say};
use std::io;

/// Why an input cannot be read, or cannot be read on.
#[derive(Debug)]
pub enum InputFault {
    /// No input was named.
    None,
    /// No file has that name.
    NotFound(String),
    /// No file answers to that pattern.
    NoMatch(String),
    /// It is not a pattern.
    Pattern {
        /// As given.
        pattern: String,
        /// What the reader of patterns says.
        reason: String,
    },
    /// Its name does not say how it is written.
    UnknownFormat(String),
    /// Standard input was named more than once.
    StandardInputTwice,
    /// A format that is read from its end cannot come packed or through a pipe.
    NotAStream {
        /// The input.
        input: String,
        /// The format.
        format: Format,
    },
    /// A pipe cannot be taken up where it was left.
    NotResumable(String),
    /// A position that the inputs do not have.
    NoSuchPosition(String),
    /// The system refused to open or read it.
    Unreadable {
        /// The input.
        input: String,
        /// What the system says.
        error: io::Error,
    },
    /// What is packed is damaged or breaks off.
    Damaged {
        /// The input.
        input: String,
        /// The line or row up to which all is read.
        after: u64,
        /// What the reader says.
        reason: String,
    },
    /// A workbook that unpacks to more than can be held.
    TooMuch {
        /// The input.
        input: String,
        /// The bytes that it may hold.
        most: u64,
    },
    /// A workbook whose rows are not in order.
    Unordered {
        /// The input.
        input: String,
        /// The row that comes after one of a higher number.
        row: u64,
    },
    /// A workbook with a cell where no sheet has one.
    BeyondSheet {
        /// The input.
        input: String,
        /// The row of the cell, from 1.
        row: u64,
        /// Its column, from 1.
        column: u64,
    },
    /// It is written in UTF-16.
    Utf16(String),
    /// Its columns cannot be read.
    Head {
        /// The input.
        input: String,
        /// What is wrong.
        fault: HeadFault,
    },
}

/// Why a row is no candidate file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// The file is refused.
    File(FileFault),
    /// It is not UTF-8 from that byte on, counted from 1.
    NotUtf8 {
        /// The byte.
        column: usize,
    },
    /// It has a NUL byte, counted from 1.
    Nul {
        /// The byte.
        column: usize,
    },
    /// Its date of decision cannot be read.
    AsOf {
        /// The member or column that holds it.
        column: String,
        /// What is wrong.
        fault: AsOfFault,
    },
    /// A cell cannot be read.
    Cell(CellFault),
    /// It has fewer or more cells than there are columns.
    Cells {
        /// How many it has.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// A cell begins with a quotation mark that does not end it.
    Quotes,
}

/// What is wrong with a date of decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsOfFault {
    /// It is not a day.
    Day(DayFault),
    /// It is no text.
    NotADate(String),
    /// It is given twice.
    Twice,
    /// Its cell cannot be read.
    Cell(CellReason),
}

impl From<FileFault> for RowFault {
    fn from(fault: FileFault) -> RowFault {
        RowFault::File(fault)
    }
}

impl From<TableFault> for RowFault {
    fn from(fault: TableFault) -> RowFault {
        match fault {
            TableFault::Cell(fault) => RowFault::Cell(fault),
            TableFault::AsOf(CellFault { column, reason }) => {
                RowFault::AsOf { column, fault: AsOfFault::Cell(reason) }
            }
            TableFault::File(fault) => RowFault::File(fault),
        }
    }
}

impl Speak for InputFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            InputFault::None => say!(lang, fr: "aucune entrée n’est donnée", en: "no input is given"),
            InputFault::NotFound(input) => {
                say!(lang, fr: "le fichier `{input}` n’existe pas", en: "there is no file `{input}`")
            }
            InputFault::NoMatch(pattern) => say!(lang,
                fr: "aucun fichier ne répond au motif `{pattern}`", en: "no file matches the pattern `{pattern}`"),
            InputFault::Pattern { pattern, reason } => say!(lang,
                fr: "`{pattern}` n’est pas un motif ({reason})", en: "`{pattern}` is not a pattern ({reason})"),
            InputFault::UnknownFormat(input) => say!(lang,
                fr: "le nom de `{input}` ne dit pas son format", en: "the name of `{input}` does not say its format"),
            InputFault::StandardInputTwice => say!(lang,
                fr: "l’entrée standard est donnée deux fois", en: "standard input is given twice"),
            InputFault::NotAStream { input, format } => {
                let format = format.name();
                say!(lang,
                    fr: "`{input}` est en {format}, qui ne se lit ni compressé ni par un tube",
                    en: "`{input}` is in {format}, which is not read packed or through a pipe")
            }
            InputFault::NotResumable(input) => say!(lang,
                fr: "`{input}` est un tube, qui ne se reprend pas", en: "`{input}` is a pipe, which cannot be taken up again"),
            InputFault::NoSuchPosition(input) => say!(lang,
                fr: "`{input}` n’est plus ce qu’il était : la place à reprendre n’y existe pas",
                en: "`{input}` is not what it was: it has no such place to go on from"),
            InputFault::Unreadable { input, error } => {
                let reason = refused(error, lang);
                say!(lang, fr: "`{input}` ne peut être lu : {reason}", en: "`{input}` cannot be read: {reason}")
            }
            InputFault::Damaged { input, after, reason } => say!(lang,
                fr: "`{input}` est endommagé ou s’interrompt après la ligne {after} ({reason})",
                en: "`{input}` is damaged or breaks off after line {after} ({reason})"),
            InputFault::TooMuch { input, most } => {
                let most = most >> 20;
                say!(lang,
                    fr: "`{input}` contient plus de {most} Mio une fois décompressé",
                    en: "`{input}` holds more than {most} MiB when it is unpacked")
            }
            InputFault::Unordered { input, row } => say!(lang,
                fr: "les lignes de `{input}` ne sont pas dans l’ordre : la ligne {row} vient après une ligne plus basse",
                en: "the rows of `{input}` are not in order: row {row} comes after a lower one"),
            InputFault::BeyondSheet { input, row, column } => say!(lang,
                fr: "`{input}` a une cellule en ligne {row}, colonne {column}, où aucune feuille n’en a",
                en: "`{input}` has a cell in row {row}, column {column}, where no sheet has one"),
            InputFault::Utf16(input) => say!(lang,
                fr: "`{input}` est écrit en UTF-16", en: "`{input}` is written in UTF-16"),
            InputFault::Head { input, fault } => {
                let fault = fault.say(lang);
                say!(lang, fr: "`{input}` : {fault}", en: "`{input}`: {fault}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            InputFault::None => say!(lang,
                fr: "nommer des fichiers, ou `-` pour l’entrée standard", en: "name files, or `-` for standard input"),
            InputFault::NoMatch(_) => say!(lang,
                fr: "vérifier le dossier et le motif ; `*` ne traverse pas les dossiers, `**` les traverse",
                en: "check the folder and the pattern; `*` does not cross folders, `**` does"),
            InputFault::UnknownFormat(_) => say!(lang,
                fr: "donner --format jsonl, csv, xlsx ou parquet", en: "give --format jsonl, csv, xlsx or parquet"),
            InputFault::NotAStream { .. } => say!(lang,
                fr: "le donner comme fichier non compressé", en: "give it as a file that is not packed"),
            InputFault::NotResumable(_) => say!(lang,
                fr: "donner des fichiers, ou recommencer", en: "give files, or begin again"),
            InputFault::NoSuchPosition(_) => say!(lang,
                fr: "recommencer sans reprise", en: "begin again without resuming"),
            InputFault::Damaged { .. } => say!(lang,
                fr: "reprendre le fichier à sa source", en: "fetch the file again from its source"),
            InputFault::TooMuch { .. } => say!(lang,
                fr: "l’enregistrer en CSV, qui est lu ligne à ligne", en: "save it as CSV, which is read line by line"),
            InputFault::Unordered { .. } | InputFault::BeyondSheet { .. } => say!(lang,
                fr: "l’enregistrer de nouveau avec un tableur", en: "save it again with a spreadsheet program"),
            InputFault::Utf16(_) => say!(lang,
                fr: "l’enregistrer en UTF-8 (« CSV UTF-8 » dans un tableur)",
                en: "save it as UTF-8 (“CSV UTF-8” in a spreadsheet program)"),
            InputFault::Head { fault, .. } => return fault.help(lang),
            InputFault::NotFound(_)
            | InputFault::Pattern { .. }
            | InputFault::StandardInputTwice
            | InputFault::Unreadable { .. } => return None,
        })
    }
}

impl Speak for RowFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            RowFault::File(fault) => fault.say(lang),
            RowFault::NotUtf8 { column } => say!(lang,
                fr: "ce n’est pas de l’UTF-8 à partir de l’octet {column}", en: "this is not UTF-8 from byte {column} on"),
            RowFault::Nul { column } => {
                say!(lang, fr: "l’octet {column} est nul", en: "byte {column} is a NUL")
            }
            RowFault::AsOf { column, fault } => {
                let fault = fault.say(lang);
                say!(lang,
                    fr: "la date de décision `{column}` ne peut être lue : {fault}",
                    en: "the date of decision `{column}` cannot be read: {fault}")
            }
            RowFault::Cell(CellFault { column, reason }) => {
                let reason = reason.say(lang);
                say!(lang, fr: "colonne `{column}` : {reason}", en: "column `{column}`: {reason}")
            }
            RowFault::Cells { found, expected } => say!(lang,
                fr: "le nombre de cellules ({found}) n’est pas celui des colonnes ({expected})",
                en: "the number of cells ({found}) is not that of the columns ({expected})"),
            RowFault::Quotes => say!(lang,
                fr: "un guillemet ouvre une cellule et ne la ferme pas",
                en: "a quotation mark opens a cell and does not close it"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            RowFault::File(FileFault::NotJson { truncated: true, .. }) => Some(say!(lang,
                fr: "le dossier est incomplet, ou va sur plusieurs lignes : écrire chaque dossier sur une seule ligne",
                en: "the file is incomplete, or takes several lines: write each file on one line")),
            RowFault::File(fault) => fault.help(lang),
            RowFault::NotUtf8 { .. } => Some(say!(lang,
                fr: "enregistrer le fichier en UTF-8", en: "save the file as UTF-8")),
            RowFault::Nul { .. } => Some(say!(lang,
                fr: "reprendre le fichier à sa source : il a été abîmé en chemin, ou n’est pas un texte",
                en: "fetch the file again from its source: it was spoilt on its way, or is not a text")),
            RowFault::AsOf { fault, .. } => fault.help(lang),
            RowFault::Cell(fault) => fault.reason.help(lang),
            RowFault::Cells { .. } => Some(say!(lang,
                fr: "mettre entre guillemets les cellules qui contiennent le séparateur",
                en: "put the cells that contain the delimiter between quotation marks")),
            RowFault::Quotes => Some(say!(lang,
                fr: "fermer la cellule, et doubler les guillemets qu’elle contient",
                en: "close the cell, and double the quotation marks in it")),
        }
    }
}

impl Speak for AsOfFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            AsOfFault::Day(fault) => fault.say(lang),
            AsOfFault::NotADate(found) => {
                say!(lang, fr: "`{found}` n’est pas une date", en: "`{found}` is not a date")
            }
            AsOfFault::Twice => say!(lang, fr: "elle est donnée deux fois", en: "it is given twice"),
            AsOfFault::Cell(reason) => reason.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            AsOfFault::Day(fault) => fault.help(lang),
            AsOfFault::NotADate(found) => DayFault::NotADate(found.clone()).help(lang),
            AsOfFault::Twice => Some(say!(lang, fr: "supprimer l’une des deux", en: "remove one of the two")),
            AsOfFault::Cell(reason) => reason.help(lang),
        }
    }
}

impl std::fmt::Display for InputFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for InputFault {}

impl std::fmt::Display for RowFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for RowFault {}
