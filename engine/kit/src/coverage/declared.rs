//! `coverage.toml`: the passages that nothing quotes, each with the reason.
//!
//! ```toml
//! [[not_modelled]]
//! text = "annexe-2025"
//! reason = "le résumé de l’emploi : aucune décision n’en dépend"
//! from = "Le médiateur numérique accompagne"
//! to = "peut être exigé."
//! ```
//! `[[human_judgement]]` and `[[followed]]` are alike; `quotes` lists passages one by one, in the place of `from` and `to`.

use super::{FILE, Why, claims::standing, passages};
use crate::{
    check::{Diagnostic, Trouble},
    package::{Package, text},
};
use parchemin::{
    core::nearest,
    packages::quotation::{Placed, Source},
};
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// The file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Declared {
    not_modelled: Vec<Entry>,
    human_judgement: Vec<Entry>,
    followed: Vec<Entry>,
}

/// Passages of one text, for one reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The text, as `[texts]` of the manifest names it.
    pub(super) text: Spanned<String>,
    /// Why nothing quotes them.
    pub(super) reason: String,
    #[serde(default)]
    quotes: Vec<Spanned<String>>,
    /// The beginning of a stretch.
    from: Option<Spanned<String>>,
    /// Its end; without one, the passage in which it begins.
    to: Option<Spanned<String>>,
}

impl Declared {
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Entry, Why)> {
        let all = [
            (&self.not_modelled, Why::NotModelled),
            (&self.human_judgement, Why::HumanJudgement),
            (&self.followed, Why::Followed),
        ];
        all.into_iter().flat_map(|(entries, why)| entries.iter().map(move |entry| (entry, why)))
    }
}

impl Entry {
    /// The places of each quotation, none where it does not stand in the source; and of the stretch.
    pub(super) fn places(&self, source: &Placed<'_>, all: &[Range<usize>]) -> Vec<Vec<Range<usize>>> {
        let quotes = self.quotes.iter().map(|quote| standing(source, quote.get_ref(), all));
        quotes.chain(self.stretch(source)).collect()
    }

    /// From the first place of `from` to the first of `to` after it; one of them alone is a passage.
    fn stretch(&self, source: &Placed<'_>) -> Option<Vec<Range<usize>>> {
        let from = self.from.as_ref().or(self.to.as_ref())?;
        let Some(first) = source.places(from.get_ref()).into_iter().next() else { return Some(Vec::new()) };
        let Some(to) = &self.to else { return Some(vec![first]) };
        let mut ends = source.places(to.get_ref()).into_iter().filter(|place| place.start >= first.start);
        Some(ends.next().map(|last| first.start..last.end).into_iter().collect())
    }

    /// What is quoted, in the order of [`Entry::places`]; of a stretch, the first end that does not stand in the source.
    fn written(&self, source: &Placed<'_>) -> impl Iterator<Item = &Spanned<String>> {
        let lost = self.from.as_ref().filter(|from| source.places(from.get_ref()).is_empty());
        self.quotes.iter().chain(lost.or(self.to.as_ref()).or(self.from.as_ref()))
    }
}

/// What a package declares; nothing where it has no such file, or one that cannot be read.
pub(super) fn read(package: &Package<'_>) -> Declared {
    toml::from_str(text(package.files, FILE)).unwrap_or_default()
}

/// What is wrong with the declarations of a package.
pub(super) fn faults(package: &Package<'_>) -> Vec<Diagnostic> {
    let declared = match toml::from_str::<Declared>(text(package.files, FILE)) {
        Ok(declared) => declared,
        Err(error) => {
            let trouble = Trouble::BadCoverage { reason: error.message().to_owned() };
            return vec![trouble.at(package, FILE, error.span())];
        }
    };
    let texts = &package.manifest.texts;
    let carried =
        |id: &str| texts.get(id).and_then(|text| text.file.as_ref()).map(|file| file.get_ref().clone());
    let mut all = Vec::new();
    for (entry, _) in declared.entries() {
        let id = entry.text.get_ref();
        let Some(file) = carried(id) else {
            let with_file = texts.keys().map(String::as_str).filter(|id| carried(id).is_some());
            let trouble = Trouble::NoSource { text: id.clone(), nearest: nearest(id, with_file) };
            all.push(trouble.at(package, FILE, Some(entry.text.span())));
            continue;
        };
        let source = text(package.files, &file);
        let (placed, ranges) = (Placed::new(source), passages::of(source));
        for (places, quote) in entry.places(&placed, &ranges).iter().zip(entry.written(&placed)) {
            if places.is_empty() {
                let close_to = Source::new(source).passage_like(quote.get_ref());
                let trouble = Trouble::PassageNotFound { source: file.clone(), close_to };
                all.push(trouble.at(package, FILE, Some(quote.span())));
            }
        }
    }
    all
}
