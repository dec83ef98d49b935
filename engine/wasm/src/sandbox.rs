//! The one place where wasmtime is set up. It is a security control: it starts from no feature, no import and no time,
//! and adds what a plugin needs. Every bound here is attacked by a test.
//!
//! Two things stop a plugin. *Fuel* is counted: what an answer depends on must not depend on how busy the machine is,
//! so that a plugin that works too much always ends at the same instruction. But fuel says little of time (ten million
//! units last from 3 to 113 ms), so the *clock* stops what takes too long, and that is never an answer. It is looked at
//! when the engine's epoch moves on, which the compiled code checks at every loop and call. Both are set before the
//! plugin is brought to life, because its start function runs then already, and hold until its one call is over.

use crate::{
    cache::Cache,
    compile,
    contract::RulesetPre,
    fault::PluginFault,
    growth::Growth,
    inspect::inspect,
    limits::{
        CORE_INSTANCES, INSTANCE_BYTES, INSTANCES, Limits, MEMORY_CEILING, STACK_BYTES, TABLE_ELEMENTS,
    },
    plugin::{self, Plugin},
    stop::{Stop, reason},
};
use std::{
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};
use wasmtime::wasmparser::WasmFeatures;
use wasmtime::{
    Config, Engine, Error, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, Store,
    UpdateDeadline, component::Linker,
};

/// Where time comes from: time since some fixed moment. Injected, so that deadlines can be tested without waiting.
pub type Clock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// How long a call may take.
#[derive(Clone)]
pub struct Time {
    /// The wall-clock time of one call. Fuel ends a call first unless the host is at fault or very busy.
    pub allowance: Duration,
    /// The clock.
    pub clock: Clock,
}

impl Default for Time {
    fn default() -> Self {
        let start = Instant::now();
        Time { allowance: Duration::from_secs(10), clock: Arc::new(move || start.elapsed()) }
    }
}

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(10);

/// What plugins are loaded into and run in. Made once and shared: it reserves the memory of all that run at a time.
#[derive(Clone)]
pub struct Sandbox {
    engine: Engine,
    time: Time,
    cache: Option<Arc<Cache>>,
    /// Its last holder ends the thread that moves the epoch on.
    _ticking: Arc<Sender<()>>,
}

impl Sandbox {
    /// A sandbox, with or without a place to keep compiled code.
    ///
    /// # Errors
    /// [`Stop::Unavailable`] if the system has no memory to reserve or no thread to give.
    pub fn new(time: Time, cache: Option<Cache>) -> Result<Sandbox, Stop> {
        let engine = Engine::new(&config()).map_err(|error| unavailable(&error))?;
        let ticking = tick(engine.clone())?;
        Ok(Sandbox { engine, time, cache: cache.map(Arc::new), _ticking: Arc::new(ticking) })
    }

    /// Reads, compiles and links a component. Nothing of it runs.
    ///
    /// # Errors
    /// [`PluginFault`], whatever the bytes are.
    pub fn load(&self, component: &[u8]) -> Result<Plugin, PluginFault> {
        inspect(component)?;
        let component = compile::component(&self.engine, self.cache.as_deref(), component)?;
        plugin::typed(&component)?;
        // An empty linker: there is nothing in it that a plugin could call.
        let linked = Linker::new(&self.engine).instantiate_pre(&component);
        let rules = linked.and_then(RulesetPre::new).map_err(|error| refused(&error))?;
        Ok(Plugin::new(self.clone(), rules))
    }

    #[cfg(test)]
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The state of one call, with every bound set.
    pub(crate) fn store(&self, limits: Limits) -> Result<Store<Growth>, Stop> {
        let growth = Growth::up_to(limits.memory.min(MEMORY_CEILING));
        let mut store = Store::new(&self.engine, growth);
        store.limiter(|growth| growth);
        store.set_fuel(limits.fuel).map_err(|error| unavailable(&error))?;
        store.set_hostcall_fuel(limits.output);
        let clock = Arc::clone(&self.time.clock);
        let deadline = clock().saturating_add(self.time.allowance);
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(move |_| {
            Ok(if clock() >= deadline { UpdateDeadline::Interrupt } else { UpdateDeadline::Continue(1) })
        });
        Ok(store)
    }
}

