//! Why the service does not start.

use crate::shelf::ShelfFault;
use parchemin::{
    core::{Lang, Speak, say},
    packages::archive::KeyFault,
};
use std::{fmt, io, net::SocketAddr, path::PathBuf};

/// Why the service does not start.
#[derive(Debug)]
pub enum StartFault {
    /// The packages do not load.
    Packages(ShelfFault),
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// A folder of packages cannot be watched: why.
    Watch(String),
    /// A file of TLS cannot be read, or is not what it has to be: why.
    Tls(PathBuf, String),
    /// The file of the key that signs receipts cannot be read.
    ReceiptsFile(PathBuf, io::Error),
    /// It holds no such key.
    ReceiptsKey(PathBuf, KeyFault),
    /// The machine gives no threads, signals or random bytes: why.
    Machine(String),
}

impl Speak for StartFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            StartFault::Packages(fault) => fault.say(lang),
            StartFault::Listen(address, error) => {
                say!(lang, fr: "impossible d’écouter sur {address} : {error}", en: "cannot listen on {address}: {error}")
            }
            StartFault::Watch(reason) => say!(lang,
                fr: "les dossiers de paquets ne peuvent être surveillés : {reason}",
                en: "the folders of packages cannot be watched: {reason}"),
            StartFault::Tls(path, reason) => {
                let path = path.display();
                say!(lang, fr: "`{path}` ne sert pas à TLS : {reason}", en: "`{path}` does not serve TLS: {reason}")
            }
            StartFault::ReceiptsFile(path, error) => {
                let path = path.display();
                say!(lang, fr: "lecture de `{path}` impossible : {error}", en: "`{path}` cannot be read: {error}")
            }
            StartFault::ReceiptsKey(path, fault) => {
                let (path, fault) = (path.display(), fault.say(lang));
                say!(lang, fr: "`{path}` : {fault}", en: "`{path}`: {fault}")
            }
            StartFault::Machine(reason) => say!(lang,
                fr: "le système ne le permet pas : {reason}", en: "the system does not allow it: {reason}"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            StartFault::Packages(fault) => fault.help(lang),
            StartFault::Listen(..) => Some(say!(lang,
                fr: "choisir une autre adresse par --listen, ou arrêter qui l’emploie",
                en: "choose another address by --listen, or stop who uses it")),
            StartFault::Tls(..) => Some(say!(lang,
                fr: "donner en PEM le certificat et sa chaîne, et la clé privée qui va avec",
                en: "give the certificate with its chain, and the private key that belongs to it, in PEM")),
            StartFault::ReceiptsFile(..) => Some(
                say!(lang, fr: "vérifier le chemin et les droits", en: "check the path and the permissions"),
            ),
            StartFault::ReceiptsKey(_, fault) => fault.help(lang),
            StartFault::Watch(_) | StartFault::Machine(_) => None,
        }
    }
}

impl fmt::Display for StartFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for StartFault {}
