//! From files to a checked package: everything a reader of the law would trip over is found here, all at once.

use crate::{
    correspondence::{self, Row, Table},
    fault::{PackageFault, Problem},
    files::Files,
    quotation::Source,
    written::{
        Bilingual, Change, Cite, CitedBound, CitedList, Code, Effect, Former, Kind, Manifest, RuleMessages,
        SubjectKind, Until, WrittenExternal, WrittenMessages, WrittenParameter, WrittenRules, WrittenStep,
        WrittenTitre,
    },
};
use parchemin_core::{
    Basis, Bound, Citation, Day, Lang, Period,
    decision::{Outcome, PackageIdentity},
    file::{Event, Question, Route},
    limits::{Bounds, SCRIPT_BYTES},
    parameter::{DatedValue, Parameter, Parameters},
    titre::{Ccp, Ccs, Coded, Complement, Listed, RouteState, Titre},
    vocabulary::{self, LAW},
};
use semver::{Version, VersionReq};
use serde::de::DeserializeOwned;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};
use toml::Spanned;

/// A package in which nothing was found wrong. It cannot decide yet: the host prepares it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Id, version and digest.
    pub identity: PackageIdentity,
    /// The version.
    pub version: Version,
    /// What it is.
    pub kind: Kind,
    /// Its label.
    pub label: Bilingual,
    /// What it needs.
    pub requires: BTreeMap<String, VersionReq>,
    /// The revision it describes, if it is one of a titre.
    pub revision: Option<Revision>,
    /// Its parameters.
    pub parameters: Parameters,
    /// Its rules, in their order.
    pub rules: Vec<Rule>,
    /// Its deadlines.
    pub deadlines: Vec<DeadlineRule>,
    /// Its messages, by language.
    pub messages: BTreeMap<Lang, Messages>,
    /// Its scripts: file and text, in order of the files.
    pub scripts: Vec<Script>,
    /// The texts it names and nobody here has: id, title.
    pub absent_texts: BTreeMap<String, String>,
    /// The bounds it asks for, within the ceiling.
    pub bounds: Bounds,
}

/// One revision of a titre.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The titre as this revision states it.
    pub titre: Arc<Titre>,
    /// What it does to its predecessor.
    pub effect: Effect,
    /// The revision before it: a package, or an external one.
    pub predecessor: Option<String>,
    /// What the beginning of the period rests on.
    pub from_citation: Citation,
    /// What the end of the period rests on.
    pub to_citation: Citation,
    /// What the last delivery rests on, where the package states one.
    pub last_delivery_citation: Option<Citation>,
    /// The events that choose it, in order.
    pub events: Vec<Event>,
    /// Who keeps the former revision.
    pub former: Vec<KeepsFormer>,
    /// Former revisions that no package describes.
    pub external: Vec<External>,
    /// The table that converts the CCPs of the predecessor.
    pub table: Table,
}

/// Who keeps the former revision, until when, on what condition.
#[derive(Clone, Debug)]
pub struct KeepsFormer {
    /// Only for these routes; for all when none.
    pub routes: Option<Vec<Route>>,
    /// The event that must have happened while the former revision was open.
    pub event: Option<Event>,
    /// The candidate must hold a CCP of the former revision.
    pub holds_ccp: bool,
    /// Until when.
    pub until: KeptUntil,
    /// What it rests on.
    pub citation: Citation,
}

/// Until when the former revision is kept.
#[derive(Clone, Debug)]
pub enum KeptUntil {
    /// Its last delivery.
    LastDelivery,
    /// So many years from the end of its period.
    YearsAfterEnd(i64),
    /// A text that is not supplied, by its title.
    NotSupplied(String),
}

/// A former revision that no package describes.
#[derive(Clone, Debug)]
pub struct External {
    /// Its id in this package.
    pub revision: String,
    /// Its label.
    pub label: String,
    /// Its RNCP number.
    pub rncp: Option<String>,
    /// Its bloc codes; none when not supplied.
    pub ccps: Option<Vec<String>>,
    /// Where it stands.
    pub citation: Citation,
    /// The text that would give its period.
    pub period_text: String,
}

