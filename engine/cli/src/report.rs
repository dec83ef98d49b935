//! Errors for people: what, where, with the text underlined where there is one, and how to mend it.

use crate::output::{Output, Status};
use anstyle::{AnsiColor, Style};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use parchemin::{
    LoadFault,
    core::{Lang, Speak, harmless, harmless_in_place, say},
    packages::{Code, PackageFault, Severity},
};
use parchemin_server::config::{ConfigFault, Origin, Wrong};
use std::fmt;

/// Reports one error.
pub(crate) fn error(what: &dyn Speak, place: Option<&str>, lang: Lang, output: &mut Output) {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let said = harmless_lines(&what.say(lang));
    let place = place.map(|place| format!("{}: ", harmless(place))).unwrap_or_default();
    let label = say!(lang, fr: "erreur", en: "error");
    output.note(&format!("{red}{label}{red:#}: {place}{said}\n"));
    advice(what, lang, output);
}

/// A message without what could rewrite the terminal; the lines that it is made of stay.
fn harmless_lines(said: &str) -> String {
    said.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

/// How to mend it, on a line of its own.
fn advice(what: &dyn Speak, lang: Lang, output: &mut Output) {
    let cyan = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    if let Some(help) = what.help(lang) {
        let (label, help) = (say!(lang, fr: "conseil", en: "help"), harmless_lines(&help));
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

/// A fault in a text, in one language, as miette draws it.
struct Drawn<'f> {
    said: String,
    code: Option<Code>,
    source: &'f dyn SourceCode,
    labels: Vec<LabeledSpan>,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.code.map(Code::severity) {
            Some(Severity::Warning) => miette::Severity::Warning,
            Some(Severity::Error) | None => miette::Severity::Error,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.labels.is_empty()).then_some(self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// Reports a fault of a package, its text underlined.
pub(crate) fn package_fault(fault: &PackageFault, lang: Lang, output: &mut Output) {
    let said = match fault.place() {
        Some(_) => fault.say(lang),
        None => format!("{}: {}", fault.file(), fault.say(lang)),
    };
    let said = harmless_lines(&said);
    let drawn = Drawn { said, code: Some(fault.code()), source: fault.source_code(), labels: fault.labels() };
    underlined(&drawn, fault, lang, output);
}

/// Reports a fault of a configuration, with the text underlined that a file has of it.
pub(crate) fn config_fault(fault: &ConfigFault, lang: Lang, output: &mut Output) {
    let (source, span) = match &fault.origin {
        // Its line may have a password: it is named, not shown.
        Origin::File(source, span) if !matches!(fault.what, Wrong::Log(_)) => (source, span),
        origin => {
            let place = (*origin != Origin::Default).then(|| origin.shown());
            return error(fault, place.as_deref(), lang, output);
        }
    };
    let named = NamedSource::new(source.path.display().to_string(), harmless_in_place(&source.text));
    let labels = vec![LabeledSpan::underline(span.clone())];
    let drawn = Drawn { said: harmless_lines(&fault.say(lang)), code: None, source: &named, labels };
    underlined(&drawn, fault, lang, output);
}

fn underlined(drawn: &Drawn<'_>, fault: &dyn Speak, lang: Lang, output: &mut Output) {
    let mut text = String::new();
    // The lines around show where one is in a package; in a configuration, one of them may have a password.
    let around = usize::from(drawn.code.is_some());
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode()).with_width(100);
    let handler = handler.with_context_lines(around);
    match handler.render_report(&mut text, drawn) {
        Ok(()) => output.note(&text),
        Err(_) => output.note(&format!("{drawn}\n")),
    }
    // miette would label it in English.
    advice(fault, lang, output);
}
