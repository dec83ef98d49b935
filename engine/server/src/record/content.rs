//! What the log keeps of a decision, until it is erased or its time has passed.

use super::{
    answers::KeptAnswer,
    append::Entry,
    mask::{Mask, leave_what_is_concluded},
    packed::{TooLarge, packed},
    row::{LoadedPackage, Nonce, Row, Sealed, digest},
};
use parchemin::{
    Parchemin,
    core::{CandidateFile, Day, Lang, canonical, decision::PackageIdentity},
};
use parchemin_bulk::write::Detail;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use std::collections::BTreeMap;

/// What the log keeps of a decision.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content<D = Value> {
    /// What was noted of the answer that is kept for an `Idempotency-Key`, see [`KeptAnswer`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<String>,
    /// The version of the engine.
    pub(super) engine: String,
    pub(super) language: Lang,
    pub(super) detail: Detail,
    /// What was taken out of the file, by its pointers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) masked: Vec<String>,
    /// The file, as far as the format knows its members.
    pub(super) file: Value,
    /// What was answered.
    pub(super) decision: D,
}

/// What is kept of what was answered.
#[derive(Serialize)]
#[serde(untagged)]
enum Kept<'d> {
    /// Its members, each in the bytes that were answered.
    AsWritten(BTreeMap<String, &'d RawValue>),
    /// What could not be kept as it was.
    Read(Value),
}

/// The packages that decide for a request.
pub(crate) struct LoadedPackages {
    digest: String,
    written: String,
}

/// A decision that was made.
pub(crate) struct Made<'d> {
    /// The name of the key that asked.
    pub(crate) key: &'d str,
    pub(crate) file: &'d CandidateFile,
    pub(crate) as_of: Day,
    pub(crate) language: Lang,
    pub(crate) detail: Detail,
    /// What is answered, in JSON.
    pub(crate) decision: &'d [u8],
    /// The packages that decided.
    pub(crate) packages: &'d [PackageIdentity],
    pub(crate) loaded: &'d LoadedPackages,
}

/// What is kept of a decision, and what is not.
#[derive(Clone, Debug, Default)]
pub(super) struct Keeps {
    pub(super) masks: Vec<(String, Mask)>,
    pub(super) ids: bool,
}

impl LoadedPackages {
    /// Those of a host.
    pub(crate) fn of(host: &Parchemin) -> LoadedPackages {
        let catalogue = host.catalogue();
        let all = catalogue.packages().map(|package| LoadedPackage {
            identity: package.identity.clone(),
            in_use: catalogue
                .any(&package.identity.id)
                .is_some_and(|in_use| in_use.identity == package.identity),
        });
        // Texts can all be written.
        let written = canonical(&all.collect::<Vec<_>>()).unwrap_or_default();
        let written = String::from_utf8(written).unwrap_or_default();
        LoadedPackages { digest: digest(&[written.as_bytes()]), written }
    }
}

impl Keeps {
    /// The entry of a decision, which notes the answer that is kept to it. `candidate` says what stands for an id.
    ///
    /// # Errors
    /// It is more than could be read again.
    pub(super) fn entry(
        &self,
        made: &Made<'_>,
        nonce: Nonce,
        answer: Option<KeptAnswer>,
        candidate: impl FnOnce(&str) -> String,
    ) -> Result<Entry, TooLarge> {
        let mut file = serde_json::to_value(made.file).unwrap_or_default();
        if !self.ids {
            file.as_object_mut().map(|members| members.remove("id"));
        }
        let taken = self.masks.iter().filter(|(_, mask)| mask.take_out(&mut file));
        let (masked, masks): (Vec<_>, Vec<_>) = taken.map(|(text, mask)| (text.clone(), mask)).unzip();
        let content = Content {
            answer: answer.as_ref().map(KeptAnswer::digest),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            language: made.language,
            detail: made.detail,
            masked,
            file,
            decision: self.decision(made, &masks),
        };
        let sealed = Sealed::new(nonce, canonical(&content).unwrap_or_default())?;
        Ok(Entry {
            key: made.key.to_owned(),
            candidate: made.file.id.as_deref().map(candidate),
            as_of: made.as_of.to_string(),
            catalogue: made.loaded.digest.clone(),
            loaded: made.loaded.written.clone(),
            packages: String::from_utf8(canonical(&made.packages).unwrap_or_default()).unwrap_or_default(),
            digest: sealed.digest(),
            content: packed(&sealed.content),
            nonce: sealed.nonce,
            answer,
        })
    }

