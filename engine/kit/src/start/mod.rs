//! The start of a package: what can be read of the text of an arrêté, of a fiche of the register or of the preceding
//! revision, written down with its source, and the list of what is left to a person.

mod arrete;
mod draft;
mod fault;
mod open;
mod rncp;
mod wording;
mod write;

pub use draft::{Told, What};
pub use fault::StartFault;
pub use open::{Open, Wanted};

use draft::{Draft, Text};
use parchemin::{
    Parchemin, Setup,
    core::limits::PACKAGE_FILE_BYTES,
    packages::{
        Catalogue, Checked, Files,
        check::{self, Revision},
        written::Kind,
    },
};
use parchemin_bulk::impact;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};
use write::{Around, Former};

/// How a draft marks what is left to a person.
pub(crate) const MARK: &str = "À FAIRE";

/// What a package is started from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'o> {
    /// The annex of an arrêté, as text.
    Arrete(&'o Path),
    /// A fiche of the register: the export, in XML V4.1, and the number.
    Rncp(&'o Path, &'o str),
}

/// A package to be started.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Its folder, whose name is the id of the package.
    pub folder: &'a Path,
    /// The source.
    pub origin: Option<Origin<'a>>,
    /// The preceding revision that it revises: a folder, an id, `PACKAGE@VERSION`.
    pub revises: Option<&'a str>,
}

/// A package that is started, in memory.
#[derive(Clone, Debug)]
pub struct Started {
    /// Its folder.
    pub folder: PathBuf,
    /// Its files, by their paths inside of it.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What was read, in order of the source.
    pub read: Vec<Told>,
    /// What is left to a person, what a package cannot be loaded without first.
    pub open: Vec<Open>,
}

/// Starts a package. Nothing is written yet.
///
/// # Errors
/// A folder that exists, a name that cannot be an id, a source that cannot be read or of which nothing can be, a
/// preceding package that is none.
pub fn start(asked: &Asked<'_>, setup: &Setup, host: &Parchemin) -> Result<Started, StartFault> {
    let id = asked.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !check::is_id(&id) {
        return Err(StartFault::BadId(id));
    }
    if asked.folder.symlink_metadata().is_ok() {
        return Err(StartFault::Exists(asked.folder.to_owned()));
    }
    let mut sources = BTreeMap::new();
    let mut draft = match asked.origin {
        Some(Origin::Arrete(path)) => annex(path, &mut sources)?,
        Some(Origin::Rncp(path, number)) => rncp::read(path, number)?,
        None => unread(),
    };
    let mut around = around(id, &draft, host.catalogue());
    if let Some(name) = asked.revises {
        revise(&mut around, name, setup)?;
    }
    finish(&mut draft, &around);
    let mut files = sources;
    let mut put = |name: &str, text: String| drop(files.insert(name.to_owned(), text.into_bytes()));
    put("package.toml", write::manifest(&draft, &around));
    put("titre.toml", write::titre(&draft, &around));
    put("CHANGELOG.md", write::changelog(&draft, &around));
    if matches!(asked.origin, Some(Origin::Rncp(..))) {
        put("NOTICE.md", write::notice(&draft));
    }
    files.extend(write::table(&draft, &around).map(|table| ("correspondences.csv".to_owned(), table)));
    let mut open = draft.open.clone();
    open.sort_by_key(|open| !open.is_needed());
    Ok(Started { folder: asked.folder.to_owned(), files, read: draft.told(), open })
}

impl Started {
    /// Writes the package into its folder, which must not exist yet.
    ///
    /// # Errors
    /// A folder that exists, or that cannot be written; what was begun is taken away again.
    pub fn write(&self) -> Result<(), StartFault> {
        fs::create_dir(&self.folder).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => StartFault::Exists(self.folder.clone()),
            _ => StartFault::Unwritten(self.folder.clone(), error),
        })?;
        let written = self.files.iter().try_for_each(|(name, bytes)| {
            let path = self.folder.join(name);
            let made =
                path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
            made.map_err(|error| StartFault::Unwritten(path, error))
        });
        if written.is_err() {
            // The folder is this call's own.
            let _ = fs::remove_dir_all(&self.folder);
        }
        written
    }
}

