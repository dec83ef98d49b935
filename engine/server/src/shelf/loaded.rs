//! One state of the packages: what decides, and what it is made of. It is never changed once made.

use super::{
    ShelfFault,
    state::{Name, State},
};
use crate::record::LoadedPackages;
use parchemin::{
    LoadFault, Parchemin, Setup,
    core::{Lang, decision::PackageIdentity, nearest, shortened},
    packages::{Catalogue, Checked, exactly, hex},
    side_by_side,
};
use schemars::JsonSchema;
use semver::{Version, VersionReq};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// Combinations of editions that are kept ready at once, beside the default one.
const READY: usize = 8;

/// One state of the packages.
pub(crate) struct Loaded {
    /// How many there were, this one counted.
    pub(crate) number: u64,
    /// `sha256:` over all packages with their standing.
    pub(crate) digest: String,
    /// What decides.
    pub(crate) host: Arc<Host>,
    /// Every package, by id and version.
    pub(crate) packages: Vec<Listed>,
    setup: Setup,
    others: Mutex<Vec<(Editions, Arc<Host>)>>,
}

/// What decides, and the list of its packages as the log of decisions has it, which is made once.
pub(crate) struct Host {
    host: Parchemin,
    packages: OnceLock<LoadedPackages>,
}

impl Host {
    fn of(catalogue: Catalogue, setup: &Setup) -> Result<Arc<Host>, LoadFault> {
        Ok(Arc::new(Host { host: Parchemin::of(catalogue, setup)?, packages: OnceLock::new() }))
    }

    /// The packages that decide.
    pub(crate) fn packages(&self) -> &LoadedPackages {
        self.packages.get_or_init(|| LoadedPackages::of(&self.host))
    }
}

impl Deref for Host {
    type Target = Parchemin;

    fn deref(&self) -> &Parchemin {
        &self.host
    }
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
    /// It was uploaded, and decides nothing until it is activated.
    Waiting,
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
    /// What it holds.
    #[serde(skip)]
    pub(crate) checked: Arc<Checked>,
}

impl Loaded {
    /// Prepares those that decide. Takes its time: not for a thread that answers.
    pub(super) fn new(
        number: u64,
        packages: &[Arc<Checked>],
        state: &State,
        base: &Setup,
    ) -> Result<Loaded, LoadFault> {
        let decides = |package: &&Arc<Checked>| {
            !state.is_retired(&package.identity) && !state.is_waiting(&package.identity)
        };
        let mut setup = Setup { editions: base.editions.clone(), backend: base.backend, ..Setup::default() };
        // What was activated holds over the configuration.
        for (id, version) in state.in_use() {
            setup.editions.retain(|(known, _)| known != id);
            setup.editions.push((id.to_owned(), version));
        }
        let catalogue = side_by_side(packages.iter().filter(decides).cloned(), &setup.editions)?;
        let host = Host::of(catalogue, &setup)?;
        Ok(Loaded::listing(number, host, setup, packages, state))
    }

    /// The same that decides, beside other packages that do not.
    pub(super) fn beside(&self, number: u64, packages: &[Arc<Checked>], state: &State) -> Loaded {
        Loaded::listing(number, Arc::clone(&self.host), self.setup.clone(), packages, state)
    }

    fn listing(
        number: u64,
        host: Arc<Host>,
        setup: Setup,
        packages: &[Arc<Checked>],
        state: &State,
    ) -> Loaded {
        let packages: Vec<Listed> =
            packages.iter().map(|package| listed(package, state, host.catalogue())).collect();
        Loaded { number, digest: digest(&packages), host, packages, setup, others: Mutex::default() }
    }

    /// The package of that id and version.
    ///
    /// # Errors
    /// There is none; with those that come near.
    pub(crate) fn find(&self, id: &str, version: &str) -> Result<&Listed, ShelfFault> {
        let is = |listed: &&Listed| listed.package.id == id && listed.package.version == version;
        self.packages.iter().find(is).ok_or_else(|| {
            let names: Vec<String> =
                self.packages.iter().map(|listed| Name::of(&listed.package).to_string()).collect();
            let asked = format!("{id}@{version}");
            let near = nearest(&asked, names.iter().map(String::as_str));
            ShelfFault::NoSuchPackage(shortened(&asked), near)
        })
    }

    /// What decides by these editions instead of the default ones, of the same packages. Takes its time when it was not
    /// asked for lately: not for a thread that answers, but where there is nothing to choose.
    ///
    /// # Errors
    /// No such package or edition, or they do not fit together.
    pub(crate) fn by(&self, editions: &[(String, VersionReq)]) -> Result<Arc<Host>, LoadFault> {
        let fault = |fault| LoadFault::Catalogue(vec![fault]);
        let mut catalogue = Catalogue::clone(self.host.catalogue());
        let mut chosen = Editions::new();
        for (id, requirement) in editions {
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
        let mut catalogue = Catalogue::clone(self.host.catalogue());
        for (id, version) in &chosen {
            catalogue = catalogue.with_default(id, exactly(version)).map_err(fault)?;
        }
        let host = Host::of(catalogue, &self.setup)?;
        if others.len() >= READY {
            others.remove(0);
        }
        others.push((chosen, Arc::clone(&host)));
        Ok(host)
    }
}

fn listed(checked: &Arc<Checked>, state: &State, catalogue: &Catalogue) -> Listed {
    let identity = &checked.identity;
    let in_use = catalogue.any(&identity.id).map(|in_use| &in_use.version);
    let state = if state.is_retired(identity) {
        Standing::Retired
    } else if state.is_waiting(identity) {
        Standing::Waiting
    } else if in_use == Some(&checked.version) {
        Standing::InUse
    } else {
        Standing::Available
    };
    Listed {
        package: identity.clone(),
        kind: checked.kind.name(),
        label: Lang::ALL.iter().map(|lang| (lang.code(), checked.label(*lang).to_owned())).collect(),
        state,
        checked: Arc::clone(checked),
    }
}

fn digest(packages: &[Listed]) -> String {
    let mut whole = Sha256::new();
    for listed in packages {
        let name = Name::of(&listed.package);
        whole.update(format!("{name} {} {:?}\n", listed.package.digest, listed.state));
    }
    format!("sha256:{}", hex(&whole.finalize()))
}
