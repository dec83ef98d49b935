//! A service that is asked to end does so with status 0, and its log has no personal data.

use crate::{Service, root};
use serde_json::Value;
use std::{fs, net::TcpStream};

#[test]
fn it_ends_when_it_is_asked_to() {
    let service = Service::start(&["--no-auth"]);
    let address = service.address.clone();
    let (notes, status) = service.terminate();
    assert_eq!(status, Some(0), "{notes}");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn the_log_names_the_key_of_who_was_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    let made = crate::serve().args(["--new-key", "reader", "--lang", "en"]).output().unwrap();
    let made = String::from_utf8(made.stdout).unwrap();
    let secret = made.lines().next().unwrap().rsplit(' ').next().unwrap();
    let file = folder.path().join("parchemin.toml");
    fs::write(&file, format!("[limits]\nrate = 1\nburst = 1\n{made}")).unwrap();
    let service = Service::start(&["--config", file.to_str().unwrap()]);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let authorization = format!("Bearer {secret}");
    let post = format!("http://{}/v1/decisions", service.address);
    agent.post(post).header("authorization", &authorization).send("{}").unwrap();
    for _ in 0..20 {
        let get = format!("http://{}/v1/titres", service.address);
        agent.get(get).header("authorization", &authorization).call().unwrap();
    }
    let (notes, _) = service.terminate();
    let lines: Vec<Value> = notes.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for status in [403, 429, 200] {
        let line = lines.iter().find(|line| line["status"] == status).unwrap();
        assert!(line["key"].as_str().unwrap().starts_with("reader-"), "{line}");
    }
}

#[test]
fn the_log_is_json_with_ids_and_without_what_was_sent() {
    let service = Service::start(&["--no-auth"]);
    let file = fs::read_to_string(root().join("examples/mn-vae.json")).unwrap();
    let file = file.replace("exemple-vae", "a-person-by-name");
    assert!(service.post("/v1/decisions?as_of=2026-03-04", &file).contains("a-person-by-name"));
    let (notes, _) = service.terminate();
    let lines: Vec<Value> = notes.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered = lines.iter().find(|line| line["message"] == "answered").unwrap();
    assert_eq!((&answered["route"], &answered["status"]), (&Value::from("/v1/decisions"), &Value::from(200)));
    assert!(answered["request"].as_str().unwrap().contains('-'));
    for personal in ["a-person-by-name", "2026-03-04", "127.0.0.1:"] {
        let told = lines.iter().filter(|line| line["message"] != "listening");
        assert!(!told.clone().any(|line| line.to_string().contains(personal)), "{personal} is in the log");
    }
}