    /// What is kept of what was answered, where these masks took something out of the file.
    fn decision<'d>(&self, made: &Made<'d>, masks: &[&Mask]) -> Kept<'d> {
        // The bytes were made from JSON a moment ago. In short, those of findings are not in canonical order.
        if masks.is_empty() && made.detail != Detail::Findings {
            let mut members: BTreeMap<String, &RawValue> =
                serde_json::from_slice(made.decision).unwrap_or_default();
            if !self.ids {
                members.remove("candidate");
            }
            return Kept::AsWritten(members);
        }
        let mut decision: Value = serde_json::from_slice(made.decision).unwrap_or_default();
        if !self.ids {
            decision.as_object_mut().map(|members| members.remove("candidate"));
        }
        if !masks.is_empty() {
            leave_what_is_concluded(&mut decision, masks);
        }
        Kept::Read(decision)
    }
}

impl Row {
    /// What was kept of a decision; none where it has gone, or cannot be read.
    pub(super) fn content(&self) -> Option<Content> {
        serde_json::from_slice(&self.sealed.as_ref()?.as_ref().ok()?.content).ok()
    }
}

#[cfg(test)]
mod tests {
    //! What a mask takes out is nowhere in what is kept, and what is kept is canonical.
    use super::*;
    use crate::decided::{full, short};
    use serde_json::json;
    use std::{collections::BTreeSet, sync::Arc};

    /// Every member is told apart by its value from all others, and from what the law says by itself.
    fn file() -> Value {
        json!({
            "format": "parchemin.candidate/1",
            "id": "dossier-7331",
            "evaluate_on": "2026-10-29",
            "target": { "titre": "mediateur-numerique" },
            "route": "vae",
            "trained": false,
            "events": {
                "training_started": "2024-02-19", "request_filed": "2026-01-13",
                "recevabilite_notified": "2026-02-21", "recevabilite_unanswered": false, "registered": "2026-06-17",
            },
            "vae_requests": [
                { "filed": "2026-01-08", "certification": "une autre, 4711", "blocs_only": false, "rejected": false },
            ],
            "experience": [
                { "from": "2025-01-14", "to": "2025-12-11", "status": "volunteer", "related": true, "hours": 1237 },
            ],
            "ccps": [
                { "ccp": "RNCP34137BC01", "awarded_on": "2023-05-24", "document": "livret-8842" },
                { "ccp": "mn-2025/1", "awarded_on": "2026-03-25", "document": "livret-8843" },
            ],
            "titres": [{ "revision": "RNCP39181", "awarded_on": "2025-04-16", "document": "parchemin-9953" }],
            "sessions": [
                {
                    "kind": "ccp", "date": "2025-11-04", "ccps": ["RNCP34137BC02"], "deliberated_on": "2025-11-06",
                    "decision": { "titre": false, "ccps": [{ "ccp": "RNCP34137BC02", "result": "obtained" }] },
                },
                {
                    "kind": "titre", "date": "2026-10-06", "deliberated_on": "2026-10-08",
                    "jury": [
                        { "professional": true, "years_in_job": 1117, "years_since_leaving": 0, "habilitated_until": "2026-05-28" },
                        { "professional": true, "years_in_job": 1119, "years_since_leaving": 1123, "habilitated_until": "2027-09-27" },
                    ],
                    "evidence": { "dossier_professionnel": true, "mise_en_situation": true },
                    "decision": { "titre": false, "ccps": [{ "ccp": "mn-2025/2", "result": "not-obtained" }] },
                },
            ],
        })
    }

    /// The same before there is a jury: recevabilité is what matters, and has its steps.
    fn before_the_jury() -> Value {
        let mut file = file();
        file["experience"][0]["hours"] = json!(137);
        file["titres"] = json!([]);
        file["sessions"] = json!([{ "kind": "titre", "date": "2026-11-30" }]);
        file
    }

    struct Case {
        host: Parchemin,
        loaded: LoadedPackages,
        file: Value,
    }

    impl Case {
        fn new(file: Value) -> Case {
            let host = Parchemin::embedded().unwrap();
            Case { loaded: LoadedPackages::of(&host), host, file }
        }

