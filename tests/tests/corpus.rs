//! One test per case of `tests/corpus`: a file dropped there is a test.

use libtest_mimic::{Arguments, Failed, Trial};
use parchemin_tests::{case, run::Runner};
use std::{path::Path, process::ExitCode, sync::Arc};

/// Fewer cases than this, and the corpus has been lost on the way.
const AT_LEAST: usize = 80;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = match trials() {
        Ok(trials) => trials,
        Err(reason) => vec![Trial::test("corpus", move || Err(Failed::from(reason)))],
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials() -> Result<Vec<Trial>, String> {
    let folder = case::corpus();
    let runner = Arc::new(Runner::new()?);
    let files = case::files(&folder)?;
    let count = files.len();
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|path| {
            let runner = Arc::clone(&runner);
            let name = name(&path, &folder);
            Trial::test(name, move || Ok(case::read(&path).and_then(|case| runner.run(&case))?))
        })
        .collect();
    trials.push(Trial::test("the corpus is there", move || {
        let lost = || Failed::from(format!("{count} cases found, at least {AT_LEAST} expected"));
        if count < AT_LEAST { Err(lost()) } else { Ok(()) }
    }));
    Ok(trials)
}

fn name(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).with_extension("").display().to_string()
}
