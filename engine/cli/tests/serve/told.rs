//! What the service is told is shown with where it comes from, and refused where it is wrong.

use crate::Service;
use std::{fs, process::Output};
use tempfile::TempDir;

fn serve(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    crate::serve().args(arguments).envs(environment.iter().copied()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn what_holds_is_shown_with_where_it_comes_from() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("parchemin.toml");
    fs::write(&file, "no_auth = true\n\n[limits]\nrate = 7\n").unwrap();
    let file = file.to_str().unwrap();
    let arguments =
        ["--config", file, "--print-config", "--set", "limits.burst=9", "--packages", "a", "--lang", "en"];
    let output = serve(&arguments, &[("PARCHEMIN_STATE", "kept"), ("PARCHEMIN_STAET", "kept")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    for line in [
        &format!("limits.rate = 7  # {file}:4 : "),
        "limits.burst = 9  # --set : ",
        "state = \"kept\"  # PARCHEMIN_STATE : ",
        "packages = [\"a\"]  # --packages : ",
        "lang = \"en\"  # --lang : ",
        "listen = \"127.0.0.1:8080\"  # default : ",
    ] {
        assert!(shown.contains(line), "`{line}` is not in\n{shown}");
    }
    assert!(text(&output.stderr).contains("PARCHEMIN_STAET sets nothing ; perhaps `PARCHEMIN_STATE`"));
}

#[test]
fn what_holds_is_shown_though_no_key_is_given_yet_and_then_that_is_said() {
    let output = serve(&["--print-config", "--set", "limits.rate=7", "--lang", "en"], &[]);
    let (shown, message) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(shown.contains("limits.rate = 7  # --set : ") && !shown.contains("no_auth"), "{shown}");
    assert!(message.contains("no key is given"), "{message}");
    // Where something else is wrong, nobody knows what holds.
    let output = serve(&["--print-config", "--set", "limits.raet=7"], &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
}

#[test]
fn no_password_is_shown_of_a_file_whatever_is_wrong_in_it() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("parchemin.toml");
    for (text_of_it, said) in [
        (
            "[decisions]\nlog = \"postgre://u:s3cr?et@h/b\"\n",
            "parchemin.toml:2: `postgre://u:***@h/b` is not",
        ),
        ("[decisions]\nlog = \"postgres://u:s3cr?et@h/b\"\nlgo = \"off\"\n", "`decisions.lgo`"),
    ] {
        fs::write(&file, text_of_it).unwrap();
        let output = serve(&["--no-auth", "--config", file.to_str().unwrap(), "--lang", "en"], &[]);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(said) && !message.contains("s3cr"), "{message}");
    }
}

#[test]
fn a_wrong_setting_is_refused_with_file_line_and_the_nearest_right_one() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("parchemin.toml");
    fs::write(&file, "no_auth = true\n\n[limits]\nraet = 7\n").unwrap();
    let file = file.to_str().unwrap();
    for (lang, said) in [
        ("fr", ["aucun réglage ne s’appelle `limits.raet`", "conseil: peut-être `limits.rate`"]),
        ("en", ["no setting is called `limits.raet`", "help: perhaps `limits.rate`"]),
    ] {
        let output = serve(&["--config", file, "--lang", lang], &[]);
        let message = text(&output.stderr);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{message}");
        for wanted in said.into_iter().chain([&*format!("[{file}:4:1]"), "· ────"]) {
            assert!(message.contains(wanted), "`{wanted}` is not in\n{message}");
        }
    }
}

#[test]
fn what_cannot_be_is_refused_before_anything_listens() {
    let wrong_state = TempDir::new().unwrap();
    fs::write(wrong_state.path().join("packages.json"), "{").unwrap();
    let state = wrong_state.path().to_str().unwrap();
    let archive = wrong_state.path().join("packages.json");
    let archive = archive.to_str().unwrap();
    let plain = wrong_state.path().join("text.db");
    fs::write(&plain, "no_auth = true\n").unwrap();
    let plain = plain.to_str().unwrap();
    let cases: [(&[&str], &str); 16] = [
        (&[], "no key is given"),
        (&["--no-auth", "--listen", "0.0.0.0:0"], "on a loopback address only"),
        (&["--no-auth", "--listen", "here"], "--listen: `here` is not an address with a port"),
        (&["--no-auth", "--set", "packages"], "--set: `packages` is not of the form NAME=VALUE"),
        (&["--no-auth", "--set", "cors.origins=*"], "`*` is not an origin"),
        (
            &["--no-auth", "--set", "decisions.mask=/experiance/*/hours"],
            "--set: no candidate file can have `/experiance/*/hours`",
        ),
        (&["--no-auth", "--set", &format!("decisions.log=sqlite:{plain}")], "text.db` is not a database"),
        (&["--no-auth", "--set", "rate=1"], "--set: no setting is called `rate`"),
        (&["--no-auth", "--packages", "nowhere"], "no package in `nowhere`"),
        (&["--no-auth", "--packages", archive], "packages.json`: this is not an archive, or it is cut"),
        (&["--no-auth", "--trust", "nowhere.toml"], "`nowhere.toml`: cannot be read"),
        (
            &["--no-auth", "--trusted-on", "2026-01-01"],
            "--trusted-on: the service trusts keys by the day it is",
        ),
        (
            &["--no-auth", "--listen", "127.0.0.1:0", "--set", "receipts.key=nowhere.pem"],
            "`nowhere.pem` cannot be read",
        ),
        (
            &["--no-auth", "--listen", "127.0.0.1:0", "--set", &format!("receipts.key={archive}")],
            "this is not a private key of Ed25519",
        ),
        (&["--no-auth", "--config", "nowhere.toml"], "`nowhere.toml` cannot be read"),
        (&["--no-auth", "--listen", "127.0.0.1:0", "--state", state], "is not a state"),
    ];
    for (arguments, said) in cases {
        let output = serve(&[arguments, &["--lang", "en"]].concat(), &[]);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(said), "`{said}` is not in\n{message}");
    }
}

#[test]
fn a_new_key_opens_a_service_that_knows_its_digest_alone() {
    let made = text(&serve(&["--new-key", "reader", "--lang", "en"], &[]).stdout);
    let (head, lines) = made.split_once('\n').unwrap();
    let secret = head.rsplit(' ').next().unwrap();
    assert!(!lines.contains(secret) && secret.len() > 40, "{made}");
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("parchemin.toml");
    // As it was printed: the key stands in a comment, to be taken out and kept elsewhere.
    fs::write(&file, lines).unwrap();
    let service = Service::start(&["--config", file.to_str().unwrap()]);
    let ask = |secret: &str| {
        let url = format!("http://{}/v1/titres", service.address);
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        agent.get(url).header("authorization", format!("Bearer {secret}")).call().unwrap().status().as_u16()
    };
    assert_eq!(
        [ask(secret), ask("parchemin_"), ask(secret.trim_end_matches(char::is_alphanumeric))],
        [200, 401, 401]
    );
    assert_eq!(serve(&["--new-key", "king"], &[]).status.code(), Some(2));
}
