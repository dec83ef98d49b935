//! From the files of a package to its cases. What is wrong is told with the file, the line and the column.

use super::{expect::Expectation, written::Case};
use parchemin_core::{file::without_place, nearest, say};
use parchemin_package::{Code, Files, PackageFault, Problem, Said};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::ops::Range;

/// The folder of the cases in a package.
pub const FOLDER: &str = "tests/";

/// Where candidate files stand from which cases start; none of them is a case.
const BASES: &str = "tests/bases/";

/// The ends of the names of cases: the same format twice, the one written by hand, the other by programs.
const ENDS: [&str; 3] = [".yaml", ".yml", ".json"];

/// Cases of which one starts from the next: more are a circle, or read by nobody.
const CHAIN: usize = 8;

/// Variants of one case: each is a decision, and a package may come from anywhere.
const VARIANTS: usize = 100;

/// A case with the file in which it stands.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its name: the path under `tests/`, without its end.
    pub name: String,
    /// The file, inside the package.
    pub file: String,
    /// The case.
    pub case: Case,
    /// The candidate file that it starts from, where it names one.
    pub base: Option<Value>,
}

/// The cases of a package, in the order of their files.
///
/// # Errors
/// Everything that is wrong with them.
pub fn cases_of(files: &Files) -> Result<Vec<Named>, Vec<PackageFault>> {
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for file in case_files(files) {
        match named(files, file) {
            Ok(named) => cases.push(named),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(cases) } else { Err(faults) }
}

fn case_files(files: &Files) -> impl Iterator<Item = &str> {
    all_files(files).filter(|file| !file.starts_with(BASES))
}

fn all_files(files: &Files) -> impl Iterator<Item = &str> {
    files.matching(FOLDER, "").filter(|file| ENDS.iter().any(|end| file.ends_with(end)))
}

fn named(files: &Files, file: &str) -> Result<Named, PackageFault> {
    let case: Case = parsed(files, file)?;
    if case.also.len() > VARIANTS {
        return Err(wrong(files, file, "also", Problem::TooManyVariants { limit: VARIANTS }));
    }
    let base = base(files, file, &case, CHAIN)?;
    // Once here, so that a pointer that leads nowhere is told where it is written, and all of them are known to lead.
    case.asks(base.as_ref())
        .map_err(|bad| wrong(files, file, &bad.0, Problem::PointerNowhere { pointer: bad.0.clone() }))?;
    let nothing =
        case.also.iter().map(|variant| &variant.expect).chain([&case.expect]).any(Expectation::is_empty);
    if nothing {
        let text = files.text(file)?.unwrap_or_default();
        let written = ["expect: {}", "expect"].into_iter().find(|written| text.contains(written));
        return Err(wrong(files, file, written.unwrap_or_default(), nothing_expected()));
    }
    let inside = file.strip_prefix(FOLDER).unwrap_or(file);
    let name = ENDS.iter().find_map(|end| inside.strip_suffix(end)).unwrap_or(inside);
    Ok(Named { name: name.to_owned(), file: file.to_owned(), case, base })
}

/// A case that any decision would satisfy.
fn nothing_expected() -> Problem {
    let reason = Said::of(|lang| {
        say!(lang,
            fr: "le cas n’attend rien : toute décision y répondrait",
            en: "the case expects nothing: any decision would do")
    });
    let help = Said::of(|lang| {
        say!(lang,
            fr: "écrire sous `expect` ce que le texte veut, par exemple `headline`",
            en: "write under `expect` what the text wants, for example `headline`")
    });
    Problem::Told { code: Code::NotOfTheFormat, reason, help: Some(help) }
}

/// The candidate file that a case starts from.
fn base(files: &Files, file: &str, case: &Case, chain: usize) -> Result<Option<Value>, PackageFault> {
    let Some(from) = &case.from else { return Ok(None) };
    if case.file.is_some() {
        return Err(wrong(files, file, "from", Problem::TwoBases));
    }
    let path = format!("{FOLDER}{from}");
    if files.bytes(&path).is_none() {
        let known: Vec<&str> = all_files(files).filter_map(|file| file.strip_prefix(FOLDER)).collect();
        let problem = Problem::NoBase { base: from.clone(), nearest: nearest(from, known) };
        return Err(wrong(files, file, from, problem));
    }
    if path.starts_with(BASES) {
        return parsed(files, &path).map(Some);
    }
    if chain == 0 {
        return Err(wrong(files, file, from, Problem::BaseCircle { base: from.clone() }));
    }
    let other: Case = parsed(files, &path)?;
    let base = base(files, &path, &other, chain - 1)?;
    let candidate = other
        .candidate(base.as_ref())
        .map_err(|bad| wrong(files, &path, &bad.0, Problem::PointerNowhere { pointer: bad.0.clone() }))?;
    Ok(Some(candidate))
}

fn parsed<T: DeserializeOwned>(files: &Files, file: &str) -> Result<T, PackageFault> {
    let text = files.text(file)?.unwrap_or_default();
    let fault = |reason: String, place: Option<(u64, u64)>| {
        let span = place.and_then(|(line, column)| span_at(text, line, column));
        PackageFault::new(&files.shown(file), text, span, Problem::NotOfTheFormat(reason))
    };
    if file.ends_with(".json") {
        return serde_json::from_str(text).map_err(|error| {
            let place = (error.line() as u64, error.column() as u64);
            fault(without_place(&error.to_string()).to_owned(), Some(place))
        });
    }
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location().map(|place| (place.line(), place.column()));
        fault(without_place(&error.to_string()).to_owned(), place)
    })
}

/// The word at a place, counted from 1 in characters.
fn span_at(text: &str, line: u64, column: u64) -> Option<Range<usize>> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let of_line = text.get(before..)?.lines().next().unwrap_or_default();
    let start = of_line.char_indices().nth(column).map_or(of_line.len(), |(at, _)| at);
    let rest = of_line.get(start..)?;
    let length = rest.find([' ', ',', ':', '}', ']']).unwrap_or(rest.len());
    Some(before + start..before + start + length)
}

/// A fault of a case, at the first place where it writes something.
fn wrong(files: &Files, file: &str, written: &str, problem: Problem) -> PackageFault {
    let text = files.text(file).ok().flatten().unwrap_or_default();
    let span = text.find(written).map(|start| start..start + written.len());
    PackageFault::new(&files.shown(file), text, span, problem)
}
