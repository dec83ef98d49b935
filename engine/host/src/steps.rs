//! What would turn an unmet finding: each step is proved by evaluating the file with that step done.

use crate::{
    engine::{Parchemin, Prepared},
    findings::Found,
    judge::{Judge, Judged},
    message,
    pointer::unescaped,
    refusal::Refusal,
};
use parchemin_core::{
    CandidateFile, Case, Day, Lang, Subject, Verdict,
    decision::{Outcome, Step, StepKind},
    file::{Event, Piece, Question, Route, check},
    parameter::Amount,
    say,
    vocabulary::{self, Reading, Value, View},
};
use parchemin_package::written::{Change, WrittenStep};
use serde_json::{Value as Json, json};
use std::{collections::BTreeMap, slice, sync::Arc};

/// The steps for the unmet findings of a question, and the outcome with the first of each done together.
pub(crate) struct Steps {
    pub(crate) all: Vec<Step>,
    pub(crate) together: Option<Outcome>,
}

type Changes = BTreeMap<String, Json>;

/// Looks for steps. A rule may name several; each that proves itself is kept.
pub(crate) fn steps(
    host: &Parchemin,
    case: &Arc<Case>,
    unmet: &[&Found<'_>],
    file: &Json,
    lang: Lang,
) -> Result<Steps, Refusal> {
    let mut steps = Steps { all: Vec::new(), together: None };
    let Some(first) = unmet.first() else { return Ok(steps) };
    let question = first.rule.question;
    let mut trial = Trial { judge: Judge::of(host, question), file };
    let (mut together, mut on, mut every_one_turns) = (Changes::new(), case.date, true);
    for found in unmet {
        let (mut turned, before) = (false, steps.all.len());
        for written in &found.rule.steps {
            let Some(step) = one(&mut trial, case, found, written, lang)? else { continue };
            if step.kind != StepKind::CannotBeTurned && !turned {
                turned = true;
                together.extend(step.changes.clone());
                on = on.max(step.evaluated_on.unwrap_or(on));
            }
            steps.all.push(step);
        }
        if steps.all.len() == before {
            steps.all.push(step(found, StepKind::CannotBeTurned, no_step(lang)));
        }
        every_one_turns &= turned;
    }
    if every_one_turns {
        steps.together = trial.with(&together, on)?.map(|(_, judged)| judged.outcome(question));
    }
    Ok(steps)
}

fn no_step(lang: Lang) -> String {
    say!(lang, fr: "aucune démarche connue ne lève ce constat", en: "no known step turns this finding")
}

fn step(found: &Found<'_>, kind: StepKind, message: String) -> Step {
    Step {
        question: found.rule.question,
        rule: found.rule.id.clone(),
        subject: message::subject_id(found.reading.case(), found.subject),
        kind,
        message,
        changes: Changes::new(),
        evaluated_on: None,
        outcome: None,
    }
}

/// One step, if it turns the finding: into met, or into one that no longer concerns the file.
fn one(
    trial: &mut Trial<'_, '_>,
    case: &Arc<Case>,
    found: &Found<'_>,
    written: &WrittenStep,
    lang: Lang,
) -> Result<Option<Step>, Refusal> {
    let template = found
        .package
        .checked
        .messages(lang)
        .and_then(|messages| messages.rules.get(&found.rule.id))
        .and_then(|messages| messages.steps.get(&written.message));
    let words = |extra: &[(&str, String)]| {
        template.map(|template| message::fill(template, lang, &found.reading, extra)).unwrap_or_default()
    };
    if written.is_hopeless() {
        return Ok(Some(step(found, StepKind::CannotBeTurned, words(&[]))));
    }
    let Some(Planned { changes, on, extra }) =
        plan(case, found, &written.change, trial.judge.host().first_day(&case.file), lang)
    else {
        return Ok(None);
    };
    let Some((prepared, judged)) = trial.with(&changes, on)? else { return Ok(None) };
    let subject = message::subject_id(case, found.subject);
    // Not being unmet any more is not enough: a step that only makes the answer unknown proves nothing.
    let turns = judged.judgements.iter().any(|judgement| {
        (&judgement.rule.id, judgement.rule.question) == (&found.rule.id, found.rule.question)
            && judgement.subject(prepared.case()) == subject
            && matches!(judgement.verdict, Verdict::Met | Verdict::NotApplicable)
    });
    // Nobody is told to sit a session that he may not sit.
    if !turns || (written.change == Change::SitMissingCcps && trial.refuses(&prepared)?) {
        return Ok(None);
    }
    let waits = matches!(written.change, Change::Wait | Change::NextYear(_));
    let kind = if waits { StepKind::Wait } else { StepKind::Do };
    Ok(Some(Step {
        changes,
        evaluated_on: Some(on),
        outcome: Some(judged.outcome(found.rule.question)),
        ..step(found, kind, words(&extra))
    }))
}

struct Planned {
    changes: Changes,
    on: Day,
    extra: Vec<(&'static str, String)>,
}

/// The changes that a step stands for, and the day on which the file is evaluated with them.
fn plan(case: &Case, found: &Found<'_>, change: &Change, starts: Option<Day>, lang: Lang) -> Option<Planned> {
    let now = |changes: Changes| Some(Planned { changes, on: case.date, extra: Vec::new() });
    match change {
        Change::Set(members) => {
            let session = case.session_pointer("").to_string();
            let subject = message::subject_id(case, found.subject).unwrap_or_default();
            let pointer =
                |written: &str| written.replace("{session}", &session).replace("{subject}", &subject);
            now(members
                .iter()
                .map(|(written, value)| Some((pointer(written), to_json(value)?)))
                .collect::<Option<_>>()?)
        }
        Change::Renew(event) => {
            let (_, pointer) = case.stated(*event);
            let day = case.event(Event::Session).map_or(case.date, |session| session.min(case.date));
            now(Changes::from([(pointer.to_string(), json!(day))]))
        }
        Change::Activity { activities, years, days_in_a_year, hours } => {
            let needed = Needed {
                activities,
                years: years.as_deref(),
                days_in_a_year: days_in_a_year.as_deref(),
                hours: hours.as_deref(),
            };
            activity(case, &needed, lang)
        }
        Change::FileAnew => {
            let day = case.date;
            let later = case.stated(Event::RequestFiled).0.is_some_and(|filed| filed < day);
            later.then(|| Planned {
                changes: filed_on(case, day),
                on: day,
                extra: vec![("until", day.spoken(lang))],
            })
        }
        Change::SitMissingCcps => sit_missing_ccps(case),
        Change::AddJuror => {
            let (_, session) = case.session_at_stake().ok()?;
            let count = session.jury.as_ref()?.len();
            let until = session.date.unwrap_or(case.date).years_after(1);
            let member = json!({ "professional": true, "years_in_job": 10, "years_since_leaving": 0, "habilitated_until": until });
            now(Changes::from([(format!("{}/{count}", case.session_pointer("jury")), member)]))
        }
        Change::ObtainTitre => {
            let revision = &case.titre.as_ref().ok()?.revision;
            let from = case.file.titres.as_ref().map_or(0, Vec::len);
            now(Changes::from([(
                format!("/titres/{from}"),
                json!({ "revision": revision, "awarded_on": case.date }),
            )]))
        }
        Change::NextYear(event) => {
            let (day, pointer) = case.stated(*event);
            let new_year = format!("{:04}-01-01", day?.year() + 1).parse::<Day>().ok()?;
            let on = new_year.max(case.date);
            let extra = vec![("until", new_year.spoken(lang))];
            Some(Planned { changes: Changes::from([(pointer.to_string(), json!(on))]), on, extra })
        }
        Change::Wait => {
            let first = starts?;
            let pointer = case.session_pointer("date");
            let changes = Changes::from([(pointer.to_string(), json!(first))]);
            Some(Planned { changes, on: first.max(case.date), extra: vec![("until", first.spoken(lang))] })
        }
        Change::Nothing => None,
    }
}

/// A later session for the CCPs that are missing, if any are, with all that the jury needs, and the titre at its end.
fn sit_missing_ccps(case: &Case) -> Option<Planned> {
    let titre = case.titre.as_ref().ok()?;
    let mut missing = Vec::new();
    for (ccp, standing) in titre.ccps.iter().zip(&case.after) {
        if !standing.state.as_ref().ok()?.is_obtained() {
            missing.push(ccp.id.as_str());
        }
    }
    if missing.is_empty() {
        return None;
    }
    let day = case.event(Event::Session).map_or(case.date, |session| session.max(case.date));
    let member = |years: i64| {
        json!({
            "professional": true, "years_in_job": 10, "years_since_leaving": 0, "habilitated_until": day.years_after(years),
        })
    };
    let evidence: serde_json::Map<String, Json> =
        Piece::ALL.iter().map(|piece| (piece.member().to_owned(), json!(true))).collect();
    let results: Vec<Json> = missing.iter().map(|ccp| json!({ "ccp": ccp, "result": "obtained" })).collect();
    let session = json!({
        "kind": "ccp", "date": day, "ccps": missing, "deliberated_on": day, "jury": [member(1), member(1)],
        "evidence": evidence, "decision": { "titre": true, "ccps": results },
    });
    let at = case.file.sessions.as_ref()?.len();
    Some(Planned {
        changes: Changes::from([(format!("/sessions/{at}"), session)]),
        on: day,
        extra: Vec::new(),
    })
}

/// A request filed on a day: its recevabilité is notified no earlier, and a session it leads to is no earlier either.
fn filed_on(case: &Case, day: Day) -> Changes {
    let mut changes = Changes::from([("/events/request_filed".to_owned(), json!(day))]);
    let (notified, pointer) = case.stated(Event::RecevabiliteNotified);
    if notified.is_some_and(|notified| notified < day) {
        changes.insert(pointer.to_string(), json!(day));
    }
    let (session, pointer) = case.stated(Event::Session);
    if session.is_some_and(|session| session < day) {
        changes.insert(pointer.to_string(), json!(day));
    }
    changes
}

/// The parameters that say how much activity is needed, by their ids.
struct Needed<'p> {
    activities: &'p str,
    years: Option<&'p str>,
    days_in_a_year: Option<&'p str>,
    hours: Option<&'p str>,
}

/// Go on with the activity from the day after the decision, as long as the law of that day needs, and file a new
/// request on its last day.
fn activity(case: &Case, needed: &Needed<'_>, lang: Lang) -> Option<Planned> {
    let number = |id: &str| match case.parameters.get(id)?.on(case.date)?.value {
        Some(Amount::Number(number)) => Some(number),
        _ => None,
    };
    let (days, hours) = counted_today(case, needed.activities)?;
    let short = |needed: Option<i64>, has: i64| {
        needed.map(|needed| needed.saturating_sub(has)).filter(|short| *short > 0)
    };
    let years = needed.years.and_then(number).zip(needed.days_in_a_year.and_then(number));
    let needed_days = years.map(|(years, days)| years.saturating_mul(days));
    let missing_days = short(needed_days, days);
    let missing_hours = short(needed.hours.and_then(number), hours);
    // Seven hours a day is only how the proof spreads the hours; the hours are what counts.
    let length = missing_days.max(missing_hours.map(|hours| hours / 7 + 1))?;
    let (from, to) = (case.date.days_after(1), case.date.days_after(length));
    let at = case.file.experience.as_ref().map_or(0, Vec::len);
    let hours = missing_hours.unwrap_or(length.saturating_mul(7));
    let row = json!({ "from": from, "to": to, "status": "employee", "related": true, "hours": hours });
    let mut changes = if case.file.route == Some(Route::Vae) { filed_on(case, to) } else { Changes::new() };
    changes.insert(format!("/experience/{at}"), row);
    let extra = vec![
        ("missing_days", length.to_string()),
        ("missing_hours", hours.to_string()),
        ("until", to.spoken(lang)),
    ];
    Some(Planned { changes, on: to, extra })
}

/// The days and hours that would count for certain if the request were filed on the date of the decision.
fn counted_today(case: &Case, activities: &str) -> Option<(i64, i64)> {
    let mut file = (*case.file).clone();
    file.events.get_or_insert_default().request_filed = Some(case.date);
    let today = Case { file: Arc::new(file), ..case.clone() };
    let mut reading = Reading::new(Arc::new(today), Subject::File, None);
    let activities = [reading.parameter(activities)];
    let mut count = |name: &str| match vocabulary::term(View::None, name)?.eval(&mut reading, &activities) {
        Value::Count(count) | Value::Between { low: count, .. } => Some(count),
        _ => None,
    };
    Some((count("related_days")?, count("related_hours")?))
}

fn to_json(value: &toml::Value) -> Option<Json> {
    serde_json::to_value(value).ok()
}

/// The file of a decision, to be judged with changes.
struct Trial<'h, 'f> {
    judge: Judge<'h>,
    file: &'f Json,
}

impl<'h> Trial<'h, '_> {
    /// Whether a changed file may not sit its session.
    fn refuses(&self, prepared: &Prepared) -> Result<bool, Refusal> {
        const ASKED: Question = Question::Recevabilite;
        let mut judge = Judge::of(self.judge.host(), ASKED);
        let judged = judge.judge(slice::from_ref(prepared)).pop().transpose()?;
        Ok(judged.is_some_and(|judged| judged.outcome(ASKED) == Outcome::NonRecevable))
    }

    /// What the file is judged with changes, on a day; none where the changed file is no file.
    fn with(&mut self, changes: &Changes, on: Day) -> Result<Option<(Prepared, Judged<'h>)>, Refusal> {
        let mut changed = self.file.clone();
        for (pointer, value) in changes {
            if !put(&mut changed, pointer, value.clone()) {
                return Ok(None);
            }
        }
        let Ok(file) = serde_json::from_value::<CandidateFile>(changed) else { return Ok(None) };
        if check(&file).is_err() {
            return Ok(None);
        }
        let prepared = self.judge.host().prepare(Arc::new(file), Some(on))?;
        let judged = self.judge.judge(slice::from_ref(&prepared)).pop().transpose()?;
        Ok(judged.map(|judged| (prepared, judged)))
    }
}

