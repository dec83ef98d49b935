//! The tokens of a JSON pointer (RFC 6901): a member as it is written in one, and back.

/// A member as a pointer writes it.
///
/// ```
/// use parchemin::pointer::{escaped, unescaped};
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
