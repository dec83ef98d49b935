//! Takes a stream apart into lines, and holds never more than one of them that is not whole.

use std::mem;

/// Lines of a stream.
pub(super) struct Lines {
    /// Bytes that a line may have.
    most: usize,
    /// Lines that ended.
    whole: Vec<Line>,
    /// What came after the last line end.
    rest: Vec<u8>,
    /// Whether the line that has not ended is too long already.
    too_long: bool,
    number: u64,
}

/// A line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 1, blank ones counted.
    pub(super) number: u64,
    /// Its bytes, without the line end; none where it was too long.
    pub(super) bytes: Option<Vec<u8>>,
}

impl Lines {
    /// Lines of so many bytes at most.
    pub(super) fn new(most: usize) -> Lines {
        Lines { most, whole: Vec::new(), rest: Vec::new(), too_long: false, number: 0 }
    }

    /// Adds what came.
    pub(super) fn add(&mut self, piece: &[u8]) {
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            let (text, ended) = match part.strip_suffix(b"\n") {
                Some(text) => (text, true),
                None => (part, false),
            };
            if self.rest.len() + text.len() > self.most {
                self.too_long = true;
                self.rest = Vec::new();
            } else if !self.too_long {
                self.rest.extend_from_slice(text);
            }
            if ended {
                let line = self.end();
                self.whole.extend(line);
            }
        }
    }

    /// The lines that have ended since they were asked for last.
    pub(super) fn whole(&mut self) -> Vec<Line> {
        mem::take(&mut self.whole)
    }

    /// What stands after the last line end, at the end of the stream.
    pub(super) fn last(&mut self) -> Option<Line> {
        self.end()
    }

    fn end(&mut self) -> Option<Line> {
        self.number += 1;
        let bytes = mem::take(&mut self.rest);
        if mem::take(&mut self.too_long) {
            return Some(Line { number: self.number, bytes: None });
        }
        let blank = bytes.trim_ascii().is_empty();
        (!blank).then_some(Line { number: self.number, bytes: Some(bytes) })
    }
}

#[cfg(test)]
mod tests {
    //! However a stream is cut into pieces, its lines are the same.
    use super::*;

    fn lines(pieces: &[&[u8]]) -> Vec<Line> {
        let mut lines = Lines::new(8);
        let mut all = Vec::new();
        for piece in pieces {
            lines.add(piece);
            all.extend(lines.whole());
        }
        all.extend(lines.last());
        all
    }

    #[test]
    fn the_pieces_do_not_matter() {
        const STREAM: &[u8] = b"one\n\r\ntwo\r\nfar too long\n12345678\n\nend";
        let line = |number, text: Option<&str>| Line { number, bytes: text.map(|text| text.into()) };
        let expected = [
            line(1, Some("one")),
            line(3, Some("two\r")),
            line(4, None),
            line(5, Some("12345678")),
            line(7, Some("end")),
        ];
        for cut in 1..=STREAM.len() {
            let pieces: Vec<&[u8]> = STREAM.chunks(cut).collect();
            assert_eq!(lines(&pieces), expected, "in pieces of {cut}");
        }
    }

    #[test]
    fn a_line_that_never_ends_is_not_kept() {
        let mut lines = Lines::new(8);
        for _ in 0..1_000 {
            lines.add(b"0123456");
            assert!(lines.rest.len() <= 8);
        }
        assert_eq!(lines.last(), Some(Line { number: 1, bytes: None }));
    }
}
