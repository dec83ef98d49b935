//! The entries that differ, brought together into items as far as they cannot differ alone.

use super::{
    code,
    items::{Change, Item, Only},
    kind::Kind,
    names::{self, CitedText},
    opened::{Opened, Piece, SECTIONS, place_of},
};
use parchemin_core::Citation;
use std::collections::{BTreeMap, BTreeSet};

/// The items by which a package differs from its new state.
pub(super) fn items(id: &str, old: Option<&Opened>, new: Option<&Opened>) -> Vec<Item> {
    let mut changes: BTreeMap<(Kind, String), Vec<Change>> = BTreeMap::new();
    match (old, new) {
        (Some(old), Some(new)) => {
            let calls = [Callers::of(old), Callers::of(new)];
            let changed = changed(old, new);
            let kinds = Joined::new(old, new, &changed);
            for change in changed {
                changes.entry(kinds.item(&change, &calls)).or_default().push(change);
            }
        }
        (Some(_), None) => {
            changes.insert((Kind::Package, String::new()), vec![Change::Package(None)]);
        }
        (None, Some(new)) => {
            let former = place_of(Kind::Provision);
            let mut base = new.clone();
            let provisions = base.sections.insert(former, Vec::new()).unwrap_or_default();
            changes.insert((Kind::Package, String::new()), vec![Change::Package(Some(Box::new(base)))]);
            let keys: Vec<String> = provisions.iter().map(|(key, _)| key.clone()).collect();
            for (at, (key, piece)) in provisions.into_iter().enumerate() {
                let before = keys.iter().take(at).cloned().collect();
                let change =
                    Change::Entry { place: former, key: key.clone(), old: None, new: Some(piece), before };
                changes.insert((Kind::Provision, key), vec![change]);
            }
        }
        (None, None) => {}
    }
    changes.into_iter().map(|((kind, of), changes)| item(id, kind, of, changes, [old, new])).collect()
}

fn item(package: &str, kind: Kind, id: String, changes: Vec<Change>, sides: [Option<&Opened>; 2]) -> Item {
    let [old, new] = sides;
    let cited = |side: Option<&Opened>, only: Only| {
        let mut all = Vec::new();
        let Some(side) = side else { return all };
        let texts = names::texts(side.entries(place_of(Kind::Text)));
        changes.iter().for_each(|change| change.cite(only, &texts, &mut all));
        all
    };
    let (old_citations, new_citations) = (cited(old, Only::Old), cited(new, Only::New));
    let labels = new.and_then(|new| labels(new, kind, &id)).or_else(|| labels(old?, kind, &id));
    Item { package: package.to_owned(), kind, id, old: old_citations, new: new_citations, labels, changes }
}

impl Change {
    fn cite(&self, only: Only, texts: &BTreeMap<String, CitedText>, into: &mut Vec<Citation>) {
        match (self, only) {
            // What a whole package rests on is its period.
            (Change::Package(Some(package)), Only::New) => {
                let period = package.entries(place_of(Kind::Period));
                period.iter().for_each(|(_, piece)| names::cite(piece, texts, into));
            }
            (Change::Package(_), _) => {}
            (Change::Entry { old, new, .. }, only) => {
                let piece = if only == Only::New { new } else { old };
                piece.iter().for_each(|piece| names::cite(piece, texts, into));
            }
        }
    }
}

/// French and English words for an entry.
fn labels(package: &Opened, kind: Kind, id: &str) -> Option<[String; 2]> {
    let word = |piece: &Piece, member: &str| match piece {
        Piece::Data(value) => value.get(member).and_then(toml::Value::as_str).map(str::to_owned),
        Piece::Code { .. } | Piece::Plugin(_) => None,
    };
    match kind {
        Kind::Parameter => {
            let entry = package.entry(place_of(kind), id)?;
            Some([word(entry, "fr")?, word(entry, "en")?])
        }
        Kind::Package => {
            let entry = package.entry(place_of(Kind::Manifest), "label")?;
            Some([word(entry, "fr")?, word(entry, "en")?])
        }
        Kind::Rule => {
            let french = place_of(Kind::Message);
            let label = |place| word(package.entry(place, id)?, "label");
            Some([label(french)?, label(french + 1)?])
        }
        _ => None,
    }
}

