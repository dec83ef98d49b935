//! What the check says, and what it underlines: a shipped package with one thing changed, for each code. And that the
//! shipped packages as they stand are told nothing.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod beside;
mod cases;
mod files;
mod meaning;
mod placeless;
mod scripts;
mod witnesses;

use parchemin::{
    Setup,
    core::{Lang, Speak},
    packages::{Code, Files},
};
use parchemin_kit::check::{Diagnostic, Report, Scope, check, sarif};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn rulesets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulesets")
}

/// The files of a shipped package.
fn shipped(package: &str) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            match entry.path().is_dir() {
                true => collect(&entry.path(), &format!("{name}/"), into),
                false => drop(into.insert(name, fs::read(entry.path()).unwrap())),
            }
        }
    }
    let mut all = BTreeMap::new();
    collect(&rulesets().join(package), "", &mut all);
    all
}

const PACKAGES: [&str; 8] =
    ["cadre-1", "cadre-2", "cmn-2015", "dwwm-2023", "mn-2025", "remn-2019", "remn-2024", "socle"];

/// The shipped packages, of which some files are changed.
fn with(change: impl Fn(&str, &mut BTreeMap<String, Vec<u8>>)) -> Setup {
    let of = |package: &&str| {
        let mut files = shipped(package);
        change(package, &mut files);
        Files::new(format!("rulesets/{package}"), files)
    };
    Setup { instead: Some(PACKAGES.iter().map(of).collect()), ..Setup::default() }
}

/// Replaces a text of a file, which has it exactly once.
fn replace(files: &mut BTreeMap<String, Vec<u8>>, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(files.get(file).unwrap_or_else(|| panic!("no {file}")).clone()).unwrap();
    assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
    files.insert(file.to_owned(), text.replace(from, to).into_bytes());
}

fn checked(setup: &Setup) -> Report {
    check(setup, &Scope::default(), 0).unwrap_or_else(|fault| panic!("{fault}"))
}

/// A package, a file of it, what stands there, what is put in its place; and the code, with what is underlined: with an
/// ellipsis at the end, only how that begins.
type Case<'c> = (Code, &'c str, &'c str, &'c str, &'c str, &'c str);

fn found(report: &Report, code: Code) -> Vec<&Diagnostic> {
    report.diagnostics.iter().filter(|one| one.code() == code).collect()
}

fn underlines(cases: &[Case<'_>]) {
    for (code, package, file, from, to, underlined) in cases {
        let setup = with(|name, files| {
            if name == *package {
                replace(files, file, from, to);
            }
        });
        let report = checked(&setup);
        let shown: Vec<Option<&str>> =
            found(&report, *code).iter().map(|one| one.fault.underlined()).collect();
        let fits = |shown: &&Option<&str>| match underlined.strip_suffix('…') {
            Some(start) => shown.is_some_and(|shown| shown.starts_with(start)),
            None => **shown == Some(*underlined),
        };
        assert!(
            shown.iter().any(|one| fits(&one)),
            "{code} {package}/{file}: {shown:?}, {:?}",
            report.diagnostics
        );
        for one in found(&report, *code) {
            assert_ne!(one.fault.say(Lang::Fr), one.fault.say(Lang::En), "{code}");
            let sentence = one.fault.say(Lang::Fr);
            assert!(!sentence.ends_with('.') && !sentence.is_empty(), "{sentence}");
        }
    }
}

const VAE: &str = "rules/vae.rhai";
const ANSWER: &str = "    file.recevabilite_notified\n";
/// All of that rule: an `if` that meets an unknown may always apply.
const WHOLE: &str =
    "    if file.route != \"vae\" { return not_applicable(); }\n    file.recevabilite_notified\n";
const TABLE: &str = "correspondences.csv";

#[test]
fn the_shipped_packages_are_told_nothing() {
    let report = check(&with(|_, _| {}), &Scope::default(), 2_000).unwrap();
    assert!(report.diagnostics.is_empty(), "{:#?}", report.diagnostics);
    assert_eq!(report.looked_at.len(), PACKAGES.len());
    assert!(report.searched > 10_000, "only {} files", report.searched);
}

#[test]
fn a_log_in_sarif_says_where_and_by_which_rule() {
    let setup = with(|name, files| {
        if name == "cadre-1" {
            replace(files, VAE, ANSWER, "file.route >= 3");
        }
    });
    let log = sarif::log(&checked(&setup), Lang::Fr);
    let at = |pointer: &str| log.pointer(pointer).unwrap_or_else(|| panic!("{pointer} in {log:#}"));
    assert_eq!(at("/version"), "2.1.0");
    assert_eq!(at("/runs/0/results/0/ruleId"), "E035");
    assert_eq!(at("/runs/0/tool/driver/rules/0/id"), "E035");
    let physical = "/runs/0/results/0/locations/0/physicalLocation";
    assert_eq!(at(&format!("{physical}/artifactLocation/uri")), "rulesets/cadre-1/rules/vae.rhai");
    assert_eq!(at(&format!("{physical}/region/startLine")), 11);
    let columns =
        [at(&format!("{physical}/region/startColumn")), at(&format!("{physical}/region/endColumn"))];
    assert_eq!(columns, [12, 14]);
}

#[test]
fn every_code_has_a_case_that_shows_what_is_underlined() {
    let shown: BTreeSet<Code> = files::FILES
        .iter()
        .chain(&cases::CASES)
        .chain(&scripts::SCRIPTS)
        .chain(&beside::SIDE_BY_SIDE)
        .chain(&meaning::MEANING)
        .map(|(code, ..)| *code)
        .collect();
    let elsewhere = [
        Code::NeverSeenToApply,
        Code::NeverSeenTogether,
        Code::OutcomeNeverSeen,
        Code::TooManyVariants,
        Code::VersionOfTwo,
    ];
    let missing: Vec<&Code> = Code::ALL
        .iter()
        .filter(|code| {
            !shown.contains(code) && !placeless::PLACELESS.contains(code) && !elsewhere.contains(code)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
