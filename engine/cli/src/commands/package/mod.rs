//! `parchemin package …`: what is done with packages, a file each.

pub(crate) mod archive;
mod diff;
mod list;
mod new;
mod save;
mod semver;
mod show;
mod tables;
pub(crate) mod test;
pub(crate) mod watch;

use crate::{
    output::{Output, Status},
    report,
};
use clap::{Args, Subcommand};
use parchemin::{
    Parchemin, Setup,
    core::Lang,
    described,
    packages::{Catalogue, CatalogueFault, Checked},
};
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
    /// Start a package from a source
    New(new::Arguments),
    /// What changed from one package to another
    Diff(diff::Arguments),
    /// Which version number a change needs
    Semver(semver::Arguments),
    /// The tables of a package in a workbook, and back
    #[command(subcommand)]
    Tables(tables::Tables),
    /// Run the cases that packages carry
    Test(test::Arguments),
    /// Run them again on every save
    Watch(watch::Arguments),
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
        // These have run without a catalogue, or with one of their own.
        Command::Archive(_)
        | Command::New(_)
        | Command::Diff(_)
        | Command::Semver(_)
        | Command::Tables(_)
        | Command::Test(_)
        | Command::Watch(_) => Status::Done,
        Command::List { json } => {
            list::list(host, *json, lang, output);
            Status::Done
        }
        Command::Show { package, json } => match find(host.catalogue(), package) {
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

impl Command {
    /// Runs a command that loads packages itself; none for one that takes the catalogue.
    pub(crate) fn by_itself(
        &self,
        setup: &Setup,
        lang: Lang,
        quiet: bool,
        output: &mut Output,
    ) -> Option<Status> {
        match self {
            Command::New(arguments) => Some(new::run(arguments, setup, lang, quiet, output)),
            Command::Diff(arguments) => Some(diff::run(arguments, setup, lang, output)),
            Command::Semver(arguments) => Some(semver::run(arguments, setup, lang, output)),
            Command::Tables(command) => Some(tables::run(command, setup, lang, output)),
            Command::Archive(_)
            | Command::Test(_)
            | Command::Watch(_)
            | Command::List { .. }
            | Command::Show { .. } => None,
        }
    }
}

fn find(catalogue: &Catalogue, name: &str) -> Result<Arc<Checked>, CatalogueFault> {
    let found = match parchemin::edition(name) {
        Ok((id, requirement)) => catalogue.in_use(&id, &requirement),
        Err(_) => catalogue.any(name),
    };
    let found = found.cloned();
    found.ok_or_else(|| {
        let names: Vec<String> = catalogue.packages().map(|p| p.identity.id.clone()).collect();
        CatalogueFault::NoSuchPackage {
            asked: name.to_owned(),
            nearest: parchemin::core::nearest(name, names.iter().map(String::as_str)),
        }
    })
}
