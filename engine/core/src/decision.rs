//! The decision, `parchemin.decision/1`: what is answered, why, on what basis, what is missing and until when.
//! No map here iterates in an unspecified order, so the same decision always has the same bytes. Members are declared in
//! the order of canonical JSON, which spares putting them in order each time.

use crate::{
    Basis, Citation, Day, Lack, Lang, Verdict,
    case::StandingState,
    file::{Event, Question},
    limits::LimitHit,
    named::named,
    parameter::Amount,
    shown::{Named, Shown},
    titre::Document,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the format.
pub const FORMAT: &str = "parchemin.decision/1";

named! {
    /// The outcome of a question: a closed list.
    Outcome {
        Recevable = "recevable", "recevable", "admissible (recevable)";
        NonRecevable = "non-recevable", "non recevable", "not admissible (non recevable)";
        Titre = "titre", "titre obtenu", "titre obtained";
        Ccs = "ccs", "CCS obtenu", "CCS obtained";
        ReussitePartielle = "réussite-partielle", "réussite partielle", "partial success (réussite partielle)";
        Echec = "échec", "échec", "failure (échec)";
        Incomplet = "incomplet", "dossier incomplet", "incomplete";
        Etablie = "établie", "situation établie", "established";
        Indetermine = "indéterminé", "indéterminé", "undetermined";
        SansObjet = "sans-objet", "sans objet", "not applicable (sans objet)";
        RuleLimitExceeded = "rule-limit-exceeded", "borne d’une règle atteinte", "bound of a rule reached";
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "parchemin.decision/1")]
pub struct Decision {
    /// The caller's reference of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    /// The standing of each CCP of the revision.
    pub ccps: Vec<CcpStanding>,
    /// The date of the decision.
    pub date: Day,
    /// Deadlines.
    pub deadlines: Vec<Deadline>,
    /// The document that the outcome earns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// The sentence that gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_citation: Option<Citation>,
    /// The version of the engine.
    pub engine: String,
    /// One finding per rule and subject, in the order of the rules.
    pub findings: Vec<Finding>,
    /// `parchemin.decision/1`.
    pub format: String,
    /// The answer that matters first.
    pub headline: Headline,
    /// Held CCPs that the standings above do not use as they are, each with what becomes of it.
    pub held: Vec<HeldCcpFate>,
    /// The language of the messages.
    pub language: Lang,
    /// Bounds that rules hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitHit>,
    /// What is missing for the undetermined answers.
    pub missing: MissingList,
    /// Every package used, in order of id.
    pub packages: Vec<PackageIdentity>,
    /// The answer to each question.
    pub questions: BTreeMap<Question, Answered>,
    /// The revision that governs, by which event, and why.
    pub revision: RevisionChoice,
    /// Steps that would turn unmet findings, each proved by evaluating the file with that step done.
    pub steps: Vec<Step>,
    /// The outcome of the headline question with the first step for each unmet finding done, where all have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps_together: Option<Outcome>,
}

/// A package, to the byte. Identities are in the order of ids, so that its members are not in that of canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PackageIdentity {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of all its parts: `sha256:…`.
    pub digest: String,
}

named! {
    /// Whether a revision governs the case.
    ChoiceState {
        Chosen = "chosen", "retenue", "chosen";
        NotYet = "not-yet", "aucune révision n’est encore en vigueur", "no revision is in force yet";
        Ended = "ended", "aucune révision n’est plus en vigueur", "no revision is in force any more";
        Undetermined = "undetermined", "indéterminée", "undetermined";
    }
}

/// Which revision governs, by which event, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RevisionChoice {
    /// The provisions that the choice rests on.
    pub citations: Vec<Citation>,
    /// The day of that event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The event that chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    /// The label of the titre in that revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What is missing for the choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Lack>,
    /// The package of the revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// Chosen, none, or undetermined.
    pub state: ChoiceState,
    /// The id of the titre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titre: Option<String>,
    /// Why, in the language of the decision.
    pub why: String,
}

