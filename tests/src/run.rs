//! Runs a case: decides it, compares the decision, and holds what is claimed of every decision.

use crate::case::{CorpusCase, fixtures};
use jsonschema::Validator;
use parchemin::{
    Parchemin, Setup,
    cases::{Asked, Expectation, compare},
};
use parchemin_core::{
    CandidateFile, Day, Decision, Lang, Speak, canonical,
    file::{Leniency, parse},
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Editions, and folders of packages.
type Loaded = (Vec<String>, Vec<String>);

/// Decides cases. Hosts are made once for each set of packages and editions.
pub struct Runner {
    candidate: Validator,
    decision: Validator,
    hosts: Mutex<BTreeMap<Loaded, Arc<Parchemin>>>,
}

impl Runner {
    /// A runner with the schemas of both formats.
    ///
    /// # Errors
    /// A schema that is none.
    pub fn new() -> Result<Runner, String> {
        Ok(Runner {
            candidate: validator(&schemars::schema_for!(CandidateFile).to_value())?,
            decision: validator(&schemars::schema_for!(Decision).to_value())?,
            hosts: Mutex::new(BTreeMap::new()),
        })
    }

    /// Runs a case and its variants.
    ///
    /// # Errors
    /// How what is found differs from what is expected.
    pub fn run(&self, case: &CorpusCase) -> Result<(), String> {
        for asked in case.asks()? {
            let variant =
                if asked.number == 0 { String::new() } else { format!("\nalso, no. {}:", asked.number) };
            let labelled = |fault: String| format!("{}{variant}\n{fault}", asked.shows);
            self.one(&asked, &case.packages).map_err(labelled)?;
        }
        Ok(())
    }

    fn one(&self, asked: &Asked<'_>, packages: &[String]) -> Result<(), String> {
        let Asked { file, as_of, editions, expect: expected, .. } = asked;
        let (as_of, host) = (*as_of, self.host(editions, packages)?);
        let decision = match decided(&host, file, as_of, Lang::Fr) {
            Ok(decision) => decision,
            Err(message) => return refused(expected, &message),
        };
        if let Some(part) = &expected.refused {
            return Err(format!("  expected a refusal with « {part} », found {:?}", decision.headline));
        }
        validate("the candidate file", &self.candidate, file)?;
        let english = decided(&host, file, as_of, Lang::En)?;
        let (fr, en) = (json(&decision)?, json(&english)?);
        validate("the decision in French", &self.decision, &fr)?;
        validate("the decision in English", &self.decision, &en)?;
        if without_words(fr.clone()) != without_words(en) {
            return Err("  the decisions in French and in English differ in more than words".to_owned());
        }
        let again = decided(&host, file, as_of, Lang::Fr)?;
        if bytes(&decision)? != bytes(&again)? {
            return Err("  deciding twice gives two decisions".to_owned());
        }
        if canonical(&fr).map_err(|error| error.to_string())? != bytes(&decision)? {
            return Err("  the decision holds a text that is not canonical JSON".to_owned());
        }
        if serde_json::from_slice::<Decision>(&bytes(&decision)?).ok().as_ref() != Some(&decision) {
            return Err("  the decision is another when it is read again".to_owned());
        }
        let differences: Vec<String> =
            compare(expected, &decision).iter().map(|difference| difference.text(Lang::En)).collect();
        if differences.is_empty() { Ok(()) } else { Err(differences.concat()) }
    }

    fn host(&self, editions: &[String], packages: &[String]) -> Result<Arc<Parchemin>, String> {
        let mut hosts = self.hosts.lock().map_err(|error| error.to_string())?;
        let key = (editions.to_vec(), packages.to_vec());
        if let Some(host) = hosts.get(&key) {
            return Ok(Arc::clone(host));
        }
        let mut setup = Setup {
            packages: packages.iter().map(|folder| fixtures().join(folder)).collect(),
            ..Setup::default()
        };
        for edition in editions {
            setup.use_edition(edition).map_err(|fault| fault.say(Lang::En))?;
        }
        let host = Arc::new(Parchemin::new(&setup).map_err(|fault| fault.say(Lang::En))?);
        hosts.insert(key, Arc::clone(&host));
        Ok(host)
    }
}

fn validator(schema: &Value) -> Result<Validator, String> {
    jsonschema::draft202012::new(schema).map_err(|error| error.to_string())
}

fn validate(what: &str, validator: &Validator, value: &Value) -> Result<(), String> {
    validator
        .validate(value)
        .map_err(|error| format!("  {what} is not of its schema: {error}, at {}", error.instance_path()))
}

/// The decision, or the message and advice of the refusal.
fn decided(host: &Parchemin, file: &Value, as_of: Option<Day>, lang: Lang) -> Result<Decision, String> {
    let said = |fault: &dyn Speak| {
        [Some(fault.say(lang)), fault.help(lang)].into_iter().flatten().collect::<Vec<_>>().join(" — ")
    };
    let bytes = serde_json::to_vec(file).map_err(|error| error.to_string())?;
    let file = parse(&bytes, Leniency::Strict).map_err(|fault| said(&fault))?;
    host.decide(&file, as_of, lang).map_err(|refusal| said(&refusal))
}

fn refused(expected: &Expectation, message: &str) -> Result<(), String> {
    match &expected.refused {
        Some(part) if message.contains(part.as_str()) => Ok(()),
        Some(part) => Err(format!("  expected a refusal with « {part} »\n  found: {message}")),
        None => Err(format!("  expected a decision, refused: {message}")),
    }
}

fn json(decision: &Decision) -> Result<Value, String> {
    serde_json::to_value(decision).map_err(|error| error.to_string())
}

fn bytes(decision: &Decision) -> Result<Vec<u8>, String> {
    canonical(decision).map_err(|error| error.to_string())
}

/// A decision without what is said in its own language.
fn without_words(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            for name in ["language", "message", "why"] {
                members.remove(name);
            }
            members.iter_mut().for_each(|(_, member)| *member = without_words(member.take()));
        }
        Value::Array(rows) => rows.iter_mut().for_each(|row| *row = without_words(row.take())),
        _ => {}
    }
    value
}
