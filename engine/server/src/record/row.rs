//! A row of the log, and the chain that its rows make: the hash of each covers the hash of the one before, what stays of
//! the row for ever, and the digest of its content. So content can go, and the chain holds.

use super::packed::{TooLarge, fits};
use parchemin::core::{canonical, decision::PackageIdentity};
use parchemin::packages::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The name of the format.
pub(super) const FORMAT: &str = "parchemin.decisions/1";

/// The hash before the first row of a log that does not note its secret, as they were once begun.
pub(super) const BEGINNING: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// The hash before the first row of a log with that secret: who changes the secret is found.
pub(super) fn beginning(secret: &[u8]) -> String {
    digest(&[FORMAT.as_bytes(), b" secret\n", secret])
}

/// Random bytes that are digested with a content, and go with it: without them nobody can try out which content had the
/// digest that stays.
pub(super) type Nonce = [u8; 32];

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number, from 1, without gaps.
    pub(super) number: i64,
    pub(super) stays: Stays,
    /// The hash of the row before.
    pub(super) previous: String,
    /// Its own.
    pub(super) hash: String,
    /// What can go; or that it is larger than is read.
    pub(super) sealed: Option<Result<Sealed, TooLarge>>,
}

/// A row that cannot be read: nobody who writes the log wrote it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) number: i64,
    /// The hash of the row before, and its own, as far as they can be read.
    pub(super) previous: Option<String>,
    pub(super) hash: Option<String>,
}

/// What a row tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// A decision.
    Decision,
    /// The content of a candidate's rows before this one was erased.
    Erased,
    /// The content of the rows before this one that are older than a moment has passed its time.
    Pruned,
}

/// What stays of a row for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Stays {
    pub(super) kind: Kind,
    /// Milliseconds since 1970, universal time.
    pub(super) answered_at: i64,
    /// The name of the key that asked.
    pub(super) key: String,
    /// The id of the candidate, digested with the secret of the log.
    pub(super) candidate: Option<String>,
    /// The date of the decision.
    pub(super) as_of: Option<String>,
    /// Of a row that tells of pruning: from when on content was kept.
    pub(super) older_than: Option<i64>,
    /// The digest of all packages that were loaded.
    pub(super) catalogue: Option<String>,
    /// The packages that decided, in canonical JSON.
    pub(super) packages: String,
    /// The digest of the content.
    pub(super) digest: Option<String>,
}

/// A content with its random bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sealed {
    pub(super) nonce: Vec<u8>,
    /// Canonical JSON.
    pub(super) content: Vec<u8>,
}

/// A package that was loaded, and whether it decides unless somebody asks for another edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct LoadedPackage {
    #[serde(flatten)]
    pub(super) identity: PackageIdentity,
    pub(super) in_use: bool,
}

impl Kind {
    pub(super) const ALL: [Kind; 3] = [Kind::Decision, Kind::Erased, Kind::Pruned];

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Decision => "decision",
            Kind::Erased => "erased",
            Kind::Pruned => "pruned",
        }
    }
}

impl Stays {
    /// The row of that number, after the one of that hash, without what can go.
    pub(super) fn chained(self, number: i64, previous: &str) -> Row {
        let hash = self.hash(number, previous);
        Row { number, hash, previous: previous.to_owned(), stays: self, sealed: None }
    }

    /// The hash of a row of that number, after the one of that hash.
    pub(super) fn hash(&self, number: i64, previous: &str) -> String {
        #[derive(Serialize)]
        struct Chained<'s> {
            format: &'static str,
            number: i64,
            previous: &'s str,
            #[serde(flatten)]
            stays: &'s Stays,
        }
        // Texts and whole numbers can all be written.
        digest(&[&canonical(&Chained { format: FORMAT, number, previous, stays: self }).unwrap_or_default()])
    }
}

impl Sealed {
    /// # Errors
    /// It is more than could be read again.
    pub(super) fn new(nonce: Nonce, content: Vec<u8>) -> Result<Sealed, TooLarge> {
        fits(&content).map(|()| Sealed { nonce: nonce.to_vec(), content })
    }

    pub(super) fn digest(&self) -> String {
        digest(&[&self.nonce, &self.content])
    }
}

/// `sha256:` over these pieces, one after the other.
pub(crate) fn digest(pieces: &[&[u8]]) -> String {
    let mut whole = Sha256::new();
    pieces.iter().for_each(|piece| whole.update(piece));
    format!("sha256:{}", hex(&whole.finalize()))
}

#[cfg(test)]
mod tests {
    //! What is sealed can be read again.
    use super::*;
    use crate::record::packed::MOST;

    #[test]
    fn nothing_is_sealed_that_could_not_be_read_again() {
        let zeros = |size: u64| vec![0; size.try_into().unwrap()];
        assert!(Sealed::new(Nonce::default(), zeros(MOST)).is_ok());
        assert_eq!(Sealed::new(Nonce::default(), zeros(MOST + 1)), Err(TooLarge));
    }
}
