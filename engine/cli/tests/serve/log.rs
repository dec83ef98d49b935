//! The command `log` finds the log that the service writes, and says what is wrong with how it is called.

use crate::{PARCHEMIN, Service, root};
use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// What `parchemin log` says, and its status.
fn log(arguments: &[&str], variable: Option<&str>) -> (String, String, Option<i32>) {
    let mut command = Command::new(PARCHEMIN);
    command.args(["log", "--lang", "en"]).args(arguments).env_remove("PARCHEMIN_DECISIONS_LOG");
    command.envs(variable.map(|address| ("PARCHEMIN_DECISIONS_LOG", address)));
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn the_log_is_found_as_the_service_finds_it() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("parchemin.toml");
    fs::write(&config, "no_auth = true\n[decisions]\nlog = \"sqlite:decisions.db\"\nids = true\n").unwrap();
    let config = config.to_str().unwrap();
    let service = Service::start(&["--config", config]);
    let file = fs::read_to_string(root().join("examples/mn-vae.json")).unwrap();
    assert!(service.post("/v1/decisions", &file).contains("non-recevable"));
    let address = format!("sqlite:{}", folder.path().join("decisions.db").display());
    let (by_config, _, status) = log(&["verify", "--config", config], None);
    assert_eq!(status, Some(0));
    assert!(
        by_config
            .starts_with("1 rows; contents: 1 kept, 0 erased, 0 whose time has passed\nlast row: 1 sha256:")
    );
    assert_eq!(log(&["verify", "--log", &address], None).0, by_config);
    assert_eq!(log(&["verify"], Some(&address)).0, by_config);
    let head = by_config.trim_end().rsplit(' ').next().unwrap();
    let (kept, _, status) = log(&["verify", "--head", head, "--log", &address], None);
    assert_eq!((status, kept.lines().last()), (Some(0), Some("the hash kept elsewhere is that of row 1")));
    let (_, said, status) = log(&["verify", "--head", "sha256:0", "--log", &address], None);
    assert_eq!(status, Some(1));
    assert!(said.contains("no row has the hash sha256:0 that was kept elsewhere"), "{said}");
    let (export, _, _) = log(&["export", "--candidate", "exemple-vae", "--log", &address], None);
    assert_eq!((export.lines().count(), export.contains("\"id\":\"exemple-vae\"")), (1, true));
    assert_eq!(log(&["export", "--candidate", "another", "--log", &address], None).0, "");
    let (replayed, _, status) = log(&["replay", "--log", &address], None);
    assert_eq!((status, &*replayed), (Some(0), "1 decisions the same, 0 different\n"));
    let (erased, _, _) = log(&["erase", "--candidate", "exemple-vae", "--log", &address], None);
    assert_eq!(erased, "1 contents taken away\n");
    let (erased, _, status) = log(&["erase", "--candidate", "exemple-vae", "--log", &address], None);
    assert_eq!(erased, "the log has no content of this candidate: nothing was taken away\n");
    assert_eq!(status, Some(0));
    let (verified, _, _) = log(&["verify", "--log", &address], None);
    assert!(verified.starts_with("2 rows; contents: 0 kept, 1 erased"), "{verified}");
}

#[test]
fn a_wrong_call_is_told_with_advice_and_does_nothing() {
    let folder = TempDir::new().unwrap();
    let absent = format!("sqlite:{}", folder.path().join("absent.db").display());
    let text = folder.path().join("text.db");
    fs::write(&text, "no_auth = true\n").unwrap();
    let text = format!("sqlite:{}", text.display());
    let cases: &[(&[&str], &str, &str)] = &[
        (&["verify"], "no log of decisions is named", "give --log sqlite:PATH"),
        (&["verify", "--log", &absent], "there is no log of decisions at", "give by --log"),
        (
            &["verify", "--log", "decisions.db"],
            "`decisions.db` is not the address of a log",
            "write sqlite:PATH",
        ),
        (&["verify", "--log", &text], "text.db` is not a database", "where there is nothing yet"),
        (&["prune", "--older-than", "soon", "--log", &absent], "365d, 365", ""),
    ];
    let begun = Instant::now();
    for (arguments, said, advice) in cases {
        let (data, told, status) = log(arguments, None);
        assert_eq!((status, &*data), (Some(2), ""), "{arguments:?}");
        assert!(told.contains(said) && told.contains(advice), "{arguments:?}: {told}");
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "it is said only after {:?}", begun.elapsed());
    assert!(!folder.path().join("absent.db").exists());
}
