//! Where something stands in a candidate file: a JSON pointer (RFC 6901), put into words only when somebody reads it.

use std::fmt;

/// A JSON pointer into a candidate file, at most two rows deep. Cheap to make and to copy: most are never written out.
///
/// ```
/// use parchemin_core::Pointer;
/// assert_eq!(Pointer::row("/sessions/#", 1).member("date").to_string(), "/sessions/1/date");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Pointer {
    /// The path; each `#` is the number of a row.
    path: &'static str,
    rows: [u32; 2],
    /// The member below it; empty for the path itself.
    member: &'static str,
}

impl Pointer {
    /// A pointer without rows.
    pub const fn of(path: &'static str) -> Pointer {
        Pointer { path, rows: [0; 2], member: "" }
    }

    /// What it is made of: the path, the numbers of its rows, the member. Two that are not made alike may still be one in
    /// words.
    pub fn parts(&self) -> (&'static str, [u32; 2], &'static str) {
        (self.path, self.rows, self.member)
    }

    /// Whether the two are made alike.
    pub(crate) fn is_made_like(&self, other: &Pointer) -> bool {
        self.parts() == other.parts()
    }

    /// A row of a list; the path has one `#`.
    pub fn row(path: &'static str, row: usize) -> Pointer {
        Pointer { rows: [number(row), 0], ..Pointer::of(path) }
    }

    /// A row of a list in a row of a list; the path has two `#`.
    pub fn rows(path: &'static str, first: usize, second: usize) -> Pointer {
        Pointer { rows: [number(first), number(second)], ..Pointer::of(path) }
    }

    /// The same place of any row: `#` for its numbers.
    pub fn folded(&self) -> impl fmt::Display + use<> {
        Folded(self.path, self.member)
    }

    /// Whether the two are the same place, whatever the rows, and made alike.
    pub fn folds_like(&self, other: &Pointer) -> bool {
        (self.path, self.member) == (other.path, other.member)
    }

    /// The pointer in words.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.path.len() + self.member.len() + 8);
        let mut rows = self.rows.iter();
        for (n, part) in self.path.split('#').enumerate() {
            if n > 0 {
                text.push_str(&rows.next().unwrap_or(&0).to_string());
            }
            text.push_str(part);
        }
        if !self.member.is_empty() {
            text.push('/');
            text.push_str(self.member);
        }
        text
    }

    /// A member of what it points to.
    #[must_use]
    pub fn member(self, member: &'static str) -> Pointer {
        Pointer { member, ..self }
    }
}

/// A member as a pointer writes it.
///
/// ```
/// use parchemin_core::pointer::{escaped, unescaped};
/// assert_eq!(escaped("a/b~c"), "a~1b~0c");
/// assert_eq!(unescaped(&escaped("~1")), "~1");
/// ```
pub fn escaped(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}

/// The member that a token of a pointer stands for.
pub fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// No list of a file has so many rows that this would cut.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Pointer) -> bool {
        self.is_made_like(other) || self.text() == other.text()
    }
}

impl From<&'static str> for Pointer {
    fn from(path: &'static str) -> Pointer {
        Pointer::of(path)
    }
}

struct Folded(&'static str, &'static str);

impl fmt::Display for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Folded(path, member) = self;
        f.write_str(path)?;
        if member.is_empty() { Ok(()) } else { write!(f, "/{member}") }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    //! A pointer is the same place however it was made, and only its rows are folded.
    use super::*;

    #[test]
    fn rows_stand_where_the_signs_are_and_are_folded_away() {
        let pointer = Pointer::rows("/sessions/#/jury/#", 1, 12).member("professional");
        assert_eq!(pointer.to_string(), "/sessions/1/jury/12/professional");
        assert_eq!(pointer.folded().to_string(), "/sessions/#/jury/#/professional");
        assert_eq!(Pointer::of("/events/request_filed").folded().to_string(), "/events/request_filed");
        let other = Pointer::rows("/sessions/#/jury/#", 0, 3).member("professional");
        assert!(pointer.folds_like(&other) && pointer != other);
    }

    #[test]
    fn two_that_are_made_otherwise_are_one_in_words() {
        let whole = Pointer::row("/sessions/#/date", 2);
        assert_eq!(Pointer::row("/sessions/#", 2).member("date"), whole);
        assert_ne!(Pointer::row("/sessions/#", 1).member("date"), whole);
    }
}