fn unavailable(error: &Error) -> Stop {
    Stop::Unavailable(reason(&error.root_cause().to_string()))
}

pub(crate) fn refused(error: &Error) -> PluginFault {
    PluginFault::Refused(reason(&error.root_cause().to_string()))
}

/// Moves the epoch on until the sender is dropped.
fn tick(engine: Engine) -> Result<Sender<()>, Stop> {
    let (sender, receiver) = channel();
    let ticking = move || {
        while receiver.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            engine.increment_epoch();
        }
    };
    let thread = thread::Builder::new().name("plugin-clock".to_owned()).spawn(ticking);
    thread.map(|_| sender).map_err(|error| Stop::Unavailable(reason(&error.to_string())))
}

/// The instructions that compilers write by default, and no more. No SIMD, threads, exceptions or 64-bit memory.
const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::BULK_MEMORY_OPT)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::CALL_INDIRECT_OVERLONG)
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::COMPONENT_MODEL);

fn config() -> Config {
    let mut config = Config::new();
    config
        .wasm_features(WasmFeatures::all(), false)
        .wasm_features(FEATURES, true)
        .concurrency_support(false)
        // The bits of a NaN differ between processors unless they are made the same.
        .cranelift_nan_canonicalization(true)
        // Not to optimise would save a tenth of the time of compiling.
        .cranelift_opt_level(OptLevel::Speed)
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(STACK_BYTES)
        .wasm_backtrace_max_frames(None)
        // Nor is it told where in the plugin a trap was: a tenth of the code's bytes.
        .generate_address_map(false)
        // By default the engine reserves 4 GiB of addresses for each memory, and some systems do not give as many.
        .memory_reservation(MEMORY_CEILING as u64)
        // Every access is checked by the compiled code, and none by the protection of pages: to change that for each
        // instance would cost more than the checks.
        .signals_based_traps(false)
        .memory_guard_size(0)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool()));
    config
}

/// Bytes of each memory that are wiped and kept instead of being given back, which costs a system call and page faults.
const KEPT_BYTES: usize = 128 * 1024;

/// Everything that runs at a time, reserved once. A component has one memory, so that the bound on memory is one number.
fn pool() -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(INSTANCES)
        .total_core_instances(INSTANCES * CORE_INSTANCES)
        .max_core_instances_per_component(CORE_INSTANCES)
        .total_memories(INSTANCES)
        .max_memories_per_component(1)
        .max_memory_size(MEMORY_CEILING)
        .total_tables(INSTANCES * CORE_INSTANCES)
        .max_tables_per_component(CORE_INSTANCES)
        .table_elements(TABLE_ELEMENTS)
        .max_core_instance_size(INSTANCE_BYTES)
        .max_component_instance_size(INSTANCE_BYTES)
        .linear_memory_keep_resident(KEPT_BYTES)
        .table_keep_resident(KEPT_BYTES);
    pool
}

#[cfg(test)]
mod tests {
    //! The claim: a sandbox that is gone has left nothing running.

    use super::*;

    #[test]
    fn the_thread_that_moves_the_epoch_on_ends_with_its_sandbox() {
        let sandbox = Sandbox::new(Time::default(), None).unwrap();
        let engine = sandbox.engine().weak();
        let other = sandbox.clone();
        drop(sandbox);
        thread::sleep(TICK);
        assert!(engine.upgrade().is_some());
        drop(other);
        let gone = |_: &u32| {
            thread::sleep(TICK);
            engine.upgrade().is_none()
        };
        assert!((0..1_000).find(gone).is_some());
    }
}