        /// What is kept, in several forms and languages.
        fn kept(&self, keeps: &Keeps) -> Vec<Value> {
            let file: CandidateFile = serde_json::from_value(self.file.clone()).unwrap();
            let prepared = [self.host.prepare(Arc::new(file.clone()), None).unwrap()];
            let forms = [
                (Detail::Full, Lang::Fr),
                (Detail::Full, Lang::En),
                (Detail::Findings, Lang::Fr),
                (Detail::Outcome, Lang::Fr),
            ];
            let kept = forms.map(|(detail, language)| {
                let evaluated = self.host.evaluate(&prepared).pop().unwrap().unwrap();
                let decided = match detail {
                    Detail::Full => full(&self.host.in_words(&prepared[0], &evaluated, language).unwrap()),
                    detail => short(&prepared[0], &evaluated.into_judged(), detail),
                };
                let made = Made {
                    key: "-",
                    file: &file,
                    as_of: prepared[0].case().date,
                    language,
                    detail,
                    decision: &decided.bytes,
                    packages: &[],
                    loaded: &self.loaded,
                };
                let entry = keeps.entry(&made, Nonce::default(), None, str::to_owned).unwrap();
                let content = zstd::decode_all(&*entry.content).unwrap();
                let kept: Value = serde_json::from_slice(&content).unwrap();
                assert_eq!(canonical(&kept).unwrap(), content, "{detail:?}");
                let mut answered: Value = serde_json::from_slice(&decided.bytes).unwrap();
                if keeps.masks.is_empty() {
                    answered.as_object_mut().unwrap().remove("candidate");
                    assert_eq!(kept["decision"], answered);
                }
                kept
            });
            kept.into()
        }
    }

    /// Whether a value is found in what was kept: in a text, or as one.
    fn tells(kept: &Value, value: &Value) -> bool {
        match (kept, value) {
            (Value::Object(members), _) => members.values().any(|member| tells(member, value)),
            (Value::Array(rows), _) => rows.iter().any(|row| tells(row, value)),
            (Value::String(text), Value::String(value)) => match value.parse::<Day>() {
                Ok(day) => [value.clone(), day.spoken(Lang::Fr), day.spoken(Lang::En)]
                    .iter()
                    .any(|said| text.contains(said)),
                Err(_) if value.contains(|c: char| c.is_ascii_digit()) => text.contains(value),
                Err(_) => text == value,
            },
            (Value::String(text), Value::Number(number)) => text.contains(&number.to_string()),
            _ => kept == value,
        }
    }

    /// The pointers to the members of a file that can be told from anything else, each with its value.
    fn members(value: &Value, pointer: &str, into: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(all) => {
                all.iter().for_each(|(name, value)| members(value, &format!("{pointer}/{name}"), into));
            }
            Value::Array(all) => {
                all.iter()
                    .enumerate()
                    .for_each(|(row, value)| members(value, &format!("{pointer}/{row}"), into));
            }
            Value::Number(number) if number.as_u64() > Some(100) => {
                into.push((pointer.to_owned(), value.clone()))
            }
            // Words that are not of the candidate alone.
            Value::String(word) if !["parchemin.candidate/1", "titre", "ccp"].contains(&word.as_str()) => {
                into.push((pointer.to_owned(), value.clone()));
            }
            _ => {}
        }
    }

    /// A pointer and those of all that holds it, each with and without the numbers of rows.
    fn masks(pointer: &str) -> BTreeSet<String> {
        let mut masks = BTreeSet::new();
        let (mut one, mut each) = (String::new(), String::new());
        for part in pointer.split('/').skip(1) {
            one = format!("{one}/{part}");
            each = format!("{each}/{}", if part.parse::<usize>().is_ok() { "*" } else { part });
            masks.extend([one.clone(), each.clone()]);
        }
        masks
    }

    #[test]
    fn what_is_masked_is_nowhere_in_what_is_kept() {
        let mut told = 0;
        for file in [file(), before_the_jury()] {
            let case = Case::new(file);
            let mut values = Vec::new();
            members(&case.file, "", &mut values);
            let whole = case.kept(&Keeps::default());
            told += values
                .iter()
                .filter(|(_, value)| whole.iter().any(|kept| tells(&kept["decision"], value)))
                .count();
            let all: BTreeSet<String> = values.iter().flat_map(|(pointer, _)| masks(pointer)).collect();
            for text in all {
                let mask = Mask::read(&text).unwrap();
                let mut left = case.file.clone();
                assert!(mask.take_out(&mut left), "{text}");
                let gone: Vec<_> = values
                    .iter()
                    .filter(|(pointer, value)| left.pointer(pointer) != Some(value) && !tells(&left, value))
                    .collect();
                let keeps = Keeps { masks: vec![(text.clone(), mask)], ids: true };
                for kept in case.kept(&keeps) {
                    assert_eq!(kept["masked"], json!([text]));
                    assert_eq!(kept["file"], left);
                    for (pointer, value) in &gone {
                        assert!(!tells(&kept, value), "{text}: {pointer} is told: {kept:#}");
                    }
                }
            }
        }
        assert!(told > 20, "{told} values are told where nothing is masked");
    }
}
