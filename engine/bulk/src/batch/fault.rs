//! Why a job is not done.

use crate::{
    format::{name_a_report, unknown_report},
    names::NameFault,
    read::InputFault,
    whole::Unwritten,
    write::OutputFault,
};
use parchemin_core::{Lang, Speak, say};
use std::{io, path::PathBuf};

/// Why a job is not done.
#[derive(Debug)]
pub enum BatchFault {
    /// An input.
    Input(InputFault),
    /// The output, or the rejects.
    Output(OutputFault),
    /// A report, or the journal.
    Unwritten(Unwritten),
    /// The name of an output, of the rejects or of a report.
    Name(NameFault),
    /// A report whose name does not say its format.
    UnknownReport(PathBuf),
    /// A job that was not finished left something behind.
    Unfinished(String),
    /// There is nothing to be taken up: the output is whole.
    Whole(String),
    /// The journal cannot be read.
    Journal {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The journal is that of another job.
    OtherJob {
        /// In what they differ: an option, an input, a package.
        what: String,
        /// What the journal says of it.
        before: Option<String>,
        /// What this job says of it.
        now: Option<String>,
    },
    /// An input was written to while it was read.
    InputChanged(String),
    /// There are more rejects than there may be.
    TooManyRejects {
        /// How many there are.
        rejected: u64,
        /// How many there may be.
        allowed: u64,
        /// The job can be taken up again.
        resumable: bool,
    },
    /// A thread that worked is gone.
    Lost,
}

impl BatchFault {
    /// Whoever read the output went away, and wants to hear nothing more.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, BatchFault::Output(OutputFault::Unwritable { error, .. })
            if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<InputFault> for BatchFault {
    fn from(fault: InputFault) -> BatchFault {
        BatchFault::Input(fault)
    }
}

impl From<NameFault> for BatchFault {
    fn from(fault: NameFault) -> BatchFault {
        BatchFault::Name(fault)
    }
}

impl From<OutputFault> for BatchFault {
    fn from(fault: OutputFault) -> BatchFault {
        BatchFault::Output(fault)
    }
}

impl From<Unwritten> for BatchFault {
    fn from(fault: Unwritten) -> BatchFault {
        BatchFault::Unwritten(fault)
    }
}

impl Speak for BatchFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            BatchFault::Input(fault) => fault.say(lang),
            BatchFault::Output(fault) => fault.say(lang),
            BatchFault::Unwritten(fault) => fault.say(lang),
            BatchFault::Name(fault) => fault.say(lang),
            BatchFault::UnknownReport(path) => unknown_report(path, lang),
            BatchFault::Unfinished(name) => say!(lang,
                fr: "un traitement inachevé a laissé `{name}.part` ou son journal",
                en: "a job that was not finished left `{name}.part` or its journal"),
            BatchFault::Whole(name) => say!(lang,
                fr: "il n’y a rien à reprendre : `{name}` est entier",
                en: "there is nothing to resume: `{name}` is whole"),
            BatchFault::Journal { path, reason } => {
                let path = path.display();
                say!(lang,
                    fr: "le journal `{path}` ne peut être lu ({reason})",
                    en: "the journal `{path}` cannot be read ({reason})")
            }
            BatchFault::OtherJob { what, before, now } => {
                let none = say!(lang, fr: "rien", en: "nothing");
                let quoted = |side: &Option<String>| match side.as_deref() {
                    None | Some("") => none.clone(),
                    Some(text) => format!("`{text}`"),
                };
                let (before, now) = (quoted(before), quoted(now));
                say!(lang,
                    fr: "le traitement à reprendre en est un autre : `{what}` était {before}, et est {now}",
                    en: "the job to resume is another one: `{what}` was {before}, and is {now}")
            }
            BatchFault::InputChanged(input) => say!(lang,
                fr: "`{input}` a changé pendant sa lecture", en: "`{input}` changed while it was read"),
            BatchFault::TooManyRejects { rejected, allowed, .. } => say!(lang,
                fr: "arrêt : {rejected} rejets, plus que les {allowed} admis",
                en: "stopped: {rejected} rejects, more than the {allowed} allowed"),
            BatchFault::Lost => {
                say!(lang, fr: "un fil de calcul s’est arrêté", en: "a working thread came to an end")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            BatchFault::Input(fault) => return fault.help(lang),
            BatchFault::Output(OutputFault::Unwritable { output, error })
                if error.kind() == io::ErrorKind::StorageFull && output != "-" =>
            {
                say!(lang,
                    fr: "faire de la place, puis reprendre par --resume", en: "make room, then go on by --resume")
            }
            BatchFault::Output(fault) => return fault.help(lang),
            BatchFault::Unwritten(fault) => return fault.help(lang),
            BatchFault::Name(fault) => return fault.help(lang),
            BatchFault::UnknownReport(_) => name_a_report(lang),
            BatchFault::Unfinished(_) => say!(lang,
                fr: "--resume pour le reprendre, --force pour recommencer",
                en: "--resume to go on with it, --force to begin again"),
            BatchFault::Whole(_) | BatchFault::Journal { .. } => {
                say!(lang, fr: "--force pour recommencer", en: "--force to begin again")
            }
            BatchFault::OtherJob { .. } => say!(lang,
                fr: "reprendre avec les mêmes entrées, options et paquets, ou --force pour recommencer",
                en: "resume with the same inputs, options and packages, or --force to begin again"),
            BatchFault::InputChanged(_) => say!(lang,
                fr: "recommencer par --force quand elle ne change plus",
                en: "begin again by --force when it does not change any more"),
            BatchFault::TooManyRejects { resumable: true, .. } => say!(lang,
                fr: "lire les rejets, puis --resume avec un --max-rejects plus grand",
                en: "read the rejects, then --resume with a greater --max-rejects"),
            BatchFault::TooManyRejects { resumable: false, .. } => say!(lang,
                fr: "lire les rejets, et corriger les entrées", en: "read the rejects, and mend the inputs"),
            BatchFault::Lost => return None,
        })
    }
}

impl std::fmt::Display for BatchFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for BatchFault {}
