//! From the bytes of a component to code, out of the cache where it has it.

use crate::{
    cache::{Cache, Name},
    fault::PluginFault,
    price::affordable,
    sandbox::refused,
};
use sha2::{Digest, Sha256};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
};
use wasmtime::{Engine, component::Component};

/// Compiles the component, or loads what was compiled from it before.
pub(crate) fn component(
    engine: &Engine,
    cache: Option<&Cache>,
    bytes: &[u8],
) -> Result<Component, PluginFault> {
    let Some(cache) = cache else { return compile(engine, bytes) };
    let name = name(engine, bytes);
    if let Some(known) = cache.get(&name).and_then(|code| load(engine, &code)) {
        return Ok(known);
    }
    let component = compile(engine, bytes)?;
    if let Ok(code) = component.serialize() {
        cache.put(&name, &code);
    }
    Ok(component)
}

/// What code depends on: the component, and the engine with its version, its settings and its processor.
fn name(engine: &Engine, bytes: &[u8]) -> Name {
    let mut settings = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut settings);
    Sha256::new().chain_update(settings.finish().to_le_bytes()).chain_update(bytes).finalize().into()
}

/// A compiler is a large program that reads what a stranger wrote: should it panic, only this component is lost.
fn compile(engine: &Engine, bytes: &[u8]) -> Result<Component, PluginFault> {
    affordable(bytes)?;
    match catch_unwind(AssertUnwindSafe(|| Component::from_binary(engine, bytes))) {
        Ok(compiled) => compiled.map_err(|error| refused(&error)),
        Err(_) => Err(PluginFault::Refused("the compiler failed".to_owned())),
    }
}

#[expect(unsafe_code, reason = "compiled code is run as it is; the cache vouches that this program wrote it")]
fn load(engine: &Engine, code: &[u8]) -> Option<Component> {
    // SAFETY: `Cache::get` authenticated exactly these bytes, which `Component::serialize` made.
    unsafe { Component::deserialize(engine, code) }.ok()
}

#[cfg(all(test, unix))]
#[path = "compile_tests.rs"]
mod tests;
