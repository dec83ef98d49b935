//! `POST /v1/comparisons`: one file by two editions, or on two dates.

use super::{App, JSON, decided, host_by, json, request};
use crate::{
    problem::{Fault, Kind, Problem, Sentence, of_file, refused},
    shelf::Loaded,
};
use axum::{Extension, body::Body, extract::State, http::HeaderMap, http::Uri, response::Response};
use parchemin::{
    Parchemin,
    core::{
        CandidateFile, Day, Decision, Lang, Speak,
        file::{Leniency, parse},
        lang::perhaps,
        nearest, say, shortened,
    },
};
use parchemin_bulk::impact::{Bucket, Standing};
use schemars::JsonSchema;
use semver::VersionReq;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Bytes of a body beside its file.
const AROUND: usize = 16 * 1024;

/// What a comparison asks: a file, and how it is decided before and after. It is the form of the body; the body itself is
/// read member by member, so that every fault can be told.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "a schema")]
#[schemars(rename = "Comparison", deny_unknown_fields)]
pub(crate) struct Asks {
    /// The candidate file.
    file: CandidateFile,
    /// How it is decided first; by the default editions where it is not said.
    #[serde(default)]
    before: SideAsks,
    /// How it is decided then.
    #[serde(default)]
    after: SideAsks,
}

/// One of the two ways to decide.
#[derive(Default, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "a schema")]
#[schemars(rename = "ComparisonSide", deny_unknown_fields)]
struct SideAsks {
    /// Editions instead of the default ones: `cadre@2`.
    #[serde(default, rename = "use")]
    editions: Vec<String>,
    /// The date of the decision, instead of the file's own.
    #[serde(default)]
    as_of: Option<Day>,
}

/// What became of the candidate.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Compared")]
pub(crate) struct Compared {
    /// `unchanged`, `gained`, `lost`, `reason-changed`, `became-undetermined`, `cannot-be-recomputed`.
    change: &'static str,
    /// The decision first.
    before: Decision,
    /// The decision then.
    after: Decision,
}

/// One of the two ways to decide.
#[derive(Default)]
struct Side {
    editions: Vec<(String, VersionReq)>,
    as_of: Option<Day>,
}

pub(super) async fn compare(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = request::Asked::read(&uri, &["ignore_unknown"])?;
    request::form(&headers, &[JSON])?;
    request::of_form(&headers, &[JSON])?;
    let limits = app.configuration.limits;
    let bytes = request::whole(body, limits.body + AROUND, limits.idle).await?;
    let (file, [before, after]) = read(&bytes)?;
    if file.len() > limits.body {
        return Err(Problem::new(Kind::TooLarge).under("/file"));
    }
    let loaded = app.shelf.now();
    let hosts = [by(&loaded, &before, "before").await?, by(&loaded, &after, "after").await?];
    let dates = [before.as_of, after.as_of];
    let work = move || compared(&file, &hosts, dates, asked.leniency, lang);
    let compared = app.turns.take(bytes.len(), work).await??;
    app.metrics.decided(compared.before.headline.outcome.name());
    app.metrics.decided(compared.after.headline.outcome.name());
    Ok(decided(json(&compared), &loaded, lang))
}

async fn by(loaded: &Arc<Loaded>, side: &Side, name: &str) -> Result<Arc<Parchemin>, Problem> {
    host_by(loaded, side.editions.clone()).await.map_err(|problem| problem.under(&format!("/{name}/use")))
}

fn compared(
    bytes: &[u8],
    hosts: &[Arc<Parchemin>; 2],
    dates: [Option<Day>; 2],
    leniency: Leniency,
    lang: Lang,
) -> Result<Compared, Problem> {
    let [old, new] = hosts;
    let [old_date, new_date] = dates;
    let file = parse(bytes, leniency)
        .map_err(|fault| of_file(fault, bytes, leniency, old, old_date).under("/file"))?;
    let file = Arc::new(file);
    let (before, standing) = side(old, &file, old_date, lang)?;
    let (after, new_standing) = side(new, &file, new_date, lang)?;
    Ok(Compared { change: Bucket::of(&standing, &new_standing).name(), before, after })
}

