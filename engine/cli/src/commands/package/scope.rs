//! Which packages a subcommand looks at: those in folders and archives that are given, those that are named, or all.

use crate::{Common, commands::Told, output::Output, report};
use parchemin::{
    Setup, edition,
    packages::{CatalogueFault, Files, check},
    sources,
};
use parchemin_kit::check::Scope;
use std::path::{Path, PathBuf};

/// What to load, and what of it to look at.
pub(super) fn scope(given: &[String], common: &Common, output: &mut Output) -> Result<(Setup, Scope), Told> {
    let lang = common.lang();
    let (paths, names): (Vec<&String>, Vec<&String>) =
        given.iter().partition(|given| Path::new(given).exists());
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let before = common.setup(output)?;
    let told = |fault, output: &mut Output| {
        report::load_fault(&fault, lang, output);
        Told
    };
    let mut scope = Scope::default();
    if !paths.is_empty() || !names.is_empty() {
        let files = sources(&before).map_err(|fault| told(fault, output))?;
        scope.after = (!paths.is_empty()).then_some(files.len());
        for name in names {
            let named = edition(name).unwrap_or_else(|_| (name.clone(), semver::VersionReq::STAR));
            // One of that name that cannot be read is what is asked about too.
            let unsound = (0..).zip(&files).filter(|(_, files)| would_be(files, &named.0)).map(|(n, _)| n);
            let before = scope.places.len();
            scope.places.extend(unsound);
            if scope.places.len() == before && !files.iter().any(|files| is(files, &named)) {
                report::error(&no_such(name, &files), None, lang, output);
                return Err(Told);
            }
            scope.named.push(named);
        }
    }
    Ok((if paths.is_empty() { before } else { common.setup_with(&paths, output)? }, scope))
}

fn is(files: &Files, (id, version): &(String, semver::VersionReq)) -> bool {
    check(files).is_ok_and(|package| package.identity.id == *id && version.matches(&package.version))
}

/// Whether a package that is wrong has that name, by its folder: it has no id that could be relied on.
fn would_be(files: &Files, id: &str) -> bool {
    Path::new(files.name()).file_name().is_some_and(|name| name == id) && check(files).is_err()
}

fn no_such(name: &str, files: &[Files]) -> CatalogueFault {
    let sound = files.iter().filter_map(|files| check(files).ok());
    let ids: Vec<String> = sound.map(|package| package.identity.id).collect();
    let nearest = parchemin::core::nearest(name, ids.iter().map(String::as_str));
    CatalogueFault::NoSuchPackage { asked: name.to_owned(), nearest }
}
