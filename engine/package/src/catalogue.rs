//! Several packages side by side, each titre's timeline, and who requires whom.

use crate::{
    check::{Checked, External, Revision},
    correspondence::WHOLE,
    written::{Effect, Kind},
};
use parchemin_core::{Day, Lang, Speak, lang::perhaps, nearest, say};
use semver::{Comparator, Op, Version, VersionReq};
use std::{collections::BTreeMap, sync::Arc};

/// Packages side by side: by id, then by version.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    packages: BTreeMap<String, BTreeMap<Version, Arc<Checked>>>,
    /// For packages in several editions: the one that is taken unless the caller says otherwise.
    defaults: BTreeMap<String, VersionReq>,
}

/// Why packages do not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence of each variant says what its fields are")]
pub enum CatalogueFault {
    /// A requirement that no package meets.
    Unmet { package: String, requires: String, requirement: String, present: Vec<String> },
    /// Packages that require each other.
    Cycle(Vec<String>),
    /// Two packages claim a titre on the same day.
    SameDay { titre: String, first: String, second: String, day: Day },
    /// A predecessor that is the package itself, a package of another titre, or neither a package nor declared external.
    UnknownPredecessor {
        package: String,
        predecessor: String,
        titres: Option<OtherTitre>,
        nearest: Vec<String>,
    },
    /// A correspondence from a CCP that neither exists nor is declared external.
    UnknownOldCcp { package: String, ccp: String, nearest: Vec<String> },
    /// An extension changes the CCPs.
    ExtensionChangesCcps { package: String, predecessor: String },
    /// Two packages revise the same predecessor.
    TwoSuccessors { predecessor: String, first: String, second: String },
    /// `--use` names a package or a version that is not there.
    NoSuchPackage { asked: String, nearest: Vec<String> },
    /// A titre that no package describes.
    NoSuchTitre { asked: String, nearest: Vec<String> },
    /// A parameter that two packages in use define.
    ParameterTwice { parameter: String, first: String, second: String },
}

/// The titres of a package and of the one that it names as its predecessor, which are two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTitre {
    /// The titre of the package.
    pub own: String,
    /// The titre of the other one.
    pub other: String,
}

impl Catalogue {
    /// Puts packages together. Later packages replace earlier ones of the same id and version.
    ///
    /// # Errors
    /// Everything that does not fit.
    pub fn new(
        packages: impl IntoIterator<Item = Arc<Checked>>,
        defaults: BTreeMap<String, VersionReq>,
    ) -> Result<Catalogue, Vec<CatalogueFault>> {
        let mut catalogue = Catalogue { packages: BTreeMap::new(), defaults };
        for package in packages {
            let versions = catalogue.packages.entry(package.identity.id.clone()).or_default();
            versions.insert(package.version.clone(), package);
        }
        let faults = catalogue.faults();
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }

    /// Every package, by id and version.
    pub fn packages(&self) -> impl Iterator<Item = &Arc<Checked>> {
        self.packages.values().flat_map(BTreeMap::values)
    }

    /// The catalogue with another default edition of a package.
    ///
    /// # Errors
    /// No package of that id and version.
    pub fn with_default(mut self, id: &str, requirement: VersionReq) -> Result<Catalogue, CatalogueFault> {
        if self.find(id, &requirement).is_none() {
            let ids = self.packages().map(|p| format!("{}@{}", p.identity.id, p.version)).collect::<Vec<_>>();
            let asked = format!("{id}@{requirement}");
            return Err(CatalogueFault::NoSuchPackage {
                nearest: nearest(&asked, ids.iter().map(String::as_str)),
                asked,
            });
        }
        self.defaults.insert(id.to_owned(), requirement);
        Ok(self)
    }

    /// The newest version of a package that meets a requirement.
    pub fn find(&self, id: &str, requirement: &VersionReq) -> Option<&Arc<Checked>> {
        self.newest(id, |version| requirement.matches(version))
    }

    /// The edition of a package that is in use: the newest that meets the requirement and, where one fits, the default.
    pub fn in_use(&self, id: &str, requirement: &VersionReq) -> Option<&Arc<Checked>> {
        let default = self.defaults.get(id);
        let preferred = default.and_then(|default| {
            self.newest(id, |version| requirement.matches(version) && default.matches(version))
        });
        preferred.or_else(|| self.find(id, requirement))
    }

