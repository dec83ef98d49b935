//! Packages are swapped as a whole: whoever began finishes by what he began with, what does not load is not taken over,
//! and what was activated is found again.

use crate::{Service, copy, example, line, open, root, wait};
use parchemin::core::{Lang, Speak};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, io::Write, thread, time::Duration};
use tempfile::TempDir;

fn change(service: &Service, path: &str) -> Value {
    let answer = service.post(&format!("/v1/packages/{path}"), b"");
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

/// What becomes of the example: its outcome, and the catalogue that decided it.
fn decided(service: &Service) -> (String, String) {
    let answer = service.post("/v1/decisions", &example());
    let outcome = answer.json()["headline"]["outcome"].as_str().unwrap().to_owned();
    (outcome, answer.header("parchemin-catalogue").to_owned())
}

fn states(service: &Service, id: &str) -> Vec<(String, String)> {
    let packages = service.get("/v1/packages").json();
    let all = packages["packages"].as_array().unwrap().iter();
    all.filter(|listed| listed["package"]["id"] == id)
        .map(|listed| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&listed["package"]["version"]), text(&listed["state"]))
        })
        .collect()
}

fn states_are(service: &Service, id: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(version, state)| ((*version).to_owned(), (*state).to_owned())).collect();
    assert_eq!(states(service, id), expected);
}

/// `PARCHEMIN_SWAPS` says how many; 12 unless told.
#[test]
fn swaps_under_load_never_mix_versions() {
    let most = [("no_auth", "true"), ("limits.rate", "1000000"), ("limits.burst", "1000000")];
    let service = Service::start(&most);
    let swaps = std::env::var("PARCHEMIN_SWAPS").map_or(12, |swaps| swaps.parse().unwrap());
    let first = decided(&service);
    change(&service, "cadre/2.0.0/activate");
    let second = decided(&service);
    assert_eq!([&*first.0, &*second.0], ["non-recevable", "recevable"]);
    assert_ne!(first.1, second.1, "each catalogue has a digest of its own");
    let ended = std::sync::atomic::AtomicBool::new(false);
    let seen: Vec<(usize, usize)> = thread::scope(|scope| {
        let asking: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = (0, 0);
                    while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                        let now = decided(&service);
                        match (now == first, now == second) {
                            (true, _) => seen.0 += 1,
                            (_, true) => seen.1 += 1,
                            _ => panic!("an answer of two catalogues: {now:?}"),
                        }
                    }
                    seen
                })
            })
            .collect();
        for _ in 0..swaps / 2 {
            change(&service, "cadre/1.0.0/activate");
            change(&service, "cadre/2.0.0/activate");
        }
        ended.store(true, std::sync::atomic::Ordering::Relaxed);
        asking.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (one, two) = seen.iter().fold((0, 0), |sum, seen| (sum.0 + seen.0, sum.1 + seen.1));
    assert!(one > 0 && two > 0, "the load met one catalogue alone: {one}, {two}");
}

#[test]
fn a_batch_finishes_by_the_packages_it_began_with() {
    let service = open();
    let before = service.get("/v1/packages").json()["catalogue"].clone();
    let mut batch = service.batch("");
    batch.send(&line("a")).unwrap();
    assert_eq!(batch.next().unwrap()["decision"]["outcome"], "non-recevable");
    change(&service, "cadre/2.0.0/activate");
    assert_eq!(decided(&service).0, "recevable");
    batch.send(&line("b")).unwrap();
    assert_eq!(batch.next().unwrap()["decision"]["outcome"], "non-recevable");
    batch.end();
    let summary = batch.next().unwrap()["summary"].clone();
    assert_eq!((&summary["catalogue"], &summary["outcomes"]), (&before, &json!({ "non-recevable": 2 })));
}

