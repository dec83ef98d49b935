//! Regorus: the rules in Rego, compiled once for its virtual machine. What it takes fastest is its own `Value`.

use crate::{
    fault::Fault,
    lines::Lines,
    peer::{Peer, timed},
};
use regorus::{Engine, Value, languages::rego::compiler::Compiler, rvm::vm::RegoVM};
use std::{hint::black_box, time::Duration};

const NAME: &str = "regorus, Rego";
const POLICY: &str = include_str!("../rules/cadre.rego");
const TITRES: &str = include_str!("../rules/titres.json");
const ENTRY: &str = "data.cadre.findings";

/// The virtual machine, with the program loaded.
pub(crate) struct Rego {
    machine: RegoVM,
}

impl Rego {
    /// Compiles the rules.
    ///
    /// # Errors
    /// Rules that are wrong.
    pub(crate) fn new() -> Result<Rego, Fault> {
        let fault = Fault::peer(NAME);
        let mut engine = Engine::new();
        engine.add_policy("cadre.rego".to_owned(), POLICY.to_owned()).map_err(Fault::peer(NAME))?;
        let titres = Value::from_json_str(TITRES).map_err(Fault::peer(NAME))?;
        engine.add_data(titres.clone()).map_err(Fault::peer(NAME))?;
        let policy = engine.compile_with_entrypoint(&ENTRY.into()).map_err(Fault::peer(NAME))?;
        let program = Compiler::compile_from_policy(&policy, &[ENTRY]).map_err(fault)?;
        let mut machine = RegoVM::new_with_policy(policy);
        machine.set_max_instructions(usize::MAX);
        machine.load_program(program);
        machine.set_data(titres).map_err(Fault::peer(NAME))?;
        Ok(Rego { machine })
    }

    fn verdicts(&mut self, file: Value) -> Result<Value, Fault> {
        self.machine.set_input(file);
        self.machine.execute().map_err(Fault::peer(NAME))
    }
}

impl Peer for Rego {
    fn name(&self) -> &'static str {
        NAME
    }

    fn evaluation(&mut self, lines: &Lines) -> Result<Duration, Fault> {
        let files = lines.numbered.iter().map(|line| Value::from_json_str(line));
        let files = files.collect::<Result<Vec<_>, _>>().map_err(Fault::peer(NAME))?;
        timed(|| {
            for file in &files {
                // To clone a value is to count one more reference to it.
                black_box(self.verdicts(file.clone())?);
            }
            Ok(())
        })
    }

    fn answer(&mut self, lines: &Lines, out: &mut Vec<u8>) -> Result<(), Fault> {
        for line in &lines.numbered {
            let file = Value::from_json_str(line).map_err(Fault::peer(NAME))?;
            let verdicts = self.verdicts(file)?;
            serde_json::to_writer(&mut *out, &verdicts).map_err(Fault::peer(NAME))?;
            out.push(b'\n');
        }
        Ok(())
    }
}
