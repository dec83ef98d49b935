//! The annex of an arrêté as text: its heading, and its parts by their titles. Both wordings in use are read, that of
//! 2015 (the title and the code on the line of their heading, sectors in sentences) and that of 2025.

mod parts;

use super::{
    draft::{At, Datum, Draft, Text},
    open::{Open, Wanted},
    wording::{day_in, plain, small},
};
use parts::Part;

/// A line of the text that is not empty.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    /// Its number, from 1.
    number: usize,
    /// What stands on it, without the white space around it.
    text: &'t str,
}

impl Line<'_> {
    fn at(&self, place: &str) -> At {
        At { line: self.number, place: place.to_owned(), passage: self.text.to_owned() }
    }
}

/// What was read of the text of an annex, which the package will carry under that name.
pub(super) fn read(text: &str, file: &str) -> Draft {
    let lines = (1..).zip(text.lines()).map(|(number, line)| Line { number, text: line.trim() });
    let lines: Vec<Line<'_>> = lines.filter(|line| !line.text.is_empty()).collect();
    let start = lines.iter().position(|line| Part::headed(line.text).is_some()).unwrap_or(lines.len());
    let (head, body) = lines.split_at_checked(start).unwrap_or_default();
    let source =
        Text { id: "annexe".to_owned(), title: "arrêté, annexe".to_owned(), file: Some(file.to_owned()) };
    let mut draft = Draft::new(source);
    heading(head, &mut draft);
    parts::read(body, &mut draft);
    first_day(&lines, &mut draft);
    unsaid(&mut draft);
    draft
}

/// What stands before the parts: the name of the arrêté, with its day and another way to name the titre.
fn heading(lines: &[Line<'_>], draft: &mut Draft) {
    let named = lines.iter().find_map(|line| Some((line, named(line.text)?)));
    let Some((line, name)) = named else {
        draft.open.push(Open::Unsaid(Wanted::Arrete));
        return;
    };
    let at = At { passage: name.to_owned(), ..line.at("en-tête") };
    draft.text.title = format!("{}, annexe", small(name));
    if let Some(day) = day_in(name) {
        draft.text.id = format!("annexe-{}", day.year());
        draft.arrete = Some(Datum { value: day, at: at.clone() });
    }
    if let Some(titre) = titre_in(name) {
        draft.aliases.push(Datum { value: titre.to_owned(), at });
    }
    for words in ["en vigueur depuis le", "en vigueur du"] {
        let after = line.text.split_once(words).map(|(_, after)| after.trim_start());
        if after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit())) {
            draft.open.push(Open::LostDay { line: line.number, passage: words.to_owned() });
        }
    }
}

/// The first day where a sentence says that the arrêté enters into force, or from when the titre is registered. Another
/// day than the one that is known is for a person to read.
fn first_day(lines: &[Line<'_>], draft: &mut Draft) {
    let said = |line: &Line<'_>| {
        let text = line.text.to_lowercase();
        let (_, after) = text.split_once("en vigueur le ").or_else(|| {
            let (_, after) = text.split_once("pour une durée de ")?;
            after.split_once("à compter du ")
        })?;
        // « entré en vigueur le » speaks of another text.
        let enters = !text.contains("entré en vigueur") && !text.contains("entrée en vigueur");
        day_in(after).filter(|_| enters)
    };
    for line in lines {
        let Some(day) = said(line) else { continue };
        match &draft.from {
            None => draft.from = Some(Datum { value: day, at: line.at("entrée en vigueur") }),
            Some(known) if known.value == day => {}
            Some(_) => {
                draft.open.push(Open::NotRead { line: line.number, passage: line.text.to_owned() });
            }
        }
    }
}

/// The name of an arrêté that stands on a line: `Arrêté du …`, as far as the bracket around it.
fn named(line: &str) -> Option<&str> {
    let name = line.get(line.find("Arrêté du ")?..)?;
    let mut depth = 0_u32;
    let closing = name.char_indices().find_map(|(at, c)| match c {
        '(' => {
            depth += 1;
            None
        }
        ')' if depth == 0 => Some(at),
        ')' => {
            depth -= 1;
            None
        }
        _ => None,
    });
    Some(name.get(..closing.unwrap_or(name.len()))?.trim_end().trim_end_matches('.'))
}

/// The titre that an arrêté names.
fn titre_in(name: &str) -> Option<&str> {
    let (_, titre) = name.split_once("au titre professionnel ")?;
    let titre = titre.strip_prefix("de ").or_else(|| titre.strip_prefix("d'"));
    titre.or_else(|| name.split_once("au titre professionnel d’").map(|(_, titre)| titre))
}

/// What a package wants and the text does not say; and a title that is said twice is told once.
fn unsaid(draft: &mut Draft) {
    if draft.label.is_none() {
        draft.open.push(Open::Unsaid(Wanted::Label));
    }
    let label = draft.label.as_ref().map(|label| plain(&label.value));
    draft.aliases.retain(|alias| Some(plain(&alias.value)) != label);
    let empty = [
        (Wanted::Level, draft.levels.is_empty()),
        (Wanted::Nsf, draft.nsf.is_empty()),
        (Wanted::Rome, draft.rome.is_empty()),
        (Wanted::Rncp, draft.rncp.is_none()),
        (Wanted::Ccps, draft.ccps.is_empty()),
        (Wanted::Sectors, draft.sectors.is_empty()),
        (Wanted::Jobs, draft.jobs.is_empty()),
        (Wanted::LegalBases, draft.legal_bases.is_empty()),
    ];
    draft.open.extend(empty.into_iter().filter(|(_, empty)| *empty).map(|(wanted, _)| Open::Unsaid(wanted)));
}

