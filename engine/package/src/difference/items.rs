//! Items: the entries that differ, brought together as far as they cannot differ alone.

use super::{
    Items, code,
    names::{self, CitedText},
    opened::{Opened, Piece, SECTIONS, place_of},
};
use parchemin_core::{Citation, Lang, Speak, say};
use std::collections::{BTreeMap, BTreeSet};

/// What an item is: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A whole package.
    Package,
    /// The period of a revision: a bound, or its last delivery.
    Period,
    /// The events that choose a revision, or who keeps the former one.
    Provision,
    /// What a revision does to which predecessor.
    Lineage,
    /// A dated parameter.
    Parameter,
    /// A rule.
    Rule,
    /// A function that several rules call.
    Function,
    /// All rules of a package that carries a plugin alone.
    Plugin,
    /// A table of correspondences that is supplied, or is not any more.
    Table,
    /// A row of the table of correspondences.
    Row,
    /// A CCP.
    Ccp,
    /// A CCS.
    Ccs,
    /// A route that is open or closed.
    Route,
    /// A complement that the RE foresees or not.
    Complement,
    /// A former revision that no package describes.
    External,
    /// Another statement about the titre.
    Titre,
    /// A deadline.
    Deadline,
    /// A document and the outcomes that earn it.
    Document,
    /// A package that is needed.
    Requirement,
    /// The bounds of the sandbox.
    Bounds,
    /// A text that citations name.
    Text,
    /// The messages of a rule.
    Message,
    /// The message of a deadline.
    DeadlineMessage,
    /// Another statement about the package.
    Manifest,
}

