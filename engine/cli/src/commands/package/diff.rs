//! `parchemin package diff OLD NEW`: what changed from one package to another, as a lawyer would say it.

use crate::{
    commands::{Told, place::Replacing},
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::{Setup, core::Lang};
use parchemin_bulk::{
    impact::{self, ImpactFault},
    whole::Whole,
};
use parchemin_kit::version::{Changes, html, text};
use std::path::PathBuf;

/// What changed from one package to another: periods, provisions, CCPs, correspondences, parameters, rules.
///
/// OLD and NEW are a folder, an id, or `PACKAGE@VERSION`; two editions of a package, or two revisions of a titre.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The package before
    #[arg(value_name = "OLD")]
    old: String,
    /// The package after
    #[arg(value_name = "NEW")]
    new: String,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// As a page of its own
    #[arg(long, value_name = "FILE.html")]
    html: Option<PathBuf>,
    #[command(flatten)]
    replacing: Replacing,
}

pub(crate) fn run(arguments: &Arguments, setup: &Setup, lang: Lang, output: &mut Output) -> Status {
    let inputs = [arguments.old.clone(), arguments.new.clone()];
    if let Err(Told) = arguments.replacing.allows(arguments.html.as_deref(), &inputs, lang, output) {
        return Status::NotDone;
    }
    match compared(arguments, setup, lang) {
        Ok(said) => {
            output.data(&said);
            Status::Done
        }
        Err(ImpactFault::Load { fault, .. }) => report::load_fault(&fault, lang, output),
        Err(ImpactFault::Package(fault)) => {
            report::package_fault(&fault, lang, output);
            Status::NotDone
        }
        Err(fault) => {
            report::error(&fault, None, lang, output);
            Status::NotDone
        }
    }
}

fn compared(arguments: &Arguments, setup: &Setup, lang: Lang) -> Result<String, ImpactFault> {
    let (old, new) = (impact::package(setup, &arguments.old)?, impact::package(setup, &arguments.new)?);
    let changes = Changes::between(&old, &new).map_err(ImpactFault::Package)?;
    if let Some(path) = &arguments.html {
        let mut page = Whole::create(path)?;
        page.append(html(&changes, lang).as_bytes())?;
        page.finish()?;
    }
    Ok(if arguments.json {
        // The types of the changes are all JSON.
        format!("{:#}\n", serde_json::to_value(&changes).unwrap_or_default())
    } else {
        text(&changes, lang)
    })
}
