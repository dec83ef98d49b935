//! Parquet is read from what others write: strings of all kinds, dates of all kinds, whole numbers of all kinds.

use super::{Seen, all, input, refusal};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array, LargeStringArray,
    NullArray, RecordBatch, StringArray, StringViewArray, StructArray, TimestampMicrosecondArray,
    types::Int32Type,
};
use arrow_schema::{DataType, Field};
use parchemin_bulk::read::{InputFault, ReadOptions, Reader};
use parchemin_core::{Lang, Speak, file::Leniency};
use parquet::arrow::ArrowWriter;
use serde_json::json;
use std::sync::Arc;

/// A Parquet file with these columns.
fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    )
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// A small file.
pub(super) fn small() -> Vec<u8> {
    let id = texts(&[Some("a"), None]);
    parquet(vec![("id", Arc::clone(&id)), ("titres", list(object("document", id)))])
}

fn open(columns: Vec<(&str, ArrayRef)>, options: &ReadOptions) -> Result<Vec<Seen>, InputFault> {
    let (_folder, path) = input("a.parquet", &parquet(columns));
    Reader::open(&[path], options).map(|mut reader| all(&mut reader))
}

fn read(columns: Vec<(&str, ArrayRef)>) -> Vec<Seen> {
    open(columns, &ReadOptions::default()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from_iter(texts))
}

/// A struct column of one member.
fn object(name: &str, member: ArrayRef) -> ArrayRef {
    Arc::new(StructArray::from(vec![(Arc::new(Field::new(name, member.data_type().clone(), true)), member)]))
}

/// A list column whose rows have one row each.
fn list(rows: ArrayRef) -> ArrayRef {
    let ends = arrow_buffer::OffsetBuffer::<i32>::from_lengths(vec![1; rows.len()]);
    Arc::new(arrow_array::ListArray::new(
        Field::new("item", rows.data_type().clone(), true).into(),
        ends,
        rows,
        None,
    ))
}

#[test]
fn strings_dates_and_numbers_of_all_kinds_are_read() {
    let strings: Vec<ArrayRef> = vec![
        texts(&[Some("vae"), None]),
        Arc::new(LargeStringArray::from(vec![Some("vae"), None])),
        Arc::new(StringViewArray::from(vec![Some("vae"), None])),
        Arc::new(DictionaryArray::<Int32Type>::from_iter([Some("vae"), None])),
    ];
    for column in strings {
        let rows = read(vec![("route", Arc::clone(&column)), ("id", column)]);
        assert_eq!(
            serde_json::to_value(rows[0].file.as_ref().unwrap()).unwrap(),
            json!({ "route": "vae", "id": "vae" })
        );
        assert_eq!(serde_json::to_value(rows[1].file.as_ref().unwrap()).unwrap(), json!({}));
    }
    const DAY: i64 = 86_400_000_000;
    let days: Vec<ArrayRef> = vec![
        Arc::new(Date32Array::from(vec![Some(20_147), None, Some(-719_163)])),
        texts(&[Some("2025-02-28"), None, Some("28/02/2025")]),
        Arc::new(TimestampMicrosecondArray::from(vec![Some(20_147 * DAY), None, Some(20_147 * DAY + 1)])),
    ];
    let reasons = [
        "colonne `evaluate_on` : le jour `-719163` n’existe pas au calendrier",
        "colonne `evaluate_on` : `28/02/2025` n’est pas une date",
        "colonne `evaluate_on` : la date 2025-02-28 porte une heure",
    ];
    for (column, reason) in days.into_iter().zip(reasons) {
        let rows = read(vec![("evaluate_on", column)]);
        let day = rows[0].file.as_ref().unwrap().evaluate_on.map(|day| day.to_string());
        assert_eq!((day.as_deref(), rows[1].file.as_ref().unwrap().evaluate_on), (Some("2025-02-28"), None));
        assert_eq!((refusal(&rows[2]).0.as_str(), rows[2].number), (reason, 3));
    }
    let numbers: Vec<(ArrayRef, &str)> = vec![
        (Arc::new(Int64Array::from(vec![1607, -1])), "`-1`"),
        (Arc::new(Float64Array::from(vec![1607.0, 0.5])), "`0.5`"),
        (Arc::new(Float64Array::from(vec![1607.0, f64::NAN])), "`NaN`"),
    ];
    for (column, bad) in numbers {
        let rows = read(vec![("experience", list(object("hours", column)))]);
        assert_eq!(rows[0].file.as_ref().unwrap().experience.as_ref().unwrap()[0].hours, Some(1607));
        assert_eq!(
            refusal(&rows[1]).0,
            format!("colonne `experience.1.hours` : {bad} n’est pas un nombre entier positif")
        );
    }
    let nothing: ArrayRef = Arc::new(NullArray::new(2));
    assert_eq!(read(vec![("id", texts(&[Some("a"), Some("b")])), ("target", nothing)]).len(), 2);
}

