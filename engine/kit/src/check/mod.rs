//! Everything that can be said against packages before they decide anything: what loading refuses, and what can only be
//! seen of a catalogue as a whole.
//!
//! What loading says is taken as it is, and given a place where it has none. Then the tables and dates of each package are
//! looked at exactly; its rules are followed every way that they can go; and last, what no way has settled is looked for
//! among candidate files made up from what the packages speak of. What is proven is an error; what was only not found is a
//! warning.

mod cases;
mod dates;
mod diagnostic;
pub mod explain;
mod place;
mod rules;
pub mod sarif;
mod search;
mod tables;
mod timeline;
mod todo;
mod trouble;

pub use cases::unknown_rules;
pub use diagnostic::{Diagnostic, Report, Witness};
pub use trouble::Trouble;

use crate::{coverage, package::Package};
use parchemin::{
    Backend, LoadFault, Parchemin, Setup,
    cases::cases_of,
    packages::{self, Checked, Code, Files, PackageFault, exactly},
    sources,
};
use semver::{Version, VersionReq};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Which of the packages that a setup loads are looked at; the others are there for what they say of them.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Packages by id and version.
    pub named: Vec<(String, VersionReq)>,
    /// All that came after so many: those that were given beside the ones already there.
    pub after: Option<usize>,
    /// Packages by their places among all that are loaded: those that cannot be read have no id.
    pub places: BTreeSet<usize>,
}

impl Scope {
    pub(crate) fn holds(&self, place: usize, checked: Option<&Checked>) -> bool {
        let named = |(id, version): &(String, VersionReq)| {
            checked.is_some_and(|one| one.identity.id == *id && version.matches(&one.version))
        };
        let all = self.named.is_empty() && self.after.is_none() && self.places.is_empty();
        all || self.places.contains(&place)
            || self.after.is_some_and(|after| place >= after)
            || self.named.iter().any(named)
    }
}

