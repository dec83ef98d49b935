//! What has no place to underline: a file that is not there or cannot be taken, and a plugin, which is no text.

use super::{TABLE, VAE, checked, found, replace, shipped, with};
use parchemin::{
    Setup,
    core::{Lang, Speak},
    packages::Code,
};
use parchemin_kit::check::{Diagnostic, Scope, check};
use std::{fs, path::Path};

/// Codes of what has no place: a file that is not there or cannot be taken, and a plugin, which is no text.
pub(crate) const PLACELESS: [Code; 7] = [
    Code::Unreadable,
    Code::FileAbsent,
    Code::TooLarge,
    Code::NotText,
    Code::NoRow,
    Code::TooMany,
    Code::Plugin,
];

/// A component that imports a function `x`, and does nothing.
const WANTS: &[u8] = b"\0asm\x0d\0\x01\0\x07\x05\x01\x40\0\x01\0\x0a\x06\x01\0\x01x\x01\0";

#[test]
fn a_plugin_that_wants_something_of_its_host_is_told_as_what_is_not_deterministic() {
    let setup = with(|name, files| {
        if name == "cadre-1" {
            files.insert("rules.wasm".to_owned(), WANTS.to_vec());
        }
    });
    let report = checked(&setup);
    let [one] = report.diagnostics.as_slice() else { panic!("{:?}", report.diagnostics) };
    assert_eq!(one.code(), Code::NotDeterministic);
    assert!(one.fault.file().ends_with("cadre-1/rules.wasm"), "{}", one.fault.file());
    assert!(one.fault.say(Lang::Fr).contains("importe `x`"), "{}", one.fault.say(Lang::Fr));
}

#[test]
fn a_plugin_that_is_none_is_told_beside_scripts_that_decide() {
    let setup = with(|name, files| {
        if name == "cadre-1" {
            files.insert("rules.wasm".to_owned(), b"none".to_vec());
        }
    });
    for backend in [None, Some(parchemin::Backend::Rhai), Some(parchemin::Backend::Wasm)] {
        let report = checked(&Setup { backend, ..setup.clone() });
        assert_eq!(found(&report, Code::Plugin).len(), 1, "{backend:?} {:?}", report.diagnostics);
    }
}

#[test]
fn what_has_no_place_is_told_with_its_file() {
    let long = format!("// {}\n", "a".repeat(20_000)).into_bytes();
    let cases: [(Code, &str, &str, Option<Vec<u8>>); 5] = [
        (Code::FileAbsent, "cadre-1", "messages.en.toml", None),
        (Code::TooLarge, "cadre-1", VAE, Some(long)),
        (Code::NotText, "cadre-1", "rules.toml", Some(vec![0xff])),
        (Code::NoRow, "dwwm-2023", TABLE, Some(Vec::new())),
        (Code::Plugin, "cadre-1", "rules.wasm", Some(b"rien".to_vec())),
    ];
    for (code, package, file, bytes) in cases {
        let setup = with(|name, files| {
            if name != package {
                return;
            }
            if file == "rules.wasm" {
                replace(files, "package.toml", "engine = ", "backend = \"wasm\"\nengine = ");
            }
            match &bytes {
                Some(bytes) => drop(files.insert(file.to_owned(), bytes.clone())),
                None => drop(files.remove(file)),
            }
        });
        let report = checked(&setup);
        let files: Vec<&str> = found(&report, code).iter().map(|one| one.fault.file()).collect();
        assert!(
            files.contains(&format!("rulesets/{package}/{file}").as_str()),
            "{code}: {:?}",
            report.diagnostics
        );
    }
}

#[test]
fn a_folder_that_cannot_be_taken_is_told_by_its_code() {
    let folder = tempfile::TempDir::new().unwrap();
    let package = folder.path().join("cadre-1");
    fs::create_dir_all(&package).unwrap();
    for (name, bytes) in shipped("cadre-1").iter().filter(|(name, _)| !name.contains('/')) {
        fs::write(package.join(name), bytes).unwrap();
    }
    let report = |package: &Path| {
        let setup = Setup { packages: vec![package.to_owned()], ..Setup::default() };
        check(&setup, &Scope::default(), 0)
            .unwrap()
            .diagnostics
            .iter()
            .map(Diagnostic::code)
            .collect::<Vec<_>>()
    };
    for n in 0..1_001 {
        fs::write(package.join(format!("{n}.txt")), "").unwrap();
    }
    assert_eq!(report(&package), [Code::TooMany]);
    fs::remove_dir_all(&package).unwrap();
    fs::create_dir_all(&package).unwrap();
    fs::write(package.join("package.toml"), "").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", package.join("rules.toml")).unwrap();
    assert_eq!(report(&package), [Code::Unreadable]);
}
