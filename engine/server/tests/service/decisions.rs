//! What is answered is in the log before it is answered; what is not logged is not answered; who asks again with the same
//! key is answered the same; and content can go from a chain that holds.

use crate::{Service, client::Answer, example, line, root};
use parchemin::{
    Setup,
    core::{Lang, Speak},
    packages::hex,
};
use parchemin_server::record::{Address, DecisionLog, NotReplayed};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read},
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// A log, and the folder that it is in.
pub(crate) struct Log {
    address: String,
    pub(crate) folder: TempDir,
}

pub(crate) const FILE: &str = "a log?.db";

impl Log {
    pub(crate) fn new() -> Log {
        let folder = TempDir::new().unwrap();
        Log { address: format!("sqlite:{}", folder.path().join(FILE).display()), folder }
    }

    /// In a database of a server.
    pub(crate) fn at(address: String) -> Log {
        Log { address, folder: TempDir::new().unwrap() }
    }

    pub(crate) fn service(&self, settings: &[(&str, &str)]) -> Service {
        let always = [("no_auth", "true"), ("decisions.log", self.address.as_str())];
        Service::start(&[&always[..], settings].concat())
    }

    pub(crate) fn open(&self) -> DecisionLog {
        DecisionLog::open(&Address::read(&self.address, |path| path.into()).unwrap()).unwrap()
    }

    pub(crate) fn rows(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        self.open().export(None, |row| rows.push(serde_json::to_value(row).unwrap())).unwrap();
        rows
    }

    /// What is found broken, in words.
    pub(crate) fn broken(&self, head: Option<&str>) -> Vec<String> {
        self.open().verify(head).unwrap().broken.iter().map(|broken| broken.say(Lang::En)).collect()
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    /// Another program that has the file open.
    pub(crate) fn other(&self, runtime: &Runtime) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.file());
        runtime.block_on(SqliteConnection::connect_with(&options)).unwrap()
    }

    /// Does something to the file behind the back of the program.
    pub(crate) fn tamper(&self, statement: &str) {
        let runtime = runtime();
        let mut other = self.other(&runtime);
        runtime.block_on(other.execute(sqlx::raw_sql(AssertSqlSafe(statement)))).unwrap();
        runtime.block_on(other.close()).unwrap();
    }
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

pub(crate) fn batch(service: &Service, query: &str, body: &str) -> Answer {
    let headers = [("content-type", "application/x-ndjson")];
    service.ask("POST", &format!("/v1/decisions/batch{query}"), &headers, Some(body.as_bytes()))
}

pub(crate) fn with_key(service: &Service, path: &str, key: &str, body: &[u8]) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    service.ask("POST", path, &headers, Some(body))
}

fn problem(answer: &Answer) -> (u16, String) {
    let kind = answer.json()["type"].as_str().unwrap_or_default().replace("/problems/", "");
    (answer.status, kind)
}

