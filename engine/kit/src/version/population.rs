//! The candidates on whom two editions of a package are compared: made up from what either of them speaks of, the
//! acceptance cases of the package, and whatever files are given.

use parchemin::{
    Parchemin,
    core::{
        CandidateFile,
        file::{Leniency, parse},
    },
    packages::{Files, check::Revision},
};
use parchemin_bulk::{
    generate::{GenerateFault, Generator, Shares, World},
    impact::Side,
    read::{InputFault, ReadOptions, Reader},
};
use serde_json::Value;

/// How candidates are made up.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    /// How many, in all.
    pub count: u64,
    /// The seed.
    pub seed: u64,
}

impl Default for Drawn {
    fn default() -> Drawn {
        Drawn { count: 2_000, seed: 1 }
    }
}

/// Half of the files speak of what the old packages know, half of what the new ones do; all of the titre, where the
/// package describes one.
pub(super) fn drawn(
    sides: &[Side; 2],
    revision: Option<&Revision>,
    drawn: Drawn,
) -> Result<Vec<CandidateFile>, GenerateFault> {
    let titres = revision.iter().map(|revision| (revision.titre.id.clone(), 1.0)).collect();
    let shares = Shares { titres, ..Shares::default() };
    let [old, new] = sides;
    let half = drawn.count / 2;
    let generator = |host: &Parchemin| Generator::new(World::of(host.catalogue())?, drawn.seed, &shares);
    let (old, new) = (generator(&old.host)?, generator(&new.host)?);
    Ok((0..half).map(|n| old.file(n)).chain((half..drawn.count).map(|n| new.file(n))).collect())
}

/// The candidate files among the cases of a package.
pub(super) fn cases(files: &Files) -> Vec<CandidateFile> {
    let case = |path: &str| {
        let value: Value = serde_json::from_slice(files.bytes(path)?).ok()?;
        let file = value.get("file").unwrap_or(&value);
        parse(file.to_string().as_bytes(), Leniency::Strict).ok()
    };
    files.matching("tests/", ".json").filter_map(case).collect()
}

/// The files of inputs; what is no file is passed over.
pub(super) fn given(inputs: &[String]) -> Result<Vec<CandidateFile>, InputFault> {
    let mut all = Vec::new();
    if !inputs.is_empty() {
        let mut reader = Reader::open(inputs, &ReadOptions::default())?;
        while let Some(chunk) = reader.next()? {
            all.extend(chunk.rows().filter_map(|row| row.file.ok()));
        }
    }
    Ok(all)
}
