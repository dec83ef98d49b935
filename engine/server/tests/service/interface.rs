//! The document of the interface is the one that was agreed on, and what is answered is what it says.

use crate::{example, line, open, root};
use serde_json::{Value, json};
use std::{env, fs};

const GOLDEN: &str = "engine/server/tests/openapi.json";

#[test]
fn the_interface_is_the_one_that_was_agreed_on() {
    let document = format!("{:#}\n", open().get("/openapi.json").json());
    let path = root().join(GOLDEN);
    if env::var_os("PARCHEMIN_WRITE").is_some() {
        fs::write(&path, &document).unwrap();
    }
    let agreed = fs::read_to_string(path).unwrap();
    let differs = agreed.lines().zip(document.lines()).find(|(a, b)| a != b);
    assert!(agreed == document, "{GOLDEN} differs ({differs:?}); PARCHEMIN_WRITE=1 writes it anew");
}

/// Every operation: method and path.
fn operations(document: &Value) -> Vec<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, methods): (&String, &Value)| -> Vec<(String, String)> {
        methods.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())).collect()
    };
    paths.iter().flat_map(of).collect()
}

#[test]
fn every_operation_of_the_document_exists() {
    let service = open();
    let all = operations(&service.get("/openapi.json").json());
    assert!(all.len() >= 18, "{all:?}");
    for (method, path) in all {
        let path = path
            .replace("{id}/timeline", "mediateur-numerique/timeline")
            .replace("{id}/{version}", "cadre/1.0.0")
            .replace("{code}", "not-found");
        let body: Option<&[u8]> = (method == "POST").then_some(b"");
        let answer = service.ask(&method, &path, &[], body);
        assert!(![404, 405].contains(&answer.status), "{method} {path}: {}", answer.text());
    }
}

#[test]
fn every_route_of_the_program_is_in_the_document() {
    let source = fs::read_to_string(root().join("engine/server/src/http/mod.rs")).unwrap();
    let document = open().get("/openapi.json").json();
    let routes: Vec<&str> =
        source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(routes.len() >= 18);
    for route in routes {
        assert!(document["paths"].get(route).is_some(), "{route} is not in the document");
    }
}

#[test]
fn what_is_answered_is_what_the_document_says() {
    let service = open();
    let document = service.get("/openapi.json").json();
    let valid = |schema: &Value, answer: &Value, what: &str| {
        let mut whole = schema.clone();
        whole["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&whole).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(answer)
            .map(|fault| format!("{} at {}", fault, fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{what}: {faults:?}\n{answer:#}");
    };
    let said = |method: &str, path: &str, status: &str, form: &str| {
        document["paths"][path][method]["responses"][status]["content"][form]["schema"].clone()
    };
    let json = "application/json";
    for path in ["/v1/titres", "/v1/packages", "/health/ready"] {
        valid(&said("get", path, "200", json), &service.get(path).json(), path);
    }
    let decisions = "/v1/decisions";
    for query in ["", "?detail=outcome", "?detail=findings", "?detail=full"] {
        let answer = service.post(&format!("{decisions}{query}"), &example());
        assert_eq!(answer.status, 200, "{query}");
        valid(&said("post", decisions, "200", json), &answer.json(), query);
    }
    let problem = said("post", decisions, "422", "application/problem+json");
    valid(&problem, &service.post(decisions, b"{\"id\": 1, \"x\": 1}").json(), "a problem");
    let change = "/v1/packages/{id}/{version}/activate";
    let changed = service.post("/v1/packages/cadre/2.0.0/activate", b"").json();
    valid(&said("post", change, "200", json), &changed, change);
    let comparison = json!({ "file": serde_json::from_slice::<Value>(&example()).unwrap() });
    let compared = service.post("/v1/comparisons", comparison.to_string().as_bytes()).json();
    valid(&said("post", "/v1/comparisons", "200", json), &compared, "a comparison");
    let asked =
        document["paths"]["/v1/comparisons"]["post"]["requestBody"]["content"][json]["schema"].clone();
    valid(&asked, &comparison, "the body of a comparison");
    let lines = said("post", "/v1/decisions/batch", "200", "application/x-ndjson");
    for detail in ["outcome", "findings", "full"] {
        let body = [&line("a"), "{}\n"].concat();
        let headers = [("content-type", "application/x-ndjson")];
        let path = format!("/v1/decisions/batch?detail={detail}");
        let answers = service.ask("POST", &path, &headers, Some(body.as_bytes())).lines();
        assert_eq!(answers.len(), 3);
        answers.iter().for_each(|answer| valid(&lines, answer, &path));
    }
    // And what is not answered is not what it says.
    let packages = jsonschema::validator_for(&json!({
        "$ref": "#/components/schemas/Packages",
        "components": document["components"],
    }));
    assert!(!packages.unwrap().is_valid(&changed));
}

#[test]
fn the_page_shows_every_operation_and_needs_nothing_from_elsewhere() {
    let service = open();
    let page = service.get("/docs").text();
    for (method, path) in operations(&service.get("/openapi.json").json()) {
        assert!(page.contains(&format!("{method}</span> {path}")), "{method} {path}");
    }
    for elsewhere in ["http://", "https://", "<script", "src="] {
        assert!(!page.contains(elsewhere), "{elsewhere} is on the page");
    }
}
