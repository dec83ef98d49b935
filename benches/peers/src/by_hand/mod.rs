//! Hand-written Rust with serde: what the other peers are measured by. It reads the lines as they are, dates included.

mod activity;
mod file;
mod rules;
mod titres;
mod truth;

use crate::{
    fault::Fault,
    lines::Lines,
    peer::{Peer, timed},
};
use file::File;
use rules::{Attribution, Verdicts};
use serde::Serialize;
use std::{hint::black_box, time::Duration};

const NAME: &str = "Rust by hand, serde";

/// The rules in Rust.
pub(crate) struct ByHand;

#[derive(Serialize)]
struct Line<'l> {
    id: Option<&'l str>,
    findings: Verdicts,
    attribution: Option<Attribution>,
}

impl Peer for ByHand {
    fn name(&self) -> &'static str {
        NAME
    }

    fn evaluation(&mut self, lines: &Lines) -> Result<Duration, Fault> {
        let read = lines.plain.iter().map(|line| serde_json::from_str(line));
        let files: Vec<File<'_>> = read.collect::<Result<_, _>>().map_err(Fault::peer(NAME))?;
        timed(|| {
            for file in &files {
                black_box(rules::verdicts(black_box(file)));
            }
            Ok(())
        })
    }

    fn answer(&mut self, lines: &Lines, out: &mut Vec<u8>) -> Result<(), Fault> {
        for line in &lines.plain {
            let file: File<'_> = serde_json::from_str(line).map_err(Fault::peer(NAME))?;
            let id = file.id.as_ref().map(|id| &*id.0);
            let (findings, attribution) = rules::verdicts(&file);
            serde_json::to_writer(&mut *out, &Line { id, findings, attribution })
                .map_err(Fault::peer(NAME))?;
            out.push(b'\n');
        }
        Ok(())
    }
}
