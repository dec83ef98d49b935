//! Packages that cannot be loaded, or do not fit together.

use super::*;

#[test]
fn a_wrong_quotation_is_underlined_and_the_source_is_shown() {
    let quotation = "capitalisation des CCS constitutifs du titre";
    let packages = Packages::copy(&["mn-2025"]).change(
        "mn-2025/titre.toml",
        "peut obtenir le titre par capitalisation des CCP constitutifs du titre",
        &format!("peut obtenir le titre par {quotation}"),
    );
    packages.refused([
        &["la citation ne se trouve pas dans `sources/002_1b3b42cd56178af3.txt`", "mn-2025/titre.toml:121:"],
        &["the quotation does not stand in `sources/002_1b3b42cd56178af3.txt`", "mn-2025/titre.toml:121:"],
    ]);
    packages.refused([
        &["la source dit : « peut obtenir le titre par capitalisation des CCP constitutifs du titre"],
        &["the source says: « peut obtenir le titre par capitalisation des CCP constitutifs du titre"],
    ]);
    packages.underlines(&format!("\"peut obtenir le titre par {quotation}\""));
}

#[test]
fn a_cycle_of_requirements() {
    Packages::copy(&["socle"])
        .change("socle/package.toml", "[label]", "[requires]\ncadre = \"^1\"\n\n[label]")
        .refused([
            &[
                "des paquets se demandent en cercle : `cadre` → `socle` → `cadre`",
                "retirer l’une des exigences",
            ],
            &[
                "packages require each other in a circle: `cadre` → `socle` → `cadre`",
                "remove one of the requirements",
            ],
        ]);
}

#[test]
fn two_packages_that_claim_one_titre_on_one_day() {
    Packages::copy(&["remn-2019"])
        .change("remn-2019/package.toml", "excluded = \"2024-07-13\"", "included = \"2024-07-13\"")
        .refused([
            &[
                "`remn-2019` et `remn-2024` prétendent tous deux au titre `mediateur-numerique` le 2024-07-13",
                "`excluded`",
            ],
            &["`remn-2019` and `remn-2024` both claim the titre `mediateur-numerique` on 2024-07-13", "`excluded`"],
        ]);
}

#[test]
fn a_day_claimed_twice_where_the_end_of_the_later_revision_is_unknown() {
    Packages::copy(&["remn-2024"])
        .change("remn-2024/package.toml", "included = \"2025-07-12\"", "included = \"2025-07-13\"")
        .refused([
            &["`remn-2024` et `mn-2025` prétendent tous deux au titre `mediateur-numerique` le 2025-07-13"],
            &["`remn-2024` and `mn-2025` both claim the titre `mediateur-numerique` on 2025-07-13"],
        ]);
}

#[test]
fn a_parameter_with_overlapping_dates() {
    let packages = Packages::copy(&["socle"]).change(
        "socle/parameters.toml",
        "from = \"2006-05-24\"\n",
        "from = \"2006-05-24\"\nto = \"2016-07-14\"\n",
    );
    packages.refused([
        &[
            "deux valeurs de `ccp_regime` valent le 2016-07-14",
            "socle/parameters.toml:",
            "un autre premier jour",
        ],
        &["two values of `ccp_regime` count on 2016-07-14", "socle/parameters.toml:", "another first day"],
    ]);
}

#[test]
fn a_correspondence_to_a_ccp_that_does_not_exist() {
    let table = "dwwm-2023/correspondences.csv";
    let packages = Packages::copy(&["dwwm-2023"]).change(table, "dwwm-2023/1", "dwwm-2023/9");
    packages.refused([
        &["le CCP `dwwm-2023/9` n’existe pas", "correspondences.csv:2:1", "peut-être `dwwm-2023/1`"],
        &["the CCP `dwwm-2023/9` neither exists", "correspondences.csv:2:1", "perhaps `dwwm-2023/1`"],
    ]);
}

#[test]
fn a_correspondence_from_a_ccp_that_neither_exists_nor_is_declared_external() {
    let table = "dwwm-2023/correspondences.csv";
    Packages::copy(&["dwwm-2023"]).change(table, "RNCP31114BC01", "RNCP31114BC07").refused([
        &[
            "la table de `dwwm-2023` convertit `RNCP31114BC07`",
            "pas déclaré externe",
            "peut-être `RNCP31114BC01`",
        ],
        &[
            "the table of `dwwm-2023` converts `RNCP31114BC07`",
            "declared external",
            "perhaps `RNCP31114BC01`",
        ],
    ]);
}

#[test]
fn a_script_that_calls_what_is_not_there() {
    let packages =
        Packages::copy(&["cadre-1"]).change("cadre-1/rules/vae.rhai", "related_days(", "related_dayz(");
    packages.refused([
        &[
            "le vocabulaire ne connaît pas `related_dayz`",
            "cadre-1/rules/vae.rhai:5:5",
            "peut-être `related_days`",
        ],
        &[
            "the vocabulary does not know `related_dayz`",
            "cadre-1/rules/vae.rhai:5:5",
            "perhaps `related_days`",
        ],
    ]);
    packages.underlines("related_dayz");
}

#[test]
fn a_script_that_is_no_script() {
    let packages = Packages::copy(&["cadre-1"]).change(
        "cadre-1/rules/vae.rhai",
        "(law.vae_activities)",
        "(law.vae_activities",
    );
    packages.refused([
        &["le script ne se lit pas", "cadre-1/rules/vae.rhai:6:1"],
        &["the script cannot be read", "cadre-1/rules/vae.rhai:6:1"],
    ]);
}

