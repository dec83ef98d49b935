//! A package taken apart into what can differ: the entries of its tables and lists, each under a key, and the functions
//! of its scripts; and put together again as files.

use super::{code, kind::Kind};
use crate::{
    correspondence,
    fault::{PackageFault, Problem},
    files::Files,
};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// Where entries stand in a package, and how they are told apart.
pub(super) struct Section {
    pub(super) kind: Kind,
    pub(super) file: &'static str,
    path: &'static [&'static str],
    keyed: Keyed,
}

/// How the entries of a section are told apart.
#[derive(Clone, Copy)]
enum Keyed {
    /// By their names in a table.
    Name,
    /// By some of their members, in a list.
    Members(&'static [&'static str]),
    /// By their number, in a list: CCPs are named by it.
    Number,
    /// By the name of the function.
    Function,
}

const fn table(kind: Kind, file: &'static str, path: &'static [&'static str]) -> Section {
    Section { kind, file, path, keyed: Keyed::Name }
}

const fn list(
    kind: Kind,
    file: &'static str,
    path: &'static [&'static str],
    members: &'static [&'static str],
) -> Section {
    Section { kind, file, path, keyed: Keyed::Members(members) }
}

const fn numbered(kind: Kind, path: &'static [&'static str]) -> Section {
    Section { kind, file: TITRE, path, keyed: Keyed::Number }
}

const PACKAGE: &str = "package.toml";
const TITRE: &str = "titre.toml";
const RULES: &str = "rules.toml";
const FR: &str = "messages.fr.toml";
const EN: &str = "messages.en.toml";
const SCRIPTS: &str = "rules/";
/// The plugin.
pub(super) const COMPONENT: &str = "rules.wasm";

/// Every section. One whose path leads into that of another stands before it.
pub(super) const SECTIONS: [Section; 25] = [
    list(Kind::Provision, PACKAGE, &["provisions", "former"], &["routes", "event", "holds_ccp"]),
    table(Kind::Provision, PACKAGE, &["provisions"]),
    table(Kind::Period, PACKAGE, &["period"]),
    table(Kind::Lineage, PACKAGE, &["titre"]),
    table(Kind::Requirement, PACKAGE, &["requires"]),
    table(Kind::Text, PACKAGE, &["texts"]),
    table(Kind::Bounds, PACKAGE, &["bounds"]),
    table(Kind::Manifest, PACKAGE, &[]),
    numbered(Kind::Ccp, &["ccps"]),
    numbered(Kind::Ccs, &["ccs"]),
    list(Kind::Route, TITRE, &["routes"], &["route", "enrolment"]),
    list(Kind::Complement, TITRE, &["complements"], &["piece"]),
    list(Kind::External, TITRE, &["external"], &["revision"]),
    table(Kind::Titre, TITRE, &[]),
    table(Kind::Parameter, "parameters.toml", &[]),
    list(Kind::Rule, RULES, &["rules"], &["id"]),
    list(Kind::Deadline, RULES, &["deadlines"], &["id"]),
    list(Kind::Document, RULES, &["documents"], &["document"]),
    table(Kind::Message, FR, &["rules"]),
    table(Kind::Message, EN, &["rules"]),
    table(Kind::DeadlineMessage, FR, &["deadlines"]),
    table(Kind::DeadlineMessage, EN, &["deadlines"]),
    list(Kind::Row, correspondence::FILE, &["rows"], &["old_revision", "old_ccps"]),
    Section { kind: Kind::Function, file: SCRIPTS, path: &[], keyed: Keyed::Function },
    Section { kind: Kind::Plugin, file: COMPONENT, path: &[], keyed: Keyed::Function },
];

/// What an entry holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Data of a table.
    Data(Value),
    /// A function of a script, and the file it stands in.
    Code {
        /// The file inside the package.
        file: String,
        /// The text, with the comments before it.
        text: String,
    },
    /// A plugin.
    Plugin(Vec<u8>),
}

impl Piece {
    /// Whether two pieces say the same: comments and white space apart.
    pub(super) fn says_as(&self, other: &Piece) -> bool {
        match (self, other) {
            (Piece::Code { text, .. }, Piece::Code { text: other, .. }) => code::same(text, other),
            _ => self == other,
        }
    }
}

/// The entries of one section, in order.
pub(super) type Entries = Vec<(String, Piece)>;

/// A package taken apart.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    name: String,
    /// By place in [`SECTIONS`].
    pub(super) sections: BTreeMap<usize, Entries>,
    /// Sources, tests, and all else that is no section: path and bytes.
    pub(super) others: BTreeMap<String, Vec<u8>>,
}

