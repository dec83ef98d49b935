//! `parchemin package list`: the packages in the catalogue.

use crate::output::Output;
use anstyle::Style;
use parchemin::{
    Parchemin,
    core::{Lang, say},
    packages::{Checked, written::Kind},
};
use serde_json::json;
use std::sync::Arc;

fn kind(package: &Checked, lang: Lang) -> String {
    match package.kind {
        Kind::Framework => say!(lang, fr: "cadre", en: "framework"),
        Kind::Titre => say!(lang, fr: "titre", en: "titre"),
    }
}

pub(super) fn list(host: &Parchemin, json: bool, lang: Lang, output: &mut Output) {
    let packages: Vec<&Arc<Checked>> = host.catalogue().packages().collect();
    if json {
        let all: Vec<_> = packages.iter().map(|package| json!({ "package": package.identity, "kind": package.kind.name(), "label": package.label(lang) })).collect();
        output.data(&format!("{:#}\n", serde_json::Value::from(all)));
        return;
    }
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    for package in packages {
        let name = format!("{}@{}", package.identity.id, package.version);
        let digest = package.identity.digest.get(..19).unwrap_or_default();
        output.data(&format!(
            "{bold}{name:<18}{bold:#} {:<10} {}  {dim}{digest}…{dim:#}\n",
            kind(package, lang),
            package.label(lang)
        ));
    }
}
