//! A file that takes the place of another. Whoever reads it finds the former or the new one, whole, whenever the
//! machine stops: what is new is written beside, made safe, and then gets the name.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Where a file is written before it gets its name: `NAME.part`.
pub fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Puts these bytes in the place of what a file holds, and returns when they are safe.
///
/// # Errors
/// The system refuses: what was there stays, and nothing is left beside it.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = part(path);
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        put(&file, &part, path)
    });
    written.inspect_err(|_| drop(fs::remove_file(&part)))
}

/// Gives a file that is written its name, and returns when both are safe.
///
/// # Errors
/// The system refuses.
pub fn put(file: &File, part: &Path, path: &Path) -> io::Result<()> {
    file.sync_all()?;
    fs::rename(part, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Elsewhere a folder cannot be opened, and need not be.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    //! A file is the former or the new one, and nothing is left beside it.
    use super::*;

    #[test]
    fn what_is_replaced_is_the_new_one_and_what_cannot_be_is_the_former() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        for bytes in [b"former".as_slice(), b"new"] {
            replace(&path, bytes).unwrap();
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
        let taken = folder.path().join("taken");
        fs::create_dir(&taken).unwrap();
        replace(&taken, b"a file in the place of a folder").unwrap_err();
        replace(&folder.path().join("nowhere/state.json"), b"in no folder").unwrap_err();
        assert!(taken.is_dir());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "something is left beside");
    }
}
