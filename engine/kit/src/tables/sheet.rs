//! A sheet as it comes back: its rows by the names of its columns, every cell of its form or refused at its place.

use super::{
    fault::{CellFault, CellProblem},
    sheets::{Column, Form, KEYS, Sheet},
};
use calamine::{Data, Range};
use parchemin::core::Day;

/// A row as it came.
#[derive(Clone, Debug)]
pub(super) struct Came {
    /// The row of the sheet, from 1.
    pub(super) number: usize,
    /// The table or list it is in.
    pub(super) within: String,
    /// Its rank there; empty for a new row.
    pub(super) rank: String,
    /// Its cells, in the order of the columns.
    pub(super) cells: Vec<String>,
    /// Where each of those stands in the sheet.
    columns: Vec<usize>,
    keys: [usize; 2],
}

impl Came {
    /// The name of a cell of it.
    pub(super) fn cell(&self, column: usize) -> String {
        let place = self.columns.get(column).copied().unwrap_or_default();
        format!("{}{}", letters(place), self.number)
    }

    /// The name of the cell of a key.
    pub(super) fn key(&self, rank: bool) -> String {
        let [within, of_rank] = self.keys;
        format!("{}{}", letters(if rank { of_rank } else { within }), self.number)
    }
}

/// The name of a column: A, B, …, Z, AA.
fn letters(mut place: usize) -> String {
    let mut name = String::new();
    loop {
        let letter = u8::try_from(place % 26).map_or('A', |n| char::from(b'A' + n));
        name.insert(0, letter);
        match (place / 26).checked_sub(1) {
            Some(next) => place = next,
            None => return name,
        }
    }
}

/// The cells of a sheet whose formula has no value: what they would say is not known.
pub(super) fn without_value(formulas: &Range<String>, range: &Range<Data>, of: &Sheet) -> Vec<CellFault> {
    let (top, left) = formulas.start().unwrap_or_default();
    let mut faults = Vec::new();
    for (row, column, _) in formulas.used_cells() {
        let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
        let Some(place) = place.map(|(row, column)| (top + row, left + column)) else { continue };
        if range.get_value(place).is_none_or(|value| *value == Data::Empty) {
            let column = letters(usize::try_from(place.1).unwrap_or_default());
            let cell = format!("{column}{}", place.0 + 1);
            faults.push(CellFault { sheet: of.name.to_owned(), cell, problem: CellProblem::NoValue });
        }
    }
    faults
}

/// The rows of a sheet, and what in them has not the form of its column.
pub(super) fn read(range: &Range<Data>, of: &Sheet, faults: &mut Vec<CellFault>) -> Vec<Came> {
    let (first, left) = range.start().unwrap_or_default();
    let (first, left) = (usize::try_from(first).unwrap_or(0), usize::try_from(left).unwrap_or(0));
    let mut lines = range.rows();
    let head: Vec<String> =
        lines.next().unwrap_or_default().iter().map(|cell| text(cell).unwrap_or_default()).collect();
    let fault = |cell: String, problem| CellFault { sheet: of.name.to_owned(), cell, problem };
    let mut place = |name: &'static str| {
        let place = head.iter().position(|known| known.trim() == name);
        if place.is_none() {
            faults.push(fault(format!("A{}", first + 1), CellProblem::NoColumn(name)));
        }
        place
    };
    let keys: Vec<Option<usize>> = KEYS.into_iter().map(&mut place).collect();
    let columns: Vec<Option<usize>> = of.columns.iter().map(|column| place(column.name())).collect();
    let (Some(keys), Some(columns)) =
        (keys.into_iter().collect::<Option<Vec<_>>>(), columns.into_iter().collect::<Option<Vec<_>>>())
    else {
        return Vec::new();
    };
    let [within_at, rank_at] = keys.as_slice() else { return Vec::new() };
    let mut all = Vec::new();
    for (number, line) in (first + 2..).zip(lines) {
        if line.iter().all(|cell| matches!(cell, Data::Empty)) {
            continue;
        }
        let mut came = Came {
            number,
            within: String::new(),
            rank: String::new(),
            cells: Vec::new(),
            columns: columns.iter().map(|column| column + left).collect(),
            keys: [within_at + left, rank_at + left],
        };
        let cell = |at: usize| line.get(at).unwrap_or(&Data::Empty);
        came.within = text(cell(*within_at)).unwrap_or_default().trim().to_owned();
        came.rank = text(cell(*rank_at)).unwrap_or_default().trim().to_owned();
        for (n, (column, at)) in of.columns.iter().zip(&columns).enumerate() {
            let read = formed(cell(*at), column);
            came.cells.push(read.unwrap_or_else(|problem| {
                faults.push(fault(came.cell(n), problem));
                String::new()
            }));
        }
        all.push(came);
    }
    all
}

/// What a cell says, as the package would write it.
fn formed(cell: &Data, column: &Column) -> Result<String, CellProblem> {
    let said = text(cell).map_err(CellProblem::Formula)?;
    if said.trim().is_empty() {
        return if column.needed { Err(CellProblem::Empty) } else { Ok(String::new()) };
    }
    match column.form {
        Form::Ccps if said.contains([',', ';']) => Err(CellProblem::NotCcps(said)),
        Form::Text | Form::Ccps | Form::Amount => Ok(said),
        Form::Day => match said.trim().parse::<Day>() {
            Ok(day) => Ok(day.to_string()),
            Err(_) => Err(CellProblem::NotADay(said)),
        },
        Form::Truth => match said.trim().to_lowercase().as_str() {
            "true" | "vrai" | "oui" => Ok("true".to_owned()),
            "false" | "faux" | "non" => Ok("false".to_owned()),
            _ => Err(CellProblem::NotATruth(said)),
        },
        Form::Word(words) if words.contains(&said.trim()) => Ok(said.trim().to_owned()),
        Form::Word(words) => Err(CellProblem::NotAWord(said, words)),
    }
}

/// The text of a cell, or the error it shows.
fn text(cell: &Data) -> Result<String, String> {
    Ok(match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        // What a spreadsheet counts in whole numbers has no point.
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => return Err(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    //! A cell is called as a spreadsheet calls it, and what its formula says has to be there.
    use super::*;
    use crate::tables::sheets::SHEETS;
    use calamine::Cell;

    #[test]
    fn a_formula_without_a_value_is_told_at_its_cell() {
        let formulas = [((1, 2), "1+1"), ((2, 2), "2+2")];
        let formulas = formulas.map(|(place, formula)| Cell::new(place, formula.to_owned()));
        let values = Range::from_sparse(vec![
            Cell::new((0, 0), Data::String("x".to_owned())),
            Cell::new((2, 2), Data::Float(4.0)),
        ]);
        let faults = without_value(&Range::from_sparse(formulas.into()), &values, &SHEETS[0]);
        let cells: Vec<&str> = faults.iter().map(|fault| fault.cell.as_str()).collect();
        assert_eq!(cells, ["C2"]);
    }

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (place, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(place), name);
        }
    }
}
