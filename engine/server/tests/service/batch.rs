//! A batch is answered line by line while it comes, keeps nothing, and never answers a line by its neighbour's fault.

use crate::{Service, example, line, open};
use serde_json::{Value, json};
use std::{io::ErrorKind, time::Duration};

fn post(service: &Service, query: &str, body: &[u8]) -> Vec<Value> {
    let headers = [("content-type", "application/x-ndjson"), ("accept-language", "en")];
    let answer = service.ask("POST", &format!("/v1/decisions/batch{query}"), &headers, Some(body));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ndjson"));
    answer.lines()
}

#[test]
fn each_line_is_answered_with_its_number_and_id_and_the_last_line_sums_up() {
    let service = open();
    let body = [
        &line("a"),
        "\n",
        "{\"id\": \"b\", \"evaluate_on\": \"2025-02-30\", \"rout\": 1}\n",
        "not JSON\n",
        "{\"id\": \"c\"}\r\n",
        "{\"id\": \"d\", \"evaluate_on\": \"2025-01-01\", \"target\": {\"titre\": \"x\"}}\n",
        line("e").trim_end(),
    ]
    .concat();
    let lines = post(&service, "", body.as_bytes());
    let numbers: Vec<u64> = lines.iter().filter_map(|line| line["line"].as_u64()).collect();
    assert_eq!(numbers, [1, 3, 4, 5, 6, 7]);
    let ids: Vec<&str> = lines.iter().take(6).map(|line| line["id"].as_str().unwrap_or("-")).collect();
    assert_eq!(ids, ["a", "b", "-", "c", "d", "e"]);
    let faults = |index: usize| -> Vec<&str> {
        let errors = lines[index]["problem"]["errors"].as_array().unwrap();
        errors.iter().map(|fault| fault["pointer"].as_str().unwrap_or("-")).collect()
    };
    assert_eq!(faults(1), ["/evaluate_on", "/rout"]);
    assert_eq!(faults(2), ["-"]);
    assert_eq!(lines[2]["problem"]["type"], "/problems/not-json");
    assert_eq!(faults(3), ["/evaluate_on"]);
    assert_eq!(faults(4), ["/target/titre"]);
    let summary = &lines[6]["summary"];
    assert_eq!(
        [&summary["lines"], &summary["decided"], &summary["refused"], &summary["outcomes"]],
        [&json!(6), &json!(2), &json!(4), &json!({ "non-recevable": 2 })]
    );
    assert_eq!(summary["catalogue"], service.get("/v1/packages").json()["catalogue"]);
    assert!(!summary["packages"].as_array().unwrap().is_empty());
}

#[test]
fn the_detail_asked_for_is_given() {
    let service = open();
    let alone = service.post("/v1/decisions", &example()).json();
    let of = |detail: &str| {
        let body = line("exemple-vae");
        let answer = post(&service, &format!("?detail={detail}"), body.as_bytes())[0]["decision"].clone();
        assert!(answer.is_object(), "{detail}");
        let one = service.post(&format!("/v1/decisions?detail={detail}"), body.as_bytes());
        assert_eq!((one.status, one.json()), (200, answer.clone()), "{detail}");
        answer
    };
    let [outcome, findings] = ["outcome", "findings"].map(of);
    assert_eq!(outcome["outcome"], alone["headline"]["outcome"]);
    assert_eq!(outcome.get("findings"), None);
    let rules = |decision: &Value| -> Vec<String> {
        decision["findings"].as_array().unwrap().iter().map(|found| found["rule"].to_string()).collect()
    };
    assert_eq!(rules(&findings), rules(&alone));
    // In full it has the very bytes of the decision that is asked for alone.
    let headers = [("content-type", "application/x-ndjson")];
    let batch = service.ask(
        "POST",
        "/v1/decisions/batch?detail=full",
        &headers,
        Some(line("exemple-vae").as_bytes()),
    );
    let alone = service.post("/v1/decisions", line("exemple-vae").as_bytes()).text();
    assert!(batch.text().contains(alone.trim_end()), "{}", batch.text());
}

