//! Whatever comes in, reading does not fail, says each row once and in order, and does not depend on where it stopped;
//! what is damaged is a fault, never a crash.

use super::{Seen, all, input, seen};
use parchemin_bulk::{
    format::Format,
    read::{ReadOptions, Reader},
};
use proptest::prelude::*;
use std::fs;

/// Bytes that mean something to a reader, and some that do not.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let sign = prop_oneof![
        4 => proptest::sample::select(b"\";,\t\r\n'{}[]:=0\0 ".to_vec()),
        2 => proptest::sample::select(b"idroute".to_vec()),
        1 => any::<u8>(),
    ];
    let piece = prop_oneof![
        8 => proptest::collection::vec(sign, 0..12),
        1 => Just(b"{\"id\": \"a\"}\n".to_vec()),
        1 => Just(b"\"a\nb\";vae\n".to_vec()),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The rows of a reader, with those of each way to go on from one of its positions.
fn rows(reader: &mut Reader) -> Vec<Seen> {
    let (mut positions, mut rows) = (vec![(reader.position(), 0)], Vec::new());
    while let Some(chunk) = reader.next().unwrap() {
        rows.extend(chunk.rows().map(seen));
        positions.push((reader.position(), rows.len()));
    }
    for (position, place) in positions {
        reader.resume_at(position).unwrap();
        assert_eq!(all(reader), rows[place..]);
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_rows(bytes in bytes()) {
        for (name, head) in [("a.jsonl", ""), ("a.csv", "id;route\n"), ("a.csv", "id,\"route\"\r\n")] {
            let text = [head.as_bytes(), &bytes].concat();
            let (_folder, path) = input(name, &text);
            let rows = rows(&mut Reader::open(&[path], &ReadOptions::default()).unwrap());
            let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
            prop_assert!(rows.windows(2).all(|pair| pair[0].number < pair[1].number));
            for row in rows {
                // What stood there stands there.
                let line = lines[usize::try_from(row.number).unwrap() - 1];
                prop_assert!(row.raw.starts_with(line.strip_suffix(b"\r").unwrap_or(line)), "{:?}", row);
            }
        }
    }

    #[test]
    fn a_damaged_workbook_or_parquet_file_is_a_fault(places in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..4)) {
        for (name, whole) in [("a.xlsx", super::xlsx::small()), ("a.parquet", super::parquet::small())] {
            let mut bytes = whole;
            for (place, byte) in &places {
                let place = place % bytes.len();
                bytes[place] = *byte;
            }
            let _ = fault(name, &bytes);
        }
    }
}

/// Reads to the end, or to the fault.
fn fault(name: &str, bytes: &[u8]) -> Option<String> {
    let (_folder, path) = input(name, bytes);
    let mut reader = match Reader::open(&[path], &ReadOptions::default()) {
        Ok(reader) => reader,
        Err(fault) => return Some(fault.to_string()),
    };
    loop {
        match reader.next() {
            Ok(Some(chunk)) => chunk.rows().for_each(drop),
            Ok(None) => return None,
            Err(fault) => return Some(fault.to_string()),
        }
    }
}

#[test]
fn a_parquet_file_whose_numbers_change_sign_is_a_fault_that_says_so() {
    // Numbers are written so that their last bit is their sign.
    let whole = super::parquet::small();
    let faults: Vec<String> = (0..whole.len())
        .filter_map(|place| {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            fault("a.parquet", &bytes)
        })
        .collect();
    assert!(faults.iter().any(|fault| fault.contains("column start and length should not be negative")));
    assert!(faults.iter().all(|fault| fault.contains("a.parquet")), "{faults:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_with_a_name_is_read_once() {
    use std::{io::Write, os::fd::AsRawFd};
    let (from, mut into) = std::io::pipe().unwrap();
    let path = format!("/proc/self/fd/{}", from.as_raw_fd());
    let options = ReadOptions { format: Some(Format::Jsonl), ..ReadOptions::default() };
    let mut reader = Reader::open(std::slice::from_ref(&path), &options).unwrap();
    into.write_all(b"{\"id\": \"a\"}\n{\"id\": \"b\"}").unwrap();
    drop(into);
    assert_eq!(all(&mut reader).len(), 2);
    let position = reader.position();
    assert!(position.input == 1 && reader.resume_at(position).is_ok());
    assert!(fs::metadata(path).is_ok());
}
