//! The candidates of each bucket, in a file of JSON Lines each, and the rejected rows in another.

use super::{Bucket, Compared, ImpactFault, Passed, report};
use crate::whole::{Unwritten, Whole};
use parchemin_core::{Lang, Speak};
use parchemin_package::Difference;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The list of the rejected rows.
const REJECTED: &str = "rejected";

/// The lists in the making: none has its name before all are whole.
#[derive(Debug)]
pub struct Lists {
    buckets: BTreeMap<Bucket, Whole>,
    rejected: Whole,
    lang: Lang,
}

impl Lists {
    /// The names of the lists in a folder.
    pub fn names(folder: &Path) -> impl Iterator<Item = PathBuf> {
        let names = Bucket::ALL.into_iter().map(Bucket::name).chain([REJECTED]);
        names.map(|name| folder.join(format!("{name}.jsonl")))
    }

    /// Begins the lists in a folder, which is made where it is not there: `gained.jsonl` and so on, `rejected.jsonl`.
    ///
    /// # Errors
    /// The system refuses.
    pub fn create(folder: &Path, lang: Lang) -> Result<Lists, Unwritten> {
        fs::create_dir_all(folder).map_err(|error| Unwritten::new(folder, error))?;
        let list = |name: &str| Whole::create(&folder.join(format!("{name}.jsonl")));
        let buckets = Bucket::ALL.into_iter().map(|bucket| Ok((bucket, list(bucket.name())?)));
        Ok(Lists { buckets: buckets.collect::<Result<_, Unwritten>>()?, rejected: list(REJECTED)?, lang })
    }

    /// Adds a row to its list.
    ///
    /// # Errors
    /// The system refuses.
    pub fn take(&mut self, passed: &Passed<'_>, difference: &Difference) -> Result<(), ImpactFault> {
        let (list, value) = match passed {
            Passed::Compared(compared) => {
                (self.buckets.get_mut(&compared.bucket), entry(compared, difference))
            }
            Passed::Rejected(rejected) => {
                let reason = rejected.reason.say(self.lang);
                let value = json!({ "id": rejected.id, "place": rejected.place, "reason": reason });
                (Some(&mut self.rejected), value)
            }
        };
        match list {
            Some(list) => Ok(list.append(format!("{value}\n").as_bytes())?),
            None => Ok(()),
        }
    }

    /// Gives all lists their names.
    ///
    /// # Errors
    /// The system refuses.
    pub fn finish(self) -> Result<(), Unwritten> {
        self.buckets.into_values().try_for_each(Whole::finish)?;
        self.rejected.finish()
    }
}

/// A compared file, as lists and `--json --detail` state it.
pub fn entry(compared: &Compared, difference: &Difference) -> Value {
    let name = |place: &usize| difference.items().get(*place).map(report::name);
    let sets: Vec<Vec<String>> =
        compared.cause.sets.iter().map(|set| set.iter().filter_map(name).collect()).collect();
    let standing = |standing: &super::Standing| {
        let deciding: Vec<Value> = standing
            .deciding
            .iter()
            .map(|deciding| {
                json!({ "rule": deciding.rule, "subject": deciding.subject, "verdict": deciding.verdict })
            })
            .collect();
        json!({
            "question": standing.question(), "outcome": standing.outcome(),
            "deciding": deciding, "missing": standing.missing(), "missing_texts": standing.missing_texts(),
        })
    };
    json!({
        "id": compared.id, "place": compared.place, "bucket": compared.bucket,
        "old": standing(&compared.old), "new": standing(&compared.new),
        "cause": sets, "minimal": compared.cause.minimal,
    })
}
