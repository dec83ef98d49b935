//! What changed from one package to another, item by item, each with what stood there before and after.

use super::leaves::{Detail, details};
use parchemin::{
    core::{Citation, Lang, Speak},
    packages::{
        Difference, Files, PackageFault, correspondence,
        difference::{Item, Kind, Piece},
    },
};
use serde::Serialize;
use std::collections::BTreeSet;
use toml_edit::DocumentMut;

/// The name of the format.
pub const FORMAT: &str = "parchemin.difference/1";

/// What differs between two packages.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// `parchemin.difference/1`.
    pub format: &'static str,
    /// The package before.
    pub old: Edition,
    /// The package after.
    pub new: Edition,
    /// What changed, in the order in which a text would be read.
    pub changes: Vec<Change>,
}

/// A package of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of all its parts.
    pub digest: String,
}

/// What became of an item: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It is new.
    Added,
    /// It says something else.
    Changed,
    /// It is gone.
    Withdrawn,
}

/// One thing that changed.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// What it is.
    #[serde(serialize_with = "by_name")]
    pub kind: Kind,
    /// Which one; empty where the kind says it all.
    pub id: String,
    /// What became of it.
    pub became: Became,
    /// Whether it can change a decision by itself.
    pub decides: bool,
    /// What was said before and is said now.
    pub details: Vec<Detail>,
    /// What it rested on.
    pub before: Vec<Citation>,
    /// What it rests on.
    pub after: Vec<Citation>,
    #[serde(skip)]
    item: Item,
}

fn by_name<S: serde::Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

impl Change {
    /// The item by its name.
    pub fn named(&self, lang: Lang) -> String {
        self.item.say(lang)
    }

    /// What it is about, in the words of the package.
    pub fn label(&self, lang: Lang) -> Option<&str> {
        self.item.label(lang)
    }
}

impl Changes {
    /// What differs between two packages: editions of one, or two revisions, which are compared as if they were one.
    ///
    /// # Errors
    /// A file that is not of its format.
    pub fn between(old: &Files, new: &Files) -> Result<Changes, PackageFault> {
        let editions = [edition(old), edition(new)];
        let [before, after] = &editions;
        let renamed = if before.id == after.id { new.clone() } else { under(new, &after.id, &before.id) };
        let difference = Difference::between(std::slice::from_ref(old), std::slice::from_ref(&renamed))?;
        let deciding: BTreeSet<usize> = difference.deciding().collect();
        let changes = difference.items().iter().enumerate();
        let changes = changes.map(|(place, item)| change(item, deciding.contains(&place))).collect();
        let [old, new] = editions;
        Ok(Changes { format: FORMAT, old, new, changes })
    }

    /// What can change a decision.
    pub fn deciding(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.decides)
    }
}

fn change(item: &Item, decides: bool) -> Change {
    let pieces: Vec<(Option<&Piece>, Option<&Piece>)> =
        item.pieces().map(|(_, _, old, new)| (old, new)).collect();
    let became =
        match (pieces.iter().all(|(old, _)| old.is_none()), pieces.iter().all(|(_, new)| new.is_none())) {
            (true, false) => Became::Added,
            (false, true) => Became::Withdrawn,
            _ => Became::Changed,
        };
    let details = pieces.iter().flat_map(|(old, new)| details(*old, *new)).collect();
    Change {
        kind: item.kind,
        id: item.id.clone(),
        became,
        decides,
        details,
        before: item.old.clone(),
        after: item.new.clone(),
        item: item.clone(),
    }
}

/// A package by what its manifest says; what it does not say is empty.
fn edition(files: &Files) -> Edition {
    let manifest = files.text("package.toml").ok().flatten().unwrap_or_default();
    let manifest = manifest.parse::<DocumentMut>().unwrap_or_default();
    let member =
        |name: &str| manifest.get(name).and_then(|item| item.as_str()).unwrap_or_default().to_owned();
    Edition { id: member("id"), version: member("version"), digest: files.digest() }
}

/// A package under the id of another one: its manifest, and its own CCPs in its table.
fn under(files: &Files, own: &str, other: &str) -> Files {
    let entries = files.matching("", "").map(|path| {
        let bytes = files.bytes(path).unwrap_or_default().to_vec();
        let text = match path {
            "package.toml" => String::from_utf8(bytes.clone()).ok().and_then(|text| {
                let mut document = text.parse::<DocumentMut>().ok()?;
                document.insert("id", toml_edit::value(other));
                Some(document.to_string())
            }),
            correspondence::FILE => String::from_utf8(bytes.clone())
                .ok()
                .map(|text| text.replace(&format!("{own}/"), &format!("{other}/"))),
            _ => None,
        };
        (path.to_owned(), text.map_or(bytes, String::into_bytes))
    });
    Files::new(files.name(), entries.collect::<Vec<_>>())
}
