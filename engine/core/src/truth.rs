//! Three-valued truth: what is missing is neither true nor false, and says its name.

use crate::Pointer;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashSet},
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// Something that is not known, and would have to be.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// A fact of the candidate's file: a JSON pointer (RFC 6901).
    Fact(String),
    /// A text of law that nobody here has.
    Text(String),
}

/// What is missing, never empty. Cheap to pass on: it is put into words, and in order, only by [`lacks`](Missing::lacks).
#[derive(Clone)]
pub struct Missing(Gaps);

#[derive(Clone)]
enum Gaps {
    One(Gap),
    Several(Arc<[Gap]>),
}

/// One thing that is missing.
#[derive(Clone)]
enum Gap {
    Fact(Pointer),
    Text(Arc<str>),
}

/// A value, or what would have to be known to have it. `?` carries the unknown onwards.
pub type Known<T, M = Missing> = Result<T, M>;

/// What an unknown names: what is missing itself, or, in a plugin, the places of the facts that are.
pub trait Lacking: Clone {
    /// All that is missing in either.
    #[must_use]
    fn with(self, other: Self) -> Self;
}

impl Lacking for Missing {
    fn with(self, other: Missing) -> Missing {
        self.joined([other])
    }
}

/// Gaps that are put together, none of them twice.
struct Union {
    gaps: Vec<Gap>,
    /// The same, once they are many: a long list of which nothing is known has gaps by the ten thousand.
    known: HashSet<Gap>,
}

impl Union {
    /// Gaps among which one looks as fast as in a set.
    const FEW: usize = 16;

    fn from(gaps: &[Gap]) -> Union {
        let known = if gaps.len() > Union::FEW { gaps.iter().cloned().collect() } else { HashSet::new() };
        Union { gaps: gaps.to_vec(), known }
    }

    fn add(&mut self, gap: &Gap) {
        if self.gaps.len() <= Union::FEW {
            if !self.gaps.contains(gap) {
                self.gaps.push(gap.clone());
                if self.gaps.len() > Union::FEW {
                    self.known = self.gaps.iter().cloned().collect();
                }
            }
        } else if self.known.insert(gap.clone()) {
            self.gaps.push(gap.clone());
        }
    }
}

impl Missing {
    /// A fact of the file is missing.
    pub fn fact(pointer: impl Into<Pointer>) -> Missing {
        Missing(Gaps::One(Gap::Fact(pointer.into())))
    }

    /// A text is missing.
    pub fn text(name: impl Into<Arc<str>>) -> Missing {
        Missing(Gaps::One(Gap::Text(name.into())))
    }

    /// All that is missing in any of them; none where there is none of them.
    pub fn union(all: impl IntoIterator<Item = Missing>) -> Option<Missing> {
        let mut all = all.into_iter();
        all.next().map(|first| first.joined(all))
    }

    /// This and all that is missing in others. Most are the same few things, and nothing is made of them.
    fn joined(self, others: impl IntoIterator<Item = Missing>) -> Missing {
        let few = self.gaps().len() <= Union::FEW;
        let mut union = None;
        for other in others {
            if union.is_none() && few && other.gaps().iter().all(|gap| self.gaps().contains(gap)) {
                continue;
            }
            let union = union.get_or_insert_with(|| Union::from(self.gaps()));
            other.gaps().iter().for_each(|gap| union.add(gap));
        }
        match union {
            Some(union) if union.gaps.len() > self.gaps().len() => Missing(Gaps::Several(union.gaps.into())),
            _ => self,
        }
    }

    /// What is missing, in order.
    pub fn lacks(&self) -> BTreeSet<Lack> {
        self.gaps().iter().map(Gap::lack).collect()
    }

    /// The facts of the file that are missing, as they were made: one may come twice.
    pub fn facts(&self) -> impl Iterator<Item = Pointer> {
        self.gaps().iter().filter_map(|gap| match gap {
            Gap::Fact(pointer) => Some(*pointer),
            Gap::Text(_) => None,
        })
    }

    /// The texts that are missing.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.gaps().iter().filter_map(|gap| match gap {
            Gap::Fact(_) => None,
            Gap::Text(text) => Some(&**text),
        })
    }

    fn gaps(&self) -> &[Gap] {
        match &self.0 {
            Gaps::One(gap) => std::slice::from_ref(gap),
            Gaps::Several(gaps) => gaps,
        }
    }
}

impl Gap {
    fn lack(&self) -> Lack {
        match self {
            Gap::Fact(pointer) => Lack::Fact(pointer.to_string()),
            Gap::Text(text) => Lack::Text(text.to_string()),
        }
    }
}

