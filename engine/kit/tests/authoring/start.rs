//! What a started package says stands in its source, with its line; what a person must add is known; nothing that is
//! there is replaced.

use super::{embedded, here, root, shipped, statements};
use parchemin::{
    core::{Lang, Speak},
    packages::{Files, check},
};
use parchemin_kit::start::{Asked, Open, Origin, StartFault, Started, Wanted, start};
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};
use tempfile::tempdir;

fn begun(id: &str, origin: Option<Origin<'_>>, revises: Option<&str>) -> Result<Started, StartFault> {
    let (setup, host) = embedded();
    let folder = tempdir().unwrap();
    start(&Asked { folder: &folder.path().join(id), origin, revises }, &setup, &host)
}

fn files(started: &Started) -> Files {
    Files::new(started.folder.display().to_string(), started.files.clone())
}

fn text(started: &Started, name: &str) -> String {
    String::from_utf8(started.files[name].clone()).unwrap()
}

/// The statements of a started package are those of the shipped one, which holds what a person added besides.
fn held_together(started: &Started, package: &str, apart: &[&str]) {
    let (new, whole) = (statements::of(&files(started)), statements::of(&shipped(package)));
    // What is declared absent may have been found since.
    let said = |statement: &&String| {
        !statement.ends_with(", absent") && !apart.iter().any(|start| statement.starts_with(start))
    };
    let other: Vec<&String> = new.iter().filter(said).filter(|one| !whole.contains(*one)).collect();
    assert!(other.is_empty(), "the shipped {package} does not say: {other:#?}");
    let added: BTreeSet<&String> = whole.difference(&new).collect();
    let added: String = added.into_iter().map(|statement| format!("{statement}\n")).collect();
    let golden = here("added").join(format!("{package}.txt"));
    if env::var_os("PARCHEMIN_WRITE").is_some() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(&golden, &added).unwrap();
    }
    assert_eq!(fs::read_to_string(&golden).unwrap(), added, "{} differs", golden.display());
}

fn seed(name: &str) -> PathBuf {
    root().join("seeds").join(name)
}

#[test]
fn the_packages_of_both_annexes_are_what_new_gives_and_what_a_person_adds() {
    for (package, name) in [("mn-2025", "000_75312f0285c5db84.txt"), ("cmn-2015", "001_143920ea3d875fd3.txt")]
    {
        let started = begun(package, Some(Origin::Arrete(&seed(name))), None).unwrap();
        held_together(&started, package, &[]);
        assert_eq!(started.files[&format!("sources/{name}")], fs::read(seed(name)).unwrap());
    }
}

#[test]
fn every_datum_of_an_annex_is_shown_on_its_line() {
    for (name, least) in [("000_75312f0285c5db84.txt", 30), ("001_143920ea3d875fd3.txt", 50)] {
        let source = fs::read_to_string(seed(name)).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        let started = begun("essai-1", Some(Origin::Arrete(&seed(name))), None).unwrap();
        assert!(started.read.len() >= least, "{name}: only {} data", started.read.len());
        for told in &started.read {
            assert!(lines[told.line - 1].contains(&told.passage), "{name}: {told:?}");
        }
        let titre = text(&started, "titre.toml");
        for told in started.read.iter().filter(|told| told.value == told.passage) {
            assert!(titre.contains(&told.value), "{name}: {told:?} is not written");
        }
    }
}

