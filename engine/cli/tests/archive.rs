//! Packages in one file, by the command itself: what is decided by an archive, and what is refused, in French and in
//! English.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

const PARCHEMIN: &str = env!("CARGO_BIN_EXE_parchemin");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// A folder of its own, with an archive `mn.parchemin` and two keys, `one` and `two`, of which it knows the lines.
struct Place {
    folder: TempDir,
    keys: [String; 2],
}

impl Place {
    fn new() -> Place {
        let mut place = Place { folder: TempDir::new().unwrap(), keys: Default::default() };
        let package = root().join("rulesets/mn-2025");
        place.done(&["package", "pack", package.to_str().unwrap(), "-o", "mn.parchemin"]);
        place.keys = ["one", "two"].map(|key| place.done(&["package", "keygen", "-o", key]));
        place
    }

    fn call(&self, arguments: &[&str]) -> Output {
        Command::new(PARCHEMIN).current_dir(self.folder.path()).args(arguments).output().unwrap()
    }

    /// What is written by a call that succeeds.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.call(arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// The call ends with a status, and says this in French and that in English.
    fn ends(&self, status: i32, arguments: &[&str], said: [&str; 2]) {
        for (lang, wanted) in ["fr", "en"].into_iter().zip(said) {
            let output = self.call(&[arguments, &["--lang", lang]].concat());
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8(text).unwrap();
            assert_eq!(output.status.code(), Some(status), "{arguments:?}: {text}");
            assert!(text.contains(wanted), "{arguments:?}: `{wanted}` is not in:\n{text}");
        }
    }

    fn sign(&self, key: &str) {
        self.done(&["package", "sign", "mn.parchemin", "--key", key]);
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }
}

#[test]
fn an_archive_on_standard_output_is_the_archive_alone() {
    let place = Place::new();
    let package = root().join("rulesets/mn-2025");
    let output = place.call(&["package", "pack", package.to_str().unwrap(), "-o", "-"]);
    assert_eq!(output.stdout, place.read("mn.parchemin"));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("sha256:"));
}

#[test]
fn what_is_no_part_of_a_package_is_not_packed_and_a_key_least_of_all() {
    let place = Place::new();
    let from = root().join("rulesets/mn-2025");
    let copied = Command::new("cp").arg("-r").arg(from).arg(place.folder.path()).status();
    assert!(copied.unwrap().success());
    let pack = ["package", "pack", "mn-2025", "-o", "again.parchemin"];
    place.write("mn-2025/sources/cle.txt", place.read("one"));
    place.write("mn-2025/Thumbs.db", "");
    place.write("mn-2025/tests/~$notes.docx", "");
    place.ends(
        2,
        &pack,
        ["`sources/cle.txt` contient une clé privée", "`sources/cle.txt` holds a private key"],
    );
    place.ends(
        2,
        &pack,
        ["`Thumbs.db` n’est pas un fichier d’un paquet", "`Thumbs.db` is no file of a package"],
    );
    place.ends(2, &pack, ["`tests/~$notes.docx`", "`tests/~$notes.docx`"]);
    assert!(!place.folder.path().join("again.parchemin").exists());
    for stray in ["sources/cle.txt", "Thumbs.db", "tests/~$notes.docx"] {
        fs::remove_file(place.folder.path().join("mn-2025").join(stray)).unwrap();
    }
    place.done(&pack);
    assert_eq!(place.read("again.parchemin"), place.read("mn.parchemin"));
}

#[test]
fn every_shipped_package_is_packed() {
    let place = Place::new();
    for package in fs::read_dir(root().join("rulesets")).unwrap().map(|entry| entry.unwrap().path()) {
        if package.is_dir() {
            place.done(&["package", "pack", package.to_str().unwrap()]);
        }
    }
}

