//! A file that is there whole or not at all: what is being written has the name `NAME.part`.

use crate::read::spoken;
use parchemin_core::{Lang, Speak, say};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// A file in the making. One that is not finished leaves nothing behind.
#[derive(Debug)]
pub struct Whole {
    path: PathBuf,
    part: PathBuf,
    /// None for standard output.
    file: Option<BufWriter<File>>,
}

/// The system refused to write.
#[derive(Debug)]
pub struct Unwritten {
    path: PathBuf,
    error: io::Error,
}

impl Whole {
    /// Begins a file; `-` is standard output.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(path: &Path) -> Result<Whole, Unwritten> {
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let part = PathBuf::from(name);
        let standard = path.as_os_str() == "-";
        let file = (!standard).then(|| File::create(&part)).transpose();
        let file = file.map_err(|error| Unwritten { path: path.to_owned(), error })?;
        Ok(Whole { path: path.to_owned(), part, file: file.map(BufWriter::new) })
    }

    /// Writes what comes next.
    ///
    /// # Errors
    /// The system refuses: a full disk, a reader that went away.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), Unwritten> {
        let written = match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => io::stdout().lock().write_all(bytes),
        };
        written.map_err(|error| Unwritten { path: self.path.clone(), error })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// The system refuses.
    pub fn finish(mut self) -> Result<(), Unwritten> {
        let done = match self.file.take() {
            Some(mut file) => file.flush().and_then(|()| fs::rename(&self.part, &self.path)),
            None => io::stdout().lock().flush(),
        };
        done.map_err(|error| Unwritten { path: self.path.clone(), error })
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // There is nobody left to tell, and what stays is not taken for the file.
            let _ = fs::remove_file(&self.part);
        }
    }
}

impl Unwritten {
    pub(crate) fn new(path: &Path, error: io::Error) -> Unwritten {
        Unwritten { path: path.to_owned(), error }
    }
}

impl Speak for Unwritten {
    fn say(&self, lang: Lang) -> String {
        let (path, reason) = (self.path.display(), spoken(&self.error, lang));
        say!(lang, fr: "`{path}` ne peut être écrit : {reason}", en: "`{path}` cannot be written: {reason}")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang,
            fr: "vérifier le dossier, les droits et la place qui reste",
            en: "check the folder, the permissions and the room left"))
    }
}

impl std::fmt::Display for Unwritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for Unwritten {}

#[cfg(test)]
mod tests {
    //! Nothing half-written has the name of the file, and nothing is left of it.
    use super::*;

    #[test]
    fn a_file_has_its_name_only_when_it_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let mut whole = Whole::create(&path).unwrap();
        whole.append(b"{}\n").unwrap();
        assert!(!path.exists());
        whole.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"{}\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_finished_leaves_what_was_there_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "before").unwrap();
        let mut whole = Whole::create(&path).unwrap();
        whole.append(b"half").unwrap();
        drop(whole);
        assert_eq!(fs::read(&path).unwrap(), b"before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
