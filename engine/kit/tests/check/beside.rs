//! What does not fit among packages, and what follows from one fault, which is not told beside it.

use super::{Case, TABLE, VAE, checked, found, replace, underlines, with};
use parchemin::{
    core::{Lang, Speak},
    edition,
    packages::Code,
};
use parchemin_kit::check::{Diagnostic, Scope, check};

pub(crate) const SIDE_BY_SIDE: [Case<'_>; 10] = [
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
    (Code::IdOfAnother, "mn-2025", "package.toml", "id = \"mn-2025\"", "id = \"cadre\"", "\"cadre\""),
    (Code::UnknownOldRevision, "dwwm-2023", TABLE, "rncp31114,*,*", "rncp3111,*,*", "rncp3111"),
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
    let scope = Scope { named: vec![edition("cadre@2").unwrap()], after: None };
    let report = check(&setup, &scope, 0).unwrap();
    assert_eq!(found(&report, Code::UnknownParameter).len(), 1, "{:?}", report.diagnostics);
    let elsewhere = Scope { named: vec![edition("cadre@1").unwrap()], after: None };
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
        let report = check(&setup, &Scope { named, after: None }, 0).unwrap();
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
