//! The revision of a titre: its periods, its passage from the former one, its CCPs, its table.

use super::{Checker, External, KeepsFormer, KeptUntil, MANIFEST, Revision, TITRE, rules::most};
use crate::{
    correspondence::{self, Table},
    fault::Problem,
    written::{
        CitedBound, CitedList, Code, Effect, Former, Kind, Manifest, Until, WrittenExternal, WrittenTitre,
    },
};
use parchemin_core::{
    Bound, Citation, Period,
    titre::{Ccp, Ccs, Coded, Complement, Listed, RouteState, Titre},
};
use std::sync::Arc;
use toml::Spanned;

impl Checker<'_> {
    pub(super) fn bound(&mut self, written: &CitedBound) -> (Bound, Citation) {
        let text = self.manifest_text;
        let citation = self.cite(MANIFEST, text, &written.cite, None);
        let bound = written.bound(|_| citation.text.as_str().into()).unwrap_or_else(|| {
            self.fault_at(MANIFEST, text, Some(written.cite.span()), Problem::AmbiguousBound);
            Bound::NotSupplied(citation.text.as_str().into())
        });
        (bound, citation)
    }

    pub(super) fn revision(&mut self, manifest: &Manifest) -> Option<Revision> {
        if let Some(arrete) = &manifest.arrete {
            self.cite(MANIFEST, self.manifest_text, &arrete.cite, None);
        }
        if manifest.kind == Kind::Framework {
            return None;
        }
        let text = self.text(TITRE);
        if text.is_none() {
            self.fault(TITRE, Problem::FileAbsent);
        }
        // What the manifest lacks has been told.
        let (link, period, text) = (manifest.titre.as_ref()?, manifest.period.as_ref()?, text?);
        let (from, from_citation) = self.bound(&period.from);
        let (to, to_citation) = self.bound(&period.to);
        let last = period.last_delivery.as_ref().map(|bound| self.bound(bound));
        if let (Some(written), Some((last, _))) = (&period.last_delivery, &last) {
            let delivery = Period { from: from.clone(), to: last.clone() };
            if !delivery.is_in_order() {
                let underline = Some(written.cite.span());
                self.fault_at(MANIFEST, self.manifest_text, underline, Problem::DeliveryBeforePeriod);
            }
        }
        let span = Period { from, to };
        if !span.is_in_order() {
            let underline = Some(period.to.cite.span());
            self.fault_at(MANIFEST, self.manifest_text, underline, Problem::PeriodReversed);
        }
        let written: WrittenTitre = self.parse(TITRE, text)?;
        self.identity(text, &written);
        let (last_delivery, last_delivery_citation) = match last {
            Some((bound, citation)) => (bound, Some(citation)),
            None => (Bound::NotSupplied(to_citation.text.as_str().into()), None),
        };
        let external = written.external.iter().map(|external| self.external(text, external)).collect();
        let titre = self.titre(text, &link.id, manifest.id.get_ref(), written, span, last_delivery);
        let table = self.table(manifest, link.effect, &titre.ccps);
        let provisions = manifest.provisions.as_ref()?;
        self.events(provisions);
        let former = provisions.former.iter().map(|former| self.former(former.get_ref())).collect();
        Some(Revision {
            titre: Arc::new(titre),
            effect: link.effect,
            predecessor: link.predecessor.as_ref().map(|predecessor| predecessor.get_ref().clone()),
            from_citation,
            to_citation,
            last_delivery_citation,
            events: provisions.events.iter().map(|event| *event.get_ref()).collect(),
            former,
            external,
            table,
        })
    }

    pub(super) fn former(&mut self, former: &Former) -> KeepsFormer {
        let text = self.manifest_text;
        let until = match former.until.get_ref() {
            Until::LastDelivery => KeptUntil::LastDelivery,
            Until::YearsAfterEnd(years) => {
                let (unit, least, most) = ("years", 1, most("years").unwrap_or(i64::MAX));
                if !(least..=most).contains(years) {
                    let problem = Problem::BeyondCalendar { unit: unit.to_owned(), least, most };
                    self.fault_at(MANIFEST, text, Some(former.until.span()), problem);
                }
                KeptUntil::YearsAfterEnd(*years)
            }
            Until::NotSupplied(id) => {
                let id = Spanned::new(former.cite.span(), id.clone());
                KeptUntil::NotSupplied(self.absent_title(MANIFEST, text, &id).into())
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

    pub(super) fn external(&mut self, text: &str, external: &WrittenExternal) -> External {
        External {
            revision: external.revision.clone(),
            label: external.label.clone(),
            rncp: external.rncp.as_ref().map(|rncp| rncp.get_ref().clone()),
            ccps: external.ccps.as_ref().map(|ccps| words(ccps)),
            citation: self.cite(TITRE, text, &external.cite, None),
            period_text: self.absent_title(TITRE, text, &external.period).into(),
        }
    }

    pub(super) fn table(&mut self, manifest: &Manifest, effect: Effect, ccps: &[Ccp]) -> Table {
        let table = self.text(correspondence::FILE);
        if let Some(absent) = &manifest.correspondences {
            let title = self.absent_title(MANIFEST, self.manifest_text, &absent.absent);
            if table.is_none() {
                return Table::NotSupplied(title.into());
            }
            let underline = Some(absent.absent.span());
            self.fault_at(MANIFEST, self.manifest_text, underline, Problem::TableDeclaredAbsent);
        }
        match table {
            Some(text) => {
                let before = self.faults.len();
                let rows = correspondence::read(self, text, ccps);
                // A row that cannot be read is a row.
                if rows.is_empty() && self.faults.len() == before {
                    self.fault(correspondence::FILE, Problem::NoRow);
                }
                Table::Rows(rows)
            }
            None => {
                if effect == Effect::Revises {
                    self.fault(correspondence::FILE, Problem::FileAbsent);
                }
                Table::None
            }
        }
    }

    pub(super) fn titre(
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
                code: ccp.code.as_ref().map(|code| code.get_ref().clone()),
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
            .map(Spanned::get_ref)
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
            .map(Spanned::get_ref)
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
            label: written.label.into_inner(),
            aliases: words(&written.aliases),
            rncp: written.rncp.map(Spanned::into_inner),
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
            referentiel: referentiel.into(),
            fiche: fiche.into(),
            period,
            last_delivery,
        }
    }

    pub(super) fn codes(&mut self, text: &str, codes: &[Code]) -> Vec<Coded> {
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

    pub(super) fn list(&mut self, text: &str, list: &CitedList) -> Vec<Listed> {
        list.items
            .iter()
            .map(|item| {
                let quoted = Some((item.get_ref().as_str(), item.span()));
                Listed { label: item.get_ref().clone(), citation: self.cite(TITRE, text, &list.cite, quoted) }
            })
            .collect()
    }
}

/// Words without their places.
fn words(spanned: &[Spanned<String>]) -> Vec<String> {
    spanned.iter().map(|word| word.get_ref().clone()).collect()
}
