//! What no package should mean: rules that never apply, lists that contradict one another, what no file can reach.

use super::{ANSWER, Case, TABLE, VAE, WHOLE, found, replace, underlines, with};
use parchemin::{
    core::{Lang, Speak},
    edition,
    packages::{Code, Severity},
};
use parchemin_kit::check::{Diagnostic, Scope, check};

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

pub(crate) const MEANING: [Case<'_>; 16] = [
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
    (
        Code::FormerKeptByAll,
        "mn-2025",
        "package.toml",
        "event = \"request-filed\"\n",
        "",
        "[[provisions.former]]…",
    ),
    (
        Code::ValueBeforeItsText,
        "cadre-1",
        "parameters.toml",
        "in_force = \"2016-08-10\"",
        "in_force = \"2016-08-11\"",
        "[[vae_law.values]]…",
    ),
];

#[test]
fn what_no_package_should_mean_is_underlined() {
    underlines(&MEANING);
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
            ..Scope::default()
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
