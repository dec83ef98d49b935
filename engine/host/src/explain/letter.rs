//! The page that could be sent to the candidate: what is decided, why, what can be done and until when.
//!
//! It carries no signature and no word on appeals: nothing stands here that the decision does not say.

use super::{
    facts,
    page::{Item, Page, Section},
    provision::{self, Provision},
    words::{self, Tone},
};
use parchemin_core::{
    Lack, Lang,
    decision::{
        CcpStanding, ChoiceState, Deadline, Decision, Finding, HeldCcpFate, Outcome, RevisionChoice, Step,
        StepKind,
    },
    file::Question,
    say,
};
use std::collections::BTreeSet;

/// The letter as text, 100 columns wide, without styles.
pub fn letter_text(decision: &Decision, lang: Lang) -> String {
    page(decision, lang).text()
}

/// The letter as a standalone HTML document.
pub fn letter_html(decision: &Decision, lang: Lang) -> String {
    page(decision, lang).html()
}

fn page(decision: &Decision, lang: Lang) -> Page {
    let sections = [
        conclusion(decision, lang),
        reasons(decision, lang),
        ccps(decision, lang),
        missing(decision, lang),
        steps(decision, lang),
        deadlines(decision, lang),
    ];
    Page {
        lang,
        title: title(decision, lang),
        fields: fields(decision, lang),
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
        notes: references(decision, lang),
    }
}

fn title(decision: &Decision, lang: Lang) -> String {
    let outcome = decision.headline.outcome.spoken(lang);
    say!(lang, fr: "Décision : {outcome}", en: "Decision: {outcome}")
}

fn fields(decision: &Decision, lang: Lang) -> Vec<(String, String)> {
    let (question, titre) = (decision.headline.question.spoken(lang), words::titre(decision, lang));
    let about = say!(lang, fr: "{question}, pour {titre}", en: "{question}, for {titre}");
    let mut fields = vec![(say!(lang, fr: "Objet", en: "Subject"), about)];
    if let Some(candidate) = &decision.candidate {
        fields.push((say!(lang, fr: "Référence du dossier", en: "Reference of the file"), candidate.clone()));
    }
    fields.push((
        say!(lang, fr: "Date de la décision", en: "Date of the decision"),
        decision.date.spoken(lang),
    ));
    fields
}

/// The headline, then the other question where it arises. The situation is told by the CCPs.
fn spoken_of(decision: &Decision) -> impl Iterator<Item = (Question, Outcome)> {
    let headline = decision.headline;
    let others = decision.questions.iter().map(|(question, answered)| (*question, answered.outcome)).filter(
        move |(question, outcome)| {
            *question != headline.question
                && *question != Question::Situation
                && *outcome != Outcome::SansObjet
        },
    );
    [(headline.question, headline.outcome)].into_iter().chain(others)
}

fn conclusion(decision: &Decision, lang: Lang) -> Section {
    let mut section = Section::new(say!(lang, fr: "Ce qui est décidé", en: "What is decided"));
    for (index, (question, outcome)) in spoken_of(decision).enumerate() {
        section.paragraph(words::conclusion(decision, question, outcome, lang));
        if let Some(document) = decision.document.filter(|_| index == 0) {
            let document = document.spoken(lang);
            section.paragraph(say!(lang,
                fr: "Ce résultat donne lieu à la délivrance d’un document : {document}.",
                en: "This result leads to the delivery of a document: {document}."));
        }
    }
    section
}

fn reasons(decision: &Decision, lang: Lang) -> Section {
    let mut section = Section::new(say!(lang, fr: "Pourquoi", en: "Why"));
    for (question, outcome) in spoken_of(decision) {
        let deciding = words::deciding(decision, question, outcome);
        let name = question.spoken(lang);
        match Tone::from(outcome) {
            Tone::Good if !deciding.is_empty() => {
                section.paragraph(match words::any_unsettled(decision, question) {
                    false => say!(lang,
                        fr: "Toutes les exigences examinées sont satisfaites ({name}). Elles reposent sur :",
                        en: "All requirements examined are met ({name}). They rest on:"),
                    true => say!(lang,
                        fr: "Les exigences qui décident sont satisfaites ({name}). Elles reposent sur :",
                        en: "The requirements that decide are met ({name}). They rest on:"),
                });
                section.list(grounds(&deciding, lang));
                let caveats: BTreeSet<&str> =
                    deciding.iter().filter_map(|f| unsaid_caveat(f, lang)).collect();
                for caveat in caveats {
                    section.paragraph(say!(lang,
                        fr: "Au moins une l’est {caveat}.", en: "At least one is so {caveat}."));
                }
            }
            Tone::Neutral => section.paragraph(say!(lang,
                fr: "Aucune des exigences examinées ne concerne ce dossier à cette date ({name}).",
                en: "None of the requirements examined concerns this file on this date ({name}).")),
            _ if !deciding.is_empty() => {
                section.paragraph(say!(lang, fr: "Ce qui décide ({name}) :", en: "What decides ({name}):"));
                section.list(deciding.into_iter().map(|finding| reason(decision, finding, lang)));
            }
            _ => {}
        }
    }
    revision(&decision.revision, &mut section, lang);
    section
}

