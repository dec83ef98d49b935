//! The settings, once: name, kind, default, and what each is for. The file, the environment, the flags, the messages
//! and the guide are held to this table.

use parchemin::core::{Lang, say};

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A path; in a file, from the folder of that file.
    Path,
    /// `true` or `false`.
    Flag,
    /// A whole number between two bounds.
    Whole(u64, u64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of texts; in the environment, with commas between them.
    Texts,
    /// A list of paths.
    Paths,
}

/// A setting.
#[derive(Debug)]
pub struct Setting {
    /// Its name, with the table it stands in: `limits.rate`.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What holds unless told otherwise, as it would be written in the environment; none for nothing.
    pub default: Option<&'static str>,
    /// What it is for, in French.
    pub fr: &'static str,
    /// What it is for, in English.
    pub en: &'static str,
}

/// Every setting but the keys, which are tables of their own (`[[keys]]`).
pub const SETTINGS: &[Setting] = &[
    setting("listen", Kind::Text, Some("127.0.0.1:8080"), "adresse et port", "address and port"),
    setting(
        "no_auth",
        Kind::Flag,
        Some("false"),
        "sans clés, sur une adresse locale seulement",
        "without keys, on a loopback address only",
    ),
    setting(
        "packages",
        Kind::Paths,
        Some(""),
        "dossiers et archives de paquets, en plus de ceux du programme",
        "folders and archives of packages, beside those of the program",
    ),
    setting(
        "trust",
        Kind::Path,
        None,
        "clés qui peuvent signer des archives ; sans elles, rien ne peut être déposé",
        "keys that may sign archives; without them nothing can be uploaded",
    ),
    setting(
        "watch",
        Kind::Flag,
        Some("false"),
        "relire paquets et confiance quand ils changent",
        "read packages and trust again when they change",
    ),
    setting(
        "use",
        Kind::Texts,
        Some(""),
        "éditions à employer : PAQUET@VERSION",
        "editions to use: PACKAGE@VERSION",
    ),
    setting(
        "backend",
        Kind::Word(&["rhai", "wasm"]),
        None,
        "forme des règles, où un paquet a les deux",
        "form of the rules, where a package has both",
    ),
    setting(
        "state",
        Kind::Path,
        None,
        "dossier où l’état des paquets et le journal des décisions sont gardés",
        "folder in which the state of the packages is kept, and the log of decisions",
    ),
    setting(
        "receipts.key",
        Kind::Path,
        None,
        "clé privée qui signe les reçus, de `parchemin package keygen`",
        "private key that signs receipts, of `parchemin package keygen`",
    ),
    setting(
        "lang",
        Kind::Word(&["fr", "en"]),
        Some("fr"),
        "langue, quand la requête n’en demande pas",
        "language, where a request asks for none",
    ),
    setting(
        "public_url",
        Kind::Text,
        None,
        "adresse publique, en tête des adresses des problèmes",
        "public address, put before the addresses of problems",
    ),
    setting(
        "log",
        Kind::Word(&["off", "error", "warn", "info"]),
        Some("info"),
        "ce que le journal garde",
        "what the log keeps",
    ),
    setting(
        "decisions.log",
        Kind::Text,
        None,
        "journal des décisions : sqlite:CHEMIN, postgres://…, off ; sinon `decisions.db` dans `state`",
        "log of decisions: sqlite:PATH, postgres://…, off; else `decisions.db` in `state`",
    ),
    setting(
        "decisions.mask",
        Kind::Texts,
        Some(""),
        "membres des dossiers qu’il ne garde pas : pointeurs JSON",
        "members of files that it does not keep: JSON pointers",
    ),
    setting(
        "decisions.ids",
        Kind::Flag,
        Some("false"),
        "y garder les identifiants des candidats tels quels",
        "keep the ids of candidates in it as they are",
    ),
    setting(
        "decisions.days",
        Kind::Whole(0, 36_500),
        Some("0"),
        "jours pendant lesquels il garde les contenus ; 0 sans fin",
        "days for which it keeps contents; 0 for ever",
    ),
    setting(
        "decisions.queue",
        Kind::Whole(1, 100_000),
        Some("1024"),
        "requêtes qui attendent d’y être écrites ; au-delà, 503",
        "requests that wait to be written to it; beyond, 503",
    ),
    setting(
        "decisions.answers",
        Kind::Whole(1, 720),
        Some("24"),
        "heures pendant lesquelles une réponse est gardée pour son `Idempotency-Key`",
        "hours for which an answer is kept for its `Idempotency-Key`",
    ),
    setting(
        "limits.requests",
        Kind::Whole(1, 100_000),
        Some("256"),
        "requêtes à la fois ; au-delà, 503",
        "requests at once; beyond, 503",
    ),
    setting(
        "limits.decisions",
        Kind::Whole(1, 10_000),
        Some("8"),
        "décisions à prendre à la fois, par processeur ; au-delà, 503",
        "decisions to make at once, for each processor; beyond, 503",
    ),
    setting(
        "limits.streams",
        Kind::Whole(1, 10_000),
        Some("4"),
        "lots à la fois ; au-delà, 503",
        "batches at once; beyond, 503",
    ),
    setting(
        "limits.uploads",
        Kind::Whole(1, 1_000),
        Some("2"),
        "paquets déposés à la fois ; au-delà, 503",
        "packages uploaded at once; beyond, 503",
    ),
    setting(
        "limits.archives",
        Kind::Whole(1, 100_000),
        Some("1000"),
        "paquets déposés que le service garde ; au-delà, 409",
        "uploaded packages that the service keeps; beyond, 409",
    ),
    setting(
        "limits.connections",
        Kind::Whole(1, 100_000),
        Some("1024"),
        "connexions à la fois ; les suivantes attendent",
        "connections at once; more have to wait",
    ),
    setting(
        "limits.rate",
        Kind::Whole(1, 1_000_000),
        Some("200"),
        "requêtes par seconde et par clé ; au-delà, 429",
        "requests a second for each key; beyond, 429",
    ),
    setting(
        "limits.burst",
        Kind::Whole(1, 1_000_000),
        Some("400"),
        "requêtes d’une clé en une fois",
        "requests of a key at one go",
    ),
    setting(
        "limits.body",
        Kind::Whole(1_024, 1_048_576),
        Some("1048576"),
        "octets d’un dossier",
        "bytes of a candidate file",
    ),
    setting(
        "limits.seconds",
        Kind::Whole(1, 600),
        Some("30"),
        "secondes pour répondre ; un lot n’est pas compté",
        "seconds to answer; a batch is not counted",
    ),
    setting(
        "limits.idle",
        Kind::Whole(1, 600),
        Some("30"),
        "secondes sans rien recevoir d’une requête, ou sans pouvoir rien envoyer",
        "seconds without receiving anything of a request, or without being able to send anything",
    ),
    setting(
        "limits.grace",
        Kind::Whole(0, 600),
        Some("30"),
        "secondes pour finir ce qui est en cours, à l’arrêt",
        "seconds to finish what is under way, when stopping",
    ),
    setting(
        "tls.certificate",
        Kind::Path,
        None,
        "certificat et sa chaîne, en PEM",
        "certificate and its chain, in PEM",
    ),
    setting("tls.key", Kind::Path, None, "clé privée du certificat, en PEM", "private key of it, in PEM"),
    setting(
        "cors.origins",
        Kind::Texts,
        Some(""),
        "origines auxquelles un navigateur peut répondre",
        "origins that a browser may answer to",
    ),
];

const fn setting(
    name: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    fr: &'static str,
    en: &'static str,
) -> Setting {
    Setting { name, kind, default, fr, en }
}

impl Setting {
    /// The setting of that name.
    pub fn named(name: &str) -> Option<&'static Setting> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// The variable of the environment that sets it.
    pub fn variable(&self) -> String {
        format!("PARCHEMIN_{}", self.name.replace('.', "_").to_uppercase())
    }

    /// What it is for.
    pub fn spoken(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

impl Kind {
    /// What it is, for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Kind::Text => say!(lang, fr: "un texte", en: "a text"),
            Kind::Path => say!(lang, fr: "un chemin", en: "a path"),
            Kind::Flag => say!(lang, fr: "true ou false", en: "true or false"),
            Kind::Whole(least, most) => say!(lang,
                fr: "un nombre entier de {least} à {most}", en: "a whole number from {least} to {most}"),
            Kind::Word(words) => {
                let words = words.join(", ");
                say!(lang, fr: "l’un de : {words}", en: "one of: {words}")
            }
            Kind::Texts => say!(lang, fr: "une liste de textes", en: "a list of texts"),
            Kind::Paths => say!(lang, fr: "une liste de chemins", en: "a list of paths"),
        }
    }
}
