//! Coverage of the text: who answers for each passage of the sources that a package carries.
//!
//! A passage is claimed by what quotes it: a rule, a parameter, a CCP, a row. What claims nothing is declared in
//! `coverage.toml`, with the reason: not modelled, left to human judgement, or followed without being quoted. The packages
//! of one chain (what a package requires, and what requires it) answer for a source together, since a text is often shared
//! between the rules common to all titres and those of one. What nobody answers for is a fault.

mod claims;
mod declared;
mod page;
mod passages;

pub use page::html;

use crate::{
    check::{Diagnostic, Trouble},
    package::{Package, text},
};
use claims::{Claim, claims};
use parchemin::{
    LoadFault, Setup,
    core::{Lang, Speak, say},
    packages::{self, check::Cited, quotation::Placed},
    sources,
};
use serde_json::{Value, json};
use std::{ops::Range, sync::Arc};

/// The file in which a package says what it does not model.
pub const FILE: &str = "coverage.toml";

/// Who answers for a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Something that quotes it.
    Quoted(Cited),
    /// What `coverage.toml` declares, and why.
    Declared(Why, String),
}

/// Why a passage is quoted by nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No decision depends on it.
    NotModelled,
    /// It is for people to judge; the file says what they found.
    HumanJudgement,
    /// The package follows it without a literal quotation.
    Followed,
}

/// A passage of a source, and who answers for it.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Its place in the source, in bytes.
    pub place: Range<usize>,
    /// Its text on one line.
    pub text: String,
    /// Who answers for it: packages, and what in them.
    pub by: Vec<(String, By)>,
}

/// A source with its passages.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file in the package.
    pub file: String,
    /// The title of the text.
    pub title: String,
    /// Its passages, in order.
    pub passages: Vec<Passage>,
}

/// How much of a source is answered for, in passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// All.
    pub passages: usize,
    /// Quoted by something.
    pub quoted: usize,
    /// Declared alone.
    pub declared: usize,
}

/// The sources of a package, and what is wrong.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The package and its version: `mn-2025@1.0.0`.
    pub package: String,
    /// Its sources, in order of the files.
    pub sources: Vec<Source>,
    /// Passages that nothing claims, and what is wrong with declarations.
    pub faults: Vec<Diagnostic>,
}

impl Why {
    /// The word for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Why::NotModelled => say!(lang, fr: "non modélisé", en: "not modelled"),
            Why::HumanJudgement => say!(lang, fr: "jugement humain", en: "human judgement"),
            Why::Followed => say!(lang, fr: "suivi sans citation", en: "followed without quotation"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Why::NotModelled => "not-modelled",
            Why::HumanJudgement => "human-judgement",
            Why::Followed => "followed",
        }
    }
}

impl Speak for By {
    fn say(&self, lang: Lang) -> String {
        match self {
            By::Quoted(cited) => cited.say(lang),
            By::Declared(why, reason) => {
                let why = why.spoken(lang);
                say!(lang, fr: "{why} : {reason}", en: "{why}: {reason}")
            }
        }
    }
}

impl Passage {
    /// Whether something quotes it.
    pub fn is_quoted(&self) -> bool {
        self.by.iter().any(|(_, by)| matches!(by, By::Quoted(_)))
    }
}

impl Source {
    /// How much of it is answered for.
    pub fn figure(&self) -> Figure {
        let quoted = self.passages.iter().filter(|passage| passage.is_quoted()).count();
        let answered = self.passages.iter().filter(|passage| !passage.by.is_empty()).count();
        Figure { passages: self.passages.len(), quoted, declared: answered - quoted }
    }
}

impl Figure {
    /// Passages that nobody answers for.
    pub fn unclaimed(self) -> usize {
        self.passages - self.quoted - self.declared
    }
}

impl Coverage {
    /// The coverage for programs.
    pub fn json(&self) -> Value {
        let by = |(package, by): &(String, By)| match by {
            By::Quoted(cited) => json!({ "package": package, "by": cited.say(Lang::Fr) }),
            By::Declared(why, reason) => {
                json!({ "package": package, "declared": why.name(), "reason": reason })
            }
        };
        let passage = |passage: &Passage| {
            json!({ "text": passage.text, "bytes": [passage.place.start, passage.place.end],
                "by": passage.by.iter().map(by).collect::<Vec<_>>() })
        };
        let source = |source: &Source| {
            let Figure { passages, quoted, declared } = source.figure();
            let unclaimed = source.figure().unclaimed();
            json!({ "file": source.file, "title": source.title,
                "figure": { "passages": passages, "quoted": quoted, "declared": declared, "unclaimed": unclaimed },
                "passages": source.passages.iter().map(passage).collect::<Vec<_>>() })
        };
        json!({ "package": self.package, "sources": self.sources.iter().map(source).collect::<Vec<_>>() })
    }
}

