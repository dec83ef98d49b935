//! A text in passages: paragraphs, headings, items of lists, whatever the width of its lines.

use std::ops::Range;

/// What an item of a list begins with.
const BULLETS: [&str; 6] = ["•", "o ", "-", "– ", "— ", "* "];

/// What a passage ends with, so that the next line is another.
const ENDS: [char; 5] = ['.', ';', ':', '?', '!'];

/// The passages of a text, in order, in bytes. Together they hold all of it but white space.
///
/// A passage ends at an empty line, before an item of a list, after a line that ends a sentence or is short among those
/// around it and is followed by one that begins anew.
pub(super) fn of(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let place = start + (line.len() - line.trim_start().len())..start + line.trim_end().len();
        start += line.len();
        if place.is_empty() {
            all.extend(of_block(text, &block));
            block.clear();
        } else {
            block.push(place);
        }
    }
    all.extend(of_block(text, &block));
    all
}

/// The passages of lines that follow each other without an empty one.
fn of_block(text: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let of = |place: &Range<usize>| text.get(place.clone()).unwrap_or_default();
    let widest = lines.iter().map(|line| of(line).chars().count()).max().unwrap_or(0);
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut before = "";
    for line in lines {
        let this = of(line);
        let goes_on = !before.is_empty() && !begins(this) && !before.ends_with(ENDS) && {
            let wrapped = before.chars().count() * 4 >= widest * 3;
            wrapped || this.starts_with(char::is_lowercase)
        };
        match all.last_mut() {
            Some(last) if goes_on => last.end = line.end,
            _ => all.push(line.clone()),
        }
        before = this;
    }
    all
}

/// Whether a line begins an item: a bullet, or a number with a stop or a dash.
fn begins(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.len() && [". ", " – ", " - "].iter().any(|mark| rest.starts_with(mark));
    numbered || BULLETS.iter().any(|bullet| line.starts_with(bullet))
}

/// A passage on one line.
pub(super) fn on_one_line(text: &str, place: &Range<usize>) -> String {
    text.get(place.clone()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a passage that says something: without what begins an item or ends it.
pub(super) fn core(passage: &str) -> &str {
    let item = passage.trim_start_matches(['•', '-', '–', '—', '*']).trim_start();
    let item = item.strip_prefix("o ").unwrap_or(item).trim();
    let item = item.strip_suffix("; et").unwrap_or(item);
    item.trim_end_matches([';', '.', ',', ' ']).trim_end()
}

#[cfg(test)]
mod tests {
    //! A passage is what a reader would point at, whatever the width of the lines; and no word is in none.
    use super::*;

    fn passages(text: &str) -> Vec<String> {
        of(text).iter().map(|place| on_one_line(text, place)).collect()
    }

    #[test]
    fn lines_that_wrap_are_one_passage_and_items_are_their_own() {
        let leaflet = "2 – Pour un candidat à la VAE \nLe candidat constitue un dossier de demande justifiant, en tant que salarié ou \nbénévole, d’une expérience.  \nIl reçoit, de l’unité, une \nnotification. \n\no une mise en situation ; \n•Accueillir les personnes et présenter les missions de la médiation \nnumérique  \n•Recueillir les besoins\n";
        assert_eq!(
            passages(leaflet),
            [
                "2 – Pour un candidat à la VAE",
                "Le candidat constitue un dossier de demande justifiant, en tant que salarié ou bénévole, d’une expérience.",
                "Il reçoit, de l’unité, une notification.",
                "o une mise en situation ;",
                "•Accueillir les personnes et présenter les missions de la médiation numérique",
                "•Recueillir les besoins",
            ]
        );
    }

    #[test]
    fn every_word_of_the_sources_we_ship_is_in_a_passage() {
        let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../../seeds");
        let mut seen = 0;
        for entry in std::fs::read_dir(seeds).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(passages(&text).join(" ").split_whitespace().collect::<Vec<_>>(), words);
            seen += 1;
        }
        assert_eq!(seen, 4);
    }

    #[test]
    fn an_item_is_known_without_its_bullet_and_its_stop() {
        for item in ["- centres de formation ; et", "•centres de formation ", "centres de formation."] {
            assert_eq!(core(item), "centres de formation");
        }
    }
}
