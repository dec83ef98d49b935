//! What goes into a workbook comes back without a change of a byte; an edit is written in its place alone; and what
//! the package could not hold is refused at its cell, all of it at once.

use super::{edited, laid, root, shipped};
use calamine::{Data, Reader, Xlsx};
use parchemin::{
    core::{Lang, Speak},
    packages::{Checked, Files, check},
};
use parchemin_kit::tables::{CellFault, TablesFault, export, import};
use rust_xlsxwriter::Workbook;
use std::{collections::BTreeMap, fs, io::Cursor};
use tempfile::tempdir;

/// The cells of each sheet, in order of the sheets.
type Book = Vec<(String, Vec<Vec<Data>>)>;

fn opened(bytes: &[u8]) -> Book {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheets = book.sheet_names();
    let rows = |name: &str, book: &mut Xlsx<_>| {
        book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
    };
    sheets.into_iter().map(|name| (name.clone(), rows(&name, &mut book))).collect()
}

fn closed(book: &Book) -> Vec<u8> {
    let mut made = Workbook::new();
    for (name, rows) in book {
        let sheet = made.add_worksheet();
        sheet.set_name(name).unwrap();
        for (at, row) in (0..).zip(rows) {
            for (n, cell) in (0..).zip(row) {
                match cell {
                    Data::Empty => continue,
                    Data::Bool(truth) => sheet.write_boolean(at, n, *truth).unwrap(),
                    Data::Float(number) => sheet.write_number(at, n, *number).unwrap(),
                    cell => sheet.write_string(at, n, cell.to_string()).unwrap(),
                };
            }
        }
    }
    made.save_to_buffer().unwrap()
}

/// A book of a package, to be edited.
struct Desk {
    files: Files,
    book: Book,
    /// The packages around it.
    others: Vec<Checked>,
}

impl Desk {
    fn new(package: &str) -> Desk {
        let files = shipped(package);
        let book = opened(&export(&files, Lang::Fr).unwrap());
        Desk { files, book, others: Vec::new() }
    }

    fn rows(&mut self, sheet: &str) -> &mut Vec<Vec<Data>> {
        &mut self.book.iter_mut().find(|(name, _)| name == sheet).unwrap().1
    }

    /// Writes a cell, by its name.
    fn write(&mut self, sheet: &str, cell: &str, text: &str) {
        let column = usize::from(cell.as_bytes()[0] - b'A');
        let row: usize = cell[1..].parse().unwrap();
        self.rows(sheet)[row - 1][column] = Data::String(text.to_owned());
    }

    fn add(&mut self, sheet: &str, cells: &[&str]) {
        let cell = |text: &&str| if text.is_empty() { Data::Empty } else { Data::String((*text).to_owned()) };
        self.rows(sheet).push(cells.iter().map(cell).collect());
    }

    fn import(&self) -> Result<BTreeMap<String, Vec<u8>>, TablesFault> {
        import(&closed(&self.book), &self.files, &self.others)
    }

    /// The lines that an import changes in a file: without `-` those that come, with it those that go.
    fn changed(&self, file: &str) -> Vec<String> {
        let changed = self.import().unwrap();
        let new = String::from_utf8(changed[file].clone()).unwrap();
        let old = self.files.text(file).unwrap().unwrap_or_default();
        let only = |one: &str, other: &str, mark: &str| -> Vec<String> {
            let lines = one.lines().filter(|line| !other.lines().any(|known| known == *line));
            lines.map(|line| format!("{mark}{}", line.trim())).collect()
        };
        [only(old, &new, "-"), only(&new, old, "")].concat()
    }

