//! A decision as terminal text, with ANSI styles; whoever prints it strips them where they do not belong.

use super::{
    facts,
    lines::{Lines, Span},
    provision::Provision,
    words::{self, Tone},
};
use anstyle::{AnsiColor, Style};
use parchemin_core::{
    Citation, Lack, Lang, Verdict,
    decision::{ChoiceState, Decision, Finding, HeldCcpFate, ParameterUsed, Step},
    parameter::Amount,
    say,
    shown::Shown,
};

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// What is decided, why, and what can be done.
    #[default]
    Short,
    /// The same, then every finding with the values it read and the provisions it rests on.
    Explain,
}

/// The decision as text, 100 columns wide, with ANSI styles.
pub fn text(decision: &Decision, lang: Lang, detail: Detail) -> String {
    let mut report = Report { decision, lang, detail, lines: Lines::default() };
    report.headline();
    report.identity();
    report.questions();
    report.ccps();
    report.reasons();
    report.missing();
    report.steps();
    report.together();
    report.deadlines();
    report.limits();
    if detail == Detail::Explain {
        report.findings();
    }
    report.packages();
    report.lines.finish()
}

/// Columns of a label before its value.
const LABEL: usize = 12;

/// Columns of the body of a section.
const BODY: usize = 2;

/// Columns of what belongs to the line above it.
const UNDER: usize = 4;

struct Report<'d> {
    decision: &'d Decision,
    lang: Lang,
    detail: Detail,
    lines: Lines,
}

