//! A workbook back into a package: every cell that differs is written in its place, nothing else is touched; and if
//! any of it is such as the package could not hold, all of that is told and nothing is written.

use super::{
    export::document,
    fault::{CellFault, CellProblem, TablesFault},
    place::{Row, add, at, containers, put, rows, take},
    rows::Written,
    sheet::{Came, read, without_value},
    sheets::{Holds, SHEETS, Sheet},
};
use calamine::{Data, Range, Reader, Xlsx};
use parchemin::{
    core::nearest,
    packages::{Checked, Files, PackageFault, Problem, check, correspondence},
};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    io::Cursor,
    ops::Range as Span,
};
use toml_edit::{Document, DocumentMut};

/// What a workbook makes of a package: the files that change, by their names. The others are those whose CCPs its table
/// may convert.
///
/// # Errors
/// Bytes that are no workbook, a package that is not of its format, or every cell that the package could not hold.
pub fn import(
    bytes: &[u8],
    files: &Files,
    others: &[Checked],
) -> Result<BTreeMap<String, Vec<u8>>, TablesFault> {
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error: calamine::XlsxError| {
            TablesFault::NoWorkbook(Default::default(), error.to_string())
        })?;
    let mut importing = Importing::new(files)?;
    for sheet in &SHEETS {
        match book.worksheet_range(sheet.name) {
            Ok(range) => {
                let formulas = book.worksheet_formula(sheet.name).unwrap_or_default();
                let unknown = without_value(&formulas, &range, sheet);
                if unknown.is_empty() {
                    importing.sheet(sheet, &range);
                }
                importing.faults.extend(unknown);
            }
            Err(_) => {
                let fault = CellFault {
                    sheet: sheet.name.to_owned(),
                    cell: "A1".to_owned(),
                    problem: CellProblem::NoSheet,
                };
                importing.faults.push(fault);
            }
        }
    }
    importing.finish(others)
}

/// A text with the byte order mark and the ends of lines that its file had before.
fn as_before(files: &Files, file: &str, text: String) -> String {
    let before = files.bytes(file).unwrap_or_default();
    let windows = before.windows(2).any(|two| two == b"\r\n");
    marked(files, file, if windows { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text })
}

/// A text with the byte order mark that its file had before.
fn marked(files: &Files, file: &str, text: String) -> String {
    let mark = "\u{feff}";
    let had = files.bytes(file).is_some_and(|before| before.starts_with(mark.as_bytes()));
    if had { format!("{mark}{text}") } else { text }
}

/// A row of a sheet, and where it stands in the package as it comes to be.
struct Placed {
    sheet: &'static str,
    row: Row,
    came: Came,
}

struct Importing<'f> {
    files: &'f Files,
    documents: BTreeMap<&'static str, DocumentMut>,
    table: Option<Written>,
    placed: Vec<Placed>,
    faults: Vec<CellFault>,
}

