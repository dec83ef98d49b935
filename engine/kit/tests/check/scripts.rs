//! What is wrong in scripts; and that what rules are said to be able to answer holds all that they answer.

use super::{ANSWER, Case, VAE, underlines};
use parchemin::{
    Judge, Parchemin,
    core::{Verdict, parameter::Parameters},
    packages::Code,
};
use parchemin_bulk::generate::{Generator, Shares, World};
use parchemin_rhai::{Context, RhaiRules};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(crate) const SCRIPTS: [Case<'_>; 13] = [
    (
        Code::FunctionMissing,
        "cadre-1",
        VAE,
        "fn recevabilite_notified",
        "fn recevabilite_dite",
        "\"recevabilite-notified\"",
    ),
    (Code::ScriptUnreadable, "cadre-1", VAE, "(law.vae_activities)", "(law.vae_activities", "}"),
    (Code::NotTotal, "cadre-1", VAE, ANSWER, "file.recevabilite_notified && file.trained", "&&"),
    (Code::UnknownWord, "cadre-1", VAE, ANSWER, "file.recevabilite_notifie", "recevabilite_notifie"),
    (Code::NotDeterministic, "cadre-1", VAE, ANSWER, "decisive_day() <= today()", "today"),
    (Code::Types, "cadre-1", VAE, ANSWER, "file.route >= 3", ">="),
    (
        Code::NameTaken,
        "cadre-1",
        VAE,
        ANSWER,
        "file.recevabilite_notified\n}\nfn in_days() {\n true\n",
        "in_days",
    ),
    (Code::Recursion, "cadre-1", VAE, ANSWER, "encore()\n}\nfn encore() {\n encore()\n", "encore"),
    (Code::Arguments, "cadre-1", VAE, ANSWER, "related_days() > 1", "related_days"),
    (Code::ValueLost, "cadre-1", VAE, ANSWER, "met();\n file.recevabilite_notified", "met"),
    (Code::UndeclaredAbsentText, "cadre-1", VAE, ANSWER, "for_want_of(\"nulle-part\")", "\"nulle-part\""),
    (Code::WordThatCannotOccur, "cadre-1", VAE, ANSWER, "file.route == \"VAE\"", "\"VAE\""),
    (
        Code::QuotationNotFound,
        "socle",
        "coverage.toml",
        "délivrés par le représentant territorial compétent",
        "délivrés par le représentant régional compétent",
        "\"Ces deux documents sont délivrés par le représentant régional compétent…",
    ),
];

#[test]
fn what_is_wrong_in_a_script_is_underlined() {
    underlines(&SCRIPTS);
}

#[test]
fn what_a_file_is_answered_is_among_what_its_rule_can_answer() {
    let host = Parchemin::embedded().unwrap();
    let group = host.catalogue().frameworks();
    let parameters: Parameters = group.iter().flat_map(|one| one.parameters.clone()).collect();
    let absent_texts: BTreeMap<String, String> =
        group.iter().flat_map(|one| one.absent_texts.clone()).collect();
    let context = Context { parameters: &parameters, absent_texts: &absent_texts };
    let mut reached: BTreeMap<(String, String), BTreeSet<Verdict>> = BTreeMap::new();
    for package in &group {
        let uses = package.uses();
        let rules = RhaiRules::new(&package.scripts, &uses, context, Default::default()).ok().unwrap();
        let reach = rules.reach(&uses, context).unwrap();
        for (n, rule) in package.rules.iter().enumerate() {
            let answers = reach.of(n).unwrap_or_else(|| panic!("{} has too many ways", rule.id));
            reached.insert((package.identity.id.clone(), rule.id.clone()), answers);
        }
    }
    let generator = Generator::new(World::of(host.catalogue()).unwrap(), 7, &Shares::default()).unwrap();
    let files = generator.files().take(3_000);
    let prepared: Vec<_> = files.filter_map(|file| host.prepare(Arc::new(file), None).ok()).collect();
    let mut seen = BTreeSet::new();
    for judged in Judge::new(&host).judge(&prepared).into_iter().map(Result::unwrap) {
        for judgement in &judged.judgements {
            let key = (judgement.package().to_owned(), judgement.rule().id.clone());
            let verdict = judgement.verdict();
            // An unknown condition leaves any rule undetermined.
            let among = verdict == Verdict::Undetermined || reached.get(&key).unwrap().contains(&verdict);
            assert!(among, "{key:?} answers {verdict:?}, not among {:?}", reached.get(&key));
            seen.insert((key, verdict));
        }
    }
    assert!(seen.len() > 60, "only {} verdicts of rules", seen.len());
}
