//! What reading costs: `cargo run --release --example read_speed [FILES]`. Made-up files are written in each format and read
//! by one thread: cut only, which is what the thread that reads does, then cut and taken apart.

#![expect(clippy::print_stdout, reason = "a program that prints what it measured")]

use parchemin::Parchemin;
use parchemin_bulk::{
    columns::Sheet,
    generate::{Generator, Shares, World},
    read::{ReadOptions, Reader},
    write::{FileEncoder, Output, Target},
};
use parchemin_core::CandidateFile;
use std::{error::Error, fs, time::Instant};

/// Files of a piece.
const PIECE: usize = 256;

fn main() -> Result<(), Box<dyn Error>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(50_000), |text| text.parse())?;
    let host = Parchemin::embedded()?;
    let generator = Generator::new(World::of(host.catalogue())?, 1, &Shares::default())?;
    let files: Vec<CandidateFile> = generator.files().take(count).collect();
    let mut sheet = Sheet::default();
    files.iter().for_each(|file| sheet.cover(file));
    let folder = tempfile::tempdir()?;
    for name in ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.csv", "a.parquet"] {
        let path = folder.path().join(name);
        let encoder = FileEncoder::new(Target::named(&path.display().to_string())?, sheet.clone());
        let start = Instant::now();
        let mut output = Output::create(&encoder)?;
        for piece in files.chunks(PIECE) {
            output.append(&encoder.encode(piece)?)?;
        }
        output.finish()?;
        let written = start.elapsed().as_secs_f64();
        let bytes = fs::metadata(&path)?.len();
        let timed = |taken_apart: bool| -> Result<f64, Box<dyn Error>> {
            let mut best = f64::MAX;
            for _ in 0..3 {
                let start = Instant::now();
                let mut reader = Reader::open(&[path.display().to_string()], &ReadOptions::default())?;
                let mut good = 0;
                while let Some(chunk) = reader.next()? {
                    if taken_apart {
                        good += chunk.rows().filter(|row| row.file.is_ok()).count();
                    }
                }
                assert!(!taken_apart || good == count, "{good} of {count} files came back");
                best = best.min(start.elapsed().as_secs_f64());
            }
            Ok(best)
        };
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let rate = |seconds: f64| count as f64 / seconds;
        let (cut, rows) = (timed(false)?, timed(true)?);
        println!(
            "{name:12} {bytes:>12} bytes  written {:>9.0} rows/s  cut {:>10.0} rows/s  cut and taken apart {:>9.0} rows/s",
            rate(written),
            rate(cut),
            rate(rows)
        );
    }
    Ok(())
}
