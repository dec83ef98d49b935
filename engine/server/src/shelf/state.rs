//! What was activated, retired and uploaded, kept in a folder so that it is found again after a restart.

use parchemin::{
    core::{Lang, Speak, decision::PackageIdentity, say},
    packages::{
        archive::{Archive, Signatures},
        exactly,
        replace::replace,
    },
};
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// What was activated, retired and uploaded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    format: Format,
    /// By id, the version that was activated last.
    in_use: BTreeMap<String, Version>,
    /// Packages that decide nothing.
    retired: BTreeSet<Name>,
    /// Packages that were uploaded, to the byte: their archives are kept beside.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    uploaded: BTreeSet<PackageIdentity>,
    /// Of these, those that were never activated.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    waiting: BTreeSet<Name>,
}

/// The name of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    #[default]
    #[serde(rename = "parchemin.packages/1")]
    One,
}

/// A package by id and version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Name {
    id: String,
    version: Version,
}

/// The folder of the state. Who holds it is alone to change what is in it.
pub(super) struct StateFolder {
    folder: PathBuf,
    _lock: File,
}

/// Why the state cannot be read or kept.
#[derive(Debug)]
pub enum StateFault {
    /// The file cannot be read or written.
    Io(PathBuf, io::Error),
    /// Another service has the folder.
    InUse(PathBuf),
    /// The file is not of the format.
    NotAState(PathBuf, serde_json::Error),
}

impl Name {
    pub(super) fn of(identity: &PackageIdentity) -> Name {
        // The version of a package was read from a version.
        let version = Version::parse(&identity.version).unwrap_or_else(|_| Version::new(0, 0, 0));
        Name { id: identity.id.clone(), version }
    }
}

impl PartialEq<PackageIdentity> for Name {
    fn eq(&self, identity: &PackageIdentity) -> bool {
        *self == Name::of(identity)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

impl State {
    pub(super) fn activate(&mut self, package: &PackageIdentity) {
        let name = Name::of(package);
        self.retired.remove(&name);
        self.waiting.remove(&name);
        self.in_use.insert(name.id, name.version);
    }

    /// Adds a package that decides nothing yet.
    pub(super) fn upload(&mut self, package: &PackageIdentity) {
        self.uploaded.insert(package.clone());
        self.waiting.insert(Name::of(package));
    }

    pub(super) fn retire(&mut self, package: &PackageIdentity) {
        let name = Name::of(package);
        if self.in_use.get(&name.id) == Some(&name.version) {
            self.in_use.remove(&name.id);
        }
        self.waiting.remove(&name);
        self.retired.insert(name);
    }

    pub(super) fn is_retired(&self, package: &PackageIdentity) -> bool {
        self.retired.contains(&Name::of(package))
    }

    pub(super) fn is_waiting(&self, package: &PackageIdentity) -> bool {
        self.waiting.contains(&Name::of(package))
    }

    pub(super) fn uploaded(&self) -> &BTreeSet<PackageIdentity> {
        &self.uploaded
    }

    /// The editions that were activated.
    pub(super) fn in_use(&self) -> impl Iterator<Item = (&str, VersionReq)> {
        self.in_use.iter().map(|(id, version)| (id.as_str(), exactly(version)))
    }

    /// Every package that was activated or retired.
    pub(super) fn names(&self) -> impl Iterator<Item = Name> {
        let in_use =
            self.in_use.iter().map(|(id, version)| Name { id: id.clone(), version: version.clone() });
        in_use.chain(self.retired.iter().cloned())
    }
}

impl StateFolder {
    /// Opens a folder, or makes it, and locks it: two services would each write what the other has not read.
    pub(super) fn open(folder: &Path) -> Result<StateFolder, StateFault> {
        let path = folder.join("lock");
        let lock = fs::create_dir_all(folder)
            .and_then(|()| File::options().append(true).create(true).open(&path))
            .map_err(|error| StateFault::Io(path.clone(), error))?;
        match lock.try_lock() {
            Ok(()) => Ok(StateFolder { folder: folder.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StateFault::InUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(StateFault::Io(path, error)),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("packages.json")
    }

    /// The state that was kept; nothing where none was.
    pub(super) fn read(&self) -> Result<State, StateFault> {
        let path = self.path();
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| StateFault::NotAState(path, error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(State::default()),
            Err(error) => Err(StateFault::Io(path, error)),
        }
    }

    /// Keeps the state.
    pub(super) fn keep(&self, state: &State) -> Result<(), StateFault> {
        // Names and digests can all be written.
        let mut bytes = serde_json::to_vec_pretty(state).unwrap_or_default();
        bytes.push(b'\n');
        keep(&self.path(), &bytes)
    }

    /// Where the archive of a package that was uploaded is kept.
    pub(super) fn archive(&self, package: &PackageIdentity) -> PathBuf {
        let Name { id, version } = Name::of(package);
        self.folder.join("archives").join(Archive::file_name(&id, &version))
    }

    /// Keeps an archive with its signatures. Nothing speaks of it before the state does.
    pub(super) fn keep_archive(
        &self,
        package: &PackageIdentity,
        archive: &[u8],
        signatures: &Signatures,
    ) -> Result<(), StateFault> {
        let path = self.archive(package);
        keep(&Signatures::beside(&path), signatures.to_string().as_bytes())?;
        keep(&path, archive)
    }
}

/// Keeps a file, in a folder that is made where there is none.
fn keep(path: &Path, bytes: &[u8]) -> Result<(), StateFault> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| replace(path, bytes)).map_err(|error| StateFault::Io(path.to_owned(), error))
}

impl Speak for StateFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            StateFault::Io(path, error) => {
                let path = path.display();
                say!(lang, fr: "l’état `{path}` ne peut être lu ou écrit : {error}", en: "the state `{path}` cannot be read or written: {error}")
            }
            StateFault::InUse(path) => {
                let path = path.display();
                say!(lang, fr: "l’état `{path}` sert déjà à un autre service", en: "the state `{path}` is in use by another service")
            }
            StateFault::NotAState(path, error) => {
                let path = path.display();
                say!(lang, fr: "`{path}` n’est pas un état : {error}", en: "`{path}` is not a state: {error}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            StateFault::Io(..) => say!(lang,
                fr: "vérifier le dossier `state` et ses droits", en: "check the folder `state` and its permissions"),
            StateFault::InUse(_) => say!(lang,
                fr: "donner à chaque service son dossier `state`, ou arrêter l’autre",
                en: "give each service a folder `state` of its own, or stop the other one"),
            StateFault::NotAState(..) => say!(lang,
                fr: "le corriger, ou le supprimer pour repartir de la configuration",
                en: "mend it, or remove it to start from the configuration"),
        })
    }
}
