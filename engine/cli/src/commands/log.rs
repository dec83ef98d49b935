//! `parchemin log`: the log of decisions that the service writes.

use super::Told;
use crate::{
    Common,
    output::{Output, Status},
    report,
};
use clap::{Args, Subcommand};
use parchemin::core::{Lang, Speak, say};
use parchemin_server::{
    config::{Configuration, Flag, Given},
    record::{DecisionLog, RecordFault, Replayed, Verified},
};
use std::{env, path::PathBuf};

/// The log of decisions.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Where the log is: sqlite:PATH or postgres://…; else as the service is told
    #[arg(long, global = true, value_name = "ADDRESS")]
    log: Option<String>,
    /// The configuration of the service
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Whether the log is what was written
    Verify {
        /// The hash of a row, kept elsewhere, that must be in the log
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
    /// Every row, as JSON Lines
    Export {
        /// Only the rows of the candidate of this id
        #[arg(long, value_name = "ID")]
        candidate: Option<String>,
    },
    /// Decide again what was decided, by the packages of then
    Replay,
    /// Take away the contents that are older than so many days
    Prune {
        /// The number of days: 365d, or 365
        #[arg(long, value_name = "DAYS", value_parser = days)]
        older_than: u32,
    },
    /// Take away the contents of a candidate
    Erase {
        /// The id in his files
        #[arg(long, value_name = "ID")]
        candidate: String,
    },
}

/// Nobody says where the log is.
struct NoLog;

impl Speak for NoLog {
    fn say(&self, lang: Lang) -> String {
        say!(lang, fr: "aucun journal des décisions n’est désigné", en: "no log of decisions is named")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang,
            fr: "donner --log sqlite:CHEMIN, ou par --config la configuration du service",
            en: "give --log sqlite:PATH, or by --config the configuration of the service"))
    }
}

fn days(text: &str) -> Result<u32, String> {
    text.strip_suffix('d').unwrap_or(text).parse().map_err(|_| "365d, 365".to_owned())
}

pub(crate) fn run(arguments: &Arguments, common: &Common, output: &mut Output) -> Status {
    let lang = common.lang();
    let Ok(log) = open(arguments, lang, output) else { return Status::NotDone };
    let done = match &arguments.command {
        Command::Verify { head } => {
            log.verify(head.as_deref()).map(|verified| tell_verified(&verified, lang, output))
        }
        Command::Export { candidate } => export(&log, candidate.as_deref(), output),
        Command::Replay => match common.setup(output) {
            Err(Told) => return Status::NotDone,
            Ok(setup) => log.replay(&setup).map(|replayed| match replayed {
                Ok(replayed) => tell_replayed(&replayed, lang, output),
                Err(fault) => report::load_fault(&fault, lang, output),
            }),
        },
        Command::Prune { older_than } => log.prune(*older_than).map(|rows| tell_gone(rows, lang, output)),
        Command::Erase { candidate } => log.erase(candidate).map(|rows| tell_erased(rows, lang, output)),
    };
    done.unwrap_or_else(|fault| {
        report::error(&fault, None, lang, output);
        Status::NotDone
    })
}

/// Opens the log that the flags, the environment or the configuration name.
fn open(arguments: &Arguments, lang: Lang, output: &mut Output) -> Result<DecisionLog, Told> {
    let flag = |name: &str, shown: &str, text: &str| Flag {
        name: name.to_owned(),
        shown: shown.to_owned(),
        text: Some(text.to_owned()),
    };
    let mut flags: Vec<Flag> =
        arguments.log.iter().map(|text| flag("decisions.log", "--log", text)).collect();
    if arguments.config.is_none() {
        // Nothing is served: who may ask, and where, does not matter.
        flags.extend([flag("no_auth", "--log", "true"), flag("listen", "--log", "127.0.0.1:0")]);
    }
    let environment = env::vars().filter(|(name, _)| name.starts_with("PARCHEMIN_")).collect();
    let given = Given { file: arguments.config.clone(), environment, flags };
    let configuration = Configuration::read(&given).map_err(|faults| {
        faults.iter().for_each(|fault| report::config_fault(fault, lang, output));
        Told
    })?;
    let mut told = |fault: &dyn Speak| {
        report::error(fault, None, lang, output);
        Told
    };
    let settings = configuration.decisions.ok_or_else(|| told(&NoLog))?;
    DecisionLog::open(&settings.address).map_err(|fault| told(&fault))
}

fn export(log: &DecisionLog, candidate: Option<&str>, output: &mut Output) -> Result<Status, RecordFault> {
    log.export(candidate, |row| {
        // Texts and numbers can all be written.
        let line = serde_json::to_string(row).unwrap_or_default();
        output.data(&format!("{line}\n"))
    })?;
    Ok(Status::Done)
}

fn tell_verified(verified: &Verified, lang: Lang, output: &mut Output) -> Status {
    verified.broken.iter().for_each(|broken| report::error(broken, None, lang, output));
    let Verified { rows, whole, erased, pruned, head, kept, .. } = verified;
    let (number, hash) = (head.number, &head.hash);
    output.data(&say!(lang,
        fr: "{rows} lignes ; contenus : {whole} gardés, {erased} effacés, {pruned} dont le temps est passé\ndernière ligne : {number} {hash}\n",
        en: "{rows} rows; contents: {whole} kept, {erased} erased, {pruned} whose time has passed\nlast row: {number} {hash}\n"));
    if let Some(number) = kept {
        output.data(&say!(lang,
            fr: "l’empreinte gardée ailleurs est celle de la ligne {number}\n", en: "the hash kept elsewhere is that of row {number}\n"));
    }
    if verified.secret_not_noted {
        let answers = verified.answers_not_noted;
        output.data(&say!(lang,
            fr: "commencé par une version qui ne notait pas le secret du journal : nul ne sait s’il a été changé, ni {answers} réponses gardées d’alors\n",
            en: "begun by a version that did not note the secret of the log: nobody knows whether it was changed, nor {answers} answers kept then\n"));
    }
    if verified.broken.is_empty() { Status::Done } else { Status::DoneWithRejects }
}

fn tell_replayed(replayed: &Replayed, lang: Lang, output: &mut Output) -> Status {
    replayed.differences.iter().for_each(|difference| output.data(&format!("{}\n", difference.say(lang))));
    let (same, different) = (replayed.same, replayed.different);
    output.data(&say!(lang,
        fr: "{same} décisions identiques, {different} différentes\n", en: "{same} decisions the same, {different} different\n"));
    for (why, number) in &replayed.not {
        let said = why.say(lang);
        let help = why.help(lang).map(|help| format!(" ({help})")).unwrap_or_default();
        output.data(&say!(lang,
            fr: "{number} non refaites : {said}{help}\n", en: "{number} not made again: {said}{help}\n"));
    }
    if different == 0 { Status::Done } else { Status::DoneWithRejects }
}

/// Nothing may have been taken away because the id is misspelt.
fn tell_erased(rows: u64, lang: Lang, output: &mut Output) -> Status {
    if rows == 0 {
        output.data(&say!(lang,
            fr: "le journal n’a aucun contenu de ce candidat : rien n’a été retiré\n",
            en: "the log has no content of this candidate: nothing was taken away\n"));
        return Status::Done;
    }
    tell_gone(rows, lang, output)
}

fn tell_gone(rows: u64, lang: Lang, output: &mut Output) -> Status {
    output.data(&say!(lang, fr: "{rows} contenus retirés\n", en: "{rows} contents taken away\n"));
    Status::Done
}
