//! What the file states, what the titre says, and the CCPs.

use super::{Meaning, Reading, Term, Type, Value, View};
use crate::{
    Known, Missing, Subject,
    case::{Held, Standing, StandingState, Worth},
    file::{Enrolment, Event, Piece, Route, SessionKind},
    truth,
};

/// A term without arguments.
macro_rules! fact {
    ($view:ident . $name:literal : $type:expr, $fr:literal, $en:literal, $eval:expr) => {
        Term {
            view: View::$view,
            name: $name,
            params: &[],
            result: $type,
            fr: $fr,
            en: $en,
            cost: 1,
            meaning: Meaning::Strict($eval),
        }
    };
}
pub(super) use fact;

pub(super) static TERMS: &[Term] = &[
    fact!(File."route": Type::OneOf(Route::NAMES),
        "La voie par laquelle le candidat se présente.", "How the candidate comes to the titre.",
        |r, _| { let route = r.case().file.route; Ok(Value::text(r.look(route, "/route")?.name())) }),
    fact!(File."enrolment": Type::OneOf(Enrolment::NAMES),
        "Le statut sous lequel le candidat a été formé.", "The status under which the candidate was trained.",
        |r, _| { let it = r.case().file.enrolment; Ok(Value::text(r.look(it, "/enrolment")?.name())) }),
    fact!(File."trained": Type::Truth,
        "Le candidat est issu d’un parcours de formation : oui par le parcours continu, non par la VAE, sinon ce que dit le dossier.",
        "The candidate comes from a training course: yes by continuous training, no by VAE, else what the file says.",
        |r, _| trained(r).map(Value::Truth)),
    fact!(File."aims_at_ccs": Type::Truth,
    "Le candidat vise un certificat complémentaire de spécialisation.", "The candidate aims at a CCS.",
    |r, _| {
        let route = r.case().file.route;
        Ok(Value::Truth(r.look(route, "/route")? == Route::Ccs))
    }),
    fact!(File."request_filed_on": Type::Day,
        "Le jour du dépôt de la demande de VAE.", "The day the VAE request was filed.",
        |r, _| r.event(Event::RequestFiled).map(Value::Day)),
    fact!(File."recevabilite_notified": Type::Truth,
    "La recevabilité de la demande de VAE a été notifiée à la date de la décision.",
    "The recevabilité of the VAE request had been notified on the date of the decision.",
    |r, _| {
        let (day, pointer) = r.case().stated(Event::RecevabiliteNotified);
        let date = r.case().date;
        let unanswered = r.case().file.events.as_ref().and_then(|e| e.recevabilite_unanswered);
        r.read(pointer.clone());
        if day.is_none() {
            r.read("/events/recevabilite_unanswered");
        }
        match (day, unanswered) {
            (Some(day), _) => Ok(Value::Truth(day <= date)),
            (None, Some(true)) => Ok(Value::Truth(false)),
            (None, _) => Err(Missing::fact(pointer)),
        }
    }),
    fact!(File."recevabilite_notified_on": Type::Day,
        "Le jour de la notification de recevabilité.", "The day the recevabilité was notified.",
        |r, _| r.event(Event::RecevabiliteNotified).map(Value::Day)),
    fact!(File."recevabilite_unanswered": Type::Truth,
    "La demande de VAE est restée sans réponse.", "The VAE request has had no answer.",
    |r, _| {
        let it = r.case().file.events.as_ref().and_then(|e| e.recevabilite_unanswered);
        r.look(it, "/events/recevabilite_unanswered").map(Value::Truth)
    }),
    fact!(File."holds_titre": Type::Truth,
        "Le candidat est déjà titulaire du titre visé.", "The candidate already holds the titre aimed at.",
        |r, _| { r.read("/titres"); r.case().holds_titre.clone().map(Value::Truth) }),
    fact!(None."decision_day": Type::Day,
        "La date de la décision.", "The date of the decision.",
        |r, _| Ok(Value::Day(r.case().date))),
    fact!(None."decisive_day": Type::Day,
    "Le jour de la session ; la date de la décision si le dossier dit qu’il n’y a pas de session.",
    "The day of the session; the date of the decision where the file says there is no session.",
    |r, _| {
        if r.case().session == Ok(None) {
            return Ok(Value::Day(r.case().date));
        }
        r.event(Event::Session).map(Value::Day)
    }),
    fact!(Titre."in_force": Type::Truth,
    "Une révision du titre est en vigueur pour ce dossier.", "A revision of the titre is in force for this file.",
    |r, _| {
        let case = r.case().clone();
        read_choice(r);
        case.in_force_support.iter().for_each(|citation| r.support(citation));
        case.in_force.clone().map(Value::Truth)
    }),
    fact!(Titre."route_open": Type::Truth,
    "La voie du candidat, et son statut s’il est connu, est ouverte pour ce titre.",
    "The candidate’s route, and enrolment if stated, is open for this titre.",
    |r, _| {
        let case = r.case().clone();
        let route = r.look(case.file.route, "/route")?;
        r.read("/enrolment");
        let titre = case.titre.as_ref().map_err(Clone::clone)?;
        let (open, row) = titre.route_open(route, case.file.enrolment);
        row.iter().for_each(|row| r.support(&row.citation));
        open.map(Value::Truth)
    }),
    Term {
        view: View::Titre,
        name: "foresees",
        params: &[("piece", Type::OneOf(Piece::NAMES))],
        result: Type::Truth,
        fr: "Le référentiel d’évaluation (RE) prévoit ce complément de l’épreuve.",
        en: "The RE foresees this complement of the examination.",
        cost: 1,
        meaning: Meaning::Strict(|r, args| {
            let case = r.case().clone();
            let titre = case.titre.as_ref().map_err(Clone::clone)?;
            let (foreseen, row) = titre.foresees(piece(args)?);
            row.iter().for_each(|row| r.support(&row.citation));
            foreseen.map(Value::Truth)
        }),
    },
    fact!(Session."kind": Type::OneOf(SessionKind::NAMES),
    "Ce que vise la session : titre, CCP ou CCS.", "What the session is for: titre, CCPs or CCS.",
    |r, _| {
        r.read(r.case().session_pointer("kind"));
        r.case().session_kind().map(|kind| Value::text(kind.name()))
    }),
    fact!(Session."day": Type::Day,
        "Le jour de la session.", "The day of the session.",
        |r, _| r.event(Event::Session).map(Value::Day)),
    fact!(Session."deliberated": Type::Truth,
    "Le jury a délibéré à la date de la décision.", "The jury had deliberated on the date of the decision.",
    |r, _| {
        r.read(r.case().session_pointer("deliberated_on"));
        r.case().deliberated().map(Value::Truth)
    }),
    Term {
        view: View::Session,
        name: "provided",
        params: &[("piece", Type::OneOf(Piece::NAMES))],
        result: Type::Truth,
        fr: "Le jury a disposé de cette pièce, ou cette épreuve a eu lieu.",
        en: "The jury had this piece before it, or this part was held.",
        cost: 1,
        meaning: Meaning::Strict(|r, args| {
            let piece = piece(args)?;
            let case = r.case().clone();
            let (i, session) = case.session_at_stake()?;
            let stated = session.evidence.as_ref().and_then(|evidence| evidence.piece(piece));
            r.look(stated, format!("/sessions/{i}/evidence/{}", piece.member())).map(Value::Truth)
        }),
    },
    fact!(Session."presents_ccps": Type::Truth,
    "Le candidat présente au moins un CCP à la session.", "The candidate presents at least one CCP in the session.",
    |r, _| {
        let case = r.case().clone();
        let (i, session) = case.session_at_stake()?;
        let listed = r.look(session.ccps.as_ref(), format!("/sessions/{i}/ccps"))?;
        Ok(Value::Truth(!listed.is_empty()))
    }),
    fact!(None."all_ccps_obtained": Type::Truth,
        "Tous les CCP du titre sont acquis, ceux de la session compris.",
        "All CCPs of the titre are obtained, those of the session included.",
        |r, _| { let case = r.case().clone(); read_standings(r, &case.after); case.all_obtained(&case.after).map(Value::Truth) }),
    fact!(None."all_ccps_obtained_before": Type::Truth,
        "Tous les CCP du titre étaient acquis avant la session.", "All CCPs of the titre were obtained before the session.",
        |r, _| { let case = r.case().clone(); read_standings(r, &case.before); case.all_obtained(&case.before).map(Value::Truth) }),
    fact!(None."first_ccp_awarded_on": Type::Day,
    "Le jour où le premier CCP encore détenu a été obtenu.", "The day the first of the CCPs held was obtained.",
    |r, _| {
        let case = r.case().clone();
        let mut days = Vec::new();
        for held in case.held.iter().filter(|held| held.worth != Worth::OtherTitre) {
            r.read(format!("{}/awarded_on", held.pointer));
            days.push(held.awarded_on.clone()?);
        }
        case.held_complete.clone()?;
        days.into_iter().min().map(Value::Day).ok_or_else(|| Missing::fact("/ccps"))
    }),
    fact!(Ccp."presented": Type::Truth,
    "Le candidat présente ce CCP à la session.", "The candidate presents this CCP in the session.",
    |r, args| {
        let case = r.case().clone();
        let index = ccp(args)?;
        let (i, session) = case.session_at_stake()?;
        let listed = r.look(session.ccps.as_ref(), format!("/sessions/{i}/ccps"))?;
        let titre = case.titre.as_ref().map_err(Clone::clone)?;
        Ok(Value::Truth(listed.iter().any(|reference| titre.ccp_index(reference) == Some(index))))
    }),
    fact!(Ccp."before": Type::OneOf(StandingState::NAMES),
        "La situation de ce CCP avant la session : détenu, converti ou manquant.",
        "The standing of this CCP before the session: held, converted or missing.",
        |r, args| { let case = r.case().clone(); standing(r, &case.before, args) }),
    fact!(Ccp."standing": Type::OneOf(StandingState::NAMES),
        "La situation de ce CCP à la date de la décision.", "The standing of this CCP on the date of the decision.",
        |r, args| { let case = r.case().clone(); standing(r, &case.after, args) }),
    fact!(Held."awarded_on": Type::Day,
    "Le jour où ce CCP a été obtenu.", "The day this CCP was obtained.",
    |r, args| {
        let case = r.case().clone();
        let held = held(&case.held, args)?;
        r.read(format!("{}/awarded_on", held.pointer));
        held.awarded_on.clone().map(Value::Day)
    }),
    fact!(Held."of_this_lineage": Type::Truth,
    "Ce CCP appartient au titre visé, dans l’une de ses révisions.", "This CCP belongs to the titre aimed at, in one of its revisions.",
    |r, args| {
        let case = r.case().clone();
        let held = held(&case.held, args)?;
        r.read(held.pointer.clone());
        Ok(Value::Truth(held.worth != Worth::OtherTitre))
    }),
    fact!(Held."of_this_revision": Type::Truth,
    "Ce CCP est de la révision applicable, ou de celle qu’elle prolonge sans changement.",
    "This CCP is of the revision that governs, or of the one it extends unchanged.",
    |r, args| {
        let case = r.case().clone();
        let held = held(&case.held, args)?;
        r.read(held.pointer.clone());
        case.titre.as_ref().map_err(Clone::clone)?;
        Ok(Value::Truth(matches!(held.worth, Worth::Same(_))))
    }),
    fact!(Held."converts": Type::Truth,
    "La table de correspondance donne à ce CCP une valeur dans la révision applicable.",
    "The correspondence table gives this CCP a value in the revision that governs.",
    |r, args| {
        let case = r.case().clone();
        let held = held(&case.held, args)?;
        r.read(held.pointer.clone());
        match &held.worth {
            Worth::Same(_) | Worth::Converts(_) => Ok(Value::Truth(true)),
            Worth::ConvertsToNothing | Worth::OtherTitre => Ok(Value::Truth(false)),
            Worth::Undetermined(missing) => Err(missing.clone()),
        }
    }),
];

