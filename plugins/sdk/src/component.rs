//! The exports of the component, for `wasm32`.

use crate::{Rules, describe, evaluate};
use parchemin_core::vocabulary::{Text, View};

/// What `wit-bindgen` makes of the contract.
#[expect(missing_docs, reason = "the WIT file documents it")]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../engine/wasm/wit",
        world: "ruleset",
        pub_export_macro: true,
        default_bindings_module: "parchemin_plugin::component::bindings",
        generate_unused_types: false,
    });
}

use bindings::exports::parchemin::ruleset::rules::{Description, Guest, Rule, Settings, Subject};

/// The component of a plugin: its rules.
pub trait Component {
    /// The rules.
    const RULES: Rules;
}

impl<C: Component> Guest for C {
    fn describe() -> Description {
        let description = describe(C::RULES);
        let subject = |view| match view {
            View::Ccp => Subject::Ccp,
            View::Held => Subject::Held,
            View::Juror => Subject::Juror,
            _ => Subject::File,
        };
        Description {
            rules: description
                .rules
                .into_iter()
                .map(|rule| Rule { name: rule.name, subject: subject(rule.subject), facts: rule.facts })
                .collect(),
            terms: description.terms,
        }
    }

    /// Nothing: the host has checked that every parameter that a rule declares is there.
    fn check(_: Settings) -> Vec<String> {
        Vec::new()
    }

    fn evaluate(texts: Vec<String>, rows: Vec<u8>) -> Result<Vec<u8>, String> {
        // The instance is gone after this call, and all that it holds with it: nothing is lost by never giving back.
        let texts: Vec<Text> = texts.into_iter().map(|text| Text::Word(text.leak())).collect();
        evaluate(C::RULES, &texts, &rows)
    }
}

/// Exports the rules as a component; nothing where the target is not `wasm32`.
#[macro_export]
macro_rules! export {
    ($rules:expr) => {
        const _: () = {
            struct Plugin;
            impl $crate::component::Component for Plugin {
                const RULES: $crate::Rules = $rules;
            }
    $crate::component::bindings::export!(Plugin with_types_in $crate::component::bindings);
        };
    };
}
