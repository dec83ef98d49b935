//! A fiche of the national register, in the XML of its open data (V4.1): dates, blocs, routes with their juries, the
//! table of correspondences, former and new certifications.

mod xml;

use super::{
    draft::{At, Ccp, Code, Datum, Draft, List, RouteRow, Row, Text},
    fault::StartFault,
    open::{Open, Wanted},
    wording::{day_in, parted},
};
use parchemin::core::{
    Day,
    file::{Enrolment, Route},
};
use std::path::Path;
use xml::{Element, fiche};

/// The elements that open or close a route, and which.
const ROUTES: [(&str, Route, Option<Enrolment>); 6] = [
    ("SI_JURY_FI", Route::ContinuousTraining, Some(Enrolment::Student)),
    ("SI_JURY_CA", Route::ContinuousTraining, Some(Enrolment::Apprenticeship)),
    ("SI_JURY_FC", Route::ContinuousTraining, Some(Enrolment::ContinuingTraining)),
    ("SI_JURY_CQ", Route::ContinuousTraining, Some(Enrolment::ContratDeProfessionnalisation)),
    ("SI_JURY_CL", Route::ContinuousTraining, Some(Enrolment::Individual)),
    ("SI_JURY_VAE", Route::Vae, None),
];

/// What was read of a fiche.
///
/// # Errors
/// A number that is none, a file that cannot be read, or has no such fiche.
pub(super) fn read(path: &Path, number: &str) -> Result<Draft, StartFault> {
    let digits = number.strip_prefix("RNCP").unwrap_or_default();
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(StartFault::BadNumber(number.to_owned()));
    }
    Ok(drafted(&fiche(path, number)?, number))
}

fn drafted(fiche: &Element, number: &str) -> Draft {
    let title = format!(
        "fiche {number} du répertoire national des certifications professionnelles (France compétences, export V4.1)"
    );
    let mut draft = Draft::new(Text { id: "fiche".to_owned(), title, file: None });
    draft.rncp = text(fiche, "NUMERO_FICHE");
    draft.label = text(fiche, "INTITULE");
    dates(fiche, &mut draft);
    codes(fiche, &mut draft);
    draft.sectors = list(fiche, "SECTEURS_ACTIVITE");
    draft.jobs = list(fiche, "TYPE_EMPLOI_ACCESSIBLES");
    legal_bases(fiche, &mut draft);
    blocs(fiche, &mut draft);
    routes(fiche, &mut draft);
    neighbours(fiche, &mut draft);
    rows(fiche, &mut draft);
    let empty = [
        (Wanted::Arrete, draft.arrete.is_none()),
        (Wanted::Label, draft.label.is_none()),
        (Wanted::Ccps, draft.ccps.is_empty()),
        (Wanted::Sectors, draft.sectors.is_empty()),
        (Wanted::Jobs, draft.jobs.is_empty()),
        (Wanted::LegalBases, draft.legal_bases.is_empty()),
    ];
    draft.open.extend(empty.into_iter().filter(|(_, empty)| *empty).map(|(wanted, _)| Open::Unsaid(wanted)));
    draft
}

fn at(element: &Element, place: &str) -> At {
    At { line: element.line, place: place.to_owned(), passage: element.text().to_owned() }
}

fn text(fiche: &Element, name: &str) -> Option<Datum> {
    let element = fiche.filled(&[name])?;
    Some(Datum { value: element.text().to_owned(), at: at(element, name) })
}

fn day(element: &Element, place: &str) -> Option<Datum<Day>> {
    Some(Datum { value: day_in(element.text())?, at: at(element, place) })
}

fn dates(fiche: &Element, draft: &mut Draft) {
    let dated = |name: &str| day(fiche.filled(&[name])?, name);
    draft.from = dated("DATE_EFFET");
    draft.end = dated("DATE_FIN_ENREGISTREMENT");
    draft.last_delivery = dated("DATE_LIMITE_DELIVRANCE");
    let creation = "PUBLICATION_DECRET_CREATION";
    if let Some(published) = fiche.at(&[creation, "PUBLICATION_JO"]) {
        draft.arrete = published.filled(&["TITRE"]).and_then(|title| day(title, creation));
        draft.published =
            published.filled(&["DATE_PUBLICATION_JO"]).and_then(|published| day(published, creation));
    }
}

fn codes(fiche: &Element, draft: &mut Draft) {
    let coded = |element: &Element, code: &str, place: &str, value: &dyn Fn(&str) -> String| {
        let code = element.filled(&[code])?;
        Some(Code {
            code: Datum { value: value(code.text()), at: at(code, place) },
            label: element.filled(&["LIBELLE"]).map(|label| label.text().to_owned()),
            nomenclature: None,
            note: None,
        })
    };
    let europe = "NOMENCLATURE_EUROPE";
    let level = |code: &str| code.strip_prefix("NIV").unwrap_or(code).to_owned();
    let levels = fiche.all(europe).filter_map(|element| coded(element, "NIVEAU", europe, &level));
    draft.levels = levels.map(|code| Code { nomenclature: Some("Europe"), ..code }).collect();
    let all = |list: &str, name: &str| -> Vec<Code> {
        let elements = fiche.all(list).flat_map(|list| list.all(name));
        elements.filter_map(|element| coded(element, "CODE", list, &str::to_owned)).collect()
    };
    draft.nsf = all("CODES_NSF", "NSF");
    draft.rome = all("CODES_ROME", "ROME");
}

