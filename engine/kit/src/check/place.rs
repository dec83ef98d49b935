//! Where a fault stands that loading tells without a place: of packages side by side, and of what is missing.

use super::{Diagnostic, Trouble, diagnostic::on, tables};
use crate::package::{MANIFEST, PARAMETERS, Package, RULES, TITRE, find, text};
use parchemin::packages::{CatalogueFault, Files, PackageFault, Problem, correspondence};
use std::ops::Range;

/// A fault of these files with a place, where one can be given that it has not.
pub(super) fn placed(fault: &PackageFault, files: &Files) -> PackageFault {
    if fault.span().is_some() {
        return fault.clone();
    }
    let own = fault.file().strip_prefix(&files.shown("")).unwrap_or_default();
    let found = |file: &str, words: &[&str]| Some((file.to_owned(), find(text(files, file), words)?));
    // `rules.voie.steps.attendre` stands below `[rules.voie.steps]`; where it does not, there is at least `[rules.voie]`,
    // or the rule itself.
    let below = |key: &str| {
        let (above, last) = key.rsplit_once('.')?;
        found(own, &[&format!("[{above}]"), last])
    };
    let rule = |key: &str| {
        let id = key.split('.').nth(1)?;
        found(own, &[&format!("rules.{id}")]).or_else(|| found(RULES, &[&format!("\"{id}\"")]))
    };
    let place = match fault.problem() {
        Problem::LanguageMissing(_) => found(MANIFEST, &["languages"]),
        // A member that a table lacks is shown at the table.
        Problem::PartMissing(part) => {
            let table = part.split_once('.').and_then(|(table, _)| found(MANIFEST, &[&format!("[{table}]")]));
            table.or_else(|| found(MANIFEST, &["kind"]))
        }
        Problem::MessageMissing { key, .. } => rule(key),
        Problem::MessageOrphan { key } => below(key).or_else(|| rule(key)),
        Problem::UnknownParameter { parameter, .. } => {
            found(own, &[&format!("law.{parameter}")]).or_else(|| found(own, &[parameter]))
        }
        Problem::FunctionMissing { function, .. } => {
            found(RULES, &[&format!("\"{}\"", function.replace('_', "-"))])
        }
        _ => None,
    };
    match place {
        Some((file, span)) => {
            PackageFault::new(&files.shown(&file), text(files, &file), Some(span), fault.problem().clone())
        }
        None => fault.clone(),
    }
}