/// Everything that holds in every database.
pub(crate) fn all_of_it(log: &Log) {
    let service = log.service(&[("decisions.mask", "/route")]);
    let plain = service.post("/v1/decisions", line("masked").as_bytes());
    assert_eq!(plain.status, 200, "{}", plain.text());
    drop(service);

    // Of a file that has nothing of what is masked, all is kept.
    let service = log.service(&[("decisions.mask", "/experience/*/hours")]);
    let one = service.post("/v1/decisions", line("a person").as_bytes());
    let many = batch(&service, "?detail=findings", &[line("a person"), "{}\n".into(), line("b")].concat());
    let full = batch(&service, "?detail=full", &line("c"));
    assert_eq!([one.status, many.status, full.status], [200, 200, 200]);
    let outcome = || with_key(&service, "/v1/decisions?detail=outcome", "k", &example());
    let again = [outcome(), outcome()];
    assert_eq!(again[0].body, again[1].body);
    let rows = log.rows();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0]["content"]["masked"], json!(["/route"]));
    assert_eq!(rows[0]["content"]["file"].get("route"), None);
    // What was answered, but for the id, which stands for no person any more.
    let mut answered = one.json();
    answered.as_object_mut().unwrap().remove("candidate");
    assert_eq!(rows[1]["content"]["decision"], answered);
    assert_eq!(rows[1]["packages"], one.json()["packages"]);
    assert_eq!((&rows[1]["key"], &rows[1]["as_of"]), (&json!("-"), &one.json()["date"]));
    assert_eq!(rows[1]["candidate"], rows[2]["candidate"]);
    assert_ne!(rows[1]["candidate"], rows[3]["candidate"]);
    let text = serde_json::to_string(&rows).unwrap();
    assert!(!text.contains("a person"), "the id is in the log");
    assert_eq!(log.broken(None), Vec::<String>::new());

    let log_open = log.open();
    let replayed = log_open.replay(&Setup::default()).unwrap().unwrap();
    assert_eq!((replayed.same, replayed.different), (5, 0), "{:?}", replayed.differences);
    assert_eq!(replayed.not, BTreeMap::from([(NotReplayed::Masked, 1)]));
    let head = log_open.verify(None).unwrap().head.hash;

    // Content goes, and the chain holds; what was kept for his key goes too.
    assert_eq!(log_open.erase("a person").unwrap(), 2);
    assert_eq!(log_open.erase("a person").unwrap(), 0);
    assert_eq!(log_open.erase("exemple-vae").unwrap(), 1);
    assert_eq!(log.broken(Some(&head)), Vec::<String>::new());
    assert_eq!(outcome().body, again[0].body);
    assert_eq!(log.rows().len(), 9, "it was decided and logged anew");
    assert_eq!(log_open.prune(1).unwrap(), 0);
    assert_eq!(log_open.prune(0).unwrap(), 4);
    let verified = log_open.verify(None).unwrap();
    assert_eq!((verified.whole, verified.erased, verified.pruned), (0, 3, 4));
    assert_eq!((verified.rows, verified.broken), (10, Vec::new()));
    let replayed = log_open.replay(&Setup::default()).unwrap().unwrap();
    assert_eq!((replayed.same, replayed.not), (0, BTreeMap::from([(NotReplayed::Gone, 7)])));
    assert!(log.rows().iter().all(|row| row.get("content").is_none()));
}

#[test]
fn decisions_are_logged_replayed_and_erased_from_a_chain_that_holds() {
    all_of_it(&Log::new());
}

