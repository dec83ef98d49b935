//! The layers of a configuration: defaults, file, environment, flags; the later one holds.

use super::{
    Given,
    fault::{ConfigFault, KeyPart, Wrong},
    settings::{Kind, SETTINGS, Setting},
    value::{Held, Origin, Source, Value},
};
use crate::keys::{Key, Keys, Role};
use parchemin::core::nearest;
use std::{fs, ops::Range, path::Path, sync::Arc};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The tables of keys in a file.
const KEYS: &str = "keys";

/// What all layers say.
pub(super) struct Layers {
    pub(super) held: Vec<Held>,
    pub(super) keys: Keys,
    pub(super) faults: Vec<ConfigFault>,
}

impl Layers {
    pub(super) fn read(given: &Given) -> Layers {
        let held = SETTINGS.iter().map(|setting| Held {
            setting,
            value: setting.default.and_then(|text| Value::read(setting.kind, text)),
            origin: Origin::Default,
        });
        let mut layers = Layers { held: held.collect(), keys: Keys::default(), faults: Vec::new() };
        if let Some(path) = &given.file {
            layers.file(path);
        }
        for (name, text) in &given.environment {
            if let Some(setting) = SETTINGS.iter().find(|setting| setting.variable() == *name) {
                layers.text(setting, text, Origin::Variable(name.clone()));
            }
        }
        let mut lists: Vec<&str> = Vec::new();
        for flag in &given.flags {
            let origin = Origin::Flag(flag.shown.clone());
            let Some(setting) = Setting::named(&flag.name) else {
                layers.unknown(flag.name.clone(), origin);
                continue;
            };
            let Some(text) = &flag.text else {
                layers.fault(origin, Wrong::NotASetting(flag.name.clone()));
                continue;
            };
            // A list on the command line is given piece by piece.
            let before = if lists.contains(&setting.name) { layers.list(setting) } else { Vec::new() };
            lists.push(setting.name);
            layers.text(setting, text, origin);
            layers.prepend(setting, before);
        }
        layers
    }

    fn fault(&mut self, origin: Origin, what: Wrong) {
        self.faults.push(ConfigFault::new(origin, what));
    }

    fn unknown(&mut self, name: String, origin: Origin) {
        let known = SETTINGS.iter().map(|setting| setting.name).chain([KEYS]);
        let near = nearest(&name, known);
        self.fault(origin, Wrong::Unknown(parchemin::core::shortened(&name), near));
    }

    fn text(&mut self, setting: &'static Setting, text: &str, origin: Origin) {
        self.set(setting, Value::read(setting.kind, text), origin);
    }

    fn set(&mut self, setting: &'static Setting, value: Option<Value>, origin: Origin) {
        if value.is_none() {
            return self.fault(origin, Wrong::Kind(setting.name, setting.kind));
        }
        if let Some(held) = self.held.iter_mut().find(|held| held.setting.name == setting.name) {
            (held.value, held.origin) = (value, origin);
        }
    }

    fn list(&self, setting: &Setting) -> Vec<String> {
        match self.held.iter().find(|held| held.setting.name == setting.name).map(|held| &held.value) {
            Some(Some(Value::List(parts))) => parts.clone(),
            _ => Vec::new(),
        }
    }

    fn prepend(&mut self, setting: &Setting, mut before: Vec<String>) {
        let held = self.held.iter_mut().find(|held| held.setting.name == setting.name);
        if let Some(Some(Value::List(parts))) = held.map(|held| &mut held.value) {
            before.append(parts);
            *parts = before;
        }
    }

    fn file(&mut self, path: &Path) {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let what = Wrong::Unreadable(path.display().to_string(), error.to_string());
                return self.fault(Origin::Flag("--config".to_owned()), what);
            }
        };
        let source = Arc::new(Source { path: path.to_owned(), text });
        match DeTable::parse(&source.text) {
            Ok(table) => self.table(table.get_ref(), "", &source),
            Err(error) => {
                let span = error.span().unwrap_or_default();
                let what = Wrong::NotToml(error.message().to_owned());
                self.fault(Origin::File(Arc::clone(&source), span), what);
            }
        }
    }

    fn table(&mut self, table: &DeTable<'_>, prefix: &str, source: &Arc<Source>) {
        let origin = |span: Range<usize>| Origin::File(Arc::clone(source), span);
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            match (Setting::named(&name), value.get_ref()) {
                (Some(setting), written) => {
                    self.set(setting, Value::take(setting.kind, written), origin(value.span()));
                }
                (None, DeValue::Array(all)) if name == KEYS => {
                    all.iter().for_each(|key| self.key(key, source));
                }
                (None, DeValue::Table(inner)) if is_table(&name) => {
                    self.table(inner, &format!("{name}."), source);
                }
                _ => self.unknown(name, origin(key.span())),
            }
        }
    }

    fn key(&mut self, written: &Spanned<DeValue<'_>>, source: &Arc<Source>) {
        let origin = |span: Range<usize>| Origin::File(Arc::clone(source), span);
        let DeValue::Table(table) = written.get_ref() else {
            return self.fault(origin(written.span()), Wrong::Key("name", KeyPart::Name));
        };
        let known = ["name", "sha256", "roles"];
        for (member, _) in table.iter().filter(|(member, _)| !known.contains(&&**member.get_ref())) {
            let name = member.get_ref().clone().into_owned();
            let near = nearest(&name, known);
            self.fault(origin(member.span()), Wrong::Unknown(name, near));
        }
        let part = |name: &str| table.get(name);
        let span = |name: &str| part(name).map_or_else(|| written.span(), Spanned::span);
        let text = |name: &str| part(name).and_then(|value| value.get_ref().as_str());
        let name = text("name").filter(|name| is_name(name));
        let digest = text("sha256").and_then(Key::digest);
        let roles = part("roles")
            .and_then(|value| Value::take(Kind::Texts, value.get_ref()))
            .and_then(|value| match value {
                Value::List(names) => names.iter().map(|name| Role::named(name)).collect::<Option<Vec<_>>>(),
                _ => None,
            })
            .filter(|roles| !roles.is_empty());
        match (name, digest, roles) {
            (Some(name), Some(digest), Some(roles)) => {
                if !self.keys.add(Key { name: name.to_owned(), roles }, digest) {
                    self.fault(origin(span("name")), Wrong::KeyTwice(name.to_owned()));
                }
            }
            (None, ..) => self.fault(origin(span("name")), Wrong::Key("name", KeyPart::Name)),
            (_, None, _) => self.fault(origin(span("sha256")), Wrong::Key("sha256", KeyPart::Digest)),
            (.., None) => self.fault(origin(span("roles")), Wrong::Key("roles", KeyPart::Roles)),
        }
    }
}

fn is_table(name: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=64).contains(&name.len()) && name.chars().all(fits)
}
