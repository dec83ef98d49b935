//! A citation as people read it: the text and the place, how far it binds, the words themselves, where to find it.

use super::words;
use parchemin_core::{Citation, Lang, decision::Finding, say};

/// A provision that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// The text, the place, the version; and in words when it is not an official text.
    pub source: String,
    /// The deciding sentence, in guillemets. Legal texts are always quoted in French.
    pub quote: Option<String>,
    /// Where the text can be read.
    pub address: Option<String>,
}

impl Provision {
    /// The citation in a language.
    pub fn of(citation: &Citation, lang: Lang) -> Provision {
        let mut source = citation.text.clone();
        if let Some(place) = &citation.place {
            source.push_str(", ");
            source.push_str(place);
        }
        let version = citation.in_force.map(|day| {
            let day = day.spoken(lang);
            say!(lang, fr: "version en vigueur depuis le {day}", en: "version in force since {day}")
        });
        let caveat = words::caveat(citation.basis, lang).map(str::to_owned);
        let remarks: Vec<String> = version.into_iter().chain(caveat).collect();
        if !remarks.is_empty() {
            source.push_str(&format!(" ({})", remarks.join(" ; ")));
        }
        let quote = citation.quote.as_ref().map(|quote| format!("« {} »", quote.trim()));
        Provision { source, quote, address: citation.address.clone() }
    }

    /// Provisions of citations, in order, none twice.
    pub fn all<'c>(citations: impl IntoIterator<Item = &'c Citation>, lang: Lang) -> Vec<Provision> {
        let mut all: Vec<Provision> = Vec::new();
        for citation in citations {
            let provision = Provision::of(citation, lang);
            if !all.contains(&provision) {
                all.push(provision);
            }
        }
        all
    }
}

/// Everything a finding rests on: where the rule stands, then the dated values it used.
pub(super) fn support(finding: &Finding) -> impl Iterator<Item = &Citation> {
    finding.citations.iter().chain(finding.parameters.iter().map(|(_, parameter)| &parameter.citation))
}
