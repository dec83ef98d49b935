//! How French texts write things: days, headings, items of lists.

use parchemin::core::Day;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A text by which two wordings are compared: small letters without accents, one kind of apostrophe, single spaces.
pub(super) fn plain(text: &str) -> String {
    let letters = text.to_lowercase().replace('œ', "oe");
    let letters: String = letters
        .chars()
        .map(|c| match c {
            'à' | 'â' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            '’' | 'ʼ' | '‘' => '\'',
            c => c,
        })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first day that a text names: `20 mai 2025`, `1er juillet 2019`, `28/07/2015`.
pub(super) fn day_in(text: &str) -> Option<Day> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "(),;.".contains(c)).collect();
    words.windows(3).find_map(day_of).or_else(|| words.iter().find_map(|word| slashed(word)))
}

fn day_of(words: &[&str]) -> Option<Day> {
    let [day, month, year] = words else { return None };
    let day: u8 = day.strip_suffix("er").unwrap_or(day).parse().ok()?;
    let month = MONTHS.iter().position(|known| plain(known) == plain(month))? + 1;
    let year: u16 = year.parse().ok().filter(|_| year.len() == 4)?;
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

fn slashed(word: &str) -> Option<Day> {
    let mut parts = word.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    format!("{year}-{month}-{day}").parse().ok()
}

/// The day as a text writes it: `20 mai 2025`.
pub(super) fn in_words(day: Day) -> String {
    let written = day.to_string();
    let mut parts = written.split('-').map(|part| part.parse::<usize>().unwrap_or_default());
    let (year, month, day) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let month = month.checked_sub(1).and_then(|n| MONTHS.get(n)).copied().unwrap_or_default();
    let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
    format!("{day} {month} {year}")
}

/// What follows the mark of an item, where there is one.
pub(super) fn bulleted(line: &str) -> Option<&str> {
    line.strip_prefix(['-', '–', '—', '•', '*']).map(str::trim_start)
}

/// An item without what joins it to the next one.
pub(super) fn unjoined(item: &str) -> &str {
    let item = item.trim_end();
    let item = item.strip_suffix(" et").filter(|rest| rest.trim_end().ends_with(';')).unwrap_or(item);
    item.trim_end().trim_end_matches(';').trim_end()
}

/// The items of a text that was a list once: parted by marks, by ends of lines, or by the wide gaps that are left of
/// either.
pub(super) fn parted(text: &str) -> Vec<String> {
    let gaps = text.replace("* ", "\n").replace("  ", "\n");
    let items = gaps.lines().map(str::trim).filter(|item| !item.is_empty());
    items.map(|item| bulleted(item).unwrap_or(item).to_owned()).collect()
}

/// A name as an id is written: small letters without accents, and hyphens.
pub(super) fn slug(name: &str) -> String {
    let letters: String =
        plain(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join("-")
}

/// With a capital at its head.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// With a small letter at its head.
pub(super) fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    //! What texts write is read as they mean it, and what is no day is none.
    use super::*;

    #[test]
    fn days_are_read_in_words_and_in_figures() {
        for (text, day) in [
            ("Arrêté du 20 mai 2025 relatif au titre", Some("2025-05-20")),
            ("à compter du 1er août 2019.", Some("2019-08-01")),
            ("paru au JO du 10/12/2015", Some("2015-12-10")),
            ("le 31 février 2024", None),
            ("articles L. 335-5 et R. 338-1", None),
            ("en vigueur depuis le (Arrêté)", None),
        ] {
            assert_eq!(day_in(text).map(|day| day.to_string()).as_deref(), day, "{text}");
        }
        let day = "2019-08-01".parse().unwrap();
        assert_eq!(day_in(&in_words(day)), Some(day));
    }

    #[test]
    fn an_item_loses_its_mark_and_what_joins_it_to_the_next() {
        for (line, item) in [
            ("- maisons France Services ;", "maisons France Services"),
            ("-centres de formation ; et", "centres de formation"),
            ("-Développer un réseau", "Développer un réseau"),
        ] {
            assert_eq!(unjoined(bulleted(line).unwrap()), item);
        }
        assert_eq!(unjoined("recherche et"), "recherche et");
        assert_eq!(parted("* Un, deux      * Trois"), ["Un, deux", "Trois"]);
        assert_eq!(parted("Installer  Maquetter\nRéaliser"), ["Installer", "Maquetter", "Réaliser"]);
    }
}
