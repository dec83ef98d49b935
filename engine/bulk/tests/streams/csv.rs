//! A spreadsheet's CSV is read as French offices write it; what cannot be read is refused by the name of its column, and
//! no quotation mark swallows the rows that follow.

use super::{Seen, all, input, read, read_with, refusal};
use parchemin_bulk::{
    columns::{HeadFault, Renames},
    read::{InputFault, ReadOptions, Reader, RowFault},
};
use parchemin_core::{
    Lang, Speak,
    file::{Leniency, parse},
    limits::FILE_BYTES,
};
use serde_json::{Value, json};
use std::fs;

/// The file as JSON.
fn said(row: &Seen) -> Value {
    serde_json::to_value(row.file.as_ref().unwrap_or_else(|fault| panic!("{fault}"))).unwrap()
}

/// The only row of a table.
fn one(text: &str) -> Seen {
    let mut rows = read("a.csv", text.as_bytes());
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

#[test]
fn a_column_is_the_way_to_its_place() {
    let row =
        one("id;target.titre;events.request_filed;experience.1.from;experience.2.hours;sessions.1.ccps.1\n\
        a;mediateur-numerique;2025-03-01;2024-01-01;1607;mn-2025/1\n");
    let expected = json!({
        "id": "a", "target": { "titre": "mediateur-numerique" }, "events": { "request_filed": "2025-03-01" },
        "experience": [{ "from": "2024-01-01" }, { "hours": 1607 }], "sessions": [{ "ccps": ["mn-2025/1"] }]
    });
    assert_eq!(said(&row), expected);
    assert_eq!(
        (row.number, row.raw.as_slice()),
        (2, b"a;mediateur-numerique;2025-03-01;2024-01-01;1607;mn-2025/1".as_slice())
    );
}

#[test]
fn absence_an_empty_list_an_empty_row_and_an_empty_object_are_told_apart() {
    let table = |row: &str| {
        said(&one(&format!("id,experience,experience.1.hours,experience.2.hours,target,target.ccs\n{row}\n")))
    };
    assert_eq!(table("a,,,,,"), json!({ "id": "a" }));
    assert_eq!(table("a,0,,,,"), json!({ "id": "a", "experience": [] }));
    assert_eq!(table("a,2,,5,,"), json!({ "id": "a", "experience": [{}, { "hours": 5 }] }));
    assert_eq!(table("a,,,5,,"), json!({ "id": "a", "experience": [{}, { "hours": 5 }] }));
    assert_eq!(table("a,3,1,,,"), json!({ "id": "a", "experience": [{ "hours": 1 }, {}, {}] }));
    assert_eq!(table("a,,,,oui,"), json!({ "id": "a", "target": {} }));
    assert_eq!(table("a,,,,non,"), json!({ "id": "a" }));
    assert_eq!(table("',,,,,c"), json!({ "id": "", "target": { "ccs": "c" } }));
}

#[test]
fn values_are_read_as_french_spreadsheets_write_them() {
    let file = |column: &str, cell: &str| said(&one(&format!("id;{column}\na;{cell}\n")));
    for (cell, day) in
        [("28/02/2025", "2025-02-28"), ("2025-02-28", "2025-02-28"), (" 01/12/2024 ", "2024-12-01")]
    {
        assert_eq!(file("evaluate_on", cell)["evaluate_on"], day);
    }
    for (cell, hours) in [("1607,0", 1607), ("1607.00", 1607), ("0", 0), ("4294967295", 4_294_967_295_u32)] {
        assert_eq!(file("experience.1.hours", cell)["experience"][0]["hours"], hours);
    }
    for (cell, truth) in [
        ("vrai", true),
        ("FAUX", false),
        ("oui", true),
        ("Non", false),
        ("true", true),
        ("false", false),
        ("yes", true),
        ("no", false),
        ("1", true),
        ("0", false),
    ] {
        assert_eq!(file("trained", cell)["trained"], truth);
    }
    assert_eq!(file("titres.1.document", "'=A1")["titres"][0]["document"], "=A1");
    assert_eq!(file("titres.1.document", "\"a;\"\"b\"\"\r\nc\"")["titres"][0]["document"], "a;\"b\"\r\nc");
    assert_eq!(file("route", " vae ")["route"], "vae");
}

#[test]
fn a_cell_that_cannot_be_read_is_refused_by_its_column() {
    let cases = [
        (
            "evaluate_on",
            "30/02/2025",
            "colonne `evaluate_on` : le jour `30/02/2025` n’existe pas au calendrier",
            "écrire AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 28/02/2025",
        ),
        (
            "evaluate_on",
            "3/2/2025",
            "colonne `evaluate_on` : `3/2/2025` n’est pas une date",
            "écrire AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 28/02/2025",
        ),
        (
            "experience.2.hours",
            "1607,5",
            "colonne `experience.2.hours` : `1607,5` n’est pas un nombre entier positif",
            "écrire un nombre entier sans espace, par exemple 1607 ou 1607,0",
        ),
        (
            "experience.1.hours",
            "-3",
            "colonne `experience.1.hours` : `-3` n’est pas un nombre entier positif",
            "écrire un nombre entier sans espace, par exemple 1607 ou 1607,0",
        ),
        (
            "experience.1.hours",
            "4294967296",
            "colonne `experience.1.hours` : `4294967296` n’est pas un nombre entier positif",
            "écrire un nombre entier sans espace, par exemple 1607 ou 1607,0",
        ),
        (
            "trained",
            "peut-être",
            "colonne `trained` : `peut-être` n’est ni vrai ni faux",
            "écrire l’un de : vrai, faux, oui, non, true, false, yes, no, 1, 0",
        ),
        (
            "route",
            "VAE",
            "colonne `route` : `VAE` n’est pas une valeur admise ici",
            "écrire l’un de : continuous-training, vae, capitalisation, ccs",
        ),
        (
            "experience;experience.2.hours",
            "1;3",
            "colonne `experience` : le nombre de lignes de la liste est dit 1, et sa ligne 2 est remplie",
            "corriger le nombre de lignes, ou vider les colonnes de trop",
        ),
        (
            "experience",
            "10001",
            "colonne `experience` : la liste a 10001 lignes ; elle en compte 10000 au plus",
            "donner un seul candidat par dossier",
        ),
        (
            "sessions.1.ccps;sessions.1.ccps.2",
            "2;x",
            "colonne `sessions.1.ccps` : la ligne 1 de la liste est vide",
            "la remplir, ou diminuer le nombre de lignes",
        ),
        (
            "target;target.ccs",
            "non;x",
            "colonne `target` : elle est dite absente, et des colonnes en sont remplies",
            "corriger l’un ou l’autre",
        ),
        (
            "experience.1.from;experience.1.to",
            "2025-02-01;2025-01-01",
            "colonne `experience.1.to` : la période se termine le 2025-01-01, avant de commencer le 2025-02-01",
            "échanger ou corriger `from` et `to`",
        ),
        (
            "",
            "x",
            "colonne `(2)` : la cellule est remplie et sa colonne n’a pas de nom",
            "nommer la colonne, ou la vider",
        ),
    ];
    for (columns, cells, reason, help) in cases {
        let rows = read(
            "a.csv",
            format!(
                "id;{columns}\nbefore{e}\na;{cells}\nafter{e}\n",
                e = ";".repeat(1 + columns.matches(';').count())
            )
            .as_bytes(),
        );
        assert_eq!(rows.len(), 3, "{columns}");
        assert!(rows[0].file.is_ok() && rows[2].file.is_ok());
        assert_eq!(refusal(&rows[1]), (reason.to_owned(), help.to_owned()));
        assert_eq!(rows[1].number, 3);
    }
}

#[test]
fn a_row_with_too_few_or_too_many_cells_is_refused_alone() {
    let rows = read("a.csv", b"id,route\na,vae\nb\nc,vae,\nd,vae\n");
    let ok: Vec<bool> = rows.iter().map(|row| row.file.is_ok()).collect();
    assert_eq!(ok, [true, false, false, true]);
    assert_eq!(refusal(&rows[1]).0, "le nombre de cellules (1) n’est pas celui des colonnes (2)");
    assert_eq!(rows[2].file, Err(RowFault::Cells { found: 3, expected: 2 }));
}

#[test]
fn quotation_marks_that_do_not_close_cost_one_line_only() {
    for bad in ["\"b;vae", "\"b\"x;vae", "b;\"vae", "\"\"\"b;vae"] {
        for after in ["c;vae\n", "\"c\";vae\n", "c;\"vae\"\n"] {
            let rows = read("a.csv", format!("id;route\na;vae\n{bad}\n{after}").as_bytes());
            let ok: Vec<(u64, bool)> = rows.iter().map(|row| (row.number, row.file.is_ok())).collect();
            assert_eq!(ok, [(2, true), (3, false), (4, true)], "{bad}{after}");
            assert_eq!(
                (rows[1].file.clone(), rows[1].raw.as_slice()),
                (Err(RowFault::Quotes), bad.as_bytes())
            );
        }
    }
    // A mark inside of a cell is a sign like any other.
    let rows = read("a.csv", "id;route\nun \"mot\";vae\n".as_bytes());
    assert_eq!(said(&rows[0])["id"], "un \"mot\"");
    // One that closes only beyond what a file may have does not close.
    let long = format!("{}\n", "x".repeat(1_023)).repeat(FILE_BYTES / 1_024);
    let rows = read("a.csv", format!("id;route\n\"a;vae\nb;vae\n{long}\";vae\n").as_bytes());
    assert_eq!(
        (rows[0].file.clone(), rows[1].file.is_ok(), rows[1].number),
        (Err(RowFault::Quotes), true, 3)
    );
}

#[test]
fn lines_are_counted_where_records_begin_and_blank_records_are_none() {
    let rows = read("a.csv", b"id,route\r\n\"a\r\nb\",vae\r\n\r\n , \r\nc,vae");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 6]);
    assert_eq!(said(&rows[0])["id"], "a\r\nb");
    assert_eq!(said(&rows[1])["id"], "c");
}