#[test]
fn every_change_of_the_log_is_found() {
    let log = Log::new();
    let service = log.service(&[]);
    for id in ["a", "b", "c", "d"] {
        let answer = match id {
            "b" | "c" => with_key(&service, "/v1/decisions", id, line(id).as_bytes()),
            _ => service.post("/v1/decisions", line(id).as_bytes()),
        };
        assert_eq!(answer.status, 200);
    }
    let head = log.open().verify(None).unwrap().head.hash;
    drop(service);
    log.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
    let sound = std::fs::read(log.file()).unwrap();
    let tampered = |statement: &'static str| {
        let log = Log::new();
        std::fs::write(log.file(), &sound).unwrap();
        log.tamper(statement);
        log
    };
    let no: Vec<&str> = Vec::new();
    assert_eq!(log.broken(Some(&head)), no);
    let changed = ["row 2 was changed"];
    let answer = ["the answer kept to row 2 was changed"];
    let tail = ["the end was cut off: the log went on to row 4"];
    let cases: &[(&'static str, &[&str])] = &[
        ("UPDATE decision SET as_of = '2020-01-01' WHERE number = 2", &changed),
        ("UPDATE decision SET key_name = 'other' WHERE number = 2", &changed),
        ("UPDATE decision SET answered_at = answered_at + 1 WHERE number = 2", &changed),
        ("UPDATE decision SET packages = '[]' WHERE number = 2", &changed),
        ("UPDATE decision SET candidate = NULL WHERE number = 2", &changed),
        // What nobody writes so, what is no text, and what is of another type than its column.
        ("UPDATE decision SET packages = CAST(x'ff' AS TEXT) WHERE number = 2", &changed),
        ("UPDATE decision SET candidate = CAST(x'ff' AS TEXT) WHERE number = 2", &changed),
        (
            "UPDATE decision SET hash = CAST(x'ff' AS TEXT) WHERE number = 2",
            &["row 2 was changed", "row 3 does not follow the one before it"],
        ),
        ("UPDATE decision_catalogue SET packages = CAST(x'ff' AS TEXT)", &["the list of packages sha256:"]),
        ("UPDATE decision_answer SET form = CAST(x'ff' AS TEXT) WHERE number = 2", &answer),
        // Nobody could be given it any more.
        ("UPDATE decision_answer SET id = CAST(x'ff' AS TEXT) WHERE number = 2", &[]),
        ("UPDATE decision_log SET hash = CAST(x'ff' AS TEXT)", &["what the log says of its end was changed"]),
        ("UPDATE decision_log SET secret = CAST(x'ff' AS TEXT)", &["the secret of the log was changed"]),
        ("UPDATE decision SET kind = 'foo' WHERE number = 2", &changed),
        ("UPDATE decision SET answered_at = 'abc' WHERE number = 2", &changed),
        ("UPDATE decision SET content = 'x' WHERE number = 2", &changed),
        ("UPDATE decision SET packages = x'00' WHERE number = 2", &changed),
        (
            "UPDATE decision SET hash = x'00' WHERE number = 2; UPDATE decision SET as_of = NULL WHERE number = 4",
            &["row 2 was changed", "row 3 does not follow the one before it", "row 4 was changed"],
        ),
        (
            "UPDATE decision SET number = 'abc' WHERE number = 2; UPDATE decision SET as_of = NULL WHERE number = 4",
            &[
                "row 2 is not there any more",
                "row 4 was changed",
                "rows without a whole number: 1",
                "kept answers that belong to no content: 1",
            ],
        ),
        ("UPDATE decision SET number = 4.5 WHERE number = 4", &[tail[0], "rows without a whole number: 1"]),
        (
            "UPDATE decision_log SET secret = 'ff' || substr(secret, 3)",
            &["the secret of the log was changed"],
        ),
        (
            "UPDATE decision_log SET secret = 'ff' || substr(secret, 3), number = 0, hash = (SELECT previous FROM decision WHERE number = 1); DELETE FROM decision_answer; DELETE FROM decision",
            &["the secret of the log was changed"],
        ),
        (
            "UPDATE decision_answer SET body = (SELECT body FROM decision_answer WHERE number = 3) WHERE number = 2",
            &answer,
        ),
        ("UPDATE decision_answer SET body = 'x' WHERE number = 2", &answer),
        ("UPDATE decision_answer SET form = 'text/html' WHERE number = 2", &answer),
        ("UPDATE decision_answer SET expires_at = expires_at + 1 WHERE number = 2", &answer),
        (
            "INSERT INTO decision_answer SELECT 'another', asked, expires_at, number, form, language, catalogue, body FROM decision_answer WHERE number = 2",
            &answer,
        ),
        (
            "UPDATE decision_answer SET number = 9 WHERE number = 2",
            &["kept answers that belong to no content: 1"],
        ),
        ("UPDATE decision_log SET number = 'abc'", &["what the log says of its end was changed"]),
        ("UPDATE decision_catalogue SET packages = x'00'", &["the list of packages sha256:"]),
        (
            "UPDATE decision SET nonce = (SELECT nonce FROM decision WHERE number = 3) WHERE number = 2",
            &["the content of row 2 was changed"],
        ),
        (
            "UPDATE decision SET content = NULL, nonce = NULL WHERE number = 2",
            &[
                "the content of row 2 is gone, and no row says why",
                "kept answers that belong to no content: 1",
            ],
        ),
        (
            "DELETE FROM decision WHERE number = 2",
            &["row 2 is not there any more", "kept answers that belong to no content: 1"],
        ),
        (
            "UPDATE decision SET number = 9 WHERE number = 2; UPDATE decision SET number = 2 WHERE number = 3; UPDATE decision SET number = 3 WHERE number = 9",
            &[
                "row 2 does not follow the one before it",
                "row 2 was changed",
                answer[0],
                "row 3 does not follow the one before it",
                "row 3 was changed",
                "the answer kept to row 3 was changed",
                "row 4 does not follow the one before it",
            ],
        ),
        ("DELETE FROM decision WHERE number = 4", &tail),
        ("DELETE FROM decision WHERE number > 2", &[tail[0], "kept answers that belong to no content: 1"]),
        ("DELETE FROM decision", &[tail[0], "kept answers that belong to no content: 2"]),
        (
            "UPDATE decision_log SET number = 3, hash = (SELECT hash FROM decision WHERE number = 3)",
            &["row 4 lies beyond the end"],
        ),
        ("UPDATE decision_catalogue SET packages = '[]'", &["the list of packages sha256:"]),
    ];
    for (statement, expected) in cases {
        let found = tampered(statement).broken(None);
        let told = found.len() == expected.len()
            && found.iter().zip(*expected).all(|(found, expected)| found.starts_with(expected));
        assert!(told, "{statement}: {found:?}");
    }
    // A log that was begun without a note of its secret says that nobody knows, and holds otherwise.
    let older = tampered(
        "DELETE FROM decision; DELETE FROM decision_answer; UPDATE decision_log SET number = 0, hash = 'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
    );
    let service = older.service(&[]);
    assert_eq!(service.post("/v1/decisions", line("a").as_bytes()).status, 200);
    assert_eq!(with_key(&service, "/v1/decisions", "k", line("b").as_bytes()).status, 200);
    let not_noted = |log: &Log| {
        let found = log.open().verify(None).unwrap();
        (found.secret_not_noted, found.answers_not_noted, found.broken.len())
    };
    assert_eq!(not_noted(&older), (true, 0, 0));
    // As an answer was once kept.
    older.tamper("UPDATE decision_answer SET number = 1, body = substr(body, 41)");
    assert_eq!(not_noted(&older), (true, 1, 0));
    assert_eq!(with_key(&service, "/v1/decisions", "k", line("b").as_bytes()).status, 200);
    assert_eq!(older.rows().len(), 2, "it is still given again");
    // Who cuts off the end and the note of where it was is found by who kept the hash elsewhere.
    let log = tampered(
        "DELETE FROM decision WHERE number = 4; UPDATE decision_log SET number = 3, hash = (SELECT hash FROM decision WHERE number = 3)",
    );
    assert_eq!(log.broken(None), no);
    let found = log.broken(Some(&head));
    assert!(found.len() == 1 && found[0].contains("cut off or made anew"), "{found:?}");
}