#[test]
fn a_bad_row_is_refused_alone_and_shown() {
    let rows = read(vec![
        ("id", texts(&[Some("a"), Some("b"), Some("c")])),
        ("route", texts(&[Some("vae"), Some("VAE"), None])),
        ("titres", list(object("document", texts(&[Some("1"), None, Some("3")])))),
    ]);
    assert_eq!(rows.iter().map(|row| row.file.is_ok()).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(
        refusal(&rows[1]),
        (
            "colonne `route` : `VAE` n’est pas une valeur admise ici".into(),
            "écrire l’un de : continuous-training, vae, capitalisation, ccs".into(),
        )
    );
    assert_eq!(String::from_utf8(rows[1].raw.clone()).unwrap(), r#"{"id":"b","route":"VAE","titres":[{}]}"#);
    let period = |from: &str| -> ArrayRef {
        let (from, to) = (texts(&[Some(from)]), texts(&[Some("2025-01-01")]));
        let field = |name: &str| Arc::new(Field::new(name, DataType::Utf8, true));
        list(Arc::new(StructArray::from(vec![(field("from"), from), (field("to"), to)])))
    };
    assert!(read(vec![("experience", period("2024-12-31"))])[0].file.is_ok());
    assert_eq!(
        refusal(&read(vec![("experience", period("2025-01-02"))])[0]).1,
        "échanger ou corriger `from` et `to`"
    );
}

#[test]
fn columns_that_cannot_be_are_refused_before_any_row() {
    let wrong = |columns, options: &ReadOptions| {
        let fault = open(columns, options).unwrap_err();
        let InputFault::Head { fault, .. } = fault else { panic!("{fault}") };
        (fault.say(Lang::Fr), fault.help(Lang::Fr).unwrap_or_default())
    };
    let strict = ReadOptions::default();
    let a = || texts(&[Some("a")]);
    let (reason, help) = wrong(vec![("rout", a()), ("titres", list(object("documnt", a())))], &strict);
    assert_eq!(reason, "le format ne connaît pas les colonnes `rout`, `titres.documnt`");
    assert!(
        help.starts_with("`rout` : peut-être `route`, `titres.documnt` : peut-être `titres.document`;"),
        "{help}"
    );
    let lenient = ReadOptions { leniency: Leniency::IgnoreUnknownMembers, ..ReadOptions::default() };
    assert!(open(vec![("rout", a()), ("id", a())], &lenient).unwrap()[0].file.is_ok());
    assert_eq!(
        wrong(vec![("titres", list(object("document", Arc::new(BooleanArray::from(vec![true])))))], &lenient)
            .0,
        "la colonne `titres.document` est de type Boolean, au lieu de string"
    );
    let dated = ReadOptions { as_of_column: Some("le".into()), ..ReadOptions::default() };
    assert_eq!(wrong(vec![("id", a())], &dated).0, "la colonne de la date de décision, `le`, manque");
    assert_eq!(
        wrong(vec![("le", Arc::new(BooleanArray::from(vec![true])))], &dated).0,
        "la colonne `le` est de type Boolean, au lieu de date"
    );
    let rows = open(vec![("id", a()), ("le", texts(&[Some("2026-01-15")]))], &dated).unwrap();
    assert_eq!(rows[0].as_of.as_deref(), Some("2026-01-15"));
    let twice = |name| format!("les colonnes `{name}` et `{name}` disent la même chose");
    assert_eq!(wrong(vec![("id", a()), ("route", a()), ("id", a())], &lenient).0, twice("id"));
    let field = || Arc::new(Field::new("document", DataType::Utf8, true));
    let document: ArrayRef = Arc::new(StructArray::from(vec![(field(), a()), (field(), a())]));
    assert_eq!(wrong(vec![("titres", list(document))], &lenient).0, twice("titres.document"));
    let (_folder, path) = input("a.parquet", b"PAR1");
    assert!(matches!(Reader::open(&[path], &strict), Err(InputFault::Damaged { .. })));
}

#[test]
fn a_file_is_taken_up_at_any_position() {
    let ids: Vec<String> = (0..3_000).map(|n| n.to_string()).collect();
    let id: ArrayRef = Arc::new(StringArray::from_iter_values(&ids));
    let batch = RecordBatch::try_from_iter([("id", id)]).unwrap();
    let mut bytes = Vec::new();
    let groups =
        parquet::file::properties::WriterProperties::builder().set_max_row_group_row_count(Some(700));
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(groups.build())).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let (_folder, path) = input("a.parquet", &bytes);
    let mut reader = Reader::open(&[path], &ReadOptions::default()).unwrap();
    let (mut positions, mut whole) = (vec![(reader.position(), 0)], Vec::new());
    while let Some(chunk) = reader.next().unwrap() {
        whole.extend(chunk.rows().map(super::seen));
        positions.push((reader.position(), whole.len()));
    }
    let read: Vec<&str> = whole.iter().map(|row| row.file.as_ref().unwrap().id.as_deref().unwrap()).collect();
    assert_eq!(read, ids);
    assert!(whole.iter().zip(1..).all(|(row, number)| row.number == number));
    assert_eq!(positions.len(), 13);
    for (position, rows) in positions {
        reader.resume_at(position).unwrap();
        assert!(all(&mut reader) == whole[rows..]);
    }
}

#[test]
fn a_file_is_read_however_its_pages_are_packed() {
    use parquet::{
        basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel},
        file::properties::WriterProperties,
    };
    let batch = RecordBatch::try_from_iter([("id", texts(&[Some("a"), Some("b")]))]).unwrap();
    for packing in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::BROTLI(BrotliLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        let mut bytes = Vec::new();
        let properties = WriterProperties::builder().set_compression(packing).build();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let (_folder, path) = input("a.parquet", &bytes);
        let rows = all(&mut Reader::open(&[path], &ReadOptions::default()).unwrap());
        let read: Vec<_> = rows.iter().map(|row| row.file.as_ref().unwrap().id.as_deref()).collect();
        assert_eq!(read, [Some("a"), Some("b")], "{packing:?}");
    }
}
