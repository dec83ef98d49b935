//! `parchemin impact OLD NEW INPUT…`: what a change of rules does to a population.

use crate::{
    commands::date,
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::{
    Setup,
    core::{Day, Lang, file::Leniency, say},
};
use parchemin_bulk::{
    columns::Renames,
    format::{Format, ReportFormat},
    impact::{self, Bucket, Gate, Impact, ImpactFault, Lists, Passed, Report},
    names,
    read::{ReadOptions, Reader},
    whole::Whole,
};
use serde_json::Value;
use std::path::PathBuf;

/// Rejected rows that are told one by one; the rest are counted, and all are in the lists.
const TOLD: u64 = 10;

/// Who gains, who loses, why, and who cannot be recomputed, by one catalogue instead of another.
///
/// OLD and NEW are folders of packages, or packages: a folder, an archive, `cadre@1`, an id. Two editions of a package are compared
/// in their surroundings; of two revisions of a titre, the newer one is compared with its absence.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The packages before
    #[arg(value_name = "OLD")]
    old: String,
    /// The packages after
    #[arg(value_name = "NEW")]
    new: String,
    /// Candidate files, many in one: JSON Lines, and the other formats that inputs have; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// The format of the inputs, whatever their names say: jsonl, csv, xlsx, parquet
    #[arg(long, value_parser = super::format_named)]
    format: Option<Format>,
    /// The date of the decisions, YYYY-MM-DD; else each file's own `evaluate_on`
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// What the columns of tables are called: TOML, or a CSV of two columns, theirs and ours
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
    /// Ignore members and columns that the format does not know
    #[arg(long)]
    ignore_unknown: bool,
    /// The report as JSON
    #[arg(long)]
    json: bool,
    /// Every candidate whose outcome changes, and every rejected row
    #[arg(long)]
    detail: bool,
    /// What it came to, as data (.json) or as a page of its own (.html)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The candidates of each bucket, a file each, in JSON Lines
    #[arg(long, value_name = "DIR")]
    lists: Option<PathBuf>,
    /// Replace a report and lists that are there
    #[arg(long)]
    force: bool,
    /// End with status 1 if it holds: 'lost>0', 'lost>0.5%'; a bucket, `changed` or `rejected`
    #[arg(long, value_name = "CONDITION")]
    fail_on: Vec<String>,
}

pub(crate) fn run(
    arguments: &Arguments,
    setup: &Setup,
    lang: Lang,
    quiet: bool,
    output: &mut Output,
) -> Status {
    let Ok(as_of) = date(arguments.as_of.as_deref(), lang, output) else { return Status::NotDone };
    let mut teller = Teller {
        lang,
        quiet,
        detail: arguments.detail,
        json: arguments.json,
        entries: Vec::new(),
        rejected: 0,
    };
    match compared(arguments, setup, as_of, &mut teller, output) {
        Ok((report, gates)) => {
            let text = if arguments.json { teller.json(&report) } else { impact::text(&report, lang) };
            output.data(&text);
            let stopped: Vec<&Gate> = gates.iter().filter(|gate| gate.holds(&report)).collect();
            for gate in &stopped {
                let text = gate.text();
                output.note(&say!(lang, fr: "la condition `{text}` est remplie\n", en: "the condition `{text}` holds\n"));
            }
            match (report.compared, report.rejected, stopped.is_empty()) {
                (0, 1.., _) => Status::NotDone,
                (_, 0, true) => Status::Done,
                _ => Status::DoneWithRejects,
            }
        }
        Err(ImpactFault::Load { fault, .. }) => report::load_fault(&fault, lang, output),
        Err(fault) => {
            report::error(&fault, None, lang, output);
            Status::NotDone
        }
    }
}

