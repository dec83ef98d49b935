//! What can be wrong with an archive. It was changed, cut, or made by another program: each is told apart.

use parchemin_core::{Lang, Speak, say};

/// Why an archive is refused, or a package cannot be packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveFault {
    /// The archive, or what would be packed, is too large.
    TooLarge {
        /// The bound, in bytes.
        limit: usize,
    },
    /// It is not a zip file, or is cut.
    NotAnArchive,
    /// The name of a member is not UTF-8.
    NameNotText,
    /// A name that no file of a package has.
    Name {
        /// The name.
        name: String,
        /// Why no file has it.
        reason: BadName,
    },
    /// Two members of one name.
    Duplicates,
    /// Two members whose names some systems take for one.
    OnlyByCase {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// A member is a link.
    Link(String),
    /// A member is compressed or encrypted.
    NotPlain(String),
    /// A member is too large.
    MemberTooLarge {
        /// Its name.
        name: String,
        /// The bound, in bytes.
        limit: u64,
    },
    /// Too many members.
    TooMany {
        /// The bound.
        limit: usize,
    },
    /// A member claims more bytes than the archive has.
    Beyond(String),
    /// There is no list of digests.
    NoList,
    /// The list of digests is of a form that this program does not know.
    OtherForm,
    /// A line of the list cannot be read.
    BadList {
        /// The line, from 1.
        line: usize,
    },
    /// A member that the list does not have.
    Unlisted(String),
    /// A member that the list has, and the archive has not.
    Missing(String),
    /// A member does not have its digest.
    Changed(String),
    /// Bytes after the end.
    Trailing {
        /// How many.
        bytes: usize,
    },
    /// The members are sound, and something around them is not as it is packed.
    OtherBytes {
        /// The first byte that differs, from 0.
        at: usize,
    },
    /// There is no manifest that can be read.
    NoManifest,
    /// The manifest gives an id that no package can have: it could pass for other words.
    BadId(String),
    /// A file of the folder that is no part of a package.
    Stray(String),
    /// A file of the folder that is a private key.
    PrivateKey(String),
}

/// Why no file of a package has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadName {
    /// It starts at the root or with a drive.
    Absolute,
    /// It has `..`, `.` or an empty part.
    Outside,
    /// It has a backslash.
    Backslash,
    /// It has a control character.
    Control,
    /// It is a folder.
    Folder,
    /// It is hidden: a folder is read without such files.
    Hidden,
    /// It is the name of the list of digests.
    Reserved,
}

impl Speak for BadName {
    fn say(&self, lang: Lang) -> String {
        match self {
            BadName::Absolute => say!(lang, fr: "le chemin est absolu", en: "the path is absolute"),
            BadName::Outside => say!(lang,
                fr: "le chemin a une partie vide, `.` ou `..`", en: "the path has an empty part, `.` or `..`"),
            BadName::Backslash => say!(lang,
                fr: "le chemin a une barre oblique inverse", en: "the path has a backslash"),
            BadName::Control => say!(lang,
                fr: "le chemin a un caractère de commande", en: "the path has a control character"),
            BadName::Folder => say!(lang, fr: "c’est un dossier", en: "it is a folder"),
            BadName::Hidden => say!(lang,
                fr: "un fichier caché n’appartient à aucun paquet", en: "a hidden file belongs to no package"),
            BadName::Reserved => say!(lang,
                fr: "ce nom est celui de la liste des empreintes", en: "this is the name of the list of digests"),
        }
    }
}