/// Two facts are the same where their pointers are made alike: nothing has to be put into words to see it.
impl PartialEq for Gap {
    fn eq(&self, other: &Gap) -> bool {
        match (self, other) {
            (Gap::Fact(a), Gap::Fact(b)) => a.is_made_like(b),
            (Gap::Text(a), Gap::Text(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Gap {}

impl Hash for Gap {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Gap::Fact(pointer) => pointer.parts().hash(state),
            Gap::Text(text) => text.hash(state),
        }
    }
}

impl PartialEq for Missing {
    fn eq(&self, other: &Missing) -> bool {
        self.lacks() == other.lacks()
    }
}

impl Eq for Missing {}

impl fmt::Debug for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.lacks()).finish()
    }
}

/// Strong Kleene conjunction: one `false` decides, whatever is unknown.
pub fn all_of<M: Lacking>(truths: impl IntoIterator<Item = Known<bool, M>>) -> Known<bool, M> {
    decide_unless(false, truths)
}

/// Strong Kleene disjunction: one `true` decides, whatever is unknown.
pub fn any_of<M: Lacking>(truths: impl IntoIterator<Item = Known<bool, M>>) -> Known<bool, M> {
    decide_unless(true, truths)
}

fn decide_unless<M: Lacking>(
    deciding: bool,
    truths: impl IntoIterator<Item = Known<bool, M>>,
) -> Known<bool, M> {
    let mut missing: Option<M> = None;
    for truth in truths {
        match truth {
            Ok(value) if value == deciding => return Ok(deciding),
            Ok(_) => {}
            Err(more) => {
                missing = Some(match missing {
                    Some(missing) => missing.with(more),
                    None => more,
                });
            }
        }
    }
    missing.map_or(Ok(!deciding), Err)
}

/// What a rule found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The rule does not concern this file.
    NotApplicable,
    /// The requirement holds.
    Met,
    /// Something that is needed is not known.
    Undetermined,
    /// The requirement does not hold.
    Unmet,
}

impl Verdict {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "not-applicable",
            Verdict::Met => "met",
            Verdict::Undetermined => "undetermined",
            Verdict::Unmet => "unmet",
        }
    }

    /// Unmet beats undetermined beats met; not applicable is neutral, and nothing else gives not applicable.
    pub fn combine(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        // The declaration above lists them in just that order of strength.
        verdicts.into_iter().max().unwrap_or(Verdict::NotApplicable)
    }
}

impl<M> From<&Known<bool, M>> for Verdict {
    fn from(truth: &Known<bool, M>) -> Verdict {
        match truth {
            Ok(true) => Verdict::Met,
            Ok(false) => Verdict::Unmet,
            Err(_) => Verdict::Undetermined,
        }
    }
}

#[cfg(test)]
mod tests {
    //! Strong Kleene logic, and verdicts that combine as the design says.
    use super::*;

    fn unknown(pointer: &'static str) -> Known<bool> {
        Err(Missing::fact(pointer))
    }

    #[test]
    fn one_false_decides_a_conjunction_and_one_true_a_disjunction() {
        assert_eq!(all_of([unknown("/a"), Ok(false)]), Ok(false));
        assert_eq!(any_of([unknown("/a"), Ok(true)]), Ok(true));
        assert_eq!(all_of::<Missing>([]), Ok(true));
        assert_eq!(any_of::<Missing>([]), Ok(false));
    }

    #[test]
    fn an_unknown_names_all_that_would_settle_it() {
        let both = Missing::fact("/a").with(Missing::fact("/b"));
        assert_eq!(all_of([unknown("/b"), Ok(true), unknown("/a")]), Err(both.clone()));
        assert_eq!(any_of([unknown("/a"), Ok(false), unknown("/b")]), Err(both));
    }

    #[test]
    fn many_that_are_missing_are_named_once_each() {
        let of = |row: usize| Missing::fact(Pointer::row("/experience/#", row).member("from"));
        let many = Missing::union((0..10_000).map(of).chain((0..10_000).map(of))).unwrap();
        assert_eq!(many.facts().count(), 10_000);
        assert_eq!(many.clone().with(many.clone()).facts().count(), 10_000);
        assert_eq!(many.with(Missing::text("a")).with(of(10_000)).lacks().len(), 10_002);
        assert_eq!(Missing::union([of(0), of(0)]), Some(of(0)));
        assert_eq!(Missing::union([]), None);
    }

    #[test]
    fn unmet_beats_undetermined_beats_met_and_not_applicable_is_neutral() {
        use Verdict::*;
        assert_eq!(Verdict::combine([Met, Undetermined, Unmet, NotApplicable]), Unmet);
        assert_eq!(Verdict::combine([Met, Undetermined, NotApplicable]), Undetermined);
        assert_eq!(Verdict::combine([Met, NotApplicable]), Met);
        assert_eq!(Verdict::combine([NotApplicable]), NotApplicable);
        assert_eq!(Verdict::combine([]), NotApplicable);
    }
}
