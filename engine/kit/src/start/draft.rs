//! What was read of a titre: each datum with the line and the passage that give it; and what was not.

use super::open::Open;
use parchemin::core::{
    Basis, Day, Lang,
    file::{Enrolment, Route},
    say,
};
use std::fmt::Display;

/// Where a datum stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct At {
    /// The line, from 1.
    pub(super) line: usize,
    /// The heading or the element it stands under.
    pub(super) place: String,
    /// The words that give it.
    pub(super) passage: String,
}

/// A datum.
#[derive(Clone, Debug)]
pub(super) struct Datum<T = String> {
    pub(super) value: T,
    pub(super) at: At,
}

/// A code with its wording.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) code: Datum,
    pub(super) label: Option<String>,
    pub(super) nomenclature: Option<&'static str>,
    pub(super) note: Option<&'static str>,
}

/// Items under one heading.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) place: String,
    pub(super) items: Vec<Datum>,
}

/// A CCP with its competences.
#[derive(Clone, Debug)]
pub(super) struct Ccp {
    pub(super) code: Option<String>,
    pub(super) label: Datum,
    pub(super) competences: List,
}

/// A route that is open or closed.
#[derive(Clone, Debug)]
pub(super) struct RouteRow {
    pub(super) route: Route,
    pub(super) enrolment: Option<Enrolment>,
    pub(super) open: Datum<bool>,
    pub(super) jury: Option<String>,
}

/// A row of the table of correspondences.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The RNCP number of the former fiche.
    pub(super) former: String,
    /// Its blocs; none for the whole titre.
    pub(super) old: Vec<String>,
    /// The blocs of the new one; none for the whole titre.
    pub(super) new: Vec<String>,
    pub(super) at: At,
}

/// The text that the data come from.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Its id in the package.
    pub(super) id: String,
    pub(super) title: String,
    /// The name of the file, under `sources/`, where the package carries it.
    pub(super) file: Option<String>,
}

impl Text {
    /// What rests on it: a text that the package carries is quoted.
    pub(super) fn basis(&self) -> Basis {
        if self.file.is_some() { Basis::Seed } else { Basis::Law }
    }
}

/// What was read of a titre.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) text: Text,
    pub(super) arrete: Option<Datum<Day>>,
    pub(super) published: Option<Datum<Day>>,
    pub(super) label: Option<Datum>,
    pub(super) aliases: Vec<Datum>,
    pub(super) rncp: Option<Datum>,
    pub(super) levels: Vec<Code>,
    pub(super) nsf: Vec<Code>,
    pub(super) rome: Vec<Code>,
    pub(super) sectors: Vec<List>,
    pub(super) jobs: Vec<List>,
    pub(super) legal_bases: Vec<List>,
    pub(super) ccps: Vec<Ccp>,
    pub(super) routes: Vec<RouteRow>,
    pub(super) from: Option<Datum<Day>>,
    /// A last day of which the text does not say whether it is included.
    pub(super) end: Option<Datum<Day>>,
    pub(super) last_delivery: Option<Datum<Day>>,
    pub(super) former: Vec<Datum>,
    pub(super) rows: Vec<Row>,
    pub(super) open: Vec<Open>,
}

