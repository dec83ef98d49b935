//! `rules.toml`: the rules, the steps that turn them, the deadlines and the documents.

use super::Cite;
use parchemin_core::{
    decision::Outcome,
    file::{Event, Question, Route},
    titre::Document,
    vocabulary::View,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `rules.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRules {
    #[serde(default)]
    pub rules: Vec<WrittenRule>,
    #[serde(default)]
    pub deadlines: Vec<WrittenDeadline>,
    #[serde(default)]
    pub documents: Vec<WrittenDocument>,
}

/// A document that outcomes earn.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenDocument {
    pub document: Document,
    pub outcomes: Vec<Outcome>,
    pub cite: Spanned<Cite>,
}

/// A rule: what it is; the code says only how it is decided.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRule {
    pub id: Spanned<String>,
    pub question: Question,
    #[serde(default)]
    pub subject: SubjectKind,
    /// The event at which it takes its parameters.
    pub at: Option<Event>,
    /// For attribution: what the question answers when the rule is unmet.
    pub outcome: Option<Outcome>,
    pub cites: Vec<Spanned<Cite>>,
    #[serde(default)]
    pub steps: Vec<WrittenStep>,
}

/// What a rule is applied to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// The file as a whole.
    #[default]
    File,
    /// Each CCP of the revision.
    Ccp,
    /// Each CCP held.
    Held,
    /// Each member of the jury.
    Juror,
}

impl SubjectKind {
    /// The view by which a rule sees its subject; none for the file as a whole.
    pub fn view(self) -> View {
        match self {
            SubjectKind::File => View::None,
            SubjectKind::Ccp => View::Ccp,
            SubjectKind::Held => View::Held,
            SubjectKind::Juror => View::Juror,
        }
    }
}

/// A step that may turn an unmet finding. The host proves it before it shows it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenStep {
    /// The message, under `steps` of the rule.
    pub message: String,
    pub change: Change,
}

/// The change to the file that a step stands for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// State a member; `{session}` is the session at stake.
    Set(BTreeMap<String, toml::Value>),
    /// Renew an event on the date of the decision, or on the day of the session where that is earlier.
    Renew(Event),
    /// File the request anew on the date of the decision, as it stands.
    FileAnew,
    /// Go on with the activity until the parameter of years or hours is reached; in VAE, file a new request then.
    /// All are ids of parameters.
    Activity {
        activities: String,
        years: Option<String>,
        days_in_a_year: Option<String>,
        hours: Option<String>,
    },
    /// Sit the missing CCPs in a later session, with all that it needs, and obtain them and the titre.
    SitMissingCcps,
    /// Add a member to the jury who has every quality.
    AddJuror,
    /// Hold the titre.
    ObtainTitre,
    /// Wait until the titre is in force.
    Wait,
    /// Let the event happen anew on the first day of the next calendar year.
    NextYear(Event),
    /// Nothing turns it.
    Nothing,
}

/// A deadline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenDeadline {
    pub id: Spanned<String>,
    /// The event from which it runs; without one, it is the end of the titre's validity.
    pub event: Option<Event>,
    /// The parameter that gives the years.
    pub years: Option<Spanned<String>>,
    pub routes: Option<Vec<Route>>,
    /// Only for these outcomes of the headline question.
    pub outcomes: Option<Vec<Outcome>>,
    /// Only while parameters have these words, on the day of the decision: what was replaced binds nobody any more.
    #[serde(default)]
    pub only_if: BTreeMap<String, String>,
    /// It is also the last day on which the CCPs held can be used for the titre; of no concern once all are obtained.
    #[serde(default)]
    pub bounds_ccps: bool,
    pub cite: Spanned<Cite>,
}