#[test]
fn a_record_is_utf_8_or_else_windows_1252_and_says_so() {
    let (_folder, path) = input("a.csv", b"id;titres.1.document\n1;\xE9t\xE9 \x80\n2;\xC3\xA9t\xC3\xA9\n");
    let chunk = Reader::open(&[path], &ReadOptions::default()).unwrap().next().unwrap().unwrap();
    let texts: Vec<(bool, String)> = chunk
        .rows()
        .map(|row| (row.recoded, row.file.unwrap().titres.unwrap()[0].document.clone().unwrap()))
        .collect();
    assert_eq!(texts, [(true, "été €".to_owned()), (false, "été".to_owned())]);
    let renames = Renames::of([("Numéro".to_owned(), "id".to_owned())]).unwrap();
    let options = ReadOptions { columns: renames, ..ReadOptions::default() };
    assert_eq!(said(&read_with("a.csv", b"Num\xE9ro\n7\n", &options)[0])["id"], "7");
    assert_eq!(said(&read_with("a.csv", b"\xEF\xBB\xBFNum\xC3\xA9ro\n7\n", &options)[0])["id"], "7");
    assert_eq!(refusal(&read("a.csv", b"id,route\na\0,vae\n")[0]).0, "l’octet 2 est nul");
}

#[test]
fn the_sign_between_cells_is_told_from_the_head() {
    for sign in [",", ";", "\t"] {
        let text = format!("id{sign}route{sign}target.titre\na{sign}vae{sign}t\n");
        assert_eq!(
            said(&read("a.tsv", text.as_bytes())[0]),
            json!({ "id": "a", "route": "vae", "target": { "titre": "t" } })
        );
    }
    assert_eq!(said(&read("a.csv", b"id\na;b\tc\n")[0])["id"], "a;b\tc");
}

