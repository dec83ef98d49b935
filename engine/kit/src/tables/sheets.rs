//! The sheets of a workbook: which tables of a package they hold, and what their columns are.

use parchemin::core::{
    Lang,
    file::{Enrolment, Piece, Route},
    say,
};

/// The columns before those of a sheet: the table or list that a row is in, and its place there, from 1.
pub(super) const KEYS: [&str; 2] = ["in", "rank"];

/// The sheet that explains the others.
pub(super) const GUIDE: &str = "lisez-moi";

/// A sheet.
pub(super) struct Sheet {
    pub(super) name: &'static str,
    /// The file whose tables it holds.
    pub(super) file: &'static str,
    pub(super) holds: Holds,
    pub(super) columns: &'static [Column],
}

/// What a sheet holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// The entries of lists of tables: `[[levels]]`.
    Entries(&'static [&'static str]),
    /// Texts in lists: `items` of each `[[sectors]]`.
    Items(&'static [&'static str], &'static [&'static str]),
    /// Every table of the file.
    Tables,
    /// The entries of a list in every table of the file.
    EntriesOfTables(&'static str),
    /// Some tables within one: `[period.from]`.
    Within(&'static str, &'static [&'static str]),
    /// The rows of the table of correspondences.
    Rows,
}

/// A column.
pub(super) struct Column {
    /// The way to the member, as the package names it; empty for the text of a list itself.
    pub(super) member: &'static str,
    pub(super) form: Form,
    /// An entry cannot be without it.
    pub(super) needed: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Day,
    Truth,
    /// One of some words.
    Word(&'static [&'static str]),
    /// CCPs with spaces between them.
    Ccps,
    /// A number, a word, a day, or words with semicolons between them.
    Amount,
}

/// The bases by their names.
const BASES: &[&str] = &["seed", "law", "commentary", "inference", "not-supplied"];

const fn text(member: &'static str) -> Column {
    Column { member, form: Form::Text, needed: false }
}

const fn needed(member: &'static str, form: Form) -> Column {
    Column { member, form, needed: true }
}

const fn day(member: &'static str) -> Column {
    Column { member, form: Form::Day, needed: false }
}

const BASIS: Column = needed("cite.basis", Form::Word(BASES));
const CITED: Column = needed("cite.text", Form::Text);

/// Every sheet, in order.
pub(super) const SHEETS: [Sheet; 11] = [
    Sheet {
        name: "correspondances",
        file: "correspondences.csv",
        holds: Holds::Rows,
        columns: &[
            needed("old_revision", Form::Text),
            needed("old_ccps", Form::Ccps),
            needed("new_ccps", Form::Ccps),
            needed("reading", Form::Word(&["all", "any"])),
            needed("basis", Form::Word(BASES)),
            needed("text", Form::Text),
            text("place"),
            text("note"),
        ],
    },
    Sheet {
        name: "parametres",
        file: "parameters.toml",
        holds: Holds::Tables,
        columns: &[needed("fr", Form::Text), needed("en", Form::Text), text("unit")],
    },
    Sheet {
        name: "valeurs",
        file: "parameters.toml",
        holds: Holds::EntriesOfTables("values"),
        columns: &[
            day("from"),
            day("to"),
            Column { member: "value", form: Form::Amount, needed: false },
            day("checked"),
            BASIS,
            CITED,
            text("cite.place"),
            text("cite.quote"),
            day("cite.in_force"),
            text("cite.note"),
        ],
    },
    Sheet {
        name: "ccp",
        file: "titre.toml",
        holds: Holds::Entries(&["ccps"]),
        columns: &[
            text("code"),
            text("label"),
            BASIS,
            CITED,
            text("cite.place"),
            text("cite.quote"),
            text("cite.note"),
        ],
    },
    Sheet {
        name: "competences",
        file: "titre.toml",
        holds: Holds::Items(&["ccps"], &["competences", "items"]),
        columns: &[needed("", Form::Text)],
    },
    Sheet {
        name: "listes",
        file: "titre.toml",
        holds: Holds::Items(&["sectors", "jobs", "legal_bases"], &["items"]),
        columns: &[needed("", Form::Text)],
    },
    Sheet {
        name: "codes",
        file: "titre.toml",
        holds: Holds::Entries(&["levels", "nsf", "rome"]),
        columns: &[
            needed("code", Form::Text),
            text("label"),
            text("nomenclature"),
            BASIS,
            CITED,
            text("cite.place"),
            text("cite.quote"),
            text("cite.note"),
        ],
    },
    Sheet {
        name: "voies",
        file: "titre.toml",
        holds: Holds::Entries(&["routes"]),
        columns: &[
            needed("route", Form::Word(Route::NAMES)),
            Column { member: "enrolment", form: Form::Word(Enrolment::NAMES), needed: false },
            needed("open", Form::Truth),
            BASIS,
            CITED,
            text("cite.place"),
            text("cite.quote"),
            text("cite.note"),
        ],
    },
    Sheet {
        name: "complements",
        file: "titre.toml",
        holds: Holds::Entries(&["complements"]),
        columns: &[
            needed("piece", Form::Word(Piece::NAMES)),
            needed("foreseen", Form::Truth),
            BASIS,
            CITED,
            text("cite.place"),
            text("cite.quote"),
            text("cite.note"),
        ],
    },
    Sheet {
        name: "periode",
        file: "package.toml",
        holds: Holds::Within("period", &["from", "to", "last_delivery"]),
        columns: &[
            day("included"),
            day("excluded"),
            BASIS,
            CITED,
            text("cite.place"),
            text("cite.quote"),
            text("cite.note"),
        ],
    },
    Sheet {
        name: "textes",
        file: "package.toml",
        holds: Holds::Within("texts", &[]),
        columns: &[
            needed("title", Form::Text),
            text("file"),
            text("address"),
            Column { member: "absent", form: Form::Truth, needed: false },
        ],
    },
];

impl Holds {
    /// Whether rows can be added and withdrawn.
    pub(super) fn grows(self) -> bool {
        matches!(self, Holds::Entries(_) | Holds::Items(..) | Holds::EntriesOfTables(_) | Holds::Rows)
    }
}

impl Column {
    /// The name at its head.
    pub(super) fn name(&self) -> &'static str {
        if self.member.is_empty() { "item" } else { self.member }
    }

    /// What it holds, for people.
    pub(super) fn explained(&self, lang: Lang) -> String {
        let what = match self.member {
            "" => {
                say!(lang, fr: "un élément de la liste, mot pour mot", en: "an item of the list, word for word")
            }
            "old_revision" => say!(lang, fr: "l’ancienne révision", en: "the former revision"),
            "old_ccps" => say!(lang,
                fr: "les anciens CCP, séparés par une espace ; * est le titre entier",
                en: "the old CCPs, with a space between them; * is the whole titre"),
            "new_ccps" => say!(lang,
                fr: "les CCP que leur titulaire est réputé avoir obtenus", en: "the CCPs that their holder is deemed to have"),
            "reading" => say!(lang,
                fr: "tous les anciens CCP de la ligne, ou un seul", en: "all old CCPs of the row, or any of them"),
            "fr" | "en" => say!(lang, fr: "ce qu’est le paramètre", en: "what the parameter is"),
            "unit" => say!(lang, fr: "son unité", en: "its unit"),
            "from" => {
                say!(lang, fr: "le premier jour où la valeur compte", en: "the first day on which the value counts")
            }
            "to" => say!(lang, fr: "le dernier jour où elle compte", en: "the last day on which it counts"),
            "value" => say!(lang,
                fr: "la valeur ; plusieurs mots sont séparés par des points-virgules",
                en: "the value; several words have semicolons between them"),
            "checked" => {
                say!(lang, fr: "le jour où elle a été vérifiée", en: "the day on which it was checked")
            }
            "code" => say!(lang, fr: "le code", en: "the code"),
            "label" => say!(lang, fr: "le libellé du texte", en: "the wording of the text"),
            "nomenclature" => say!(lang, fr: "la nomenclature", en: "the nomenclature"),
            "route" => say!(lang, fr: "la voie", en: "the route"),
            "enrolment" => {
                say!(lang, fr: "le mode d’inscription, s’il est dit", en: "the way of enrolment, where it is told")
            }
            "open" => say!(lang, fr: "si elle est ouverte", en: "whether it is open"),
            "piece" => say!(lang, fr: "la pièce de l’examen", en: "the piece of the examination"),
            "foreseen" => say!(lang, fr: "si le RE la prévoit", en: "whether the RE foresees it"),
            "included" => say!(lang, fr: "le jour, s’il est compris", en: "the day, where it is included"),
            "excluded" => say!(lang, fr: "le jour, s’il est exclu", en: "the day, where it is excluded"),
            "cite.basis" | "basis" => {
                say!(lang, fr: "la base de ce qui est dit", en: "the basis of what is said")
            }
            "cite.text" | "text" => {
                say!(lang, fr: "le texte, par son nom sous [texts]", en: "the text, by its name under [texts]")
            }
            "cite.place" | "place" => say!(lang, fr: "l’endroit du texte", en: "the place in the text"),
            "cite.quote" => say!(lang, fr: "la phrase, mot pour mot", en: "the sentence, word for word"),
            "cite.in_force" => {
                say!(lang, fr: "depuis quand cette rédaction est en vigueur", en: "since when this version is in force")
            }
            "title" => say!(lang, fr: "le titre du texte", en: "the title of the text"),
            "file" => say!(lang, fr: "le fichier sous sources/", en: "the file under sources/"),
            "address" => say!(lang, fr: "l’adresse du texte", en: "the address of the text"),
            "absent" => {
                say!(lang, fr: "vrai si le texte n’est pas ici", en: "true where the text is not here")
            }
            _ => say!(lang, fr: "une remarque", en: "a remark"),
        };
        let form = match self.form {
            Form::Text | Form::Ccps | Form::Amount => String::new(),
            Form::Day => say!(lang, fr: " (une date, AAAA-MM-JJ)", en: " (a date, YYYY-MM-DD)"),
            Form::Truth => say!(lang, fr: " (VRAI ou FAUX)", en: " (TRUE or FALSE)"),
            Form::Word(words) => format!(" ({})", words.join(", ")),
        };
        let needed = match self.needed {
            true => say!(lang, fr: " ; obligatoire", en: "; needed"),
            false => String::new(),
        };
        format!("{what}{form}{needed}")
    }
}