impl Kind {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Package => "package",
            Kind::Period => "period",
            Kind::Provision => "provision",
            Kind::Lineage => "lineage",
            Kind::Parameter => "parameter",
            Kind::Rule => "rule",
            Kind::Function => "function",
            Kind::Plugin => "plugin",
            Kind::Table => "table",
            Kind::Row => "row",
            Kind::Ccp => "ccp",
            Kind::Ccs => "ccs",
            Kind::Route => "route",
            Kind::Complement => "complement",
            Kind::External => "external",
            Kind::Titre => "titre",
            Kind::Deadline => "deadline",
            Kind::Document => "document",
            Kind::Requirement => "requirement",
            Kind::Bounds => "bounds",
            Kind::Text => "text",
            Kind::Message => "message",
            Kind::DeadlineMessage => "deadline-message",
            Kind::Manifest => "manifest",
        }
    }

    /// The word for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Kind::Package => say!(lang, fr: "paquet", en: "package"),
            Kind::Period => say!(lang, fr: "période", en: "period"),
            Kind::Provision => say!(lang, fr: "disposition", en: "provision"),
            Kind::Lineage => say!(lang, fr: "filiation", en: "lineage"),
            Kind::Parameter => say!(lang, fr: "paramètre", en: "parameter"),
            Kind::Rule => say!(lang, fr: "règle", en: "rule"),
            Kind::Function => say!(lang, fr: "fonction commune", en: "shared function"),
            Kind::Plugin => say!(lang, fr: "ensemble des règles", en: "rules as a whole"),
            Kind::Table => say!(lang, fr: "tableau de correspondance", en: "correspondence table"),
            Kind::Row => say!(lang, fr: "ligne de correspondance", en: "correspondence row"),
            Kind::Ccp => say!(lang, fr: "CCP", en: "CCP"),
            Kind::Ccs => say!(lang, fr: "CCS", en: "CCS"),
            Kind::Route => say!(lang, fr: "voie d’accès", en: "route"),
            Kind::Complement => say!(lang, fr: "complément du RE", en: "complement of the RE"),
            Kind::External => say!(lang, fr: "ancienne révision", en: "former revision"),
            Kind::Titre => say!(lang, fr: "énoncé du titre", en: "statement of the titre"),
            Kind::Deadline => say!(lang, fr: "échéance", en: "deadline"),
            Kind::Document => say!(lang, fr: "document délivré", en: "document delivered"),
            Kind::Requirement => say!(lang, fr: "paquet requis", en: "package required"),
            Kind::Bounds => say!(lang, fr: "bornes d’exécution", en: "bounds of execution"),
            Kind::Text => say!(lang, fr: "texte", en: "text"),
            Kind::Message => say!(lang, fr: "messages de la règle", en: "messages of the rule"),
            Kind::DeadlineMessage => say!(lang, fr: "message de l’échéance", en: "message of the deadline"),
            Kind::Manifest => say!(lang, fr: "mention du paquet", en: "statement of the package"),
        }
    }
}

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
    labels: Option<[String; 2]>,
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
            Kind::Text => self.flips(),
            Kind::Parameter | Kind::Function => {
                self.pieces().any(|(_, _, old, new)| old.is_some() && new.is_some())
            }
            _ => true,
        }
    }

    /// Whether a text that was not supplied is, or the other way round.
    fn flips(&self) -> bool {
        let absent = |piece: &Piece| match piece {
            Piece::Data(value) => value.get("absent").and_then(toml::Value::as_bool).unwrap_or(false),
            Piece::Code { .. } | Piece::Plugin(_) => false,
        };
        self.kind == Kind::Text
            && self.pieces().any(|(_, _, old, new)| match (old, new) {
                (Some(old), Some(new)) => absent(old) != absent(new),
                _ => false,
            })
    }

    /// The names that exist in only one of the packages by this item, or mean another thing in each.
    fn names(&self, only: Only) -> BTreeSet<String> {
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
    fn is_known_abroad(&self) -> bool {
        matches!(self.kind, Kind::Package | Kind::Parameter | Kind::Ccp | Kind::External)
    }

    fn mentions(&self, only: Only) -> BTreeSet<String> {
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
    fn number(&self) -> Option<(usize, bool)> {
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
enum Only {
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

// ── Making items ────────────────────────────────────────────────────────────────────────────────────────────────────

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

// ── What comes with an item ─────────────────────────────────────────────────────────────────────────────────────────

/// What each item comes with, itself included.
pub(super) fn with(items: &[Item]) -> Vec<Items> {
    let needs = needs(items);
    let whole = |start: usize| {
        let (mut all, mut open) = (Items::from([start]), vec![start]);
        while let Some(place) = open.pop() {
            let more = needs.get(place).into_iter().flatten().copied();
            open.extend(more.filter(|next| all.insert(*next)));
        }
        all
    };
    (0..items.len()).map(whole).collect()
}

fn needs(items: &[Item]) -> Vec<Items> {
    let mut needs: Vec<Items> = items.iter().map(|_| Items::new()).collect();
    let mut need = |from: usize, to: usize| {
        if let Some(of) = needs.get_mut(from)
            && from != to
        {
            of.insert(to);
        }
    };
    let mentions: Vec<[BTreeSet<String>; 2]> =
        items.iter().map(|item| [item.mentions(Only::Old), item.mentions(Only::New)]).collect();
    for (defined, definition) in items.iter().enumerate() {
        let [old, new] = [definition.names(Only::Old), definition.names(Only::New)];
        for ((place, item), [was, is]) in items.iter().enumerate().zip(&mentions) {
            if item.package != definition.package && !definition.is_known_abroad() {
                continue;
            }
            if !new.is_disjoint(is) {
                need(place, defined);
            }
            if !old.is_disjoint(was) {
                need(defined, place);
            }
        }
        for (place, item) in items.iter().enumerate().filter(|(_, item)| item.package == definition.package) {
            // A provision of a package that is added needs the package.
            if definition.kind == Kind::Package && item.kind == Kind::Provision {
                need(place, defined);
            }
            if let (Some((number, true)), Some((next, true))) = (definition.number(), item.number())
                && definition.kind == item.kind
                && next == number + 1
            {
                need(place, defined);
            }
            if let (Some((number, false)), Some((next, false))) = (definition.number(), item.number())
                && definition.kind == item.kind
                && next == number + 1
            {
                need(defined, place);
            }
        }
    }
    needs
}
