//! What people read says what the decision says: the quotation, the outcome, what is missing, in both languages,
//! in 100 columns, and without anything that the file or a package could slip in.

use super::{Detail, letter_html, letter_text, lines::WIDTH, text};
use parchemin_core::{Decision, Lang, decision::Outcome, file::Question};
use serde_json::{Value, json};

const ADDRESS: &str = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000033023707/a-very-long-address-that-no-line-of-a-hundred-columns-can-hold";

/// A refusal in VAE: two findings unmet, one undetermined, one step, one deadline without a day.
fn refused() -> Value {
    json!({
        "format": "parchemin.decision/1", "language": "fr", "candidate": "dossier <b>17</b>\u{1b}[2J",
        "date": "2025-01-15", "engine": "0.1.0",
        "packages": [
            {"id": "cadre", "version": "1.0.0", "digest": format!("sha256:{}", "0".repeat(64))},
            {"id": "mn-2025", "version": "1.0.0", "digest": format!("sha256:{}", "a".repeat(64))}],
        "revision": {
            "state": "chosen", "titre": "mediateur-numerique", "label": "Médiateur numérique", "package": "mn-2025",
            "event": "request-filed", "day": "2025-01-10", "why": "la demande de VAE a été déposée alors que cette révision était en vigueur",
            "citations": [{"basis": "commentary", "text": "documentation du répertoire", "place": "fin d’enregistrement"}]},
        "headline": {"question": "recevabilite", "outcome": "non-recevable"},
        "questions": {
            "recevabilite": {"outcome": "non-recevable", "verdict": "unmet"},
            "attribution": {"outcome": "sans-objet", "verdict": "not-applicable"},
            "situation": {"outcome": "indéterminé", "verdict": "undetermined"}},
        "ccps": [
            {"ccp": "mn-2025/1", "label": "Accompagner les publics vers un usage autonome des outils numériques et services en ligne",
             "state": "held", "from": ["mn-2025/1"], "usable_until": "2030-01-01"},
            {"ccp": "mn-2025/2", "code": "RNCP39181BC02", "missing": [{"text": "tableau de correspondance"}]}],
        "held": [{"ccp": "remn-2019/2", "pointer": "/ccps/0", "fate": "undetermined", "missing": [{"text": "tableau de correspondance"}]}],
        "missing": {"facts": ["/experience/0/to", "/experience/0/ongoing", "/sessions/0/jury/1/habilitated_until"],
                    "texts": ["tableau de correspondance"]},
        "steps": [
            {"question": "recevabilite", "rule": "duree", "kind": "wait", "message": "attendre d’avoir un an d’activité",
             "changes": {"/evaluate_on": "2025-06-01"}, "evaluated_on": "2025-06-01", "outcome": "recevable"},
            {"question": "recevabilite", "rule": "une-demande", "kind": "cannot-be-turned", "message": "une seule demande par année civile"}],
        "deadlines": [
            {"id": "derniere-delivrance", "message": "dernière délivrance du titre", "citation": {"basis": "not-supplied", "text": "articles de l’arrêté"},
             "missing": [{"text": "articles de l’arrêté"}]},
            {"id": "ccp", "until": "2024-12-31", "message": "fin de validité", "citation": {"basis": "inference", "text": "arrêté du 22 décembre 2015"}}],
        "findings": [
            finding("duree", "unmet", "le candidat n’a que 200 jours d’activité <script>alert(1)</script>, il en faut 365"),
            finding("une-demande", "undetermined", "on ne sait pas si une autre demande a été déposée"),
            finding("titre-en-vigueur", "met", "le titre est en vigueur"),
            finding("ccs-titulaire", "not-applicable", "le candidat ne vise pas un CCS")]
    })
}

fn finding(rule: &str, verdict: &str, message: &str) -> Value {
    json!({
        "package": "cadre", "rule": rule, "question": "recevabilite", "verdict": verdict, "basis": "inference",
        "message": message, "subject": "/experience/0",
        "citations": [{"basis": "seed", "text": "plaquette du ministère", "place": "deuxième voie",
                       "quote": "justifier d'une année d'expérience & plus", "address": ADDRESS, "note": "extrait"}],
        "read": {"/experience/0/from": "2024-06-29", "/experience/0/to": null, "/events/request_filed": "x".repeat(300)},
        "facts": {"file.related_days": 200, "file.same_titre": null},
        "parameters": {"vae_minimum_days": {"value": 365, "from": "2016-08-10",
                       "citation": {"basis": "law", "text": "code de l’éducation", "place": "article L. 335-5", "in_force": "2016-08-10"}}},
        "missing": if verdict == "undetermined" { json!([{"fact": "/vae_requests"}]) } else { json!([]) }
    })
}

