//! What is answered is what the library decides, in the form and the language asked for, and says by which packages.

use crate::{Service, example, open};
use parchemin::{
    Parchemin, Setup,
    core::{
        Lang, canonical,
        file::{Leniency, parse},
    },
    explain,
};
use serde_json::{Value, json};

/// What the library decides of the example, by these editions, on this date.
fn decided(editions: &[&str], as_of: Option<&str>, lang: Lang) -> parchemin::core::Decision {
    let mut setup = Setup::default();
    editions.iter().for_each(|edition| setup.use_edition(edition).unwrap());
    let file = parse(&example(), Leniency::Strict).unwrap();
    Parchemin::new(&setup).unwrap().decide(&file, as_of.map(|day| day.parse().unwrap()), lang).unwrap()
}

fn ask(service: &Service, query: &str, headers: &[(&str, &str)]) -> crate::client::Answer {
    let headers: Vec<(&str, &str)> =
        [("content-type", "application/json")].iter().chain(headers).copied().collect();
    service.ask("POST", &format!("/v1/decisions{query}"), &headers, Some(&example()))
}

#[test]
fn a_decision_has_the_canonical_bytes_of_the_library() {
    let service = open();
    let english = [("accept-language", "en")];
    type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c [&'c str], Option<&'c str>, Lang);
    let cases: [Case<'_>; 5] = [
        ("", &[], &[], None, Lang::Fr),
        ("", &english, &[], None, Lang::En),
        ("?as_of=2026-06-01", &[], &[], Some("2026-06-01"), Lang::Fr),
        ("?use=cadre@2", &[], &["cadre@2"], None, Lang::Fr),
        ("?as_of=2027-01-01&use=cadre%402.0.0", &english, &["cadre@2.0.0"], Some("2027-01-01"), Lang::En),
    ];
    let mut seen = std::collections::BTreeSet::new();
    for (query, headers, editions, as_of, lang) in cases {
        let answer = ask(&service, query, headers);
        let mut expected = canonical(&decided(editions, as_of, lang)).unwrap();
        expected.push(b'\n');
        assert_eq!((answer.status, answer.text()), (200, String::from_utf8(expected).unwrap()), "{query}");
        assert_eq!(answer.header("content-language"), lang.code());
        seen.insert(answer.body);
    }
    assert_eq!(seen.len(), cases.len(), "each of the cases is decided otherwise");
}

#[test]
fn a_letter_is_given_to_who_asks_for_one() {
    let service = open();
    let html = ask(&service, "", &[("accept", "text/html"), ("accept-language", "en")]);
    assert_eq!(html.text(), explain::letter_html(&decided(&[], None, Lang::En), Lang::En));
    assert_eq!(html.header("content-type"), "text/html; charset=utf-8");
    let text = ask(&service, "", &[("accept", "text/plain")]);
    assert_eq!(text.text(), explain::letter_text(&decided(&[], None, Lang::Fr), Lang::Fr));
}

#[test]
fn a_member_that_the_format_does_not_know_is_ignored_when_asked() {
    let service = open();
    let mut file: Value = serde_json::from_slice(&example()).unwrap();
    file["unheard_of"] = json!(1);
    let file = file.to_string();
    assert_eq!(service.post("/v1/decisions", file.as_bytes()).status, 422);
    let answer = service.post("/v1/decisions?ignore_unknown=true", file.as_bytes());
    assert_eq!(answer.body, service.post("/v1/decisions", &example()).body);
}

