//! Who may not, may not; who asks too much is told when to come back; and nobody can hold the service up.

use crate::{
    Service,
    client::{Answer, key},
    example, line, open, root,
};
use parchemin_server::keys::Role;
use serde_json::json;
use std::{
    io::{Read, Write},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

fn with_key(service: &Service, secret: &str, method: &str, path: &str) -> Answer {
    let authorization = format!("Bearer {secret}");
    let headers = [("authorization", &*authorization), ("content-type", "application/json")];
    let body: Option<&[u8]> = if method == "POST" { Some(b"{}") } else { None };
    service.ask(method, path, &headers, body)
}

#[test]
fn a_key_may_what_its_role_may() {
    let keys = [Role::Reader, Role::Evaluator, Role::Publisher].map(key);
    let file: String = keys.iter().map(|key| key.lines.as_str()).collect();
    let service = Service::configured(&[], &file);
    // What each may: by reader, evaluator, publisher.
    let cases = [
        ("GET", "/v1/titres", [true, true, true]),
        ("GET", "/v1/titres/mediateur-numerique/timeline", [true, true, true]),
        ("GET", "/v1/packages", [true, true, true]),
        ("GET", "/v1/packages/cadre/1.0.0", [true, true, true]),
        ("POST", "/v1/packages", [false, false, true]),
        ("GET", "/v1/schemas/candidate", [true, true, true]),
        ("GET", "/v1/schemas/decision", [true, true, true]),
        ("GET", "/metrics", [true, true, true]),
        ("POST", "/v1/decisions", [false, true, false]),
        ("POST", "/v1/decisions/batch", [false, true, false]),
        ("POST", "/v1/comparisons", [false, true, false]),
        ("POST", "/v1/packages/cadre/1.0.0/activate", [false, false, true]),
        ("POST", "/v1/packages/cadre/1.0.0/retire", [false, false, true]),
    ];
    for (method, path, may) in cases {
        for (key, may) in keys.iter().zip(may) {
            let answer = with_key(&service, &key.secret, method, path);
            assert_eq!(answer.status != 403, may, "{method} {path}: {}", answer.text());
            assert_ne!(answer.status, 401);
        }
        for secret in
            ["", "parchemin_", keys[0].secret.trim_start_matches('p'), &keys[1].secret.to_uppercase()]
        {
            let answer = with_key(&service, secret, method, path);
            assert_eq!(
                (answer.status, answer.header("www-authenticate")),
                (401, "Bearer"),
                "{method} {path}"
            );
        }
        let headers = [("authorization", "Basic YTpi"), ("content-type", "application/json")];
        let body: Option<&[u8]> = if method == "POST" { Some(b"{}") } else { None };
        assert_eq!(service.ask(method, path, &headers, body).status, 401);
    }
    for open in
        ["/health/live", "/health/ready", "/openapi.json", "/docs", "/problems", "/problems/forbidden"]
    {
        assert_eq!(service.get(open).status, 200, "{open}");
    }
}

#[test]
fn each_operation_asks_for_the_role_that_the_document_says() {
    let keys = [Role::Reader, Role::Evaluator, Role::Publisher].map(|role| (role, key(role)));
    let file: String = keys.iter().map(|(_, key)| key.lines.as_str()).collect();
    let service = Service::configured(&[], &file);
    let document = service.get("/openapi.json").json();
    let mut guarded = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        // Nothing has these names, so that nothing is changed.
        let address =
            path.replace("{id}", "nothing").replace("{version}", "0.0.0").replace("{code}", "forbidden");
        for (method, told) in methods.as_object().unwrap() {
            let (method, role) = (method.to_uppercase(), told["security"][0]["key"][0].as_str());
            let nobody = service.ask(&method, &address, &[], (method == "POST").then_some(b"")).status;
            assert_eq!(nobody == 401, role.is_some(), "{method} {path} without a key: {nobody}");
            let Some(role) = role else { continue };
            guarded += 1;
            for (has, key) in &keys {
                let answer = with_key(&service, &key.secret, &method, &address);
                let may = role == "reader" || role == has.name();
                assert_eq!(answer.status != 403, may, "{method} {path} by {}: {}", has.name(), answer.text());
            }
        }
    }
    assert!(guarded >= 13, "only {guarded} operations want a key");
}

