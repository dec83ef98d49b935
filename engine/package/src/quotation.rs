//! Whether a quotation stands in its source, word for word; only white space and apostrophes may differ.

/// A source, folded once.
#[derive(Clone, Debug)]
pub struct Source(String);

/// White space becomes one space, every apostrophe the same.
fn fold(text: &str) -> String {
    let straight = text.replace(['’', 'ʼ', '‘'], "'");
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
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
    fn the_message_shows_what_the_source_says_instead() {
        let source = Source::new(LEAFLET);
        let passage = source.passage_like("en tant que salarié ou indépendant");
        assert_eq!(passage.as_deref(), Some("en tant que salarié ou bénévole, d'une expér"));
        assert_eq!(source.passage_like("rien de tel"), None);
    }
}
