//! Which packages of a catalogue decide something, in which editions.

use parchemin::Parchemin;
use parchemin_core::decision::PackageIdentity;
use std::collections::BTreeSet;

/// The packages that decide something, to the byte.
pub(crate) fn in_use(host: &Parchemin) -> BTreeSet<PackageIdentity> {
    let catalogue = host.catalogue();
    let revisions = catalogue.titres().into_iter().flat_map(|titre| {
        let packages: Vec<_> = catalogue.timeline(&titre).into_iter().map(|(package, _)| package).collect();
        packages.into_iter().flat_map(|package| catalogue.with_requirements(&package)).collect::<Vec<_>>()
    });
    revisions.chain(catalogue.frameworks()).map(|package| package.identity.clone()).collect()
}
