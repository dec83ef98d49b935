//! A receipt is the decision that would be answered without one, signed by the key of the service.

use crate::{Service, decisions::Log, example, open};
use parchemin::packages::{
    archive::SecretKey,
    receipt::{MEDIA, Receipt},
};
use serde_json::json;
use std::fs;
use tempfile::TempDir;
use zeroize::Zeroizing;

#[test]
fn who_asks_for_a_receipt_gets_the_decision_signed() {
    let folder = TempDir::new().unwrap();
    let key = SecretKey::from_seed(&Zeroizing::new([7; 32]));
    let path = folder.path().join("receipts.pem");
    fs::write(&path, &*key.to_pem().unwrap()).unwrap();
    let service = Service::start(&[("no_auth", "true"), ("receipts.key", path.to_str().unwrap())]);
    let headers = [("accept", MEDIA), ("content-type", "application/json")];
    let answer = service.ask("POST", "/v1/decisions?use=cadre@2", &headers, Some(&example()));
    assert_eq!((answer.status, answer.header("content-type")), (200, MEDIA));
    let receipt = Receipt::read(&answer.body).unwrap();
    assert!(receipt.is_signed_by(&key.public()));
    let plain = service.post("/v1/decisions?use=cadre@2", &example());
    assert_eq!(*receipt.decision(), plain.json());
    assert_eq!(plain.header("content-type"), "application/json", "who asks for nothing gets the decision");
    assert_eq!(
        service.ask("POST", "/v1/decisions?use=cadre@2", &headers, Some(&example())).body,
        answer.body
    );
}

#[test]
fn a_receipt_that_is_asked_for_again_is_still_a_receipt() {
    let (log, folder) = (Log::new(), TempDir::new().unwrap());
    let path = folder.path().join("receipts.pem");
    let key = SecretKey::from_seed(&Zeroizing::new([7; 32]));
    fs::write(&path, &*key.to_pem().unwrap()).unwrap();
    let service = log.service(&[("receipts.key", path.to_str().unwrap())]);
    let headers = [("accept", MEDIA), ("content-type", "application/json"), ("idempotency-key", "k")];
    let ask = || service.ask("POST", "/v1/decisions", &headers, Some(&example()));
    let (first, again) = (ask(), ask());
    assert_eq!((first.header("content-type"), again.header("content-type")), (MEDIA, MEDIA));
    assert_eq!(first.body, again.body);
}

#[test]
fn a_service_without_a_key_gives_no_receipts() {
    let headers = [("accept", MEDIA), ("content-type", "application/json")];
    let answer = open().ask("POST", "/v1/decisions", &headers, Some(&example()));
    assert_eq!((answer.status, &answer.json()["type"]), (406, &json!("/problems/not-acceptable")));
}
