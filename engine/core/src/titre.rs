//! A titre as one revision states it: its CCPs, the routes that are open, what its jury examines, its periods.

use crate::{
    Citation, Known, Missing, Period,
    file::{Enrolment, Piece, Route},
    period::Bound,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One revision of a titre.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Titre {
    /// The id that the titre keeps through its revisions (`mediateur-numerique`).
    pub id: String,
    /// The package that describes this revision (`mn-2025`).
    pub revision: String,
    /// The label of this revision.
    pub label: String,
    /// Former names and other ways to name the titre.
    pub aliases: Vec<String>,
    /// The RNCP number, where it is supplied.
    pub rncp: Option<String>,
    /// The level, in the nomenclatures that the texts use.
    pub levels: Vec<Coded>,
    /// The NSF codes, each in the wording of its source.
    pub nsf: Vec<Coded>,
    /// The ROME codes.
    pub rome: Vec<Coded>,
    /// Sectors of activity.
    pub sectors: Vec<Listed>,
    /// Jobs open to the holder.
    pub jobs: Vec<Listed>,
    /// The legal bases that the text names.
    pub legal_bases: Vec<Listed>,
    /// The CCPs, in their order.
    pub ccps: Vec<Ccp>,
    /// The CCS associated with the titre.
    pub ccs: Vec<Ccs>,
    /// The routes that are open or closed.
    pub routes: Vec<RouteState>,
    /// Whether the RE foresees each complement of the examination; a piece that is not listed is not supplied.
    pub complements: Vec<Complement>,
    /// The text that would say which complements the RE foresees.
    pub referentiel: Arc<str>,
    /// The text that would say which routes are open.
    pub fiche: Arc<str>,
    /// When a parcours may start and registration is open; both bounds explicit.
    pub period: Period,
    /// The last day on which the titre can be delivered for a parcours under way.
    pub last_delivery: Bound,
}

/// A code with its wording.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coded {
    /// The code.
    pub code: String,
    /// The wording of the source, if it gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The nomenclature, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nomenclature: Option<String>,
    /// Where it stands.
    pub citation: Citation,
}

/// A statement of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// The wording.
    pub label: String,
    /// Where it stands.
    pub citation: Citation,
}

/// A bloc of a titre.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ccp {
    /// `<package>/<n>`.
    pub id: String,
    /// Its place in the titre, from 1.
    pub number: u32,
    /// The RNCP bloc code, an alias of the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The label, where it is supplied. It is never a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The competences, where they are supplied.
    pub competences: Vec<Listed>,
    /// Where the CCP stands.
    pub citation: Citation,
}

/// A complementary bloc for holders of the titre.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ccs {
    /// `<package>/ccs-<n>`.
    pub id: String,
    /// The label.
    pub label: String,
    /// Where it stands.
    pub citation: Citation,
}

/// A route that is open or closed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RouteState {
    /// The route.
    pub route: Route,
    /// The way of enrolment, where the text tells them apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolment: Option<Enrolment>,
    /// Open or closed.
    pub open: bool,
    /// Where it stands.
    pub citation: Citation,
}

/// Whether the RE foresees a complement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Complement {
    /// The piece.
    pub piece: Piece,
    /// Foreseen or not.
    pub foreseen: bool,
    /// Where it stands.
    pub citation: Citation,
}

impl Titre {
    /// The place of a CCP of this revision in the list, by its id or bloc code.
    pub fn ccp_index(&self, reference: &str) -> Option<usize> {
        self.ccps.iter().position(|ccp| ccp.id == reference || ccp.code.as_deref() == Some(reference))
    }

    /// The last day on which the titre can be delivered for a parcours under way.
    ///
    /// # Errors
    /// The text that is not supplied.
    pub fn last_delivery_day(&self) -> Known<crate::Day> {
        Period { from: self.period.from.clone(), to: self.last_delivery.clone() }.last_day()
    }

    /// Whether the route, and the way of enrolment if one is stated, is open; and the row that says so.
    ///
    /// An enrolment that no row names is not supplied. Where the file states no enrolment and the text tells
    /// them apart, the answer is known only if all agree.
    pub fn route_open(
        &self,
        route: Route,
        enrolment: Option<Enrolment>,
    ) -> (Known<bool>, Option<&RouteState>) {
        let rows = || self.routes.iter().filter(move |row| row.route == route);
        let general = rows().find(|row| row.enrolment.is_none());
        match enrolment {
            Some(wanted) => match rows().find(|row| row.enrolment == Some(wanted)) {
                Some(row) => (Ok(row.open), Some(row)),
                // A route closed as a whole is closed for every enrolment; one open as a whole says nothing of each.
                None => match general {
                    Some(row) if !row.open => (Ok(false), Some(row)),
                    _ => (Err(Missing::text(self.fiche.clone())), None),
                },
            },
            None => match general.or_else(|| rows().next()) {
                None => (Err(Missing::text(self.fiche.clone())), None),
                Some(first) if general.is_some() || rows().all(|row| row.open == first.open) => {
                    (Ok(first.open), Some(first))
                }
                Some(_) => (Err(Missing::fact("/enrolment")), None),
            },
        }
    }

    /// Whether the RE foresees the complement.
    pub fn foresees(&self, piece: Piece) -> (Known<bool>, Option<&Complement>) {
        match self.complements.iter().find(|complement| complement.piece == piece) {
            Some(row) => (Ok(row.foreseen), Some(row)),
            None => (Err(Missing::text(self.referentiel.clone())), None),
        }
    }
}

/// The document that an outcome earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// For the full titre or the CCS.
    Parchemin,
    /// For partial success.
    Livret,
}

impl Document {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Document::Parchemin => "parchemin",
            Document::Livret => "livret",
        }
    }

    /// The word for people.
    pub fn spoken(self, lang: crate::Lang) -> &'static str {
        match (self, lang) {
            (Document::Parchemin, _) => "parchemin",
            (Document::Livret, crate::Lang::Fr) => "livret de certification",
            (Document::Livret, crate::Lang::En) => "livret de certification (record of CCPs)",
        }
    }
}
