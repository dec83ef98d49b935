//! The contract as Rust types, made from `wit/ruleset.wit`, so that it stands in one place.

#[expect(missing_docs, reason = "the macro documents what the WIT file documents, and no field of it that needs none")]
mod bindings {
    wasmtime::component::bindgen!({ path: "wit", world: "ruleset" });
}

pub(crate) use bindings::{RulesetPre, exports::parchemin::ruleset::rules::Guest};
pub use bindings::exports::parchemin::ruleset::rules::{
    Dated, Description, Parameter, Rule, Settings, Subject, Titre,
};

/// The interface that a plugin exports, version included. Another version is another contract.
pub const CONTRACT: &str = "parchemin:ruleset/rules@1.0.0";

/// The same without its version, by which a plugin of another version is recognised.
pub(crate) const CONTRACT_NAME: &str = "parchemin:ruleset/rules";
