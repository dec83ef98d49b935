//! What packages hold, as data: for whoever lists them for another program.

use parchemin_package::{Catalogue, Checked, check::Revision};
use serde_json::{Value, json};

/// The timeline of a titre, by its id: each revision, oldest first.
pub fn timeline(catalogue: &Catalogue, titre: &str) -> Value {
    let timeline = catalogue.timeline(titre);
    let all: Vec<Value> = timeline.iter().map(|(package, found)| revision(package, found)).collect();
    json!({ "titre": titre, "revisions": all })
}

fn revision(package: &Checked, revision: &Revision) -> Value {
    let titre = &revision.titre;
    json!({
        "package": package.identity.id, "version": package.identity.version, "label": titre.label, "rncp": titre.rncp,
        "effect": revision.effect.name(), "predecessor": revision.predecessor,
        "from": titre.period.from, "to": titre.period.to, "last_delivery": titre.last_delivery,
        "from_citation": revision.from_citation, "to_citation": revision.to_citation,
        "events": revision.events, "table": revision.table,
    })
}

/// What a package holds: its titre, table, parameters and rules.
pub fn package(package: &Checked) -> Value {
    let rules: Vec<Value> = package
        .rules
        .iter()
        .map(|rule| json!({ "id": rule.id, "question": rule.question, "at": rule.at, "citations": rule.citations }))
        .collect();
    let requires: serde_json::Map<String, Value> = package
        .requires
        .iter()
        .map(|(id, requirement)| (id.clone(), requirement.to_string().into()))
        .collect();
    json!({
        "package": package.identity, "kind": package.kind.name(), "requires": requires,
        "titre": package.revision.as_ref().map(|revision| &*revision.titre),
        "correspondences": package.revision.as_ref().map(|revision| &revision.table),
        "parameters": package.parameters, "rules": rules, "absent_texts": package.absent_texts,
    })
}