/// A rule: what it is. How it is decided stands in a script or a plugin.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id in the package.
    pub id: String,
    /// The function that decides it.
    pub function: String,
    /// The question it belongs to.
    pub question: Question,
    /// What it is applied to.
    pub subject: SubjectKind,
    /// The event at which it takes its parameters.
    pub at: Option<Event>,
    /// For attribution: the outcome when it is unmet.
    pub outcome: Outcome,
    /// Where it stands.
    pub citations: Vec<Citation>,
    /// Steps that may turn it.
    pub steps: Vec<WrittenStep>,
}

/// A deadline that the package states.
#[derive(Clone, Debug)]
pub struct DeadlineRule {
    /// Its id.
    pub id: String,
    /// The event from which it runs; without one, the end of the titre's validity.
    pub event: Option<Event>,
    /// The parameter that gives the years.
    pub years: Option<String>,
    /// Only for these routes.
    pub routes: Option<Vec<Route>>,
    /// Only for these outcomes.
    pub outcomes: Option<Vec<Outcome>>,
    /// What it rests on.
    pub citation: Citation,
}

/// The messages of a package in one language.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// Per rule.
    pub rules: BTreeMap<String, RuleMessages>,
    /// Per deadline.
    pub deadlines: BTreeMap<String, String>,
}

/// A script as written.
#[derive(Clone, Debug)]
pub struct Script {
    /// The file, with the folder of the package, for messages.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
}

/// Checks a package.
///
/// # Errors
/// Everything that is wrong with it, in order of the files.
pub fn check(files: &Files) -> Result<Checked, Vec<PackageFault>> {
    let mut checker = Checker { files, texts: BTreeMap::new(), faults: Vec::new(), manifest_text: "" };
    let checked = checker.package();
    match checked {
        Some(checked) if checker.faults.is_empty() => Ok(checked),
        _ => {
            // A checker that gives nothing back has said why; if it had not, that would be a fault of its own.
            if checker.faults.is_empty() {
                checker.fault("package.toml", Problem::PartMissing("package.toml"));
            }
            Err(checker.faults)
        }
    }
}

struct KnownText {
    title: String,
    address: Option<String>,
    absent: bool,
    source: Option<(String, Source)>,
}

/// The state of one check: what was read, and what was found wrong.
pub(crate) struct Checker<'f> {
    files: &'f Files,
    texts: BTreeMap<String, KnownText>,
    faults: Vec<PackageFault>,
    manifest_text: &'f str,
}

const MANIFEST: &str = "package.toml";
const TITRE: &str = "titre.toml";
const PARAMETERS: &str = "parameters.toml";
const RULES: &str = "rules.toml";

impl<'f> Checker<'f> {
    fn fault(&mut self, file: &str, problem: Problem) {
        self.faults.push(PackageFault::new(&self.files.shown(file), "", None, problem));
    }

    pub(crate) fn fault_at(&mut self, file: &str, text: &str, span: Option<Range<usize>>, problem: Problem) {
        self.faults.push(PackageFault::new(&self.files.shown(file), text, span, problem));
    }

    /// The text of a file that may be absent.
    fn text(&mut self, file: &str) -> Option<&'f str> {
        match self.files.text(file) {
            Ok(text) => text,
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn parse<T: DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
        toml::from_str(text)
            .map_err(|error| {
                let reason = error.message().to_owned();
                self.fault_at(file, text, error.span(), Problem::NotOfTheFormat(reason));
            })
            .ok()
    }

    fn package(&mut self) -> Option<Checked> {
        let Some(text) = self.text(MANIFEST) else {
            if self.faults.is_empty() {
                self.fault(MANIFEST, Problem::FileAbsent);
            }
            return None;
        };
        self.manifest_text = text;
        let manifest: Manifest = self.parse(MANIFEST, text)?;
        self.engine_version(&manifest);
        self.declare_texts(&manifest);
        let revision = self.revision(&manifest);
        let parameters = self.parameters();
        let (rules, deadlines) = self.rules();
        let messages = self.messages(&manifest, &rules, &deadlines);
        let scripts = self.scripts();
        let id = manifest.id.get_ref().clone();
        Some(Checked {
            identity: PackageIdentity {
                id,
                version: manifest.version.to_string(),
                digest: self.files.digest(),
            },
            version: manifest.version,
            kind: manifest.kind,
            label: manifest.label,
            requires: manifest.requires.into_iter().map(|(id, req)| (id, req.into_inner())).collect(),
            revision,
            parameters,
            rules,
            deadlines,
            messages,
            scripts,
            absent_texts: self
                .texts
                .iter()
                .filter(|(_, text)| text.absent)
                .map(|(id, text)| (id.clone(), text.title.clone()))
                .collect(),
            bounds: manifest.bounds.within_ceiling(),
        })
    }

