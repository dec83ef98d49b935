//! What the authors of a package noted as left to do.

use super::{Diagnostic, Trouble};
use crate::{
    package::{Package, text},
    start::MARK,
};

/// Each mark, in the files that authors write; sources are others' words.
pub(super) fn faults(package: &Package<'_>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for file in package.files.matching("", "").filter(|file| !file.starts_with("sources/")) {
        let written = text(package.files, file);
        for (start, _) in written.match_indices(MARK) {
            // The head of a draft explains the mark, in quotation marks.
            let explained = written.get(..start).is_some_and(|before| before.ends_with("« "));
            let Some(line) = written.get(start..).and_then(|rest| rest.lines().next()) else { continue };
            if !explained {
                let what = line.trim_start_matches(MARK).trim_matches([' ', ':', '.', '\u{a0}', '\u{202f}']);
                let trouble = Trouble::LeftToDo { what: what.to_owned() };
                all.push(trouble.at(package, file, Some(start..start + line.len())));
            }
        }
    }
    all
}
