//! Rules written in rhai. A script is checked before it can run: it is total (no loop, no recursion, no closure), it
//! uses only the vocabulary of `parchemin-core`, and its types agree. Then it runs in a sandbox all the same.
//!
//! ```
//! use parchemin_core::{parameter::Parameters, plugin::RuleUse, vocabulary::View};
//! use parchemin_package::check::Script;
//! let script = Script {
//!     file: "rules/voie.rhai".into(),
//!     text: r#"fn route_is_vae() { file.route == "vae" }"#.into(),
//! };
//! let rules = [RuleUse { function: "route_is_vae".into(), subject: View::None, at: None }];
//! let context = parchemin_rhai::Context { parameters: &Parameters::new(), absent_texts: &Default::default() };
//! parchemin_rhai::RhaiRules::new(&[script], &rules, context, Default::default()).unwrap();
//! ```
//!
//! It refuses to know: candidates other than through the vocabulary, packages other than their scripts, and any clock
//! but the one that stops a runaway evaluation.

mod check;
mod program;
mod rules;
mod sandbox;
mod values;

pub use check::Context;
pub use program::Reach;
pub use rules::RhaiRules;
pub use sandbox::{Clock, Sandbox};
