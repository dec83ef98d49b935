//! What the system says of a file that it refuses, as people say it.

use parchemin_core::{Lang, say};
use std::io;

/// Why the system refused, in a language where it is a usual reason; else as the system says it.
pub fn refused(error: &io::Error, lang: Lang) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => say!(lang, fr: "il n’existe pas", en: "it does not exist"),
        io::ErrorKind::PermissionDenied => say!(lang, fr: "l’accès est refusé", en: "access is denied"),
        io::ErrorKind::IsADirectory => say!(lang, fr: "c’est un dossier", en: "it is a folder"),
        io::ErrorKind::NotADirectory => say!(lang,
            fr: "une partie du chemin n’est pas un dossier", en: "a part of the path is not a folder"),
        io::ErrorKind::StorageFull => say!(lang, fr: "le disque est plein", en: "the disk is full"),
        io::ErrorKind::BrokenPipe => say!(lang, fr: "le lecteur s’en est allé", en: "the reader went away"),
        io::ErrorKind::InvalidData => say!(lang, fr: "il n’est pas en UTF-8", en: "it is not UTF-8"),
        _ => error.to_string(),
    }
}
