//! Whenever a job is killed, it can be taken up, and then leaves what it would have left; and nothing else can be taken
//! up in its place.

use super::{command, ends, names, population, read, spoil};
use std::{fs, process::Stdio, thread, time::Duration};
use tempfile::TempDir;

/// How often a job is killed at least.
const KILLS: usize = 20;

/// Moments that look like chance, the same each time.
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(20 + self.0 % 1_200)
    }
}

const NAMES: [&str; 3] = ["OUT", "OUT.rejects", "OUT.json"];

/// The arguments of a job whose output has that name.
fn job<'n>(output: &'n str, rest: &'n [String; 2], more: &[&'n str]) -> Vec<&'n str> {
    let first = ["batch", "p.jsonl", "-o", output, "--rejects", &rest[0], "--report", &rest[1], "--quiet"];
    [&first, more].concat()
}

fn rest(output: &str) -> [String; 2] {
    [1, 2].map(|n| NAMES[n].replace("OUT", output))
}

fn all(folder: &TempDir, output: &str) -> Vec<Vec<u8>> {
    NAMES.iter().map(|name| read(folder, &name.replace("OUT", output))).collect()
}

/// Kills a job at many moments until it has been killed often enough, and compares what is left in the end.
fn killed(output: &str, more: &[&str]) {
    let folder = population(2_500);
    spoil(&folder);
    let whole = format!("whole-{output}");
    ends(folder.path(), &job(&whole, &rest(&whole), more), 1);
    let wanted = all(&folder, &whole);
    let (mut kills, mut moments, mut ended) = (0, Moments(0x9E37_79B9_7F4A_7C15), 0);
    let rest = rest(output);
    while kills < KILLS || ended == 0 {
        let mut how: &[&str] = &[];
        loop {
            let arguments = [&job(output, &rest, more)[..], how].concat();
            let mut child = command(folder.path(), &arguments).stderr(Stdio::null()).spawn().unwrap();
            thread::sleep(moments.next());
            child.kill().unwrap();
            how = &["--resume"];
            match child.wait().unwrap().code() {
                None => kills += 1,
                Some(code) => {
                    assert_eq!(code, 1);
                    break;
                }
            }
            // It may have been killed when all was done.
            let left = names(&folder).into_iter().any(|name| name == format!("{output}.journal"));
            if !left && folder.path().join(output).exists() {
                break;
            }
        }
        ended += 1;
        assert!(all(&folder, output) == wanted, "{output} is not what it is without {kills} kills");
        assert!(!names(&folder).iter().any(|name| name.ends_with(".part") || name.ends_with(".journal")));
        for name in NAMES {
            fs::remove_file(folder.path().join(name.replace("OUT", output))).unwrap();
        }
    }
}

#[test]
fn a_job_killed_at_any_moment_ends_with_the_same_bytes() {
    killed("o.jsonl", &["--detail", "findings", "--threads", "2"]);
}

#[test]
fn a_packed_output_killed_at_any_moment_ends_with_the_same_bytes() {
    killed("o.csv.gz", &["--detail", "findings", "--threads", "1", "--as-of", "2026-01-01"]);
}

#[test]
fn parquet_killed_at_any_moment_ends_with_the_same_bytes() {
    killed("o.parquet", &["--detail", "outcome", "--threads", "3"]);
}

#[test]
fn a_job_that_lacks_only_its_report_is_taken_up_there() {
    let folder = population(300);
    spoil(&folder);
    for output in ["o.jsonl", "o.parquet"] {
        let whole = format!("whole-{output}");
        ends(folder.path(), &job(&whole, &rest(&whole), &[]), 1);
        let rest = rest(output);
        // A folder has the name of the report: the output has its own name when that comes to light.
        fs::create_dir(folder.path().join(&rest[1])).unwrap();
        ends(folder.path(), &job(output, &rest, &[]), 2);
        assert!(folder.path().join(output).exists());
        fs::remove_dir(folder.path().join(&rest[1])).unwrap();
        ends(folder.path(), &job(output, &rest, &["--resume"]), 1);
        assert!(all(&folder, output) == all(&folder, &whole), "{output}");
    }
}

#[test]
fn another_job_is_not_taken_up_and_what_differs_is_said() {
    let folder = population(600);
    spoil(&folder);
    let first = ["batch", "p.jsonl", "-o", "o.csv", "--rejects", "r", "--lang", "en"];
    ends(folder.path(), &[&first[..], &["--max-rejects", "1"]].concat(), 2);
    let said = ends(folder.path(), &first, 2);
    assert!(
        said.contains("left `o.csv.part`") && said.contains("--resume") && said.contains("--force"),
        "{said}"
    );
    for (more, wanted) in [
        (&["--detail", "full"][..], "`--detail` was `outcome`, and is `full`"),
        (&["--as-of", "2025-01-01"], "`--as-of` was nothing, and is `2025-01-01`"),
        (&["--use", "cadre@2"], "cadre 1"),
    ] {
        let said = ends(folder.path(), &[&first[..], more, &["--resume"]].concat(), 2);
        assert!(said.contains(wanted), "{said}");
    }
    let path = folder.path().join("p.jsonl");
    let rows = [fs::read(&path).unwrap(), b"{}\n".to_vec()].concat();
    fs::write(path, rows).unwrap();
    let said = ends(folder.path(), &[&first[..], &["--resume"]].concat(), 2);
    assert!(said.contains("`INPUT 1` was `p.jsonl"), "{said}");
    ends(folder.path(), &[&first[..], &["--force"]].concat(), 1);
}

#[test]
fn what_can_not_be_taken_up_is_said() {
    let folder = population(10);
    for (arguments, wanted) in [
        (&["batch", "-", "-o", "o.csv", "--resume"][..], "`-` is a pipe"),
        (&["batch", "p.jsonl", "-o", "-", "--resume"], "standard output cannot be taken up again"),
    ] {
        let said = ends(folder.path(), &[arguments, &["--lang", "en"]].concat(), 2);
        assert!(said.contains(wanted), "{said}");
    }
    ends(folder.path(), &["batch", "p.jsonl", "-o", "o.csv"], 0);
    let said = ends(folder.path(), &["batch", "p.jsonl", "-o", "o.csv", "--resume", "--lang", "en"], 2);
    assert!(said.contains("nothing to resume"), "{said}");
    let said = ends(folder.path(), &["batch", "p.jsonl", "-o", "o.csv", "--lang", "en"], 2);
    assert!(said.contains("`o.csv` is there already") && said.contains("--force"), "{said}");
}
