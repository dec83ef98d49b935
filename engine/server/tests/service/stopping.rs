//! A service that is asked to stop takes nothing more, and finishes what is under way.

use crate::{Service, example, line, open};
use parchemin_server::Ended;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

#[test]
fn what_is_under_way_is_answered_and_nothing_more_is_taken() {
    let mut service = open();
    let mut batch = service.batch("");
    batch.send(&line("a")).unwrap();
    assert_eq!(batch.next().unwrap()["id"], "a");
    let mut half = service.connect();
    let body = example();
    let (first, rest) = body.split_at(100);
    write!(half, "POST /v1/decisions HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n", body.len())
        .unwrap();
    half.write_all(first).unwrap();
    // Both have begun, and so has who asks.
    let asked = Instant::now();
    while !service.get("/metrics").text().contains("parchemin_requests_under_way 3\n") {
        assert!(asked.elapsed() < Duration::from_secs(20), "they have not begun");
    }
    let address = service.address;
    let ended = service.stop();
    let begun = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(20), "connections are still taken");
    }
    half.write_all(rest).unwrap();
    let mut answer = String::new();
    half.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    batch.send(&line("b")).unwrap();
    assert_eq!(batch.next().unwrap()["id"], "b");
    batch.end();
    assert_eq!(batch.next().unwrap()["summary"]["decided"], 2);
    assert_eq!(ended.join().unwrap(), Ended::Answered);
}

#[test]
fn what_does_not_end_is_cut_off_after_a_while() {
    let mut service = Service::start(&[("no_auth", "true"), ("limits.grace", "1")]);
    let mut batch = service.batch("");
    batch.send(&line("a")).unwrap();
    assert_eq!(batch.next().unwrap()["id"], "a");
    let begun = Instant::now();
    assert_eq!(service.stop().join().unwrap(), Ended::CutOff);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}
