//! The trust file: which keys may sign what, and on which days their signatures hold.
//!
//! A signature has no date of its own that could be believed. So a key's days are those on which an archive that it
//! signed may be used: a key that is revoked on a day takes all that it signed with it, from that day on.

use super::{
    key::{KeyFault, KeyId, PublicKey, Signed},
    read::Archive,
    signatures::{Signature, Signatures},
};
use crate::{receipt::Receipt, translated::translated};
use parchemin_core::{Day, Lang, Speak, say};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt};

/// The keys that are trusted.
#[derive(Clone, Debug)]
pub struct Trust {
    keys: BTreeMap<KeyId, Trusted>,
}

#[derive(Clone, Debug)]
struct Trusted {
    public: PublicKey,
    written: WrittenKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTrust {
    #[serde(default)]
    keys: Vec<WrittenKey>,
}

/// `[[keys]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    id: String,
    public: String,
    /// Whose key it is, for people.
    name: Option<String>,
    /// The first and the last day on which its signatures hold.
    from: Option<Day>,
    until: Option<Day>,
    /// The first day on which they hold no more.
    revoked: Option<Day>,
    /// The archives that it may sign; all where neither is given.
    packages: Option<Vec<String>>,
    titres: Option<Vec<String>>,
    /// It signs receipts. The key of a service lies on a machine that everybody reaches: it must open no other door, so
    /// that it signs archives only where they are named.
    #[serde(default)]
    receipts: bool,
}

/// What a signature is worth on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Trusted,
    /// The key holds from that day on.
    NotYet(Day),
    /// The key's last day was that one.
    Expired(Day),
    /// The key is revoked since that day.
    Revoked(Day),
    /// The trust file does not have the key.
    Unknown,
    /// The key may not sign this package, or no receipt.
    OutOfScope,
    /// The signature is not of what it is held against, or not of this key.
    Wrong,
}

/// What the trust file says of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The key that is said to have made it.
    pub key: KeyId,
    /// Whose key it is.
    pub name: Option<String>,
    /// What it is worth.
    pub standing: Standing,
}

/// Why a text is no trust file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustFault {
    /// Not TOML, or not of the format.
    NotOfTheFormat {
        /// The line, from 1.
        line: usize,
        /// Why, as the reader of the format says it.
        reason: String,
    },
    /// A public key that is none.
    Key {
        /// The id beside it.
        id: String,
        /// What is wrong.
        fault: KeyFault,
    },
    /// An id that is not that of its public key.
    OtherId {
        /// The id as written.
        id: String,
        /// That of the key.
        right: KeyId,
    },
    /// A key that is there twice.
    Twice(KeyId),
    /// The last day of a key is before its first.
    Reversed(KeyId),
}

impl Trust {
    /// Reads a trust file.
    ///
    /// # Errors
    /// A text of another form, or a key that contradicts itself.
    pub fn read(text: &str) -> Result<Trust, TrustFault> {
        let written: WrittenTrust = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            TrustFault::NotOfTheFormat { line, reason: error.message().to_owned() }
        })?;
        let mut keys = BTreeMap::new();
        for written in written.keys {
            let public = PublicKey::read(&written.public)
                .map_err(|fault| TrustFault::Key { id: written.id.clone(), fault })?;
            let id = public.id();
            if KeyId::read(&written.id).as_ref() != Some(&id) {
                return Err(TrustFault::OtherId { id: written.id, right: id });
            }
            if written.from.zip(written.until).is_some_and(|(from, until)| until < from) {
                return Err(TrustFault::Reversed(id));
            }
            if keys.insert(id.clone(), Trusted { public, written }).is_some() {
                return Err(TrustFault::Twice(id));
            }
        }
        Ok(Trust { keys })
    }

    /// What each signature of an archive is worth on a day.
    pub fn judge(&self, archive: &Archive, signatures: &Signatures, day: Day) -> Vec<Judged> {
        let judged = |signature: &Signature| {
            let key = self.keys.get(&signature.key);
            Judged {
                key: signature.key.clone(),
                name: key.and_then(|key| key.written.name.clone()),
                standing: key.map_or(Standing::Unknown, |key| key.of_archive(archive, signature, day)),
            }
        };
        signatures.iter().map(judged).collect()
    }

    /// What the signature of a receipt is worth on a day.
    pub fn judge_receipt(&self, receipt: &Receipt, day: Day) -> Judged {
        let known = self.keys.get(receipt.key());
        let standing = match known {
            None => Standing::Unknown,
            Some(key) if !receipt.is_signed_by(&key.public) => Standing::Wrong,
            Some(key) => key.on(day, key.written.receipts),
        };
        let name = known.and_then(|key| key.written.name.clone());
        Judged { key: receipt.key().clone(), name, standing }
    }
}

