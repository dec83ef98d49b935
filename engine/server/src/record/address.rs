//! Where the log of decisions is kept: a file of SQLite, or a database of PostgreSQL.

use std::{
    fmt::{self, Write},
    path::PathBuf,
};

/// What the address of a file begins with.
const FILE: &str = "sqlite:";

/// Where the log of decisions is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A database of a server, as its connection string.
    Postgres(String),
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://…`; `path` says what a path written there means. None for anything else.
    pub fn read(text: &str, path: impl FnOnce(&str) -> PathBuf) -> Option<Address> {
        if ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Some(Address::Postgres(text.to_owned()));
        }
        let file = text.strip_prefix(FILE).filter(|file| !file.is_empty())?;
        Some(Address::Sqlite(path(file)))
    }

    /// The address as the library of the database wants it.
    pub(super) fn url(&self, create: bool) -> String {
        match self {
            Address::Postgres(text) => text.clone(),
            Address::Sqlite(path) => {
                let mut url = FILE.to_owned();
                for byte in path.as_os_str().as_encoded_bytes() {
                    if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
                        url.push(char::from(*byte));
                    } else {
                        // Writing to a String cannot fail.
                        let _ = write!(url, "%{byte:02X}");
                    }
                }
                url + if create { "?mode=rwc" } else { "?mode=rw" }
            }
        }
    }
}

/// As people are shown it: without a password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Address::Postgres(text) => f.write_str(&without_password(text)),
        }
    }
}

/// An address with `***` where it has a password, however that is written: nobody who mistypes one is shown it.
pub(crate) fn without_password(text: &str) -> String {
    if text.starts_with(FILE) {
        return text.to_owned();
    }
    let (scheme, rest) = text.split_at(text.find("://").map_or(0, |at| at + 3));
    // A password that is not written as it should be may hold whatever ends a host.
    let user = rest.rsplit_once('@').and_then(|(who, place)| Some((who.split_once(':')?.0, place)));
    let rest = user.map_or_else(|| rest.to_owned(), |(user, place)| format!("{user}:***@{place}"));
    let Some((place, query)) = rest.split_once('?') else { return format!("{scheme}{rest}") };
    let hidden = |pair| if str::starts_with(pair, "password=") { "password=***" } else { pair };
    let query = query.split('&').map(hidden).collect::<Vec<_>>().join("&");
    format!("{scheme}{place}?{query}")
}

#[cfg(test)]
mod tests {
    //! An address is a file or a server, and no password is shown.
    use super::*;

    #[test]
    fn an_address_is_a_file_or_a_server() {
        let read = |text: &str| Address::read(text, |path| path.into());
        assert_eq!(read("sqlite:a b.db"), Some(Address::Sqlite("a b.db".into())));
        assert_eq!(read("sqlite:a b?.db").unwrap().url(true), "sqlite:a%20b%3F.db?mode=rwc");
        assert_eq!(read("postgres://host/base").unwrap().url(false), "postgres://host/base");
        for wrong in ["", "sqlite:", "a.db", "mysql://a/b", "postgres:a"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn no_password_is_shown() {
        let cases = [
            ("postgres://u:secret@h:5432/b", "postgres://u:***@h:5432/b"),
            ("postgres://u:s@cret@h/b?x=1", "postgres://u:***@h/b?x=1"),
            ("postgres://h/b?user=u&password=secret", "postgres://h/b?user=u&password=***"),
            ("postgres://u@h/b", "postgres://u@h/b"),
            ("postgres://h", "postgres://h"),
            ("postgres://u:pa/ss@h/b", "postgres://u:***@h/b"),
            ("postgres://u:pa?ss@h/b?x=1", "postgres://u:***@h/b?x=1"),
            ("postgres://u:pa#ss@h/b", "postgres://u:***@h/b"),
            ("postgres://u:p@/:?#@h/b", "postgres://u:***@h/b"),
            ("postgres://h/b?password=p@ss", "postgres://h/b?password=***"),
            ("postgres://u:p@h/b?password=p:@ss", "postgres://u:***@ss"),
            ("sqlite:a:b@c?password=d.db", "sqlite:a:b@c?password=d.db"),
        ];
        for (text, shown) in cases {
            assert_eq!(Address::read(text, |path| path.into()).unwrap().to_string(), shown);
            assert_eq!(without_password(text), shown);
        }
        // What is no address, and is shown because of that.
        for (text, shown) in [("u:s3cr?et@h", "u:***@h"), ("postgres:u:p@h", "postgres:***@h")] {
            assert_eq!(without_password(text), shown);
        }
    }
}
