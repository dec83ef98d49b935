//! Candidate files made up: what tests, benches and fuzzers run on, and what somebody tries the program with.
//!
//! A file depends on the seed and its own number alone, so that files can be made in any order, on any number of
//! threads, and any one of them again. It speaks of what the packages loaded speak of ([`World`]), in the proportions
//! that are asked for ([`Shares`]). Most files are such as could be sent; some lack what they should say, and in some
//! nothing happens in its order. Whatever the seed, a file is of the format, and everything it names exists. There are
//! no names of people, and every id says that it is synthetic.
//!
//! [`cases`] are not drawn: they go through what draws may miss.

mod asked;
mod candidate;
mod cases;
mod draw;
mod fault;
mod life;
mod pieces;
mod session;
mod shares;
mod world;

pub use cases::cases;
pub use fault::GenerateFault;
pub use shares::Shares;
pub use world::World;

use candidate::{Maker, Manner};
use draw::Draw;
use parchemin_core::{CandidateFile, file::Route};

/// Makes up candidate files.
///
/// ```
/// use parchemin_bulk::generate::{Generator, Shares, World};
/// let host = parchemin::Parchemin::embedded()?;
/// let generator = Generator::new(World::of(host.catalogue())?, 1, &Shares::default())?;
/// let files: Vec<_> = generator.files().take(10).collect();
/// assert_eq!(files[7], generator.file(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    world: World,
    seed: u64,
    shares: Shares,
    routes: Vec<(Route, f64)>,
    /// Places in the world's titres.
    titres: Vec<(usize, f64)>,
}

impl Generator {
    /// A generator of the files of a seed.
    ///
    /// # Errors
    /// Shares with which no file can be made.
    pub fn new(world: World, seed: u64, shares: &Shares) -> Result<Generator, GenerateFault> {
        shares.check(&world.titre_ids())?;
        let routes = shares.routes.iter().map(|(route, share)| (*route, *share)).collect();
        let share = |titre: &str| {
            if shares.titres.is_empty() { 1.0 } else { *shares.titres.get(titre).unwrap_or(&0.0) }
        };
        let titres = world.titre_ids().into_iter().map(share).enumerate().collect();
        Ok(Generator { world, seed, shares: shares.clone(), routes, titres })
    }

    /// What its files speak of.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The files from the first on, without end.
    pub fn files(&self) -> impl Iterator<Item = CandidateFile> {
        (0..=u64::MAX).map(|n| self.file(n))
    }

    /// File `n`.
    pub fn file(&self, n: u64) -> CandidateFile {
        let Shares { defective, absent, boundary, disordered, undated, .. } = self.shares;
        let mut draw = Draw::new(self.seed, n);
        let titre = draw.weighted(&self.titres).and_then(|place| self.world.titres.get(*place));
        let route = draw.weighted(&self.routes).copied();
        // The shares were checked when the generator was made, and a world has a titre.
        let (Some(titre), Some(route)) = (titre, route) else { return CandidateFile::default() };
        let manner = Manner {
            absent: if draw.chance(defective) { absent } else { 0.0 },
            boundary,
            disordered: draw.chance(disordered),
            complete: false,
            regular: draw.chance(0.4),
        };
        let undated = draw.chance(undated);
        let mut maker = Maker { draw, world: &self.world, titre, route, manner };
        let mut file = maker.file(format!("synthetic-{}-{n}", self.seed));
        if undated {
            file.evaluate_on = None;
        }
        file
    }
}
