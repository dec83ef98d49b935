//! The hosts that are measured against each other: the same packages, their rules in three forms.

pub mod way;

use parchemin::{
    Backend, CompiledIn, LoadFault, Parchemin, Prepared, Setup,
    core::{
        parameter::Parameters,
        plugin::{PlanFault, RuleUse},
        ruling::Ruleset,
    },
};
use parchemin_bulk::generate::{Generator, Shares, World};
use parchemin_plugin::{NativeRules, Rules};
use std::{collections::BTreeMap, sync::Arc};

/// Files of a batch.
pub const BATCH: u64 = 1_000;

/// The first of the made-up files that a host can decide, as cases.
pub fn prepared(host: &Parchemin, count: u64) -> Vec<Prepared> {
    let world = World::of(host.catalogue());
    let generator = world.and_then(|world| Generator::new(world, 1, &Shares::default()));
    let files = generator.iter().flat_map(Generator::files);
    let cases = files.filter_map(|file| host.prepare(Arc::new(file), None).ok());
    cases.take(usize::try_from(count).unwrap_or(usize::MAX)).collect()
}

/// The forms that rules can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The scripts of the packages.
    Rhai,
    /// The plugins of the packages.
    Wasm,
    /// The rules of the plugins, compiled into this program.
    Native,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 3] = [Form::Native, Form::Wasm, Form::Rhai];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Form::Rhai => "rhai",
            Form::Wasm => "wasm",
            Form::Native => "native",
        }
    }
}

/// The packages of the program, with the rules of the framework in one form.
///
/// # Errors
/// What is wrong with the packages.
pub fn host(form: Form) -> Result<Parchemin, LoadFault> {
    let mut setup = Setup::default();
    match form {
        Form::Rhai => setup.backend = Some(Backend::Rhai),
        Form::Wasm => setup.backend = Some(Backend::Wasm),
        Form::Native => {
            setup.compiled_in =
                [("socle@1", socle as CompiledIn), ("cadre@1", cadre_1), ("cadre@2", cadre_2)]
                    .into_iter()
                    .map(|(edition, rules)| Ok((parchemin::edition(edition)?, rules)))
                    .collect::<Result<_, LoadFault>>()?;
        }
    }
    Parchemin::new(&setup)
}

type Compiled = Result<Arc<dyn Ruleset>, Vec<PlanFault>>;

fn compiled(rules: Rules, uses: &[RuleUse], p: &Parameters, absent: &BTreeMap<String, String>) -> Compiled {
    Ok(Arc::new(NativeRules::new(rules, uses, p, absent)?))
}

fn socle(uses: &[RuleUse], parameters: &Parameters, absent: &BTreeMap<String, String>) -> Compiled {
    compiled(parchemin_plugin_socle::RULES, uses, parameters, absent)
}

fn cadre_1(uses: &[RuleUse], parameters: &Parameters, absent: &BTreeMap<String, String>) -> Compiled {
    compiled(parchemin_plugin_cadre_1::ALL, uses, parameters, absent)
}

fn cadre_2(uses: &[RuleUse], parameters: &Parameters, absent: &BTreeMap<String, String>) -> Compiled {
    compiled(parchemin_plugin_cadre_2::ALL, uses, parameters, absent)
}
