//! Folders of packages that are read again when they change.

use super::Shelf;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// A change is taken over when nothing has moved for so long: a package is many files, written one after the other.
const QUIET: Duration = Duration::from_millis(300);

/// Watches as long as it is held.
pub(crate) struct Watch(#[expect(dead_code, reason = "held, not used")] RecommendedWatcher);

/// Watches folders; `after` is told of each reload.
///
/// # Errors
/// A folder that cannot be watched.
pub(crate) fn watch(
    shelf: Arc<Shelf>,
    folders: &[PathBuf],
    after: impl Fn(&Shelf) + Send + 'static,
) -> notify::Result<Watch> {
    let (moved, moving) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading the folders is no change of them. An event that got lost may have been one.
        if !event.is_ok_and(|event| event.kind.is_access()) {
            // Nobody listens any more when the service stops.
            let _ = moved.send(());
        }
    })?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            while moving.recv().is_ok() {
                while moving.recv_timeout(QUIET).is_ok() {}
                // Why it fails is kept on the shelf.
                let _ = shelf.reload();
                after(&shelf);
            }
        })
        .map_err(notify::Error::io)?;
    Ok(Watch(watcher))
}
