//! What was decided stands in the output as it was, under its name only when it is whole, and in the same bytes however
//! it was cut, interrupted and taken up again.

use super::HOST;
use arrow_array::{Array, RecordBatch, cast::AsArray};
use parchemin_bulk::{
    format::Format,
    generate::{Generator, Shares, World},
    read::Place,
    write::{Detail, Encoder, Encoding, Output, OutputFault, Record, Target, reject},
};
use parchemin_core::{Decision, Lang, Speak, canonical};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use std::{fs, io::Read, path::Path, sync::LazyLock};

/// Decisions of many kinds; the first has a dangerous name, the second none.
static DECISIONS: LazyLock<Vec<Decision>> = LazyLock::new(|| {
    let generator = Generator::new(World::of(HOST.catalogue()).unwrap(), 1, &Shares::default()).unwrap();
    let mut decisions: Vec<Decision> =
        generator.files().take(120).map(|file| HOST.decide(&file, None, Lang::Fr).unwrap()).collect();
    decisions[0].candidate = Some("=HYPERLINK(\"x\")".into());
    decisions[1].candidate = None;
    decisions
});

fn records(detail: Detail) -> Vec<Record<'static>> {
    DECISIONS.iter().map(|decision| Record::of(decision, detail)).collect()
}

/// The bytes of an output of that name, in pieces of that size.
fn written(name: &str, detail: Detail, piece: usize) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let encoder = Encoder::new(Target::named(&path.display().to_string()).unwrap(), detail);
    let mut output = Output::create(&encoder).unwrap();
    for records in records(detail).chunks(piece) {
        output.append(&encoder.encode(records).unwrap()).unwrap();
    }
    output.finish().unwrap();
    fs::read(path).unwrap()
}

fn unpacked(name: &str, bytes: &[u8]) -> String {
    let mut text = String::new();
    match name.rsplit('.').next() {
        Some("gz") => flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text).map(|_| ()).unwrap(),
        Some("zst") => zstd::Decoder::new(bytes).unwrap().read_to_string(&mut text).map(|_| ()).unwrap(),
        _ => text = String::from_utf8(bytes.to_vec()).unwrap(),
    }
    text
}

/// What a record must say, taken from the decision itself.
fn expected(decision: &Decision, detail: Detail) -> Value {
    let whole: Value = serde_json::to_value(decision).unwrap();
    if detail == Detail::Full {
        return whole;
    }
    let mut record = json!({
        "candidate": whole["candidate"], "date": whole["date"], "revision": whole["revision"]["package"],
        "question": whole["headline"]["question"], "outcome": whole["headline"]["outcome"],
        "document": whole["document"], "recevabilite": whole["questions"]["recevabilite"]["outcome"],
        "attribution": whole["questions"]["attribution"]["outcome"],
        "situation": whole["questions"]["situation"]["outcome"],
    });
    if detail == Detail::Findings {
        let names = |lacks: &Value| -> Vec<Value> {
            let all = lacks.as_array().into_iter().flatten();
            all.map(|lack| lack.get("fact").or(lack.get("text")).unwrap().clone()).collect()
        };
        let found = whole["findings"].as_array().unwrap().iter().map(|finding| {
            let mut found = json!({
                "package": finding["package"], "rule": finding["rule"], "subject": finding["subject"],
                "verdict": finding["verdict"], "missing": names(&finding["missing"])
            });
            let members = found.as_object_mut().unwrap();
            members.retain(|_, value| !value.is_null() && *value != json!([]));
            found
        });
        let missing = ["facts", "texts"].map(|kind| whole["missing"][kind].as_array().unwrap().clone());
        record["findings"] = found.collect();
        record["missing"] = Value::Array(missing.concat());
    }
    record.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    record
}

#[test]
fn json_lines_say_what_the_decisions_say() {
    for name in ["a.jsonl", "a.ndjson.gz", "a.jsonl.zst"] {
        for detail in Detail::ALL {
            let text = unpacked(name, &written(name, detail, 100));
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines.len(), DECISIONS.len());
            for (line, decision) in lines.iter().zip(DECISIONS.iter()) {
                assert_eq!(serde_json::from_str::<Value>(line).unwrap(), expected(decision, detail));
            }
            if detail == Detail::Full {
                assert_eq!(lines[5].as_bytes(), canonical(&DECISIONS[5]).unwrap());
            }
        }
    }
    let documents: Vec<&Decision> = DECISIONS.iter().filter(|decision| decision.document.is_some()).collect();
    assert!(documents.len() > 1, "the decisions must be of many kinds");
}

