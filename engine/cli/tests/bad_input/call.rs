//! A call that is wrong in itself.

use super::*;

#[test]
fn a_wrong_date_in_the_call() {
    refused(
        &["evaluate", example().to_str().unwrap(), "--as-of", "2025-02-30"],
        [
            &["--as-of", "le jour `2025-02-30` n’existe pas", "AAAA-MM-JJ"],
            &["--as-of", "the calendar has no day `2025-02-30`", "YYYY-MM-DD"],
        ],
    );
}

#[test]
fn an_edition_that_is_not_there_or_cannot_be_read() {
    let file = example();
    let file = file.to_str().unwrap();
    refused(
        &["evaluate", file, "--use", "cadre@9"],
        [
            &["aucun paquet ne répond à `cadre@^9`", "peut-être `cadre@1.0.0`, `cadre@2.0.0`"],
            &["no package meets `cadre@^9`", "perhaps `cadre@1.0.0`, `cadre@2.0.0`"],
        ],
    );
    refused(
        &["evaluate", file, "--use", "cadre"],
        [
            &["`cadre` ne désigne pas une édition", "cadre@2"],
            &["`cadre` does not name an edition", "cadre@2"],
        ],
    );
}

#[test]
fn a_folder_without_packages() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path().to_str().unwrap();
    refused(
        &["evaluate", example().to_str().unwrap(), "--packages", folder],
        [&["aucun paquet dans", folder, "package.toml"], &["no package in", folder, "package.toml"]],
    );
}