    fn engine_version(&mut self, manifest: &Manifest) {
        let running = env!("CARGO_PKG_VERSION");
        let fits = Version::parse(running).is_ok_and(|version| manifest.engine.get_ref().matches(&version));
        if !fits {
            let problem =
                Problem::Engine { asked: manifest.engine.get_ref().to_string(), running: running.to_owned() };
            self.fault_at(MANIFEST, self.manifest_text, Some(manifest.engine.span()), problem);
        }
    }

    fn declare_texts(&mut self, manifest: &Manifest) {
        for (id, text) in &manifest.texts {
            let source = text.file.as_ref().and_then(|file| match self.text(file.get_ref()) {
                Some(content) => Some((file.get_ref().clone(), Source::new(content))),
                None => {
                    let problem = Problem::SourceAbsent(file.get_ref().clone());
                    self.fault_at(MANIFEST, self.manifest_text, Some(file.span()), problem);
                    None
                }
            });
            let known = KnownText {
                title: text.title.clone(),
                address: text.address.clone(),
                absent: text.absent,
                source,
            };
            self.texts.insert(id.clone(), known);
        }
    }

    /// Checks a citation. `quoted` is what it cites when it has no quotation of its own.
    fn cite(
        &mut self,
        file: &str,
        text: &str,
        cite: &Spanned<Cite>,
        quoted: Option<(&str, Range<usize>)>,
    ) -> Citation {
        let (span, cite) = (cite.span(), cite.get_ref());
        let quote = cite.quote.as_ref().map(|quote| (quote.get_ref().as_str(), quote.span())).or(quoted);
        let quote = if cite.basis == Basis::Seed {
            quote
        } else {
            cite.quote.as_ref().map(|q| (q.get_ref().as_str(), q.span()))
        };
        let problem =
            self.citation_problem(cite.basis, cite.text.get_ref(), quote.as_ref().map(|(quote, _)| *quote));
        if let Some(problem) = problem {
            let underline = match &problem {
                Problem::UnknownText { .. } => cite.text.span(),
                Problem::QuotationNotFound { .. } => quote.as_ref().map_or(span, |(_, span)| span.clone()),
                _ => span,
            };
            self.fault_at(file, text, Some(underline), problem);
        }
        let known = self.texts.get(cite.text.get_ref());
        Citation {
            basis: cite.basis,
            text: known.map_or_else(|| cite.text.get_ref().clone(), |known| known.title.clone()),
            place: cite.place.clone(),
            quote: quote.map(|(quote, _)| quote.to_owned()),
            in_force: cite.in_force,
            address: known.and_then(|known| known.address.clone()),
            note: cite.note.clone(),
        }
    }

    fn citation_problem(&self, basis: Basis, text: &str, quote: Option<&str>) -> Option<Problem> {
        let Some(known) = self.texts.get(text) else {
            let nearest = parchemin_core::nearest(text, self.texts.keys().map(String::as_str));
            return Some(Problem::UnknownText { text: text.to_owned(), nearest });
        };
        if known.absent != (basis == Basis::NotSupplied) {
            return Some(Problem::AbsenceContradicted(text.to_owned()));
        }
        match (&known.source, quote) {
            (Some((source, folded)), Some(quote)) if !folded.contains(quote) => {
                Some(Problem::QuotationNotFound {
                    source: source.clone(),
                    close_to: folded.passage_like(quote),
                })
            }
            (None, Some(_)) => Some(Problem::QuotationWithoutSource),
            (source, quote) if basis == Basis::Seed && (source.is_none() || quote.is_none()) => {
                Some(Problem::SeedWithoutQuotation)
            }
            _ => None,
        }
    }

