//! Everything that a package says with a citation, in one list.

use super::Checked;
use parchemin_core::{Citation, Lang, Speak, file::Route, say, titre::Document};

/// What a citation is given for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cited {
    /// The arrêté itself.
    Arrete,
    /// A rule, by its id.
    Rule(String),
    /// A deadline, by its id.
    Deadline(String),
    /// A document.
    Document(Document),
    /// A value of a parameter, by its id.
    Parameter(String),
    /// A bound of the period.
    Period,
    /// The last delivery.
    LastDelivery,
    /// Who keeps the former revision.
    Former,
    /// A revision that no package describes.
    External(String),
    /// A CCP, by its id.
    Ccp(String),
    /// A competence of a CCP, by the id of the CCP.
    Competence(String),
    /// A CCS, by its id.
    Ccs(String),
    /// A route.
    Route(Route),
    /// A complement that the RE foresees.
    Complement,
    /// A code: level, NSF or ROME.
    Code(String),
    /// A sector, a job or a legal basis.
    Listed(String),
    /// A row of the table of correspondences, from 1.
    Row(usize),
}

impl Checked {
    /// Every citation with what it is given for, in a fixed order. That of the arrêté itself stands in the manifest alone.
    pub fn citations(&self) -> Vec<(Cited, &Citation)> {
        let mut all: Vec<(Cited, &Citation)> = Vec::new();
        for rule in &self.rules {
            all.extend(rule.citations.iter().map(|citation| (Cited::Rule(rule.id.clone()), citation)));
        }
        all.extend(self.deadlines.iter().map(|one| (Cited::Deadline(one.id.clone()), &one.citation)));
        all.extend(self.documents.iter().map(|one| (Cited::Document(one.document), &one.citation)));
        for parameter in self.parameters.values() {
            let values = parameter.values.iter();
            all.extend(values.map(|value| (Cited::Parameter(parameter.id.to_string()), &value.citation)));
        }
        let Some(revision) = &self.revision else { return all };
        all.push((Cited::Period, &revision.from_citation));
        all.push((Cited::Period, &revision.to_citation));
        all.extend(revision.last_delivery_citation.iter().map(|citation| (Cited::LastDelivery, citation)));
        all.extend(revision.former.iter().map(|former| (Cited::Former, &former.citation)));
        let external = revision.external.iter();
        all.extend(external.map(|one| (Cited::External(one.revision.clone()), &one.citation)));
        let titre = &revision.titre;
        for ccp in &titre.ccps {
            all.push((Cited::Ccp(ccp.id.clone()), &ccp.citation));
            let competences = ccp.competences.iter();
            all.extend(competences.map(|listed| (Cited::Competence(ccp.id.clone()), &listed.citation)));
        }
        all.extend(titre.ccs.iter().map(|ccs| (Cited::Ccs(ccs.id.clone()), &ccs.citation)));
        all.extend(titre.routes.iter().map(|row| (Cited::Route(row.route), &row.citation)));
        all.extend(titre.complements.iter().map(|row| (Cited::Complement, &row.citation)));
        for codes in [&titre.levels, &titre.nsf, &titre.rome] {
            all.extend(codes.iter().map(|code| (Cited::Code(code.code.clone()), &code.citation)));
        }
        for lists in [&titre.sectors, &titre.jobs, &titre.legal_bases] {
            all.extend(lists.iter().map(|listed| (Cited::Listed(listed.label.clone()), &listed.citation)));
        }
        all.extend(revision.rows().iter().enumerate().map(|(n, row)| (Cited::Row(n + 1), &row.citation)));
        all
    }
}

impl Speak for Cited {
    fn say(&self, lang: Lang) -> String {
        match self {
            Cited::Arrete => say!(lang, fr: "arrêté", en: "arrêté"),
            Cited::Rule(id) => say!(lang, fr: "règle `{id}`", en: "rule `{id}`"),
            Cited::Deadline(id) => say!(lang, fr: "délai `{id}`", en: "deadline `{id}`"),
            Cited::Document(document) => {
                let name = document.spoken(lang);
                say!(lang, fr: "document : {name}", en: "document: {name}")
            }
            Cited::Parameter(id) => say!(lang, fr: "paramètre `{id}`", en: "parameter `{id}`"),
            Cited::Period => say!(lang, fr: "période", en: "period"),
            Cited::LastDelivery => say!(lang, fr: "dernière délivrance", en: "last delivery"),
            Cited::Former => {
                say!(lang, fr: "passage de l’ancienne révision", en: "passage from the former revision")
            }
            Cited::External(id) => say!(lang, fr: "révision externe `{id}`", en: "external revision `{id}`"),
            Cited::Ccp(id) => say!(lang, fr: "CCP `{id}`", en: "CCP `{id}`"),
            Cited::Competence(id) => say!(lang, fr: "compétence de `{id}`", en: "competence of `{id}`"),
            Cited::Ccs(id) => say!(lang, fr: "CCS `{id}`", en: "CCS `{id}`"),
            Cited::Route(route) => {
                let route = route.spoken(lang);
                say!(lang, fr: "voie : {route}", en: "route: {route}")
            }
            Cited::Complement => {
                say!(lang, fr: "complément prévu au RE", en: "complement that the RE foresees")
            }
            Cited::Code(code) => say!(lang, fr: "code {code}", en: "code {code}"),
            Cited::Listed(label) => say!(lang, fr: "liste : {label}", en: "list: {label}"),
            Cited::Row(n) => say!(lang, fr: "correspondance, ligne {n}", en: "correspondence, row {n}"),
        }
    }
}
