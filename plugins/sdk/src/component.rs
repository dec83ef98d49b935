//! The exports of the component, for `wasm32`.

use crate::{Check, Rules, describe, evaluate};
use parchemin_core::{
    plugin,
    vocabulary::{Text, View},
};

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

use bindings::exports::parchemin::ruleset::rules::{Dated, Description, Guest, Rule, Settings, Subject};

/// The component of a plugin: its rules.
pub trait Component {
    /// The rules.
    const RULES: Rules;

    /// What the plugin objects to in its settings. That every parameter that a rule declares is there, the host has
    /// seen to.
    const CHECK: Check;
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

    fn check(given: Settings) -> Vec<String> {
        let dated =
            |dated: Dated| plugin::Dated { since: dated.since, until: dated.until, values: dated.values };
        (C::CHECK)(&plugin::Settings {
            parameters: given
                .parameters
                .into_iter()
                .map(|parameter| (parameter.id, parameter.values.into_iter().map(dated).collect()))
                .collect(),
            titre: given.titre.map(|titre| plugin::TitreSettings {
                id: titre.id,
                revision: titre.revision,
                ccps: titre.ccps,
            }),
        })
    }

    fn evaluate(texts: Vec<String>, rows: Vec<u8>) -> Result<Vec<u8>, String> {
        // The instance is gone after this call, and all that it holds with it: nothing is lost by never giving back.
        let texts: Vec<Text> = texts.into_iter().map(|text| Text::Word(text.leak())).collect();
        evaluate(C::RULES, &texts, &rows)
    }
}

/// Exports the rules as a component; nothing where the target is not `wasm32`. A second argument is a function that
/// objects to the settings of the plugin: [`Check`](crate::Check).
#[macro_export]
macro_rules! export {
    ($rules:expr) => {
        $crate::export!($rules, |_| ::std::vec::Vec::new());
    };
    ($rules:expr, $check:expr) => {
        const _: () = {
            struct Plugin;
            impl $crate::component::Component for Plugin {
                const RULES: $crate::Rules = $rules;
                const CHECK: $crate::Check = $check;
            }
    $crate::component::bindings::export!(Plugin with_types_in $crate::component::bindings);
        };
    };
}
