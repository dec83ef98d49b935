//! From the bytes of an archive to the files of a package. What stands in the archive is believed in nothing.

use super::{ARCHIVE_BYTES, fault::ArchiveFault, names::Names, pack::pack, sums, zip::HEADER};
use crate::{
    check::is_id,
    files::Files,
    written::{Kind, Manifest},
};
use ::zip::{CompressionMethod, ZipArchive};
use parchemin_core::limits::{PACKAGE_FILE_BYTES, PACKAGE_FILES};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, io::Cursor};

/// A package that came in one file, whole and unchanged since it was packed.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The files of the package, as its folder would give them.
    pub files: Files,
    /// The id that its manifest gives.
    pub id: String,
    /// The version that its manifest gives.
    pub version: semver::Version,
    /// The titre of which the package is a revision.
    pub titre: Option<String>,
    /// SHA-256 of the archive's bytes: what is signed.
    pub digest: [u8; 32],
}

impl Archive {
    /// Reads an archive. `name` is how messages call it.
    ///
    /// # Errors
    /// Anything by which the bytes are not those that [`pack`] gives for what they hold.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Archive, ArchiveFault> {
        if bytes.len() > ARCHIVE_BYTES {
            return Err(ArchiveFault::TooLarge { limit: ARCHIVE_BYTES });
        }
        let mut members = members(bytes)?;
        let list = members.remove(sums::SUMS).ok_or(ArchiveFault::NoList)?;
        sums::verify(&list, &members)?;
        let files = Files::new(name, members);
        same(bytes, &pack(&files)?)?;
        let manifest = files.text("package.toml").ok().flatten().ok_or(ArchiveFault::NoManifest)?;
        let manifest: Manifest = toml::from_str(manifest).map_err(|_| ArchiveFault::NoManifest)?;
        let id = manifest.id.into_inner();
        if !is_id(&id) {
            return Err(ArchiveFault::BadId(id));
        }
        // Of a framework no titre is told, whatever it writes: else who may sign for one titre could sign for all.
        let titre = manifest.titre.filter(|_| manifest.kind == Kind::Titre);
        Ok(Archive {
            files,
            id,
            version: manifest.version,
            titre: titre.map(|titre| titre.id),
            digest: Sha256::digest(bytes).into(),
        })
    }

    /// The name of the file that holds a package: `mn-2025-1.0.0.parchemin`.
    pub fn file_name(id: &str, version: &semver::Version) -> String {
        format!("{id}-{version}.{}", super::EXTENSION)
    }
}

/// The members, within all bounds, by their names. Where they lie is taken from the only form that is accepted in the
/// end; what lies elsewhere does not have its digest.
fn members(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ArchiveFault> {
    let directory = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveFault::NotAnArchive)?;
    if directory.has_duplicate_names() {
        return Err(ArchiveFault::Duplicates);
    }
    let (mut members, mut names, mut total) = (BTreeMap::new(), Names::default(), 0_u64);
    for at in 0..directory.len() {
        let entry = directory.by_index_data(at).map_err(|_| ArchiveFault::NotAnArchive)?;
        let raw = entry.name_raw();
        let name = std::str::from_utf8(raw).map_err(|_| ArchiveFault::NameNotText)?;
        // The list is no file of the package.
        if members.len() > PACKAGE_FILES {
            return Err(ArchiveFault::TooMany { limit: PACKAGE_FILES });
        }
        names.take(name)?;
        if entry.is_symlink() {
            return Err(ArchiveFault::Link(name.to_owned()));
        }
        if entry.compression() != CompressionMethod::Stored || entry.encrypted() {
            return Err(ArchiveFault::NotPlain(name.to_owned()));
        }
        if entry.size() > PACKAGE_FILE_BYTES {
            return Err(ArchiveFault::MemberTooLarge { name: name.to_owned(), limit: PACKAGE_FILE_BYTES });
        }
        total += entry.size();
        // Members that share their bytes would hold more than the archive has.
        let within = usize::try_from(total).is_ok_and(|total| total <= bytes.len());
        let part = within.then(|| part(bytes, entry.header_start(), raw.len(), entry.size())).flatten();
        let part = part.ok_or_else(|| ArchiveFault::Beyond(name.to_owned()))?;
        members.insert(name.to_owned(), part.to_vec());
    }
    Ok(members)
}

fn part(bytes: &[u8], header: u64, name: usize, size: u64) -> Option<&[u8]> {
    let start = usize::try_from(header).ok()?.checked_add(HEADER)?.checked_add(name)?;
    bytes.get(start..start.checked_add(usize::try_from(size).ok()?)?)
}

/// The archive must be what packing its files gives.
fn same(given: &[u8], packed: &[u8]) -> Result<(), ArchiveFault> {
    if given == packed {
        return Ok(());
    }
    match given.strip_prefix(packed) {
        Some(rest) => Err(ArchiveFault::Trailing { bytes: rest.len() }),
        None => {
            let at = given.iter().zip(packed).take_while(|(one, other)| one == other).count();
            Err(ArchiveFault::OtherBytes { at })
        }
    }
}
