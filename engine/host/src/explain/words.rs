//! The words of a decision for people: outcomes as sentences, verdicts, bases, names of CCPs, and their marks.

use parchemin_core::{
    Basis, Lang, Verdict,
    case::StandingState,
    decision::{CcpStanding, Decision, Finding, Outcome, Step},
    file::Question,
    limits::LimitHit,
    say,
};

/// How good the news is: it chooses the mark and the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Partial,
    Bad,
    Open,
    Neutral,
}

impl Tone {
    pub(super) fn mark(self) -> &'static str {
        match self {
            Tone::Good => "✓",
            Tone::Partial => "~",
            Tone::Bad => "✗",
            Tone::Open => "?",
            Tone::Neutral => "–",
        }
    }
}

impl From<Outcome> for Tone {
    fn from(outcome: Outcome) -> Tone {
        match outcome {
            Outcome::Recevable | Outcome::Titre | Outcome::Ccs | Outcome::Etablie => Tone::Good,
            Outcome::ReussitePartielle => Tone::Partial,
            Outcome::NonRecevable | Outcome::Echec | Outcome::Incomplet => Tone::Bad,
            // A bound that is hit says nothing against the candidate.
            Outcome::Indetermine | Outcome::RuleLimitExceeded => Tone::Open,
            Outcome::SansObjet => Tone::Neutral,
        }
    }
}

impl From<Verdict> for Tone {
    fn from(verdict: Verdict) -> Tone {
        match verdict {
            Verdict::Met => Tone::Good,
            Verdict::Unmet => Tone::Bad,
            Verdict::Undetermined => Tone::Open,
            Verdict::NotApplicable => Tone::Neutral,
        }
    }
}

impl From<Option<StandingState>> for Tone {
    fn from(state: Option<StandingState>) -> Tone {
        match state {
            Some(StandingState::Held | StandingState::Converted) => Tone::Good,
            Some(StandingState::Missing) => Tone::Bad,
            None => Tone::Open,
        }
    }
}

/// The word for a verdict, said of a requirement.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match (verdict, lang) {
        (Verdict::Met, Lang::Fr) => "satisfaite",
        (Verdict::Met, Lang::En) => "met",
        (Verdict::Unmet, Lang::Fr) => "non satisfaite",
        (Verdict::Unmet, Lang::En) => "unmet",
        (Verdict::Undetermined, Lang::Fr) => "indéterminée",
        (Verdict::Undetermined, Lang::En) => "undetermined",
        (Verdict::NotApplicable, Lang::Fr) => "sans objet",
        (Verdict::NotApplicable, Lang::En) => "not applicable",
    }
}

/// The words for a basis.
pub fn basis(basis: Basis, lang: Lang) -> &'static str {
    match (basis, lang) {
        (Basis::Seed, Lang::Fr) => "texte fourni, cité mot pour mot",
        (Basis::Seed, Lang::En) => "supplied text, quoted word for word",
        (Basis::Law, Lang::Fr) => "texte officiel",
        (Basis::Law, Lang::En) => "official text",
        (Basis::Commentary, Lang::Fr) => "selon un commentaire, non un texte officiel",
        (Basis::Commentary, Lang::En) => "according to a commentary, not an official text",
        (Basis::Inference, Lang::Fr) => "par déduction",
        (Basis::Inference, Lang::En) => "by inference",
        (Basis::NotSupplied, Lang::Fr) => "texte non fourni",
        (Basis::NotSupplied, Lang::En) => "text not supplied",
    }
}

/// What a reader must be told of a basis that is not an official text.
pub(super) fn caveat(of: Basis, lang: Lang) -> Option<&'static str> {
    match of {
        Basis::Seed | Basis::Law => None,
        Basis::Commentary | Basis::Inference | Basis::NotSupplied => Some(basis(of, lang)),
    }
}

/// The word for the standing of a CCP.
pub(super) fn standing(state: Option<StandingState>, lang: Lang) -> &'static str {
    match (state, lang) {
        (Some(StandingState::Held), Lang::Fr) => "acquis",
        (Some(StandingState::Held), Lang::En) => "obtained",
        (Some(StandingState::Converted), Lang::Fr) => "acquis par la table de correspondance",
        (Some(StandingState::Converted), Lang::En) => "obtained by the correspondence table",
        (Some(StandingState::Missing), Lang::Fr) => "manquant",
        (Some(StandingState::Missing), Lang::En) => "missing",
        (None, Lang::Fr) => "indéterminé",
        (None, Lang::En) => "undetermined",
    }
}

