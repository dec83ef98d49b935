//! `parchemin timeline TITRE`: the revisions of a titre, drawn.

use crate::{
    output::{Output, Status},
    report,
};
use anstyle::{AnsiColor, Style};
use clap::Args;
use parchemin::{
    Parchemin,
    core::{Bound, Citation, Lang, say},
    described,
    explain::basis,
    packages::{Checked, check::Revision, correspondence::Table, written::Effect},
};

/// The revisions of a titre, drawn.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The titre: its id, a name or former name, or an RNCP number
    titre: String,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments, host: &Parchemin, lang: Lang, output: &mut Output) -> Status {
    let id = match host.catalogue().titre_named(&arguments.titre) {
        Ok(id) => id,
        Err(fault) => {
            report::error(&fault, None, lang, output);
            return Status::NotDone;
        }
    };
    if arguments.json {
        output.data(&format!("{:#}\n", described::timeline(host.catalogue(), &id)));
        return Status::Done;
    }
    let bold = Style::new().bold();
    output.data(&format!("{bold}{id}{bold:#}\n\n"));
    for (package, revision) in &host.catalogue().timeline(&id) {
        output.data(&drawn(package, revision, lang));
    }
    Status::Done
}

fn drawn(package: &Checked, revision: &Revision, lang: Lang) -> String {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
    let titre = &revision.titre;
    let mut text = String::new();
    if let Some(external) =
        revision.external.iter().find(|external| Some(&external.revision) == revision.predecessor.as_ref())
    {
        let rncp = external.rncp.as_deref().map(|rncp| format!(" ({rncp})")).unwrap_or_default();
        let (label, absent) = (&external.label, &external.period_text);
        text += &say!(lang,
            fr: "{dim}○ {label}{rncp} : hors des paquets, période inconnue faute de : {absent}{dim:#}\n",
            en: "{dim}○ {label}{rncp}: not among the packages, period unknown for want of: {absent}{dim:#}\n");
    }
    if let Some(predecessor) = &revision.predecessor {
        let effect = effect(revision.effect, lang);
        let table = match &revision.table {
            Table::None => say!(lang, fr: "rien à convertir", en: "nothing to convert"),
            Table::NotSupplied(title) => {
                say!(lang, fr: "table de correspondance non fournie : {title}", en: "correspondence table not supplied: {title}")
            }
            Table::Rows(rows) => {
                let n = rows.len();
                say!(lang, fr: "table de correspondance : {n} lignes", en: "correspondence table: {n} rows")
            }
        };
        text += &format!("{dim}│{dim:#} {effect} `{predecessor}` · {table}\n");
    }
    let from = bound(&titre.period.from, lang);
    let to = bound(&titre.period.to, lang);
    let rncp = titre.rncp.as_deref().unwrap_or("RNCP ?");
    let (id, version, label) = (&package.identity.id, &package.version, &titre.label);
    // From the day of a closing on, nothing is in force.
    let closes = revision.effect == Effect::Closes;
    text += &match closes {
        true => say!(lang,
            fr: "{dim}○{dim:#} {bold}{from} : fermé{bold:#}  {label} ({rncp})\n",
            en: "{dim}○{dim:#} {bold}{from}: closed{bold:#}  {label} ({rncp})\n"),
        false => format!("{green}●{green:#} {bold}{from} → {to}{bold:#}  {label} ({rncp})\n"),
    };
    let ccps = titre.ccps.len();
    text += &say!(lang, fr: "{dim}│{dim:#}   paquet {id} {version} · {ccps} CCP", en: "{dim}│{dim:#}   package {id} {version} · {ccps} CCPs");
    if titre.last_delivery.written().is_some() {
        let last = bound(&titre.last_delivery, lang);
        text += &say!(lang, fr: " · dernière délivrance : {last}", en: " · last delivery: {last}");
    }
    text += "\n";
    let start = match closes {
        true => say!(lang, fr: "fermeture", en: "closing"),
        false => say!(lang, fr: "début", en: "start"),
    };
    text += &format!("{dim}│   {}{dim:#}\n", cited(&revision.from_citation, &start, lang));
    if !closes {
        let end = say!(lang, fr: "fin", en: "end");
        text += &format!("{dim}│   {}{dim:#}\n", cited(&revision.to_citation, &end, lang));
    }
    text += &format!("{dim}│{dim:#}\n");
    text
}

fn effect(effect: Effect, lang: Lang) -> String {
    match effect {
        Effect::Creates => say!(lang, fr: "succède à", en: "follows"),
        Effect::Extends => say!(lang, fr: "prolonge", en: "extends"),
        Effect::Revises => say!(lang, fr: "révise", en: "revises"),
        Effect::Closes => say!(lang, fr: "clôt", en: "closes"),
    }
}

fn bound(bound: &Bound, lang: Lang) -> String {
    match bound {
        Bound::Included(day) => {
            let day = day.spoken(lang);
            say!(lang, fr: "{day} (compris)", en: "{day} (included)")
        }
        Bound::Excluded(day) => {
            let day = day.spoken(lang);
            say!(lang, fr: "{day} (non compris)", en: "{day} (excluded)")
        }
        Bound::NotSupplied(_) => "?".to_owned(),
    }
}

fn cited(citation: &Citation, what: &str, lang: Lang) -> String {
    let note = citation.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{what} : {} · {}{note}", basis(citation.basis, lang), citation.text)
}
