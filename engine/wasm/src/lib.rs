//! Plugins: WebAssembly components that answer rows of facts, run in a sandbox from which nothing but the answer comes
//! out. The contract is `wit/ruleset.wit`.
//!
//! ```
//! use parchemin_wasm::{PluginFault, Sandbox, Time};
//! let sandbox = Sandbox::new(Time::default(), None)?;
//! let module = b"\0asm\x01\0\0\0";
//! assert_eq!(sandbox.load(module).err(), Some(PluginFault::Module));
//! # Ok::<(), parchemin_wasm::Stop>(())
//! ```
//!
//! It refuses to know: files of candidates, packages, and what a plugin's answers are worth.

pub mod cache;
mod compile;
pub mod contract;
pub mod fault;
mod growth;
mod inspect;
mod isolation;
pub mod limits;
pub mod plugin;
mod price;
pub mod rules;
pub mod sandbox;
pub mod stop;

pub use cache::Cache;
pub use contract::{CONTRACT, Description, Settings};
pub use fault::PluginFault;
pub use limits::Limits;
pub use plugin::Plugin;
pub use rules::{Context, RulesFault, Understood, WasmRules};
pub use sandbox::{Sandbox, Time};
pub use stop::Stop;
