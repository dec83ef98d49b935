//! What the file states, what the titre says, and the session at stake.

use super::{Look, Meaning, Term, Type, Value, View};
use crate::{
    Known, Missing, Pointer,
    file::{Enrolment, Event, Piece, Route, SessionKind},
    truth::{all_of, any_of},
};
use std::sync::Arc;

/// A term without arguments.
macro_rules! fact {
    ($view:expr, $name:literal, $type:expr, $fr:literal, $en:literal, $eval:expr $(,)?) => {
        Term {
            view: $view,
            name: $name,
            params: &[],
            result: $type,
            fr: $fr,
            en: $en,
            cost: 1,
            meaning: Meaning::Fact($eval),
        }
    };
}
pub(super) use fact;

pub(super) static TERMS: &[Term] = &[
    fact!(
        View::File,
        "route",
        Type::OneOf(Route::NAMES),
        "La voie par laquelle le candidat se présente.",
        "How the candidate comes to the titre.",
        |r, _| {
            let route = r.case().file.route;
            Ok(Value::word(r.look(route, "/route")?.name()))
        }
    ),
    fact!(
        View::File,
        "enrolment",
        Type::OneOf(Enrolment::NAMES),
        "Le statut sous lequel le candidat a été formé.",
        "The status under which the candidate was trained.",
        |r, _| {
            let it = r.case().file.enrolment;
            Ok(Value::word(r.look(it, "/enrolment")?.name()))
        }
    ),
    fact!(
        View::File,
        "trained",
        Type::Truth,
        "Le candidat est issu d’un parcours de formation : oui par le parcours continu, non par la VAE, sinon ce que dit le dossier.",
        "The candidate comes from a training course: yes by continuous training, no by VAE, else what the file says.",
        |r, _| trained(r).map(Value::Truth)
    ),
    fact!(
        View::File,
        "aims_at_ccs",
        Type::Truth,
        "Le candidat vise un certificat complémentaire de spécialisation : par sa voie, par ce qu’il vise, ou par la session.",
        "The candidate aims at a CCS: by the route, by the target, or by the session.",
        |r, _| {
            let case = r.case();
            r.read("/target/ccs");
            r.read(case.session_pointer("kind"));
            let named = case.file.target.as_ref().is_some_and(|target| target.ccs.is_some());
            let route = r.look(case.file.route, "/route").map(|route| route == Route::Ccs);
            // A session that does not say what it is for may be for a CCS; without a session, the route says it alone.
            let session = match case.session {
                Ok(Some(_)) => case.session_kind().map(|kind| kind == SessionKind::Ccs),
                _ => Ok(false),
            };
            any_of([Ok(named), route, session]).map(Value::Truth)
        }
    ),
    fact!(
        View::File,
        "training_started_on",
        Type::Day,
        "Le jour où la formation a commencé.",
        "The day the training began.",
        |r, _| r.event(Event::TrainingStarted).map(Value::Day)
    ),
    fact!(
        View::File,
        "request_filed_on",
        Type::Day,
        "Le jour du dépôt de la demande de VAE.",
        "The day the VAE request was filed.",
        |r, _| r.event(Event::RequestFiled).map(Value::Day)
    ),
    fact!(
        View::File,
        "recevabilite_notified",
        Type::Truth,
        "La recevabilité de la demande de VAE a été notifiée à la date de la décision.",
        "The recevabilité of the VAE request had been notified on the date of the decision.",
        |r, _| {
            let (day, pointer) = r.case().stated(Event::RecevabiliteNotified);
            let (filed, filed_pointer) = r.case().stated(Event::RequestFiled);
            let date = r.case().date;
            let unanswered = r.case().file.events.as_ref().and_then(|e| e.recevabilite_unanswered);
            r.read(pointer);
            r.read(if day.is_some() {
                filed_pointer
            } else {
                Pointer::of("/events/recevabilite_unanswered")
            });
            match (day, filed, unanswered) {
                (Some(day), _, _) if day > date => Ok(Value::Truth(false)),
                // A notification older than the request answered an earlier one.
                (Some(day), Some(filed), _) => Ok(Value::Truth(filed <= day)),
                (Some(_), None, _) => Err(Missing::fact(filed_pointer)),
                (None, _, Some(true)) => Ok(Value::Truth(false)),
                (None, _, _) => Err(Missing::fact(pointer)),
            }
        }
    ),
    fact!(
        View::File,
        "recevabilite_notified_on",
        Type::Day,
        "Le jour de la notification de recevabilité.",
        "The day the recevabilité was notified.",
        |r, _| r.event(Event::RecevabiliteNotified).map(Value::Day)
    ),
    fact!(
        View::File,
        "recevabilite_unanswered",
        Type::Truth,
        "La demande de VAE est restée sans réponse.",
        "The VAE request has had no answer.",
        |r, _| {
            let it = r.case().file.events.as_ref().and_then(|e| e.recevabilite_unanswered);
            r.look(it, "/events/recevabilite_unanswered").map(Value::Truth)
        }
    ),
    fact!(
        View::File,
        "holds_titre",
        Type::Truth,
        "Le candidat est déjà titulaire du titre visé.",
        "The candidate already holds the titre aimed at.",
        |r, _| {
            r.read("/titres");
            r.case().holds_titre.clone().map(Value::Truth)
        }
    ),
    fact!(
        View::None,
        "decision_day",
        Type::Day,
        "La date de la décision.",
        "The date of the decision.",
        |r, _| Ok(Value::Day(r.case().date))
    ),
    fact!(
        View::None,
        "decisive_day",
        Type::Day,
        "Le jour de la session ; la date de la décision si le dossier dit qu’il n’y a pas de session.",
        "The day of the session; the date of the decision where the file says there is no session.",
        |r, _| {
            if r.case().session == Ok(None) {
                return Ok(Value::Day(r.case().date));
            }
            r.event(Event::Session).map(Value::Day)
        }
    ),
    fact!(
        View::Titre,
        "in_force",
        Type::Truth,
        "Une révision du titre est en vigueur pour ce dossier.",
        "A revision of the titre is in force for this file.",
        |r, _| {
            let case = r.case();
            read_choice(r);
            case.in_force_support.iter().for_each(|citation| r.support(citation));
            case.in_force.clone().map(Value::Truth)
        }
    ),
    fact!(
        View::Titre,
        "deliverable",
        Type::Truth,
        "Une révision du titre est en vigueur pour ce dossier, et le jury n’a pas délibéré après la dernière délivrance.",
        "A revision of the titre is in force for this file, and the jury did not deliberate after the last delivery.",
        |r, _| {
            let case = r.case();
            read_choice(r);
            case.in_force_support.iter().for_each(|citation| r.support(citation));
            let (deliberated, pointer) = case.stated(Event::Deliberated);
            r.read(pointer);
            let in_time = deliberated.zip(case.delivered_until).is_none_or(|(day, last)| day <= last);
            all_of([case.in_force.clone(), Ok(in_time)]).map(Value::Truth)
        }
    ),
    fact!(
        View::Titre,
        "route_open",
        Type::Truth,
        "La voie du candidat, et son statut s’il est connu, est ouverte pour ce titre.",
        "The candidate’s route, and enrolment if stated, is open for this titre.",
        |r, _| {
            let case = r.case();
            let route = r.look(case.file.route, "/route")?;
            r.read("/enrolment");
            let titre = case.titre.as_ref().map_err(Clone::clone)?;
            let (open, row) = titre.route_open(route, case.file.enrolment);
            row.iter().for_each(|row| r.support(&row.citation));
            open.map(Value::Truth)
        }
    ),
    fact!(
        View::Titre,
        "has_ccs",
        Type::Truth,
        "Un CCS est associé au titre ; inconnu si aucun texte fourni n’en nomme.",
        "A CCS is associated with the titre; unknown where no text supplied names one.",
        |r, _| {
            let case = r.case();
            let titre = case.titre.as_ref().map_err(Clone::clone)?;
            titre.ccs.iter().for_each(|ccs| r.support(&ccs.citation));
            if titre.ccs.is_empty() {
                Err(Missing::text(Arc::clone(&titre.fiche)))
            } else {
                Ok(Value::Truth(true))
            }
        }
    ),
    Term {
        view: View::Titre,
        name: "foresees",
        params: &[("piece", Type::OneOf(Piece::NAMES))],
        result: Type::Truth,
        fr: "Le référentiel d’évaluation (RE) prévoit ce complément de l’épreuve.",
        en: "The RE foresees this complement of the examination.",
        cost: 1,
        meaning: Meaning::Fact(|r, args| {
            let case = r.case();
            let titre = case.titre.as_ref().map_err(Clone::clone)?;
            let (foreseen, row) = titre.foresees(piece(args)?);
            row.iter().for_each(|row| r.support(&row.citation));
            foreseen.map(Value::Truth)
        }),
    },
    fact!(
        View::Session,
        "kind",
        Type::OneOf(SessionKind::NAMES),
        "Ce que vise la session : titre, CCP ou CCS.",
        "What the session is for: titre, CCPs or CCS.",
        |r, _| {
            r.read(r.case().session_pointer("kind"));
            r.case().session_kind().map(|kind| Value::word(kind.name()))
        }
    ),
    fact!(View::Session, "day", Type::Day, "Le jour de la session.", "The day of the session.", |r, _| r
        .event(Event::Session)
        .map(Value::Day)),
    fact!(
        View::Session,
        "deliberated",
        Type::Truth,
        "Le jury a délibéré à la date de la décision.",
        "The jury had deliberated on the date of the decision.",
        |r, _| {
            r.read(r.case().session_pointer("deliberated_on"));
            r.case().deliberated().map(Value::Truth)
        }
    ),
    Term {
        view: View::Session,
        name: "provided",
        params: &[("piece", Type::OneOf(Piece::NAMES))],
        result: Type::Truth,
        fr: "Le jury a disposé de cette pièce, ou cette épreuve a eu lieu.",
        en: "The jury had this piece before it, or this part was held.",
        cost: 1,
        meaning: Meaning::Fact(|r, args| {
            let piece = piece(args)?;
            let case = r.case();
            let (i, session) = case.session_at_stake()?;
            let stated = session.evidence.as_ref().and_then(|evidence| evidence.piece(piece));
            r.look(stated, Pointer::row("/sessions/#/evidence", i).member(piece.member())).map(Value::Truth)
        }),
    },
    fact!(
        View::Session,
        "after_a_failure",
        Type::Truth,
        "Une session titre antérieure n’a pas donné le titre.",
        "An earlier session for the titre did not give it.",
        |r, _| {
            read_sessions(r);
            Ok(Value::Truth(r.case().earlier_failure_on()?.is_some()))
        }
    ),
    fact!(
        View::Session,
        "earlier_failure_on",
        Type::Day,
        "Le jour où le jury de la dernière session titre antérieure a délibéré sans donner le titre.",
        "The day the jury of the latest earlier session for the titre deliberated without giving it.",
        |r, _| {
            read_sessions(r);
            r.case().earlier_failure_on()?.map(Value::Day).ok_or_else(|| Missing::fact("/sessions"))
        }
    ),
    fact!(
        View::Session,
        "presents_ccps",
        Type::Truth,
        "Le candidat présente au moins un CCP à la session.",
        "The candidate presents at least one CCP in the session.",
        |r, _| {
            let case = r.case();
            let (i, session) = case.session_at_stake()?;
            let listed = r.look(session.ccps.as_ref(), Pointer::row("/sessions/#/ccps", i))?;
            Ok(Value::Truth(!listed.is_empty()))
        }
    ),
];

