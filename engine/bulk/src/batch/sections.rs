//! What a report says, in the order in which its text and its page say it.

use super::{
    report::Report,
    summary::{Outcomes, Summary},
};
use crate::page::{Bar, count};
use parchemin_core::{Lang, file::Question, say};
use std::{cmp::Reverse, collections::BTreeMap};

/// Counts that belong together.
pub(super) struct Section {
    pub(super) title: String,
    /// What the shares are shares of.
    pub(super) whole: u64,
    pub(super) bars: Vec<Bar>,
    /// There may be many, the most frequent first.
    pub(super) many: bool,
}

/// What stands above all counts.
pub(super) fn title(lang: Lang) -> String {
    say!(lang, fr: "Décisions en nombre", en: "Decisions in bulk")
}

/// How much there was.
pub(super) fn head(summary: &Summary, lang: Lang) -> String {
    let [rows, decisions, rejected] =
        [summary.rows, summary.decisions, summary.rejected].map(|number| count(number, lang));
    let mut head = say!(lang,
        fr: "{rows} dossier(s) lu(s), {decisions} décision(s), {rejected} rejet(s)",
        en: "{rows} file(s) read, {decisions} decision(s), {rejected} reject(s)");
    if summary.recoded > 0 {
        let recoded = count(summary.recoded, lang);
        head.push_str(&say!(lang,
            fr: " ; {recoded} ligne(s) lue(s) en Windows-1252", en: "; {recoded} row(s) read as Windows-1252"));
    }
    head
}

/// The counts of a report; none where there is nothing to count.
pub(super) fn sections(report: &Report, lang: Lang) -> Vec<Section> {
    let Summary { decisions, rejected, questions, dates, .. } = &report.summary;
    let summary = &report.summary;
    let few = |title, whole: u64, bars| Section { title, whole, bars, many: false };
    let many = |title, whole: u64, bars: Vec<Bar>| {
        let mut bars = bars;
        bars.sort_by(|one, other| {
            (Reverse(one.count), &one.label).cmp(&(Reverse(other.count), &other.label))
        });
        Section { title, whole, bars, many: true }
    };
    let mut all =
        vec![few(say!(lang, fr: "Résultats", en: "Outcomes"), *decisions, headlines(summary, lang))];
    for (question, outcomes) in questions {
        let name = question.spoken(lang);
        all.push(few(
            say!(lang, fr: "Question : {name}", en: "Question: {name}"),
            *decisions,
            bars(outcomes, lang),
        ));
    }
    for (date, outcomes) in dates.iter().filter(|_| dates.len() > 1) {
        let title = say!(lang, fr: "Au {date}", en: "On {date}");
        all.push(few(title, outcomes.values().sum(), bars(outcomes, lang)));
    }
    let mut revisions = named(&summary.revisions);
    let none = say!(lang, fr: "aucune révision", en: "no revision");
    revisions.push(Bar { label: none, count: summary.ungoverned });
    all.extend([
        few(say!(lang, fr: "Révisions", en: "Revisions"), *decisions, revisions),
        many(
            say!(lang, fr: "Règles non satisfaites", en: "Rules not met"),
            *decisions,
            rules(&summary.unmet),
        ),
        many(
            say!(lang, fr: "Règles arrêtées à une borne", en: "Rules stopped at a bound"),
            *decisions,
            rules(&summary.limits),
        ),
        many(
            say!(lang, fr: "Faits qui manquent aux dossiers", en: "Facts missing from files"),
            *decisions,
            named(&summary.missing_facts),
        ),
        many(
            say!(lang, fr: "Textes qui manquent", en: "Texts that are missing"),
            *decisions,
            named(&summary.missing_texts),
        ),
    ]);
    let rejects =
        summary.rejects.iter().map(|(reason, count)| Bar { label: reason.spoken(lang), count: *count });
    all.push(many(say!(lang, fr: "Rejets", en: "Rejects"), *rejected, rejects.collect()));
    for section in &mut all {
        section.bars.retain(|bar| bar.count > 0);
    }
    all.retain(|section| !section.bars.is_empty());
    all
}

/// The packages in use, a line each.
pub(super) fn packages(report: &Report) -> impl Iterator<Item = String> {
    report.packages.iter().map(|one| format!("{} {} ({})", one.id, one.version, one.digest))
}

fn headlines(summary: &Summary, lang: Lang) -> Vec<Bar> {
    let of = |(question, outcomes): (&Question, &Outcomes)| {
        let question = question.spoken(lang);
        let label = |bar: Bar| Bar { label: format!("{question} – {}", bar.label), ..bar };
        bars(outcomes, lang).into_iter().map(label).collect::<Vec<_>>()
    };
    summary.headlines.iter().flat_map(of).collect()
}

fn bars(outcomes: &Outcomes, lang: Lang) -> Vec<Bar> {
    let bar = |(outcome, count): (&parchemin_core::decision::Outcome, &u64)| Bar {
        label: outcome.spoken(lang).to_owned(),
        count: *count,
    };
    outcomes.iter().map(bar).collect()
}

fn named(counts: &BTreeMap<String, u64>) -> Vec<Bar> {
    counts.iter().map(|(name, count)| Bar { label: name.clone(), count: *count }).collect()
}

fn rules(counts: &BTreeMap<String, BTreeMap<String, u64>>) -> Vec<Bar> {
    let of = |(package, rules): (&String, &BTreeMap<String, u64>)| {
        let bar = |bar: Bar| Bar { label: format!("{package}:{}", bar.label), ..bar };
        named(rules).into_iter().map(bar).collect::<Vec<_>>()
    };
    counts.iter().flat_map(of).collect()
}
