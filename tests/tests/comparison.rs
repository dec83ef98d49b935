//! What holds of every comparison, on files that are made up: nothing changes between a catalogue and itself; every
//! file is in one bucket and one cell of the matrix; every change has a cause that makes it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin::{Parchemin, Setup, core::Lang};
use parchemin_bulk::{
    generate::{Generator, Shares, World},
    impact::{self, Bucket, Compared, Impact, Lists, Passed, Report},
    read::{ReadOptions, Reader},
};
use std::{collections::BTreeMap, fs, path::Path};
use tempfile::TempDir;

const FILES: u64 = 400;

/// Files of all routes, in a folder of their own.
fn population(folder: &Path) -> String {
    let host = Parchemin::embedded().unwrap();
    let shares = Shares::asked(&["vae=0.7".to_owned()], &[], &[]).unwrap();
    let generator = Generator::new(World::of(host.catalogue()).unwrap(), 11, &shares).unwrap();
    let path = folder.join("files.jsonl");
    let mut text = Vec::new();
    for file in generator.files().take(FILES as usize) {
        serde_json::to_writer(&mut text, &file).unwrap();
        text.push(b'\n');
    }
    text.extend(b"{\"route\": \"vea\"}\n{\n");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn run(between: [&str; 2], lists: Option<&Path>) -> (Report, Vec<Compared>) {
    let folder = TempDir::new().unwrap();
    let [old, new] = between;
    let impact = Impact::new(impact::sides(&Setup::default(), old, new).unwrap(), None).unwrap();
    let mut lists = lists.map(|folder| Lists::create(folder, Lang::Fr).unwrap());
    let mut all = Vec::new();
    let reader = Reader::open(&[population(folder.path())], &ReadOptions::default()).unwrap();
    let report = impact
        .run(reader, |passed| {
            if let Passed::Compared(compared) = passed {
                all.push((*compared).clone());
            }
            lists.as_mut().map_or(Ok(()), |lists| lists.take(passed, impact.difference()))
        })
        .unwrap();
    if let Some(lists) = lists {
        lists.finish().unwrap();
    }
    (report, all)
}

#[test]
fn nothing_changes_between_a_catalogue_and_itself() {
    for name in ["cadre@1", "cadre@2", "mn-2025"] {
        let (report, _) = run([name, name], None);
        assert_eq!((report.compared, report.count(Bucket::Unchanged)), (FILES, FILES), "{name}");
        assert!(report.causes.is_empty() && report.items.is_empty());
        assert!(report.matrix.iter().all(|cell| cell.old == cell.new));
    }
}

#[test]
fn every_file_is_in_one_bucket_one_list_and_one_cell() {
    let folder = TempDir::new().unwrap();
    let (report, all) = run(["cadre@1", "cadre@2"], Some(folder.path()));
    assert_eq!((report.compared, report.rejected), (FILES, 2));
    assert_eq!(report.buckets.values().sum::<u64>(), FILES);
    assert_eq!(report.matrix.iter().map(|cell| cell.count).sum::<u64>(), FILES);
    let mut listed = BTreeMap::new();
    for bucket in Bucket::ALL {
        let text = fs::read_to_string(folder.path().join(format!("{}.jsonl", bucket.name()))).unwrap();
        assert_eq!(text.lines().count() as u64, report.count(bucket), "{}", bucket.name());
        for line in text.lines() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            let place = entry.get("place").unwrap().as_str().unwrap().to_owned();
            assert!(listed.insert(place, bucket).is_none(), "twice: {line}");
        }
    }
    assert_eq!(listed.len() as u64, FILES);
    assert!(all.iter().all(|compared| listed.get(&compared.place) == Some(&compared.bucket)));
    let rejected = fs::read_to_string(folder.path().join("rejected.jsonl")).unwrap();
    assert_eq!(rejected.lines().count(), 2);
    assert!(rejected.contains(&format!("files.jsonl:{}", FILES + 1)), "{rejected}");
}

#[test]
fn every_change_between_the_two_editions_has_its_cause() {
    let (report, all) = run(["cadre@1", "cadre@2"], None);
    let changed: Vec<&Compared> = all.iter().filter(|one| one.bucket != Bucket::Unchanged).collect();
    assert!(changed.len() > 50, "only {} changes", changed.len());
    for compared in changed {
        assert!(!compared.cause.sets.is_empty() && !compared.cause.minimal, "{compared:?}");
        // Sets are of one size: the smallest.
        let sizes: Vec<usize> = compared.cause.sets.iter().map(std::collections::BTreeSet::len).collect();
        assert!(sizes.iter().all(|size| Some(size) == sizes.first()), "{compared:?}");
    }
    let caused: u64 = report.causes.iter().map(|cause| cause.count).sum();
    assert_eq!(caused, FILES - report.count(Bucket::Unchanged));
}

#[test]
fn the_other_way_round_who_gained_has_lost() {
    let (there, _) = run(["cadre@1", "cadre@2"], None);
    let (back, _) = run(["cadre@2", "cadre@1"], None);
    let mut turned: Vec<_> =
        back.matrix.iter().map(|cell| (cell.new.name(), cell.old.name(), cell.count)).collect();
    let mut cells: Vec<_> =
        there.matrix.iter().map(|cell| (cell.old.name(), cell.new.name(), cell.count)).collect();
    turned.sort_unstable();
    cells.sort_unstable();
    assert_eq!(cells, turned);
    assert_eq!(there.count(Bucket::ReasonChanged), back.count(Bucket::ReasonChanged));
}

#[test]
fn a_page_holds_the_matrix_and_needs_nothing_from_elsewhere() {
    let (report, _) = run(["cadre@1", "cadre@2"], None);
    for lang in Lang::ALL {
        let page = impact::html(&report, lang);
        for cell in report.matrix.iter().filter(|cell| cell.count > 0) {
            assert!(page.contains(&format!(">{}</td>", parchemin_bulk::page::count(cell.count, lang))));
        }
        for foreign in ["<script", "<link", "<img", "src=", "@import", "url("] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        assert!(impact::text(&report, lang).contains("vae-experience"));
    }
}