#[test]
fn a_key_that_asks_too_much_waits_and_no_other_does() {
    let keys = [Role::Reader, Role::Evaluator].map(key);
    let file = format!("{}{}", keys[0].lines, keys[1].lines);
    let service = Service::configured(&[("limits.rate", "1"), ("limits.burst", "3")], &file);
    let ask = || with_key(&service, &keys[0].secret, "GET", "/v1/schemas/decision");
    // A machine that is busy may answer a few more, a second each.
    let answers: Vec<Answer> = (0..100).map(|_| ask()).collect();
    let allowed = answers.iter().filter(|answer| answer.status == 200).count();
    assert!((3..50).contains(&allowed), "{allowed} of 100 were allowed");
    let answer = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(
        (answer.header("retry-after"), &answer.json()["type"]),
        ("1", &json!("/problems/too-many-requests"))
    );
    assert_eq!(with_key(&service, &keys[1].secret, "GET", "/v1/schemas/decision").status, 200);
    thread::sleep(Duration::from_millis(1_100));
    assert_eq!(with_key(&service, &keys[0].secret, "GET", "/v1/schemas/decision").status, 200);
}

fn decide(service: &Service) -> Answer {
    service.post("/v1/decisions", &example())
}

/// The head of an answer on a connection, with its body read.
fn head(stream: &mut impl Read) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    stream.read_exact(&mut vec![0; length.parse().unwrap()]).unwrap();
    head
}

#[test]
fn who_is_refused_before_his_body_was_read_can_ask_again_on_his_connection() {
    let service = Service::configured(&[], &key(Role::Reader).lines);
    let mut stream = service.connect();
    for _ in 0..3 {
        stream.write_all(b"POST /v1/decisions HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n").unwrap();
        thread::sleep(Duration::from_millis(50));
        stream.write_all(b"{}").unwrap();
        let head = head(&mut stream);
        assert!(head.starts_with("http/1.1 401 ") && !head.contains("connection: close"), "{head}");
    }
    // All of a large one is taken too, so that whoever sends before he reads sees why he is refused.
    let answer = service.ask("POST", "/v1/packages", &[], Some(&vec![0; 16 * 1024 * 1024]));
    assert_eq!(answer.status, 401);
}

#[test]
fn a_connection_on_which_more_is_to_come_is_said_to_end() {
    let service = Service::configured(&[], &key(Role::Reader).lines);
    for expect in ["", "expect: 100-continue\r\n"] {
        let (begun, mut stream) = (Instant::now(), service.connect());
        write!(stream, "POST /v1/decisions HTTP/1.1\r\nhost: a\r\n{expect}content-length: 2\r\n\r\n")
            .unwrap();
        let head = head(&mut stream);
        assert!(head.starts_with("http/1.1 401 ") && head.contains("connection: close"), "{head}");
        assert!(begun.elapsed() < Duration::from_secs(4), "he waits {:?}", begun.elapsed());
    }
}

