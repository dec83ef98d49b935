//! `parchemin serve`: the HTTP service.

use crate::{
    Common,
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::core::{Lang, Speak, lang::perhaps, say};
use parchemin_server::{
    Ended, StartFault,
    config::{self, Configuration, Flag, Given},
    keys::{self, Role},
};
use std::{env, path::PathBuf};

/// The HTTP service.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The configuration, in TOML
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where to listen; 127.0.0.1:8080 unless told
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Without keys, on a loopback address only
    #[arg(long)]
    no_auth: bool,
    /// Keep the state of the packages in this folder
    #[arg(long, value_name = "DIR")]
    state: Option<String>,
    /// Read packages and the trust file again when they change
    #[arg(long)]
    watch: bool,
    /// Any setting: --set limits.rate=50
    #[arg(long = "set", value_name = "NAME=VALUE")]
    settings: Vec<String>,
    /// Show what holds, each setting with where it comes from
    #[arg(long)]
    print_config: bool,
    /// Make a key: the key itself, and what the configuration says of it
    #[arg(long, value_name = "ROLE", value_parser = role_named)]
    new_key: Option<Role>,
}

/// The service was told a day on which to trust keys.
struct NoDay;

impl Speak for NoDay {
    fn say(&self, lang: Lang) -> String {
        say!(lang,
            fr: "le service croit les clés du jour même, et d’aucun autre",
            en: "the service trusts keys by the day it is, and by no other")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang, fr: "retirer l’option", en: "leave the option out"))
    }
}

fn role_named(name: &str) -> Result<Role, String> {
    Role::named(name).ok_or_else(|| Role::ALL.map(Role::name).join(", "))
}

pub(crate) fn run(arguments: &Arguments, common: &Common, output: &mut Output) -> Status {
    let lang = common.lang();
    if let Some(role) = arguments.new_key {
        return new_key(role, lang, output);
    }
    if common.trusted_on.is_some() {
        report::error(&NoDay, Some("--trusted-on"), lang, output);
        return Status::NotDone;
    }
    let environment: Vec<(String, String)> =
        env::vars().filter(|(name, _)| name.starts_with("PARCHEMIN_")).collect();
    if !common.quiet {
        for (name, near) in config::unused(&environment) {
            let perhaps = perhaps(lang, &near).map(|near| format!(" ; {near}")).unwrap_or_default();
            output.note(&say!(lang,
                fr: "la variable {name} ne règle rien{perhaps}\n", en: "the variable {name} sets nothing{perhaps}\n"));
        }
    }
    let mut given = Given { file: arguments.config.clone(), environment, flags: flags(arguments, common) };
    let configuration = match Configuration::read(&given) {
        Ok(configuration) => configuration,
        Err(faults) => {
            if arguments.print_config {
                output.data(&without_keys(&mut given, lang));
            }
            faults.iter().for_each(|fault| report::config_fault(fault, lang, output));
            return Status::NotDone;
        }
    };
    if arguments.print_config {
        output.data(&configuration.printed(lang));
        return Status::Done;
    }
    let scheme = if configuration.tls.is_some() { "https" } else { "http" };
    let ended = parchemin_server::run(configuration, |address| {
        if !common.quiet {
            output.note(&say!(lang,
                fr: "le service écoute sur {scheme}://{address}\n", en: "the service listens on {scheme}://{address}\n"));
        }
    });
    match ended {
        Ok(Ended::Answered) => Status::Done,
        Ok(Ended::CutOff) => Status::DoneWithRejects,
        Err(StartFault::Packages(parchemin_server::ShelfFault::Load(fault))) => {
            report::load_fault(&fault, lang, output)
        }
        Err(fault) => {
            report::error(&fault, None, lang, output);
            Status::NotDone
        }
    }
}

/// What holds where nothing is wrong but that no key is given; nothing else. It does not say whether keys are wanted.
fn without_keys(given: &mut Given, lang: Lang) -> String {
    given.flags.push(flag("no_auth", "--no-auth", "true".to_owned()));
    let printed = Configuration::read(given).map(|configuration| configuration.printed(lang));
    let printed = printed.unwrap_or_default();
    printed.split_inclusive('\n').filter(|line| !line.starts_with("no_auth = ")).collect()
}

fn flag(name: &str, shown: &str, text: String) -> Flag {
    Flag { name: name.to_owned(), shown: shown.to_owned(), text: Some(text) }
}

/// What the flags say, the common ones too.
fn flags(arguments: &Arguments, common: &Common) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    for folder in &common.packages {
        flags.push(flag("packages", "--packages", folder.display().to_string()));
    }
    flags.extend(common.trust.iter().map(|file| flag("trust", "--trust", file.display().to_string())));
    for edition in &common.editions {
        flags.push(flag("use", "--use", edition.clone()));
    }
    flags.extend(common.backend.map(|backend| flag("backend", "--backend", backend.name().to_owned())));
    flags.extend(common.lang.map(|_| flag("lang", "--lang", common.lang().code().to_owned())));
    flags.extend(arguments.listen.iter().map(|text| flag("listen", "--listen", text.clone())));
    flags.extend(arguments.state.iter().map(|text| flag("state", "--state", text.clone())));
    flags.extend(arguments.no_auth.then(|| flag("no_auth", "--no-auth", "true".to_owned())));
    flags.extend(arguments.watch.then(|| flag("watch", "--watch", "true".to_owned())));
    for setting in &arguments.settings {
        let (name, text) = match setting.split_once('=') {
            Some((name, text)) => (name, Some(text.trim().to_owned())),
            None => (setting.as_str(), None),
        };
        flags.push(Flag { name: name.trim().to_owned(), shown: "--set".to_owned(), text });
    }
    flags
}

fn new_key(role: Role, lang: Lang, output: &mut Output) -> Status {
    match keys::new_key(role) {
        Ok(key) => {
            let (secret, lines) = (key.secret, key.lines);
            output.data(&say!(lang,
                fr: "# la clé, que le service ne garde pas : {secret}\n{lines}", en: "# the key, which the service does not keep: {secret}\n{lines}"));
            Status::Done
        }
        Err(error) => {
            report::error(&StartFault::Machine(error.to_string()), None, lang, output);
            Status::NotDone
        }
    }
}
