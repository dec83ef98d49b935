//! `parchemin evaluate FILE…`: decide files.

use crate::{
    commands::date,
    output::{Output, Status},
    report,
};
use clap::{Args, ValueEnum};
use parchemin::{
    Parchemin,
    core::{
        Day, Decision, Lang, Speak, canonical,
        file::{Leniency, parse},
        limits::FILE_BYTES,
        say,
    },
    explain::{self, Detail},
};
use std::{
    fs::File,
    io::{self, Read},
};

/// Decide files: the decision, readable.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Candidate files in JSON; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// The date of the decision, YYYY-MM-DD; else each file's own `evaluate_on`
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The decision as JSON
    #[arg(long, group = "form")]
    json: bool,
    /// The decision as canonical JSON (RFC 8785), a line each
    #[arg(long, group = "form")]
    canonical: bool,
    /// Every finding, with the values read, the message and the quotation
    #[arg(long, group = "form")]
    explain: bool,
    /// The page that could be sent to the candidate
    #[arg(long, group = "form", num_args = 0..=1, require_equals = true, default_missing_value = "text", value_name = "FORMAT")]
    letter: Option<Letter>,
    /// Ignore members that the format does not know
    #[arg(long)]
    ignore_unknown: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Letter {
    Text,
    Html,
}

/// A file that cannot be read.
struct Unreadable(io::Error);

impl Speak for Unreadable {
    fn say(&self, lang: Lang) -> String {
        let reason = &self.0;
        say!(lang, fr: "lecture impossible : {reason}", en: "cannot be read: {reason}")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang, fr: "vérifier le chemin et les droits", en: "check the path and the permissions"))
    }
}

pub(crate) fn run(
    arguments: &Arguments,
    host: &Parchemin,
    lang: Lang,
    quiet: bool,
    output: &mut Output,
) -> Status {
    let Ok(as_of) = date(arguments.as_of.as_deref(), lang, output) else { return Status::NotDone };
    let (mut decided, mut rejected) = (0_usize, 0_usize);
    for path in &arguments.files {
        match decide(arguments, host, path, as_of, lang) {
            Ok(decision) => {
                if decided > 0 && !arguments.canonical && !arguments.json {
                    output.data("\n");
                }
                output.data(&rendered(arguments, &decision, lang));
                decided += 1;
            }
            Err(fault) => {
                report::error(&*fault, Some(path), lang, output);
                rejected += 1;
            }
        }
    }
    if arguments.files.len() > 1 && !quiet {
        output.note(&say!(lang,
            fr: "{decided} dossier(s) décidé(s), {rejected} rejeté(s)\n",
            en: "{decided} file(s) decided, {rejected} rejected\n"));
    }
    match (decided, rejected) {
        (_, 0) => Status::Done,
        (0, _) => Status::NotDone,
        _ => Status::DoneWithRejects,
    }
}

fn decide(
    arguments: &Arguments,
    host: &Parchemin,
    path: &str,
    as_of: Option<Day>,
    lang: Lang,
) -> Result<Decision, Box<dyn Speak>> {
    let bytes = read(path).map_err(|error| Box::new(Unreadable(error)) as Box<dyn Speak>)?;
    let leniency = if arguments.ignore_unknown { Leniency::IgnoreUnknownMembers } else { Leniency::Strict };
    let file = parse(&bytes, leniency).map_err(|fault| Box::new(fault) as Box<dyn Speak>)?;
    host.decide(&file, as_of, lang).map_err(|refusal| Box::new(refusal) as Box<dyn Speak>)
}

/// Reads a file, and never more of it than shows that it is too large.
fn read(path: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = FILE_BYTES as u64 + 1;
    if path == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn rendered(arguments: &Arguments, decision: &Decision, lang: Lang) -> String {
    let line = |bytes: Result<Vec<u8>, serde_json::Error>| {
        // The types of a decision are all JSON; were one not, the error would be the output.
        let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        format!("{}\n", text.unwrap_or_else(|error| error.to_string()))
    };
    match arguments.letter {
        Some(Letter::Text) => explain::letter_text(decision, lang),
        Some(Letter::Html) => explain::letter_html(decision, lang),
        None if arguments.canonical => line(canonical(decision)),
        None if arguments.json => {
            line(serde_json::to_value(decision).and_then(|json| serde_json::to_vec_pretty(&json)))
        }
        None => {
            explain::text(decision, lang, if arguments.explain { Detail::Explain } else { Detail::Short })
        }
    }
}
