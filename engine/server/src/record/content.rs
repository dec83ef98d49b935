//! What the log keeps of a decision, until it is erased or its time has passed.

use super::{
    append::Entry,
    mask::Mask,
    row::{LoadedPackage, Nonce, Sealed, digest},
    store::packed,
};
use parchemin::{
    Parchemin,
    core::{CandidateFile, Day, Lang, canonical, decision::PackageIdentity},
};
use parchemin_bulk::write::Detail;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the log keeps of a decision.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    /// The version of the engine.
    pub(super) engine: String,
    pub(super) language: Lang,
    pub(super) detail: Detail,
    /// What was taken out of the file, by its pointers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) masked: Vec<String>,
    /// The file, as far as the format knows its members.
    pub(super) file: Value,
    /// What was answered.
    pub(super) decision: Value,
}

/// The packages that decide for a request.
pub(crate) struct LoadedPackages {
    digest: String,
    written: String,
}

/// A decision that was made.
pub(crate) struct Made<'d> {
    /// The name of the key that asked.
    pub(crate) key: &'d str,
    pub(crate) file: &'d CandidateFile,
    pub(crate) as_of: Day,
    pub(crate) language: Lang,
    pub(crate) detail: Detail,
    /// What is answered, in JSON.
    pub(crate) decision: &'d [u8],
    /// The packages that decided.
    pub(crate) packages: &'d [PackageIdentity],
    pub(crate) loaded: &'d LoadedPackages,
}

/// What is kept of a decision, and what is not.
#[derive(Clone, Debug, Default)]
pub(super) struct Keeps {
    pub(super) masks: Vec<(String, Mask)>,
    pub(super) ids: bool,
}

impl LoadedPackages {
    /// Those of a host.
    pub(crate) fn of(host: &Parchemin) -> LoadedPackages {
        let catalogue = host.catalogue();
        let all = catalogue.packages().map(|package| LoadedPackage {
            identity: package.identity.clone(),
            in_use: catalogue
                .any(&package.identity.id)
                .is_some_and(|in_use| in_use.identity == package.identity),
        });
        // Texts can all be written.
        let written = canonical(&all.collect::<Vec<_>>()).unwrap_or_default();
        let written = String::from_utf8(written).unwrap_or_default();
        LoadedPackages { digest: digest(&[written.as_bytes()]), written }
    }
}

impl Keeps {
    /// The entry of a decision. `candidate` says what stands for an id.
    pub(super) fn entry(
        &self,
        made: &Made<'_>,
        nonce: Nonce,
        candidate: impl FnOnce(&str) -> String,
    ) -> Entry {
        let mut file = serde_json::to_value(made.file).unwrap_or_default();
        // The bytes were made from JSON a moment ago.
        let mut decision: Value = serde_json::from_slice(made.decision).unwrap_or_default();
        if !self.ids {
            for (value, name) in [(&mut file, "id"), (&mut decision, "candidate")] {
                value.as_object_mut().map(|members| members.remove(name));
            }
        }
        let mut masked = Vec::new();
        for (pointer, mask) in &self.masks {
            if mask.take_out(&mut file) {
                masked.push(pointer.clone());
            }
            mask.take_out_of_decision(&mut decision);
        }
        let content = Content {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            language: made.language,
            detail: made.detail,
            masked,
            file,
            decision,
        };
        let sealed = Sealed::new(nonce, canonical(&content).unwrap_or_default());
        Entry {
            key: made.key.to_owned(),
            candidate: made.file.id.as_deref().map(candidate),
            as_of: made.as_of.to_string(),
            catalogue: made.loaded.digest.clone(),
            loaded: made.loaded.written.clone(),
            packages: String::from_utf8(canonical(&made.packages).unwrap_or_default()).unwrap_or_default(),
            digest: sealed.digest(),
            content: packed(&sealed.content),
            nonce: sealed.nonce,
        }
    }
}