/// Puts a value at a pointer, making the objects and lists on the way; false where the way is blocked.
fn put(file: &mut Json, pointer: &str, value: Json) -> bool {
    let mut place = file;
    for token in pointer.split('/').skip(1) {
        let token = unescaped(token);
        if place.is_null() {
            *place = if token.parse::<usize>().is_ok() { json!([]) } else { json!({}) };
        }
        place = match place {
            Json::Object(members) => members.entry(token).or_insert(Json::Null),
            Json::Array(rows) => {
                let Ok(index) = token.parse::<usize>() else { return false };
                if index == rows.len() {
                    rows.push(Json::Null);
                }
                match rows.get_mut(index) {
                    Some(row) => row,
                    None => return false,
                }
            }
            _ => return false,
        };
    }
    *place = value;
    true
}

#[cfg(test)]
mod tests {
    //! A change is put where its pointer says, and nowhere else.
    use super::*;

    #[test]
    fn a_value_is_put_in_objects_and_lists_made_on_the_way() {
        let mut file = json!({ "sessions": [{}] });
        assert!(put(&mut file, "/sessions/0/evidence/ecf", json!(true)));
        assert!(put(&mut file, "/ccps/0", json!({ "ccp": "mn-2025/1" })));
        assert_eq!(
            file,
            json!({ "sessions": [{ "evidence": { "ecf": true } }], "ccps": [{ "ccp": "mn-2025/1" }] })
        );
        assert!(!put(&mut file, "/ccps/5", json!(1)));
        assert!(!put(&mut file, "/ccps/0/ccp/deeper", json!(1)));
    }
}
