//! `parchemin package show`: what a package holds, for a reader.

use anstyle::Style;
use parchemin::{
    Parchemin,
    core::{Citation, Lang, parameter::Amount, say, titre::Listed},
    explain::basis,
    packages::{
        Checked,
        check::{KeepsFormer, KeptUntil, Revision},
        correspondence::Table,
    },
};
use std::sync::Arc;

fn cite(citation: &Citation, lang: Lang) -> String {
    let place = citation.place.as_deref().map(|place| format!(", {place}")).unwrap_or_default();
    let quote = citation
        .quote
        .as_deref()
        .map(|quote| format!(" : « {} »", quote.split_whitespace().collect::<Vec<_>>().join(" ")))
        .unwrap_or_default();
    format!("[{}] {}{place}{quote}", basis(citation.basis, lang), citation.text)
}

pub(super) fn shown(host: &Parchemin, package: &Arc<Checked>, lang: Lang) -> String {
    let bold = Style::new().bold();
    let title = |fr: &str, en: &str| {
        let title = match lang {
            Lang::Fr => fr,
            Lang::En => en,
        };
        format!("\n{bold}{title}{bold:#}\n")
    };
    let mut text = format!(
        "{bold}{}@{}{bold:#}  {}\n{}\n",
        package.identity.id,
        package.version,
        package.label(lang),
        package.identity.digest
    );
    for (id, requirement) in &package.requires {
        text += &say!(lang, fr: "demande {id} {requirement}\n", en: "requires {id} {requirement}\n");
    }
    if let Some(revision) = &package.revision {
        text += &titre(revision, lang, &title);
    }
    if !package.parameters.is_empty() {
        text += &title("Paramètres", "Parameters");
        for parameter in package.parameters.values() {
            let label = match lang {
                Lang::Fr => &parameter.label_fr,
                Lang::En => &parameter.label_en,
            };
            text += &format!("  {} · {label}\n", parameter.id);
            for value in &parameter.values {
                let from = value.from.map_or("…".to_owned(), |day| day.spoken(lang));
                let amount = value.value.as_ref().map_or("?".to_owned(), |amount| spoken(amount, lang));
                text += &format!("    {from} → {amount}  {}\n", cite(&value.citation, lang));
            }
        }
    }
    for one in host.catalogue().with_requirements(package).iter().rev().filter(|one| !one.rules.is_empty()) {
        let (id, version) = (&one.identity.id, &one.version);
        text += &title(&format!("Règles de {id} {version}"), &format!("Rules of {id} {version}"));
        for rule in &one.rules {
            let label = one
                .messages(lang)
                .and_then(|messages| messages.rules.get(&rule.id))
                .map_or("", |messages| &messages.label);
            text += &format!("  {} · {} · {label}\n", rule.id, rule.question.spoken(lang));
            text += &rule
                .citations
                .iter()
                .map(|citation| format!("    {}\n", cite(citation, lang)))
                .collect::<String>();
        }
    }
    if !package.absent_texts.is_empty() {
        text += &title("Textes qui manquent", "Texts that are missing");
        text += &package.absent_texts.values().map(|absent| format!("  {absent}\n")).collect::<String>();
    }
    text
}

fn spoken(amount: &Amount, lang: Lang) -> String {
    match amount {
        Amount::Number(n) => n.to_string(),
        Amount::Day(day) => day.spoken(lang),
        Amount::Word(word) => word.to_string(),
        Amount::Words(words) => words.join(", "),
    }
}

/// Who keeps the former revision.
fn kept(former: &KeepsFormer, lang: Lang) -> String {
    let mut who: Vec<String> = Vec::new();
    if let Some(routes) = &former.routes {
        who.push(routes.iter().map(|route| route.spoken(lang)).collect::<Vec<_>>().join(" / "));
    }
    if let Some(event) = former.event.map(|event| event.spoken(lang)) {
        who.push(say!(lang, fr: "{event} avant", en: "{event} before"));
    }
    if former.holds_ccp {
        who.push(say!(lang, fr: "titulaire d’un de ses CCP", en: "holder of one of its CCPs"));
    }
    if who.is_empty() {
        who.push(say!(lang,
            fr: "tous, même ceux qui commencent après sa fin",
            en: "everybody, even those who begin after its end"));
    }
    let until = match &former.until {
        KeptUntil::LastDelivery => say!(lang, fr: "sa dernière délivrance", en: "its last delivery"),
        KeptUntil::YearsAfterEnd(years) => {
            say!(lang, fr: "{years} an(s) après sa fin", en: "{years} year(s) after its end")
        }
        KeptUntil::NotSupplied(text) => say!(lang, fr: "non fourni : {text}", en: "not supplied: {text}"),
    };
    let who = who.join(", ");
    say!(lang, fr: "garde la précédente : {who} ; jusqu’à : {until}", en: "keeps the former one: {who}; until: {until}")
}

