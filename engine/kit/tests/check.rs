//! What the check says, and what it underlines: a shipped package with one thing changed, for each code. And that the
//! shipped packages as they stand are told nothing.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin::{
    Judge, Parchemin, Setup,
    core::{
        Lang, Speak, Verdict,
        file::{Leniency, parse},
        parameter::Parameters,
    },
    edition,
    packages::{Code, Files, Severity},
};
use parchemin_bulk::generate::{Generator, Shares, World};
use parchemin_kit::check::{Diagnostic, Report, Scope, check, sarif};
use parchemin_rhai::{Context, RhaiRules};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
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
fn what_is_wrong_in_the_files_is_underlined() {
    underlines(&FILES);
}

#[test]
fn what_is_wrong_with_the_cases_of_a_package_is_underlined() {
    underlines(&CASES);
}

const DEUX_CCP: &str = "tests/deux-ccp.yaml";

const CASES: [Case<'_>; 4] = [
    (
        Code::CaseOfTwoFiles,
        "mn-2025",
        DEUX_CCP,
        "from: bases/capitalisation.yaml",
        "from: bases/capitalisation.yaml\nfile: { route: vae }",
        "from",
    ),
    (
        Code::CaseFromNothing,
        "mn-2025",
        DEUX_CCP,
        "from: bases/capitalisation.yaml",
        "from: bases/capital.yaml",
        "bases/capital.yaml",
    ),
    (
        Code::CasesInACircle,
        "mn-2025",
        DEUX_CCP,
        "from: bases/capitalisation.yaml",
        "from: deux-ccp.yaml",
        "deux-ccp.yaml",
    ),
    (
        Code::PointerNowhere,
        "mn-2025",
        DEUX_CCP,
        "set: { /ccps: [{ ccp: remn-2024/1",
        "set: { /sessions/3/date: 2025-06-01, /ccps: [{ ccp: remn-2024/1",
        "/sessions/3/date",
    ),
];

#[test]
fn a_case_of_a_hundred_and_one_variants_is_several_cases() {
    let more = "\n  - { shows: encore un, expect: {} }".repeat(101);
    let setup = with(|name, files| {
        if name == "mn-2025" {
            replace(files, DEUX_CCP, "\nalso:", &format!("\nalso:{more}"));
        }
    });
    let report = checked(&setup);
    let shown: Vec<_> =
        found(&report, Code::TooManyVariants).iter().map(|one| one.fault.underlined()).collect();
    assert_eq!(shown, [Some("also")], "{:?}", report.diagnostics);
}

