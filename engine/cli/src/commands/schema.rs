//! `parchemin schema candidate|decision`: the JSON Schema (draft 2020-12) of what goes in and what comes out.

use crate::output::{Output, Status};
use clap::{Args, ValueEnum};
use parchemin::core::{CandidateFile, Decision};

/// The JSON Schema of candidate files or of decisions.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Of what
    #[arg(value_enum)]
    of: Of,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    Candidate,
    Decision,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Status {
    let schema = match arguments.of {
        Of::Candidate => schemars::schema_for!(CandidateFile),
        Of::Decision => schemars::schema_for!(Decision),
    };
    output.data(&format!("{:#}\n", schema.to_value()));
    Status::Done
}
