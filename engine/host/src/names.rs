//! What files call things, found at once: the titres by their names, their revisions, and their CCPs.

use crate::choice::Timeline;
use parchemin_package::{Catalogue, CatalogueFault, folded};
use std::{collections::HashMap, sync::Arc};

/// The names of a catalogue, as its packages write them. What is not among them is looked for in the catalogue.
#[derive(Debug)]
pub(crate) struct Names {
    /// The timeline of each titre.
    timelines: Vec<Arc<Timeline>>,
    /// By their names.
    titres: HashMap<String, usize>,
    /// By all their names, folded.
    folded: HashMap<String, usize>,
    ccps: HashMap<String, Place>,
    revisions: HashMap<String, (usize, usize)>,
}

/// Where a CCP is: titre, revision in its timeline, and place among its CCPs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) titre: usize,
    pub(crate) revision: usize,
    pub(crate) index: usize,
}

/// A titre that a file aims at: its place among the titres, and its timeline.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aim {
    pub(crate) titre: Option<usize>,
    pub(crate) timeline: Arc<Timeline>,
}

impl Names {
    /// Of the packages in use.
    pub(crate) fn of(catalogue: &Catalogue) -> Names {
        let mut names = Names {
            timelines: Vec::new(),
            titres: HashMap::new(),
            folded: HashMap::new(),
            ccps: HashMap::new(),
            revisions: HashMap::new(),
        };
        for (titre, id) in catalogue.titres().into_iter().enumerate() {
            let timeline: Arc<Timeline> = catalogue.timeline(&id).into();
            names.titres.insert(id, titre);
            for (revision, (package, described)) in timeline.iter().enumerate() {
                let registered = described.titre.rncp.iter();
                for name in registered.chain([&package.identity.id]) {
                    names.revisions.entry(name.clone()).or_insert((titre, revision));
                }
                for (index, ccp) in described.titre.ccps.iter().enumerate() {
                    for name in ccp.code.iter().chain([&ccp.id]) {
                        names.ccps.entry(name.clone()).or_insert(Place { titre, revision, index });
                    }
                }
            }
            names.timelines.push(timeline);
        }
        for (name, id) in catalogue.names_of_titres() {
            if let Some(titre) = names.titres.get(id).copied() {
                names.titres.entry(name.to_owned()).or_insert(titre);
                names.folded.entry(folded(name)).or_insert(titre);
            }
        }
        names
    }

    /// The titre that a name stands for.
    ///
    /// # Errors
    /// No titre of that name.
    pub(crate) fn titre(&self, catalogue: &Catalogue, name: &str) -> Result<Aim, CatalogueFault> {
        let titre = self.titre_of(name).ok_or_else(|| catalogue.no_such_titre(name))?;
        let timeline = self.timelines.get(titre).map(Arc::clone).unwrap_or_default();
        Ok(Aim { titre: Some(titre), timeline })
    }

    /// The place of the titre that a name stands for, if it stands for one.
    pub(crate) fn titre_of(&self, name: &str) -> Option<usize> {
        self.titres.get(name).or_else(|| self.folded.get(&folded(name))).copied()
    }

    /// The id of the titre at a place: no other name that stands for nothing reads like it.
    pub(crate) fn id(&self, titre: usize) -> Option<&str> {
        self.timelines.get(titre)?.first().map(|(_, revision)| revision.titre.id.as_str())
    }

    /// A CCP by its id or bloc code, of a revision that is described.
    pub(crate) fn ccp(&self, reference: &str) -> Option<Place> {
        self.ccps.get(reference).copied()
    }

    /// A revision by its package or RNCP number: titre, and place in its timeline.
    pub(crate) fn revision(&self, name: &str) -> Option<(usize, usize)> {
        self.revisions.get(name).copied()
    }
}
