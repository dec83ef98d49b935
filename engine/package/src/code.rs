//! The code of everything that can be wrong with packages: one list, so that a code is stable, and no two share it.
//!
//! A code that begins with `E` is an error: the package does not decide, or decides what it should not. One that begins
//! with `W` is a warning: somebody should look. A number is never given twice, not even after its code is gone.

use crate::{catalogue::CatalogueFault, fault::Problem};
use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The package is wrong.
    Error,
    /// Somebody should look.
    Warning,
}

macro_rules! codes {
    ($($(#[$about:meta])+ $name:ident = $code:literal,)+) => {
        /// The code of a diagnostic. `parchemin explain CODE` has a page on each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$about])+ $name,)+
        }

        impl Code {
            /// All of them, in order.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// As it is written: `E012`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$name => $code,)+
                }
            }
        }
    };
}

codes! {
    /// A file cannot be read.
    Unreadable = "E001",
    /// A file is missing.
    FileAbsent = "E002",
    /// A file is too large.
    TooLarge = "E003",
    /// A file is not UTF-8.
    NotText = "E004",
    /// A file is not of its format.
    NotOfTheFormat = "E005",
    /// A row of correspondence cannot be read.
    BadRow = "E006",
    /// A table has no row.
    NoRow = "E007",
    /// A folder holds too many files.
    TooMany = "E008",
    /// A text cannot be an id.
    BadId = "E009",
    /// A language is not declared.
    LanguageMissing = "E010",
    /// A citation names a text that is not declared.
    UnknownText = "E011",
    /// A quotation does not stand in its source.
    QuotationNotFound = "E012",
    /// A source is not in the package.
    SourceAbsent = "E013",
    /// Basis `seed` without a quotation.
    SeedWithoutQuotation = "E014",
    /// A quotation of a text that the package does not carry.
    QuotationWithoutSource = "E015",
    /// Basis `not-supplied` on a text that is here, or the contrary.
    AbsenceContradicted = "E016",
    /// A part of the package is missing.
    PartMissing = "E017",
    /// A bound is written in no way, or in several.
    AmbiguousBound = "E018",
    /// A period ends before it starts.
    PeriodReversed = "E019",
    /// Two values count on one day.
    OverlappingValues = "E020",
    /// Several values have no first day.
    SeveralUndatedValues = "E021",
    /// A value contradicts its basis.
    ValueAgainstBasis = "E022",
    /// An id is used twice.
    DuplicateId = "E023",
    /// A message is missing in a language.
    MessageMissing = "E024",
    /// A message serves no rule.
    MessageOrphan = "E025",
    /// A placeholder names nothing.
    UnknownPlaceholder = "E026",
    /// A parameter does not exist.
    UnknownParameter = "E027",
    /// A CCP does not exist.
    UnknownCcp = "E028",
    /// A rule has no function.
    FunctionMissing = "E029",
    /// The package asks for another engine.
    Engine = "E030",
    /// A script cannot be read.
    ScriptUnreadable = "E031",
    /// A script is not straight-line logic.
    NotTotal = "E032",
    /// The vocabulary does not know a word.
    UnknownWord = "E033",
    /// Something that could answer otherwise tomorrow.
    NotDeterministic = "E034",
    /// Types disagree.
    Types = "E035",
    /// A name is taken.
    NameTaken = "E036",
    /// A function calls itself.
    Recursion = "E037",
    /// Too many arguments, or too few.
    Arguments = "E038",
    /// A value is lost.
    ValueLost = "E039",
    /// A text that a rule waits for is not declared absent.
    UndeclaredAbsentText = "E040",
    /// A word cannot occur where it is compared.
    WordThatCannotOccur = "E041",
    /// A plugin is none that this host runs.
    Plugin = "E042",
    /// A case has a file of its own and one to start from.
    CaseOfTwoFiles = "E043",
    /// A case starts from a file that is not there.
    CaseFromNothing = "E044",
    /// Cases start from each other.
    CasesInACircle = "E045",
    /// A pointer of a case leads to nothing.
    PointerNowhere = "E046",
    /// A case has too many variants.
    TooManyVariants = "E047",
    /// A number of years, months, days or hours is more than the calendar has.
    BeyondCalendar = "E048",
    /// A case names a rule that there is not.
    UnknownRule = "E049",
    /// A requirement is not met.
    Unmet = "E051",
    /// Packages require each other.
    Cycle = "E052",
    /// Two packages claim a titre on one day.
    SameDay = "E053",
    /// A predecessor is neither a package nor external.
    UnknownPredecessor = "E054",
    /// A table converts a CCP that is neither shipped nor external.
    UnknownOldCcp = "E055",
    /// An extension changes the CCPs.
    ExtensionChangesCcps = "E056",
    /// Two packages follow one.
    TwoSuccessors = "E057",
    /// Two packages define one parameter.
    ParameterTwice = "E058",
    /// Two kinds of packages have one id.
    IdOfAnother = "E059",
    /// A rule rests on nothing.
    RuleWithoutBasis = "E061",
    /// A parameter has no value.
    ParameterWithoutValue = "E062",
    /// Between two values of a parameter there are days without one.
    GapInValues = "E063",
    /// Tables lead back to where they began.
    TablesInACircle = "E064",
    /// A table converts from a revision that is neither shipped nor external.
    UnknownOldRevision = "E065",
    /// A rule can never apply.
    NeverApplies = "E066",
    /// Two rules can never be met together.
    AlwaysContradict = "E067",
    /// The outcome of a rule can never come about.
    OutcomeUnreachable = "E068",
    /// A passage of a source is claimed by nothing.
    TextUnclaimed = "E069",
    /// A name means two titres.
    NameOfTwoTitres = "E070",
    /// Something is stated twice.
    StatedTwice = "E071",
    /// A table is there, and declared absent.
    TableDeclaredAbsent = "E072",
    /// A number of the register is not of its form.
    BadNumber = "E073",
    /// A bloc is of another fiche than the titre.
    BlocOfAnotherFiche = "E074",
    /// Two packages that are given have one id and version, and say two things.
    VersionOfTwo = "E075",
    /// Days between two revisions on which no revision is in force.
    HoleInTimeline = "W001",
    /// A CCP of the former revision that the table does not convert.
    TableIncomplete = "W002",
    /// A row that says what another says.
    RowTwice = "W003",
    /// No file was found to which a rule applies.
    NeverSeenToApply = "W004",
    /// No file was found in which two rules are met together.
    NeverSeenTogether = "W005",
    /// No file was found that has an outcome.
    OutcomeNeverSeen = "W006",
    /// A value that nobody compared with its text.
    NeverChecked = "W007",
    /// Nothing says who keeps the former revision.
    FormerKeptByNobody = "W008",
    /// A comment says that something is left to do.
    LeftToDo = "W009",
    /// Everybody keeps the former revision.
    FormerKeptByAll = "W010",
    /// A value counts before its text is in force.
    ValueBeforeItsText = "W011",
}

