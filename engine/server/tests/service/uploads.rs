//! A package that is uploaded is checked from its bytes to its timeline before anything serves it; it decides once it is
//! activated, and is found again after a restart.

use crate::{Service, client::Answer, copy, root};
use parchemin::packages::{
    Files,
    archive::{Archive, SecretKey, Signatures, pack},
};
use serde_json::{Value, json};
use std::{fs, io::Write, path::Path};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// A folder with a trust file that has the first key, and a folder for the state.
struct Place {
    folder: TempDir,
}

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

impl Place {
    fn new() -> Place {
        let place = Place { folder: TempDir::new().unwrap() };
        place.trust(1, "");
        place
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn trust(&self, seed: u8, more: &str) {
        let public = key(seed).public();
        let text = format!("[[keys]]\nid = \"{}\"\npublic = \"{public}\"\n{more}\n", public.id());
        fs::write(self.path("trust.toml"), text).unwrap();
    }

    fn service(&self) -> Service {
        self.try_service(&[]).unwrap()
    }

    fn try_service(&self, more: &[(&str, &str)]) -> Result<Service, parchemin_server::StartFault> {
        let (state, trust) = (self.path("state"), self.path("trust.toml"));
        let settings = [("no_auth", "true"), ("state", &state), ("trust", &trust)];
        Service::try_start(&[&settings, more].concat(), "")
    }
}

/// The archive of a package that we ship, with a change of one of its files.
fn archive(folder: &str, file: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let place = TempDir::new().unwrap();
    copy(&root().join("rulesets").join(folder), place.path());
    edit(place.path(), file, change);
    packed(place.path())
}

fn edit(folder: &Path, file: &str, change: impl Fn(&str) -> String) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(changed, text, "nothing to change in {file}");
    fs::write(path, changed).unwrap();
}

fn packed(folder: &Path) -> Vec<u8> {
    pack(&Files::read(folder).unwrap()).unwrap()
}

/// A newer edition of the latest revision.
fn newer() -> Vec<u8> {
    archive("mn-2025", "package.toml", |text| text.replacen("version = \"1.0.0\"", "version = \"1.1.0\"", 1))
}

/// The header of the signatures of these keys.
fn signed(archive: &[u8], seeds: &[u8]) -> String {
    let read = Archive::read("archive", archive).unwrap();
    let mut signatures = Signatures::default();
    seeds.iter().for_each(|seed| signatures.sign(&read, &key(*seed)));
    signatures.to_string().lines().skip(1).collect::<Vec<_>>().join(", ")
}

fn upload(service: &Service, query: &str, archive: &[u8], signatures: &str) -> Answer {
    // A connection on which an archive was refused unread may be closed any moment.
    let headers = [("parchemin-signature", signatures), ("accept-language", "en"), ("connection", "close")];
    let headers = if signatures.is_empty() { &headers[1..] } else { &headers[..] };
    service.ask("POST", &format!("/v1/packages{query}"), headers, Some(archive))
}

fn state(service: &Service, package: &str) -> Value {
    service.get(&format!("/v1/packages/{package}")).json()["state"].clone()
}

fn revisions(list: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = list.as_array().unwrap().iter();
    all.map(|one| format!("{}@{}", text(&one["package"]), text(&one["version"]))).collect()
}

#[test]
fn an_upload_waits_says_what_it_changes_and_decides_once_it_is_activated() {
    let (place, archive) = (Place::new(), newer());
    let service = place.service();
    let before = service.get("/v1/packages").json();
    let answer = upload(&service, "", &archive, &signed(&archive, &[1]));
    assert_eq!(
        (answer.status, answer.header("location")),
        (201, "/v1/packages/mn-2025/1.1.0"),
        "{}",
        answer.text()
    );
    let told = answer.json();
    assert_eq!(
        (&told["state"], &told["kept"], &told["number"]),
        (&json!("waiting"), &json!(true), &json!(2))
    );
    assert!(told["cases"].as_u64().unwrap() > 3, "its own cases were tried");
    let effect = &told["effect"];
    assert_eq!(
        (&effect["titre"], &effect["replaces"]["version"]),
        (&json!("mediateur-numerique"), &json!("1.0.0"))
    );
    assert_eq!(revisions(&effect["before"])[3], "mn-2025@1.0.0");
    assert_eq!(revisions(&effect["after"])[3], "mn-2025@1.1.0");
    assert_eq!(revisions(&effect["after"]).len(), 4);
    assert_eq!(effect["decides"][0]["digest"], told["package"]["digest"]);
    // Nothing decides otherwise yet.
    let timeline =
        || revisions(&service.get("/v1/titres/mediateur-numerique/timeline").json()["revisions"])[3].clone();
    assert_eq!((timeline(), state(&service, "mn-2025/1.0.0")), ("mn-2025@1.0.0".to_owned(), json!("in-use")));
    assert_eq!(service.post("/v1/decisions?use=mn-2025@1.1.0", &crate::example()).status, 422);
    assert!(
        service.get("/v1/packages/mn-2025/1.1.0").json()["titre"].is_object(),
        "what it holds can be read"
    );
    assert_ne!(service.get("/v1/packages").json()["catalogue"], before["catalogue"]);
    assert_eq!(service.post("/v1/packages/mn-2025/1.1.0/activate", b"").status, 200);
    assert_eq!(
        (timeline(), state(&service, "mn-2025/1.0.0")),
        ("mn-2025@1.1.0".to_owned(), json!("available"))
    );
}