fn until_decided(service: &Service) {
    let begun = Instant::now();
    while decide(service).status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the service does not recover");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn overload_is_shed_with_when_to_come_back_and_passes() {
    let service = Service::start(&[("no_auth", "true"), ("limits.requests", "1")]);
    let begun = Instant::now();
    let (held, shed) = loop {
        // It may come while the place is taken, and is then refused itself.
        let mut held = service.connect();
        held.write_all(b"POST /v1/decisions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{")
            .unwrap();
        let answer = decide(&service);
        if answer.status == 503 {
            break (held, answer);
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing is shed");
    };
    assert_eq!((shed.header("retry-after"), &shed.json()["type"]), ("1", &json!("/problems/overloaded")));
    assert_eq!(service.get("/health/live").status, 200, "whoever watches is answered");
    drop(held);
    until_decided(&service);
}

#[test]
fn a_batch_holds_its_place_until_it_ends() {
    let service = Service::start(&[("no_auth", "true"), ("limits.streams", "1")]);
    let mut first = service.batch("");
    first.send(&line("a")).unwrap();
    assert_eq!(first.next().unwrap()["id"], "a");
    let mut second = service.batch("");
    assert_eq!(second.head(), 503);
    assert_eq!(
        service.post("/v1/decisions", &example()).status,
        200,
        "single files have a place of their own"
    );
    first.end();
    assert!(first.next().unwrap().get("summary").is_some());
    assert_eq!(first.next(), None);
    let begun = Instant::now();
    loop {
        let mut third = service.batch("");
        third.end();
        match third.head() {
            200 => break,
            status => assert_eq!(status, 503),
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "the place is not given back");
    }
}

#[test]
fn a_key_never_has_every_place_for_batches_while_there_are_others() {
    let keys = [Role::Evaluator, Role::Evaluator].map(key);
    let file = format!("{}{}", keys[0].lines, keys[1].lines);
    let service = Service::configured(&[("limits.streams", "2")], &file);
    let batch = |key: usize| {
        let mut stream = service.connect();
        let secret = &keys[key].secret;
        write!(
            stream,
            "POST /v1/decisions/batch HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {secret}\r\ncontent-length: 9\r\n\r\n"
        )
        .unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        (String::from_utf8(head.to_vec()).unwrap(), stream)
    };
    let first = batch(0);
    assert_eq!(first.0, "HTTP/1.1 200");
    assert_eq!(batch(0).0, "HTTP/1.1 503");
    assert_eq!(batch(1).0, "HTTP/1.1 200");
}

#[test]
fn who_sends_slowly_is_cut_off() {
    let service = Service::start(&[("no_auth", "true"), ("limits.idle", "1")]);
    let mut slow = service.connect();
    slow.write_all(
        b"POST /v1/decisions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 10\r\n\r\n{",
    )
    .unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("/problems/too-slow"), "{answer}");
}