#[cfg(test)]
mod tests {
    //! Both wordings are read whole, with the line of each datum; what has no known form is told, never guessed.
    use super::*;

    const OLD: &str = "\
Article AUTONOME MODIFIE, en vigueur du au (Arrêté du 3 mars 2014 relatif au titre professionnel de fleuriste (H/ F) d'art)
Intitulé : fleuriste d'art.
Niveau : IV.
Code NSF : 210 s-Décoration florale.
Résumé du référentiel d'emploi
Il coupe des fleurs.
Capacités attestées et descriptif des composantes de la certification
1. Composer des bouquets
Choisir les fleurs.
3. Tenir la boutique
Vendre.
Secteur d'activité et types d'emplois accessibles par le détenteur du titre
Les secteurs sont :
Code NAF S.
L'emploi s'exerce dans des lieux du type :
-boutique ; et
-marché.
-fleuriste ;
Codes ROME :
Exemple D1209-Vente de végétaux.
ni code ni rien
Bases légales et réglementaires :
Arrêté du 9 mars 2006 relatif aux conditions ;
La réglementation applicable à ce titre professionnel est mise en œuvre à compter du 1er avril 2014.";

    fn values(items: &[Datum]) -> Vec<&str> {
        items.iter().map(|item| item.value.as_str()).collect()
    }

    #[test]
    fn the_older_wording_is_read_with_the_line_of_each_datum() {
        let draft = read(OLD, "annexe.txt");
        assert_eq!(draft.text.id, "annexe-2014");
        assert_eq!(
            draft.text.title,
            "arrêté du 3 mars 2014 relatif au titre professionnel de fleuriste (H/ F) d'art, annexe"
        );
        let arrete = draft.arrete.unwrap();
        assert_eq!((arrete.value.to_string().as_str(), arrete.at.line), ("2014-03-03", 1));
        let label = draft.label.unwrap();
        assert_eq!((label.value.as_str(), label.at.line), ("fleuriste d'art", 2));
        assert_eq!(values(&draft.aliases), ["fleuriste (H/ F) d'art"]);
        let nsf = &draft.nsf[0];
        assert_eq!((nsf.code.value.as_str(), nsf.label.as_deref()), ("210s", Some("Décoration florale")));
        assert_eq!(draft.levels[0].nomenclature, Some("nomenclature de 1969"));
        assert_eq!(values(&draft.sectors[0].items), ["Code NAF S."]);
        assert_eq!(values(&draft.sectors[1].items), ["boutique", "marché"]);
        assert_eq!(draft.rome[0].label.as_deref(), Some("Vente de végétaux"));
        assert_eq!(values(&draft.legal_bases[0].items), ["Arrêté du 9 mars 2006 relatif aux conditions"]);
        assert_eq!(draft.from.unwrap().value.to_string(), "2014-04-01");
        assert_eq!(draft.ccps.len(), 2);
        assert_eq!(draft.ccps[1].competences.items[0].at.line, 11);
    }

    #[test]
    fn what_has_no_known_form_is_told_with_its_line() {
        let open = read(OLD, "annexe.txt").open;
        for wanted in [
            Open::LostDay { line: 1, passage: "en vigueur du".to_owned() },
            Open::Numbering { line: 10, passage: "3. Tenir la boutique".to_owned() },
            Open::Unheaded { first: 18, last: 18, items: vec!["fleuriste".to_owned()] },
            Open::NotRead { line: 21, passage: "ni code ni rien".to_owned() },
            Open::NoPlace { heading: "Résumé du référentiel d'emploi".to_owned(), line: 5 },
            Open::Unsaid(Wanted::Jobs),
        ] {
            assert!(open.contains(&wanted), "{wanted:?} is not in {open:#?}");
        }
    }

    #[test]
    fn the_first_day_is_read_of_the_sentences_of_an_arrete_too() {
        for sentence in [
            "Le titre est enregistré pour une durée de cinq ans à compter du 1er juin 2025.",
            "Le présent arrêté entre en vigueur le 1er juin 2025.",
        ] {
            let open = read(&format!("{OLD}\n{sentence}"), "annexe.txt").open;
            let other = Open::NotRead { line: 25, passage: sentence.to_owned() };
            assert!(open.contains(&other), "another day than that of line 24: {open:#?}");
            let annex = OLD.replace("à compter du 1er avril 2014", "plus tard");
            let from = read(&format!("{annex}\n{sentence}"), "annexe.txt").from.unwrap();
            assert_eq!((from.value.to_string().as_str(), from.at.line), ("2025-06-01", 25));
        }
        let other = format!("{OLD}\nVu l’arrêté du 2 mai 2013, entré en vigueur le 1er juin 2013 ;");
        assert_eq!(read(&other, "annexe.txt").from.unwrap().value.to_string(), "2014-04-01");
    }

    #[test]
    fn a_text_that_is_no_annex_gives_nothing() {
        let draft = read("Bonjour.\nRien ici.", "annexe.txt");
        assert!(draft.told().is_empty());
        assert!(draft.open.contains(&Open::Unsaid(Wanted::Arrete)));
        assert!(draft.open.contains(&Open::Unsaid(Wanted::Ccps)));
    }
}
