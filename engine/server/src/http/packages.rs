//! `/v1/packages`: what is loaded, what of it decides, and how that is changed.

use super::{App, JSON, apart, by_catalogue, json, request};
use crate::{
    problem::{Fault, Kind, Problem, ToldFault},
    shelf::{self, Listed, ShelfFault},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use parchemin::{
    LoadFault,
    core::{Lang, Speak, say},
    described,
    packages::{CatalogueFault, PackageFault},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// The packages, all that are loaded.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Packages {
    /// The digest of the whole catalogue, which every answer has in its header `Parchemin-Catalogue`.
    catalogue: String,
    /// How many catalogues there were since the start: it grows with each swap.
    number: u64,
    /// Each package, by id and version.
    packages: Vec<Listed>,
    /// Why the last change of what is given was not taken over; the catalogue is the one before it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    refused_change: Vec<ToldFault>,
}

/// What became of a package.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PackageChanged")]
pub(crate) struct Changed {
    /// The digest of the whole catalogue now.
    catalogue: String,
    /// How many catalogues there were since the start.
    number: u64,
    /// Whether this is found again after a restart: only where a folder for the state is set.
    kept: bool,
    /// The version of this package that decides now, perhaps another that took its place; none where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_use: Option<String>,
    /// The package.
    #[serde(flatten)]
    package: Listed,
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    request::no_parameter(&uri)?;
    request::form(&headers, &[JSON])?;
    let loaded = app.shelf.now();
    let packages = Packages {
        catalogue: loaded.digest.clone(),
        number: loaded.number,
        packages: loaded.packages.clone(),
        refused_change: refused_change(&app, lang),
    };
    Ok(by_catalogue(json(&packages), &loaded.digest, lang))
}

/// Why the last change of the folders was not taken over.
fn refused_change(app: &App, lang: Lang) -> Vec<ToldFault> {
    let faults = app.shelf.failed().map(faults);
    faults.iter().flatten().map(|fault| fault.told(lang)).collect()
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    Path((id, version)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    request::no_parameter(&uri)?;
    request::form(&headers, &[JSON])?;
    let loaded = app.shelf.now();
    let listed = loaded.find(&id, &version).map_err(problem)?;
    let mut value = serde_json::to_value(listed).unwrap_or_default();
    if let Some(members) = value.as_object_mut()
        && let serde_json::Value::Object(more) = described::package(&listed.checked)
    {
        for (name, value) in more {
            members.entry(name).or_insert(value);
        }
    }
    Ok(by_catalogue(json(&value), &loaded.digest, lang))
}

pub(super) async fn activate(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    Path((id, version)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    change(app, lang, (id, version), &uri, &headers, shelf::Shelf::activate).await
}

pub(super) async fn retire(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    Path((id, version)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    change(app, lang, (id, version), &uri, &headers, shelf::Shelf::retire).await
}

/// How a package is changed, by id and version.
type Change = fn(&shelf::Shelf, &str, &str) -> Result<shelf::Changed, ShelfFault>;

async fn change(
    app: Arc<App>,
    lang: Lang,
    (id, version): (String, String),
    uri: &Uri,
    headers: &HeaderMap,
    how: Change,
) -> Result<Response, Problem> {
    request::no_parameter(uri)?;
    request::form(headers, &[JSON])?;
    // What is done is told and counted where it is done: it is done though nobody may wait for the answer any more.
    let work = move || {
        let shelf::Changed { loaded, kept } = how(&app.shelf, &id, &version).map_err(|fault| {
            // Who asks for what is not there has changed nothing.
            if !matches!(fault, ShelfFault::NoSuchPackage(..)) {
                app.metrics.refused_changes.inc();
            }
            problem(fault)
        })?;
        app.metrics.swapped(&loaded);
        let package = loaded.find(&id, &version).map_err(problem)?.clone();
        tracing::info!(package = id, version, state = ?package.state, catalogue = loaded.digest, "packages changed");
        Ok::<_, Problem>((loaded, kept, package))
    };
    let (loaded, kept, package) = apart(work).await??;
    let in_use = loaded.host.catalogue().any(&package.package.id).map(|in_use| in_use.version.to_string());
    let changed = Changed { catalogue: loaded.digest.clone(), number: loaded.number, kept, in_use, package };
    Ok(by_catalogue(json(&changed), &loaded.digest, lang))
}

/// The problem of a change that was not made.
pub(super) fn problem(fault: ShelfFault) -> Problem {
    match fault {
        ShelfFault::NoSuchPackage(..) => Problem::new(Kind::NotFound).saying(fault),
        ShelfFault::State(_) => {
            tracing::error!(fault = %fault, "the state of the packages could not be kept");
            Problem::new(Kind::StateNotKept)
        }
        _ => Problem::new(Kind::PackagesDoNotFit).with(faults(Arc::new(fault))),
    }
}

/// One of several faults of packages.
struct Nth(Arc<ShelfFault>, usize);

/// The faults of packages, one by one.
pub(super) fn faults(fault: Arc<ShelfFault>) -> Vec<Fault> {
    let count = match &*fault {
        ShelfFault::Load(LoadFault::Packages(all)) => all.len(),
        ShelfFault::Load(LoadFault::Catalogue(all)) => all.len(),
        ShelfFault::Cases(all) => all.len(),
        _ => 1,
    };
    let one = |n| Fault::new(None, Nth(Arc::clone(&fault), n));
    (0..count).map(one).collect()
}

impl Nth {
    fn package(&self) -> Option<&PackageFault> {
        match &*self.0 {
            ShelfFault::Load(LoadFault::Packages(all)) => all.get(self.1),
            _ => None,
        }
    }

    fn catalogue(&self) -> Option<&CatalogueFault> {
        match &*self.0 {
            ShelfFault::Load(LoadFault::Catalogue(all)) => all.get(self.1),
            _ => None,
        }
    }
}

impl Speak for Nth {
    fn say(&self, lang: Lang) -> String {
        match (self.package(), self.catalogue()) {
            (Some(fault), _) => {
                let (file, what) = (fault.file(), fault.say(lang));
                match fault.place() {
                    Some((line, column)) => say!(lang,
                        fr: "{file}, ligne {line}, colonne {column} : {what}", en: "{file}, line {line}, column {column}: {what}"),
                    None => say!(lang, fr: "{file} : {what}", en: "{file}: {what}"),
                }
            }
            (None, Some(fault)) => fault.say(lang),
            (None, None) => match &*self.0 {
                ShelfFault::Cases(all) => {
                    all.get(self.1).map(|tried| shelf::case(tried, lang)).unwrap_or_default()
                }
                fault => fault.say(lang),
            },
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match (self.package(), self.catalogue()) {
            (Some(fault), _) => fault.help(lang),
            (None, Some(fault)) => fault.help(lang),
            (None, None) => self.0.help(lang),
        }
    }
}
