//! The CCPs: those of the revision, those held, and what the latter are worth.

use super::{Look, Meaning, Term, Type, Value, View, dossier::fact};
use crate::{
    Known, Missing, Pointer, Subject,
    case::{Held, Standing, StandingState, Worth},
    truth,
};

pub(super) static TERMS: &[Term] = &[
    fact!(
        View::None,
        "all_ccps_obtained",
        Type::Truth,
        "Tous les CCP du titre sont acquis, ceux de la session compris.",
        "All CCPs of the titre are obtained, those of the session included.",
        |r, _| {
            let case = r.case();
            read_standings(r, &case.after);
            case.all_obtained(&case.after).map(Value::Truth)
        }
    ),
    fact!(
        View::None,
        "all_ccps_obtained_before",
        Type::Truth,
        "Tous les CCP du titre étaient acquis avant la session.",
        "All CCPs of the titre were obtained before the session.",
        |r, _| {
            let case = r.case();
            read_standings(r, &case.before);
            case.all_obtained(&case.before).map(Value::Truth)
        }
    ),
    fact!(
        View::None,
        "first_ccp_awarded_on",
        Type::Day,
        "Le jour où le premier CCP encore détenu a été obtenu.",
        "The day the first of the CCPs held was obtained.",
        |r, _| {
            let case = r.case();
            case.held.iter().for_each(|held| r.read(held.pointer.member("awarded_on")));
            case.first_ccp_awarded_on().map(Value::Day)
        }
    ),
    fact!(
        View::Ccp,
        "presented",
        Type::Truth,
        "Le candidat présente ce CCP à la session.",
        "The candidate presents this CCP in the session.",
        |r, args| {
            let case = r.case();
            let index = ccp(args)?;
            if case.session == Ok(None) {
                return Ok(Value::Truth(false));
            }
            let (i, session) = case.session_at_stake()?;
            r.look(session.ccps.as_ref(), Pointer::row("/sessions/#/ccps", i))?;
            case.titre.as_ref().map_err(Clone::clone)?;
            let is_it = |places: &Known<Vec<usize>>| match places {
                Ok(places) => Ok(places.contains(&index)),
                Err(missing) => Err(missing.clone()),
            };
            truth::any_of(case.presented.iter().map(is_it)).map(Value::Truth)
        }
    ),
    fact!(
        View::Ccp,
        "before",
        Type::OneOf(StandingState::NAMES),
        "La situation de ce CCP avant la session : détenu, converti ou manquant.",
        "The standing of this CCP before the session: held, converted or missing.",
        |r, args| {
            let case = r.case();
            standing(r, &case.before, args)
        }
    ),
    fact!(
        View::Ccp,
        "standing",
        Type::OneOf(StandingState::NAMES),
        "La situation de ce CCP à la date de la décision.",
        "The standing of this CCP on the date of the decision.",
        |r, args| {
            let case = r.case();
            standing(r, &case.after, args)
        }
    ),
    fact!(
        View::Held,
        "awarded_on",
        Type::Day,
        "Le jour où ce CCP a été obtenu.",
        "The day this CCP was obtained.",
        |r, args| {
            let case = r.case();
            let held = held(&case.held, args)?;
            r.read(held.pointer.member("awarded_on"));
            held.awarded_on.clone().map(Value::Day)
        }
    ),
    fact!(
        View::Held,
        "of_this_lineage",
        Type::Truth,
        "Ce CCP appartient au titre visé, dans l’une de ses révisions.",
        "This CCP belongs to the titre aimed at, in one of its revisions.",
        |r, args| {
            let case = r.case();
            let held = held(&case.held, args)?;
            r.read(held.pointer);
            Ok(Value::Truth(held.worth != Worth::OtherTitre))
        }
    ),
    fact!(
        View::Held,
        "of_this_revision",
        Type::Truth,
        "Ce CCP est de la révision applicable, ou de celle qu’elle prolonge sans changement.",
        "This CCP is of the revision that governs, or of the one it extends unchanged.",
        |r, args| {
            let case = r.case();
            let held = held(&case.held, args)?;
            r.read(held.pointer);
            case.titre.as_ref().map_err(Clone::clone)?;
            Ok(Value::Truth(matches!(held.worth, Worth::Same(_))))
        }
    ),
    fact!(
        View::Held,
        "converts",
        Type::Truth,
        "La table de correspondance donne à ce CCP une valeur dans la révision applicable.",
        "The correspondence table gives this CCP a value in the revision that governs.",
        |r, args| {
            let case = r.case();
            let held = held(&case.held, args)?;
            r.read(held.pointer);
            match &held.worth {
                Worth::Same(_) | Worth::Converts(_) => Ok(Value::Truth(true)),
                Worth::ConvertsToNothing | Worth::OtherTitre => Ok(Value::Truth(false)),
                Worth::Undetermined(missing) => Err(missing.clone()),
            }
        }
    ),
];

fn ccp(args: &[Value]) -> Known<usize> {
    match args.first() {
        Some(Value::Subject(Subject::Ccp(index))) => Ok(*index),
        _ => Err(Missing::text("ccp")),
    }
}

fn held<'h>(all: &'h [Held], args: &[Value]) -> Known<&'h Held> {
    match args.first() {
        Some(Value::Subject(Subject::Held(index))) => all.get(*index).ok_or_else(|| Missing::fact("/ccps")),
        _ => Err(Missing::text("held")),
    }
}

fn read_standings(r: &mut Look, standings: &[Standing]) {
    r.read("/ccps");
    r.read("/titres");
    r.pay(standings.len() as u64);
    let case = r.case();
    for held in standings.iter().flat_map(|s| &s.from).filter_map(|i| case.held.get(*i)) {
        r.read(held.pointer);
    }
}

fn standing(r: &mut Look, all: &[Standing], args: &[Value]) -> Known<Value> {
    let index = ccp(args)?;
    let one = all.get(index).ok_or_else(|| Missing::fact("/target/titre"))?;
    read_standings(r, std::slice::from_ref(one));
    one.by.iter().for_each(|citation| r.support(citation));
    one.state.clone().map(|state| Value::word(state.name()))
}

/// Whether at least one CCP was obtained: used by the jury's terms.
pub(super) fn some_ccp_awarded(r: &mut Look) -> Known<bool> {
    let case = r.case();
    let count = case.titre.as_ref().map_err(Clone::clone)?.ccps.len();
    r.read(case.session_pointer("decision/ccps"));
    r.pay(count as u64);
    truth::any_of((0..count).map(|index| case.jury_awards_ccp(index)))
}