impl Trusted {
    fn of_archive(&self, archive: &Archive, signature: &Signature, day: Day) -> Standing {
        if signature.is_of(&self.public, Signed::Archive, &archive.digest) {
            self.on(day, self.may_sign(archive))
        } else {
            Standing::Wrong
        }
    }

    /// What a signature that is of this key is worth on a day, where the key may or may not make it.
    fn on(&self, day: Day, may_sign: bool) -> Standing {
        let key = &self.written;
        match (key.revoked, key.from, key.until) {
            (Some(revoked), ..) if revoked <= day => Standing::Revoked(revoked),
            (_, Some(from), _) if day < from => Standing::NotYet(from),
            (.., Some(until)) if until < day => Standing::Expired(until),
            _ if may_sign => Standing::Trusted,
            _ => Standing::OutOfScope,
        }
    }

    fn may_sign(&self, archive: &Archive) -> bool {
        let lists = |list: &Option<Vec<String>>, name: &str| {
            list.as_ref().is_some_and(|names| names.iter().any(|one| one == name))
        };
        let (packages, titres) = (&self.written.packages, &self.written.titres);
        (packages.is_none() && titres.is_none() && !self.written.receipts)
            || lists(packages, &archive.id)
            || archive.titre.as_ref().is_some_and(|titre| lists(titres, titre))
    }
}

impl Judged {
    /// Whether what is signed may be relied on for the sake of this signature.
    pub fn holds(&self) -> bool {
        self.standing == Standing::Trusted
    }
}

impl Speak for Judged {
    fn say(&self, lang: Lang) -> String {
        let key = self.name.as_ref().map_or(self.key.to_string(), |name| format!("{} ({name})", self.key));
        match self.standing {
            Standing::Trusted => say!(lang, fr: "clé {key} : de confiance", en: "key {key}: trusted"),
            Standing::NotYet(day) => {
                let day = day.spoken(lang);
                say!(lang, fr: "clé {key} : valable à partir du {day} seulement", en: "key {key}: valid from {day} only")
            }
            Standing::Expired(day) => {
                let day = day.spoken(lang);
                say!(lang, fr: "clé {key} : expirée, dernier jour le {day}", en: "key {key}: expired, its last day was {day}")
            }
            Standing::Revoked(day) => {
                let day = day.spoken(lang);
                say!(lang, fr: "clé {key} : révoquée depuis le {day}", en: "key {key}: revoked since {day}")
            }
            Standing::Unknown => say!(lang, fr: "clé {key} : inconnue", en: "key {key}: unknown"),
            Standing::OutOfScope => say!(lang,
                fr: "clé {key} : elle ne peut signer cela", en: "key {key}: it may not sign this"),
            Standing::Wrong => say!(lang,
                fr: "clé {key} : la signature n’est pas de cette clé, ou pas de ces octets",
                en: "key {key}: the signature is not of this key, or not of these bytes"),
        }
    }
}

impl Speak for TrustFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            TrustFault::NotOfTheFormat { line, reason } => {
                let reason = translated(reason, lang);
                say!(lang,
                    fr: "le fichier de confiance n’a pas la forme attendue, ligne {line} : {reason}",
                    en: "the trust file is not of the format, line {line}: {reason}")
            }
            TrustFault::Key { id, fault } => {
                let fault = fault.say(lang);
                say!(lang, fr: "clé `{id}` : {fault}", en: "key `{id}`: {fault}")
            }
            TrustFault::OtherId { id, right } => say!(lang,
                fr: "l’id `{id}` n’est pas celui de sa clé publique, `{right}`",
                en: "the id `{id}` is not that of its public key, `{right}`"),
            TrustFault::Twice(id) => {
                say!(lang, fr: "la clé `{id}` est là deux fois", en: "the key `{id}` is there twice")
            }
            TrustFault::Reversed(id) => say!(lang,
                fr: "la clé `{id}` finit avant de commencer", en: "the key `{id}` ends before it starts"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            TrustFault::NotOfTheFormat { .. } => Some(say!(lang,
                fr: "écrire [[keys]] avec id et public, et au besoin name, from, until, revoked, packages, titres, receipts",
                en: "write [[keys]] with id and public, and where needed name, from, until, revoked, packages, titres, receipts")),
            TrustFault::Key { fault, .. } => fault.help(lang),
            TrustFault::OtherId { .. } => Some(say!(lang,
                fr: "recopier ensemble les lignes que `parchemin package keygen` a données",
                en: "copy the lines that `parchemin package keygen` gave together")),
            TrustFault::Twice(_) => Some(say!(lang, fr: "en retirer une", en: "remove one of them")),
            TrustFault::Reversed(_) => {
                Some(say!(lang, fr: "échanger from et until", en: "swap from and until"))
            }
        }
    }
}

impl fmt::Display for TrustFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for TrustFault {}