#[test]
fn an_upload_can_be_activated_at_once_and_sent_again() {
    let (place, archive) = (Place::new(), newer());
    let service = place.service();
    let once = upload(&service, "", &archive, &signed(&archive, &[1]));
    assert_eq!((once.status, once.json()["state"].clone()), (201, json!("waiting")));
    let again = upload(&service, "", &archive, &signed(&archive, &[1]));
    assert_eq!((again.status, &again.json()["number"]), (200, &json!(2)), "what changes nothing is no swap");
    let active = upload(&service, "?activate=true", &archive, &signed(&archive, &[1]));
    assert_eq!((active.status, &active.json()["state"]), (200, &json!("in-use")));
}

#[test]
fn what_was_uploaded_is_found_again_after_a_restart_while_it_is_trusted() {
    let (place, archive) = (Place::new(), newer());
    let service = place.service();
    // By two keys, the second of which the service does not know yet.
    assert_eq!(upload(&service, "", &archive, &signed(&archive, &[1, 2])).status, 201);
    let waiting = service.get("/v1/packages").json()["catalogue"].clone();
    drop(service);
    let service = place.service();
    assert_eq!(service.get("/v1/packages").json()["catalogue"], waiting);
    service.post("/v1/packages/mn-2025/1.1.0/activate", b"");
    drop(service);
    assert_eq!(state(&place.service(), "mn-2025/1.1.0"), "in-use");
    place.trust(1, "revoked = \"2020-01-01\"");
    let fault = place.try_service(&[]).err().unwrap().to_string();
    assert!(
        fault.contains("mn-2025-1.1.0.parchemin`: no trusted signature") && fault.contains("revoked since"),
        "{fault}"
    );
    place.trust(2, "");
    assert_eq!(state(&place.service(), "mn-2025/1.1.0"), "in-use");
    // What lies in the state folder is believed as little as what was sent.
    let kept = place.folder.path().join("state/archives/mn-2025-1.1.0.parchemin");
    let mut bytes = fs::read(&kept).unwrap();
    bytes[100] ^= 1;
    fs::write(&kept, bytes).unwrap();
    assert!(place.try_service(&[]).err().unwrap().to_string().contains("mn-2025-1.1.0.parchemin"));
}

#[test]
fn a_key_of_one_titre_cannot_take_the_place_of_the_framework_of_all() {
    let place = Place::new();
    place.trust(1, "titres = [\"titre-du-pirate\"]");
    let pirate = |version: &str| {
        archive("mn-2025", "package.toml", |text| {
            let text =
                text.replacen("id = \"mn-2025\"\nversion = \"1.0.0\"", "id = \"cadre\"\nversion = \"X\"", 1);
            text.replacen("\nid = \"mediateur-numerique\"", "\nid = \"titre-du-pirate\"", 1)
                .replacen("X", version, 1)
        })
    };
    let (service, newer) = (place.service(), pirate("1.9.0"));
    let before = service.get("/v1/packages").json();
    for query in ["", "?activate=true"] {
        let answer = upload(&service, query, &newer, &signed(&newer, &[1]));
        assert_eq!((answer.status, &answer.json()["type"]), (409, &json!("/problems/packages-do-not-fit")));
        let said = "two kinds of packages have the id `cadre`: 1.0.0 is a framework, 1.9.0 is a revision of";
        assert!(answer.text().contains(said), "{}", answer.text());
    }
    assert_eq!(service.get("/v1/packages").json(), before);
    drop(service);
    // Nor one that a folder holds, even where it replaces what the program carries.
    let same = pirate("1.0.0");
    let path = place.path("cadre.parchemin");
    fs::write(&path, &same).unwrap();
    let mut signatures = Signatures::default();
    signatures.sign(&Archive::read("archive", &same).unwrap(), &key(1));
    fs::write(format!("{path}.sig"), signatures.to_string()).unwrap();
    let fault = place.try_service(&[("packages", &path)]).err().unwrap().to_string();
    assert!(fault.contains("two kinds of packages have the id `cadre`"), "{fault}");
}