const FILES: [Case<'_>; 34] = [
    (
        Code::NotOfTheFormat,
        "cadre-1",
        "rules.toml",
        "id = \"vae-experience\"\nquestion = \"recevabilite\"",
        "id = \"vae-experience\"\nquestion = \"voie\"",
        "\"voie\"",
    ),
    (
        Code::BadRow,
        "dwwm-2023",
        TABLE,
        "RNCP31114BC01,dwwm-2023/1,all",
        "RNCP31114BC01,dwwm-2023/1,every",
        "rncp31114,RNCP31114BC01,dwwm-2023/1,every…",
    ),
    (Code::BadId, "mn-2025", "package.toml", "id = \"mn-2025\"", "id = \"MN 2025\"", "\"MN 2025\""),
    (Code::LanguageMissing, "cadre-1", "package.toml", "[\"fr\", \"en\"]", "[\"fr\"]", "languages"),
    (
        Code::UnknownText,
        "cadre-1",
        "parameters.toml",
        "text = \"decret-2023-1275\"",
        "text = \"decret-2023\"",
        "\"decret-2023\"",
    ),
    (
        Code::QuotationNotFound,
        "mn-2025",
        "titre.toml",
        "peut obtenir le titre par capitalisation des CCP",
        "peut obtenir le titre par capitalisation des CCS",
        "\"peut obtenir le titre par capitalisation des CCS…",
    ),
    (
        Code::SourceAbsent,
        "mn-2025",
        "package.toml",
        "sources/000_75312f0285c5db84.txt",
        "sources/autre.txt",
        "\"sources/autre.txt\"",
    ),
    (
        Code::SeedWithoutQuotation,
        "mn-2025",
        "titre.toml",
        ", quote = \"Niveau : 5.\"",
        "",
        "{ basis = \"seed\", text = \"annexe-2025\", place = \"Intitulé\" }",
    ),
    (
        Code::QuotationWithoutSource,
        "cadre-1",
        "parameters.toml",
        "text = \"decret-2023-1275\"",
        "text = \"decret-2023-1275\", quote = \"rien\"",
        "{ basis = \"law\", text = \"decret-2023-1275\", quote = \"rien\"…",
    ),
    (
        Code::AbsenceContradicted,
        "socle",
        "parameters.toml",
        "{ basis = \"not-supplied\", text = \"arrete-2006\" }",
        "{ basis = \"law\", text = \"arrete-2006\" }",
        "{ basis = \"law\", text = \"arrete-2006\" }",
    ),
    (
        Code::PartMissing,
        "mn-2025",
        "package.toml",
        "[titre]\nid = \"mediateur-numerique\"\neffect = \"revises\"\npredecessor = \"remn-2024\"\n",
        "",
        "kind",
    ),
    (Code::PartMissing, "mn-2025", "package.toml", "predecessor = \"remn-2024\"\n", "", "[titre]"),
    (
        Code::AmbiguousBound,
        "mn-2025",
        "package.toml",
        "included = \"2025-07-13\"",
        "included = \"2025-07-13\"\nexcluded = \"2025-07-13\"",
        "{ basis = \"inference\", text = \"tableau-national\"…",
    ),
    (
        Code::PeriodReversed,
        "remn-2024",
        "package.toml",
        "included = \"2025-07-12\"",
        "included = \"2024-01-01\"",
        "{ basis = \"commentary\", text = \"tableau-national\"…",
    ),
    (
        Code::OverlappingValues,
        "socle",
        "parameters.toml",
        "from = \"2006-05-24\"\n",
        "from = \"2006-05-24\"\nto = \"2016-07-14\"\n",
        "[[ccp_regime.values]]…",
    ),
    (
        Code::SeveralUndatedValues,
        "socle",
        "parameters.toml",
        "from = \"2017-01-01\"\nvalue = 3\n",
        "value = 3\n",
        "[[juror_minimum_years.values]]…",
    ),
    (
        Code::ValueAgainstBasis,
        "socle",
        "parameters.toml",
        "cite = { basis = \"not-supplied\", text = \"arrete-2006\" }",
        "value = 2\ncite = { basis = \"not-supplied\", text = \"arrete-2006\" }",
        "[[vae_recevabilite_years.values]]…",
    ),
    (
        Code::DuplicateId,
        "cadre-1",
        "rules.toml",
        "id = \"recevabilite-notified\"",
        "id = \"vae-experience\"",
        "\"vae-experience\"",
    ),
    (
        Code::MessageMissing,
        "cadre-1",
        "messages.en.toml",
        "[rules.recevabilite-notified.steps]\nobtain",
        "[rules.recevabilite-notified.steps]\nseek",
        "rules.recevabilite-notified",
    ),
    (
        Code::MessageOrphan,
        "cadre-1",
        "messages.en.toml",
        "[rules.recevabilite-notified.steps]\nobtain",
        "[rules.recevabilite-notified.steps]\nseek",
        "seek",
    ),
    (
        Code::UnknownPlaceholder,
        "cadre-1",
        "messages.en.toml",
        "Experience is needed",
        "{juror.years_in_job is needed",
        "{juror.years_in_job",
    ),
    (
        Code::MessageMissing,
        "cadre-1",
        "messages.fr.toml",
        "\"On ne sait pas si la recevabilité de la demande de VAE a été notifiée.\"",
        "\" \"",
        "rules.recevabilite-notified",
    ),
    (
        Code::UnknownPlaceholder,
        "cadre-1",
        "messages.en.toml",
        "Experience is needed",
        "{juror.years_in_job} is needed",
        "{juror.years_in_job}",
    ),
    (
        Code::UnknownParameter,
        "cadre-1",
        "messages.en.toml",
        "Experience is needed",
        "{law.nope} is needed",
        "law.nope",
    ),
    (Code::UnknownParameter, "cadre-1", VAE, "law.vae_activities", "law.vae_activites", "vae_activites"),
    (
        Code::UnknownCcp,
        "dwwm-2023",
        TABLE,
        "dwwm-2023/1",
        "dwwm-2023/9",
        "rncp31114,RNCP31114BC01,dwwm-2023/9…",
    ),
    (Code::Engine, "cadre-1", "package.toml", "\">=0.1, <0.2\"", "\">=9\"", "\">=9\""),
    (
        Code::AmbiguousBound,
        "mn-2025",
        "package.toml",
        "[period.to]\n",
        "[period.to]\nincluded = \"2030-01-01\"\n",
        "{ basis = \"not-supplied\", text = \"articles-2025\"…",
    ),
    (
        Code::PartMissing,
        "mn-2025",
        "package.toml",
        "events = [\"session\", \"registered\", \"recevabilite-notified\", \"request-filed\", \"training-started\"]",
        "events = []",
        "[provisions]",
    ),
    (
        Code::PeriodReversed,
        "remn-2024",
        "package.toml",
        "included = \"2026-07-12\"",
        "included = \"2020-07-12\"",
        "{ basis = \"commentary\", text = \"tableau-national\", place = \"RNCP39181, dernière délivrance\" }",
    ),
    (Code::NotOfTheFormat, "cadre-1", "parameters.toml", "value = 1\n", "value = \"un\"\n", "\"un\""),
    (
        Code::NotOfTheFormat,
        "socle",
        "parameters.toml",
        "from = \"2017-01-01\"\nvalue = 3\n",
        "from = \"2017-01-01\"\nvalue = \"2020-01-01\"\n",
        "\"2020-01-01\"",
    ),
    (
        Code::NotOfTheFormat,
        "mn-2025",
        DEUX_CCP,
        "\nalso:",
        "\nalso:\n  - { shows: rien, expect: {} }",
        "expect: {}",
    ),
    (
        Code::UnknownText,
        "mn-2025",
        "package.toml",
        "text = \"annexe-2025\", place = \"en-tête\", quote = \"Arrêté du 20 mai",
        "text = \"annexe\", place = \"en-tête\", quote = \"Arrêté du 20 mai",
        "\"annexe\"",
    ),
];

