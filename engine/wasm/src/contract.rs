//! The contract as Rust types, made from `wit/ruleset.wit`, so that it stands in one place.

#[expect(
    missing_docs,
    reason = "made from the WIT file, whose comments become the documentation; what names itself has none there"
)]
mod bindings {
    wasmtime::component::bindgen!({ path: "wit", world: "ruleset" });
}

pub use bindings::exports::parchemin::ruleset::rules::{
    Dated, Description, Parameter, Rule, Settings, Subject, Titre,
};
pub(crate) use bindings::{RulesetPre, exports::parchemin::ruleset::rules::Guest};

pub use parchemin_core::plugin::CONTRACT;

/// The contract without its version, by which a plugin of another version is recognised.
pub(crate) const CONTRACT_NAME: &str = "parchemin:ruleset/rules";
