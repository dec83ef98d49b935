//! The columns of single values.

use super::columns::{Mistyped, Stored, Unreadable, is_null};
use crate::columns::CellReason;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, LargeStringArray, StringArray, StringViewArray, UInt32Array,
    cast::AsArray,
    types::{
        ArrowPrimitiveType, Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
        Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
        TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
    },
};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, TimeUnit};
use parchemin_core::{
    Day, DayFault,
    file::{Activity, CcpResult, Enrolment, FORMAT, Format, Reason, Route, SessionKind},
    shortened,
};
use serde_json::Value;
use std::sync::Arc;

// ── Texts and words ─────────────────────────────────────────────────────────────────────────────────────────────────

/// A column of texts.
pub(crate) enum Texts {
    Short(StringArray),
    Long(LargeStringArray),
    View(StringViewArray),
    /// The places of the texts in a dictionary.
    Dictionary {
        nulls: Option<NullBuffer>,
        keys: Vec<usize>,
        texts: Box<Texts>,
    },
}

impl Texts {
    fn open(array: &ArrayRef) -> Result<Texts, Mistyped> {
        match array.data_type() {
            DataType::Utf8 => array.as_string_opt().cloned().map(Texts::Short),
            DataType::LargeUtf8 => array.as_string_opt().cloned().map(Texts::Long),
            DataType::Utf8View => array.as_string_view_opt().cloned().map(Texts::View),
            DataType::Dictionary(_, _) => match array.as_any_dictionary_opt() {
                Some(words) => {
                    let texts = Box::new(Texts::open(words.values())?);
                    let keys = if words.values().is_empty() { Vec::new() } else { words.normalized_keys() };
                    Some(Texts::Dictionary { nulls: array.logical_nulls(), keys, texts })
                }
                None => None,
            },
            _ => None,
        }
        .ok_or_else(|| Mistyped::new(array, "string"))
    }

    fn get(&self, row: usize) -> Option<&str> {
        let there = |array: &dyn Array| row < array.len() && array.is_valid(row);
        match self {
            Texts::Short(texts) => there(texts).then(|| texts.value(row)),
            Texts::Long(texts) => there(texts).then(|| texts.value(row)),
            Texts::View(texts) => there(texts).then(|| texts.value(row)),
            Texts::Dictionary { nulls, keys, texts } => {
                keys.get(row).filter(|_| !is_null(nulls, row)).and_then(|key| texts.get(*key))
            }
        }
    }

    fn show(&self, row: usize) -> Value {
        self.get(row).map_or(Value::Null, Value::from)
    }
}

impl Stored for String {
    type Column = Texts;

    fn open(array: &ArrayRef) -> Result<Texts, Mistyped> {
        Texts::open(array)
    }

    fn get(column: &Texts, row: usize) -> Result<Option<String>, Unreadable> {
        Ok(column.get(row).map(str::to_owned))
    }

    fn show(column: &Texts, row: usize) -> Value {
        column.show(row)
    }

    fn array(values: &[Option<&String>]) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(StringArray::from_iter(values)))
    }
}

/// The words of closed lists: each type with how a word is found, how it is called, and all that there are.
macro_rules! words {
    ($($word:ident: $named:expr, $name:expr, $names:expr;)+) => {$(
        impl Stored for $word {
            type Column = Texts;

            fn open(array: &ArrayRef) -> Result<Texts, Mistyped> {
                Texts::open(array)
            }

            fn get(column: &Texts, row: usize) -> Result<Option<$word>, Unreadable> {
                let Some(text) = column.get(row) else { return Ok(None) };
                let found: Option<$word> = $named(text);
                found.map(Some).ok_or_else(|| not_a_word(text, $names))
            }

            fn show(column: &Texts, row: usize) -> Value {
                column.show(row)
            }

            fn array(values: &[Option<&$word>]) -> Result<ArrayRef, ArrowError> {
                Ok(Arc::new(StringArray::from_iter(values.iter().map(|word| word.map(|word| $name(*word))))))
            }
        }
    )+};
}

