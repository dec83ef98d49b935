//! Runs cases on packages: each on the edition of the package that it stands in, or on those that it names.

use super::{
    compare::{Difference, compare},
    expect::Expectation,
    read::Named,
    written::Asked,
};
use crate::{
    LoadFault, Parchemin, Setup, edition,
    load::{self, Source},
    parallel,
};
use parchemin_core::{
    Day, Decision, Lang, Speak,
    file::{Leniency, parse},
};
use parchemin_package::{Catalogue, Checked, Files, exactly};
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

/// Packages on which cases are run.
pub struct Bench {
    setup: Setup,
    catalogue: Catalogue,
    packages: Vec<Loaded>,
}

/// A package of the catalogue, with the files it was made of.
#[derive(Clone, Debug)]
pub struct Loaded {
    checked: Arc<Checked>,
    files: Files,
}

/// What became of one decision that a case asks for.
#[derive(Clone, Debug, Serialize)]
pub struct Tried {
    /// The package of the case: id and version.
    pub package: String,
    /// The name of the case, with the number of the variant: `vae/un-an`, `vae/un-an#2`.
    pub name: String,
    /// The file in which the case stands, inside the package.
    pub file: String,
    /// What it shows.
    pub shows: String,
    /// How the decision differs from what is expected; none where it does not.
    pub differences: Vec<Difference>,
    /// The decision, in French, where there is one.
    #[serde(skip)]
    pub decision: Option<Decision>,
}

/// The editions that a decision is made by: id and requirement, in order.
type Editions = Vec<(String, semver::VersionReq)>;

/// The hosts of cases, by the editions that they name; a fault where there is no such edition.
type Hosts = BTreeMap<Vec<String>, Result<Parchemin, LoadFault>>;

impl Loaded {
    /// What was checked.
    pub fn checked(&self) -> &Arc<Checked> {
        &self.checked
    }

    /// The files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Id and version: `cadre@2.0.0`.
    pub fn name(&self) -> String {
        format!("{}@{}", self.checked.identity.id, self.checked.identity.version)
    }
}

impl Tried {
    /// Whether the decision is as expected.
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

impl Bench {
    /// The packages of a setup.
    ///
    /// # Errors
    /// Everything that is wrong with them, or with how they fit together.
    pub fn new(setup: &Setup) -> Result<Bench, LoadFault> {
        let mut packages: BTreeMap<(String, semver::Version), Loaded> = BTreeMap::new();
        let sources = load::checked(setup)?;
        // Later packages replace earlier ones of the same id and version, here as in the catalogue.
        for Source { checked, files } in sources {
            let key = (checked.identity.id.clone(), checked.version.clone());
            packages.insert(key, Loaded { checked, files });
        }
        let packages: Vec<Loaded> = packages.into_values().collect();
        let all = packages.iter().map(|loaded| Arc::clone(&loaded.checked));
        Ok(Bench {
            catalogue: load::side_by_side(all, &setup.editions)?,
            packages,
            setup: without_packages(setup),
        })
    }

    /// One package among others that are put together already. The setup says in what form rules run.
    pub fn among(catalogue: Catalogue, checked: &Arc<Checked>, files: Files, setup: &Setup) -> Bench {
        let packages = vec![Loaded { checked: Arc::clone(checked), files }];
        Bench { setup: without_packages(setup), catalogue, packages }
    }

    /// The same packages, with others beside them, or in the place of those of the same id and version.
    ///
    /// # Errors
    /// Everything that is wrong with them, or with how they fit together.
    pub fn with(&self, others: &[Files]) -> Result<Bench, LoadFault> {
        let mut packages = self.packages.clone();
        for (files, checked) in others.iter().zip(load::all_checked(others)?) {
            let same = |loaded: &&mut Loaded| {
                loaded.checked.identity.id == checked.identity.id && loaded.checked.version == checked.version
            };
            let one = Loaded { checked: Arc::clone(&checked), files: files.clone() };
            match packages.iter_mut().find(same) {
                Some(place) => *place = one,
                None => packages.push(one),
            }
        }
        let all = packages.iter().map(|loaded| Arc::clone(&loaded.checked));
        Ok(Bench {
            catalogue: load::side_by_side(all, &self.setup.editions)?,
            packages,
            setup: self.setup.clone(),
        })
    }

    /// The packages, by id and version.
    pub fn packages(&self) -> &[Loaded] {
        &self.packages
    }

