//! Why a component is no plugin that this host runs.

use crate::contract::CONTRACT;
use parchemin_core::{Lang, Speak, say};
use std::fmt;

/// Why a component was refused before anything of it ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PluginFault {
    /// The bytes are no WebAssembly, or not well formed.
    Malformed(String),
    /// A core module: WebAssembly, but not yet a component.
    Module,
    /// It costs more than a host can afford, of its memory or of its time.
    Costly {
        /// Of what.
        cost: Cost,
        /// How much, as far as was counted.
        found: u64,
        /// How much is allowed.
        most: u64,
    },
    /// It wants these from its host; a plugin gets nothing.
    Imports(Vec<String>),
    /// It links parts of itself to each other, or makes resources, which the contract has no use for.
    Linked,
    /// It exports the contract in these other versions alone.
    OtherContract(Vec<String>),
    /// It does not export the contract, but these.
    NoContract(Vec<String>),
    /// It exports the contract by name, with other types.
    WrongType(String),
    /// The engine does not take it, for a reason of its own.
    Refused(String),
}

/// What makes a component costly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Bytes of the component.
    Bytes,
    /// Elements that fill tables.
    Elements,
    /// Milliseconds that its costliest function takes to compile, by our estimate.
    Function,
    /// Milliseconds that all of it takes to compile, by our estimate.
    Code,
}

impl Speak for PluginFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            PluginFault::Malformed(reason) => say!(lang,
                fr: "le greffon n’est pas un composant WebAssembly bien formé : {reason}",
                en: "the plugin is not a well-formed WebAssembly component: {reason}"),
            PluginFault::Module => say!(lang,
                fr: "le greffon est un module WebAssembly, pas un composant",
                en: "the plugin is a WebAssembly module, not a component"),
            PluginFault::Costly { cost: Cost::Bytes, found, most } => say!(lang,
                fr: "le greffon a {found} octets, {most} au plus sont admis",
                en: "the plugin has {found} bytes, at most {most} are allowed"),
            PluginFault::Costly { cost: Cost::Elements, found, most } => say!(lang,
                fr: "le greffon remplit {found} places de ses tables, {most} au plus sont admises",
                en: "the plugin fills {found} elements of its tables, at most {most} are allowed"),
            PluginFault::Costly { cost: Cost::Function, found, most } => say!(lang,
                fr: "une fonction du greffon se compilerait en {found} ms environ, {most} au plus sont admises",
                en: "a function of the plugin would take some {found} ms to compile, at most {most} are allowed"),
            PluginFault::Costly { cost: Cost::Code, found, most } => say!(lang,
                fr: "le greffon se compilerait en {found} ms environ, {most} au plus sont admises",
                en: "the plugin would take some {found} ms to compile, at most {most} are allowed"),
            PluginFault::Imports(names) => {
                let names = listed(names);
                say!(lang,
                    fr: "le greffon importe {names} ; l’hôte ne lui fournit rien",
                    en: "the plugin imports {names}; the host provides nothing")
            }
            PluginFault::Linked => say!(lang,
                fr: "le greffon relie plusieurs composants ou crée des ressources",
                en: "the plugin links several components or makes resources"),
            PluginFault::OtherContract(names) => {
                let names = listed(names);
                say!(lang,
                    fr: "le greffon parle le contrat {names}, cet hôte parle `{CONTRACT}`",
                    en: "the plugin speaks contract {names}, this host speaks `{CONTRACT}`")
            }
            PluginFault::NoContract(names) if names.is_empty() => say!(lang,
                fr: "le greffon n’exporte rien, il doit exporter `{CONTRACT}`",
                en: "the plugin exports nothing, it must export `{CONTRACT}`"),
            PluginFault::NoContract(names) => {
                let names = listed(names);
                say!(lang,
                    fr: "le greffon exporte {names}, il doit exporter `{CONTRACT}`",
                    en: "the plugin exports {names}, it must export `{CONTRACT}`")
            }
            PluginFault::WrongType(reason) => say!(lang,
                fr: "le greffon exporte `{CONTRACT}` avec d’autres types : {reason}",
                en: "the plugin exports `{CONTRACT}` with other types: {reason}"),
            PluginFault::Refused(reason) => say!(lang,
                fr: "le greffon est refusé par le moteur WebAssembly : {reason}",
                en: "the plugin is refused by the WebAssembly engine: {reason}"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            PluginFault::Module => Some(say!(lang,
                fr: "l’éditeur de liens `wasm-component-ld` écrit un composant",
                en: "the linker `wasm-component-ld` writes a component")),
            PluginFault::Imports(_) => Some(say!(lang,
                fr: "compiler sans WASI, pour la cible `wasm32-unknown-unknown` en Rust",
                en: "build without WASI, for the target `wasm32-unknown-unknown` in Rust")),
            PluginFault::Costly { cost: Cost::Function | Cost::Code, .. } => Some(say!(lang,
                fr: "compiler en optimisant la taille, et découper les plus grandes fonctions",
                en: "build for size, and split the largest functions")),
            PluginFault::OtherContract(_) | PluginFault::NoContract(_) | PluginFault::WrongType(_) => {
                Some(say!(lang,
                    fr: "recompiler le greffon avec le fichier `ruleset.wit` de cet hôte",
                    en: "rebuild the plugin with the file `ruleset.wit` of this host"))
            }
            _ => None,
        }
    }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for PluginFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for PluginFault {}
