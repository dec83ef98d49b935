//! The file that an output is written to, from `NAME.part` to `NAME`.

use super::{fault::OutputFault, parts, target::Target};
use crate::format::Format;
use parchemin::packages::replace::put;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// What turns pieces into the bytes of an output.
pub trait Encoding {
    /// The output.
    fn target(&self) -> &Target;

    /// What stands before the first piece.
    ///
    /// # Errors
    /// It cannot be put into the format.
    fn head(&self) -> Result<Vec<u8>, OutputFault>;
}

/// An output that is being written.
///
/// ```
/// use parchemin_bulk::write::{Detail, Encoder, Output, Target};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("decisions.csv");
/// let encoder = Encoder::new(Target::named(&path.display().to_string())?, Detail::Outcome);
/// let mut output = Output::create(&encoder)?;
/// output.append(&encoder.encode(&[])?)?;
/// assert!(!path.exists());
/// output.finish()?;
/// assert!(std::fs::read_to_string(&path)?.starts_with("candidate,date,revision,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Output {
    target: Target,
    /// The file; none for standard output.
    part: Option<File>,
    length: u64,
}

impl Output {
    /// Begins an output anew. What a former attempt left of it is dropped.
    ///
    /// # Errors
    /// The file cannot be made, or another process is writing it.
    pub fn create(encoder: &dyn Encoding) -> Result<Output, OutputFault> {
        let mut output = Output::open(encoder, 0)?;
        output.append(&encoder.head()?)?;
        Ok(output)
    }

    /// Goes on with an output that had that [`length`](Output::length): what was written after it is dropped.
    ///
    /// # Errors
    /// Less is there, or the file cannot be opened.
    pub fn resume(encoder: &dyn Encoding, length: u64) -> Result<Output, OutputFault> {
        if encoder.target().is_standard() {
            return Err(OutputFault::NotResumable);
        }
        Output::open(encoder, length)
    }

    fn open(encoder: &dyn Encoding, length: u64) -> Result<Output, OutputFault> {
        let target = encoder.target();
        let mut output = Output { target: target.clone(), part: None, length };
        if target.is_standard() {
            return Ok(output);
        }
        let path = target.with(".part");
        let special = |path: &Path| path.exists() && !path.is_file();
        if special(Path::new(target.name())) || special(&path) {
            return Err(OutputFault::NotAFile(target.name().to_owned()));
        }
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create(true).truncate(false).open(path);
        let mut file = opened.map_err(|error| target.unwritable(error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(OutputFault::InUse(target.name().to_owned())),
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let found = file.seek(SeekFrom::End(0)).map_err(|error| target.unwritable(error))?;
        if found < length {
            return Err(OutputFault::NoSuchLength {
                output: target.name().to_owned(),
                expected: length,
                found,
            });
        }
        let cut = file.set_len(length).and_then(|()| file.seek(SeekFrom::Start(length)));
        cut.map_err(|error| target.unwritable(error))?;
        output.part = Some(file);
        Ok(output)
    }

    /// Writes what the encoder made next.
    ///
    /// # Errors
    /// The system refuses: a full disk, a reader that went away.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), OutputFault> {
        let written = match &mut self.part {
            Some(file) => file.write_all(bytes),
            None => io::stdout().lock().write_all(bytes),
        };
        written.map_err(|error| self.target.unwritable(error))?;
        self.length = self.length.saturating_add(bytes.len() as u64);
        Ok(())
    }

    /// Bytes written so far: what [`Output::resume`] goes on from.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Returns when all that was written is safe from a failure of the machine.
    ///
    /// # Errors
    /// The system refuses.
    pub fn sync(&mut self) -> Result<(), OutputFault> {
        let done = match &self.part {
            Some(file) => file.sync_data(),
            None => io::stdout().lock().flush(),
        };
        done.map_err(|error| self.target.unwritable(error))
    }

    /// Gives the output up: nothing of it is left.
    pub(crate) fn discard(self) {
        if self.part.is_some() {
            // What stays is not taken for the output.
            let _ = fs::remove_file(self.target.with(".part"));
        }
    }

    /// Completes the output and gives it its name.
    ///
    /// # Errors
    /// The system refuses; what was written can still be resumed.
    pub fn finish(mut self) -> Result<(), OutputFault> {
        self.sync()?;
        let target = &self.target;
        let Some(mut part) = self.part.take() else { return Ok(()) };
        let (written, done) = (target.with(".part"), PathBuf::from(target.name()));
        let unwritable = |error| target.unwritable(error);
        if target.format() == Format::Parquet {
            let assembled = target.with(".assembled.part");
            part.rewind().map_err(unwritable)?;
            let mut file = File::create(&assembled).map_err(unwritable)?;
            parts::assemble(&mut part, &mut file, target)?;
            put(&file, &assembled, &done).map_err(unwritable)?;
            fs::remove_file(written).map_err(unwritable)?;
        } else {
            put(&part, &written, &done).map_err(unwritable)?;
        }
        // What another process may take over only now.
        drop(part);
        Ok(())
    }
}