    /// The newest edition in use, whatever its version.
    pub fn any(&self, id: &str) -> Option<&Arc<Checked>> {
        self.in_use(id, &VersionReq::STAR)
    }

    fn newest(&self, id: &str, fits: impl Fn(&Version) -> bool) -> Option<&Arc<Checked>> {
        let versions = self.packages.get(id)?;
        versions.iter().rev().find(|(version, _)| fits(version)).map(|(_, package)| package)
    }

    /// A package and all it requires, those required first.
    pub fn with_requirements(&self, package: &Arc<Checked>) -> Vec<Arc<Checked>> {
        let mut ordered: Vec<Arc<Checked>> = Vec::new();
        self.collect(package, &mut ordered);
        ordered
    }

    fn collect(&self, package: &Arc<Checked>, ordered: &mut Vec<Arc<Checked>>) {
        if ordered.iter().any(|known| known.identity == package.identity) {
            return;
        }
        // Cycles were refused when the catalogue was made, so this ends.
        for (id, requirement) in &package.requires {
            if let Some(required) = self.in_use(id, requirement) {
                self.collect(required, ordered);
            }
        }
        ordered.push(Arc::clone(package));
    }

    /// The framework in use where no titre says which one it needs.
    pub fn frameworks(&self) -> Vec<Arc<Checked>> {
        let mut ordered = Vec::new();
        for id in self.packages.keys() {
            let framework = self.any(id).filter(|package| package.kind == Kind::Framework);
            if let Some(framework) = framework {
                self.collect(framework, &mut ordered);
            }
        }
        ordered
    }

