//! Why tables do not go into a workbook, and which cells of one a package could not hold.

use parchemin::{
    core::{Lang, Speak, lang::perhaps, nearest, say},
    packages::{PackageFault, refused},
};
use std::{io, path::PathBuf};

/// Why tables neither go nor come.
#[derive(Debug)]
pub enum TablesFault {
    /// A package that cannot be read, or is not of its format.
    Package(PackageFault),
    /// A file that cannot be read or written.
    System(PathBuf, io::Error),
    /// A workbook that is none.
    NoWorkbook(PathBuf, String),
    /// A workbook that cannot be made.
    Unmade(String),
    /// Cells that the package could not hold: nothing was written.
    Cells(Vec<CellFault>),
}

/// A cell that the package could not hold.
#[derive(Clone, Debug)]
pub struct CellFault {
    /// The sheet.
    pub sheet: String,
    /// The cell, as a spreadsheet calls it: `B7`.
    pub cell: String,
    /// Why.
    pub problem: CellProblem,
}

/// Why a package could not hold a cell.
#[derive(Clone, Debug)]
pub enum CellProblem {
    /// The sheet is not there.
    NoSheet,
    /// A column is not there.
    NoColumn(&'static str),
    /// No table or list has that name.
    UnknownTable(String, Vec<String>),
    /// The table or list has no row of that rank.
    UnknownRank(String),
    /// The row is there twice.
    Twice(String),
    /// Rows of this sheet are neither added nor withdrawn here.
    Fixed(&'static str),
    /// A row that was in the package is not in the sheet, and cannot be withdrawn here.
    Gone(String, &'static str),
    /// A cell that cannot be empty.
    Empty,
    /// Not a day.
    NotADay(String),
    /// None of the words of the column, which follow.
    NotAWord(String, &'static [&'static str]),
    /// CCPs that have something else than spaces between them.
    NotCcps(String),
    /// Neither true nor false.
    NotATruth(String),
    /// A cell whose formula was never reckoned.
    NoValue,
    /// A cell that shows an error of its formula.
    Formula(String),
    /// The package declares that it has no table of correspondences.
    TableAbsent,
    /// What the check of the package says of it.
    Check(PackageFault),
}

impl Speak for CellProblem {
    fn say(&self, lang: Lang) -> String {
        match self {
            CellProblem::NoSheet => say!(lang, fr: "la feuille manque", en: "the sheet is missing"),
            CellProblem::NoColumn(name) => {
                say!(lang, fr: "la colonne `{name}` manque", en: "the column `{name}` is missing")
            }
            CellProblem::UnknownTable(name, _) => say!(lang,
                fr: "le paquet n’a rien du nom de `{name}`", en: "the package has nothing of the name `{name}`"),
            CellProblem::UnknownRank(rank) => say!(lang,
                fr: "la ligne de rang `{rank}` n’existe pas", en: "there is no row of rank `{rank}`"),
            CellProblem::Twice(row) => {
                say!(lang, fr: "la ligne `{row}` est là deux fois", en: "the row `{row}` is there twice")
            }
            CellProblem::Fixed(_) => {
                say!(lang, fr: "aucune ligne ne s’ajoute à cette feuille", en: "no row is added to this sheet")
            }
            CellProblem::Gone(row, _) => {
                say!(lang, fr: "la ligne `{row}` a été retirée", en: "the row `{row}` has been withdrawn")
            }
            CellProblem::Empty => {
                say!(lang, fr: "la cellule ne peut être vide", en: "the cell cannot be empty")
            }
            CellProblem::NotADay(text) => {
                say!(lang, fr: "`{text}` n’est pas une date", en: "`{text}` is not a date")
            }
            CellProblem::NotAWord(text, _) => {
                say!(lang, fr: "`{text}` n’est pas un mot de cette colonne", en: "`{text}` is not a word of this column")
            }
            CellProblem::NotCcps(text) => say!(lang,
                fr: "`{text}` : des CCP ne se séparent ni par une virgule ni par un point-virgule",
                en: "`{text}`: CCPs have neither commas nor semicolons between them"),
            CellProblem::NotATruth(text) => {
                say!(lang, fr: "`{text}` n’est ni vrai ni faux", en: "`{text}` is neither true nor false")
            }
            CellProblem::Formula(error) => {
                say!(lang, fr: "la formule donne une erreur : {error}", en: "the formula gives an error: {error}")
            }
            CellProblem::NoValue => {
                say!(lang, fr: "la formule n’a pas de valeur", en: "the formula has no value")
            }
            CellProblem::TableAbsent => say!(lang,
                fr: "package.toml déclare le tableau de correspondance absent",
                en: "package.toml declares the correspondence table absent"),
            CellProblem::Check(fault) => fault.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            CellProblem::NoSheet | CellProblem::NoColumn(_) => Some(say!(lang,
                fr: "exporter de nouveau, et ne renommer ni feuille ni colonne",
                en: "export again, and rename neither sheet nor column")),
            CellProblem::UnknownTable(_, nearest) => perhaps(lang, nearest),
            CellProblem::NotAWord(text, words) => perhaps(lang, &nearest(text, words.iter().copied()))
                .or_else(|| {
                    let words = words.join(", ");
                    Some(
                        say!(lang, fr: "écrire l’un de ceux-ci : {words}", en: "write one of these: {words}"),
                    )
                }),
            CellProblem::UnknownRank(_) => Some(say!(lang,
                fr: "laisser le rang vide pour une ligne nouvelle", en: "leave the rank empty for a new row")),
            CellProblem::Twice(_) => Some(say!(lang,
                fr: "laisser vide le rang de la ligne nouvelle", en: "leave the rank of the new row empty")),
            CellProblem::Fixed(file) | CellProblem::Gone(_, file) => {
                Some(say!(lang, fr: "le faire dans {file}", en: "do it in {file}"))
            }
            CellProblem::Empty => Some(say!(lang,
                fr: "la remplir, ou retirer la ligne entière", en: "fill it, or withdraw the whole row")),
            CellProblem::NotADay(_) => Some(say!(lang,
                fr: "écrire AAAA-MM-JJ, par exemple 2025-02-28", en: "write YYYY-MM-DD, for example 2025-02-28")),
            CellProblem::NotCcps(_) => {
                Some(say!(lang, fr: "les séparer par une espace", en: "put a space between them"))
            }
            CellProblem::NotATruth(_) => {
                Some(say!(lang, fr: "écrire VRAI ou FAUX", en: "write TRUE or FALSE"))
            }
            CellProblem::NoValue => Some(say!(lang,
                fr: "ouvrir le classeur dans un tableur, et l’enregistrer",
                en: "open the workbook in a spreadsheet program, and save it")),
            CellProblem::Formula(_) => None,
            CellProblem::TableAbsent => Some(say!(lang,
                fr: "retirer [correspondences] de package.toml", en: "drop [correspondences] from package.toml")),
            CellProblem::Check(fault) => fault.help(lang),
        }
    }
}

impl Speak for CellFault {
    fn say(&self, lang: Lang) -> String {
        let said = self.problem.say(lang);
        let CellFault { sheet, cell, .. } = self;
        say!(lang, fr: "{sheet}!{cell} : {said}", en: "{sheet}!{cell}: {said}")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        self.problem.help(lang)
    }
}

impl Speak for TablesFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            TablesFault::Package(fault) => format!("{}: {}", fault.file(), fault.say(lang)),
            TablesFault::System(path, error) => {
                let (path, reason) = (path.display(), refused(error, lang));
                say!(lang, fr: "`{path}` : {reason}", en: "`{path}`: {reason}")
            }
            TablesFault::NoWorkbook(path, reason) => {
                let path = path.display();
                say!(lang, fr: "`{path}` n’est pas un classeur : {reason}", en: "`{path}` is no workbook: {reason}")
            }
            TablesFault::Unmade(reason) => {
                say!(lang, fr: "le classeur ne peut être fait : {reason}", en: "the workbook cannot be made: {reason}")
            }
            TablesFault::Cells(faults) => {
                faults.iter().map(|fault| fault.say(lang)).collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            TablesFault::Package(fault) => fault.help(lang),
            TablesFault::NoWorkbook(..) => {
                Some(say!(lang, fr: "donner un fichier .xlsx", en: "give a file .xlsx"))
            }
            TablesFault::Unmade(_) => Some(say!(lang,
                fr: "une cellule tient 32 767 caractères", en: "a cell holds 32,767 characters")),
            TablesFault::System(..) | TablesFault::Cells(_) => None,
        }
    }
}

impl std::fmt::Display for TablesFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for TablesFault {}
