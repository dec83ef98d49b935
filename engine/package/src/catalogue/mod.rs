//! Several packages side by side, each titre's timeline, and who requires whom.

mod fault;
mod fit;
mod given;
#[cfg(test)]
mod tests;

pub use fault::{CatalogueFault, Meant, OtherTitre};
pub use given::contradictions;

use crate::{
    check::{Checked, External, Revision},
    written::Kind,
};
use parchemin_core::nearest;
use semver::{Comparator, Op, Version, VersionReq};
use std::{collections::BTreeMap, sync::Arc};

/// Packages side by side: by id, then by version.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    packages: BTreeMap<String, BTreeMap<Version, Arc<Checked>>>,
    /// For packages in several editions: the one that is taken unless the caller says otherwise.
    defaults: BTreeMap<String, VersionReq>,
}

impl Catalogue {
    /// Puts packages together, as [`one_of_each`] leaves them.
    ///
    /// # Errors
    /// Everything that does not fit.
    pub fn new(
        packages: impl IntoIterator<Item = Arc<Checked>>,
        defaults: BTreeMap<String, VersionReq>,
    ) -> Result<Catalogue, Vec<CatalogueFault>> {
        let mut catalogue = Catalogue { packages: BTreeMap::new(), defaults };
        for package in one_of_each(packages)? {
            let versions = catalogue.packages.entry(package.identity.id.clone()).or_default();
            versions.insert(package.version.clone(), package);
        }
        let faults = catalogue.faults();
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }

    /// Every package, by id and version.
    pub fn packages(&self) -> impl Iterator<Item = &Arc<Checked>> {
        self.packages.values().flat_map(BTreeMap::values)
    }

    /// The catalogue with another default edition of a package.
    ///
    /// # Errors
    /// No package of that id and version.
    pub fn with_default(mut self, id: &str, requirement: VersionReq) -> Result<Catalogue, CatalogueFault> {
        if self.find(id, &requirement).is_none() {
            let ids = self.packages().map(|p| format!("{}@{}", p.identity.id, p.version)).collect::<Vec<_>>();
            let asked = format!("{id}@{requirement}");
            return Err(CatalogueFault::NoSuchPackage {
                nearest: nearest(&asked, ids.iter().map(String::as_str)),
                asked,
            });
        }
        self.defaults.insert(id.to_owned(), requirement);
        Ok(self)
    }

    /// The newest version of a package that meets a requirement.
    pub fn find(&self, id: &str, requirement: &VersionReq) -> Option<&Arc<Checked>> {
        self.newest(id, |version| requirement.matches(version))
    }

    /// The edition of a package that is in use: the newest that meets the requirement and, where one fits, the default.
    pub fn in_use(&self, id: &str, requirement: &VersionReq) -> Option<&Arc<Checked>> {
        let default = self.defaults.get(id);
        let preferred = default.and_then(|default| {
            self.newest(id, |version| requirement.matches(version) && default.matches(version))
        });
        preferred.or_else(|| self.find(id, requirement))
    }

    /// The newest edition in use, whatever its version.
    pub fn any(&self, id: &str) -> Option<&Arc<Checked>> {
        self.in_use(id, &VersionReq::STAR)
    }

    fn newest(&self, id: &str, fits: impl Fn(&Version) -> bool) -> Option<&Arc<Checked>> {
        let versions = self.packages.get(id)?;
        versions.iter().rev().find(|(version, _)| fits(version)).map(|(_, package)| package)
    }

    /// A package and all it requires, those required first.
    pub fn with_requirements(&self, package: &Arc<Checked>) -> Vec<Arc<Checked>> {
        let mut ordered: Vec<Arc<Checked>> = Vec::new();
        self.collect(package, &mut ordered);
        ordered
    }

    fn collect(&self, package: &Arc<Checked>, ordered: &mut Vec<Arc<Checked>>) {
        if ordered.iter().any(|known| known.identity == package.identity) {
            return;
        }
        // Cycles were refused when the catalogue was made, so this ends.
        for (id, requirement) in &package.requires {
            if let Some(required) = self.in_use(id, requirement) {
                self.collect(required, ordered);
            }
        }
        ordered.push(Arc::clone(package));
    }

    /// The framework in use where no titre says which one it needs.
    pub fn frameworks(&self) -> Vec<Arc<Checked>> {
        let mut ordered = Vec::new();
        for id in self.packages.keys() {
            let framework = self.any(id).filter(|package| package.kind == Kind::Framework);
            if let Some(framework) = framework {
                self.collect(framework, &mut ordered);
            }
        }
        ordered
    }

