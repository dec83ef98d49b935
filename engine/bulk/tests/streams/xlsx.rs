//! A workbook is read by its first sheet, with dates as the spreadsheet holds them.

use super::{read, refusal};
use parchemin_bulk::read::{InputFault, ReadOptions, Reader};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;
use std::io::Write as _;

/// A workbook with that sheet, as bytes.
fn workbook(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

/// A small workbook.
pub(super) fn small() -> Vec<u8> {
    workbook(|sheet| {
        sheet.write(0, 0, "id").unwrap();
        sheet.write(1, 0, "a").unwrap();
    })
}

#[test]
fn cells_are_taken_for_what_they_are() {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let day = |text| ExcelDateTime::parse_from_str(text).unwrap();
    let bytes = workbook(|sheet| {
        let columns = ["id", "evaluate_on", "trained", "experience.1.hours", "events.request_filed", "route"];
        for (column, name) in (0..).zip(columns) {
            sheet.write(0, column, name).unwrap();
        }
        sheet.write(1, 0, 12_345).unwrap();
        sheet.write_datetime_with_format(1, 1, day("2025-02-28"), &date).unwrap();
        sheet.write(1, 2, true).unwrap();
        sheet.write(1, 3, 1607.0).unwrap();
        sheet.write(1, 4, "01/03/2025").unwrap();
        sheet.write(1, 5, "vae").unwrap();
        // Row 3 is empty.
        sheet.write_datetime_with_format(3, 1, day("2025-02-28T12:30:00"), &date).unwrap();
        sheet.write(4, 1, 45_000).unwrap();
        sheet.write(5, 3, 7.5).unwrap();
        sheet.write(6, 0, 1e15).unwrap();
        sheet.write_formula(7, 0, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write(8, 0, "last").unwrap();
    });
    let rows = read("a.xlsx", &bytes);
    let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 4, 5, 6, 7, 8, 9]);
    assert_eq!(
        serde_json::to_value(rows[0].file.as_ref().unwrap()).unwrap(),
        json!({
            "id": "12345", "evaluate_on": "2025-02-28", "trained": true, "experience": [{ "hours": 1607 }],
            "events": { "request_filed": "2025-03-01" }, "route": "vae"
        })
    );
    assert_eq!(
        String::from_utf8(rows[0].raw.clone()).unwrap(),
        r#"{"id":12345.0,"evaluate_on":"2025-02-28","trained":true,"experience.1.hours":1607.0,"events.request_filed":"01/03/2025","route":"vae"}"#
    );
    let reasons: Vec<String> = rows[1..6].iter().map(|row| refusal(row).0).collect();
    assert_eq!(
        reasons,
        [
            "colonne `evaluate_on` : la date 2025-02-28 12:30:00 porte une heure",
            "colonne `evaluate_on` : le nombre 45000 n’est pas mis en forme de date",
            "colonne `experience.1.hours` : `7.5` n’est pas un nombre entier positif",
            "colonne `id` : le tableur n’a gardé que quinze chiffres de 1000000000000000",
            "colonne `id` : la cellule montre l’erreur #N/A",
        ]
    );
    assert!(rows[6].file.is_ok());
    let raw: Vec<String> = rows[1..6].iter().map(|row| String::from_utf8(row.raw.clone()).unwrap()).collect();
    assert_eq!(
        raw,
        [
            r#"{"evaluate_on":"2025-02-28 12:30:00"}"#,
            r#"{"evaluate_on":45000.0}"#,
            r#"{"experience.1.hours":7.5}"#,
            r#"{"id":1000000000000000.0}"#,
            r##"{"id":"#N/A"}"##,
        ]
    );
}

#[test]
fn a_workbook_is_taken_up_at_any_position_and_what_is_none_is_refused() {
    let bytes = workbook(|sheet| {
        sheet.write(2, 1, "id").unwrap();
        for row in 3..1_003 {
            sheet.write(row, 1, format!("{row}")).unwrap();
        }
    });
    let (_folder, path) = super::input("a.xlsx", &bytes);
    let mut reader = Reader::open(&[path], &ReadOptions::default()).unwrap();
    let mut positions = vec![reader.position()];
    while reader.next().unwrap().is_some() {
        positions.push(reader.position());
    }
    assert_eq!(positions.len(), 5);
    for (place, position) in positions.into_iter().enumerate() {
        reader.resume_at(position).unwrap();
        let rows = super::all(&mut reader);
        assert_eq!(rows.len(), 1_000 - (place * 256).min(1_000));
        if let Some(first) = rows.first() {
            assert_eq!(first.number, 4 + place as u64 * 256);
            assert_eq!(
                first.file.as_ref().unwrap().id.as_deref(),
                Some((first.number - 1).to_string().as_str())
            );
        }
    }
    let (_folder, path) = super::input("a.xlsx", b"PK\x03\x04");
    assert!(matches!(Reader::open(&[path], &ReadOptions::default()), Err(InputFault::Damaged { .. })));
}

