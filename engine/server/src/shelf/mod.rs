//! The packages that decide: one immutable catalogue, swapped as a whole. Who took it keeps it until he is done; a new
//! one that does not load leaves the last good one where it is, and that is told.

mod loaded;
mod state;
mod watch;

pub(crate) use loaded::{Listed, Loaded};
pub use state::StateFault;
pub(crate) use watch::{Watch, watch};

use crate::config::Configuration;
use arc_swap::{ArcSwap, ArcSwapOption};
use loaded::Package;
use parchemin::{
    LoadFault, Setup,
    core::{Lang, Speak, decision::PackageIdentity, lang::perhaps, nearest, say},
    packages::check,
};
use state::{State, StateFile};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The packages, and how they change.
pub(crate) struct Shelf {
    now: ArcSwap<Loaded>,
    failed: ArcSwapOption<ShelfFault>,
    base: Setup,
    file: Option<StateFile>,
    /// One change at a time; whoever decides does not wait for it.
    changing: Mutex<Changing>,
}

/// What changes start from.
struct Changing {
    packages: Vec<Package>,
    state: State,
    number: u64,
}

/// Why packages did not change.
#[derive(Debug)]
pub enum ShelfFault {
    /// They do not load, or do not fit together.
    Load(LoadFault),
    /// There is no such package, or not in this version; those that come near.
    NoSuchPackage(String, Vec<String>),
    /// The state speaks of a package that is not there any more.
    Gone(String),
    /// The state cannot be read or kept.
    State(StateFault),
}

/// What became of a change.
pub(crate) struct Changed {
    pub(crate) loaded: Arc<Loaded>,
    /// Whether it will be found again after a restart.
    pub(crate) kept: bool,
}

impl Shelf {
    /// Loads packages as the configuration and the state say.
    pub(crate) fn open(configuration: &Configuration) -> Result<Shelf, ShelfFault> {
        let base = Setup {
            packages: configuration.packages.clone(),
            editions: configuration.editions.clone(),
            backend: configuration.backend,
            ..Setup::default()
        };
        let file = configuration.state.as_deref().map(StateFile::in_folder);
        let state = file.as_ref().map(StateFile::read).transpose().map_err(ShelfFault::State)?;
        let changing = Changing { packages: read(&base)?, state: state.unwrap_or_default(), number: 1 };
        let loaded = changing.load(&base)?;
        Ok(Shelf {
            now: ArcSwap::from_pointee(loaded),
            failed: ArcSwapOption::empty(),
            base,
            file,
            changing: Mutex::new(changing),
        })
    }

    /// The packages of this moment: to be taken once for each request.
    pub(crate) fn now(&self) -> Arc<Loaded> {
        self.now.load_full()
    }

    /// Why the last change of the folders was not taken over; none where it was.
    pub(crate) fn failed(&self) -> Option<Arc<ShelfFault>> {
        self.failed.load_full()
    }

    fn changing(&self) -> MutexGuard<'_, Changing> {
        // What a change leaves when it fails is what was before it.
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the folders again. Takes its time: not for a thread that answers.
    pub(crate) fn reload(&self) -> Result<Arc<Loaded>, Arc<ShelfFault>> {
        let mut changing = self.changing();
        let packages = read(&self.base);
        let next = packages.map(|packages| changing.with(packages, changing.state.clone()));
        let loaded = next.and_then(|next| Ok((next.load(&self.base)?, next)));
        match loaded {
            Ok((loaded, next)) => {
                self.failed.store(None);
                // What says the same need not be swapped.
                if loaded.digest != self.now().digest {
                    *changing = next;
                    self.now.store(Arc::new(loaded));
                }
                Ok(self.now())
            }
            Err(fault) => {
                let fault = Arc::new(fault);
                self.failed.store(Some(Arc::clone(&fault)));
                Err(fault)
            }
        }
    }

    /// Puts a package among those that decide, in this edition.
    pub(crate) fn activate(&self, id: &str, version: &str) -> Result<Changed, ShelfFault> {
        self.change(id, version, State::activate)
    }

