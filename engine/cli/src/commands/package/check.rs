//! `parchemin package check`: everything that is wrong with packages, all at once.

use super::{scope::scope, test::write};
use crate::{
    Common,
    commands::{Told, place::Replacing},
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::{
    core::{Lang, Speak, say},
    packages::{Severity, refused},
};
use parchemin_kit::check::{Diagnostic, Report, Witness, check, sarif};
use serde_json::{Value, json};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Folders, archives, or names of packages: `mn-2025`, `cadre@2`; without any, all that are loaded
    #[arg(value_name = "DIR|ARCHIVE|NAME")]
    given: Vec<String>,
    /// End with status 1 for warnings too
    #[arg(long)]
    strict: bool,
    /// As JSON
    #[arg(long, conflicts_with = "sarif")]
    json: bool,
    /// As SARIF 2.1.0, to a file, or to standard output: `-`
    #[arg(long, value_name = "FILE|-")]
    sarif: Option<PathBuf>,
    /// Write the candidate files that show what is wrong into this folder
    #[arg(long, value_name = "DIR")]
    witness: Option<PathBuf>,
    /// How many candidate files to draw for what cannot be proven; 0 looks for nothing
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    files: u64,
    #[command(flatten)]
    replacing: Replacing,
}

/// A folder that cannot be made.
struct NoFolder(PathBuf, io::Error);

impl Speak for NoFolder {
    fn say(&self, lang: Lang) -> String {
        let (path, reason) = (self.0.display(), refused(&self.1, lang));
        say!(lang,
            fr: "le dossier `{path}` ne peut être fait : {reason}", en: "the folder `{path}` cannot be made: {reason}")
    }
}

pub(crate) fn run(arguments: &Arguments, common: &Common, output: &mut Output) -> Status {
    let lang = common.lang();
    let place = arguments.sarif.as_deref();
    if arguments.replacing.allows(place, &arguments.given, lang, output).is_err() {
        return Status::NotDone;
    }
    let Ok((setup, scope)) = scope(&arguments.given, common, output) else { return Status::NotDone };
    let report = match check(&setup, &scope, arguments.files) {
        Ok(report) => report,
        Err(fault) => return report::load_fault(&fault, lang, output),
    };
    let told = match (&arguments.sarif, arguments.json) {
        (Some(path), _) => log(path, &report, lang, output),
        (None, true) => {
            output.data(&format!("{:#}\n", shown(&report, lang)));
            Ok(())
        }
        (None, false) => {
            report.diagnostics.iter().for_each(|one| report::package_fault(&one.fault, lang, output));
            if !common.quiet {
                output.data(&summary(&report, lang));
            }
            Ok(())
        }
    };
    let written = told.and_then(|()| match &arguments.witness {
        Some(folder) => witnesses(folder, &report, lang, output),
        None => Ok(()),
    });
    match written {
        Err(Told) => Status::NotDone,
        Ok(()) if report.has_errors() => Status::DoneWithRejects,
        Ok(()) if arguments.strict && report.count(Severity::Warning) > 0 => Status::DoneWithRejects,
        Ok(()) => Status::Done,
    }
}

/// The report in one sentence.
fn summary(report: &Report, lang: Lang) -> String {
    let (packages, searched) = (report.looked_at.join(", "), report.searched);
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    let mut text = say!(lang,
        fr: "{packages} : {errors} erreur(s), {warnings} avertissement(s)",
        en: "{packages}: {errors} error(s), {warnings} warning(s)");
    if searched > 0 {
        text += &say!(lang, fr: " ; {searched} dossiers essayés", en: "; {searched} files tried");
    }
    text + "\n"
}

fn shown(report: &Report, lang: Lang) -> Value {
    let one = |one: &Diagnostic| {
        let fault = &one.fault;
        json!({
            "code": one.code().name(),
            "severity": match one.code().severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "file": fault.file(),
            "line": fault.place().map(|(line, _)| line),
            "column": fault.place().map(|(_, column)| column),
            "underlined": fault.underlined(),
            "message": fault.say(lang),
            "help": fault.help(lang),
            "witness": one.witness.as_ref().map(|witness| &witness.file),
        })
    };
    json!({
        "packages": report.looked_at,
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "files_tried": report.searched,
        "diagnostics": report.diagnostics.iter().map(one).collect::<Vec<_>>(),
    })
}

fn log(path: &Path, report: &Report, lang: Lang, output: &mut Output) -> Result<(), Told> {
    let text = format!("{:#}\n", sarif::log(report, lang));
    if path == Path::new("-") {
        output.data(&text);
        return Ok(());
    }
    write(path, text.as_bytes(), lang, output)
}

/// Each witness in a file of its own; those of one name are numbered.
fn witnesses(folder: &Path, report: &Report, lang: Lang, output: &mut Output) -> Result<(), Told> {
    let witnesses: Vec<&Witness> = report.diagnostics.iter().filter_map(|one| one.witness.as_ref()).collect();
    if let Err(error) = fs::create_dir_all(folder) {
        report::error(&NoFolder(folder.to_owned(), error), None, lang, output);
        return Err(Told);
    }
    for (n, witness) in witnesses.iter().enumerate() {
        let earlier = witnesses.iter().take(n).filter(|other| other.name == witness.name).count();
        let name =
            if earlier == 0 { witness.name.clone() } else { format!("{}-{}", witness.name, earlier + 1) };
        let text = format!("{:#}\n", json!(witness.file));
        write(&folder.join(format!("{name}.json")), text.as_bytes(), lang, output)?;
    }
    Ok(())
}
