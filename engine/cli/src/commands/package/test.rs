//! `parchemin package test`: the cases that packages carry, run on them.

use crate::{
    Common,
    commands::{Told, place::Replacing},
    output::{Output, Status},
    report, told,
};
use clap::Args;
use parchemin::{
    Backend, LoadFault,
    cases::{Bench, Coverage, Loaded, Named, Tried, cases_of},
    core::{Lang, Speak, say},
    folder, parallel,
};
use parchemin_bulk::whole::Whole;
use parchemin_kit::{check::unknown_rules, junit, mutation};
use serde_json::json;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Run the cases of packages: candidate files in `tests/`, each with the decision that is expected of it.
///
/// Without a name every package of the catalogue is tried. The status is 1 where a case fails, and where there is none.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folders of packages, archives, or packages of the catalogue: `mn-2025`, `cadre@2`
    #[arg(value_name = "DIR|ARCHIVE|NAME")]
    given: Vec<String>,
    /// Only the cases whose name contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// What became of the cases, and what they reach, as JSON
    #[arg(long)]
    json: bool,
    /// What became of the cases, as JUnit's XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Threads that run cases; else as many as the machine has
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Change the packages in one place, again and again, and list the changes that no case notices
    #[arg(long, conflicts_with_all = ["junit", "save"])]
    mutate: bool,
    /// At most so many changes a package, spread over all of them
    #[arg(long, value_name = "N", requires = "mutate")]
    mutants: Option<usize>,
    #[command(flatten)]
    replacing: Replacing,
    #[command(flatten)]
    save: super::save::Saving,
}

/// Which packages are tried.
pub(super) struct Chosen {
    pub(super) bench: Bench,
    /// Id and version of each.
    pub(super) names: Vec<String>,
}

impl Chosen {
    /// The packages that a call names, on top of those of the common options.
    pub(super) fn read(
        named: &[String],
        backend: Option<Backend>,
        common: &Common,
        output: &mut Output,
    ) -> Result<Chosen, Told> {
        let lang = common.lang();
        let (given, names): (Vec<&String>, Vec<&String>) =
            named.iter().partition(|name| Path::new(name).exists());
        let given: Vec<PathBuf> = given.into_iter().map(PathBuf::from).collect();
        let mut setup = common.setup_with(&given, output)?;
        setup.backend = backend.or(setup.backend);
        let bench = Bench::new(&setup).map_err(|fault| told(&fault, lang, output))?;
        let mut places = Vec::new();
        for path in &given {
            places.extend(shown(path).map_err(|fault| told(&fault, lang, output))?);
        }
        let mut chosen = Vec::new();
        for name in names {
            let found = super::find(bench.catalogue(), name).map_err(|fault| {
                report::error(&fault, None, lang, output);
                Told
            })?;
            chosen.push(format!("{}@{}", found.identity.id, found.identity.version));
        }
        let wanted = |loaded: &&Loaded| {
            named.is_empty()
                || chosen.contains(&loaded.name())
                || places.iter().any(|place| place == loaded.files().name())
        };
        let names = bench.packages().iter().filter(wanted).map(Loaded::name).collect();
        Ok(Chosen { bench, names })
    }

    pub(super) fn packages(&self) -> impl Iterator<Item = &Loaded> {
        self.bench.packages().iter().filter(|loaded| self.names.contains(&loaded.name()))
    }

    /// The cases of each package; where they cannot be read, it has been told.
    pub(super) fn cases(
        &self,
        filter: Option<&str>,
        lang: Lang,
        output: &mut Output,
    ) -> Result<Vec<(&Loaded, Vec<Named>)>, Told> {
        let mut all = Vec::new();
        let rules = self.bench.packages().iter().flat_map(|loaded| &loaded.checked().rules);
        let rules: BTreeSet<&str> = rules.map(|rule| rule.id.as_str()).collect();
        for loaded in self.packages() {
            let mut wrong = |faults| told(&LoadFault::Packages(faults), lang, output);
            let mut cases = cases_of(loaded.files()).map_err(&mut wrong)?;
            let unknown = unknown_rules(loaded.files(), &cases, &rules);
            if !unknown.is_empty() {
                return Err(wrong(unknown));
            }
            cases.retain(|case| filter.is_none_or(|part| case.name.contains(part)));
            all.push((loaded, cases));
        }
        Ok(all)
    }
}

/// How the packages of a folder, or of an archive, call themselves in messages.
fn shown(path: &Path) -> Result<Vec<String>, LoadFault> {
    if path.is_file() {
        return Ok(vec![path.display().to_string()]);
    }
    Ok(folder(path)?.iter().map(|files| files.name().to_owned()).collect())
}