impl Draft {
    /// Nothing was read yet.
    pub(super) fn new(text: Text) -> Draft {
        Draft {
            text,
            arrete: None,
            published: None,
            label: None,
            aliases: Vec::new(),
            rncp: None,
            levels: Vec::new(),
            nsf: Vec::new(),
            rome: Vec::new(),
            sectors: Vec::new(),
            jobs: Vec::new(),
            legal_bases: Vec::new(),
            ccps: Vec::new(),
            routes: Vec::new(),
            from: None,
            end: None,
            last_delivery: None,
            former: Vec::new(),
            rows: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Everything that was read, in order of the source.
    pub(super) fn told(&self) -> Vec<Told> {
        let mut all = Vec::new();
        let mut tell = |what: What, value: &dyn Display, at: &At| {
            all.push(Told { what, value: value.to_string(), line: at.line, passage: at.passage.clone() });
        };
        let days = [
            (What::Arrete, &self.arrete),
            (What::Published, &self.published),
            (What::From, &self.from),
            (What::End, &self.end),
            (What::LastDelivery, &self.last_delivery),
        ];
        for (what, day) in days.into_iter().filter_map(|(what, day)| Some((what, day.as_ref()?))) {
            tell(what, &day.value, &day.at);
        }
        self.label.iter().for_each(|label| tell(What::Label, &label.value, &label.at));
        self.aliases.iter().for_each(|alias| tell(What::Alias, &alias.value, &alias.at));
        self.rncp.iter().for_each(|rncp| tell(What::Rncp, &rncp.value, &rncp.at));
        self.former.iter().for_each(|former| tell(What::Former, &former.value, &former.at));
        for (what, codes) in [(What::Level, &self.levels), (What::Nsf, &self.nsf), (What::Rome, &self.rome)] {
            for code in codes {
                let label = code.label.as_ref().map(|label| format!(" {label}")).unwrap_or_default();
                tell(what, &format!("{}{label}", code.code.value), &code.code.at);
            }
        }
        let lists =
            [(What::Sector, &self.sectors), (What::Job, &self.jobs), (What::LegalBasis, &self.legal_bases)];
        for (what, lists) in lists {
            lists.iter().flat_map(|list| &list.items).for_each(|item| tell(what, &item.value, &item.at));
        }
        for (number, ccp) in (1..).zip(&self.ccps) {
            tell(What::Ccp(number), &ccp.label.value, &ccp.label.at);
            for competence in &ccp.competences.items {
                tell(What::Competence(number), &competence.value, &competence.at);
            }
        }
        for row in &self.routes {
            let enrolment =
                row.enrolment.map(|enrolment| format!(", {}", enrolment.name())).unwrap_or_default();
            let open = if row.open.value { "open = true" } else { "open = false" };
            tell(What::Route, &format!("{}{enrolment}: {open}", row.route.name()), &row.open.at);
        }
        for row in &self.rows {
            let whole = |blocs: &[String]| match blocs {
                [] => "*".to_owned(),
                blocs => blocs.join(" "),
            };
            tell(What::Row, &format!("{} {} → {}", row.former, whole(&row.old), whole(&row.new)), &row.at);
        }
        all.sort_by_key(|told| told.line);
        all
    }
}

/// A datum that was read, as it is shown against its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is.
    pub what: What,
    /// What was read.
    pub value: String,
    /// The line of the source, from 1.
    pub line: usize,
    /// The words of the source that give it.
    pub passage: String,
}

/// What a datum is: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The day of the arrêté.
    Arrete,
    /// The day of its publication.
    Published,
    /// The title.
    Label,
    /// A former or other title.
    Alias,
    /// The RNCP number.
    Rncp,
    /// The RNCP number of a former certification.
    Former,
    /// The level.
    Level,
    /// The NSF code.
    Nsf,
    /// A ROME code.
    Rome,
    /// A sector of activity.
    Sector,
    /// A job.
    Job,
    /// A legal basis.
    LegalBasis,
    /// A CCP, by its number.
    Ccp(usize),
    /// A competence of a CCP, by the number of the CCP.
    Competence(usize),
    /// A route.
    Route,
    /// A row of the table of correspondences.
    Row,
    /// The first day.
    From,
    /// The end of registration.
    End,
    /// The last delivery.
    LastDelivery,
}

impl What {
    /// The words for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            What::Arrete => say!(lang, fr: "arrêté", en: "arrêté"),
            What::Published => say!(lang, fr: "publication", en: "publication"),
            What::Label => say!(lang, fr: "intitulé", en: "title"),
            What::Alias => say!(lang, fr: "autre intitulé", en: "other title"),
            What::Rncp => say!(lang, fr: "numéro RNCP", en: "RNCP number"),
            What::Former => say!(lang, fr: "ancienne fiche", en: "former fiche"),
            What::Level => say!(lang, fr: "niveau", en: "level"),
            What::Nsf => say!(lang, fr: "code NSF", en: "NSF code"),
            What::Rome => say!(lang, fr: "code ROME", en: "ROME code"),
            What::Sector => say!(lang, fr: "secteur", en: "sector"),
            What::Job => say!(lang, fr: "emploi", en: "job"),
            What::LegalBasis => say!(lang, fr: "base légale", en: "legal basis"),
            What::Ccp(number) => say!(lang, fr: "CCP {number}", en: "CCP {number}"),
            What::Competence(number) => {
                say!(lang, fr: "compétence (CCP {number})", en: "competence (CCP {number})")
            }
            What::Route => say!(lang, fr: "voie", en: "route"),
            What::Row => say!(lang, fr: "correspondance", en: "correspondence"),
            What::From => say!(lang, fr: "premier jour", en: "first day"),
            What::End => say!(lang, fr: "fin d’enregistrement", en: "end of registration"),
            What::LastDelivery => say!(lang, fr: "dernière délivrance", en: "last delivery"),
        }
    }
}
