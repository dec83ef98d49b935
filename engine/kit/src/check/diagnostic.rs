//! A diagnostic: what is wrong, where, and perhaps a candidate file that shows it.

use parchemin::{
    core::{
        CandidateFile, Day,
        file::{Events, Format, HeldCcp, Route, Session, SessionKind, Target},
    },
    packages::{Code, PackageFault, Problem, Severity},
};

/// Something that is said of a package.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What is wrong, and where.
    pub fault: PackageFault,
    /// A candidate file that falls into it, where there is one.
    pub witness: Option<Witness>,
}

/// A candidate file that shows what is wrong, ready to be kept as a test.
#[derive(Clone, Debug)]
pub struct Witness {
    /// A name for its file, without an ending: small letters, digits and hyphens.
    pub name: String,
    /// The file.
    pub file: CandidateFile,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The packages that were looked at, with their versions; by their folders where they could not be read.
    pub looked_at: Vec<String>,
    /// What is wrong, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
    /// How many candidate files were tried.
    pub searched: u64,
}

impl From<PackageFault> for Diagnostic {
    fn from(fault: PackageFault) -> Diagnostic {
        let twice = match fault.problem() {
            Problem::OverlappingValues { parameter, day } => Some((format!("{parameter}-{day}"), *day)),
            _ => None,
        };
        let diagnostic = Diagnostic { fault, witness: None };
        match twice {
            Some((word, day)) => diagnostic.shown_by(&word, on(day, None)),
            None => diagnostic,
        }
    }
}

impl Diagnostic {
    /// Its code.
    pub fn code(&self) -> Code {
        self.fault.code()
    }

    /// With a file that shows it, named after the code and a word.
    pub(crate) fn shown_by(self, word: &str, file: CandidateFile) -> Diagnostic {
        let name = format!("{}-{word}", self.code()).to_lowercase();
        let fits = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
        Diagnostic { witness: Some(Witness { name: name.chars().map(fits).collect(), file }), ..self }
    }
}

impl Report {
    pub(crate) fn add(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|one| one.code().severity() == severity).count()
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

/// A file of a VAE candidate to whom everything happens on one day, decided on that day.
pub(crate) fn on(day: Day, titre: Option<&str>) -> CandidateFile {
    CandidateFile {
        format: Some(Format::One),
        id: Some("witness".to_owned()),
        evaluate_on: Some(day),
        target: titre.map(|titre| Target { titre: Some(titre.to_owned()), ccs: None }),
        route: Some(Route::Vae),
        events: Some(Events {
            request_filed: Some(day),
            recevabilite_notified: Some(day),
            registered: Some(day),
            ..Events::default()
        }),
        sessions: Some(vec![Session {
            kind: Some(SessionKind::Titre),
            date: Some(day),
            ..Session::default()
        }]),
        ..CandidateFile::default()
    }
}

/// The file of one who holds a CCP of a former revision and sits on a day.
pub(crate) fn holding(ccp: &str, day: Day, titre: &str) -> CandidateFile {
    let held = HeldCcp { ccp: Some(ccp.to_owned()), ..HeldCcp::default() };
    CandidateFile { ccps: Some(vec![held]), route: Some(Route::Capitalisation), ..on(day, Some(titre)) }
}
