//! Mutation testing: a package is changed in one place, as an error of its author would have changed it, and its cases
//! are run. A change that no case notices shows what the cases do not hold.
//!
//! [`mutants`] makes the changes: boundaries moved, conditions negated or dropped, answers exchanged in `rules/*.rhai`;
//! values and days shifted in `parameters.toml`, `package.toml` and `titre.toml`; rows dropped there and in
//! `correspondences.csv`. [`Trial`] runs them. Every mutant is a package in memory, checked as any other: what does not
//! check is no mutant.

mod run;
mod scripts;
mod table;
mod toml;

pub use run::{Fate, Report, Survivor, Trial};

use parchemin::{
    core::{Citation, Lang, say},
    packages::{Checked, Files, correspondence},
};
use serde::Serialize;
use std::ops::Range;

/// What kind of error a mutant stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A boundary that is, or is not, included.
    Boundary,
    /// A condition that says the contrary.
    Negated,
    /// A condition of several that is left out.
    Dropped,
    /// All instead of any, or any instead of all.
    Logic,
    /// Met instead of not applicable, or the contrary.
    Answer,
    /// A number or a day, one unit off.
    Shifted,
    /// A word in the place of another.
    Word,
    /// A row, an entry or an item that is not there.
    Row,
}

impl Kind {
    /// The word for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Kind::Boundary => say!(lang, fr: "borne", en: "boundary"),
            Kind::Negated => say!(lang, fr: "condition niée", en: "condition negated"),
            Kind::Dropped => say!(lang, fr: "condition omise", en: "condition dropped"),
            Kind::Logic => say!(lang, fr: "tous ou l’un d’eux", en: "all or any"),
            Kind::Answer => say!(lang, fr: "réponse", en: "answer"),
            Kind::Shifted => say!(lang, fr: "décalé d’une unité", en: "one unit off"),
            Kind::Word => say!(lang, fr: "autre mot", en: "another word"),
            Kind::Row => say!(lang, fr: "ligne omise", en: "row dropped"),
        }
    }
}

/// A package with one error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The file, inside the package.
    pub file: String,
    /// The bytes that are replaced.
    pub span: Range<usize>,
    /// What replaces them.
    pub with: String,
    /// The kind of error.
    pub kind: Kind,
    /// What the place rests on, where that is written: text and place.
    pub rests_on: Option<String>,
}

impl Mutant {
    /// The package with the error; none where the file is not there.
    pub fn of(&self, files: &Files) -> Option<Files> {
        let text = files.text(&self.file).ok().flatten()?;
        let changed = format!("{}{}{}", text.get(..self.span.start)?, self.with, text.get(self.span.end..)?);
        let all = files.matching("", "").map(|path| {
            let bytes = if path == self.file { changed.clone().into_bytes() } else { bytes(files, path) };
            (path.to_owned(), bytes)
        });
        Some(Files::new(files.name(), all))
    }
}

fn bytes(files: &Files, path: &str) -> Vec<u8> {
    files.bytes(path).map(<[u8]>::to_vec).unwrap_or_default()
}

/// All mutants of a package, in the order of its files and of their places.
pub fn mutants(files: &Files, checked: &Checked) -> Vec<Mutant> {
    let mut all = Vec::new();
    let data = ["parameters.toml", "package.toml", "titre.toml"];
    let scripts = files.matching("rules/", ".rhai");
    for path in scripts.chain(data).chain([correspondence::FILE]) {
        let Ok(Some(text)) = files.text(path) else { continue };
        let of_file = match path.rsplit_once('.') {
            Some((_, "rhai")) => scripts::mutants(text, checked),
            Some((_, "toml")) => toml::mutants(path, text, files),
            _ => table::mutants(text),
        };
        all.extend(of_file.into_iter().map(|edit| Mutant {
            file: path.to_owned(),
            span: edit.span,
            with: edit.with,
            kind: edit.kind,
            rests_on: edit.rests_on,
        }));
    }
    all
}

/// A change of one file.
struct Edit {
    span: Range<usize>,
    with: String,
    kind: Kind,
    rests_on: Option<String>,
}

/// A citation in one line: the text, and the place in it.
fn cited(citation: &Citation) -> String {
    match &citation.place {
        Some(place) => format!("{}, {place}", citation.text),
        None => citation.text.clone(),
    }
}
