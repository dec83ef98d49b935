//! Other engines on the same decisions: each is held to our verdicts on every file, then timed. Prints the table of the
//! README.

mod by_hand;
mod day;
mod fault;
mod findings;
mod jsonlogic;
mod lines;
mod ours;
mod peer;
mod rego;
mod table;
mod zen;

use fault::Fault;
use lines::Lines;
use ours::Command;
use peer::Peer;
use std::{
    env,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

/// Files that are parsed ahead at a time.
const PIECE: usize = 256;

fn main() -> ExitCode {
    match run(env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Where not even that can be written, the status says it.
            let _ = writeln!(io::stderr(), "{fault}");
            ExitCode::from(2)
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), Fault> {
    let (mut paths, mut commands) = (Vec::new(), Vec::new());
    while let Some(argument) = arguments.next() {
        if argument == "--ours" {
            let text = arguments.next().ok_or(Fault::Usage)?;
            commands.push(Command::new(&text, commands.len()));
        } else {
            paths.push(PathBuf::from(argument));
        }
    }
    let [input, decided] = paths.as_slice() else { return Err(Fault::Usage) };
    let expected = ours::expected(decided)?;
    let files = Lines::read(input)?.pieces(PIECE);
    let mut peers: Vec<Box<dyn Peer>> = vec![
        Box::new(by_hand::ByHand),
        Box::new(rego::Rego::new()?),
        Box::new(jsonlogic::JsonLogic::new()?),
        Box::new(zen::Zen::new()?),
    ];
    let table = table::table(input, &files, &expected, &mut peers, &commands)?;
    let verdicts: usize = expected.iter().map(findings::Findings::count).sum();
    let said = format!("{} files, {verdicts} verdicts, the same of everybody\n\n{table}", expected.len());
    io::stdout().write_all(said.as_bytes()).map_err(Fault::Write)
}