#[test]
fn a_package_is_in_use_available_or_retired() {
    let service = open();
    states_are(&service, "cadre", &[("1.0.0", "in-use"), ("2.0.0", "available")]);
    let changed = change(&service, "cadre/2.0.0/activate");
    assert_eq!(
        (&changed["state"], &changed["kept"], &changed["number"]),
        (&json!("in-use"), &json!(false), &json!(2))
    );
    states_are(&service, "cadre", &[("1.0.0", "available"), ("2.0.0", "in-use")]);
    assert_eq!(change(&service, "cadre/1.0.0/retire")["in_use"], "2.0.0");
    states_are(&service, "cadre", &[("1.0.0", "retired"), ("2.0.0", "in-use")]);
    let query = service.post("/v1/decisions?use=cadre@1", &example());
    assert_eq!(query.status, 422, "a retired package decides nothing");
    assert_eq!(service.get("/v1/packages/cadre/1.0.0").json()["state"], "retired");
    let again = change(&service, "cadre/1.0.0/activate");
    assert_eq!((&again["number"], &again["in_use"]), (&json!(4), &json!("1.0.0")));
    // When it is retired that decides, the answer says which one does then.
    assert_eq!(change(&service, "cadre/1.0.0/retire")["in_use"], "2.0.0");
    assert_eq!(decided(&service).0, "recevable");
    change(&service, "cadre/1.0.0/activate");
    assert_eq!(decided(&service).0, "non-recevable");
    // What changes nothing is no swap.
    assert_eq!(change(&service, "cadre/1.0.0/activate")["number"], 6);
}

#[test]
fn a_titre_loses_and_regains_a_revision() {
    let service = open();
    let revisions = || {
        let timeline = service.get("/v1/titres/mediateur-numerique/timeline").json();
        timeline["revisions"].as_array().unwrap().len()
    };
    assert_eq!(revisions(), 4);
    assert_eq!(change(&service, "mn-2025/1.0.0/retire").get("in_use"), None);
    assert_eq!(revisions(), 3);
    change(&service, "mn-2025/1.0.0/activate");
    assert_eq!(revisions(), 4);
}

#[test]
fn a_change_that_does_not_fit_changes_nothing_and_says_why() {
    let service = open();
    let before = decided(&service);
    let answer =
        service.ask("POST", "/v1/packages/socle/1.0.0/retire", &[("accept-language", "en")], Some(b""));
    assert_eq!(answer.status, 409);
    let errors = answer.json()["errors"].to_string();
    assert!(errors.contains("`cadre` requires `socle`"), "{errors}");
    assert!(errors.contains("load the right one too") && !errors.contains("--packages"), "{errors}");
    assert_eq!(decided(&service), before);
    states_are(&service, "socle", &[("1.0.0", "in-use")]);
    // What is not there is no change that was refused.
    assert_eq!(service.post("/v1/packages/cadre/9.0.0/activate", b"").status, 404);
    let counts = service.get("/metrics").text();
    assert!(counts.contains("parchemin_package_changes_refused_total 1\n"), "{counts}");
}

#[test]
fn what_was_activated_is_found_again_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let state = folder.path().join("state");
    let settings = [("no_auth", "true"), ("state", state.to_str().unwrap())];
    let service = Service::start(&settings);
    let changed = change(&service, "cadre/2.0.0/activate");
    assert_eq!(changed["kept"], true);
    change(&service, "dwwm-2023/1.0.0/retire");
    let before = decided(&service);
    drop(service);
    let service = Service::start(&settings);
    assert_eq!(decided(&service), before);
    states_are(&service, "cadre", &[("1.0.0", "available"), ("2.0.0", "in-use")]);
    states_are(&service, "dwwm-2023", &[("1.0.0", "retired")]);
    // What was activated holds over the configuration, which is older.
    drop(service);
    let service = Service::start(&[settings[0], settings[1], ("use", "cadre@1")]);
    assert_eq!(decided(&service), before);
    let left = fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // Those of the log of decisions come and go with those who have it open.
    let left: BTreeSet<_> = left.filter(|name| !name.starts_with("decisions.db-")).collect();
    assert_eq!(left, ["decisions.db", "lock", "packages.json"].map(Into::into).into());
}

