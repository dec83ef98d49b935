//! The parts of an annex: known by their headings, each read in its own form.

use super::{
    super::{
        draft::{At, Ccp, Code, Datum, Draft, List},
        open::Open,
        wording::{bulleted, capital, day_in, plain, unjoined},
    },
    Line,
};

/// A part of an annex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Title, level, NSF code.
    Title,
    /// The CCPs.
    Ccps,
    /// Sectors and jobs.
    Sectors,
    /// ROME codes.
    Rome,
    /// Legal bases.
    LegalBases,
    /// A part for which a package has no place.
    Other,
}

/// How headings begin.
const HEADINGS: [(&str, Part); 9] = [
    ("intitule", Part::Title),
    ("capacites attestees", Part::Ccps),
    ("secteur", Part::Sectors),
    ("code", Part::Rome),
    ("bases legales", Part::LegalBases),
    ("resume du referentiel", Part::Other),
    ("reglementation de l'activite", Part::Other),
    ("autorite responsable", Part::Other),
    ("liens avec d'autres certifications", Part::Other),
];

impl Part {
    /// The part that a line heads.
    pub(super) fn headed(line: &str) -> Option<Part> {
        let line = plain(line);
        let (_, part) = HEADINGS.iter().find(|(heading, _)| line.starts_with(heading))?;
        let is_heading = match part {
            Part::Sectors => line.contains("types d'emploi") && line.contains("activite"),
            Part::Rome => line.contains("rome"),
            _ => true,
        };
        is_heading.then_some(*part)
    }
}

