//! Why the log of decisions cannot be opened, read or written.

use super::address::Address;
use parchemin::core::{Lang, Speak, say};
use std::fmt;

/// Why the log of decisions cannot be opened, read or written.
#[derive(Debug)]
pub enum RecordFault {
    /// There is no log there.
    None(Address),
    /// What is there is of another format.
    NotALog(Address, String),
    /// The file is there, and is no database.
    NotADatabase(Address),
    /// The database does not answer, or refuses.
    Database(Address, sqlx::Error),
    /// What was taken out of the log is still beside it.
    Left(Address),
    /// The log has another secret than it was begun with: so many contents of a candidate were taken away.
    Secret(u64),
    /// Something that the log holds cannot be read: the number of its row.
    Unreadable(i64),
    /// The machine gives no threads or random bytes: why.
    Machine(String),
}

impl Speak for RecordFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            RecordFault::None(address) => {
                say!(lang, fr: "il n’y a pas de journal des décisions en `{address}`", en: "there is no log of decisions at `{address}`")
            }
            RecordFault::NotALog(address, format) => say!(lang,
                fr: "`{address}` n’est pas un journal de ce format, mais `{format}`",
                en: "`{address}` is no log of this format, but `{format}`"),
            RecordFault::NotADatabase(address) => say!(lang,
                fr: "`{address}` n’est pas une base de données", en: "`{address}` is not a database"),
            RecordFault::Database(address, error) => say!(lang,
                fr: "le journal des décisions `{address}` ne peut être lu ou écrit : {error}",
                en: "the log of decisions `{address}` cannot be read or written: {error}"),
            RecordFault::Left(address) => say!(lang,
                fr: "ce qui devait l’être est retiré du journal, mais se trouve encore dans le fichier à côté de `{address}`, tant qu’un autre programme le lit",
                en: "what had to go is out of the log, and still in the file beside `{address}` until another program has ended reading"),
            RecordFault::Secret(gone) => say!(lang,
                fr: "le secret du journal a été changé : nul ne retrouve plus les lignes de ce candidat écrites avant ; {gone} contenus retirés",
                en: "the secret of the log was changed: nobody finds the rows of this candidate that were written before; {gone} contents taken away"),
            RecordFault::Unreadable(number) => say!(lang,
                fr: "la ligne {number} du journal des décisions ne se lit pas", en: "row {number} of the log of decisions cannot be read"),
            RecordFault::Machine(reason) => {
                say!(lang, fr: "le système ne le permet pas : {reason}", en: "the system does not allow it: {reason}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            RecordFault::None(_) => Some(say!(lang,
                fr: "donner par --log celui que `parchemin serve` écrit", en: "give by --log the one that `parchemin serve` writes")),
            RecordFault::NotADatabase(_) => Some(say!(lang,
                fr: "donner le fichier que `parchemin serve` écrit, ou un chemin où il n’y a rien encore",
                en: "give the file that `parchemin serve` writes, or a path where there is nothing yet")),
            RecordFault::NotALog(..) => Some(say!(lang,
                fr: "employer la version du programme qui l’a écrit, ou une autre adresse",
                en: "use the version of the program that wrote it, or another address")),
            RecordFault::Database(Address::Sqlite(_), _) => Some(say!(lang,
                fr: "vérifier le chemin, les droits et la place sur le disque",
                en: "check the path, the permissions and the room on the disk")),
            RecordFault::Database(Address::Postgres(_), _) => Some(say!(lang,
                fr: "vérifier que le serveur répond et que l’utilisateur peut créer des tables",
                en: "check that the server answers and that the user may create tables")),
            RecordFault::Left(_) => Some(say!(lang,
                fr: "attendre la fin de ce qui lit le journal (`parchemin log verify`, `export` ou `replay`, une copie), puis lancer encore la même commande",
                en: "wait until what reads the log has ended (`parchemin log verify`, `export` or `replay`, a backup), then run the same command again")),
            RecordFault::Unreadable(_) | RecordFault::Secret(_) => Some(say!(lang,
                fr: "`parchemin log verify` dit ce qui a changé", en: "`parchemin log verify` says what has changed")),
            RecordFault::Machine(_) => None,
        }
    }
}

impl fmt::Display for RecordFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for RecordFault {}
