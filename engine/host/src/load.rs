//! Where packages come from: those compiled in, and folders that add to them or replace them.

use crate::ready::ReadyFault;
use include_dir::{Dir, include_dir};
use parchemin_core::{
    Lang, Speak,
    parameter::Parameters,
    plugin::{PlanFault, RuleUse},
    ruling::Ruleset,
    say,
};
use parchemin_package::{
    Catalogue, CatalogueFault, Checked, Files, MANIFEST, PackageFault, archive::Guard, check, contradictions,
    written::Backend,
};
use parchemin_wasm::Stop;
use semver::VersionReq;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The packages that the program carries.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rulesets");

/// The files by which a folder among packages is known to be meant as one: without its manifest it is not passed over
/// in silence.
const PARTS: [&str; 4] = [MANIFEST, "titre.toml", "rules.toml", "parameters.toml"];

/// Which packages to load, and which editions to use.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Folders of packages, or of several packages. They replace those that the program carries of the same id and
    /// version; two of them that are of one id and version hold the same.
    pub packages: Vec<PathBuf>,
    /// Editions to use instead of the defaults: package id and requirement.
    pub editions: Vec<(String, VersionReq)>,
    /// The form in which rules run, of packages that carry scripts and a plugin.
    pub backend: Option<Backend>,
    /// Rules compiled into the program that embeds this host, by package id and versions. They run instead of those
    /// that the package carries.
    pub compiled_in: Vec<((String, VersionReq), CompiledIn)>,
    /// Packages in memory instead of those that the program carries.
    pub instead: Option<Vec<Files>>,
    /// Which archives may be used, where not all may.
    pub guard: Option<Guard>,
}

/// Rules compiled into a program: made for the rules that a package uses, with its parameters and the texts that it
/// declares absent.
pub type CompiledIn =
    fn(&[RuleUse], &Parameters, &BTreeMap<String, String>) -> Result<Arc<dyn Ruleset>, Vec<PlanFault>>;

/// Why packages could not be loaded.
#[derive(Debug)]
pub enum LoadFault {
    /// Faults in packages.
    Packages(Vec<PackageFault>),
    /// Packages that do not fit together.
    Catalogue(Vec<CatalogueFault>),
    /// A folder in which there is no package.
    NoPackage(PathBuf),
    /// The sandbox of plugins cannot be made here.
    Plugins(Stop),
    /// `--use` that cannot be read.
    BadEdition(String),
}

impl From<ReadyFault> for LoadFault {
    fn from(fault: ReadyFault) -> LoadFault {
        match fault {
            ReadyFault::Package(faults) => LoadFault::Packages(faults),
            ReadyFault::Catalogue(faults) => LoadFault::Catalogue(faults),
            ReadyFault::Plugins(stop) => LoadFault::Plugins(stop),
        }
    }
}

impl Setup {
    /// Uses an edition: `cadre@2`, `cadre@1.0.0`.
    ///
    /// # Errors
    /// A text of another form.
    pub fn use_edition(&mut self, text: &str) -> Result<(), LoadFault> {
        self.editions.push(edition(text)?);
        Ok(())
    }
}

/// Reads `PACKAGE@VERSION`: the package id and the requirement.
///
/// # Errors
/// A text of another form.
pub fn edition(text: &str) -> Result<(String, VersionReq), LoadFault> {
    let parsed = text
        .split_once('@')
        .and_then(|(id, version)| Some((id.to_owned(), VersionReq::parse(version).ok()?)));
    parsed.ok_or_else(|| LoadFault::BadEdition(text.to_owned()))
}

/// `catalogue.toml`: the default editions.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    default: BTreeMap<String, VersionReq>,
}

/// The packages that a setup loads, as they came, each edition of them.
///
/// # Errors
/// A folder that cannot be read, or in which there is no package; or two packages that are given contradict each other.
pub fn sources(setup: &Setup) -> Result<Vec<Files>, LoadFault> {
    beside_carried(setup, folders(&setup.packages)?)
}

/// The packages of several folders.
pub(crate) fn folders(folders: &[PathBuf]) -> Result<Vec<Files>, LoadFault> {
    let mut all = Vec::new();
    for folder in folders {
        all.extend(self::folder(folder)?);
    }
    Ok(all)
}

/// The packages that a setup carries, and after them those that are given, which agree with each other.
pub(crate) fn beside_carried(setup: &Setup, given: Vec<Files>) -> Result<Vec<Files>, LoadFault> {
    let faults = contradictions(&given);
    if !faults.is_empty() {
        return Err(LoadFault::Packages(faults));
    }
    let mut all = setup.instead.clone().unwrap_or_else(|| embedded().collect());
    all.extend(given);
    Ok(all)
}

