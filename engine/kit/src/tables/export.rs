//! The tables of a package as a workbook: a sheet for each kind, and one that explains the columns.

use super::{
    fault::TablesFault,
    place::{at, rows, shown},
    rows::Written,
    sheets::{Column, Form, GUIDE, Holds, KEYS, SHEETS, Sheet},
};
use parchemin::{
    core::{Lang, say},
    packages::Files,
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use toml_edit::DocumentMut;

/// How wide the columns of a sheet are, in characters.
const WIDTH: f64 = 28.0;

/// The tables of a package, as the bytes of a workbook: the same for the same package.
///
/// # Errors
/// A file of the package that is not of its format, or what a workbook cannot hold.
pub fn export(files: &Files, lang: Lang) -> Result<Vec<u8>, TablesFault> {
    let mut book = Workbook::new();
    let unmade = |error: XlsxError| TablesFault::Unmade(error.to_string());
    // The day on which it was made is no part of it.
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(unmade)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    guide(book.add_worksheet(), lang).map_err(unmade)?;
    for sheet in &SHEETS {
        let rows = cells(files, sheet)?;
        filled(book.add_worksheet(), sheet, &rows).map_err(unmade)?;
    }
    book.save_to_buffer().map_err(unmade)
}

/// A document of the package; an empty one where the package has no such file.
pub(super) fn document(files: &Files, file: &str) -> Result<DocumentMut, TablesFault> {
    let text = files.text(file).map_err(TablesFault::Package)?.unwrap_or_default();
    text.parse::<DocumentMut>().map_err(|error: toml_edit::TomlError| {
        let problem = parchemin::packages::Problem::NotOfTheFormat(error.message().to_owned());
        let fault = parchemin::packages::PackageFault::new(&files.shown(file), text, error.span(), problem);
        TablesFault::Package(fault)
    })
}

/// The rows of a sheet: their keys, then their cells.
pub(super) fn cells(files: &Files, sheet: &Sheet) -> Result<Vec<Vec<String>>, TablesFault> {
    if sheet.holds == Holds::Rows {
        let text = files.text(sheet.file).map_err(TablesFault::Package)?.unwrap_or_default();
        let written = Written::read(text);
        let keyed = (1..).zip(written.rows()).map(|(rank, row): (usize, &[String])| {
            let cell = |n: usize| row.get(n).map(|cell| cell.trim().to_owned()).unwrap_or_default();
            let keys = [sheet.name.to_owned(), rank.to_string()];
            keys.into_iter().chain((0..sheet.columns.len()).map(cell)).collect()
        });
        return Ok(keyed.collect());
    }
    let document = document(files, sheet.file)?;
    let row = |row: &super::place::Row| {
        let rank = row.rank.map(|rank| rank.to_string()).unwrap_or_default();
        let cell = |column: &Column| shown(at(document.as_item(), &row.member(column.member)));
        [row.within.clone(), rank].into_iter().chain(sheet.columns.iter().map(cell)).collect()
    };
    Ok(rows(document.as_item(), sheet.holds).iter().map(row).collect())
}

fn filled(sheet: &mut Worksheet, of: &Sheet, rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    sheet.set_name(of.name)?;
    let names = KEYS.into_iter().chain(of.columns.iter().map(Column::name));
    for (n, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, n, name, &head)?;
        sheet.set_column_width(n, WIDTH)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    for (at, row) in (1..).zip(rows) {
        let forms = [Form::Text; 2].into_iter().chain(of.columns.iter().map(|column| column.form));
        for ((n, cell), form) in (0..).zip(row).zip(forms).filter(|((_, cell), _)| !cell.is_empty()) {
            match form {
                Form::Truth => sheet.write_boolean(at, n, cell == "true")?,
                _ => sheet.write_string(at, n, cell)?,
            };
        }
    }
    Ok(())
}

/// What the sheets and their columns hold.
fn guide(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    sheet.set_name(GUIDE)?;
    let lines = [
        say!(lang,
            fr: "Les tables d’un paquet. Une cellule changée change le paquet à son endroit, et rien d’autre.",
            en: "The tables of a package. A cell that is changed changes the package in its place, and nothing else."),
        say!(lang,
            fr: "« in » est la table ou la liste, « rank » le rang dans celle-ci : ne pas les changer.",
            en: "« in » is the table or list, « rank » the rank in it: do not change them."),
        say!(lang,
            fr: "Une ligne nouvelle porte « in » et laisse « rank » vide ; elle vient à la fin. Une ligne ôtée est retirée.",
            en: "A new row has « in » and leaves « rank » empty; it comes last. A row that is taken away is withdrawn."),
    ];
    for (at, line) in (0..).zip(&lines) {
        sheet.write_string(at, 0, line)?;
    }
    let head_at = 4;
    let names = [
        say!(lang, fr: "feuille", en: "sheet"),
        say!(lang, fr: "fichier", en: "file"),
        say!(lang, fr: "colonne", en: "column"),
        say!(lang, fr: "ce qu’elle contient", en: "what it holds"),
    ];
    for (n, name) in (0..).zip(&names) {
        sheet.write_string_with_format(head_at, n, name, &head)?;
        sheet.set_column_width(n, WIDTH)?;
    }
    let columns = SHEETS.iter().flat_map(|of| of.columns.iter().map(move |column| (of, column)));
    for (at, (of, column)) in (head_at + 1..).zip(columns) {
        let texts =
            [of.name.to_owned(), of.file.to_owned(), column.name().to_owned(), column.explained(lang)];
        for (n, text) in (0..).zip(&texts) {
            sheet.write_string(at, n, text)?;
        }
    }
    Ok(())
}