impl<'f> Importing<'f> {
    fn new(files: &'f Files) -> Result<Importing<'f>, TablesFault> {
        let mut documents = BTreeMap::new();
        for sheet in SHEETS.iter().filter(|sheet| sheet.holds != Holds::Rows) {
            documents.insert(sheet.file, document(files, sheet.file)?);
        }
        Ok(Importing { files, documents, table: None, placed: Vec::new(), faults: Vec::new() })
    }

    fn fault(&mut self, sheet: &Sheet, cell: String, problem: CellProblem) {
        self.faults.push(CellFault { sheet: sheet.name.to_owned(), cell, problem });
    }

    fn sheet(&mut self, sheet: &'static Sheet, range: &Range<Data>) {
        let before = self.faults.len();
        let came = read(range, sheet, &mut self.faults);
        let known = self.known(sheet);
        let (kept, new) = self.sorted(sheet, came, &known);
        // Rows of a sheet with faults are not put anywhere: what they would become is not known.
        if self.faults.len() > before {
            return;
        }
        match sheet.holds {
            Holds::Rows => self.rows(sheet, kept, new),
            _ => self.entries(sheet, &known, kept, new),
        }
    }

    /// The rows that the package has for a sheet.
    fn known(&self, sheet: &Sheet) -> Vec<Row> {
        match (sheet.holds, self.documents.get(sheet.file)) {
            (Holds::Rows, _) => {
                let text = self.files.text(sheet.file).ok().flatten().unwrap_or_default();
                let count = Written::read(text).rows().count();
                (1..=count).map(|rank| Row { within: sheet.name.to_owned(), rank: Some(rank) }).collect()
            }
            (holds, Some(document)) => rows(document.as_item(), holds),
            (_, None) => Vec::new(),
        }
    }

    /// Rows that are there already, and new ones.
    fn sorted(&mut self, sheet: &Sheet, came: Vec<Came>, known: &[Row]) -> (BTreeMap<Row, Came>, Vec<Came>) {
        let (mut kept, mut new) = (BTreeMap::new(), Vec::new());
        let holders = match (sheet.holds, self.documents.get(sheet.file)) {
            (Holds::Rows, _) | (_, None) => vec![sheet.name.to_owned()],
            (holds, Some(document)) => containers(document.as_item(), holds),
        };
        for came in came {
            let rank = came.rank.parse::<usize>().ok();
            let row = Row { within: came.within.clone(), rank };
            if !holders.contains(&came.within) {
                let near = nearest(&came.within, holders.iter().map(String::as_str));
                self.fault(sheet, came.key(false), CellProblem::UnknownTable(came.within.clone(), near));
            } else if came.rank.is_empty() && sheet.holds.grows() {
                new.push(came);
            } else if !known.contains(&row) || (rank.is_none() && !came.rank.is_empty()) {
                let problem = match sheet.holds.grows() {
                    true => CellProblem::UnknownRank(came.rank.clone()),
                    false => CellProblem::Fixed(sheet.file),
                };
                self.fault(sheet, came.key(true), problem);
            } else {
                match kept.entry(row) {
                    Entry::Occupied(known) => {
                        let problem = CellProblem::Twice(known.key().way());
                        self.fault(sheet, came.key(true), problem);
                    }
                    Entry::Vacant(place) => {
                        place.insert(came);
                    }
                }
            }
        }
        let gone = known.iter().find(|row| !kept.contains_key(row)).filter(|_| !sheet.holds.grows());
        if let Some(row) = gone {
            self.fault(sheet, "A1".to_owned(), CellProblem::Gone(row.way(), sheet.file));
        }
        (kept, new)
    }

    fn rows(&mut self, sheet: &'static Sheet, kept: BTreeMap<Row, Came>, new: Vec<Came>) {
        let declared = self
            .documents
            .get("package.toml")
            .is_some_and(|document| document.contains_key("correspondences"));
        let text = self.files.text(sheet.file).ok().flatten().unwrap_or_default();
        let all: Vec<(Option<usize>, Came)> = kept
            .into_iter()
            .map(|(row, came)| (row.rank.and_then(|rank| rank.checked_sub(1)), came))
            .chain(new.into_iter().map(|came| (None, came)))
            .collect();
        if let Some((_, first)) = all.first().filter(|_| declared) {
            self.fault(sheet, first.cell(0), CellProblem::TableAbsent);
            return;
        }
        if text.is_empty() && all.is_empty() {
            return;
        }
        let cells: Vec<_> = all.iter().map(|(place, came)| (*place, came.cells.clone())).collect();
        self.table = Some(Written::read(text).with(&cells));
        let placed = (1..).zip(all).map(|(rank, (_, came))| Placed {
            sheet: sheet.name,
            row: Row { within: sheet.name.to_owned(), rank: Some(rank) },
            came,
        });
        self.placed.extend(placed);
    }

    fn entries(&mut self, sheet: &'static Sheet, known: &[Row], kept: BTreeMap<Row, Came>, new: Vec<Came>) {
        let Some(document) = self.documents.get_mut(sheet.file) else { return };
        for (row, came) in &kept {
            for (column, cell) in sheet.columns.iter().zip(&came.cells) {
                put(document, row, column.member, cell, column.form);
            }
        }
        // The last first, so that the ranks of the others stay.
        let gone: Vec<&Row> = known.iter().filter(|row| !kept.contains_key(row)).collect();
        gone.iter().rev().for_each(|row| take(document, row));
        let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
        for (row, came) in kept {
            let rank = row.rank.map(|_| {
                let rank = ranks.entry(row.within.clone()).or_default();
                *rank += 1;
                *rank
            });
            self.placed.push(Placed { sheet: sheet.name, row: Row { within: row.within, rank }, came });
        }
        for came in new {
            let item =
                sheet.columns.first().filter(|column| column.member.is_empty()).and(came.cells.first());
            let Some(row) = add(document, &came.within, item.map(String::as_str)) else { continue };
            for (column, cell) in sheet.columns.iter().zip(&came.cells) {
                put(document, &row, column.member, cell, column.form);
            }
            self.placed.push(Placed { sheet: sheet.name, row, came });
        }
    }

    fn finish(mut self, others: &[Checked]) -> Result<BTreeMap<String, Vec<u8>>, TablesFault> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (file, new) in &self.documents {
            // Two documents are compared as they are written anew, which may differ from the file in ends of lines.
            if new.to_string() != document(self.files, file)?.to_string() {
                texts.insert((*file).to_owned(), as_before(self.files, file, new.to_string()));
            }
        }
        let before = self.files.text(correspondence::FILE).ok().flatten().unwrap_or_default();
        let table = self.table.as_ref().map(Written::text).filter(|text| text != before);
        let table = table.map(|text| marked(self.files, correspondence::FILE, text));
        texts.extend(table.map(|text| (correspondence::FILE.to_owned(), text)));
        if !texts.is_empty() {
            self.checked(&texts, others);
        }
        if !self.faults.is_empty() {
            return Err(TablesFault::Cells(self.faults));
        }
        Ok(texts.into_iter().map(|(file, text)| (file, text.into_bytes())).collect())
    }