#[test]
fn a_csv_has_fixed_columns_and_no_formula() {
    for (name, sign) in [("a.csv", b','), ("a.tsv", b'\t'), ("a.csv.gz", b',')] {
        for detail in Detail::ALL {
            let text = unpacked(name, &written(name, detail, 64));
            let mut table = csv::ReaderBuilder::new().delimiter(sign).from_reader(text.as_bytes());
            let head: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
            let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
            assert_eq!(rows.len(), DECISIONS.len());
            assert_eq!(&rows[0][0], "'=HYPERLINK(\"x\")");
            assert_eq!(&rows[1][0], "");
            for (row, decision) in rows.iter().zip(DECISIONS.iter()).skip(1) {
                let wanted = expected(decision, Detail::Findings);
                for (name, cell) in head.iter().zip(row) {
                    match name.as_str() {
                        "findings" | "missing" => {
                            assert_eq!(serde_json::from_str::<Value>(cell).unwrap(), wanted[name]);
                        }
                        "decision" => assert_eq!(cell.as_bytes(), canonical(decision).unwrap()),
                        _ => assert_eq!(cell, wanted[name].as_str().unwrap_or_default()),
                    }
                    assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
                }
            }
        }
    }
}

fn batches(bytes: Vec<u8>) -> (Vec<i64>, Vec<RecordBatch>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap();
    let groups = builder.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    (groups, builder.build().unwrap().map(Result::unwrap).collect())
}

#[test]
fn parquet_says_what_the_decisions_say_whatever_the_pieces() {
    for detail in Detail::ALL {
        let bytes = written("a.parquet", detail, 64);
        for piece in [1, 50, 120] {
            assert!(written("a.parquet", detail, piece) == bytes, "{piece}");
        }
        let (_, batches) = batches(bytes);
        let batch = arrow_select::concat::concat_batches(&batches[0].schema(), &batches).unwrap();
        assert_eq!(batch.num_rows(), DECISIONS.len());
        for (row, decision) in DECISIONS.iter().enumerate() {
            let wanted = expected(decision, Detail::Findings);
            let text = |name: &str| {
                let column = batch.column_by_name(name).unwrap().as_string::<i32>();
                if column.is_valid(row) { Value::from(column.value(row)) } else { Value::Null }
            };
            for name in
                ["candidate", "revision", "question", "outcome", "document", "recevabilite", "situation"]
            {
                assert_eq!(text(name), wanted.get(name).cloned().unwrap_or_default(), "{name}");
            }
            match detail {
                Detail::Outcome => {}
                Detail::Full => {
                    assert_eq!(text("decision").as_str().unwrap().as_bytes(), canonical(decision).unwrap());
                }
                Detail::Findings => {
                    let found = batch.column_by_name("findings").unwrap().as_list::<i32>().value(row);
                    let rules = found.as_struct().column_by_name("rule").unwrap().as_string::<i32>().clone();
                    let rules: Vec<&str> = rules.iter().flatten().collect();
                    let wanted = wanted["findings"].as_array().unwrap().iter();
                    assert_eq!(
                        rules,
                        wanted.map(|found| found["rule"].as_str().unwrap()).collect::<Vec<_>>()
                    );
                }
            }
        }
    }
}

#[test]
fn row_groups_have_a_fixed_number_of_rows() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, piece: usize| {
        let path = folder.path().join(name);
        let encoder = Encoder::new(Target::named(&path.display().to_string()).unwrap(), Detail::Outcome);
        let record = Record::of(&DECISIONS[2], Detail::Outcome);
        let mut output = Output::create(&encoder).unwrap();
        let mut left = 70_000_usize;
        while left > 0 {
            let size = left.min(piece);
            output.append(&encoder.encode(&vec![record.clone(); size]).unwrap()).unwrap();
            left -= size;
        }
        output.finish().unwrap();
        fs::read(path).unwrap()
    };
    let bytes = written("a.parquet", 4_999);
    assert!(bytes == written("b.parquet", 70_000));
    assert_eq!(batches(bytes).0, [65_536, 4_464]);
}

