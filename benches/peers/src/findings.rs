//! What engines say of a file, and whether they say the same.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rules that are compared: those that the file alone decides, whichever revision of the titre governs it.
pub(crate) const RULES: [&str; 16] = [
    "recevabilite-notified",
    "recevabilite-valid",
    "vae-experience",
    "resit-in-time",
    "ccs-holder",
    "ccs-experience",
    "mise-en-situation-or-project",
    "production-questioning",
    "ecf",
    "dossier-professionnel",
    "dossier-annexes",
    "jury-size",
    "juror-professional",
    "juror-experience",
    "juror-recent",
    "juror-habilitated",
];

/// What a rule answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    Met,
    Unmet,
    Undetermined,
    NotApplicable,
}

impl Verdict {
    /// The word that is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Unmet => "unmet",
            Verdict::Undetermined => "undetermined",
            Verdict::NotApplicable => "not-applicable",
        }
    }
}

/// What a rule says: once, or of each juror.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Said {
    Once(Verdict),
    Each(Vec<Verdict>),
}

/// The verdicts on one file: by rule, and by juror where there are jurors.
#[derive(Debug, PartialEq)]
pub(crate) struct Findings {
    /// The id of the file, if it has one.
    pub(crate) id: Option<String>,
    verdicts: BTreeMap<(String, Option<usize>), Verdict>,
}

/// A verdict on which two differ: the rule, the juror, ours, theirs; none where nothing is said.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) rule: String,
    pub(crate) juror: Option<usize>,
    pub(crate) ours: Option<Verdict>,
    pub(crate) theirs: Option<Verdict>,
}

impl Findings {
    /// Reads what a peer wrote: `{"id": …, "findings": {"rule": "met" or ["met", …]}, "attribution": the same or null}`.
    ///
    /// # Errors
    /// A line that is not so.
    pub(crate) fn of_peer(line: &str) -> Result<Findings, serde_json::Error> {
        #[derive(Deserialize)]
        struct Line {
            id: Option<String>,
            findings: BTreeMap<String, Said>,
            attribution: Option<BTreeMap<String, Said>>,
        }
        let Line { id, findings, attribution } = serde_json::from_str(line)?;
        let mut verdicts = BTreeMap::new();
        for (rule, said) in findings.into_iter().chain(attribution.into_iter().flatten()) {
            match said {
                Said::Once(verdict) => {
                    verdicts.insert((rule, None), verdict);
                }
                Said::Each(all) => {
                    verdicts.extend(
                        all.into_iter()
                            .enumerate()
                            .map(|(juror, verdict)| ((rule.clone(), Some(juror)), verdict)),
                    );
                }
            }
        }
        Ok(Findings { id, verdicts })
    }

    /// Reads what `parchemin batch` wrote, of the rules compared; none if it wrote no findings.
    ///
    /// # Errors
    /// A line that is no decision.
    pub(crate) fn of_ours(line: &str) -> Result<Option<Findings>, serde_json::Error> {
        #[derive(Deserialize)]
        struct Line {
            candidate: Option<String>,
            findings: Option<Vec<Finding>>,
        }
        #[derive(Deserialize)]
        struct Finding {
            rule: String,
            subject: Option<String>,
            verdict: Verdict,
        }
        let Line { candidate: id, findings } = serde_json::from_str(line)?;
        let Some(findings) = findings else { return Ok(None) };
        let compared = findings.into_iter().filter(|finding| RULES.contains(&finding.rule.as_str()));
        let verdicts = compared.map(|Finding { rule, subject, verdict }| {
            // `/sessions/0/jury/2` is the third juror.
            let juror = subject.and_then(|pointer| pointer.rsplit('/').next()?.parse().ok());
            ((rule, juror), verdict)
        });
        Ok(Some(Findings { id, verdicts: verdicts.collect() }))
    }

    /// How many verdicts there are.
    pub(crate) fn count(&self) -> usize {
        self.verdicts.len()
    }

    /// The first verdict on which theirs differ from these.
    pub(crate) fn difference(&self, theirs: &Findings) -> Option<Difference> {
        let keys = self.verdicts.keys().chain(theirs.verdicts.keys());
        keys.map(|key| (key, self.verdicts.get(key), theirs.verdicts.get(key))).find_map(
            |((rule, juror), ours, theirs)| {
                (ours != theirs).then(|| Difference {
                    rule: rule.clone(),
                    juror: *juror,
                    ours: ours.copied(),
                    theirs: theirs.copied(),
                })
            },
        )
    }
}

#[cfg(test)]
mod tests {
    //! Ours and theirs are read into the same verdicts, and no difference escapes.
    use super::*;

    const OURS: &str = r#"{"candidate":"a","findings":[{"rule":"titre-in-force","verdict":"met"},
        {"rule":"ecf","verdict":"unmet"},{"rule":"juror-recent","subject":"/sessions/0/jury/1","verdict":"met"}]}"#;

    #[test]
    fn what_is_not_compared_is_left_out() {
        let ours = Findings::of_ours(OURS).unwrap().unwrap();
        assert_eq!(ours.count(), 2);
        assert_eq!(Findings::of_ours(r#"{"candidate":"a"}"#).unwrap(), None);
    }

    #[test]
    fn a_verdict_that_differs_or_is_missing_is_found() {
        let ours = Findings::of_ours(OURS).unwrap().unwrap();
        let theirs = |attribution: &str| {
            Findings::of_peer(&format!(r#"{{"id":"a","findings":{{}},"attribution":{attribution}}}"#))
                .unwrap()
        };
        let other = theirs(r#"{"ecf":"unmet","juror-recent":["unmet","met"]}"#);
        let difference = ours.difference(&other).unwrap();
        assert_eq!((difference.rule.as_str(), difference.juror), ("juror-recent", Some(0)));
        assert_eq!((difference.ours, difference.theirs), (None, Some(Verdict::Unmet)));
        let less = ours.difference(&theirs(r#"{"ecf":"unmet"}"#)).unwrap();
        assert_eq!((less.ours, less.theirs), (Some(Verdict::Met), None));
    }
}
