//! What the configuration gives: packages of the program, folders, archives, and whom to trust. It is read when the
//! service starts, and again when something of it changes.

use super::{
    ShelfFault,
    state::{Name, State, StateFolder},
};
use crate::{clock::today, config::Configuration};
use parchemin::{
    LoadFault, Setup, all_checked,
    packages::{
        Checked, Files,
        archive::{Guard, OpenFault, open},
        one_of_each,
    },
    sources,
};
use std::{path::PathBuf, sync::Arc};

/// What the configuration says of packages.
pub(super) struct Given {
    packages: Vec<PathBuf>,
    trust: Option<PathBuf>,
    /// The editions in use, unless the state says otherwise, and the form in which rules run.
    pub(super) setup: Setup,
}

impl Given {
    pub(super) fn of(configuration: &Configuration) -> Given {
        Given {
            packages: configuration.packages.clone(),
            trust: configuration.trust.clone(),
            setup: Setup {
                editions: configuration.editions.clone(),
                backend: configuration.backend,
                ..Setup::default()
            },
        }
    }

    /// Whom to trust today; none where everybody is.
    pub(super) fn guard(&self) -> Result<Option<Guard>, ShelfFault> {
        let Some(trust) = &self.trust else { return Ok(None) };
        let day = today().ok_or(ShelfFault::NoClock)?;
        Guard::open(trust, day).map(Some).map_err(ShelfFault::Archive)
    }

    /// All packages that are given, each checked, by id and version; of those of one id and version the last.
    pub(super) fn read(&self) -> Result<Vec<Arc<Checked>>, ShelfFault> {
        let setup = Setup { guard: self.guard()?, ..Setup::default() }.with_given(&self.packages)?;
        let all = sources(&setup).and_then(|all| all_checked(&all)).map_err(ShelfFault::Load)?;
        one_of_each(all).map_err(|faults| ShelfFault::Load(LoadFault::Catalogue(faults)))
    }

    /// The packages that were uploaded, from the archives that were kept of them.
    ///
    /// # Errors
    /// One is not there, is not what was uploaded, or is not trusted: it was sent, not given, so nobody is believed
    /// where it is not said whom to trust.
    pub(super) fn uploaded(
        &self,
        folder: &StateFolder,
        state: &State,
    ) -> Result<Vec<Arc<Checked>>, ShelfFault> {
        let Some(first) = state.uploaded().first() else { return Ok(Vec::new()) };
        let guard = self.guard()?.ok_or_else(|| ShelfFault::Unchecked(Name::of(first).to_string()))?;
        let read =
            |package| -> Result<Files, OpenFault> { Ok(open(&folder.archive(package), Some(&guard))?.files) };
        let files: Vec<Files> =
            state.uploaded().iter().map(read).collect::<Result<_, _>>().map_err(ShelfFault::Archive)?;
        let packages = all_checked(&files).map_err(ShelfFault::Load)?;
        match packages.iter().zip(state.uploaded()).find(|(found, kept)| found.identity != **kept) {
            None => Ok(packages),
            Some((_, kept)) => Err(ShelfFault::Gone(Name::of(kept).to_string())),
        }
    }
}

/// Adds packages that were uploaded to those that are given.
///
/// # Errors
/// One of the same id and version holds something else.
pub(super) fn joined(
    mut given: Vec<Arc<Checked>>,
    uploaded: Vec<Arc<Checked>>,
) -> Result<Vec<Arc<Checked>>, ShelfFault> {
    for package in uploaded {
        match given.binary_search_by(|known| order(known).cmp(&order(&package))) {
            Err(place) => given.insert(place, package),
            Ok(place) if given.get(place).is_some_and(|known| known.identity == package.identity) => {}
            Ok(_) => {
                let (id, version) = order(&package);
                return Err(ShelfFault::Taken(format!("{id}@{version}")));
            }
        }
    }
    Ok(given)
}

fn order(package: &Checked) -> (&str, &semver::Version) {
    (&package.identity.id, &package.version)
}