#[test]
fn a_comparison_says_what_becomes_of_the_candidate() {
    let service = open();
    let file: Value = serde_json::from_slice(&example()).unwrap();
    let day = |day: &str| json!({ "as_of": day });
    let edition = |edition: &str| json!({ "use": [edition] });
    let cases = [
        (json!({}), json!({}), "unchanged"),
        (edition("cadre@1"), edition("cadre@2"), "gained"),
        (edition("cadre@2"), edition("cadre@1"), "lost"),
        (day("2026-09-01"), day("2026-09-01"), "unchanged"),
        (day("2026-09-01"), day("2015-01-01"), "reason-changed"),
    ];
    for (before, after, change) in cases {
        let body = json!({ "file": file, "before": before, "after": after });
        let answer = service.post("/v1/comparisons", body.to_string().as_bytes()).json();
        assert_eq!(answer["change"], change, "{before} {after}: {:#}", answer["after"]["headline"]);
    }
    let body = json!({ "file": file, "after": { "use": ["cadre@2"] } });
    let answer = service.post("/v1/comparisons", body.to_string().as_bytes()).json();
    assert_eq!(answer["before"], service.post("/v1/decisions", &example()).json());
    assert_eq!(answer["after"], service.post("/v1/decisions?use=cadre@2", &example()).json());
}

#[test]
fn the_titres_and_their_timelines_are_told() {
    let service = open();
    let titres = service.get("/v1/titres").json();
    assert_eq!(titres["titres"][1]["id"], "mediateur-numerique");
    for name in ["mediateur-numerique", "RNCP26573", "remn-2019"] {
        let timeline = service.get(&format!("/v1/titres/{name}/timeline")).json();
        let packages: Vec<&str> = timeline["revisions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|revision| revision["package"].as_str().unwrap())
            .collect();
        assert_eq!(packages, ["cmn-2015", "remn-2019", "remn-2024", "mn-2025"], "{name}");
    }
}

#[test]
fn every_answer_names_the_packages_that_made_it() {
    let service = open();
    let packages = service.get("/v1/packages").json();
    let listed: Vec<&Value> =
        packages["packages"].as_array().unwrap().iter().map(|listed| &listed["package"]).collect();
    let answer = ask(&service, "", &[]);
    let used = answer.json()["packages"].as_array().unwrap().clone();
    assert!(!used.is_empty() && used.iter().all(|package| listed.contains(&package)), "{used:?}");
    for path in ["/v1/packages", "/v1/titres", "/health/ready"] {
        assert_eq!(service.get(path).header("parchemin-catalogue"), packages["catalogue"], "{path}");
    }
    assert_eq!(answer.header("parchemin-catalogue"), packages["catalogue"]);
    for package in listed {
        let path = format!(
            "/v1/packages/{}/{}",
            package["id"].as_str().unwrap(),
            package["version"].as_str().unwrap()
        );
        let shown = service.get(&path).json();
        assert_eq!(shown["package"], *package);
        assert!(shown["rules"].is_array(), "{shown}");
    }
}

#[test]
fn the_schemas_are_those_that_the_program_publishes() {
    let service = open();
    let validator = |path: &str| jsonschema::validator_for(&service.get(path).json()).unwrap();
    let file: Value = serde_json::from_slice(&example()).unwrap();
    assert!(validator("/v1/schemas/candidate").is_valid(&file));
    let decision = service.post("/v1/decisions", &example()).json();
    assert!(validator("/v1/schemas/decision").is_valid(&decision));
    assert!(!validator("/v1/schemas/decision").is_valid(&file));
}

#[test]
fn what_is_answered_is_counted() {
    let service = open();
    service.post("/v1/decisions", &example());
    service.post("/v1/decisions", b"{");
    service.get("/nowhere/at-all");
    let text = service.get("/metrics").text();
    for line in [
        r#"parchemin_requests_total{route="/v1/decisions",method="POST",status="200"} 1"#,
        r#"parchemin_requests_total{route="/v1/decisions",method="POST",status="400"} 1"#,
        r#"parchemin_requests_total{route="-",method="-",status="404"} 1"#,
        r#"parchemin_decisions_total{outcome="non-recevable"} 1"#,
        "parchemin_catalogue_number 1",
    ] {
        assert!(text.contains(line), "`{line}` is not in\n{text}");
    }
    assert!(!text.contains("exemple-vae"), "a candidate is named");
}
