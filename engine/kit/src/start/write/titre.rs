//! `titre.toml` of a draft.

use super::{
    super::{
        draft::{Ccp, Code, Draft, List, RouteRow, Text},
        open::{Open, Wanted},
    },
    Around, HEAD, label,
    page::{Page, cite, listed, quoted},
    table::external,
};
use parchemin::core::Lang;
use toml_edit::DocumentMut;

/// The description of the titre.
pub(crate) fn titre(draft: &Draft, around: &Around) -> String {
    let mut page = Page::default();
    page.remark(&format!("{} : le titre tel que le décrit sa source.", label(draft, &around.id, Lang::Fr)));
    page.remark(HEAD);
    match &draft.label {
        Some(label) => {
            page.source(&label.at);
            page.member("label", &quoted(&label.value));
        }
        None => page.todo(&Open::Unsaid(Wanted::Label), "label = \"…\""),
    }
    if !draft.aliases.is_empty() {
        for alias in &draft.aliases {
            page.remark(&format!("Ligne {} : « {} »", alias.at.line, alias.at.passage));
        }
        page.member("aliases", &listed(draft.aliases.iter().map(|alias| alias.value.as_str())));
    }
    match &draft.rncp {
        Some(rncp) => {
            page.remark(&format!("Ligne {} : « {} »", rncp.at.line, rncp.at.passage));
            page.member("rncp", &quoted(&rncp.value));
        }
        None => page.remark("À FAIRE : rncp = \"RNCP…\""),
    }
    page.member("referentiel", &quoted("re"));
    page.member("fiche", &quoted("fiche"));
    codes(&mut page, "levels", &draft.levels, &draft.text);
    codes(&mut page, "nsf", &draft.nsf, &draft.text);
    codes(&mut page, "rome", &draft.rome, &draft.text);
    for (name, lists) in
        [("sectors", &draft.sectors), ("jobs", &draft.jobs), ("legal_bases", &draft.legal_bases)]
    {
        lists.iter().for_each(|one| list(&mut page, &format!("[[{name}]]"), one, &draft.text));
    }
    draft.ccps.iter().for_each(|one| ccp(&mut page, one, &draft.text));
    draft.routes.iter().for_each(|row| route(&mut page, row, &draft.text));
    external(&mut page, draft, around);
    // The others stand where they belong.
    let is_here = |open: &&Open| {
        let elsewhere = Open::Unsaid(Wanted::Label) == **open || Open::Unsaid(Wanted::Rncp) == **open;
        let besides =
            matches!(open, Open::ExternalLabel { .. } | Open::Preceding { .. } | Open::NoPlace { .. });
        open.file() == "titre.toml" && !elsewhere && !besides
    };
    for open in draft.open.iter().filter(is_here) {
        page.todo(open, &template(open, draft));
    }
    if let Some((id, text)) = &around.preceding {
        let kept = unsaid_of(text, draft);
        if !kept.trim().is_empty() {
            page.todo(&Open::Preceding { package: id.clone() }, &kept);
        }
    }
    page.text()
}

fn codes(page: &mut Page, name: &str, codes: &[Code], text: &Text) {
    for code in codes {
        page.source(&code.code.at);
        page.line(&format!("[[{name}]]"));
        page.member("code", &quoted(&code.code.value));
        code.label.iter().for_each(|label| page.member("label", &quoted(label)));
        code.nomenclature.iter().for_each(|name| page.member("nomenclature", &quoted(name)));
        let at = &code.code.at;
        page.member("cite", &cite(text, &at.place, Some(&at.passage), code.note));
    }
}

fn list(page: &mut Page, head: &str, list: &List, text: &Text) {
    page.line("");
    page.line(head);
    page.member("cite", &cite(text, &list.place, None, None));
    page.line("items = [");
    for item in &list.items {
        page.line(&format!("    {}, # ligne {}", quoted(&item.value), item.at.line));
    }
    page.line("]");
}

fn ccp(page: &mut Page, ccp: &Ccp, text: &Text) {
    page.source(&ccp.label.at);
    page.line("[[ccps]]");
    ccp.code.iter().for_each(|code| page.member("code", &quoted(code)));
    page.member("label", &quoted(&ccp.label.value));
    page.member("cite", &cite(text, &ccp.label.at.place, None, None));
    if !ccp.competences.items.is_empty() {
        list(page, "[ccps.competences]", &ccp.competences, text);
    }
}

fn route(page: &mut Page, row: &RouteRow, text: &Text) {
    let at = &row.open.at;
    page.comment(&format!("Ligne {}, {} : « {} »", at.line, at.place, at.passage));
    page.line("[[routes]]");
    page.member("route", &quoted(row.route.name()));
    row.enrolment.iter().for_each(|enrolment| page.member("enrolment", &quoted(enrolment.name())));
    page.member("open", if row.open.value { "true" } else { "false" });
    let jury = row.jury.as_ref().map(|jury| format!("Jury : {jury}"));
    page.member("cite", &cite(text, &at.place, None, jury.as_deref()));
}

/// Lines to start from.
fn template(open: &Open, draft: &Draft) -> String {
    let cited = "cite = { basis = \"…\", text = \"…\", place = \"…\" }";
    let code = |name: &str| format!("[[{name}]]\ncode = \"…\"\n{cited}");
    let items = |name: &str| format!("[[{name}]]\n{cited}\nitems = [\"…\"]");
    match open {
        Open::Unheaded { items, first, last } => {
            let place = format!("lignes {first} à {last}");
            let items: String = items.iter().map(|item| format!("    {},\n", quoted(item))).collect();
            format!(
                "[[jobs]]  # ou [[sectors]]\ncite = {}\nitems = [\n{items}]",
                cite(&draft.text, &place, None, None)
            )
        }
        Open::Unsaid(Wanted::Level) => code("levels"),
        Open::Unsaid(Wanted::Nsf) => code("nsf"),
        Open::Unsaid(Wanted::Rome) => code("rome"),
        Open::Unsaid(Wanted::Sectors) => items("sectors"),
        Open::Unsaid(Wanted::Jobs) => items("jobs"),
        Open::Unsaid(Wanted::LegalBases) => items("legal_bases"),
        Open::Unsaid(Wanted::Ccps) => {
            format!("[[ccps]]\nlabel = \"…\"\n{cited}\n\n[ccps.competences]\n{cited}\nitems = [\"…\"]")
        }
        Open::Unsaid(Wanted::Routes) => format!("[[routes]]\nroute = \"…\"\nopen = true\n{cited}"),
        Open::Unsaid(Wanted::Complements) | Open::Examination { .. } => {
            format!("[[complements]]\npiece = \"…\"\nforeseen = true\n{cited}")
        }
        _ => String::new(),
    }
}

/// What the preceding revision says and the draft does not.
fn unsaid_of(text: &str, draft: &Draft) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return String::new() };
    let said = [
        ("label", draft.label.is_some()),
        ("aliases", true),
        ("rncp", true),
        ("referentiel", true),
        ("fiche", true),
        ("external", true),
        ("levels", !draft.levels.is_empty()),
        ("nsf", !draft.nsf.is_empty()),
        ("rome", !draft.rome.is_empty()),
        ("sectors", !draft.sectors.is_empty()),
        ("jobs", !draft.jobs.is_empty()),
        ("legal_bases", !draft.legal_bases.is_empty()),
        ("ccps", !draft.ccps.is_empty()),
        ("routes", !draft.routes.is_empty()),
    ];
    for (name, _) in said.iter().filter(|(_, said)| *said) {
        document.remove(name);
    }
    document.to_string()
}