const SCRIPTS: [Case<'_>; 13] = [
    (
        Code::FunctionMissing,
        "cadre-1",
        VAE,
        "fn recevabilite_notified",
        "fn recevabilite_dite",
        "\"recevabilite-notified\"",
    ),
    (Code::ScriptUnreadable, "cadre-1", VAE, "(law.vae_activities)", "(law.vae_activities", "}"),
    (Code::NotTotal, "cadre-1", VAE, ANSWER, "file.recevabilite_notified && file.trained", "&&"),
    (Code::UnknownWord, "cadre-1", VAE, ANSWER, "file.recevabilite_notifie", "recevabilite_notifie"),
    (Code::NotDeterministic, "cadre-1", VAE, ANSWER, "decisive_day() <= today()", "today"),
    (Code::Types, "cadre-1", VAE, ANSWER, "file.route >= 3", ">="),
    (
        Code::NameTaken,
        "cadre-1",
        VAE,
        ANSWER,
        "file.recevabilite_notified\n}\nfn in_days() {\n true\n",
        "in_days",
    ),
    (Code::Recursion, "cadre-1", VAE, ANSWER, "encore()\n}\nfn encore() {\n encore()\n", "encore"),
    (Code::Arguments, "cadre-1", VAE, ANSWER, "related_days() > 1", "related_days"),
    (Code::ValueLost, "cadre-1", VAE, ANSWER, "met();\n file.recevabilite_notified", "met"),
    (Code::UndeclaredAbsentText, "cadre-1", VAE, ANSWER, "for_want_of(\"nulle-part\")", "\"nulle-part\""),
    (Code::WordThatCannotOccur, "cadre-1", VAE, ANSWER, "file.route == \"VAE\"", "\"VAE\""),
    (
        Code::QuotationNotFound,
        "socle",
        "coverage.toml",
        "délivrés par le représentant territorial compétent",
        "délivrés par le représentant régional compétent",
        "\"Ces deux documents sont délivrés par le représentant régional compétent…",
    ),
];

