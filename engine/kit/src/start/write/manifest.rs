//! `package.toml` of a draft.

use super::{
    super::{
        draft::{Datum, Draft, Text},
        open::{Open, Wanted},
        wording::in_words,
    },
    Around, HEAD, label,
    page::{Page, cite, listed, quoted},
};
use parchemin::core::{Day, Lang, file::Event};

/// The manifest.
pub(crate) fn manifest(draft: &Draft, around: &Around) -> String {
    let mut page = Page::default();
    page.remark(&format!(
        "{} : ce qu’est le paquet, de quel jour à quel jour il vaut, sur quels textes.",
        label(draft, &around.id, Lang::Fr)
    ));
    page.remark(HEAD);
    page.line("");
    page.member("id", &quoted(&around.id));
    page.member("version", &quoted("1.0.0"));
    page.member("kind", &quoted("titre"));
    let [fr, en] = [Lang::Fr, Lang::En].map(|lang| quoted(&label(draft, &around.id, lang)));
    page.member("label", &format!("{{ fr = {fr}, en = {en} }}"));
    page.member("engine", &quoted(&engine()));
    page.member("languages", &listed(Lang::ALL.map(Lang::code)));
    page.comment("Les règles communes à tous les titres.");
    page.line("[requires]");
    match around.requires.as_slice() {
        [] => page.todo(&Open::Unsaid(Wanted::Framework), "cadre = \"…\""),
        all => all.iter().for_each(|(id, versions)| page.member(id, &quoted(versions))),
    }
    arrete(&mut page, draft);
    lineage(&mut page, draft, around);
    period(&mut page, draft);
    provisions(&mut page, around);
    if draft.rows.is_empty() {
        let text = "[correspondences]\nabsent = \"tableau\"\n\n[texts.tableau]\ntitle = \"…\"\nabsent = true";
        page.todo(&Open::Unsaid(Wanted::Table), text);
    }
    texts(&mut page, draft, around);
    let of_here = |open: &&Open| matches!(open, Open::LostDay { .. } | Open::Successor { .. });
    draft.open.iter().filter(of_here).for_each(|open| page.todo(open, ""));
    page.text()
}

/// The versions of the engine that can run it: those that decide as this one does.
fn engine() -> String {
    let mut parts = env!("CARGO_PKG_VERSION").split('.').map(|part| part.parse::<u64>().unwrap_or_default());
    let (major, minor) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match major {
        0 => format!(">=0.{minor}, <0.{}", minor + 1),
        _ => format!(">={major}.{minor}, <{}", major + 1),
    }
}

fn arrete(page: &mut Page, draft: &Draft) {
    let Some(arrete) = &draft.arrete else {
        let text = "[arrete]\ndate = \"AAAA-MM-JJ\"\nnor = \"…\"\njorf = \"…\"\ncite = { basis = \"law\", text = \"…\" }";
        page.todo(&Open::Unsaid(Wanted::Arrete), text);
        return;
    };
    page.source(&arrete.at);
    page.line("[arrete]");
    page.member("date", &quoted(&arrete.value.to_string()));
    page.remark("nor = \"…\"");
    match &draft.published {
        Some(published) => {
            page.member("jorf", &quoted(&format!("JORF du {}", in_words(published.value))));
        }
        None => page.remark("jorf = \"…\""),
    }
    page.member("cite", &cite(&draft.text, &arrete.at.place, Some(&arrete.at.passage), None));
}

fn lineage(page: &mut Page, draft: &Draft, around: &Around) {
    let effects = "creates, extends, revises, closes";
    let predecessor = around.predecessor.as_deref();
    match (&around.titre, around.effect) {
        (Some(titre), Some(effect)) => {
            page.comment("La lignée.");
            page.line("[titre]");
            page.member("id", &quoted(titre));
            page.member("effect", &quoted(effect));
            predecessor.iter().for_each(|id| page.member("predecessor", &quoted(id)));
        }
        (Some(titre), None) => {
            page.comment("La lignée.");
            page.line("[titre]");
            page.member("id", &quoted(titre));
            predecessor.iter().for_each(|id| page.member("predecessor", &quoted(id)));
            page.todo(&Open::Unsaid(Wanted::Lineage), &format!("effect = \"…\"  # {effects}"));
        }
        (None, _) => {
            let former = draft
                .aliases
                .first()
                .map(|alias| format!("ligne {} : « {} »\n", alias.at.line, alias.at.passage));
            let former = former.unwrap_or_default();
            let lines = format!(
                "{former}[titre]\nid = \"…\"  # l’identifiant que le titre garde à travers ses révisions\n\
                 effect = \"…\"  # {effects}\npredecessor = \"…\"  # le paquet de la révision précédente"
            );
            page.todo(&Open::Unsaid(Wanted::Lineage), &lines);
        }
    }
}