/// The answer that matters first: attribution once a jury has deliberated, else recevabilité.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Headline {
    /// Its outcome.
    pub outcome: Outcome,
    /// The question.
    pub question: Question,
}

/// The answer to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answered {
    /// The outcome.
    pub outcome: Outcome,
    /// The findings combined.
    pub verdict: Verdict,
}

/// The standing of one CCP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CcpStanding {
    /// The CCP's id.
    pub ccp: String,
    /// The rows that converted it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Its RNCP bloc code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The held CCPs it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Its label, where it is supplied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What is missing to know its state or its last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Lack>,
    /// Held, converted or missing; absent when undetermined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<StandingState>,
    /// The last day on which it can be used for this titre, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usable_until: Option<Day>,
}

named! {
    /// What becomes of a CCP held under another revision or titre.
    Fate {
        Same = "same", "détenu tel quel", "held as it is";
        Converted = "converted", "converti par la table de correspondance", "converted by the correspondence table";
        NotConverted = "not-converted", "sans correspondance dans la table", "without a row in the table";
        Undetermined = "undetermined", "indéterminé", "undetermined";
        OtherTitre = "other-titre", "d’un autre titre", "of another titre";
    }
}

/// A held CCP and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HeldCcpFate {
    /// The CCP held.
    pub ccp: String,
    /// What becomes of it.
    pub fate: Fate,
    /// The CCPs of the revision that it counts for, alone or with others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<String>,
    /// What is missing to say more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Lack>,
    /// Where the file says so.
    pub pointer: String,
}

/// What would settle the undetermined answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingList {
    /// Facts of the file, as JSON pointers.
    pub facts: Vec<String>,
    /// Texts that nobody here has.
    pub texts: Vec<String>,
}

named! {
    /// What kind of step would turn a finding.
    StepKind {
        Do = "do", "à faire", "to be done";
        Wait = "wait", "attendre", "wait";
        CannotBeTurned = "cannot-be-turned", "ne peut être renversé", "cannot be turned";
    }
}

/// A step that would turn an unmet finding, proved by evaluating the file with the step done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The changes to the file that prove it: pointer and value (RFC 6902 `add`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changes: BTreeMap<String, serde_json::Value>,
    /// The date on which the changed file was evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluated_on: Option<Day>,
    /// To be done, to be waited for, or impossible.
    pub kind: StepKind,
    /// What to do, or why nothing can be done.
    pub message: String,
    /// The outcome of the question with this step done, alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The question it helps.
    pub question: Question,
    /// The rule it turns.
    pub rule: String,
    /// The subject of the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// A deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// What it rests on.
    pub citation: Citation,
    /// Its id in the package.
    pub id: String,
    /// What it is.
    pub message: String,
    /// What is missing to know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Lack>,
    /// The last day, that day included; absent when a text or a fact is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// What one rule found on one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The weakest basis among the rule and the parameters and facts it used.
    pub basis: Basis,
    /// Where the rule stands.
    pub citations: Vec<Citation>,
    /// What the vocabulary answered, by name; `null` for unknown.
    pub facts: Named<Shown>,
    /// The message.
    pub message: String,
    /// What is missing, when undetermined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Lack>,
    /// The package of the rule.
    pub package: String,
    /// The parameters it used.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub parameters: Named<ParameterUsed>,
    /// The question it belongs to.
    pub question: Question,
    /// The members of the file it read, sorted: pointer and value, `null` for one that is absent.
    pub read: Named<Shown>,
    /// The rule.
    pub rule: String,
    /// What it was applied to, when not to the file as a whole: a CCP's id, or a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
}

/// A parameter as a finding used it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ParameterUsed {
    /// What it rests on.
    pub citation: Citation,
    /// The first day on which it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The value.
    pub value: Amount,
}
