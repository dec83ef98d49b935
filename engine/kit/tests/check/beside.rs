//! What does not fit among packages, and what follows from one fault, which is not told beside it.

use super::{Case, TABLE, VAE, checked, found, replace, shipped, underlines, with};
use parchemin::{
    Setup,
    core::{Lang, Speak},
    edition,
    packages::Code,
};
use parchemin_kit::check::{Diagnostic, Scope, check};
use std::{collections::BTreeSet, path::Path};

pub(crate) const SIDE_BY_SIDE: [Case<'_>; 14] = [
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
    (Code::UnknownOldCcp, "dwwm-2023", TABLE, ",RNCP31114BC02,", ",2,", "2"),
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
    (Code::IdOfAnother, "mn-2025", "package.toml", "id = \"mn-2025\"", "id = \"cadre\"", "\"cadre\""),
    (Code::UnknownOldRevision, "dwwm-2023", TABLE, "rncp31114,*,*", "rncp3111,*,*", "rncp3111"),
    (
        Code::NameOfTwoTitres,
        "dwwm-2023",
        "titre.toml",
        "rncp = \"RNCP37674\"",
        "aliases = [\"médiateur Numérique\"]\nrncp = \"RNCP37674\"",
        "\"médiateur Numérique\"",
    ),
    (
        Code::NameOfTwoTitres,
        "dwwm-2023",
        "titre.toml",
        "rncp = \"RNCP37674\"",
        "aliases = [\"rncp39181\"]\nrncp = \"RNCP37674\"",
        "\"rncp39181\"",
    ),
    (
        Code::NameOfTwoTitres,
        "mn-2025",
        "titre.toml",
        "label = \"Médiateur numérique\"",
        "label = \"Médiateur numérique\"\nrncp = \"RNCP37674\"",
        "\"RNCP37674\"",
    ),
];

#[test]
fn what_does_not_fit_among_packages_is_underlined_in_the_one_to_mend() {
    underlines(&SIDE_BY_SIDE);
}

