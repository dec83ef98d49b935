//! `parchemin package tables export|import`: the tables of a package in a workbook, and back.

use crate::{
    commands::{Told, place::Replacing},
    output::{Output, Status},
    report,
};
use clap::Subcommand;
use parchemin::{
    Setup,
    core::{Lang, say},
    packages::{Checked, Files, check},
    sources,
};
use parchemin_bulk::{
    impact::{self, ImpactFault},
    whole::{Unwritten, Whole},
};
use parchemin_kit::tables::{TablesFault, export, import};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Subcommand)]
pub(crate) enum Tables {
    /// Write the tables of a package into a workbook
    Export {
        /// The package: a folder, an id, `PACKAGE@VERSION`
        package: String,
        /// The workbook
        #[arg(short, long, value_name = "FILE.xlsx")]
        output: PathBuf,
        #[command(flatten)]
        replacing: Replacing,
    },
    /// Write what a workbook changes into the folder of its package; nothing, if any cell is wrong
    Import {
        /// The workbook
        #[arg(value_name = "FILE.xlsx")]
        file: PathBuf,
        /// The folder of the package
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// Why nothing was done.
enum Fault {
    Package(ImpactFault),
    Tables(TablesFault),
    Unwritten(Unwritten),
}

pub(crate) fn run(command: &Tables, setup: &Setup, lang: Lang, output: &mut Output) -> Status {
    let done = match command {
        Tables::Export { package, output: file, replacing } => {
            if let Err(Told) = replacing.allows(Some(file), std::slice::from_ref(package), lang, output) {
                return Status::NotDone;
            }
            exported(package, file, setup, lang)
        }
        Tables::Import { file, folder } => imported(file, folder, setup, lang),
    };
    match done {
        Ok(text) => {
            output.data(&text);
            return Status::Done;
        }
        Err(Fault::Package(ImpactFault::Load { fault, .. })) => {
            return report::load_fault(&fault, lang, output);
        }
        Err(Fault::Tables(TablesFault::Package(fault))) => report::package_fault(&fault, lang, output),
        Err(Fault::Tables(TablesFault::Cells(faults))) => {
            faults.iter().for_each(|fault| report::error(fault, None, lang, output));
            let count = faults.len();
            output.note(&say!(lang,
                fr: "{count} cellule(s) à corriger : rien n’a été écrit\n",
                en: "{count} cell(s) to mend: nothing was written\n"));
        }
        Err(Fault::Package(fault)) => report::error(&fault, None, lang, output),
        Err(Fault::Tables(fault)) => report::error(&fault, None, lang, output),
        Err(Fault::Unwritten(fault)) => report::error(&fault, None, lang, output),
    }
    Status::NotDone
}

fn exported(package: &str, path: &Path, setup: &Setup, lang: Lang) -> Result<String, Fault> {
    // The package is looked up as `diff` does; a draft that cannot be loaded yet is read as it is.
    let folder = Path::new(package);
    let files = match folder.join("package.toml").is_file() {
        true => Files::read(folder).map_err(|fault| Fault::Tables(TablesFault::Package(fault)))?,
        false => impact::package(setup, package).map_err(Fault::Package)?,
    };
    let bytes = export(&files, lang).map_err(Fault::Tables)?;
    let mut file = Whole::create(path).map_err(Fault::Unwritten)?;
    file.append(&bytes).and_then(|()| file.finish()).map_err(Fault::Unwritten)?;
    Ok(format!("{}\n", path.display()))
}

fn imported(path: &Path, folder: &Path, setup: &Setup, lang: Lang) -> Result<String, Fault> {
    let files = Files::read(folder).map_err(|fault| Fault::Tables(TablesFault::Package(fault)))?;
    let bytes = fs::read(path).map_err(|error| Fault::Tables(TablesFault::System(path.to_owned(), error)))?;
    // Of packages that cannot be read no CCP is known.
    let others = sources(setup).unwrap_or_default();
    let others: Vec<Checked> = others.iter().filter_map(|other| check(other).ok()).collect();
    let changed = import(&bytes, &files, &others).map_err(|fault| match fault {
        TablesFault::NoWorkbook(_, reason) => Fault::Tables(TablesFault::NoWorkbook(path.to_owned(), reason)),
        fault => Fault::Tables(fault),
    })?;
    let mut text = String::new();
    for (name, bytes) in &changed {
        let path = folder.join(name);
        let mut file = Whole::create(&path).map_err(Fault::Unwritten)?;
        file.append(bytes).and_then(|()| file.finish()).map_err(Fault::Unwritten)?;
        text += &format!("{}\n", path.display());
    }
    if changed.is_empty() {
        text = say!(lang, fr: "rien ne change\n", en: "nothing changes\n");
    }
    Ok(text)
}