#[test]
fn an_edition_that_is_not_the_default_one_is_prepared_too() {
    let setup = with(|name, files| {
        if name == "cadre-2" {
            replace(files, VAE, "related_hours(law.vae_activities)", "related_hours(law.vae_activites)");
        }
    });
    let scope = Scope { named: vec![edition("cadre@2").unwrap()], after: None };
    let report = check(&setup, &scope, 0).unwrap();
    assert_eq!(found(&report, Code::UnknownParameter).len(), 1, "{:?}", report.diagnostics);
    let elsewhere = Scope { named: vec![edition("cadre@1").unwrap()], after: None };
    assert!(!check(&setup, &elsewhere, 0).unwrap().has_errors());
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

/// The codes that a changed package is told, in order.
fn codes(package: &str, file: &str, from: &str, to: &str) -> Vec<Code> {
    let setup = with(|name, files| {
        if name == package {
            replace(files, file, from, to);
        }
    });
    checked(&setup).diagnostics.iter().map(Diagnostic::code).collect()
}

#[test]
fn what_follows_from_one_fault_is_not_told_beside_it() {
    let source = "sources/000_75312f0285c5db84.txt";
    assert_eq!(codes("mn-2025", "package.toml", source, "sources/autre.txt"), [Code::SourceAbsent]);
    let setup = with(|name, files| {
        if name == "mn-2025" {
            files.insert(source.to_owned(), vec![0xff]);
        }
    });
    let codes: Vec<Code> = checked(&setup).diagnostics.iter().map(Diagnostic::code).collect();
    assert_eq!(codes, [Code::NotText]);
    let setup = with(|name, files| {
        if name == "dwwm-2023" {
            let text = String::from_utf8(files[TABLE].clone()).unwrap();
            let head = text.lines().next().unwrap();
            files.insert(TABLE.to_owned(), format!("{head}\nrncp31114,a,b,every,law,x,,\n").into_bytes());
        }
    });
    let report = checked(&setup);
    let said: Vec<String> = report.diagnostics.iter().map(|one| one.fault.say(Lang::Fr)).collect();
    let wanted =
        "ligne de correspondance illisible : le mot `every` n’est pas connu ; attendu : `all` ou `any`";
    assert_eq!(said, [wanted]);
}

#[test]
fn all_that_a_manifest_lacks_is_told_at_once() {
    let setup = with(|name, files| {
        if name == "mn-2025" {
            files.insert(
                "package.toml".to_owned(),
                b"id = \"mn-2025\"\nkind = \"titre\"\n[period]\n".to_vec(),
            );
        }
    });
    let report = checked(&setup);
    let said: Vec<String> = report.diagnostics.iter().map(|one| one.fault.say(Lang::Fr)).collect();
    let parts =
        ["version", "[label]", "engine", "languages", "[titre]", "period.from", "period.to", "[provisions]"];
    assert_eq!(said, parts.map(|part| format!("ce genre de paquet demande `{part}`")));
}

#[test]
fn a_predecessor_of_another_titre_is_named_with_both_and_none_is_its_own() {
    let one = |predecessor: &str, titre: &str| {
        let setup = with(|name, files| {
            if name == "mn-2025" {
                replace(
                    files,
                    "package.toml",
                    "predecessor = \"remn-2024\"",
                    &format!("predecessor = \"{predecessor}\""),
                );
                replace(files, "package.toml", "id = \"mediateur-numerique\"", &format!("id = \"{titre}\""));
            }
        });
        let report = checked(&setup);
        let found = found(&report, Code::UnknownPredecessor);
        assert_eq!(found.len(), 1, "{:?}", report.diagnostics);
        (found[0].fault.say(Lang::Fr), found[0].fault.help(Lang::Fr).unwrap())
    };
    let (said, help) = one("mn-2025", "mediateur-numerique");
    assert_eq!(said, "`mn-2025` se succède à lui-même");
    assert!(!help.contains("mn-2025"), "{help}");
    let (said, _) = one("remn-2024", "med");
    assert_eq!(said, "`remn-2024` est du titre `mediateur-numerique`, et ce paquet du titre `med`");
    let (_, help) = one("nulle-part", "mediateur-numerique");
    assert!(help.contains("--packages"), "{help}");
}

#[test]
fn a_hole_is_told_by_whichever_neighbour_is_looked_at_and_once() {
    let setup = with(|name, files| {
        if name == "remn-2024" {
            replace(files, "package.toml", "included = \"2025-07-12\"", "included = \"2025-07-10\"");
        }
    });
    for (named, underlined) in
        [(&["remn-2024"][..], "\"2025-07-10\""), (&["mn-2025"], "\"2025-07-13\""), (&[], "\"2025-07-13\"")]
    {
        let named = named.iter().map(|id| ((*id).to_owned(), semver::VersionReq::STAR)).collect();
        let report = check(&setup, &Scope { named, after: None }, 0).unwrap();
        let shown: Vec<_> =
            found(&report, Code::HoleInTimeline).iter().map(|one| one.fault.underlined()).collect();
        assert_eq!(shown, [Some(underlined)]);
    }
}

#[test]
fn what_is_wrong_in_a_script_is_underlined() {
    underlines(&SCRIPTS);
}

const SIDE_BY_SIDE: [Case<'_>; 9] = [
    (Code::Unmet, "mn-2025", "package.toml", "cadre = \">=1, <3\"", "cadre = \">=7\"", "\">=7\""),
    (Code::Cycle, "socle", "package.toml", "[label]", "[requires]\ncadre = \"^1\"\n\n[label]", "\"^1\""),
    (
        Code::SameDay,
        "remn-2019",
        "package.toml",
        "excluded = \"2024-07-13\"",
        "included = \"2024-07-13\"",
        "\"2024-07-13\"",
    ),
    (
        Code::UnknownPredecessor,
        "mn-2025",
        "package.toml",
        "predecessor = \"remn-2024\"",
        "predecessor = \"remn-2023\"",
        "\"remn-2023\"",
    ),
    (Code::UnknownOldCcp, "dwwm-2023", TABLE, "RNCP31114BC01", "RNCP31114BC07", "RNCP31114BC07"),
    (
        Code::ExtensionChangesCcps,
        "remn-2024",
        "titre.toml",
        "label = \"Accompagner différents publics",
        "label = \"Guider différents publics",
        "\"extends\"",
    ),
    (
        Code::TwoSuccessors,
        "mn-2025",
        "package.toml",
        "predecessor = \"remn-2024\"",
        "predecessor = \"remn-2019\"",
        "\"remn-2019\"",
    ),
    (
        Code::ParameterTwice,
        "cadre-1",
        "parameters.toml",
        "[vae_activities]",
        "[resit_years]\nfr = \"délai\"\nen = \"time\"\nvalues = [{ value = 1, checked = \"2026-11-21\", cite = { basis = \"law\", text = \"l335-5\" } }]\n\n[vae_activities]",
        "resit_years",
    ),
    (Code::UnknownOldRevision, "dwwm-2023", TABLE, "rncp31114,*,*", "rncp3111,*,*", "rncp3111"),
];

#[test]
fn what_does_not_fit_among_packages_is_underlined_in_the_one_to_mend() {
    underlines(&SIDE_BY_SIDE);
}

/// Who keeps the former titre, as cmn-2015 writes it.
const CATIC_KEPT: &str = "[[provisions.former]]
routes = [\"continuous-training\", \"capitalisation\"]
event = \"training-started\"
until = { not-supplied = \"articles-2015\" }
cite = { basis = \"not-supplied\", text = \"articles-2015\" }

[[provisions.former]]
routes = [\"vae\"]
event = \"request-filed\"
until = { not-supplied = \"articles-2015\" }
cite = { basis = \"not-supplied\", text = \"articles-2015\" }
";

const MEANING: [Case<'_>; 14] = [
    (
        Code::RuleWithoutBasis,
        "socle",
        "rules.toml",
        "cites = [{ basis = \"commentary\", text = \"centres\", note = \"compté depuis la délibération : déduction\" }]",
        "cites = []",
        "\"resit-in-time\"",
    ),
    (
        Code::ParameterWithoutValue,
        "cadre-1",
        "parameters.toml",
        "[vae_activities]",
        "[vide]\nfr = \"rien\"\nen = \"nothing\"\nvalues = []\n\n[vae_activities]",
        "vide",
    ),
    (
        Code::GapInValues,
        "socle",
        "parameters.toml",
        "from = \"2006-05-24\"\n",
        "from = \"2006-05-24\"\nto = \"2016-07-12\"\n",
        "[[ccp_regime.values]]…",
    ),
    (
        Code::NeverChecked,
        "cadre-1",
        "parameters.toml",
        "value = 1\nchecked = \"2026-11-21\"\n",
        "value = 1\n",
        "[[vae_minimum_years.values]]…",
    ),
    (Code::TablesInACircle, "dwwm-2023", TABLE, "rncp31114,*,*", "dwwm-2023,*,*", "dwwm-2023"),
    (
        Code::TableIncomplete,
        "dwwm-2023",
        TABLE,
        "rncp31114,RNCP31114BC02,dwwm-2023/2,all",
        "rncp31114,RNCP31114BC01,dwwm-2023/2,all",
        "old_ccps",
    ),
    (
        Code::RowTwice,
        "dwwm-2023",
        TABLE,
        "rncp31114,RNCP31114BC02,dwwm-2023/2,all",
        "rncp31114,RNCP31114BC01,dwwm-2023/1,all",
        "rncp31114,RNCP31114BC01,dwwm-2023/1,all…",
    ),
    (
        Code::HoleInTimeline,
        "remn-2024",
        "package.toml",
        "included = \"2025-07-12\"",
        "included = \"2025-07-10\"",
        "\"2025-07-13\"",
    ),
    (Code::FormerKeptByNobody, "cmn-2015", "package.toml", CATIC_KEPT, "", "[provisions]"),
    (
        Code::LeftToDo,
        "mn-2025",
        "titre.toml",
        "label = \"Médiateur numérique\"",
        "# À FAIRE : écrire rncp.\nlabel = \"Médiateur numérique\"",
        "À FAIRE : écrire rncp.",
    ),
    (
        Code::NeverApplies,
        "cadre-1",
        VAE,
        ANSWER,
        "if file.route == \"vae\" { return not_applicable(); }\n file.recevabilite_notified",
        "\"recevabilite-notified\"",
    ),
    (
        Code::AlwaysContradict,
        "socle",
        "rules/recevabilite.rhai",
        "    if not(file.aims_at_ccs) { return not_applicable(); }\n    file.holds_titre\n",
        "    not(titre.in_force)\n",
        "\"ccs-holder\"",
    ),
    (
        Code::OutcomeUnreachable,
        "socle",
        "rules/jury.rhai",
        "    jury.size >= law.jury_minimum_members\n",
        "    if jury.size >= law.jury_minimum_members { return met(); }\n    met()\n",
        "\"jury-size\"",
    ),
    (
        Code::TextUnclaimed,
        "socle",
        "coverage.toml",
        "\"Ces deux documents sont délivrés par le représentant territorial compétent du ministère du Travail.\"",
        "",
        "Ces deux documents sont délivrés par le représentant territorial compétent du ministère du Travail.",
    ),
];

#[test]
fn what_no_package_should_mean_is_underlined() {
    underlines(&MEANING);
}

#[test]
fn the_shipped_packages_are_told_nothing() {
    let report = check(&with(|_, _| {}), &Scope::default(), 2_000).unwrap();
    assert!(report.diagnostics.is_empty(), "{:#?}", report.diagnostics);
    assert_eq!(report.looked_at.len(), PACKAGES.len());
    assert!(report.searched > 10_000, "only {} files", report.searched);
}

#[test]
fn a_witness_falls_into_what_it_shows_and_can_be_read_again() {
    let cases = [
        (
            "socle",
            "parameters.toml",
            "from = \"2006-05-24\"\n",
            "from = \"2006-05-24\"\nto = \"2016-07-12\"\n",
            Code::GapInValues,
            "2016-07-13",
        ),
        (
            "socle",
            "parameters.toml",
            "from = \"2006-05-24\"\n",
            "from = \"2006-05-24\"\nto = \"2016-07-14\"\n",
            Code::OverlappingValues,
            "2016-07-14",
        ),
        (
            "dwwm-2023",
            TABLE,
            "rncp31114,RNCP31114BC02,dwwm-2023/2,all",
            "rncp31114,RNCP31114BC01,dwwm-2023/1,all",
            Code::RowTwice,
            "2023-09-01",
        ),
        (
            "remn-2024",
            "package.toml",
            "included = \"2025-07-12\"",
            "included = \"2025-07-10\"",
            Code::HoleInTimeline,
            "2025-07-11",
        ),
        (
            "remn-2019",
            "package.toml",
            "excluded = \"2024-07-13\"",
            "included = \"2024-07-13\"",
            Code::SameDay,
            "2024-07-13",
        ),
        (
            "dwwm-2023",
            TABLE,
            "rncp31114,RNCP31114BC02,dwwm-2023/2,all",
            "rncp31114,RNCP31114BC01,dwwm-2023/2,all",
            Code::TableIncomplete,
            "2023-09-01",
        ),
    ];
    for (package, file, from, to, code, day) in cases {
        let setup = with(|name, files| {
            if name == package {
                replace(files, file, from, to);
            }
        });
        let report = checked(&setup);
        let found = found(&report, code);
        let witness = found.first().unwrap().witness.as_ref().unwrap();
        let text = serde_json::to_string(&witness.file).unwrap();
        assert_eq!(parse(text.as_bytes(), Leniency::Strict).as_ref(), Ok(&witness.file));
        assert_eq!(witness.file.evaluate_on.map(|day| day.to_string()).as_deref(), Some(day));
        assert!(witness.name.starts_with(&code.name().to_lowercase()), "{}", witness.name);
    }
}

#[test]
fn the_witness_of_a_hole_has_no_revision_and_that_of_a_lost_ccp_is_undetermined() {
    let hole = with(|name, files| {
        if name == "remn-2024" {
            replace(files, "package.toml", "included = \"2025-07-12\"", "included = \"2025-07-10\"");
        }
    });
    let report = checked(&hole);
    let witness = found(&report, Code::HoleInTimeline).first().unwrap().witness.clone().unwrap();
    let host = Parchemin::new(&hole).unwrap();
    let decision = host.decide(&witness.file, None, Lang::Fr).unwrap();
    assert_eq!(decision.headline.outcome.name(), "non-recevable", "no revision is in force on that day");
    let lost = with(|name, files| {
        if name == "dwwm-2023" {
            replace(files, TABLE, "RNCP31114BC02,dwwm-2023/2,all", "RNCP31114BC01,dwwm-2023/2,all");
        }
    });
    let report = checked(&lost);
    let witness = found(&report, Code::TableIncomplete).first().unwrap().witness.clone().unwrap();
    let decision = Parchemin::new(&lost).unwrap().decide(&witness.file, None, Lang::Fr).unwrap();
    let text = serde_json::to_string(&decision).unwrap();
    assert!(text.contains("RNCP31114BC02"), "{text}");
}

#[test]
fn what_is_proven_is_an_error_and_what_was_only_not_found_a_warning() {
    for code in Code::ALL {
        let searched =
            matches!(code, Code::NeverSeenToApply | Code::NeverSeenTogether | Code::OutcomeNeverSeen);
        assert!(!searched || code.severity() == Severity::Warning, "{code}");
        let proven = matches!(code, Code::NeverApplies | Code::AlwaysContradict | Code::OutcomeUnreachable);
        assert!(!proven || code.severity() == Severity::Error, "{code}");
    }
}

#[test]
fn what_no_file_was_found_for_is_a_warning_that_says_how_many_were_tried() {
    let never = "if decision_day() < years_after(decision_day(), law.vae_minimum_years) { return not_applicable(); }\n true\n";
    let less = "related_days(law.vae_activities) < in_days(law.vae_minimum_years, law.year_in_days)\n";
    let rule = "\"recevabilite-notified\"";
    let cases: [(Case<'_>, &str); 3] = [
        // Days are not followed: nothing proves that a day comes before the same day of a later year.
        ((Code::NeverSeenToApply, "cadre-1", VAE, WHOLE, never, rule), "among {} files"),
        (
            (Code::NeverSeenTogether, "cadre-1", VAE, ANSWER, less, "\"vae-experience\""),
            "`vae-experience` and `recevabilite-notified` apply to ",
        ),
        (
            (
                Code::OutcomeNeverSeen,
                "socle",
                "rules.toml",
                "outcome = \"échec\"",
                "outcome = \"incomplet\"",
                "\"échec\"",
            ),
            "among {} files",
        ),
    ];
    for ((code, package, file, from, to, underlined), said) in cases {
        let setup = with(|name, files| {
            if name == package {
                replace(files, file, from, to);
            }
        });
        let scope = Scope {
            named: vec![edition(if package == "socle" { "socle@1" } else { "cadre@1" }).unwrap()],
            after: None,
        };
        let report = check(&setup, &scope, 500).unwrap();
        let all = found(&report, code);
        let said = said.replace("{}", &report.searched.to_string());
        // Among so few files, other rules may not be seen together either.
        let told = |one: &Diagnostic| {
            one.fault.underlined() == Some(underlined) && one.fault.say(Lang::En).contains(&said)
        };
        assert!(all.iter().any(|one| told(one)), "{code}: {:?}", report.diagnostics);
        assert!(!report.has_errors(), "{:?}", report.diagnostics);
    }
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

/// Codes of what has no place: a file that is not there or cannot be taken, and a plugin, which is no text.
const PLACELESS: [Code; 7] = [
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

#[test]
fn every_code_has_a_case_that_shows_what_is_underlined() {
    let shown: BTreeSet<Code> = FILES
        .iter()
        .chain(&CASES)
        .chain(&SCRIPTS)
        .chain(&SIDE_BY_SIDE)
        .chain(&MEANING)
        .map(|(code, ..)| *code)
        .collect();
    let elsewhere =
        [Code::NeverSeenToApply, Code::NeverSeenTogether, Code::OutcomeNeverSeen, Code::TooManyVariants];
    let missing: Vec<&Code> = Code::ALL
        .iter()
        .filter(|code| !shown.contains(code) && !PLACELESS.contains(code) && !elsewhere.contains(code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_a_file_is_answered_is_among_what_its_rule_can_answer() {
    let host = Parchemin::embedded().unwrap();
    let group = host.catalogue().frameworks();
    let parameters: Parameters = group.iter().flat_map(|one| one.parameters.clone()).collect();
    let absent_texts: BTreeMap<String, String> =
        group.iter().flat_map(|one| one.absent_texts.clone()).collect();
    let context = Context { parameters: &parameters, absent_texts: &absent_texts };
    let mut reached: BTreeMap<(String, String), BTreeSet<Verdict>> = BTreeMap::new();
    for package in &group {
        let uses = package.uses();
        let rules = RhaiRules::new(&package.scripts, &uses, context, Default::default()).ok().unwrap();
        let reach = rules.reach(&uses, context).unwrap();
        for (n, rule) in package.rules.iter().enumerate() {
            let answers = reach.of(n).unwrap_or_else(|| panic!("{} has too many ways", rule.id));
            reached.insert((package.identity.id.clone(), rule.id.clone()), answers);
        }
    }
    let generator = Generator::new(World::of(host.catalogue()).unwrap(), 7, &Shares::default()).unwrap();
    let files = generator.files().take(3_000);
    let prepared: Vec<_> = files.filter_map(|file| host.prepare(Arc::new(file), None).ok()).collect();
    let mut seen = BTreeSet::new();
    for judged in Judge::new(&host).judge(&prepared).into_iter().map(Result::unwrap) {
        for judgement in &judged.judgements {
            let key = (judgement.package().to_owned(), judgement.rule().id.clone());
            let verdict = judgement.verdict();
            // An unknown condition leaves any rule undetermined.
            let among = verdict == Verdict::Undetermined || reached.get(&key).unwrap().contains(&verdict);
            assert!(among, "{key:?} answers {verdict:?}, not among {:?}", reached.get(&key));
            seen.insert((key, verdict));
        }
    }
    assert!(seen.len() > 60, "only {} verdicts of rules", seen.len());
}