/// Which revision governs, and why.
fn revision(choice: &RevisionChoice, section: &mut Section, lang: Lang) {
    if choice.why.trim().is_empty() {
        return;
    }
    section.paragraph(match choice.state {
        ChoiceState::Chosen => say!(lang,
            fr: "La révision du titre a été choisie ainsi :", en: "The revision of the titre was chosen as \
                follows:"),
        ChoiceState::Undetermined => say!(lang,
            fr: "La révision du titre qui s’applique est indéterminée :",
            en: "The revision of the titre that governs is undetermined:"),
        ChoiceState::NotYet | ChoiceState::Ended => words::sentence(choice.state.spoken(lang)),
    });
    section.list([Item {
        remarks: lacks(&choice.missing, lang),
        provisions: Provision::all(&choice.citations, lang),
        ..Item::new(words::sentence(&choice.why))
    }]);
}

/// One finding with all that it rests on.
fn reason(decision: &Decision, finding: &Finding, lang: Lang) -> Item {
    let verdict = words::verdict(finding.verdict, lang);
    let found = match finding.subject.as_deref().map(|subject| subject_words(decision, subject, lang)) {
        Some(subject) => {
            say!(lang, fr: "Exigence {verdict} : {subject}.", en: "Requirement {verdict}: {subject}.")
        }
        None => say!(lang, fr: "Exigence {verdict}.", en: "Requirement {verdict}."),
    };
    Item {
        remarks: [found].into_iter().chain(unsaid_caveat(finding, lang).map(words::sentence)).collect(),
        provisions: Provision::all(provision::support(finding), lang),
        ..Item::new(words::sentence(&finding.message))
    }
}

/// That a finding does not rest on an official text, where none of its provisions says so: a fact of the case can be
/// weaker than every text that the finding cites.
fn unsaid_caveat(finding: &Finding, lang: Lang) -> Option<&'static str> {
    let said = provision::support(finding).any(|citation| citation.basis == finding.basis);
    words::caveat(finding.basis, lang).filter(|_| !said)
}

