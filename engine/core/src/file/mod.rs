//! The candidate file, `parchemin.candidate/1`. Every member may be absent, and absence is unknown, not false;
//! a list that is present is complete, and an empty one says none. Names of people have no place in it.

mod check;
mod fault;
mod objects;
mod parse;
mod words;

pub use check::check;
pub use fault::{FileFault, JsonKind, Reason};
pub use parse::{Leniency, parse, parse_over, without_place};
pub use words::{Activity, CcpResult, Enrolment, Event, Piece, Question, Route, SessionKind};

use crate::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name of the format.
pub const FORMAT: &str = "parchemin.candidate/1";

/// The format a file declares; only `parchemin.candidate/1` exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// The first edition.
    #[serde(rename = "parchemin.candidate/1")]
    One,
}

/// A candidate's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "parchemin.candidate/1")]
pub struct CandidateFile {
    /// The format of this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// The caller's own reference; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The date of the decision, unless the call gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluate_on: Option<Day>,
    /// What the candidate aims at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// How the candidate comes to the titre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// Under what status a trained candidate was enrolled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolment: Option<Enrolment>,
    /// For capitalisation and CCS: whether the candidate comes from a training course.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trained: Option<bool>,
    /// The dated events of the route.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Events>,
    /// Earlier VAE requests, the present one left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vae_requests: Option<Vec<VaeRequest>>,
    /// Periods of activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<Vec<Experience>>,
    /// CCPs already held, whatever titre or revision they belong to; those that a session below awards may be left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccps: Option<Vec<HeldCcp>>,
    /// Titres already held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titres: Option<Vec<HeldTitre>>,
    /// Exam sessions, past and planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<Vec<Session>>,
}

/// What the candidate aims at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Target {
    /// The titre: its id, a former name, or an RNCP number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titre: Option<String>,
    /// The CCS aimed at, by its id, for a holder of the titre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccs: Option<String>,
}

/// The dated events of a route.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Events {
    /// The training began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_started: Option<Day>,
    /// The VAE request was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_filed: Option<Day>,
    /// The recevabilité of the VAE request was notified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recevabilite_notified: Option<Day>,
    /// No answer to the VAE request has been received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recevabilite_unanswered: Option<bool>,
    /// The candidate was registered for the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<Day>,
}

impl Events {
    /// The day on which the recevabilité of the request at hand was notified. A notification older than the request
    /// answered an earlier one.
    pub fn notified(&self) -> Option<Day> {
        self.recevabilite_notified.filter(|day| self.request_filed.is_none_or(|filed| filed <= *day))
    }
}

/// An earlier VAE request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct VaeRequest {
    /// The day it was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed: Option<Day>,
    /// The certification it asked for: a titre's id, name or RNCP number, or any other certification's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certification: Option<String>,
    /// It asked for single blocs only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocs_only: Option<bool>,
    /// It was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<bool>,
}

/// A period of activity. Both days count; without `to` the end is unknown, unless it is `ongoing`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Experience {
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// It goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ongoing: Option<bool>,
    /// As what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Activity>,
    /// It relates to the titre or CCS aimed at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<bool>,
    /// Hours in the whole period, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
}

/// A CCP already held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct HeldCcp {
    /// The CCP: its id (`mn-2025/1`) or its RNCP bloc code (`RNCP37674BC01`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp: Option<String>,
    /// The day the jury awarded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awarded_on: Option<Day>,
    /// The number of the livret or certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// A titre already held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct HeldTitre {
    /// The revision: a package id (`remn-2019`) or an RNCP number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The day the jury awarded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awarded_on: Option<Day>,
    /// The number of the parchemin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// An exam session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Session {
    /// For the titre, for CCPs, or for a CCS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SessionKind>,
    /// The day of the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The CCPs the candidate presents, in a session for CCPs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccps: Option<Vec<String>>,
    /// The day the jury deliberated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliberated_on: Option<Day>,
    /// The members of the jury, by their qualities; never by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jury: Option<Vec<Juror>>,
    /// What the jury had before it: `true` provided, `false` not provided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// What the jury decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<JuryDecision>,
}

/// A member of the jury.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Juror {
    /// A professional of the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professional: Option<bool>,
    /// Full years of experience in the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years_in_job: Option<u32>,
    /// Full years since leaving the job; 0 while still in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years_since_leaving: Option<u32>,
    /// Last day of the habilitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub habilitated_until: Option<Day>,
}

/// What the jury had before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Evidence {
    /// The mise en situation professionnelle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mise_en_situation: Option<bool>,
    /// The presentation of a project made before the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<bool>,
    /// The technical interview, if the RE foresees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technical_interview: Option<bool>,
    /// The questionnaire professionnel, if the RE foresees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questionnaire: Option<bool>,
    /// The questioning on productions, if the RE foresees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub production_questioning: Option<bool>,
    /// The results of the evaluations passed during training (ECF).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecf: Option<bool>,
    /// The dossier professionnel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier_professionnel: Option<bool>,
    /// The annexes of the dossier professionnel, if the RE foresees them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier_annexes: Option<bool>,
    /// The final interview with the jury.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_interview: Option<bool>,
}

/// What the jury decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct JuryDecision {
    /// The jury awards the titre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titre: Option<bool>,
    /// The jury awards the CCS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccs: Option<bool>,
    /// The result of each CCP; one that is not listed was not awarded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccps: Option<Vec<CcpDecision>>,
}

/// The jury's result for one CCP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct CcpDecision {
    /// The CCP: its id or its RNCP bloc code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp: Option<String>,
    /// The result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<CcpResult>,
}

impl Evidence {
    /// Whether the piece was provided, as the file states it.
    pub fn piece(&self, piece: Piece) -> Option<bool> {
        match piece {
            Piece::MiseEnSituation => self.mise_en_situation,
            Piece::Project => self.project,
            Piece::TechnicalInterview => self.technical_interview,
            Piece::Questionnaire => self.questionnaire,
            Piece::ProductionQuestioning => self.production_questioning,
            Piece::Ecf => self.ecf,
            Piece::DossierProfessionnel => self.dossier_professionnel,
            Piece::DossierAnnexes => self.dossier_annexes,
            Piece::FinalInterview => self.final_interview,
        }
    }
}
