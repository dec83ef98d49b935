//! The one place where a rhai engine is set up. It is a security control: it starts from nothing and adds the
//! vocabulary, and nothing else. Every bound here is attacked by a test.

use crate::values::{Unknown, from_dynamic, global, to_dynamic, view_type};
use parchemin_core::{
    Lang,
    limits::{BoundKind, Bounds},
    parameter::Parameters,
    vocabulary::{
        self, COMPARISONS, Holds, LOGIC_ARGUMENTS, Meaning, Reading, Term, Type, Value, View, compare,
    },
};
use rhai::{Dynamic, Engine, EvalAltResult, EvalContext, NativeCallContext, OptimizationLevel, Position};
use std::{
    any::TypeId,
    cell::Cell,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Where time comes from: time since some fixed moment. Injected, so that limits can be tested without waiting.
pub type Clock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// How the sandbox bounds what runs in it.
#[derive(Clone)]
pub struct Sandbox {
    /// The deterministic bounds.
    pub bounds: Bounds,
    /// The wall-clock time of one rule. Rules are total, so that only a fault of the host can reach it.
    pub allowance: Duration,
    /// The clock.
    pub clock: Clock,
}

impl Default for Sandbox {
    fn default() -> Self {
        let start = Instant::now();
        // The deterministic bounds come first: a million steps, the ceiling, take less than a second. The clock is for
        // what they do not see, and must not stop a rule because the machine is busy.
        Sandbox {
            bounds: Bounds::DEFAULT,
            allowance: Duration::from_secs(10),
            clock: Arc::new(move || start.elapsed()),
        }
    }
}

/// What one evaluation carries with it: the reading, and the last unknown that came up, for an `if` that meets it.
pub(crate) struct Run {
    pub(crate) reading: Reading,
    pub(crate) last_unknown: Option<parchemin_core::Missing>,
}

/// The handle under which rhai carries the run through an evaluation.
#[derive(Clone)]
pub(crate) struct RunHandle(pub(crate) Arc<Mutex<Run>>);

impl RunHandle {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Run> {
        // A run belongs to one evaluation on one thread; a poisoned one is still only data.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The token by which the clock stops a script.
pub(crate) const STOPPED_BY_CLOCK: &str = "stopped by the clock";

thread_local! {
    /// The deadline of the evaluation under way on this thread.
    static DEADLINE: Cell<Duration> = const { Cell::new(Duration::MAX) };
}

/// Symbols of the language that no rule needs, refused by the parser itself. The check refuses far more.
const DISABLED: &[&str] = &[
    "eval",
    "Fn",
    "call",
    "curry",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "type_of",
    "print",
    "debug",
    "global",
    // rhai checks the size of a map only when it is next passed on, so that `m[k] = v` outgrows every bound.
    "#{",
];

/// How often the clock is looked at, in operations: a power of two.
const TICKS: u64 = 16;

type RhaiError = Box<EvalAltResult>;

impl Sandbox {
    /// Sets the deadline of the evaluation that starts now on this thread.
    pub(crate) fn start(&self) {
        DEADLINE.set((self.clock)().saturating_add(self.allowance));
    }

    /// An engine that knows the vocabulary and nothing else.
    pub(crate) fn engine(&self, parameters: &Parameters) -> Engine {
        let mut engine = Engine::new_raw();
        engine
            .set_optimization_level(OptimizationLevel::None)
            .set_fast_operators(false)
            .set_strict_variables(false)
            .set_allow_looping(true)
            .set_allow_shadowing(true)
            .set_allow_anonymous_fn(false)
            .set_max_operations(self.bounds.work)
            .set_max_call_levels(as_usize(self.bounds.depth))
            .set_max_expr_depths(32, 32)
            .set_max_string_size(as_usize(self.bounds.text))
            .set_max_array_size(64)
            .set_max_map_size(64)
            .set_max_variables(64)
            .set_max_functions(256);
        for symbol in DISABLED {
            engine.disable_symbol(*symbol);
        }
        let clock = Arc::clone(&self.clock);
        engine.on_progress(move |operations| {
            let due = operations % TICKS == 0 && clock() >= DEADLINE.get();
            due.then(|| STOPPED_BY_CLOCK.into())
        });
        resolve_views(&mut engine);
        vocabulary::terms().for_each(|term| register(&mut engine, term));
        parameters.keys().for_each(|id| register_parameter(&mut engine, id));
        COMPARISONS.iter().for_each(|(name, holds)| register_comparison(&mut engine, name, *holds));
        engine
    }
}

fn as_usize(bound: u64) -> usize {
    usize::try_from(bound).unwrap_or(usize::MAX)
}

fn run_of(tag: &Dynamic) -> Option<RunHandle> {
    tag.read_lock::<RunHandle>().map(|handle| handle.clone())
}

/// `file`, `titre`, `session`, `jury` and `law` stand in every function. Every other variable is the script's own;
/// if it is unknown, that is noted, in case an `if` is about to meet it.
#[expect(
    deprecated,
    reason = "on_var is marked volatile, not deprecated; it is the one way to names that functions see"
)]
fn resolve_views(engine: &mut Engine) {
    engine.on_var(|name: &str, _, context: EvalContext<'_, '_, '_, '_, '_, '_>| {
        let own = context.scope().get(name);
        if let Some(unknown) = own.and_then(|value| value.read_lock::<Unknown>())
            && let Some(run) = run_of(context.tag())
        {
            run.lock().last_unknown = Some(unknown.0.clone());
        }
        Ok(if own.is_some() { None } else { global(name) })
    });
}

/// Ends the rule. A script can catch what goes wrong at run time, but not this.
fn stop(kind: BoundKind) -> RhaiError {
    EvalAltResult::ErrorTerminated(Dynamic::from(kind), Position::NONE).into()
}

/// Runs a piece of the vocabulary within the run of the evaluation.
fn within(
    context: &NativeCallContext<'_>,
    work: impl FnOnce(&mut Reading) -> Value,
) -> Result<Dynamic, RhaiError> {
    let run = context.tag().and_then(run_of).ok_or_else(|| RhaiError::from("no evaluation under way"))?;
    let mut run = run.lock();
    let value = work(&mut run.reading);
    if let Some(kind) = run.reading.exhausted() {
        return Err(stop(kind));
    }
    if let Value::Unknown(missing) = &value {
        run.last_unknown = Some(missing.clone());
    }
    Ok(to_dynamic(value))
}

fn values(args: &[&mut Dynamic]) -> Result<Vec<Value>, RhaiError> {
    args.iter()
        .map(|arg| {
            from_dynamic(arg).ok_or_else(|| {
                RhaiError::from(format!("a value of type {} is not of the vocabulary", arg.type_name()))
            })
        })
        .collect()
}

/// The check cannot follow a value through a helper function; here it has a type at last.
pub(crate) fn typed(term: &Term, args: &[Value]) -> Result<(), RhaiError> {
    for (index, arg) in args.iter().enumerate() {
        let Some((name, wanted)) = term.params.get(index).or(term.params.last()) else { continue };
        let fits = match (wanted, arg) {
            (Type::OneOf(names), Value::Text(word)) => names.contains(&&**word),
            (Type::AbsentText, Value::Text(_)) => true,
            (wanted, arg) => arg.kind().is_none_or(|kind| kind == *wanted),
        };
        if !fits {
            return Err(format!("`{name}` of `{}` must be: {}", term.path(), wanted.spoken(Lang::En)).into());
        }
    }
    Ok(())
}

fn register(engine: &mut Engine, term: &'static Term) {
    match (term.view, term.meaning) {
        (View::None, Meaning::Logic(_)) => {
            let arities = if term.name == "not" { 1..=1 } else { 1..=LOGIC_ARGUMENTS };
            for arity in arities {
                function(engine, term, &vec![TypeId::of::<Dynamic>(); arity]);
            }
        }
        (View::None, Meaning::Fact(_) | Meaning::Computed(_)) => {
            function(engine, term, &vec![TypeId::of::<Dynamic>(); term.params.len()]);
        }
        (view, _) if term.params.is_empty() => {
            let index = view.is_subject();
            engine.register_raw_fn(format!("get${}", term.name), [view_type(view)], move |context, args| {
                let subject = if index { values(args)? } else { Vec::new() };
                within(&context, |reading| term.eval(reading, &subject))
            });
        }
        (view, _) => {
            let mut types = vec![view_type(view)];
            types.extend(term.params.iter().map(|_| TypeId::of::<Dynamic>()));
            let skip = usize::from(!view.is_subject());
            engine.register_raw_fn(term.name, types, move |context, args| {
                let args = values(args.get(skip..).unwrap_or_default())?;
                typed(term, args.get(1 - skip..).unwrap_or_default())?;
                within(&context, |reading| term.eval(reading, &args))
            });
        }
    }
}

fn function(engine: &mut Engine, term: &'static Term, types: &[TypeId]) {
    engine.register_raw_fn(term.name, types, move |context, args| {
        let args = values(args)?;
        typed(term, &args)?;
        within(&context, |reading| term.eval(reading, &args))
    });
}

fn register_parameter(engine: &mut Engine, id: &str) {
    let parameter = id.to_owned();
    engine.register_raw_fn(format!("get${id}"), [TypeId::of::<crate::values::Law>()], move |context, _| {
        within(&context, |reading| reading.parameter(&parameter))
    });
}

/// Comparisons know unknown values, and refuse unlike types instead of calling them unequal, as rhai itself would.
fn register_comparison(engine: &mut Engine, name: &'static str, holds: Holds) {
    let both = [TypeId::of::<Dynamic>(), TypeId::of::<Dynamic>()];
    engine.register_raw_fn(name, both, move |context, args| {
        let args = values(args)?;
        let [a, b] = args.as_slice() else { return Err("a comparison has two sides".into()) };
        let compared = compare(a, b, holds).map_err(|(a, b)| {
            let named = |kind: Option<Type>| kind.map_or("?".to_owned(), |kind| kind.spoken(Lang::En));
            RhaiError::from(format!("`{name}` compares unlike types: {} and {}", named(a), named(b)))
        })?;
        within(&context, |reading| {
            reading.pay(1);
            Value::from_truth(compared)
        })
    });
}

#[cfg(test)]
#[path = "attacks.rs"]
mod attacks;
