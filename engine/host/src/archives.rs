//! Packages given as folders and as archives, in one order.

use crate::load::{LoadFault, Setup, beside_carried, folder, folders};
use parchemin_core::{Lang, Speak};
use parchemin_package::archive::{OpenFault, open};
use std::path::PathBuf;

/// Why packages that were given could not be taken.
#[derive(Debug)]
pub enum GivenFault {
    /// A folder.
    Folder(LoadFault),
    /// An archive.
    Archive(OpenFault),
}

impl Setup {
    /// Adds packages: folders, which [`Setup::packages`] takes too, and archives, which are read at once. With a
    /// [guard](Setup::guard) an archive needs a signature that holds; a folder needs none.
    ///
    /// # Errors
    /// An archive that cannot be used, or, where there is one among them, a folder that cannot be read, or packages that
    /// contradict each other.
    pub fn with_given(mut self, given: &[PathBuf]) -> Result<Setup, GivenFault> {
        if given.iter().all(|path| !path.is_file()) {
            self.packages.extend_from_slice(given);
            return Ok(self);
        }
        // All are read in the order in which they were given, and held to agree with each other.
        let mut all = folders(&self.packages).map_err(GivenFault::Folder)?;
        for path in given {
            if path.is_file() {
                all.push(open(path, self.guard.as_ref()).map_err(GivenFault::Archive)?.files);
            } else {
                all.extend(folder(path).map_err(GivenFault::Folder)?);
            }
        }
        self.instead = Some(beside_carried(&self, all).map_err(GivenFault::Folder)?);
        self.packages.clear();
        Ok(self)
    }
}

impl Speak for GivenFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            GivenFault::Folder(fault) => fault.say(lang),
            GivenFault::Archive(fault) => fault.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            GivenFault::Folder(fault) => fault.help(lang),
            GivenFault::Archive(fault) => fault.help(lang),
        }
    }
}

impl std::fmt::Display for GivenFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for GivenFault {}
