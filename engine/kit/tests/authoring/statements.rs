//! A package as a set of statements, so that two can be compared by what they say: notes, places and the order of
//! entries apart, which are a person's words.

use parchemin::packages::{Files, folded};
use std::collections::BTreeSet;
use toml::Value;

/// Everything that a package states.
pub(super) fn of(files: &Files) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let toml = |name: &str| -> Value {
        Value::Table(files.text(name).unwrap().unwrap_or_default().parse().unwrap())
    };
    manifest(&toml("package.toml"), &mut all);
    titre(&toml("titre.toml"), &mut all);
    let table = files.text("correspondences.csv").unwrap().unwrap_or_default();
    for line in table.lines().skip(1) {
        // What stands before the note.
        let cells: Vec<&str> = line.splitn(8, ',').take(7).collect();
        all.insert(format!("correspondance : {}", cells.join(" | ")));
    }
    all
}

fn word<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(value, |value, name| value.get(*name))?.as_str()
}

fn entries<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str).collect()
}

fn manifest(manifest: &Value, all: &mut BTreeSet<String>) {
    for path in [
        &["id"][..],
        &["version"],
        &["kind"],
        &["engine"],
        &["arrete", "date"],
        &["arrete", "nor"],
        &["arrete", "jorf"],
        &["titre", "id"],
        &["titre", "effect"],
        &["titre", "predecessor"],
    ] {
        all.extend(word(manifest, path).map(|value| format!("{} : {value}", path.join("."))));
    }
    for (id, versions) in manifest.get("requires").and_then(Value::as_table).into_iter().flatten() {
        all.insert(format!("requires : {id} {versions}"));
    }
    for (bound, value) in manifest.get("period").and_then(Value::as_table).into_iter().flatten() {
        let day = ["included", "excluded"].into_iter().find_map(|how| Some((how, word(value, &[how])?)));
        all.insert(match day {
            Some((how, day)) => format!("period.{bound} : {how} {day}"),
            None => format!("period.{bound} : non fourni"),
        });
    }
    if let Some(provisions) = manifest.get("provisions") {
        all.insert(format!("provisions : {}", texts(provisions.get("events")).join(", ")));
        for former in entries(provisions, "former") {
            let event = word(former, &["event"]).unwrap_or_default();
            all.insert(format!("provisions.former : {} {event}", texts(former.get("routes")).join(", ")));
        }
    }
    for (id, text) in manifest.get("texts").and_then(Value::as_table).into_iter().flatten() {
        let title = word(text, &["title"]).unwrap_or_default();
        let file = word(text, &["file"]).map(|file| format!(" [{file}]")).unwrap_or_default();
        let absent = text.get("absent").and_then(Value::as_bool) == Some(true);
        let absent = if absent { ", absent" } else { "" };
        all.insert(format!("texte {id} : {title}{file}{absent}"));
    }
    all.extend(
        word(manifest, &["correspondences", "absent"])
            .map(|text| format!("correspondances absentes : {text}")),
    );
}

fn titre(titre: &Value, all: &mut BTreeSet<String>) {
    let names = word(titre, &["label"]).into_iter().chain(texts(titre.get("aliases")));
    all.extend(names.map(|name| format!("intitulé : {}", folded(name))));
    all.extend(word(titre, &["rncp"]).map(|rncp| format!("rncp : {rncp}")));
    let source = |value: &Value| word(value, &["cite", "text"]).unwrap_or_default().to_owned();
    for name in ["levels", "nsf", "rome"] {
        for code in entries(titre, name) {
            let said: Vec<&str> = ["code", "label", "nomenclature"]
                .into_iter()
                .filter_map(|member| word(code, &[member]))
                .collect();
            all.insert(format!("{name} : {} [{}]", said.join(" "), source(code)));
        }
    }
    for name in ["sectors", "jobs", "legal_bases"] {
        for list in entries(titre, name) {
            let items = texts(list.get("items")).into_iter();
            all.extend(items.map(|item| format!("{name} : {item} [{}]", source(list))));
        }
    }
    for (number, ccp) in (1..).zip(entries(titre, "ccps")) {
        let code = word(ccp, &["code"]).map(|code| format!("ccp {number} : code {code}"));
        let label = word(ccp, &["label"]).map(|label| format!("ccp {number} : {label} [{}]", source(ccp)));
        all.extend(code.into_iter().chain(label));
        let competences = texts(ccp.get("competences").and_then(|list| list.get("items"))).into_iter();
        all.extend(competences.map(|item| format!("ccp {number}, compétence : {item}")));
    }
    for row in entries(titre, "routes") {
        let enrolment = word(row, &["enrolment"]).unwrap_or_default();
        let open = row.get("open").unwrap();
        let route = word(row, &["route"]).unwrap();
        all.insert(format!("voie {route} {enrolment} : {open} [{}]", source(row)));
    }
    for row in entries(titre, "complements") {
        all.insert(format!(
            "complément {} : {}",
            word(row, &["piece"]).unwrap(),
            row.get("foreseen").unwrap()
        ));
    }
    for external in entries(titre, "external") {
        let rncp = word(external, &["rncp"]).unwrap_or_default();
        let ccps = texts(external.get("ccps")).join(" ");
        all.insert(format!("externe {} : {rncp} {ccps}", word(external, &["revision"]).unwrap()));
    }
}
