//! What a plugin declares, understood: for each rule of the package, the facts to establish.

use super::{
    Described, Description, FACTS,
    wanted::{Wanted, WantedFault},
};
use crate::{
    Lang, Speak,
    file::Event,
    nearest,
    parameter::Parameters,
    say,
    vocabulary::{self, Meaning, Term, Text, View},
};
use std::collections::BTreeMap;

/// A rule of the package, as `rules.toml` has it.
#[derive(Clone, Debug)]
pub struct RuleUse {
    /// The name of its function.
    pub function: String,
    /// What it is applied to: [`View::None`] for the file.
    pub subject: View,
    /// The event at which it takes its parameters.
    pub at: Option<Event>,
}

/// How to ask a plugin the rules of a package.
#[derive(Debug)]
pub struct Plan {
    pub(super) rules: Vec<Planned>,
    pub(super) terms: Vec<&'static Term>,
    /// What those terms cost, and how many facts they are.
    pub(super) noted: (u64, u64),
    /// The texts that facts of these rules can be, always the same: a list made for each call would tell of the files.
    pub(super) texts: Vec<Text>,
    /// How many facts are the same for all subjects of a case.
    pub(super) shared: usize,
}

/// A rule and its facts.
#[derive(Debug)]
pub(super) struct Planned {
    /// Its place in the description of the plugin.
    pub(super) place: u32,
    pub(super) at: Option<Event>,
    pub(super) facts: Vec<PlannedFact>,
    /// The place after the last fact that differs from subject to subject.
    pub(super) own: usize,
}

#[derive(Debug)]
pub(super) struct PlannedFact {
    pub(super) wanted: Wanted,
    /// Its place among the facts of the case, unless it differs from subject to subject.
    pub(super) shared: Option<usize>,
}

/// Why a plugin does not fit its package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanFault {
    /// `rules.toml` has a rule that the plugin does not.
    NoRule {
        /// The name.
        function: String,
        /// Names that are near.
        nearest: Vec<String>,
    },
    /// The plugin has two rules of one name.
    Twice(String),
    /// The plugin applies the rule to something else.
    Subject {
        /// The rule.
        function: String,
        /// What `rules.toml` says.
        wanted: View,
        /// What the plugin says.
        stated: View,
    },
    /// The rule declares too many facts.
    TooManyFacts(String),
    /// A fact that is not understood.
    Fact {
        /// The rule.
        function: String,
        /// The fact, as the plugin writes it.
        written: String,
        /// What is wrong with it.
        fault: WantedFault,
    },
    /// The rule declares a term twice, with different arguments that its name does not show.
    Ambiguous(String),
    /// A term that does not compute.
    NotComputed(String),
}

impl Plan {
    /// Understands what a plugin says of itself, for the rules of a package, with the parameters in use.
    ///
    /// # Errors
    /// Everything that does not fit.
    pub fn new(
        description: &Description,
        rules: &[RuleUse],
        parameters: &Parameters,
        absent_texts: &BTreeMap<String, String>,
    ) -> Result<Plan, Vec<PlanFault>> {
        let mut plan =
            Plan { rules: Vec::new(), terms: Vec::new(), noted: (0, 0), texts: Vec::new(), shared: 0 };
        let mut faults = Vec::new();
        for (n, rule) in description.rules.iter().enumerate() {
            if description.rules.iter().take(n).any(|earlier| earlier.name == rule.name) {
                faults.push(PlanFault::Twice(rule.name.clone()));
            }
        }
        for name in &description.terms {
            let computes =
                |term: &&Term| term.path() == *name && matches!(term.meaning, Meaning::Computed(_));
            match vocabulary::terms().find(computes) {
                Some(term) => plan.terms.push(term),
                None => faults.push(PlanFault::NotComputed(name.clone())),
            }
        }
        // Facts of the case, with the event that their value depends on.
        let mut shared: Vec<(Wanted, Option<Event>)> = Vec::new();
        for rule in rules {
            let Some((place, described)) = find(description, rule) else {
                let names = description.rules.iter().map(|rule| rule.name.as_str());
                let nearest = nearest(&rule.function, names);
                faults.push(PlanFault::NoRule { function: rule.function.clone(), nearest });
                continue;
            };
            let function = || rule.function.clone();
            if described.subject != rule.subject {
                let (wanted, stated) = (rule.subject, described.subject);
                faults.push(PlanFault::Subject { function: function(), wanted, stated });
            }
            if described.facts.len() > FACTS {
                faults.push(PlanFault::TooManyFacts(function()));
            }
            let mut facts = Vec::new();
            for written in &described.facts {
                match Wanted::parse(written, rule.subject, parameters, absent_texts) {
                    Ok(wanted) => {
                        if facts.iter().any(|known: &PlannedFact| known.wanted.hides(&wanted)) {
                            faults.push(PlanFault::Ambiguous(function()));
                        }
                        plan.texts.extend(wanted.texts());
                        let shared = wanted.is_of_the_case().then(|| place_of(&mut shared, &wanted, rule.at));
                        facts.push(PlannedFact { wanted, shared });
                    }
                    Err(fault) => {
                        faults.push(PlanFault::Fact {
                            function: function(),
                            written: written.clone(),
                            fault,
                        });
                    }
                }
            }
            let own = facts.iter().rposition(|fact| fact.shared.is_none()).map_or(0, |last| last + 1);
            plan.rules.push(Planned { place, at: rule.at, facts, own });
        }
        plan.texts.sort_by(|a, b| (**a).cmp(b));
        plan.texts.dedup();
        plan.shared = shared.len();
        plan.noted = plan.terms.iter().fold((0, 0), |(work, reads), term| (work + term.cost, reads + 1));
        if faults.is_empty() { Ok(plan) } else { Err(faults) }
    }

