//! The later layer holds, every value is told with its place, and what is wrong is refused with the nearest right name.

use super::*;
use parchemin::core::Speak;
use std::fs;
use tempfile::TempDir;

/// A configuration file of that text, variables, and flags.
fn read(
    text: &str,
    environment: &[(&str, &str)],
    flags: &[(&str, &str)],
) -> (TempDir, Result<Configuration, Vec<ConfigFault>>) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("parchemin.toml");
    fs::write(&path, text).unwrap();
    let flag = |(name, text): &(&str, &str)| Flag {
        name: (*name).to_owned(),
        shown: format!("--{name}"),
        text: Some((*text).to_owned()),
    };
    let given = Given {
        file: Some(path),
        environment: environment.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect(),
        flags: flags.iter().map(flag).collect(),
    };
    (folder, Configuration::read(&given))
}

const KEY: &str = "[[keys]]\nname = \"a\"\nsha256 = \"0000000000000000000000000000000000000000000000000000000000000000\"\nroles = [\"reader\"]\n";

/// The line of `--print-config` for a setting, without what the setting is for.
fn line(configuration: &Configuration, name: &str) -> String {
    let printed = configuration.printed(Lang::En);
    let line = printed.lines().find(|line| line.starts_with(&format!("{name} ="))).unwrap().to_owned();
    line.split(" : ").next().unwrap().to_owned()
}

#[test]
fn flags_hold_over_the_environment_and_that_over_the_file() {
    let text = format!("no_auth = true\n[limits]\nrate = 1\nburst = 2\nseconds = 3\n{KEY}");
    let environment = [("PARCHEMIN_LIMITS_BURST", "20"), ("PARCHEMIN_LIMITS_SECONDS", "30")];
    let (folder, configuration) = read(&text, &environment, &[("limits.seconds", "300")]);
    let configuration = configuration.unwrap();
    let limits = configuration.limits;
    assert_eq!((limits.rate, limits.burst, limits.whole.as_secs(), limits.idle.as_secs()), (1, 20, 300, 30));
    let file = folder.path().join("parchemin.toml");
    assert_eq!(line(&configuration, "limits.rate"), format!("limits.rate = 1  # {}:3", file.display()));
    assert_eq!(line(&configuration, "limits.burst"), "limits.burst = 20  # PARCHEMIN_LIMITS_BURST");
    assert_eq!(line(&configuration, "limits.seconds"), "limits.seconds = 300  # --limits.seconds");
    assert_eq!(line(&configuration, "limits.idle"), "limits.idle = 30  # default");
}

#[test]
fn what_is_printed_can_be_given_as_a_file() {
    let (_folder, configuration) =
        read("no_auth = true\npackages = [\"a b\"]\nuse = [\"cadre@2\"]\n", &[], &[]);
    let printed = configuration.unwrap().printed(Lang::Fr);
    let (_folder, again) = read(&printed, &[], &[]);
    let values = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split("  # ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(values(&again.unwrap().printed(Lang::Fr)), values(&printed));
}

#[test]
fn a_path_in_a_file_starts_from_the_folder_of_the_file() {
    let (folder, configuration) =
        read("no_auth = true\nstate = \"kept\"\npackages = [\"a\", \"/b\"]\n", &[], &[]);
    let configuration = configuration.unwrap();
    assert_eq!(configuration.state, Some(folder.path().join("kept")));
    assert_eq!(configuration.packages, [folder.path().join("a"), "/b".into()]);
    let (_folder, configuration) =
        read("no_auth = true\n", &[("PARCHEMIN_PACKAGES", "a, b")], &[("state", "kept")]);
    let configuration = configuration.unwrap();
    assert_eq!(
        (configuration.state, configuration.packages),
        (Some("kept".into()), vec!["a".into(), "b".into()])
    );
}

#[test]
fn the_log_of_decisions_starts_from_the_folder_of_the_file_and_shows_no_password() {
    let (folder, configuration) =
        read("no_auth = true\n[decisions]\nlog = \"sqlite:a.db\"\ndays = 3\n", &[], &[]);
    let settings = configuration.unwrap().decisions.unwrap();
    assert_eq!(settings.address.to_string(), format!("sqlite:{}", folder.path().join("a.db").display()));
    assert_eq!((settings.days, settings.ids, settings.queue), (Some(3), false, 1024));
    let secret = [("PARCHEMIN_DECISIONS_LOG", "postgres://u:secret@h/b")];
    let (_folder, configuration) = read("no_auth = true\n", &secret, &[]);
    let configuration = configuration.unwrap();
    let shown = "decisions.log = \"postgres://u:***@h/b\"  # PARCHEMIN_DECISIONS_LOG";
    assert_eq!(line(&configuration, "decisions.log"), shown);
    let (_folder, configuration) = read("no_auth = true\n", &[], &[]);
    assert!(configuration.unwrap().decisions.is_none());
}

#[test]
fn a_service_that_keeps_its_state_keeps_its_decisions_beside_it_unless_told_otherwise() {
    let kept = |text: &str| {
        let (folder, configuration) = read(text, &[], &[]);
        let settings = configuration.unwrap().decisions;
        settings.map(|settings| settings.address.to_string().replace(&*folder.path().to_string_lossy(), ""))
    };
    assert_eq!(kept("no_auth = true\nstate = \"s\"\n").as_deref(), Some("sqlite:/s/decisions.db"));
    assert_eq!(kept("no_auth = true\nstate = \"s\"\n[decisions]\nlog = \"off\"\n"), None);
    let elsewhere = kept("no_auth = true\nstate = \"s\"\n[decisions]\nlog = \"sqlite:a.db\"\n");
    assert_eq!(elsewhere.as_deref(), Some("sqlite:/a.db"));
}

#[test]
fn a_list_on_the_command_line_is_given_piece_by_piece() {
    let (_folder, configuration) =
        read("no_auth = true\nuse = [\"cadre@1\"]\n", &[], &[("use", "cadre@2"), ("use", "mn-2025@1")]);
    let ids: Vec<String> = configuration.unwrap().editions.into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["cadre", "mn-2025"]);
}

