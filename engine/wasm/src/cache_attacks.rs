//! The claim: of the files in a cache, only what this user's program wrote under that very name is ever used.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use std::{
    fs::Permissions,
    os::unix::fs::{PermissionsExt, symlink},
    thread,
};
use tempfile::TempDir;

const NAME: Name = [1; DIGEST_BYTES];
const OTHER: Name = [2; DIGEST_BYTES];

fn open(home: &TempDir) -> Cache {
    Cache::open(&home.path().join("cache"), &home.path().join("state")).unwrap()
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_was_kept_is_there_when_it_is_opened_again() {
    let home = TempDir::new().unwrap();
    assert_eq!(open(&home).get(&NAME), None);
    open(&home).put(&NAME, b"code");
    open(&home).put(&OTHER, b"");
    assert_eq!(open(&home).get(&NAME).as_deref(), Some(&b"code"[..]));
    assert_eq!(open(&home).get(&OTHER).as_deref(), Some(&b""[..]));
}

#[test]
fn an_entry_of_which_any_bit_is_changed_is_not_used() {
    let home = TempDir::new().unwrap();
    let cache = open(&home);
    cache.put(&NAME, b"some code");
    let entry = fs::read(cache.path(&NAME)).unwrap();
    assert_eq!(entry.len(), DIGEST_BYTES + 9);
    for bit in 0..entry.len() * 8 {
        let mut changed = entry.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        fs::write(cache.path(&NAME), changed).unwrap();
        assert_eq!(cache.get(&NAME), None, "bit {bit}");
    }
    fs::write(cache.path(&NAME), entry).unwrap();
    assert!(cache.get(&NAME).is_some());
}

#[test]
fn an_entry_that_is_cut_short_or_longer_is_not_used() {
    let home = TempDir::new().unwrap();
    let cache = open(&home);
    cache.put(&NAME, b"some code");
    let entry = fs::read(cache.path(&NAME)).unwrap();
    for length in 0..entry.len() {
        fs::write(cache.path(&NAME), &entry[..length]).unwrap();
        assert_eq!(cache.get(&NAME), None, "{length} bytes");
    }
    fs::write(cache.path(&NAME), [&entry[..], b"x"].concat()).unwrap();
    assert_eq!(cache.get(&NAME), None);
}

#[test]
fn an_entry_under_another_name_is_not_used() {
    let home = TempDir::new().unwrap();
    let cache = open(&home);
    cache.put(&NAME, b"code");
    fs::rename(cache.path(&NAME), cache.path(&OTHER)).unwrap();
    assert_eq!(cache.get(&OTHER), None);
}

#[test]
fn an_entry_of_another_user_of_the_cache_is_not_used() {
    let (home, foreign) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    open(&foreign).put(&NAME, b"code");
    let cache = open(&home);
    fs::copy(open(&foreign).path(&NAME), cache.path(&NAME)).unwrap();
    assert_eq!(cache.get(&NAME), None);
}

#[test]
fn what_others_can_write_is_not_used() {
    let home = TempDir::new().unwrap();
    let cache = open(&home);
    cache.put(&NAME, b"code");
    for mode in [0o620, 0o602, 0o666] {
        chmod(&cache.path(&NAME), mode);
        assert_eq!(cache.get(&NAME), None, "{mode:o}");
    }
    for folder in ["cache", "state"] {
        let folder = home.path().join(folder);
        chmod(&folder, 0o770);
        let opened = Cache::open(&home.path().join("cache"), &home.path().join("state"));
        assert_eq!(opened.err().map(|error| error.kind()), Some(io::ErrorKind::PermissionDenied));
        chmod(&folder, 0o700);
    }
}

#[test]
fn folders_key_and_entries_are_for_this_user_alone() {
    let home = TempDir::new().unwrap();
    let cache = open(&home);
    cache.put(&NAME, b"code");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.path().join("cache")), 0o700);
    assert_eq!(mode(&home.path().join("state")), 0o700);
    assert_eq!(mode(&home.path().join("state/compiled.key")), 0o600);
    assert_eq!(mode(&cache.path(&NAME)), 0o600);
}

#[test]
fn a_key_that_is_not_whole_or_that_others_can_read_is_no_key() {
    let home = TempDir::new().unwrap();
    let key = home.path().join("state/compiled.key");
    drop(open(&home));
    let opened = || Cache::open(&home.path().join("cache"), &home.path().join("state")).map(drop).is_ok();
    assert!(opened());
    for mode in [0o640, 0o604, 0o620] {
        chmod(&key, mode);
        assert!(!opened(), "{mode:o}");
    }
    chmod(&key, 0o600);
    for length in [0, 31, 33, 1_000_000] {
        fs::write(&key, vec![7; length]).unwrap();
        assert!(!opened(), "{length} bytes");
    }
}

#[test]
fn an_entry_that_is_no_file_is_not_used() {
    let home = TempDir::new().unwrap();
    let cache = open(&home);
    fs::create_dir(cache.path(&NAME)).unwrap();
    assert_eq!(cache.get(&NAME), None);
    symlink("/dev/zero", cache.path(&OTHER)).unwrap();
    assert_eq!(cache.get(&OTHER), None);
}

#[test]
fn of_many_that_make_the_key_and_write_one_entry_at_a_time_all_read_it() {
    let home = TempDir::new().unwrap();
    let codes: Vec<Vec<u8>> = (0..8_u8).map(|writer| vec![writer; 100_000]).collect();
    thread::scope(|scope| {
        for code in &codes {
            scope.spawn(|| {
                let cache = open(&home);
                for _ in 0..20 {
                    cache.put(&NAME, code);
                    let found = cache.get(&NAME).expect("there is always a whole entry");
                    assert!(codes.contains(&found));
                }
            });
        }
    });
    // Nothing half-written is left behind: the entry, and no other file.
    assert_eq!(fs::read_dir(home.path().join("cache")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(home.path().join("state")).unwrap().count(), 1);
}

#[test]
fn a_folder_that_is_gone_loses_entries_and_nothing_else() {
    let home = TempDir::new().unwrap();
    let cache = open(&home);
    fs::remove_dir_all(home.path().join("cache")).unwrap();
    cache.put(&NAME, b"code");
    assert_eq!(cache.get(&NAME), None);
}

#[test]
fn the_places_are_those_of_the_xdg_directories() {
    let places = |set: &[(&str, &str)]| {
        let found =
            places(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()));
        found.map(|(entries, state)| (entries.display().to_string(), state.display().to_string()))
    };
    let both = |entries: &str, state: &str| Some((entries.to_owned(), state.to_owned()));
    let at_home = both("/home/a/.cache/parchemin/compiled", "/home/a/.local/state/parchemin");
    assert_eq!(places(&[("HOME", "/home/a")]), at_home);
    assert_eq!(
        places(&[("HOME", "/home/a"), ("XDG_CACHE_HOME", "/c"), ("XDG_STATE_HOME", "/s")]),
        both("/c/parchemin/compiled", "/s/parchemin")
    );
    assert_eq!(places(&[("HOME", "/home/a"), ("XDG_CACHE_HOME", "relative")]), at_home);
    assert_eq!(places(&[("HOME", ""), ("XDG_CACHE_HOME", "/c")]), None);
    assert_eq!(places(&[]), None);
}