#[test]
fn an_answer_has_its_time_however_steadily_the_body_comes() {
    let service = Service::start(&[("no_auth", "true"), ("limits.seconds", "1")]);
    let mut slow = service.connect();
    slow.write_all(
        b"POST /v1/decisions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 9999\r\n\r\n",
    )
    .unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(700) && slow.write_all(b" ").is_ok() {
        thread::sleep(Duration::from_millis(50));
    }
    let mut answer = Vec::new();
    let _ = slow.read_to_end(&mut answer);
    assert!(answer.starts_with(b"HTTP/1.1 408 "), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn who_waits_in_vain_for_a_change_is_told_where_to_see_whether_it_was_made() {
    let service = Service::start(&[("no_auth", "true"), ("limits.seconds", "1")]);
    let mut slow = service.connect();
    slow.write_all(
        b"POST /v1/packages HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 9\r\n\r\n1",
    )
    .unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("`/v1/packages`"), "{answer}");
}

#[test]
fn half_of_a_head_holds_no_connection() {
    let service = Service::start(&[("no_auth", "true"), ("limits.idle", "1"), ("limits.connections", "1")]);
    let begun = Instant::now();
    let mut half = service.connect();
    half.write_all(b"GET /health/live HTTP/1.1\r\nhost:").unwrap();
    // The one connection that there may be is taken until the first is cut off.
    assert_eq!(service.get("/health/live").status, 200);
    assert!(begun.elapsed() > Duration::from_millis(500), "there were two connections at once");
    let mut rest = Vec::new();
    let _ = half.read_to_end(&mut rest);
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}

#[test]
fn a_body_is_bounded_whatever_it_says_of_its_length() {
    let service = Service::start(&[("no_auth", "true"), ("limits.body", "2048")]);
    assert_eq!(service.post("/v1/decisions", &vec![b' '; 2_049]).status, 413);
    assert_eq!(service.post("/v1/decisions", &vec![b' '; 2_048]).status, 400);
    let mut chunked = service.connect();
    chunked.write_all(b"POST /v1/decisions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
    // Who is refused may close the door while we still write.
    for _ in 0..3 {
        let _ = write!(chunked, "400\r\n{}\r\n", " ".repeat(1_024));
    }
    let mut answer = Vec::new();
    let _ = chunked.read_to_end(&mut answer);
    assert!(answer.starts_with(b"HTTP/1.1 413 "), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn a_browser_is_told_what_it_must_not_do() {
    let service = open();
    for answer in [service.get("/docs"), service.get("/nowhere"), service.post("/v1/decisions", &example())] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(answer.header("strict-transport-security"), "", "only where TLS is ours");
    }
}

#[test]
fn other_origins_may_ask_only_where_that_is_set() {
    let ask = |service: &Service, origin: &str| {
        service
            .ask("GET", "/health/live", &[("origin", origin)], None)
            .header("access-control-allow-origin")
            .to_owned()
    };
    assert_eq!(ask(&open(), "https://a.example"), "");
    let service = Service::start(&[("no_auth", "true"), ("cors.origins", "https://a.example")]);
    assert_eq!(ask(&service, "https://a.example"), "https://a.example");
    assert_eq!(ask(&service, "https://b.example"), "");
    let origin = ("origin", "https://a.example");
    let asks = [
        origin,
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-request-id"),
    ];
    let before = service.ask("OPTIONS", "/v1/decisions", &asks, None);
    assert!(before.header("access-control-allow-headers").contains("x-request-id"));
    let answer = service.ask("GET", "/health/live", &[origin], None);
    assert!(answer.header("access-control-expose-headers").contains("x-request-id"));
}

#[test]
fn a_site_in_a_browser_of_this_machine_may_not_ask_where_there_are_no_keys() {
    let retire = |service: &Service, origin: &str| {
        service.ask("POST", "/v1/packages/dwwm-2023/1.0.0/retire", &[("origin", origin)], Some(b"")).status
    };
    let service = open();
    for origin in ["https://a.example", "null", &format!("http://{}", service.address)] {
        assert_eq!(retire(&service, origin), 403, "{origin}");
    }
    let service = Service::start(&[("no_auth", "true"), ("cors.origins", "https://a.example")]);
    assert_eq!(retire(&service, "https://b.example"), 403);
    assert_eq!(retire(&service, "https://a.example"), 200);
}

#[test]
fn a_site_that_gave_its_name_our_address_may_not_ask_where_there_are_no_keys() {
    let status = |service: &Service, host: &str| {
        let mut stream = service.connect();
        write!(stream, "GET /v1/titres HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    let service = Service::start(&[("no_auth", "true"), ("public_url", "https://decide.example/p")]);
    for ours in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.1.2.3", "[::1]:8080", "decide.example"] {
        assert_eq!(status(&service, ours), "200", "{ours}");
    }
    for strange in
        ["a.example", "localhost.a.example", "127.0.0.1.a.example:80", "192.0.2.1", "", "a b", "[::2]"]
    {
        assert!(["403", "400"].contains(&&*status(&service, strange)), "{strange}");
    }
    assert_eq!(status(&open(), "decide.example"), "403");
    let keyed = Service::configured(&[], &key(Role::Reader).lines);
    assert_eq!(status(&keyed, "a.example"), "401", "with keys any name will do");
}

#[test]
fn a_request_keeps_the_id_that_it_came_with_where_it_can_be_one() {
    let service = open();
    let id = |given: &str| {
        service.ask("GET", "/health/live", &[("x-request-id", given)], None).header("x-request-id").to_owned()
    };
    assert_eq!(id("a-1.b_2"), "a-1.b_2");
    for bad in ["", "a b", "<script>", &"x".repeat(65)] {
        assert_ne!(id(bad), bad);
    }
    assert_ne!(id(""), id(""), "each has an id of its own");
}

#[test]
fn what_is_asked_by_tls_is_answered_by_tls() {
    use tokio_rustls::rustls::{
        ClientConfig, ClientConnection, RootCertStore, StreamOwned,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    };
    let file = |name: &str| root().join("engine/server/tests/tls").join(name);
    let (certificate, private) = (file("certificate.pem"), file("key.pem"));
    let settings = [
        ("no_auth", "true"),
        ("tls.certificate", certificate.to_str().unwrap()),
        ("tls.key", private.to_str().unwrap()),
    ];
    let service = Service::start(&settings);
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&certificate).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, service.connect());
    stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("strict-transport-security"), "{answer}");
    // Without TLS there is no answer.
    let mut plain = service.connect();
    plain.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/"));
    // And with files that do not belong together there is no service.
    let wrong = [settings[0], ("tls.certificate", private.to_str().unwrap()), settings[2]];
    assert!(Service::try_start(&wrong, "").is_err());
}
