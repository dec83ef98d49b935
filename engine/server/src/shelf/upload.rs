//! A package that comes as an archive: everything is checked, and tried beside the packages that decide, before
//! anything serves it.

use super::{Loaded, Shelf, ShelfFault, given::joined};
use parchemin::{
    LoadFault,
    cases::{Bench, Tried, cases_of},
    core::decision::PackageIdentity,
    described,
    packages::{
        Catalogue, Checked, Files,
        archive::{Archive, OpenFault, Signatures},
        check,
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use std::{path::Path, sync::Arc};

/// What became of an archive.
pub(crate) struct Uploaded {
    /// What decides now.
    pub(crate) loaded: Arc<Loaded>,
    /// The package.
    pub(crate) package: PackageIdentity,
    /// What it changes once it is in use.
    pub(crate) effect: Effect,
    /// Its own cases, which were tried.
    pub(crate) cases: usize,
    /// Whether it was not there before.
    pub(crate) new: bool,
    /// Whether it will be found again after a restart.
    pub(crate) kept: bool,
}

/// What a package changes once it is in use, beside the packages that decide now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PackageEffect")]
pub(crate) struct Effect {
    /// The edition of the package that is in use now.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<PackageIdentity>,
    /// The titre of which it describes a revision; none for a framework.
    #[serde(skip_serializing_if = "Option::is_none")]
    titre: Option<String>,
    /// The revisions of that titre now, oldest first, as its timeline tells them.
    before: Vec<Revision>,
    /// The revisions of that titre then.
    after: Vec<Revision>,
    /// The revisions, of any titre, that are decided with this package then.
    decides: Vec<PackageIdentity>,
}

/// A revision as `described::timeline` has it.
type Revision = Map<String, Value>;

impl Shelf {
    /// Takes an archive; with `at_once` it is put in use too. Takes its time: not for a thread that answers.
    ///
    /// # Errors
    /// The archive is not sound, no signature of it holds, the package is wrong, does not fit beside the others, decides
    /// a case of its own otherwise than it says, has the name of another, or is one too many. Nothing has changed
    /// then.
    pub(crate) fn upload(
        &self,
        bytes: &[u8],
        signatures: &Signatures,
        at_once: bool,
    ) -> Result<Uploaded, ShelfFault> {
        let archive = self.admitted(bytes, signatures)?;
        let checked =
            check(&archive.files).map_err(|faults| ShelfFault::Load(LoadFault::Packages(faults)))?;
        let (checked, mut changing) = (Arc::new(checked), self.changing());
        let package = checked.identity.clone();
        let packages = joined(changing.packages.clone(), vec![Arc::clone(&checked)])?;
        let new = packages.len() > changing.packages.len();
        let mut state = changing.state.clone();
        if new {
            if state.uploaded().len() >= self.archives {
                return Err(ShelfFault::NoRoom(self.archives));
            }
            state.upload(&package);
        }
        let mut in_use = state.clone();
        in_use.activate(&package);
        let active = changing.with(packages.clone(), in_use);
        let tried = active.load(&self.given.setup)?;
        let cases = self.cases(&tried, &checked, archive.files)?;
        let effect = Effect::of(&self.now(), &tried, &checked);
        let next = if at_once { active } else { changing.with(packages, state) };
        if let Some(folder) = self.folder.as_ref().filter(|_| next.state.uploaded().contains(&package)) {
            // Sent again, it may have one signature more.
            folder.keep_archive(&package, bytes, signatures).map_err(ShelfFault::State)?;
        }
        let loaded =
            if at_once { tried } else { self.now().beside(next.number, &next.packages, &next.state) };
        let changed = self.take(&mut changing, next, loaded)?;
        Ok(Uploaded { loaded: changed.loaded, package, effect, cases, new, kept: changed.kept })
    }

    /// Tries the cases that a package carries on the packages beside which it would decide; how many there are.
    fn cases(&self, tried: &Loaded, package: &Arc<Checked>, files: Files) -> Result<usize, ShelfFault> {
        let cases = cases_of(&files).map_err(|faults| ShelfFault::Load(LoadFault::Packages(faults)))?;
        let bench = Bench::among(Catalogue::clone(tried.host.catalogue()), package, files, &self.given.setup);
        let all = bench.packages().iter().flat_map(|package| bench.run(package, &cases, 1));
        let failed: Vec<Tried> = all.filter(|tried| !tried.passed()).collect();
        if failed.is_empty() { Ok(cases.len()) } else { Err(ShelfFault::Cases(failed)) }
    }

    /// Reads an archive for which a signature holds today.
    fn admitted(&self, bytes: &[u8], signatures: &Signatures) -> Result<Archive, ShelfFault> {
        const NAME: &str = "archive";
        let guard = self.given.guard()?.ok_or(ShelfFault::NoTrust)?;
        let archive = Archive::read(NAME, bytes)
            .map_err(|fault| ShelfFault::Archive(OpenFault::Archive { path: NAME.into(), fault }))?;
        let name = Archive::file_name(&archive.id, &archive.version);
        guard.admit(Path::new(&name), &archive, signatures).map_err(ShelfFault::Archive)?;
        Ok(archive)
    }
}

impl Effect {
    fn of(now: &Loaded, then: &Loaded, package: &Checked) -> Effect {
        let (before, after) = (now.host.catalogue(), then.host.catalogue());
        let titre = package.revision.as_ref().map(|revision| revision.titre.id.clone());
        let timeline = |catalogue| -> Vec<Revision> {
            let told =
                titre.as_deref().map(|titre| described::timeline(catalogue, titre)).unwrap_or_default();
            let revisions = told.get("revisions").and_then(Value::as_array).into_iter().flatten();
            revisions.filter_map(Value::as_object).cloned().collect()
        };
        let revisions = after.titres().into_iter().flat_map(|titre| after.timeline(&titre));
        let with = |revision: &Arc<Checked>| {
            after.with_requirements(revision).iter().any(|one| one.identity == package.identity)
        };
        let decides = revisions.map(|(revision, _)| revision).filter(with);
        Effect {
            replaces: before.any(&package.identity.id).map(|known| known.identity.clone()),
            before: timeline(before),
            after: timeline(after),
            decides: decides.map(|revision| revision.identity.clone()).collect(),
            titre,
        }
    }
}
