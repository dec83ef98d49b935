//! Packages tried again on every save: folders are watched until they come to rest, and what changed in the decisions of
//! their cases is told.

mod changes;

pub use changes::{Change, changes};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::Duration,
};

/// A save is over when nothing has moved for so long: an editor writes a file in several steps, and several files.
const QUIET: Duration = Duration::from_millis(80);

/// Folders that are watched, as long as it is held.
pub struct Watching {
    told: Sender<Told>,
    moving: Receiver<Told>,
    #[expect(dead_code, reason = "held, not used")]
    watcher: RecommendedWatcher,
}

/// Ends the watching, from wherever it is asked.
#[derive(Clone)]
pub struct Stop(Sender<Told>);

enum Told {
    Moved,
    Stop,
}

impl Watching {
    /// Watches folders and all that is in them.
    ///
    /// # Errors
    /// A folder that cannot be watched.
    pub fn new(folders: &[PathBuf]) -> notify::Result<Watching> {
        let (told, moving) = channel();
        let teller = told.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading is no change. An event that got lost may have been one.
            if !event.is_ok_and(|event| event.kind.is_access()) {
                // Nobody listens any more in the end.
                let _ = teller.send(Told::Moved);
            }
        })?;
        for folder in folders {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(Watching { told, moving, watcher })
    }

    /// What ends it.
    pub fn stop(&self) -> Stop {
        Stop(self.told.clone())
    }

    /// Waits until something has moved and come to rest; not so where the end was asked for.
    pub fn moved(&self) -> bool {
        if !matches!(self.moving.recv(), Ok(Told::Moved)) {
            return false;
        }
        loop {
            match self.moving.recv_timeout(QUIET) {
                Ok(Told::Moved) => {}
                Ok(Told::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => return true,
            }
        }
    }
}

impl Stop {
    /// Ends the watching.
    pub fn stop(&self) {
        // It has ended already where nobody listens.
        let _ = self.0.send(Told::Stop);
    }
}