#[test]
fn a_line_beyond_the_bound_is_refused_alone() {
    let service = open();
    let long = format!("{{\"id\":\"{}\"}}\n", "x".repeat(3 * 1024 * 1024));
    let body = [line("a"), long, line("b")].concat();
    let lines = post(&service, "", body.as_bytes());
    let told: Vec<&str> = lines.iter().map(|line| line["problem"]["type"].as_str().unwrap_or("-")).collect();
    assert_eq!(told, ["-", "/problems/too-large", "-", "-"]);
    assert_eq!(lines[3]["summary"]["decided"], 2);
}

#[test]
fn editions_and_dates_hold_for_every_line() {
    let service = open();
    let body = [line("a"), line("b")].concat();
    let outcomes = |query: &str| post(&service, query, body.as_bytes())[2]["summary"]["outcomes"].clone();
    let [leaflet, law] = ["?use=cadre@1", "?use=cadre@2"].map(outcomes);
    assert_eq!([&leaflet, &law], [&json!({ "non-recevable": 2 }), &json!({ "recevable": 2 })]);
    let dated = post(&service, "?as_of=2026-06-01", body.as_bytes());
    assert_eq!(dated[0]["decision"]["date"], "2026-06-01");
}

#[test]
fn a_line_is_answered_before_the_next_one_is_sent() {
    let service = open();
    let mut batch = service.batch("");
    for n in 1..=5 {
        batch.send(&line(&n.to_string())).unwrap();
        assert_eq!(batch.next().unwrap()["line"], n);
    }
    batch.end();
    assert_eq!(batch.next().unwrap()["summary"]["decided"], 5);
    assert_eq!(batch.next(), None);
}

#[test]
fn who_does_not_take_the_answers_is_not_asked_for_more() {
    let service = open();
    let mut batch = service.batch("?detail=full");
    batch.stream.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
    // Each line is answered by ten times its length: the sockets are full long before the end.
    let lines = line("a").repeat(100);
    let sent = (0..4_000).find_map(|n| batch.send(&lines).err().map(|error| (n, error)));
    let (n, error) = sent.expect("everything was taken");
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
    assert!(n > 0);
    // What was decided comes to rest, at some hundred lines: the answers to all would not fit into any socket.
    let decided = || {
        let text = service.get("/metrics").text();
        let lines = text.lines().filter(|line| line.starts_with("parchemin_decisions_total{"));
        lines.map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()).sum::<u64>()
    };
    let begun = std::time::Instant::now();
    let mut last = decided();
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = decided();
        if std::mem::replace(&mut last, now) == now {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "it goes on deciding: {now}");
    }
    assert!(last < 10_000, "{last} lines were decided for nobody");
}

#[test]
fn who_never_takes_the_answers_gives_his_place_back() {
    let settings = [("no_auth", "true"), ("limits.idle", "1"), ("limits.streams", "1")];
    let service = Service::start(&settings);
    let mut held = service.batch("?detail=full");
    held.stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    let lines = line("a").repeat(100);
    assert!((0..4_000).any(|_| held.send(&lines).is_err()), "everything was taken");
    // He keeps the connection, and reads nothing: the place is free again all the same.
    crate::wait("a free place", || {
        let mut other = service.batch("");
        other.end();
        other.head() == 200
    });
    drop(held);
}

#[test]
fn lines_are_counted_while_they_are_answered() {
    let service = open();
    let mut batch = service.batch("");
    batch.send(&[&line("a"), "{}\n"].concat()).unwrap();
    assert_eq!(batch.next().unwrap()["line"], 1);
    for count in [r#"lines_total{result="decided"} 1"#, r#"lines_total{result="refused"} 1"#] {
        crate::wait("the count", || service.get("/metrics").text().contains(count));
    }
    batch.end();
}

#[test]
fn a_batch_that_stops_coming_is_told_so_and_has_no_summary() {
    let service = Service::start(&[("no_auth", "true"), ("limits.idle", "1")]);
    let mut batch = service.batch("");
    batch.send(&line("a")).unwrap();
    batch.send("{\"id\": \"half of a li").unwrap();
    assert_eq!(batch.next().unwrap()["id"], "a");
    let last = batch.next().unwrap();
    assert_eq!(last["problem"]["type"], "/problems/too-slow", "{last}");
    assert_eq!(batch.next(), None);
}

#[test]
fn a_batch_of_nothing_is_summed_up_too() {
    let lines = post(&open(), "", b"");
    assert_eq!((lines.len(), &lines[0]["summary"]["lines"]), (1, &json!(0)));
}
