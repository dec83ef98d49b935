//! Whether a quotation stands in its source, word for word; only white space and apostrophes may differ.

use std::ops::Range;

/// A source, folded once.
#[derive(Clone, Debug)]
pub struct Source(String);

/// A source with the place of everything in it.
#[derive(Clone, Debug)]
pub struct Placed<'t> {
    text: &'t str,
    folded: String,
    /// Where each byte of `folded` comes from.
    places: Vec<usize>,
}

/// White space becomes one space, every apostrophe the same; each character with its place.
fn folded(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut begun, mut gap) = (false, None);
    let pieces = text.char_indices().map(move |(at, c)| {
        if c.is_whitespace() {
            gap = gap.or(begun.then_some(at));
            return [None, None];
        }
        begun = true;
        [gap.take().map(|at| (at, ' ')), Some((at, if "’ʼ‘".contains(c) { '\'' } else { c }))]
    });
    pieces.flatten().flatten()
}

fn fold(text: &str) -> String {
    folded(text).map(|(_, c)| c).collect()
}

impl<'t> Placed<'t> {
    /// Folds a source.
    pub fn new(text: &'t str) -> Placed<'t> {
        let (mut all, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
        for (at, c) in folded(text) {
            all.push(c);
            places.resize(all.len(), at);
        }
        Placed { text, folded: all, places }
    }

    /// The text as it came.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Every place at which a quotation stands, in bytes of the text. An empty one stands nowhere.
    pub fn places(&self, quotation: &str) -> Vec<Range<usize>> {
        let quotation = fold(quotation);
        if quotation.is_empty() {
            return Vec::new();
        }
        let found = self.folded.match_indices(&quotation).filter_map(|(start, _)| {
            let last = *self.places.get(start + quotation.len() - 1)?;
            let end = last + self.text.get(last..)?.chars().next()?.len_utf8();
            Some(*self.places.get(start)?..end)
        });
        found.collect()
    }
}

impl Source {
    /// Folds a source.
    pub fn new(text: &str) -> Source {
        Source(fold(text))
    }

    /// Whether the quotation stands in the source. An empty one stands nowhere.
    pub fn contains(&self, quotation: &str) -> bool {
        let folded = fold(quotation);
        !folded.is_empty() && self.0.contains(&folded)
    }

    /// The passage of the source that begins like the quotation, for a message; none when nothing begins alike.
    pub fn passage_like(&self, quotation: &str) -> Option<String> {
        let folded = fold(quotation);
        let words: Vec<&str> = folded.split(' ').collect();
        let length = folded.chars().count();
        // The longest run of first words that the source has; two at least, or the likeness means nothing.
        let start = (2..=words.len())
            .rev()
            .find_map(|n| self.0.find(&words.iter().take(n).copied().collect::<Vec<_>>().join(" ")))?;
        Some(self.0.get(start..)?.chars().take(length + 10).collect())
    }
}

#[cfg(test)]
mod tests {
    //! A quotation is literal, up to white space and apostrophes.
    use super::*;

    const LEAFLET: &str = "justifiant, en tant que salarié ou \nbénévole, d’une expérience\u{a0}professionnelle d’un an en rapport";

    #[test]
    fn line_breaks_and_apostrophes_do_not_matter_and_words_do() {
        let source = Source::new(LEAFLET);
        assert!(source.contains("salarié ou bénévole, d'une expérience professionnelle d’un an"));
        assert!(!source.contains("salarié et bénévole"));
        assert!(!source.contains("  "));
    }

    #[test]
    fn every_place_of_a_quotation_is_found_in_the_text_as_it_came() {
        let placed = Placed::new(LEAFLET);
        let shown = |quotation| {
            let all = placed.places(quotation).into_iter();
            all.map(|place| LEAFLET.get(place).unwrap_or_default()).collect::<Vec<_>>()
        };
        assert_eq!(shown("d'une expérience professionnelle"), ["d’une expérience\u{a0}professionnelle"]);
        assert_eq!(shown("salarié ou bénévole,"), ["salarié ou \nbénévole,"]);
        assert_eq!(shown("d'un"), ["d’un", "d’un"]);
        assert_eq!(shown("salarié et bénévole"), Vec::<&str>::new());
        assert_eq!(shown(" "), Vec::<&str>::new());
    }

    #[test]
    fn the_message_shows_what_the_source_says_instead() {
        let source = Source::new(LEAFLET);
        let passage = source.passage_like("en tant que salarié ou indépendant");
        assert_eq!(passage.as_deref(), Some("en tant que salarié ou bénévole, d'une expér"));
        assert_eq!(source.passage_like("rien de tel"), None);
    }
}
