//! An archive of a folder, with the signatures beside it and the trust that is asked for.

use super::{
    ARCHIVE_BYTES, SMALL_FILE_BYTES,
    fault::ArchiveFault,
    read::Archive,
    signatures::{Signatures, SignaturesFault},
    trust::{Judged, Trust, TrustFault},
};
use crate::system::refused;
use parchemin_core::{Day, Lang, Speak, say};
use std::{
    fmt,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Which archives may be used: those with a signature that holds on a day.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The keys.
    pub trust: Trust,
    /// The day.
    pub day: Day,
}

/// Why an archive cannot be used. Each names the file.
#[derive(Debug)]
#[expect(missing_docs, reason = "the sentence of each variant says what its fields are")]
pub enum OpenFault {
    /// A file cannot be read, or is not text.
    Unreadable { path: PathBuf, error: io::Error },
    /// A trust file or a file of signatures is too large.
    TooLarge { path: PathBuf, limit: usize },
    /// The archive is not sound.
    Archive { path: PathBuf, fault: ArchiveFault },
    /// Its signatures cannot be read.
    Signatures { path: PathBuf, fault: SignaturesFault },
    /// The trust file cannot be read.
    Trust { path: PathBuf, fault: TrustFault },
    /// No signature holds on that day.
    Untrusted { path: PathBuf, day: Day, judged: Vec<Judged> },
}

/// Reads an archive; with a guard only if one of its signatures holds.
///
/// # Errors
/// A file that cannot be read or is not sound, or an archive that no key speaks for.
pub fn open(path: &Path, guard: Option<&Guard>) -> Result<Archive, OpenFault> {
    let bytes = bounded(path, ARCHIVE_BYTES)?.ok_or_else(|| OpenFault::Archive {
        path: path.to_owned(),
        fault: ArchiveFault::TooLarge { limit: ARCHIVE_BYTES },
    })?;
    let archive = Archive::read(&path.display().to_string(), &bytes)
        .map_err(|fault| OpenFault::Archive { path: path.to_owned(), fault })?;
    if let Some(guard) = guard {
        guard.admit(path, &archive, &signatures_beside(path)?)?;
    }
    Ok(archive)
}

/// The signatures in `ARCHIVE.sig`; none where there is no such file.
///
/// # Errors
/// A file that cannot be read.
pub fn signatures_beside(archive: &Path) -> Result<Signatures, OpenFault> {
    let path = Signatures::beside(archive);
    if !path.exists() {
        return Ok(Signatures::default());
    }
    Signatures::read(&text(&path)?).map_err(|fault| OpenFault::Signatures { path, fault })
}

impl Signatures {
    /// Where the signatures of an archive stand.
    pub fn beside(archive: &Path) -> PathBuf {
        let mut name = archive.as_os_str().to_owned();
        name.push(".sig");
        name.into()
    }
}

impl Guard {
    /// Reads a trust file, for a day.
    ///
    /// # Errors
    /// A file that cannot be read or is of another form.
    pub fn open(path: &Path, day: Day) -> Result<Guard, OpenFault> {
        let trust =
            Trust::read(&text(path)?).map_err(|fault| OpenFault::Trust { path: path.to_owned(), fault })?;
        Ok(Guard { trust, day })
    }

    /// Lets an archive pass for which one of its signatures holds. `path` is how messages call it.
    ///
    /// # Errors
    /// None of them holds.
    pub fn admit(&self, path: &Path, archive: &Archive, signatures: &Signatures) -> Result<(), OpenFault> {
        let judged = self.trust.judge(archive, signatures, self.day);
        if judged.iter().any(Judged::holds) {
            Ok(())
        } else {
            Err(OpenFault::Untrusted { path: path.to_owned(), day: self.day, judged })
        }
    }
}

fn text(path: &Path) -> Result<String, OpenFault> {
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "UTF-8");
    let too_large = || OpenFault::TooLarge { path: path.to_owned(), limit: SMALL_FILE_BYTES };
    String::from_utf8(bounded(path, SMALL_FILE_BYTES)?.ok_or_else(too_large)?)
        .map_err(|error| OpenFault::Unreadable { path: path.to_owned(), error: not_text(error) })
}

/// The bytes of a file; none where it is over the bound, beyond which only one more is read.
fn bounded(path: &Path, limit: usize) -> Result<Option<Vec<u8>>, OpenFault> {
    let fault = |error| OpenFault::Unreadable { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(limit as u64 + 1).read_to_end(&mut bytes)).map_err(fault)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

impl OpenFault {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            OpenFault::Unreadable { path, .. }
            | OpenFault::TooLarge { path, .. }
            | OpenFault::Archive { path, .. }
            | OpenFault::Signatures { path, .. }
            | OpenFault::Trust { path, .. }
            | OpenFault::Untrusted { path, .. } => path,
        }
    }
}

impl Speak for OpenFault {
    fn say(&self, lang: Lang) -> String {
        let path = self.path().display();
        match self {
            OpenFault::Unreadable { error, .. } => {
                let reason = refused(error, lang);
                say!(lang, fr: "`{path}` : lecture impossible : {reason}", en: "`{path}`: cannot be read: {reason}")
            }
            OpenFault::TooLarge { limit, .. } => say!(lang,
                fr: "`{path}` : le fichier dépasse la borne de {limit} octets",
                en: "`{path}`: the file exceeds the bound of {limit} bytes"),
            OpenFault::Archive { fault, .. } => spoken(&path, fault, lang),
            OpenFault::Signatures { fault, .. } => spoken(&path, fault, lang),
            OpenFault::Trust { fault, .. } => spoken(&path, fault, lang),
            OpenFault::Untrusted { day, judged, .. } => {
                let day = day.spoken(lang);
                let each: String = judged.iter().map(|one| format!("; {}", one.say(lang))).collect();
                say!(lang,
                    fr: "`{path}` : aucune signature de confiance le {day}{each}",
                    en: "`{path}`: no trusted signature on {day}{each}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            OpenFault::Unreadable { .. } => Some(say!(lang,
                fr: "vérifier le chemin et les droits", en: "check the path and the permissions")),
            OpenFault::TooLarge { .. } => Some(say!(lang,
                fr: "n’y garder que les clés ou les signatures qui servent", en: "keep in it only the keys or signatures that serve")),
            OpenFault::Archive { fault, .. } => fault.help(lang),
            OpenFault::Signatures { fault, .. } => fault.help(lang),
            OpenFault::Trust { fault, .. } => fault.help(lang),
            OpenFault::Untrusted { .. } => Some(say!(lang,
                fr: "la faire signer par une clé du fichier de confiance : `parchemin package sign`",
                en: "have it signed by a key of the trust file: `parchemin package sign`")),
        }
    }
}

fn spoken(path: &dyn fmt::Display, fault: &dyn Speak, lang: Lang) -> String {
    let fault = fault.say(lang);
    say!(lang, fr: "`{path}` : {fault}", en: "`{path}`: {fault}")
}

impl fmt::Display for OpenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for OpenFault {}
