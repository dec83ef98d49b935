//! `parchemin package watch DIR`: checked and tried again on every save.

use crate::{
    Common,
    commands::Told,
    output::{Output, Status},
    report, told,
};
use clap::Args;
use parchemin::{
    LoadFault, Setup,
    cases::{Bench, Tried, cases_of},
    core::{Lang, Speak, say},
    packages::Files,
    parallel, sources,
};
use parchemin_kit::watch::{Watching, changes};
use parchemin_server::asked_to_end;
use std::{io, path::PathBuf, thread, time::Instant};

/// Check a package and run its cases on every save, and show what changed in their decisions. Ctrl-C ends it.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the package, or of several
    folder: PathBuf,
}

/// The folder cannot be watched, or the end not be heard.
struct NotWatched(String);

/// What a run found.
struct Run {
    tried: Vec<Tried>,
    /// Empty where the cases could not be read.
    digests: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, common: &Common, output: &mut Output) -> Status {
    match watched(arguments, common, output) {
        Ok(()) => Status::Done,
        Err(Told) => Status::NotDone,
    }
}

fn watched(arguments: &Arguments, common: &Common, output: &mut Output) -> Result<(), Told> {
    let lang = common.lang();
    let setup = common.setup(output)?;
    // What is not watched is loaded once.
    let bench = Bench::new(&setup).map_err(|fault| told(&fault, lang, output))?;
    // A folder that is none is told before anything is watched.
    read(arguments).map_err(|fault| told(&fault, lang, output))?;
    let watching = Watching::new(std::slice::from_ref(&arguments.folder))
        .map_err(|error| not_watched(&error.to_string(), lang, output))?;
    let stop = watching.stop();
    ending(move || stop.stop()).map_err(|error| not_watched(&error.to_string(), lang, output))?;
    let mut last: Option<Run> = None;
    loop {
        let started = Instant::now();
        match tried(arguments, &bench) {
            Ok(run) if last.as_ref().is_some_and(|last| last.digests == run.digests) => {}
            Ok(run) => {
                let took = started.elapsed().as_millis();
                tell(last.as_ref(), &run, took, lang, output);
                last = Some(run);
            }
            // A file that is half saved is whole at the next event; what was tried before stands until then.
            Err(fault) => {
                report::load_fault(&fault, lang, output);
                output.note(&say!(lang,
                    fr: "le paquet n’est pas essayé ; au prochain enregistrement\n",
                    en: "the package is not tried; at the next save\n"));
                if let Some(last) = &mut last {
                    last.digests.clear();
                }
            }
        }
        if !watching.moved() {
            return Ok(());
        }
    }
}

/// The packages of the folder, as they stand now.
fn read(arguments: &Arguments) -> Result<Vec<Files>, LoadFault> {
    sources(&Setup {
        packages: vec![arguments.folder.clone()],
        instead: Some(Vec::new()),
        ..Setup::default()
    })
}

fn tried(arguments: &Arguments, bench: &Bench) -> Result<Run, LoadFault> {
    let files = read(arguments)?;
    let bench = bench.with(&files)?;
    let mut tried = Vec::new();
    for loaded in bench.packages() {
        if files.iter().any(|files| files.name() == loaded.files().name()) {
            let cases = cases_of(loaded.files()).map_err(LoadFault::Packages)?;
            // Rules are compiled when packages are prepared: without a case too, a wrong one is told.
            if cases.is_empty() {
                bench.host(loaded, &[])?;
            }
            tried.extend(bench.run(loaded, &cases, parallel::threads()));
        }
    }
    Ok(Run { tried, digests: files.iter().map(Files::digest).collect() })
}

/// The failures, what changed since the last run, and how long it took.
fn tell(last: Option<&Run>, run: &Run, took: u128, lang: Lang, output: &mut Output) {
    let mut text = String::new();
    for one in run.tried.iter().filter(|one| !one.passed()) {
        let (package, name) = (&one.package, &one.name);
        text += &say!(lang, fr: "échec : {package} {name}\n", en: "failed: {package} {name}\n");
        text.extend(one.differences.iter().map(|difference| difference.text(lang)));
    }
    if let Some(last) = last {
        text.extend(changes(&last.tried, &run.tried).iter().map(|change| change.text(lang)));
    }
    let failed = run.tried.iter().filter(|one| !one.passed()).count();
    let passed = run.tried.len() - failed;
    text += &say!(lang,
        fr: "{passed} cas réussi(s), {failed} en échec, en {took} ms\n",
        en: "{passed} case(s) passed, {failed} failed, in {took} ms\n");
    output.data(&text);
}

/// Calls back once when somebody asks this program to end.
fn ending(asked: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let end = {
        let _inside = runtime.enter();
        asked_to_end()?
    };
    thread::Builder::new().name("end".to_owned()).spawn(move || {
        runtime.block_on(end);
        asked();
    })?;
    Ok(())
}

fn not_watched(reason: &str, lang: Lang, output: &mut Output) -> Told {
    report::error(&NotWatched(reason.to_owned()), None, lang, output);
    Told
}

impl Speak for NotWatched {
    fn say(&self, lang: Lang) -> String {
        let NotWatched(reason) = self;
        say!(lang, fr: "le dossier ne peut être surveillé : {reason}", en: "the folder cannot be watched: {reason}")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang,
            fr: "`parchemin package test` essaie le paquet une fois", en: "`parchemin package test` tries the package once"))
    }
}
