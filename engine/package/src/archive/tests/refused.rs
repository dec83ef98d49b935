//! What is not to the byte what `pack` makes is refused, and told for what it is.

use super::*;
use crate::archive::{ARCHIVE_BYTES, ArchiveFault, BadName};
use parchemin_core::{
    Lang, Speak,
    limits::{PACKAGE_FILE_BYTES, PACKAGE_FILES},
};

fn fault(bytes: &[u8]) -> ArchiveFault {
    let fault = Archive::read("archive", bytes).map(|archive| archive.id).unwrap_err();
    let [fr, en] = [Lang::Fr, Lang::En].map(|lang| (fault.say(lang), fault.help(lang).unwrap()));
    assert!(fr.0 != en.0 && fr.1 != en.1, "{fr:?} {en:?}");
    fault
}

/// Where the header of the last member stands in the directory: the fields of it are at fixed distances.
fn last_header(bytes: &[u8]) -> usize {
    bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap()
}

/// The archive of a package whose last member is `z`, with some bytes of its header in the directory replaced.
fn with_header(at: usize, by: &[u8]) -> Vec<u8> {
    let mut bytes = pack(&small(&[("z", "the last")])).unwrap();
    let start = last_header(&bytes) + at;
    bytes[start..start + by.len()].copy_from_slice(by);
    bytes
}

/// An archive with this list and these members, whatever they are.
fn with_list(list: &str, members: &[(&str, &str)]) -> Vec<u8> {
    let members = members.iter().map(|(name, text)| (*name, text.as_bytes()));
    zip::write(std::iter::once((sums::SUMS, list.as_bytes())).chain(members)).unwrap()
}

#[test]
fn names_that_no_file_of_a_package_has() {
    for (name, reason) in [
        ("/etc/passwd", BadName::Absolute),
        ("C:/windows", BadName::Absolute),
        ("../outside", BadName::Outside),
        ("rules/../../outside", BadName::Outside),
        ("rules//a.rhai", BadName::Outside),
        ("./titre.toml", BadName::Outside),
        ("rules\\a.rhai", BadName::Backslash),
        ("..\\outside", BadName::Backslash),
        ("rules/a\n.rhai", BadName::Control),
        ("rules/a\0.rhai", BadName::Control),
        ("rules/", BadName::Folder),
        (".git/config", BadName::Hidden),
        ("rules/.a.rhai", BadName::Hidden),
    ] {
        let files = small(&[(name, "")]);
        let expected = ArchiveFault::Name { name: name.to_owned(), reason };
        assert_eq!(fault(&forged(&files)), expected, "{name:?}");
        assert_eq!(pack(&files).unwrap_err(), expected, "{name:?}");
        assert_ne!(reason.say(Lang::Fr), reason.say(Lang::En));
    }
    let own = small(&[(sums::SUMS, "")]);
    assert!(matches!(pack(&own).unwrap_err(), ArchiveFault::Name { reason: BadName::Reserved, .. }));
}

#[test]
fn names_that_are_one_name_on_some_systems() {
    let files = small(&[("rules/A.rhai", ""), ("rules/a.rhai", "")]);
    let expected = ArchiveFault::OnlyByCase { one: "rules/A.rhai".into(), other: "rules/a.rhai".into() };
    assert_eq!(fault(&forged(&files)), expected);
    assert_eq!(pack(&files).unwrap_err(), expected);
    assert!(matches!(pack(&small(&[("sha256sums", "")])).unwrap_err(), ArchiveFault::OnlyByCase { .. }));
}

#[test]
fn a_name_that_comes_twice() {
    let list = sums::write(&small(&[("a", "one")]));
    let twice = [("a", "one"), ("a", "other"), ("package.toml", MANIFEST)];
    assert_eq!(fault(&with_list(&list, &twice)), ArchiveFault::Duplicates);
    let lists = [(sums::SUMS, list.as_str()), ("a", "one"), ("package.toml", MANIFEST)];
    assert_eq!(fault(&with_list(&list, &lists)), ArchiveFault::Duplicates);
}

#[test]
fn links_and_what_is_not_stored_as_it_is() {
    let link = (0o120_777_u32 << 16).to_le_bytes();
    assert_eq!(fault(&with_header(38, &link)), ArchiveFault::Link("z".into()));
    assert_eq!(fault(&with_header(10, &[8, 0])), ArchiveFault::NotPlain("z".into()), "deflated");
    assert_eq!(fault(&with_header(8, &[1, 8])), ArchiveFault::NotPlain("z".into()), "encrypted");
    // A device, and a program that runs as its owner.
    assert!(matches!(
        fault(&with_header(38, &(0o020_644_u32 << 16).to_le_bytes())),
        ArchiveFault::OtherBytes { .. }
    ));
    assert!(matches!(
        fault(&with_header(38, &(0o104_755_u32 << 16).to_le_bytes())),
        ArchiveFault::OtherBytes { .. }
    ));
}

