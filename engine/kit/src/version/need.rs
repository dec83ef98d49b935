//! Which version number a change needs, as far as the packages themselves say; the decisions say the rest.

use super::changes::{Became, Change, Changes};
use parchemin::{
    core::{Lang, say},
    packages::difference::Kind,
};
use semver::Version;
use serde::Serialize;

/// How far a version number moves, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It stays.
    None,
    /// No decision changes.
    Patch,
    /// Something is added, or a decision changes and none for the worse.
    Minor,
    /// A decision can change for the worse, or an input is newly needed.
    Major,
}

impl Level {
    /// The words for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Level::None => say!(lang, fr: "aucune", en: "none"),
            Level::Patch => say!(lang, fr: "corrective", en: "patch"),
            Level::Minor => say!(lang, fr: "mineure", en: "minor"),
            Level::Major => say!(lang, fr: "majeure", en: "major"),
        }
    }

    /// How far one version is from another; none where it does not follow it.
    pub fn between(old: &Version, new: &Version) -> Option<Level> {
        let parts = |version: &Version| (version.major, version.minor, version.patch);
        let ((major, minor, patch), next) = (parts(old), parts(new));
        if next < (major, minor, patch) {
            return None;
        }
        Some(match next {
            (other, ..) if other != major => Level::Major,
            (_, other, _) if other != minor => Level::Minor,
            (.., other) if other != patch => Level::Patch,
            _ => Level::None,
        })
    }

    /// The first version that is so far from another.
    pub fn after(self, version: &Version) -> Version {
        let Version { major, minor, patch, .. } = *version;
        match self {
            Level::None => version.clone(),
            Level::Patch => Version::new(major, minor, patch.saturating_add(1)),
            Level::Minor => Version::new(major, minor.saturating_add(1), 0),
            Level::Major => Version::new(major.saturating_add(1), 0, 0),
        }
    }
}

/// What of a change is plain without a decision.
pub(super) fn of_change(change: &Change) -> Level {
    let is = |member: &str, value: &str| {
        change.details.iter().any(|detail| detail.member == member && detail.new.as_deref() == Some(value))
    };
    match (change.kind, change.became) {
        (Kind::Message | Kind::DeadlineMessage | Kind::Manifest | Kind::Text | Kind::Titre, _) => {
            Level::Patch
        }
        (Kind::Ccp | Kind::Ccs | Kind::Document, Became::Withdrawn) => Level::Major,
        (Kind::Route, Became::Changed) if is("open", "false") => Level::Major,
        (Kind::Complement, _) if is("foreseen", "true") => Level::Major,
        (Kind::Period, _) => period(change),
        (_, Became::Added) if change.decides => Level::Minor,
        _ => Level::Patch,
    }
}

/// A period that begins later or ends earlier is closed on a day on which it was open.
fn period(change: &Change) -> Level {
    let levels = change.details.iter().map(|detail| {
        let member = detail.member.as_str();
        let day = member == "included" || member == "excluded";
        match (&detail.old, &detail.new) {
            (Some(old), Some(new)) if day => {
                let later = new > old;
                if later == (change.id == "from") { Level::Major } else { Level::Minor }
            }
            _ => Level::Minor,
        }
    });
    levels.max().unwrap_or(Level::Patch)
}

/// The changes that need a level, the highest that any of them needs first.
pub(super) fn plain(changes: &Changes) -> Vec<(Level, &Change)> {
    let mut all: Vec<(Level, &Change)> =
        changes.changes.iter().map(|change| (of_change(change), change)).collect();
    all.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    all
}

#[cfg(test)]
mod tests {
    //! A version is as far from another as its first number that differs.
    use super::*;

    #[test]
    fn the_first_number_that_differs_says_how_far_a_version_is() {
        for (old, new, level) in [
            ("1.0.0", "1.0.0", Some(Level::None)),
            ("1.0.0", "1.0.1", Some(Level::Patch)),
            ("1.0.4", "1.1.0", Some(Level::Minor)),
            ("1.9.9", "2.0.0", Some(Level::Major)),
            ("2.0.0", "1.9.9", None),
            ("1.1.0", "1.0.9", None),
        ] {
            let [old, new] = [old, new].map(|version| Version::parse(version).unwrap());
            assert_eq!(Level::between(&old, &new), level, "{old} → {new}");
        }
        let version = Version::new(1, 2, 3);
        for level in [Level::None, Level::Patch, Level::Minor, Level::Major] {
            assert_eq!(Level::between(&version, &level.after(&version)), Some(level));
        }
    }
}