    /// The ids of the titres, in order.
    pub fn titres(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            self.revisions_of_all().map(|(_, revision)| revision.titre.id.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    fn revisions_of_all(&self) -> impl Iterator<Item = (&Arc<Checked>, &Arc<Revision>)> {
        self.packages
            .keys()
            .filter_map(|id| self.any(id))
            .filter_map(|package| package.revision.as_ref().map(|revision| (package, revision)))
    }

    /// The revisions of a titre, oldest first: each follows the one it names as predecessor.
    pub fn timeline(&self, titre: &str) -> Vec<(Arc<Checked>, Arc<Revision>)> {
        let mut all: Vec<(&Arc<Checked>, &Arc<Revision>)> =
            self.revisions_of_all().filter(|(_, revision)| revision.titre.id == titre).collect();
        all.sort_by_key(|(package, revision)| (revision.first_day().ok(), package.identity.id.clone()));
        all.into_iter().map(|(package, revision)| (Arc::clone(package), Arc::clone(revision))).collect()
    }

    /// The titre that a name stands for: its id, a label or former label, a package id, or an RNCP number.
    ///
    /// # Errors
    /// No titre of that name; with the nearest ones.
    pub fn titre_named(&self, name: &str) -> Result<String, CatalogueFault> {
        let wanted = folded(name);
        let mut names = self.names_of_titres();
        let found = names.find(|(name, _)| folded(name) == wanted);
        found.map(|(_, id)| id.to_owned()).ok_or_else(|| self.no_such_titre(name))
    }

    /// No titre has that name; with the nearest ones.
    pub fn no_such_titre(&self, name: &str) -> CatalogueFault {
        let mut near = nearest(name, self.names_of_titres().map(|(name, _)| name));
        if near.is_empty() {
            near = self.titres();
        }
        CatalogueFault::NoSuchTitre { asked: name.to_owned(), nearest: near }
    }

    /// Every name of a titre, with the titre's id: its id, a label or former label, a package id, an RNCP number.
    pub fn names_of_titres(&self) -> impl Iterator<Item = (&str, &str)> {
        self.revisions_of_all().flat_map(|(package, revision)| names(package, revision))
    }

    /// The package of a revision, by its id or RNCP number.
    pub fn revision_named(&self, name: &str) -> Option<(&Arc<Checked>, &Arc<Revision>)> {
        self.revisions_of_all().find(|(package, revision)| {
            package.identity.id == name || revision.titre.rncp.as_deref() == Some(name)
        })
    }

    /// An external revision, by its id or RNCP number, with the package that declares it.
    pub fn external_named(&self, name: &str) -> Option<(&Arc<Checked>, &External)> {
        self.revisions_of_all().find_map(|(package, revision)| {
            let found = revision
                .external
                .iter()
                .find(|external| external.revision == name || external.rncp.as_deref() == Some(name))?;
            Some((package, found))
        })
    }

    /// The titre that is not shipped whose bloc has that code, and the package that declares it.
    pub fn external_ccp(&self, code: &str) -> Option<(&Arc<Checked>, &External)> {
        let is_of = |external: &External| match (&external.ccps, &external.rncp) {
            (Some(ccps), _) => ccps.iter().any(|known| known == code),
            // Its blocs are not supplied, but a bloc code names the fiche it belongs to.
            (None, Some(rncp)) => code.strip_prefix(rncp.as_str()).is_some_and(|rest| rest.starts_with("BC")),
            (None, None) => false,
        };
        self.revisions_of_all().find_map(|(package, revision)| {
            Some((package, revision.external.iter().find(|external| is_of(external))?))
        })
    }

    /// Every CCP reference that a file may use, for the nearest to a wrong one.
    pub fn ccp_references(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (_, revision) in self.revisions_of_all() {
            all.extend(
                revision.titre.ccps.iter().flat_map(|ccp| [Some(ccp.id.clone()), ccp.code.clone()]).flatten(),
            );
            all.extend(
                revision.external.iter().flat_map(|external| external.ccps.clone().unwrap_or_default()),
            );
        }
        all
    }
}

/// Packages by id and version: later ones replace earlier ones of the same id and version.
///
/// # Errors
/// Packages of one id that are not of one kind and titre, even where one replaces the other: a key that may sign for a
/// titre could else put its package in the place of what decides for all.
pub fn one_of_each(
    packages: impl IntoIterator<Item = Arc<Checked>>,
) -> Result<Vec<Arc<Checked>>, Vec<CatalogueFault>> {
    let mut meant: BTreeMap<String, Meant> = BTreeMap::new();
    let mut each = BTreeMap::new();
    let mut faults = Vec::new();
    for package in packages {
        let id = package.identity.id.clone();
        let second = Meant::by(&package);
        let first = meant.entry(id.clone()).or_insert_with(|| second.clone());
        if first.titre == second.titre {
            each.insert((id, package.version.clone()), package);
        } else {
            faults
                .push(CatalogueFault::IdOfAnother { package: id, meant: Box::new([first.clone(), second]) });
        }
    }
    if faults.is_empty() { Ok(each.into_values().collect()) } else { Err(faults) }
}

/// The requirement that this version meets and no other.
pub fn exactly(version: &Version) -> VersionReq {
    let same = Comparator {
        op: Op::Exact,
        major: version.major,
        minor: Some(version.minor),
        patch: Some(version.patch),
        pre: version.pre.clone(),
    };
    VersionReq { comparators: vec![same] }
}

/// A name without what two ways of writing it may differ by: the form of the apostrophe, small and capital letters.
pub fn folded(name: &str) -> String {
    name.replace('’', "'").to_lowercase()
}

/// The names of a titre that a revision gives it, each with the titre's id.
fn names<'r>(package: &'r Checked, revision: &'r Revision) -> impl Iterator<Item = (&'r str, &'r str)> {
    let titre = &revision.titre;
    let own = [&titre.id, &package.identity.id, &titre.label];
    let all = own.into_iter().chain(&titre.aliases).chain(&titre.rncp);
    all.map(|name| (name.as_str(), titre.id.as_str()))
}