    /// Checks the package as it would be; what was wrong before is not the workbook's doing.
    fn checked(&mut self, texts: &BTreeMap<String, String>, others: &[Checked]) {
        let entries = self
            .files
            .matching("", "")
            .map(|path| (path.to_owned(), self.files.bytes(path).unwrap_or_default().to_vec()));
        let mut entries: BTreeMap<String, Vec<u8>> = entries.collect();
        entries.extend(texts.iter().map(|(file, text)| (file.clone(), text.clone().into_bytes())));
        let was: Vec<PackageFault> = check(self.files).err().unwrap_or_default();
        let is = match check(&Files::new(self.files.name(), entries)) {
            Ok(sound) => {
                self.old_ccps(&sound, others);
                Vec::new()
            }
            Err(faults) => faults,
        };
        let known = |fault: &PackageFault| {
            was.iter().any(|old| old.problem() == fault.problem() && old.file() == fault.file())
        };
        for fault in is.into_iter().filter(|fault| !known(fault)) {
            let (sheet, cell) =
                self.cell_of(&fault, texts).unwrap_or_else(|| (fault.file().to_owned(), "A1".to_owned()));
            self.faults.push(CellFault { sheet, cell, problem: CellProblem::Check(fault) });
        }
    }

    /// Tells each old CCP of the table that its revision has not, where that revision is known.
    fn old_ccps(&mut self, sound: &Checked, others: &[Checked]) {
        let Some(revision) = sound.revision.as_deref().filter(|_| self.table.is_some()) else { return };
        for (place, row) in revision.rows().iter().enumerate() {
            let former = others.iter().rev().filter(|other| other.identity.id == row.old_revision);
            let Some(former) = former.filter_map(|other| other.revision.as_deref()).next() else { continue };
            let unknown =
                |ccp: &&String| *ccp != correspondence::WHOLE && former.titre.ccp_index(ccp).is_none();
            for ccp in row.old.iter().filter(unknown) {
                let known = former.titre.ccps.iter().map(|ccp| ccp.id.as_str());
                let problem = Problem::UnknownCcp { ccp: ccp.clone(), nearest: nearest(ccp, known) };
                let fault = PackageFault::new(correspondence::FILE, "", None, problem);
                let cell =
                    self.row_placed(place).map(|placed| (placed.sheet.to_owned(), placed.came.cell(1)));
                let Some((sheet, cell)) = cell else { continue };
                self.faults.push(CellFault { sheet, cell, problem: CellProblem::Check(fault) });
            }
        }
    }

