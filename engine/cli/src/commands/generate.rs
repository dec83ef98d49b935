//! `parchemin generate N`: make up candidate files.

use crate::{
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::{
    Parchemin,
    core::{Lang, Speak, say},
};
use parchemin_bulk::{
    format::{Format, Packing, of_name},
    generate::{Generator, Shares, World},
    whole::Whole,
};
use std::path::PathBuf;

/// Make up candidate files: plausible, synthetic, the same for the same seed.
#[derive(Args)]
pub(crate) struct Arguments {
    /// How many files
    #[arg(value_name = "N")]
    count: u64,
    /// The seed: a file depends on it and on its own number alone
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write them, in JSON Lines; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The share of a route (continuous-training, vae, capitalisation, ccs) among files; of files that are defective,
    /// disordered or undated; of members absent from a defective file; of days and numbers at a boundary of the law
    #[arg(long = "share", value_name = "NAME=SHARE")]
    shares: Vec<String>,
    /// The share of a titre among files
    #[arg(long = "titre", value_name = "TITRE=SHARE")]
    titres: Vec<String>,
}

/// An output that is not written in that format.
struct NotWritten(String);

impl Speak for NotWritten {
    fn say(&self, lang: Lang) -> String {
        let name = &self.0;
        say!(lang,
            fr: "`{name}` : les dossiers s’écrivent en JSON Lines", en: "`{name}`: files are written in JSON Lines")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang, fr: "donner un nom en .jsonl, ou `-`", en: "give a name in .jsonl, or `-`"))
    }
}

pub(crate) fn run(
    arguments: &Arguments,
    host: &Parchemin,
    lang: Lang,
    quiet: bool,
    output: &mut Output,
) -> Status {
    match generate(arguments, host) {
        Ok(()) => {
            let (count, place) = (arguments.count, arguments.output.display());
            if !quiet && arguments.output.as_os_str() != "-" {
                output.note(&say!(lang,
                    fr: "{count} dossier(s) de synthèse dans {place}\n", en: "{count} synthetic file(s) in {place}\n"));
            }
            Status::Done
        }
        Err(fault) => {
            report::error(&*fault, None, lang, output);
            Status::NotDone
        }
    }
}

fn generate(arguments: &Arguments, host: &Parchemin) -> Result<(), Box<dyn Speak>> {
    let told = |fault| Box::new(fault) as Box<dyn Speak>;
    let world = World::of(host.catalogue()).map_err(told)?;
    let shares = Shares::asked(&arguments.shares, &arguments.titres, &world.titre_ids()).map_err(told)?;
    let generator = Generator::new(world, arguments.seed, &shares).map_err(told)?;
    let name = arguments.output.to_string_lossy();
    // Other formats of files have their place here.
    match of_name(&name) {
        (Some(Format::Jsonl) | None, Packing::None) => {}
        _ => return Err(Box::new(NotWritten(name.into_owned()))),
    }
    let mut whole = Whole::create(&arguments.output).map_err(|fault| Box::new(fault) as Box<dyn Speak>)?;
    generator
        .lines(arguments.count, |lines| whole.append(lines))
        .and_then(|()| whole.finish())
        .map_err(|fault| Box::new(fault) as Box<dyn Speak>)
}
