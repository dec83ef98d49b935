//! An archive holds what the folder holds, is the same wherever it is made, and any other bytes are refused.

mod refused;
mod trust;

use super::{Archive, pack, sums, zip};
use crate::Files;
use sha2::{Digest, Sha256};
use std::{fs, io::Read, path::Path};

const MANIFEST: &str = r#"id = "petit"
version = "1.2.3"
kind = "framework"
engine = "*"
languages = ["fr", "en"]
label = { fr = "petit", en = "small" }
"#;

/// A package as small as one can be, with these files too.
fn small(more: &[(&str, &str)]) -> Files {
    let files = [("package.toml", MANIFEST)].into_iter().chain(more.iter().copied());
    Files::new("petit", files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())))
}

/// What anybody could write with the same tools: a list that is right, and members that need not be.
fn forged(files: &Files) -> Vec<u8> {
    let list = sums::write(files);
    zip::write(std::iter::once((sums::SUMS, list.as_bytes())).chain(sums::members(files))).unwrap()
}

#[test]
fn what_is_packed_is_read_again_and_has_the_digest_of_its_folder() {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulesets");
    let mut seen = 0;
    for folder in
        fs::read_dir(folders).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        let files = Files::read(&folder).unwrap();
        let bytes = pack(&files).unwrap();
        let archive = Archive::read("archive", &bytes).unwrap();
        assert_eq!(archive.files.digest(), files.digest(), "{}", folder.display());
        assert!(sums::members(&archive.files).eq(sums::members(&files)), "{}", folder.display());
        assert_eq!(pack(&archive.files).unwrap(), bytes);
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} packages");
}

#[test]
fn an_archive_says_what_it_is() {
    let bytes = pack(&small(&[("titre/arrêté.txt", "é")])).unwrap();
    let archive = Archive::read("archive", &bytes).unwrap();
    assert_eq!((archive.id.as_str(), archive.titre.as_deref()), ("petit", None));
    assert_eq!(Archive::file_name(&archive.id, &archive.version), "petit-1.2.3.parchemin");
    assert_eq!(archive.digest, <[u8; 32]>::from(Sha256::digest(&bytes)));
}

#[test]
fn the_form_is_a_promise_no_byte_of_which_changes() {
    let bytes = pack(&small(&[("rules/règle.rhai", "fn a() { true }")])).unwrap();
    assert_eq!(
        (bytes.len(), crate::hex(&Sha256::digest(&bytes)).as_str()),
        (727, "a2f57b582547b570a9b050b019d4a63135976188ccc54bca9510d83a8e5ff95d")
    );
}

#[test]
fn any_program_for_zip_files_reads_an_archive() {
    let files = small(&[("sources/arrêté.txt", "Article 1er")]);
    let bytes = pack(&files).unwrap();
    let mut other = ::zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = other.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["SHA256SUMS", "package.toml", "sources/arrêté.txt"]);
    let mut text = String::new();
    other.by_name("sources/arrêté.txt").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "Article 1er");
    other.validate_header_consistency().unwrap();
}