#[test]
fn an_archive_is_replaced_only_where_that_is_asked_for_and_a_file_of_a_package_never() {
    let place = Place::new();
    let package = root().join("rulesets/dwwm-2023");
    let pack = |to: &'static str| ["package", "pack", package.to_str().unwrap(), "-o", to];
    let before = place.read("mn.parchemin");
    place.ends(2, &pack("mn.parchemin"), ["`mn.parchemin` existe déjà", "`mn.parchemin` is there already"]);
    assert_eq!(place.read("mn.parchemin"), before);
    place.done(&[&pack("mn.parchemin")[..], &["--force"]].concat());
    assert_ne!(place.read("mn.parchemin"), before);
    fs::create_dir(place.folder.path().join("dd")).unwrap();
    place.ends(2, &pack("dd"), ["`dd` est un dossier", "`dd` is a folder"]);
    assert!(!place.folder.path().join("dd.part").exists());
    place.write("package.toml", "");
    let inside = [&pack("mn.parchemin")[..], &["--force"]].concat();
    place.ends(2, &inside, ["dans le dossier d’un paquet", "in the folder of a package"]);
}

#[test]
fn a_key_is_read_within_a_bound_and_what_is_none_is_told() {
    let place = Place::new();
    place.write("large", vec![b'a'; 64 * 1024 + 1]);
    let sign = |key| ["package", "sign", "mn.parchemin", "--key", key];
    place.ends(2, &sign("large"), ["dépasse la borne de 65536 octets", "exceeds the bound of 65536 bytes"]);
    place.ends(2, &sign("."), ["c’est un dossier", "it is a folder"]);
    place.ends(2, &sign("none"), ["il n’existe pas", "it does not exist"]);
}

#[test]
fn a_day_for_keys_goes_with_a_trust_file_on_either_side_of_the_command() {
    let place = Place::new();
    place.sign("one");
    place.write("trust.toml", &place.keys[0]);
    let verify = ["package", "verify", "mn.parchemin"];
    place.ends(2, &[&verify[..], &["--trusted-on", "hier"]].concat(), ["--trusted-on", "--trusted-on"]);
    place.ends(2, &[&verify[..], &["--as-of", "2026-01-01"]].concat(), ["--as-of", "--as-of"]);
    let before = ["--trust", "trust.toml"];
    let wrong = [&before[..], &verify, &["--trusted-on", "hier"]].concat();
    place.ends(2, &wrong, ["--trusted-on: `hier` n’est pas une date", "--trusted-on: `hier` is not a date"]);
    let right = [&before[..], &verify, &["--trusted-on", "2026-01-01"]].concat();
    place.ends(0, &right, ["archive de confiance", "archive trusted"]);
}

#[test]
fn a_trust_file_is_called_by_what_it_is() {
    let place = Place::new();
    place.write("large", vec![b'#'; 256 * 1024 + 1]);
    let call = ["package", "verify", "mn.parchemin", "--trust", "large"];
    place.ends(2, &call, ["le fichier dépasse la borne", "the file exceeds the bound"]);
    place.write("mn2.parchemin", [place.read("mn.parchemin"), vec![0]].concat());
    place.ends(2, &["package", "verify", "mn2.parchemin"], ["un octet suit", "one byte follows"]);
}