#[test]
fn what_may_not_be_served_is_refused_with_its_reason_and_changes_nothing() {
    let place = Place::new();
    let service = place.service();
    let (good, before) = (newer(), service.get("/v1/packages").json());
    let cut = good[..good.len() - 1].to_vec();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    let wrong = archive("mn-2025", "titre.toml", |text| text.replacen("label", "lable", 1));
    let same = archive("mn-2025", "package.toml", |text| text.replacen("numérique", "numerique", 1));
    let overlapping =
        archive("mn-2025", "package.toml", |text| text.replacen("id = \"mn-2025\"", "id = \"mn-2026\"", 1));
    let alone = archive("mn-2025", "package.toml", |text| {
        text.replacen("version = \"1.0.0\"", "version = \"1.1.0\"", 1).replacen(
            "cadre = \"",
            "cadre = \">=9, ",
            1,
        )
    });
    type Case<'c> = (&'c str, &'c [u8], String, u16, &'c str, &'c str);
    let cases: [Case<'_>; 13] = [
        ("nothing", b"", String::new(), 422, "bad-archive", "not an archive, or it is cut"),
        ("cut", &cut, signed(&good, &[1]), 422, "bad-archive", "not an archive, or it is cut"),
        ("changed", &flipped, signed(&good, &[1]), 422, "bad-archive", ""),
        ("unsigned", &good, String::new(), 422, "not-trusted", "no trusted signature on"),
        ("by a stranger", &good, signed(&good, &[2]), 422, "not-trusted", ": unknown"),
        ("of another", &good, signed(&same, &[1]), 422, "not-trusted", "or not of these bytes"),
        (
            "by nobody",
            &good,
            "ed25519 a b".into(),
            422,
            "not-trusted",
            "signature 1 of `Parchemin-Signature`",
        ),
        ("twice", &good, format!("{0},{0}", signed(&good, &[1])), 422, "not-trusted", "signature 2 of"),
        ("wrong", &wrong, signed(&wrong, &[1]), 422, "wrong-package", "titre.toml, line "),
        (
            "the same name",
            &same,
            signed(&same, &[1]),
            409,
            "version-taken",
            "`mn-2025@1.0.0` is there already",
        ),
        (
            "the same days",
            &overlapping,
            signed(&overlapping, &[1]),
            409,
            "packages-do-not-fit",
            "both claim the titre",
        ),
        (
            "without what it requires",
            &alone,
            signed(&alone, &[1]),
            409,
            "packages-do-not-fit",
            "requires `cadre`",
        ),
        ("too large", &vec![0; 32 * 1024 * 1024 + 1], String::new(), 413, "too-large", "33554432 bytes"),
    ];
    for (what, archive, signatures, status, code, said) in cases {
        let answer = upload(&service, "?activate=true", archive, &signatures);
        let problem = answer.json();
        let told = problem["type"].as_str().unwrap().trim_start_matches("/problems/").to_owned();
        assert_eq!((answer.status, told.as_str()), (status, code), "{what}: {problem:#}");
        assert!(problem.to_string().contains(said), "{what}: `{said}` is not in {problem:#}");
    }
    assert_eq!(service.get("/v1/packages").json(), before);
    let state = place.folder.path().join("state");
    let kept = fs::read_dir(state).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let kept: Vec<_> = kept.filter(|name| !name.starts_with("decisions.db")).collect();
    assert_eq!(kept, ["lock"], "something was kept");
    let form = [("content-type", "text/plain")];
    assert_eq!(service.ask("POST", "/v1/packages", &form, Some(&good)).status, 415);
}

#[test]
fn a_package_that_does_not_decide_its_own_cases_as_they_say_is_refused_with_each_of_them() {
    let (place, folder) = (Place::new(), TempDir::new().unwrap());
    copy(&root().join("rulesets/mn-2025"), folder.path());
    edit(folder.path(), "package.toml", |text| {
        text.replacen("version = \"1.0.0\"", "version = \"1.1.0\"", 1)
    });
    let case = |text: &str| text.replacen("package: remn-2024", "package: remn-2019", 1);
    edit(folder.path(), "tests/demandes-deposees.yaml", case);
    let (service, archive) = (place.service(), packed(folder.path()));
    let answer = upload(&service, "", &archive, &signed(&archive, &[1]));
    let problem = answer.json();
    assert_eq!((answer.status, &problem["type"]), (422, &json!("/problems/wrong-package")), "{problem:#}");
    let [error] = &problem["errors"].as_array().unwrap()[..] else { panic!("{problem:#}") };
    let detail = error["detail"].as_str().unwrap();
    for said in ["tests/demandes-deposees.yaml, case `", "expected \"remn-2019\", found \"remn-2024\""] {
        assert!(detail.contains(said), "`{said}` is not in {detail}");
    }
}

