//! The contract with plugins of rules, as both sides see it: `engine/wasm/wit/ruleset.wit` in Rust.
//!
//! A plugin declares for each rule the facts that it may look at. The host establishes them natively, through the same
//! vocabulary as every other backend, and hands over rows of plain values; the plugin answers each row with a verdict
//! and with the places of the facts it looked at. The reading of a finding is then put together here, from the host's
//! own facts: what a decision shows of a case never comes from a plugin.

mod established;
mod plan;
mod rows;
mod sheet;
mod wanted;
mod wire;

pub use established::{Establish, Established, Facts, Row, Told};
pub use plan::{Plan, PlanFault, RuleUse};
pub use rows::{Answers, Call, Rows, Ruled, Said};
pub use sheet::Sheet;
pub use wanted::{Wanted, WantedFault};
pub use wire::{Kind, Places, RECORD, Record};

use crate::{
    parameter::{Amount, Parameters},
    ruling::{Asked, RuleFault, Ruling},
    titre::Titre,
    vocabulary::View,
};

/// The contract that this host speaks.
pub const CONTRACT: &str = "parchemin:ruleset/rules@1.0.0";

/// Facts that one rule may declare: each is a bit of a 64-bit word.
pub const FACTS: usize = 64;

/// Rules that answer rows of facts, and know nothing else of a case.
pub trait Tabular: Sync {
    /// The facts that each rule declares.
    fn plan(&self) -> &Plan;

    /// The answer to each question, in their order. It depends on the facts of its row alone.
    fn answer(&self, rows: &Rows<'_>) -> Vec<Result<Ruled, RuleFault>>;

    /// The answers with their readings.
    fn rulings(&self, asked: Vec<Asked>) -> Vec<Ruling> {
        let sheet = self.plan().sheet(asked);
        let ruled = self.answer(sheet.rows());
        sheet.rulings(ruled)
    }
}

/// What a plugin says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// Its rules.
    pub rules: Vec<Described>,
    /// The terms of the vocabulary that it computes by itself.
    pub terms: Vec<String>,
}

/// A rule as a plugin describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The name that `rules.toml` calls it by.
    pub name: String,
    /// What it is applied to: [`View::None`] for the file, or the view of a CCP, a CCP held, a juror.
    pub subject: View,
    /// The facts that it may look at, as rules write them.
    pub facts: Vec<String>,
}

/// What a plugin may object to when it is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The parameters in use: id and values, oldest first.
    pub parameters: Vec<(String, Vec<Dated>)>,
    /// The revision under which the rules are about to run.
    pub titre: Option<TitreSettings>,
}

/// A value of a parameter and the days on which it counts, both included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dated {
    /// The first day.
    pub since: Option<String>,
    /// The last day.
    pub until: Option<String>,
    /// The number, the day, the word, or the words; none where the text is not supplied.
    pub values: Vec<String>,
}

/// The revision of a titre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitreSettings {
    /// The id of the titre.
    pub id: String,
    /// The package of the revision.
    pub revision: String,
    /// The ids of its CCPs.
    pub ccps: Vec<String>,
}

impl Settings {
    /// The settings of rules that run with these parameters, under this revision.
    pub fn new(parameters: &Parameters, titre: Option<&Titre>) -> Settings {
        let day = |day: Option<crate::Day>| day.map(|day| day.to_string());
        let words = |amount: &Amount| match amount {
            Amount::Number(number) => vec![number.to_string()],
            Amount::Day(day) => vec![day.to_string()],
            Amount::Word(word) => vec![word.to_string()],
            Amount::Words(words) => words.to_vec(),
        };
        Settings {
            parameters: parameters
                .iter()
                .map(|(id, parameter)| {
                    let values = parameter.values.iter().map(|dated| Dated {
                        since: day(dated.from),
                        until: day(dated.to),
                        values: dated.value.as_ref().map(words).unwrap_or_default(),
                    });
                    (id.clone(), values.collect())
                })
                .collect(),
            titre: titre.map(|titre| TitreSettings {
                id: titre.id.clone(),
                revision: titre.revision.clone(),
                ccps: titre.ccps.iter().map(|ccp| ccp.id.clone()).collect(),
            }),
        }
    }
}
