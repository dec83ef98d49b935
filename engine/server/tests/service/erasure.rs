//! What is taken out of the log is gone from its files, or it is said that it is not yet; and what was cut off in the
//! middle goes on the next time.

use crate::{
    decisions::{FILE, Log, batch, runtime},
    line,
};
use parchemin::core::{Lang, Speak};
use parchemin_server::record::{DecisionLog, RecordFault};
use sqlx::{Connection, Executor};

type Take = fn(&DecisionLog) -> Result<u64, RecordFault>;

/// The two ways in which content is taken out.
const TAKES: [Take; 2] = [|log| log.erase("a"), |log| log.prune(0)];

/// Whether these bytes are in a file of the log.
fn is_there(log: &Log, piece: &[u8]) -> bool {
    let wal = log.folder.path().join(format!("{FILE}-wal"));
    let all = [log.file(), wal].map(|path| std::fs::read(path).unwrap_or_default()).concat();
    all.windows(piece.len()).any(|window| window == piece)
}

/// Some bytes of the content of the first row.
fn content(log: &Log) -> Vec<u8> {
    let runtime = runtime();
    let mut other = log.other(&runtime);
    let stored = sqlx::query_scalar("SELECT content FROM decision").fetch_one(&mut other);
    let stored: Vec<u8> = runtime.block_on(stored).unwrap();
    runtime.block_on(other.close()).unwrap();
    stored.get(200..260).unwrap().to_owned()
}

#[test]
fn nothing_of_what_was_erased_is_left_in_the_file() {
    let log = Log::new();
    let service = log.service(&[]);
    assert_eq!(service.post("/v1/decisions", line("a").as_bytes()).status, 200);
    let piece = content(&log);
    assert!(is_there(&log, &piece));
    assert_eq!(log.open().erase("a").unwrap(), 1);
    assert!(!is_there(&log, &piece));
}

#[test]
fn it_is_said_that_content_is_still_in_the_file_while_somebody_reads_it() {
    let log = Log::new();
    let service = log.service(&[]);
    assert_eq!(service.post("/v1/decisions", line("a").as_bytes()).status, 200);
    let piece = content(&log);
    let runtime = runtime();
    let mut other = log.other(&runtime);
    runtime.block_on(other.execute("BEGIN; SELECT count(*) FROM decision")).unwrap();
    for take in TAKES {
        let fault = take(&log.open()).unwrap_err();
        assert!(fault.say(Lang::En).contains("still in the file beside"), "{fault}");
        assert!(fault.help(Lang::En).unwrap().contains("again"));
        assert!(is_there(&log, &piece));
        // It is out of the log, and nobody has to wait for it.
        assert!(log.rows().iter().all(|row| row.get("content").is_none()));
        assert_eq!(service.post("/v1/decisions?detail=outcome", line("b").as_bytes()).status, 200);
    }
    runtime.block_on(other.execute("ROLLBACK")).unwrap();
    assert_eq!(log.open().erase("a").unwrap(), 0);
    assert!(!is_there(&log, &piece));
}

#[test]
fn what_was_cut_off_in_the_middle_holds_and_goes_on_the_next_time() {
    for take in TAKES {
        let log = Log::new();
        let service = log.service(&[]);
        assert_eq!(batch(&service, "?detail=outcome", &line("a").repeat(700)).status, 200);
        log.tamper(
            "CREATE TRIGGER cut BEFORE UPDATE ON decision WHEN OLD.number = 600 BEGIN SELECT RAISE(ABORT, ''); END",
        );
        take(&log.open()).unwrap_err();
        let found = log.open().verify(None).unwrap();
        assert_eq!((found.whole, found.erased + found.pruned, found.broken), (200, 500, Vec::new()));
        log.tamper("DROP TRIGGER cut");
        assert_eq!(take(&log.open()).unwrap(), 200);
        let found = log.open().verify(None).unwrap();
        assert_eq!((found.whole, found.erased + found.pruned, found.broken), (0, 700, Vec::new()));
    }
}

#[test]
fn who_erases_a_person_is_told_that_the_secret_was_changed() {
    let log = Log::new();
    let service = log.service(&[]);
    assert_eq!(service.post("/v1/decisions", line("a").as_bytes()).status, 200);
    drop(service);
    log.tamper("UPDATE decision_log SET secret = 'ff' || substr(secret, 3)");
    let fault = log.open().erase("a").unwrap_err();
    assert!(fault.say(Lang::En).starts_with("the secret of the log was changed"), "{fault}");
}
