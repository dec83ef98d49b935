//! `parchemin explain CODE`: what a diagnostic means.

use crate::{
    output::{Output, Status},
    report,
};
use anstyle::Style;
use clap::Args;
use parchemin::{
    core::{Lang, Speak, nearest, say},
    packages::Code,
};
use parchemin_kit::check::explain::page;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The code, as a message shows it: `E012`; without one, all of them
    code: Option<String>,
}

/// A code that there is not.
struct UnknownCode(String);

impl Speak for UnknownCode {
    fn say(&self, lang: Lang) -> String {
        let UnknownCode(asked) = self;
        say!(lang, fr: "aucun diagnostic n’a le code `{asked}`", en: "no diagnostic has the code `{asked}`")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        let near = nearest(&self.0, Code::ALL.iter().map(|code| code.name()));
        parchemin::core::lang::perhaps(lang, &near).or_else(|| {
            Some(say!(lang, fr: "`parchemin explain` les liste", en: "`parchemin explain` lists them"))
        })
    }
}

pub(crate) fn run(arguments: &Arguments, lang: Lang, output: &mut Output) -> Status {
    let bold = Style::new().bold();
    let head = |code: Code| format!("{bold}{code}{bold:#}  {}\n", page(code, lang).title);
    let Some(asked) = &arguments.code else {
        Code::ALL.iter().for_each(|code| output.data(&head(*code)));
        return Status::Done;
    };
    match Code::named(asked) {
        Some(code) => {
            output.data(&format!("{}\n{}\n", head(code), page(code, lang).text));
            Status::Done
        }
        None => {
            report::error(&UnknownCode(asked.clone()), None, lang, output);
            Status::NotDone
        }
    }
}
