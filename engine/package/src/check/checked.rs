//! What a checked package is: only what was found sound.

use crate::{
    correspondence::{Row, Table},
    written::{Backend, Bilingual, Change, Effect, Kind, RuleMessages, SubjectKind, WrittenStep},
};
use parchemin_core::{
    Citation, Day, Known, Lang,
    decision::{Outcome, PackageIdentity},
    file::{Event, Question, Route},
    limits::Bounds,
    parameter::Parameters,
    plugin::RuleUse,
    titre::{Document, Titre},
};
use semver::{Version, VersionReq};
use std::{collections::BTreeMap, sync::Arc};

/// A package in which nothing was found wrong. It cannot decide yet: the host prepares it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Id, version and digest.
    pub identity: PackageIdentity,
    /// The version.
    pub version: Version,
    /// What it is.
    pub kind: Kind,
    /// Its label.
    pub label: Bilingual,
    /// What it needs.
    pub requires: BTreeMap<String, VersionReq>,
    /// The revision it describes, if it is one of a titre.
    pub revision: Option<Arc<Revision>>,
    /// Its parameters.
    pub parameters: Parameters,
    /// Its rules, in their order.
    pub rules: Vec<Rule>,
    /// Its deadlines.
    pub deadlines: Vec<DeadlineRule>,
    /// The documents it delivers.
    pub documents: Vec<DocumentRule>,
    /// Its messages, by language.
    pub messages: BTreeMap<Lang, Messages>,
    /// Its scripts: file and text, in order of the files.
    pub scripts: Vec<Script>,
    /// Its plugin.
    pub component: Option<Component>,
    /// Which of the two runs, where nobody chose.
    pub backend: Option<Backend>,
    /// The texts it names and nobody here has: id, title.
    pub absent_texts: BTreeMap<String, String>,
    /// The bounds it asks for, within the ceiling.
    pub bounds: Bounds,
}

/// One revision of a titre.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The titre as this revision states it.
    pub titre: Arc<Titre>,
    /// What it does to its predecessor.
    pub effect: Effect,
    /// The revision before it: a package, or an external one.
    pub predecessor: Option<String>,
    /// What the beginning of the period rests on.
    pub from_citation: Citation,
    /// What the end of the period rests on.
    pub to_citation: Citation,
    /// What the last delivery rests on, where the package states one.
    pub last_delivery_citation: Option<Citation>,
    /// The events that choose it, in order.
    pub events: Vec<Event>,
    /// Who keeps the former revision.
    pub former: Vec<KeepsFormer>,
    /// Former revisions that no package describes.
    pub external: Vec<External>,
    /// The table that converts the CCPs of the predecessor.
    pub table: Table,
}

/// Who keeps the former revision, until when, on what condition.
#[derive(Clone, Debug)]
pub struct KeepsFormer {
    /// Only for these routes; for all when none.
    pub routes: Option<Vec<Route>>,
    /// The event that must have happened while the former revision was open.
    pub event: Option<Event>,
    /// The candidate must hold a CCP of the former revision.
    pub holds_ccp: bool,
    /// Until when.
    pub until: KeptUntil,
    /// What it rests on.
    pub citation: Citation,
}

/// Until when the former revision is kept.
#[derive(Clone, Debug)]
pub enum KeptUntil {
    /// Its last delivery.
    LastDelivery,
    /// So many years from the end of its period.
    YearsAfterEnd(i64),
    /// A text that is not supplied, by its title.
    NotSupplied(Arc<str>),
}

/// A former revision that no package describes.
#[derive(Clone, Debug)]
pub struct External {
    /// Its id in this package.
    pub revision: String,
    /// Its label.
    pub label: String,
    /// Its RNCP number.
    pub rncp: Option<String>,
    /// Its bloc codes; none when not supplied.
    pub ccps: Option<Vec<String>>,
    /// Where it stands.
    pub citation: Citation,
    /// The text that would give its period.
    pub period_text: Arc<str>,
}

/// A rule: what it is. How it is decided stands in a script or a plugin.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id in the package.
    pub id: String,
    /// The function that decides it.
    pub function: String,
    /// The question it belongs to.
    pub question: Question,
    /// What it is applied to.
    pub subject: SubjectKind,
    /// The event at which it takes its parameters.
    pub at: Option<Event>,
    /// For attribution: the outcome when it is unmet.
    pub outcome: Outcome,
    /// Where it stands.
    pub citations: Vec<Citation>,
    /// Steps that may turn it.
    pub steps: Vec<WrittenStep>,
}

/// A deadline that the package states.
#[derive(Clone, Debug)]
pub struct DeadlineRule {
    /// Its id.
    pub id: String,
    /// The event from which it runs; without one, the end of the titre's validity.
    pub event: Option<Event>,
    /// The parameter that gives the years.
    pub years: Option<String>,
    /// Only for these routes.
    pub routes: Option<Vec<Route>>,
    /// Only for these outcomes.
    pub outcomes: Option<Vec<Outcome>>,
    /// Only while parameters have these words on the day of the session.
    pub only_if: BTreeMap<String, String>,
    /// It is also the last day on which the CCPs held can be used for the titre.
    pub bounds_ccps: bool,
    /// What it rests on.
    pub citation: Citation,
}

/// A document that outcomes earn.
#[derive(Clone, Debug)]
pub struct DocumentRule {
    /// The document.
    pub document: Document,
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
    /// The sentence that gives it.
    pub citation: Citation,
}

/// The messages of a package in one language.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// Per rule.
    pub rules: BTreeMap<String, RuleMessages>,
    /// Per deadline.
    pub deadlines: BTreeMap<String, String>,
}

/// A script as written.
#[derive(Clone, Debug)]
pub struct Script {
    /// The file, with the folder of the package, for messages.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
}

/// A plugin as it came.
#[derive(Clone, Debug)]
pub struct Component {
    /// The file, with the folder of the package, for messages.
    pub file: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Checked {
    /// The form in which its rules run: the one asked for or else the package's own choice, if the package has both;
    /// scripts where nobody chose.
    pub fn backend(&self, asked: Option<Backend>) -> Backend {
        match (&self.component, self.scripts.is_empty()) {
            (None, _) => Backend::Rhai,
            (Some(_), true) => Backend::Wasm,
            (Some(_), false) => asked.or(self.backend).unwrap_or(Backend::Rhai),
        }
    }

    /// The rules as a backend has to know them.
    pub fn uses(&self) -> Vec<RuleUse> {
        let one = |rule: &Rule| RuleUse {
            function: rule.function.clone(),
            subject: rule.subject.view(),
            at: rule.at,
        };
        self.rules.iter().map(one).collect()
    }

    /// The messages in a language, or in French where the package does not speak it.
    pub fn messages(&self, lang: Lang) -> Option<&Messages> {
        self.messages.get(&lang).or_else(|| self.messages.get(&Lang::Fr))
    }

    /// The label in a language.
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.label.fr,
            Lang::En => &self.label.en,
        }
    }
}

impl Revision {
    /// The rows of the table, if it is supplied.
    pub fn rows(&self) -> &[Row] {
        match &self.table {
            Table::Rows(rows) => rows,
            Table::None | Table::NotSupplied(_) => &[],
        }
    }

    /// The first day of the period.
    ///
    /// # Errors
    /// The text that is not supplied.
    pub fn first_day(&self) -> Known<Day> {
        self.titre.period.first_day()
    }
}

impl WrittenStep {
    /// Whether the step says that nothing turns the finding.
    pub fn is_hopeless(&self) -> bool {
        self.change == Change::Nothing
    }
}