    /// The ids of the titres, in order.
    pub fn titres(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            self.revisions_of_all().map(|(_, revision)| revision.titre.id.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    fn revisions_of_all(&self) -> impl Iterator<Item = (&Arc<Checked>, &Arc<Revision>)> {
        self.packages
            .keys()
            .filter_map(|id| self.any(id))
            .filter_map(|package| package.revision.as_ref().map(|revision| (package, revision)))
    }

    /// The revisions of a titre, oldest first: each follows the one it names as predecessor.
    pub fn timeline(&self, titre: &str) -> Vec<(Arc<Checked>, Arc<Revision>)> {
        let mut all: Vec<(&Arc<Checked>, &Arc<Revision>)> =
            self.revisions_of_all().filter(|(_, revision)| revision.titre.id == titre).collect();
        all.sort_by_key(|(package, revision)| (revision.first_day().ok(), package.identity.id.clone()));
        all.into_iter().map(|(package, revision)| (Arc::clone(package), Arc::clone(revision))).collect()
    }

    /// The titre that a name stands for: its id, a label or former label, a package id, or an RNCP number.
    ///
    /// # Errors
    /// No titre of that name; with the nearest ones.
    pub fn titre_named(&self, name: &str) -> Result<String, CatalogueFault> {
        let wanted = folded(name);
        let mut names = self.names_of_titres();
        let found = names.find(|(name, _)| folded(name) == wanted);
        found.map(|(_, id)| id.to_owned()).ok_or_else(|| self.no_such_titre(name))
    }

    /// No titre has that name; with the nearest ones.
    pub fn no_such_titre(&self, name: &str) -> CatalogueFault {
        let mut near = nearest(name, self.names_of_titres().map(|(name, _)| name));
        if near.is_empty() {
            near = self.titres();
        }
        CatalogueFault::NoSuchTitre { asked: name.to_owned(), nearest: near }
    }

    /// Every name of a titre, with the titre's id: its id, a label or former label, a package id, an RNCP number.
    pub fn names_of_titres(&self) -> impl Iterator<Item = (&str, &str)> {
        self.revisions_of_all().flat_map(|(package, revision)| names(package, revision))
    }

    /// The package of a revision, by its id or RNCP number.
    pub fn revision_named(&self, name: &str) -> Option<(&Arc<Checked>, &Arc<Revision>)> {
        self.revisions_of_all().find(|(package, revision)| {
            package.identity.id == name || revision.titre.rncp.as_deref() == Some(name)
        })
    }

    /// An external revision, by its id or RNCP number, with the package that declares it.
    pub fn external_named(&self, name: &str) -> Option<(&Arc<Checked>, &External)> {
        self.revisions_of_all().find_map(|(package, revision)| {
            let found = revision
                .external
                .iter()
                .find(|external| external.revision == name || external.rncp.as_deref() == Some(name))?;
            Some((package, found))
        })
    }

    /// The titre that is not shipped whose bloc has that code, and the package that declares it.
    pub fn external_ccp(&self, code: &str) -> Option<(&Arc<Checked>, &External)> {
        let is_of = |external: &External| match (&external.ccps, &external.rncp) {
            (Some(ccps), _) => ccps.iter().any(|known| known == code),
            // Its blocs are not supplied, but a bloc code names the fiche it belongs to.
            (None, Some(rncp)) => code.strip_prefix(rncp.as_str()).is_some_and(|rest| rest.starts_with("BC")),
            (None, None) => false,
        };
        self.revisions_of_all().find_map(|(package, revision)| {
            Some((package, revision.external.iter().find(|external| is_of(external))?))
        })
    }

    /// Every CCP reference that a file may use, for the nearest to a wrong one.
    pub fn ccp_references(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (_, revision) in self.revisions_of_all() {
            all.extend(
                revision.titre.ccps.iter().flat_map(|ccp| [Some(ccp.id.clone()), ccp.code.clone()]).flatten(),
            );
            all.extend(
                revision.external.iter().flat_map(|external| external.ccps.clone().unwrap_or_default()),
            );
        }
        all
    }

    fn faults(&self) -> Vec<CatalogueFault> {
        let mut faults = Vec::new();
        for package in self.packages() {
            self.check_requirements(package, &mut faults);
        }
        self.check_cycles(&mut faults);
        for titre in self.titres() {
            self.check_timeline(&titre, &mut faults);
        }
        faults
    }

    fn check_requirements(&self, package: &Checked, faults: &mut Vec<CatalogueFault>) {
        for (id, requirement) in &package.requires {
            if self.find(id, requirement).is_none() {
                let present = self.packages.get(id).into_iter().flat_map(|versions| versions.keys());
                faults.push(CatalogueFault::Unmet {
                    package: package.identity.id.clone(),
                    requires: id.clone(),
                    requirement: requirement.to_string(),
                    present: present.map(ToString::to_string).collect(),
                });
            }
        }
    }

    fn check_cycles(&self, faults: &mut Vec<CatalogueFault>) {
        for start in self.packages.keys() {
            let mut path = vec![start.clone()];
            // A cycle is reported once, by the smallest id on it.
            if self.reaches(start, start, &mut path) && path.iter().min() == Some(start) {
                faults.push(CatalogueFault::Cycle(path));
            }
        }
    }

    /// Whether `goal` is reached again from the last package of the path; the path then shows how.
    fn reaches(&self, from: &str, goal: &str, path: &mut Vec<String>) -> bool {
        let required = self.packages.get(from).into_iter().flat_map(|versions| versions.values());
        let ids: Vec<String> = required.flat_map(|package| package.requires.keys().cloned()).collect();
        for id in ids {
            if id == goal {
                return true;
            }
            if !path.contains(&id) {
                path.push(id.clone());
                if self.reaches(&id, goal, path) {
                    return true;
                }
                path.pop();
            }
        }
        false
    }

    fn check_timeline(&self, titre: &str, faults: &mut Vec<CatalogueFault>) {
        let timeline = self.timeline(titre);
        let mut successors: BTreeMap<&str, &str> = BTreeMap::new();
        for (i, (package, revision)) in timeline.iter().enumerate() {
            for (other, later) in timeline.iter().skip(i + 1) {
                if let Some(day) = revision.titre.period.shared_day(&later.titre.period) {
                    faults.push(CatalogueFault::SameDay {
                        titre: titre.to_owned(),
                        first: package.identity.id.clone(),
                        second: other.identity.id.clone(),
                        day,
                    });
                }
            }
            let Some(predecessor) = revision.predecessor.as_deref() else { continue };
            if let Some(first) = successors.insert(predecessor, &package.identity.id) {
                faults.push(CatalogueFault::TwoSuccessors {
                    predecessor: predecessor.to_owned(),
                    first: first.to_owned(),
                    second: package.identity.id.clone(),
                });
            }
            let former = timeline
                .iter()
                .find(|(other, _)| other.identity.id == predecessor && predecessor != package.identity.id)
                .map(|(_, revision)| revision);
            let external = revision.external.iter().any(|external| external.revision == predecessor);
            if former.is_none() && !external {
                let own = &package.identity.id;
                let elsewhere = self.any(predecessor).and_then(|other| other.revision.as_ref());
                let elsewhere = elsewhere.filter(|other| other.titre.id != titre);
                let others = self.packages.keys().filter(|id| *id != own && *id != predecessor);
                faults.push(CatalogueFault::UnknownPredecessor {
                    package: own.clone(),
                    predecessor: predecessor.to_owned(),
                    titres: elsewhere
                        .map(|other| OtherTitre { own: titre.to_owned(), other: other.titre.id.clone() }),
                    nearest: nearest(predecessor, others.map(String::as_str)),
                });
            }
            if let (Effect::Extends, Some(former)) = (revision.effect, former)
                && !same_ccps(former, revision)
            {
                faults.push(CatalogueFault::ExtensionChangesCcps {
                    package: package.identity.id.clone(),
                    predecessor: predecessor.to_owned(),
                });
            }
            self.check_rows(&package.identity.id, revision, faults);
        }
    }

    fn check_rows(&self, package: &str, revision: &Revision, faults: &mut Vec<CatalogueFault>) {
        for row in revision.rows() {
            for ccp in row.old.iter().filter(|ccp| *ccp != WHOLE) {
                let has = |revision: &Revision| revision.titre.ccp_index(ccp).is_some();
                let shipped = self.revisions_of_all().find(|(_, revision)| has(revision));
                let of = match shipped {
                    Some((package, _)) => Some(&package.identity.id),
                    None => self.external_ccp(ccp).map(|(_, external)| &external.revision),
                };
                if of != Some(&row.old_revision) {
                    faults.push(CatalogueFault::UnknownOldCcp {
                        package: package.to_owned(),
                        ccp: ccp.clone(),
                        nearest: nearest(ccp, self.ccp_references().iter().map(String::as_str)),
                    });
                }
            }
        }
    }
}

/// The requirement that this version meets and no other.
pub fn exactly(version: &Version) -> VersionReq {
    let same = Comparator {
        op: Op::Exact,
        major: version.major,
        minor: Some(version.minor),
        patch: Some(version.patch),
        pre: version.pre.clone(),
    };
    VersionReq { comparators: vec![same] }
}

/// A name without what two ways of writing it may differ by: the form of the apostrophe, small and capital letters.
pub fn folded(name: &str) -> String {
    name.replace('’', "'").to_lowercase()
}

/// The names of a titre that a revision gives it, each with the titre's id.
fn names<'r>(package: &'r Checked, revision: &'r Revision) -> impl Iterator<Item = (&'r str, &'r str)> {
    let titre = &revision.titre;
    let own = [&titre.id, &package.identity.id, &titre.label];
    let all = own.into_iter().chain(&titre.aliases).chain(&titre.rncp);
    all.map(|name| (name.as_str(), titre.id.as_str()))
}

/// An extension keeps the CCPs: as many, and no label that says something else.
fn same_ccps(former: &Revision, extension: &Revision) -> bool {
    let (old, new) = (&former.titre.ccps, &extension.titre.ccps);
    old.len() == new.len()
        && old.iter().zip(new).all(|(a, b)| a.label.is_none() || b.label.is_none() || a.label == b.label)
}

impl Speak for CatalogueFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            CatalogueFault::Unmet { package, requires, requirement, .. } => say!(lang,
                fr: "`{package}` demande `{requires}` {requirement}, et aucun paquet n’y répond",
                en: "`{package}` requires `{requires}` {requirement}, and no package meets it"),
            CatalogueFault::Cycle(ids) => {
                let path =
                    ids.iter().chain(ids.first()).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" → ");
                say!(lang,
                    fr: "des paquets se demandent en cercle : {path}", en: "packages require each other in a circle: {path}")
            }
            CatalogueFault::SameDay { titre, first, second, day } => say!(lang,
                fr: "`{first}` et `{second}` prétendent tous deux au titre `{titre}` le {day}",
                en: "`{first}` and `{second}` both claim the titre `{titre}` on {day}"),
            CatalogueFault::UnknownPredecessor { package, predecessor, .. } if package == predecessor => {
                say!(lang,
                fr: "`{package}` se succède à lui-même", en: "`{package}` follows itself")
            }
            CatalogueFault::UnknownPredecessor {
                predecessor,
                titres: Some(OtherTitre { own, other }),
                ..
            } => say!(lang,
                fr: "`{predecessor}` est du titre `{other}`, et ce paquet du titre `{own}`",
                en: "`{predecessor}` is of the titre `{other}`, and this package of the titre `{own}`"),
            CatalogueFault::UnknownPredecessor { package, predecessor, .. } => say!(lang,
                fr: "`{package}` succède à `{predecessor}`, qui n’est ni un paquet ni déclaré externe",
                en: "`{package}` follows `{predecessor}`, which is neither a package nor declared external"),
            CatalogueFault::UnknownOldCcp { package, ccp, .. } => say!(lang,
                fr: "la table de `{package}` convertit `{ccp}`, qui n’existe pas dans cette ancienne révision et n’est pas déclaré externe",
                en: "the table of `{package}` converts `{ccp}`, which neither exists in that former revision nor is declared external"),
            CatalogueFault::ExtensionChangesCcps { package, predecessor } => say!(lang,
                fr: "`{package}` prolonge `{predecessor}` et en change les CCP",
                en: "`{package}` extends `{predecessor}` and changes its CCPs"),
            CatalogueFault::TwoSuccessors { predecessor, first, second } => say!(lang,
                fr: "`{first}` et `{second}` succèdent tous deux à `{predecessor}`",
                en: "`{first}` and `{second}` both follow `{predecessor}`"),
            CatalogueFault::NoSuchPackage { asked, .. } => say!(lang,
                fr: "aucun paquet ne répond à `{asked}`", en: "no package meets `{asked}`"),
            CatalogueFault::NoSuchTitre { asked, .. } => say!(lang,
                fr: "aucun paquet ne décrit le titre `{asked}`", en: "no package describes the titre `{asked}`"),
            CatalogueFault::ParameterTwice { parameter, first, second } => say!(lang,
                fr: "`{first}` et `{second}` définissent tous deux le paramètre `{parameter}`",
                en: "`{first}` and `{second}` both define the parameter `{parameter}`"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            CatalogueFault::Unmet { present, requires, .. } => {
                let present = if present.is_empty() { "∅".to_owned() } else { present.join(", ") };
                Some(say!(lang,
                    fr: "versions présentes de `{requires}` : {present} ; ajouter la bonne par --packages",
                    en: "versions of `{requires}` that are here: {present}; add the right one by --packages"))
            }
            CatalogueFault::Cycle(_) => {
                Some(say!(lang, fr: "retirer l’une des exigences", en: "remove one of the requirements"))
            }
            CatalogueFault::SameDay { .. } => Some(say!(lang,
                fr: "dire de chaque borne si son jour est compris (`included` ou `excluded`)",
                en: "say of each bound whether its day belongs to it (`included` or `excluded`)")),
            CatalogueFault::UnknownPredecessor { package, predecessor, nearest, .. }
                if package == predecessor =>
            {
                Some(perhaps(lang, nearest).unwrap_or_else(
                    || say!(lang, fr: "nommer la révision d’avant", en: "name the revision before it"),
                ))
            }
            CatalogueFault::UnknownPredecessor { titres: Some(_), .. } => Some(say!(lang,
                fr: "écrire le même titre dans les deux (`id` sous [titre]), ou un autre prédécesseur",
                en: "write the same titre in both (`id` under [titre]), or another predecessor")),
            CatalogueFault::UnknownPredecessor { nearest, .. } => {
                let load = say!(lang,
                    fr: "charger son paquet par --packages, ou le déclarer sous [[external]] dans titre.toml",
                    en: "load its package by --packages, or declare it under [[external]] in titre.toml");
                Some(match perhaps(lang, nearest) {
                    Some(perhaps) => {
                        say!(lang, fr: "{perhaps} ; sinon, {load}", en: "{perhaps}; else {load}")
                    }
                    None => load,
                })
            }
            CatalogueFault::UnknownOldCcp { nearest, .. }
            | CatalogueFault::NoSuchPackage { nearest, .. }
            | CatalogueFault::NoSuchTitre { nearest, .. } => perhaps(lang, nearest),
            CatalogueFault::ExtensionChangesCcps { .. } => Some(say!(lang,
                fr: "une révision a l’effet `revises` et une table", en: "a revision has the effect `revises` and a table")),
            CatalogueFault::TwoSuccessors { .. } | CatalogueFault::ParameterTwice { .. } => {
                Some(say!(lang, fr: "n’en garder qu’un", en: "keep only one"))
            }
        }
    }
}

impl std::fmt::Display for CatalogueFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for CatalogueFault {}