#[test]
fn a_content_too_large_to_be_read_is_not_said_to_be_changed() {
    let log = Log::new();
    let service = log.service(&[]);
    assert_eq!(service.post("/v1/decisions", &example()).status, 200);
    let stored = zstd::encode_all(io::repeat(b'0').take(256 * 1024 * 1024 + 1), 1).unwrap();
    log.tamper(&format!("UPDATE decision SET content = x'{}'", hex(&stored)));
    assert_eq!(log.broken(None), ["the content of row 1 is larger than can be read"]);
    let replayed = log.open().replay(&Setup::default()).unwrap().unwrap();
    assert_eq!(replayed.not, BTreeMap::from([(NotReplayed::Unreadable, 1)]));
}

#[test]
fn a_log_is_found_sound_while_others_write_it() {
    let log = Log::new();
    let service = log.service(&[]);
    assert_eq!(batch(&service, "?detail=outcome", &line("many").repeat(700)).status, 200);
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let open = log.open();
            while !ended.load(Relaxed) {
                assert_eq!(open.verify(None).unwrap().broken, Vec::new());
                thread::sleep(Duration::from_millis(20));
            }
        });
        for n in 0..10 {
            let id = n.to_string();
            assert_eq!(with_key(&service, "/v1/decisions", &id, line(&id).as_bytes()).status, 200);
            // Whether it is gone from the files already does not matter here.
            let _ = log.open().erase(&id);
            if reading.is_finished() {
                break;
            }
        }
        ended.store(true, Relaxed);
        reading.join().unwrap();
    });
}