impl Opened {
    /// Takes a package apart.
    ///
    /// # Errors
    /// A file that is not of its format.
    pub(super) fn new(files: &Files) -> Result<Opened, PackageFault> {
        let mut opened =
            Opened { name: files.name().to_owned(), sections: BTreeMap::new(), others: BTreeMap::new() };
        let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
        for path in files.matching("", "") {
            let bytes = files.bytes(path).unwrap_or_default();
            let known = SECTIONS.iter().any(|section| section.file == path && path != COMPONENT);
            if path == correspondence::FILE {
                tables.insert(path, rows(files)?);
            } else if known {
                let text = files.text(path)?.unwrap_or_default();
                tables.insert(path, text.parse().map_err(|error| not_of_the_format(files, path, &error))?);
            } else if path.starts_with(SCRIPTS) && path.ends_with(".rhai") {
                let text = files.text(path)?.unwrap_or_default();
                let entries = opened.sections.entry(place_of(Kind::Function)).or_default();
                entries.extend(code::functions(text).into_iter().map(|function| {
                    let piece = Piece::Code { file: path.to_owned(), text: function.text.to_owned() };
                    // Only functions have names; what else stands in a script is of its file.
                    let name = if function.name.is_empty() { path } else { function.name };
                    (name.to_owned(), piece)
                }));
            } else {
                opened.others.insert(path.to_owned(), bytes.to_vec());
            }
        }
        for (place, section) in SECTIONS.iter().enumerate() {
            if let Some(table) = tables.get_mut(section.file) {
                let entries = taken(table, section);
                opened.sections.insert(place, entries);
            }
        }
        opened.scripts_before_plugin();
        Ok(opened)
    }

    /// Where there are scripts they are what is compared and run: the plugin says the same.
    fn scripts_before_plugin(&mut self) {
        let plugin = self.others.remove(COMPONENT);
        if self.has_scripts() {
            let manifest = self.sections.entry(place_of(Kind::Manifest)).or_default();
            manifest.retain(|(key, _)| key != "backend");
        } else if let Some(plugin) = plugin {
            let entry = (COMPONENT.to_owned(), Piece::Plugin(plugin));
            self.sections.insert(place_of(Kind::Plugin), vec![entry]);
        }
    }

    /// Whether its rules can be told apart: scripts, not a plugin alone.
    pub(super) fn has_scripts(&self) -> bool {
        self.sections.get(&place_of(Kind::Function)).is_some_and(|functions| !functions.is_empty())
    }

    /// A member of the manifest that is a text.
    pub(super) fn manifest(&self, key: &str) -> Option<&str> {
        match self.entry(place_of(Kind::Manifest), key)? {
            Piece::Data(value) => value.as_str(),
            Piece::Code { .. } | Piece::Plugin(_) => None,
        }
    }

    /// The entries of a section.
    pub(super) fn entries(&self, place: usize) -> &[(String, Piece)] {
        self.sections.get(&place).map_or(&[], Vec::as_slice)
    }

    pub(super) fn entry(&self, place: usize, key: &str) -> Option<&Piece> {
        self.entries(place).iter().find(|(known, _)| known == key).map(|(_, piece)| piece)
    }

    /// Puts an entry in its place: where one of its key is, else after the last of `before` that is there, else first.
    pub(super) fn put(&mut self, place: usize, key: &str, piece: Option<Piece>, before: &[String]) {
        let entries = self.sections.entry(place).or_default();
        let at = entries.iter().position(|(known, _)| known == key);
        match (at, piece) {
            (Some(at), None) => drop(entries.remove(at)),
            (Some(at), Some(piece)) => {
                if let Some(entry) = entries.get_mut(at) {
                    entry.1 = piece;
                }
            }
            (None, Some(piece)) => {
                let after = entries.iter().rposition(|(known, _)| before.contains(known));
                entries.insert(after.map_or(0, |after| after + 1), (key.to_owned(), piece));
            }
            (None, None) => {}
        }
    }

    /// The files of the package, with the sources of another one too.
    pub(super) fn files(&self, more: &BTreeMap<String, Vec<u8>>) -> Files {
        let mut all = more.clone();
        all.extend(self.others.clone());
        let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
        for (place, entries) in &self.sections {
            let Some(section) = SECTIONS.get(*place) else { continue };
            match section.keyed {
                Keyed::Function => scripts(entries, &mut all),
                _ => given_back(tables.entry(section.file).or_default(), section, entries),
            }
        }
        for (file, table) in tables.into_iter().filter(|(_, table)| !table.is_empty()) {
            let text = if file == correspondence::FILE { csv_of(&table) } else { table.to_string() };
            all.insert(file.to_owned(), text.into_bytes());
        }
        Files::new(self.name.clone(), all)
    }
}

/// The first section of a kind.
pub(super) fn place_of(kind: Kind) -> usize {
    SECTIONS.iter().position(|section| section.kind == kind).unwrap_or(SECTIONS.len())
}

fn not_of_the_format(files: &Files, path: &str, error: &impl std::fmt::Display) -> PackageFault {
    PackageFault::new(&files.shown(path), "", None, Problem::NotOfTheFormat(error.to_string()))
}

