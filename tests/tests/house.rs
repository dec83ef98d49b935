//! The house itself: which crate may know which, that the sources are what was given, and that the packages we ship
//! are whole.

#![expect(clippy::panic, clippy::string_slice, clippy::unwrap_used, reason = "a test fails by panicking")]

use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use parchemin::{
    Parchemin,
    core::{Basis, Citation, Lang, Speak},
    packages::{
        Checked,
        check::{Cited, Messages},
        written::Kind,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The crates of `engine/`, each of which may use only those above it.
const ORDER: [&str; 9] = ["core", "package", "rhai", "wasm", "host", "bulk", "kit", "server", "cli"];

/// Libraries that only some crates may name, so that they can be replaced there and nowhere else.
const KEPT_IN: [(&str, &str); 11] = [
    ("rhai", "rhai"),
    ("wasmtime", "wasm"),
    ("ed25519-dalek", "package"),
    ("zip", "package bulk"),
    ("calamine", "bulk kit"),
    ("parquet", "bulk"),
    ("axum", "server"),
    ("sqlx", "server"),
    ("clap", "cli"),
    ("indicatif", "cli"),
    ("miette", "package cli"),
];

/// All that the domain may name: none of these reads a file, a clock or a network.
const PURE: [&str; 8] = [
    "jiff-core",
    "schemars",
    "serde",
    "serde_ignored",
    "serde_json",
    "serde_json_canonicalizer",
    "serde_path_to_error",
    "strsim",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn members() -> Vec<Package> {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    metadata.packages
}

/// The name of a crate's folder in `engine/`; none for a crate outside.
fn folder(package: &Package) -> Option<String> {
    let place = package.manifest_path.parent()?.strip_prefix(root()).ok()?;
    place.strip_prefix("engine").ok().map(ToString::to_string)
}

fn rank(folder: &str) -> usize {
    let place = ORDER.iter().position(|known| *known == folder);
    place.unwrap_or_else(|| panic!("engine/{folder} has no place in the order of the crates"))
}

#[test]
fn each_crate_of_the_engine_uses_only_those_above_it() {
    let members = members();
    let folders: BTreeMap<String, String> =
        members.iter().filter_map(|package| Some((package.name.to_string(), folder(package)?))).collect();
    assert!(folders.len() >= 5, "too few crates in engine/: {folders:?}");
    for package in members.iter().filter(|package| folder(package).is_some()) {
        let own = folder(package).unwrap();
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            let used = folders.get(&dependency.name).unwrap_or_else(|| {
                panic!("engine/{own} uses `{}`, which is outside of engine/", dependency.name)
            });
            assert!(rank(used) < rank(&own), "engine/{own} uses engine/{used}, which is not above it");
        }
    }
}

#[test]
fn a_plugin_knows_the_domain_and_the_kit_alone() {
    let mut seen = 0;
    for package in
        members().iter().filter(|package| package.manifest_path.starts_with(root().join("plugins")))
    {
        seen += 1;
        let used = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
        for dependency in used.filter(|dependency| dependency.path.is_some()) {
            let known = ["parchemin-core", "parchemin-plugin"].contains(&dependency.name.as_str());
            assert!(known, "{} uses `{}`", package.name, dependency.name);
        }
    }
    assert!(seen >= 4, "too few crates in plugins/: {seen}");
}

#[test]
fn the_two_backends_do_not_know_each_other() {
    for package in members() {
        let own = folder(&package).unwrap_or_default();
        let other = match own.as_str() {
            "rhai" => "parchemin-wasm",
            "wasm" => "parchemin-rhai",
            _ => continue,
        };
        assert!(
            package.dependencies.iter().all(|dependency| dependency.name != other),
            "engine/{own} uses {other}"
        );
    }
}

#[test]
fn a_library_that_belongs_to_one_crate_is_named_by_no_other() {
    for package in members() {
        let Some(own) = folder(&package) else { continue };
        for dependency in &package.dependencies {
            for (library, keepers) in KEPT_IN {
                let kept = keepers.split(' ').any(|keeper| keeper == own);
                assert!(dependency.name != library || kept, "engine/{own} names `{library}`");
            }
        }
    }
}

#[test]
fn the_domain_names_no_library_that_reads_or_writes() {
    let core = members().into_iter().find(|package| folder(package).as_deref() == Some("core")).unwrap();
    for dependency in &core.dependencies {
        assert!(PURE.contains(&dependency.name.as_str()), "engine/core names `{}`", dependency.name);
    }
    let forbidden = ["env", "fs", "io", "net", "process", "thread", "time"];
    for file in files(&root().join("engine/core/src")) {
        let text = fs::read_to_string(&file).unwrap();
        for module in modules_of_std(&text) {
            // `serde_json` wants something to write into, and is given nothing but memory.
            let in_memory = module == "io" && file.ends_with("canonical.rs");
            assert!(in_memory || !forbidden.contains(&module), "{} names std::{module}", file.display());
        }
    }
}

/// What follows each `std::`, be it one module or a list in braces.
fn modules_of_std(text: &str) -> impl Iterator<Item = &str> {
    let first =
        |path: &'_ str| path.split(|c: char| !c.is_alphanumeric()).next().map(str::len).unwrap_or_default();
    text.split("std::").skip(1).flat_map(move |rest| {
        let paths = match rest.strip_prefix('{') {
            Some(list) => list.split(';').next().unwrap_or_default(),
            None => &rest[..first(rest)],
        };
        paths.split(['{', '}', ',']).map(str::trim).map(move |path| &path[..first(path)])
    })
}

/// All files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// The documents that were given, by name.
fn seeds() -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files(&root().join("seeds")).iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

#[test]
fn the_four_seeds_are_there_under_their_own_names() {
    let names: Vec<String> = seeds().into_keys().collect();
    assert_eq!(
        names,
        [
            "000_75312f0285c5db84.txt",
            "001_143920ea3d875fd3.txt",
            "002_1b3b42cd56178af3.txt",
            "003_c132269cc83e75b0.txt"
        ]
    );
}

#[test]
fn a_source_in_a_package_is_its_seed_byte_for_byte() {
    let seeds = seeds();
    let sources: Vec<PathBuf> = files(&root().join("rulesets"))
        .into_iter()
        .filter(|path| path.parent().unwrap().ends_with("sources"))
        .collect();
    assert!(!sources.is_empty());
    for source in sources {
        let name = source.file_name().unwrap().to_str().unwrap();
        let seed = seeds.get(name).unwrap_or_else(|| panic!("{} is no seed", source.display()));
        assert!(*seed == fs::read(&source).unwrap(), "{} differs from its seed", source.display());
    }
}

/// The folders of `rulesets/` that are packages.
fn shipped() -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("rulesets")).unwrap().map(|entry| entry.unwrap().path());
    let mut packages: Vec<PathBuf> = folders.filter(|folder| folder.join("package.toml").is_file()).collect();
    packages.sort();
    packages
}

