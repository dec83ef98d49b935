//! Past decisions made again, each by the packages that were loaded then, known by their digests.

use super::{
    content::Content,
    row::{LoadedPackage, Row, digest},
};
use crate::decided::{full, short};
use parchemin::{
    LoadFault, Parchemin, Setup,
    core::{CandidateFile, Day, Lang, Speak, say},
    packages::Files,
    pointer::escaped,
};
use parchemin_bulk::write::Detail;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};

/// Differences that are told; a log with more is told by their number.
const TOLD: usize = 100;

/// Members of a decision that are told where it differs.
const MEMBERS: usize = 10;

/// What came of it.
#[derive(Debug, Default)]
pub struct Replayed {
    /// Decisions that came out the same.
    pub same: u64,
    /// Those that did not.
    pub different: u64,
    /// The first hundred of these.
    pub differences: Vec<Difference>,
    /// Those that could not be made again, and why.
    pub not: BTreeMap<NotReplayed, u64>,
}

/// A decision that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The number of its row.
    pub number: i64,
    /// The members that differ, by their JSON pointers; the first ten.
    pub members: Vec<String>,
    /// Why it is not decided any more, where it is not.
    pub refused: Option<String>,
}

/// Why a decision could not be made again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotReplayed {
    /// Its content was erased, or its time has passed.
    Gone,
    /// Members of its file were not kept.
    Masked,
    /// A package that was loaded is not there: its name and digest.
    NoPackage(String),
    /// The packages that were loaded do not load together any more: why.
    PackagesDoNotLoad(String),
    /// What the log holds of it cannot be read.
    Unreadable,
}

/// Decides again what rows tell of.
pub(super) struct Replayer<'r> {
    setup: &'r Setup,
    /// Packages by their digests.
    packages: BTreeMap<String, Files>,
    /// The lists of packages that were loaded, by their digests.
    lists: BTreeMap<&'r str, &'r str>,
    hosts: BTreeMap<String, Result<Arc<Parchemin>, NotReplayed>>,
    found: Replayed,
}

impl<'r> Replayer<'r> {
    pub(super) fn new(
        setup: &'r Setup,
        catalogues: &'r [(String, String)],
    ) -> Result<Replayer<'r>, LoadFault> {
        let sources = parchemin::sources(setup)?;
        Ok(Replayer {
            setup,
            packages: sources.into_iter().map(|files| (files.digest(), files)).collect(),
            lists: catalogues.iter().map(|(name, list)| (name.as_str(), list.as_str())).collect(),
            hosts: BTreeMap::new(),
            found: Replayed::default(),
        })
    }

    /// The next decision; none where its row cannot be read.
    pub(super) fn row(&mut self, row: Option<&Row>) {
        match row.ok_or(NotReplayed::Unreadable).and_then(|row| self.again(row)) {
            Ok(None) => self.found.same += 1,
            Ok(Some(difference)) => {
                self.found.different += 1;
                if self.found.differences.len() < TOLD {
                    self.found.differences.push(difference);
                }
            }
            Err(why) => *self.found.not.entry(why).or_default() += 1,
        }
    }

    pub(super) fn end(self) -> Replayed {
        self.found
    }

    /// How a decision differs now, where it does.
    fn again(&mut self, row: &Row) -> Result<Option<Difference>, NotReplayed> {
        if row.sealed.is_none() {
            return Err(NotReplayed::Gone);
        }
        let content = row.content().ok_or(NotReplayed::Unreadable)?;
        if !content.masked.is_empty() {
            return Err(NotReplayed::Masked);
        }
        let host = self.host(row.stays.catalogue.as_deref().ok_or(NotReplayed::Unreadable)?)?;
        let day = row.stays.as_of.as_deref().and_then(|day| day.parse::<Day>().ok());
        let day = day.ok_or(NotReplayed::Unreadable)?;
        let file: CandidateFile =
            serde_json::from_value(content.file.clone()).map_err(|_| NotReplayed::Unreadable)?;
        let differs = |members, refused| Some(Difference { number: row.number, members, refused });
        match decided(&host, file, day, &content) {
            Err(refused) => Ok(differs(Vec::new(), Some(refused))),
            Ok(mut now) => {
                let mut then = content.decision;
                if content.engine != env!("CARGO_PKG_VERSION") {
                    // That it is another engine is no difference of the decision.
                    for decision in [&mut now, &mut then] {
                        decision.as_object_mut().map(|members| members.remove("engine"));
                    }
                }
                let mut members = Vec::new();
                differences(&then, &now, String::new(), &mut members);
                Ok(if members.is_empty() { None } else { differs(members, None) })
            }
        }
    }

    /// What decided when these packages were loaded.
    fn host(&mut self, catalogue: &str) -> Result<Arc<Parchemin>, NotReplayed> {
        if let Some(host) = self.hosts.get(catalogue) {
            return host.clone();
        }
        let host = self.load(catalogue);
        self.hosts.insert(catalogue.to_owned(), host.clone());
        host
    }

    fn load(&self, catalogue: &str) -> Result<Arc<Parchemin>, NotReplayed> {
        let list = self.lists.get(catalogue).filter(|list| digest(&[list.as_bytes()]) == catalogue);
        let list: Vec<LoadedPackage> =
            list.and_then(|list| serde_json::from_str(list).ok()).ok_or(NotReplayed::Unreadable)?;
        let mut setup = Setup { backend: self.setup.backend, ..Setup::default() };
        let mut packages = Vec::with_capacity(list.len());
        for LoadedPackage { identity, in_use } in list {
            let (id, version) = (&identity.id, &identity.version);
            let files = self
                .packages
                .get(&identity.digest)
                .ok_or_else(|| NotReplayed::NoPackage(format!("{id}@{version} ({})", identity.digest)))?;
            packages.push(files.clone());
            if in_use {
                setup.use_edition(&format!("{id}@={version}")).map_err(|_| NotReplayed::Unreadable)?;
            }
        }
        setup.instead = Some(packages);
        let host = Parchemin::new(&setup);
        host.map(Arc::new).map_err(|fault| NotReplayed::PackagesDoNotLoad(fault.to_string()))
    }
}