/// What is decided on a question, in one plain sentence.
pub(super) fn conclusion(decision: &Decision, question: Question, outcome: Outcome, lang: Lang) -> String {
    let titre = titre(decision, lang);
    match outcome {
        Outcome::Recevable => say!(lang,
            fr: "La candidature est recevable : la session visée peut être passée pour {titre}.",
            en: "The application is admissible (recevable): the session aimed at may be sat for {titre}."),
        Outcome::NonRecevable => say!(lang,
            fr: "La candidature n’est pas recevable : à cette date, la session visée ne peut pas être \
                passée pour {titre}.",
            en: "The application is not admissible (non recevable): on this date, the session aimed at may \
                not be sat for {titre}."),
        Outcome::Titre => sentence(&say!(lang, fr: "{titre} est obtenu", en: "{titre} is obtained")),
        Outcome::Ccs => say!(lang,
            fr: "Le certificat complémentaire de spécialisation (CCS) visé est obtenu ; il complète {titre}.",
            en: "The complementary certificate (CCS) aimed at is obtained; it complements {titre}."),
        Outcome::ReussitePartielle => say!(lang,
            fr: "La réussite est partielle : des CCP sont acquis, le titre n’est pas encore obtenu \
                ({titre}).",
            en: "Success is partial (réussite partielle): CCPs are obtained, the titre is not obtained yet \
                ({titre})."),
        Outcome::Echec => say!(lang,
            fr: "Le résultat est un échec : ce que la session visait n’est pas obtenu ({titre}).",
            en: "The result is a failure (échec): what the session was for is not obtained ({titre})."),
        Outcome::Incomplet => say!(lang,
            fr: "Le dossier est incomplet : une pièce, une épreuve ou une condition de la session manque, et \
                rien ne peut être délivré en l’état pour {titre}.",
            en: "The file is incomplete: a piece, a part of the examination or a condition of the session is \
                missing, and nothing can be delivered as it stands for {titre}."),
        Outcome::Etablie => say!(lang,
            fr: "La situation est établie pour {titre}.",
            en: "The situation is established for {titre}."),
        Outcome::Indetermine => match question {
            Question::Recevabilite => say!(lang,
                fr: "La recevabilité ne peut pas encore être établie pour {titre} : ce n’est ni un accord \
                    ni un refus, il manque de quoi décider.",
                en: "Admissibility (recevabilité) cannot be established yet for {titre}: this is neither a \
                    yes nor a no, something needed to decide is missing."),
            Question::Attribution => say!(lang,
                fr: "Le résultat ne peut pas encore être établi pour {titre} : ce n’est ni une réussite ni \
                    un échec, il manque de quoi décider.",
                en: "The result cannot be established yet for {titre}: this is neither a success nor a \
                    failure, something needed to decide is missing."),
            Question::Situation => say!(lang,
                fr: "La situation ne peut pas encore être établie pour {titre} : il manque de quoi décider.",
                en: "The situation cannot be established yet for {titre}: something needed to decide is \
                    missing."),
        },
        Outcome::SansObjet => match question {
            Question::Recevabilite => say!(lang,
                fr: "La question de la recevabilité ne se pose pas à cette date pour ce dossier.",
                en: "The question of admissibility (recevabilité) does not arise on this date for this \
                    file."),
            Question::Attribution => say!(lang,
                fr: "La question de l’attribution ne se pose pas à cette date pour ce dossier.",
                en: "The question of attribution does not arise on this date for this file."),
            Question::Situation => say!(lang,
                fr: "La question de la situation ne se pose pas à cette date pour ce dossier.",
                en: "The question of the situation does not arise on this date for this file."),
        },
        Outcome::RuleLimitExceeded => {
            let question = question.spoken(lang);
            say!(lang,
                fr: "La décision n’a pas pu être calculée ({question}) : une règle a atteint la borne de \
                    calcul fixée. Ce n’est ni un accord ni un refus.",
                en: "The decision could not be computed ({question}): a rule reached its bound of \
                    computation. This is neither a yes nor a no.")
        }
    }
}

/// The titre, named as the revision that governs names it.
pub(super) fn titre(decision: &Decision, lang: Lang) -> String {
    let revision = &decision.revision;
    match revision.label.as_ref().or(revision.titre.as_ref()) {
        Some(label) => {
            say!(lang, fr: "le titre professionnel « {label} »", en: "the titre professionnel “{label}”")
        }
        None => say!(lang, fr: "le titre visé", en: "the titre aimed at"),
    }
}

/// A CCP of the revision as people call it: its number, its label and its code, as far as they are supplied.
pub(super) fn ccp(ccp: &CcpStanding) -> String {
    let number = ccp.ccp.rsplit('/').next().filter(|last| last.parse::<u32>().is_ok());
    let mut name = match number {
        Some(number) => format!("CCP {number}"),
        None => ccp.ccp.clone(),
    };
    if let Some(label) = &ccp.label {
        name.push_str(&format!(" « {label} »"));
    }
    if let Some(code) = &ccp.code {
        name.push_str(&format!(" ({code})"));
    }
    name
}