/// Takes the entries of a section out of the table of its file.
fn taken(table: &mut Table, section: &Section) -> Entries {
    let Some((last, way)) = section.path.split_last() else {
        return std::mem::take(table).into_iter().map(|(key, value)| (key, Piece::Data(value))).collect();
    };
    let mut inside = table;
    for step in way {
        let Some(Value::Table(next)) = inside.get_mut(*step) else { return Entries::new() };
        inside = next;
    }
    match inside.remove(*last) {
        Some(Value::Table(named)) => {
            named.into_iter().map(|(key, value)| (key, Piece::Data(value))).collect()
        }
        Some(Value::Array(list)) => {
            let mut seen = BTreeMap::<String, usize>::new();
            let key = |(number, value): (usize, &Value)| section.key(number, value);
            let keys: Vec<String> = list.iter().enumerate().map(key).collect();
            let unlike = keys.into_iter().map(|key| {
                // Several entries may have one key: they are told apart by their order.
                let count = seen.entry(key.clone()).or_default();
                *count += 1;
                if *count == 1 { key } else { format!("{key} #{count}") }
            });
            unlike.collect::<Vec<_>>().into_iter().zip(list.into_iter().map(Piece::Data)).collect()
        }
        _ => Entries::new(),
    }
}

impl Section {
    fn key(&self, number: usize, value: &Value) -> String {
        match self.keyed {
            Keyed::Members(members) => {
                let words = members.iter().filter_map(|member| value.get(member)).map(word);
                words.collect::<Vec<_>>().join(" ")
            }
            Keyed::Name | Keyed::Number | Keyed::Function => (number + 1).to_string(),
        }
    }

    /// Whether its entries are named by their numbers, so that none can be left out between two.
    pub(super) fn is_numbered(&self) -> bool {
        matches!(self.keyed, Keyed::Number)
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(word).collect::<Vec<_>>().join("+"),
        other => other.to_string(),
    }
}

/// Puts the entries of a section back into the table of its file.
fn given_back(table: &mut Table, section: &Section, entries: &Entries) {
    let data = entries.iter().filter_map(|(key, piece)| match piece {
        Piece::Data(value) => Some((key.clone(), value.clone())),
        Piece::Code { .. } | Piece::Plugin(_) => None,
    });
    let Some((last, way)) = section.path.split_last() else { return table.extend(data) };
    if entries.is_empty() {
        return;
    }
    let mut inside = table;
    for step in way {
        let next = inside.entry(*step).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(next) = next else { return };
        inside = next;
    }
    match section.keyed {
        Keyed::Name => {
            // A list of the same table may stand there already.
            if let Value::Table(there) = inside.entry(*last).or_insert_with(|| Value::Table(Table::new())) {
                there.extend(data);
            }
        }
        _ => drop(inside.insert((*last).to_owned(), Value::Array(data.map(|(_, value)| value).collect()))),
    }
}

fn scripts(entries: &Entries, into: &mut BTreeMap<String, Vec<u8>>) {
    let mut seen = BTreeSet::new();
    for (_, piece) in entries {
        match piece {
            Piece::Code { file, text } => {
                if seen.insert(file) {
                    into.remove(file);
                }
                into.entry(file.clone()).or_default().extend(text.bytes().chain(*b"\n"));
            }
            Piece::Plugin(bytes) => drop(into.insert(COMPONENT.to_owned(), bytes.clone())),
            Piece::Data(_) => {}
        }
    }
}

/// The columns of the table of correspondences.
const COLUMNS: [&str; 8] =
    ["old_revision", "old_ccps", "new_ccps", "reading", "basis", "text", "place", "note"];

/// The table of correspondences, each row as a table of its cells.
fn rows(files: &Files) -> Result<Table, PackageFault> {
    let path = correspondence::FILE;
    let text = files.text(path)?.unwrap_or_default();
    let mut reader = correspondence::reader(text).trim(csv::Trim::All).from_reader(text.as_bytes());
    let rows: Result<Vec<Table>, csv::Error> = reader
        .deserialize::<BTreeMap<String, String>>()
        .map(|row| Ok(row?.into_iter().map(|(column, cell)| (column, Value::String(cell))).collect()))
        .collect();
    let rows = rows.map_err(|error| not_of_the_format(files, path, &error))?;
    Ok(Table::from_iter([("rows".to_owned(), Value::Array(rows.into_iter().map(Value::Table).collect()))]))
}

fn csv_of(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = table.get("rows").and_then(Value::as_array).into_iter().flatten();
    let cells =
        rows.map(|row| COLUMNS.map(|column| row.get(column).and_then(Value::as_str).unwrap_or_default()));
    for record in std::iter::once(COLUMNS).chain(cells) {
        // Writing to a vector cannot fail.
        let _ = writer.write_record(record);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