    /// The row of the sheet that becomes a row of the table.
    fn row_placed(&self, place: usize) -> Option<&Placed> {
        let of_table = |placed: &&Placed| {
            SHEETS.iter().any(|sheet| sheet.holds == Holds::Rows && sheet.name == placed.sheet)
        };
        self.placed.iter().filter(of_table).nth(place)
    }

    /// The cell that a fault of the package is about: the smallest of those that it underlines.
    fn cell_of(&self, fault: &PackageFault, texts: &BTreeMap<String, String>) -> Option<(String, String)> {
        let file = SHEETS.iter().find(|sheet| self.files.shown(sheet.file) == fault.file())?.file;
        let start = fault.labels().first().map(|label| label.offset())?;
        if file == correspondence::FILE {
            return self.cell_of_row(fault.problem(), start);
        }
        let text = texts.get(file).map(String::as_str).or_else(|| self.files.text(file).ok().flatten())?;
        let document = Document::parse(text.trim_start_matches('\u{feff}')).ok()?;
        let mut found: Option<(usize, &Placed, usize)> = None;
        for sheet in SHEETS.iter().filter(|sheet| sheet.file == file) {
            for placed in self.placed.iter().filter(|placed| placed.sheet == sheet.name) {
                for (n, column) in sheet.columns.iter().enumerate() {
                    let span = at(document.as_item(), &placed.row.member(column.member))
                        .and_then(|item| item.span());
                    // A citation as a whole is shown at its first column.
                    let outer = column.member.rsplit_once('.').filter(|(_, name)| *name == "basis");
                    let outer =
                        outer.and_then(|(way, _)| at(document.as_item(), &placed.row.member(way))?.span());
                    for span in
                        span.into_iter().chain(outer).filter(|span: &Span<usize>| span.contains(&start))
                    {
                        if found.is_none_or(|(size, ..)| span.len() < size) {
                            found = Some((span.len(), placed, n));
                        }
                    }
                }
            }
        }
        if found.is_none() {
            // A row as a whole, of which a cell lacks or has too much: the one that the fault is about.
            found = self
                .placed
                .iter()
                .filter_map(|placed| {
                    let sheet =
                        SHEETS.iter().find(|sheet| sheet.name == placed.sheet && sheet.file == file)?;
                    let span = at(document.as_item(), &placed.row.way())?.span()?;
                    let member = match fault.problem() {
                        Problem::ValueAgainstBasis { .. } => "value",
                        _ => "from",
                    };
                    let column = sheet.columns.iter().position(|column| column.member == member).unwrap_or(0);
                    span.contains(&start).then_some((span.len(), placed, column))
                })
                .min_by_key(|(size, ..)| *size);
        }
        found.map(|(_, placed, n)| (placed.sheet.to_owned(), placed.came.cell(n)))
    }

    fn cell_of_row(&self, problem: &Problem, start: usize) -> Option<(String, String)> {
        let spans = self.table.as_ref()?.spans();
        let place = spans.iter().position(|span| span.contains(&start))?;
        let placed = self.row_placed(place)?;
        let column = match problem {
            Problem::UnknownCcp { .. } => 2,
            Problem::AbsenceContradicted(_) | Problem::SeedWithoutQuotation => 4,
            Problem::UnknownText { .. } => 5,
            _ => 0,
        };
        Some((placed.sheet.to_owned(), placed.came.cell(column)))
    }
}
