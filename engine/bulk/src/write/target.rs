//! Where an output goes, and how it is written.

use super::fault::OutputFault;
use crate::format::{Format, Packing, of_name};
use std::{
    io::{self, Write},
    path::PathBuf,
};

/// How hard outputs are packed: what is written is text that repeats itself, and packs well at little effort.
const EFFORT: u32 = 3;

/// Where an output goes, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    name: String,
    format: Format,
    packing: Packing,
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

    /// The output of that name in JSON Lines, whatever its name says but how it is packed.
    pub fn lines(name: &str) -> Target {
        let packing = if name == "-" { Packing::None } else { of_name(name).1 };
        Target { name: name.to_owned(), format: Format::Jsonl, packing, tabs: false }
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

    /// The sign between the cells of a CSV.
    pub(super) fn delimiter(&self) -> u8 {
        if self.tabs { b'\t' } else { b',' }
    }

    /// A piece, packed as its output is: a member (gzip) or a frame (Zstandard) of its own; nothing for nothing.
    pub(crate) fn packed(&self, bytes: Vec<u8>) -> Result<Vec<u8>, OutputFault> {
        if bytes.is_empty() { Ok(bytes) } else { self.head(bytes) }
    }

    /// What stands before the first piece: packed although it is nothing, so that an output of nothing is whole too.
    pub(crate) fn head(&self, bytes: Vec<u8>) -> Result<Vec<u8>, OutputFault> {
        match self.packing {
            Packing::None => Ok(bytes),
            Packing::Gzip => {
                let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(EFFORT));
                packed.write_all(&bytes).and_then(|()| packed.finish()).map_err(OutputFault::encoding)
            }
            Packing::Zstd => {
                let effort = i32::try_from(EFFORT).unwrap_or_default();
                let mut packed = zstd::bulk::Compressor::new(effort).map_err(OutputFault::encoding)?;
                // As gzip has one: what is spoilt on its way is not read as something else.
                packed.include_checksum(true).map_err(OutputFault::encoding)?;
                packed.compress(&bytes).map_err(OutputFault::encoding)
            }
        }
    }

    /// The path with something after it.
    pub(crate) fn with(&self, end: &str) -> PathBuf {
        PathBuf::from(format!("{}{end}", self.name))
    }

    pub(crate) fn unwritable(&self, error: io::Error) -> OutputFault {
        OutputFault::Unwritable { output: self.name.clone(), error }
    }
}
