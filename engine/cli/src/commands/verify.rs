//! `parchemin verify`: whether a receipt of the service holds, by public keys alone.

use super::{Told, package::archive::Trusting, trust_day};
use crate::{
    output::{Output, Status},
    report,
};
use clap::Args;
use parchemin::{
    core::{Lang, Speak, say},
    packages::{
        archive::{Guard, KeyFault, PublicKey},
        receipt::{Receipt, ReceiptFault},
    },
};
use serde_json::Value;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Check that a receipt of the service holds: the decision is the one that was signed, to the byte.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The receipt
    receipt: PathBuf,
    /// The public key of the service, as `package keygen` wrote it: the text after `public =`; else --trust FILE
    #[arg(long, value_name = "PUBLIC")]
    key: Option<String>,
    /// The day on which a key of --trust must be valid, YYYY-MM-DD; else that of --trusted-on, else today
    #[arg(long, value_name = "DATE", requires = "trust")]
    as_of: Option<String>,
}

/// Why nothing could be verified.
enum Fault {
    Unreadable(PathBuf, io::Error),
    Receipt(PathBuf, ReceiptFault),
    Key(KeyFault),
    NoKey,
}

pub(crate) fn run(arguments: &Arguments, trusting: Trusting<'_>, lang: Lang, output: &mut Output) -> Status {
    match read(arguments, trusting) {
        Ok((receipt, key)) => verified(&receipt, key.as_ref(), arguments, trusting, lang, output),
        Err(fault) => {
            report::error(&fault, None, lang, output);
            Status::NotDone
        }
    }
}

fn read(arguments: &Arguments, trusting: Trusting<'_>) -> Result<(Receipt, Option<PublicKey>), Fault> {
    let key = arguments.key.as_deref().map(PublicKey::read).transpose().map_err(Fault::Key)?;
    if key.is_none() && trusting.file.is_none() {
        return Err(Fault::NoKey);
    }
    let path = &arguments.receipt;
    let bytes = fs::read(path).map_err(|error| Fault::Unreadable(path.clone(), error))?;
    let receipt = Receipt::read(&bytes).map_err(|fault| Fault::Receipt(path.clone(), fault))?;
    Ok((receipt, key))
}

fn verified(
    receipt: &Receipt,
    key: Option<&PublicKey>,
    arguments: &Arguments,
    trusting: Trusting<'_>,
    lang: Lang,
    output: &mut Output,
) -> Status {
    let by_key = key.is_none_or(|key| receipt.is_signed_by(key));
    let by_trust = match trusting.file {
        None => true,
        Some(file) => {
            let days = (arguments.as_of.as_deref(), trusting.day);
            match judged(receipt, file, days, lang, output) {
                Ok(holds) => holds,
                Err(Told) => return Status::NotDone,
            }
        }
    };
    if !(by_key && by_trust) {
        output.data(&say!(lang,
            fr: "le reçu ne vaut pas : la décision n’est pas celle qui a été signée, ou la clé n’est pas de confiance\n",
            en: "the receipt does not hold: the decision is not the one that was signed, or the key is not trusted\n"));
        return Status::DoneWithRejects;
    }
    let key = receipt.key();
    output.data(&say!(lang, fr: "le reçu vaut, signé par la clé {key}\n", en: "the receipt holds, signed by the key {key}\n"));
    output.data(&summed_up(receipt.decision(), lang));
    Status::Done
}

/// What a trust file says of a receipt; told too.
fn judged(
    receipt: &Receipt,
    file: &Path,
    (as_of, trusted_on): (Option<&str>, Option<&str>),
    lang: Lang,
    output: &mut Output,
) -> Result<bool, Told> {
    let day = trust_day(as_of, trusted_on, lang, output)?;
    let guard = Guard::open(file, day).map_err(|fault| {
        report::error(&fault, None, lang, output);
        Told
    })?;
    let judged = guard.trust.judge_receipt(receipt, guard.day);
    output.data(&format!("{}\n", judged.say(lang)));
    Ok(judged.holds())
}

/// What was decided, by which packages. A later program may have signed it: what this one does not find is `?`.
fn summed_up(decision: &Value, lang: Lang) -> String {
    let text = |value: &Value, pointer: &str| {
        let found = value.pointer(pointer).and_then(Value::as_str);
        // What a decision says is signed, and may still try to pass for words of ours.
        found.map_or_else(|| "?".to_owned(), |text| text.escape_debug().to_string())
    };
    let (question, outcome) = (text(decision, "/headline/question"), text(decision, "/headline/outcome"));
    let (candidate, date) = (text(decision, "/candidate"), text(decision, "/date"));
    let packages = decision.get("packages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let packages: String = packages
        .iter()
        .map(|one| format!("  {} {} {}\n", text(one, "/id"), text(one, "/version"), text(one, "/digest")))
        .collect();
    say!(lang,
        fr: "{question} : {outcome}, dossier {candidate}, au {date}, par\n{packages}",
        en: "{question}: {outcome}, file {candidate}, on {date}, by\n{packages}")
}

impl Speak for Fault {
    fn say(&self, lang: Lang) -> String {
        match self {
            Fault::Unreadable(path, error) => {
                let path = path.display();
                say!(lang, fr: "lecture de `{path}` impossible : {error}", en: "`{path}` cannot be read: {error}")
            }
            Fault::Receipt(path, fault) => {
                let (path, fault) = (path.display(), fault.say(lang));
                say!(lang, fr: "`{path}` : {fault}", en: "`{path}`: {fault}")
            }
            Fault::Key(fault) => {
                let fault = fault.say(lang);
                format!("--key: {fault}")
            }
            Fault::NoKey => say!(lang,
                fr: "aucune clé n’est donnée : rien ne dirait qui a signé",
                en: "no key is given: nothing would say who signed"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Fault::Unreadable(..) => Some(
                say!(lang, fr: "vérifier le chemin et les droits", en: "check the path and the permissions"),
            ),
            Fault::Receipt(_, fault) => fault.help(lang),
            Fault::Key(fault) => fault.help(lang),
            Fault::NoKey => Some(say!(lang,
                fr: "donner --key PUBLIC, la clé publique du service, ou --trust FICHIER",
                en: "give --key PUBLIC, the public key of the service, or --trust FILE")),
        }
    }
}
