//! The way of a file from a line of JSON to its verdicts, stage by stage, beside the floor of bulk work: a loop that
//! parses the same lines into the same type and writes a line each.

use parchemin::{
    Judge, Parchemin, Prepared,
    core::file::{Leniency, parse},
};
use parchemin_bulk::generate::{Generator, Shares, World};
use std::{hint::black_box, sync::Arc, time::Instant};

/// Lines that are worked on at a time: few enough to stay in the processor's cache.
const PIECE: usize = 64;

/// Lines of JSON, cut into pieces.
pub struct Lines {
    all: Vec<Vec<u8>>,
}

/// Microseconds a file for each stage: each piece at its best, so that a busy machine does not count.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Parse and write a line.
    pub floor: f64,
    /// Parse alone.
    pub parse: f64,
    /// Choose the revision and establish the case.
    pub prepare: f64,
    /// Evaluate the rules, without words.
    pub judge: f64,
    /// All of it, and write a line.
    pub whole: f64,
}

impl Lines {
    /// Made-up files that the host can decide.
    pub fn of(host: &Parchemin, count: usize) -> Lines {
        let world = World::of(host.catalogue());
        let generator = world.and_then(|world| Generator::new(world, 1, &Shares::default()));
        let files = generator.iter().flat_map(Generator::files);
        let decided = files.filter(|file| host.prepare(Arc::new(file.clone()), None).is_ok());
        Lines { all: decided.take(count).filter_map(|file| serde_json::to_vec(&file).ok()).collect() }
    }

    /// Bytes of a line, on average.
    pub fn bytes(&self) -> usize {
        self.all.iter().map(Vec::len).sum::<usize>() / self.all.len().max(1)
    }

    /// Measures a host. The rows that its rules know again are known before anything is measured.
    pub fn measured(&self, host: &Parchemin, rounds: usize) -> Way {
        let mut judge = Judge::new(host);
        let mut out = Vec::new();
        let pieces: Vec<&[Vec<u8>]> = self.all.chunks(PIECE).collect();
        let cases: Vec<Vec<Prepared>> = pieces.iter().map(|piece| prepared(host, piece)).collect();
        cases.iter().for_each(|cases| drop(judge.judge(cases)));
        let mut best = vec![[f64::INFINITY; 5]; pieces.len()];
        for _ in 0..rounds {
            for ((piece, cases), best) in pieces.iter().zip(&cases).zip(&mut best) {
                let times = [
                    time(|| floor(piece, &mut out)),
                    time(|| parsed(piece).for_each(|file| drop(black_box(file)))),
                    time(|| drop(black_box(prepared(host, piece)))),
                    time(|| drop(black_box(judge.judge(cases)))),
                    time(|| whole(host, &mut judge, piece, &mut out)),
                ];
                for (best, now) in best.iter_mut().zip(times) {
                    *best = best.min(now);
                }
            }
        }
        let [floor, parse, prepare, judge, whole] = best.into_iter().fold([0.0; 5], |mut sum, piece| {
            for (sum, piece) in sum.iter_mut().zip(piece) {
                *sum += piece * 1e6 / self.all.len() as f64;
            }
            sum
        });
        Way { floor, parse, prepare: prepare - parse, judge, whole }
    }
}

fn time(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn parsed(piece: &[Vec<u8>]) -> impl Iterator<Item = parchemin::core::CandidateFile> {
    piece.iter().filter_map(|line| parse(line, Leniency::Strict).ok())
}

fn prepared(host: &Parchemin, piece: &[Vec<u8>]) -> Vec<Prepared> {
    parsed(piece).filter_map(|file| host.prepare(Arc::new(file), None).ok()).collect()
}

fn floor(piece: &[Vec<u8>], out: &mut Vec<u8>) {
    out.clear();
    for file in parsed(piece) {
        // Writing to memory does not fail.
        drop(serde_json::to_writer(
            &mut *out,
            &(file.id.as_deref(), file.evaluate_on, file.route, file.enrolment),
        ));
        out.push(b'\n');
    }
    black_box(&out);
}

fn whole(host: &Parchemin, judge: &mut Judge<'_>, piece: &[Vec<u8>], out: &mut Vec<u8>) {
    out.clear();
    let cases = prepared(host, piece);
    for (case, judged) in cases.iter().zip(judge.judge(&cases)) {
        let (id, date) = (case.case().file.id.as_deref(), case.case().date);
        let said = judged.map(|judged| (judged.headline.question, judged.headline.outcome)).ok();
        drop(serde_json::to_writer(&mut *out, &(id, date, said)));
        out.push(b'\n');
    }
    black_box(&out);
}
