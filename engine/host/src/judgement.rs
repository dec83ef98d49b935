//! What a rule found, before anybody asks what it read.

use crate::{message, ready::ReadyPackage};
use parchemin_core::{Case, Missing, Subject, Verdict, file::Question};
use parchemin_package::check::Rule;

/// What a rule found on a subject.
#[derive(Clone, Debug)]
pub struct Judgement<'h> {
    pub(crate) package: &'h ReadyPackage,
    pub(crate) rule: &'h Rule,
    pub(crate) subject: Subject,
    pub(crate) verdict: Verdict,
    pub(crate) missing: Option<Missing>,
}

impl<'h> Judgement<'h> {
    /// The package of the rule.
    pub fn package(&self) -> &'h str {
        &self.package.checked.identity.id
    }

    /// The rule.
    pub fn rule(&self) -> &'h Rule {
        self.rule
    }

    /// The question that it belongs to.
    pub fn question(&self) -> Question {
        self.rule.question
    }

    /// What the rule was applied to, when not to the file as a whole: a CCP's id, or a JSON pointer.
    pub fn subject(&self, case: &Case) -> Option<String> {
        message::subject_id(case, self.subject)
    }

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What is missing, where it is undetermined.
    pub fn missing(&self) -> Option<&Missing> {
        self.missing.as_ref()
    }
}
