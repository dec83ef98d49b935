//! Items: what differs, in parts that cannot differ alone.

use super::{
    kind::Kind,
    names,
    opened::{Opened, Piece, SECTIONS},
};
use parchemin_core::{Citation, Lang, Speak, say};
use std::collections::BTreeSet;

/// One thing that differs.
#[derive(Clone, Debug)]
pub struct Item {
    /// The package.
    pub package: String,
    /// What it is.
    pub kind: Kind,
    /// Which one: the id of the rule or parameter, the key of the entry. Empty where the kind says it all.
    pub id: String,
    /// What it rests on in the old package.
    pub old: Vec<Citation>,
    /// What it rests on in the new package.
    pub new: Vec<Citation>,
    pub(super) labels: Option<[String; 2]>,
    pub(super) changes: Vec<Change>,
}

/// A part of an item.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// A package that is added or withdrawn.
    Package(Option<Box<Opened>>),
    /// An entry of a section that is added, changed or withdrawn; with the entries that stand before it in the new one.
    Entry { place: usize, key: String, old: Option<Piece>, new: Option<Piece>, before: Vec<String> },
}

impl Item {
    /// What its order and its identity are.
    pub(super) fn place(&self) -> (&str, Kind, &str) {
        (&self.package, self.kind, &self.id)
    }

    /// The pieces that differ: file, key, old and new.
    pub fn pieces(&self) -> impl Iterator<Item = (&'static str, &str, Option<&Piece>, Option<&Piece>)> {
        self.changes.iter().filter_map(|change| match change {
            Change::Package(_) => None,
            Change::Entry { place, key, old, new, .. } => {
                Some((SECTIONS.get(*place)?.file, key.as_str(), old.as_ref(), new.as_ref()))
            }
        })
    }

    /// What it is about, in the words of the package, where the package has some.
    pub fn label(&self, lang: Lang) -> Option<&str> {
        let [fr, en] = self.labels.as_ref()?;
        Some(match lang {
            Lang::Fr => fr,
            Lang::En => en,
        })
    }

    /// Whether it can change a decision by itself.
    pub(super) fn decides(&self) -> bool {
        match self.kind {
            Kind::Message | Kind::DeadlineMessage | Kind::Manifest => false,
            Kind::Text => self.waits(),
            Kind::Parameter | Kind::Function => {
                self.pieces().any(|(_, _, old, new)| old.is_some() && new.is_some())
            }
            _ => true,
        }
    }

    /// Whether a text that was not supplied is, or the other way round.
    fn flips(&self) -> bool {
        self.is_text_that(|old, new| old != new)
    }

    /// Whether it is a text that is not supplied on one side: decisions that wait for it name it.
    fn waits(&self) -> bool {
        self.is_text_that(|old, new| old || new)
    }

    /// Whether it is a text of both sides, of which it is asked whether it is absent in the old and in the new one.
    fn is_text_that(&self, holds: impl Fn(bool, bool) -> bool) -> bool {
        let absent = |piece: &Piece| match piece {
            Piece::Data(value) => value.get("absent").and_then(toml::Value::as_bool).unwrap_or(false),
            Piece::Code { .. } | Piece::Plugin(_) => false,
        };
        self.kind == Kind::Text
            && self.pieces().any(|(_, _, old, new)| match (old, new) {
                (Some(old), Some(new)) => holds(absent(old), absent(new)),
                _ => false,
            })
    }

    /// The names that exist in only one of the packages by this item, or mean another thing in each.
    pub(super) fn names(&self, only: Only) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for change in &self.changes {
            match change {
                Change::Package(package) => {
                    if package.is_some() == (only == Only::New) {
                        all.insert(self.package.clone());
                    }
                }
                Change::Entry { place, key, old, new, .. } => {
                    let here = match only {
                        Only::New => old.is_none(),
                        Only::Old => new.is_none(),
                    };
                    let named = here || self.flips();
                    all.extend(named.then(|| self.named(*place, key)).flatten());
                }
            }
        }
        all
    }

    /// By what name others speak of an entry.
    fn named(&self, place: usize, key: &str) -> Option<String> {
        match SECTIONS.get(place)?.kind {
            Kind::Parameter | Kind::Function | Kind::Text | Kind::External => Some(key.to_owned()),
            Kind::Ccp => Some(format!("{}/{key}", self.package)),
            _ => None,
        }
    }

    /// Whether other packages can speak of it.
    pub(super) fn is_known_abroad(&self) -> bool {
        matches!(self.kind, Kind::Package | Kind::Parameter | Kind::Ccp | Kind::External)
    }

    pub(super) fn mentions(&self, only: Only) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for change in &self.changes {
            match (change, only) {
                (Change::Package(Some(package)), Only::New) => {
                    all.extend(
                        package.sections.values().flatten().flat_map(|(_, piece)| names::mentions(piece)),
                    );
                }
                (Change::Package(_), _) => {}
                (Change::Entry { old, new, .. }, only) => {
                    let piece = if only == Only::New { new } else { old };
                    all.extend(piece.iter().flat_map(names::mentions));
                }
            }
        }
        all
    }

    /// The number of its entry where entries are numbered, and whether the entry is added.
    pub(super) fn number(&self) -> Option<(usize, bool)> {
        self.changes.iter().find_map(|change| match change {
            Change::Entry { place, key, old, new, .. }
                if SECTIONS.get(*place)?.is_numbered() && (old.is_none() || new.is_none()) =>
            {
                Some((key.parse().ok()?, old.is_none()))
            }
            _ => None,
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Only {
    Old,
    New,
}

impl Speak for Item {
    fn say(&self, lang: Lang) -> String {
        let Item { package, id, .. } = self;
        let kind = self.kind.spoken(lang);
        match (self.kind, id.is_empty()) {
            (Kind::Package, _) => format!("{kind} `{package}`"),
            (_, true) => say!(lang, fr: "{kind} de {package}", en: "{kind} of {package}"),
            (_, false) => say!(lang, fr: "{kind} `{id}` de {package}", en: "{kind} `{id}` of {package}"),
        }
    }
}