fn catalogue() -> Vec<Arc<Checked>> {
    Parchemin::embedded().unwrap().catalogue().packages().cloned().collect()
}

#[test]
fn every_folder_of_the_rulesets_is_a_package_of_its_own_and_is_embedded() {
    let mut seen = BTreeSet::new();
    for folder in shipped() {
        let files = parchemin::packages::Files::read(&folder).unwrap_or_else(|fault| panic!("{fault}"));
        let package = parchemin::packages::check(&files).unwrap_or_else(|faults| panic!("{faults:?}"));
        let identity = package.identity;
        assert!(seen.insert(identity.clone()), "{identity:?} twice");
    }
    let editions: BTreeSet<(&str, &str)> =
        seen.iter().map(|identity| (identity.id.as_str(), identity.version.as_str())).collect();
    assert_eq!(editions.len(), seen.len(), "an id and version twice: {seen:?}");
    // The digest is part of the identity: what is compiled in is what stands in the folder.
    let embedded: BTreeSet<_> = catalogue().iter().map(|package| package.identity.clone()).collect();
    assert_eq!(embedded, seen);
}

/// Every key under which a package speaks.
fn keys(messages: &Messages) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = messages.deadlines.keys().map(|id| format!("deadlines.{id}")).collect();
    for (id, rule) in &messages.rules {
        keys.insert(format!("rules.{id}"));
        keys.extend(rule.not_applicable.iter().map(|_| format!("rules.{id}.not_applicable")));
        keys.extend(rule.steps.keys().map(|step| format!("rules.{id}.steps.{step}")));
    }
    keys
}

#[test]
fn every_package_says_the_same_things_in_french_and_in_english() {
    for package in catalogue() {
        let id = &package.identity.id;
        assert!(!package.label.fr.is_empty() && !package.label.en.is_empty(), "{id} has no label");
        if package.rules.is_empty() && package.deadlines.is_empty() {
            continue;
        }
        let spoken: Vec<Lang> = package.messages.keys().copied().collect();
        assert_eq!(spoken.len(), 2, "{id} speaks {spoken:?}");
        let [fr, en] = [Lang::Fr, Lang::En].map(|lang| keys(package.messages.get(&lang).unwrap()));
        assert_eq!(fr, en, "{id} does not say the same in both languages");
    }
    for package in catalogue() {
        for parameter in package.parameters.values() {
            let labelled = !parameter.label_fr.is_empty() && !parameter.label_en.is_empty();
            assert!(labelled, "`{}` of {} has no label in both languages", parameter.id, package.identity.id);
        }
    }
}

#[test]
fn what_rests_on_a_seed_quotes_it() {
    let mut quoted = 0;
    for package in catalogue() {
        for (what, citation) in package.citations() {
            // A row of a table is its own quotation.
            if citation.basis == Basis::Seed && !matches!(what, Cited::Row(_)) {
                let quote = citation.quote.as_deref().unwrap_or_default();
                assert!(!quote.trim().is_empty(), "{what:?} of {} quotes nothing", package.identity.id);
                quoted += 1;
            }
        }
    }
    assert!(quoted > 100, "only {quoted} quotations");
}

#[test]
fn no_rule_parameter_or_row_is_without_a_basis() {
    let named = |what: &str, package: &Checked, citation: &Citation| {
        assert!(!citation.text.trim().is_empty(), "{what} of {} names no text", package.identity.id);
    };
    for package in catalogue() {
        let id = &package.identity.id;
        for rule in &package.rules {
            assert!(!rule.citations.is_empty(), "rule {} of {id} has no basis", rule.id);
        }
        for parameter in package.parameters.values() {
            assert!(!parameter.values.is_empty(), "parameter {} of {id} has no value", parameter.id);
            for value in parameter.values.iter().filter(|value| value.value.is_some()) {
                assert!(value.checked.is_some(), "a value of {} of {id} was never checked", parameter.id);
            }
        }
        for (what, citation) in package.citations() {
            named(&what.say(Lang::En), &package, citation);
        }
    }
}

#[test]
fn frameworks_have_rules_and_titres_have_ccps() {
    for package in catalogue() {
        let id = &package.identity.id;
        match package.kind {
            Kind::Framework => assert!(!package.rules.is_empty(), "{id} has no rules"),
            Kind::Titre => {
                let revision = package.revision.as_ref().unwrap_or_else(|| panic!("{id} has no titre"));
                assert!(!revision.titre.ccps.is_empty(), "{id} has no CCPs");
                assert!(!revision.events.is_empty(), "{id} is chosen by no event");
            }
        }
    }
}
