//! The candidate files: as they are, and with days as numbers for engines that have no dates of their own.

use crate::{day::Day, fault::Fault};
use serde_json::{Map, Value};
use std::{fs, path::Path};

/// Members that hold a day.
const DAYS: [&str; 12] = [
    "evaluate_on",
    "training_started",
    "request_filed",
    "recevabilite_notified",
    "registered",
    "filed",
    "from",
    "to",
    "awarded_on",
    "date",
    "deliberated_on",
    "habilitated_until",
];

/// Days whose anniversary a rule asks for: given beside them, since a number does not tell it.
const ANNIVERSARIES: [(&str, &str); 2] = [
    ("recevabilite_notified", "recevabilite_notified_year_later"),
    ("deliberated_on", "deliberated_on_year_later"),
];

/// Candidate files, one a line.
pub(crate) struct Lines {
    /// As they are.
    pub(crate) plain: Vec<String>,
    /// With days as numbers.
    pub(crate) numbered: Vec<String>,
}

impl Lines {
    /// Reads a file of them.
    ///
    /// # Errors
    /// What cannot be read, or is no JSON.
    pub(crate) fn read(path: &Path) -> Result<Lines, Fault> {
        let text = fs::read_to_string(path).map_err(|error| Fault::Read(path.to_owned(), error))?;
        let plain: Vec<String> = text.lines().map(str::to_owned).collect();
        let number = |(n, line): (usize, &String)| {
            let mut value =
                serde_json::from_str(line).map_err(|error| Fault::Line(path.to_owned(), n + 1, error))?;
            number_days(&mut value);
            Ok(value.to_string())
        };
        let numbered = plain.iter().enumerate().map(number).collect::<Result<_, _>>()?;
        Ok(Lines { plain, numbered })
    }

    /// The same in pieces.
    pub(crate) fn pieces(self, of: usize) -> Vec<Lines> {
        let (plain, numbered) = (self.plain.chunks(of), self.numbered.chunks(of));
        plain
            .zip(numbered)
            .map(|(plain, numbered)| Lines { plain: plain.to_vec(), numbered: numbered.to_vec() })
            .collect()
    }
}

fn number_days(value: &mut Value) {
    match value {
        Value::Array(rows) => rows.iter_mut().for_each(number_days),
        Value::Object(members) => {
            let anniversaries = ANNIVERSARIES.iter().filter_map(|(member, name)| {
                let day = day(members, member)?.year_later()?;
                Some(((*name).to_owned(), Value::from(day.0)))
            });
            let anniversaries: Vec<(String, Value)> = anniversaries.collect();
            for member in DAYS {
                if let Some(day) = day(members, member) {
                    members.insert(member.to_owned(), Value::from(day.0));
                }
            }
            members.extend(anniversaries);
            members.values_mut().for_each(number_days);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn day(members: &Map<String, Value>, member: &str) -> Option<Day> {
    Day::parse(members.get(member)?.as_str()?)
}

#[cfg(test)]
mod tests {
    //! Every day becomes its number, and nothing else changes.
    use super::*;

    #[test]
    fn days_become_numbers_wherever_they_stand() {
        let mut file = serde_json::json!({
            "id": "2025-01-01",
            "events": { "recevabilite_notified": "2024-02-29" },
            "sessions": [{ "jury": [{ "habilitated_until": "1970-01-02" }] }],
        });
        number_days(&mut file);
        let events = serde_json::json!({ "recevabilite_notified": 19_782, "recevabilite_notified_year_later": 20_147 });
        assert_eq!(file["id"], "2025-01-01");
        assert_eq!(file["events"], events);
        assert_eq!(file["sessions"][0]["jury"][0]["habilitated_until"], 1);
    }
}
