//! `POST /v1/comparisons`: one file by two editions, or on two dates.

use super::{App, JSON, by_catalogue, host_by, json, request};
use crate::{
    openapi::EDITION,
    problem::{Asking, ByHttp, FAULTS, Fault, Kind, Problem, Sentence, of_file, refused},
    shelf::{Host, Loaded},
};
use axum::{Extension, body::Body, extract::State, http::HeaderMap, http::Uri, response::Response};
use parchemin::{
    LoadFault, Parchemin, Refusal,
    core::{
        CandidateFile, Day, Decision, Lang, Speak,
        file::{FileFault, Leniency, parse},
        lang::perhaps,
        nearest, say, shortened,
    },
    packages::Catalogue,
    pointer::escaped,
};
use parchemin_bulk::impact::{Bucket, Standing};
use schemars::JsonSchema;
use semver::VersionReq;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};
use std::{collections::BTreeSet, fmt, sync::Arc};

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
    #[schemars(inner(regex(pattern = EDITION)))]
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
    request::body_form(&headers, &[JSON])?;
    let limits = app.configuration.limits;
    let bytes = request::whole(body, limits.body + AROUND, limits.idle).await?;
    let size = bytes.len();
    let (file, [before, after]) = app.turns.take(size, move || read(&bytes)).await??;
    if file.get().len() > limits.body {
        return Err(Problem::new(Kind::TooLarge));
    }
    let loaded = app.shelf.now();
    let mut unmet = Vec::new();
    let hosts =
        [by(&loaded, &before, "before", &mut unmet).await?, by(&loaded, &after, "after", &mut unmet).await?];
    let dates = [before.as_of, after.as_of];
    let work = move || {
        let bytes = file.get().as_bytes();
        if unmet.is_empty() {
            return compared(bytes, &hosts, dates, asked.leniency, lang);
        }
        unmet.extend(faults(bytes, &hosts, dates, asked.leniency));
        unmet.truncate(FAULTS);
        Err(Problem::new(Kind::UnknownEdition).with(unmet))
    };
    let compared = app.turns.take(size, work).await??;
    app.metrics.decided(compared.before.headline.outcome.name());
    app.metrics.decided(compared.after.headline.outcome.name());
    Ok(by_catalogue(json(&compared), &loaded.digest, lang))
}

/// What decides on a side; what usually decides where its editions are wrong, with what is wrong noted.
async fn by(
    loaded: &Arc<Loaded>,
    side: &Side,
    name: &str,
    unmet: &mut Vec<Fault>,
) -> Result<Arc<Host>, Problem> {
    let place = format!("/{name}/use");
    let wrong = each_unmet(loaded, side, &place);
    if wrong.is_empty() {
        match host_by(loaded, side.editions.clone()).await {
            Err(problem) if problem.kind() == Kind::UnknownEdition => {
                unmet.extend(problem.at(&place).into_errors());
            }
            answer => return answer,
        }
    }
    unmet.extend(wrong);
    Ok(Arc::clone(&loaded.host))
}

/// The editions of a side that no package meets, and those of a package that was named before.
fn each_unmet(loaded: &Loaded, side: &Side, place: &str) -> Vec<Fault> {
    let catalogue = loaded.host.catalogue();
    let mut named = BTreeSet::new();
    let editions = side.editions.iter().enumerate();
    let problems = editions.filter_map(|(index, (package, requirement))| {
        let problem = if !named.insert(package) {
            request::twice(Kind::UnknownEdition, package)
        } else if catalogue.find(package, requirement).is_none() {
            let fault = Catalogue::clone(catalogue).with_default(package, requirement.clone()).err()?;
            Problem::new(Kind::UnknownEdition).saying(LoadFault::Catalogue(vec![fault]))
        } else {
            return None;
        };
        Some(problem.at(&format!("{place}/{index}")).into_errors())
    });
    problems.flatten().take(FAULTS).collect()
}

/// What is wrong with the file, beside what is wrong with the sides.
fn faults(bytes: &[u8], hosts: &[Arc<Host>; 2], dates: [Option<Day>; 2], leniency: Leniency) -> Vec<Fault> {
    let [host, _] = hosts;
    let asking = Asking::Both(dates);
    let problem = match parse(bytes, leniency) {
        Err(fault) => Some(of_file(fault, bytes, leniency, host, asking)),
        Ok(file) => {
            let file = Arc::new(file);
            let mut sides = hosts.iter().zip(dates);
            sides.find_map(|(host, date)| {
                let refusal = host.prepare(Arc::clone(&file), date).err()?;
                Some(refused(&refusal, &file, host, asking))
            })
        }
    };
    problem.map(Problem::into_errors).unwrap_or_default()
}

fn compared(
    bytes: &[u8],
    hosts: &[Arc<Host>; 2],
    dates: [Option<Day>; 2],
    leniency: Leniency,
    lang: Lang,
) -> Result<Compared, Problem> {
    let [old, new] = hosts;
    let [old_date, new_date] = dates;
    let asking = Asking::Both(dates);
    let file = parse(bytes, leniency).map_err(|fault| of_file(fault, bytes, leniency, old, asking))?;
    let file = Arc::new(file);
    let decided = |host: &Parchemin, date| {
        side(host, &file, date, lang).map_err(|refusal| refused(&refusal, &file, host, asking))
    };
    let (before, standing) = decided(old, old_date)?;
    let (after, new_standing) = decided(new, new_date)?;
    Ok(Compared { change: Bucket::of(&standing, &new_standing).name(), before, after })
}

