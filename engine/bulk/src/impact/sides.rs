//! What is compared: two packages in their surroundings, or two catalogues.
//!
//! | OLD and NEW are | the old catalogue is | the new catalogue is |
//! | --- | --- | --- |
//! | two catalogues | the one | the other |
//! | a catalogue and a package | the catalogue | the catalogue, with the package in use |
//! | a package and a catalogue | the catalogue, with the package in use | the catalogue |
//! | two editions of a package | all packages known, with the one in use | the same, with the other in use |
//! | two packages, of which the second follows the first or neither follows | all without the second | all |
//! | two packages, of which the first follows the second | all | all without the first |
//!
//! In the last two, the revisions that follow the one that comes or goes are in neither. A package is a folder or an
//! archive, which replaces the known one of its id and version, or `cadre@1`, or an id. A catalogue is a folder of
//! packages.

use super::fault::ImpactFault;
use crate::in_use::in_use;
use parchemin::{
    LoadFault, Parchemin, Setup, edition, folder,
    packages::{Checked, Files, archive, check, exactly},
    sources,
};
use parchemin_core::{decision::PackageIdentity, nearest};
use semver::VersionReq;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// One of the two catalogues.
#[derive(Debug)]
pub struct Side {
    /// As it was asked for.
    pub name: String,
    /// It, ready to decide.
    pub host: Parchemin,
    /// How it is loaded.
    pub(super) setup: Setup,
    /// The packages in use, each in one edition.
    pub(super) used: Vec<Files>,
}

/// What OLD or NEW stands for.
enum Meant {
    Catalogue(Vec<Files>),
    Package(Files, Box<Checked>),
    Edition(String, VersionReq),
    Id(String),
}

/// The old and the new catalogue.
///
/// # Errors
/// A name that means nothing, or packages that cannot be loaded.
pub fn sides(base: &Setup, old: &str, new: &str) -> Result<[Side; 2], ImpactFault> {
    let loading = |fault| ImpactFault::Load { side: old.to_owned(), fault };
    let known = Around { files: sources(base).map_err(loading)?, editions: base.editions.clone() };
    let meant = [known.meant(base, old)?, known.meant(base, new)?];
    let [before, after] = match &meant {
        [Meant::Catalogue(one), Meant::Catalogue(other)] => [known.of(one), known.of(other)],
        [Meant::Catalogue(one), package] => [known.of(one), known.of(one).with(package)],
        [package, Meant::Catalogue(other)] => [known.of(other).with(package), known.of(other)],
        [one, other] if one.id() == other.id() => [known.with(one), known.with(other)],
        [one, other] => {
            let all = known.with(one).with(other);
            let following = all.following();
            let follows =
                |later: &str, earlier: &str| following.get(earlier).is_some_and(|all| all.contains(later));
            let goes = follows(one.id(), other.id());
            let moved = if goes { one.id() } else { other.id() };
            let beyond = following.get(moved).cloned().unwrap_or_default();
            let with = all.without(&beyond);
            let without = with.without(&BTreeSet::from([moved.to_owned()]));
            if goes { [with, without] } else { [without, with] }
        }
    };
    Ok([before.load(base, old)?, after.load(base, new)?])
}

/// The one package that OLD or NEW names, as it came.
///
/// # Errors
/// A name that means nothing or several packages, or packages that cannot be loaded.
pub fn package(base: &Setup, text: &str) -> Result<Files, ImpactFault> {
    let loading = |fault| ImpactFault::Load { side: text.to_owned(), fault };
    let known = Around { files: sources(base).map_err(loading)?, editions: base.editions.clone() };
    let meant = known.meant(base, text)?;
    let unknown = || ImpactFault::UnknownSide { asked: text.to_owned(), nearest: Vec::new() };
    if let Meant::Package(files, _) = meant {
        return Ok(files);
    }
    let side = known.with(&meant).load(base, text)?;
    let catalogue = side.host.catalogue();
    let found = match &meant {
        Meant::Edition(id, requirement) => catalogue.in_use(id, requirement),
        Meant::Id(id) => catalogue.any(id),
        Meant::Catalogue(_) | Meant::Package(..) => None,
    };
    let digest = &found.ok_or_else(unknown)?.identity.digest;
    known.files.into_iter().find(|files| files.digest() == *digest).ok_or_else(unknown)
}

impl Meant {
    fn package(files: Files) -> Result<Meant, LoadFault> {
        let checked = check(&files).map_err(LoadFault::Packages)?;
        Ok(Meant::Package(files, Box::new(checked)))
    }