    /// The texts that cells name by their place.
    pub fn texts(&self) -> Vec<String> {
        self.texts.iter().map(|text| (**text).to_owned()).collect()
    }
}

fn find<'d>(description: &'d Description, rule: &RuleUse) -> Option<(u32, &'d Described)> {
    let place = description.rules.iter().position(|described| described.name == rule.function)?;
    Some((u32::try_from(place).ok()?, description.rules.get(place)?))
}

fn place_of(shared: &mut Vec<(Wanted, Option<Event>)>, wanted: &Wanted, at: Option<Event>) -> usize {
    let key = (wanted.clone(), wanted.at(at));
    shared.iter().position(|known| *known == key).unwrap_or_else(|| {
        shared.push(key);
        shared.len() - 1
    })
}

impl Speak for PlanFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            PlanFault::NoRule { function, .. } => say!(lang,
                fr: "le greffon n’a pas la règle `{function}`", en: "the plugin has no rule `{function}`"),
            PlanFault::Twice(function) => say!(lang,
                fr: "le greffon a deux règles `{function}`", en: "the plugin has two rules `{function}`"),
            PlanFault::Subject { function, wanted, stated } => {
                let (wanted, stated) = (subject_name(*wanted), subject_name(*stated));
                say!(lang,
                    fr: "la règle `{function}` s’applique à `{stated}` dans le greffon, à `{wanted}` dans rules.toml",
                    en: "the rule `{function}` applies to `{stated}` in the plugin, to `{wanted}` in rules.toml")
            }
            PlanFault::TooManyFacts(function) => say!(lang,
                fr: "la règle `{function}` déclare plus de {FACTS} faits",
                en: "the rule `{function}` declares more than {FACTS} facts"),
            PlanFault::Fact { function, written, fault } => {
                let (written, fault) = (crate::shortened(written), fault.say(lang));
                say!(lang,
                    fr: "la règle `{function}` déclare `{written}` : {fault}",
                    en: "the rule `{function}` declares `{written}`: {fault}")
            }
            PlanFault::Ambiguous(function) => say!(lang,
                fr: "la règle `{function}` déclare deux fois le même mot, avec des paramètres différents",
                en: "the rule `{function}` declares the same word twice, with different parameters"),
            PlanFault::NotComputed(name) => {
                let name = crate::shortened(name);
                say!(lang,
                    fr: "`{name}` n’est pas un mot du vocabulaire qu’un greffon puisse calculer",
                    en: "`{name}` is not a word of the vocabulary that a plugin could compute")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            PlanFault::NoRule { nearest, .. } => crate::lang::perhaps(lang, nearest),
            PlanFault::Fact { fault, .. } => fault.help(lang),
            _ => None,
        }
    }
}

fn subject_name(view: View) -> &'static str {
    if view == View::None { "file" } else { view.name() }
}
