//! A package as its authors wrote it: the tables of its TOML files, with spans where a message may have to underline.
//! The names of the members are those of the files; the authoring guide in `rulesets/` explains them in French.

#![expect(missing_docs, reason = "a field is the member of the file that has its name")]

use parchemin_core::{
    Basis, Bound, Day,
    decision::Outcome,
    file::{Enrolment, Event, Piece, Question, Route},
    limits::Bounds,
    parameter::Amount,
    titre::Document,
    vocabulary::View,
};
use semver::{Version, VersionReq};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};
use toml::Spanned;

/// `package.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub id: Spanned<String>,
    pub version: Version,
    pub kind: Kind,
    pub label: Bilingual,
    /// The versions of the engine that can run it.
    pub engine: Spanned<VersionReq>,
    pub languages: Vec<parchemin_core::Lang>,
    #[serde(default)]
    pub requires: BTreeMap<String, Spanned<VersionReq>>,
    pub arrete: Option<Arrete>,
    pub titre: Option<TitreLink>,
    pub period: Option<WrittenPeriod>,
    pub provisions: Option<Provisions>,
    /// The texts that citations name.
    #[serde(default)]
    pub texts: BTreeMap<String, Text>,
    /// Where the correspondence table is not supplied: the text that would give it.
    pub correspondences: Option<AbsentTable>,
    #[serde(default)]
    pub bounds: Bounds,
    /// Which of its rules run, where it carries scripts and a plugin and nobody chose.
    pub backend: Option<Spanned<Backend>>,
}

/// In what form rules run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Backend {
    /// Scripts, `rules/*.rhai`.
    Rhai,
    /// A plugin, `rules.wasm`.
    Wasm,
}

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Rules common to all titres.
    Framework,
    /// One revision of a titre.
    Titre,
}

impl Kind {
    /// The name in packages.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Framework => "framework",
            Kind::Titre => "titre",
        }
    }
}

/// A label in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub fr: String,
    pub en: String,
}

/// The arrêté that the package encodes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrete {
    pub date: Option<Day>,
    pub nor: Option<String>,
    pub jorf: Option<String>,
    pub cite: Spanned<Cite>,
}

/// Which titre the package revises, and what it does to its predecessor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitreLink {
    pub id: String,
    pub effect: Effect,
    pub predecessor: Option<Spanned<String>>,
}

/// What a package does to its predecessor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The titre begins.
    Creates,
    /// The same titre goes on, unchanged.
    Extends,
    /// The titre is revised.
    Revises,
    /// The titre ends.
    Closes,
}

impl Effect {
    /// The name in packages.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Creates => "creates",
            Effect::Extends => "extends",
            Effect::Revises => "revises",
            Effect::Closes => "closes",
        }
    }
}

/// The periods of a revision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenPeriod {
    pub from: CitedBound,
    pub to: CitedBound,
    pub last_delivery: Option<CitedBound>,
}

/// A bound and what it rests on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitedBound {
    pub included: Option<Day>,
    pub excluded: Option<Day>,
    pub cite: Spanned<Cite>,
}

/// Which events choose the revision, and who keeps the former one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisions {
    pub events: Vec<Event>,
    #[serde(default)]
    pub former: Vec<Former>,
}

/// Who keeps the former revision, until when, on what condition.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// Only for these routes; for all when absent.
    pub routes: Option<Vec<Route>>,
    /// The event that must have happened while the former revision was open.
    pub event: Option<Event>,
    /// The candidate must hold a CCP of the former revision.
    #[serde(default)]
    pub holds_ccp: bool,
    pub until: Until,
    pub cite: Spanned<Cite>,
}

/// Until when the former revision is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// The last delivery that the former package states.
    LastDelivery,
    /// So many years from the end of the former period.
    YearsAfterEnd(i64),
    /// A text that is not supplied.
    NotSupplied(String),
}

/// A text that citations name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub title: String,
    /// The file of a source that the package carries.
    pub file: Option<Spanned<String>>,
    pub address: Option<String>,
    /// The text exists and is not here.
    #[serde(default)]
    pub absent: bool,
}

/// A citation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    pub basis: Basis,
    pub text: Spanned<String>,
    pub place: Option<String>,
    pub quote: Option<Spanned<String>>,
    pub in_force: Option<Day>,
    pub note: Option<String>,
}

/// A table that is not supplied.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsentTable {
    pub absent: Spanned<String>,
}

