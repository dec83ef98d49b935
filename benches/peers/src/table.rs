//! The table: each engine's microseconds a file, and how many times as many as by hand.

use crate::{fault::Fault, findings::Findings, lines::Lines, ours, ours::Command, peer::Peer};
use std::{fmt::Write, path::Path, time::Duration};

/// How often each engine is measured; they take turns, so that a machine that is busy is busy for all.
const ROUNDS: usize = 5;

/// The measurements of one engine, a round each, in microseconds a file.
struct Row {
    name: String,
    /// None where it cannot be told from the rest.
    evaluation: Option<Vec<f64>>,
    whole: Vec<f64>,
}

/// Holds everybody to what is expected, then measures, and draws the table.
///
/// # Errors
/// An engine that fails or differs.
pub(crate) fn table(
    input: &Path,
    files: &[Lines],
    expected: &[Findings],
    peers: &mut [Box<dyn Peer>],
    commands: &[Command],
) -> Result<String, Fault> {
    let lines: usize = files.iter().map(|lines| lines.plain.len()).sum();
    if lines != expected.len() {
        return Err(Fault::Count { of: "OURS".to_owned(), decisions: expected.len(), files: lines });
    }
    for peer in &mut *peers {
        check(peer.as_mut(), files, expected)?;
    }
    for command in commands {
        command.run(input)?;
        command.check(expected)?;
    }
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / expected.len() as f64;
    let row = |name: String, evaluation| Row { name, evaluation, whole: Vec::new() };
    let mut of_peers: Vec<Row> =
        peers.iter().map(|peer| row(peer.name().to_owned(), Some(Vec::new()))).collect();
    let mut of_commands: Vec<Row> = commands.iter().map(|command| row(command.name(), None)).collect();
    for _ in 0..ROUNDS {
        for (peer, row) in peers.iter_mut().zip(&mut of_peers) {
            let (mut evaluation, mut whole) = (Duration::ZERO, Duration::ZERO);
            let mut out = Vec::new();
            for lines in files {
                evaluation += peer.evaluation(lines)?;
                out.clear();
                whole += crate::peer::timed(|| peer.answer(lines, &mut out))?;
            }
            row.evaluation.iter_mut().for_each(|rounds| rounds.push(micros(evaluation)));
            row.whole.push(micros(whole));
        }
        for (command, row) in commands.iter().zip(&mut of_commands) {
            row.whole.push(micros(command.run(input)?));
        }
    }
    of_peers.extend(of_commands);
    Ok(drawn(&of_peers))
}

/// Holds a peer to what is expected.
fn check(peer: &mut dyn Peer, files: &[Lines], expected: &[Findings]) -> Result<(), Fault> {
    let mut out = Vec::new();
    for lines in files {
        peer.answer(lines, &mut out)?;
    }
    let text = String::from_utf8_lossy(&out);
    let read = |(n, line)| {
        Findings::of_peer(line).map_err(|error| Fault::Answer(peer.name().to_owned(), n + 1, error))
    };
    let said = text.lines().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    ours::compare(peer.name(), expected, &said)
}

fn drawn(rows: &[Row]) -> String {
    let mut table = "| | evaluation alone | × by hand | line in, line out | × by hand |\n".to_owned();
    table.push_str("| --- | --- | --- | --- | --- |\n");
    let by_hand = rows.first();
    for Row { name, evaluation, whole } in rows {
        let (alone, alone_ratio) = match (evaluation, by_hand.and_then(|row| row.evaluation.as_ref())) {
            (Some(rounds), Some(first)) => cells(rounds, first),
            _ => ("–".to_owned(), "–".to_owned()),
        };
        let (all, all_ratio) = cells(whole, by_hand.map_or(whole, |row| &row.whole));
        // Writing to a text cannot fail.
        let _ = writeln!(table, "| {name} | {alone} | {alone_ratio} | {all} | {all_ratio} |");
    }
    table
}

/// The median of the rounds, and the median of their ratios to those of another.
fn cells(rounds: &[f64], first: &[f64]) -> (String, String) {
    let ratios = rounds.iter().zip(first).map(|(time, first)| time / first).collect();
    (format!("{:.2} µs", median(rounds.to_vec())), format!("{:.1}", median(ratios)))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