/// A titre that is obtained: everything met.
fn obtained() -> Value {
    let mut decision = refused();
    decision["headline"] = json!({"question": "attribution", "outcome": "titre"});
    decision["questions"] = json!({
        "recevabilite": {"outcome": "recevable", "verdict": "met"},
        "attribution": {"outcome": "titre", "verdict": "met"}});
    decision["document"] = json!("parchemin");
    decision["findings"] = json!([finding("titre-en-vigueur", "met", "le titre est en vigueur")]);
    decision["findings"][0]["question"] = json!("attribution");
    for emptied in ["steps", "deadlines", "held"] {
        decision[emptied] = json!([]);
    }
    decision["missing"] = json!({"facts": [], "texts": []});
    decision
}

fn decision(value: Value) -> Decision {
    serde_json::from_value(value).unwrap()
}

/// Without ANSI styles, and in one line: what is said, not how it is laid out.
fn bare(styled: &str) -> String {
    let mut bare = String::new();
    let mut chars = styled.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => while chars.next().is_some_and(|c| c != 'm') {},
            c => bare.push(c),
        }
    }
    bare
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an HTML page, without its style sheet.
fn read_aloud(html: &str) -> String {
    let (_, body) = html.split_once("<body>").unwrap();
    let mut text = String::new();
    let mut in_tag = false;
    for c in body.chars() {
        match c {
            '<' => {
                in_tag = true;
                text.push(' ');
            }
            '>' if in_tag => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn the_deciding_sentence_stands_in_guillemets_everywhere() {
    let decision = decision(refused());
    let quote = "« justifier d'une année d'expérience & plus »";
    for lang in Lang::ALL {
        assert!(flat(&bare(&text(&decision, lang, Detail::Explain))).contains(quote));
        assert!(flat(&letter_text(&decision, lang)).contains(quote));
        assert!(read_aloud(&letter_html(&decision, lang)).contains(quote));
    }
}

#[test]
fn nothing_of_a_file_or_a_package_is_markup_or_an_escape_sequence() {
    let mut value = refused();
    value["findings"][0]["citations"][0]["address"] = json!("javascript:alert(1)");
    let decision = decision(value);
    for lang in Lang::ALL {
        let html = letter_html(&decision, lang);
        assert!(html.contains("&lt;script&gt;") && html.contains("dossier &lt;b&gt;17&lt;/b&gt;"));
        assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("href=\"javascript"));
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains(&format!("<html lang=\"{lang}\">")));
        assert!(!html.contains('\u{1b}') && !letter_text(&decision, lang).contains('\u{1b}'));
        assert!(!text(&decision, lang, Detail::Explain).contains("\u{1b}[2J"));
    }
}

#[test]
fn every_outcome_of_every_question_has_a_sentence_of_its_own_in_both_languages() {
    for lang in Lang::ALL {
        for question in Question::ALL {
            let mut seen = std::collections::BTreeSet::new();
            for outcome in Outcome::ALL {
                let mut value = obtained();
                value["headline"] = json!({"question": question.name(), "outcome": outcome.name()});
                let decision = decision(value);
                let sentence = super::words::conclusion(&decision, *question, *outcome, lang);
                assert!(sentence.ends_with('.'), "{sentence}");
                assert!(flat(&letter_text(&decision, lang)).contains(&sentence), "{sentence}");
                assert!(flat(&bare(&text(&decision, lang, Detail::Short))).contains(&sentence), "{sentence}");
                assert!(seen.insert(sentence));
            }
        }
    }
    let titre = decision(obtained());
    let of = |lang| -> Vec<String> {
        Outcome::ALL
            .iter()
            .map(|o| super::words::conclusion(&titre, Question::Attribution, *o, lang))
            .collect()
    };
    assert!(of(Lang::Fr).iter().zip(of(Lang::En)).all(|(fr, en)| *fr != en));
}

#[test]
fn no_line_is_longer_than_the_page_but_an_address() {
    for decision in [decision(refused()), decision(obtained())] {
        for lang in Lang::ALL {
            for text in [
                text(&decision, lang, Detail::Short),
                text(&decision, lang, Detail::Explain),
                letter_text(&decision, lang),
            ] {
                for line in bare(&text).lines() {
                    let width = textwrap::core::display_width(line);
                    assert!(width <= WIDTH || line.trim() == ADDRESS, "{width}: {line}");
                    assert_eq!(line, line.trim_end());
                }
            }
        }
    }
}

#[test]
fn a_refusal_tells_what_decides_and_leaves_the_rest_out() {
    let decision = decision(refused());
    let short = flat(&bare(&text(&decision, Lang::Fr, Detail::Short)));
    assert!(short.starts_with("✗ non recevable"), "{short}");
    assert!(
        short.contains("✗ non satisfaite cadre/duree") && short.contains("? indéterminée cadre/une-demande")
    );
    assert!(short.find("✗ non satisfaite") < short.find("? indéterminée"));
    assert!(!short.contains("titre-en-vigueur") && !short.contains("ccs-titulaire"));
    let explained = flat(&bare(&text(&decision, Lang::Fr, Detail::Explain)));
    for said in [
        "titre-en-vigueur",
        "ccs-titulaire",
        "file.related_days = 200",
        "file.same_titre inconnu",
        "/experience/0/to absent",
        "vae_minimum_days = 365, à partir du 10/08/2016",
    ] {
        assert!(explained.contains(said), "{said}");
    }
    let letter = flat(&letter_text(&decision, Lang::Fr));
    assert!(letter.contains("il en faut 365") && !letter.contains("Le titre est en vigueur"));
}

#[test]
fn a_letter_says_in_words_what_is_weak_what_is_missing_and_what_cannot_be_changed() {
    let decision = decision(refused());
    let letter = flat(&letter_text(&decision, Lang::Fr));
    for said in [
        "selon un commentaire, non un texte officiel",
        "Par déduction.",
        "Période d’activité 1 : le dernier jour, ou si elle se poursuit.",
        "Session 1, membre 2 du jury : le dernier jour de l’habilitation.",
        "Ne peut pas être changé : une seule demande par année civile.",
        "Avec cela seul, au 01/06/2025, recevabilité : recevable.",
        "dernière délivrance du titre.",
        "Texte non fourni : articles de l’arrêté.",
        "Date passée : fin de validité.",
    ] {
        assert!(letter.contains(said), "{said}\n{letter}");
    }
    let (body, notes) = letter.split_once("Références techniques").unwrap();
    assert!(!body.contains("/experience") && !body.contains("/ccps") && !body.contains("sha256"));
    assert!(notes.contains("/experience/0/to") && notes.contains("cadre 1.0.0 sha256:"));
}

#[test]
fn a_good_outcome_is_one_sentence_and_its_legal_bases() {
    let decision = decision(obtained());
    let short = flat(&bare(&text(&decision, Lang::Fr, Detail::Short)));
    assert!(short.starts_with("✓ titre obtenu – document : parchemin"), "{short}");
    assert!(short.contains("1 exigence, satisfaite."));
    let letter = flat(&letter_text(&decision, Lang::En));
    assert!(letter.contains("All requirements examined are met (attribution)."), "{letter}");
    assert!(letter.contains("At least one is so by inference."), "{letter}");
    assert!(
        letter.contains("code de l’éducation, article L. 335-5") && !letter.contains("justifier d'une année")
    );
    assert!(letter.contains("reasons written in French"));
}

#[test]
fn both_forms_of_the_letter_say_the_same_and_always_the_same() {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    for value in [refused(), obtained()] {
        let decision = decision(value);
        for lang in Lang::ALL {
            let (text, html) = (letter_text(&decision, lang), letter_html(&decision, lang));
            assert_eq!(plain(&text), plain(&read_aloud(&html)));
            assert_eq!((text, html), (letter_text(&decision, lang), letter_html(&decision, lang)));
        }
    }
}

#[test]
fn every_member_that_can_be_missing_has_words() {
    for pointer in [
        "/target/titre",
        "/route",
        "/enrolment",
        "/trained",
        "/events/registered",
        "/vae_requests/0/filed",
        "/experience",
        "/experience/3/related",
        "/ccps",
        "/ccps/0/awarded_on",
        "/titres/0/revision",
        "/sessions",
        "/sessions/0/date",
        "/sessions/0/evidence/ecf",
        "/sessions/0/decision/ccps/1/result",
        "/sessions/0/jury/0/professional",
    ] {
        for lang in Lang::ALL {
            let words = super::facts::fact(pointer, lang);
            assert!(
                !words.contains('/') && !words.contains("références") && !words.contains("references"),
                "{words}"
            );
        }
    }
}
