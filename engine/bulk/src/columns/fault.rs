//! What can be wrong with a cell, with the head of a table, and with a list of columns.

use parchemin_core::{DayFault, Lang, Speak, file::Reason, lang::perhaps, say};

/// Why a cell cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellReason {
    /// It is not a day.
    NotADay(DayFault),
    /// It is a number where a day is wanted, and not shown as a date.
    NumberForDay(String),
    /// It is a date with a time of day.
    TimeOfDay(String),
    /// It is not a whole number, or a negative or too large one.
    NotWhole(String),
    /// It is not a yes or no.
    NotATruth(String),
    /// It is a number that the spreadsheet did not keep to the last digit.
    NotExact(String),
    /// The spreadsheet shows an error.
    Error(String),
    /// It is a formula of which the workbook keeps no value.
    NotComputed,
    /// It says how many rows a list has, and there are more.
    MoreRows {
        /// As it says.
        said: usize,
        /// The last row that has a cell.
        last: usize,
    },
    /// A row of a list of texts is empty.
    EmptyRow(usize),
    /// It says that an object is not there, and there are cells of it.
    NotThere,
    /// Its column has no name.
    NoName,
    /// The value is of another type.
    Kind {
        /// The type of the column.
        expected: &'static str,
        /// The value.
        found: String,
    },
    /// The format refuses the value.
    File(Reason),
}

/// Why the head of a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadFault {
    /// There is no head.
    None,
    /// Columns that are no place of a candidate file, each with the nearest place, if one is near.
    Unknown(Vec<(String, Option<String>)>),
    /// Two columns for the same place.
    Twice(String, String),
    /// There is no column for the date of the decision.
    NoAsOf {
        /// The column that was named.
        column: String,
        /// The columns nearest to it.
        nearest: Vec<String>,
    },
    /// A column is of a type that its place cannot have.
    Type {
        /// The column.
        column: String,
        /// Its type.
        found: String,
        /// What its place wants.
        expected: &'static str,
    },
}

/// Why a list of columns cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenamesFault {
    /// It cannot be opened or taken apart.
    Unreadable {
        /// The file.
        file: String,
        /// What the reader says.
        reason: String,
    },
    /// It names a place that a candidate file does not have.
    NotAPlace {
        /// The column.
        column: String,
        /// The place.
        path: String,
        /// The nearest place, if one is near.
        nearest: Option<String>,
    },
    /// It names a column twice.
    Twice(String),
}

impl Speak for CellReason {
    fn say(&self, lang: Lang) -> String {
        match self {
            CellReason::NotADay(fault) => fault.say(lang),
            CellReason::NumberForDay(number) => say!(lang,
                fr: "le nombre {number} n’est pas mis en forme de date", en: "the number {number} is not formatted as a date"),
            CellReason::TimeOfDay(text) => say!(lang,
                fr: "la date {text} porte une heure", en: "the date {text} has a time of day"),
            CellReason::NotWhole(text) => say!(lang,
                fr: "`{text}` n’est pas un nombre entier positif", en: "`{text}` is not a whole number, not negative"),
            CellReason::NotATruth(text) => {
                say!(lang, fr: "`{text}` n’est ni vrai ni faux", en: "`{text}` is neither true nor false")
            }
            CellReason::NotExact(text) => say!(lang,
                fr: "le tableur n’a gardé que quinze chiffres de {text}",
                en: "the spreadsheet kept only fifteen digits of {text}"),
            CellReason::Error(text) => {
                say!(lang, fr: "la cellule montre l’erreur {text}", en: "the cell shows the error {text}")
            }
            CellReason::NotComputed => say!(lang,
                fr: "le classeur ne garde pas la valeur de la formule",
                en: "the workbook keeps no value of the formula"),
            CellReason::MoreRows { said, last } => say!(lang,
                fr: "le nombre de lignes de la liste est dit {said}, et sa ligne {last} est remplie",
                en: "the number of rows of the list is said to be {said}, and its row {last} is filled in"),
            CellReason::EmptyRow(row) => say!(lang,
                fr: "la ligne {row} de la liste est vide", en: "row {row} of the list is empty"),
            CellReason::NotThere => say!(lang,
                fr: "elle est dite absente, et des colonnes en sont remplies",
                en: "it is said to be absent, and columns of it are filled in"),
            CellReason::NoName => say!(lang,
                fr: "la cellule est remplie et sa colonne n’a pas de nom",
                en: "the cell is filled in and its column has no name"),
            CellReason::Kind { expected, found } => say!(lang,
                fr: "`{found}` n’est pas du type {expected}", en: "`{found}` is not of the type {expected}"),
            CellReason::File(reason) => reason.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            CellReason::NotADay(_) => say!(lang,
                fr: "écrire AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 28/02/2025",
                en: "write YYYY-MM-DD or DD/MM/YYYY, for example 28/02/2025"),
            CellReason::NumberForDay(_) => say!(lang,
                fr: "mettre la colonne au format date dans le tableur", en: "format the column as a date in the spreadsheet"),
            CellReason::TimeOfDay(_) => say!(lang, fr: "garder le jour seul", en: "keep the day alone"),
            CellReason::NotWhole(_) => say!(lang,
                fr: "écrire un nombre entier sans espace, par exemple 1607 ou 1607,0",
                en: "write a whole number without spaces, for example 1607 or 1607.0"),
            CellReason::NotATruth(_) => say!(lang,
                fr: "écrire l’un de : vrai, faux, oui, non, true, false, yes, no, 1, 0",
                en: "write one of: vrai, faux, oui, non, true, false, yes, no, 1, 0"),
            CellReason::NotExact(_) => say!(lang,
                fr: "mettre la colonne au format texte avant la saisie", en: "format the column as text before typing"),
            CellReason::NotComputed => say!(lang,
                fr: "ouvrir le classeur dans un tableur, et l’enregistrer",
                en: "open the workbook in a spreadsheet, and save it"),
            CellReason::Error(_) => {
                say!(lang, fr: "corriger la formule, ou vider la cellule", en: "mend the formula, or empty the cell")
            }
            CellReason::MoreRows { .. } => say!(lang,
                fr: "corriger le nombre de lignes, ou vider les colonnes de trop",
                en: "mend the number of rows, or empty the columns that are too many"),
            CellReason::EmptyRow(_) => say!(lang,
                fr: "la remplir, ou diminuer le nombre de lignes", en: "fill it in, or make the number of rows smaller"),
            CellReason::NotThere => say!(lang, fr: "corriger l’un ou l’autre", en: "mend one or the other"),
            CellReason::NoName => say!(lang,
                fr: "nommer la colonne, ou la vider", en: "name the column, or empty it"),
            CellReason::Kind { .. } => return None,
            CellReason::File(reason) => return reason.help(lang),
        })
    }
}

