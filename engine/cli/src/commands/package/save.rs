//! `parchemin package test DIR --save NAME FILE`: a decided file becomes a case of the package.

use super::test::{Chosen, write};
use crate::{
    Common,
    commands::{Told, date},
    output::{Output, Status},
    report, told,
};
use clap::Args;
use parchemin::{
    cases::{FOLDER, Loaded, Saved, reduced, whole},
    core::{
        Decision, Lang, Speak,
        file::{Leniency, parse},
        say,
    },
    packages::refused,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What a case is made of.
#[derive(Args)]
pub(crate) struct Saving {
    /// Make a case of a candidate file: it expects what is decided now
    #[arg(long, num_args = 2, value_names = ["NAME", "FILE"])]
    save: Vec<String>,
    /// The date of the decision, YYYY-MM-DD; else the file's own `evaluate_on`
    #[arg(long, value_name = "DATE", requires = "save")]
    as_of: Option<String>,
    /// What the case shows, in one sentence; else who got which answer
    #[arg(long, value_name = "SENTENCE", requires = "save")]
    shows: Option<String>,
    /// Expect the whole decision, to the word
    #[arg(long, requires = "save")]
    whole: bool,
}

/// Why no case was made.
enum Fault {
    /// Not one folder of a package.
    NotOne,
    /// A name that leads out of the folder of the cases.
    BadName(String),
    /// The file of the case is there.
    Exists(PathBuf),
    Unreadable(PathBuf, std::io::Error),
    NotJson(PathBuf, serde_json::Error),
    /// YAML cannot hold it.
    Unwritable(String),
}

impl Saving {
    /// Whether a case is to be made.
    pub(super) fn asked(&self) -> bool {
        !self.save.is_empty()
    }
}

pub(super) fn run(saving: &Saving, chosen: &Chosen, common: &Common, output: &mut Output) -> Status {
    match saved(saving, chosen, common, output) {
        Ok(path) => {
            let path = path.display();
            output.note(&say!(common.lang(), fr: "cas écrit : {path}\n", en: "case written: {path}\n"));
            Status::Done
        }
        Err(Told) => Status::NotDone,
    }
}

fn saved(saving: &Saving, chosen: &Chosen, common: &Common, output: &mut Output) -> Result<PathBuf, Told> {
    let lang = common.lang();
    let tell = |fault: &dyn Speak, output: &mut Output| {
        report::error(fault, None, lang, output);
        Told
    };
    let [name, file] = saving.save.as_slice() else { return Err(tell(&Fault::NotOne, output)) };
    let as_of = date(saving.as_of.as_deref(), lang, output)?;
    let (package, path) = place(chosen, name).map_err(|fault| tell(&fault, output))?;
    let file = PathBuf::from(file);
    let bytes = fs::read(&file).map_err(|error| tell(&Fault::Unreadable(file.clone(), error), output))?;
    let candidate = parse(&bytes, Leniency::Strict).map_err(|fault| tell(&fault, output))?;
    let json = serde_json::from_slice(&bytes).map_err(|error| tell(&Fault::NotJson(file, error), output))?;
    let host = chosen.bench.host(package, &common.editions).map_err(|fault| told(&fault, lang, output))?;
    let decision = host.decide(&candidate, as_of, Lang::Fr).map_err(|refusal| tell(&refusal, output))?;
    let expect = if saving.whole { whole(&decision) } else { reduced(&decision) };
    let shows = saving.shows.clone().unwrap_or_else(|| summary(&decision));
    let case = Saved { shows, file: json, as_of, editions: common.editions.clone() };
    let text = case.yaml(expect).map_err(|error| tell(&Fault::Unwritable(error.to_string()), output))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| tell(&Fault::Unreadable(folder.to_owned(), error), output))?;
    }
    write(&path, text.as_bytes(), lang, output)?;
    Ok(path)
}

/// The package, and where the case will stand in its folder.
fn place<'c>(chosen: &'c Chosen, name: &str) -> Result<(&'c Loaded, PathBuf), Fault> {
    let mut packages = chosen.packages();
    let (Some(package), None) = (packages.next(), packages.next()) else { return Err(Fault::NotOne) };
    let folder = Path::new(package.files().name());
    if !folder.join("package.toml").is_file() {
        return Err(Fault::NotOne);
    }
    let outside = |part: &str| part.is_empty() || part.starts_with('.') || part.contains('\\');
    if name.split('/').any(outside) || name.starts_with("bases/") {
        return Err(Fault::BadName(name.to_owned()));
    }
    let path = folder.join(FOLDER).join(format!("{name}.yaml"));
    if path.exists() { Err(Fault::Exists(path)) } else { Ok((package, path)) }
}

/// Who got which answer, when: what a case shows until somebody says it better.
fn summary(decision: &Decision) -> String {
    let who = decision.candidate.as_deref().unwrap_or("un candidat");
    let (question, outcome) = (decision.headline.question, decision.headline.outcome);
    let (question, outcome) = (question.spoken(Lang::Fr), outcome.spoken(Lang::Fr));
    format!("{who}, le {} : {question}, {outcome}", decision.date.spoken(Lang::Fr))
}

impl Speak for Fault {
    fn say(&self, lang: Lang) -> String {
        match self {
            Fault::NotOne => say!(lang,
                fr: "un cas s’écrit dans le dossier d’un seul paquet", en: "a case is written in the folder of one package"),
            Fault::BadName(name) => say!(lang,
                fr: "`{name}` ne peut être le nom d’un cas", en: "`{name}` cannot be the name of a case"),
            Fault::Exists(path) => {
                let path = path.display();
                say!(lang, fr: "`{path}` existe déjà", en: "`{path}` exists already")
            }
            Fault::Unreadable(path, error) => {
                let (path, reason) = (path.display(), refused(error, lang));
                say!(lang, fr: "`{path}` : {reason}", en: "`{path}`: {reason}")
            }
            Fault::NotJson(path, error) => {
                let path = path.display();
                say!(lang, fr: "`{path}` n’est pas du JSON : {error}", en: "`{path}` is not JSON: {error}")
            }
            Fault::Unwritable(reason) => say!(lang,
                fr: "le cas ne peut être écrit : {reason}", en: "the case cannot be written: {reason}"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Fault::NotOne => Some(say!(lang,
                fr: "donner le dossier qui contient package.toml : `parchemin package test rulesets/mn-2025 --save …`",
                en: "give the folder that has package.toml: `parchemin package test rulesets/mn-2025 --save …`")),
            Fault::BadName(_) => Some(say!(lang,
                fr: "un chemin depuis tests/, sans l’extension : `vae/un-an`", en: "a path from tests/, without the extension: `vae/un-an`")),
            Fault::Exists(_) => Some(
                say!(lang, fr: "choisir un autre nom, ou le retirer", en: "choose another name, or remove it"),
            ),
            Fault::Unreadable(..) => Some(
                say!(lang, fr: "vérifier le chemin et les droits", en: "check the path and the permissions"),
            ),
            Fault::NotJson(..) | Fault::Unwritable(_) => None,
        }
    }
}
