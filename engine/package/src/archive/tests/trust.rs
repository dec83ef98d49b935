//! A signature holds only for its archive, its key, the days of the key and what the key may sign.

use super::*;
use crate::archive::{
    ArchiveFault, KeyFault, PublicKey, SecretKey, Signatures, SignaturesFault, Standing, Trust, TrustFault,
};
use parchemin_core::{Day, Lang, Speak};
use zeroize::Zeroizing;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn archive(text: &str) -> Archive {
    Archive::read("archive", &pack(&small(&[("a", text)])).unwrap()).unwrap()
}

/// An archive of a revision of a titre.
fn revision() -> Archive {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulesets/mn-2025");
    Archive::read("archive", &pack(&Files::read(&folder).unwrap()).unwrap()).unwrap()
}

fn signed(archive: &Archive, keys: &[SecretKey]) -> Signatures {
    let mut signatures = Signatures::default();
    keys.iter().for_each(|key| signatures.sign(archive, key));
    signatures
}

fn entry(key: &SecretKey, more: &str) -> String {
    let public = key.public();
    format!("[[keys]]\nid = \"{}\"\npublic = \"{public}\"\n{more}\n", public.id())
}

fn standings(trust: &str, archive: &Archive, signatures: &Signatures, day: &str) -> Vec<Standing> {
    let day = day.parse().unwrap();
    let judged = Trust::read(trust).unwrap().judge(archive, signatures, day);
    for one in &judged {
        assert_ne!(one.say(Lang::Fr), one.say(Lang::En));
    }
    judged.iter().map(|one| one.standing).collect()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_days_and_the_reach_of_a_key_decide() {
    let archive = revision();
    let days = "from = \"2026-01-01\"\nuntil = \"2026-12-31\"";
    let revoked = "until = \"2026-12-31\"\nrevoked = \"2026-06-01\"";
    for (more, on, standing) in [
        ("", "0001-01-01", Standing::Trusted),
        (days, "2025-12-31", Standing::NotYet(day("2026-01-01"))),
        (days, "2026-01-01", Standing::Trusted),
        (days, "2026-12-31", Standing::Trusted),
        (days, "2027-01-01", Standing::Expired(day("2026-12-31"))),
        (revoked, "2026-05-31", Standing::Trusted),
        (revoked, "2026-06-01", Standing::Revoked(day("2026-06-01"))),
        (revoked, "2027-06-01", Standing::Revoked(day("2026-06-01"))),
        ("packages = [\"mn-2025\"]", "2026-01-01", Standing::Trusted),
        ("packages = [\"mn-2024\"]", "2026-01-01", Standing::OutOfScope),
        ("packages = []", "2026-01-01", Standing::OutOfScope),
        ("titres = [\"mediateur-numerique\"]", "2026-01-01", Standing::Trusted),
        ("titres = [\"autre\"]", "2026-01-01", Standing::OutOfScope),
        ("titres = [\"autre\"]\npackages = [\"mn-2025\"]", "2026-01-01", Standing::Trusted),
        ("receipts = true", "2026-01-01", Standing::OutOfScope),
        ("receipts = true\npackages = [\"mn-2025\"]", "2026-01-01", Standing::Trusted),
    ] {
        let found = standings(&entry(&key(1), more), &archive, &signed(&archive, &[key(1)]), on);
        assert_eq!(found, [standing], "{more} on {on}");
    }
}

#[test]
fn a_signature_holds_for_its_archive_and_its_key_alone() {
    let (one, other) = (archive("one"), archive("other"));
    let both = entry(&key(1), "") + &entry(&key(2), "");
    let signatures = signed(&one, &[key(1)]);
    assert_eq!(standings(&both, &one, &signatures, "2026-01-01"), [Standing::Trusted]);
    assert_eq!(standings(&both, &other, &signatures, "2026-01-01"), [Standing::Wrong]);
    assert_eq!(standings(&entry(&key(2), ""), &one, &signatures, "2026-01-01"), [Standing::Unknown]);
    assert_eq!(standings("", &one, &signatures, "2026-01-01"), [Standing::Unknown]);
    let stolen =
        signatures.to_string().replace(&key(1).public().id().to_string(), &key(2).public().id().to_string());
    let stolen = Signatures::read(&stolen).unwrap();
    assert_eq!(standings(&both, &one, &stolen, "2026-01-01"), [Standing::Wrong]);
}

#[test]
fn keys_are_rotated_without_a_day_between() {
    let archive = archive("one");
    let trust = entry(&key(1), "until = \"2026-12-31\"") + &entry(&key(2), "from = \"2027-01-01\"");
    let (old, both) = (signed(&archive, &[key(1)]), signed(&archive, &[key(1), key(2)]));
    let holds = |signatures, on| standings(&trust, &archive, signatures, on).contains(&Standing::Trusted);
    assert!(holds(&old, "2026-12-31") && !holds(&old, "2027-01-01"));
    assert!(holds(&both, "2026-12-31") && holds(&both, "2027-01-01"));
}

#[test]
fn files_of_signatures_are_read_as_they_are_written() {
    let archive = archive("one");
    let both = signed(&archive, &[key(1), key(2)]);
    assert_eq!(Signatures::read(&both.to_string()).unwrap(), both);
    assert_eq!(
        signed(&archive, &[key(1), key(2), key(1)]),
        signed(&archive, &[key(2), key(1)]),
        "one of a key"
    );
    let text = both.to_string();
    let line = text.lines().nth(1).unwrap();
    for (wrong, fault) in [
        (String::new(), SignaturesFault::OtherForm),
        (text.replace("/1", "/2"), SignaturesFault::OtherForm),
        (format!("{text}{line}\n"), SignaturesFault::BadLine { line: 4 }),
        (text.replacen("ed25519", "rsa", 1), SignaturesFault::BadLine { line: 2 }),
        (text.replacen("==", "", 1), SignaturesFault::BadLine { line: 2 }),
        (format!("{text}\n"), SignaturesFault::BadLine { line: 4 }),
    ] {
        assert_eq!(Signatures::read(&wrong).unwrap_err(), fault);
        assert_ne!(fault.say(Lang::Fr), fault.say(Lang::En));
    }
}

#[test]
fn a_trust_file_that_contradicts_itself() {
    let (good, id) = (entry(&key(1), ""), key(1).public().id());
    let other = key(2).public().id();
    for (wrong, fault) in [
        (
            good.replace(&id.to_string(), &other.to_string()),
            TrustFault::OtherId { id: other.to_string(), right: id.clone() },
        ),
        (format!("{good}{good}"), TrustFault::Twice(id.clone())),
        (entry(&key(1), "from = \"2026-01-02\"\nuntil = \"2026-01-01\""), TrustFault::Reversed(id.clone())),
        (
            good.replace("public = \"", "public = \"!"),
            TrustFault::Key { id: id.to_string(), fault: KeyFault::NotPublic },
        ),
    ] {
        assert_eq!(Trust::read(&wrong).unwrap_err(), fault);
        assert!(fault.help(Lang::Fr) != fault.help(Lang::En) && fault.say(Lang::Fr) != fault.say(Lang::En));
    }
    for wrong in
        [entry(&key(1), "unti = \"2026-01-01\""), entry(&key(1), "until = \"2026-02-30\""), "keys".into()]
    {
        assert!(matches!(Trust::read(&wrong).unwrap_err(), TrustFault::NotOfTheFormat { .. }), "{wrong}");
    }
}

#[test]
fn a_point_that_anybody_can_sign_for_is_no_key() {
    // The neutral element: every signature of a certain form would hold.
    let neutral = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert_eq!(PublicKey::read(neutral).unwrap_err(), KeyFault::NotPublic);
}

#[test]
fn keys_are_those_of_the_standard() {
    // The example of RFC 8410, section 10.
    let secret = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";
    let key = SecretKey::from_pem(secret).map_err(|_| ()).unwrap();
    assert_eq!(key.public().to_string(), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
    assert_eq!(&*key.to_pem().unwrap(), secret);
    assert_eq!(SecretKey::from_pem("nothing").err(), Some(KeyFault::NotSecret));
}

#[test]
fn who_may_sign_for_a_titre_may_not_sign_for_all_by_a_framework_that_names_it() {
    let manifest =
        format!("{}\n[titre]\nid = \"mediateur-numerique\"\neffect = \"creates\"\n", super::MANIFEST);
    let files = Files::new("petit", [("package.toml".to_owned(), manifest.into_bytes())]);
    let archive = Archive::read("archive", &pack(&files).unwrap()).unwrap();
    assert_eq!(archive.titre, None);
    let scope = "titres = [\"mediateur-numerique\"]";
    let found = standings(&entry(&key(1), scope), &archive, &signed(&archive, &[key(1)]), "2026-01-01");
    assert_eq!(found, [Standing::OutOfScope]);
}

#[test]
fn an_id_that_could_pass_for_the_words_of_a_check_is_refused() {
    let id = "mn-2025\\nkey: trusted\\u001b[2K";
    let manifest = super::MANIFEST.replace("\"petit\"\nversion", &format!("\"{id}\"\nversion"));
    let files = Files::new("petit", [("package.toml".to_owned(), manifest.into_bytes())]);
    let fault = Archive::read("archive", &pack(&files).unwrap()).unwrap_err();
    assert_eq!(fault, ArchiveFault::BadId("mn-2025\nkey: trusted\u{1b}[2K".to_owned()));
    assert!(!fault.say(Lang::En).contains(['\n', '\u{1b}']), "{fault:?}");
}
