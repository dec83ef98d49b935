//! The same rules without a component: for tests and benches, which ask them as any other backend.

use crate::{Rules, describe, evaluate};
use parchemin_core::{
    parameter::Parameters,
    plugin::{Plan, PlanFault, Rows, RuleUse, Ruled, Tabular},
    ruling::{Asked, RuleFault, Ruleset, Ruling, Shortcut},
    vocabulary::Text,
};
use std::collections::BTreeMap;

/// How messages call the file of rules that have none.
const FILE: &str = "plugin";

/// Rules of a plugin that run in this process, for one package.
#[derive(Debug)]
pub struct NativeRules {
    rules: Rules,
    plan: Plan,
    texts: Vec<Text>,
}

impl NativeRules {
    /// The rules that a package uses, with its parameters and the texts that it declares absent.
    ///
    /// # Errors
    /// Everything that does not fit.
    pub fn new(
        rules: Rules,
        uses: &[RuleUse],
        parameters: &Parameters,
        absent_texts: &BTreeMap<String, String>,
    ) -> Result<NativeRules, Vec<PlanFault>> {
        let plan = Plan::new(&describe(rules), uses, parameters, absent_texts)?;
        let texts = plan.texts().into_iter().map(|text| Text::Shared(text.into())).collect();
        Ok(NativeRules { rules, plan, texts })
    }

    fn ask(&self, rows: &Rows<'_>, questions: &[usize]) -> Result<Vec<Ruled>, RuleFault> {
        let call = rows.call(questions);
        evaluate(self.rules, &self.texts, &call.packed())
            .and_then(|answer| rows.all_ruled(questions, &call.answered(answer)?))
            .map_err(|reason| RuleFault::Wrong { file: FILE.to_owned(), place: None, reason })
    }
}

/// An answer for each question, or the fault in the place of one.
fn each(ruled: Result<Vec<Ruled>, RuleFault>) -> Vec<Result<Ruled, RuleFault>> {
    match ruled {
        Ok(ruled) => ruled.into_iter().map(Ok).collect(),
        Err(fault) => vec![Err(fault)],
    }
}

impl Tabular for NativeRules {
    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn answer(&self, rows: &Rows<'_>) -> Vec<Result<Ruled, RuleFault>> {
        let questions: Vec<usize> = (0..rows.len()).collect();
        match self.ask(rows, &questions) {
            ruled @ Ok(_) => each(ruled),
            // One rule that is wrong takes no answer from the others.
            Err(_) => questions.chunks(1).flat_map(|one| each(self.ask(rows, one))).collect(),
        }
    }
}

impl Ruleset for NativeRules {
    fn evaluate(&self, asked: Vec<Asked>) -> Vec<Ruling> {
        self.rulings(asked)
    }

    fn shortcut(&self) -> Option<Shortcut<'_>> {
        Some(Shortcut::Rows(self))
    }
}

#[cfg(test)]
mod tests {
    //! Asked as a backend, rules answer with the host's own facts, and one that is wrong does so alone.
    use super::*;
    use crate::{prelude::*, rules};
    use parchemin_core::{
        Case, Missing, Subject, Verdict,
        file::{Leniency, parse},
        limits::Bounds,
        ruling::Answer,
        vocabulary::{Reading, View},
    };
    use std::sync::Arc;

    rules! {
        fn trained(route = file.route, trained = file.trained) {
            if route.is_not("formation")? { return not_applicable(); }
            trained
        }
        fn filed_in_time(filed = file.request_filed_on, today = decision_day()) {
            today.at_most(years_after(filed, 1))
        }
        fn wrong(route = file.route) { route.is(1) }
    }

    const ALL: Rules = &[RULES];

    fn native(names: &[&str]) -> NativeRules {
        let uses: Vec<RuleUse> = names
            .iter()
            .map(|name| RuleUse { function: (*name).to_owned(), subject: View::None, at: None })
            .collect();
        NativeRules::new(ALL, &uses, &Parameters::new(), &BTreeMap::new()).unwrap()
    }

    /// A question to the rule of that place on a file, of which a host would know nothing more.
    fn question(rule: usize, file: &str) -> Asked {
        let unknown = Missing::fact("/target/titre");
        let case = Case {
            file: Arc::new(parse(file.as_bytes(), Leniency::Strict).unwrap()),
            date: "2025-06-01".parse().unwrap(),
            session: Ok(None),
            titre: Err(unknown.clone()),
            in_force: Err(unknown.clone()),
            in_force_support: None,
            delivered_until: None,
            held: Vec::new(),
            held_complete: Ok(()),
            before: Vec::new(),
            after: Vec::new(),
            holds_titre: Err(unknown),
            requests: Vec::new(),
            presented: Vec::new(),
            decided: Vec::new(),
            parameters: Arc::default(),
            absent_texts: Arc::default(),
            bounds: Bounds::DEFAULT,
        };
        Asked { rule, reading: Reading::new(Arc::new(case), Subject::File, None) }
    }

    #[test]
    fn an_unknown_fact_is_named_by_the_hosts_pointer() {
        let rulings = native(&["trained"]).evaluate(vec![question(0, "{}")]);
        let [ruling] = rulings.as_slice() else { panic!("{rulings:?}") };
        assert_eq!(ruling.answer, Ok(Answer::Truth(Err(Missing::fact("/route")))));
        assert_eq!(ruling.reading.facts().map(|fact| &**fact.name()).collect::<Vec<_>>(), ["file.route"]);
    }

    #[test]
    fn what_a_rule_computed_is_among_the_facts_of_its_reading() {
        let file = r#"{"events": {"request_filed": "2024-02-29"}}"#;
        let rulings = native(&["filed_in_time"]).evaluate(vec![question(0, file)]);
        let [ruling] = rulings.as_slice() else { panic!("{rulings:?}") };
        assert_eq!(ruling.answer, Ok(Answer::Verdict(Verdict::Unmet)));
        let facts = ruling.reading.facts().map(|fact| (&**fact.name(), fact.shown().json()));
        let facts: BTreeMap<_, _> = facts.collect();
        assert_eq!(*facts["years_after"], "2025-02-28");
        assert_eq!(*facts["file.request_filed_on"], "2024-02-29");
    }

    #[test]
    fn a_rule_that_is_wrong_takes_no_answer_from_the_others() {
        let vae = r#"{"route": "vae"}"#;
        let rulings = native(&["wrong", "trained"]).evaluate(vec![question(0, vae), question(1, vae)]);
        let [wrong, trained] = rulings.as_slice() else { panic!("{rulings:?}") };
        let reason = "wrong: unlike types are compared".to_owned();
        assert_eq!(wrong.answer, Err(RuleFault::Wrong { file: FILE.to_owned(), place: None, reason }));
        assert_eq!(trained.answer, Ok(Answer::Verdict(Verdict::NotApplicable)));
    }

    #[test]
    fn a_rule_that_the_plugin_does_not_have_is_refused_with_the_names_that_are_near() {
        let uses = [RuleUse { function: "traind".to_owned(), subject: View::None, at: None }];
        let faults = NativeRules::new(ALL, &uses, &Parameters::new(), &BTreeMap::new()).unwrap_err();
        let [PlanFault::NoRule { nearest, .. }] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!(nearest.first().map(String::as_str), Some("trained"));
    }
}