/// Why a table is refused, in French, with the advice.
fn head(text: &str, options: &ReadOptions) -> (String, String) {
    let (_folder, path) = input("a.csv", text.as_bytes());
    let Err(fault) = Reader::open(&[path], options) else { panic!("{text}") };
    let InputFault::Head { fault, .. } = fault else { panic!("{fault}") };
    assert!(!fault.say(Lang::En).is_empty());
    (fault.say(Lang::Fr), fault.help(Lang::Fr).unwrap_or_default())
}

#[test]
fn columns_that_cannot_be_are_refused_before_any_row() {
    let options = ReadOptions::default();
    assert_eq!(head("", &options).0, "la ligne des titres de colonnes manque");
    assert_eq!(head("\"id;route\na;vae", &options).0, "la ligne des titres de colonnes manque");
    let (reason, help) = head("id;rout;experience.1.frm;Nom;experience.10001.from\n", &options);
    assert_eq!(
        reason,
        "le format ne connaît pas les colonnes `rout`, `experience.1.frm`, `Nom`, `experience.10001.from`"
    );
    assert_eq!(
        help,
        "`rout` : peut-être `route`, `experience.1.frm` : peut-être `experience.1.from`, \
        `Nom` : peut-être `enrolment`; \
        les traduire par --columns, ou les ignorer par --ignore-unknown"
    );
    assert_eq!(head("id;route;id\n", &options).0, "les colonnes `id` et `id` disent la même chose");
    let as_of = ReadOptions { as_of_column: Some("date".into()), ..ReadOptions::default() };
    assert_eq!(
        head("id;Date\n", &ReadOptions { leniency: Leniency::IgnoreUnknownMembers, ..as_of }),
        ("la colonne de la date de décision, `date`, manque".into(), "peut-être `Date`".into())
    );
    let lenient = ReadOptions { leniency: Leniency::IgnoreUnknownMembers, ..ReadOptions::default() };
    assert_eq!(said(&read_with("a.csv", b"id;Nom\na;Durand\n", &lenient)[0]), json!({ "id": "a" }));
}

