//! Whether packages fit together: what each requires is there, in no circle, and the revisions of a titre follow each
//! other.

use super::{Catalogue, CatalogueFault, OtherTitre, folded, names};
use crate::{
    check::{Checked, Revision},
    correspondence::WHOLE,
    written::Effect,
};
use parchemin_core::nearest;
use std::collections::{BTreeMap, BTreeSet};

impl Catalogue {
    /// Everything that does not fit.
    pub(super) fn faults(&self) -> Vec<CatalogueFault> {
        let mut faults = Vec::new();
        for package in self.packages() {
            self.check_requirements(package, &mut faults);
        }
        self.check_cycles(&mut faults);
        for titre in self.titres() {
            self.check_timeline(&titre, &mut faults);
        }
        self.check_names(&mut faults);
        faults
    }

    fn check_requirements(&self, package: &Checked, faults: &mut Vec<CatalogueFault>) {
        for (id, requirement) in &package.requires {
            if self.find(id, requirement).is_none() {
                let present = self.packages.get(id).into_iter().flat_map(|versions| versions.keys());
                faults.push(CatalogueFault::Unmet {
                    package: package.identity.id.clone(),
                    requires: id.clone(),
                    requirement: requirement.to_string(),
                    present: present.map(ToString::to_string).collect(),
                });
            }
        }
    }

    /// Walks the requirements once, in depth: a requirement of a package that is still under way closes a circle.
    fn check_cycles(&self, faults: &mut Vec<CatalogueFault>) {
        let (mut done, mut path) = (BTreeSet::new(), Vec::new());
        for id in self.packages.keys() {
            self.walk(id, &mut path, &mut done, faults);
        }
    }

