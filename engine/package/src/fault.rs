//! What can be wrong with a package, said with the file, the line, the text underlined, and how to mend it.

use crate::{
    code::Code,
    translated::{advice, translated},
};
use miette::{LabeledSpan, NamedSource, SourceCode};
use parchemin_core::{Day, Lang, Speak, harmless_in_place, lang::perhaps, say};
use std::{fmt, ops::Range, sync::Arc};

/// Something wrong in one file of a package.
#[derive(Clone)]
pub struct PackageFault(Box<Inner>);

#[derive(Clone)]
struct Inner {
    source: Arc<NamedSource<String>>,
    text_len: usize,
    line: usize,
    column: usize,
    span: Option<Range<usize>>,
    problem: Problem,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// What something says, in both languages.
    pub fn of(say: impl Fn(Lang) -> String) -> Said {
        Said { fr: say(Lang::Fr), en: say(Lang::En) }
    }

    /// The sentence in a language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence of each variant says what its fields are")]
pub enum Problem {
    /// A file cannot be read.
    Unreadable(Said),
    /// A file that must be there is absent.
    FileAbsent,
    /// A file is too large, or there are too many.
    TooLarge { limit: u64 },
    /// Not UTF-8.
    NotText,
    /// Not TOML, or not of the format.
    NotOfTheFormat(String),
    /// Not a table of correspondences.
    BadRow(Said),
    /// A table without a row.
    NoRow,
    /// Too many files.
    TooMany { limit: usize },
    /// An id that is not of small letters, digits and hyphens.
    BadId(String),
    /// A package that does not speak both languages.
    LanguageMissing(Lang),
    /// A citation names a text that `[texts]` does not declare.
    UnknownText { text: String, nearest: Vec<String> },
    /// A source is not among the package's files.
    SourceAbsent(String),
    /// A quotation is not in its source.
    QuotationNotFound { source: String, close_to: Option<String> },
    /// Basis `seed` without a quotation or without a source.
    SeedWithoutQuotation,
    /// Basis `seed` in a row of a table, which has no quotation.
    SeedOfRow,
    /// A quotation of a text that the package does not carry.
    QuotationWithoutSource,
    /// Basis `not-supplied` on a text that is here, or the contrary.
    AbsenceContradicted(String),
    /// A part that this kind of package needs.
    PartMissing(String),
    /// A bound needs exactly one of `included` and `excluded`, or basis `not-supplied`.
    AmbiguousBound,
    /// The period ends before it starts.
    PeriodReversed,
    /// The last delivery lies before the period.
    DeliveryBeforePeriod,
    /// The values of a parameter are not of one kind.
    ValueOfAnotherKind { parameter: String, number: bool },
    /// A number in a unit of time that is too small, or more than the calendar has.
    BeyondCalendar { unit: String, least: i64, most: i64 },
    /// Two values of a parameter count on the same day.
    OverlappingValues { parameter: String, day: Day },
    /// Two values without a first day.
    SeveralUndatedValues { parameter: String },
    /// A value under a basis that supplies none, or none under one that does.
    ValueAgainstBasis { parameter: String },
    /// An id used twice.
    DuplicateId(String),
    /// A route, a complement or an event that an earlier row states.
    StatedTwice(String),
    /// A table that is there, and that the manifest declares absent.
    TableDeclaredAbsent,
    /// A number of a fiche, or of one of its blocs, that is not of the form of the register.
    BadNumber { number: String, bloc: bool },
    /// A bloc of another fiche than that of its titre.
    BlocOfAnotherFiche { bloc: String, fiche: String },
    /// A package of the id and version of another that is given, with other content.
    VersionOfTwo { package: String, other: String },
    /// A message is missing in a language.
    MessageMissing { key: String, lang: Lang },
    /// A message belongs to nothing.
    MessageOrphan { key: String },
    /// A placeholder that is neither a term, nor a parameter, nor the subject.
    UnknownPlaceholder { placeholder: String, nearest: Vec<String> },
    /// A brace of a message that is not closed, and the word after it.
    PlaceholderNotClosed { word: String },
    /// A brace of a message that closes nothing, and the word before it.
    PlaceholderNotOpened { word: String },
    /// A parameter that the package does not know.
    UnknownParameter { parameter: String, nearest: Vec<String> },
    /// A CCP that neither exists nor is declared external.
    UnknownCcp { ccp: String, nearest: Vec<String> },
    /// Said by another check than that of the files: of scripts, of plugins, of packages side by side.
    Told { code: Code, reason: Said, help: Option<Said> },
    /// A rule without its function.
    FunctionMissing { function: String, nearest: Vec<String> },
    /// The engine's version is not one the package asks for.
    Engine { asked: String, running: String },
    /// A case with a file of its own and one to start from.
    TwoBases,
    /// A case starts from a file that is not there.
    NoBase { base: String, nearest: Vec<String> },
    /// Cases that start from each other.
    BaseCircle { base: String },
    /// A pointer of a case that leads to nothing in the file it starts from.
    PointerNowhere { pointer: String },
    /// A case has too many variants.
    TooManyVariants { limit: usize },
}

impl PackageFault {
    /// A fault in a file: its name, its text, and the bytes to underline.
    pub fn new(file: &str, text: &str, span: Option<Range<usize>>, problem: Problem) -> PackageFault {
        let before = span.as_ref().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        PackageFault(Box::new(Inner {
            source: Arc::new(NamedSource::new(file, harmless_in_place(text))),
            text_len: text.len(),
            line,
            column,
            span,
            problem,
        }))
    }

    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.0.problem.code()
    }