#[test]
fn other_names_of_columns_are_translated_by_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let list = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        Renames::read(&path)
    };
    let toml =
        list("c.toml", "\"Réf.\" = \"id\"\n\"Dépôt\" = \"events.request_filed\"\nNom = \"\"\n").unwrap();
    let csv = list("c.csv", "colonne;chemin\nRéf.;id\nDépôt;events.request_filed\nNom;\n").unwrap();
    assert_eq!(toml, csv);
    let options = ReadOptions { columns: toml, as_of_column: Some("Au".into()), ..ReadOptions::default() };
    let text = "Réf.;Dépôt;Nom;route;Au\na;01/03/2025;Durand;vae;15/01/2026\nb;;;;demain\nc;hier;;;\n";
    let rows = read_with("a.csv", text.as_bytes(), &options);
    assert_eq!(
        said(&rows[0]),
        json!({ "id": "a", "route": "vae", "events": { "request_filed": "2025-03-01" } })
    );
    assert_eq!(rows[0].as_of.as_deref(), Some("2026-01-15"));
    assert_eq!(
        refusal(&rows[1]).0,
        "la date de décision `Au` ne peut être lue : `demain` n’est pas une date"
    );
    assert_eq!(refusal(&rows[2]).0, "colonne `Dépôt` : `hier` n’est pas une date");
    let wrong = |name: &str, text: &str| list(name, text).unwrap_err();
    assert_eq!(
        wrong("d.toml", "a = \"route.x\"").say(Lang::Fr),
        "la liste de colonnes traduit `a` par `route.x`, que le format ne connaît pas"
    );
    assert_eq!(wrong("d.toml", "a = \"rout\"").help(Lang::En).unwrap(), "perhaps `route`");
    assert_eq!(
        wrong("d.csv", "a,b\nx,id\nx,route\n").say(Lang::Fr),
        "la liste de colonnes traduit deux fois `x`"
    );
    for (name, text) in [("d.toml", "a ="), ("d.csv", "a;b\nx;id;z\n"), ("none/e.csv", "")] {
        let path = folder.path().join(name);
        let _ = fs::write(&path, text);
        assert!(
            Renames::read(&path).unwrap_err().say(Lang::Fr).starts_with("la liste de colonnes"),
            "{name}"
        );
    }
    assert!(matches!(HeadFault::None.help(Lang::Fr), Some(help) if !help.is_empty()));
}

#[test]
fn a_table_is_taken_up_at_any_position() {
    let mut text = "id;titres.1.document\n".to_owned();
    for n in 0..3_000 {
        let document = match n % 7 {
            0 => "\"a\nb\"".to_owned(),
            1 => "\"open".to_owned(),
            2 if n == 1_759 => "x".repeat(2 * FILE_BYTES),
            _ => "z".repeat(n % 900),
        };
        text.push_str(&format!("{n};{document}\n"));
    }
    let (_folder, path) = input("a.csv", text.as_bytes());
    let mut reader = Reader::open(&[path], &ReadOptions::default()).unwrap();
    let (mut positions, mut whole) = (vec![(reader.position(), 0)], Vec::new());
    while let Some(chunk) = reader.next().unwrap() {
        whole.extend(chunk.rows().map(super::seen));
        positions.push((reader.position(), whole.len()));
    }
    assert!(whole.len() > 2_900 && positions.len() > 10, "{} {}", whole.len(), positions.len());
    let good = whole.iter().filter(|row| row.file.is_ok()).count();
    assert!((2_500..2_700).contains(&good), "{good}");
    for (position, rows) in positions {
        reader.resume_at(position).unwrap();
        assert_eq!(all(&mut reader), whole[rows..]);
    }
}

#[test]
fn what_a_table_says_is_what_json_says() {
    let row = one(
        "id,evaluate_on,sessions.1.decision.ccps.1.result,sessions.1.evidence.ecf\na,2026-01-01,obtained,vrai\n",
    );
    let text = br#"{"id":"a","evaluate_on":"2026-01-01","sessions":[{"decision":{"ccps":[{"result":"obtained"}]},"evidence":{"ecf":true}}]}"#;
    assert_eq!(row.file.unwrap(), parse(text, Leniency::Strict).unwrap());
}