    /// The packages, side by side.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Runs the cases of a package, with so many threads: what became of each, in their order.
    pub fn run(&self, package: &Loaded, cases: &[Named], threads: usize) -> Vec<Tried> {
        let asked: Vec<(&Named, Asked<'_>)> =
            cases.iter().flat_map(|named| asked(named).into_iter().map(move |one| (named, one))).collect();
        let hosts = self.hosts(package, &asked, threads);
        parallel::each(&asked, threads, |(named, asked)| {
            let (decision, differences) = match hosts.get(&self.key(package, asked.editions)) {
                Some(Ok(host)) => tried(host, asked),
                Some(Err(fault)) => (None, vec![unusable(asked.editions, fault)]),
                None => (None, Vec::new()),
            };
            outcome(package, named, asked, decision, differences)
        })
    }

    /// The first of the cases of a package that fails, if one does.
    ///
    /// # Errors
    /// What is wrong with the packages: only when they are prepared to decide are their rules compiled.
    pub fn first_failure(&self, package: &Loaded, cases: &[Named]) -> Result<Option<Tried>, LoadFault> {
        let mut hosts: BTreeMap<Vec<String>, Parchemin> = BTreeMap::new();
        for (named, asked) in
            cases.iter().flat_map(|named| asked(named).into_iter().map(move |one| (named, one)))
        {
            let host = match hosts.entry(self.key(package, asked.editions)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(self.host(package, asked.editions)?),
            };
            let (decision, differences) = tried(host, &asked);
            if !differences.is_empty() {
                return Ok(Some(outcome(package, named, &asked, decision, differences)));
            }
        }
        Ok(None)
    }

    /// What packages in an edition of this package, and in those that are named, decide by.
    ///
    /// # Errors
    /// A text that names no edition, or an edition that is not there.
    pub fn host(&self, package: &Loaded, editions: &[String]) -> Result<Parchemin, LoadFault> {
        let mut catalogue = self.catalogue.clone();
        for (id, requirement) in self.editions(package, editions)? {
            catalogue = catalogue
                .with_default(&id, requirement)
                .map_err(|fault| LoadFault::Catalogue(vec![fault]))?;
        }
        Parchemin::of(catalogue, &self.setup)
    }

    fn editions(&self, package: &Loaded, named: &[String]) -> Result<Editions, LoadFault> {
        let own = (package.checked.identity.id.clone(), exactly(&package.checked.version));
        let named = named.iter().map(|text| edition(text));
        // Where there is one edition only, nobody has to choose; then the packages share a host.
        let alone = self.packages.iter().filter(|other| other.checked.identity.id == own.0).count() == 1;
        (!alone).then_some(Ok(own)).into_iter().chain(named).collect()
    }

    /// By what the hosts of cases are told apart.
    fn key(&self, package: &Loaded, named: &[String]) -> Vec<String> {
        match self.editions(package, named) {
            Ok(editions) => editions.iter().map(|(id, requirement)| format!("{id}@{requirement}")).collect(),
            Err(_) => named.to_vec(),
        }
    }

    fn hosts(&self, package: &Loaded, asked: &[(&Named, Asked<'_>)], threads: usize) -> Hosts {
        let mut wanted: BTreeMap<Vec<String>, &[String]> = BTreeMap::new();
        for (_, asked) in asked {
            wanted.insert(self.key(package, asked.editions), asked.editions);
        }
        let wanted: Vec<(Vec<String>, &[String])> = wanted.into_iter().collect();
        let made = parallel::each(&wanted, threads, |(_, editions)| self.host(package, editions));
        wanted.into_iter().map(|(key, _)| key).zip(made).collect()
    }
}

fn outcome(
    package: &Loaded,
    named: &Named,
    asked: &Asked<'_>,
    decision: Option<Decision>,
    differences: Vec<Difference>,
) -> Tried {
    let variant = if asked.number == 0 { String::new() } else { format!("#{}", asked.number) };
    Tried {
        package: package.name(),
        name: format!("{}{variant}", named.name),
        file: named.file.clone(),
        shows: asked.shows.to_owned(),
        differences,
        decision,
    }
}

/// What of a setup is not its packages.
fn without_packages(setup: &Setup) -> Setup {
    Setup { packages: Vec::new(), instead: Some(Vec::new()), ..setup.clone() }
}

/// The decisions that a case asks for; that its pointers lead somewhere was seen when it was read.
fn asked(named: &Named) -> Vec<Asked<'_>> {
    named.case.asks(named.base.as_ref()).unwrap_or_default()
}

fn tried(host: &Parchemin, asked: &Asked<'_>) -> (Option<Decision>, Vec<Difference>) {
    match decided(host, &asked.file, asked.as_of) {
        Ok(decision) => {
            let differences = match &asked.expect.refused {
                Some(part) => vec![difference("/refused", json!(part), json!(decision.headline), true)],
                None => compare(asked.expect, &decision),
            };
            (Some(decision), differences)
        }
        Err(message) => (None, refused(asked.expect, message)),
    }
}

/// The decision in French, or the message of the refusal with its advice.
fn decided(host: &Parchemin, file: &Value, as_of: Option<Day>) -> Result<Decision, String> {
    let file = parse(file.to_string().as_bytes(), Leniency::Strict).map_err(|fault| said(&fault))?;
    host.decide(&file, as_of, Lang::Fr).map_err(|refusal| said(&refusal))
}

/// A message in French, with its advice.
fn said(fault: &dyn Speak) -> String {
    let parts = [Some(fault.say(Lang::Fr)), fault.help(Lang::Fr)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" — ")
}

fn refused(expected: &Expectation, message: String) -> Vec<Difference> {
    match &expected.refused {
        Some(part) if message.contains(part.as_str()) => Vec::new(),
        Some(part) => vec![difference("/refused", json!(part), json!(message), true)],
        None => vec![difference("/refused", Value::Null, json!(message), false)],
    }
}

fn unusable(editions: &[String], fault: &LoadFault) -> Difference {
    difference("/use", json!(editions), json!(said(fault)), false)
}

fn difference(at: &str, expected: Value, found: Value, part: bool) -> Difference {
    Difference { at: at.to_owned(), expected, found, part }
}
