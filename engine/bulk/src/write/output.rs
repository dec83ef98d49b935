//! The file that an output is written to, from `NAME.part` to `NAME`.

use super::{encode::Encoder, fault::OutputFault};
use crate::format::{Format, Packing, of_name};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Where an output goes, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    name: String,
    pub(super) format: Format,
    pub(super) packing: Packing,
    /// Tabs between the cells.
    pub(super) tabs: bool,
}

impl Target {
    /// The output of that name: `.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.parquet`, the first four also with `.gz` or `.zst`;
    /// `-` is standard output, in JSON Lines.
    ///
    /// # Errors
    /// The name says no format, or one that is not written so.
    pub fn named(name: &str) -> Result<Target, OutputFault> {
        let (format, packing) = match name {
            "-" => (Some(Format::Jsonl), Packing::None),
            name => of_name(name),
        };
        let name = name.to_owned();
        let tabs = name.to_lowercase().trim_end_matches(".gz").trim_end_matches(".zst").ends_with(".tsv");
        match format {
            None => Err(OutputFault::UnknownFormat(name)),
            Some(format @ Format::Xlsx) => Err(OutputFault::NotWritten { output: name, format }),
            Some(Format::Parquet) if packing != Packing::None => Err(OutputFault::NotPacked(name)),
            Some(format) => Ok(Target { name, format, packing, tabs }),
        }
    }

    /// Its name, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is standard output.
    pub fn is_standard(&self) -> bool {
        self.name == "-"
    }

    /// Its format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The path with something after it.
    fn with(&self, end: &str) -> PathBuf {
        PathBuf::from(format!("{}{end}", self.name))
    }

    pub(super) fn unwritable(&self, error: io::Error) -> OutputFault {
        OutputFault::Unwritable { output: self.name.clone(), error }
    }
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
    encoder: Encoder,
    /// The file; none for standard output.
    part: Option<File>,
    length: u64,
}

impl Output {
    /// Begins an output anew. What a former attempt left of it is dropped.
    ///
    /// # Errors
    /// The file cannot be made, or another process is writing it.
    pub fn create(encoder: &Encoder) -> Result<Output, OutputFault> {
        let mut output = Output::open(encoder, 0)?;
        output.append(&encoder.head()?)?;
        Ok(output)
    }

    /// Goes on with an output that had that [`length`](Output::length): what was written after it is dropped.
    ///
    /// # Errors
    /// Less is there, or the file cannot be opened.
    pub fn resume(encoder: &Encoder, length: u64) -> Result<Output, OutputFault> {
        if encoder.target().is_standard() {
            return Err(OutputFault::NotResumable);
        }
        Output::open(encoder, length)
    }

    fn open(encoder: &Encoder, length: u64) -> Result<Output, OutputFault> {
        let target = encoder.target();
        let mut output = Output { encoder: encoder.clone(), part: None, length };
        if target.is_standard() {
            return Ok(output);
        }
        let path = target.with(".part");
        let special = |path: &Path| path.exists() && !path.is_file();
        if special(Path::new(&target.name)) || special(&path) {
            return Err(OutputFault::NotAFile(target.name.clone()));
        }
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create(true).truncate(false).open(path);
        let mut file = opened.map_err(|error| target.unwritable(error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(OutputFault::InUse(target.name.clone())),
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let found = file.seek(SeekFrom::End(0)).map_err(|error| target.unwritable(error))?;
        if found < length {
            return Err(OutputFault::NoSuchLength { output: target.name.clone(), expected: length, found });
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
        written.map_err(|error| self.encoder.target().unwritable(error))?;
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
        done.map_err(|error| self.encoder.target().unwritable(error))
    }

    /// Completes the output and gives it its name.
    ///
    /// # Errors
    /// The system refuses; what was written can still be resumed.
    pub fn finish(mut self) -> Result<(), OutputFault> {
        self.sync()?;
        let target = self.encoder.target();
        let Some(file) = self.part.take() else { return Ok(()) };
        let (part, done) = (target.with(".part"), PathBuf::from(&target.name));
        let named = fs::rename(part, &done);
        named.map_err(|error| target.unwritable(error))?;
        drop(file);
        folder_synced(&done).map_err(|error| target.unwritable(error))
    }
}

/// Makes a change of name safe, where folders can be asked for it.
fn folder_synced(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
