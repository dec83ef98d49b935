//! What a member of the candidate's file is, in words: so that nobody has to read a JSON pointer to complete a file.

use parchemin_core::{Lang, file::Piece, say};

/// The member at a JSON pointer. Places in lists count from 1.
pub(super) fn fact(pointer: &str, lang: Lang) -> String {
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    let (place, what) = match segments.as_slice() {
        ["vae_requests", n, rest @ ..] => {
            let n = ordinal(n);
            (say!(lang, fr: "demande de VAE antérieure {n}", en: "earlier VAE request {n}"), request(rest))
        }
        ["experience", n, rest @ ..] => {
            let n = ordinal(n);
            (say!(lang, fr: "période d’activité {n}", en: "period of activity {n}"), activity(rest))
        }
        ["ccps", n, rest @ ..] => {
            let n = ordinal(n);
            (say!(lang, fr: "CCP détenu {n}", en: "CCP held {n}"), held(rest))
        }
        ["titres", n, rest @ ..] => {
            let n = ordinal(n);
            (say!(lang, fr: "titre détenu {n}", en: "titre held {n}"), held(rest))
        }
        ["sessions", n, "jury", juror, rest @ ..] => {
            let (n, juror) = (ordinal(n), ordinal(juror));
            (
                say!(lang,
                    fr: "session {n}, membre {juror} du jury",
                    en: "session {n}, member {juror} of the jury"),
                member_of_jury(rest),
            )
        }
        ["sessions", n, "decision", rest @ ..] => {
            let n = ordinal(n);
            (
                say!(lang, fr: "session {n}, décision du jury", en: "session {n}, decision of the jury"),
                jury_decision(rest),
            )
        }
        ["sessions", n, "evidence", piece] => {
            let n = ordinal(n);
            let known = Piece::ALL.iter().find(|known| known.member() == *piece);
            (
                say!(lang,
                    fr: "session {n}, pièce ou épreuve, fournie ou non",
                    en: "session {n}, piece or part, provided or not"),
                known.map(|piece| (piece.spoken(Lang::Fr), piece.spoken(Lang::En))),
            )
        }
        ["sessions", n, rest @ ..] => {
            let n = ordinal(n);
            (say!(lang, fr: "session {n}", en: "session {n}"), session(rest))
        }
        other => {
            return match top(other) {
                Some(what) => spoken(what, lang).to_owned(),
                None => say!(lang,
                    fr: "une autre information (voir les références techniques)",
                    en: "another piece of information (see the technical references)"),
            };
        }
    };
    match what.map(|what| spoken(what, lang)) {
        None => place,
        Some(what) => say!(lang, fr: "{place} : {what}", en: "{place}: {what}"),
    }
}

/// Words in French and in English.
type Words = (&'static str, &'static str);

fn spoken((fr, en): Words, lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}

/// A place in a list, counted from 1; `-` is the end of the list (RFC 6902).
fn ordinal(segment: &str) -> String {
    match segment.parse::<u32>() {
        Ok(index) => index.saturating_add(1).to_string(),
        Err(_) => "…".to_owned(),
    }
}

fn top(segments: &[&str]) -> Option<Words> {
    Some(match segments {
        ["evaluate_on"] => ("la date de la décision", "the date of the decision"),
        ["target"] | ["target", "titre"] => ("le titre visé", "the titre aimed at"),
        ["target", "ccs"] => {
            ("le certificat complémentaire (CCS) visé", "the complementary certificate (CCS) aimed at")
        }
        ["route"] => {
            ("la voie par laquelle le candidat se présente", "the route by which the candidate comes")
        }
        ["enrolment"] => {
            ("le statut du candidat pendant la formation", "the status of the candidate during the training")
        }
        ["trained"] => (
            "si le candidat est issu d’un parcours de formation",
            "whether the candidate comes from a training course",
        ),
        ["events"] => ("les dates du parcours", "the dates of the route"),
        ["events", "training_started"] => ("le jour du début de la formation", "the day the training began"),
        ["events", "request_filed"] => {
            ("le jour du dépôt de la demande de VAE", "the day the VAE request was filed")
        }
        ["events", "recevabilite_notified"] => {
            ("le jour de la notification de recevabilité", "the day the recevabilité was notified")
        }
        ["events", "recevabilite_unanswered"] => {
            ("si la demande de VAE est restée sans réponse", "whether the VAE request has had no answer")
        }
        ["events", "registered"] => {
            ("le jour de l’inscription à la session", "the day of the registration for the session")
        }
        ["vae_requests"] => (
            "les demandes de VAE antérieures, ou qu’il n’y en a pas",
            "the earlier VAE requests, or that there are none",
        ),
        ["experience"] => (
            "les périodes d’activité, ou qu’il n’y en a pas",
            "the periods of activity, or that there are none",
        ),
        ["ccps"] => {
            ("les CCP déjà détenus, ou qu’il n’y en a pas", "the CCPs already held, or that there are none")
        }
        ["titres"] => (
            "les titres déjà détenus, ou qu’il n’y en a pas",
            "the titres already held, or that there are none",
        ),
        ["sessions"] => {
            ("les sessions d’examen, ou qu’il n’y en a pas", "the exam sessions, or that there are none")
        }
        _ => return None,
    })
}