fn piece(args: &[Value]) -> Known<Piece> {
    match args.first() {
        Some(Value::Text(name)) => Piece::named(name).ok_or_else(|| Missing::text(&**name)),
        _ => Err(Missing::text("piece")),
    }
}

fn trained(r: &mut Look) -> Known<bool> {
    let (route, trained) = (r.case().file.route, r.case().file.trained);
    match r.look(route, "/route")? {
        Route::ContinuousTraining => Ok(true),
        Route::Vae => Ok(false),
        Route::Capitalisation | Route::Ccs => r.look(trained, "/trained"),
    }
}

fn read_sessions(r: &mut Look) {
    let count = r.case().file.sessions.as_ref().map_or(0, Vec::len);
    r.pay(count as u64);
    r.read("/sessions");
    for index in 0..count {
        for member in ["kind", "deliberated_on", "decision/titre"] {
            r.read(Pointer::row("/sessions/#", index).member(member));
        }
    }
}

fn read_choice(r: &mut Look) {
    r.read("/target/titre");
    for event in [
        Event::Session,
        Event::Registered,
        Event::RecevabiliteNotified,
        Event::RequestFiled,
        Event::TrainingStarted,
    ] {
        let (day, pointer) = r.case().stated(event);
        if day.is_some() {
            r.read(pointer);
        }
    }
}