/// The legal bases of findings, none twice and without their sentences: all of them would drown the answer.
fn grounds(findings: &[&Finding], lang: Lang) -> Vec<Item> {
    let citations = findings.iter().flat_map(|finding| provision::support(finding));
    let mut sources: Vec<Provision> = Vec::new();
    for provision in Provision::all(citations, lang) {
        let source = Provision { quote: None, ..provision };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
        .into_iter()
        .map(|Provision { source, address, .. }| Item { address, ..Item::new(source) })
        .collect()
}

/// What a finding is about: a CCP by its name, a member of the file in words.
fn subject_words(decision: &Decision, subject: &str, lang: Lang) -> String {
    match decision.ccps.iter().find(|ccp| ccp.ccp == subject) {
        Some(ccp) => words::ccp(ccp),
        None if subject.starts_with('/') => facts::fact(subject, lang),
        None => subject.to_owned(),
    }
}

fn ccps(decision: &Decision, lang: Lang) -> Section {
    let mut section = Section::new(say!(lang, fr: "Les CCP du titre", en: "The CCPs of the titre"));
    section.list(decision.ccps.iter().map(|ccp| standing(ccp, lang)));
    section.list(decision.held.iter().map(|held| fate(decision, held, lang)));
    section
}

fn standing(ccp: &CcpStanding, lang: Lang) -> Item {
    let mut text = format!("{}{}{}", words::ccp(ccp), words::colon(lang), words::standing(ccp.state, lang));
    let other: Vec<&str> = ccp.from.iter().map(String::as_str).filter(|from| *from != ccp.ccp).collect();
    if !other.is_empty() {
        let other = other.join(", ");
        text.push_str(&say!(lang, fr: ", à partir de {other}", en: ", from {other}"));
    }
    if let Some(day) = ccp.usable_until.map(|day| day.spoken(lang)) {
        text.push_str(
            &say!(lang, fr: " ; utilisable jusqu’au {day} compris", en: "; usable until {day} included"),
        );
    }
    Item {
        remarks: lacks(&ccp.missing, lang),
        provisions: Provision::all(&ccp.citations, lang),
        ..Item::new(words::sentence(&text))
    }
}

fn fate(decision: &Decision, held: &HeldCcpFate, lang: Lang) -> Item {
    let HeldCcpFate { ccp, fate, into, missing, .. } = held;
    let fate = fate.spoken(lang);
    let mut text = say!(lang, fr: "CCP détenu {ccp} : {fate}", en: "CCP held {ccp}: {fate}");
    if !into.is_empty() {
        let into: Vec<String> = into.iter().map(|ccp| subject_words(decision, ccp, lang)).collect();
        let into = into.join(", ");
        text.push_str(&say!(lang, fr: ", compte pour {into}", en: ", counts for {into}"));
    }
    Item { remarks: lacks(missing, lang), ..Item::new(words::sentence(&text)) }
}

fn missing(decision: &Decision, lang: Lang) -> Section {
    let mut section = Section::new(say!(lang, fr: "Ce qui manque", en: "What is missing"));
    let missing = &decision.missing;
    if !missing.facts.is_empty() {
        section.paragraph(say!(lang, fr: "Dans le dossier :", en: "In the file:"));
        // Two members can have the same words.
        let mut said = BTreeSet::new();
        let facts = missing.facts.iter().map(|pointer| facts::fact(pointer, lang));
        section.list(
            facts.filter(|words| said.insert(words.clone())).map(|words| Item::new(words::sentence(&words))),
        );
    }
    if !missing.texts.is_empty() {
        section.paragraph(say!(lang,
            fr: "Textes qui n’ont pas été fournis, et sans lesquels on ne peut pas en dire plus :",
            en: "Texts that have not been supplied, and without which no more can be said:"));
        section.list(missing.texts.iter().map(Item::new));
    }
    section
}

fn steps(decision: &Decision, lang: Lang) -> Section {
    let mut section = Section::new(say!(lang, fr: "Ce qui peut être fait", en: "What can be done"));
    let together = words::together(decision, lang).map(|sentence| Item::new(words::sentence(&sentence)));
    section.list(decision.steps.iter().map(|step| self::step(step, lang)).chain(together));
    section
}

fn step(step: &Step, lang: Lang) -> Item {
    let message = words::stopped(&step.message);
    let text = match step.kind {
        StepKind::Do => say!(lang, fr: "À faire : {message}", en: "To be done: {message}"),
        StepKind::Wait => say!(lang, fr: "Avec le temps : {message}", en: "With time: {message}"),
        StepKind::CannotBeTurned => {
            say!(lang, fr: "Ne peut pas être changé : {message}", en: "Cannot be changed: {message}")
        }
    };
    let proof = words::proof(step, lang).map(|proof| words::sentence(&proof));
    Item { remarks: proof.into_iter().collect(), ..Item::new(text) }
}

fn deadlines(decision: &Decision, lang: Lang) -> Section {
    let mut section = Section::new(say!(lang, fr: "Jusqu’à quand", en: "Until when"));
    section.list(decision.deadlines.iter().map(|deadline| self::deadline(decision, deadline, lang)));
    section
}

fn deadline(decision: &Decision, deadline: &Deadline, lang: Lang) -> Item {
    // The message of a deadline names its day.
    let message = words::stopped(&deadline.message);
    let text = match deadline.until {
        Some(day) if day < decision.date => {
            say!(lang, fr: "Date passée : {message}", en: "Now past: {message}")
        }
        _ => message,
    };
    Item {
        remarks: lacks(&deadline.missing, lang),
        provisions: Provision::all([&deadline.citation], lang),
        ..Item::new(text)
    }
}

/// What is missing, in words.
fn lacks(lacks: &[Lack], lang: Lang) -> Vec<String> {
    let lack = |lack: &Lack| match lack {
        Lack::Fact(pointer) => {
            let what = facts::fact(pointer, lang);
            say!(lang, fr: "Il manque au dossier : {what}.", en: "Missing from the file: {what}.")
        }
        Lack::Text(text) => say!(lang, fr: "Texte non fourni : {text}.", en: "Text not supplied: {text}."),
    };
    lacks.iter().map(lack).collect()
}

/// The small print: what was used, to the byte, and where the file is to be completed.
fn references(decision: &Decision, lang: Lang) -> Section {
    let mut section = Section::new(say!(lang, fr: "Références techniques", en: "Technical references"));
    let engine = &decision.engine;
    let mut items = vec![Item::new(say!(lang, fr: "moteur {engine}", en: "engine {engine}"))];
    items.extend(decision.packages.iter().map(|package| {
        let (id, version, digest) = (&package.id, &package.version, &package.digest);
        Item::new(format!("{id} {version} {digest}"))
    }));
    items.extend(decision.limits.iter().map(|hit| Item::new(words::bound(hit, lang))));
    if !decision.missing.facts.is_empty() {
        let pointers = decision.missing.facts.join(", ");
        items.push(Item::new(
            say!(lang, fr: "informations manquantes : {pointers}", en: "missing information: {pointers}"),
        ));
    }
    if decision.language != lang {
        items.push(Item::new(match decision.language {
            Lang::Fr => say!(lang,
                fr: "motifs rédigés en français, langue de la décision",
                en: "reasons written in French, the language of the decision"),
            Lang::En => say!(lang,
                fr: "motifs rédigés en anglais, langue de la décision",
                en: "reasons written in English, the language of the decision"),
        }));
    }
    section.list(items);
    section
}
