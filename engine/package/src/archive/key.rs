//! Ed25519 keys: private ones in the form that OpenSSL reads too (PKCS#8, PEM), public ones as a line of a trust file.

use crate::hex;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{
    Signer, SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};
use parchemin_core::{Lang, Speak, say};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// What is signed: its name stands before the digest, so that no signature of one thing can stand for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    /// The bytes of an archive.
    Archive,
    /// The canonical bytes of a decision.
    Decision,
}

/// A private key. It is never shown, and is wiped from memory when it is dropped.
pub struct SecretKey(SigningKey);

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// By what signatures and trust files name a key: the first 16 hexadecimal digits of the SHA-256 of the public key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(String);

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// Not a private key of Ed25519 in PKCS#8.
    NotSecret,
    /// Not a public key of Ed25519 in Base64.
    NotPublic,
    /// The key could not be written as text.
    Unwritten,
}

impl SecretKey {
    /// The key that 32 random bytes make.
    pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> SecretKey {
        SecretKey(SigningKey::from_bytes(seed))
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// Another text.
    pub fn from_pem(text: &str) -> Result<SecretKey, KeyFault> {
        SigningKey::from_pkcs8_pem(text).map(SecretKey).map_err(|_| KeyFault::NotSecret)
    }

    /// The key file: the first version of PKCS#8, which every program reads.
    ///
    /// # Errors
    /// The key could not be written as text.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, KeyFault> {
        let mut pair = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        let text = pair.to_pkcs8_pem(LineEnding::LF);
        pair.secret_key.zeroize();
        text.map_err(|_| KeyFault::Unwritten)
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs a digest: always the same bytes.
    pub(super) fn sign(&self, what: Signed, digest: &[u8; 32]) -> [u8; 64] {
        self.0.sign(&message(what, digest)).to_bytes()
    }
}

impl PublicKey {
    /// Reads a key as [`PublicKey`] is written.
    ///
    /// # Errors
    /// Another text, or a point that no private key belongs to.
    pub fn read(text: &str) -> Result<PublicKey, KeyFault> {
        let bytes: [u8; 32] =
            STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(KeyFault::NotPublic)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyFault::NotPublic)?;
        if key.is_weak() { Err(KeyFault::NotPublic) } else { Ok(PublicKey(key)) }
    }

    /// By what it is named.
    pub fn id(&self) -> KeyId {
        KeyId(hex(&Sha256::digest(self.0.as_bytes())).chars().take(KeyId::DIGITS).collect())
    }

    /// Whether it signed that digest.
    pub(super) fn verifies(&self, what: Signed, digest: &[u8; 32], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.0.verify_strict(&message(what, digest), &signature).is_ok()
    }
}

impl KeyId {
    const DIGITS: usize = 16;

    /// Reads an id.
    pub fn read(text: &str) -> Option<KeyId> {
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (text.len() == Self::DIGITS && digits).then(|| KeyId(text.to_owned()))
    }
}

fn message(what: Signed, digest: &[u8; 32]) -> Vec<u8> {
    let domain: &[u8] = match what {
        Signed::Archive => b"parchemin.archive/1 signature\n",
        Signed::Decision => b"parchemin.receipt/1 signature\n",
    };
    [domain, digest].concat()
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0.as_bytes()))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Speak for KeyFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            KeyFault::NotSecret => say!(lang,
                fr: "ce n’est pas une clé privée Ed25519", en: "this is not a private key of Ed25519"),
            KeyFault::NotPublic => say!(lang,
                fr: "ce n’est pas une clé publique Ed25519", en: "this is not a public key of Ed25519"),
            KeyFault::Unwritten => say!(lang,
                fr: "la clé ne peut être écrite", en: "the key cannot be written"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            KeyFault::NotSecret => Some(say!(lang,
                fr: "donner le fichier que `parchemin package keygen` a écrit",
                en: "give the file that `parchemin package keygen` wrote")),
            KeyFault::NotPublic => Some(say!(lang,
                fr: "recopier la ligne `public` que `parchemin package keygen` a donnée",
                en: "copy the line `public` that `parchemin package keygen` gave")),
            KeyFault::Unwritten => None,
        }
    }
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for KeyFault {}