impl Speak for ArchiveFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            ArchiveFault::TooLarge { limit } => say!(lang,
                fr: "l’archive dépasse la borne de {limit} octets", en: "the archive exceeds the bound of {limit} bytes"),
            ArchiveFault::NotAnArchive => say!(lang,
                fr: "ce n’est pas une archive, ou elle est tronquée", en: "this is not an archive, or it is cut"),
            ArchiveFault::NameNotText => say!(lang,
                fr: "le nom d’un membre n’est pas en UTF-8", en: "the name of a member is not UTF-8"),
            ArchiveFault::Name { name, reason } => {
                let (name, reason) = (name.escape_debug(), reason.say(lang));
                say!(lang,
                    fr: "aucun fichier d’un paquet ne s’appelle `{name}` : {reason}",
                    en: "no file of a package is called `{name}`: {reason}")
            }
            ArchiveFault::Duplicates => say!(lang,
                fr: "deux membres portent le même nom", en: "two members have the same name"),
            ArchiveFault::OnlyByCase { one, other } => say!(lang,
                fr: "`{one}` et `{other}` ne diffèrent que par la casse", en: "`{one}` and `{other}` differ only by case"),
            ArchiveFault::Link(name) => say!(lang, fr: "`{name}` est un lien", en: "`{name}` is a link"),
            ArchiveFault::NotPlain(name) => say!(lang,
                fr: "`{name}` est comprimé ou chiffré", en: "`{name}` is compressed or encrypted"),
            ArchiveFault::MemberTooLarge { name, limit } => say!(lang,
                fr: "`{name}` dépasse la borne de {limit} octets", en: "`{name}` exceeds the bound of {limit} bytes"),
            ArchiveFault::TooMany { limit } => say!(lang,
                fr: "l’archive contient plus de {limit} fichiers", en: "the archive holds more than {limit} files"),
            ArchiveFault::Beyond(name) => say!(lang,
                fr: "`{name}` prétend à plus d’octets que l’archive n’en a",
                en: "`{name}` claims more bytes than the archive has"),
            ArchiveFault::NoList => say!(lang,
                fr: "la liste des empreintes, SHA256SUMS, manque", en: "the list of digests, SHA256SUMS, is missing"),
            ArchiveFault::OtherForm => say!(lang,
                fr: "la forme de l’archive n’est pas connue", en: "the form of the archive is not known"),
            ArchiveFault::BadList { line } => say!(lang,
                fr: "SHA256SUMS est illisible en ligne {line}", en: "SHA256SUMS cannot be read in line {line}"),
            ArchiveFault::Unlisted(name) => say!(lang,
                fr: "`{name}` n’est pas dans la liste des empreintes", en: "`{name}` is not in the list of digests"),
            ArchiveFault::Missing(name) => {
                // Nothing but the list speaks of it.
                let name = name.escape_debug();
                say!(lang,
                    fr: "`{name}` est dans la liste des empreintes et manque", en: "`{name}` is in the list of digests and is missing")
            }
            ArchiveFault::Changed(name) => say!(lang,
                fr: "`{name}` n’a pas son empreinte : il a été modifié", en: "`{name}` does not have its digest: it was changed"),
            ArchiveFault::Trailing { bytes: 1 } => say!(lang,
                fr: "un octet suit la fin de l’archive", en: "one byte follows the end of the archive"),
            ArchiveFault::Trailing { bytes } => say!(lang,
                fr: "{bytes} octets suivent la fin de l’archive", en: "{bytes} bytes follow the end of the archive"),
            ArchiveFault::OtherBytes { at } => say!(lang,
                fr: "l’archive n’est pas telle qu’elle est produite, à partir de l’octet {at}",
                en: "the archive is not as it is packed, from byte {at} on"),
            ArchiveFault::NoManifest => say!(lang,
                fr: "package.toml manque ou est illisible", en: "package.toml is missing or cannot be read"),
            ArchiveFault::BadId(id) => {
                let id = parchemin_core::shortened(id);
                let id = id.escape_debug();
                say!(lang, fr: "`{id}` ne peut désigner un paquet", en: "`{id}` cannot be the id of a package")
            }
            ArchiveFault::Stray(name) => {
                let name = name.escape_debug();
                say!(lang,
                    fr: "`{name}` n’est pas un fichier d’un paquet, et partirait dans l’archive",
                    en: "`{name}` is no file of a package, and would travel in the archive")
            }
            ArchiveFault::PrivateKey(name) => {
                let name = name.escape_debug();
                say!(lang,
                    fr: "`{name}` contient une clé privée, et partirait dans l’archive",
                    en: "`{name}` holds a private key, and would travel in the archive")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            ArchiveFault::TooLarge { .. }
            | ArchiveFault::MemberTooLarge { .. }
            | ArchiveFault::TooMany { .. } => say!(lang,
                fr: "ne garder dans le paquet que ce qu’il cite", en: "keep in the package only what it cites"),
            ArchiveFault::OtherForm => say!(lang,
                fr: "une version plus récente de parchemin la connaît peut-être", en: "a newer version of parchemin may know it"),
            ArchiveFault::Name { .. }
            | ArchiveFault::Duplicates
            | ArchiveFault::OnlyByCase { .. }
            | ArchiveFault::NameNotText => say!(lang,
                fr: "renommer le fichier et refaire l’archive par `parchemin package pack`",
                en: "rename the file and make the archive again by `parchemin package pack`"),
            ArchiveFault::Stray(_) => say!(lang,
                fr: "le sortir du dossier ; un texte cité se déclare sous [texts], un cas est un fichier YAML ou JSON de tests/",
                en: "take it out of the folder; a cited text is declared under [texts], a case is a YAML or JSON file in tests/"),
            ArchiveFault::PrivateKey(_) => say!(lang,
                fr: "la sortir du dossier : elle ne quitte pas celui qui signe",
                en: "take it out of the folder: it does not leave whoever signs"),
            _ => say!(lang,
                fr: "la redemander à qui l’a envoyée ; `parchemin package pack` fait une archive d’un dossier",
                en: "ask its sender for it again; `parchemin package pack` makes an archive of a folder"),
        })
    }
}

impl std::fmt::Display for ArchiveFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ArchiveFault {}
