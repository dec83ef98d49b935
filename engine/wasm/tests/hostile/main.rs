//! What a plugin can do to its host: nothing. Each file of this folder in the text format is a plugin that tries.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../fixture/named.rs"]
mod named;

mod costly;
mod isolated;
mod refused;
mod stopped;

use parchemin_wasm::{Limits, Plugin, Sandbox, Time};
use std::{sync::LazyLock, time::Duration};

/// What a call may spend here: little, so that tests are quick, and more than a well-behaved plugin needs.
const LIMITS: Limits = Limits { fuel: 5_000_000, memory: 1024 * 1024, output: 64 * 1024 };

/// The sandbox that these tests share. Its clock stands still: whatever ends here is ended by what is counted.
static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| {
    let time = Time { allowance: Duration::from_secs(1), clock: std::sync::Arc::new(|| Duration::ZERO) };
    Sandbox::new(time, None).unwrap()
});

/// The plugin of that file.
fn hostile(name: &str) -> Plugin {
    SANDBOX.load(&named::hostile(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}
