//! What two pieces of a package say, member by member; and which members differ.

use parchemin::{
    core::{Lang, say},
    packages::difference::Piece,
};
use serde::Serialize;
use toml::Value;

/// A member that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// The way to the member, as the package names it; empty where the change says it all.
    pub member: String,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

impl Detail {
    /// The member in the words of people, where it has some.
    pub fn spoken(&self, lang: Lang) -> String {
        let names: Vec<String> = self.member.split('.').map(|name| spoken(name, lang)).collect();
        names.join(", ")
    }
}

/// What differs, the citations left out: a change shows them by themselves.
pub(super) fn details(old: Option<&Piece>, new: Option<&Piece>) -> Vec<Detail> {
    let [old, new] = [old, new].map(|piece| piece.map(leaves).unwrap_or_default());
    let gone: Vec<&Leaf> = old.iter().filter(|leaf| !new.contains(leaf)).collect();
    let come: Vec<&Leaf> = new.iter().filter(|leaf| !old.contains(leaf)).collect();
    let of = |leaves: &[&Leaf], member: &str| leaves.iter().filter(|(known, _)| known == member).count();
    let mut details = Vec::new();
    for (member, value) in &gone {
        // One value for another is a change; of several, each is told by itself.
        let alone = of(&gone, member) == 1 && of(&come, member) == 1;
        let by = come.iter().find(|(known, _)| known == member).filter(|_| alone);
        details.push(Detail {
            member: member.clone(),
            old: Some(value.clone()),
            new: by.map(|(_, value)| value.clone()),
        });
    }
    for (member, value) in &come {
        let told = of(&gone, member) == 1 && of(&come, member) == 1;
        if !told {
            details.push(Detail { member: member.clone(), old: None, new: Some(value.clone()) });
        }
    }
    details
}

/// A member and one of its values.
type Leaf = (String, String);

fn leaves(piece: &Piece) -> Vec<Leaf> {
    let mut all = Vec::new();
    match piece {
        Piece::Data(value) => collect(value, "", &mut all),
        Piece::Code { text, .. } => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            all.extend(lines.map(|line| ("script".to_owned(), line.to_owned())));
        }
        Piece::Plugin(bytes) => {
            let size = bytes.len();
            all.push(("rules.wasm".to_owned(), size.to_string()));
        }
    }
    all
}

fn collect(value: &Value, path: &str, into: &mut Vec<Leaf>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Table(table) => {
            // A row of the table of correspondences has its citation in columns of its own.
            let row = table.contains_key("old_ccps");
            let cites = |name: &str| match row {
                true => ["basis", "text", "place", "note"].contains(&name),
                false => ["cite", "cites"].contains(&name),
            };
            for (name, value) in table.iter().filter(|(name, _)| !cites(name)) {
                collect(value, &below(name), into);
            }
        }
        Value::Array(list) => {
            for value in list {
                // A dated value is told from the others by its first day.
                match value.get("from").and_then(Value::as_str) {
                    Some(day) => collect(value, &below(day), into),
                    None => collect(value, path, into),
                }
            }
        }
        Value::String(text) => into.push((path.to_owned(), text.clone())),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
            into.push((path.to_owned(), value.to_string()));
        }
    }
}

