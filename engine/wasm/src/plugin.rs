//! A plugin: a component that is ready to be called. Every call gets an instance of its own, which does nothing else
//! and is then gone, so that nothing passes from one call to the next.

use crate::{
    contract::{CONTRACT, Description, Guest, RulesetPre, Settings},
    fault::PluginFault,
    growth::Growth,
    limits::Limits,
    sandbox::Sandbox,
    stop::{Stop, reason},
};
use wasmtime::{
    Store,
    component::{
        Component,
        types::{ComponentFunc, ComponentItem},
    },
};

/// A component, compiled and linked, of which nothing runs yet.
#[derive(Clone)]
pub struct Plugin {
    sandbox: Sandbox,
    rules: RulesetPre<Growth>,
}

impl Plugin {
    pub(crate) fn new(sandbox: Sandbox, rules: RulesetPre<Growth>) -> Plugin {
        Plugin { sandbox, rules }
    }

    /// What the plugin says of itself.
    ///
    /// # Errors
    /// [`Stop`], but never [`Stop::Gave`].
    pub fn describe(&self, limits: Limits) -> Result<Description, Stop> {
        self.call(limits, |rules, store| rules.call_describe(store))
    }

    /// What the plugin objects to in its settings; nothing, if they suit it.
    ///
    /// # Errors
    /// [`Stop`], but never [`Stop::Gave`].
    pub fn check(&self, settings: &Settings, limits: Limits) -> Result<Vec<String>, Stop> {
        self.call(limits, |rules, store| rules.call_check(store, settings))
    }

    /// The plugin's answer to rows, as it gave it: nothing but its size has been looked at.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn evaluate(&self, texts: &[String], rows: &[u8], limits: Limits) -> Result<Vec<u8>, Stop> {
        let answer = self.call(limits, |guest, store| guest.call_evaluate(store, texts, rows))?;
        answer.map_err(|given| Stop::Gave(reason(&given)))
    }

    fn call<T>(
        &self,
        limits: Limits,
        work: impl FnOnce(&Guest, &mut Store<Growth>) -> wasmtime::Result<T>,
    ) -> Result<T, Stop> {
        let mut store = self.sandbox.store(limits)?;
        let instance = self.rules.instantiate(&mut store);
        instance
            .and_then(|instance| work(instance.parchemin_ruleset_rules(), &mut store))
            .map_err(|error| Stop::of(&error))
    }
}

/// Refuses a component whose functions have other types than the contract's. The engine would notice only in a call.
pub(crate) fn typed(component: &Component) -> Result<(), PluginFault> {
    let engine = component.engine();
    let whole = component.component_type();
    let Some(ComponentItem::ComponentInstance(rules)) =
        whole.get_export(engine, CONTRACT).map(|item| item.ty)
    else {
        return Err(PluginFault::WrongType(format!("`{CONTRACT}` is not an interface")));
    };
    let types = whole.instance_type();
    let function = |name: &str, fits: &dyn Fn(&ComponentFunc) -> wasmtime::Result<()>| {
        let fault = match rules.get_export(engine, name).map(|item| item.ty) {
            Some(ComponentItem::ComponentFunc(function)) if !function.async_() => {
                fits(&function).err().map(|error| error.root_cause().to_string())
            }
            _ => Some("not there, or not a function".to_owned()),
        };
        fault.map_or(Ok(()), |fault| Err(PluginFault::WrongType(reason(&format!("`{name}`: {fault}")))))
    };
    function("describe", &|function| function.typecheck::<(), (Description,)>(&types))?;
    function("check", &|function| function.typecheck::<(&Settings,), (Vec<String>,)>(&types))?;
    function("evaluate", &|function| {
        function.typecheck::<(&[String], &[u8]), (Result<Vec<u8>, String>,)>(&types)
    })
}