/// How a file is decided on one side, and where that leaves the candidate.
fn side(
    host: &Parchemin,
    file: &Arc<CandidateFile>,
    date: Option<Day>,
    lang: Lang,
) -> Result<(Decision, Standing), Refusal> {
    let prepared = host.prepare(Arc::clone(file), date)?;
    // One is asked, one is answered.
    let mut evaluated = host.evaluate(std::slice::from_ref(&prepared));
    let evaluated = evaluated.pop().unwrap_or(Err(Refusal::NoDate))?;
    let decision = host.in_words(&prepared, &evaluated, lang)?;
    Ok((decision, Standing::of(&prepared, &evaluated.into_judged())))
}

/// Takes a body apart: the file as it was sent, and the two sides.
///
/// # Errors
/// Everything that is wrong around the file.
fn read(bytes: &[u8]) -> Result<(Box<RawValue>, [Side; 2]), Problem> {
    // A byte order mark is passed over, as before a file.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let body: Box<RawValue> = serde_json::from_slice(bytes).map_err(|error| {
        Problem::new(Kind::NotJson).with(vec![Fault::new(None, ByHttp(FileFault::not_json(&error)))])
    })?;
    let mut faults = Vec::new();
    let members = Members::read(&body, "", &["file", "before", "after"], &mut faults);
    let file = members.get("file");
    if file.is_none() && faults.is_empty() {
        faults.push(wrong("/file", |lang| say!(lang, fr: "le dossier manque", en: "the file is missing")));
    }
    let sides = ["before", "after"].map(|name| read_side(members.get(name), name, &mut faults));
    match file {
        Some(file) if faults.is_empty() => Ok((file.to_owned(), sides)),
        _ => {
            faults.truncate(FAULTS);
            Err(Problem::new(Kind::BadBody).with(faults))
        }
    }
}

fn read_side(side: Option<&RawValue>, name: &str, faults: &mut Vec<Fault>) -> Side {
    let Some(side) = side else { return Side::default() };
    let at = format!("/{name}");
    let members = Members::read(side, &at, &["use", "as_of"], faults);
    // As in a file, null is nothing. What is too deep to be read again is nothing that is expected.
    let value = |name| {
        let value =
            members.get(name).map(|raw| serde_json::from_str(raw.get()).unwrap_or(Value::Bool(false)));
        value.filter(|value| !value.is_null())
    };
    let mut read = Side::default();
    match value("use") {
        None => {}
        Some(Value::Array(list)) => {
            for (index, text) in list.iter().enumerate() {
                let at = format!("{at}/use/{index}");
                match text.as_str().map(parchemin::edition) {
                    Some(Ok(edition)) => read.editions.push(edition),
                    Some(Err(fault)) => faults.push(Fault::new(Some(at), fault)),
                    None => faults.push(wrong(&at, |lang| {
                        say!(lang, fr: "un texte est attendu : cadre@2", en: "a text is expected: cadre@2")
                    })),
                }
                if faults.len() >= FAULTS {
                    break;
                }
            }
        }
        Some(_) => faults.push(wrong(&format!("{at}/use"), |lang| {
            say!(lang, fr: "une liste est attendue : [\"cadre@2\"]", en: "a list is expected: [\"cadre@2\"]")
        })),
    }
    match value("as_of").map(|day| day.as_str().map(str::parse::<Day>)) {
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

/// The members of an object, each as it was sent: what is said twice in it is for its own reader to refuse.
#[derive(Default)]
struct Members<'b>(Vec<(String, &'b RawValue)>);

impl<'b> Members<'b> {
    /// Reads an object; notes the members that it does not know, or has twice, and what is no object.
    fn read(object: &'b RawValue, at: &str, known: &[&'static str], faults: &mut Vec<Fault>) -> Members<'b> {
        let Ok(members) = serde_json::from_str::<Members<'b>>(object.get()) else {
            faults
                .push(wrong(at, |lang| say!(lang, fr: "un objet est attendu", en: "an object is expected")));
            return Members::default();
        };
        let mut seen = BTreeSet::new();
        for (name, _) in &members.0 {
            let (again, is_known) = (!seen.insert(name), known.contains(&name.as_str()));
            if is_known && !again {
                continue;
            }
            if faults.len() >= FAULTS {
                break;
            }
            let short = shortened(name);
            let pointer = format!("{at}/{}", escaped(&short));
            if again {
                faults.push(wrong(&pointer, move |lang| {
                    say!(lang, fr: "le membre `{short}` est donné deux fois", en: "the member `{short}` is given twice")
                }));
            } else {
                let near = nearest(name, known.iter().copied());
                faults.push(Fault::new(Some(pointer), UnknownMember { name: short, near }));
            }
        }
        members
    }

    fn get(&self, name: &str) -> Option<&'b RawValue> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<'de>, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(All)
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
