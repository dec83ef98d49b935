//! A case of `tests/impact`: a candidate, a change of packages, and what it does to him.

use crate::case::{corpus, fixtures};
use parchemin::{
    Setup,
    cases::set,
    core::{Day, Lang, Speak, decision::Outcome},
};
use parchemin_bulk::{
    impact::{self, Bucket, Compared, Impact, Passed},
    read::{ReadOptions, Reader},
};
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpactCase {
    /// What the case shows, in one sentence.
    pub shows: String,
    /// The candidate file it starts from, relative to the corpus.
    pub from: PathBuf,
    /// Members that differ, by their JSON pointers; `null` removes.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// The date of the decisions, instead of the file's own.
    pub as_of: Option<Day>,
    /// The old and the new packages, as the command takes them.
    pub between: Option<[String; 2]>,
    /// Or texts that are replaced in a copy of the packages, which is the new catalogue.
    #[serde(default)]
    pub change: Vec<Replaced>,
    /// Folders of `tests/fixtures/packages` that are loaded beside the shipped packages.
    #[serde(default)]
    pub packages: Vec<String>,
    /// What is expected.
    pub expect: Expected,
}

/// A text of a package and what stands in its place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// The file: `cadre-1/parameters.toml`. `*` before a path is every package.
    pub file: String,
    /// The text; in a single file it stands once.
    pub text: String,
    /// What replaces it.
    pub by: String,
}

/// What is expected of a comparison.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The bucket.
    pub bucket: String,
    /// The old and the new outcome.
    pub outcomes: [Outcome; 2],
    /// The sets of changes of which each makes it.
    #[serde(default)]
    pub causes: Vec<Vec<String>>,
    /// The one set is minimal only.
    #[serde(default)]
    pub minimal: bool,
    /// The facts that are missing for the new outcome.
    #[serde(default)]
    pub missing: Vec<String>,
}

impl ImpactCase {
    /// Runs the case.
    ///
    /// # Errors
    /// What is not as expected, or cannot be run.
    pub fn run(&self) -> Result<(), String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut file: Value =
            serde_json::from_str(&text_of(&corpus().join(&self.from))?).map_err(|error| error.to_string())?;
        set(&mut file, &self.set).map_err(|bad| format!("`{}` leads nowhere", bad.0))?;
        let files = folder.path().join("files.jsonl");
        fs::write(&files, format!("{file}\n")).map_err(|error| error.to_string())?;
        let mut setup = Setup::default();
        let [old, new] = match &self.between {
            Some(between) => {
                setup.packages = self.packages.iter().map(|name| fixtures().join(name)).collect();
                between.clone()
            }
            None => {
                let catalogues = ["old", "new"].map(|name| folder.path().join(name));
                for catalogue in &catalogues {
                    self.packages_into(catalogue)?;
                }
                let [_, new] = &catalogues;
                self.change.iter().try_for_each(|change| change.apply(new))?;
                catalogues.map(|catalogue| catalogue.display().to_string())
            }
        };
        let compared = compare(&setup, [&old, &new], &files, self.as_of)?;
        let found = Expected::of(&compared);
        if found == self.expect {
            Ok(())
        } else {
            Err(format!("expected {:#?}\nfound {found:#?}", self.expect))
        }
    }

    /// All packages, side by side in one folder.
    fn packages_into(&self, folder: &Path) -> Result<(), String> {
        let rulesets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rulesets");
        copy(&rulesets, folder)?;
        self.packages.iter().try_for_each(|name| copy(&fixtures().join(name), folder))
    }
}

impl Expected {
    fn of((compared, names): &(Compared, Vec<Vec<String>>)) -> Expected {
        let open = compared.bucket == Bucket::CannotBeRecomputed;
        let missing = if open { compared.new.missing() } else { Vec::new() };
        Expected {
            bucket: compared.bucket.name().to_owned(),
            outcomes: [compared.old.outcome(), compared.new.outcome()],
            causes: names.clone(),
            minimal: compared.cause.minimal,
            missing: missing.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Compares one file, and names its causes.
fn compare(
    setup: &Setup,
    [old, new]: [&str; 2],
    files: &Path,
    as_of: Option<Day>,
) -> Result<(Compared, Vec<Vec<String>>), String> {
    let said = |fault: impact::ImpactFault| fault.say(Lang::En);
    let impact = Impact::new(impact::sides(setup, old, new).map_err(said)?, as_of).map_err(said)?;
    let (mut compared, mut rejected) = (None, None);
    let reader = Reader::open(&[files.display().to_string()], &ReadOptions::default());
    impact
        .run(reader.map_err(|fault| fault.say(Lang::En))?, |passed| {
            match passed {
                Passed::Compared(one) => compared = Some((*one).clone()),
                Passed::Rejected(one) => rejected = Some(one.reason.say(Lang::En)),
            }
            Ok(())
        })
        .map_err(said)?;
    let compared = compared.ok_or_else(|| rejected.unwrap_or_else(|| "no row".to_owned()))?;
    let items = impact.difference().items();
    let names = |set: &parchemin::packages::difference::Items| {
        set.iter().filter_map(|place| items.get(*place)).map(impact::name).collect()
    };
    let names = compared.cause.sets.iter().map(names).collect();
    Ok((compared, names))
}

impl Replaced {
    fn apply(&self, catalogue: &Path) -> Result<(), String> {
        if let Some(inside) = self.file.strip_prefix("*/") {
            for path in inner(catalogue)? {
                let file = path.join(inside);
                if file.is_file() {
                    write(&file, &text_of(&file)?.replace(&self.text, &self.by))?;
                }
            }
            return Ok(());
        }
        let file = catalogue.join(&self.file);
        let text = text_of(&file)?;
        match text.matches(&self.text).count() {
            1 => write(&file, &text.replace(&self.text, &self.by)),
            count => Err(format!("`{}` stands {count} times in {}", self.text, self.file)),
        }
    }
}

fn text_of(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn inner(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| error.to_string())?;
    for path in inner(from)? {
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}