/// The coverage of every package that a setup loads and a scope holds, and that carries a source.
///
/// # Errors
/// Packages that cannot be loaded, one by one.
pub fn all(setup: &Setup, scope: &crate::check::Scope) -> Result<Vec<Coverage>, LoadFault> {
    let files = sources(setup)?;
    let mut everything = Vec::new();
    for (n, one) in files.iter().enumerate() {
        let checked = packages::check(one).map_err(LoadFault::Packages)?;
        everything.extend(Package::new(one, Arc::new(checked)).map(|package| (n, package)));
    }
    crate::check::replaced(&mut everything);
    let together: Vec<&Package<'_>> = everything.iter().map(|(_, package)| package).collect();
    let scoped = everything.iter().filter(|(n, package)| scope.holds(*n, Some(&package.checked)));
    let covered = scoped.map(|(_, package)| of(package, &together));
    Ok(covered.filter(|coverage| !coverage.sources.is_empty()).collect())
}

/// Who answers for the sources of a package, among all that there are.
pub(crate) fn of(package: &Package<'_>, all: &[&Package<'_>]) -> Coverage {
    let chain: Vec<&Package<'_>> = all
        .iter()
        .copied()
        .filter(|other| reaches(package, other, all) || reaches(other, package, all))
        .collect();
    let mut faults = Vec::new();
    let mut sources = Vec::new();
    for (file, title) in carried(package) {
        let source = text(package.files, &file);
        let placed = Placed::new(source);
        let ranges = passages::of(source);
        let mut passages: Vec<Passage> = ranges
            .iter()
            .map(|place| Passage {
                place: place.clone(),
                text: passages::on_one_line(source, place),
                by: Vec::new(),
            })
            .collect();
        for one in &chain {
            for Claim { by, places } in claims(one, &placed, &ranges) {
                let name = format!("{}@{}", one.id(), one.checked.version);
                let touched = passages.iter_mut().filter(|passage| {
                    places
                        .iter()
                        .any(|place| place.start < passage.place.end && passage.place.start < place.end)
                });
                for passage in touched {
                    let entry = (name.clone(), by.clone());
                    if !passage.by.contains(&entry) {
                        passage.by.push(entry);
                    }
                }
            }
        }
        for passage in passages.iter().filter(|passage| passage.by.is_empty()) {
            let trouble = Trouble::TextUnclaimed { source: file.clone() };
            faults.push(trouble.at(package, &file, Some(passage.place.clone())));
        }
        sources.push(Source { file, title, passages });
    }
    faults.extend(declared::faults(package));
    let package = format!("{}@{}", package.id(), package.checked.version);
    Coverage { package, sources, faults }
}

/// The sources that a package carries, in order of the files: file and title of the text.
fn carried(package: &Package<'_>) -> Vec<(String, String)> {
    let texts = package.manifest.texts.values();
    let mut all: Vec<(String, String)> =
        texts.filter_map(|text| Some((text.file.as_ref()?.get_ref().clone(), text.title.clone()))).collect();
    all.sort();
    all.dedup_by(|a, b| a.0 == b.0);
    all
}

/// Whether a package is another, or requires it, be it by others. What does not fit together may go in a circle.
fn reaches(from: &Package<'_>, to: &Package<'_>, all: &[&Package<'_>]) -> bool {
    let same = |a: &Package<'_>, b: &Package<'_>| a.checked.identity == b.checked.identity;
    let mut reached = vec![from];
    let mut looked_at = 0;
    while let Some(package) = reached.get(looked_at).copied() {
        looked_at += 1;
        let next = all.iter().copied().filter(|next| package.requires(next));
        let new: Vec<_> = next.filter(|next| !reached.iter().any(|known| same(known, next))).collect();
        reached.extend(new);
    }
    reached.iter().any(|package| same(package, to))
}