/// The annex of an arrêté, which the package will carry under its own name.
fn annex(path: &Path, sources: &mut BTreeMap<String, Vec<u8>>) -> Result<Draft, StartFault> {
    let unreadable = |error| StartFault::Unreadable(path.to_owned(), error);
    if fs::metadata(path).map_err(unreadable)?.len() > PACKAGE_FILE_BYTES {
        return Err(StartFault::TooLarge(path.to_owned(), PACKAGE_FILE_BYTES));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let name = path.file_name().and_then(|name| name.to_str());
    let (Some(name), Ok(text)) = (name, std::str::from_utf8(&bytes)) else {
        return Err(StartFault::NotText(path.to_owned()));
    };
    // A name that begins with a full stop is hidden, and no part of a package.
    let name = name.trim_start_matches('.');
    let draft = arrete::read(text.trim_start_matches('\u{feff}'), name);
    if draft.label.is_none() && draft.ccps.is_empty() {
        return Err(StartFault::NothingRead(path.to_owned()));
    }
    sources.insert(format!("sources/{name}"), bytes);
    Ok(draft)
}

/// A draft without a source.
fn unread() -> Draft {
    let mut draft = Draft::new(Text { id: "arrete".to_owned(), title: String::new(), file: None });
    draft.open.extend([Wanted::Arrete, Wanted::Label, Wanted::Ccps].map(Open::Unsaid));
    draft
}

/// What the catalogue knows of what stands around the draft.
fn around(id: String, draft: &Draft, catalogue: &Catalogue) -> Around {
    let mut formers: Vec<Former> = Vec::new();
    let numbers =
        draft.former.iter().map(|former| &former.value).chain(draft.rows.iter().map(|row| &row.former));
    for rncp in numbers {
        if formers.iter().all(|former| former.rncp != *rncp) {
            let package = catalogue
                .revision_named(rncp)
                .map(|(package, revision)| (package.identity.id.clone(), codes_of(revision)));
            formers.push(Former { rncp: rncp.clone(), package });
        }
    }
    let predecessor = match draft.former.as_slice() {
        [one] => formers.iter().find(|former| former.rncp == one.value),
        _ => None,
    };
    let known = predecessor.and_then(|former| catalogue.revision_named(&former.rncp));
    // A former title of the annex may be that of several titres: only a number names one.
    let titre = known.map(|(_, revision)| revision.titre.id.clone());
    let own = draft.label.as_ref().map(|label| wording::slug(&label.value)).filter(|_| draft.rncp.is_some());
    Around {
        id,
        requires: required(catalogue),
        titre: titre.or(own),
        effect: None,
        predecessor: predecessor.map(Former::revision),
        events: Vec::new(),
        formers,
        preceding: None,
    }
}

fn codes_of(revision: &Revision) -> Vec<(String, String)> {
    let ccps = revision.titre.ccps.iter();
    ccps.filter_map(|ccp| Some((ccp.code.clone()?, ccp.id.clone()))).collect()
}

/// What every titre of the catalogue requires, where all require the same.
fn required(catalogue: &Catalogue) -> Vec<(String, String)> {
    let of = |package: &Checked| -> Vec<(String, String)> {
        package.requires.iter().map(|(id, versions)| (id.clone(), versions.to_string())).collect()
    };
    let mut all =
        catalogue.packages().filter(|package| package.kind == Kind::Titre).map(|package| of(package));
    let Some(first) = all.next() else { return Vec::new() };
    if all.all(|other| other == first) { first } else { Vec::new() }
}

/// The draft revises that package.
fn revise(around: &mut Around, name: &str, setup: &Setup) -> Result<(), StartFault> {
    let files: Files = impact::package(setup, name).map_err(StartFault::Preceding)?;
    let checked = check::check(&files).map_err(|faults| match faults.into_iter().next() {
        Some(fault) => StartFault::Package(fault),
        None => StartFault::NoRevision(name.to_owned()),
    })?;
    let Some(revision) = &checked.revision else { return Err(StartFault::NoRevision(name.to_owned())) };
    let id = checked.identity.id.clone();
    let text = files.text("titre.toml").map_err(StartFault::Package)?.unwrap_or_default().to_owned();
    around.titre = Some(revision.titre.id.clone());
    around.effect = Some("revises");
    around.predecessor = Some(id.clone());
    around.events = revision.events.iter().map(|event| event.name()).collect();
    around.requires =
        checked.requires.iter().map(|(id, versions)| (id.clone(), versions.to_string())).collect();
    for former in
        around.formers.iter_mut().filter(|former| revision.titre.rncp.as_ref() == Some(&former.rncp))
    {
        former.package = Some((id.clone(), codes_of(revision)));
    }
    around.preceding = Some((id, text));
    Ok(())
}

/// What is open whatever the source was.
fn finish(draft: &mut Draft, around: &Around) {
    let bounds =
        [(Wanted::To, draft.end.as_ref(), false), (Wanted::LastDelivery, draft.last_delivery.as_ref(), true)];
    let bounds: Vec<Open> = bounds
        .into_iter()
        .map(|(wanted, datum, last_delivery)| match datum {
            Some(datum) => Open::BoundUnstated { day: datum.value, line: datum.at.line, last_delivery },
            None => Open::Unsaid(wanted),
        })
        .collect();
    let missing = [
        (Wanted::Lineage, around.titre.is_none() || around.effect.is_none()),
        (Wanted::From, draft.from.is_none()),
        (Wanted::Provisions, true),
        (Wanted::Table, draft.rows.is_empty()),
        (Wanted::Framework, around.requires.is_empty()),
    ];
    draft
        .open
        .extend(missing.into_iter().filter(|(_, missing)| *missing).map(|(wanted, _)| Open::Unsaid(wanted)));
    draft.open.extend(bounds);
    if draft.routes.is_empty() && !draft.open.contains(&Open::Unsaid(Wanted::Routes)) {
        draft.open.push(Open::Unsaid(Wanted::Routes));
    }
    let examined = draft.open.iter().any(|open| matches!(open, Open::Examination { .. }));
    if !examined {
        draft.open.push(Open::Unsaid(Wanted::Complements));
    }
    let unnamed = around.formers.iter().filter(|former| former.package.is_none());
    draft.open.extend(unnamed.map(|former| Open::ExternalLabel { rncp: former.rncp.clone() }));
    if let Some((package, _)) = &around.preceding {
        draft.open.push(Open::Preceding { package: package.clone() });
    }
}
