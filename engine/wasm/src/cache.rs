//! Compiled code, kept on disk. Whoever can write such a file can run anything in this process, so that none is used
//! that this program did not write: each carries a code that only a holder of the user's key can make, and it is
//! checked on the very bytes that are then loaded. Whatever does not fit is compiled again; no cache is never an error.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{
    env,
    ffi::OsString,
    fs::{self, DirBuilder, File, Metadata},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Bytes of the key, of the code that authenticates an entry, and of an entry's name: those of SHA-256.
const DIGEST_BYTES: usize = 32;

/// Bytes of compiled code that are read back. The largest component that is accepted makes less than this.
const ENTRY_BYTES: u64 = 64 * 1024 * 1024;

/// The name of an entry: the digest of all that its code depends on.
pub(crate) type Name = [u8; DIGEST_BYTES];

/// A folder of compiled code, and the key that authenticates it.
pub struct Cache {
    entries: PathBuf,
    key: [u8; DIGEST_BYTES],
}

impl Cache {
    /// The cache in `entries`, authenticated by the key in `state`. Both folders are made if they do not exist, for
    /// this user alone.
    ///
    /// # Errors
    /// If a folder cannot be made or read, or is open to others; if the key is not whole, or not ours alone.
    pub fn open(entries: &Path, state: &Path) -> io::Result<Cache> {
        private_folder(entries)?;
        private_folder(state)?;
        Ok(Cache { entries: entries.to_owned(), key: key(&state.join("compiled.key"))? })
    }

    /// The cache of the user who runs this program, where the XDG directories say; none if there is no place for it.
    pub fn of_user() -> Option<Cache> {
        let (entries, state) = places(|name| env::var_os(name))?;
        Cache::open(&entries, &state).ok()
    }

    /// The code of that name, if this cache has kept it unchanged.
    pub(crate) fn get(&self, name: &Name) -> Option<Vec<u8>> {
        let (mut file, length) = own_file(&self.path(name), WRITERS, ENTRY_BYTES).ok()?;
        let mut authenticator = [0; DIGEST_BYTES];
        file.read_exact(&mut authenticator).ok()?;
        let code = read(file, length.saturating_sub(DIGEST_BYTES as u64)).ok()?;
        self.authenticator(name, &code)?.verify_slice(&authenticator).is_ok().then_some(code)
    }

    /// Keeps code under that name. That it could not be kept changes nothing but the time of the next load.
    pub(crate) fn put(&self, name: &Name, code: &[u8]) {
        let Some(authenticator) = self.authenticator(name, code) else { return };
        let written = NamedTempFile::new_in(&self.entries).and_then(|mut file| {
            file.write_all(&authenticator.finalize().into_bytes())?;
            file.write_all(code)?;
            Ok(file)
        });
        // Renamed when it is whole: readers and other writers see one entry or another, never half of one.
        drop(written.map(|file| file.persist(self.path(name))));
    }

    fn path(&self, name: &Name) -> PathBuf {
        self.entries.join(name.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    /// The name is authenticated too: an entry that is moved to another name fits no longer.
    fn authenticator(&self, name: &Name, code: &[u8]) -> Option<Hmac<Sha256>> {
        Some(Hmac::new_from_slice(&self.key).ok()?.chain_update(name).chain_update(code))
    }
}

/// Where entries and key stand. The key is not a cache: wiping caches must not be the way to a new key.
fn places(variable: impl Fn(&str) -> Option<OsString>) -> Option<(PathBuf, PathBuf)> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = absolute("HOME");
    let place = |name: &str, otherwise: &str| {
        let base = absolute(name).or_else(|| home.as_ref().map(|home| home.join(otherwise)));
        base.map(|base| base.join("parchemin"))
    };
    Some((place("XDG_CACHE_HOME", ".cache")?.join("compiled"), place("XDG_STATE_HOME", ".local/state")?))
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    let folder = fs::metadata(path)?;
    if folder.is_dir() && own(&folder, WRITERS) { Ok(()) } else { Err(not_private(path)) }
}

/// The key in that file, which is made if there is none. Of several programs that make it, one wins, and all read it.
fn key(path: &Path) -> io::Result<[u8; DIGEST_BYTES]> {
    if !path.exists() {
        let mut fresh = [0; DIGEST_BYTES];
        getrandom::fill(&mut fresh).map_err(io::Error::other)?;
        // Temporary files are readable by their owner alone.
        let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        file.write_all(&fresh)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => return Err(error.error),
            _ => {}
        }
    }
    let (file, length) = own_file(path, 0o077, DIGEST_BYTES as u64)?;
    read(file, length)?.try_into().map_err(|_| not_private(path))
}

/// A file that is ours, and its length: at most that many bytes.
fn own_file(path: &Path, forbidden: u32, most: u64) -> io::Result<(File, u64)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || !own(&metadata, forbidden) || metadata.len() > most {
        return Err(not_private(path));
    }
    Ok((file, metadata.len()))
}

/// So many bytes of a file, in memory of just that size: what one process does once is mostly the memory it touches.
fn read(file: File, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_private(path: &Path) -> io::Error {
    let path = path.display();
    io::Error::new(
        io::ErrorKind::PermissionDenied,
        format!("`{path}` is not this user's alone, or not whole"),
    )
}

/// The permissions by which others could write a file.
const WRITERS: u32 = 0o022;

/// Whether it belongs to this user, and grants nobody what is forbidden.
#[cfg(unix)]
fn own(metadata: &Metadata, forbidden: u32) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.uid() == rustix::process::geteuid().as_raw() && metadata.mode() & forbidden == 0
}

/// Where we cannot tell whose a file is, none is ours.
#[cfg(not(unix))]
fn own(_: &Metadata, _: u32) -> bool {
    false
}

#[cfg(all(test, unix))]
#[path = "cache_attacks.rs"]
mod attacks;