#[test]
fn what_the_annex_of_2025_does_not_say_is_told_and_asked_for() {
    let started = begun("mn-2025", Some(Origin::Arrete(&seed("000_75312f0285c5db84.txt"))), None).unwrap();
    for wanted in [
        Wanted::Lineage,
        Wanted::From,
        Wanted::To,
        Wanted::LastDelivery,
        Wanted::Provisions,
        Wanted::Table,
        Wanted::Rncp,
        Wanted::Jobs,
        Wanted::Routes,
    ] {
        assert!(started.open.contains(&Open::Unsaid(wanted)), "{wanted:?} is not open");
    }
    let unheaded = started.open.iter().find_map(|open| match open {
        Open::Unheaded { items, .. } => Some(items.clone()),
        _ => None,
    });
    assert_eq!(unheaded.unwrap().first().map(String::as_str), Some("médiateur numérique"));
    assert!(started.open.iter().any(|open| matches!(open, Open::LostDay { line: 3, .. })));
    for open in &started.open {
        assert_ne!(open.say(Lang::Fr), open.say(Lang::En), "{open:?}");
        let said = [text(&started, "package.toml"), text(&started, "titre.toml")].concat();
        let asked = !matches!(open, Open::Unsaid(Wanted::Rncp | Wanted::Framework) | Open::NoPlace { .. });
        let words =
            |text: &str| text.split_whitespace().filter(|word| *word != "#").collect::<Vec<_>>().join(" ");
        assert!(!asked || words(&said).contains(&words(&open.say(Lang::Fr))), "{open:?} is not asked for");
    }
}

#[test]
fn a_draft_that_is_not_completed_does_not_load_and_says_what_it_lacks() {
    let started = begun("mn-2025", Some(Origin::Arrete(&seed("000_75312f0285c5db84.txt"))), None).unwrap();
    let faults = check(&files(&started)).unwrap_err();
    assert!(faults.iter().any(|fault| fault.say(Lang::Fr).contains("[titre]")), "{faults:?}");
}

const FICHES: &str = "fiches.xml";

#[test]
fn a_fiche_gives_dates_blocs_routes_with_their_jury_and_the_table() {
    let path = here(FICHES);
    let started = begun("fleuriste-2024", Some(Origin::Rncp(&path, "RNCP90002")), None).unwrap();
    let said = statements::of(&files(&started));
    for wanted in [
        "arrete.date : 2024-02-12",
        "arrete.jorf : JORF du 1er mars 2024",
        "titre.id : fleuriste-d-art",
        "titre.predecessor : rncp90001",
        "period.from : included 2024-09-01",
        "rncp : RNCP90002",
        "intitulé : fleuriste d'art",
        "levels : 4 Niveau 4 Europe [fiche]",
        "sectors : Boutiques & marchés [fiche]",
        "jobs : Fleuriste <d'art> [fiche]",
        "ccp 2 : code RNCP90002BC02",
        "ccp 1, compétence : Choisir les fleurs",
        "voie continuous-training student : false [fiche]",
        "voie vae  : true [fiche]",
        "externe rncp90001 : RNCP90001 RNCP90001BC01 RNCP90001BC02 RNCP90001BC03",
        "correspondance : rncp90001 | RNCP90001BC01 | fleuriste-2024/1 | all | law | fiche | CORRESPONDANCES",
        "correspondance : rncp90001 | RNCP90001BC02 RNCP90001BC03 | fleuriste-2024/2 |  | law | fiche | CORRESPONDANCES",
        "correspondance : rncp90001 | * | * | all | law | fiche | CORRESPONDANCES",
    ] {
        assert!(said.contains(wanted), "`{wanted}` is not in {said:#?}");
    }
    assert!(text(&started, "titre.toml").contains("Jury : Deux professionnels & une écoute."));
    assert!(!text(&started, "package.toml").contains("\n[period.to]"), "the end is not said to be included");
    for wanted in [
        Open::BoundUnstated { day: "2029-08-31".parse().unwrap(), line: 79, last_delivery: false },
        Open::Reading { line: 115 },
        Open::Successor { rncp: "RNCP90003".to_owned(), line: 24 },
        Open::Unsaid(Wanted::Lineage),
    ] {
        assert!(started.open.contains(&wanted), "{wanted:?} is not in {:#?}", started.open);
    }
    let lines: Vec<String> = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
    let label = started.read.iter().find(|told| told.value == "Fleuriste d'art").unwrap();
    assert!(lines[label.line - 1].contains("<INTITULE>"), "{label:?}");
}

