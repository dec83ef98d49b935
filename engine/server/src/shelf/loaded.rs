//! One state of the packages: what decides, and what it is made of. It is never changed once made.

use super::state::{Name, State};
use parchemin::{
    LoadFault, Parchemin, Setup,
    core::{Lang, decision::PackageIdentity},
    described,
    packages::{Catalogue, Checked, Files},
};
use schemars::JsonSchema;
use semver::{Comparator, Op, Version, VersionReq};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Arc, Mutex, PoisonError},
};

/// Combinations of editions that are kept ready at once, beside the default one.
const READY: usize = 8;

/// A package as it came, and what it is.
#[derive(Clone)]
pub(super) struct Package {
    pub(super) identity: PackageIdentity,
    files: Arc<Files>,
    version: Version,
    kind: &'static str,
    labels: [String; 2],
}

/// One state of the packages.
pub(crate) struct Loaded {
    /// How many there were, this one counted.
    pub(crate) number: u64,
    /// `sha256:` over all packages with their standing.
    pub(crate) digest: String,
    /// What decides.
    pub(crate) host: Arc<Parchemin>,
    /// Every package, by id and version.
    pub(crate) packages: Vec<Listed>,
    setup: Setup,
    others: Mutex<Vec<(Editions, Arc<Parchemin>)>>,
}

/// Editions by package, each to the version.
type Editions = BTreeMap<String, Version>;

/// What a package does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// It decides.
    InUse,
    /// It is another edition of one that decides; `use` asks for it.
    Available,
    /// It was taken away from those that decide.
    Retired,
}

/// A package in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Listed {
    /// What it is, to the byte.
    pub(crate) package: PackageIdentity,
    /// `framework` or `titre`.
    pub(crate) kind: &'static str,
    /// What it is called, in French and in English.
    pub(crate) label: BTreeMap<&'static str, String>,
    /// What it does.
    pub(crate) state: Standing,
}

impl Package {
    pub(super) fn new(checked: &Checked, files: Files) -> Package {
        Package {
            identity: checked.identity.clone(),
            files: Arc::new(files),
            version: checked.version.clone(),
            kind: described::kind(checked),
            labels: Lang::ALL.map(|lang| checked.label(lang).to_owned()),
        }
    }

    pub(super) fn same_edition(&self, other: &Package) -> bool {
        self.order() == other.order()
    }

    pub(super) fn order(&self) -> (&str, &Version) {
        (&self.identity.id, &self.version)
    }
}

impl Loaded {
    pub(super) fn new(
        number: u64,
        packages: &[Package],
        state: &State,
        base: &Setup,
    ) -> Result<Loaded, LoadFault> {
        let retired = |package: &Package| state.is_retired(&package.identity);
        let active = packages.iter().filter(|package| !retired(package));
        let mut setup = Setup {
            packages: Vec::new(),
            editions: base.editions.clone(),
            backend: base.backend,
            instead: Some(active.map(|package| Files::clone(&package.files)).collect()),
            ..Setup::default()
        };
        // What was activated holds over the configuration.
        for (id, version) in state.in_use() {
            setup.editions.retain(|(known, _)| known != id);
            setup.editions.push((id.to_owned(), version));
        }
        let host = Arc::new(Parchemin::new(&setup)?);
        let packages: Vec<Listed> =
            packages.iter().map(|package| listed(package, retired(package), host.catalogue())).collect();
        let digest = digest(&packages);
        Ok(Loaded { number, digest, host, packages, setup, others: Mutex::default() })
    }

    /// The package of that id and version.
    pub(crate) fn find(&self, id: &str, version: &str) -> Option<&Listed> {
        self.packages.iter().find(|listed| listed.package.id == id && listed.package.version == version)
    }

    /// What decides by these editions instead of the default ones, of the same packages. Takes its time when it was not
    /// asked for lately: not for a thread that answers, but where there is nothing to choose.
    ///
    /// # Errors
    /// No such package or edition, or they do not fit together.
    pub(crate) fn by(&self, editions: &[(String, VersionReq)]) -> Result<Arc<Parchemin>, LoadFault> {
        let mut catalogue = Catalogue::clone(self.host.catalogue());
        let mut chosen = Editions::new();
        for (id, requirement) in editions {
            let fault = |fault| LoadFault::Catalogue(vec![fault]);
            catalogue = catalogue.with_default(id, requirement.clone()).map_err(fault)?;
            chosen.extend(catalogue.any(id).map(|package| (id.clone(), package.version.clone())));
        }
        // What is in use anyway is no choice, and the order in which it is made is none either.
        chosen.retain(|id, version| {
            self.host.catalogue().any(id).is_none_or(|package| package.version != *version)
        });
        if chosen.is_empty() {
            return Ok(Arc::clone(&self.host));
        }
        // Held while it is made, so that many who ask for the same at once have it made once.
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = others.iter().position(|(known, _)| *known == chosen) {
            let found = others.remove(place);
            let host = Arc::clone(&found.1);
            others.push(found);
            return Ok(host);
        }
        let mut setup = self.setup.clone();
        setup.editions.retain(|(id, _)| !chosen.contains_key(id));
        setup.editions.extend(chosen.iter().map(|(id, version)| (id.clone(), exactly(version))));
        let host = Arc::new(Parchemin::new(&setup)?);
        if others.len() >= READY {
            others.remove(0);
        }
        others.push((chosen, Arc::clone(&host)));
        Ok(host)
    }
}

/// The requirement that only this version meets.
pub(super) fn exactly(version: &Version) -> VersionReq {
    VersionReq {
        comparators: vec![Comparator {
            op: Op::Exact,
            major: version.major,
            minor: Some(version.minor),
            patch: Some(version.patch),
            pre: version.pre.clone(),
        }],
    }
}

fn listed(package: &Package, retired: bool, catalogue: &Catalogue) -> Listed {
    let in_use = catalogue.any(&package.identity.id).map(|in_use| &in_use.version);
    Listed {
        package: package.identity.clone(),
        kind: package.kind,
        label: Lang::ALL.iter().map(|lang| lang.code()).zip(package.labels.clone()).collect(),
        state: match retired {
            true => Standing::Retired,
            false if in_use == Some(&package.version) => Standing::InUse,
            false => Standing::Available,
        },
    }
}

fn digest(packages: &[Listed]) -> String {
    let mut whole = Sha256::new();
    for listed in packages {
        let name = Name::of(&listed.package);
        whole.update(format!("{name} {} {:?}\n", listed.package.digest, listed.state));
    }
    let mut text = "sha256:".to_owned();
    for byte in whole.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
