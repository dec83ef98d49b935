//! `parchemin batch INPUT… -o OUTPUT`: decide many files in one pass.

use crate::{
    output::{Output, Status},
    progress::{Teller, Wanted},
    report,
};
use clap::Args;
use parchemin::{
    Parchemin,
    core::{Day, Lang, Speak, file::Leniency, say},
};
use parchemin_bulk::{
    batch::{self, Batch, Event, Options, Progress, Report, Summary},
    columns::Renames,
    format::Format,
    read::ReadOptions,
    write::Detail,
};
use std::{num::NonZero, path::PathBuf, thread};

/// Decide many files in one pass.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Candidate files, many in one: JSON Lines, CSV, workbooks, Parquet; patterns; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// Where the decisions go: .jsonl, .csv, .parquet; `-` is standard output, in JSON Lines
    #[arg(short, long, value_name = "OUTPUT")]
    output: String,
    /// Where rejected rows go, in JSON Lines: place, reason, and what stood there; else the first ten are shown
    #[arg(long, value_name = "FILE")]
    rejects: Option<String>,
    /// What it came to, as data (.json) or as a page of its own (.html)
    #[arg(long = "report", value_name = "FILE")]
    reports: Vec<PathBuf>,
    /// Go on with the same job where it was interrupted
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Replace what is there, finished or not
    #[arg(long)]
    force: bool,
    /// How many threads decide; all processors unless told
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<u16>>,
    /// How much is written of each file: outcome, findings, full
    #[arg(long, default_value = "outcome", value_parser = detail_named)]
    detail: Detail,
    /// The date of the decisions, YYYY-MM-DD, or several, each a decision of its own; else each file's own `evaluate_on`
    #[arg(long, value_name = "DATE")]
    as_of: Vec<String>,
    /// The column, or member at the top of a file, that holds the date of its decision
    #[arg(long, value_name = "NAME", conflicts_with = "as_of")]
    as_of_column: Option<String>,
    /// Stop beyond so many rejects
    #[arg(long, value_name = "N")]
    max_rejects: Option<u64>,
    /// How to tell how far it is
    #[arg(long, default_value = "auto")]
    progress: Wanted,
    /// The format of the inputs, whatever their names say: jsonl, csv, xlsx, parquet
    #[arg(long, value_parser = super::format_named)]
    format: Option<Format>,
    /// What the columns of tables are called: TOML, or a CSV of two columns, theirs and ours
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
    /// Ignore members and columns that the format does not know
    #[arg(long)]
    ignore_unknown: bool,
}

fn detail_named(name: &str) -> Result<Detail, String> {
    let known = Detail::ALL.into_iter().find(|detail| detail.name() == name);
    known.ok_or_else(|| Detail::ALL.map(Detail::name).join(", "))
}

pub(crate) fn run(
    arguments: Arguments,
    host: &Parchemin,
    lang: Lang,
    quiet: bool,
    output: &mut Output,
) -> Status {
    let mut teller = Teller::new(arguments.progress, lang, quiet);
    let options = match options(arguments, lang) {
        Ok(options) => options,
        Err((fault, place)) => {
            report::error(&*fault, place, lang, output);
            return Status::NotDone;
        }
    };
    let all_told = options.rejects.is_some();
    let done = Batch::new(host, options)
        .and_then(|batch| batch.run(&mut |event| tell(event, &mut teller, lang, quiet, output)));
    teller.end(output);
    match done {
        Ok(report) => {
            if !quiet {
                summary(&report, &teller, all_told, lang, output);
            }
            match (report.summary.decisions, report.summary.rejected) {
                (_, 0) => Status::Done,
                // Nothing could be decided.
                (0, _) => Status::NotDone,
                _ => Status::DoneWithRejects,
            }
        }
        Err(fault) => {
            if !fault.is_closed_pipe() {
                report::error(&fault, None, lang, output);
            }
            Status::NotDone
        }
    }
}

/// What is asked for; or what is wrong with it, and where.
fn options(arguments: Arguments, lang: Lang) -> Result<Options, (Box<dyn Speak>, Option<&'static str>)> {
    let mut dates: Vec<Day> = Vec::new();
    for text in &arguments.as_of {
        let date = text.parse().map_err(|fault| (Box::new(fault) as Box<dyn Speak>, Some("--as-of")))?;
        if !dates.contains(&date) {
            dates.push(date);
        }
    }
    let columns = arguments.columns.as_deref().map(Renames::read).transpose();
    let columns = columns.map_err(|fault| (Box::new(fault) as Box<dyn Speak>, Some("--columns")))?;
    let leniency = if arguments.ignore_unknown { Leniency::IgnoreUnknownMembers } else { Leniency::Strict };
    let threads = arguments.threads.map(|threads| usize::from(threads.get()));
    Ok(Options {
        inputs: arguments.inputs,
        read: ReadOptions {
            format: arguments.format,
            leniency,
            as_of_column: arguments.as_of_column,
            columns: columns.unwrap_or_default(),
        },
        output: arguments.output,
        rejects: arguments.rejects,
        reports: arguments.reports,
        detail: arguments.detail,
        dates,
        lang,
        threads: threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZero::get)),
        max_rejects: arguments.max_rejects,
        resume: arguments.resume,
        force: arguments.force,
    })
}

fn tell(event: &Event<'_>, teller: &mut Teller, lang: Lang, quiet: bool, output: &mut Output) {
    match event {
        Event::Resumed(Summary { rows, decisions, rejected, .. }) => {
            teller.resumed(Progress { rows: *rows, decisions: *decisions, rejected: *rejected, bytes: None });
            if !quiet {
                output.note(&say!(lang,
                    fr: "reprise après {rows} dossier(s) lu(s)\n", en: "resumed after {rows} file(s) read\n"));
            }
        }
        Event::Rejected(rejected) => {
            teller.aside(|| report::error(&rejected.reject, Some(&rejected.place), lang, output));
        }
        Event::Progress(progress) => teller.tell(*progress, output),
    }
}

/// What it came to, and how long it took.
fn summary(report: &Report, teller: &Teller, all_told: bool, lang: Lang, output: &mut Output) {
    output.note(&batch::text(report, lang));
    output.note(&format!("\n{}\n", teller.pace()));
    if report.summary.rejected > batch::TOLD && !all_told {
        output.note(&say!(lang,
            fr: "--rejects FICHIER garde tous les rejets\n", en: "--rejects FILE keeps all rejects\n"));
    }
}