#[test]
fn a_change_whose_answer_nobody_takes_is_counted() {
    let service = open();
    wait("the change", || {
        let mut gone = service.connect();
        gone.write_all(
            b"POST /v1/packages/cadre/2.0.0/activate HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n",
        )
        .unwrap();
        drop(gone);
        thread::sleep(Duration::from_millis(200));
        service.get("/v1/packages").json()["number"] == 2
    });
    wait("the count", || service.get("/metrics").text().contains("parchemin_catalogue_number 2\n"));
}

#[test]
fn two_services_do_not_share_a_state() {
    let folder = TempDir::new().unwrap();
    let settings = [("no_auth", "true"), ("state", folder.path().to_str().unwrap())];
    let service = Service::start(&settings);
    let fault = Service::try_start(&settings, "").err().unwrap();
    assert!(fault.to_string().contains("is in use by another service"), "{fault}");
    assert!(fault.help(Lang::En).is_some());
    drop(service);
    Service::start(&settings);
}

#[test]
fn a_state_that_cannot_hold_keeps_the_service_from_starting() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("packages.json");
    let settings = [("no_auth", "true"), ("state", folder.path().to_str().unwrap())];
    let gone = r#"{"format":"parchemin.packages/1","in_use":{"cadre":"7.0.0"},"retired":[]}"#;
    for (text, said) in [
        ("{", "is not a state"),
        ("{}", "is not a state"),
        (gone, "`cadre@7.0.0`, which is not there any more"),
    ] {
        fs::write(&file, text).unwrap();
        let fault = Service::try_start(&settings, "").err().unwrap().to_string();
        assert!(fault.contains(said), "{fault}");
    }
}

#[test]
fn a_state_that_cannot_be_kept_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let state = folder.path().join("state");
    let service = Service::start(&[("no_auth", "true"), ("state", state.to_str().unwrap())]);
    let before = decided(&service);
    fs::remove_dir_all(&state).unwrap();
    fs::write(&state, "a file, where a folder has to be").unwrap();
    let answer = service.post("/v1/packages/cadre/2.0.0/activate", b"");
    assert_eq!((answer.status, &answer.json()["type"]), (503, &json!("/problems/state-not-kept")));
    assert_eq!(decided(&service), before);
}

/// A folder with a copy of the first edition of the framework.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(&root().join("rulesets/cadre-1"), &folder.path().join("cadre-1"));
    folder
}

fn edit(folder: &TempDir, file: &str, change: impl Fn(&str) -> String) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(changed, text, "nothing to change in {file}");
    fs::write(path, changed).unwrap();
}

#[test]
fn a_folder_that_changes_is_taken_over_and_one_that_is_wrong_is_not() {
    let folder = folder();
    let packages = folder.path().to_str().unwrap();
    let service = Service::start(&[("no_auth", "true"), ("packages", packages), ("watch", "true")]);
    let ready = || service.ask("GET", "/health/ready", &[("accept-language", "en")], None);
    let before = decided(&service);
    let newer = |text: &str| text.replacen("version = \"1.0.0\"", "version = \"1.0.1\"", 1);
    edit(&folder, "cadre-1/package.toml", newer);
    wait("the new version", || states(&service, "cadre").iter().any(|(version, _)| version == "1.0.1"));
    let after = decided(&service);
    assert_ne!(after.1, before.1);
    assert_eq!(ready().json()["number"], 2);
    // A wrong package is told of, and the last good ones decide on.
    edit(&folder, "cadre-1/rules.toml", |text| text.replacen("[[", "[", 1));
    wait("the refusal", || ready().json().get("refused_change").is_some());
    assert_eq!(decided(&service), after);
    assert_eq!(ready().status, 200);
    let told = service.get("/v1/packages").json()["refused_change"][0]["detail"].clone();
    assert!(told.as_str().unwrap().contains("cadre-1/rules.toml, ligne "), "{told}");
    assert_eq!(ready().json()["refused_change"], true, "who has no key learns no more");
    edit(&folder, "cadre-1/rules.toml", |text| text.replacen('[', "[[", 1));
    wait("the mending", || ready().json().get("refused_change").is_none());
    assert_eq!(decided(&service), after);
}
