//! A receipt that the service gave is checked without the service, by its public key or a trust file.

use crate::{PARCHEMIN, Service, root};
use std::{fs, process::Command};
use tempfile::TempDir;

#[test]
fn a_receipt_is_checked_by_the_public_key_alone_and_a_forged_one_is_found_out() {
    let folder = TempDir::new().unwrap();
    let call = |arguments: &[&str]| {
        let output = Command::new(PARCHEMIN).current_dir(folder.path()).args(arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    };
    let (_, lines) = call(&["package", "keygen", "-o", "receipts.pem"]);
    let (_, stranger) = call(&["package", "keygen", "-o", "stranger.pem"]);
    let public = |lines: &str| lines.split('"').nth(3).unwrap().to_owned();
    let key = folder.path().join("receipts.pem");
    let service = Service::start(&["--no-auth", "--set", &format!("receipts.key={}", key.display())]);
    let file = fs::read_to_string(root().join("examples/mn-vae.json")).unwrap();
    let receipt = ureq::post(format!("http://{}/v1/decisions?use=cadre@1", service.address))
        .content_type("application/json")
        .header("accept", "application/vnd.parchemin.receipt+json")
        .send(&file)
        .unwrap()
        .body_mut()
        .read_to_string()
        .unwrap();
    drop(service);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("receipt.json", &receipt);
    write("forged.json", &receipt.replace("non-recevable", "recevable"));
    write("pretty.json", &receipt.replacen(':', ": ", 1));
    write("trust.toml", &format!("{lines}receipts = true\n"));
    write("archives.toml", &lines);
    let ends = |arguments: &[&str], status: i32, said: [&str; 2]| {
        for (lang, wanted) in ["fr", "en"].into_iter().zip(said) {
            let (code, text) = call(&[arguments, &["--lang", lang]].concat());
            assert_eq!(code, status, "{arguments:?}: {text}");
            assert!(text.contains(wanted), "{arguments:?}: `{wanted}` is not in:\n{text}");
        }
    };
    let (good, other) = (public(&lines), public(&stranger));
    let holds = ["le reçu vaut, signé par la clé", "the receipt holds, signed by the key"];
    let holds_not = ["le reçu ne vaut pas", "the receipt does not hold"];
    ends(&["verify", "receipt.json", "--key", &good], 0, holds);
    ends(
        &["verify", "receipt.json", "--key", &good],
        0,
        [
            "recevabilite : non-recevable, dossier exemple-vae",
            "recevabilite: non-recevable, file exemple-vae",
        ],
    );
    ends(&["verify", "receipt.json", "--key", &good], 0, ["  cadre 1.0.0 sha256:", "  cadre 1.0.0 sha256:"]);
    ends(&["verify", "receipt.json", "--trust", "trust.toml"], 0, [": de confiance", ": trusted"]);
    ends(
        &["verify", "receipt.json", "--trust", "archives.toml"],
        1,
        ["elle ne peut signer cela", "it may not sign this"],
    );
    ends(&["verify", "receipt.json", "--key", &other], 1, holds_not);
    ends(&["verify", "forged.json", "--key", &good], 1, holds_not);
    ends(
        &["verify", "forged.json", "--trust", "trust.toml"],
        1,
        ["n’est pas de cette clé", "is not of this key"],
    );
    ends(
        &["verify", "pretty.json", "--key", &good],
        2,
        ["n’est pas tel qu’il a été délivré", "is not as it was issued"],
    );
    ends(&["verify", "receipt.json"], 2, ["aucune clé n’est donnée", "no key is given"]);
    ends(
        &["verify", "receipt.json", "--key", "x"],
        2,
        ["ce n’est pas une clé publique", "this is not a public key"],
    );
    ends(
        &["verify", "nowhere.json", "--key", &good],
        2,
        ["`nowhere.json` impossible", "`nowhere.json` cannot be read"],
    );
}