/// `titre.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenTitre {
    pub label: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub rncp: Option<String>,
    /// The text that would say which complements the RE foresees.
    pub referentiel: Spanned<String>,
    /// The text that would say which routes are open.
    pub fiche: Spanned<String>,
    #[serde(default)]
    pub levels: Vec<Code>,
    #[serde(default)]
    pub nsf: Vec<Code>,
    #[serde(default)]
    pub rome: Vec<Code>,
    #[serde(default)]
    pub sectors: Vec<CitedList>,
    #[serde(default)]
    pub jobs: Vec<CitedList>,
    #[serde(default)]
    pub legal_bases: Vec<CitedList>,
    #[serde(default)]
    pub ccps: Vec<WrittenCcp>,
    #[serde(default)]
    pub ccs: Vec<WrittenCcs>,
    #[serde(default)]
    pub routes: Vec<WrittenRoute>,
    #[serde(default)]
    pub complements: Vec<WrittenComplement>,
    #[serde(default)]
    pub external: Vec<WrittenExternal>,
}

/// A code with its wording.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    pub code: String,
    pub label: Option<String>,
    pub nomenclature: Option<String>,
    pub cite: Spanned<Cite>,
}

/// A list under one citation; each item of a seed is itself the quotation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitedList {
    pub cite: Spanned<Cite>,
    pub items: Vec<Spanned<String>>,
}

/// A CCP; its number is its place in the list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCcp {
    pub code: Option<String>,
    pub label: Option<Spanned<String>>,
    pub cite: Spanned<Cite>,
    pub competences: Option<CitedList>,
}

/// A CCS.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCcs {
    pub label: String,
    pub cite: Spanned<Cite>,
}

/// A route that is open or closed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRoute {
    pub route: Route,
    pub enrolment: Option<Enrolment>,
    pub open: bool,
    pub cite: Spanned<Cite>,
}

/// Whether the RE foresees a complement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenComplement {
    pub piece: Piece,
    pub foreseen: bool,
    pub cite: Spanned<Cite>,
}

/// A former titre or revision that no package describes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenExternal {
    /// The id under which `predecessor` and tables name it.
    pub revision: String,
    pub label: String,
    pub rncp: Option<String>,
    /// Its bloc codes; absent when not supplied.
    pub ccps: Option<Vec<String>>,
    pub cite: Spanned<Cite>,
    /// The text that would give its period.
    pub period: Spanned<String>,
}

/// `parameters.toml`.
pub type WrittenParameters = BTreeMap<String, WrittenParameter>;

/// A parameter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenParameter {
    pub fr: String,
    pub en: String,
    pub unit: Option<String>,
    pub values: Vec<Spanned<WrittenValue>>,
}

/// A dated value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenValue {
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub value: Option<Spanned<Amount>>,
    pub checked: Option<Day>,
    pub cite: Spanned<Cite>,
}

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

impl RuleMessages {
    /// Every sentence about a finding, the steps left out.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let notes = self.notes.met.values().chain(self.notes.unmet.values()).flat_map(BTreeMap::values);
        [&self.met, &self.unmet, &self.undetermined]
            .into_iter()
            .chain(&self.not_applicable)
            .chain(notes)
            .map(String::as_str)
    }
}

/// The places of a message that are to be filled: `{related_days}`.
pub fn placeholders_in(message: &str) -> impl Iterator<Item = &str> {
    message.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(placeholder, _)| placeholder)
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
    /// Only while parameters have these words on the day of the session.
    #[serde(default)]
    pub only_if: BTreeMap<String, String>,
    /// It is also the last day on which the CCPs held can be used for the titre.
    #[serde(default)]
    pub bounds_ccps: bool,
    pub cite: Spanned<Cite>,
}

/// `messages.<lang>.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenMessages {
    #[serde(default)]
    pub rules: BTreeMap<String, RuleMessages>,
    #[serde(default)]
    pub deadlines: BTreeMap<String, String>,
}

/// The messages of one rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleMessages {
    /// What the rule is about, in a few words.
    pub label: String,
    pub met: String,
    pub unmet: String,
    pub undetermined: String,
    pub not_applicable: Option<String>,
    /// What to add to `met` or `unmet`, by the word that a parameter has for the case.
    #[serde(default)]
    pub notes: Notes,
    #[serde(default)]
    pub steps: BTreeMap<String, String>,
}

/// Sentences to add: by parameter, then by its word.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    #[serde(default)]
    pub met: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    pub unmet: BTreeMap<String, BTreeMap<String, String>>,
}

impl CitedBound {
    /// The bound, where exactly one way of writing it is used.
    pub fn bound(&self, title: impl FnOnce(&str) -> Arc<str>) -> Option<Bound> {
        let cite = self.cite.get_ref();
        match (self.included, self.excluded, cite.basis == Basis::NotSupplied) {
            (Some(day), None, false) => Some(Bound::Included(day)),
            (None, Some(day), false) => Some(Bound::Excluded(day)),
            (None, None, true) => Some(Bound::NotSupplied(title(cite.text.get_ref()))),
            _ => None,
        }
    }
}
