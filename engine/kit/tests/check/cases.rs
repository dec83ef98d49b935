//! What is wrong with the cases that a package carries.

use super::{Case, checked, found, replace, underlines, with};
use parchemin::packages::Code;

#[test]
fn what_is_wrong_with_the_cases_of_a_package_is_underlined() {
    underlines(&CASES);
}

const DEUX_CCP: &str = "tests/deux-ccp.yaml";

pub(crate) const CASES: [Case<'_>; 5] = [
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
    (
        Code::UnknownRule,
        "mn-2025",
        "tests/premier-jour.yaml",
        "titre-in-force: met",
        "titre-in-farce: absent",
        "titre-in-farce",
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
