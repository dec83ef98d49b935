//! The candidates on whom two editions of a package are compared: made up from what either of them speaks of, the
//! acceptance cases of the package, and whatever files are given.

use parchemin::{
    Parchemin,
    cases::cases_of,
    core::{
        CandidateFile,
        file::{Leniency, parse},
    },
    packages::{Files, PackageFault, check::Revision},
};
use parchemin_bulk::{
    generate::{GenerateFault, Generator, Shares, World},
    impact::Side,
    read::{InputFault, ReadOptions, Reader},
};

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

/// The candidate files that the cases of a package ask about, each on its date; a file that a case wants refused is
/// none.
pub(super) fn cases(files: &Files) -> Result<Vec<CandidateFile>, Vec<PackageFault>> {
    let mut all = Vec::new();
    for named in cases_of(files)? {
        // Where a pointer leads nowhere has been told by then.
        for asked in named.case.asks(named.base.as_ref()).unwrap_or_default() {
            let mut file = asked.file;
            if let (Some(day), Some(members)) = (asked.as_of, file.as_object_mut()) {
                members.insert("evaluate_on".to_owned(), day.to_string().into());
            }
            all.extend(parse(file.to_string().as_bytes(), Leniency::Strict));
        }
    }
    Ok(all)
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
