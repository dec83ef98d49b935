//! The bytes of a package, from wherever they came, in a fixed order, and their digest.

use crate::{
    fault::{PackageFault, Problem, Said},
    hex,
    system::refused,
};
use parchemin_core::{
    limits::{PACKAGE_FILE_BYTES, PACKAGE_FILES},
    say,
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, path::Path};

/// The files of a package: path inside the package, with `/`, and bytes.
#[derive(Clone, Debug, Default)]
pub struct Files {
    name: String,
    entries: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Files already in memory. `name` is how messages call the package before its id is known.
    pub fn new(name: impl Into<String>, entries: impl IntoIterator<Item = (String, Vec<u8>)>) -> Files {
        Files { name: name.into(), entries: entries.into_iter().collect() }
    }

    /// Reads a folder. Hidden files are left out; links are refused, since they could lead outside.
    ///
    /// # Errors
    /// A file or folder that cannot be read, is a link, is too large, or is one too many.
    pub fn read(folder: &Path) -> Result<Files, PackageFault> {
        let mut files = Files { name: folder.display().to_string(), entries: BTreeMap::new() };
        files.read_folder(folder, "")?;
        Ok(files)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), PackageFault> {
        let fault = |path: &str, problem| PackageFault::new(path, "", None, problem);
        let unreadable = |path: &Path, error: std::io::Error| {
            let reason = Said::of(|lang| refused(&error, lang));
            fault(&path.display().to_string(), Problem::Unreadable(reason))
        };
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
            paths.push(entry.map_err(|error| unreadable(folder, error))?.path());
        }
        // Of several faults the first is told: the same one on every machine.
        paths.sort();
        for path in paths {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                return Err(fault(&path.display().to_string(), Problem::NotText));
            };
            if name.starts_with('.') {
                continue;
            }
            let inside = format!("{prefix}{name}");
            let shown = path.display().to_string();
            let meta = fs::symlink_metadata(&path).map_err(|error| unreadable(&path, error))?;
            if meta.is_dir() {
                self.read_folder(&path, &format!("{inside}/"))?;
            } else if !meta.is_file() {
                let reason = Said::of(
                    |lang| say!(lang, fr: "c’est un lien ou un fichier spécial", en: "it is a link or a special file"),
                );
                return Err(fault(&shown, Problem::Unreadable(reason)));
            } else if self.entries.len() >= PACKAGE_FILES {
                return Err(fault(&folder.display().to_string(), Problem::TooMany { limit: PACKAGE_FILES }));
            } else if meta.len() > PACKAGE_FILE_BYTES {
                return Err(fault(&shown, Problem::TooLarge { limit: PACKAGE_FILE_BYTES }));
            } else {
                let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
                self.entries.insert(inside, bytes);
            }
        }
        Ok(())
    }

    /// How messages call the package before its id is known.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How messages name a file of this package.
    pub fn shown(&self, file: &str) -> String {
        format!("{}/{file}", self.name)
    }

    /// The bytes of a file, if the package has it.
    pub fn bytes(&self, file: &str) -> Option<&[u8]> {
        self.entries.get(file).map(Vec::as_slice)
    }

    /// The text of a file, if the package has it.
    ///
    /// # Errors
    /// Not UTF-8.
    pub fn text(&self, file: &str) -> Result<Option<&str>, PackageFault> {
        let Some(bytes) = self.entries.get(file) else { return Ok(None) };
        std::str::from_utf8(bytes)
            .map(|text| Some(text.strip_prefix('\u{FEFF}').unwrap_or(text)))
            .map_err(|_| PackageFault::new(&self.shown(file), "", None, Problem::NotText))
    }

    /// The paths that start with a prefix and end with a suffix, in order.
    pub fn matching<'f>(&'f self, prefix: &'f str, suffix: &'f str) -> impl Iterator<Item = &'f str> {
        self.entries
            .keys()
            .map(String::as_str)
            .filter(move |path| path.starts_with(prefix) && path.ends_with(suffix))
    }

    /// `sha256:` over every path and the digest of its bytes, in order of the paths.
    pub fn digest(&self) -> String {
        let mut whole = Sha256::new();
        for (path, bytes) in &self.entries {
            whole.update((path.len() as u64).to_be_bytes());
            whole.update(path);
            whole.update(Sha256::digest(bytes));
        }
        format!("sha256:{}", hex(&whole.finalize()))
    }
}