    /// The citation of a row of a table, which quotes nothing.
    #[expect(clippy::too_many_arguments, reason = "the columns of the row, each with its own meaning")]
    pub(crate) fn cite_row(
        &mut self,
        file: &str,
        text: &str,
        line: Range<usize>,
        basis: Basis,
        id: &str,
        place: Option<String>,
        note: Option<String>,
    ) -> Citation {
        // A row is its own quotation of the table; only the text it names is checked.
        let problem = self.citation_problem(basis, id, None).filter(|p| *p != Problem::SeedWithoutQuotation);
        if let Some(problem) = problem {
            self.fault_at(file, text, Some(line), problem);
        }
        let known = self.texts.get(id);
        Citation {
            basis,
            text: known.map_or_else(|| id.to_owned(), |known| known.title.clone()),
            place: place.filter(|place| !place.is_empty()),
            quote: None,
            in_force: None,
            address: known.and_then(|known| known.address.clone()),
            note: note.filter(|note| !note.is_empty()),
        }
    }

    /// The title of a text that the package declares absent.
    fn absent_title(&mut self, file: &str, text: &str, id: &Spanned<String>) -> String {
        match self.texts.get(id.get_ref()) {
            Some(known) => known.title.clone(),
            None => {
                let nearest = parchemin_core::nearest(id.get_ref(), self.texts.keys().map(String::as_str));
                let problem = Problem::UnknownText { text: id.get_ref().clone(), nearest };
                self.fault_at(file, text, Some(id.span()), problem);
                id.get_ref().clone()
            }
        }
    }

    fn bound(&mut self, written: &CitedBound) -> (Bound, Citation) {
        let text = self.manifest_text;
        let citation = self.cite(MANIFEST, text, &written.cite, None);
        let bound = written.bound(|_| citation.text.clone()).unwrap_or_else(|| {
            self.fault_at(MANIFEST, text, Some(written.cite.span()), Problem::AmbiguousBound);
            Bound::NotSupplied(citation.text.clone())
        });
        (bound, citation)
    }

    fn revision(&mut self, manifest: &Manifest) -> Option<Revision> {
        if let Some(arrete) = &manifest.arrete {
            let spanned = Spanned::new(0..0, arrete.cite.clone());
            self.cite(MANIFEST, self.manifest_text, &spanned, None);
        }
        if manifest.kind == Kind::Framework {
            return None;
        }
        let Some(link) = &manifest.titre else {
            self.fault(MANIFEST, Problem::PartMissing("[titre]"));
            return None;
        };
        let Some(period) = &manifest.period else {
            self.fault(MANIFEST, Problem::PartMissing("[period]"));
            return None;
        };
        let Some(text) = self.text(TITRE) else {
            self.fault(TITRE, Problem::FileAbsent);
            return None;
        };
        let (from, from_citation) = self.bound(&period.from);
        let (to, to_citation) = self.bound(&period.to);
        let last = period.last_delivery.as_ref().map(|bound| self.bound(bound));
        let span = Period { from, to };
        if !span.is_in_order() {
            let underline = Some(period.to.cite.span());
            self.fault_at(MANIFEST, self.manifest_text, underline, Problem::PeriodReversed);
        }
        let written: WrittenTitre = self.parse(TITRE, text)?;
        let (last_delivery, last_delivery_citation) = match last {
            Some((bound, citation)) => (bound, Some(citation)),
            None => (Bound::NotSupplied(to_citation.text.clone()), None),
        };
        let external = written.external.iter().map(|external| self.external(text, external)).collect();
        let titre = self.titre(text, &link.id, manifest.id.get_ref(), written, span, last_delivery);
        let table = self.table(manifest, link.effect, &titre.ccps);
        let (events, former) = match &manifest.provisions {
            Some(provisions) => {
                let former = provisions.former.iter().map(|former| self.former(former)).collect();
                (provisions.events.clone(), former)
            }
            None => {
                self.fault(MANIFEST, Problem::PartMissing("[provisions]"));
                (Vec::new(), Vec::new())
            }
        };
        Some(Revision {
            titre: Arc::new(titre),
            effect: link.effect,
            predecessor: link.predecessor.as_ref().map(|predecessor| predecessor.get_ref().clone()),
            from_citation,
            to_citation,
            last_delivery_citation,
            events,
            former,
            external,
            table,
        })
    }

    fn former(&mut self, former: &Former) -> KeepsFormer {
        let text = self.manifest_text;
        let until = match &former.until {
            Until::LastDelivery => KeptUntil::LastDelivery,
            Until::YearsAfterEnd(years) => KeptUntil::YearsAfterEnd(*years),
            Until::NotSupplied(id) => {
                let id = Spanned::new(former.cite.span(), id.clone());
                KeptUntil::NotSupplied(self.absent_title(MANIFEST, text, &id))
            }
        };
        KeepsFormer {
            routes: former.routes.clone(),
            event: former.event,
            holds_ccp: former.holds_ccp,
            until,
            citation: self.cite(MANIFEST, text, &former.cite, None),
        }
    }

