//! Where a command may write: nothing that is there is replaced unless that is asked for, and nothing that it reads.

use super::Told;
use crate::{output::Output, report};
use clap::Args;
use parchemin::{
    core::{Lang, Speak, say},
    packages::MANIFEST,
};
use parchemin_bulk::names::{self, NameFault};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct Replacing {
    /// Replace what is there
    #[arg(long)]
    force: bool,
}

/// A place that cannot be written to.
enum PlaceFault {
    Name(NameFault),
    /// A folder is there.
    Folder(PathBuf),
    /// It lies within the folder of a package, which holds what belongs to the package alone.
    InPackage(PathBuf),
}

impl Replacing {
    /// Whether a file may be written, if one is asked for, beside what is read; where it may not, it has been told.
    pub(crate) fn allows(
        &self,
        path: Option<&Path>,
        inputs: &[String],
        lang: Lang,
        output: &mut Output,
    ) -> Result<(), Told> {
        path.map_or(Ok(()), |path| self.free(path, inputs)).map_err(|fault| {
            report::error(&fault, None, lang, output);
            Told
        })
    }

    fn free(&self, path: &Path, inputs: &[String]) -> Result<(), PlaceFault> {
        if path.as_os_str() == "-" {
            return Ok(());
        }
        if path.is_dir() {
            return Err(PlaceFault::Folder(path.to_owned()));
        }
        if in_package(path) {
            return Err(PlaceFault::InPackage(path.to_owned()));
        }
        let name = path.display().to_string();
        names::distinct(inputs.iter().map(String::as_str), [(name.clone(), names::BESIDE)])
            .and_then(|()| if self.force { Ok(()) } else { names::free(&name) })
            .map_err(PlaceFault::Name)
    }
}

/// Whether a folder around a path has a manifest.
fn in_package(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.ancestors().any(|folder| folder.join(MANIFEST).is_file())
}

impl Speak for PlaceFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            PlaceFault::Name(fault) => fault.say(lang),
            PlaceFault::Folder(path) => {
                let path = path.display();
                say!(lang, fr: "`{path}` est un dossier", en: "`{path}` is a folder")
            }
            PlaceFault::InPackage(path) => {
                let path = path.display();
                say!(lang,
                    fr: "`{path}` est dans le dossier d’un paquet",
                    en: "`{path}` is in the folder of a package")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            PlaceFault::Name(fault) => fault.help(lang),
            PlaceFault::Folder(_) => {
                Some(say!(lang, fr: "donner le nom d’un fichier", en: "give the name of a file"))
            }
            PlaceFault::InPackage(_) => Some(say!(lang,
                fr: "choisir un autre dossier : celui d’un paquet ne contient que ce qui est de lui",
                en: "choose another folder: that of a package holds only what belongs to it")),
        }
    }
}
