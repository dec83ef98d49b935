//! Other people's names of columns.

use super::{fault::RenamesFault, path::Path};
use std::{collections::BTreeMap, fmt};

/// Their names of columns, each with our path; or with none, where the column is to be passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames(BTreeMap<String, Option<Path>>);

impl Renames {
    /// Reads a list from a file: TOML (`.toml`), a key for each of their names with our path as text; or else a CSV of
    /// two columns, theirs and ours, below a line of names. An empty path passes the column over.
    ///
    /// # Errors
    /// It cannot be read, names what no candidate file has, or names a column twice.
    pub fn read(file: &std::path::Path) -> Result<Renames, RenamesFault> {
        let wrong = |reason: String| RenamesFault::Unreadable { file: file.display().to_string(), reason };
        let bytes = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
        let (text, _) = crate::encoding::text(&bytes);
        let rows: Vec<(String, String)> = if file.extension().is_some_and(|end| end == "toml") {
            let table: BTreeMap<String, String> =
                toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
            table.into_iter().collect()
        } else {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let delimiter = super::head::delimiter(text);
            let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
            rows.deserialize().collect::<Result<_, _>>().map_err(|error| wrong(error.to_string()))?
        };
        Renames::of(rows)
    }

    /// The list of these: their name, our path.
    ///
    /// # Errors
    /// As of [`Renames::read`].
    ///
    /// ```
    /// use parchemin_bulk::columns::Renames;
    /// let list = |path: &str| Renames::of([("Date de dépôt".to_owned(), path.to_owned())]);
    /// assert!(list("events.request_filed").is_ok());
    /// let fault = list("events.requestfiled").unwrap_err();
    /// assert_eq!(parchemin_core::Speak::help(&fault, parchemin_core::Lang::En).unwrap(), "perhaps `events.request_filed`");
    /// ```
    pub fn of(rows: impl IntoIterator<Item = (String, String)>) -> Result<Renames, RenamesFault> {
        let mut list = BTreeMap::new();
        for (column, path) in rows {
            let place = match path.trim() {
                "" => None,
                name => Some(Path::named(name).map_err(|nearest| RenamesFault::NotAPlace {
                    column: column.clone(),
                    path: path.clone(),
                    nearest,
                })?),
            };
            if list.insert(column.trim().to_owned(), place).is_some() {
                return Err(RenamesFault::Twice(column));
            }
        }
        Ok(Renames(list))
    }

    /// What the list says of a column; none where it says nothing of it.
    pub(super) fn get(&self, column: &str) -> Option<&Option<Path>> {
        self.0.get(column)
    }
}

impl fmt::Display for Renames {
    /// Their names, each with ours or with nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (theirs, ours)) in self.0.iter().enumerate() {
            f.write_str(if place == 0 { "" } else { ", " })?;
            match ours {
                Some(ours) => write!(f, "{theirs}={ours}")?,
                None => write!(f, "{theirs}=")?,
            }
        }
        Ok(())
    }
}
