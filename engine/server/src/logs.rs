//! The log: a line of JSON for each answer and each change, on standard error. Who answers never waits for whoever reads
//! it: lines go through a queue with an end, and those for which there is no room are lost, and counted.

use crate::fault::StartFault;
use prometheus_client::metrics::counter::Counter;
use std::{
    collections::VecDeque,
    io::{self, Write},
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

/// Lines that wait to be written.
const ROOM: usize = 4096;

/// How long the end of the service waits for them.
const PATIENCE: Duration = Duration::from_secs(1);

/// The log of this service, as long as it is held; then what waits is written.
pub(crate) struct Log(Arc<Lines>);

/// Lines on their way to whoever reads them.
struct Lines {
    waiting: Mutex<Waiting>,
    /// Something came, or all has gone.
    moved: Condvar,
    lost: Counter,
}

#[derive(Default)]
struct Waiting {
    lines: VecDeque<Vec<u8>>,
    /// Whether lines that were taken from there are being written.
    writing: bool,
}

/// Begins to log, unless somebody else has: `off`, `error`, `warn`, or everything. Lines that are lost are counted.
///
/// # Errors
/// The machine gives no thread.
pub(crate) fn begin(level: &str, lost: Counter) -> Result<Option<Log>, StartFault> {
    let level = match level {
        "off" => LevelFilter::OFF,
        "error" => LevelFilter::ERROR,
        "warn" => LevelFilter::WARN,
        _ => LevelFilter::INFO,
    };
    let lines = Arc::new(Lines { waiting: Mutex::default(), moved: Condvar::new(), lost });
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_current_span(false)
        .with_span_list(false)
        .with_max_level(level)
        // It would be told on standard error, and panic where that is closed.
        .log_internal_errors(false)
        .with_writer(Writer(Arc::clone(&lines)));
    // Who embeds the service may log in his own way.
    if log.try_init().is_err() {
        return Ok(None);
    }
    let written = Arc::clone(&lines);
    let thread = thread::Builder::new().name("log".to_owned()).spawn(move || written.write(io::stderr()));
    thread.map_err(|error| StartFault::Machine(error.to_string()))?;
    Ok(Some(Log(lines)))
}

impl Lines {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a line, where there is room.
    fn add(&self, line: &[u8]) {
        let mut waiting = self.waiting();
        if waiting.lines.len() < ROOM {
            waiting.lines.push_back(line.to_owned());
            self.moved.notify_all();
        } else {
            self.lost.inc();
        }
    }

    /// Writes what comes, for ever.
    fn write(&self, mut out: impl Write) {
        loop {
            let waiting = self.moved.wait_while(self.waiting(), |waiting| waiting.lines.is_empty());
            let mut waiting = waiting.unwrap_or_else(PoisonError::into_inner);
            let lines = mem::take(&mut waiting.lines);
            waiting.writing = true;
            drop(waiting);
            for line in lines {
                // Whoever reads them may come back.
                if out.write_all(&line).is_err() {
                    self.lost.inc();
                }
            }
            self.waiting().writing = false;
            self.moved.notify_all();
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let under_way = |waiting: &mut Waiting| waiting.writing || !waiting.lines.is_empty();
        // Who has not taken them by then does not read.
        drop(self.0.moved.wait_timeout_while(self.0.waiting(), PATIENCE, under_way));
    }
}

/// Takes what is logged: each line comes whole.
struct Writer(Arc<Lines>);

impl<'w> MakeWriter<'w> for Writer {
    type Writer = &'w Writer;

    fn make_writer(&'w self) -> &'w Writer {
        self
    }
}

impl Write for &Writer {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.add(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    //! Lines come in order, and those for which there is no room are counted.
    use super::*;
    use std::{sync::mpsc, time::Instant};

    /// Whoever reads, when he is let.
    struct Reader {
        let_in: mpsc::Receiver<()>,
        read: mpsc::Sender<Vec<u8>>,
    }

    impl Write for Reader {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            // At the end of the test nobody lets anybody in.
            let _ = self.let_in.recv();
            self.read.send(line.to_owned()).map_err(io::Error::other)?;
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn who_does_not_read_loses_lines_and_holds_nobody() {
        let lost = Counter::default();
        let lines = Arc::new(Lines { waiting: Mutex::default(), moved: Condvar::new(), lost: lost.clone() });
        let ((let_in, letting), (read, reading)) = (mpsc::channel(), mpsc::channel());
        let written = Arc::clone(&lines);
        thread::spawn(move || written.write(Reader { let_in: letting, read }));
        // Some of them may have been taken from the queue already.
        for n in 0..3 * ROOM {
            lines.add(n.to_string().as_bytes());
        }
        let dropped = usize::try_from(lost.get()).unwrap();
        assert!((ROOM..=2 * ROOM).contains(&dropped), "{dropped}");
        let begun = Instant::now();
        drop(Log(Arc::clone(&lines)));
        assert!(begun.elapsed() >= PATIENCE, "what waits was given no time");
        for _ in 0..3 * ROOM {
            let_in.send(()).unwrap();
        }
        drop(Log(Arc::clone(&lines)));
        let came: Vec<usize> =
            reading.try_iter().map(|line| String::from_utf8(line).unwrap().parse().unwrap()).collect();
        assert_eq!(came.len(), 3 * ROOM - dropped, "all that waited was written");
        assert!(came.is_sorted());
    }
}
