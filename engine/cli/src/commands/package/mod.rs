//! `parchemin package …`: what is done with packages, a file each.

pub(crate) mod archive;
pub(crate) mod check;
pub(crate) mod coverage;
mod list;
mod scope;
mod show;

use crate::{
    output::{Output, Status},
    report,
};
use clap::{Args, Subcommand};
use parchemin::{Parchemin, core::Lang, described, packages::Checked};
use std::sync::Arc;

/// Look at rule packages.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Archive(archive::Command),
    /// What is wrong with packages, all at once; `parchemin explain CODE` says more
    Check(check::Arguments),
    /// Who answers for each passage of the sources that packages carry
    Coverage(coverage::Arguments),
    /// The packages in the catalogue
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// What a package holds
    Show {
        /// The package, with a version where there are several: `mn-2025`, `cadre@2`
        package: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(command: &Command, host: &Parchemin, lang: Lang, output: &mut Output) -> Status {
    match command {
        // These need no catalogue, and have run without one.
        Command::Archive(_) | Command::Check(_) | Command::Coverage(_) => Status::Done,
        Command::List { json } => {
            list::list(host, *json, lang, output);
            Status::Done
        }
        Command::Show { package, json } => match find(host, package) {
            Ok(found) if *json => {
                output.data(&format!("{:#}\n", described::package(&found)));
                Status::Done
            }
            Ok(found) => {
                output.data(&show::shown(host, &found, lang));
                Status::Done
            }
            Err(fault) => {
                report::error(&fault, None, lang, output);
                Status::NotDone
            }
        },
    }
}

fn find(host: &Parchemin, name: &str) -> Result<Arc<Checked>, parchemin::packages::CatalogueFault> {
    let catalogue = host.catalogue();
    let found = match parchemin::edition(name) {
        Ok((id, requirement)) => catalogue.in_use(&id, &requirement),
        Err(_) => catalogue.any(name),
    };
    let found = found.cloned();
    found.ok_or_else(|| {
        let names: Vec<String> = host.catalogue().packages().map(|p| p.identity.id.clone()).collect();
        parchemin::packages::CatalogueFault::NoSuchPackage {
            asked: name.to_owned(),
            nearest: parchemin::core::nearest(name, names.iter().map(String::as_str)),
        }
    })
}
