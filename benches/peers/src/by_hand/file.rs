//! The part of a candidate file that the rules compared look at, borrowed from its line.

use crate::day::Day;
use serde::Deserialize;
use std::borrow::Cow;

/// Text of the line, copied only where it has escapes.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'l>(#[serde(borrow)] pub(super) Cow<'l, str>);

#[derive(Debug, Deserialize)]
pub(super) struct File<'l> {
    #[serde(borrow)]
    pub(super) id: Option<Text<'l>>,
    pub(super) evaluate_on: Day,
    #[serde(borrow)]
    pub(super) target: Option<Target<'l>>,
    pub(super) route: Option<Route>,
    pub(super) trained: Option<bool>,
    #[serde(default)]
    pub(super) events: Events,
    pub(super) experience: Option<Vec<Experience>>,
    #[serde(borrow)]
    pub(super) titres: Option<Vec<HeldTitre<'l>>>,
    pub(super) sessions: Option<Vec<Session>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Target<'l> {
    #[serde(borrow)]
    pub(super) titre: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) ccs: Option<Text<'l>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Route {
    ContinuousTraining,
    Vae,
    Capitalisation,
    Ccs,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Events {
    pub(super) training_started: Option<Day>,
    pub(super) request_filed: Option<Day>,
    pub(super) recevabilite_notified: Option<Day>,
    pub(super) recevabilite_unanswered: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Experience {
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    pub(super) ongoing: Option<bool>,
    pub(super) status: Option<Status>,
    pub(super) related: Option<bool>,
}

/// Activity as the law counts it, or otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Status {
    Employee,
    SelfEmployed,
    Volunteer,
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
pub(super) struct HeldTitre<'l> {
    #[serde(borrow)]
    pub(super) revision: Option<Text<'l>>,
    pub(super) awarded_on: Option<Day>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Session {
    pub(super) kind: Option<Kind>,
    pub(super) date: Option<Day>,
    pub(super) deliberated_on: Option<Day>,
    pub(super) jury: Option<Vec<Juror>>,
    #[serde(default)]
    pub(super) evidence: Evidence,
    #[serde(default)]
    pub(super) decision: Decision,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Titre,
    Ccp,
    Ccs,
}

#[derive(Debug, Deserialize)]
pub(super) struct Juror {
    pub(super) professional: Option<bool>,
    pub(super) years_in_job: Option<u32>,
    pub(super) years_since_leaving: Option<u32>,
    pub(super) habilitated_until: Option<Day>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Evidence {
    pub(super) mise_en_situation: Option<bool>,
    pub(super) project: Option<bool>,
    pub(super) production_questioning: Option<bool>,
    pub(super) ecf: Option<bool>,
    pub(super) dossier_professionnel: Option<bool>,
    pub(super) dossier_annexes: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Decision {
    pub(super) titre: Option<bool>,
}