#[test]
fn the_same_key_is_answered_the_same_and_never_for_something_else() {
    let log = Log::new();
    let service = log.service(&[]);
    let first = with_key(&service, "/v1/decisions", "\"key-1\"", &example());
    assert_eq!(first.status, 200);
    // The packages change, the answer does not, whoever answers.
    assert_eq!(service.post("/v1/packages/cadre/2.0.0/activate", b"").status, 200);
    assert_ne!(service.post("/v1/decisions", &example()).body, first.body);
    drop(service);
    let service = log.service(&[]);
    let again = with_key(&service, "/v1/decisions", "key-1", &example());
    assert_eq!(again.body, first.body);
    for header in ["parchemin-catalogue", "content-type", "content-language", "vary"] {
        assert_eq!(again.header(header), first.header(header), "{header}");
    }
    assert_eq!(log.rows().len(), 2, "what is answered again is not logged again");
    let reused = (422, "idempotency-key-reused".to_owned());
    assert_eq!(problem(&with_key(&service, "/v1/decisions", "key-1", line("x").as_bytes())), reused);
    assert_eq!(problem(&with_key(&service, "/v1/decisions?use=cadre@2", "key-1", &example())), reused);
    let wrong = (400, "bad-idempotency-key".to_owned());
    assert_eq!(problem(&with_key(&service, "/v1/decisions", "a b", &example())), wrong);
    // What was refused can be mended under the same key.
    assert_eq!(with_key(&service, "/v1/decisions", "key-2", b"{}").status, 422);
    assert_eq!(with_key(&service, "/v1/decisions", "key-2", &example()).status, 200);
    // An answer is kept for a while.
    log.tamper("UPDATE decision_answer SET expires_at = 0");
    assert_eq!(with_key(&service, "/v1/decisions", "key-1", line("x").as_bytes()).status, 200);
}

#[test]
fn answers_are_not_kept_beyond_their_time_though_nobody_asks() {
    let log = Log::new();
    let answers = || {
        let runtime = runtime();
        let mut other = log.other(&runtime);
        let count = sqlx::query_scalar("SELECT count(*) FROM decision_answer").fetch_one(&mut other);
        let count: i64 = runtime.block_on(count).unwrap();
        runtime.block_on(other.close()).unwrap();
        count
    };
    let keep_and_let_expire = || {
        let service = log.service(&[]);
        assert_eq!(with_key(&service, "/v1/decisions", "k", &example()).status, 200);
        drop(service);
        assert_eq!(answers(), 1);
        log.tamper("UPDATE decision_answer SET expires_at = 0");
    };
    keep_and_let_expire();
    assert_eq!(log.open().prune(100).unwrap(), 0);
    assert_eq!(answers(), 0, "`prune` leaves what nobody may be given any more");
    keep_and_let_expire();
    let _service = log.service(&[]);
    crate::wait("the answer goes by itself", || answers() == 0);
}

