//! What a package says of a source: by quoting it, and by `coverage.toml`.

use super::{By, declared, passages};
use crate::package::{Package, text};
use parchemin::packages::{check::Cited, quotation::Placed};
use std::ops::Range;

/// Something that answers for places of a source.
pub(super) struct Claim {
    pub(super) by: By,
    pub(super) places: Vec<Range<usize>>,
}

/// All that a package claims of a source, of which the passages are known.
pub(super) fn claims(package: &Package<'_>, source: &Placed<'_>, all: &[Range<usize>]) -> Vec<Claim> {
    let mut claims = Vec::new();
    let carrying = package.manifest.texts.iter().filter(|(_, one)| {
        one.file.as_ref().is_some_and(|file| text(package.files, file.get_ref()) == source.text())
    });
    for (id, one) in carrying {
        let arrete =
            package.manifest.arrete.iter().filter(|arrete| arrete.cite.get_ref().text.get_ref() == id);
        let of_arrete = arrete.filter_map(|arrete| {
            Some((Cited::Arrete, arrete.cite.get_ref().quote.as_ref()?.get_ref().as_str()))
        });
        let citations =
            package.checked.citations().into_iter().filter(|(_, citation)| citation.text == one.title);
        let quotes = citations.filter_map(|(cited, citation)| Some((cited, citation.quote.as_deref()?)));
        for (cited, quote) in of_arrete.chain(quotes) {
            claims.push(Claim { by: By::Quoted(cited), places: standing(source, quote, all) });
        }
        for (entry, why) in declared::read(package).entries() {
            if entry.text.get_ref() == id {
                let places = entry.places(source, all).into_iter().flatten().collect();
                claims.push(Claim { by: By::Declared(why, entry.reason.clone()), places });
            }
        }
    }
    claims
}

/// Where a quotation stands. What is the whole of a passage somewhere is meant there: a job's name is found in half of all
/// sentences, and claims none of them.
pub(super) fn standing(source: &Placed<'_>, quote: &str, all: &[Range<usize>]) -> Vec<Range<usize>> {
    let found = source.places(quote);
    let whole = |place: &&Range<usize>| {
        let passage = all.iter().find(|passage| passage.start <= place.start && place.end <= passage.end);
        passage.is_some_and(|passage| {
            let of = |place: &Range<usize>| passages::on_one_line(source.text(), place);
            passages::core(&of(passage)) == passages::core(&of(place))
        })
    };
    let wholes: Vec<Range<usize>> = found.iter().filter(whole).cloned().collect();
    if wholes.is_empty() { found } else { wholes }
}
