//! `parchemin vocabulary`: the reference page of the words that rules are written in, from their one declaration.

use crate::output::{Output, Status};
use clap::Args;
use parchemin::core::{
    Lang, say,
    vocabulary::{Term, View, terms},
};
use serde_json::json;

/// The words that rules are written in.
#[derive(Args)]
pub(crate) struct Arguments {
    /// As JSON, for editors and tools
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments, lang: Lang, output: &mut Output) -> Status {
    if arguments.json {
        let all: Vec<_> = terms().map(|term| described(term, lang)).collect();
        output.data(&format!("{:#}\n", serde_json::Value::from(all)));
    } else {
        output.data(&page(lang));
    }
    Status::Done
}

fn described(term: &Term, lang: Lang) -> serde_json::Value {
    let params: Vec<_> =
        term.params.iter().map(|(name, ty)| json!({ "name": name, "type": ty.spoken(lang) })).collect();
    json!({
        "name": term.path(), "params": params, "result": term.result.spoken(lang), "cost": term.cost,
        "explanation": explanation(term, lang),
    })
}

fn explanation(term: &Term, lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => term.fr,
        Lang::En => term.en,
    }
}

fn page(lang: Lang) -> String {
    let mut page = say!(lang, fr: "# Vocabulaire des règles\n", en: "# Vocabulary of the rules\n");
    page += &say!(lang,
        fr: "\nUne règle est une fonction rhai sans boucle ni récursion, faite de ces mots, de comparaisons (== != < <= > >=), de `let` et de `if`.\nElle répond par une condition, ou par met() ou not_applicable(). Une valeur inconnue reste inconnue ; un `if` qui en rencontre une termine la règle : indéterminée.\n",
        en: "\nA rule is a rhai function without loop or recursion, made of these words, of comparisons (== != < <= > >=), of `let` and of `if`.\nIt answers with a condition, or with met() or not_applicable(). An unknown value stays unknown; an `if` that meets one ends the rule: undetermined.\n");
    page += &say!(lang,
        fr: "\nLes paramètres en vigueur se lisent `law.nom`, à l’événement que la règle nomme (`at` dans rules.toml).\n",
        en: "\nThe parameters in force are read as `law.name`, at the event that the rule names (`at` in rules.toml).\n");
    for view in
        [View::None, View::File, View::Titre, View::Session, View::Jury, View::Ccp, View::Held, View::Juror]
    {
        page += &format!("\n## {}\n\n", title(view, lang));
        for term in terms().filter(|term| term.view == view) {
            let params = term
                .params
                .iter()
                .map(|(name, ty)| format!("{name}: {}", ty.spoken(lang)))
                .collect::<Vec<_>>();
            let call = if term.params.is_empty() && view != View::None {
                String::new()
            } else {
                format!("({})", params.join(", "))
            };
            page += &format!(
                "- `{}{call}` → {}\n  {}\n",
                term.path(),
                term.result.spoken(lang),
                explanation(term, lang)
            );
        }
    }
    page
}

fn title(view: View, lang: Lang) -> String {
    match view {
        View::None => say!(lang, fr: "Fonctions", en: "Functions"),
        View::File => say!(lang, fr: "file : ce que le dossier déclare", en: "file: what the file states"),
        View::Titre => {
            say!(lang, fr: "titre : la révision applicable", en: "titre: the revision that governs")
        }
        View::Session => say!(lang, fr: "session : la session en cause", en: "session: the session at stake"),
        View::Jury => say!(lang, fr: "jury : le jury de cette session", en: "jury: the jury of that session"),
        View::Ccp => {
            say!(lang, fr: "ccp : un CCP de la révision (sujet `ccp`)", en: "ccp: a CCP of the revision (subject `ccp`)")
        }
        View::Held => {
            say!(lang, fr: "held : un CCP détenu (sujet `held`)", en: "held: a CCP held (subject `held`)")
        }
        View::Juror => {
            say!(lang, fr: "juror : un membre du jury (sujet `juror`)", en: "juror: a member of the jury (subject `juror`)")
        }
    }
}
