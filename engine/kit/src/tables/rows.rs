//! The rows of `correspondences.csv`, each with the bytes it is written in, so that a row that stays keeps them.

use parchemin::packages::correspondence::{delimiter, reader};
use std::ops::Range;

/// The table as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    /// The head, with the end of its line.
    head: String,
    rows: Vec<(Vec<String>, String)>,
}

/// The head of a table that is begun.
const HEAD: &str = "old_revision,old_ccps,new_ccps,reading,basis,text,place,note\n";

impl Written {
    /// Takes a table apart.
    pub(super) fn read(text: &str) -> Written {
        if text.is_empty() {
            return Written { head: HEAD.to_owned(), rows: Vec::new() };
        }
        let mut reader = reader(text).has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records: Vec<(Vec<String>, usize)> = Vec::new();
        for record in reader.records().map_while(Result::ok) {
            let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
            // The reader takes the first sign of an end of line for all of it.
            let start = start
                + usize::from(start > 0 && text.get(start..).is_some_and(|rest| rest.starts_with('\n')));
            records.push((record.iter().map(str::to_owned).collect(), start));
        }
        let ends: Vec<usize> = records.iter().skip(1).map(|(_, start)| *start).chain([text.len()]).collect();
        let mut parts = records
            .into_iter()
            .zip(ends)
            .map(|((cells, start), end)| (cells, text.get(start..end).unwrap_or_default().to_owned()));
        let head = parts.next().map(|(_, bytes)| bytes).unwrap_or_default();
        Written { head, rows: parts.collect() }
    }

    /// The cells of each row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[String]> {
        self.rows.iter().map(|(cells, _)| cells.as_slice())
    }

    /// The table with those rows instead: one of the same cells as the row of its old place keeps its bytes.
    pub(super) fn with(&self, rows: &[(Option<usize>, Vec<String>)]) -> Written {
        let ending = if self.head.ends_with("\r\n") { "\r\n" } else { "\n" };
        let mut all: Vec<(Vec<String>, String)> = Vec::new();
        for (place, cells) in rows {
            let old = place.and_then(|place| self.rows.get(place));
            let row = match old.filter(|(known, _)| same(known, cells)) {
                Some(row) => row.clone(),
                None => (cells.clone(), line(cells, delimiter(&self.head), ending)),
            };
            all.push(row);
        }
        let mut head = self.head.clone();
        // What stood last may have had no end of line.
        let ended = |text: &mut String| {
            if !text.ends_with('\n') {
                text.push_str(ending);
            }
        };
        if !all.is_empty() {
            ended(&mut head);
        }
        let last = all.len().saturating_sub(1);
        all.iter_mut().take(last).for_each(|(_, text)| ended(text));
        Written { head, rows: all }
    }

    /// Where each row stands in the text.
    pub(super) fn spans(&self) -> Vec<Range<usize>> {
        let mut at = self.head.len();
        let span = |(_, text): &(Vec<String>, String)| {
            let start = at;
            at += text.len();
            start..at
        };
        self.rows.iter().map(span).collect()
    }

    /// The text of the table.
    pub(super) fn text(&self) -> String {
        std::iter::once(self.head.as_str()).chain(self.rows.iter().map(|(_, text)| text.as_str())).collect()
    }
}

/// Whether two rows say the same: cells at the end that are empty may be left out.
fn same(one: &[String], other: &[String]) -> bool {
    let cell = |row: &[String], n: usize| row.get(n).map(|cell| cell.trim().to_owned()).unwrap_or_default();
    (0..one.len().max(other.len())).all(|n| cell(one, n) == cell(other, n))
}

fn line(cells: &[String], delimiter: u8, ending: &str) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    // Memory takes all that is written to it.
    let _ = writer.write_record(cells);
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{}{ending}", String::from_utf8_lossy(&bytes).trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    //! A row that stays keeps its bytes, whatever becomes of its neighbours.
    use super::*;

    const TABLE: &str = "a,b\r\n\"x\",1\r\ny, 2\r\n\"z\",3";

    fn cells(row: &[&str]) -> Vec<String> {
        row.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn a_table_that_is_put_together_again_is_the_same() {
        let written = Written::read(TABLE);
        let rows: Vec<_> = written.rows().enumerate().map(|(n, row)| (Some(n), row.to_vec())).collect();
        assert_eq!(written.with(&rows).text(), TABLE);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn a_row_of_a_table_with_semicolons_is_written_with_them() {
        let written = Written::read("a;b\nx;1\n");
        let changed = written.with(&[(Some(0), cells(&["x", "1"])), (None, cells(&["y, z", "2;3"]))]);
        assert_eq!(changed.text(), "a;b\nx;1\ny, z;\"2;3\"\n");
    }

    #[test]
    fn only_what_changes_is_written_anew() {
        let written = Written::read(TABLE);
        let rows =
            [(Some(0), cells(&["x", "1"])), (Some(2), cells(&["z", "4"])), (None, cells(&["new, one", "5"]))];
        let changed = written.with(&rows);
        assert_eq!(changed.text(), "a,b\r\n\"x\",1\r\nz,4\r\n\"new, one\",5\r\n");
        let spans = changed.spans();
        assert_eq!(changed.text().get(spans[1].clone()), Some("z,4\r\n"));
    }
}
