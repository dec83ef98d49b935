//! How often what comes: the shares by which files are made up.

use super::fault::GenerateFault;
use parchemin_core::{file::Route, nearest};
use std::collections::BTreeMap;

/// How often what comes, each a share from 0 to 1.
///
/// ```
/// use parchemin_bulk::generate::Shares;
/// use parchemin_core::file::Route;
/// // VAE alone, and no file that lacks anything.
/// let shares = Shares { routes: [(Route::Vae, 1.0)].into(), defective: 0.0, ..Shares::default() };
/// # let _ = shares;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Each route, in relation to the others; one that is not listed does not come.
    pub routes: BTreeMap<Route, f64>,
    /// Each titre, by its id, in relation to the others; all alike where none is listed.
    pub titres: BTreeMap<String, f64>,
    /// Files that lack something.
    pub defective: f64,
    /// Members that a defective file lacks, at every depth.
    pub absent: f64,
    /// Days and numbers that lie on one the law states, or beside it.
    pub boundary: f64,
    /// Files whose days follow in no order.
    pub disordered: f64,
    /// Files that do not say on which day to decide.
    pub undated: f64,
}

impl Default for Shares {
    /// All routes and titres alike; half of the files whole, and the rest with a member in ten missing; a third of the
    /// days at a boundary, so that some thousands of files see each; one file in ten in disorder; every file dated.
    fn default() -> Shares {
        Shares {
            routes: Route::ALL.iter().map(|route| (*route, 1.0)).collect(),
            titres: BTreeMap::new(),
            defective: 0.5,
            absent: 0.1,
            boundary: 0.35,
            disordered: 0.1,
            undated: 0.0,
        }
    }
}

impl Shares {
    /// Whether files of these titres can be made with them.
    pub(super) fn check(&self, titres: &[&str]) -> Result<(), GenerateFault> {
        let single = [
            ("defective", self.defective),
            ("absent", self.absent),
            ("boundary", self.boundary),
            ("disordered", self.disordered),
            ("undated", self.undated),
        ];
        let single = single.into_iter().map(|(name, value)| (name.to_owned(), value));
        let routes = self.routes.iter().map(|(route, value)| (format!("routes.{}", route.name()), *value));
        let by_titre = self.titres.iter().map(|(id, value)| (format!("titres.{id}"), *value));
        for (share, value) in single.chain(routes).chain(by_titre) {
            // Not a number is in no range.
            if !(0.0..=1.0).contains(&value) {
                return Err(GenerateFault::OutOfRange { share, value });
            }
        }
        if let Some(asked) = self.titres.keys().find(|id| !titres.contains(&id.as_str())) {
            let nearest = nearest(asked, titres.iter().copied());
            return Err(GenerateFault::UnknownTitre { asked: asked.clone(), nearest });
        }
        if self.routes.values().all(|share| *share == 0.0) {
            return Err(GenerateFault::NoRoute);
        }
        if !self.titres.is_empty() && self.titres.values().all(|share| *share == 0.0) {
            return Err(GenerateFault::NoTitre);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    //! Shares that make no file are refused by name, and the default ones are not.
    use super::*;
    use parchemin_core::{Lang, Speak};

    const TITRES: [&str; 2] = ["mediateur-numerique", "un-autre"];

    fn fault(shares: Shares) -> GenerateFault {
        shares.check(&TITRES).expect_err("it must be refused")
    }

    #[test]
    fn the_default_shares_are_sound() {
        assert_eq!(Shares::default().check(&TITRES), Ok(()));
    }

    #[test]
    fn a_share_beyond_its_range_is_named_with_what_it_is() {
        for value in [-0.1, 1.5, f64::INFINITY] {
            let fault = fault(Shares { absent: value, ..Shares::default() });
            assert_eq!(fault, GenerateFault::OutOfRange { share: "absent".into(), value });
        }
        let fault = fault(Shares { routes: [(Route::Vae, f64::NAN)].into(), ..Shares::default() });
        assert_eq!(fault.say(Lang::En), "the share `routes.vae` is NaN");
    }

    #[test]
    fn shares_of_nothing_at_all_are_refused() {
        let nothing = Shares { routes: [(Route::Vae, 0.0)].into(), ..Shares::default() };
        assert_eq!(fault(nothing), GenerateFault::NoRoute);
        assert_eq!(fault(Shares { routes: BTreeMap::new(), ..Shares::default() }), GenerateFault::NoRoute);
        let nothing = Shares { titres: [("un-autre".into(), 0.0)].into(), ..Shares::default() };
        assert_eq!(fault(nothing), GenerateFault::NoTitre);
    }

    #[test]
    fn an_unknown_titre_is_refused_with_the_nearest() {
        let fault = fault(Shares { titres: [("mediateur".into(), 1.0)].into(), ..Shares::default() });
        assert_eq!(fault.help(Lang::Fr).as_deref(), Some("peut-être `mediateur-numerique`"));
    }
}