/// A package with the files it was made of.
pub(crate) struct Source {
    pub(crate) checked: Arc<Checked>,
    pub(crate) files: Files,
}

/// Loads and checks packages.
pub(crate) fn checked(setup: &Setup) -> Result<Vec<Source>, LoadFault> {
    let all = sources(setup)?;
    let checked = all_checked(&all)?;
    Ok(checked.into_iter().zip(all).map(|(checked, files)| Source { checked, files }).collect())
}

/// Packages, each checked, in their order.
///
/// # Errors
/// Everything that is wrong with any of them.
pub fn all_checked(all: &[Files]) -> Result<Vec<Arc<Checked>>, LoadFault> {
    let (mut packages, mut faults) = (Vec::new(), Vec::new());
    for files in all {
        match check(files) {
            Ok(checked) => packages.push(Arc::new(checked)),
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(packages) } else { Err(LoadFault::Packages(faults)) }
}

/// Packages that have been checked, put together in these editions.
///
/// # Errors
/// Everything that does not fit.
pub fn side_by_side(
    packages: impl IntoIterator<Item = Arc<Checked>>,
    editions: &[(String, VersionReq)],
) -> Result<Catalogue, LoadFault> {
    let mut catalogue = Catalogue::new(packages, defaults()).map_err(LoadFault::Catalogue)?;
    for (id, requirement) in editions {
        catalogue = catalogue
            .with_default(id, requirement.clone())
            .map_err(|fault| LoadFault::Catalogue(vec![fault]))?;
    }
    Ok(catalogue)
}

/// The defaults of the packages compiled in; they say nothing of packages that are not there.
fn defaults() -> BTreeMap<String, VersionReq> {
    let text = EMBEDDED.get_file("catalogue.toml").and_then(|file| file.contents_utf8()).unwrap_or_default();
    toml::from_str::<Defaults>(text).unwrap_or_default().default
}

fn embedded() -> impl Iterator<Item = Files> {
    EMBEDDED.dirs().filter(|dir| dir.get_file(dir.path().join(MANIFEST)).is_some()).map(|dir| {
        let mut entries = Vec::new();
        collect(dir, dir.path(), &mut entries);
        Files::new(format!("rulesets/{}", dir.path().display()), entries)
    })
}

fn collect(dir: &Dir<'_>, root: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for file in dir.files() {
        let inside = file.path().strip_prefix(root).unwrap_or(file.path());
        let path =
            inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        into.push((path, file.contents().to_vec()));
    }
    dir.dirs().for_each(|inner| collect(inner, root, into));
}

/// The packages of a folder: itself, or those that it holds.
///
/// # Errors
/// It cannot be read, or there is no package in it.
pub fn folder(folder: &Path) -> Result<Vec<Files>, LoadFault> {
    let one = |folder: &Path| Files::read(folder).map_err(|fault| LoadFault::Packages(vec![fault]));
    if folder.join(MANIFEST).is_file() {
        return Ok(vec![one(folder)?]);
    }
    let mut inner: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|_| LoadFault::NoPackage(folder.to_owned()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| PARTS.iter().any(|part| path.join(part).is_file()))
        .collect();
    inner.sort();
    if inner.is_empty() {
        return Err(LoadFault::NoPackage(folder.to_owned()));
    }
    inner.iter().map(|folder| one(folder)).collect()
}

impl Speak for LoadFault {
    fn say(&self, lang: Lang) -> String {
        let lines = |all: Vec<String>| all.join("\n");
        match self {
            LoadFault::Packages(faults) => {
                lines(faults.iter().map(|fault| format!("{}: {}", fault.file(), fault.say(lang))).collect())
            }
            LoadFault::Catalogue(faults) => lines(faults.iter().map(|fault| fault.say(lang)).collect()),
            LoadFault::NoPackage(folder) => {
                let folder = folder.display();
                say!(lang, fr: "aucun paquet dans `{folder}`", en: "no package in `{folder}`")
            }
            LoadFault::Plugins(stop) => stop.say(lang),
            LoadFault::BadEdition(text) => say!(lang,
                fr: "`{text}` ne désigne pas une édition", en: "`{text}` does not name an edition"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            LoadFault::Packages(_) | LoadFault::Catalogue(_) | LoadFault::Plugins(_) => None,
            LoadFault::NoPackage(_) => Some(say!(lang,
                fr: "donner le dossier qui contient package.toml, ou celui qui contient plusieurs paquets",
                en: "give the folder that has package.toml, or one that holds several packages")),
            LoadFault::BadEdition(_) => Some(say!(lang,
                fr: "écrire PAQUET@VERSION, par exemple cadre@2", en: "write PACKAGE@VERSION, for example cadre@2")),
        }
    }
}

impl std::fmt::Display for LoadFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for LoadFault {}