    /// Takes a package away from those that decide; it can be activated again.
    pub(crate) fn retire(&self, id: &str, version: &str) -> Result<Changed, ShelfFault> {
        self.change(id, version, State::retire)
    }

    fn change(
        &self,
        id: &str,
        version: &str,
        how: impl FnOnce(&mut State, &PackageIdentity),
    ) -> Result<Changed, ShelfFault> {
        let mut changing = self.changing();
        let identity = changing.find(id, version)?;
        let mut state = changing.state.clone();
        how(&mut state, &identity);
        let next = changing.with(changing.packages.clone(), state);
        let loaded = next.load(&self.base)?;
        // Kept first: what is answered as done is found again, whatever happens after.
        if let Some(file) = &self.file {
            file.keep(&next.state).map_err(ShelfFault::State)?;
        }
        if loaded.digest != self.now().digest {
            self.now.store(Arc::new(loaded));
            *changing = next;
        } else {
            changing.state = next.state;
        }
        Ok(Changed { loaded: self.now(), kept: self.file.is_some() })
    }
}

impl Changing {
    fn with(&self, packages: Vec<Package>, state: State) -> Changing {
        Changing { packages, state, number: self.number + 1 }
    }

    fn load(&self, base: &Setup) -> Result<Loaded, ShelfFault> {
        for name in self.state.names() {
            if !self.packages.iter().any(|package| name == package.identity) {
                return Err(ShelfFault::Gone(name.to_string()));
            }
        }
        Loaded::new(self.number, &self.packages, &self.state, base).map_err(ShelfFault::Load)
    }

    fn find(&self, id: &str, version: &str) -> Result<PackageIdentity, ShelfFault> {
        let mut all = self.packages.iter().map(|package| &package.identity);
        all.find(|identity| identity.id == id && identity.version == version).cloned().ok_or_else(|| {
            let names: Vec<String> =
                self.packages.iter().map(|package| state::Name::of(&package.identity).to_string()).collect();
            let asked = format!("{id}@{version}");
            let near = nearest(&asked, names.iter().map(String::as_str));
            ShelfFault::NoSuchPackage(parchemin::core::shortened(&asked), near)
        })
    }
}

/// All packages of a setup, each checked; of those of one id and version the last.
fn read(base: &Setup) -> Result<Vec<Package>, ShelfFault> {
    let mut packages: Vec<Package> = Vec::new();
    let mut faults = Vec::new();
    for files in parchemin::sources(base).map_err(ShelfFault::Load)? {
        match check(&files) {
            Ok(checked) => {
                let package = Package::new(&checked, files);
                packages.retain(|known| !known.same_edition(&package));
                packages.push(package);
            }
            Err(more) => faults.extend(more),
        }
    }
    packages.sort_by(|a, b| a.order().cmp(&b.order()));
    if faults.is_empty() { Ok(packages) } else { Err(ShelfFault::Load(LoadFault::Packages(faults))) }
}

impl Speak for ShelfFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            ShelfFault::Load(fault) => fault.say(lang),
            ShelfFault::NoSuchPackage(asked, _) => {
                say!(lang, fr: "il n’y a pas de paquet `{asked}`", en: "there is no package `{asked}`")
            }
            ShelfFault::Gone(name) => say!(lang,
                fr: "l’état gardé parle de `{name}`, qui n’est plus là", en: "the state that was kept speaks of `{name}`, which is not there any more"),
            ShelfFault::State(fault) => fault.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            ShelfFault::Load(fault) => fault.help(lang),
            ShelfFault::NoSuchPackage(_, near) => perhaps(lang, near),
            ShelfFault::Gone(_) => Some(say!(lang,
                fr: "rendre le paquet par `packages`, ou corriger le fichier d’état",
                en: "give the package back by `packages`, or mend the file of the state")),
            ShelfFault::State(fault) => fault.help(lang),
        }
    }
}

impl fmt::Display for ShelfFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ShelfFault {}