pub(crate) fn run(arguments: &Arguments, common: &Common, output: &mut Output) -> Status {
    let (replacing, junit) = (&arguments.replacing, arguments.junit.as_deref());
    if replacing.allows(junit, &arguments.given, common.lang(), output).is_err() {
        return Status::NotDone;
    }
    // A plugin does not change with the scripts beside it.
    let backend = arguments.mutate.then_some(Backend::Rhai);
    let Ok(chosen) = Chosen::read(&arguments.given, backend, common, output) else {
        return Status::NotDone;
    };
    if arguments.save.asked() {
        return super::save::run(&arguments.save, &chosen, common, output);
    }
    tested(arguments, &chosen, common, output).unwrap_or(Status::NotDone)
}

fn tested(
    arguments: &Arguments,
    chosen: &Chosen,
    common: &Common,
    output: &mut Output,
) -> Result<Status, Told> {
    let lang = common.lang();
    let threads = arguments.threads.unwrap_or_else(parallel::threads);
    let cases = chosen.cases(arguments.filter.as_deref(), lang, output)?;
    let mut tried = Vec::new();
    for (package, cases) in &cases {
        tried.extend(chosen.bench.run(package, cases, threads));
    }
    let mut coverage = Coverage::of(chosen.packages().map(|loaded| &**loaded.checked()));
    tried.iter().filter_map(|one| one.decision.as_ref()).for_each(|decision| coverage.count(decision));
    let failed = tried.iter().filter(|one| !one.passed()).count();
    if let Some(path) = &arguments.junit {
        let written = junit(&tried, lang).map_err(|error| error.to_string());
        write(path, &written.unwrap_or_default(), lang, output)?;
    }
    if arguments.mutate && failed == 0 && !tried.is_empty() {
        mutated(arguments, chosen, &cases, threads, lang, output);
    } else if arguments.json {
        let page =
            json!({ "passed": tried.len() - failed, "failed": failed, "cases": tried, "coverage": coverage });
        output.data(&format!("{page:#}\n"));
    } else {
        output.data(&text(&tried, lang));
        if !common.quiet && arguments.filter.is_none() && !tried.is_empty() {
            output.data(&coverage.text(lang));
        }
        let passed = tried.len() - failed;
        output.data(&say!(lang,
            fr: "{passed} cas réussi(s), {failed} en échec\n", en: "{passed} case(s) passed, {failed} failed\n"));
    }
    if tried.is_empty() {
        report::error(&NoCase { filtered: arguments.filter.clone() }, None, lang, output);
    }
    Ok(if failed > 0 || tried.is_empty() { Status::DoneWithRejects } else { Status::Done })
}

/// What the cases notice: the survivors of each package, and its score.
fn mutated(
    arguments: &Arguments,
    chosen: &Chosen,
    cases: &[(&Loaded, Vec<Named>)],
    threads: usize,
    lang: Lang,
    output: &mut Output,
) {
    let mut reports = Vec::new();
    for package in chosen.packages() {
        // Its own cases are the likeliest to notice.
        let mut ordered = cases.to_vec();
        ordered.sort_by_key(|(of, _)| of.name() != package.name());
        let report = mutation::Trial::new(&chosen.bench, package).run(&ordered, arguments.mutants, threads);
        if !arguments.json {
            output.data(&report.text(lang));
        }
        reports.push(report);
    }
    if arguments.json {
        output.data(&format!("{:#}\n", json!({ "mutation": reports })));
    }
}

/// A line a case; of those that failed what they show, and the differences.
fn text(tried: &[Tried], lang: Lang) -> String {
    let mut text = String::new();
    for suite in tried.chunk_by(|one, next| one.package == next.package) {
        let package = suite.first().map(|one| one.package.as_str()).unwrap_or_default();
        text += &format!("{package}\n");
        for one in suite {
            let name = &one.name;
            if one.passed() {
                text += &say!(lang, fr: "  réussi  {name}\n", en: "  passed  {name}\n");
                continue;
            }
            text += &say!(lang, fr: "  échec   {name}\n", en: "  failed  {name}\n");
            text += &format!("  {}\n", one.shows);
            text.extend(one.differences.iter().map(|difference| difference.text(lang)));
        }
    }
    text
}

/// Writes a file whole; where it cannot be, it has been told.
pub(super) fn write(path: &Path, bytes: &[u8], lang: Lang, output: &mut Output) -> Result<(), Told> {
    let written = Whole::create(path).and_then(|mut file| {
        file.append(bytes)?;
        file.finish()
    });
    written.map_err(|fault| {
        report::error(&fault, None, lang, output);
        Told
    })
}

/// No case was run: nothing was shown.
struct NoCase {
    filtered: Option<String>,
}

impl Speak for NoCase {
    fn say(&self, lang: Lang) -> String {
        match &self.filtered {
            Some(part) => {
                say!(lang, fr: "aucun cas dont le nom contient `{part}`", en: "no case whose name contains `{part}`")
            }
            None => say!(lang, fr: "ces paquets n’ont aucun cas", en: "these packages have no case"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang,
            fr: "un cas est un fichier YAML ou JSON de tests/ ; --save en fait un d’un dossier décidé",
            en: "a case is a YAML or JSON file in tests/; --save makes one of a decided file"))
    }
}