/// A bound as a person is to write it.
fn bound(name: &str, datum: Option<&Datum<Day>>, text: &Text) -> String {
    let day = datum.map_or("AAAA-MM-JJ".to_owned(), |datum| datum.value.to_string());
    let cite = match datum {
        Some(datum) => cite(text, &datum.at.place, None, None),
        None => "{ basis = \"…\", text = \"…\", place = \"…\" }".to_owned(),
    };
    format!("[period.{name}]\nincluded = \"{day}\"  # ou excluded\ncite = {cite}")
}

fn period(page: &mut Page, draft: &Draft) {
    match &draft.from {
        Some(from) => {
            page.source(&from.at);
            page.line("[period.from]");
            page.member("included", &quoted(&from.value.to_string()));
            page.member("cite", &cite(&draft.text, &from.at.place, Some(&from.at.passage), None));
        }
        None => page.todo(&Open::Unsaid(Wanted::From), &bound("from", None, &draft.text)),
    }
    for (name, datum, wanted) in
        [("to", &draft.end, Wanted::To), ("last_delivery", &draft.last_delivery, Wanted::LastDelivery)]
    {
        let open = match datum {
            Some(datum) => Open::BoundUnstated {
                day: datum.value,
                line: datum.at.line,
                last_delivery: wanted == Wanted::LastDelivery,
            },
            None => Open::Unsaid(wanted),
        };
        page.todo(&open, &bound(name, datum.as_ref(), &draft.text));
    }
}

fn provisions(page: &mut Page, around: &Around) {
    let (events, of) = match around.events.as_slice() {
        [] => (Event::NAMES.to_vec(), "à ordonner, les événements connus".to_owned()),
        events => {
            let of = around.preceding.as_ref().map_or("les autres titres", |(id, _)| id);
            (events.to_vec(), format!("l’ordre que suit {of}"))
        }
    };
    let lines = format!(
        "[provisions]\nevents = {}  # {of}\n\n[[provisions.former]]\nroutes = [\"…\"]\nevent = \"…\"\n\
         until = \"last-delivery\"\ncite = {{ basis = \"…\", text = \"…\", place = \"…\" }}",
        listed(events)
    );
    page.todo(&Open::Unsaid(Wanted::Provisions), &lines);
}

fn texts(page: &mut Page, draft: &Draft, around: &Around) {
    page.comment("Les textes cités. « absent » : le texte existe, mais n’est pas ici.");
    if draft.text.title.is_empty() {
        page.commented(
            "[texts.arrete]\ntitle = \"arrêté du … relatif au titre professionnel de …\"\naddress = \"…\"",
        );
    } else {
        page.line(&format!("[texts.{}]", draft.text.id));
        page.member("title", &quoted(&draft.text.title));
        draft.text.file.iter().for_each(|file| page.member("file", &quoted(&format!("sources/{file}"))));
    }
    let label = draft.label.as_ref().map_or(&around.id, |label| &label.value);
    let mut absent =
        vec![("re".to_owned(), format!("référentiel d’évaluation (RE) du titre professionnel {label}"))];
    if draft.text.id != "fiche" {
        let title = format!("fiche du répertoire national (RNCP) du titre professionnel {label}");
        absent.push(("fiche".to_owned(), title));
    }
    for former in around.formers.iter().filter(|former| former.package.is_none()) {
        let rncp = &former.rncp;
        let title =
            format!("texte qui fixe la période et la dernière délivrance du titre {label} sous {rncp}");
        absent.push((format!("periode-{}", former.revision()), title));
    }
    for (id, title) in absent {
        page.line("");
        page.line(&format!("[texts.{id}]"));
        page.member("title", &quoted(&title));
        page.member("absent", "true");
    }
}