fn spoken(name: &str, lang: Lang) -> String {
    match name {
        "" => say!(lang, fr: "valeur", en: "value"),
        "script" => say!(lang, fr: "texte de la règle", en: "text of the rule"),
        "included" => say!(lang, fr: "jour compris", en: "day included"),
        "excluded" => say!(lang, fr: "jour exclu", en: "day excluded"),
        "from" => say!(lang, fr: "à partir du", en: "from"),
        "to" => say!(lang, fr: "jusqu’au", en: "until"),
        "value" => say!(lang, fr: "valeur", en: "value"),
        "values" => say!(lang, fr: "valeurs", en: "values"),
        "checked" => say!(lang, fr: "vérifié le", en: "checked on"),
        "label" => say!(lang, fr: "libellé", en: "label"),
        "code" => say!(lang, fr: "code", en: "code"),
        "unit" => say!(lang, fr: "unité", en: "unit"),
        "nomenclature" => say!(lang, fr: "nomenclature", en: "nomenclature"),
        "address" => say!(lang, fr: "adresse", en: "address"),
        "file" => say!(lang, fr: "fichier", en: "file"),
        "kind" => say!(lang, fr: "genre", en: "kind"),
        "items" => say!(lang, fr: "liste", en: "list"),
        "competences" => say!(lang, fr: "compétences", en: "competences"),
        "open" => say!(lang, fr: "ouverte", en: "open"),
        "foreseen" => say!(lang, fr: "prévu", en: "foreseen"),
        "routes" | "route" => say!(lang, fr: "voie", en: "route"),
        "enrolment" => say!(lang, fr: "inscription", en: "enrolment"),
        "events" | "event" => say!(lang, fr: "événement", en: "event"),
        "until" => say!(lang, fr: "jusqu’à", en: "until"),
        "effect" => say!(lang, fr: "effet", en: "effect"),
        "predecessor" => say!(lang, fr: "prédécesseur", en: "predecessor"),
        "old_revision" => say!(lang, fr: "ancienne révision", en: "former revision"),
        "old_ccps" => say!(lang, fr: "anciens CCP", en: "old CCPs"),
        "new_ccps" => say!(lang, fr: "nouveaux CCP", en: "new CCPs"),
        "reading" => say!(lang, fr: "lecture", en: "reading"),
        "outcome" | "outcomes" => say!(lang, fr: "résultat", en: "outcome"),
        "question" => say!(lang, fr: "question", en: "question"),
        "subject" => say!(lang, fr: "sujet", en: "subject"),
        "document" => say!(lang, fr: "document", en: "document"),
        "years" => say!(lang, fr: "années", en: "years"),
        "version" => say!(lang, fr: "version", en: "version"),
        "title" => say!(lang, fr: "titre du texte", en: "title of the text"),
        "absent" => say!(lang, fr: "non fourni", en: "not supplied"),
        "fr" => say!(lang, fr: "en français", en: "in French"),
        "en" => say!(lang, fr: "en anglais", en: "in English"),
        "met" => say!(lang, fr: "message, satisfaite", en: "message, met"),
        "unmet" => say!(lang, fr: "message, non satisfaite", en: "message, unmet"),
        "undetermined" => say!(lang, fr: "message, indéterminée", en: "message, undetermined"),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    //! Every member that differs is told once, with its dated value, and nothing that does not.
    use super::*;

    fn data(text: &str) -> Piece {
        Piece::Data(Value::Table(text.parse().unwrap()))
    }

    fn told(old: &str, new: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let details = details(Some(&data(old)), Some(&data(new)));
        details.into_iter().map(|detail| (detail.member, detail.old, detail.new)).collect()
    }

    #[test]
    fn one_value_for_another_is_one_change() {
        let old = "values = [{ from = \"2016-08-10\", value = 1 }, { from = \"2002-01-18\", value = 3 }]";
        let found = told(old, &old.replace("value = 1", "value = 2"));
        assert_eq!(found, [("values.2016-08-10.value".to_owned(), Some("1".into()), Some("2".into()))]);
    }

    #[test]
    fn an_item_that_is_added_to_a_list_is_told_alone_and_citations_are_left_out() {
        let found = told(
            "items = [\"a\", \"b\"]\ncite = { basis = \"law\" }",
            "items = [\"a\", \"b\", \"c\"]\ncite = { basis = \"seed\" }",
        );
        assert_eq!(found, [("items".to_owned(), None, Some("c".to_owned()))]);
        assert!(told("a = 1", "a = 1").is_empty());
    }

    #[test]
    fn what_is_added_is_told_whole() {
        let details = details(None, Some(&data("id = \"a\"\nquestion = \"recevabilite\"")));
        assert_eq!(details.len(), 2);
        assert!(details.iter().all(|detail| detail.old.is_none()));
    }
}