/// The items of an element, each shown by itself.
fn items(element: &Element, place: &str) -> List {
    let item = |text: String| Datum { at: At { passage: text.clone(), ..at(element, place) }, value: text };
    List { place: place.to_owned(), items: parted(element.text()).into_iter().map(item).collect() }
}

fn list(fiche: &Element, name: &str) -> Vec<List> {
    fiche.filled(&[name]).map(|element| items(element, name)).into_iter().collect()
}

fn legal_bases(fiche: &Element, draft: &mut Draft) {
    for name in ["PUBLICATION_DECRET_GENERAL", "PUBLICATION_DECRET_CREATION"] {
        let titles = fiche.all(name).flat_map(|list| list.all("PUBLICATION_JO"));
        let titles = titles.filter_map(|published| published.filled(&["TITRE"]));
        let items: Vec<Datum> = titles.flat_map(|title| items(title, name).items).collect();
        if !items.is_empty() {
            draft.legal_bases.push(List { place: name.to_owned(), items });
        }
    }
}

fn blocs(fiche: &Element, draft: &mut Draft) {
    let blocs = fiche.all("BLOCS_COMPETENCES").flat_map(|blocs| blocs.all("BLOC_COMPETENCES"));
    for bloc in blocs {
        let code = bloc.filled(&["CODE"]).map(|code| code.text().to_owned());
        let shown = code.as_deref().unwrap_or("bloc");
        let place = format!("BLOCS_COMPETENCES, {shown}");
        let Some(label) = bloc.filled(&["LIBELLE"]) else {
            let passage = place;
            draft.open.push(Open::NotRead { line: bloc.line, passage });
            continue;
        };
        let within = format!("{place}, LISTE_COMPETENCES");
        let competences = bloc.filled(&["LISTE_COMPETENCES"]).map(|list| items(list, &within));
        if let Some(prose) = bloc.filled(&["MODALITES_EVALUATION"]) {
            draft.open.push(Open::Examination { bloc: shown.to_owned(), line: prose.line });
        }
        draft.ccps.push(Ccp {
            label: Datum { value: label.text().to_owned(), at: at(label, &place) },
            competences: competences.unwrap_or_default(),
            code,
        });
    }
}

fn routes(fiche: &Element, draft: &mut Draft) {
    for (name, route, enrolment) in ROUTES {
        let Some(element) = fiche.at(&[name]) else { continue };
        let Some(active) = element.filled(&["ACTIF"]) else { continue };
        let open = match active.text() {
            "Oui" => true,
            "Non" => false,
            other => {
                let passage = format!("{name} {other}");
                draft.open.push(Open::NotRead { line: active.line, passage });
                continue;
            }
        };
        let jury = element.filled(&["COMPOSITION"]).map(|jury| jury.text().to_owned());
        draft.routes.push(RouteRow {
            route,
            enrolment,
            open: Datum { value: open, at: at(active, name) },
            jury,
        });
    }
    if draft.routes.is_empty() {
        draft.open.push(Open::Unsaid(Wanted::Routes));
    }
}

/// Former and new certifications.
fn neighbours(fiche: &Element, draft: &mut Draft) {
    let numbers = |list: &'static str, one: &'static str, number: &'static str| {
        let all = fiche.all(list).flat_map(move |list| list.all(one));
        all.filter_map(move |element| element.filled(&[number]))
    };
    let former = "ANCIENNES_CERTIFICATIONS";
    let formers = numbers(former, "ANCIENNE_CERTIFICATION", "ID_FICHE_ANCIENNE_CERTIFICATION");
    draft.former = formers.map(|one| Datum { value: one.text().to_owned(), at: at(one, former) }).collect();
    let news =
        numbers("NOUVELLES_CERTIFICATIONS", "NOUVELLE_CERTIFICATION", "ID_FICHE_NOUVELLE_CERTIFICATION");
    draft.open.extend(news.map(|one| Open::Successor { rncp: one.text().to_owned(), line: one.line }));
}

/// The table: a new bloc, or the whole titre, against blocs of a former fiche, or the whole of it.
fn rows(fiche: &Element, draft: &mut Draft) {
    let codes = |element: Option<&Element>| -> Vec<String> {
        let blocs = element.into_iter().flat_map(|element| element.all("BLOC_COMPETENCES"));
        blocs.filter_map(|bloc| bloc.filled(&["CODE"])).map(|code| code.text().to_owned()).collect()
    };
    let rows = fiche.all("CORRESPONDANCES").flat_map(|table| table.all("CORRESPONDANCE"));
    for row in rows {
        let new = codes(row.at(&["SOURCE"]));
        let passage =
            |former: &str, old: &[String]| format!("{} ← {former} {}", new.join(" "), old.join(" "));
        let mut any = false;
        for destination in row.all("DESTINATION") {
            let Some(former) = destination.filled(&["NUMERO_FICHE"]) else { continue };
            any = true;
            let (former, old) = (former.text().to_owned(), codes(Some(destination)));
            let passage = passage(&former, &old).trim().to_owned();
            if old.len() > 1 {
                draft.open.push(Open::Reading { line: row.line });
            }
            let at = At { line: row.line, place: "CORRESPONDANCES".to_owned(), passage };
            draft.rows.push(Row { former, old, new: new.clone(), at });
        }
        if !any {
            let passage = "CORRESPONDANCE".to_owned();
            draft.open.push(Open::NotRead { line: row.line, passage });
        }
    }
    // The whole titre last, as a reader expects.
    draft.rows.sort_by_key(|row| row.old.is_empty());
}
