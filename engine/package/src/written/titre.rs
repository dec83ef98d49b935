//! `titre.toml`: the titre as its revision states it.

use super::Cite;
use parchemin_core::file::{Enrolment, Piece, Route};
use serde::Deserialize;
use toml::Spanned;

/// `titre.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenTitre {
    pub label: Spanned<String>,
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    pub rncp: Option<Spanned<String>>,
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
    pub routes: Vec<Spanned<WrittenRoute>>,
    #[serde(default)]
    pub complements: Vec<Spanned<WrittenComplement>>,
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
    pub code: Option<Spanned<String>>,
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
    pub rncp: Option<Spanned<String>>,
    /// Its bloc codes; absent when not supplied.
    pub ccps: Option<Vec<Spanned<String>>>,
    pub cite: Spanned<Cite>,
    /// The text that would give its period.
    pub period: Spanned<String>,
}
