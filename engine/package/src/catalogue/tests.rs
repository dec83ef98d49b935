//! What packages side by side are held to: an id stays what it is, and requirements lead in no circle.

use super::{Catalogue, CatalogueFault, Meant};
use crate::{Checked, Files, check};
use parchemin_core::{Lang, Speak};
use std::{collections::BTreeMap, sync::Arc};

/// A framework without rules, with these requirements.
fn framework(id: &str, version: &str, requires: &[String]) -> Arc<Checked> {
    let requires: String = requires.iter().map(|id| format!("{id} = \"^1\"\n")).collect();
    package(&format!(
        "id = \"{id}\"\nversion = \"{version}\"\nkind = \"framework\"\nengine = \">=0.1, <0.2\"\n\
         languages = [\"fr\", \"en\"]\nlabel = {{ fr = \"x\", en = \"x\" }}\n[requires]\n{requires}"
    ))
}

fn package(manifest: &str) -> Arc<Checked> {
    let files = Files::new("package", [("package.toml".to_owned(), manifest.as_bytes().to_vec())]);
    Arc::new(check(&files).unwrap())
}

/// The package as a revision of a titre.
fn of_titre(package: &Arc<Checked>, titre: &str) -> Arc<Checked> {
    let files =
        Files::read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulesets/cmn-2015"));
    let mut revision = (*check(&files.unwrap()).unwrap().revision.unwrap()).clone();
    revision.titre =
        Arc::new(parchemin_core::titre::Titre { id: titre.to_owned(), ..(*revision.titre).clone() });
    Arc::new(Checked {
        kind: crate::written::Kind::Titre,
        revision: Some(Arc::new(revision)),
        ..(**package).clone()
    })
}

fn faults(packages: &[&Arc<Checked>]) -> Vec<CatalogueFault> {
    let packages = packages.iter().map(|package| Arc::clone(package));
    Catalogue::new(packages, BTreeMap::new()).err().unwrap_or_default()
}

#[test]
fn an_id_keeps_its_kind_and_titre_whatever_the_version_even_where_one_replaces_another() {
    let (cadre, newer) = (framework("cadre", "1.0.0", &[]), framework("cadre", "1.9.0", &[]));
    assert_eq!(faults(&[&cadre, &newer, &cadre]), []);
    for version in ["1.0.0", "1.9.0"] {
        let pirate = of_titre(&framework("cadre", version, &[]), "titre-du-pirate");
        let fault = CatalogueFault::IdOfAnother {
            package: "cadre".to_owned(),
            meant: Box::new([Meant::by(&cadre), Meant::by(&pirate)]),
        };
        assert_eq!(faults(&[&cadre, &pirate]), std::slice::from_ref(&fault));
        let said = format!(
            "two kinds of packages have the id `cadre`: 1.0.0 is a framework, {version} is a revision of \
             `titre-du-pirate`"
        );
        assert_eq!(fault.say(Lang::En), said);
        // What one titre may be replaced by is no revision of another.
        let revision = of_titre(&cadre, "titre");
        assert_eq!(faults(&[&revision, &pirate]).len(), 1);
        assert_eq!(faults(&[&revision, &of_titre(&newer, "titre")]), []);
    }
}

#[test]
fn a_circle_of_requirements_is_told_once_by_its_path() {
    let of = |id: &str, requires: &[&str]| {
        framework(id, "1.0.0", &requires.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let circle = |ids: &[&str]| CatalogueFault::Cycle(ids.iter().map(ToString::to_string).collect());
    let (a, b, c, d) = (of("a", &["b", "d"]), of("b", &["c"]), of("c", &["b", "d"]), of("d", &[]));
    assert_eq!(faults(&[&a, &b, &c, &d]), [circle(&["b", "c"])]);
    assert_eq!(faults(&[&of("a", &["a"])]), [circle(&["a"])]);
}

#[test]
fn packages_that_all_require_all_later_ones_are_looked_through_at_once() {
    let id = |i: usize| format!("p{i:02}");
    let of = |i: usize| framework(&id(i), "1.0.0", &(i + 1..60).map(id).collect::<Vec<_>>());
    let packages: Vec<_> = (0..60).map(of).collect();
    assert_eq!(faults(&packages.iter().collect::<Vec<_>>()), []);
}
