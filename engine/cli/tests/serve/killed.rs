//! A service that is killed at any moment leaves a log that holds every decision that was answered, and starts again
//! without being mended.

use crate::{PARCHEMIN, Service, root};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    env, fs,
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// How many times it is killed, unless `PARCHEMIN_KILLS` says otherwise.
const KILLS: u64 = 3;

/// Asks until nobody answers any more; the ids of what was decided.
fn ask(address: &str, file: &Value, next: &AtomicU64, decided: &mut Vec<String>) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(20))).build().into();
    let mut file = file.clone();
    loop {
        let id = format!("candidate-{}", next.fetch_add(1, Ordering::Relaxed));
        file["id"] = id.clone().into();
        let url = format!("http://{address}/v1/decisions");
        let answer = agent.post(url).content_type("application/json").send(file.to_string());
        // An answer that did not come whole is none.
        let Ok(Ok(body)) = answer.map(|mut answer| answer.body_mut().read_to_string()) else { return };
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["candidate"], id.as_str());
        decided.push(id);
    }
}

/// Sends batches until nobody answers any more; the ids of the lines that came.
fn send(address: &str, file: &Value, next: &AtomicU64, decided: &mut Vec<String>) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(20))).build().into();
    let mut file = file.clone();
    loop {
        let lines = (0..40).map(|_| {
            file["id"] = format!("candidate-{}", next.fetch_add(1, Ordering::Relaxed)).into();
            format!("{file}\n")
        });
        let lines: String = lines.collect();
        let url = format!("http://{address}/v1/decisions/batch");
        let answer = agent.post(url).content_type("application/x-ndjson").send(lines);
        let Ok(mut answer) = answer else { return };
        let mut text = Vec::new();
        let read = std::io::Read::read_to_end(&mut answer.body_mut().as_reader(), &mut text);
        let text = String::from_utf8_lossy(&text);
        let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        for line in whole.map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            if line.get("decision").is_some() {
                decided.push(line["id"].as_str().unwrap().to_owned());
            }
        }
        if read.is_err() {
            return;
        }
    }
}

#[test]
fn whatever_was_answered_before_it_was_killed_is_in_the_log() {
    let kills = env::var("PARCHEMIN_KILLS").ok().map_or(KILLS, |kills| kills.parse().unwrap());
    let folder = TempDir::new().unwrap();
    let log = format!("sqlite:{}", folder.path().join("decisions.db").display());
    let file = fs::read_to_string(root().join("examples/mn-vae.json")).unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    let next = AtomicU64::new(0);
    let mut decided: Vec<String> = Vec::new();
    for round in 0..kills {
        let set = format!("decisions.log={log}");
        let many = ["--set", "limits.rate=100000", "--set", "limits.burst=100000", "--set", "log=off"];
        let ids = ["--set", "decisions.ids=true"];
        let mut service = Service::start(&[&["--no-auth", "--set", &set][..], &many, &ids].concat());
        let (address, file, next) = (service.address.clone(), &file, &next);
        let found: Vec<Vec<String>> = thread::scope(|scope| {
            let asking: Vec<_> = (0..4)
                .map(|n| {
                    let address = &address;
                    scope.spawn(move || {
                        let mut decided = Vec::new();
                        if n == 0 {
                            send(address, file, next, &mut decided)
                        } else {
                            ask(address, file, next, &mut decided)
                        }
                        decided
                    })
                })
                .collect();
            // At another moment each time.
            thread::sleep(Duration::from_millis(400 + round * 37 % 500));
            service.child.kill().unwrap();
            service.child.wait().unwrap();
            asking.into_iter().map(|asking| asking.join().unwrap()).collect()
        });
        decided.extend(found.into_iter().flatten());
    }
    assert!(decided.len() > 10, "too few decisions to tell: {}", decided.len());
    let run = |what: &str| {
        let output =
            Command::new(PARCHEMIN).args(["log", what, "--log", &log, "--lang", "en"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        String::from_utf8(output.stdout).unwrap()
    };
    eprintln!("killed {kills} times, {} decisions answered; {}", decided.len(), run("verify"));
    let exported = run("export");
    let logged: BTreeSet<&str> = exported
        .lines()
        .filter_map(|line| line.split("\"candidate\":\"candidate-").nth(1)?.split('"').next())
        .collect();
    let lost: Vec<&String> =
        decided.iter().filter(|id| !logged.contains(id.strip_prefix("candidate-").unwrap_or(id))).collect();
    assert!(lost.is_empty(), "answered and not in the log: {lost:?}");
}