#[test]
fn an_edition_that_is_not_the_default_one_is_prepared_too() {
    let setup = with(|name, files| {
        if name == "cadre-2" {
            replace(files, VAE, "related_hours(law.vae_activities)", "related_hours(law.vae_activites)");
        }
    });
    let scope = Scope { named: vec![edition("cadre@2").unwrap()], ..Scope::default() };
    let report = check(&setup, &scope, 0).unwrap();
    assert_eq!(found(&report, Code::UnknownParameter).len(), 1, "{:?}", report.diagnostics);
    let elsewhere = Scope { named: vec![edition("cadre@1").unwrap()], ..Scope::default() };
    assert!(!check(&setup, &elsewhere, 0).unwrap().has_errors());
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
        let report = check(&setup, &Scope { named, ..Scope::default() }, 0).unwrap();
        let shown: Vec<_> =
            found(&report, Code::HoleInTimeline).iter().map(|one| one.fault.underlined()).collect();
        assert_eq!(shown, [Some(underlined)]);
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
fn a_case_or_a_declaration_that_is_wrong_hides_nothing() {
    let setup = with(|name, files| {
        if name == "mn-2025" {
            replace(files, "package.toml", "predecessor = \"remn-2024\"", "predecessor = \"remn-2O24\"");
            replace(files, "coverage.toml", "Le médiateur numérique accompagne", "Le facteur accompagne");
            replace(files, "tests/premier-jour.yaml", "\nexpect:", "\nexpct:");
        }
    });
    let report = checked(&setup);
    let codes: BTreeSet<Code> = report.diagnostics.iter().map(Diagnostic::code).collect();
    for code in [Code::UnknownPredecessor, Code::QuotationNotFound, Code::TextUnclaimed, Code::NotOfTheFormat]
    {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
}

#[test]
fn a_ccp_of_another_revision_is_told_at_its_cell_and_is_not_its_own_advice() {
    let setup = with(|name, files| {
        if name == "dwwm-2023" {
            replace(files, TABLE, ",RNCP31114BC02,", ",remn-2024/2,");
        }
    });
    let report = checked(&setup);
    let [one] = found(&report, Code::UnknownOldCcp)[..] else { panic!("{:?}", report.diagnostics) };
    assert_eq!(
        (one.fault.place().map(|(line, _)| line), one.fault.underlined()),
        (Some(3), Some("remn-2024/2"))
    );
    assert!(!one.fault.help(Lang::Fr).unwrap_or_default().contains("`remn-2024/2`"));
}

#[test]
fn a_table_with_semicolons_is_the_same_table() {
    let setup = with(|name, files| {
        if name == "dwwm-2023" {
            let text = String::from_utf8(files[TABLE].clone()).unwrap().replace(',', ";");
            files.insert(TABLE.to_owned(), format!("\u{feff}{text}").into_bytes());
        }
    });
    let report = checked(&setup);
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
}

#[test]
fn a_package_that_cannot_be_read_is_named_in_the_sum() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("mn-2025");
    std::fs::create_dir_all(&package).unwrap();
    std::fs::write(package.join("package.toml"), "").unwrap();
    std::fs::write(package.join("messages.txt"), vec![b'a'; 5 << 20]).unwrap();
    let setup = parchemin::Setup { packages: vec![package.clone()], ..parchemin::Setup::default() };
    let report = checked(&setup);
    assert_eq!(report.looked_at, [package.display().to_string()], "{:?}", report.diagnostics);
}

#[test]
fn two_packages_of_one_version_that_are_given_together_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |to: &str, manifest: &str| {
        let package = folder.path().join(to).join("dwwm-2023");
        for (name, bytes) in shipped("dwwm-2023") {
            let file = package.join(&name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, if name == "package.toml" { manifest.as_bytes().to_vec() } else { bytes })
                .unwrap();
        }
        package
    };
    let manifest = String::from_utf8(shipped("dwwm-2023")["package.toml"].clone()).unwrap();
    let (one, same) = (copy("one", &manifest), copy("same", &manifest));
    let other = copy("other", &format!("# autrement\n{manifest}"));
    let newer = copy("newer", &manifest.replace("version = \"1.0.0\"", "version = \"1.1.0\""));
    let told = |packages: &[&Path]| {
        let packages = packages.iter().map(|path| path.to_path_buf()).collect();
        checked(&Setup { packages, ..Setup::default() }).diagnostics
    };
    // What is given replaces what the program carries.
    for agree in [&[&*other][..], &[&one, &same], &[&one, &newer]] {
        assert!(told(agree).is_empty(), "{agree:?}");
    }
    for (first, second) in [(&one, &other), (&other, &one)] {
        let found = told(&[first, second]);
        let [fault] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((fault.code(), fault.fault.underlined()), (Code::VersionOfTwo, Some("\"1.0.0\"")));
        assert!(Path::new(fault.fault.file()).starts_with(second), "{}", fault.fault.file());
        let said = fault.fault.say(Lang::Fr);
        let wanted =
            format!("`dwwm-2023@1.0.0` est aussi donné par `{}`, qui dit autre chose", first.display());
        assert_eq!(said, wanted);
    }
}

#[test]
fn a_name_of_two_titres_is_told_with_both_and_one_of_two_revisions_is_not() {
    let one = |package: &str, alias: &str| {
        let setup = with(|name, files| {
            if name == package {
                let rncp =
                    if package == "dwwm-2023" { "rncp = \"RNCP37674\"" } else { "rncp = \"RNCP34137\"" };
                replace(files, "titre.toml", rncp, &format!("aliases = [\"{alias}\"]\n{rncp}"));
            }
        });
        let all = checked(&setup).diagnostics;
        all.iter().map(|one| (one.code(), one.fault.say(Lang::En))).collect::<Vec<_>>()
    };
    let said = "`RESPONSABLE D’ESPACE de médiation numérique` is to `dwwm-2023` the titre \
                `developpeur-web-et-web-mobile`, and to `remn-2019` the titre `mediateur-numerique`";
    let found = one("dwwm-2023", "RESPONSABLE D’ESPACE de médiation numérique");
    assert_eq!(found, [(Code::NameOfTwoTitres, said.to_owned())]);
    assert_eq!(one("remn-2019", "Médiateur numérique"), []);
    assert_eq!(one("remn-2019", "RNCP39181"), []);
}
