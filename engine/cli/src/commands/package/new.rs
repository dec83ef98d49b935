//! `parchemin package new DIR`: a package from the text of an arrêté, a fiche of the register, or the preceding revision.

use crate::{
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::{
    Parchemin, Setup,
    core::{Lang, Speak, harmless, say},
};
use parchemin_kit::start::{Asked, Origin, StartFault, Started, start};
use std::path::PathBuf;

/// Start a package: what can be read of a source, and the list of what is left to a person.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder, which must not exist yet; its name is the id of the package
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The annex of the arrêté, as text
    #[arg(long, value_name = "FILE", conflicts_with = "from_rncp")]
    from_arrete: Option<PathBuf>,
    /// The export of the national register, XML V4.1
    #[arg(long, value_name = "FILE", requires = "fiche")]
    from_rncp: Option<PathBuf>,
    /// The fiche in it
    #[arg(long, value_name = "RNCPnnnnn", requires = "from_rncp")]
    fiche: Option<String>,
    /// The revision before it: a folder, an id, `PACKAGE@VERSION`
    #[arg(long, value_name = "PACKAGE", required_unless_present_any = ["from_arrete", "from_rncp"])]
    revises: Option<String>,
}

pub(crate) fn run(
    arguments: &Arguments,
    setup: &Setup,
    lang: Lang,
    quiet: bool,
    output: &mut Output,
) -> Status {
    let host = match Parchemin::new(setup) {
        Ok(host) => host,
        Err(fault) => return report::load_fault(&fault, lang, output),
    };
    let origin = match (&arguments.from_arrete, &arguments.from_rncp, &arguments.fiche) {
        (Some(file), ..) => Some(Origin::Arrete(file)),
        (_, Some(file), Some(fiche)) => Some(Origin::Rncp(file, fiche)),
        _ => None,
    };
    let asked = Asked { folder: &arguments.folder, origin, revises: arguments.revises.as_deref() };
    let started = start(&asked, setup, &host).and_then(|started| started.write().map(|()| started));
    match started {
        Ok(started) => {
            output.data(&told(&started, quiet, lang));
            Status::Done
        }
        Err(StartFault::Package(fault)) => {
            report::package_fault(&fault, lang, output);
            Status::NotDone
        }
        Err(fault) => {
            report::error(&fault, None, lang, output);
            Status::NotDone
        }
    }
}

/// What was written, what was read against its source, and what is left to do.
fn told(started: &Started, quiet: bool, lang: Lang) -> String {
    let folder = started.folder.display();
    let mut text: String = started.files.keys().map(|file| format!("{folder}/{file}\n")).collect();
    if quiet {
        return text;
    }
    let count = started.read.len();
    text += &say!(lang, fr: "\nLu ({count}) :\n", en: "\nRead ({count}):\n");
    for told in &started.read {
        let (line, what) = (told.line, told.what.spoken(lang));
        let (value, passage) = (harmless(&told.value), harmless(&told.passage));
        let shown =
            if value == passage { format!("« {passage} »") } else { format!("{value}  « {passage} »") };
        text +=
            &say!(lang, fr: "  ligne {line:<5} {what} : {shown}\n", en: "  line {line:<5} {what}: {shown}\n");
    }
    let (needed, rest): (Vec<_>, Vec<_>) = started.open.iter().partition(|open| open.is_needed());
    for (title, all) in [
        (say!(lang, fr: "À faire avant tout", en: "To be done first"), needed),
        (say!(lang, fr: "À faire ou à vérifier", en: "To be done or checked"), rest),
    ] {
        let count = all.len();
        text += &say!(lang, fr: "\n{title} ({count}) :\n", en: "\n{title} ({count}):\n");
        for open in all {
            text += &format!("  {} · {}\n", open.file(), harmless(&open.say(lang)));
        }
    }
    text
}
