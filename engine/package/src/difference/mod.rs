//! The difference of packages, item by item, and any of its items applied to the old ones: at the level of the sources,
//! in memory, so that what results is checked and loaded like any other package.
//!
//! An item is what a text would change in one go: a parameter, a rule, a row of the table, a period, a provision.
//! What cannot change alone belongs to one item, or comes along:
//!
//! - a rule is its entry in `rules.toml`, its function, the functions that it alone calls, and its messages;
//! - a function that several rules call is an item of its own; a deadline has its message with it;
//! - a table of correspondences that is supplied at last is one item, as are all rules of a package that carries a
//!   plugin alone;
//! - an item that names what the new package adds (a parameter, a function, a text, a CCP, a former revision, a package)
//!   comes with it; an addition that nothing names decides nothing, so it is no change by itself;
//! - what is withdrawn comes with the items that named it; parameters, functions and texts that are withdrawn stay,
//!   since nothing that is left reads them;
//! - CCPs are named by their number: none is added before, or withdrawn after, the one next to it;
//! - a package that is added is one item, and each of its provisions for candidates under the former revision another.
//!
//! Comments, the order of entries, and the package's own version are no items.

pub mod code;
mod items;
mod joined;
mod kind;
mod names;
mod opened;
#[cfg(test)]
mod tests;
mod with;

pub use items::Item;
pub use kind::Kind;
pub use opened::Piece;

use crate::{fault::PackageFault, files::Files};
use items::Change;
use opened::Opened;
use std::collections::{BTreeMap, BTreeSet};

/// Items of a difference, by their places.
pub type Items = BTreeSet<usize>;

/// What differs between packages.
#[derive(Clone, Debug)]
pub struct Difference {
    old: BTreeMap<String, Opened>,
    /// Sources of the new packages.
    sources: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    items: Vec<Item>,
    /// What each item comes with, itself included.
    with: Vec<Items>,
}

impl Difference {
    /// The difference of two lists of packages, each with one edition of a package at most; two packages are compared
    /// where they have the same id.
    ///
    /// # Errors
    /// A file that is not of its format.
    pub fn between(old: &[Files], new: &[Files]) -> Result<Difference, PackageFault> {
        let (old, new) = (opened(old)?, opened(new)?);
        let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let mut items: Vec<Item> =
            ids.into_iter().flat_map(|id| joined::items(id, old.get(id), new.get(id))).collect();
        items.sort_by(|one, other| one.place().cmp(&other.place()));
        let with = with::with(&items);
        let sources = new.into_iter().map(|(id, opened)| (id, opened.others)).collect();
        Ok(Difference { old, sources, items, with })
    }

    /// Every item, by package, kind and id.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The items that can change a decision by themselves.
    pub fn deciding(&self) -> impl Iterator<Item = usize> {
        self.items.iter().enumerate().filter(|(_, item)| item.decides()).map(|(place, _)| place)
    }

    /// Some items with all that they come with.
    pub fn whole(&self, items: &Items) -> Items {
        items.iter().filter_map(|place| self.with.get(*place)).flatten().copied().collect()
    }

    /// The old packages with some items, and all that those come with, as they are in the new ones. They may fit
    /// together or not: that is seen when they are loaded.
    pub fn applied(&self, items: &Items) -> Vec<Files> {
        let mut packages = self.old.clone();
        let mut touched = BTreeSet::new();
        for item in self.whole(items).iter().filter_map(|place| self.items.get(*place)) {
            touched.insert(item.package.as_str());
            for change in &item.changes {
                match change {
                    Change::Package(Some(new)) => {
                        packages.insert(item.package.clone(), (**new).clone());
                    }
                    Change::Package(None) => drop(packages.remove(&item.package)),
                    Change::Entry { place, key, new, before, .. } => {
                        if let Some(package) = packages.get_mut(&item.package) {
                            package.put(*place, key, new.clone(), before);
                        }
                    }
                }
            }
        }
        let none = BTreeMap::new();
        let sources = |id: &str| match touched.contains(id) {
            true => self.sources.get(id).unwrap_or(&none),
            false => &none,
        };
        packages.iter().map(|(id, package)| package.files(sources(id))).collect()
    }
}

fn opened(all: &[Files]) -> Result<BTreeMap<String, Opened>, PackageFault> {
    let open = |files: &Files| {
        let opened = Opened::new(files)?;
        let id = opened.manifest("id").unwrap_or_else(|| files.name()).to_owned();
        Ok((id, opened))
    };
    all.iter().map(open).collect()
}
