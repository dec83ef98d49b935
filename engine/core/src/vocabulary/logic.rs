//! Logic and verdicts: strong Kleene, because unknown is a value.

use super::{Meaning, Term, Type, Value, View};
use crate::{Missing, Verdict, truth};

pub(super) static TERMS: &[Term] = &[
    Term {
        view: View::None,
        name: "all_of",
        params: &[("conditions…", Type::Truth)],
        result: Type::Truth,
        fr: "Vrai si toutes les conditions sont vraies ; faux dès que l’une est fausse, même si d’autres sont inconnues.",
        en: "True if all conditions are true; false as soon as one is false, even if others are unknown.",
        cost: 1,
        meaning: Meaning::Logic(|truths| truth::all_of(truths)),
    },
    Term {
        view: View::None,
        name: "any_of",
        params: &[("conditions…", Type::Truth)],
        result: Type::Truth,
        fr: "Vrai dès qu’une condition est vraie, même si d’autres sont inconnues ; faux si toutes sont fausses.",
        en: "True as soon as one condition is true, even if others are unknown; false if all are false.",
        cost: 1,
        meaning: Meaning::Logic(|truths| truth::any_of(truths)),
    },
    Term {
        view: View::None,
        name: "not",
        params: &[("condition", Type::Truth)],
        result: Type::Truth,
        fr: "Le contraire de la condition ; l’inconnu reste inconnu.",
        en: "The contrary of the condition; unknown stays unknown.",
        cost: 1,
        meaning: Meaning::Logic(|truths| truths.next().unwrap_or(Ok(false)).map(|truth| !truth)),
    },
    Term {
        view: View::None,
        name: "met",
        params: &[],
        result: Type::Verdict,
        fr: "Réponse d’une règle : l’exigence est satisfaite.",
        en: "Answer of a rule: the requirement is met.",
        cost: 1,
        meaning: Meaning::Computed(|_| Ok(Value::Verdict(Verdict::Met))),
    },
    Term {
        view: View::None,
        name: "not_applicable",
        params: &[],
        result: Type::Verdict,
        fr: "Réponse d’une règle : elle ne concerne pas ce dossier.",
        en: "Answer of a rule: it does not concern this file.",
        cost: 1,
        meaning: Meaning::Computed(|_| Ok(Value::Verdict(Verdict::NotApplicable))),
    },
    Term {
        view: View::None,
        name: "for_want_of",
        params: &[("text", Type::AbsentText)],
        result: Type::Truth,
        fr: "Inconnu, faute du texte que le paquet déclare sous ce nom avec la base not-supplied.",
        en: "Unknown, for want of the text that the package declares under this name with basis not-supplied.",
        cost: 1,
        meaning: Meaning::Fact(|look, args| {
            let Some(Value::Text(id)) = args.first() else { return Err(Missing::text("")) };
            let title = look.case().absent_texts.get(&**id).cloned();
            Err(Missing::text(title.unwrap_or_else(|| id.to_string())))
        }),
    },
    Term {
        view: View::None,
        name: "in_days",
        params: &[("years", Type::Count), ("days_in_a_year", Type::Count)],
        result: Type::Count,
        fr: "Tant d’années comptées en jours.",
        en: "So many years counted in days.",
        cost: 1,
        meaning: Meaning::Computed(|args| match args {
            [Value::Count(years), Value::Count(days)] => Ok(Value::Count(years.saturating_mul(*days))),
            _ => Err(Missing::text("in_days")),
        }),
    },
    Term {
        view: View::None,
        name: "years_after",
        params: &[("day", Type::Day), ("years", Type::Count)],
        result: Type::Day,
        fr: "L’anniversaire de ce jour, tant d’années plus tard ; le 29 février va au 28.",
        en: "The anniversary of the day, so many years later; 29 February goes to 28 February.",
        cost: 1,
        meaning: Meaning::Computed(|args| match args {
            [Value::Day(day), Value::Count(years)] => Ok(Value::Day(day.years_after(*years))),
            _ => Err(Missing::text("years_after")),
        }),
    },
    Term {
        view: View::None,
        name: "months_after",
        params: &[("day", Type::Day), ("months", Type::Count)],
        result: Type::Day,
        fr: "Le même quantième tant de mois plus tard, ou le dernier jour de ce mois.",
        en: "The same day so many months later, or the last day of that month.",
        cost: 1,
        meaning: Meaning::Computed(|args| match args {
            [Value::Day(day), Value::Count(months)] => Ok(Value::Day(day.months_after(*months))),
            _ => Err(Missing::text("months_after")),
        }),
    },
];