    fn id(&self) -> &str {
        match self {
            Meant::Catalogue(_) => "",
            Meant::Package(_, checked) => &checked.identity.id,
            Meant::Edition(id, _) | Meant::Id(id) => id,
        }
    }
}

/// Packages, and which editions of them are in use.
#[derive(Clone)]
struct Around {
    files: Vec<Files>,
    editions: Vec<(String, VersionReq)>,
}

impl Around {
    fn meant(&self, base: &Setup, text: &str) -> Result<Meant, ImpactFault> {
        let loading = |fault| ImpactFault::Load { side: text.to_owned(), fault };
        let path = Path::new(text);
        if path.is_dir() {
            let files = folder(path).map_err(loading)?;
            if !path.join("package.toml").is_file() {
                return Ok(Meant::Catalogue(files));
            }
            if let Some(files) = files.into_iter().next() {
                return Meant::package(files).map_err(loading);
            }
        }
        if path.is_file() {
            let opened = archive::open(path, base.guard.as_ref()).map_err(ImpactFault::Archive)?;
            return Meant::package(opened.files).map_err(loading);
        }
        if text.contains('@') {
            let (id, requirement) = edition(text).map_err(loading)?;
            return Ok(Meant::Edition(id, requirement));
        }
        let ids: Vec<String> = self.checked().map(|package| package.identity.id).collect();
        if ids.iter().any(|id| id == text) {
            return Ok(Meant::Id(text.to_owned()));
        }
        let nearest = nearest(text, ids.iter().map(String::as_str));
        Err(ImpactFault::UnknownSide { asked: text.to_owned(), nearest })
    }

    /// Those that are sound; what is not is told when they are loaded.
    fn checked(&self) -> impl Iterator<Item = Checked> {
        self.files.iter().filter_map(|files| check(files).ok())
    }

    fn of(&self, files: &[Files]) -> Around {
        Around { files: files.to_vec(), editions: self.editions.clone() }
    }

    fn with(&self, meant: &Meant) -> Around {
        let mut all = self.clone();
        match meant {
            Meant::Catalogue(_) | Meant::Id(_) => {}
            Meant::Edition(id, requirement) => all.editions.push((id.clone(), requirement.clone())),
            Meant::Package(files, checked) => {
                all.files.push(files.clone());
                all.editions.push((checked.identity.id.clone(), exactly(&checked.version)));
            }
        }
        all
    }

    fn without(&self, ids: &BTreeSet<String>) -> Around {
        let stays = |files: &&Files| check(files).map_or(true, |package| !ids.contains(&package.identity.id));
        Around {
            files: self.files.iter().filter(stays).cloned().collect(),
            editions: self.editions.iter().filter(|(id, _)| !ids.contains(id)).cloned().collect(),
        }
    }

    /// The packages that follow each one, directly or not.
    fn following(&self) -> BTreeMap<String, BTreeSet<String>> {
        let before: BTreeMap<String, String> = self
            .checked()
            .filter_map(|package| Some((package.identity.id, package.revision?.predecessor.clone()?)))
            .collect();
        let mut following: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for id in before.keys() {
            let (mut at, mut seen) = (id, BTreeSet::new());
            while let Some(earlier) = before.get(at).filter(|earlier| seen.insert(*earlier)) {
                following.entry(earlier.clone()).or_default().insert(id.clone());
                at = earlier;
            }
        }
        following
    }

    fn load(self, base: &Setup, name: &str) -> Result<Side, ImpactFault> {
        let setup = Setup {
            packages: Vec::new(),
            editions: self.editions,
            instead: Some(self.files.clone()),
            backend: base.backend,
            compiled_in: base.compiled_in.clone(),
            guard: base.guard.clone(),
        };
        let host =
            Parchemin::new(&setup).map_err(|fault| ImpactFault::Load { side: name.to_owned(), fault })?;
        let in_use = in_use(&host);
        let mut used: BTreeMap<String, Files> = BTreeMap::new();
        for files in self.files {
            let digest = files.digest();
            if let Some(PackageIdentity { id, .. }) = in_use.iter().find(|package| package.digest == digest)
                && let Some(other) = used.insert(id.clone(), files)
                && other.digest() != digest
            {
                return Err(ImpactFault::SeveralEditions { side: name.to_owned(), package: id.clone() });
            }
        }
        Ok(Side { name: name.to_owned(), host, setup, used: used.into_values().collect() })
    }
}