#[test]
fn a_cell_at_the_far_end_of_a_sheet_costs_one_row() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "id").unwrap();
        sheet.write(1, 0, "a").unwrap();
        sheet.write(1_048_575, 16_383, "b").unwrap();
    });
    let rows = read("a.xlsx", &bytes);
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 1_048_576]);
    assert!(rows[0].file.is_ok());
    assert!(rows[1].file.is_err(), "a cell without a column belongs to nothing");
    assert_eq!(String::from_utf8(rows[1].raw.clone()).unwrap(), r#"{"(16384)":"b"}"#);
}

/// A workbook whose sheet has those rows, whatever a spreadsheet would make of them.
fn by_hand(rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGED: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGED}\">\
             <Relationship Id=\"rId1\" Type=\"{RELATED}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let sheets = "<sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets>";
    let parts = [
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATED}\">{sheets}</workbook>")),
        ("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        book.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        book.write_all(text.as_bytes()).unwrap();
    }
    book.finish().unwrap().into_inner()
}

fn text_row(number: u64, text: &str) -> String {
    format!("<row r=\"{number}\"><c r=\"A{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>")
}

#[test]
fn rows_that_are_not_in_order_are_refused_where_they_begin_not_to_be() {
    let rows = ["id", "a", "b"].iter().zip([1, 3, 5]).map(|(text, number)| text_row(number, text));
    let rows: String = rows.chain([text_row(4, "c")]).collect();
    let (_folder, path) = super::input("a.xlsx", &by_hand(&rows));
    let mut reader = Reader::open(&[path], &ReadOptions::default()).unwrap();
    assert!(matches!(reader.next(), Err(InputFault::Unordered { row: 4, .. })));
}

#[test]
fn a_cell_where_no_sheet_has_one_is_refused_before_a_row_is_made_that_wide_or_long() {
    let cell = |at: &str, row: u64| {
        format!("<row r=\"{row}\"><c r=\"{at}\" t=\"inlineStr\"><is><t>route</t></is></c></row>")
    };
    // The farthest column, the next one, and one that is as far as the reader counts.
    for (at, farthest) in [("XFD1", true), ("XFE1", false), ("CRPXNLR1", false)] {
        let (_folder, path) = super::input("a.xlsx", &by_hand(&cell(at, 1)));
        match Reader::open(&[path], &ReadOptions::default()) {
            Err(InputFault::BeyondSheet { row: 1, column, .. }) => assert!(!farthest && column > 16_384),
            // All columns before it have no name.
            other => assert!(farthest && other.is_ok(), "{at}"),
        }
    }
    for (row, farthest) in [(1_048_576, true), (1_048_577, false)] {
        let rows = [text_row(1, "id"), cell(&format!("A{row}"), row)].concat();
        let (_folder, path) = super::input("a.xlsx", &by_hand(&rows));
        let mut reader = Reader::open(&[path], &ReadOptions::default()).unwrap();
        match reader.next() {
            Err(InputFault::BeyondSheet { row: 1_048_577, column: 1, .. }) => assert!(!farthest),
            other => assert!(farthest && other.is_ok(), "{row}"),
        }
    }
}

#[test]
fn a_sheet_that_breaks_off_says_after_which_row_and_what_was_before_is_read() {
    let rows: String =
        (1..=600).map(|number| text_row(number, if number == 1 { "id" } else { "a" })).collect();
    let (_folder, path) =
        super::input("a.xlsx", &by_hand(&format!("{rows}<row r=\"601\"><c r=\"A601\"><v>")));
    let mut reader = Reader::open(&[path], &ReadOptions::default()).unwrap();
    for _ in 0..2 {
        assert_eq!(reader.next().unwrap().unwrap().rows().count(), 256);
    }
    assert!(matches!(reader.next(), Err(InputFault::Damaged { after: 513, .. })));
}

#[test]
fn a_formula_without_a_value_is_no_empty_cell() {
    let formula =
        |number: u64, value: &str| format!("<row r=\"{number}\"><c r=\"A{number}\"{value}</c></row>");
    let rows = [
        text_row(1, "id"),
        formula(2, "><f>1+1</f><v></v>"),
        formula(3, "><f>1+1</f>"),
        formula(4, "><f>1+1</f><v>2</v>"),
        formula(5, " t=\"str\"><f>LEFT(A2,0)</f><v></v>"),
        text_row(6, "a"),
    ];
    let rows = read("a.xlsx", &by_hand(&rows.concat()));
    let read: Vec<_> = rows.iter().map(|row| (row.number, row.file.is_ok())).collect();
    // What a formula makes nothing of is nothing.
    assert_eq!(read, [(2, false), (3, false), (4, true), (6, true)]);
    let (reason, help) = refusal(&rows[0]);
    assert_eq!(reason, "colonne `id` : le classeur ne garde pas la valeur de la formule");
    assert_eq!(help, "ouvrir le classeur dans un tableur, et l’enregistrer");
}