/// The same, of a fault that may belong to any of these packages; it names its package by the folder, or by the id.
pub(super) fn among(fault: &PackageFault, packages: &[&Package<'_>], all: &[Files]) -> PackageFault {
    let by_id = packages.iter().rev().find_map(|package| {
        let inside = fault.file().strip_prefix(package.id())?.strip_prefix('/')?;
        package.files.bytes(inside)?;
        let shown = package.files.shown(inside);
        let again = PackageFault::new(&shown, text(package.files, inside), None, fault.problem().clone());
        let placed = placed(&again, package.files);
        placed.span().is_some().then_some(placed)
    });
    let by_folder = || {
        let files = all.iter().rev().find(|files| fault.file().starts_with(&files.shown("")))?;
        Some(placed(fault, files))
    };
    match fault.span() {
        Some(_) => fault.clone(),
        None => by_id.or_else(by_folder).unwrap_or_else(|| fault.clone()),
    }
}

/// The first day of the period of a package, as it writes it.
pub(super) fn period_start(package: &Package<'_>) -> Option<Range<usize>> {
    let bound = &package.manifest.period.as_ref()?.from;
    let day = format!("\"{}\"", bound.included.or(bound.excluded)?);
    find(text(package.files, MANIFEST), &["period", "from", &day])
}

/// The last day of the period of a package, as it writes it.
pub(super) fn period_end(package: &Package<'_>) -> Option<Range<usize>> {
    let bound = &package.manifest.period.as_ref()?.to;
    let day = format!("\"{}\"", bound.included.or(bound.excluded)?);
    find(text(package.files, MANIFEST), &["period", "to", &day])
}

/// A fault of packages side by side, in the package that has to be mended; none where it is not of packages.
pub(super) fn of_catalogue(fault: &CatalogueFault, all: &[&Package<'_>]) -> Option<Diagnostic> {
    let named = |id: &str| all.iter().rev().find(|package| package.id() == id).copied();
    let (package, file, span) = match fault {
        CatalogueFault::IdOfAnother { package, meant } => {
            let [_, second] = &**meant;
            let is = |one: &&&Package<'_>| one.id() == package && one.checked.version == second.version;
            let package = *all.iter().rev().find(is)?;
            (package, MANIFEST, find(text(package.files, MANIFEST), &[&format!("\"{}\"", package.id())]))
        }
        CatalogueFault::Unmet { package, requires, requirement, .. } => {
            // Of several editions, the one that asks for it.
            let asks = |one: &&&Package<'_>| {
                let asked = one.checked.requires.get(requires);
                one.id() == package && asked.is_some_and(|asked| asked.to_string() == *requirement)
            };
            let package = *all.iter().rev().find(asks)?;
            (package, MANIFEST, Some(package.manifest.requires.get(requires)?.span()))
        }
        CatalogueFault::Cycle(ids) => {
            let next = ids.get(1).or(ids.first())?;
            let asks = |one: &&&Package<'_>| {
                Some(one.id()) == ids.first().map(String::as_str) && one.manifest.requires.contains_key(next)
            };
            let package = *all.iter().rev().find(asks)?;
            (package, MANIFEST, Some(package.manifest.requires.get(next)?.span()))
        }
        CatalogueFault::SameDay { second, .. } => {
            let package = named(second)?;
            (package, MANIFEST, period_start(package))
        }
        CatalogueFault::UnknownPredecessor { package, .. }
        | CatalogueFault::TwoSuccessors { second: package, .. } => {
            let package = named(package)?;
            let predecessor = package.manifest.titre.as_ref()?.predecessor.as_ref()?;
            (package, MANIFEST, Some(predecessor.span()))
        }
        CatalogueFault::UnknownOldCcp { package, ccp, nearest } => {
            let package = named(package)?;
            // The word may be right of another revision; it is no advice.
            let others = nearest.iter().filter(|near| *near != ccp).cloned().collect();
            let fault = CatalogueFault::UnknownOldCcp {
                package: package.id().to_owned(),
                ccp: ccp.clone(),
                nearest: others,
            };
            let span = tables::old_ccp(package, ccp);
            return Some(package.fault(correspondence::FILE, span, fault.code()?, &fault).into());
        }
        CatalogueFault::ExtensionChangesCcps { package, .. } => {
            let package = named(package)?;
            (package, MANIFEST, find(text(package.files, MANIFEST), &["\"extends\""]))
        }
        CatalogueFault::ParameterTwice { parameter, second, .. } => {
            // Of several editions, the one that defines it.
            let defines = |one: &&&Package<'_>| one.id() == second && one.parameters.contains_key(parameter);
            let package = *all.iter().rev().find(defines)?;
            (package, PARAMETERS, find(text(package.files, PARAMETERS), &[parameter]))
        }
        CatalogueFault::NameOfTwoTitres { name, second, .. } => {
            let package = named(second)?;
            let word = format!("\"{name}\"");
            // The id of a titre or of a package stands in the manifest.
            let of = |file| Some((file, find(text(package.files, file), &[&word])?));
            let (file, span) = of(TITRE).or_else(|| of(MANIFEST)).unzip();
            (package, file.unwrap_or(TITRE), span)
        }
        CatalogueFault::NoSuchPackage { .. } | CatalogueFault::NoSuchTitre { .. } => return None,
    };
    let diagnostic = Diagnostic::from(package.fault(file, span, fault.code()?, fault));
    Some(match fault {
        CatalogueFault::SameDay { titre, day, .. } => {
            diagnostic.shown_by(&format!("{titre}-{day}"), on(*day, Some(titre)))
        }
        _ => diagnostic,
    })
}

impl Trouble {
    /// The trouble at a place of a package.
    pub(crate) fn at(&self, package: &Package<'_>, file: &str, span: Option<Range<usize>>) -> Diagnostic {
        package.fault(file, span, self.code(), self).into()
    }
}