/// Reads all parts.
pub(super) fn read(lines: &[Line<'_>], draft: &mut Draft) {
    let mut rest = lines;
    while let Some((heading, after)) = rest.split_first() {
        let end = after.iter().position(|line| Part::headed(line.text).is_some()).unwrap_or(after.len());
        let (body, next) = after.split_at_checked(end).unwrap_or_default();
        rest = next;
        let (name, inline) = match heading.text.split_once(':') {
            Some((name, inline)) => (name.trim(), inline.trim()),
            None => (heading.text, ""),
        };
        match Part::headed(heading.text).unwrap_or(Part::Other) {
            Part::Title => {
                if !inline.is_empty() {
                    title(heading, inline, name, draft);
                }
                body.iter().for_each(|line| titled(line, name, draft));
            }
            Part::Ccps => ccps(body, name, draft),
            Part::Sectors => Sectors::read(body, name, draft),
            Part::Rome => body.iter().for_each(|line| rome(line, name, draft)),
            Part::LegalBases => legal_bases(body, name, draft),
            Part::Other => {
                draft.open.push(Open::NoPlace { heading: name.to_owned(), line: heading.number });
            }
        }
    }
}

/// The title, with the former one in brackets where it is told.
fn title(line: &Line<'_>, text: &str, place: &str, draft: &mut Draft) {
    let text = text.trim_end_matches('.');
    let (label, former) = match text.split_once("(ancien intitulé") {
        Some((label, former)) => (label.trim(), former.trim_start_matches([' ', ':']).strip_suffix(')')),
        None => (text, None),
    };
    let at = line.at(place);
    draft.label = Some(Datum { value: label.to_owned(), at: at.clone() });
    draft.aliases.extend(former.map(|former| Datum { value: capital(former), at }));
}

/// A line under the heading of the title.
fn titled(line: &Line<'_>, place: &str, draft: &mut Draft) {
    let (name, value) = line.text.split_once(':').unwrap_or((line.text, ""));
    let value = value.trim().trim_end_matches('.');
    match plain(name).as_str() {
        _ if value.is_empty() => draft.open.push(not_read(line)),
        "titre professionnel" => title(line, value, place, draft),
        "niveau" => {
            let roman = value.chars().all(|c| "IV".contains(c));
            draft.levels.push(Code {
                code: Datum { value: value.to_owned(), at: line.at(place) },
                label: None,
                nomenclature: roman.then_some("nomenclature de 1969"),
                note: roman.then_some(
                    "L’annexe ne nomme pas la nomenclature ; un chiffre romain est de celle de 1969 (déduction).",
                ),
            });
        }
        "code nsf" | "codes nsf" => match nsf(value) {
            Some((code, label)) => draft.nsf.push(Code {
                code: Datum { value: code, at: line.at(place) },
                label,
                nomenclature: None,
                note: None,
            }),
            None => draft.open.push(not_read(line)),
        },
        _ => draft.open.push(not_read(line)),
    }
}

/// `335`, `320 t-Spécialités …`: the code without the space, and the wording.
fn nsf(value: &str) -> Option<(String, Option<String>)> {
    let (code, label) = match value.split_once(['-', ':']) {
        Some((code, label)) => (code, Some(label.trim().to_owned())),
        None => (value, None),
    };
    let code: String = code.split_whitespace().collect();
    let digits = code.chars().take_while(char::is_ascii_digit).count();
    let is_code = digits == 3 && code.chars().skip(3).all(|c| c.is_ascii_lowercase()) && code.len() <= 5;
    is_code.then_some((code, label.filter(|label| !label.is_empty())))
}

fn ccps(lines: &[Line<'_>], place: &str, draft: &mut Draft) {
    for line in lines {
        let numbered = line.text.split_once('.').and_then(|(number, label)| {
            Some((number.trim().parse::<usize>().ok()?, label.trim())).filter(|(_, label)| !label.is_empty())
        });
        match (numbered, draft.ccps.last_mut()) {
            (Some((number, label)), _) => {
                if number != draft.ccps.len() + 1 {
                    let passage = line.text.to_owned();
                    draft.open.push(Open::Numbering { line: line.number, passage });
                }
                let place = format!("{place}, {number}");
                let at = At { passage: label.to_owned(), ..line.at(&place) };
                let competences = List { place, items: Vec::new() };
                draft.ccps.push(Ccp {
                    code: None,
                    label: Datum { value: label.to_owned(), at },
                    competences,
                });
            }
            (None, Some(ccp)) => {
                let text = unjoined(bulleted(line.text).unwrap_or(line.text));
                let place = ccp.competences.place.clone();
                ccp.competences.items.push(Datum { value: text.to_owned(), at: line.at(&place) });
            }
            (None, None) => draft.open.push(not_read(line)),
        }
    }
}

/// Sectors and jobs: lists under headings of their own, which say which of the two they are.
struct Sectors<'p> {
    place: &'p str,
    list: Option<(bool, List)>,
    /// A list with marks has come to its full stop.
    ended: bool,
    /// Items after a full stop, and their lines.
    unheaded: Vec<(usize, String)>,
}

impl Sectors<'_> {
    fn read(lines: &[Line<'_>], place: &str, draft: &mut Draft) {
        let mut sectors = Sectors { place, list: None, ended: false, unheaded: Vec::new() };
        for line in lines {
            match (line.text.strip_suffix(':'), bulleted(line.text)) {
                (Some(heading), None) => sectors.heading(heading.trim(), draft),
                (_, Some(item)) if sectors.list.is_none() || sectors.ended => {
                    let item = unjoined(item).trim_end_matches('.');
                    sectors.unheaded.push((line.number, item.to_owned()));
                }
                (_, Some(item)) => {
                    let item = unjoined(item);
                    sectors.ended = item.ends_with('.');
                    sectors.item(line, item.trim_end_matches('.'));
                }
                (None, None) if sectors.list.is_some() && !sectors.ended => {
                    sectors.item(line, unjoined(line.text));
                }
                (_, None) => draft.open.push(not_read(line)),
            }
        }
        sectors.close(draft);
    }

    fn heading(&mut self, heading: &str, draft: &mut Draft) {
        self.close(draft);
        let jobs = plain(heading).contains("types d'emploi");
        let place = format!("{}, « {heading} »", self.place);
        self.list = Some((jobs, List { place, items: Vec::new() }));
    }

    fn item(&mut self, line: &Line<'_>, item: &str) {
        if let Some((_, list)) = &mut self.list {
            let at = line.at(&list.place);
            list.items.push(Datum { value: item.to_owned(), at });
        }
    }

    fn close(&mut self, draft: &mut Draft) {
        if let Some((jobs, list)) = self.list.take().filter(|(_, list)| !list.items.is_empty()) {
            if jobs { &mut draft.jobs } else { &mut draft.sectors }.push(list);
        }
        self.ended = false;
        let unheaded = std::mem::take(&mut self.unheaded);
        if let (Some((first, _)), Some((last, _))) = (unheaded.first(), unheaded.last()) {
            let (first, last) = (*first, *last);
            let items = unheaded.into_iter().map(|(_, item)| item).collect();
            draft.open.push(Open::Unheaded { first, last, items });
        }
    }
}

/// `G1202. - Animateur …`, `Exemple G1202-Animation …`: the code wherever it stands, and the wording after it.
fn rome(line: &Line<'_>, place: &str, draft: &mut Draft) {
    let is_code = |word: &str| {
        let (letter, digits) = word.split_at_checked(1).unwrap_or_default();
        letter.chars().all(|c| c.is_ascii_uppercase())
            && digits.len() == 4
            && digits.chars().all(|c| c.is_ascii_digit())
    };
    let code = line.text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| is_code(word));
    let Some((code, (_, label))) = code.and_then(|code| Some((code, line.text.split_once(code)?))) else {
        draft.open.push(not_read(line));
        return;
    };
    let label = label.trim_start_matches([' ', '.', '-', '–', ':']).trim_end_matches('.');
    draft.rome.push(Code {
        code: Datum { value: code.to_owned(), at: line.at(place) },
        label: Some(label.to_owned()).filter(|label| !label.is_empty()),
        nomenclature: None,
        note: None,
    });
}

fn legal_bases(lines: &[Line<'_>], place: &str, draft: &mut Draft) {
    let mut list = List { place: place.to_owned(), items: Vec::new() };
    for line in lines {
        let dated = plain(line.text).contains("mise en oeuvre a compter du");
        match day_in(line.text.rsplit("à compter du").next().unwrap_or_default()).filter(|_| dated) {
            Some(day) => draft.from = Some(Datum { value: day, at: line.at("dernière phrase") }),
            None if dated => {
                let passage = "mise en œuvre à compter du".to_owned();
                draft.open.push(Open::LostDay { line: line.number, passage });
            }
            None => {
                let item = unjoined(bulleted(line.text).unwrap_or(line.text)).to_owned();
                list.items.push(Datum { value: item, at: line.at(place) });
            }
        }
    }
    if !list.items.is_empty() {
        draft.legal_bases.push(list);
    }
}

fn not_read(line: &Line<'_>) -> Open {
    Open::NotRead { line: line.number, passage: line.text.to_owned() }
}