impl Report<'_> {
    fn headline(&mut self) {
        let headline = self.decision.headline;
        let tone = Tone::from(headline.outcome);
        let mut spans = vec![Span::new(style(tone).bold(), headline.outcome.spoken(self.lang))];
        if let Some(document) = self.decision.document {
            let document = document.spoken(self.lang);
            spans.push(Span::bold(
                say!(self.lang, fr: " – document : {document}", en: " – document: {document}"),
            ));
        }
        self.lines.put(0, mark(tone), &spans);
        let sentence = words::conclusion(self.decision, headline.question, headline.outcome, self.lang);
        self.lines.say(BODY, sentence);
    }

    fn identity(&mut self) {
        let (decision, lang) = (self.decision, self.lang);
        let revision = &decision.revision;
        self.lines.blank();
        if let Some(candidate) = &decision.candidate {
            self.labelled(BODY, say!(lang, fr: "dossier", en: "file"), [Span::plain(candidate)]);
        }
        self.labelled(BODY, say!(lang, fr: "date", en: "date"), [Span::plain(decision.date.spoken(lang))]);
        if let Some(titre) = revision.label.as_ref().or(revision.titre.as_ref()) {
            let mut spans = vec![Span::bold(titre)];
            if let Some(id) = revision.titre.as_ref().filter(|id| *id != titre) {
                spans.push(Span::dim(format!(" {id}")));
            }
            self.labelled(BODY, say!(lang, fr: "titre", en: "titre"), spans);
        }
        let mut chosen = Vec::new();
        if let Some(package) = &revision.package {
            chosen.push(Span::bold(package));
        }
        if revision.state != ChoiceState::Chosen || chosen.is_empty() {
            let gap = if chosen.is_empty() { "" } else { ", " };
            chosen.push(Span::plain(format!("{gap}{}", revision.state.spoken(lang))));
        }
        if let Some(event) = revision.event {
            let event = event.spoken(lang);
            let by = match revision.day.map(|day| day.spoken(lang)) {
                Some(day) => say!(lang, fr: ", d’après {event} ({day})", en: ", by {event} ({day})"),
                None => say!(lang, fr: ", d’après {event}", en: ", by {event}"),
            };
            chosen.push(Span::plain(by));
        }
        self.labelled(BODY, say!(lang, fr: "révision", en: "revision"), chosen);
        self.labelled(BODY, String::new(), [Span::plain(words::sentence(&revision.why))]);
        if self.detail == Detail::Explain {
            self.provisions(BODY, &revision.citations);
            self.lacks(BODY, &revision.missing);
        }
    }

    fn questions(&mut self) {
        let lang = self.lang;
        self.section(say!(lang, fr: "Questions", en: "Questions"));
        for (question, answered) in &self.decision.questions {
            let tone = Tone::from(answered.outcome);
            let question = format!("{:<LABEL$}", question.spoken(lang));
            self.lines.put(
                BODY,
                mark(tone),
                &[Span::plain(format!("{question} ")), Span::new(style(tone), answered.outcome.spoken(lang))],
            );
        }
    }

    fn ccps(&mut self) {
        let (decision, lang) = (self.decision, self.lang);
        if decision.ccps.is_empty() && decision.held.is_empty() {
            return;
        }
        self.section(say!(lang, fr: "CCP", en: "CCPs"));
        for ccp in &decision.ccps {
            let tone = Tone::from(ccp.state);
            let mut spans = vec![
                Span::plain(words::ccp(ccp)),
                Span::new(style(tone), format!(" – {}", words::standing(ccp.state, lang))),
            ];
            let other: Vec<&str> =
                ccp.from.iter().map(String::as_str).filter(|from| *from != ccp.ccp).collect();
            if !other.is_empty() {
                let other = other.join(", ");
                spans.push(Span::plain(say!(lang, fr: ", à partir de {other}", en: ", from {other}")));
            }
            if let Some(day) = ccp.usable_until.map(|day| day.spoken(lang)) {
                spans.push(Span::plain(
                    say!(lang, fr: " ; utilisable jusqu’au {day}", en: "; usable until {day}"),
                ));
            }
            self.lines.put(BODY, mark(tone), &spans);
            if self.detail == Detail::Explain {
                self.provisions(UNDER, &ccp.citations);
            }
            self.lacks(UNDER, &ccp.missing);
        }
        for held in &decision.held {
            let HeldCcpFate { ccp, pointer, fate, into, missing } = held;
            let mut spans = vec![
                Span::plain(say!(lang, fr: "CCP détenu {ccp}", en: "CCP held {ccp}")),
                Span::plain(format!(" – {}", fate.spoken(lang))),
            ];
            if !into.is_empty() {
                spans.push(Span::plain(format!(" → {}", into.join(", "))));
            }
            spans.push(Span::dim(format!(" {pointer}")));
            self.lines.put(BODY, mark(Tone::Neutral), &spans);
            self.lacks(UNDER, missing);
        }
    }

    /// What the headline turns on; where all is well, one line.
    fn reasons(&mut self) {
        let lang = self.lang;
        let (question, outcome) = (self.decision.headline.question, self.decision.headline.outcome);
        let deciding = words::deciding(self.decision, question, outcome);
        let tone = Tone::from(outcome);
        let settled = matches!(tone, Tone::Good | Tone::Neutral);
        if deciding.is_empty() && !settled {
            return;
        }
        self.section(say!(lang, fr: "Ce qui décide", en: "What decides"));
        if settled {
            let tally = words::tally(self.decision, question, lang);
            self.lines.put(BODY, mark(tone), &[Span::plain(words::sentence(&tally))]);
            return;
        }
        for finding in deciding {
            self.finding_line(finding);
            for provision in Provision::all(&finding.citations, lang) {
                self.lines.put(UNDER, Span::plain(""), &[Span::dim(provision.source)]);
                if let Some(quote) = provision.quote {
                    self.lines.put(UNDER, Span::plain(""), &[Span::new(AnsiColor::Cyan.on_default(), quote)]);
                }
            }
        }
    }

    fn missing(&mut self) {
        let lang = self.lang;
        let missing = &self.decision.missing;
        if missing.facts.is_empty() && missing.texts.is_empty() {
            return;
        }
        self.section(say!(lang, fr: "Ce qui manque", en: "What is missing"));
        for pointer in &missing.facts {
            let words = facts::fact(pointer, lang);
            self.lines.put(BODY, mark(Tone::Open), &[Span::bold(pointer), Span::plain(format!("  {words}"))]);
        }
        for text in &missing.texts {
            let text = say!(lang, fr: "texte non fourni : {text}", en: "text not supplied: {text}");
            self.lines.put(BODY, mark(Tone::Open), &[Span::plain(text)]);
        }
    }

    fn steps(&mut self) {
        let lang = self.lang;
        if self.decision.steps.is_empty() {
            return;
        }
        self.section(say!(lang, fr: "Ce qui peut être fait", en: "What can be done"));
        for step in &self.decision.steps {
            let Step { kind, message, rule, changes, .. } = step;
            let kind = format!("{}{}", kind.spoken(lang), words::colon(lang));
            self.lines.put(
                BODY,
                Span::plain("• "),
                &[Span::bold(kind), Span::plain(words::stopped(message))],
            );
            if let Some(proof) = words::proof(step, lang) {
                self.lines.put(UNDER, Span::plain("→ "), &[Span::plain(proof)]);
            }
            if self.detail == Detail::Explain {
                let subject =
                    step.subject.as_deref().map(|subject| format!(" {subject}")).unwrap_or_default();
                self.labelled(
                    UNDER,
                    say!(lang, fr: "règle", en: "rule"),
                    [Span::plain(format!("{rule}{subject}"))],
                );
                for (pointer, value) in changes {
                    self.labelled(
                        UNDER,
                        say!(lang, fr: "avec", en: "with"),
                        [value_of(pointer, &Shown::from(value.clone()), lang)],
                    );
                }
            }
        }
    }

    /// The outcome with the first step for each unmet finding done, where that says more than the steps alone.
    fn together(&mut self) {
        let turned = words::together(self.decision, self.lang);
        if let Some(sentence) = turned {
            self.lines.put(BODY, Span::plain("→ "), &[Span::bold(sentence)]);
        }
    }

    fn deadlines(&mut self) {
        let (decision, lang) = (self.decision, self.lang);
        if decision.deadlines.is_empty() {
            return;
        }
        self.section(say!(lang, fr: "Échéances", en: "Deadlines"));
        for deadline in &decision.deadlines {
            let lead = match deadline.until {
                Some(day) => {
                    let past = day < decision.date;
                    let (style, day) =
                        (if past { style(Tone::Bad) } else { Style::new().bold() }, day.spoken(lang));
                    let day = match past {
                        true => say!(lang, fr: "{day} (passée) : ", en: "{day} (past): "),
                        false => say!(lang, fr: "{day} : ", en: "{day}: "),
                    };
                    Span::new(style, day)
                }
                None => Span::new(style(Tone::Open), say!(lang, fr: "jour inconnu : ", en: "day unknown: ")),
            };
            self.lines.put(BODY, Span::plain("• "), &[lead, Span::plain(words::stopped(&deadline.message))]);
            self.lacks(UNDER, &deadline.missing);
            if self.detail == Detail::Explain {
                self.provisions(UNDER, [&deadline.citation]);
            }
        }
    }

    fn limits(&mut self) {
        let lang = self.lang;
        if self.decision.limits.is_empty() {
            return;
        }
        self.section(say!(lang, fr: "Bornes atteintes", en: "Bounds reached"));
        for limit in &self.decision.limits {
            self.lines.put(BODY, mark(Tone::Open), &[Span::plain(words::bound(limit, lang))]);
        }
    }

    fn packages(&mut self) {
        let (decision, lang) = (self.decision, self.lang);
        self.section(say!(lang, fr: "Paquets", en: "Packages"));
        for package in &decision.packages {
            let mut spans = vec![Span::plain(format!("{} {}", package.id, package.version))];
            if self.detail == Detail::Explain {
                spans.push(Span::dim(format!("  {}", package.digest)));
            }
            self.lines.put(BODY, Span::plain(""), &spans);
        }
        let engine = &decision.engine;
        self.lines.say(BODY, say!(lang, fr: "moteur {engine}", en: "engine {engine}"));
    }

    fn findings(&mut self) {
        let (decision, lang) = (self.decision, self.lang);
        self.section(say!(lang, fr: "Constats", en: "Findings"));
        for (index, finding) in decision.findings.iter().enumerate() {
            if index > 0 {
                self.lines.blank();
            }
            self.finding_line(finding);
            let question = say!(lang, fr: "question", en: "question");
            self.labelled(UNDER, question, [Span::plain(finding.question.spoken(lang))]);
            let basis = words::basis(finding.basis, lang);
            self.labelled(UNDER, say!(lang, fr: "fondement", en: "basis"), [Span::plain(basis)]);
            self.provisions(UNDER, &finding.citations);
            for (pointer, value) in finding.read.iter() {
                self.labelled(UNDER, say!(lang, fr: "lu", en: "read"), [value_of(pointer, value, lang)]);
            }
            for (name, value) in finding.facts.iter() {
                self.labelled(UNDER, say!(lang, fr: "fait", en: "fact"), [fact_of(name, value, lang)]);
            }
            for (name, used) in finding.parameters.iter() {
                self.labelled(
                    UNDER,
                    say!(lang, fr: "paramètre", en: "parameter"),
                    [parameter(name, used, lang)],
                );
                self.provisions(UNDER, [&used.citation]);
            }
            self.lacks(UNDER, &finding.missing);
        }
    }

    /// Verdict, rule and subject on one line, the message below.
    fn finding_line(&mut self, finding: &Finding) {
        let tone = Tone::from(finding.verdict);
        let mut spans = vec![Span::new(style(tone).bold(), words::verdict(finding.verdict, self.lang))];
        spans.push(Span::plain(format!("  {}/{}", finding.package, finding.rule)));
        if let Some(subject) = &finding.subject {
            spans.push(Span::plain(format!("  {subject}")));
        }
        self.lines.put(BODY, mark(tone), &spans);
        let message = words::sentence(&finding.message);
        let emphasis = match finding.verdict {
            Verdict::Unmet | Verdict::Undetermined | Verdict::Met => Span::plain(message),
            Verdict::NotApplicable => Span::dim(message),
        };
        self.lines.put(UNDER, Span::plain(""), &[emphasis]);
    }

    /// Each citation: its source, its quotation, its address, what it leaves out.
    fn provisions<'c>(&mut self, indent: usize, citations: impl IntoIterator<Item = &'c Citation>) {
        for citation in citations {
            let provision = Provision::of(citation, self.lang);
            self.labelled(indent, say!(self.lang, fr: "texte", en: "text"), [Span::plain(provision.source)]);
            if let Some(quote) = provision.quote {
                self.labelled(indent, String::new(), [Span::new(AnsiColor::Cyan.on_default(), quote)]);
            }
            if let Some(address) = provision.address {
                self.lines.address(indent + LABEL, Span::dim(address));
            }
            if let Some(note) = &citation.note {
                self.labelled(indent, String::new(), [Span::dim(note)]);
            }
        }
    }

    fn lacks(&mut self, indent: usize, lacks: &[Lack]) {
        let lang = self.lang;
        for lack in lacks {
            let what = match lack {
                Lack::Fact(pointer) => format!("{pointer}  {}", facts::fact(pointer, lang)),
                Lack::Text(text) => {
                    say!(lang, fr: "texte non fourni : {text}", en: "text not supplied: {text}")
                }
            };
            let label = say!(lang, fr: "manque", en: "missing");
            self.labelled(indent, label, [Span::new(style(Tone::Open), what)]);
        }
    }

    fn section(&mut self, title: String) {
        self.lines.blank();
        self.lines.put(0, Span::plain(""), &[Span::bold(title)]);
    }

    fn labelled(&mut self, indent: usize, label: String, spans: impl AsRef<[Span]>) {
        self.lines.put(indent, Span::dim(format!("{label:<LABEL$}")), spans.as_ref());
    }
}

