//! A file that is there whole or not at all: what is being written has the name `NAME.part`. What is there and is no
//! file, a pipe or a link, stays what it is, and is written through.

use parchemin::packages::{refused, replace};
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
    /// None for what is written in its place.
    part: Option<PathBuf>,
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
        let standard = path.as_os_str() == "-";
        let other = fs::symlink_metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir());
        let part = (!standard && !other).then(|| replace::part(path));
        let file = (!standard).then(|| File::create(part.as_deref().unwrap_or(path))).transpose();
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
        self.finished().map_err(|error| Unwritten { path: self.path.clone(), error })
    }

    fn finished(&mut self) -> io::Result<()> {
        let Some(file) = &mut self.file else { return io::stdout().lock().flush() };
        file.flush()?;
        if let Some(part) = &self.part {
            replace::put(file.get_ref(), part, &self.path)?;
        }
        self.part = None;
        Ok(())
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        drop(self.file.take());
        if let Some(part) = &self.part {
            // There is nobody left to tell, and what stays is not taken for the file.
            let _ = fs::remove_file(part);
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
        let (path, reason) = (self.path.display(), refused(&self.error, lang));
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

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_and_what_it_leads_to_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.jsonl"), folder.path().join("link"));
        fs::write(&file, "before").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut whole = Whole::create(&link).unwrap();
        whole.append(b"{}\n").unwrap();
        whole.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"{}\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_stays_one_and_its_reader_gets_what_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let read = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        let mut whole = Whole::create(&pipe).unwrap();
        whole.append(b"{}\n").unwrap();
        whole.finish().unwrap();
        assert_eq!(read.join().unwrap(), b"{}\n");
        assert!(!fs::symlink_metadata(&pipe).unwrap().is_file());
    }

    #[test]
    fn what_cannot_get_its_name_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken");
        fs::create_dir(&taken).unwrap();
        let mut whole = Whole::create(&taken).unwrap();
        whole.append(b"{}\n").unwrap();
        whole.finish().unwrap_err();
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
