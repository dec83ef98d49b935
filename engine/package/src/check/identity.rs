//! What a titre goes by, and what its revision states of it: labels and numbers that are some, blocs of its own fiche, and
//! nothing twice.

use super::{Checker, MANIFEST, TITRE};
use crate::{
    fault::Problem,
    written::{Provisions, WrittenTitre},
};
use std::{collections::BTreeSet, ops::Range};
use toml::Spanned;

impl Checker<'_> {
    /// Checks what `titre.toml` names and states.
    pub(super) fn identity(&mut self, text: &str, titre: &WrittenTitre) {
        let label = [&titre.label].into_iter().map(|label| ("label", label));
        let aliases = titre.aliases.iter().map(|alias| ("aliases", alias));
        let ccps = titre.ccps.iter().filter_map(|ccp| Some(("ccps.label", ccp.label.as_ref()?)));
        for (part, label) in label.chain(aliases).chain(ccps) {
            // A text without a word names nothing: it is missing.
            if label.get_ref().trim().is_empty() {
                self.fault_at(TITRE, text, Some(label.span()), Problem::PartMissing(part.to_owned()));
            }
        }
        let codes: Vec<&Spanned<String>> = titre.ccps.iter().filter_map(|ccp| ccp.code.as_ref()).collect();
        self.numbers(text, titre.rncp.as_ref(), &codes);
        for external in &titre.external {
            self.numbers(text, external.rncp.as_ref(), &external.ccps.iter().flatten().collect::<Vec<_>>());
        }
        self.rows(text, titre);
    }

    /// The number of a fiche, and the codes of its blocs: each once, and each beginning with the number.
    fn numbers(&mut self, text: &str, fiche: Option<&Spanned<String>>, blocs: &[&Spanned<String>]) {
        let mut tell = |number: &Spanned<String>, problem| {
            self.fault_at(TITRE, text, Some(number.span()), problem);
        };
        if let Some(number) = fiche.filter(|number| !is_fiche(number.get_ref())) {
            tell(number, Problem::BadNumber { number: number.get_ref().clone(), bloc: false });
        }
        let mut seen = BTreeSet::new();
        for bloc in blocs {
            let code = bloc.get_ref();
            let own =
                code.split_once("BC").filter(|(of, rank)| is_fiche(of) && is_number(rank)).map(|(of, _)| of);
            match (own, fiche.map(Spanned::get_ref)) {
                (None, _) => tell(bloc, Problem::BadNumber { number: code.clone(), bloc: true }),
                (Some(own), Some(fiche)) if is_fiche(fiche) && own != fiche => {
                    tell(bloc, Problem::BlocOfAnotherFiche { bloc: code.clone(), fiche: fiche.clone() });
                }
                _ if !seen.insert(code) => tell(bloc, Problem::DuplicateId(code.clone())),
                _ => {}
            }
        }
    }

    /// Two rows of one route, for one enrolment, or of one complement: which of them counts, nothing says.
    fn rows(&mut self, text: &str, titre: &WrittenTitre) {
        let routes = titre.routes.iter().map(|row| {
            let route = row.get_ref();
            let enrolment = route.enrolment.map(|enrolment| format!(", {}", enrolment.name()));
            (format!("{}{}", route.route.name(), enrolment.unwrap_or_default()), row.span())
        });
        let complements =
            titre.complements.iter().map(|row| (row.get_ref().piece.name().to_owned(), row.span()));
        self.once(TITRE, text, routes);
        self.once(TITRE, text, complements);
    }

    /// No event chooses the revision before itself.
    pub(super) fn events(&mut self, provisions: &Provisions) {
        let events = provisions.events.iter().map(|event| (event.get_ref().name().to_owned(), event.span()));
        self.once(MANIFEST, self.manifest_text, events);
    }

    fn once(&mut self, file: &str, text: &str, stated: impl Iterator<Item = (String, Range<usize>)>) {
        let mut seen = BTreeSet::new();
        for (what, span) in stated {
            if !seen.insert(what.clone()) {
                self.fault_at(file, text, Some(span), Problem::StatedTwice(what));
            }
        }
    }
}

/// Whether a text is the number of a fiche: `RNCP37674`.
fn is_fiche(text: &str) -> bool {
    text.strip_prefix("RNCP").is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}
