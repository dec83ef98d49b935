//! `correspondences.csv` of a draft, and the former revisions that no package describes.

use super::{
    super::draft::{Draft, Row},
    Around, Former,
    page::{Page, cite, listed, quoted},
};
use parchemin::packages::correspondence::WHOLE;

const COLUMNS: [&str; 8] =
    ["old_revision", "old_ccps", "new_ccps", "reading", "basis", "text", "place", "note"];

/// The table, where the source gives one.
pub(crate) fn table(draft: &Draft, around: &Around) -> Option<Vec<u8>> {
    if draft.rows.is_empty() {
        return None;
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for row in &draft.rows {
        let former = around.formers.iter().find(|former| former.rncp == row.former);
        let old = cell(&row.old, |code| {
            let (_, ccps) = former?.package.as_ref()?;
            ccps.iter().find(|(known, _)| known == code).map(|(_, id)| id.clone())
        });
        let new = cell(&row.new, |code| {
            let place = draft.ccps.iter().position(|ccp| ccp.code.as_deref() == Some(code))?;
            Some(format!("{}/{}", around.id, place + 1))
        });
        let (reading, note) = reading(row);
        let revision = former.map_or_else(|| row.former.to_lowercase(), Former::revision);
        let (basis, text) = (draft.text.basis().code(), draft.text.id.as_str());
        let _ = writer.write_record([&revision, &old, &new, reading, basis, text, &row.at.place, note]);
    }
    writer.into_inner().ok()
}

/// The blocs of a cell by the ids that others know them by; without any, the whole titre.
fn cell(codes: &[String], id: impl Fn(&str) -> Option<String>) -> String {
    match codes {
        [] => WHOLE.to_owned(),
        codes => {
            codes.iter().map(|code| id(code).unwrap_or_else(|| code.clone())).collect::<Vec<_>>().join(" ")
        }
    }
}

/// The reading of a row, where it can have only one, and why.
fn reading(row: &Row) -> (&'static str, &'static str) {
    match (row.old.as_slice(), row.new.as_slice()) {
        ([], []) => ("all", "ligne sans bloc : le titre entier"),
        ([] | [_], _) => ("all", "un seul ancien CCP : les lectures « all » et « any » s’accordent"),
        _ => ("", "À FAIRE : écrire all ou any sous reading, et ici sur quelle base"),
    }
}

/// The former revisions that no package describes.
pub(super) fn external(page: &mut Page, draft: &Draft, around: &Around) {
    for former in around.formers.iter().filter(|former| former.package.is_none()) {
        let rncp = &former.rncp;
        let mut blocs: Vec<&str> = draft
            .rows
            .iter()
            .filter(|row| row.former == *rncp)
            .flat_map(|row| row.old.iter().map(String::as_str))
            .collect();
        blocs.sort_unstable();
        blocs.dedup();
        page.comment(
            "L’ancienne révision, qu’aucun paquet ne décrit. Ses blocs sont ceux que nomme la table.",
        );
        page.line("[[external]]");
        page.member("revision", &quoted(&former.revision()));
        page.remark(&format!("À FAIRE : l’intitulé de {rncp}."));
        page.member("label", &quoted(rncp));
        page.member("rncp", &quoted(rncp));
        if !blocs.is_empty() {
            page.member("ccps", &listed(blocs));
        }
        let place = "ANCIENNES_CERTIFICATIONS et CORRESPONDANCES";
        page.member("cite", &cite(&draft.text, place, None, None));
        page.member("period", &quoted(&format!("periode-{}", former.revision())));
    }
}