#[test]
fn all_faults_of_all_packages_are_told_at_once() {
    Packages::copy(&["cadre-1", "dwwm-2023"])
        .change(
            "cadre-1/messages.en.toml",
            "unmet = \"The recevabilité",
            "unmet = \"{recevabilite} The recevabilité",
        )
        .change("dwwm-2023/correspondences.csv", "dwwm-2023/1", "dwwm-2023/9")
        .refused([&["`{recevabilite}`", "`dwwm-2023/9`"], &["`{recevabilite}`", "`dwwm-2023/9`"]]);
}

#[test]
fn a_table_without_a_row() {
    let packages = Packages::copy(&["dwwm-2023"]);
    fs::write(packages.0.path().join("dwwm-2023/correspondences.csv"), "").unwrap();
    packages.refused([
        &["dwwm-2023/correspondences.csv", "la table n’a aucune ligne", "[correspondences]"],
        &["dwwm-2023/correspondences.csv", "the table has no row", "[correspondences]"],
    ]);
}

#[test]
fn a_message_that_names_what_it_cannot_know() {
    Packages::copy(&["cadre-1"])
        .change(
            "cadre-1/messages.fr.toml",
            "a été notifiée le {file.recevabilite_notified_on}",
            "vaut {law.nope}",
        )
        .refused([
            &["cadre/messages.fr.toml", "le paramètre `nope` n’existe pas"],
            &["cadre/messages.fr.toml", "there is no parameter `nope`"],
        ]);
    let packages = Packages::copy(&["cadre-1"]).change(
        "cadre-1/messages.fr.toml",
        "a été notifiée le {file.recevabilite_notified_on}",
        "est jugée par {juror.years_in_job}",
    );
    packages.refused([
        &["cadre-1/messages.fr.toml", "`{juror.years_in_job}` ne désigne rien"],
        &["cadre-1/messages.fr.toml", "`{juror.years_in_job}` names nothing"],
    ]);
    packages.underlines("{juror.years_in_job}");
}

#[test]
fn a_package_without_its_manifest_is_not_passed_over() {
    let packages = Packages::copy(&["cadre-1", "socle"]);
    fs::remove_file(packages.0.path().join("socle/package.toml")).unwrap();
    packages.refused([
        &["socle/package.toml", "ce fichier manque au paquet", "l’ajouter"],
        &["socle/package.toml", "the package lacks this file", "add it"],
    ]);
}

#[test]
fn a_package_that_speaks_one_language_only() {
    Packages::copy(&["cadre-1"])
        .change("cadre-1/package.toml", "languages = [\"fr\", \"en\"]", "languages = [\"fr\"]")
        .refused([
            &["cadre-1/package.toml", "ne déclare pas la langue `en`", "messages"],
            &["cadre-1/package.toml", "does not declare the language `en`", "messages"],
        ]);
}

#[test]
fn a_package_for_another_engine() {
    let packages = Packages::copy(&["cadre-1"]).change("cadre-1/package.toml", "\">=0.1, <0.2\"", "\">=9\"");
    packages.refused([
        &["cadre-1/package.toml", "le paquet demande le moteur >=9", "autre édition du paquet"],
        &["cadre-1/package.toml", "the package asks for engine >=9", "another edition of the package"],
    ]);
    packages.underlines("\">=9\"");
}

#[test]
fn a_requirement_that_no_package_meets() {
    Packages::copy(&["mn-2025"])
        .change("mn-2025/package.toml", "cadre = \">=1, <3\"", "cadre = \">=7\"")
        .refused([
            &["`mn-2025` demande `cadre` >=7", "versions présentes de `cadre` : 1.0.0, 2.0.0"],
            &["`mn-2025` requires `cadre` >=7", "versions of `cadre` that are here: 1.0.0, 2.0.0"],
        ]);
}

#[test]
fn a_number_as_great_as_numbers_are_is_refused_in_years_and_decided_by_where_it_has_no_unit() {
    let years = "unit = \"years\"\n[[vae_minimum_years.values]]\nvalue = 1";
    for number in [i64::MIN, i64::MAX] {
        let file = "cadre-1/parameters.toml";
        let great = years.replace("value = 1", &format!("value = {number}"));
        let in_years = Packages::copy(&["cadre-1"]).change(file, years, &great);
        in_years.underlines(&number.to_string());
        in_years.refused([
            &["E048", "un nombre de `years` va de 0 à 9999"],
            &["E048", "a number of `years` lies between 0 and 9999"],
        ]);
        let bare = Packages::copy(&["cadre-1"]).change(
            file,
            years,
            great.strip_prefix("unit = \"years\"\n").unwrap(),
        );
        let (file, folder) = (bare.0.path().join("dossier.json"), bare.0.path().to_str().unwrap());
        fs::write(&file, with("/experience", json!([]))).unwrap();
        let output =
            parchemin(&["evaluate", file.to_str().unwrap(), "--packages", folder, "--use", "cadre@1"], "en");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_text_that_is_underlined_steers_no_terminal() {
    let packages =
        Packages::copy(&["socle"]).change("socle/package.toml", "1.0.0", "1.\u{1b}[31m\u{7}\u{202e}0");
    let folder = packages.0.path().to_str().unwrap();
    let output = parchemin(&["package", "list", "--color", "always", "--packages", folder], "en");
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("1.?[31m????0"), "{message}");
    assert!(!message.contains(['\u{7}', '\u{202e}']), "{message:?}");
}
