//! How much a plugin may grow. What it asks for beyond its bound ends it at once: were it only told no, it could answer
//! something else, and the answer would depend on the bound.

use crate::limits::TABLE_ELEMENTS;
use std::fmt;
use wasmtime::{Error, ResourceLimiter, Result};

/// The state of one call: what it may still grow by.
pub(crate) struct Growth {
    /// Bytes of memory left, over all memories of the component.
    memory: usize,
    /// Elements left, over all tables of the component.
    elements: usize,
}

/// The reason for which a call ends that grew too much.
#[derive(Debug)]
pub(crate) struct Denied;

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("growth beyond the bound on memory")
    }
}

impl std::error::Error for Denied {}

/// The reason for which a call ends whose growth was granted, and that the system could not serve.
#[derive(Debug)]
pub(crate) struct Unserved(pub(crate) String);

impl fmt::Display for Unserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unserved {}

impl Growth {
    pub(crate) fn up_to(memory: usize) -> Growth {
        Growth { memory, elements: TABLE_ELEMENTS }
    }
}

/// Takes what is asked for from what is left. Beyond the maximum that the plugin itself declares, it is only told no:
/// that depends on nothing but the plugin.
fn take(left: &mut usize, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
    if maximum.is_some_and(|maximum| desired > maximum) {
        return Ok(false);
    }
    *left = left.checked_sub(desired.saturating_sub(current)).ok_or(Denied)?;
    Ok(true)
}

/// The engine also reports as failed what lies beyond the 4 GiB that a memory can ever have, before it asks.
fn failed(error: &Error) -> Result<()> {
    let reason = error.to_string();
    if reason.contains("exceeds memory type's limits") { Ok(()) } else { Err(Unserved(reason).into()) }
}

impl ResourceLimiter for Growth {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        take(&mut self.memory, current, desired, maximum)
    }

    fn memory_grow_failed(&mut self, error: Error) -> Result<()> {
        failed(&error)
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        // The engine counts what the pool has as a maximum of the table; that one is ours, not the plugin's.
        take(&mut self.elements, current, desired, maximum.filter(|maximum| *maximum < TABLE_ELEMENTS))
    }

    fn table_grow_failed(&mut self, error: Error) -> Result<()> {
        failed(&error)
    }
}
