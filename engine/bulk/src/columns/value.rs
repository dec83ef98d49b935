//! What a cell holds, and how it becomes a value of the file: dates, numbers and truths as French spreadsheets write
//! them.

use super::fault::CellReason;
use crate::{cell::unguarded, shape::Leaf};
use parchemin_core::{Day, DayFault};
use serde::Serialize;
use std::borrow::Cow;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    /// A number of a workbook.
    Number(f64),
    /// A truth of a workbook.
    Truth(bool),
    /// A cell that a workbook shows as a date.
    Day(Day),
    /// A cell that a workbook cannot make a value of.
    Wrong(CellReason),
}

/// The words for true and false, in small letters.
const TRUTHS: [(&str, bool); 10] = [
    ("vrai", true),
    ("faux", false),
    ("oui", true),
    ("non", false),
    ("true", true),
    ("false", false),
    ("yes", true),
    ("no", false),
    ("1", true),
    ("0", false),
];

/// The largest number that a spreadsheet keeps to the last digit.
const EXACT: f64 = 999_999_999_999_999.0;

impl Cell<'_> {
    /// The value as JSON, put at the end of `into`; false where the cell is empty.
    pub(super) fn write(&self, leaf: Leaf, into: &mut Vec<u8>) -> Result<bool, CellReason> {
        if self.is_empty() {
            return Ok(false);
        }
        match leaf {
            Leaf::Text => json(&self.text()?, into),
            Leaf::Word => json(&self.text()?.trim(), into),
            Leaf::Day => json(&self.day()?, into),
            Leaf::Whole => json(&self.whole()?, into),
            Leaf::Truth => json(&self.truth()?, into),
        }
        Ok(true)
    }

    /// A text of blanks alone is empty too, unless it is guarded.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What it says, whatever kind of cell it is.
    pub(super) fn text(&self) -> Result<String, CellReason> {
        match self {
            Cell::Text(text) => Ok(unguarded(text).to_owned()),
            Cell::Number(number) if number.abs() > EXACT => Err(CellReason::NotExact(number.to_string())),
            Cell::Number(number) => Ok(number.to_string()),
            Cell::Truth(truth) => Ok(truth.to_string()),
            Cell::Day(day) => Ok(day.to_string()),
            Cell::Wrong(reason) => Err(reason.clone()),
            Cell::Empty => Ok(String::new()),
        }
    }

    /// A day, written `YYYY-MM-DD` or `DD/MM/YYYY`.
    pub(super) fn day(&self) -> Result<Day, CellReason> {
        let text = match self {
            Cell::Day(day) => return Ok(*day),
            Cell::Number(number) => return Err(CellReason::NumberForDay(number.to_string())),
            other => other.text()?,
        };
        let text = text.trim();
        let parts: Vec<&str> = text.split('/').collect();
        let iso = match parts[..] {
            [day, month, year] if [day.len(), month.len(), year.len()] == [2, 2, 4] => {
                Cow::Owned(format!("{year}-{month}-{day}"))
            }
            _ => Cow::Borrowed(text),
        };
        let as_written = |fault| match fault {
            DayFault::NotADate(_) => DayFault::NotADate(text.chars().take(40).collect()),
            DayFault::NoSuchDay(_) => DayFault::NoSuchDay(text.to_owned()),
        };
        iso.parse().map_err(|fault| CellReason::NotADay(as_written(fault)))
    }

    /// A whole number; zeros may follow a comma or a point.
    pub(super) fn whole(&self) -> Result<u32, CellReason> {
        let text = self.text()?;
        let text = text.trim();
        let (digits, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let whole = plain(digits) && plain(fraction) && fraction.bytes().all(|byte| byte == b'0');
        let number = if whole { digits.parse().ok() } else { None };
        number.ok_or_else(|| CellReason::NotWhole(parchemin_core::shortened(text)))
    }

    /// Yes or no.
    pub(super) fn truth(&self) -> Result<bool, CellReason> {
        let text = self.text()?;
        let word = text.trim().to_lowercase();
        let found = TRUTHS.iter().find(|(known, _)| *known == word);
        found
            .map(|(_, truth)| *truth)
            .ok_or_else(|| CellReason::NotATruth(parchemin_core::shortened(text.trim())))
    }
}

/// Puts a value at the end of a text of JSON. Texts, days, numbers and truths can all be written.
pub(super) fn json(value: &impl Serialize, into: &mut Vec<u8>) {
    let _ = serde_json::to_writer(into, value);
}
