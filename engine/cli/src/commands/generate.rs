//! `parchemin generate N`: make up candidate files.

use crate::{
    output::{self, Status},
    report,
};
use clap::Args;
use parchemin::{
    Parchemin,
    core::{Lang, Speak, say},
};
use parchemin_bulk::{
    columns::Sheet,
    format::Format,
    generate::{Generator, Shares, World},
    names,
    write::{FileEncoder, Output, OutputFault, Target},
};

/// Make up candidate files: plausible, synthetic, the same for the same seed.
#[derive(Args)]
pub(crate) struct Arguments {
    /// How many files
    #[arg(value_name = "N")]
    count: u64,
    /// The seed: a file depends on it and on its own number alone
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write them: .jsonl, .csv, .parquet; `-` is standard output, in JSON Lines
    #[arg(short, long, value_name = "FILE")]
    output: String,
    /// Replace what is there
    #[arg(long)]
    force: bool,
    /// The share of a route (continuous-training, vae, capitalisation, ccs) among files; of files that are defective,
    /// disordered or undated; of members absent from a defective file; of days and numbers at a boundary of the law
    #[arg(long = "share", value_name = "NAME=SHARE")]
    shares: Vec<String>,
    /// The share of a titre among files
    #[arg(long = "titre", value_name = "TITRE=SHARE")]
    titres: Vec<String>,
}

pub(crate) fn run(
    arguments: &Arguments,
    host: &Parchemin,
    lang: Lang,
    quiet: bool,
    output: &mut output::Output,
) -> Status {
    match generate(arguments, host) {
        Ok(()) => {
            let (count, place) = (arguments.count, &arguments.output);
            if !quiet && place != "-" {
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
    if !arguments.force {
        names::free(&arguments.output).map_err(|fault| Box::new(fault) as Box<dyn Speak>)?;
    }
    write(arguments, &generator).map_err(|fault| Box::new(fault) as Box<dyn Speak>)
}

fn write(arguments: &Arguments, generator: &Generator) -> Result<(), OutputFault> {
    let target = Target::named(&arguments.output)?;
    // The columns of a CSV stand before its first row: what the files need is seen by making them once more.
    let sheet = match target.format() {
        Format::Csv => generator.sheet(arguments.count),
        Format::Jsonl | Format::Parquet | Format::Xlsx => Sheet::default(),
    };
    let encoder = FileEncoder::new(target, sheet);
    let mut output = Output::create(&encoder)?;
    generator.pieces(arguments.count, |files| encoder.encode(files), |piece| output.append(piece))?;
    output.finish()
}
