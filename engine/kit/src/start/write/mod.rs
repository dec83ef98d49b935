//! A draft as the files of a package.

mod manifest;
mod page;
mod table;
mod titre;

pub(super) use manifest::manifest;
pub(super) use table::table;
pub(super) use titre::titre;

use super::{draft::Draft, wording::in_words};
use parchemin::core::{Lang, say};

/// What stands around the package: what the catalogue knows of it.
pub(super) struct Around {
    /// The id of the package.
    pub(super) id: String,
    /// The packages that every titre of the catalogue requires, with the versions, where all agree.
    pub(super) requires: Vec<(String, String)>,
    /// The id of the titre, where it is known.
    pub(super) titre: Option<String>,
    /// What it does to its predecessor, where somebody said so.
    pub(super) effect: Option<&'static str>,
    /// The revision before it: a package, or an external one.
    pub(super) predecessor: Option<String>,
    /// The events that choose the preceding revision, as names.
    pub(super) events: Vec<&'static str>,
    /// The id by which each former fiche is named: a package of the catalogue, or an external revision.
    pub(super) formers: Vec<Former>,
    /// The preceding revision: its id, and its `titre.toml`.
    pub(super) preceding: Option<(String, String)>,
}

/// A former fiche.
pub(super) struct Former {
    /// Its RNCP number.
    pub(super) rncp: String,
    /// The package that describes it: its id, and the id of the CCP for each bloc code.
    pub(super) package: Option<(String, Vec<(String, String)>)>,
}

impl Former {
    /// The id under which tables name it.
    pub(super) fn revision(&self) -> String {
        self.package.as_ref().map_or_else(|| self.rncp.to_lowercase(), |(id, _)| id.clone())
    }
}

/// The label of the package: the title, and in brackets its number and its arrêté.
fn label(draft: &Draft, id: &str, lang: Lang) -> String {
    let label = draft.label.as_ref().map_or(id, |label| &label.value);
    let arrete = draft.arrete.as_ref().map(|arrete| {
        let (fr, en) = (in_words(arrete.value), arrete.value.spoken(Lang::En));
        say!(lang, fr: "arrêté du {fr}", en: "order of {en}")
    });
    let rncp = draft.rncp.as_ref().map(|rncp| rncp.value.clone());
    let about: Vec<String> = rncp.into_iter().chain(arrete).collect();
    if about.is_empty() { label.to_owned() } else { format!("{label} ({})", about.join(", ")) }
}

/// What is said at the head of a file.
const HEAD: &str = "« À FAIRE » marque ce que la source ne dit pas, ou ce qui n’a pu en être lu : rien n’est deviné. \
                    Compléter, et retirer le « # ».";

/// The journal of the package.
pub(super) fn changelog(draft: &Draft, around: &Around) -> String {
    let (id, label) = (&around.id, label(draft, &around.id, Lang::Fr));
    format!(
        "# Journal de `{id}`\n\n## 1.0.0\n\nPremière édition : {label}.\n\n\
         À FAIRE : dire de quel jour à quel jour, et qui est concerné.\n"
    )
}

/// Where the data of a fiche come from, and under which licence.
pub(super) fn notice(draft: &Draft) -> String {
    let number = draft.rncp.as_ref().map_or("", |rncp| &rncp.value);
    let label = draft.label.as_ref().map_or("", |label| &label.value);
    format!(
        "# Source et licence\n\n\
         Les données de ce paquet sont tirées de la fiche **{number}**, « {label} », du répertoire national des \
         certifications professionnelles.\n\n\
         - Producteur : France compétences (export du répertoire, format V4.1).\n\
         - Licence : Licence Ouverte / Open Licence 2.0 (Etalab).\n\
         - Modifications : choix de champs, mise en listes, ajout des bases de citation et de notes. France compétences \
         n’a ni relu ni approuvé ce paquet.\n"
    )
}