/// How a file is decided on one side, and where that leaves the candidate.
fn side(
    host: &Parchemin,
    file: &Arc<CandidateFile>,
    date: Option<Day>,
    lang: Lang,
) -> Result<(Decision, Standing), Problem> {
    let all = || {
        let prepared = host.prepare(Arc::clone(file), date)?;
        // One is asked, one is answered.
        let mut evaluated = host.evaluate(std::slice::from_ref(&prepared));
        let evaluated = evaluated.pop().unwrap_or(Err(parchemin::Refusal::NoDate))?;
        let decision = host.in_words(&prepared, &evaluated, lang)?;
        Ok((decision, Standing::of(&prepared, &evaluated.into_judged())))
    };
    all().map_err(|refusal| refused(&refusal, file, host, date).under("/file"))
}

/// Takes a body apart: the bytes of the file, and the two sides.
///
/// # Errors
/// Everything that is wrong around the file.
fn read(bytes: &[u8]) -> Result<(Vec<u8>, [Side; 2]), Problem> {
    let body: Value = serde_json::from_slice(bytes).map_err(|error| not_json(&error))?;
    let mut faults = Vec::new();
    let nothing = Map::new();
    let members = body.as_object().unwrap_or_else(|| {
        faults.push(wrong("", |lang| say!(lang, fr: "un objet est attendu", en: "an object is expected")));
        &nothing
    });
    unknown(members, &["file", "before", "after"], "", &mut faults);
    let file = members.get("file");
    if file.is_none() && faults.is_empty() {
        faults.push(wrong("/file", |lang| say!(lang, fr: "le dossier manque", en: "the file is missing")));
    }
    let sides = ["before", "after"].map(|name| read_side(members.get(name), name, &mut faults));
    match file {
        Some(file) if faults.is_empty() => Ok((file.to_string().into_bytes(), sides)),
        _ => Err(Problem::new(Kind::BadBody).with(faults)),
    }
}

fn read_side(side: Option<&Value>, name: &str, faults: &mut Vec<Fault>) -> Side {
    let Some(side) = side else { return Side::default() };
    let at = format!("/{name}");
    let Some(members) = side.as_object() else {
        faults.push(wrong(&at, |lang| say!(lang, fr: "un objet est attendu", en: "an object is expected")));
        return Side::default();
    };
    unknown(members, &["use", "as_of"], &at, faults);
    let mut read = Side::default();
    match members.get("use").map(|list| (list, list.as_array())) {
        None => {}
        Some((_, Some(list))) => {
            for (index, text) in list.iter().enumerate() {
                match text.as_str().map(parchemin::edition) {
                    Some(Ok(edition)) => read.editions.push(edition),
                    Some(Err(fault)) => faults.push(Fault::new(Some(format!("{at}/use/{index}")), fault)),
                    None => faults.push(wrong(&format!("{at}/use/{index}"), |lang| {
                        say!(lang, fr: "un texte est attendu : cadre@2", en: "a text is expected: cadre@2")
                    })),
                }
            }
        }
        Some(_) => faults.push(wrong(&format!("{at}/use"), |lang| {
            say!(lang, fr: "une liste est attendue : [\"cadre@2\"]", en: "a list is expected: [\"cadre@2\"]")
        })),
    }
    match members.get("as_of").map(|day| day.as_str().map(str::parse::<Day>)) {
        None => {}
        Some(Some(Ok(day))) => read.as_of = Some(day),
        Some(Some(Err(fault))) => faults.push(Fault::new(Some(format!("{at}/as_of")), fault)),
        Some(None) => faults.push(wrong(
            &format!("{at}/as_of"),
            |lang| say!(lang, fr: "une date AAAA-MM-JJ est attendue", en: "a date YYYY-MM-DD is expected"),
        )),
    }
    read
}

fn unknown(members: &Map<String, Value>, known: &[&'static str], at: &str, faults: &mut Vec<Fault>) {
    for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
        let (name, near) = (shortened(name), nearest(name, known.iter().copied()));
        let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        faults.push(Fault::new(Some(pointer), UnknownMember { name, near }));
    }
}

/// A member that a comparison does not have.
struct UnknownMember {
    name: String,
    near: Vec<String>,
}

impl Speak for UnknownMember {
    fn say(&self, lang: Lang) -> String {
        let name = &self.name;
        say!(lang, fr: "une comparaison n’a pas de membre `{name}`", en: "a comparison has no member `{name}`")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        perhaps(lang, &self.near)
    }
}

fn wrong(pointer: &str, what: impl Fn(Lang) -> String + Send + Sync + 'static) -> Fault {
    Fault::new(Some(pointer.to_owned()), Sentence(what))
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let what = Sentence(
        move |lang| say!(lang, fr: "ligne {line}, colonne {column}", en: "line {line}, column {column}"),
    );
    Problem::new(Kind::NotJson).with(vec![Fault::new(None, what)])
}
