//! From files to a checked package: everything a reader of the law would trip over is found here, all at once.

mod checked;
mod citations;
mod cited;
mod identity;
mod parts;
mod revision;
mod rules;

pub use checked::{
    Checked, Component, DeadlineRule, DocumentRule, External, KeepsFormer, KeptUntil, Messages, Revision,
    Rule, Script,
};
pub use cited::Cited;

use crate::{
    fault::{PackageFault, Problem},
    files::Files,
    quotation::Source,
    written::{Backend, Manifest},
};
use parchemin_core::{Lang, decision::PackageIdentity, limits::SCRIPT_BYTES};
use semver::Version;
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// Checks a package.
///
/// # Errors
/// Everything that is wrong with it, in order of the files.
pub fn check(files: &Files) -> Result<Checked, Vec<PackageFault>> {
    let mut checker = Checker { files, texts: BTreeMap::new(), faults: Vec::new(), manifest_text: "" };
    let checked = checker.package();
    match checked {
        Some(checked) if checker.faults.is_empty() => Ok(checked),
        _ => {
            // A checker that gives nothing back has said why; if it had not, that would be a fault of its own.
            if checker.faults.is_empty() {
                checker.fault("package.toml", Problem::PartMissing("package.toml".to_owned()));
            }
            Err(checker.faults)
        }
    }
}

pub(super) struct KnownText {
    pub(super) title: String,
    pub(super) address: Option<String>,
    pub(super) absent: bool,
    /// It is declared with a file, be that there or not.
    pub(super) carried: bool,
    pub(super) source: Option<(String, Source)>,
}

/// The state of one check: what was read, and what was found wrong.
pub(crate) struct Checker<'f> {
    files: &'f Files,
    texts: BTreeMap<String, KnownText>,
    faults: Vec<PackageFault>,
    manifest_text: &'f str,
}

/// The file that makes a folder a package.
pub const MANIFEST: &str = "package.toml";
const TITRE: &str = "titre.toml";
const PARAMETERS: &str = "parameters.toml";
const RULES: &str = "rules.toml";
const COMPONENT: &str = "rules.wasm";

impl<'f> Checker<'f> {
    fn fault(&mut self, file: &str, problem: Problem) {
        // A file that cannot be read has been reported; it is not absent.
        let shown = self.files.shown(file);
        if problem == Problem::FileAbsent && self.faults.iter().any(|fault| fault.file() == shown) {
            return;
        }
        self.faults.push(PackageFault::new(&self.files.shown(file), "", None, problem));
    }

    pub(crate) fn fault_at(&mut self, file: &str, text: &str, span: Option<Range<usize>>, problem: Problem) {
        self.faults.push(PackageFault::new(&self.files.shown(file), text, span, problem));
    }

    /// The text of a file that may be absent.
    fn text(&mut self, file: &str) -> Option<&'f str> {
        match self.files.text(file) {
            Ok(text) => text,
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn parse<T: DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
        toml::from_str(text)
            .map_err(|error| {
                let reason = error.message().to_owned();
                self.fault_at(file, text, error.span(), Problem::NotOfTheFormat(reason));
            })
            .ok()
    }

    fn package(&mut self) -> Option<Checked> {
        let Some(text) = self.text(MANIFEST) else {
            if self.faults.is_empty() {
                self.fault(MANIFEST, Problem::FileAbsent);
            }
            return None;
        };
        self.manifest_text = text;
        if self.parts(text) {
            // What else is wrong is told with them; that a part is missing is not told twice.
            let readable = toml::from_str::<Manifest>(text);
            if readable.as_ref().is_err_and(|error| error.message().starts_with("missing field")) {
                return None;
            }
        }
        let manifest: Manifest = self.parse(MANIFEST, text)?;
        self.engine_version(&manifest);
        self.id_and_languages(&manifest);
        self.declare_texts(&manifest);
        let revision = self.revision(&manifest);
        let parameters = self.parameters();
        let (rules, deadlines, documents) = self.rules()?;
        let messages = self.messages(&manifest, &rules, &deadlines);
        let scripts = self.scripts();
        let component = self
            .files
            .bytes(COMPONENT)
            .map(|bytes| Component { file: self.files.shown(COMPONENT), bytes: bytes.into() });
        self.backend(&manifest, !scripts.is_empty(), component.is_some());
        let id = manifest.id.get_ref().clone();
        Some(Checked {
            identity: PackageIdentity {
                id,
                version: manifest.version.to_string(),
                digest: self.files.digest(),
            },
            version: manifest.version,
            kind: manifest.kind,
            label: manifest.label,
            requires: manifest.requires.into_iter().map(|(id, req)| (id, req.into_inner())).collect(),
            revision: revision.map(Arc::new),
            parameters,
            rules,
            deadlines,
            documents,
            messages,
            scripts,
            component,
            backend: manifest.backend.map(toml::Spanned::into_inner),
            absent_texts: self
                .texts
                .iter()
                .filter(|(_, text)| text.absent)
                .map(|(id, text)| (id.clone(), text.title.clone()))
                .collect(),
            bounds: manifest.bounds.within_ceiling(),
        })
    }

    fn id_and_languages(&mut self, manifest: &Manifest) {
        let id = manifest.id.get_ref();
        if !is_id(id) {
            self.fault_at(MANIFEST, self.manifest_text, Some(manifest.id.span()), Problem::BadId(id.clone()));
        }
        for missing in Lang::ALL.into_iter().filter(|lang| !manifest.languages.contains(lang)) {
            self.fault(MANIFEST, Problem::LanguageMissing(missing));
        }
    }

    fn engine_version(&mut self, manifest: &Manifest) {
        let running = env!("CARGO_PKG_VERSION");
        let fits = Version::parse(running).is_ok_and(|version| manifest.engine.get_ref().matches(&version));
        if !fits {
            let problem =
                Problem::Engine { asked: manifest.engine.get_ref().to_string(), running: running.to_owned() };
            self.fault_at(MANIFEST, self.manifest_text, Some(manifest.engine.span()), problem);
        }
    }

    /// The form that the manifest chooses must be there.
    fn backend(&mut self, manifest: &Manifest, scripts: bool, component: bool) {
        let Some(chosen) = &manifest.backend else { return };
        let (there, part) = match chosen.get_ref() {
            Backend::Rhai => (scripts, "rules/*.rhai"),
            Backend::Wasm => (component, COMPONENT),
        };
        if !there {
            self.fault_at(
                MANIFEST,
                self.manifest_text,
                Some(chosen.span()),
                Problem::PartMissing(part.to_owned()),
            );
        }
    }

    fn scripts(&mut self) -> Vec<Script> {
        let names: Vec<&str> = self.files.matching("rules/", ".rhai").collect();
        let mut scripts = Vec::new();
        for name in names {
            let Some(text) = self.text(name) else { continue };
            if text.len() > SCRIPT_BYTES {
                self.fault(name, Problem::TooLarge { limit: SCRIPT_BYTES as u64 });
                continue;
            }
            scripts.push(Script { file: self.files.shown(name), text: text.into() });
        }
        scripts
    }
}

/// Whether a text can be the id of a package: small letters, digits and hyphens.
pub fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(fits)
}
