//! Texts and citations: what is quoted stands in its source, what is cited is declared, what is absent decides nothing.

use super::{Checker, KnownText, MANIFEST};
use crate::{
    fault::Problem,
    quotation::Source,
    written::{Cite, Manifest},
};
use parchemin_core::{Basis, Citation, Reference};
use std::ops::Range;
use toml::Spanned;

impl Checker<'_> {
    pub(super) fn declare_texts(&mut self, manifest: &Manifest) {
        for (id, text) in &manifest.texts {
            let source = text.file.as_ref().and_then(|file| match self.text(file.get_ref()) {
                Some(content) => Some((file.get_ref().clone(), Source::new(content))),
                None => {
                    // One that is there and is not text has been told.
                    if self.files.bytes(file.get_ref()).is_none() {
                        let problem = Problem::SourceAbsent(file.get_ref().clone());
                        self.fault_at(MANIFEST, self.manifest_text, Some(file.span()), problem);
                    }
                    None
                }
            });
            let known = KnownText {
                title: text.title.clone(),
                address: text.address.clone(),
                absent: text.absent,
                carried: text.file.is_some(),
                source,
            };
            self.texts.insert(id.clone(), known);
        }
    }

    /// Checks a citation. `quoted` is what it cites when it has no quotation of its own.
    pub(super) fn cite(
        &mut self,
        file: &str,
        text: &str,
        cite: &Spanned<Cite>,
        quoted: Option<(&str, Range<usize>)>,
    ) -> Citation {
        let (span, cite) = (cite.span(), cite.get_ref());
        let quote = cite.quote.as_ref().map(|quote| (quote.get_ref().as_str(), quote.span())).or(quoted);
        let quote = if cite.basis == Basis::Seed {
            quote
        } else {
            cite.quote.as_ref().map(|q| (q.get_ref().as_str(), q.span()))
        };
        let problem =
            self.citation_problem(cite.basis, cite.text.get_ref(), quote.as_ref().map(|(quote, _)| *quote));
        if let Some(problem) = problem {
            let underline = match &problem {
                Problem::UnknownText { .. } => cite.text.span(),
                Problem::QuotationNotFound { .. } => quote.as_ref().map_or(span, |(_, span)| span.clone()),
                _ => span,
            };
            self.fault_at(file, text, Some(underline), problem);
        }
        let known = self.texts.get(cite.text.get_ref());
        Citation::from(Reference {
            basis: cite.basis,
            text: known.map_or_else(|| cite.text.get_ref().clone(), |known| known.title.clone()),
            place: cite.place.clone(),
            quote: quote.map(|(quote, _)| quote.to_owned()),
            in_force: cite.in_force,
            address: known.and_then(|known| known.address.clone()),
            note: cite.note.clone(),
        })
    }

    pub(super) fn citation_problem(&self, basis: Basis, text: &str, quote: Option<&str>) -> Option<Problem> {
        let Some(known) = self.texts.get(text) else {
            let nearest = parchemin_core::nearest(text, self.texts.keys().map(String::as_str));
            return Some(Problem::UnknownText { text: text.to_owned(), nearest });
        };
        if known.absent != (basis == Basis::NotSupplied) {
            return Some(Problem::AbsenceContradicted(text.to_owned()));
        }
        match (&known.source, quote) {
            (Some((source, folded)), Some(quote)) if !folded.contains(quote) => {
                Some(Problem::QuotationNotFound {
                    source: source.clone(),
                    close_to: folded.passage_like(quote),
                })
            }
            // What its source lacks has been told.
            (None, Some(_)) if known.carried => None,
            (None, Some(_)) => Some(Problem::QuotationWithoutSource),
            (source, quote) if basis == Basis::Seed && (source.is_none() || quote.is_none()) => {
                Some(Problem::SeedWithoutQuotation)
            }
            _ => None,
        }
    }

    /// The citation of a row of a table, which quotes nothing.
    #[expect(clippy::too_many_arguments, reason = "the columns of the row, each with its own meaning")]
    pub(crate) fn cite_row(
        &mut self,
        file: &str,
        text: &str,
        line: Range<usize>,
        basis: Basis,
        id: &str,
        place: Option<String>,
        note: Option<String>,
    ) -> Citation {
        if let Some(problem) = self.citation_problem(basis, id, None) {
            let problem = if problem == Problem::SeedWithoutQuotation { Problem::SeedOfRow } else { problem };
            self.fault_at(file, text, Some(line), problem);
        }
        let known = self.texts.get(id);
        Citation::from(Reference {
            basis,
            text: known.map_or_else(|| id.to_owned(), |known| known.title.clone()),
            place: place.filter(|place| !place.is_empty()),
            quote: None,
            in_force: None,
            address: known.and_then(|known| known.address.clone()),
            note: note.filter(|note| !note.is_empty()),
        })
    }

    /// The title of a text that the package declares absent.
    pub(super) fn absent_title(&mut self, file: &str, text: &str, id: &Spanned<String>) -> String {
        match self.texts.get(id.get_ref()) {
            Some(known) => known.title.clone(),
            None => {
                let nearest = parchemin_core::nearest(id.get_ref(), self.texts.keys().map(String::as_str));
                let problem = Problem::UnknownText { text: id.get_ref().clone(), nearest };
                self.fault_at(file, text, Some(id.span()), problem);
                id.get_ref().clone()
            }
        }
    }
}
