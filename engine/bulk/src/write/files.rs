//! Candidate files as an output, for those who make them up.

use super::{fault::OutputFault, output::Encoding, parts, target::Target};
use crate::{columns::Sheet, format::Format, parquet};
use parchemin_core::CandidateFile;

/// Turns candidate files into bytes that can be read as inputs. It has no state: any thread may use it, on any piece.
///
/// ```
/// use parchemin_bulk::{columns::Sheet, read::{ReadOptions, Reader}, write::{FileEncoder, Output, Target}};
/// # use parchemin_core::CandidateFile;
/// let folder = tempfile::tempdir()?;
/// let name = folder.path().join("files.parquet").display().to_string();
/// let file = CandidateFile { id: Some("a".into()), ..CandidateFile::default() };
/// let encoder = FileEncoder::new(Target::named(&name)?, Sheet::default());
/// let mut output = Output::create(&encoder)?;
/// output.append(&encoder.encode(&[file.clone()])?)?;
/// output.finish()?;
/// let chunk = Reader::open(&[name], &ReadOptions::default())?.next()?.unwrap();
/// assert_eq!(chunk.rows().next().unwrap().file, Ok(file));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct FileEncoder {
    target: Target,
    /// The columns of a CSV.
    sheet: Sheet,
}

impl Encoding for FileEncoder {
    fn target(&self) -> &Target {
        &self.target
    }

    fn head(&self) -> Result<Vec<u8>, OutputFault> {
        match self.target.format() {
            Format::Csv => self.csv([self.sheet.names()]),
            Format::Parquet => parts::head(&parquet::schema()),
            Format::Jsonl | Format::Xlsx => self.target.head(Vec::new()),
        }
    }
}

impl FileEncoder {
    /// For an output. A CSV has the columns of the sheet, which must cover all files: [`Sheet::cover`]; nothing else
    /// needs one.
    pub fn new(target: Target, sheet: Sheet) -> FileEncoder {
        FileEncoder { target, sheet }
    }

    /// The bytes of a piece; nothing for none.
    ///
    /// # Errors
    /// The sheet does not cover a file of a CSV.
    pub fn encode(&self, files: &[CandidateFile]) -> Result<Vec<u8>, OutputFault> {
        match self.target.format() {
            Format::Csv => {
                let rows = files.iter().map(|file| self.sheet.cells(file).ok_or(OutputFault::NoColumn));
                self.csv(rows.collect::<Result<Vec<_>, _>>()?)
            }
            Format::Parquet => parts::part(&parquet::batch(files).map_err(OutputFault::encoding)?),
            Format::Jsonl | Format::Xlsx => {
                let mut lines = Vec::with_capacity(files.len().saturating_mul(2_048));
                for file in files {
                    serde_json::to_writer(&mut lines, file).map_err(OutputFault::encoding)?;
                    lines.push(b'\n');
                }
                self.target.packed(lines)
            }
        }
    }

    fn csv(&self, rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, OutputFault> {
        let mut table = csv::WriterBuilder::new().delimiter(self.target.delimiter()).from_writer(Vec::new());
        for row in rows {
            table.write_record(row).map_err(OutputFault::encoding)?;
        }
        self.target.packed(table.into_inner().map_err(OutputFault::encoding)?)
    }
}
