//! Every row comes out once, with its place and its bytes, or with the reason why it is no file; and a job that was
//! interrupted anywhere goes on as if it had not been.

use super::{Seen, all, gzip, input, read, read_with, seen};
use parchemin_bulk::{
    format::Format,
    read::{InputFault, Position, ReadOptions, Reader, RowFault},
};
use parchemin_core::{
    Lang, Speak,
    file::{FileFault, JsonKind, Reason},
    limits::FILE_BYTES,
};
use std::{fs, io::Write};

fn ids(rows: &[Seen]) -> Vec<(u64, Option<&str>)> {
    rows.iter().map(|row| (row.number, row.file.as_ref().ok().and_then(|file| file.id.as_deref()))).collect()
}

#[test]
fn a_bad_line_is_refused_where_it_stands_and_its_neighbours_are_read() {
    let lines: [(&[u8], RowFault); 6] = [
        (b"{\"id\": \"\xE9\"}", RowFault::NotUtf8 { column: 9 }),
        (b"{\"id\": \"\0\"}", RowFault::Nul { column: 9 }),
        (
            b"{\"route\": 3}",
            RowFault::File(FileFault::WrongValue {
                pointer: "/route".into(),
                place: Some((2, 11)),
                reason: Reason::Kind { found: JsonKind::Number, expected: JsonKind::Text },
            }),
        ),
        (
            b"{\"rout\": \"vae\"}",
            RowFault::File(FileFault::UnknownMembers {
                members: vec![("/rout".into(), Some("route".into()))],
                more: 0,
            }),
        ),
        (
            b"{\"id\": \"a\"",
            RowFault::File(FileFault::NotJson {
                line: 2,
                column: 10,
                truncated: true,
                reason: "EOF while parsing an object".into(),
            }),
        ),
        (
            b"{\"experience\": [{\"from\": \"2025-02-01\", \"to\": \"2025-01-01\"}]}",
            RowFault::File(FileFault::WrongValue {
                pointer: "/experience/0/to".into(),
                place: None,
                reason: Reason::EndsBeforeItStarts(
                    "2025-02-01".parse().unwrap(),
                    "2025-01-01".parse().unwrap(),
                ),
            }),
        ),
    ];
    for (line, fault) in lines {
        let rows = read("a.jsonl", &[b"{\"id\": \"before\"}\n", line, b"\n{\"id\": \"after\"}\n"].concat());
        assert_eq!(ids(&rows), [(1, Some("before")), (2, None), (3, Some("after"))]);
        assert_eq!((&*rows[1].raw, rows[1].file.as_ref().unwrap_err()), (line, &fault));
        for lang in Lang::ALL {
            assert!(!fault.say(lang).is_empty() && fault.help(lang).is_some(), "{fault:?}");
        }
    }
}

#[test]
fn marks_of_order_ends_of_lines_blank_lines_and_a_last_line_without_end_are_all_right() {
    let rows = read(
        "a.ndjson",
        b"\xEF\xBB\xBF{\"id\": \"1\"}\r\n\r\n \t\n{\"id\": \"4\"}\n\xEF\xBB\xBF\n{\"id\": \"6\"}",
    );
    assert_eq!(ids(&rows), [(1, Some("1")), (4, Some("4")), (6, Some("6"))]);
    assert_eq!(rows[0].raw, b"\xEF\xBB\xBF{\"id\": \"1\"}");
    for nothing in [b"".as_slice(), b"\n\n", b"\xEF\xBB\xBF"] {
        assert_eq!(read("a.json", nothing), []);
    }
}

#[test]
fn a_line_that_is_too_long_is_refused_by_its_beginning() {
    for (length, number) in [(FILE_BYTES, 0), (FILE_BYTES + 1, 1), (FILE_BYTES + 6, 1), (4 * FILE_BYTES, 1)] {
        let long = [b"{\"id\": \"l\"}".as_slice(), &vec![b' '; length - 11]].concat();
        let rows =
            read("a.jsonl", &[b"{\"id\": \"before\"}\n", long.as_slice(), b"\n{\"id\": \"after\"}"].concat());
        assert_eq!(rows.len(), 3);
        assert_eq!((rows[0].number, rows[1].number, rows[2].number), (1, 2, 3));
        let refused = rows.iter().filter(|row| row.file == Err(RowFault::File(FileFault::TooLarge)));
        assert_eq!(refused.clone().count(), number, "{length}");
        refused.for_each(|row| assert_eq!(row.raw, long[..1_000]));
    }
}

/// Lines of many lengths, one of them too long.
fn lines() -> Vec<u8> {
    let mut text = Vec::new();
    for n in 0..1_500 {
        let padding = " ".repeat(if n == 700 { 3 * FILE_BYTES } else { n * 37 % 6_000 });
        writeln!(text, "{{\"id\": \"{n}\"{padding}}}").unwrap();
    }
    text
}

#[test]
fn a_reader_goes_on_at_any_position_as_if_it_had_never_stopped() {
    let text = lines();
    let packed = [gzip(&text[..50_000]), gzip(&text[50_000..])].concat();
    let zstd = [zstd::bulk::compress(&text[..99], 1).unwrap(), zstd::bulk::compress(&text[99..], 1).unwrap()];
    for (name, bytes) in [("a.jsonl", text), ("a.jsonl.gz", packed), ("a.json.zst", zstd.concat())] {
        let (_folder, path) = input(name, &bytes);
        let inputs = [path.clone(), path];
        let mut reader = Reader::open(&inputs, &ReadOptions::default()).unwrap();
        let mut positions = vec![reader.position()];
        let mut pieces = Vec::new();
        while let Some(chunk) = reader.next().unwrap() {
            positions.push(reader.position());
            pieces.push(chunk.rows().map(seen).collect::<Vec<_>>());
        }
        assert_eq!(pieces.concat().len(), 3_000);
        assert!(pieces.len() > 12 && pieces.iter().all(|rows| (1..=256).contains(&rows.len())));
        for (place, position) in positions.into_iter().enumerate().step_by(4) {
            let written = serde_json::to_string(&position).unwrap();
            reader.resume_at(serde_json::from_str(&written).unwrap()).unwrap();
            assert_eq!(reader.position(), position);
            assert_eq!(all(&mut reader), pieces[place..].concat());
        }
        let beyond = Position { input: 1, offset: u64::MAX / 2, number: 1 };
        assert!(matches!(reader.resume_at(beyond), Err(InputFault::NoSuchPosition(_))), "{name}");
    }
}

