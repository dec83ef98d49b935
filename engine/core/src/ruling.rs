//! What the host asks of a backend: rules on subjects, each with its verdict.

use crate::{
    Known, Lang, Speak, Verdict,
    limits::BoundKind,
    plugin::{Facts, Plan, Tabular},
    say,
    vocabulary::Reading,
};

/// What a rule answers: a truth that becomes a verdict, or a verdict as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Met, unmet, or undetermined with what is missing.
    Truth(Known<bool>),
    /// The verdict as it is.
    Verdict(Verdict),
}

/// Why a rule gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleFault {
    /// A deterministic bound was hit: an outcome of that file.
    Bound(BoundKind),
    /// The wall clock stopped it: an operational error, never a decision.
    Time,
    /// There was nothing left to run it on: an operational error, never a decision.
    Unavailable(String),
    /// The rule is wrong: the package must be mended.
    Wrong {
        /// The file of the package.
        file: String,
        /// Line and column, from 1, where they are known.
        place: Option<(usize, usize)>,
        /// What is wrong.
        reason: String,
    },
}

/// A rule asked of a subject of a case.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The rule: its place among those that the backend was given.
    pub rule: usize,
    /// A fresh reading of the case.
    pub reading: Reading,
}

/// What a rule answered.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// The answer; or why there is none. A bound that is hit concerns this question alone.
    pub answer: Result<Answer, RuleFault>,
    /// What was read for it. Where a rule did not finish, this has no meaning.
    pub reading: Reading,
}

/// The rules of one package, ready to run in one backend.
pub trait Ruleset: Send + Sync {
    /// Evaluates rules: one ruling for each question, in their order, and no matter what else is asked with it.
    fn evaluate(&self, asked: Vec<Asked>) -> Vec<Ruling>;

    /// The same rules without readings, where that is quicker.
    fn shortcut(&self) -> Option<Shortcut<'_>> {
        None
    }
}

/// Rules that are asked for answers alone, for when nobody is to be told why.
#[derive(Clone, Copy)]
pub enum Shortcut<'r> {
    /// They answer rows of facts: rows that are alike need to be asked once.
    Rows(&'r dyn Tabular),
    /// They answer one question at a time, from the facts they need.
    Glance(&'r dyn Glancing),
}

/// Rules that look only at the facts they need, without a reading.
pub trait Glancing: Sync {
    /// The facts that each rule may look at.
    fn plan(&self) -> &Plan;

    /// The answer to one question; none where only [`Ruleset::evaluate`] can tell: a bound may be hit, or the rule may
    /// fail.
    fn answer(&self, facts: &mut Facts<'_, '_>) -> Option<Answer>;
}

impl Speak for RuleFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            RuleFault::Bound(kind) => {
                let kind = kind.spoken(lang);
                say!(lang, fr: "la borne de {kind} est atteinte", en: "the bound on {kind} is reached")
            }
            RuleFault::Time => say!(lang,
                fr: "l’évaluation a été arrêtée par l’horloge", en: "the evaluation was stopped by the clock"),
            RuleFault::Unavailable(reason) => say!(lang,
                fr: "la règle ne peut pas s’exécuter maintenant : {reason}", en: "the rule cannot run now: {reason}"),
            RuleFault::Wrong { file, place: Some((line, column)), reason } => say!(lang,
                fr: "la règle échoue en {file}, ligne {line}, colonne {column} : {reason}",
                en: "the rule fails in {file}, line {line}, column {column}: {reason}"),
            RuleFault::Wrong { file, place: None, reason } => say!(lang,
                fr: "la règle échoue dans {file} : {reason}", en: "the rule fails in {file}: {reason}"),
        }
    }
}

impl std::fmt::Display for RuleFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for RuleFault {}