fn piece(args: &[Value]) -> Known<Piece> {
    match args.first() {
        Some(Value::Text(name)) => Piece::named(name).ok_or_else(|| Missing::text(name.to_string())),
        _ => Err(Missing::text("piece")),
    }
}

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

fn trained(r: &mut Reading) -> Known<bool> {
    let (route, trained) = (r.case().file.route, r.case().file.trained);
    match r.look(route, "/route")? {
        Route::ContinuousTraining => Ok(true),
        Route::Vae => Ok(false),
        Route::Capitalisation | Route::Ccs => r.look(trained, "/trained"),
    }
}

fn read_choice(r: &mut Reading) {
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

fn read_standings(r: &mut Reading, standings: &[Standing]) {
    r.read("/ccps");
    r.read("/titres");
    r.pay(standings.len() as u64);
    let case = r.case().clone();
    for held in standings.iter().flat_map(|s| &s.from).filter_map(|i| case.held.get(*i)) {
        r.read(held.pointer.clone());
    }
}

fn standing(r: &mut Reading, all: &[Standing], args: &[Value]) -> Known<Value> {
    let index = ccp(args)?;
    let one = all.get(index).ok_or_else(|| Missing::fact("/target/titre"))?;
    read_standings(r, std::slice::from_ref(one));
    one.by.iter().for_each(|citation| r.support(citation));
    one.state.clone().map(|state| Value::text(state.name()))
}

/// Whether at least one CCP was obtained: used by the jury's terms.
pub(super) fn some_ccp_awarded(r: &mut Reading) -> Known<bool> {
    let case = r.case().clone();
    let count = case.titre.as_ref().map_err(Clone::clone)?.ccps.len();
    r.read(case.session_pointer("decision/ccps"));
    r.pay(count as u64);
    truth::any_of((0..count).map(|index| case.jury_awards_ccp(index)))
}
