//! `parchemin package pack|keygen|sign|verify`: a package in one file, and who speaks for it.

use crate::{
    commands::{DayWithoutTrust, Told, place::Replacing, trust_day},
    output::{Output, Status},
    report,
};
use clap::Subcommand;
use parchemin::{
    core::{Lang, Speak, say},
    packages::{
        Files, PackageFault,
        archive::{
            Archive, ArchiveFault, Guard, KeyFault, OpenFault, SecretKey, Signatures, open, pack,
            signatures_beside, stray,
        },
        check, refused,
    },
};
use parchemin_bulk::whole::{Unwritten, Whole};
use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

/// Bytes of a key file: a key in PEM takes some hundred.
const KEY_BYTES: usize = 64 * 1024;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Pack the folder of a package into one file, the same to the byte on every machine
    Pack {
        /// The folder of the package
        folder: PathBuf,
        /// The archive; else NAME-VERSION.parchemin, here
        #[arg(short, long, value_name = "ARCHIVE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        replacing: Replacing,
    },
    /// Make a private key to sign archives with, and print the lines for the trust file
    Keygen {
        /// The file of the private key, which must not exist yet
        #[arg(short, long, value_name = "KEY")]
        output: PathBuf,
    },
    /// Sign an archive: adds a signature to ARCHIVE.sig
    Sign {
        /// The archive
        archive: PathBuf,
        /// The file of the private key
        #[arg(long, value_name = "KEY")]
        key: PathBuf,
    },
    /// Check that an archive is whole, and by --trust that a trusted key signed it
    Verify {
        /// The archive
        archive: PathBuf,
        /// The day on which a key must be valid, YYYY-MM-DD; else that of --trusted-on, else today
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
    },
}

/// The trust file and the day of the common options.
#[derive(Clone, Copy)]
pub(crate) struct Trusting<'c> {
    pub(crate) file: Option<&'c Path>,
    pub(crate) day: Option<&'c str>,
}

/// Why nothing was done.
enum Fault {
    Package(Vec<PackageFault>),
    /// Files of the folder that no archive should hold.
    Strays(Vec<ArchiveFault>),
    Packing(ArchiveFault),
    Open(OpenFault),
    Key(PathBuf, KeyFault),
    KeyFile(PathBuf, io::Error),
    KeyTooLarge(PathBuf),
    /// The file of the new key is there already.
    KeyThere(PathBuf),
    NoRandomness,
    Unwritten(Unwritten),
    /// Has been told.
    Told,
}

pub(crate) fn run(command: &Command, trusting: Trusting<'_>, lang: Lang, output: &mut Output) -> Status {
    let done = match command {
        Command::Pack { folder, output: archive, replacing } => {
            packed(folder, archive.as_deref(), replacing, lang, output)
        }
        Command::Keygen { output: key } => generated(key, output),
        Command::Sign { archive, key } => signed(archive, key, output),
        Command::Verify { archive, as_of } => verified(archive, trusting, as_of.as_deref(), lang, output),
    };
    match done {
        Ok(status) => status,
        Err(Fault::Told) => Status::NotDone,
        Err(Fault::Package(faults)) => {
            faults.iter().for_each(|fault| report::package_fault(fault, lang, output));
            Status::NotDone
        }
        Err(Fault::Strays(faults)) => {
            faults.iter().for_each(|fault| report::error(fault, None, lang, output));
            Status::NotDone
        }
        Err(fault) => {
            report::error(&fault, None, lang, output);
            Status::NotDone
        }
    }
}

fn packed(
    folder: &Path,
    archive: Option<&Path>,
    replacing: &Replacing,
    lang: Lang,
    output: &mut Output,
) -> Result<Status, Fault> {
    let files = Files::read(folder).map_err(|fault| Fault::Package(vec![fault]))?;
    let package = check(&files).map_err(Fault::Package)?;
    let strays = stray(&files);
    if !strays.is_empty() {
        return Err(Fault::Strays(strays));
    }
    let bytes = pack(&files).map_err(Fault::Packing)?;
    let named = || Archive::file_name(&package.identity.id, &package.version).into();
    let path = archive.map_or_else(named, Path::to_owned);
    replacing.allows(Some(&path), &[], lang, output).map_err(|Told| Fault::Told)?;
    written(&path, &bytes)?;
    let digest = format!("{}  {}\n", package.identity.digest, path.display());
    // Standard output is the archive then.
    if path.as_os_str() == "-" {
        output.note(&digest)
    } else {
        output.data(&digest)
    }
    Ok(Status::Done)
}

fn generated(path: &Path, output: &mut Output) -> Result<Status, Fault> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(|_| Fault::NoRandomness)?;
    let key = SecretKey::from_seed(&seed);
    let text = key.to_pem().map_err(|fault| Fault::Key(path.to_owned(), fault))?;
    key_written(path, text.as_bytes()).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Fault::KeyThere(path.to_owned()),
        _ => Fault::KeyFile(path.to_owned(), error),
    })?;
    let public = key.public();
    output.data(&format!("[[keys]]\nid = \"{}\"\npublic = \"{public}\"\n", public.id()));
    Ok(Status::Done)
}

/// Writes a key whole or not at all, in the place of nothing. At no moment can anyone but the owner read it: that is how
/// temporary files are made.
fn key_written(path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    Ok(())
}