#[test]
fn what_is_wrong_is_refused_with_its_place_and_advice() {
    let digest = "sha256 = \"zz\"";
    type Case<'c> = (String, &'c str, &'c str, Option<&'c str>);
    let cases: Vec<Case<'_>> = vec![
        ("lisen = \"x\"".into(), "no setting is called `lisen`", "lisen", Some("perhaps `listen`")),
        ("[limits]\nraet = 1".into(), "no setting is called `limits.raet`", "raet", None),
        ("[limit]\nrate = 1".into(), "no setting is called `limit`", "limit", None),
        ("listen = 8080".into(), "`listen` wants a text", "8080", None),
        ("listen = \"8080\"".into(), "`8080` is not an address with a port", "\"8080\"", None),
        ("[limits]\nrate = 0".into(), "`limits.rate` wants a whole number from 1 to 1000000", "0", None),
        ("[limits]\nrate = -1".into(), "`limits.rate` wants a whole number from 1 to 1000000", "-1", None),
        ("backend = \"lua\"".into(), "`backend` wants one of: rhai, wasm", "\"lua\"", None),
        ("packages = \"a\"".into(), "`packages` wants a list of paths", "\"a\"", None),
        ("use = [\"cadre\"]".into(), "`cadre` does not name an edition", "[\"cadre\"]", None),
        ("[cors]\norigins = [\"*\"]".into(), "`*` is not an origin", "[\"*\"]", None),
        (
            "[cors]\norigins = [\"https://a.example/\"]".into(),
            "`https://a.example/` is not an origin",
            "[\"https://a.example/\"]",
            None,
        ),
        ("[cors]\norigins = [\"a.example\"]".into(), "`a.example` is not an origin", "[\"a.example\"]", None),
        (
            "public_url = \"decide.example\"".into(),
            "`decide.example` is not a public address",
            "\"decide.example\"",
            Some("for example https://example.org or https://example.org/titres, without `?` or `@`"),
        ),
        ("public_url = \"ftp://a\"".into(), "`ftp://a` is not a public address", "\"ftp://a\"", None),
        ("public_url = \"https://\"".into(), "`https://` is not a public address", "\"https://\"", None),
        ("public_url = \"http://a?b\"".into(), "`http://a?b` is not a public", "\"http://a?b\"", None),
        ("public_url = \"http://u@a\"".into(), "`http://u@a` is not a public", "\"http://u@a\"", None),
        ("[tls]\nkey = \"k\"".into(), "`tls.certificate` and `tls.key` go together", "\"k\"", None),
        (
            "[decisions]\nlog = \"mysql://u:secret@h/b\"".into(),
            "`mysql://u:***@h/b` is not the address of a log",
            "\"mysql://u:secret@h/b\"",
            Some("write sqlite:PATH, postgres://HOST/BASE or off"),
        ),
        ("[decisions]\nmask = [\"hours\"]".into(), "`hours` is not a JSON pointer", "[\"hours\"]", None),
        (
            "[decisions]\nmask = [\"/route\", \"/evaluate-on\"]".into(),
            "no candidate file can have `/evaluate-on`",
            "[\"/route\", \"/evaluate-on\"]",
            Some("perhaps `/evaluate_on`"),
        ),
        (
            "[decisions]\nlgo = \"off\"".into(),
            "no setting is called `decisions.lgo`",
            "lgo",
            Some("perhaps `decisions.log`, `decisions.ids`, `decisions.days`"),
        ),
        (format!("{KEY}{KEY}"), "the key `a` is given twice", "\"a\"", None),
        (
            KEY.replace("sha256", "sha265"),
            "no setting is called `sha265`",
            "sha265",
            Some("perhaps `sha256`"),
        ),
        (
            KEY.replace("\"a\"", "\"A b\""),
            "the member `name` of this key is missing or wrong",
            "\"A b\"",
            None,
        ),
        (
            KEY.replace("reader", "editor"),
            "the member `roles` of this key is missing or wrong",
            "[\"editor\"]",
            None,
        ),
        (
            KEY.lines()
                .map(|line| if line.starts_with("sha256") { digest } else { line })
                .collect::<Vec<_>>()
                .join("\n"),
            "the member `sha256` of this key is missing or wrong",
            "\"zz\"",
            None,
        ),
        ("listen = ".into(), "the file is not TOML: ", "", None),
    ];
    for (text, said, underlined, help) in cases {
        let (_folder, configuration) = read(&text, &[], &[]);
        let faults = configuration.unwrap_err();
        let fault = faults.iter().find(|fault| fault.say(Lang::En).starts_with(said));
        let fault = fault.unwrap_or_else(|| panic!("`{said}` is not said of {text}, but {faults:?}"));
        let Origin::File(source, span) = &fault.origin else { panic!("{text}: {fault:?} has no place") };
        if !underlined.is_empty() {
            assert_eq!(source.text.get(span.clone()), Some(underlined), "{text}");
        }
        if let Some(help) = help {
            assert_eq!(fault.help(Lang::En).as_deref(), Some(help), "{text}");
        }
        assert!(!fault.say(Lang::Fr).is_empty());
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let (_folder, configuration) =
        read("lisen = 1\n", &[("PARCHEMIN_LIMITS_RATE", "many")], &[("burst", "1")]);
    let origins: Vec<String> = configuration.unwrap_err().iter().map(|fault| fault.origin.shown()).collect();
    assert_eq!(origins.len(), 3, "{origins:?}");
    assert!(origins[0].ends_with("parchemin.toml:1"), "{origins:?}");
    assert_eq!(origins[1..], ["PARCHEMIN_LIMITS_RATE", "--burst"]);
}