    fn external(&mut self, text: &str, external: &WrittenExternal) -> External {
        External {
            revision: external.revision.clone(),
            label: external.label.clone(),
            rncp: external.rncp.clone(),
            ccps: external.ccps.clone(),
            citation: self.cite(TITRE, text, &external.cite, None),
            period_text: self.absent_title(TITRE, text, &external.period),
        }
    }

    fn table(&mut self, manifest: &Manifest, effect: Effect, ccps: &[Ccp]) -> Table {
        if let Some(absent) = &manifest.correspondences {
            return Table::NotSupplied(self.absent_title(MANIFEST, self.manifest_text, &absent.absent));
        }
        match self.text(correspondence::FILE) {
            Some(text) => Table::Rows(correspondence::read(self, text, ccps)),
            None => {
                if effect == Effect::Revises {
                    self.fault(correspondence::FILE, Problem::FileAbsent);
                }
                Table::None
            }
        }
    }

    fn titre(
        &mut self,
        text: &str,
        lineage: &str,
        package: &str,
        written: WrittenTitre,
        period: Period,
        last_delivery: Bound,
    ) -> Titre {
        let mut ccps = Vec::new();
        for (index, ccp) in written.ccps.iter().enumerate() {
            let number = index as u32 + 1;
            let quoted = ccp.label.as_ref().map(|label| (label.get_ref().as_str(), label.span()));
            let citation = self.cite(TITRE, text, &ccp.cite, quoted);
            let competences = ccp.competences.iter().flat_map(|list| self.list(text, list)).collect();
            let label = ccp.label.as_ref().map(|label| label.get_ref().clone());
            ccps.push(Ccp {
                id: format!("{package}/{number}"),
                number,
                code: ccp.code.clone(),
                label,
                competences,
                citation,
            });
        }
        let ccs = written
            .ccs
            .iter()
            .enumerate()
            .map(|(index, ccs)| Ccs {
                id: format!("{package}/ccs-{}", index + 1),
                label: ccs.label.clone(),
                citation: self.cite(TITRE, text, &ccs.cite, None),
            })
            .collect();
        let routes = written
            .routes
            .iter()
            .map(|row| RouteState {
                route: row.route,
                enrolment: row.enrolment,
                open: row.open,
                citation: self.cite(TITRE, text, &row.cite, None),
            })
            .collect();
        let complements = written
            .complements
            .iter()
            .map(|row| Complement {
                piece: row.piece,
                foreseen: row.foreseen,
                citation: self.cite(TITRE, text, &row.cite, None),
            })
            .collect();
        let referentiel = self.absent_title(TITRE, text, &written.referentiel);
        let fiche = self.absent_title(TITRE, text, &written.fiche);
        Titre {
            id: lineage.to_owned(),
            revision: package.to_owned(),
            label: written.label,
            aliases: written.aliases,
            rncp: written.rncp,
            levels: self.codes(text, &written.levels),
            nsf: self.codes(text, &written.nsf),
            rome: self.codes(text, &written.rome),
            sectors: written.sectors.iter().flat_map(|list| self.list(text, list)).collect(),
            jobs: written.jobs.iter().flat_map(|list| self.list(text, list)).collect(),
            legal_bases: written.legal_bases.iter().flat_map(|list| self.list(text, list)).collect(),
            ccps,
            ccs,
            routes,
            complements,
            referentiel,
            fiche,
            period,
            last_delivery,
        }
    }

    fn codes(&mut self, text: &str, codes: &[Code]) -> Vec<Coded> {
        codes
            .iter()
            .map(|code| Coded {
                code: code.code.clone(),
                label: code.label.clone(),
                nomenclature: code.nomenclature.clone(),
                citation: self.cite(TITRE, text, &code.cite, None),
            })
            .collect()
    }

    fn list(&mut self, text: &str, list: &CitedList) -> Vec<Listed> {
        list.items
            .iter()
            .map(|item| {
                let quoted = Some((item.get_ref().as_str(), item.span()));
                Listed { label: item.get_ref().clone(), citation: self.cite(TITRE, text, &list.cite, quoted) }
            })
            .collect()
    }

