//! What a job is: everything that its outputs depend on. A journal belongs to one job, and to no other.

use super::Options;
use crate::{in_use::in_use, read::Reader};
use parchemin::Parchemin;
use std::{collections::BTreeMap, fs, time::UNIX_EPOCH};

/// What a job is, by name: options as they are called, inputs, packages.
pub(super) type Job = BTreeMap<String, String>;

/// The name of the inputs among what a job is.
const INPUT: &str = "INPUT ";

/// The job that these options make of these inputs and packages.
pub(super) fn job(host: &Parchemin, options: &Options, reader: &Reader) -> Job {
    let mut job = inputs(reader);
    let packages = in_use(host).into_iter();
    job.extend(packages.map(|one| (format!("{} {}", one.id, one.version), one.digest)));
    let dates: Vec<String> = options.dates.iter().map(ToString::to_string).collect();
    let read = &options.read;
    for (name, value) in [
        ("parchemin", env!("CARGO_PKG_VERSION").to_owned()),
        ("--detail", options.detail.name().to_owned()),
        ("--lang", options.lang.to_string()),
        ("--as-of", dates.join(" ")),
        ("--as-of-column", read.as_of_column.clone().unwrap_or_default()),
        ("--format", read.format.map(|format| format.name().to_owned()).unwrap_or_default()),
        ("--columns", read.columns.to_string()),
        ("--ignore-unknown", format!("{:?}", read.leniency)),
        ("--rejects", options.rejects.clone().unwrap_or_default()),
    ] {
        job.insert(name.to_owned(), value);
    }
    job
}

/// The inputs with their sizes and when they were last written.
fn inputs(reader: &Reader) -> Job {
    let one = |(place, name): (usize, &str)| {
        let state = match fs::metadata(name) {
            // What a pipe holds has no size, and reading it is a change too.
            Ok(data) if data.is_file() => {
                let written = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                let written = written.map(|since| since.as_nanos()).unwrap_or_default();
                format!("{name} ({} B, {written})", data.len())
            }
            _ => name.to_owned(),
        };
        (format!("{INPUT}{}", place.saturating_add(1)), state)
    };
    reader.inputs().enumerate().map(one).collect()
}

/// The first thing in which two jobs differ: its name, and what it is in each, where it is in it.
pub(super) fn difference(before: &Job, now: &Job) -> Option<(String, Option<String>, Option<String>)> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let differs = names.into_iter().find(|name| before.get(*name) != now.get(*name))?;
    Some((differs.clone(), before.get(differs).cloned(), now.get(differs).cloned()))
}

/// An input that was written to since the job began: its name. One that is not there any more was read all the same.
pub(super) fn changed(job: &Job, reader: &Reader) -> Option<String> {
    let now = inputs(reader);
    let there = |(place, name): (usize, &str)| {
        let key = format!("{INPUT}{}", place.saturating_add(1));
        let changed = fs::exists(name).unwrap_or(false) && job.get(&key) != now.get(&key);
        changed.then(|| name.to_owned())
    };
    reader.inputs().enumerate().find_map(there)
}

#[cfg(test)]
mod tests {
    //! Jobs differ by what is named.
    use super::*;

    #[test]
    fn the_first_difference_is_named_with_both_sides() {
        let job = |pairs: &[(&str, &str)]| -> Job {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let before = job(&[("--detail", "full"), ("INPUT 1", "a")]);
        let now = job(&[("--detail", "outcome"), ("INPUT 1", "a")]);
        let both = Some(("--detail".to_owned(), Some("full".to_owned()), Some("outcome".to_owned())));
        assert_eq!(difference(&before, &now), both);
        assert_eq!(difference(&before, &before), None);
        let more = job(&[("--detail", "full"), ("INPUT 1", "a"), ("INPUT 2", "b")]);
        assert_eq!(difference(&before, &more), Some(("INPUT 2".to_owned(), None, Some("b".to_owned()))));
    }
}