fn request(member: &[&str]) -> Option<Words> {
    Some(match member {
        ["filed"] => ("le jour du dépôt", "the day it was filed"),
        ["certification"] => ("la certification demandée", "the certification it asked for"),
        ["blocs_only"] => ("si elle ne portait que sur des blocs", "whether it asked for single blocs only"),
        ["rejected"] => ("si elle a été rejetée", "whether it was rejected"),
        _ => return None,
    })
}

fn activity(member: &[&str]) -> Option<Words> {
    Some(match member {
        ["from"] => ("le premier jour", "the first day"),
        ["to"] => ("le dernier jour, ou si elle se poursuit", "the last day, or whether it goes on"),
        ["ongoing"] => ("si elle se poursuit", "whether it goes on"),
        ["status"] => (
            "à quel titre elle a été exercée (salarié, bénévole…)",
            "as what it was exercised (employee, volunteer…)",
        ),
        ["related"] => {
            ("si elle est en rapport avec ce qui est visé", "whether it relates to what is aimed at")
        }
        ["hours"] => ("le nombre d’heures", "the number of hours"),
        _ => return None,
    })
}

fn held(member: &[&str]) -> Option<Words> {
    Some(match member {
        ["ccp"] => ("lequel (identifiant ou code du bloc)", "which one (identifier or bloc code)"),
        ["revision"] => ("lequel (révision ou numéro RNCP)", "which one (revision or RNCP number)"),
        ["awarded_on"] => ("le jour où il a été obtenu", "the day it was awarded"),
        ["document"] => ("le numéro du document", "the number of the document"),
        _ => return None,
    })
}

fn session(member: &[&str]) -> Option<Words> {
    Some(match member {
        ["kind"] => ("ce qu’elle vise (titre, CCP ou CCS)", "what it is for (titre, CCPs or CCS)"),
        ["date"] => ("le jour de la session", "the day of the session"),
        ["ccps"] => ("les CCP présentés", "the CCPs presented"),
        ["deliberated_on"] => ("le jour de la délibération du jury", "the day the jury deliberated"),
        ["jury"] => {
            ("les membres du jury, par leurs qualités", "the members of the jury, by their qualities")
        }
        ["evidence"] => ("ce dont le jury a disposé", "what the jury had before it"),
        _ => return None,
    })
}

fn member_of_jury(member: &[&str]) -> Option<Words> {
    Some(match member {
        ["professional"] => ("si c’est un professionnel du métier", "whether a professional of the job"),
        ["years_in_job"] => ("les années d’expérience dans le métier", "the years of experience in the job"),
        ["years_since_leaving"] => {
            ("les années depuis la fin d’exercice du métier", "the years since leaving the job")
        }
        ["habilitated_until"] => ("le dernier jour de l’habilitation", "the last day of the habilitation"),
        _ => return None,
    })
}

fn jury_decision(member: &[&str]) -> Option<Words> {
    Some(match member {
        ["titre"] => ("si le titre est attribué", "whether the titre is awarded"),
        ["ccs"] => ("si le CCS est attribué", "whether the CCS is awarded"),
        ["ccps"] | ["ccps", _] => ("le résultat de chaque CCP", "the result of each CCP"),
        ["ccps", _, "ccp"] => ("de quel CCP il s’agit", "which CCP it is about"),
        ["ccps", _, "result"] => ("le résultat d’un CCP", "the result of one CCP"),
        _ => return None,
    })
}
