//! The revision of a titre of our own, carried from the text of its arrêté to a decision as somebody new to it would.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
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

fn said(output: &Output) -> String {
    String::from_utf8([output.stdout.as_slice(), &output.stderr].concat()).unwrap()
}

/// A desk on which somebody works.
struct Desk(TempDir);

impl Desk {
    fn call(&self, arguments: &[&str]) -> Output {
        Command::new(PARCHEMIN).current_dir(self.0.path()).args(arguments).output().unwrap()
    }

    /// What is said by a call that ends with a status.
    fn ends(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.call(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", said(&output));
        said(&output)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    /// Takes the mark of a comment from a line that is to be completed, and writes another one where one is given.
    fn complete(&self, name: &str, line: &str, instead: Option<&str>) {
        let text = self.read(name);
        let found = text.lines().find(|known| known.starts_with(&format!("# {line}")));
        let found = found.unwrap_or_else(|| panic!("`# {line}` is not in {name}:\n{text}"));
        let plain = found.trim_start_matches("# ");
        let plain = plain.split("  (").next().unwrap_or(plain);
        self.write(name, &text.replacen(found, instead.unwrap_or(plain), 1));
    }

    fn add(&self, name: &str, text: &str) {
        let all = format!("{}\n{text}", self.read(name));
        self.write(name, &all);
    }
}

/// The annex of the arrêté that revises the titre.
const ANNEX: &str = "\
Article AUTONOME VIGUEUR, en vigueur depuis le (Arrêté du 3 mai 2029 relatif au titre professionnel de fleuriste d'art)

ANNEXE

Intitulé

Titre professionnel : Fleuriste créateur (ancien intitulé : fleuriste d'art).
Niveau : 4.
Code NSF : 312 t-Négociation et vente.

Capacités attestées et descriptif des composantes de la certification
1. Composer des bouquets et des couronnes

Choisir les fleurs.
Lier un bouquet.

2. Tenir une boutique de fleurs

Accueillir les clients.

Secteurs d'activités et types d'emploi accessibles par le détenteur du titre

Les types d'emplois accessibles sont les suivants :
- fleuriste ;
- décorateur floral.

Code ROME

D1209. - Vente de végétaux

Bases légales et réglementaires

Code de l'éducation, notamment ses articles L. 335-5, L. 335-6 et R. 338-1 et suivants.
La réglementation applicable à ce titre professionnel est mise en œuvre à compter du 1er septembre 2029.
";

const CANDIDATE: &str = r#"{
  "id": "une-candidate",
  "evaluate_on": "2030-01-15",
  "target": { "titre": "Fleuriste créateur" },
  "route": "vae",
  "events": { "request_filed": "2029-10-01", "recevabilite_notified": "2029-11-01" },
  "experience": [{ "from": "2020-01-01", "to": "2029-01-01", "status": "employee", "related": true }],
  "ccps": [{ "ccp": "RNCP90002BC01", "awarded_on": "2028-06-30" }],
  "vae_requests": [], "titres": [],
  "sessions": [{ "kind": "titre", "date": "2030-02-01" }]
}"#;

#[test]
fn a_revision_is_carried_from_its_arrete_to_a_decision() {
    let desk = Desk(TempDir::new().unwrap());
    fs::copy(root().join("engine/kit/tests/authoring/fiches.xml"), desk.0.path().join("fiches.xml")).unwrap();
    fs::create_dir(desk.0.path().join("travail")).unwrap();

    // The titre as it stands, from its fiche.
    let new =
        ["package", "new", "travail/fleuriste-2024", "--from-rncp", "fiches.xml", "--fiche", "RNCP90002"];
    let told = desk.ends(0, &new);
    assert!(told.contains("intitulé : « Fleuriste d'art »") && told.contains("À faire avant tout"), "{told}");
    assert!(desk.ends(2, &new).contains("`travail/fleuriste-2024` existe déjà"));
    // A draft is not loaded, and says what it lacks.
    let lacks = desk.ends(2, &["--packages", "travail", "package", "list"]);
    assert!(lacks.contains("ce genre de paquet demande `period.to`"), "{lacks}");
    let manifest = "travail/fleuriste-2024/package.toml";
    desk.complete(manifest, "effect", Some("effect = \"revises\""));
    desk.complete(manifest, "[period.to]", None);
    desk.complete(manifest, "included = \"2029-08-31\"", None);
    desk.complete(manifest, "cite = { basis = \"law\", text = \"fiche\", place = \"DATE_FIN", None);
    desk.complete(manifest, "[provisions]", None);
    let events = "events = [\"session\", \"registered\", \"recevabilite-notified\", \"request-filed\", \"training-started\"]";
    desk.complete(manifest, "events", Some(events));
    let lacks = desk.ends(2, &["--packages", "travail", "package", "list"]);
    assert!(lacks.contains("correspondences.csv"), "{lacks}");
    let table = "travail/fleuriste-2024/correspondences.csv";
    desk.write(table, &desk.read(table).replace("fleuriste-2024/2,,law", "fleuriste-2024/2,all,law"));
    assert!(desk.ends(0, &["--packages", "travail", "package", "list"]).contains("fleuriste-2024"));

    // Its revision, from the annex.
    desk.write("annexe-2029.txt", ANNEX);
    let folder = "travail/fleuriste-2029";
    let new = ["package", "new", folder, "--from-arrete", "annexe-2029.txt", "--revises", "fleuriste-2024"];
    let told = desk.ends(0, &[&["--packages", "travail/fleuriste-2024"], &new[..]].concat());
    assert!(told.contains("premier jour : 2029-09-01"), "{told}");
    let manifest = "travail/fleuriste-2029/package.toml";
    desk.complete(manifest, "[provisions]", None);
    desk.complete(manifest, "events", None);
    desk.add(
        manifest,
        "[period.to]\ncite = { basis = \"not-supplied\", text = \"articles-2029\" }\n\n\
         [texts.articles-2029]\ntitle = \"arrêté du 3 mai 2029, articles\"\nabsent = true\n",
    );
    desk.write(
        "travail/fleuriste-2029/correspondences.csv",
        "old_revision,old_ccps,new_ccps,reading,basis,text,place,note\n\
         fleuriste-2024,fleuriste-2024/1,fleuriste-2029/1,all,law,annexe-2029,essai,\n",
    );
    desk.add(
        "travail/fleuriste-2029/titre.toml",
        "[[routes]]\nroute = \"vae\"\nopen = true\n\
         cite = { basis = \"inference\", text = \"annexe-2029\", place = \"essai\" }\n",
    );

    // What it changes, how it is numbered, and what is decided by it.
    let packages = ["--packages", "travail"];
    let diff =
        desk.ends(0, &[&packages[..], &["package", "diff", "fleuriste-2024", "fleuriste-2029"]].concat());
    assert!(diff.contains("Composer des bouquets → Composer des bouquets et des couronnes"), "{diff}");
    let copied = Command::new("cp").args(["-r", folder, "fleuriste-bis"]).current_dir(desk.0.path()).status();
    assert!(copied.unwrap().success());
    let bis = "fleuriste-bis/titre.toml";
    desk.write(bis, &desk.read(bis).replace("route = \"vae\"\nopen = true", "route = \"vae\"\nopen = false"));
    let semver = ["package", "semver", folder, "fleuriste-bis", "--count", "60", "--witness", "temoin.json"];
    let told = desk.ends(1, &[&packages[..], &semver].concat());
    assert!(told.contains("ne suffit pas ; il faut une version majeure (2.0.0 au moins)"), "{told}");
    let witness: Value = serde_json::from_str(&desk.read("temoin.json")).unwrap();
    assert_eq!(witness["route"], "vae");
    desk.ends(0, &["package", "pack", folder, "-o", "fleuriste.parchemin"]);
    desk.write("confiance.toml", &desk.ends(0, &["package", "keygen", "-o", "cle.pem"]));
    desk.ends(0, &["package", "sign", "fleuriste.parchemin", "--key", "cle.pem"]);
    let trusting = ["--trust", "confiance.toml"];
    desk.ends(0, &[&["package", "verify", "fleuriste.parchemin"], &trusting[..]].concat());
    desk.write("candidate.json", CANDIDATE);
    let evaluate = ["evaluate", "candidate.json", "--json", "--packages", "travail/fleuriste-2024"];
    let evaluate = [&evaluate[..], &["--packages", "fleuriste.parchemin"], &trusting].concat();
    let decision: Value = serde_json::from_str(&desk.ends(0, &evaluate)).unwrap();
    assert_eq!(decision.pointer("/revision/package").unwrap(), "fleuriste-2029", "{decision:#}");
    let ccps = decision.pointer("/ccps").unwrap().as_array().unwrap();
    assert_eq!(ccps[0]["state"], "converted", "{decision:#}");
    assert_eq!(ccps[1]["state"], "missing", "{decision:#}");
}
