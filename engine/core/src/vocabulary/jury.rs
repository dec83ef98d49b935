//! The jury: its members and what it decided.

use super::{Meaning, Term, Type, Value, View, ccps::some_ccp_awarded, dossier::fact};
use crate::{Known, Missing, Pointer, Subject, file::Juror, vocabulary::Look};

pub(super) static TERMS: &[Term] = &[
    fact!(
        View::Jury,
        "size",
        Type::Count,
        "Le nombre de membres du jury de la session.",
        "The number of members of the session’s jury.",
        |r, _| {
            let case = r.case();
            let (i, session) = case.session_at_stake()?;
            let jury = r.look(session.jury.as_ref(), Pointer::row("/sessions/#/jury", i))?;
            Ok(Value::Count(jury.len() as i64))
        }
    ),
    fact!(
        View::Jury,
        "awards_titre",
        Type::Truth,
        "Le jury attribue le titre.",
        "The jury awards the titre.",
        |r, _| {
            let case = r.case();
            let (i, session) = case.session_at_stake()?;
            let stated = session.decision.as_ref().and_then(|d| d.titre);
            r.look(stated, Pointer::row("/sessions/#/decision/titre", i)).map(Value::Truth)
        }
    ),
    fact!(
        View::Jury,
        "awards_ccs",
        Type::Truth,
        "Le jury attribue le CCS.",
        "The jury awards the CCS.",
        |r, _| {
            let case = r.case();
            let (i, session) = case.session_at_stake()?;
            let stated = session.decision.as_ref().and_then(|d| d.ccs);
            r.look(stated, Pointer::row("/sessions/#/decision/ccs", i)).map(Value::Truth)
        }
    ),
    fact!(
        View::Jury,
        "awards_some_ccp",
        Type::Truth,
        "Le jury attribue au moins un CCP.",
        "The jury awards at least one CCP.",
        |r, _| some_ccp_awarded(r).map(Value::Truth)
    ),
    fact!(
        View::Juror,
        "professional",
        Type::Truth,
        "Ce membre du jury est un professionnel du métier.",
        "This member of the jury is a professional of the job.",
        |r, args| juror(r, args, "professional", |j| j.professional).map(Value::Truth)
    ),
    fact!(
        View::Juror,
        "years_in_job",
        Type::Count,
        "Années d’expérience de ce membre dans le métier.",
        "This member’s years of experience in the job.",
        |r, args| juror(r, args, "years_in_job", |j| j.years_in_job).map(|n| Value::Count(n.into()))
    ),
    fact!(
        View::Juror,
        "years_since_leaving",
        Type::Count,
        "Années écoulées depuis que ce membre a quitté le métier ; 0 s’il l’exerce.",
        "Years since this member left the job; 0 while still in it.",
        |r, args| juror(r, args, "years_since_leaving", |j| j.years_since_leaving)
            .map(|n| Value::Count(n.into()))
    ),
    fact!(
        View::Juror,
        "habilitated_until",
        Type::Day,
        "Dernier jour de l’habilitation de ce membre.",
        "Last day of this member’s habilitation.",
        |r, args| juror(r, args, "habilitated_until", |j| j.habilitated_until).map(Value::Day)
    ),
];

fn juror<T>(r: &mut Look, args: &[Value], member: &'static str, get: fn(&Juror) -> Option<T>) -> Known<T> {
    let Some(Value::Subject(Subject::Juror(index))) = args.first() else {
        return Err(Missing::text("juror"));
    };
    let case = r.case();
    let (i, session) = case.session_at_stake()?;
    let value = session.jury.as_ref().and_then(|jury| jury.get(*index)).and_then(get);
    r.look(value, Pointer::rows("/sessions/#/jury/#", i, *index).member(member))
}