/// Checks the packages of a scope, among all that a setup loads. `files` is how many candidate files are drawn for what
/// cannot be proven, besides those that go through every special day; with 0 nothing is looked for.
///
/// # Errors
/// Nothing could be looked at: no package is there, an edition is none, the sandbox cannot be made, or a package out of
/// the scope is wrong.
pub fn check(setup: &Setup, scope: &Scope, files: u64) -> Result<Report, LoadFault> {
    let mut report = Report::default();
    let all = match sources(setup) {
        Ok(all) => all,
        Err(LoadFault::Packages(faults)) => {
            report.looked_at = refused(setup, &faults);
            report.add(faults.into_iter().map(Diagnostic::from));
            return Ok(report);
        }
        Err(other) => return Err(other),
    };
    let mut sound: Vec<(usize, Package<'_>)> = Vec::new();
    for (n, one) in all.iter().enumerate() {
        match packages::check(one) {
            Ok(checked) => sound.extend(Package::new(one, Arc::new(checked)).map(|package| (n, package))),
            Err(faults) if scope.holds(n, None) => {
                report.looked_at.push(one.name().to_owned());
                report.add(faults.iter().map(|fault| place::placed(fault, one).into()));
            }
            Err(faults) => return Err(LoadFault::Packages(faults)),
        }
    }
    let unsound = report.has_errors();
    replaced(&mut sound);
    let everything: Vec<&Package<'_>> = sound.iter().map(|(_, package)| package).collect();
    let scoped: Vec<&Package<'_>> = sound
        .iter()
        .filter(|(n, package)| scope.holds(*n, Some(&package.checked)))
        .map(|(_, one)| one)
        .collect();
    for package in &scoped {
        let identity = &package.checked.identity;
        report.looked_at.push(format!("{}@{}", identity.id, identity.version));
        report.add(dates::faults(package));
        report.add(todo::faults(package));
    }
    // What loading refuses has been told already.
    let host = if unsound { None } else { prepared(setup, &scoped, &everything, &all, &mut report)? };
    if let Some(host) = host.as_ref().filter(|_| !report.has_errors()) {
        for package in &scoped {
            report.add(timeline::faults(package, &scoped, host.catalogue()));
            report.add(tables::faults(package, &everything, host.catalogue()));
            report.add(rules::faults(package, host.catalogue()));
        }
    }
    // Cases and declarations decide nothing: a fault of theirs hides no other, and is hidden by none.
    let rules = everything.iter().flat_map(|package| &package.checked.rules);
    let rules: BTreeSet<&str> = rules.map(|rule| rule.id.as_str()).collect();
    for package in &scoped {
        let faults = match cases_of(package.files) {
            Ok(cases) if !unsound => unknown_rules(package.files, &cases, &rules),
            Ok(_) => Vec::new(),
            Err(faults) => faults,
        };
        report.add(faults.into_iter().map(Diagnostic::from));
    }
    // Who answers for a source is known where the packages are that require each other, each in a place of its own.
    let apart = |one: &Diagnostic| matches!(one.code(), Code::Unmet | Code::Cycle | Code::IdOfAnother);
    if !unsound && !report.diagnostics.iter().any(apart) {
        for package in &scoped {
            report.add(coverage::of(package, &everything).faults);
        }
    }
    if let Some(host) = host.filter(|_| !report.has_errors()) {
        search::faults(setup, &host, &scoped, &everything, files, &mut report)?;
    }
    Ok(report)
}

/// The packages that were given and could not be read.
fn refused(setup: &Setup, faults: &[PackageFault]) -> Vec<String> {
    let within = |folder: &&PathBuf| faults.iter().any(|fault| Path::new(fault.file()).starts_with(folder));
    setup.packages.iter().filter(within).map(|folder| folder.display().to_string()).collect()
}

/// The packages ready to decide, in every edition and form; none where something keeps the ones that are asked for from
/// it, which is reported.
fn prepared(
    setup: &Setup,
    scoped: &[&Package<'_>],
    everything: &[&Package<'_>],
    all: &[Files],
    report: &mut Report,
) -> Result<Option<Parchemin>, LoadFault> {
    let Some(host) = loaded(setup, everything, all, report)? else { return Ok(None) };
    for setup in otherwise(setup, scoped, &host) {
        let mut besides = Report::default();
        loaded(&setup, everything, all, &mut besides)?;
        // What is wrong in several of them is told once.
        for one in besides.diagnostics {
            let same = |known: &Diagnostic| {
                let (known, one) = (&known.fault, &one.fault);
                known.problem() == one.problem() && known.file() == one.file() && known.span() == one.span()
            };
            if !report.diagnostics.iter().any(same) {
                report.add([one]);
            }
        }
    }
    Ok(Some(host))
}

/// Later packages replace earlier ones of the same id and version, as they do where packages are loaded.
pub(crate) fn replaced(sound: &mut Vec<(usize, Package<'_>)>) {
    let mut seen: BTreeSet<(String, Version)> = BTreeSet::new();
    sound.reverse();
    sound.retain(|(_, one)| seen.insert((one.id().to_owned(), one.checked.version.clone())));
    sound.reverse();
}

/// The setups in which packages of a scope decide where the one that is asked for leaves them out: each in the edition
/// that it is, and in each of the forms in which it carries its rules.
fn otherwise(setup: &Setup, scoped: &[&Package<'_>], host: &Parchemin) -> Vec<Setup> {
    let mut all = Vec::new();
    for package in scoped {
        let checked = &package.checked;
        let used = host.catalogue().any(package.id()).is_some_and(|one| one.identity == checked.identity);
        let decided = checked.backend(setup.backend);
        let forms =
            [(Backend::Rhai, !checked.scripts.is_empty()), (Backend::Wasm, checked.component.is_some())];
        // Rules that a package has none of are in no form.
        let carried = forms.iter().filter(|(_, carried)| *carried).count();
        for (form, carries) in forms {
            let asked = if carried == 2 { carries } else { form == decided };
            if !asked || (used && form == decided) {
                continue;
            }
            let mut other = setup.clone();
            other.backend = if carried == 2 { Some(form) } else { setup.backend };
            other.editions.push((package.id().to_owned(), exactly(&checked.version)));
            all.push(other);
        }
    }
    all
}

/// The packages ready to decide; none where something keeps them from it, which is reported with its place.
fn loaded(
    setup: &Setup,
    everything: &[&Package<'_>],
    all: &[Files],
    report: &mut Report,
) -> Result<Option<Parchemin>, LoadFault> {
    match Parchemin::new(setup) {
        Ok(host) => Ok(Some(host)),
        Err(LoadFault::Packages(faults)) => {
            report.add(faults.iter().map(|fault| place::among(fault, everything, all).into()));
            Ok(None)
        }
        Err(LoadFault::Catalogue(faults)) => {
            for fault in faults {
                match place::of_catalogue(&fault, everything) {
                    Some(diagnostic) => report.add([diagnostic]),
                    // An edition that is asked for and not there.
                    None => return Err(LoadFault::Catalogue(vec![fault])),
                }
            }
            Ok(None)
        }
        Err(other) => Err(other),
    }
}
