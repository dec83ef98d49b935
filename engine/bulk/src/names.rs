//! The names of what is written: each file is named for one use alone, and what is there already is replaced only where
//! that was asked for.

use parchemin_core::{Lang, Speak, say};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf, absolute},
};

/// Files that stand beside an output while it is written, by what follows its name.
pub const BESIDE_OUTPUT: &[&str] = &[".part", ".assembled.part", ".journal", ".journal.part"];

/// Those that stand beside anything else.
pub const BESIDE: &[&str] = &[".part"];

/// A name that cannot be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// One file would be written twice, or written and read.
    Twice(String),
    /// It is there already.
    Exists(String),
}

/// Whether all that is written, each name with what stands beside it meanwhile, is something else than the rest and than
/// all inputs. `-` is any stream.
///
/// # Errors
/// The first name that is not.
///
/// ```
/// use parchemin_bulk::names::{BESIDE_OUTPUT, NameFault, distinct};
/// assert_eq!(distinct(["a.jsonl"], [("b.jsonl".to_owned(), BESIDE_OUTPUT)]), Ok(()));
/// let fault = distinct(["b.jsonl.part"], [("b.jsonl".to_owned(), BESIDE_OUTPUT)]);
/// assert_eq!(fault, Err(NameFault::Twice("b.jsonl.part".to_owned())));
/// ```
pub fn distinct<'n>(
    inputs: impl IntoIterator<Item = &'n str>,
    outputs: impl IntoIterator<Item = (String, &'static [&'static str])>,
) -> Result<(), NameFault> {
    let mut used: BTreeSet<PathBuf> =
        inputs.into_iter().filter(|name| *name != "-").map(|name| place(Path::new(name))).collect();
    for (name, beside) in outputs.into_iter().filter(|(name, _)| name != "-") {
        for end in [""].iter().chain(beside) {
            let file = format!("{name}{end}");
            if !used.insert(place(Path::new(&file))) {
                return Err(NameFault::Twice(file));
            }
        }
    }
    Ok(())
}

/// Whether no file has that name yet. What is no file, a pipe or a device, is written through.
///
/// # Errors
/// One has.
pub fn free(name: &str) -> Result<(), NameFault> {
    if name != "-" && Path::new(name).is_file() { Err(NameFault::Exists(name.to_owned())) } else { Ok(()) }
}

/// The same for every way to one file, there or not.
fn place(path: &Path) -> PathBuf {
    let of_folder = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    let found = path.canonicalize().ok().or_else(of_folder).or_else(|| absolute(path).ok());
    found.unwrap_or_else(|| path.to_owned())
}

impl Speak for NameFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            NameFault::Twice(name) => say!(lang,
                fr: "`{name}` est nommé pour deux usages", en: "`{name}` is named for two uses"),
            NameFault::Exists(name) => {
                say!(lang, fr: "`{name}` existe déjà", en: "`{name}` is there already")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            NameFault::Twice(_) => {
                say!(lang,
                    fr: "donner un nom à chaque fichier ; NOM.part et NOM.journal sont écrits à côté d’une sortie NOM",
                    en: "give each file a name of its own; NAME.part and NAME.journal are written beside an output NAME")
            }
            NameFault::Exists(_) => say!(lang,
                fr: "choisir un autre nom, ou --force pour le remplacer",
                en: "choose another name, or --force to replace it"),
        })
    }
}