/// What is decided of a file now, as it was answered then.
fn decided(host: &Parchemin, file: CandidateFile, day: Day, content: &Content) -> Result<Value, String> {
    let said = |refusal: parchemin::Refusal| refusal.say(content.language);
    let prepared = host.prepare(Arc::new(file), Some(day)).map_err(said)?;
    let prepared = [prepared];
    let evaluated = host.evaluate(&prepared).into_iter().zip(&prepared).next();
    let Some((evaluated, prepared)) = evaluated else { return Ok(Value::Null) };
    let evaluated = evaluated.map_err(said)?;
    let decided = match content.detail {
        Detail::Full => full(&host.in_words(prepared, &evaluated, content.language).map_err(said)?),
        detail => short(prepared, &evaluated.into_judged(), detail),
    };
    // What was written a moment ago can be read.
    Ok(serde_json::from_slice(&decided.bytes).unwrap_or_default())
}

/// The members in which two values differ.
fn differences(then: &Value, now: &Value, pointer: String, into: &mut Vec<String>) {
    let under = |name: &str| format!("{pointer}/{}", escaped(name));
    if into.len() >= MEMBERS || then == now {
        return;
    }
    match (then, now) {
        (Value::Object(a), Value::Object(b)) => {
            let added = b.keys().filter(|name| !a.contains_key(*name));
            for name in a.keys().chain(added) {
                let null = &Value::Null;
                differences(a.get(name).unwrap_or(null), b.get(name).unwrap_or(null), under(name), into);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                differences(a, b, under(&index.to_string()), into);
            }
        }
        _ => into.push(pointer),
    }
}

impl Speak for Difference {
    fn say(&self, lang: Lang) -> String {
        let number = self.number;
        if let Some(refused) = &self.refused {
            return say!(lang, fr: "ligne {number} : n’est plus décidée : {refused}", en: "row {number}: is not decided any more: {refused}");
        }
        let members = self.members.join(", ");
        say!(lang, fr: "ligne {number} : diffère en {members}", en: "row {number}: differs at {members}")
    }
}

impl Speak for NotReplayed {
    fn say(&self, lang: Lang) -> String {
        match self {
            NotReplayed::Gone => {
                say!(lang, fr: "le contenu a été effacé ou son temps est passé", en: "the content was erased or its time has passed")
            }
            NotReplayed::Masked => {
                say!(lang, fr: "des membres du dossier n’ont pas été gardés", en: "members of the file were not kept")
            }
            NotReplayed::NoPackage(name) => {
                say!(lang, fr: "le paquet {name} n’est pas là", en: "the package {name} is not there")
            }
            NotReplayed::PackagesDoNotLoad(reason) => {
                say!(lang, fr: "les paquets ne se chargent plus : {reason}", en: "the packages do not load any more: {reason}")
            }
            NotReplayed::Unreadable => {
                say!(lang, fr: "le journal ne s’en lit pas", en: "what the log holds of it cannot be read")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            NotReplayed::NoPackage(_) => {
                Some(say!(lang, fr: "le donner par --packages", en: "give it by --packages"))
            }
            _ => None,
        }
    }
}
