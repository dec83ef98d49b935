//! What is given is read again when it changes: folders, archives with their signatures, and the trust file.

use super::Shelf;
use crate::config::Configuration;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use parchemin::packages::archive::Signatures;
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// A change is taken over when nothing has moved for so long: a package is many files, written one after the other.
const QUIET: Duration = Duration::from_millis(300);

/// Watches as long as it is held.
pub(crate) struct Watch(#[expect(dead_code, reason = "held, not used")] RecommendedWatcher);

/// What is watched.
struct Watched {
    folders: Vec<PathBuf>,
    /// Files, which are watched in their folder: one that is replaced is another file.
    files: Vec<PathBuf>,
}

impl Watched {
    fn of(configuration: &Configuration) -> Watched {
        // Events name whole paths.
        let whole = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let (mut files, folders): (Vec<PathBuf>, Vec<PathBuf>) =
            configuration.packages.iter().map(whole).partition(|path| path.is_file());
        files.extend(files.iter().map(|archive| Signatures::beside(archive)).collect::<Vec<_>>());
        files.extend(configuration.trust.iter().map(whole));
        Watched { folders, files }
    }

    /// Whether an event may have changed something of it. One that got lost may have.
    fn concerns(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        let name = |path: &Path| path.file_name().map(OsStr::to_owned);
        let inside = |path: &PathBuf| {
            self.folders.iter().any(|folder| path.starts_with(folder))
                || self.files.iter().any(|file| name(file) == name(path))
        };
        // Reading is no change.
        !event.kind.is_access() && (event.paths.is_empty() || event.paths.iter().any(inside))
    }
}

/// Watches what the configuration gives; `after` is told of each reload.
///
/// # Errors
/// A folder that cannot be watched.
pub(crate) fn watch(
    shelf: Arc<Shelf>,
    configuration: &Configuration,
    after: impl Fn(&Shelf) + Send + 'static,
) -> notify::Result<Watch> {
    let (moved, moving) = mpsc::channel();
    let watched = Watched::of(configuration);
    let around = watched.files.iter().filter_map(|file| file.parent());
    let mut places: Vec<(PathBuf, RecursiveMode)> =
        around.map(|folder| (folder.to_owned(), RecursiveMode::NonRecursive)).collect();
    // The last word on a folder holds.
    places.extend(watched.folders.iter().map(|folder| (folder.clone(), RecursiveMode::Recursive)));
    let mut watcher = notify::recommended_watcher(move |event| {
        if watched.concerns(&event) {
            // Nobody listens any more when the service stops.
            let _ = moved.send(());
        }
    })?;
    for (place, how) in places {
        watcher.watch(&place, how)?;
    }
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            while moving.recv().is_ok() {
                while moving.recv_timeout(QUIET).is_ok() {}
                shelf.reload();
                after(&shelf);
            }
        })
        .map_err(notify::Error::io)?;
    Ok(Watch(watcher))
}