fn compared(
    arguments: &Arguments,
    setup: &Setup,
    as_of: Option<Day>,
    teller: &mut Teller,
    output: &mut Output,
) -> Result<(Report, Vec<Gate>), ImpactFault> {
    let gates = arguments.fail_on.iter().map(|text| Gate::read(text)).collect::<Result<Vec<_>, _>>()?;
    let impact = Impact::new(impact::sides(setup, &arguments.old, &arguments.new)?, as_of)?;
    let leniency = if arguments.ignore_unknown { Leniency::IgnoreUnknownMembers } else { Leniency::Strict };
    let columns =
        arguments.columns.as_deref().map(Renames::read).transpose().map_err(ImpactFault::Columns)?;
    let columns = columns.unwrap_or_default();
    let options = ReadOptions { format: arguments.format, leniency, columns, as_of_column: None };
    let reader = Reader::open(&arguments.inputs, &options)?;
    let known =
        |path: &PathBuf| ReportFormat::of_name(path).ok_or_else(|| ImpactFault::UnknownReport(path.clone()));
    let format = arguments.report.as_ref().map(known).transpose()?;
    let written: Vec<String> = arguments
        .lists
        .iter()
        .flat_map(|folder| Lists::names(folder))
        .chain(arguments.report.clone())
        .map(|path| path.display().to_string())
        .collect();
    names::distinct(reader.inputs(), written.iter().map(|name| (name.clone(), names::BESIDE)))?;
    if !arguments.force {
        written.iter().try_for_each(|name| names::free(name))?;
    }
    let mut lists =
        arguments.lists.as_deref().map(|folder| Lists::create(folder, teller.lang)).transpose()?;
    let page = arguments.report.as_deref().map(Whole::create).transpose()?;
    let report = impact.run(reader, |passed| {
        teller.tell(passed, &impact, output);
        match &mut lists {
            Some(lists) => lists.take(passed, impact.difference()),
            None => Ok(()),
        }
    })?;
    if let Some(lists) = lists {
        lists.finish()?;
    }
    if let Some(mut page) = page {
        let text = match format {
            Some(ReportFormat::Json) => json(&report),
            Some(ReportFormat::Html) | None => impact::html(&report, teller.lang),
        };
        page.append(text.as_bytes())?;
        page.finish()?;
    }
    Ok((report, gates))
}

/// The report as data.
fn json(report: &Report) -> String {
    // The types of a report are all JSON.
    format!("{}\n", serde_json::to_string_pretty(report).unwrap_or_default())
}

/// Says what becomes of single rows.
struct Teller {
    lang: Lang,
    quiet: bool,
    detail: bool,
    json: bool,
    /// Of `--json --detail`.
    entries: Vec<Value>,
    rejected: u64,
}

impl Teller {
    fn tell(&mut self, passed: &Passed<'_>, impact: &Impact, output: &mut Output) {
        if let Passed::Rejected(rejected) = passed {
            self.rejected += 1;
            if !self.quiet && self.rejected <= TOLD {
                let called = rejected.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
                report::error(
                    &rejected.reason,
                    Some(&format!("{}{called}", rejected.place)),
                    self.lang,
                    output,
                );
            }
            if !self.quiet && self.rejected == TOLD + 1 {
                output.note(&say!(self.lang,
                    fr: "les rejets qui suivent sont comptés ; --detail ou --lists les nomment\n",
                    en: "further rejects are counted; --detail or --lists name them\n"));
            }
        }
        match (self.detail, self.json, passed) {
            (true, true, Passed::Compared(compared)) if compared.bucket != Bucket::Unchanged => {
                self.entries.push(impact::entry(compared, impact.difference()));
            }
            (true, false, passed) => {
                if let Some(line) = impact::line(passed, impact.difference(), self.lang) {
                    output.data(&line);
                }
            }
            _ => {}
        }
    }

    fn json(&mut self, report: &Report) -> String {
        // The types of a report are all JSON.
        let mut value = serde_json::to_value(report).unwrap_or_default();
        if let (true, Some(members)) = (self.detail, value.as_object_mut()) {
            members.insert("changed".to_owned(), Value::Array(std::mem::take(&mut self.entries)));
        }
        format!("{value:#}\n")
    }
}
