//! Shares as they are asked for in words: `vae=0.4`, `defective=0`, `mediateur-numerique=0.7`.

use super::{GenerateFault, Shares};
use parchemin_core::{file::Route, nearest};
use std::collections::BTreeMap;

/// The shares that are of single things, by name.
const SINGLE: [&str; 5] = ["defective", "absent", "boundary", "disordered", "undated"];

/// All that has a share, titres apart.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    Route::NAMES.iter().chain(&SINGLE).copied()
}

impl Shares {
    /// The default shares with those that are asked for: `NAME=SHARE` of routes and of what else files have, and
    /// `TITRE=SHARE`. Routes that are not named share equally what the named ones leave, and so do the titres; where
    /// nothing is left, they do not come.
    ///
    /// # Errors
    /// What is no share, or the share of nothing; routes or titres that come to more than 1.
    pub fn asked(shares: &[String], titres: &[String], known: &[&str]) -> Result<Shares, GenerateFault> {
        let mut all = Shares::default();
        let mut routes = BTreeMap::new();
        for text in shares {
            let (name, value) = read(text)?;
            let place = match name {
                "defective" => &mut all.defective,
                "absent" => &mut all.absent,
                "boundary" => &mut all.boundary,
                "disordered" => &mut all.disordered,
                "undated" => &mut all.undated,
                _ => {
                    let route = Route::named(name).ok_or_else(|| GenerateFault::UnknownShare {
                        asked: name.to_owned(),
                        nearest: nearest(name, names()),
                    })?;
                    routes.entry(route).or_insert(value)
                }
            };
            *place = value;
        }
        let mut by_titre = BTreeMap::new();
        for text in titres {
            let (name, value) = read(text)?;
            by_titre.insert(name.to_owned(), value);
        }
        if !routes.is_empty() {
            all.routes = with_the_rest(routes, Route::ALL.iter().copied())?;
        }
        if !by_titre.is_empty() {
            all.titres = with_the_rest(by_titre, known.iter().map(|id| (*id).to_owned()))?;
        }
        Ok(all)
    }
}

fn read(text: &str) -> Result<(&str, f64), GenerateFault> {
    let parsed = text.split_once('=').and_then(|(name, value)| Some((name, value.parse().ok()?)));
    parsed.ok_or_else(|| GenerateFault::NotAShare(text.to_owned()))
}

/// What is named, and what it leaves spread over all others.
fn with_the_rest<K: Ord>(
    named: BTreeMap<K, f64>,
    all: impl Iterator<Item = K>,
) -> Result<BTreeMap<K, f64>, GenerateFault> {
    let sum: f64 = named.values().sum();
    // Tenths do not add up to 1 exactly.
    if sum > 1.0 + 1e-9 && named.values().all(|share| (0.0..=1.0).contains(share)) {
        return Err(GenerateFault::TooMuch { sum });
    }
    let others: Vec<K> = all.filter(|key| !named.contains_key(key)).collect();
    let rest = (1.0 - sum).clamp(0.0, 1.0) / others.len().max(1) as f64;
    let mut shares = named;
    shares.extend(others.into_iter().map(|key| (key, rest)));
    Ok(shares)
}

#[cfg(test)]
mod tests {
    //! What is asked for is had, the rest is shared, and what cannot be had is refused by name.
    use super::*;

    const TITRES: [&str; 3] = ["a", "b", "c"];

    fn asked(shares: &[&str], titres: &[&str]) -> Result<Shares, GenerateFault> {
        let owned = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Shares::asked(&owned(shares), &owned(titres), &TITRES)
    }

    #[test]
    fn nothing_asked_for_is_the_default() {
        assert_eq!(asked(&[], &[]), Ok(Shares::default()));
    }

    #[test]
    fn what_is_not_named_shares_what_is_left() {
        let shares = asked(&["vae=0.4", "defective=0"], &["b=0.5"]).unwrap();
        assert_eq!(shares.routes.get(&Route::Vae), Some(&0.4));
        let others: f64 =
            shares.routes.iter().filter(|(route, _)| **route != Route::Vae).map(|(_, s)| s).sum();
        assert!((others - 0.6).abs() < 1e-9);
        assert_eq!(
            shares.titres,
            BTreeMap::from([("a".into(), 0.25), ("b".into(), 0.5), ("c".into(), 0.25)])
        );
        assert_eq!(shares.defective, 0.0);
    }

    #[test]
    fn one_that_takes_all_leaves_nothing() {
        let shares = asked(&["vae=1"], &[]).unwrap();
        assert!(shares.routes.iter().all(|(route, share)| (*route == Route::Vae) == (*share > 0.0)));
    }

    #[test]
    fn what_is_no_share_is_refused_as_it_was_written() {
        for text in ["vae", "vae=", "vae=half", "=0.5="] {
            assert_eq!(asked(&[text], &[]), Err(GenerateFault::NotAShare(text.into())));
        }
    }

    #[test]
    fn a_name_that_is_none_is_refused_with_the_nearest() {
        let fault = asked(&["defectiv=0.5"], &[]).unwrap_err();
        assert_eq!(
            fault,
            GenerateFault::UnknownShare { asked: "defectiv".into(), nearest: vec!["defective".into()] }
        );
    }

    #[test]
    fn more_than_all_is_refused() {
        let fault = asked(&["vae=0.7", "ccs=0.6"], &[]).unwrap_err();
        assert!(matches!(fault, GenerateFault::TooMuch { sum } if (sum - 1.3).abs() < 1e-9));
        assert!(asked(&["vae=0.7", "ccs=0.2", "capitalisation=0.1"], &[]).is_ok());
    }
}