fn mark(tone: Tone) -> Span {
    Span::new(style(tone).bold(), format!("{} ", tone.mark()))
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
        Tone::Partial | Tone::Open => AnsiColor::Yellow.on_default(),
        Tone::Neutral => Style::new().dimmed(),
    }
}

/// A member of the file as it was read.
fn value_of(pointer: &str, value: &Shown, lang: Lang) -> Span {
    Span::plain(match value {
        Shown::Nothing => say!(lang, fr: "{pointer} absent", en: "{pointer} absent"),
        value => format!("{pointer} = {}", value.json()),
    })
}

/// What the vocabulary answered.
fn fact_of(name: &str, value: &Shown, lang: Lang) -> Span {
    Span::plain(match value {
        Shown::Nothing => say!(lang, fr: "{name} inconnu", en: "{name} unknown"),
        value => format!("{name} = {}", value.json()),
    })
}

fn parameter(name: &str, used: &ParameterUsed, lang: Lang) -> Span {
    let value = match &used.value {
        Amount::Number(number) => number.to_string(),
        Amount::Day(day) => day.spoken(lang),
        Amount::Word(word) => word.to_string(),
        Amount::Words(words) => words.join(", "),
    };
    Span::plain(match used.from.map(|day| day.spoken(lang)) {
        Some(day) => {
            say!(lang, fr: "{name} = {value}, à partir du {day}", en: "{name} = {value}, from {day}")
        }
        None => format!("{name} = {value}"),
    })
}
