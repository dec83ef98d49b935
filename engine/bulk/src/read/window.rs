//! The part of a stream that is held in memory: it grows by reading and shrinks by cutting pieces off its front.

use memchr::memchr;
use std::io::{self, Read};

/// Bytes read at once.
const READ_BYTES: u64 = 256 * 1024;

/// The bytes read and not yet cut off.
pub(super) struct Window {
    from: Box<dyn Read + Send>,
    held: Vec<u8>,
    /// Where the held bytes begin in the stream.
    offset: u64,
}

impl Window {
    /// On a stream that stands at `offset`.
    pub(super) fn new(from: Box<dyn Read + Send>, offset: u64) -> Window {
        Window { from, held: Vec::new(), offset }
    }

    /// The bytes held.
    pub(super) fn held(&self) -> &[u8] {
        &self.held
    }

    /// Where the held bytes begin in the stream.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads more; false at the end of the stream.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        Ok(self.from.by_ref().take(READ_BYTES).read_to_end(&mut self.held)? > 0)
    }

    /// Cuts off the first bytes.
    pub(super) fn cut(&mut self, bytes: usize) -> Vec<u8> {
        let rest = self.held.split_off(bytes.min(self.held.len()));
        let cut = std::mem::replace(&mut self.held, rest);
        self.offset = self.offset.saturating_add(cut.len() as u64);
        cut
    }

    /// Drops the first line, however long it is, without holding it.
    pub(super) fn drop_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(end) = memchr(b'\n', &self.held) {
                self.cut(end.saturating_add(1));
                return Ok(());
            }
            self.cut(self.held.len());
            if !self.fill()? {
                return Ok(());
            }
        }
    }
}
