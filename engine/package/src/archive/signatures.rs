//! `ARCHIVE.sig`: a line of form, then a line a signature: algorithm, key id, signature in Base64.

use super::{
    key::{KeyId, PublicKey, SecretKey, Signed},
    read::Archive,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use parchemin_core::{Lang, Speak, say};
use std::fmt;

const FORM: &str = "parchemin.signatures/1";
const ALGORITHM: &str = "ed25519";

/// One signature, of an archive or of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The key that is said to have made it.
    pub key: KeyId,
    /// The signature.
    bytes: [u8; 64],
}

/// The signatures of an archive, in the order in which they were made; one of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures(Vec<Signature>);

/// Why a text is no list of signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignaturesFault {
    /// The first line is another.
    OtherForm,
    /// A line that is no signature, or the second one of a key.
    BadLine {
        /// The line, from 1.
        line: usize,
    },
}

impl Signatures {
    /// Reads a file of signatures.
    ///
    /// # Errors
    /// A text of another form.
    pub fn read(text: &str) -> Result<Signatures, SignaturesFault> {
        let mut lines = text.lines();
        if lines.next().is_none_or(|line| line != FORM) {
            return Err(SignaturesFault::OtherForm);
        }
        Signatures::of_lines(lines).map_err(|at| SignaturesFault::BadLine { line: at + 2 })
    }

    /// The signatures of lines such as a file of signatures has after its first, wherever they come from.
    ///
    /// # Errors
    /// The line, from 0, that is no signature, or the second one of a key.
    pub fn of_lines<'l>(lines: impl IntoIterator<Item = &'l str>) -> Result<Signatures, usize> {
        let mut all = Signatures::default();
        for (at, line) in lines.into_iter().enumerate() {
            let fresh = Signature::read(line);
            let fresh = fresh.filter(|signature| all.iter().all(|other| other.key != signature.key));
            all.0.push(fresh.ok_or(at)?);
        }
        Ok(all)
    }

    /// Signs an archive. What the same key signed before gives way.
    pub fn sign(&mut self, archive: &Archive, key: &SecretKey) {
        let signature = Signature::made(key, Signed::Archive, &archive.digest);
        self.0.retain(|other| other.key != signature.key);
        self.0.push(signature);
    }

    /// The signatures.
    pub fn iter(&self) -> impl Iterator<Item = &Signature> {
        self.0.iter()
    }
}

impl Signature {
    /// Signs a digest.
    pub(crate) fn made(key: &SecretKey, what: Signed, digest: &[u8; 32]) -> Signature {
        Signature { key: key.public().id(), bytes: key.sign(what, digest) }
    }

    /// Reads a signature as it is written.
    pub(crate) fn read(line: &str) -> Option<Signature> {
        let [ALGORITHM, key, signature] = line.split(' ').collect::<Vec<_>>()[..] else { return None };
        let bytes = STANDARD.decode(signature).ok()?.try_into().ok()?;
        Some(Signature { key: KeyId::read(key)?, bytes })
    }

    /// Whether that key made it, for that digest.
    pub(crate) fn is_of(&self, public: &PublicKey, what: Signed, digest: &[u8; 32]) -> bool {
        public.verifies(what, digest, &self.bytes)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ALGORITHM} {} {}", self.key, STANDARD.encode(self.bytes))
    }
}

impl fmt::Display for Signatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FORM}")?;
        self.iter().try_for_each(|one| writeln!(f, "{one}"))
    }
}

impl Speak for SignaturesFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            SignaturesFault::OtherForm => say!(lang,
                fr: "ce n’est pas un fichier de signatures", en: "this is not a file of signatures"),
            SignaturesFault::BadLine { line } => say!(lang,
                fr: "la ligne {line} n’est pas une signature, ou sa clé a déjà signé",
                en: "line {line} is not a signature, or its key has signed already"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang,
            fr: "retirer le fichier, et signer par `parchemin package sign`",
            en: "remove the file, and sign by `parchemin package sign`"))
    }
}

impl fmt::Display for SignaturesFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for SignaturesFault {}