    fn parameters(&mut self) -> Parameters {
        let Some(text) = self.text(PARAMETERS) else { return Parameters::new() };
        let written: BTreeMap<String, WrittenParameter> = self.parse(PARAMETERS, text).unwrap_or_default();
        written.into_iter().map(|(id, parameter)| (id.clone(), self.parameter(text, id, parameter))).collect()
    }

    fn parameter(&mut self, text: &str, id: String, written: WrittenParameter) -> Parameter {
        let mut values: Vec<(Range<usize>, DatedValue)> = Vec::new();
        for spanned in &written.values {
            let value = spanned.get_ref();
            let citation = self.cite(PARAMETERS, text, &value.cite, None);
            if value.value.is_none() != (citation.basis == Basis::NotSupplied) {
                let problem = Problem::ValueAgainstBasis { parameter: id.clone() };
                self.fault_at(PARAMETERS, text, Some(spanned.span()), problem);
            }
            if matches!((value.from, value.to), (Some(from), Some(to)) if to < from) {
                self.fault_at(PARAMETERS, text, Some(spanned.span()), Problem::PeriodReversed);
            }
            let dated = DatedValue {
                from: value.from,
                to: value.to,
                value: value.value.clone(),
                citation,
                checked: value.checked,
            };
            values.push((spanned.span(), dated));
        }
        values.sort_by_key(|(_, value)| value.from);
        for pair in values.windows(2) {
            let [(_, earlier), (span, later)] = pair else { continue };
            let problem = match (earlier.from, later.from, earlier.to) {
                (None, None, _) => Some(Problem::SeveralUndatedValues { parameter: id.clone() }),
                (Some(a), Some(b), _) if a == b => {
                    Some(Problem::OverlappingValues { parameter: id.clone(), day: b })
                }
                (_, Some(day), Some(to)) if to >= day => {
                    Some(Problem::OverlappingValues { parameter: id.clone(), day })
                }
                _ => None,
            };
            if let Some(problem) = problem {
                self.fault_at(PARAMETERS, text, Some(span.clone()), problem);
            }
        }
        Parameter {
            id,
            label_fr: written.fr,
            label_en: written.en,
            unit: written.unit,
            values: values.into_iter().map(|(_, value)| value).collect(),
        }
    }

    fn rules(&mut self) -> (Vec<Rule>, Vec<DeadlineRule>) {
        let Some(text) = self.text(RULES) else { return Default::default() };
        let written: WrittenRules = self.parse(RULES, text).unwrap_or_default();
        let mut seen = BTreeSet::new();
        let ids = written
            .rules
            .iter()
            .map(|rule| &rule.id)
            .chain(written.deadlines.iter().map(|deadline| &deadline.id));
        for id in ids {
            if !seen.insert(id.get_ref().clone()) {
                self.fault_at(RULES, text, Some(id.span()), Problem::DuplicateId(id.get_ref().clone()));
            }
        }
        let rules = written
            .rules
            .iter()
            .map(|rule| Rule {
                id: rule.id.get_ref().clone(),
                function: rule.id.get_ref().replace('-', "_"),
                question: rule.question,
                subject: rule.subject,
                at: rule.at,
                outcome: rule.outcome.unwrap_or(Outcome::Incomplet),
                citations: rule.cites.iter().map(|cite| self.cite(RULES, text, cite, None)).collect(),
                steps: rule.steps.clone(),
            })
            .collect();
        let deadlines = written
            .deadlines
            .iter()
            .map(|deadline| DeadlineRule {
                id: deadline.id.get_ref().clone(),
                event: deadline.event,
                years: deadline.years.as_ref().map(|years| years.get_ref().clone()),
                routes: deadline.routes.clone(),
                outcomes: deadline.outcomes.clone(),
                citation: self.cite(RULES, text, &deadline.cite, None),
            })
            .collect();
        (rules, deadlines)
    }

