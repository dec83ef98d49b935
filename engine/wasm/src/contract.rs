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

/// The interface that a plugin exports, version included. Another version is another contract.
pub const CONTRACT: &str = "parchemin:ruleset/rules@1.0.0";

/// The same without its version, by which a plugin of another version is recognised.
pub(crate) const CONTRACT_NAME: &str = "parchemin:ruleset/rules";
