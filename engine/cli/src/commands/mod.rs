//! The subcommands, a file each: its arguments and its function.

pub(crate) mod batch;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod impact;
pub(crate) mod log;
pub(crate) mod package;
pub(crate) mod place;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod timeline;
pub(crate) mod verify;
pub(crate) mod vocabulary;

use crate::{output::Output, report};
use parchemin::{
    core::{Day, Lang, Speak, say},
    packages::archive::Guard,
};
use parchemin_bulk::format::Format;
use parchemin_server::clock::today;

/// What was wrong has been told.
pub(crate) struct Told;

/// A day on which keys must be valid, and no file of keys. It is not left to the reader of the arguments, which looks
/// for the two on one side of the subcommand only.
pub(crate) struct DayWithoutTrust;

impl Speak for DayWithoutTrust {
    fn say(&self, lang: Lang) -> String {
        say!(lang,
            fr: "un jour est donné pour des clés, et aucun fichier de confiance",
            en: "a day is given for keys, and no trust file")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang, fr: "donner aussi --trust FICHIER", en: "give --trust FILE too"))
    }
}

/// The date that `--as-of` gives, if it gives one.
fn date(as_of: Option<&str>, lang: Lang, output: &mut Output) -> Result<Option<Day>, Told> {
    date_of("--as-of", as_of, lang, output)
}

/// The date that an option gives, if it gives one.
fn date_of(option: &str, given: Option<&str>, lang: Lang, output: &mut Output) -> Result<Option<Day>, Told> {
    given.map(str::parse).transpose().map_err(|fault| {
        report::error(&fault, Some(option), lang, output);
        Told
    })
}

/// The day on which keys must be valid: that of `--as-of`, else that of `--trusted-on`, else today.
fn trust_day(
    as_of: Option<&str>,
    trusted_on: Option<&str>,
    lang: Lang,
    output: &mut Output,
) -> Result<Day, Told> {
    let given = match as_of {
        Some(_) => date(as_of, lang, output)?,
        None => date_of("--trusted-on", trusted_on, lang, output)?,
    };
    match given.or_else(today) {
        Some(day) => Ok(day),
        None => {
            report::error(&NoClock, None, lang, output);
            Err(Told)
        }
    }
}

/// The clock of this machine gives no day.
struct NoClock;

impl Speak for NoClock {
    fn say(&self, lang: Lang) -> String {
        say!(lang, fr: "l’horloge de la machine ne donne pas de jour", en: "the clock of this machine gives no day")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang, fr: "donner --trusted-on AAAA-MM-JJ", en: "give --trusted-on YYYY-MM-DD"))
    }
}

/// The guard of archives that the common options ask for, if they ask for one.
pub(crate) fn guard(
    trusting: package::archive::Trusting<'_>,
    lang: Lang,
    output: &mut Output,
) -> Result<Option<Guard>, Told> {
    let Some(file) = trusting.file else { return Ok(None) };
    let day = trust_day(None, trusting.day, lang, output)?;
    Guard::open(file, day).map(Some).map_err(|fault| {
        report::error(&fault, None, lang, output);
        Told
    })
}

/// The format of that name, as an argument.
fn format_named(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| Format::ALL.map(Format::name).join(", "))
}