#[test]
fn what_cannot_be_logged_is_not_answered() {
    let log = Log::new();
    let service = log.service(&[("decisions.queue", "1")]);
    let runtime = runtime();
    let mut other = log.other(&runtime);
    // Another program writes and does not end: the database is busy for longer than anybody waits.
    runtime.block_on(other.execute("BEGIN IMMEDIATE")).unwrap();
    let answers: Vec<Answer> = thread::scope(|scope| {
        let asking: Vec<_> = (0..6)
            .map(|n| {
                let service = &service;
                scope.spawn(move || service.post("/v1/decisions", line(&n.to_string()).as_bytes()))
            })
            .collect();
        asking.into_iter().map(|asking| asking.join().unwrap()).collect()
    });
    let told: BTreeSet<(u16, String)> = answers.iter().map(problem).collect();
    let expected = [(503, "decision-not-logged".to_owned()), (503, "overloaded".to_owned())];
    assert_eq!(told, BTreeSet::from(expected));
    assert!(answers.iter().all(|answer| answer.header("retry-after") == "1"));
    let lines = batch(&service, "", &line("a")).lines();
    assert_eq!(lines[0]["problem"]["type"], "/problems/decision-not-logged");
    assert_eq!((&lines[1]["summary"]["decided"], &lines[1]["summary"]["refused"]), (&json!(0), &json!(1)));
    runtime.block_on(other.execute("ROLLBACK")).unwrap();
    assert_eq!(log.rows(), Vec::<Value>::new());
    assert_eq!(service.post("/v1/decisions", &example()).status, 200);
    assert_eq!(log.rows().len(), 1);
}

#[test]
fn a_decision_is_made_again_by_the_packages_of_then_or_it_is_said_that_they_are_not_there() {
    let log = Log::new();
    let folder = TempDir::new().unwrap();
    let package = folder.path().join("mn-2025");
    crate::copy(&root().join("rulesets/mn-2025"), &package);
    let notes = package.join("CHANGELOG.md");
    let text = std::fs::read_to_string(&notes).unwrap();
    std::fs::write(&notes, format!("{text}\nAnother digest.\n")).unwrap();
    let packages = package.to_str().unwrap();
    let service = log.service(&[("packages", packages)]);
    assert_eq!(service.post("/v1/decisions?use=cadre@2", &example()).status, 200);
    drop(service);
    let found = log.open().replay(&Setup::default()).unwrap().unwrap();
    let not: Vec<&NotReplayed> = found.not.keys().collect();
    assert!(matches!(not[..], [NotReplayed::NoPackage(name)] if name.starts_with("mn-2025@")), "{not:?}");
    let setup = Setup { packages: vec![package], ..Setup::default() };
    let found = log.open().replay(&setup).unwrap().unwrap();
    assert_eq!((found.same, found.different, found.not.len()), (1, 0, 0), "{:?}", found.differences);
}

#[test]
fn those_who_wait_together_are_written_together() {
    let log = Log::new();
    let service = log.service(&[]);
    let runtime = runtime();
    let mut other = log.other(&runtime);
    runtime.block_on(other.execute("BEGIN IMMEDIATE")).unwrap();
    thread::scope(|scope| {
        let service = &service;
        let asking: Vec<_> = (0..20)
            .map(|n| {
                scope.spawn(move || service.post("/v1/decisions", line(&n.to_string()).as_bytes()).status)
            })
            .collect();
        let begun = Instant::now();
        while !service.get("/metrics").text().contains("parchemin_requests_under_way 21\n") {
            assert!(begun.elapsed() < Duration::from_secs(4), "they have not begun");
        }
        runtime.block_on(other.execute("ROLLBACK")).unwrap();
        assert!(asking.into_iter().all(|asking| asking.join().unwrap() == 200));
    });
    let turns = sqlx::query_scalar("SELECT turn FROM decision_log").fetch_one(&mut other);
    let turns: i64 = runtime.block_on(turns).unwrap();
    assert_eq!(log.rows().len(), 20);
    // The first alone, and those who came meanwhile; some may have been decided only after.
    assert!(turns <= 10, "{turns} transactions");
}
