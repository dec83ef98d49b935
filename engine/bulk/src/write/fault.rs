//! Why an output cannot be written.

use super::record::Detail;
use crate::format::Format;
use parchemin::packages::refused;
use parchemin_core::{Lang, Speak, say};
use std::{io, path::Path};

/// Why an output cannot be written, or not to its end.
#[derive(Debug)]
pub enum OutputFault {
    /// Its name does not say how to write it.
    UnknownFormat(String),
    /// A format that is read and not written.
    NotWritten {
        /// The output.
        output: String,
        /// The format.
        format: Format,
    },
    /// A format that packs its own content.
    NotPacked(String),
    /// Something that is no file has that name.
    NotAFile(String),
    /// Another process is writing it.
    InUse(String),
    /// Standard output cannot be taken up where it was left.
    NotResumable,
    /// What was written before is not there.
    NoSuchLength {
        /// The output.
        output: String,
        /// Bytes that were written.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The system refused to write.
    Unwritable {
        /// The output.
        output: String,
        /// What the system says.
        error: io::Error,
    },
    /// A record of another detail than the output: the record's, the output's.
    OtherDetail(Detail, Detail),
    /// What a file says has no column in the table.
    NoColumn,
    /// What is written cannot be put into that format.
    Encoding(String),
}

impl OutputFault {
    /// What a library says that cannot put something into its format.
    pub(super) fn encoding(error: impl std::fmt::Display) -> OutputFault {
        OutputFault::Encoding(error.to_string())
    }
}

impl Speak for OutputFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            OutputFault::UnknownFormat(output) => say!(lang,
                fr: "le nom de `{output}` ne dit pas son format", en: "the name of `{output}` does not say its format"),
            OutputFault::NotWritten { output, format } => {
                let format = format.name();
                say!(lang,
                    fr: "`{output}` : le format {format} se lit et ne s’écrit pas",
                    en: "`{output}`: the format {format} is read and not written")
            }
            OutputFault::NotPacked(output) => say!(lang,
                fr: "`{output}` : un fichier Parquet est déjà compressé",
                en: "`{output}`: a Parquet file is packed by itself"),
            OutputFault::NotAFile(output) => {
                say!(lang, fr: "`{output}` n’est pas un fichier", en: "`{output}` is not a file")
            }
            OutputFault::InUse(output) => say!(lang,
                fr: "`{output}` est en cours d’écriture par un autre programme",
                en: "`{output}` is being written by another program"),
            OutputFault::NotResumable => say!(lang,
                fr: "la sortie standard ne se reprend pas", en: "standard output cannot be taken up again"),
            OutputFault::NoSuchLength { output, expected, found } => say!(lang,
                fr: "`{output}` n’est plus ce qu’il était : {found} octets au lieu de {expected}",
                en: "`{output}` is not what it was: {found} bytes instead of {expected}"),
            OutputFault::Unwritable { output, error } => {
                let reason = refused(error, lang);
                say!(lang, fr: "`{output}` ne peut être écrit : {reason}", en: "`{output}` cannot be written: {reason}")
            }
            OutputFault::OtherDetail(record, output) => {
                let (record, output) = (record.name(), output.name());
                say!(lang,
                    fr: "un résultat au détail `{record}` ne s’écrit pas dans une sortie au détail `{output}`",
                    en: "a record of the detail `{record}` is not written to an output of the detail `{output}`")
            }
            OutputFault::NoColumn => say!(lang,
                fr: "un dossier dit ce pour quoi la table n’a pas de colonne",
                en: "a file says what the table has no column for"),
            OutputFault::Encoding(reason) => say!(lang,
                fr: "la sortie ne peut être mise en forme ({reason})", en: "the output cannot be put into its form ({reason})"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            OutputFault::UnknownFormat(_) | OutputFault::NotWritten { .. } | OutputFault::NotPacked(_) => {
                say!(lang,
                fr: "finir le nom par .jsonl, .csv ou .parquet, les deux premiers aussi avec .gz ou .zst",
                en: "end the name with .jsonl, .csv or .parquet, the first two also with .gz or .zst")
            }
            OutputFault::NotAFile(_) => say!(lang, fr: "choisir un autre nom", en: "choose another name"),
            OutputFault::InUse(_) => say!(lang,
                fr: "attendre sa fin, ou choisir un autre nom", en: "wait for its end, or choose another name"),
            OutputFault::NotResumable => {
                say!(lang, fr: "écrire dans un fichier, ou recommencer", en: "write to a file, or begin again")
            }
            OutputFault::NoSuchLength { .. } => {
                say!(lang, fr: "recommencer sans reprise", en: "begin again without resuming")
            }
            OutputFault::Unwritable { error, .. } if error.kind() == io::ErrorKind::StorageFull => {
                say!(lang, fr: "faire de la place", en: "make room")
            }
            OutputFault::Unwritable { output, error } if error.kind() == io::ErrorKind::NotFound => {
                let folder = Path::new(output).parent().unwrap_or(Path::new("")).display();
                say!(lang, fr: "créer d’abord le dossier `{folder}`", en: "make the folder `{folder}` first")
            }
            OutputFault::Unwritable { .. }
            | OutputFault::OtherDetail(..)
            | OutputFault::NoColumn
            | OutputFault::Encoding(_) => return None,
        })
    }
}

impl std::fmt::Display for OutputFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for OutputFault {}