    fn walk<'c>(
        &'c self,
        id: &'c str,
        path: &mut Vec<&'c str>,
        done: &mut BTreeSet<&'c str>,
        faults: &mut Vec<CatalogueFault>,
    ) {
        if done.contains(id) {
            return;
        }
        if let Some(start) = path.iter().position(|above| *above == id) {
            faults.push(CatalogueFault::Cycle(path.iter().skip(start).map(ToString::to_string).collect()));
            return;
        }
        path.push(id);
        let editions = self.packages.get(id).into_iter().flat_map(BTreeMap::values);
        let required: BTreeSet<&String> = editions.flat_map(|package| package.requires.keys()).collect();
        for id in required {
            self.walk(id, path, done, faults);
        }
        path.pop();
        done.insert(id);
    }

    fn check_timeline(&self, titre: &str, faults: &mut Vec<CatalogueFault>) {
        let timeline = self.timeline(titre);
        let mut successors: BTreeMap<&str, &str> = BTreeMap::new();
        for (i, (package, revision)) in timeline.iter().enumerate() {
            for (other, later) in timeline.iter().skip(i + 1) {
                if let Some(day) = revision.titre.period.shared_day(&later.titre.period) {
                    faults.push(CatalogueFault::SameDay {
                        titre: titre.to_owned(),
                        first: package.identity.id.clone(),
                        second: other.identity.id.clone(),
                        day,
                    });
                }
            }
            let Some(predecessor) = revision.predecessor.as_deref() else { continue };
            if let Some(first) = successors.insert(predecessor, &package.identity.id) {
                faults.push(CatalogueFault::TwoSuccessors {
                    predecessor: predecessor.to_owned(),
                    first: first.to_owned(),
                    second: package.identity.id.clone(),
                });
            }
            let former = timeline
                .iter()
                .find(|(other, _)| other.identity.id == predecessor && predecessor != package.identity.id)
                .map(|(_, revision)| revision);
            let external = revision.external.iter().any(|external| external.revision == predecessor);
            if former.is_none() && !external {
                let own = &package.identity.id;
                let elsewhere = self.any(predecessor).and_then(|other| other.revision.as_ref());
                let elsewhere = elsewhere.filter(|other| other.titre.id != titre);
                let others = self.packages.keys().filter(|id| *id != own && *id != predecessor);
                faults.push(CatalogueFault::UnknownPredecessor {
                    package: own.clone(),
                    predecessor: predecessor.to_owned(),
                    titres: elsewhere
                        .map(|other| OtherTitre { own: titre.to_owned(), other: other.titre.id.clone() }),
                    nearest: nearest(predecessor, others.map(String::as_str)),
                });
            }
            if let (Effect::Extends, Some(former)) = (revision.effect, former)
                && !same_ccps(former, revision)
            {
                faults.push(CatalogueFault::ExtensionChangesCcps {
                    package: package.identity.id.clone(),
                    predecessor: predecessor.to_owned(),
                });
            }
            self.check_rows(&package.identity.id, revision, faults);
        }
    }

    /// A name means one titre, whichever revision of it goes by that. Of two packages the one that only has it as an
    /// alias is to be mended.
    fn check_names(&self, faults: &mut Vec<CatalogueFault>) {
        let mut claims: BTreeMap<String, Vec<(bool, &str, &Checked, &Revision)>> = BTreeMap::new();
        for (package, revision) in self.revisions_of_all() {
            for (name, _) in names(package, revision) {
                let alias = revision.titre.aliases.iter().any(|alias| alias == name);
                claims.entry(folded(name)).or_default().push((alias, name, package, revision));
            }
        }
        for claims in claims.values_mut() {
            claims.sort_by_key(|(alias, _, package, _)| (*alias, package.identity.id.clone()));
            let Some((_, _, first, meant)) = claims.first().copied() else { continue };
            let of_another = |claim: &&(bool, &str, &Checked, &Revision)| claim.3.titre.id != meant.titre.id;
            let Some((_, name, second, revision)) = claims.iter().find(of_another) else { continue };
            if self.follows(revision, meant) || self.follows(meant, revision) {
                continue;
            }
            faults.push(CatalogueFault::NameOfTwoTitres {
                name: (*name).to_owned(),
                first: first.identity.id.clone(),
                second: second.identity.id.clone(),
                titres: Box::new(OtherTitre {
                    own: revision.titre.id.clone(),
                    other: meant.titre.id.clone(),
                }),
            });
        }
    }

    /// Whether a revision names one of another titre as its predecessor: that has been told.
    fn follows(&self, revision: &Revision, other: &Revision) -> bool {
        let predecessor = revision.predecessor.as_deref().and_then(|id| self.any(id));
        let predecessor = predecessor.and_then(|package| package.revision.as_ref());
        predecessor.is_some_and(|former| former.titre.id == other.titre.id)
    }

    fn check_rows(&self, package: &str, revision: &Revision, faults: &mut Vec<CatalogueFault>) {
        for row in revision.rows() {
            for ccp in row.old.iter().filter(|ccp| *ccp != WHOLE) {
                let has = |revision: &Revision| revision.titre.ccp_index(ccp).is_some();
                let shipped = self.revisions_of_all().find(|(_, revision)| has(revision));
                let of = match shipped {
                    Some((package, _)) => Some(&package.identity.id),
                    None => self.external_ccp(ccp).map(|(_, external)| &external.revision),
                };
                if of != Some(&row.old_revision) {
                    faults.push(CatalogueFault::UnknownOldCcp {
                        package: package.to_owned(),
                        ccp: ccp.clone(),
                        nearest: nearest(ccp, self.ccp_references().iter().map(String::as_str)),
                    });
                }
            }
        }
    }
}

/// An extension keeps the CCPs: as many, and no label that says something else.
fn same_ccps(former: &Revision, extension: &Revision) -> bool {
    let (old, new) = (&former.titre.ccps, &extension.titre.ccps);
    old.len() == new.len()
        && old.iter().zip(new).all(|(a, b)| a.label.is_none() || b.label.is_none() || a.label == b.label)
}
