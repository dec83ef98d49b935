//! Every bound on a plugin, once: what a call may spend, and what a component may be before it is compiled.

/// What one call may spend. All of it is counted, none of it measured: the same call ends the same way everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Units of fuel, about one an instruction, and one for each byte that a bulk instruction moves. Bringing the
    /// plugin to life is paid from the same purse.
    pub fuel: u64,
    /// Bytes of linear memory, at most [`MEMORY_CEILING`].
    pub memory: usize,
    /// Bytes of what the plugin hands back, as the host holds them.
    pub output: usize,
}

/// Bytes of memory that no call gets more of. The host reserves addresses for this many, times [`INSTANCES`].
pub const MEMORY_CEILING: usize = 64 * 1024 * 1024;

/// Plugins that run at one time, over all threads. One more is refused as an operational fault, which is no decision, and
/// can be asked again; a thread runs one at a time, and no machine we know has more threads to give to it.
pub const INSTANCES: u32 = 64;

/// Core instances of one component. A compiler writes one; a language that brings a runtime, two or three.
pub(crate) const CORE_INSTANCES: u32 = 4;

/// Elements of one table, and of all segments that fill tables. A table holds the functions that are called through
/// a pointer; a plugin of 80 KB of Rust has a hundred.
pub(crate) const TABLE_ELEMENTS: usize = 10_000;

/// Bytes of what the host keeps for one instance beside its memory: its globals, above all.
pub(crate) const INSTANCE_BYTES: usize = 256 * 1024;

/// Bytes of stack of a plugin. Threads have at least 2 MiB, of which the host needs little.
pub(crate) const STACK_BYTES: usize = 512 * 1024;

/// Bytes of a component. One in Rust has 16 to 80 KB; one that brings a JavaScript engine, 1.6 MB.
pub const COMPONENT_BYTES: usize = 4 * 1024 * 1024;

/// Components that a component is made of. Compilers write one, which names the types of the interface.
pub(crate) const PARTS: u32 = 8;

/// Characters of what a plugin, or the engine about it, says of a failure.
pub(crate) const REASON_CHARACTERS: usize = 500;

/// Milliseconds that one function may take to compile, by our estimate. Compiling one takes up to 250 MB for as long.
/// The costliest function of our own plugins is at 7.
pub(crate) const FUNCTION_MILLISECONDS: u64 = 2_000;

/// Milliseconds that a component may take to compile, by our estimate. Our own plugins are at 160.
pub(crate) const CODE_MILLISECONDS: u64 = 5_000;