impl Code {
    /// An error or a warning: its first letter.
    pub fn severity(self) -> Severity {
        if self.name().starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// The code that is written so, in small letters or capitals.
    pub fn named(written: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(written))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Problem {
    /// Its code.
    pub fn code(&self) -> Code {
        match self {
            Problem::Unreadable(_) => Code::Unreadable,
            Problem::FileAbsent => Code::FileAbsent,
            Problem::TooLarge { .. } => Code::TooLarge,
            Problem::NotText => Code::NotText,
            Problem::NotOfTheFormat(_) => Code::NotOfTheFormat,
            Problem::BadRow(_) => Code::BadRow,
            Problem::NoRow => Code::NoRow,
            Problem::TooMany { .. } => Code::TooMany,
            Problem::BadId(_) => Code::BadId,
            Problem::LanguageMissing(_) => Code::LanguageMissing,
            Problem::UnknownText { .. } => Code::UnknownText,
            Problem::SourceAbsent(_) => Code::SourceAbsent,
            Problem::QuotationNotFound { .. } => Code::QuotationNotFound,
            Problem::SeedWithoutQuotation | Problem::SeedOfRow => Code::SeedWithoutQuotation,
            Problem::QuotationWithoutSource => Code::QuotationWithoutSource,
            Problem::AbsenceContradicted(_) => Code::AbsenceContradicted,
            Problem::PartMissing(_) => Code::PartMissing,
            Problem::AmbiguousBound => Code::AmbiguousBound,
            Problem::PeriodReversed | Problem::DeliveryBeforePeriod => Code::PeriodReversed,
            Problem::ValueOfAnotherKind { .. } => Code::NotOfTheFormat,
            Problem::BeyondCalendar { .. } => Code::BeyondCalendar,
            Problem::OverlappingValues { .. } => Code::OverlappingValues,
            Problem::SeveralUndatedValues { .. } => Code::SeveralUndatedValues,
            Problem::ValueAgainstBasis { .. } => Code::ValueAgainstBasis,
            Problem::DuplicateId(_) => Code::DuplicateId,
            Problem::StatedTwice(_) => Code::StatedTwice,
            Problem::TableDeclaredAbsent => Code::TableDeclaredAbsent,
            Problem::BadNumber { .. } => Code::BadNumber,
            Problem::BlocOfAnotherFiche { .. } => Code::BlocOfAnotherFiche,
            Problem::VersionOfTwo { .. } => Code::VersionOfTwo,
            Problem::MessageMissing { .. } => Code::MessageMissing,
            Problem::MessageOrphan { .. } => Code::MessageOrphan,
            Problem::UnknownPlaceholder { .. }
            | Problem::PlaceholderNotClosed { .. }
            | Problem::PlaceholderNotOpened { .. } => Code::UnknownPlaceholder,
            Problem::UnknownParameter { .. } => Code::UnknownParameter,
            Problem::UnknownCcp { .. } => Code::UnknownCcp,
            Problem::Told { code, .. } => *code,
            Problem::FunctionMissing { .. } => Code::FunctionMissing,
            Problem::Engine { .. } => Code::Engine,
            Problem::TwoBases => Code::CaseOfTwoFiles,
            Problem::NoBase { .. } => Code::CaseFromNothing,
            Problem::BaseCircle { .. } => Code::CasesInACircle,
            Problem::PointerNowhere { .. } => Code::PointerNowhere,
            Problem::TooManyVariants { .. } => Code::TooManyVariants,
        }
    }
}

impl CatalogueFault {
    /// Its code; none for a name of a call that means nothing, which is no fault of a package.
    pub fn code(&self) -> Option<Code> {
        Some(match self {
            CatalogueFault::IdOfAnother { .. } => Code::IdOfAnother,
            CatalogueFault::Unmet { .. } => Code::Unmet,
            CatalogueFault::Cycle(_) => Code::Cycle,
            CatalogueFault::SameDay { .. } => Code::SameDay,
            CatalogueFault::UnknownPredecessor { .. } => Code::UnknownPredecessor,
            CatalogueFault::UnknownOldCcp { .. } => Code::UnknownOldCcp,
            CatalogueFault::ExtensionChangesCcps { .. } => Code::ExtensionChangesCcps,
            CatalogueFault::TwoSuccessors { .. } => Code::TwoSuccessors,
            CatalogueFault::ParameterTwice { .. } => Code::ParameterTwice,
            CatalogueFault::NameOfTwoTitres { .. } => Code::NameOfTwoTitres,
            CatalogueFault::NoSuchPackage { .. } | CatalogueFault::NoSuchTitre { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    //! A code is a letter and three digits, stands once, and is found again by its name.
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        let numbers: BTreeSet<&str> =
            names.iter().filter_map(|name| name.strip_prefix(['E', 'W'])).filter(|n| n.len() == 3).collect();
        assert!(numbers.iter().all(|number| number.parse::<u16>().is_ok()));
        assert!(names.iter().all(|name| name.len() == 4));
        for code in Code::ALL {
            assert_eq!(Code::named(&code.name().to_lowercase()), Some(*code));
        }
        assert_eq!(Code::named("E999"), None);
    }
}
