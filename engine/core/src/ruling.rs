//! What the host asks of a backend: one rule, one subject, one verdict.

use crate::{Known, Lang, Speak, Verdict, limits::BoundKind, say, vocabulary::Reading};

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
    /// The rule is wrong: the package must be mended.
    Wrong {
        /// The file of the package.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
}

/// The rules of one package, ready to run in one backend.
pub trait Ruleset: Send + Sync {
    /// Evaluates a rule by the name of its function. What it reads is recorded in the reading.
    ///
    /// # Errors
    /// [`RuleFault`]; a bound that is hit concerns this evaluation alone.
    fn evaluate(&self, function: &str, reading: &mut Reading) -> Result<Answer, RuleFault>;
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
            RuleFault::Wrong { file, line, column, reason } => say!(lang,
                fr: "la règle échoue en {file}, ligne {line}, colonne {column} : {reason}",
                en: "the rule fails in {file}, line {line}, column {column}: {reason}"),
        }
    }
}

impl std::fmt::Display for RuleFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for RuleFault {}