#[test]
fn an_interrupted_output_goes_on_from_any_length_it_had() {
    for name in ["a.jsonl", "a.csv.gz", "a.jsonl.zst", "a.parquet"] {
        let whole = written(name, Detail::Findings, 30);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let encoder = Encoder::new(Target::named(&path.display().to_string()).unwrap(), Detail::Findings);
        let records = records(Detail::Findings);
        let pieces: Vec<Vec<u8>> = records.chunks(30).map(|piece| encoder.encode(piece).unwrap()).collect();
        for stop in 0..=pieces.len() {
            let mut output = Output::create(&encoder).unwrap();
            pieces[..stop].iter().for_each(|piece| output.append(piece).unwrap());
            output.sync().unwrap();
            let length = output.length();
            // More was written than anybody knows of, and the name is not yet there.
            output.append(b"half of a pie").unwrap();
            assert!(!path.exists());
            assert!(matches!(Output::create(&encoder), Err(OutputFault::InUse(_))));
            drop(output);
            let beyond = Output::resume(&encoder, length + 14).map(|_| ());
            assert!(matches!(beyond, Err(OutputFault::NoSuchLength { .. })));
            let mut output = Output::resume(&encoder, length).unwrap();
            pieces[stop..].iter().for_each(|piece| output.append(piece).unwrap());
            output.finish().unwrap();
            assert!(fs::read(&path).unwrap() == whole, "{name} {stop}");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
            fs::remove_file(&path).unwrap();
        }
    }
}

#[test]
fn an_output_that_cannot_be_is_refused_with_words() {
    let named = |name: &str| Target::named(name).map(|target| target.format());
    assert_eq!(named("-").unwrap(), Format::Jsonl);
    assert!(matches!(named("a.txt"), Err(OutputFault::UnknownFormat(_))));
    assert!(matches!(named("a.xlsx"), Err(OutputFault::NotWritten { .. })));
    assert!(matches!(named("a.parquet.gz"), Err(OutputFault::NotPacked(_))));
    let create = |name: &Path| {
        let target = Target::named(&name.display().to_string()).unwrap();
        Output::create(&Encoder::new(target, Detail::Outcome)).map(|_| ())
    };
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("d.csv")).unwrap();
    assert!(matches!(create(&folder.path().join("d.csv")), Err(OutputFault::NotAFile(_))));
    let Err(fault) = create(&folder.path().join("none/a.csv")) else { panic!() };
    assert!(fault.say(Lang::Fr).ends_with("ne peut être écrit : il n’existe pas"), "{fault}");
    let standard = Encoder::new(Target::named("-").unwrap(), Detail::Outcome);
    assert!(matches!(Output::resume(&standard, 0), Err(OutputFault::NotResumable)));
    assert!(matches!(standard.encode(&records(Detail::Full)), Err(OutputFault::OtherDetail(..))));
    assert_eq!((standard.encode(&[]).unwrap(), standard.head().unwrap()), (vec![], vec![]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_so() {
    // A link, since the device itself is no file; what is written to it is always too much.
    let folder = tempfile::tempdir().unwrap();
    let error = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let fault = OutputFault::Unwritable { output: folder.path().join("a.csv").display().to_string(), error };
    assert!(fault.say(Lang::Fr).ends_with("ne peut être écrit : le disque est plein"));
    assert_eq!(fault.help(Lang::En).unwrap(), "make room");
    // A job can be taken up again; what only writes begins anew.
    let of_job = parchemin_bulk::batch::BatchFault::from(fault);
    assert_eq!(of_job.help(Lang::En).unwrap(), "make room, then go on by --resume");
}

#[test]
fn a_reject_says_where_why_and_what_stood_there() {
    let fault = parchemin_bulk::read::RowFault::Quotes;
    let line = |raw: &[u8]| -> Value {
        let line = reject(Place { input: "a.csv", number: 7 }, &fault, None, raw, Lang::Fr);
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        serde_json::from_slice(&line).unwrap()
    };
    let said = line("\"é\nb".as_bytes());
    assert_eq!((&said["input"], &said["line"], &said["raw"]), (&json!("a.csv"), &json!(7), &json!("\"é\nb")));
    assert_eq!(said["reason"], fault.say(Lang::Fr));
    assert_eq!(said["help"], fault.help(Lang::Fr).unwrap());
    assert_eq!(line(b"\xE9")["raw_base64"], "6Q==");
    assert_eq!(line(b"\xE9").get("raw"), None);
}

#[test]
fn a_packed_output_that_is_spoilt_is_not_read_as_something_else() {
    let whole = written("a.jsonl.zst", Detail::Findings, 120);
    let read = |bytes: &[u8]| {
        let mut text = String::new();
        zstd::Decoder::new(bytes).unwrap().read_to_string(&mut text).map(|_| text)
    };
    let text = read(&whole).unwrap();
    for place in (whole.len() / 8..whole.len()).step_by(whole.len() / 8) {
        let mut spoilt = whole.clone();
        spoilt[place] ^= 1;
        assert!(read(&spoilt).is_err() || read(&spoilt).unwrap() == text, "byte {place}");
    }
}