#[test]
fn the_date_of_the_decision_is_taken_from_the_member_that_was_named() {
    let options = ReadOptions { as_of_column: Some("le".into()), ..ReadOptions::default() };
    let text = "{\"le\": \"2026-09-01\", \"id\": \"a\"}\n{\"id\": \"b\"}\n{\"le\": null}\n\
        {\"le\": \"2026-02-30\"}\n{\"le\": 5}\n{\"le\": \"2026-01-01\", \"le\": \"2026-01-02\"}\n{\"le\": \"2026-01-01\", \"non\": 1}";
    let rows = read_with("a.jsonl", text.as_bytes(), &options);
    let dates: Vec<_> = rows.iter().map(|row| row.as_of.as_deref()).collect();
    assert_eq!(dates, [Some("2026-09-01"), None, None, None, None, None, None]);
    assert_eq!(rows[0].file.as_ref().unwrap().id.as_deref(), Some("a"));
    assert!(rows[1].file.is_ok() && rows[2].file.is_ok());
    let said = |row: &Seen| row.file.as_ref().unwrap_err().say(Lang::Fr);
    assert_eq!(
        said(&rows[3]),
        "la date de décision `le` ne peut être lue : le jour `2026-02-30` n’existe pas au calendrier"
    );
    assert_eq!(said(&rows[4]), "la date de décision `le` ne peut être lue : `5` n’est pas une date");
    assert_eq!(said(&rows[5]), "la date de décision `le` ne peut être lue : elle est donnée deux fois");
    assert_eq!(said(&rows[6]), "le format ne connaît pas `/non`");
    let own = ReadOptions { as_of_column: Some("evaluate_on".into()), ..ReadOptions::default() };
    let rows = read_with("a.jsonl", b"{\"evaluate_on\": \"2026-09-01\"}", &own);
    assert_eq!((rows[0].as_of.as_deref(), rows[0].file.is_ok()), (Some("2026-09-01"), true));
}

#[test]
fn inputs_are_named_by_path_by_pattern_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    for name in ["b.jsonl", "a.jsonl", "[a].jsonl", ".h.jsonl", "c.txt"] {
        fs::write(path(name), format!("{{\"id\": \"{name}\"}}")).unwrap();
    }
    fs::create_dir(path("d.jsonl")).unwrap();
    let named = |arguments: &[&str]| {
        let arguments: Vec<String> = arguments.iter().map(|name| path(name)).collect();
        let reader = Reader::open(&arguments, &ReadOptions::default())?;
        Ok::<Vec<String>, InputFault>(reader.inputs().map(|name| name.replace(&path(""), "")).collect())
    };
    assert_eq!(named(&["*.jsonl"]).unwrap(), ["[a].jsonl", "a.jsonl", "b.jsonl"]);
    assert_eq!(named(&["[a].jsonl", "[ab].jsonl"]).unwrap(), ["[a].jsonl", "a.jsonl", "b.jsonl"]);
    assert!(matches!(named(&["*.csv"]), Err(InputFault::NoMatch(_))));
    assert!(matches!(named(&["***.csv"]), Err(InputFault::Pattern { .. })));
    assert!(matches!(named(&["e.csv"]), Err(InputFault::NotFound(_))));
    assert!(matches!(named(&["c.txt"]), Err(InputFault::UnknownFormat(_))));
    assert!(matches!(named(&["d.jsonl"]), Err(InputFault::Unreadable { .. })));
    assert!(matches!(named(&[]), Err(InputFault::None)));
    let standard = |names: &[&str], format| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Reader::open(&names, &ReadOptions { format, ..ReadOptions::default() }).map(|_| ())
    };
    assert!(standard(&["-"], None).is_ok());
    assert!(matches!(standard(&["-", "-"], None), Err(InputFault::StandardInputTwice)));
    assert!(matches!(standard(&["-"], Some(Format::Parquet)), Err(InputFault::NotAStream { .. })));
}

#[test]
fn what_is_packed_and_breaks_off_or_is_of_another_kind_is_said_so() {
    let text = "{\"id\": \"a\"}\n".repeat(5_000);
    let packed = gzip(text.as_bytes());
    let broken = |name: &str, bytes: &[u8]| {
        let (_folder, path) = input(name, bytes);
        let mut reader = Reader::open(&[path], &ReadOptions::default())?;
        while reader.next()?.is_some() {}
        Ok::<(), InputFault>(())
    };
    for cut in [packed.len() - 9, 40, 5] {
        assert!(matches!(broken("a.jsonl.gz", &packed[..cut]), Err(InputFault::Damaged { .. })), "{cut}");
    }
    assert!(matches!(broken("a.jsonl.zst", &packed), Err(InputFault::Damaged { .. })));
    assert!(matches!(broken("a.jsonl", b"\xFF\xFE{\0}\0"), Err(InputFault::Utf16(_))));
    assert!(broken("a.jsonl.gz", &packed).is_ok());
}