/// The findings on which the outcome of a question turns, the unmet ones first. For a good outcome, those that are met.
pub(super) fn deciding(decision: &Decision, question: Question, outcome: Outcome) -> Vec<&Finding> {
    let decides = |verdict| match Tone::from(outcome) {
        Tone::Good => verdict == Verdict::Met,
        Tone::Neutral => verdict == Verdict::NotApplicable,
        Tone::Partial | Tone::Bad | Tone::Open => matches!(verdict, Verdict::Unmet | Verdict::Undetermined),
    };
    let of_question = |finding: &&Finding| finding.question == question && decides(finding.verdict);
    let mut findings: Vec<&Finding> = decision.findings.iter().filter(of_question).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.verdict));
    findings
}

/// Whether a requirement of a question is unmet or undetermined. A good outcome can stand beside one.
pub(super) fn any_unsettled(decision: &Decision, question: Question) -> bool {
    let unsettled = |finding: &Finding| matches!(finding.verdict, Verdict::Unmet | Verdict::Undetermined);
    decision.findings.iter().any(|finding| finding.question == question && unsettled(finding))
}

/// How many requirements of a question are met, and how many do not concern the file.
pub(super) fn tally(decision: &Decision, question: Question, lang: Lang) -> String {
    let count = |verdict: Verdict| {
        decision.findings.iter().filter(|f| f.question == question && f.verdict == verdict).count()
    };
    let (met, beside) = (count(Verdict::Met), count(Verdict::NotApplicable));
    let all = met + count(Verdict::Unmet) + count(Verdict::Undetermined);
    let mut tally = match (met, all) {
        (_, 0) => say!(lang, fr: "aucune exigence ne s’applique", en: "no requirement applies"),
        (1, 1) => say!(lang, fr: "1 exigence, satisfaite", en: "1 requirement, met"),
        _ if met == all => {
            say!(lang, fr: "{met} exigences, toutes satisfaites", en: "{met} requirements, all met")
        }
        _ => {
            say!(lang, fr: "exigences satisfaites : {met} sur {all}", en: "requirements met: {met} of {all}")
        }
    };
    if beside > 0 {
        tally.push_str(&say!(lang, fr: " ; {beside} sans objet", en: "; {beside} not applicable"));
    }
    tally
}

/// What becomes of a step done alone: the outcome it was proved to give, and on which day.
pub(super) fn proof(step: &Step, lang: Lang) -> Option<String> {
    let (question, outcome) = (step.question.spoken(lang), step.outcome?.spoken(lang));
    Some(match step.evaluated_on {
        Some(day) => {
            let day = day.spoken(lang);
            say!(lang,
                fr: "avec cela seul, au {day}, {question} : {outcome}",
                en: "with this alone, on {day}, {question}: {outcome}")
        }
        None => say!(lang,
            fr: "avec cela seul, {question} : {outcome}",
            en: "with this alone, {question}: {outcome}"),
    })
}

/// A rule that hit a bound of computation.
pub(super) fn bound(hit: &LimitHit, lang: Lang) -> String {
    let (package, rule, bound) = (&hit.package, &hit.rule, hit.bound.spoken(lang));
    say!(lang,
        fr: "{package}/{rule} : borne atteinte ({bound})",
        en: "{package}/{rule}: bound reached ({bound})")
}

/// What stands between a label and what it labels.
pub(super) fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => " : ",
        Lang::En => ": ",
    }
}

/// A phrase as a sentence: a capital, unless the phrase starts with an identifier, and a final stop.
pub(super) fn sentence(phrase: &str) -> String {
    let phrase = stopped(phrase);
    let mut chars = phrase.chars();
    let word = phrase.split_whitespace().next().unwrap_or_default();
    let is_word = word.chars().all(|c| c.is_alphabetic() || matches!(c, '’' | '\'' | ',' | '.'));
    match chars.next() {
        Some(first) if is_word => first.to_uppercase().chain(chars).collect(),
        _ => phrase,
    }
}

/// A phrase with a final stop, unless it has one.
pub(super) fn stopped(phrase: &str) -> String {
    let mut phrase = phrase.trim().to_owned();
    if !phrase.is_empty() && !phrase.ends_with(['.', '!', '?', '…', ':']) {
        phrase.push('.');
    }
    phrase
}

/// The outcome with the first step for each unmet finding done, where several have to be turned.
pub(super) fn together(decision: &Decision, lang: Lang) -> Option<String> {
    let outcome = decision.steps_together?.spoken(lang);
    let mut rules: Vec<_> = decision.steps.iter().map(|step| (&step.rule, &step.subject)).collect();
    rules.dedup();
    (rules.len() > 1).then(|| say!(lang, fr: "avec tout cela : {outcome}", en: "with all of that: {outcome}"))
}
