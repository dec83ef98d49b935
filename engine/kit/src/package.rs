//! A package as its author sees it: the files with their spans, beside what was found sound in them.

use parchemin::core::{Lang, Speak};
pub(crate) use parchemin::packages::MANIFEST;
use parchemin::packages::{
    Checked, Code, Files, PackageFault, Problem, Said,
    written::{Manifest, WrittenParameters, WrittenRules},
};
use serde::de::DeserializeOwned;
use std::{ops::Range, sync::Arc};

pub(crate) const TITRE: &str = "titre.toml";
pub(crate) const RULES: &str = "rules.toml";
pub(crate) const PARAMETERS: &str = "parameters.toml";

/// A sound package with its files.
pub(crate) struct Package<'f> {
    pub(crate) files: &'f Files,
    pub(crate) checked: Arc<Checked>,
    pub(crate) manifest: Manifest,
    pub(crate) rules: WrittenRules,
    pub(crate) parameters: WrittenParameters,
}

impl<'f> Package<'f> {
    /// A package of these files; none only where they are not those that were found sound.
    pub(crate) fn new(files: &'f Files, checked: Arc<Checked>) -> Option<Package<'f>> {
        Some(Package {
            files,
            checked,
            manifest: parsed(files, MANIFEST)?,
            rules: parsed(files, RULES).unwrap_or_default(),
            parameters: parsed(files, PARAMETERS).unwrap_or_default(),
        })
    }

    /// The id.
    pub(crate) fn id(&self) -> &str {
        &self.checked.identity.id
    }

    /// What is wrong at a place of one of its files.
    pub(crate) fn fault(
        &self,
        file: &str,
        span: Option<Range<usize>>,
        code: Code,
        what: &dyn Speak,
    ) -> PackageFault {
        told(self.files, file, span, code, what)
    }

    /// Whether it requires that package.
    pub(crate) fn requires(&self, other: &Package<'_>) -> bool {
        let requirement = self.checked.requires.get(other.id());
        requirement.is_some_and(|requirement| requirement.matches(&other.checked.version))
    }
}

/// A file of a package, read as what it should be.
fn parsed<T: DeserializeOwned>(files: &Files, file: &str) -> Option<T> {
    toml::from_str(text(files, file)).ok()
}

/// The text of a file; empty where there is none.
pub(crate) fn text<'f>(files: &'f Files, file: &str) -> &'f str {
    files.text(file).ok().flatten().unwrap_or_default()
}

/// What is wrong at a place of a file.
pub(crate) fn told(
    files: &Files,
    file: &str,
    span: Option<Range<usize>>,
    code: Code,
    what: &dyn Speak,
) -> PackageFault {
    let help = what.help(Lang::Fr).zip(what.help(Lang::En)).map(|(fr, en)| Said { fr, en });
    let reason = Said { fr: what.say(Lang::Fr), en: what.say(Lang::En) };
    PackageFault::new(&files.shown(file), text(files, file), span, Problem::Told { code, reason, help })
}

/// The place of the last of some words, each after the one before it.
pub(crate) fn find(text: &str, words: &[&str]) -> Option<Range<usize>> {
    let (mut found, mut from) = (None, 0);
    for word in words {
        let start = from + text.get(from..)?.find(word)?;
        from = start + word.len();
        found = Some(start..from);
    }
    found
}
