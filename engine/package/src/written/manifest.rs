//! `package.toml`: what the package is, what it needs, when it holds, and on which texts it rests.

use super::{Bilingual, Cite};
use parchemin_core::{
    Basis, Bound, Day,
    file::{Event, Route},
    limits::Bounds,
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

/// Which events choose the revision, and who keeps the former one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisions {
    pub events: Vec<Spanned<Event>>,
    #[serde(default)]
    pub former: Vec<Spanned<Former>>,
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
    pub until: Spanned<Until>,
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

/// A table that is not supplied.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsentTable {
    pub absent: Spanned<String>,
}