impl Speak for HeadFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            HeadFault::None => {
                say!(lang, fr: "la ligne des titres de colonnes manque", en: "the line of column names is missing")
            }
            HeadFault::Unknown(columns) => {
                let list = columns.iter().take(10).map(|(name, _)| format!("`{name}`"));
                let list = list.collect::<Vec<_>>().join(", ");
                match columns.len().saturating_sub(10) {
                    0 => {
                        say!(lang, fr: "le format ne connaît pas les colonnes {list}", en: "the format does not know the columns {list}")
                    }
                    more => say!(lang,
                        fr: "le format ne connaît pas les colonnes {list}, ni {more} autres",
                        en: "the format does not know the columns {list}, nor {more} more"),
                }
            }
            HeadFault::Twice(one, other) => say!(lang,
                fr: "les colonnes `{one}` et `{other}` disent la même chose",
                en: "the columns `{one}` and `{other}` say the same thing"),
            HeadFault::NoAsOf { column, .. } => say!(lang,
                fr: "la colonne de la date de décision, `{column}`, manque",
                en: "the column of the date of decision, `{column}`, is missing"),
            HeadFault::Type { column, found, expected } => say!(lang,
                fr: "la colonne `{column}` est de type {found}, au lieu de {expected}",
                en: "the column `{column}` is of type {found} instead of {expected}"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            HeadFault::None => Some(say!(lang,
                fr: "nommer les colonnes dans la première ligne", en: "name the columns in the first line")),
            HeadFault::Unknown(columns) => {
                let near = columns
                    .iter()
                    .take(10)
                    .filter_map(|(name, nearest)| Some((name, nearest.as_ref()?)))
                    .map(|(name, near)| say!(lang, fr: "`{name}` : peut-être `{near}`", en: "`{name}`: perhaps `{near}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                let mend = say!(lang,
                    fr: "les traduire par --columns, ou les ignorer par --ignore-unknown",
                    en: "translate them by --columns, or ignore them by --ignore-unknown");
                Some(if near.is_empty() { mend } else { format!("{near}; {mend}") })
            }
            HeadFault::Twice(..) => {
                Some(say!(lang, fr: "supprimer l’une des deux", en: "remove one of the two"))
            }
            HeadFault::NoAsOf { nearest, .. } => perhaps(lang, nearest),
            HeadFault::Type { .. } => None,
        }
    }
}

impl Speak for RenamesFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            RenamesFault::Unreadable { file, reason } => say!(lang,
                fr: "la liste de colonnes `{file}` ne peut être lue ({reason})",
                en: "the list of columns `{file}` cannot be read ({reason})"),
            RenamesFault::NotAPlace { column, path, .. } => say!(lang,
                fr: "la liste de colonnes traduit `{column}` par `{path}`, que le format ne connaît pas",
                en: "the list of columns translates `{column}` by `{path}`, which the format does not know"),
            RenamesFault::Twice(column) => say!(lang,
                fr: "la liste de colonnes traduit deux fois `{column}`",
                en: "the list of columns translates `{column}` twice"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            RenamesFault::Unreadable { .. } => Some(say!(lang,
                fr: "écrire un TOML `\"leur nom\" = \"notre.nom\"`, ou un CSV de deux colonnes sous une ligne de titres",
                en: "write a TOML `\"their name\" = \"our.name\"`, or a CSV of two columns under a line of names")),
            RenamesFault::NotAPlace { nearest, .. } => perhaps(lang, nearest.as_slice()),
            RenamesFault::Twice(_) => {
                Some(say!(lang, fr: "supprimer l’une des deux", en: "remove one of the two"))
            }
        }
    }
}

impl std::fmt::Display for RenamesFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for RenamesFault {}