    fn messages(
        &mut self,
        manifest: &Manifest,
        rules: &[Rule],
        deadlines: &[DeadlineRule],
    ) -> BTreeMap<Lang, Messages> {
        let mut all = BTreeMap::new();
        if rules.is_empty() && deadlines.is_empty() {
            return all;
        }
        for lang in manifest.languages.iter().copied() {
            let file = format!("messages.{lang}.toml");
            let Some(text) = self.text(&file) else {
                self.fault(&file, Problem::FileAbsent);
                continue;
            };
            let written: WrittenMessages = self.parse(&file, text).unwrap_or_default();
            self.message_keys(&file, text, lang, &written, rules, deadlines);
            self.placeholders(&file, text);
            all.insert(lang, Messages { rules: written.rules, deadlines: written.deadlines });
        }
        all
    }

    fn message_keys(
        &mut self,
        file: &str,
        text: &str,
        lang: Lang,
        written: &WrittenMessages,
        rules: &[Rule],
        deadlines: &[DeadlineRule],
    ) {
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for rule in rules {
            wanted.insert(format!("rules.{}", rule.id));
            wanted.extend(rule.steps.iter().map(|step| format!("rules.{}.steps.{}", rule.id, step.message)));
        }
        wanted.extend(deadlines.iter().map(|deadline| format!("deadlines.{}", deadline.id)));
        let mut present: BTreeSet<String> =
            written.deadlines.keys().map(|id| format!("deadlines.{id}")).collect();
        for (id, messages) in &written.rules {
            present.insert(format!("rules.{id}"));
            present.extend(messages.steps.keys().map(|step| format!("rules.{id}.steps.{step}")));
        }
        for key in wanted.difference(&present) {
            self.fault_at(file, text, None, Problem::MessageMissing { key: key.clone(), lang });
        }
        for key in present.difference(&wanted) {
            self.fault_at(file, text, None, Problem::MessageOrphan { key: key.clone() });
        }
    }

    /// Every `{placeholder}` names a term, a parameter, or the subject.
    fn placeholders(&mut self, file: &str, text: &str) {
        let known: Vec<String> = vocabulary::terms().map(|term| term.path()).collect();
        let mut from = 0;
        while let Some(open) = text.get(from..).and_then(|rest| rest.find('{')).map(|at| from + at) {
            let Some(close) = text.get(open..).and_then(|rest| rest.find('}')).map(|at| open + at) else {
                break;
            };
            let placeholder = text.get(open + 1..close).unwrap_or_default();
            let is_parameter = placeholder.strip_prefix(LAW).is_some_and(|rest| rest.starts_with('.'));
            let fixed = ["subject", "date", "titre", "until", "missing_days", "missing_hours"];
            if !is_parameter && !fixed.contains(&placeholder) && !known.iter().any(|path| path == placeholder)
            {
                let nearest = parchemin_core::nearest(placeholder, known.iter().map(String::as_str));
                let problem = Problem::UnknownPlaceholder { placeholder: placeholder.to_owned(), nearest };
                self.fault_at(file, text, Some(open..close + 1), problem);
            }
            from = close + 1;
        }
    }

    fn scripts(&mut self) -> Vec<Script> {
        let names: Vec<&str> = self.files.matching("rules/", ".rhai").collect();
        let mut scripts = Vec::new();
        for name in names {
            let Some(text) = self.text(name) else { continue };
            if text.len() > SCRIPT_BYTES {
                self.fault(name, Problem::TooLarge { limit: SCRIPT_BYTES as u64 });
                continue;
            }
            scripts.push(Script { file: self.files.shown(name), text: text.into() });
        }
        scripts
    }
}

impl Checked {
    /// The messages in a language, or in French where the package does not speak it.
    pub fn messages(&self, lang: Lang) -> Option<&Messages> {
        self.messages.get(&lang).or_else(|| self.messages.get(&Lang::Fr))
    }

    /// The label in a language.
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.label.fr,
            Lang::En => &self.label.en,
        }
    }
}

impl Revision {
    /// The rows of the table, if it is supplied.
    pub fn rows(&self) -> &[Row] {
        match &self.table {
            Table::Rows(rows) => rows,
            Table::None | Table::NotSupplied(_) => &[],
        }
    }

    /// The last day on which the titre can be used for those who have no longer delay: the end of the period.
    pub fn first_day(&self) -> parchemin_core::Known<Day> {
        self.titre.period.first_day()
    }
}

impl WrittenStep {
    /// Whether the step says that nothing turns the finding.
    pub fn is_hopeless(&self) -> bool {
        self.change == Change::Nothing
    }
}