fn not_a_word(text: &str, expected: &[&str]) -> Unreadable {
    let expected = expected.iter().map(|word| (*word).to_owned()).collect();
    CellReason::File(Reason::NotAWord { found: shortened(text), expected }).into()
}

words! {
    Format: |text| (text == FORMAT).then_some(Format::One), |_| FORMAT, &[FORMAT];
    Route: Route::named, Route::name, Route::NAMES;
    Enrolment: Enrolment::named, Enrolment::name, Enrolment::NAMES;
    Activity: Activity::named, Activity::name, Activity::NAMES;
    SessionKind: SessionKind::named, SessionKind::name, SessionKind::NAMES;
    CcpResult: CcpResult::named, CcpResult::name, CcpResult::NAMES;
}

// ── Days ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A column of days.
pub(crate) enum Days {
    Numbers(Date32Array),
    /// Moments since 1970, with how many there are in a day.
    Moments(Vec<Option<i64>>, i64),
    Texts(Texts),
}

impl Stored for Day {
    type Column = Days;

    fn open(array: &ArrayRef) -> Result<Days, Mistyped> {
        const DAY: i64 = 24 * 60 * 60;
        let moments = |values: Option<Vec<Option<i64>>>, per_second: i64| {
            values.map(|values| Days::Moments(values, DAY.saturating_mul(per_second)))
        };
        match array.data_type() {
            DataType::Date32 => array.as_primitive_opt::<Date32Type>().cloned().map(Days::Numbers),
            DataType::Date64 => moments(numbers::<Date64Type, _>(array), 1_000),
            DataType::Timestamp(TimeUnit::Second, _) => moments(numbers::<TimestampSecondType, _>(array), 1),
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                moments(numbers::<TimestampMillisecondType, _>(array), 1_000)
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                moments(numbers::<TimestampMicrosecondType, _>(array), 1_000_000)
            }
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                moments(numbers::<TimestampNanosecondType, _>(array), 1_000_000_000)
            }
            _ => Texts::open(array).ok().map(Days::Texts),
        }
        .ok_or_else(|| Mistyped::new(array, "date"))
    }

    fn get(column: &Days, row: usize) -> Result<Option<Day>, Unreadable> {
        let day = |number: i64| {
            let none = || CellReason::NotADay(DayFault::NoSuchDay(number.to_string()));
            Day::from_number(number).ok_or_else(|| Unreadable::from(none()))
        };
        match column {
            Days::Numbers(days) if row < days.len() && days.is_valid(row) => {
                day(days.value(row).into()).map(Some)
            }
            Days::Numbers(_) => Ok(None),
            Days::Moments(moments, per_day) => match moments.get(row).copied().flatten() {
                Some(moment) if moment.rem_euclid(*per_day) == 0 => {
                    day(moment.div_euclid(*per_day)).map(Some)
                }
                Some(moment) => {
                    let day = day(moment.div_euclid(*per_day))?;
                    Err(CellReason::TimeOfDay(day.to_string()).into())
                }
                None => Ok(None),
            },
            Days::Texts(texts) => {
                let parsed = texts.get(row).map(str::parse).transpose();
                parsed.map_err(|fault| CellReason::NotADay(fault).into())
            }
        }
    }

    fn show(column: &Days, row: usize) -> Value {
        match (Day::get(column, row), column) {
            (Ok(day), _) => day.map_or(Value::Null, |day| day.to_string().into()),
            (Err(_), Days::Texts(texts)) => texts.show(row),
            (Err(_), Days::Moments(moments, _)) => moments.get(row).copied().flatten().into(),
            (Err(_), Days::Numbers(days)) => days.value(row).into(),
        }
    }

    fn array(values: &[Option<&Day>]) -> Result<ArrayRef, ArrowError> {
        // The days of the calendar are numbers of 32 bits.
        let number = |day: &Day| i32::try_from(day.number()).ok();
        Ok(Arc::new(Date32Array::from_iter(values.iter().map(|day| day.and_then(number)))))
    }
}

