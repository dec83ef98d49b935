//! `parchemin package semver OLD NEW [INPUT…]`: which version number a change needs, and whether the package has it.

use crate::{
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::{
    Setup,
    core::{Lang, Speak, harmless, say},
};
use parchemin_bulk::{
    impact::ImpactFault,
    whole::{Unwritten, Whole},
};
use parchemin_kit::version::{Drawn, Needed, VersionFault, needed};
use std::path::{Path, PathBuf};

/// Which version number a change needs: from what the packages say, and from decisions on made-up candidates, the cases
/// of the packages and the files given. Ends with status 1 where the number of NEW does not suffice.
///
/// Major: a decision can change for the worse, or an input is newly needed. Minor: something is added, or a decision
/// changes otherwise. Patch: no decision changes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The edition before: a folder, an id, `PACKAGE@VERSION`
    #[arg(value_name = "OLD")]
    old: String,
    /// The edition after
    #[arg(value_name = "NEW")]
    new: String,
    /// Further candidate files
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// How many candidates are made up
    #[arg(long, default_value_t = Drawn::default().count, value_name = "N")]
    count: u64,
    /// The seed by which they are made up
    #[arg(long, default_value_t = Drawn::default().seed, value_name = "S")]
    seed: u64,
    /// Write a candidate file whose decision changes
    #[arg(long, value_name = "FILE")]
    witness: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments, setup: &Setup, lang: Lang, output: &mut Output) -> Status {
    let drawn = Drawn { count: arguments.count, seed: arguments.seed };
    let found = needed(setup, [&arguments.old, &arguments.new], &arguments.inputs, drawn);
    let found = match found {
        Ok(found) => found,
        Err(VersionFault::Impact(ImpactFault::Load { fault, .. })) => {
            return report::load_fault(&fault, lang, output);
        }
        Err(VersionFault::Packages(faults)) => {
            faults.iter().for_each(|fault| report::package_fault(fault, lang, output));
            return Status::NotDone;
        }
        Err(fault) => {
            report::error(&fault, None, lang, output);
            return Status::NotDone;
        }
    };
    if let Some(path) = &arguments.witness
        && let Err(fault) = witnessed(path, &found)
    {
        report::error(&fault, None, lang, output);
        return Status::NotDone;
    }
    if arguments.json {
        // The types of the answer are all JSON.
        output.data(&format!("{:#}\n", serde_json::to_value(&found).unwrap_or_default()));
    } else {
        output.data(&told(&found, arguments.witness.as_deref(), lang));
    }
    if found.suffices() { Status::Done } else { Status::DoneWithRejects }
}

/// The witness, in a file, where there is one.
fn witnessed(path: &Path, found: &Needed) -> Result<(), Unwritten> {
    let Some(witness) = &found.witness else { return Ok(()) };
    let mut file = Whole::create(path)?;
    let text = serde_json::to_value(&witness.file).unwrap_or_default();
    file.append(format!("{text:#}\n").as_bytes())?;
    file.finish()
}

fn told(found: &Needed, written: Option<&Path>, lang: Lang) -> String {
    let compared = found.compared;
    let mut text = format!("{}\n", found.say(lang));
    text += &say!(lang,
        fr: "{compared} candidat(s) décidé(s) par les deux éditions\n",
        en: "{compared} candidate(s) decided by both editions\n");
    for reason in &found.reasons {
        let (level, said) = (reason.level.spoken(lang), harmless(&reason.say(lang)));
        text += &say!(lang, fr: "  {level} : {said}\n", en: "  {level}: {said}\n");
    }
    if let Some(witness) = &found.witness {
        let [old, new] = [witness.old, witness.new].map(|outcome| outcome.spoken(lang));
        let id = harmless(witness.file.id.as_deref().unwrap_or("?"));
        let place = match written {
            Some(path) => format!("{}", path.display()),
            None => say!(lang, fr: "--witness FICHIER l’écrit", en: "--witness FILE writes it"),
        };
        let bucket = witness.bucket.spoken(lang);
        text += &say!(lang,
            fr: "témoin : {id}, {bucket} : {old} → {new} ({place})\n",
            en: "witness: {id}, {bucket}: {old} → {new} ({place})\n");
    }
    text
}