#[test]
fn wrong_calls_are_refused_and_say_why() {
    let path = here(FICHES);
    let not_xml = root().join("rulesets/catalogue.toml");
    let (setup, host) = embedded();
    let folder = tempdir().unwrap();
    let damaged = folder.path().join("damaged.xml");
    fs::write(&damaged, "<FICHES>\n<FICHE>\n<A>\n</B></FICHE></FICHES>").unwrap();
    let refused = |id: &str, origin: Option<Origin<'_>>, revises: Option<&str>| {
        let asked = Asked { folder: &folder.path().join(id), origin, revises };
        start(&asked, &setup, &host).unwrap_err().say(Lang::En)
    };
    for (said, part) in [
        (refused("a-1", Some(Origin::Rncp(&path, "RNCP99999")), None), "has no fiche RNCP99999"),
        (refused("a-1", Some(Origin::Rncp(&path, "90002")), None), "`90002` is not the number of a fiche"),
        (refused("a-1", Some(Origin::Rncp(&not_xml, "RNCP1")), None), "has no fiche"),
        (
            refused("a-1", Some(Origin::Rncp(&damaged, "RNCP1")), None),
            "line 4: this is not XML of the register",
        ),
        (refused("a-1", Some(Origin::Rncp(Path::new("nowhere"), "RNCP1")), None), "cannot be read"),
        (refused("a-1", Some(Origin::Arrete(&not_xml)), None), "nothing in"),
        (refused("Été", None, Some("mn-2025")), "`Été` cannot be the id"),
        (
            refused("a-1", None, Some("mn-2052")),
            "`mn-2052` is neither a folder, nor an archive, nor a known package",
        ),
        (refused("a-1", None, Some("cadre@1")), "is not a revision of a titre"),
    ] {
        assert!(said.contains(part), "`{part}` is not in `{said}`");
    }
}

#[test]
fn a_folder_that_is_there_is_never_replaced() {
    let (setup, host) = embedded();
    let folder = tempdir().unwrap();
    let place = folder.path().join("mn-2027");
    let asked = Asked { folder: &place, origin: None, revises: Some("mn-2025") };
    let started = start(&asked, &setup, &host).unwrap();
    started.write().unwrap();
    let before = fs::read(place.join("package.toml")).unwrap();
    assert!(matches!(started.write(), Err(StartFault::Exists(_))));
    assert!(matches!(start(&asked, &setup, &host), Err(StartFault::Exists(_))));
    assert_eq!(fs::read(place.join("package.toml")).unwrap(), before);
}

#[test]
fn of_the_preceding_revision_the_lineage_is_taken_and_the_rest_only_proposed() {
    let started = begun("mn-2027", None, Some("mn-2025")).unwrap();
    let said = statements::of(&files(&started));
    for wanted in ["titre.id : mediateur-numerique", "titre.effect : revises", "titre.predecessor : mn-2025"]
    {
        assert!(said.contains(wanted), "`{wanted}` is not in {said:#?}");
    }
    assert!(said.iter().all(|statement| !statement.starts_with("ccp")), "{said:#?}");
    let titre = text(&started, "titre.toml");
    assert!(titre.contains("# label = \"Accompagner les publics"), "{titre}");
    assert!(started.open.contains(&Open::Preceding { package: "mn-2025".to_owned() }));
}

#[test]
fn the_fiche_of_the_register_gives_the_package_that_we_ship() {
    // The export is large and not ours: the test reads it where somebody has it.
    let Some(path) = env::var_os("PARCHEMIN_RNCP").map(PathBuf::from) else { return };
    let started = begun("dwwm-2023", Some(Origin::Rncp(&path, "RNCP37674")), None).unwrap();
    held_together(&started, "dwwm-2023", &[]);
}
