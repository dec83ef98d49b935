//! Datalogic-rs: the rules in JSONLogic, compiled once. JSONLogic names no intermediate results, so the rules are
//! stages, each of which sees what the one before it made; all of them share the arena of a session's file. What it
//! takes fastest is a value of its own, in that arena or parsed ahead.

use crate::{
    fault::Fault,
    lines::Lines,
    peer::{Peer, timed},
};
use datalogic_rs::{DataValue, Engine, EvalInput, Logic, ParsedData, bumpalo::Bump};
use std::{hint::black_box, io::Write, time::Duration};

const NAME: &str = "datalogic-rs, JSONLogic";
const RULES: &str = include_str!("../rules/jsonlogic.json");

/// The stages, and the arena of the file at hand.
pub(crate) struct JsonLogic {
    engine: Engine,
    stages: Vec<Logic>,
    arena: Bump,
}

impl JsonLogic {
    /// Compiles the rules.
    ///
    /// # Errors
    /// Rules that are wrong.
    pub(crate) fn new() -> Result<JsonLogic, Fault> {
        let engine = Engine::builder().with_templating(true).build();
        let stages: Vec<serde_json::Value> = serde_json::from_str(RULES).map_err(Fault::peer(NAME))?;
        let compile = |stage: &serde_json::Value| engine.compile(stage.to_string().as_str());
        let stages = stages.iter().map(compile).collect::<Result<_, _>>().map_err(Fault::peer(NAME))?;
        Ok(JsonLogic { engine, stages, arena: Bump::new() })
    }
}

/// All stages on one file.
fn verdicts<'a>(
    engine: &Engine,
    stages: &'a [Logic],
    file: impl EvalInput<'a>,
    arena: &'a Bump,
) -> Result<&'a DataValue<'a>, Fault> {
    let mut value = file.into_arena_value(arena).map_err(Fault::peer(NAME))?;
    for stage in stages {
        value = engine.evaluate(stage, value, arena).map_err(Fault::peer(NAME))?;
    }
    Ok(value)
}

impl Peer for JsonLogic {
    fn name(&self) -> &'static str {
        NAME
    }

    fn evaluation(&mut self, lines: &Lines) -> Result<Duration, Fault> {
        let files = lines.numbered.iter().map(|line| ParsedData::from_json(line));
        let files: Vec<ParsedData> = files.collect::<Result<_, _>>().map_err(Fault::peer(NAME))?;
        timed(|| {
            for file in &files {
                black_box(verdicts(&self.engine, &self.stages, file, &self.arena)?);
                self.arena.reset();
            }
            Ok(())
        })
    }

    fn answer(&mut self, lines: &Lines, out: &mut Vec<u8>) -> Result<(), Fault> {
        for line in &lines.numbered {
            let verdicts = verdicts(&self.engine, &self.stages, line.as_str(), &self.arena)?;
            writeln!(out, "{verdicts}").map_err(Fault::Write)?;
            self.arena.reset();
        }
        Ok(())
    }
}
