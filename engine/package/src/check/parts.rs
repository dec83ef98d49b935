//! What a manifest must have: all that it lacks is told at once, and before what is wrong with the rest of it.

use super::{Checker, MANIFEST};
use crate::fault::Problem;
use toml::{Table, Value};

/// What every manifest has.
const ALL: [&str; 7] = ["id", "version", "kind", "label.fr", "label.en", "engine", "languages"];

/// What there must be where somebody keeps the former revision.
const FORMER: &str = "titre.predecessor";

/// What the manifest of a titre has besides.
const OF_A_TITRE: [&str; 5] = ["titre.id", "titre.effect", "period.from", "period.to", "provisions.events"];

impl Checker<'_> {
    /// Tells the parts that a manifest lacks, and whether it lacks any. One that is not TOML is told elsewhere.
    pub(super) fn parts(&mut self, text: &str) -> bool {
        let Ok(manifest) = toml::from_str::<Table>(text) else { return false };
        let of_titre = manifest.get("kind").and_then(Value::as_str) == Some("titre");
        let keeps = manifest.get("provisions").and_then(|provisions| provisions.get("former")).is_some();
        let wanted = ALL.iter().chain(OF_A_TITRE.iter().filter(|_| of_titre)).chain(keeps.then_some(&FORMER));
        let mut lacking: Vec<String> = wanted.filter_map(|part| lack(&manifest, part)).collect();
        lacking.dedup();
        let lacks = !lacking.is_empty();
        for part in lacking {
            self.fault(MANIFEST, Problem::PartMissing(part));
        }
        lacks
    }
}

/// The part that is missing: the table where that is not there, else the member. Without an event none could choose
/// the revision, so that a list of none is missing too.
fn lack(manifest: &Table, part: &str) -> Option<String> {
    let (table, member) = part.split_once('.').unwrap_or((part, ""));
    match manifest.get(table) {
        None if member.is_empty() => Some(table.to_owned()),
        None => Some(format!("[{table}]")),
        Some(_) if member.is_empty() => None,
        // What is no table has another form, which is told as such.
        Some(inside) => match inside.as_table()?.get(member) {
            Some(Value::Array(list)) if list.is_empty() => Some(part.to_owned()),
            Some(_) => None,
            None => Some(part.to_owned()),
        },
    }
}