fn signed(archive: &Path, key: &Path, output: &mut Output) -> Result<Status, Fault> {
    let text = key_text(key)?;
    let secret = SecretKey::from_pem(&text).map_err(|fault| Fault::Key(key.to_owned(), fault))?;
    // Only what is whole is signed.
    let read = open(archive, None).map_err(Fault::Open)?;
    let mut signatures = signatures_beside(archive).map_err(Fault::Open)?;
    signatures.sign(&read, &secret);
    let path = Signatures::beside(archive);
    written(&path, signatures.to_string().as_bytes())?;
    output.data(&format!("{}  {}\n", secret.public().id(), path.display()));
    Ok(Status::Done)
}

/// The text of a key file, which is never held in a place that is not wiped.
fn key_text(path: &Path) -> Result<Zeroizing<String>, Fault> {
    let unreadable = |error| Fault::KeyFile(path.to_owned(), error);
    let mut text = Zeroizing::new(String::with_capacity(KEY_BYTES + 1));
    let file = File::open(path).map_err(unreadable)?;
    file.take(KEY_BYTES as u64 + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() > KEY_BYTES {
        return Err(Fault::KeyTooLarge(path.to_owned()));
    }
    Ok(text)
}

fn verified(
    path: &Path,
    trusting: Trusting<'_>,
    as_of: Option<&str>,
    lang: Lang,
    output: &mut Output,
) -> Result<Status, Fault> {
    if as_of.is_some() && trusting.file.is_none() {
        report::error(&DayWithoutTrust, Some("--as-of"), lang, output);
        return Err(Fault::Told);
    }
    let day = trust_day(as_of, trusting.day, lang, output).map_err(|_| Fault::Told)?;
    let archive = open(path, None).map_err(Fault::Open)?;
    let (id, version, digest) = (&archive.id, &archive.version, archive.files.digest());
    output.data(&say!(lang,
        fr: "{id} {version} {digest}\narchive entière : toutes les empreintes concordent\n",
        en: "{id} {version} {digest}\nwhole archive: all digests agree\n"));
    let signatures = signatures_beside(path).map_err(Fault::Open)?;
    let Some(file) = trusting.file else {
        let count = signatures.iter().count();
        output.data(&say!(lang,
            fr: "signatures non vérifiées ({count}) : aucun fichier de confiance n’est donné (--trust)\n",
            en: "signatures not verified ({count}): no trust file is given (--trust)\n"));
        return Ok(Status::Done);
    };
    let judged = Guard::open(file, day).map_err(Fault::Open)?.trust.judge(&archive, &signatures, day);
    for one in &judged {
        output.data(&format!("{}\n", one.say(lang)));
    }
    let day = day.spoken(lang);
    if judged.iter().any(|one| one.holds()) {
        output.data(&say!(lang, fr: "archive de confiance le {day}\n", en: "archive trusted on {day}\n"));
        Ok(Status::Done)
    } else {
        output.data(&say!(lang,
            fr: "aucune signature de confiance le {day}\n", en: "no trusted signature on {day}\n"));
        Ok(Status::DoneWithRejects)
    }
}

fn written(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut file = Whole::create(path).map_err(Fault::Unwritten)?;
    file.append(bytes).and_then(|()| file.finish()).map_err(Fault::Unwritten)
}

impl Speak for Fault {
    fn say(&self, lang: Lang) -> String {
        match self {
            Fault::Package(faults) => {
                faults.iter().map(|fault| fault.say(lang)).collect::<Vec<_>>().join("\n")
            }
            Fault::Strays(faults) => {
                faults.iter().map(|fault| fault.say(lang)).collect::<Vec<_>>().join("\n")
            }
            Fault::Packing(fault) => fault.say(lang),
            Fault::Open(fault) => fault.say(lang),
            Fault::Key(path, fault) => {
                let (path, fault) = (path.display(), fault.say(lang));
                say!(lang, fr: "`{path}` : {fault}", en: "`{path}`: {fault}")
            }
            Fault::KeyFile(path, error) => {
                let (path, reason) = (path.display(), refused(error, lang));
                say!(lang,
                    fr: "le fichier de clé `{path}` n’est pas accessible : {reason}",
                    en: "the key file `{path}` cannot be used: {reason}")
            }
            Fault::KeyTooLarge(path) => {
                let path = path.display();
                say!(lang,
                    fr: "`{path}` dépasse la borne de {KEY_BYTES} octets : ce n’est pas une clé",
                    en: "`{path}` exceeds the bound of {KEY_BYTES} bytes: it is no key")
            }
            Fault::KeyThere(path) => {
                let path = path.display();
                say!(lang, fr: "`{path}` existe déjà", en: "`{path}` exists already")
            }
            Fault::NoRandomness => say!(lang,
                fr: "le système ne donne pas de hasard", en: "the system gives no randomness"),
            Fault::Unwritten(fault) => fault.say(lang),
            Fault::Told => String::new(),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Fault::Packing(fault) => fault.help(lang),
            Fault::Open(fault) => fault.help(lang),
            Fault::Key(_, fault) => fault.help(lang),
            Fault::KeyTooLarge(_) => Some(say!(lang,
                fr: "donner le fichier que `parchemin package keygen` a fait",
                en: "give the file that `parchemin package keygen` made")),
            Fault::KeyFile(..) => Some(say!(lang,
                fr: "vérifier le chemin et les droits", en: "check the path and the permissions")),
            Fault::KeyThere(_) => Some(say!(lang,
                fr: "choisir un autre nom : une clé n’est jamais remplacée", en: "choose another name: a key is never replaced")),
            Fault::Unwritten(fault) => fault.help(lang),
            Fault::Package(_) | Fault::Strays(_) | Fault::NoRandomness | Fault::Told => None,
        }
    }
}
