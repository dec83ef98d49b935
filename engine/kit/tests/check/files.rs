//! What is wrong in the files of one package, each thing with what it underlines.

use super::{Case, TABLE, VAE, checked, found, replace, underlines, with};
use parchemin::{
    core::{Lang, Speak},
    packages::Code,
};

#[test]
fn what_is_wrong_in_the_files_is_underlined() {
    underlines(&FILES);
}

pub(crate) const FILES: [Case<'_>; 50] = [
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
        Code::BeyondCalendar,
        "socle",
        "parameters.toml",
        "unit = \"days\"\n[[year_in_days.values]]\nvalue = 365\n",
        "unit = \"days\"\n[[year_in_days.values]]\nvalue = 3652060\n",
        "3652060",
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
        Code::UnknownPlaceholder,
        "cadre-1",
        "messages.en.toml",
        "Experience is needed",
        "Experience of related_days} is needed",
        "related_days}",
    ),
    (
        Code::QuotationNotFound,
        "mn-2025",
        "coverage.toml",
        "from = \"Le médiateur numérique accompagne",
        "from = \"Le médiatteur numérique accompagne",
        "\"Le médiatteur numérique accompagne…",
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
        "tests/deux-ccp.yaml",
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
    (
        Code::StatedTwice,
        "dwwm-2023",
        "titre.toml",
        "enrolment = \"student\"",
        "enrolment = \"apprenticeship\"",
        "[[routes]]…",
    ),
    (
        Code::StatedTwice,
        "dwwm-2023",
        "titre.toml",
        "piece = \"questionnaire\"",
        "piece = \"technical-interview\"",
        "[[complements]]…",
    ),
    (
        Code::StatedTwice,
        "mn-2025",
        "package.toml",
        "events = [\"session\", \"registered\"",
        "events = [\"session\", \"session\"",
        "\"session\"",
    ),
    (
        Code::TableDeclaredAbsent,
        "dwwm-2023",
        "package.toml",
        "# Les textes cités. ",
        "[correspondences]\nabsent = \"periode-rncp31114\"\n\n# Les textes cités. ",
        "\"periode-rncp31114\"",
    ),
    (Code::BadNumber, "dwwm-2023", "titre.toml", "rncp = \"RNCP37674\"", "rncp = \"99002\"", "\"99002\""),
    (Code::BadNumber, "dwwm-2023", "titre.toml", "code = \"RNCP37674BC02\"", "code = \"BC02\"", "\"BC02\""),
    (Code::BadNumber, "dwwm-2023", "titre.toml", "[\"RNCP31114BC01\", ", "[\"RNCP31114\", ", "\"RNCP31114\""),
    (
        Code::BlocOfAnotherFiche,
        "dwwm-2023",
        "titre.toml",
        "code = \"RNCP37674BC02\"",
        "code = \"RNCP31114BC02\"",
        "\"RNCP31114BC02\"",
    ),
    (
        Code::DuplicateId,
        "dwwm-2023",
        "titre.toml",
        "code = \"RNCP37674BC02\"",
        "code = \"RNCP37674BC01\"",
        "\"RNCP37674BC01\"",
    ),
    (Code::PartMissing, "mn-2025", "titre.toml", "label = \"Médiateur numérique\"", "label = \" \"", "\" \""),
    (
        Code::SeedWithoutQuotation,
        "dwwm-2023",
        TABLE,
        "rncp31114,*,*,all,law",
        "rncp31114,*,*,all,seed",
        "rncp31114,*,*,all,seed…",
    ),
    (
        Code::BeyondCalendar,
        "mn-2025",
        "package.toml",
        "until = \"last-delivery\"\ncite = { basis = \"inference\"",
        "until = { years-after-end = -1 }\ncite = { basis = \"inference\"",
        "{ years-after-end = -1 }",
    ),
    (
        Code::BeyondCalendar,
        "mn-2025",
        "package.toml",
        "until = \"last-delivery\"\ncite = { basis = \"inference\"",
        "until = { years-after-end = 0 }\ncite = { basis = \"inference\"",
        "{ years-after-end = 0 }",
    ),
];

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
    assert!(help.contains("charger aussi son paquet"), "{help}");
}
