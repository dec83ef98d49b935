//! The packages that decide: one immutable catalogue, swapped as a whole. Who took it keeps it until he is done; a new
//! one that does not load leaves the last good one where it is, and that is told.

mod fault;
mod given;
mod loaded;
mod state;
mod upload;
mod watch;

pub use fault::ShelfFault;
pub(crate) use fault::case;
pub(crate) use loaded::{Host, Listed, Loaded};
pub use state::StateFault;
pub(crate) use upload::{Effect, Uploaded};
pub(crate) use watch::{Watch, watch};

use crate::config::Configuration;
use arc_swap::{ArcSwap, ArcSwapOption};
use given::{Given, joined};
use parchemin::{Setup, core::decision::PackageIdentity, packages::Checked};
use state::{State, StateFolder};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The packages, and how they change.
pub(crate) struct Shelf {
    now: ArcSwap<Loaded>,
    failed: ArcSwapOption<ShelfFault>,
    given: Given,
    folder: Option<StateFolder>,
    /// Packages that may be uploaded.
    archives: usize,
    /// One change at a time; whoever decides does not wait for it.
    changing: Mutex<Changing>,
}

/// What changes start from.
struct Changing {
    /// By id and version.
    packages: Vec<Arc<Checked>>,
    state: State,
    number: u64,
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
        let given = Given::of(configuration);
        let folder = configuration.state.as_deref().map(StateFolder::open);
        let folder = folder.transpose().map_err(ShelfFault::State)?;
        let state = folder.as_ref().map(StateFolder::read).transpose().map_err(ShelfFault::State)?;
        let state = state.unwrap_or_default();
        let uploaded = folder.as_ref().map(|folder| given.uploaded(folder, &state)).transpose()?;
        let packages = joined(given.read()?, uploaded.unwrap_or_default())?;
        let changing = Changing { packages, state, number: 1 };
        let loaded = changing.load(&given.setup)?;
        Ok(Shelf {
            now: ArcSwap::from_pointee(loaded),
            failed: ArcSwapOption::empty(),
            given,
            folder,
            archives: configuration.limits.archives,
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

    /// Reads again what is given; why that fails, [`Shelf::failed`] tells. Takes its time: not for a thread that answers.
    pub(crate) fn reload(&self) {
        let mut changing = self.changing();
        match self.read_again(&changing) {
            Ok((loaded, next)) => {
                self.failed.store(None);
                // What says the same need not be swapped.
                if loaded.digest != self.now().digest {
                    *changing = next;
                    self.now.store(Arc::new(loaded));
                }
            }
            Err(fault) => self.failed.store(Some(Arc::new(fault))),
        }
    }

    fn read_again(&self, changing: &Changing) -> Result<(Loaded, Changing), ShelfFault> {
        let state = changing.state.clone();
        let uploaded = match &self.folder {
            Some(folder) => self.given.uploaded(folder, &state)?,
            None => {
                let all = changing.packages.iter();
                all.filter(|package| state.uploaded().contains(&package.identity)).cloned().collect()
            }
        };
        let next = changing.with(joined(self.given.read()?, uploaded)?, state);
        Ok((next.load(&self.given.setup)?, next))
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
        let mut state = changing.state.clone();
        how(&mut state, &self.now().find(id, version)?.package);
        let next = changing.with(changing.packages.clone(), state);
        let loaded = next.load(&self.given.setup)?;
        self.take(&mut changing, next, loaded)
    }

    /// Takes over what was loaded. Kept first: what is answered as done is found again, whatever happens after.
    fn take(&self, changing: &mut Changing, next: Changing, loaded: Loaded) -> Result<Changed, ShelfFault> {
        if let Some(folder) = &self.folder {
            folder.keep(&next.state).map_err(ShelfFault::State)?;
        }
        if loaded.digest != self.now().digest {
            self.now.store(Arc::new(loaded));
            *changing = next;
        } else {
            changing.state = next.state;
        }
        Ok(Changed { loaded: self.now(), kept: self.folder.is_some() })
    }
}

impl Changing {
    fn with(&self, packages: Vec<Arc<Checked>>, state: State) -> Changing {
        Changing { packages, state, number: self.number + 1 }
    }

    fn load(&self, setup: &Setup) -> Result<Loaded, ShelfFault> {
        for name in self.state.names() {
            if !self.packages.iter().any(|package| name == package.identity) {
                return Err(ShelfFault::Gone(name.to_string()));
            }
        }
        Loaded::new(self.number, &self.packages, &self.state, setup).map_err(ShelfFault::Load)
    }
}
