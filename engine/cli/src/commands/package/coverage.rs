//! `parchemin package coverage`: who answers for each passage of the sources.

use super::{scope::scope, test::write};
use crate::{
    Common,
    commands::place::Replacing,
    output::{Output, Status},
    report,
};
use anstyle::{AnsiColor, Style};
use clap::Args;
use parchemin::core::{Lang, Speak, say};
use parchemin_kit::coverage::{self, Coverage, Source};
use serde_json::Value;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Folders, archives, or names of packages; without any, all that are loaded
    #[arg(value_name = "DIR|ARCHIVE|NAME")]
    given: Vec<String>,
    /// A page with the text and who answers for it, to a file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// The text itself, passage by passage
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    replacing: Replacing,
}

pub(crate) fn run(arguments: &Arguments, common: &Common, output: &mut Output) -> Status {
    let lang = common.lang();
    let place = arguments.html.as_deref();
    if arguments.replacing.allows(place, &arguments.given, lang, output).is_err() {
        return Status::NotDone;
    }
    let Ok((setup, scope)) = scope(&arguments.given, common, output) else { return Status::NotDone };
    let all = match coverage::all(&setup, &scope) {
        Ok(all) => all,
        Err(fault) => return report::load_fault(&fault, lang, output),
    };
    if let Some(path) = &arguments.html
        && write(path, coverage::html(&all, lang).as_bytes(), lang, output).is_err()
    {
        return Status::NotDone;
    }
    if arguments.json {
        output.data(&format!("{:#}\n", all.iter().map(Coverage::json).collect::<Value>()));
    } else {
        all.iter().for_each(|one| output.data(&told(one, arguments.text, lang)));
    }
    let faults = all.iter().flat_map(|one| &one.faults);
    let count = faults.inspect(|one| report::package_fault(&one.fault, lang, output)).count();
    if count > 0 { Status::DoneWithRejects } else { Status::Done }
}

fn told(coverage: &Coverage, whole: bool, lang: Lang) -> String {
    let bold = Style::new().bold();
    let mut text = format!("{bold}{}{bold:#}\n", coverage.package);
    for source in &coverage.sources {
        let figure = source.figure();
        let (file, passages, unclaimed) = (&source.file, figure.passages, figure.unclaimed());
        let (quoted, declared) = (figure.quoted, figure.declared);
        text += &say!(lang,
            fr: "  {file} : {passages} passages, {quoted} cités, {declared} déclarés, {unclaimed} sans réponse\n",
            en: "  {file}: {passages} passages, {quoted} quoted, {declared} declared, {unclaimed} unanswered\n");
        if whole {
            text += &passages_of(source, lang);
        }
    }
    text
}

fn passages_of(source: &Source, lang: Lang) -> String {
    let quiet = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    let one = |passage: &coverage::Passage| {
        let by = passage
            .by
            .iter()
            .map(|(package, by)| format!("      {quiet}{package}{quiet:#} {}\n", by.say(lang)));
        format!("    {}\n{}", passage.text, by.collect::<String>())
    };
    source.passages.iter().map(one).collect()
}