#[test]
fn nobody_listens_to_everybody_without_keys() {
    let cases = [
        ("127.0.0.1:1", "true", Ok(())),
        ("[::1]:1", "true", Ok(())),
        ("0.0.0.0:1", "true", Err("on a loopback address only")),
        ("192.0.2.1:1", "true", Err("on a loopback address only")),
        ("127.0.0.1:1", "false", Err("no key is given")),
    ];
    for (listen, no_auth, expected) in cases {
        let (_folder, configuration) = read("", &[], &[("listen", listen), ("no_auth", no_auth)]);
        match (configuration, expected) {
            (Ok(configuration), Ok(())) => assert!(configuration.keys.is_none()),
            (Err(faults), Err(said)) => assert!(faults[0].to_string().contains(said), "{listen}: {faults:?}"),
            (found, _) => panic!("{listen}, {no_auth}: {found:?}"),
        }
    }
    let (_folder, configuration) = read(KEY, &[], &[("listen", "0.0.0.0:1")]);
    assert!(configuration.unwrap().keys.is_some());
}

#[test]
fn a_variable_that_sets_nothing_is_told_with_the_nearest() {
    let unused =
        unused(&[("PARCHEMIN_LIMITS_RAET".into(), "1".into()), ("PARCHEMIN_STATE".into(), "a".into())]);
    assert_eq!(unused.len(), 1);
    assert_eq!((&*unused[0].0, &*unused[0].1[0]), ("PARCHEMIN_LIMITS_RAET", "PARCHEMIN_LIMITS_RATE"));
}

#[test]
fn every_setting_has_a_default_of_its_kind_and_words_in_both_languages() {
    for setting in SETTINGS {
        if let Some(default) = setting.default {
            assert!(Value::read(setting.kind, default).is_some(), "{}", setting.name);
        }
        assert!(!setting.fr.is_empty() && !setting.en.is_empty(), "{}", setting.name);
        assert_eq!(SETTINGS.iter().filter(|other| other.variable() == setting.variable()).count(), 1);
    }
}
