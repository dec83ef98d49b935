//! The rules of one package in a plugin: described, understood, and ready to be asked.

use crate::{
    contract,
    isolation::{Apart, limits},
    plugin::Plugin,
    stop::Stop,
};
use parchemin_core::{
    Lang, Speak,
    limits::Bounds,
    parameter::Parameters,
    plugin::{Described, Description, Plan, PlanFault, Rows, RuleUse, Ruled, Settings, Tabular},
    ruling::{Asked, RuleFault, Ruleset, Ruling, Shortcut},
    say,
    titre::Titre,
    vocabulary::View,
};
use std::{collections::BTreeMap, fmt, sync::Arc};

/// The rules of one package in a plugin, under one revision.
pub struct WasmRules {
    understood: Arc<Understood>,
    apart: Apart,
}

/// The rules of one package in a plugin, with the parameters in use: what it says of itself is the same under every
/// revision.
pub struct Understood {
    plugin: Plugin,
    /// The file of the package, for messages.
    file: String,
    plan: Plan,
    bounds: Bounds,
}

/// What the rules of a package run with.
pub struct Context<'c> {
    /// The parameters in use.
    pub parameters: &'c Parameters,
    /// Texts that nobody here has: id, title.
    pub absent_texts: &'c BTreeMap<String, String>,
    /// The bounds of the package.
    pub bounds: Bounds,
}

/// Why a plugin does not fit its package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulesFault {
    /// It does not answer when it is loaded.
    Stop(Stop),
    /// It does not have the rules of the package, or asks for facts that there are not.
    Plan(PlanFault),
    /// It objects to its settings.
    Objects(String),
}

impl Understood {
    /// Asks a plugin what it is. `file` is how messages call it.
    ///
    /// # Errors
    /// Everything that does not fit.
    pub fn new(
        plugin: Plugin,
        file: &str,
        rules: &[RuleUse],
        context: &Context<'_>,
    ) -> Result<Understood, Vec<RulesFault>> {
        let description =
            plugin.describe(limits(context.bounds)).map_err(|stop| vec![RulesFault::Stop(stop)])?;
        let plan = Plan::new(&described(description), rules, context.parameters, context.absent_texts)
            .map_err(|faults| faults.into_iter().map(RulesFault::Plan).collect::<Vec<_>>())?;
        Ok(Understood { plugin, file: file.to_owned(), plan, bounds: context.bounds })
    }
}

impl WasmRules {
    /// Asks a plugin whether its settings suit it: the parameters, and the revision under which its rules run; none for
    /// a framework by itself.
    ///
    /// # Errors
    /// What it objects to.
    pub fn new(
        understood: Arc<Understood>,
        parameters: &Parameters,
        titre: Option<&Titre>,
    ) -> Result<WasmRules, Vec<RulesFault>> {
        let Understood { plugin, plan, bounds, .. } = &*understood;
        let objections = plugin
            .check(&settings(Settings::new(parameters, titre)), limits(*bounds))
            .map_err(|stop| vec![RulesFault::Stop(stop)])?;
        if !objections.is_empty() {
            return Err(objections
                .iter()
                .map(|text| RulesFault::Objects(crate::stop::reason(text)))
                .collect());
        }
        let apart = Apart::new(plugin.clone(), plan.texts(), *bounds);
        Ok(WasmRules { understood, apart })
    }

    /// Whether the plugin was found to answer differently in company than alone. Its answers are given alone since.
    pub fn found_out(&self) -> bool {
        self.apart.found_out()
    }
}

impl Tabular for WasmRules {
    fn plan(&self) -> &Plan {
        &self.understood.plan
    }

    fn answer(&self, rows: &Rows<'_>) -> Vec<Result<Ruled, RuleFault>> {
        self.apart.ask(rows, &self.understood.file)
    }
}

impl Ruleset for WasmRules {
    fn evaluate(&self, asked: Vec<Asked>) -> Vec<Ruling> {
        self.rulings(asked)
    }

    fn shortcut(&self) -> Option<Shortcut<'_>> {
        Some(Shortcut::Rows(self))
    }
}

fn described(description: contract::Description) -> Description {
    let view = |subject| match subject {
        contract::Subject::File => View::None,
        contract::Subject::Ccp => View::Ccp,
        contract::Subject::Held => View::Held,
        contract::Subject::Juror => View::Juror,
    };
    Description {
        rules: description
            .rules
            .into_iter()
            .map(|rule| Described { name: rule.name, subject: view(rule.subject), facts: rule.facts })
            .collect(),
        terms: description.terms,
    }
}

fn settings(settings: Settings) -> contract::Settings {
    contract::Settings {
        parameters: settings
            .parameters
            .into_iter()
            .map(|(id, values)| contract::Parameter {
                id,
                values: values
                    .into_iter()
                    .map(|dated| contract::Dated {
                        since: dated.since,
                        until: dated.until,
                        values: dated.values,
                    })
                    .collect(),
            })
            .collect(),
        titre: settings.titre.map(|titre| contract::Titre {
            id: titre.id,
            revision: titre.revision,
            ccps: titre.ccps,
        }),
    }
}

impl Speak for RulesFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            RulesFault::Stop(stop) => stop.say(lang),
            RulesFault::Plan(fault) => fault.say(lang),
            RulesFault::Objects(reason) => say!(lang,
                fr: "le greffon refuse ses paramètres : {reason}", en: "the plugin objects to its settings: {reason}"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            RulesFault::Stop(stop) => stop.help(lang),
            RulesFault::Plan(fault) => fault.help(lang),
            RulesFault::Objects(_) => None,
        }
    }
}

impl fmt::Display for RulesFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for RulesFault {}