#[test]
fn sizes_are_bounded_before_anything_is_taken() {
    let claimed = |size: u64| with_header(20, &[(size as u32).to_le_bytes(); 2].concat());
    let (name, limit) = ("z".to_owned(), PACKAGE_FILE_BYTES);
    assert_eq!(fault(&claimed(PACKAGE_FILE_BYTES + 1)), ArchiveFault::MemberTooLarge { name, limit });
    assert_eq!(fault(&claimed(PACKAGE_FILE_BYTES)), ArchiveFault::Beyond("z".into()));
    assert_eq!(fault(&vec![0; ARCHIVE_BYTES + 1]), ArchiveFault::TooLarge { limit: ARCHIVE_BYTES });
}

#[test]
fn members_that_share_their_bytes_hold_no_more_than_the_archive() {
    // Each of them claims the bytes of the first, which is most of the archive.
    let large = "x".repeat(10_000);
    let mut bytes = pack(&small(&[("a1", &large), ("a2", ""), ("a3", "")])).unwrap();
    let headers: Vec<usize> =
        (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    let first = bytes[headers[1]..headers[1] + 46].to_vec();
    for header in &headers[2..4] {
        bytes[*header..header + 46].copy_from_slice(&first);
    }
    assert_eq!(fault(&bytes), ArchiveFault::Beyond("a2".into()));
}

#[test]
fn too_many_members() {
    let names: Vec<String> = (0..PACKAGE_FILES).map(|n| format!("n{n:04}")).collect();
    let files = small(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>());
    assert_eq!(fault(&forged(&files)), ArchiveFault::TooMany { limit: PACKAGE_FILES });
    assert_eq!(pack(&files).unwrap_err(), ArchiveFault::TooMany { limit: PACKAGE_FILES });
}

#[test]
fn a_list_that_is_missing_or_does_not_agree() {
    let members = [("a", "one"), ("package.toml", MANIFEST)];
    let list = sums::write(&small(&[("a", "one")]));
    assert!(
        Archive::read("archive", &with_list(&list, &members)).is_ok(),
        "the cases change something sound"
    );
    let plain = zip::write(members.iter().map(|(name, text)| (*name, text.as_bytes()))).unwrap();
    let line = list.lines().nth(1).unwrap();
    for (bytes, expected) in [
        (plain, ArchiveFault::NoList),
        (with_list(&list.replace("archive/1", "archive/9"), &members), ArchiveFault::OtherForm),
        (with_list("", &members), ArchiveFault::OtherForm),
        (with_list(&list.replace(line, "nothing"), &members), ArchiveFault::BadList { line: 2 }),
        (with_list(&list.replace(&format!("{line}\n"), ""), &members), ArchiveFault::Unlisted("a".into())),
        (with_list(&list, &members[1..]), ArchiveFault::Missing("a".into())),
        (with_list(&list, &[("a", "One"), members[1]]), ArchiveFault::Changed("a".into())),
        (with_list(&sums::write(&Files::default()), &[]), ArchiveFault::NoManifest),
    ] {
        assert_eq!(fault(&bytes), expected);
    }
}

#[test]
fn the_same_members_in_other_bytes() {
    let list = sums::write(&small(&[("a", "one")]));
    let other = [
        with_list(&list, &[("package.toml", MANIFEST), ("a", "one")]),
        with_list(&list.replace("sha256:", "sha256:0"), &[("a", "one"), ("package.toml", MANIFEST)]),
        with_list(&format!("{list}\n").replace("\n\n", "\r\n"), &[("a", "one"), ("package.toml", MANIFEST)]),
        // Another time, another owner's rights.
        with_header(12, &[1, 2, 3, 4]),
        with_header(38, &(0o100_600_u32 << 16).to_le_bytes()),
    ];
    for bytes in other {
        assert!(matches!(fault(&bytes), ArchiveFault::OtherBytes { .. }), "{:?}", fault(&bytes));
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let sound = pack(&small(&[("rules/a.rhai", "fn a() { true }")])).unwrap();
    for at in 0..sound.len() {
        for bit in 0..8 {
            let mut bytes = sound.clone();
            bytes[at] ^= 1 << bit;
            let read = Archive::read("archive", &bytes).map(|archive| archive.id);
            assert!(read.is_err(), "bit {bit} of byte {at} may be flipped");
        }
    }
}

#[test]
fn cut_anywhere_or_followed_by_anything() {
    let sound = pack(&small(&[("rules/a.rhai", "fn a() { true }")])).unwrap();
    for length in 0..sound.len() {
        assert!(Archive::read("archive", &sound[..length]).is_err(), "cut after {length} bytes");
    }
    let followed = [&sound[..], b"more"].concat();
    assert_eq!(fault(&followed), ArchiveFault::Trailing { bytes: 4 });
    assert!(Archive::read("archive", &[&sound[..], &sound].concat()).is_err());
    assert!(Archive::read("archive", &[b"#!/bin/sh\n", &sound[..]].concat()).is_err());
    assert_eq!(fault(b"<html>not found</html>"), ArchiveFault::NotAnArchive);
}
