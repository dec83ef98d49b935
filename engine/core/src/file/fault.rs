//! Why a candidate file is refused, in words: what is wrong, where, and how to mend it.

use crate::{Day, Lang, Speak, limits, say};

/// Why a candidate file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// It is larger than any candidate file may be.
    TooLarge,
    /// It is not JSON, or breaks off.
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// The file ends too early.
        truncated: bool,
        /// What the parser saw.
        reason: String,
    },
    /// A value is not what the format wants.
    WrongValue {
        /// The JSON pointer.
        pointer: String,
        /// Line and column in bytes, from 1, where the parser itself refused the value.
        place: Option<(usize, usize)>,
        /// What is wrong.
        reason: Reason,
    },
    /// Members that the format does not know.
    UnknownMembers {
        /// Their JSON pointers, each with the nearest known member, if one is near.
        members: Vec<(String, Option<String>)>,
        /// How many more there are.
        more: usize,
    },
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not a date, or a day that does not exist.
    Day(crate::DayFault),
    /// The period ends before it starts.
    EndsBeforeItStarts(Day, Day),
    /// The period has an end and is said to go on.
    EndedAndOngoing,
    /// Not one of the words that may stand there.
    NotAWord {
        /// As the file has it.
        found: String,
        /// The words that may stand there.
        expected: Vec<String>,
    },
    /// More rows than a list may have.
    TooManyRows {
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// More CCPs than all sessions together may name.
    TooManyCcps {
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The jury deliberated before the session.
    DeliberatedBefore(Day, Day),
    /// A value of one kind where another is wanted.
    Kind {
        /// The kind of the value.
        found: JsonKind,
        /// The kind that is wanted.
        expected: JsonKind,
    },
    /// Twice the same member.
    Twice(String),
    /// Another type of value.
    Other(String),
}

crate::named::named! {
    /// The kinds of values, as messages name them.
    JsonKind {
        Object = "object", "un objet { … }", "an object { … }";
        List = "list", "une liste [ … ]", "a list [ … ]";
        Text = "text", "un texte", "a text";
        Date = "date", "une date AAAA-MM-JJ", "a date YYYY-MM-DD";
        Whole = "whole", "un nombre entier positif", "a whole number, not negative";
        Number = "number", "un nombre", "a number";
        Truth = "truth", "true ou false", "true or false";
        Null = "null", "null", "null";
    }
}

impl Speak for Reason {
    fn say(&self, lang: Lang) -> String {
        match self {
            Reason::Day(fault) => fault.say(lang),
            Reason::EndsBeforeItStarts(from, to) => say!(lang,
                fr: "la période se termine le {to}, avant de commencer le {from}",
                en: "the period ends on {to}, before it starts on {from}"),
            Reason::EndedAndOngoing => say!(lang,
                fr: "la période a une fin (`to`) et se dit en cours (`ongoing`)",
                en: "the period has an end (`to`) and says that it is ongoing"),
            Reason::NotAWord { found, .. } => say!(lang,
                fr: "`{found}` n’est pas une valeur admise ici", en: "`{found}` is not a value that may stand here"),
            Reason::TooManyRows { count, limit } => say!(lang,
                fr: "la liste a {count} lignes ; elle en compte {limit} au plus",
                en: "the list has {count} rows; it has {limit} at most"),
            Reason::TooManyCcps { count, limit } => say!(lang,
                fr: "les sessions nomment ensemble {count} CCP ; elles en nomment {limit} au plus",
                en: "the sessions name {count} CCPs together; they name {limit} at most"),
            Reason::DeliberatedBefore(date, deliberated) => say!(lang,
                fr: "le jury a délibéré le {deliberated}, avant la session du {date}",
                en: "the jury deliberated on {deliberated}, before the session of {date}"),
            Reason::Kind { found, expected } => {
                let (found, expected) = (found.spoken(lang), expected.spoken(lang));
                say!(lang,
                    fr: "valeur d’un autre type que celui attendu : {found}, au lieu de : {expected}",
                    en: "a value of another type than the one expected: {found} instead of {expected}")
            }
            Reason::Twice(member) => say!(lang,
                fr: "le membre `{member}` est donné deux fois", en: "the member `{member}` is given twice"),
            Reason::Other(reason) => say!(lang,
                fr: "valeur d’un autre type que celui attendu ({reason})",
                en: "a value of another type than the one expected ({reason})"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Reason::Day(fault) => fault.help(lang),
            Reason::EndsBeforeItStarts(..) => Some(say!(lang,
                fr: "échanger ou corriger `from` et `to`", en: "swap or correct `from` and `to`")),
            Reason::EndedAndOngoing => Some(say!(lang,
                fr: "garder l’un des deux", en: "keep one of the two")),
            Reason::NotAWord { expected, .. } => {
                let words = expected.join(", ");
                Some(say!(lang, fr: "écrire l’un de : {words}", en: "write one of: {words}"))
            }
            Reason::Twice(_) => Some(say!(lang, fr: "supprimer l’un des deux", en: "remove one of the two")),
            Reason::TooManyRows { .. } | Reason::TooManyCcps { .. } => Some(say!(lang,
                fr: "donner un seul candidat par dossier", en: "give one candidate per file")),
            Reason::DeliberatedBefore(..) => Some(say!(lang,
                fr: "corriger l’un des deux jours", en: "mend one of the two days")),
            Reason::Kind { .. } | Reason::Other(_) => Some(say!(lang,
                fr: "voir `parchemin schema candidate`", en: "see `parchemin schema candidate`")),
        }
    }
}

impl Speak for FileFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            FileFault::TooLarge => {
                let limit = limits::FILE_BYTES;
                say!(lang,
                    fr: "le dossier est trop grand : un dossier de candidat compte {limit} octets au plus",
                    en: "the file is too large: a candidate file has {limit} bytes at most")
            }
            FileFault::NotJson { line, column, truncated: true, .. } => say!(lang,
                fr: "le JSON s’interrompt à la ligne {line}, colonne {column}",
                en: "the JSON breaks off at line {line}, column {column}"),
            FileFault::NotJson { line, column, reason, .. } => say!(lang,
                fr: "ce n’est pas du JSON : ligne {line}, colonne {column} ({reason})",
                en: "this is not JSON: line {line}, column {column} ({reason})"),
            FileFault::WrongValue { pointer, place, reason } => {
                let reason = reason.say(lang);
                let pointer = if pointer.is_empty() { "/" } else { pointer };
                match place {
                    Some((line, column)) => say!(lang,
                        fr: "{reason}, en `{pointer}` (ligne {line}, colonne {column})",
                        en: "{reason}, at `{pointer}` (line {line}, column {column})"),
                    None => say!(lang, fr: "{reason}, en `{pointer}`", en: "{reason}, at `{pointer}`"),
                }
            }
            FileFault::UnknownMembers { members, more } => {
                let list = members.iter().map(|(p, _)| format!("`{p}`")).collect::<Vec<_>>().join(", ");
                match more {
                    0 => {
                        say!(lang, fr: "le format ne connaît pas {list}", en: "the format does not know {list}")
                    }
                    more => say!(lang,
                        fr: "le format ne connaît pas {list}, ni {more} autres membres",
                        en: "the format does not know {list}, nor {more} more members"),
                }
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            FileFault::TooLarge => Some(say!(lang,
                fr: "donner un seul candidat par dossier", en: "give one candidate per file")),
            FileFault::NotJson { truncated: true, .. } => Some(say!(lang,
                fr: "le dossier est incomplet : le reprendre à sa source",
                en: "the file is incomplete: fetch it again from its source")),
            FileFault::NotJson { .. } => Some(say!(lang,
                fr: "corriger à cet endroit ; un exemple : examples/mn-formation.json",
                en: "mend it there; an example: examples/mn-formation.json")),
            FileFault::WrongValue { reason, .. } => reason.help(lang),
            FileFault::UnknownMembers { members, .. } => {
                let near = members
                    .iter()
                    .filter_map(|(pointer, nearest)| nearest.as_ref().map(|n| (pointer, n)))
                    .map(|(pointer, nearest)| {
                        say!(lang,
                        fr: "`{pointer}` : peut-être `{nearest}`", en: "`{pointer}`: perhaps `{nearest}`")
                    })
                    .collect::<Vec<_>>()
                    .join(", ");
                let ignore = say!(lang,
                    fr: "les corriger, ou les ignorer par --ignore-unknown",
                    en: "mend them, or ignore them by --ignore-unknown");
                Some(if near.is_empty() { ignore } else { format!("{near}; {ignore}") })
            }
        }
    }
}

impl std::fmt::Display for FileFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for FileFault {}