// ── Numbers and truths ──────────────────────────────────────────────────────────────────────────────────────────────

/// A column of numbers.
pub(crate) enum Numbers {
    Whole(Vec<Option<i128>>),
    Floating(Vec<Option<f64>>),
}

/// The numbers of a column of that type.
fn numbers<P: ArrowPrimitiveType, N: From<P::Native>>(array: &ArrayRef) -> Option<Vec<Option<N>>> {
    let numbers = array.as_primitive_opt::<P>()?;
    Some(numbers.iter().map(|number| number.map(N::from)).collect())
}

impl Stored for u32 {
    type Column = Numbers;

    fn open(array: &ArrayRef) -> Result<Numbers, Mistyped> {
        match array.data_type() {
            DataType::Int8 => numbers::<Int8Type, _>(array).map(Numbers::Whole),
            DataType::Int16 => numbers::<Int16Type, _>(array).map(Numbers::Whole),
            DataType::Int32 => numbers::<Int32Type, _>(array).map(Numbers::Whole),
            DataType::Int64 => numbers::<Int64Type, _>(array).map(Numbers::Whole),
            DataType::UInt8 => numbers::<UInt8Type, _>(array).map(Numbers::Whole),
            DataType::UInt16 => numbers::<UInt16Type, _>(array).map(Numbers::Whole),
            DataType::UInt32 => numbers::<UInt32Type, _>(array).map(Numbers::Whole),
            DataType::UInt64 => numbers::<UInt64Type, _>(array).map(Numbers::Whole),
            DataType::Float32 => numbers::<Float32Type, _>(array).map(Numbers::Floating),
            DataType::Float64 => numbers::<Float64Type, _>(array).map(Numbers::Floating),
            _ => None,
        }
        .ok_or_else(|| Mistyped::new(array, "whole number"))
    }

    fn get(column: &Numbers, row: usize) -> Result<Option<u32>, Unreadable> {
        match column {
            Numbers::Whole(numbers) => {
                let Some(number) = numbers.get(row).copied().flatten() else { return Ok(None) };
                let whole = u32::try_from(number).map(Some);
                whole.map_err(|_| CellReason::NotWhole(number.to_string()).into())
            }
            Numbers::Floating(numbers) => {
                let Some(number) = numbers.get(row).copied().flatten() else { return Ok(None) };
                // A number without a fraction is written without one.
                let whole = number.to_string().parse().map(Some);
                whole.map_err(|_| CellReason::NotWhole(number.to_string()).into())
            }
        }
    }

    fn show(column: &Numbers, row: usize) -> Value {
        match column {
            Numbers::Whole(numbers) => {
                let number = numbers.get(row).copied().flatten();
                number.and_then(|number| i64::try_from(number).ok()).into()
            }
            Numbers::Floating(numbers) => numbers.get(row).copied().flatten().into(),
        }
    }

    fn array(values: &[Option<&u32>]) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(UInt32Array::from_iter(values.iter().map(|number| number.copied()))))
    }
}

impl Stored for bool {
    type Column = BooleanArray;

    fn open(array: &ArrayRef) -> Result<BooleanArray, Mistyped> {
        array.as_boolean_opt().cloned().ok_or_else(|| Mistyped::new(array, "boolean"))
    }

    fn get(column: &BooleanArray, row: usize) -> Result<Option<bool>, Unreadable> {
        Ok((row < column.len() && column.is_valid(row)).then(|| column.value(row)))
    }

    fn show(column: &BooleanArray, row: usize) -> Value {
        bool::get(column, row).ok().flatten().into()
    }

    fn array(values: &[Option<&bool>]) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(BooleanArray::from_iter(values.iter().map(|truth| truth.copied()))))
    }
}