/// The entries that differ, section by section.
fn changed(old: &Opened, new: &Opened) -> Vec<Change> {
    let mut all = Vec::new();
    for place in 0..SECTIONS.len() {
        let mut keys: Vec<&String> = new.entries(place).iter().map(|(key, _)| key).collect();
        let withdrawn = old.entries(place).iter().map(|(key, _)| key);
        keys.extend(withdrawn.filter(|key| new.entry(place, key).is_none()).collect::<Vec<_>>());
        for (at, key) in keys.iter().enumerate() {
            let (was, is) = (old.entry(place, key), new.entry(place, key));
            let same = match (was, is) {
                (Some(was), Some(is)) => was.says_as(is),
                _ => false,
            };
            if !same {
                let before = keys.iter().take(at).map(|key| (*key).clone()).collect();
                all.push(Change::Entry {
                    place,
                    key: (*key).clone(),
                    old: was.cloned(),
                    new: is.cloned(),
                    before,
                });
            }
        }
    }
    all
}

/// Which rules call a function, directly or not.
struct Callers(BTreeMap<String, BTreeSet<String>>);

impl Callers {
    fn of(package: &Opened) -> Callers {
        let functions: BTreeMap<&str, BTreeSet<&str>> = package
            .entries(place_of(Kind::Function))
            .iter()
            .filter_map(|(name, piece)| match piece {
                Piece::Code { text, .. } => Some((name.as_str(), code::words(text))),
                Piece::Data(_) | Piece::Plugin(_) => None,
            })
            .collect();
        let mut callers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (rule, _) in package.entries(place_of(Kind::Rule)) {
            let mut open = vec![rule.replace('-', "_")];
            let mut seen = BTreeSet::new();
            while let Some(name) = open.pop() {
                if let Some((name, words)) = functions.get_key_value(name.as_str()) {
                    callers.entry((*name).to_owned()).or_default().insert(rule.clone());
                    let called = words.iter().filter(|word| functions.contains_key(*word));
                    open.extend(called.filter(|word| seen.insert(**word)).map(|word| (*word).to_owned()));
                }
            }
        }
        Callers(callers)
    }
}

/// Which entries make up one item.
struct Joined {
    plugin: bool,
    table: bool,
    rules: BTreeSet<String>,
    deadlines: BTreeSet<String>,
}

impl Joined {
    fn new(old: &Opened, new: &Opened, changed: &[Change]) -> Joined {
        let plugin = |package: &Opened| !package.entries(place_of(Kind::Plugin)).is_empty();
        let rows = |package: &Opened| package.entries(place_of(Kind::Row)).is_empty();
        let of = |kind: Kind| {
            let keys = changed.iter().filter_map(move |change| match change {
                Change::Entry { place, key, .. } if SECTIONS.get(*place)?.kind == kind => Some(key.clone()),
                _ => None,
            });
            keys.collect::<BTreeSet<String>>()
        };
        // A rule differs where its entry does or its function.
        let known = [old, new].map(|package| package.entries(place_of(Kind::Rule)));
        let by_function = of(Kind::Function);
        let mut rules = of(Kind::Rule);
        let called = known.into_iter().flatten().map(|(rule, _)| rule);
        rules.extend(called.filter(|rule| by_function.contains(&rule.replace('-', "_"))).cloned());
        Joined {
            plugin: plugin(old) || plugin(new),
            table: rows(old) != rows(new),
            rules,
            deadlines: of(Kind::Deadline),
        }
    }

    /// The kind and the id of the item that a change is part of.
    fn item(&self, change: &Change, [old, new]: &[Callers; 2]) -> (Kind, String) {
        let Change::Entry { place, key, .. } = change else { return (Kind::Package, String::new()) };
        let Some(section) = SECTIONS.get(*place) else { return (Kind::Manifest, key.clone()) };
        match section.kind {
            Kind::Rule | Kind::Function | Kind::Message | Kind::Plugin if self.plugin => {
                (Kind::Plugin, String::new())
            }
            Kind::Row if self.table => (Kind::Table, String::new()),
            Kind::Manifest if key == "correspondences" => (Kind::Table, String::new()),
            Kind::Message if self.rules.contains(key) => (Kind::Rule, key.clone()),
            Kind::DeadlineMessage if self.deadlines.contains(key) => (Kind::Deadline, key.clone()),
            Kind::Function => {
                let own = self.rules.iter().find(|rule| rule.replace('-', "_") == *key);
                let callers: BTreeSet<&String> =
                    [old, new].into_iter().filter_map(|callers| callers.0.get(key)).flatten().collect();
                match (own, callers.len(), callers.first()) {
                    (Some(rule), _, _) => (Kind::Rule, rule.clone()),
                    (None, 1, Some(rule)) => (Kind::Rule, (*rule).clone()),
                    _ => (Kind::Function, key.clone()),
                }
            }
            kind => (kind, key.clone()),
        }
    }
}
