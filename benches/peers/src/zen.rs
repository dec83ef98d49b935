//! Zen-engine: the rules as a decision graph of GoRules, compiled once. What it takes fastest is its own `Variable`.

use crate::{
    fault::Fault,
    lines::Lines,
    peer::{Peer, timed},
};
use std::{
    future::Future,
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};
use zen_engine::{Decision, model::GraphContent};
use zen_expression::Variable;

const NAME: &str = "zen-engine, decision graph";
const GRAPH: &str = include_str!("../rules/graph.json");

/// The graph.
pub(crate) struct Zen {
    decision: Decision,
}

impl Zen {
    /// Compiles the rules.
    ///
    /// # Errors
    /// Rules that are wrong.
    pub(crate) fn new() -> Result<Zen, Fault> {
        let graph: GraphContent = serde_json::from_str(GRAPH).map_err(Fault::peer(NAME))?;
        let mut decision = Decision::from(graph);
        decision.validate().map_err(Fault::peer(NAME))?;
        decision.compile();
        Ok(Zen { decision })
    }

    fn verdicts(&self, file: Variable) -> Result<Variable, Fault> {
        // No node of the graph waits for anything: it is done when it is asked first.
        match pin!(self.decision.evaluate(file)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => Ok(response.result),
            Poll::Ready(Err(error)) => Err(Fault::Peer(NAME, format!("{error:?}"))),
            Poll::Pending => Err(Fault::Peer(NAME, "it waits".to_owned())),
        }
    }
}

fn read(line: &str) -> Result<Variable, Fault> {
    serde_json::from_str(line).map_err(Fault::peer(NAME))
}

impl Peer for Zen {
    fn name(&self) -> &'static str {
        NAME
    }

    fn evaluation(&mut self, lines: &Lines) -> Result<Duration, Fault> {
        let files = lines.numbered.iter().map(|line| read(line)).collect::<Result<Vec<_>, _>>()?;
        timed(|| {
            for file in &files {
                // To clone a variable is to count one more reference to it.
                black_box(self.verdicts(file.clone())?);
            }
            Ok(())
        })
    }

    fn answer(&mut self, lines: &Lines, out: &mut Vec<u8>) -> Result<(), Fault> {
        for line in &lines.numbered {
            let verdicts = self.verdicts(read(line)?)?;
            serde_json::to_writer(&mut *out, &verdicts).map_err(Fault::peer(NAME))?;
            out.push(b'\n');
        }
        Ok(())
    }
}
