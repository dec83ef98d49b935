//! Values of the vocabulary as rhai holds them, and back. Plain numbers, truths and texts stay rhai's own.

use parchemin_core::{
    Day, Missing, Subject, Verdict,
    vocabulary::{Value, View},
};
use rhai::{Dynamic, ImmutableString};
use std::sync::Arc;

/// An unknown value.
#[derive(Clone)]
pub(crate) struct Unknown(pub(crate) Missing);

/// A number known between two bounds.
#[derive(Clone)]
pub(crate) struct Between(pub(crate) Value);

/// Several words.
#[derive(Clone)]
pub(crate) struct Words(pub(crate) Arc<[String]>);

/// `law`: the parameters in force.
#[derive(Clone, Copy)]
pub(crate) struct Law;

/// The views of a case, a type each, so that a property is found by type and name.
#[derive(Clone, Copy)]
pub(crate) struct FileView;
#[derive(Clone, Copy)]
pub(crate) struct TitreView;
#[derive(Clone, Copy)]
pub(crate) struct SessionView;
#[derive(Clone, Copy)]
pub(crate) struct JuryView;
#[derive(Clone, Copy)]
pub(crate) struct CcpView(usize);
#[derive(Clone, Copy)]
pub(crate) struct HeldView(usize);
#[derive(Clone, Copy)]
pub(crate) struct JurorView(usize);

/// The rhai type of a view, by which its properties are registered.
pub(crate) fn view_type(view: View) -> std::any::TypeId {
    use std::any::TypeId;
    match view {
        View::None => TypeId::of::<()>(),
        View::File => TypeId::of::<FileView>(),
        View::Titre => TypeId::of::<TitreView>(),
        View::Session => TypeId::of::<SessionView>(),
        View::Jury => TypeId::of::<JuryView>(),
        View::Ccp => TypeId::of::<CcpView>(),
        View::Held => TypeId::of::<HeldView>(),
        View::Juror => TypeId::of::<JurorView>(),
    }
}

/// The value of a view that rules see by name.
pub(crate) fn global(name: &str) -> Option<Dynamic> {
    Some(match name {
        "file" => Dynamic::from(FileView),
        "titre" => Dynamic::from(TitreView),
        "session" => Dynamic::from(SessionView),
        "jury" => Dynamic::from(JuryView),
        "law" => Dynamic::from(Law),
        _ => return None,
    })
}

/// A value for rhai.
pub(crate) fn to_dynamic(value: Value) -> Dynamic {
    match value {
        Value::Truth(truth) => truth.into(),
        Value::Count(count) => count.into(),
        Value::Text(text) => ImmutableString::from(&*text).into(),
        Value::Day(day) => Dynamic::from(day),
        Value::Words(words) => Dynamic::from(Words(words)),
        Value::Verdict(verdict) => Dynamic::from(verdict),
        Value::Unknown(missing) => Dynamic::from(Unknown(missing)),
        between @ Value::Between { .. } => Dynamic::from(Between(between)),
        Value::Subject(Subject::File) => Dynamic::UNIT,
        Value::Subject(Subject::Ccp(index)) => Dynamic::from(CcpView(index)),
        Value::Subject(Subject::Held(index)) => Dynamic::from(HeldView(index)),
        Value::Subject(Subject::Juror(index)) => Dynamic::from(JurorView(index)),
    }
}

/// A value from rhai; none for what is no value of the vocabulary.
pub(crate) fn from_dynamic(value: &Dynamic) -> Option<Value> {
    if let Ok(truth) = value.as_bool() {
        return Some(Value::Truth(truth));
    }
    if let Ok(count) = value.as_int() {
        return Some(Value::Count(count));
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Some(Value::text(&text));
    }
    if let Some(unknown) = value.read_lock::<Unknown>() {
        return Some(Value::Unknown(unknown.0.clone()));
    }
    if let Some(day) = value.read_lock::<Day>() {
        return Some(Value::Day(*day));
    }
    if let Some(between) = value.read_lock::<Between>() {
        return Some(between.0.clone());
    }
    if let Some(words) = value.read_lock::<Words>() {
        return Some(Value::Words(Arc::clone(&words.0)));
    }
    if let Some(verdict) = value.read_lock::<Verdict>() {
        return Some(Value::Verdict(*verdict));
    }
    if let Some(ccp) = value.read_lock::<CcpView>() {
        return Some(Value::Subject(Subject::Ccp(ccp.0)));
    }
    if let Some(held) = value.read_lock::<HeldView>() {
        return Some(Value::Subject(Subject::Held(held.0)));
    }
    value.read_lock::<JurorView>().map(|juror| Value::Subject(Subject::Juror(juror.0)))
}