    fn refused(&self) -> Vec<String> {
        match self.import() {
            Err(TablesFault::Cells(faults)) => {
                faults.iter().map(|fault: &CellFault| fault.say(Lang::Fr)).collect()
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_is_exported_and_imported_changes_no_byte_of_any_package() {
    let mut open = vec![root().join("rulesets"), root().join("tests/fixtures/packages")];
    let mut seen = 0;
    while let Some(folder) = open.pop() {
        if !folder.join("package.toml").is_file() {
            let inner = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
            open.extend(inner.filter(|path| path.is_dir()));
            continue;
        }
        let files = Files::read(&folder).unwrap();
        let bytes = export(&files, Lang::Fr).unwrap();
        assert_eq!(bytes, export(&files, Lang::Fr).unwrap(), "{}", folder.display());
        let changed =
            import(&bytes, &files, &[]).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display()));
        assert!(changed.is_empty(), "{}: {:?}", folder.display(), changed.keys());
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} packages");
}

#[test]
fn a_cell_that_is_changed_changes_its_line_and_no_other() {
    let mut desk = Desk::new("mn-2025");
    // The second competence of the first CCP, and the ROME code.
    desk.write(
        "competences",
        "C2",
        "Accueillir les personnes et présenter les missions de la médiation numérique.",
    );
    assert!(desk.import().unwrap().is_empty());
    let at = desk.rows("voies").iter().position(|row| row[2] == Data::String("vae".into())).unwrap();
    desk.rows("voies")[at][4] = Data::Bool(false);
    assert_eq!(desk.changed("titre.toml"), ["open = false"]);
    let text = String::from_utf8(desk.import().unwrap()["titre.toml"].clone()).unwrap();
    assert_eq!(
        text.matches("# ").count(),
        desk.files.text("titre.toml").unwrap().unwrap().matches("# ").count()
    );
}

#[test]
fn ends_of_lines_stay_as_they_are() {
    let mut desk = Desk::new("mn-2025");
    desk.files = edited(&desk.files, "titre.toml", |text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    desk.book = opened(&export(&desk.files, Lang::Fr).unwrap());
    assert!(desk.import().unwrap().is_empty());
    desk.write("codes", "C2", "6");
    let text = String::from_utf8(desk.import().unwrap()["titre.toml"].clone()).unwrap();
    let wanted = String::from_utf8(desk.files.bytes("titre.toml").unwrap().to_vec()).unwrap();
    assert_eq!(text, wanted.replacen("code = \"5\"", "code = \"6\"", 1));
}

#[test]
fn rows_are_added_at_the_end_and_withdrawn() {
    let mut desk = Desk::new("mn-2025");
    desk.add("competences", &["ccps.2.competences.items", "", "Développer un réseau local en lien"]);
    let jobs = desk.rows("listes").iter().position(|row| row[2] == "animateur multimédia").unwrap();
    desk.rows("listes").remove(jobs);
    assert_eq!(
        desk.changed("titre.toml"),
        ["-\"animateur multimédia\",", "\"Développer un réseau local en lien\","]
    );
    let mut desk = Desk::new("dwwm-2023");
    desk.add(
        "correspondances",
        &[
            "correspondances",
            "",
            "rncp31114",
            "RNCP31114BC02",
            "dwwm-2023/1",
            "any",
            "law",
            "fiche",
            "",
            "essai, à deux",
        ],
    );
    assert_eq!(
        desk.changed("correspondences.csv"),
        ["rncp31114,RNCP31114BC02,dwwm-2023/1,any,law,fiche,,\"essai, à deux\""]
    );
}

#[test]
fn a_dated_value_is_added_with_its_ground() {
    let mut desk = Desk::new("socle");
    desk.add(
        "valeurs",
        &[
            "year_in_days.values",
            "",
            "2030-01-01",
            "",
            "360",
            "2026-11-22",
            "inference",
            "deduction",
            "",
            "",
            "",
            "essai",
        ],
    );
    assert_eq!(
        desk.changed("parameters.toml"),
        [
            "from = \"2030-01-01\"",
            "value = 360",
            "checked = \"2026-11-22\"",
            "cite = { basis = \"inference\", text = \"deduction\", note = \"essai\" }"
        ]
    );
}

#[test]
fn every_cell_that_the_package_could_not_hold_is_told_at_once() {
    let mut desk = Desk::new("mn-2025");
    desk.write("voies", "C2", "voie-inconnue");
    desk.write("periode", "C2", "13/07/2025");
    desk.add("competences", &["ccps.7.competences.items", "", "x"]);
    desk.add("textes", &["texts.autre", "", "un texte"]);
    let said = desk.refused().join("\n");
    for wanted in [
        "voies!C2 : `voie-inconnue` n’est pas un mot de cette colonne",
        "periode!C2 : `13/07/2025` n’est pas une date",
        "competences!A12 : le paquet n’a rien du nom de `ccps.7.competences.items`",
        "textes!A",
    ] {
        assert!(said.contains(wanted), "`{wanted}` is not in:\n{said}");
    }
}

#[test]
fn what_the_check_of_the_package_refuses_is_told_at_its_cell() {
    let mut desk = Desk::new("mn-2025");
    desk.write("competences", "C4", "Une phrase qui n’est pas dans l’annexe.");
    desk.write("voies", "G2", "texte-inconnu");
    let said = desk.refused().join("\n");
    for wanted in
        ["competences!C4 : la citation ne se trouve pas", "voies!G2 : le texte cité `texte-inconnu`"]
    {
        assert!(said.contains(wanted), "`{wanted}` is not in:\n{said}");
    }
    let mut desk = Desk::new("dwwm-2023");
    desk.write("correspondances", "E3", "dwwm-2023/9");
    assert!(desk.refused().join("\n").contains("correspondances!E3 : le CCP `dwwm-2023/9`"));
}

#[test]
fn a_value_that_is_taken_away_is_told_at_its_own_cell() {
    let mut desk = Desk::new("socle");
    let row = desk.rows("valeurs").iter().skip(1).position(|row| row[4] != Data::Empty).unwrap() + 2;
    desk.rows("valeurs")[row - 1][4] = Data::Empty;
    let said = desk.refused();
    assert!(said[0].starts_with(&format!("valeurs!E{row} : une valeur de ")), "{said:?}");
}

/// A table of mn-2025, from one former CCP to another, with the package before it at hand.
fn converting(old: &str) -> Desk {
    let mut desk = Desk::new("mn-2025");
    desk.files = edited(&desk.files, "package.toml", |text| {
        let start = text.find("[correspondences]").unwrap();
        let end = start + text[start..].find("\n\n").unwrap();
        format!("{}{}", &text[..start], &text[end..])
    });
    desk.book = opened(&export(&desk.files, Lang::Fr).unwrap());
    desk.others = vec![check(&shipped("remn-2024")).unwrap()];
    let cells =
        ["correspondances", "", "remn-2024", old, "mn-2025/1", "all", "law", "plaquette", "", "essai"];
    desk.add("correspondances", &cells);
    desk
}

#[test]
fn old_ccps_are_those_of_their_revision_with_spaces_between_them() {
    assert!(converting("remn-2024/1 remn-2024/2").import().is_ok());
    let said = converting("remn-2024/1; remn-2024/2").refused().join("\n");
    assert!(said.contains("correspondances!D2 : `remn-2024/1; remn-2024/2` : des CCP"), "{said}");
    let said = converting("remn-2024/1 remn-2024/9").refused().join("\n");
    assert!(said.contains("correspondances!D2 : le CCP `remn-2024/9` n’existe pas"), "{said}");
}

#[test]
fn a_table_keeps_its_semicolons_and_its_mark() {
    let mut desk = Desk::new("dwwm-2023");
    desk.files =
        edited(&desk.files, "correspondences.csv", |text| format!("\u{feff}{}", text.replace(',', ";")));
    desk.book = opened(&export(&desk.files, Lang::Fr).unwrap());
    assert!(desk.import().unwrap().is_empty());
    desk.write("correspondances", "J2", "essai");
    let text = String::from_utf8(desk.import().unwrap()["correspondences.csv"].clone()).unwrap();
    assert!(text.starts_with("\u{feff}old_revision;"), "{text}");
    assert!(
        text.contains("rncp31114;RNCP31114BC01;dwwm-2023/1;all;law;fiche;CORRESPONDANCES;essai"),
        "{text}"
    );
}

#[test]
fn a_sheet_or_a_column_that_is_gone_is_told() {
    let mut desk = Desk::new("mn-2025");
    desk.book.retain(|(name, _)| name != "voies");
    desk.write("ccp", "D1", "autre");
    let said = desk.refused().join("\n");
    for wanted in ["voies!A1 : la feuille manque", "ccp!A1 : la colonne `label` manque"] {
        assert!(said.contains(wanted), "`{wanted}` is not in:\n{said}");
    }
    let folder = tempdir().unwrap();
    laid(&desk.files, folder.path());
    assert!(matches!(import(b"no workbook", &desk.files, &[]), Err(TablesFault::NoWorkbook(..))));
}

#[test]
fn the_first_sheet_explains_every_column_in_both_languages() {
    for (lang, word) in [(Lang::Fr, "ce qu’elle contient"), (Lang::En, "what it holds")] {
        let book = opened(&export(&shipped("mn-2025"), lang).unwrap());
        let (name, rows) = &book[0];
        assert_eq!(name, "lisez-moi");
        assert!(rows.iter().flatten().any(|cell| *cell == word));
        for (sheet, rows) in &book[1..] {
            let explained = |column: &str| {
                rows_of(&book[0].1)
                    .iter()
                    .any(|row| row[0] == *sheet && row[2] == column && !row[3].is_empty())
            };
            for column in rows[0].iter().skip(2).map(ToString::to_string) {
                assert!(explained(&column), "{sheet}, {column}");
            }
        }
    }
}

fn rows_of(rows: &[Vec<Data>]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}