#[test]
fn an_archive_decides_as_its_folder_and_has_the_same_name_everywhere() {
    let place = Place::new();
    let package = root().join("rulesets/mn-2025");
    let example = root().join("examples/mn-vae.json");
    let decided = |packages: &str| {
        place.done(&["evaluate", example.to_str().unwrap(), "--canonical", "--packages", packages])
    };
    assert_eq!(decided("mn.parchemin"), decided(package.to_str().unwrap()));
    place.done(&["package", "pack", package.to_str().unwrap()]);
    assert_eq!(place.read("mn-2025-1.0.0.parchemin"), place.read("mn.parchemin"));
    // An archive replaces the package of the program: another one is another decision.
    for entry in ["package.toml", "titre.toml"] {
        let text = fs::read_to_string(package.join(entry)).unwrap();
        fs::create_dir_all(place.folder.path().join("other/sources")).unwrap();
        place.write(&format!("other/{entry}"), text.replace("version = \"1.0.0\"", "version = \"1.0.1\""));
    }
    for source in fs::read_dir(package.join("sources")).unwrap().map(Result::unwrap) {
        fs::copy(source.path(), place.folder.path().join("other/sources").join(source.file_name())).unwrap();
    }
    let line = place.done(&["package", "pack", "other"]);
    assert!(line.contains("  mn-2025-1.0.1.parchemin\n"), "{line}");
    let shown = place.done(&["package", "show", "mn-2025", "--packages", "mn-2025-1.0.1.parchemin"]);
    assert!(shown.starts_with("mn-2025@1.0.1"), "{shown}");
    assert!(shown.contains(line.split(' ').next().unwrap()), "{shown}");
    assert!(shown.contains("par le premier que le dossier date : la session"), "{shown}");
    assert!(shown.contains("jusqu’à : sa dernière délivrance"), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_private_key_is_for_its_owner_alone_and_is_never_shown_or_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let mode = fs::metadata(place.folder.path().join("one")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let secret = String::from_utf8(place.read("one")).unwrap();
    let secret = secret.lines().nth(1).unwrap();
    assert!(!place.keys.concat().contains(secret));
    assert_ne!(place.keys[0], place.keys[1]);
    place.ends(2, &["package", "keygen", "-o", "one"], ["`one` existe déjà", "`one` exists already"]);
    assert!(String::from_utf8(place.read("one")).unwrap().contains(secret));
    // Where nothing can be written, there is no half of a key to be in the way of the next.
    let call = format!("ulimit -f 0; '{PARCHEMIN}' package keygen -o three");
    let unwritten = Command::new("sh").current_dir(place.folder.path()).args(["-c", &call]).output().unwrap();
    assert!(!unwritten.status.success());
    assert!(!place.folder.path().join("three").exists());
    place.done(&["package", "keygen", "-o", "three"]);
    // Nor when what it should sign is none, or when it is taken for something else.
    let wrong = ["evaluate", "one", "--trust", "one"];
    for arguments in [&["package", "sign", "one", "--key", "one"][..], &wrong, &["package", "verify", "one"]]
    {
        let output = place.call(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!text.contains(secret), "{arguments:?} shows the key: {text}");
    }
}

#[test]
fn verification_tells_what_each_signature_is_worth_on_the_day() {
    let place = Place::new();
    let verify = |trust: &str, day: &'static str| {
        place.write("trust.toml", trust);
        ["package", "verify", "mn.parchemin", "--trust", "trust.toml", "--as-of", day]
    };
    let [one, two] = &place.keys;
    place.ends(1, &verify(one, "2026-01-01"), ["aucune signature de confiance", "no trusted signature"]);
    place.sign("one");
    let until = format!("{one}until = \"2026-06-30\"\n");
    let rotated = format!("{until}{two}from = \"2026-07-01\"\n");
    place.ends(0, &verify(one, "2026-01-01"), [": de confiance", ": trusted"]);
    place.ends(1, &verify(two, "2026-01-01"), [": inconnue", ": unknown"]);
    place.ends(
        1,
        &verify(&until, "2026-07-01"),
        ["expirée, dernier jour le 30/06/2026", "its last day was 30 June 2026"],
    );
    place.ends(1, &verify(&rotated, "2026-07-01"), ["expirée", "expired"]);
    place.sign("two");
    place.ends(
        0,
        &verify(&rotated, "2026-06-30"),
        ["valable à partir du 01/07/2026", "valid from 1 July 2026"],
    );
    place.ends(
        0,
        &verify(&rotated, "2026-07-01"),
        ["archive de confiance le 01/07/2026", "archive trusted on 1 July 2026"],
    );
    let revoked = format!("{one}revoked = \"2026-02-01\"\nname = \"Bureau A\"\n");
    place.ends(
        1,
        &verify(&revoked, "2026-02-01"),
        ["(Bureau A) : révoquée depuis le 01/02/2026", "(Bureau A): revoked since 1 February 2026"],
    );
    let scope = format!("{one}titres = [\"autre\"]\n");
    place.ends(1, &verify(&scope, "2026-02-01"), ["elle ne peut signer cela", "it may not sign this"]);
    place.ends(
        0,
        &["package", "verify", "mn.parchemin"],
        ["aucun fichier de confiance", "no trust file is given"],
    );
    place.ends(
        2,
        &verify("keys = 1", "2026-02-01"),
        ["`trust.toml` : le fichier de confiance", "`trust.toml`: the trust file"],
    );
    place.ends(2, &verify(one, "2026-02-30"), ["2026-02-30", "2026-02-30"]);
}

#[test]
fn by_a_trust_file_only_signed_archives_are_loaded() {
    let place = Place::new();
    place.write("trust.toml", &place.keys[0]);
    let example = root().join("examples/mn-vae.json");
    let evaluate = ["evaluate", example.to_str().unwrap(), "--packages", "mn.parchemin"];
    let trusting = [&evaluate[..], &["--trust", "trust.toml"]].concat();
    let refused = ["aucune signature de confiance", "no trusted signature"];
    place.done(&evaluate);
    place.ends(2, &trusting, refused);
    place.sign("two");
    place.ends(2, &trusting, [": inconnue", ": unknown"]);
    place.sign("one");
    assert_eq!(place.done(&trusting), place.done(&evaluate));
    // The keys are judged by their own day, which the date of the decision does not move.
    place.write("trust.toml", format!("{}until = \"2026-01-01\"\n", place.keys[0]));
    place.done(&[&trusting[..], &["--trusted-on", "2026-01-01"]].concat());
    place.ends(
        2,
        &[&trusting[..], &["--trusted-on", "2026-01-02", "--as-of", "2025-12-01"]].concat(),
        refused,
    );
    // Folders need no signature.
    let folder = root().join("rulesets/mn-2025");
    place.done(&[
        "evaluate",
        example.to_str().unwrap(),
        "--packages",
        folder.to_str().unwrap(),
        "--trust",
        "trust.toml",
    ]);
    // What is signed for an archive is not signed for another.
    let socle = root().join("rulesets/socle");
    place.done(&["package", "pack", socle.to_str().unwrap(), "-o", "socle.parchemin"]);
    fs::copy(place.folder.path().join("mn.parchemin.sig"), place.folder.path().join("socle.parchemin.sig"))
        .unwrap();
    place.write("trust.toml", &place.keys[0]);
    let other = ["package", "list", "--packages", "socle.parchemin", "--trust", "trust.toml"];
    place.ends(
        2,
        &other,
        ["n’est pas de cette clé, ou pas de ces octets", "is not of this key, or not of these bytes"],
    );
}

#[test]
fn an_archive_is_compared_as_its_folder_and_needs_the_same_trust() {
    let place = Place::new();
    place.write("trust.toml", &place.keys[0]);
    let filed = "\"route\":\"vae\",\"events\":{\"request_filed\":\"2026-01-05\"}";
    let file = format!(
        "{{\"target\":{{\"titre\":\"mediateur-numerique\"}},\"evaluate_on\":\"2026-02-01\",{filed}}}\n"
    );
    place.write("p.jsonl", file);
    let folder = root().join("rulesets/mn-2025");
    let folder = folder.to_str().unwrap();
    let of_folder = place.done(&["impact", "remn-2024", folder, "p.jsonl", "--json"]);
    let archive = ["impact", "remn-2024", "mn.parchemin", "p.jsonl", "--json"];
    assert_eq!(place.done(&archive), of_folder.replace(folder, "mn.parchemin"));
    place.ends(0, &["package", "diff", folder, "mn.parchemin"], ["", ""]);
    let trusting = [&archive[..], &["--trust", "trust.toml"]].concat();
    place.ends(2, &trusting, ["aucune signature de confiance", "no trusted signature"]);
    place.sign("one");
    assert_eq!(place.done(&trusting), place.done(&archive));
}

#[test]
fn an_archive_that_was_changed_is_neither_loaded_nor_signed() {
    let place = Place::new();
    let mut bytes = place.read("mn.parchemin");
    let at = bytes.windows(8).position(|eight| eight == b"mn-2025\"").unwrap();
    bytes[at + 3] = b'9';
    place.write("mn.parchemin", &bytes);
    let changed = [
        "`mn.parchemin` : `package.toml` n’a pas son empreinte",
        "`mn.parchemin`: `package.toml` does not have its digest",
    ];
    place.ends(2, &["package", "list", "--packages", "mn.parchemin"], changed);
    place.ends(2, &["package", "verify", "mn.parchemin"], changed);
    place.ends(2, &["package", "sign", "mn.parchemin", "--key", "one"], changed);
    assert!(!place.folder.path().join("mn.parchemin.sig").exists());
    place.write("mn.parchemin", &bytes[..bytes.len() / 2]);
    place.ends(2, &["package", "verify", "mn.parchemin"], ["tronquée", "it is cut"]);
    place.ends(
        2,
        &["package", "verify", "absent.parchemin"],
        ["`absent.parchemin` : lecture impossible", "`absent.parchemin`: cannot be read"],
    );
    place.ends(2, &["package", "pack", "."], ["package.toml", "package.toml"]);
}
