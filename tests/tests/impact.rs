//! One test per case of `tests/impact`: a file dropped there is a test.

use libtest_mimic::{Arguments, Failed, Trial};
use parchemin_tests::{case, impact::ImpactCase};
use std::{fs, path::Path, process::ExitCode};

/// Fewer cases than this, and they have been lost on the way.
const AT_LEAST: usize = 12;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("impact");
    let files = case::files(&folder).unwrap_or_default();
    let count = files.len();
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap_or(&path).with_extension("").display().to_string();
            Trial::test(name, move || {
                let text = fs::read_to_string(&path)?;
                let case: ImpactCase = serde_json::from_str(&text)?;
                Ok(case.run()?)
            })
        })
        .collect();
    trials.push(Trial::test("the cases are there", move || {
        if count < AT_LEAST {
            Err(Failed::from(format!("{count} cases found, at least {AT_LEAST} expected")))
        } else {
            Ok(())
        }
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}
