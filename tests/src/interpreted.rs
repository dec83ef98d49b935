//! Our scripts run by the interpreter, each rule in its sandbox, although all of them can be followed as formulas: what
//! the formulas are held to.

use parchemin::{
    CompiledIn, LoadFault, Parchemin, Setup,
    core::{
        parameter::Parameters,
        plugin::{PlanFault, RuleUse},
        ruling::{Asked, Ruleset, Ruling},
    },
    edition,
    packages::check::Script,
};
use parchemin_rhai::{Context, RhaiRules, Sandbox};
use std::{collections::BTreeMap, fs, sync::Arc};

struct Interpreted(RhaiRules);

impl Ruleset for Interpreted {
    fn evaluate(&self, asked: Vec<Asked>) -> Vec<Ruling> {
        asked.into_iter().map(|asked| self.0.interpret(asked)).collect()
    }
}

/// The packages that the program carries, under an edition of the framework, and the interpreter for their rules.
///
/// # Errors
/// What is wrong with the packages.
pub fn host(framework: &str) -> Result<Parchemin, LoadFault> {
    let rules = [("socle@1", socle as CompiledIn), ("cadre@1", cadre_1), ("cadre@2", cadre_2)];
    let rules = rules.map(|(of, rules)| Ok((edition(of)?, rules)));
    let compiled_in = rules.into_iter().collect::<Result<_, LoadFault>>()?;
    let mut setup = Setup { compiled_in, ..Setup::default() };
    setup.use_edition(framework)?;
    Parchemin::new(&setup)
}

type Compiled = Result<Arc<dyn Ruleset>, Vec<PlanFault>>;
type Texts = BTreeMap<String, String>;

fn socle(uses: &[RuleUse], parameters: &Parameters, absent_texts: &Texts) -> Compiled {
    scripts("socle", uses, Context { parameters, absent_texts })
}

fn cadre_1(uses: &[RuleUse], parameters: &Parameters, absent_texts: &Texts) -> Compiled {
    scripts("cadre-1", uses, Context { parameters, absent_texts })
}

fn cadre_2(uses: &[RuleUse], parameters: &Parameters, absent_texts: &Texts) -> Compiled {
    scripts("cadre-2", uses, Context { parameters, absent_texts })
}

#[expect(clippy::expect_used, reason = "a test fails by panicking")]
fn scripts(package: &str, uses: &[RuleUse], context: Context<'_>) -> Compiled {
    let folder = crate::case::corpus().join("../../rulesets").join(package).join("rules");
    let scripts = fs::read_dir(&folder).expect("a folder of scripts").map(|entry| {
        let path = entry.expect("a script").path();
        let text = fs::read_to_string(&path).expect("a script");
        Script { file: path.display().to_string(), text: text.into() }
    });
    let rules = RhaiRules::new(&scripts.collect::<Vec<_>>(), uses, context, Sandbox::default());
    Ok(Arc::new(Interpreted(rules.expect("scripts that are right"))))
}