    /// The file, with the folder of the package.
    pub fn file(&self) -> &str {
        self.0.source.name()
    }

    /// Line and column, from 1, where a place is known.
    pub fn place(&self) -> Option<(usize, usize)> {
        self.0.span.as_ref().map(|_| (self.0.line, self.0.column))
    }

    /// The text that is underlined.
    pub fn underlined(&self) -> Option<&str> {
        self.0.source.inner().get(self.0.span.clone()?)
    }

    /// The bytes to underline.
    pub fn span(&self) -> Option<Range<usize>> {
        self.0.span.clone()
    }

    /// The spans to underline, for whoever renders the fault.
    pub fn labels(&self) -> Vec<LabeledSpan> {
        let Some(span) = self.0.span.clone() else { return Vec::new() };
        let start = span.start.min(self.0.text_len);
        vec![LabeledSpan::underline(start..span.end.clamp(start, self.0.text_len))]
    }

    /// The text of the file, for whoever renders the fault.
    pub fn source_code(&self) -> &dyn SourceCode {
        &*self.0.source
    }
}

impl Speak for Problem {
    fn say(&self, lang: Lang) -> String {
        match self {
            Problem::Unreadable(reason) => {
                let reason = reason.in_lang(lang);
                say!(lang, fr: "lecture impossible : {reason}", en: "cannot be read: {reason}")
            }
            Problem::FileAbsent => {
                say!(lang, fr: "ce fichier manque au paquet", en: "the package lacks this file")
            }
            Problem::TooLarge { limit } => say!(lang,
                fr: "le fichier dépasse la borne de {limit} octets", en: "the file exceeds the bound of {limit} bytes"),
            Problem::NotText => say!(lang, fr: "le fichier n’est pas en UTF-8", en: "the file is not UTF-8"),
            Problem::NotOfTheFormat(reason) => {
                let reason = translated(reason, lang);
                say!(lang,
                    fr: "le fichier n’a pas la forme attendue : {reason}", en: "the file is not of the format: {reason}")
            }
            Problem::BadRow(reason) => {
                let reason = reason.in_lang(lang);
                say!(lang,
                    fr: "ligne de correspondance illisible : {reason}", en: "unreadable row of correspondence: {reason}")
            }
            Problem::NoRow => say!(lang, fr: "la table n’a aucune ligne", en: "the table has no row"),
            Problem::TooMany { limit } => say!(lang,
                fr: "le dossier contient plus de {limit} fichiers", en: "the folder holds more than {limit} files"),
            Problem::BadId(id) => say!(lang,
                fr: "`{id}` ne peut être un identifiant", en: "`{id}` cannot be an id"),
            Problem::LanguageMissing(missing) => say!(lang,
                fr: "le paquet ne déclare pas la langue `{missing}`", en: "the package does not declare the language `{missing}`"),
            Problem::UnknownText { text, .. } => say!(lang,
                fr: "le texte cité `{text}` n’est pas déclaré", en: "the cited text `{text}` is not declared"),
            Problem::SourceAbsent(file) => say!(lang,
                fr: "la source `{file}` n’est pas dans le paquet", en: "the source `{file}` is not in the package"),
            Problem::QuotationNotFound { source, .. } => say!(lang,
                fr: "la citation ne se trouve pas dans `{source}`", en: "the quotation does not stand in `{source}`"),
            Problem::SeedWithoutQuotation => say!(lang,
                fr: "la base `seed` demande une citation littérale d’une source du paquet",
                en: "basis `seed` needs a literal quotation of a source of the package"),
            Problem::SeedOfRow => say!(lang,
                fr: "la base `seed` demande une citation littérale, et une ligne de correspondance n’en porte pas",
                en: "basis `seed` needs a literal quotation, and a row of correspondence has none"),
            Problem::QuotationWithoutSource => say!(lang,
                fr: "seule une source du paquet peut être citée mot à mot", en: "only a source of the package can be quoted"),
            Problem::AbsenceContradicted(text) => say!(lang,
                fr: "la base et la présence du texte `{text}` se contredisent",
                en: "the basis and the presence of the text `{text}` contradict each other"),
            Problem::PartMissing(part) => say!(lang,
                fr: "ce genre de paquet demande `{part}`", en: "this kind of package needs `{part}`"),
            Problem::AmbiguousBound => say!(lang,
                fr: "une borne porte soit `included`, soit `excluded`, soit la base `not-supplied`",
                en: "a bound has either `included`, or `excluded`, or basis `not-supplied`"),
            Problem::PeriodReversed => say!(lang,
                fr: "la période se termine avant de commencer", en: "the period ends before it starts"),
            Problem::DeliveryBeforePeriod => say!(lang,
                fr: "la dernière délivrance précède la période", en: "the last delivery lies before the period"),
            Problem::ValueOfAnotherKind { parameter, number: true } => say!(lang,
                fr: "cette valeur de `{parameter}` n’est pas un nombre entier",
                en: "this value of `{parameter}` is not a whole number"),
            Problem::ValueOfAnotherKind { parameter, number: false } => say!(lang,
                fr: "cette valeur de `{parameter}` n’est pas du genre des autres",
                en: "this value of `{parameter}` is not of the kind of the others"),
            Problem::BeyondCalendar { unit, least, most } => say!(lang,
                fr: "un nombre de `{unit}` va de {least} à {most}, ce que compte le calendrier",
                en: "a number of `{unit}` lies between {least} and {most}, all that the calendar has"),
            Problem::OverlappingValues { parameter, day } => say!(lang,
                fr: "deux valeurs de `{parameter}` valent le {day}", en: "two values of `{parameter}` count on {day}"),
            Problem::SeveralUndatedValues { parameter } => say!(lang,
                fr: "plusieurs valeurs de `{parameter}` sont sans premier jour", en: "several values of `{parameter}` have no first day"),
            Problem::ValueAgainstBasis { parameter } => say!(lang,
                fr: "une valeur de `{parameter}` contredit sa base", en: "a value of `{parameter}` contradicts its basis"),
            Problem::DuplicateId(id) => say!(lang, fr: "`{id}` est déjà pris", en: "`{id}` is already taken"),
            Problem::StatedTwice(what) => say!(lang,
                fr: "`{what}` est déjà dit plus haut", en: "`{what}` is already stated above"),
            Problem::TableDeclaredAbsent => say!(lang,
                fr: "la table est déclarée absente, et `correspondences.csv` est là",
                en: "the table is declared absent, and `correspondences.csv` is there"),
            Problem::BadNumber { number, bloc: false } => say!(lang,
                fr: "`{number}` n’est pas le numéro d’une fiche du répertoire", en: "`{number}` is not the number of a fiche of the register"),
            Problem::BadNumber { number, bloc: true } => say!(lang,
                fr: "`{number}` n’est pas le code d’un bloc du répertoire", en: "`{number}` is not the code of a bloc of the register"),
            Problem::BlocOfAnotherFiche { bloc, fiche } => say!(lang,
                fr: "le bloc `{bloc}` n’est pas de la fiche `{fiche}`", en: "the bloc `{bloc}` is not of the fiche `{fiche}`"),
            Problem::VersionOfTwo { package, other } => say!(lang,
                fr: "`{package}` est aussi donné par `{other}`, qui dit autre chose",
                en: "`{package}` is given by `{other}` too, which says something else"),
            Problem::MessageMissing { key, lang: missing } => say!(lang,
                fr: "le message `{key}` manque en `{missing}`", en: "the message `{key}` is missing in `{missing}`"),
            Problem::MessageOrphan { key } => say!(lang,
                fr: "le message `{key}` ne sert à aucune règle", en: "the message `{key}` serves no rule"),
            Problem::UnknownPlaceholder { placeholder, .. } => say!(lang,
                fr: "`{{{placeholder}}}` ne désigne rien", en: "`{{{placeholder}}}` names nothing"),
            Problem::PlaceholderNotClosed { word } => say!(lang,
                fr: "l’accolade de `{{{word}` n’est pas fermée", en: "the brace of `{{{word}` is not closed"),
            Problem::PlaceholderNotOpened { word } => say!(lang,
                fr: "l’accolade de `{word}}}` n’est pas ouverte", en: "the brace of `{word}}}` is not opened"),
            Problem::UnknownParameter { parameter, .. } => say!(lang,
                fr: "le paramètre `{parameter}` n’existe pas", en: "there is no parameter `{parameter}`"),
            Problem::UnknownCcp { ccp, .. } => say!(lang,
                fr: "le CCP `{ccp}` n’existe pas et n’est pas déclaré externe",
                en: "the CCP `{ccp}` neither exists nor is declared external"),
            Problem::Told { reason, .. } => reason.in_lang(lang).to_owned(),
            Problem::FunctionMissing { function, .. } => say!(lang,
                fr: "aucun script ne définit la fonction `{function}`", en: "no script defines the function `{function}`"),
            Problem::Engine { asked, running } => say!(lang,
                fr: "le paquet demande le moteur {asked} ; celui-ci est le {running}",
                en: "the package asks for engine {asked}; this one is {running}"),
            Problem::TwoBases => say!(lang,
                fr: "un cas a son dossier (`file`) ou part d’un autre (`from`), pas les deux",
                en: "a case has its file (`file`) or starts from another (`from`), not both"),
            Problem::NoBase { base, .. } => say!(lang,
                fr: "le cas part de `{base}`, qui n’est pas sous tests/",
                en: "the case starts from `{base}`, which is not under tests/"),
            Problem::BaseCircle { base } => say!(lang,
                fr: "le cas part de `{base}`, qui part d’un autre, sans fin",
                en: "the case starts from `{base}`, which starts from another, without end"),
            Problem::PointerNowhere { pointer } => say!(lang,
                fr: "`{pointer}` ne mène à rien dans le dossier de départ",
                en: "`{pointer}` leads to nothing in the file to start from"),
            Problem::TooManyVariants { limit } => say!(lang,
                fr: "le cas a plus de {limit} variantes", en: "the case has more than {limit} variants"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Problem::NoRow => Some(say!(lang,
                fr: "y écrire les correspondances, ou déclarer la table absente par [correspondences] dans package.toml",
                en: "write the correspondences there, or declare the table absent by [correspondences] in package.toml")),
            Problem::TooMany { .. } => Some(say!(lang, fr: "donner le dossier du paquet seul", en: "give the folder of the package alone")),
            Problem::BadId(_) => Some(say!(lang,
                fr: "écrire des minuscules sans accent, des chiffres et des traits d’union : `mn-2025`",
                en: "write small letters, digits and hyphens: `mn-2025`")),
            Problem::LanguageMissing(_) => Some(say!(lang,
                fr: "écrire languages = [\"fr\", \"en\"], et les deux fichiers de messages",
                en: "write languages = [\"fr\", \"en\"], and both files of messages")),
            Problem::NotOfTheFormat(reason) => advice(reason, lang),
            Problem::Unreadable(_) | Problem::BadRow(_) => None,
            Problem::FileAbsent => Some(say!(lang, fr: "l’ajouter", en: "add it")),
            Problem::TooLarge { .. } => Some(say!(lang, fr: "le partager en plusieurs", en: "split it")),
            Problem::NotText => Some(say!(lang, fr: "l’enregistrer en UTF-8", en: "save it as UTF-8")),
            Problem::UnknownText { nearest, .. } => perhaps(lang, nearest).or_else(|| {
                Some(say!(lang, fr: "le déclarer sous [texts] dans package.toml", en: "declare it under [texts] in package.toml"))
            }),
            Problem::SourceAbsent(_) => Some(say!(lang, fr: "la placer sous sources/", en: "put it under sources/")),
            Problem::QuotationNotFound { close_to, .. } => Some(match close_to {
                Some(passage) => say!(lang,
                    fr: "la source dit : « {passage} »", en: "the source says: « {passage} »"),
                None => say!(lang,
                    fr: "la recopier de la source ; seuls les blancs et les apostrophes peuvent différer",
                    en: "copy it from the source; only white space and apostrophes may differ"),
            }),
            Problem::SeedWithoutQuotation => Some(say!(lang,
                fr: "ajouter `quote`, ou choisir la base `law`, `commentary` ou `inference`",
                en: "add `quote`, or choose basis `law`, `commentary` or `inference`")),
            Problem::SeedOfRow => Some(say!(lang,
                fr: "choisir la base `law`, `commentary` ou `inference`", en: "choose basis `law`, `commentary` or `inference`")),
            Problem::QuotationWithoutSource => Some(say!(lang,
                fr: "retirer `quote` et donner `place`", en: "drop `quote` and give `place`")),
            Problem::AbsenceContradicted(_) => Some(say!(lang,
                fr: "`absent = true` va avec la base `not-supplied`, et avec elle seule",
                en: "`absent = true` goes with basis `not-supplied`, and with it alone")),
            Problem::PartMissing(_) | Problem::AmbiguousBound => None,
            Problem::DeliveryBeforePeriod => Some(say!(lang,
                fr: "donner à `last_delivery` un jour de la période ou d’après",
                en: "give `last_delivery` a day of the period or after it")),
            Problem::ValueOfAnotherKind { number: true, .. } => Some(say!(lang,
                fr: "l’écrire en chiffres, sans guillemets, dans l’unité du paramètre (`unit`)",
                en: "write it in digits, without quotation marks, in the unit of the parameter (`unit`)")),
            Problem::ValueOfAnotherKind { number: false, .. } => Some(say!(lang,
                fr: "donner à toutes les valeurs un nombre, un jour, un mot, ou une liste de mots",
                en: "give all values a number, a day, a word, or a list of words")),
            Problem::BeyondCalendar { least: 1.., .. } => Some(say!(lang,
                fr: "écrire le nombre que donne le texte", en: "write the number that the text gives")),
            Problem::BeyondCalendar { .. } => Some(say!(lang,
                fr: "écrire le nombre que donne le texte, dans l’unité du paramètre (`unit`)",
                en: "write the number that the text gives, in the unit of the parameter (`unit`)")),
            Problem::PeriodReversed => Some(say!(lang, fr: "échanger les bornes", en: "swap the bounds")),
            Problem::OverlappingValues { .. } => Some(say!(lang,
                fr: "donner à chacune un autre premier jour, ou avancer `to`",
                en: "give each another first day, or an earlier `to`")),
            Problem::SeveralUndatedValues { .. } => Some(say!(lang, fr: "dater les autres par `from`", en: "date the others by `from`")),
            Problem::ValueAgainstBasis { .. } => Some(say!(lang,
                fr: "sans valeur, la base est `not-supplied` ; avec une valeur, elle ne l’est pas",
                en: "without a value the basis is `not-supplied`; with a value it is not")),
            Problem::DuplicateId(_) => Some(say!(lang, fr: "en choisir un autre", en: "choose another one")),
            Problem::StatedTwice(_) => Some(say!(lang,
                fr: "n’en garder qu’un : l’ordre des lignes ne décide de rien",
                en: "keep only one: the order of the rows decides nothing")),
            Problem::TableDeclaredAbsent => Some(say!(lang,
                fr: "retirer [correspondences] de package.toml, ou le fichier", en: "remove [correspondences] from package.toml, or the file")),
            Problem::BadNumber { bloc: false, .. } => Some(say!(lang, fr: "écrire `RNCPnnnnn`", en: "write `RNCPnnnnn`")),
            Problem::BadNumber { bloc: true, .. } => {
                Some(say!(lang, fr: "écrire `RNCPnnnnnBCnn`", en: "write `RNCPnnnnnBCnn`"))
            }
            Problem::BlocOfAnotherFiche { .. } => Some(say!(lang,
                fr: "corriger le code du bloc, ou `rncp`", en: "mend the code of the bloc, or `rncp`")),
            Problem::VersionOfTwo { .. } => Some(say!(lang,
                fr: "ne donner que l’un des deux, ou une autre version au second",
                en: "give only one of the two, or the second another version")),
            Problem::MessageMissing { lang: missing, .. } => {
                Some(say!(lang, fr: "l’ajouter dans messages.{missing}.toml", en: "add it to messages.{missing}.toml"))
            }
            Problem::MessageOrphan { .. } => Some(say!(lang, fr: "le retirer", en: "remove it")),
            Problem::PlaceholderNotClosed { .. } => {
                Some(say!(lang, fr: "écrire `}}` après le mot", en: "write `}}` after the word"))
            }
            Problem::PlaceholderNotOpened { .. } => {
                Some(say!(lang, fr: "écrire `{{` avant le mot", en: "write `{{` before the word"))
            }
            Problem::UnknownPlaceholder { nearest, .. }
            | Problem::UnknownParameter { nearest, .. }
            | Problem::UnknownCcp { nearest, .. }
            | Problem::FunctionMissing { nearest, .. } => perhaps(lang, nearest),
            Problem::Told { help, .. } => help.as_ref().map(|help| help.in_lang(lang).to_owned()),
            Problem::Engine { .. } => Some(say!(lang,
                fr: "prendre une autre édition du paquet, ou changer de moteur",
                en: "take another edition of the package, or another engine")),
            Problem::TwoBases => Some(say!(lang, fr: "retirer l’un des deux", en: "drop one of them")),
            Problem::NoBase { nearest, .. } => perhaps(lang, nearest).or_else(|| {
                Some(say!(lang,
                    fr: "écrire le chemin depuis tests/ : `bases/formation.yaml`",
                    en: "write the path from tests/: `bases/formation.yaml`"))
            }),
            Problem::BaseCircle { .. } => Some(say!(lang,
                fr: "faire partir l’un d’eux d’un dossier de tests/bases/",
                en: "let one of them start from a file of tests/bases/")),
            Problem::PointerNowhere { .. } => Some(say!(lang,
                fr: "poser d’abord ce qui contient ce membre ; une ligne s’ajoute après la dernière",
                en: "set first what contains this member; a row is added after the last one")),
            Problem::TooManyVariants { .. } => Some(say!(lang, fr: "en faire plusieurs cas", en: "make several cases of it")),
        }
    }
}

impl Speak for PackageFault {
    fn say(&self, lang: Lang) -> String {
        self.0.problem.say(lang)
    }

    fn help(&self, lang: Lang) -> Option<String> {
        self.0.problem.help(lang)
    }
}

impl fmt::Debug for PackageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {:?}", self.file(), self.0.line, self.0.column, self.0.problem)
    }
}

impl fmt::Display for PackageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place() {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.file(), self.say(Lang::En)),
            None => write!(f, "{}: {}", self.file(), self.say(Lang::En)),
        }
    }
}

impl std::error::Error for PackageFault {}
