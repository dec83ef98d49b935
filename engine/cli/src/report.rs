//! Errors for people: what, where, with the text underlined where there is one, and how to mend it.

use crate::output::{Output, Status};
use anstyle::{AnsiColor, Style};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use parchemin::{
    LoadFault,
    core::{Lang, Speak, say},
    packages::PackageFault,
};
use std::fmt;

/// Reports one error.
pub(crate) fn error(what: &dyn Speak, place: Option<&str>, lang: Lang, output: &mut Output) {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let said = what.say(lang);
    let place = place.map(|place| format!("{place}: ")).unwrap_or_default();
    let label = say!(lang, fr: "erreur", en: "error");
    output.note(&format!("{red}{label}{red:#}: {place}{said}\n"));
    advice(what, lang, output);
}

/// How to mend it, on a line of its own.
fn advice(what: &dyn Speak, lang: Lang, output: &mut Output) {
    let cyan = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    if let Some(help) = what.help(lang) {
        let label = say!(lang, fr: "conseil", en: "help");
        output.note(&format!("  {cyan}{label}{cyan:#}: {help}\n"));
    }
}

/// Reports why packages could not be loaded; nothing was done.
pub(crate) fn load_fault(fault: &LoadFault, lang: Lang, output: &mut Output) -> Status {
    match fault {
        LoadFault::Packages(faults) => faults.iter().for_each(|fault| package_fault(fault, lang, output)),
        LoadFault::Catalogue(faults) => faults.iter().for_each(|fault| error(fault, None, lang, output)),
        other => error(other, None, lang, output),
    }
    Status::NotDone
}

/// A fault of a package in one language, as miette draws it.
struct Drawn<'f> {
    fault: &'f PackageFault,
    lang: Lang,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault.place() {
            Some(_) => f.write_str(&self.fault.say(self.lang)),
            None => write!(f, "{}: {}", self.fault.file(), self.fault.say(self.lang)),
        }
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.fault.place().map(|_| self.fault.source_code())
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.fault.labels().into_iter()))
    }
}

/// Reports a fault of a package, its text underlined.
pub(crate) fn package_fault(fault: &PackageFault, lang: Lang, output: &mut Output) {
    let mut drawn = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode()).with_width(100);
    match handler.render_report(&mut drawn, &Drawn { fault, lang }) {
        Ok(()) => output.note(&drawn),
        Err(_) => output.note(&format!("{fault}\n")),
    }
    // miette would label it in English.
    advice(fault, lang, output);
}