fn titre(revision: &Revision, lang: Lang, title: &dyn Fn(&str, &str) -> String) -> String {
    let titre = &revision.titre;
    let mut text = title("Titre", "Titre");
    text += &format!("  {} · {} · {}\n", titre.label, titre.id, titre.rncp.as_deref().unwrap_or("RNCP ?"));
    let codes = |text: &mut String, name: String, codes: &[parchemin::core::titre::Coded]| {
        for code in codes {
            let label = code.label.as_deref().or(code.nomenclature.as_deref()).unwrap_or_default();
            *text += &format!("  {name} {} {label}  {}\n", code.code, cite(&code.citation, lang));
        }
    };
    codes(&mut text, say!(lang, fr: "niveau", en: "level"), &titre.levels);
    codes(&mut text, "NSF".to_owned(), &titre.nsf);
    codes(&mut text, "ROME".to_owned(), &titre.rome);
    text += &title("CCP", "CCPs");
    for ccp in &titre.ccps {
        let code = ccp.code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
        let label = ccp
            .label
            .clone()
            .unwrap_or_else(|| say!(lang, fr: "(libellé non fourni)", en: "(label not supplied)"));
        text += &format!("  {}{code} {label}\n", ccp.id);
        text += &ccp
            .competences
            .iter()
            .map(|competence| format!("    – {}\n", competence.label))
            .collect::<String>();
    }
    if !titre.routes.is_empty() {
        text += &title("Voies", "Routes");
        for row in &titre.routes {
            let state = if row.open {
                say!(lang, fr: "ouverte", en: "open")
            } else {
                say!(lang, fr: "fermée", en: "closed")
            };
            let enrolment =
                row.enrolment.map(|enrolment| format!(" ({})", enrolment.spoken(lang))).unwrap_or_default();
            text += &format!(
                "  {}{enrolment} : {state}  {}\n",
                row.route.spoken(lang),
                cite(&row.citation, lang)
            );
        }
    }
    text += &title("Choix de la révision", "Choice of the revision");
    let events = revision.events.iter().map(|event| event.spoken(lang)).collect::<Vec<_>>().join(", ");
    text += &say!(lang, fr: "  par le premier que le dossier date : {events}\n",
        en: "  by the first of which the file has a date: {events}\n");
    for former in &revision.former {
        text += &format!("  {}  {}\n", kept(former, lang), cite(&former.citation, lang));
    }
    let list = |text: &mut String, head: String, items: &[Listed]| {
        if !items.is_empty() {
            *text += &head;
            *text += &items.iter().map(|item| format!("  – {}\n", item.label)).collect::<String>();
        }
    };
    list(&mut text, title("Secteurs", "Sectors"), &titre.sectors);
    list(&mut text, title("Emplois", "Jobs"), &titre.jobs);
    list(&mut text, title("Bases légales", "Legal bases"), &titre.legal_bases);
    text += &title("Correspondances", "Correspondences");
    match &revision.table {
        Table::None => text += &say!(lang, fr: "  rien à convertir\n", en: "  nothing to convert\n"),
        Table::NotSupplied(absent) => {
            text += &say!(lang, fr: "  non fournies : {absent}\n", en: "  not supplied: {absent}\n")
        }
        Table::Rows(rows) => {
            for row in rows {
                let (old, new) = (row.old.join(" + "), row.new.join(", "));
                text += &format!("  {} {old} → {new}  {}\n", row.old_revision, cite(&row.citation, lang));
            }
        }
    }
    text
}
