//! Who may ask what. The configuration holds the SHA-256 digest of each key, never the key; since a key has 256 random
//! bits, its digest tells nothing of it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use parchemin::packages::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Look at titres, packages, schemas and metrics. Every key may.
    Reader,
    /// Decide and compare files.
    Evaluator,
    /// Upload, activate and retire packages.
    Publisher,
}

/// A key, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name, for logs and bounds.
    pub name: String,
    /// What it may do.
    pub roles: Vec<Role>,
}

/// The digest of a key.
pub type KeyDigest = [u8; 32];

/// The keys of a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(BTreeMap<KeyDigest, Key>);

/// A key that was made just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// What whoever asks sends: to be kept secret.
    pub secret: String,
    /// What the configuration says of it.
    pub lines: String,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Reader, Role::Evaluator, Role::Publisher];

    /// The name in a configuration.
    pub fn name(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Evaluator => "evaluator",
            Role::Publisher => "publisher",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl Key {
    /// Whether it may do this.
    pub fn may(&self, role: Role) -> bool {
        role == Role::Reader || self.roles.contains(&role)
    }

    /// A digest as a configuration writes it: 64 hexadecimal digits.
    pub(crate) fn digest(text: &str) -> Option<KeyDigest> {
        let mut digest = KeyDigest::default();
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        Some(digest)
    }
}

impl Keys {
    /// Adds a key; false where its name or digest is taken.
    pub(crate) fn add(&mut self, key: Key, digest: KeyDigest) -> bool {
        let taken = self.0.contains_key(&digest) || self.all().any(|known| known.name == key.name);
        if !taken {
            self.0.insert(digest, key);
        }
        !taken
    }

    /// Every key.
    pub fn all(&self) -> impl Iterator<Item = &Key> {
        self.0.values()
    }

    /// The key that somebody sent. What is compared are digests, so that the time it takes tells nothing.
    pub fn find(&self, secret: &str) -> Option<&Key> {
        self.0.get(&<KeyDigest>::from(Sha256::digest(secret)))
    }
}

/// Makes a key with that role.
///
/// # Errors
/// The machine gives no random bytes.
pub fn new_key(role: Role) -> Result<NewKey, getrandom::Error> {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random)?;
    let secret = format!("parchemin_{}", URL_SAFE_NO_PAD.encode(random));
    let digest = hex(&Sha256::digest(&secret));
    let role = role.name();
    // Names have to differ; a piece of the digest does.
    let name: String = digest.chars().take(8).collect();
    let lines = format!("[[keys]]\nname = \"{role}-{name}\"\nsha256 = \"{digest}\"\nroles = [\"{role}\"]\n");
    Ok(NewKey { secret, lines })
}