#[test]
fn without_a_trust_file_nothing_can_be_uploaded() {
    let answer = upload(&crate::open(), "", &newer(), &signed(&newer(), &[1]));
    assert_eq!((answer.status, &answer.json()["type"]), (422, &json!("/problems/not-trusted")));
    assert!(answer.text().contains("no trust file is set"), "{}", answer.text());
}

#[test]
fn what_was_uploaded_keeps_the_service_from_starting_where_it_is_not_said_whom_to_trust() {
    let (place, archive) = (Place::new(), newer());
    let untrusting = || {
        let state = place.path("state");
        Service::try_start(&[("no_auth", "true"), ("state", &state)], "")
    };
    drop(untrusting().unwrap());
    assert_eq!(
        upload(&place.service(), "?activate=true", &archive, &signed(&archive, &[1])).status,
        201,
        "a state without uploads asks for no trust"
    );
    let fault = untrusting().err().unwrap();
    assert_eq!(
        fault.to_string(),
        "`mn-2025@1.1.0` was uploaded, and no trust file is set: its signatures cannot be checked"
    );
    fs::remove_file(place.path("state/archives/mn-2025-1.1.0.parchemin.sig")).unwrap();
    assert!(untrusting().is_err());
    assert!(place.try_service(&[]).err().unwrap().to_string().contains("no trusted signature"));
}

#[test]
fn archives_are_given_like_folders_and_need_a_signature_where_it_is_said_whom_to_trust() {
    let (place, archive) = (Place::new(), newer());
    let path = place.path("mn.parchemin");
    fs::write(&path, &archive).unwrap();
    let given = [("packages", &*path)];
    let fault = place.try_service(&given).err().unwrap().to_string();
    assert!(fault.contains("mn.parchemin`: no trusted signature"), "{fault}");
    fs::write(format!("{path}.sig"), format!("parchemin.signatures/1\n{}\n", signed(&archive, &[1])))
        .unwrap();
    assert_eq!(state(&place.try_service(&given).unwrap(), "mn-2025/1.1.0"), "in-use");
    let open = Service::start(&[("no_auth", "true"), given[0]]);
    assert_eq!(state(&open, "mn-2025/1.1.0"), "in-use");
}

#[test]
fn a_key_that_is_revoked_is_told_where_the_trust_file_is_watched() {
    let (place, archive) = (Place::new(), newer());
    let service = place.try_service(&[("watch", "true")]).unwrap();
    assert_eq!(upload(&service, "?activate=true", &archive, &signed(&archive, &[1])).status, 201);
    let refused = || service.get("/v1/packages").json()["refused_change"].to_string();
    place.trust(1, "revoked = \"2020-01-01\"");
    crate::wait("the refusal", || refused().contains("mn-2025-1.1.0.parchemin"));
    assert_eq!(state(&service, "mn-2025/1.1.0"), "in-use", "the last good packages decide on");
    place.trust(1, "");
    crate::wait("the mending", || refused() == "null");
}

#[test]
fn no_more_archives_are_kept_than_may_be() {
    let (place, archive) = (Place::new(), newer());
    let service = place.try_service(&[("limits.archives", "1")]).unwrap();
    assert_eq!(upload(&service, "", &archive, &signed(&archive, &[1])).status, 201);
    let newest = self::archive("mn-2025", "package.toml", |text| {
        text.replacen("version = \"1.0.0\"", "version = \"1.2.0\"", 1)
    });
    let answer = upload(&service, "", &newest, &signed(&newest, &[1]));
    assert_eq!((answer.status, &answer.json()["type"]), (409, &json!("/problems/packages-do-not-fit")));
    assert!(answer.text().contains("`limits.archives`"), "{}", answer.text());
    let again = upload(&service, "", &archive, &signed(&archive, &[1]));
    assert_eq!(again.status, 200, "what is kept already takes no more room");
}

#[test]
fn few_archives_are_taken_at_once() {
    let (place, archive) = (Place::new(), newer());
    let service = place.try_service(&[("limits.uploads", "1")]).unwrap();
    let once = || upload(&service, "", &archive, &signed(&archive, &[1])).status;
    // It may come while the place is taken, and is then refused itself.
    crate::wait("the place of another", || {
        let mut held = service.connect();
        held.write_all(b"POST /v1/packages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n1")
            .unwrap();
        once() == 503
    });
    crate::wait("a place", || [200, 201].contains(&once()));
}
