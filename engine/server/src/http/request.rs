//! What a request asks for: its language, the form of the answer, its parameters, its body.

use crate::problem::{Kind, Problem, Sentence};
use axum::{
    body::Body,
    http::{HeaderMap, Uri, header},
};
use http_body_util::BodyExt;
use parchemin::core::file::Leniency;
use parchemin::core::{Day, Lang, lang::perhaps, nearest, say, shortened};
use parchemin_bulk::write::Detail;
use semver::VersionReq;
use std::{collections::BTreeSet, time::Duration};

/// A part of a header that lists what is liked: its name, and how much, in thousandths.
type Liked<'h> = (&'h str, u16);

/// The parts of `Accept` and `Accept-Language`. What cannot be read is liked not at all.
fn liked<'h>(headers: &'h HeaderMap, name: header::HeaderName) -> Vec<Liked<'h>> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let parts = values.flat_map(|value| value.split(','));
    parts
        .filter_map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let name = pieces.next().filter(|name| !name.is_empty())?;
            let quality = pieces.find_map(quality).map_or(1000, thousandths);
            Some((name, quality))
        })
        .collect()
}

/// What a parameter says of how much its range is liked. Names of parameters are the same in either case.
fn quality(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    name.eq_ignore_ascii_case("q").then_some(value)
}

fn thousandths(text: &str) -> u16 {
    match text.parse::<f32>() {
        Ok(quality) if (0.0..=1.0).contains(&quality) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
            let thousandths = (quality * 1000.0).round() as u16;
            thousandths
        }
        _ => 0,
    }
}

/// The language that a request likes best of ours; of two liked alike the one named first.
pub(crate) fn language(headers: &HeaderMap, default: Lang) -> Lang {
    let ours = |range: &str| match range.split('-').next().map(str::to_ascii_lowercase).as_deref() {
        Some("fr") => Some(Lang::Fr),
        Some("en") => Some(Lang::En),
        Some("*") => Some(default),
        _ => None,
    };
    let mut best: Option<(Lang, u16)> = None;
    for (range, quality) in liked(headers, header::ACCEPT_LANGUAGE) {
        if let Some(lang) = ours(range)
            && quality > best.map_or(0, |(_, quality)| quality)
        {
            best = Some((lang, quality));
        }
    }
    best.map_or(default, |(lang, _)| lang)
}

/// The form that a request likes best of those that there are, the first where it says nothing.
///
/// # Errors
/// It likes none.
pub(crate) fn form(headers: &HeaderMap, forms: &[&'static str]) -> Result<&'static str, Problem> {
    let liked = liked(headers, header::ACCEPT);
    // How much a form is liked is said by the range that names it most closely.
    let quality = |form: &str| {
        let family = form.split('/').next().unwrap_or_default();
        let ranges = [form.to_owned(), format!("{family}/*"), "*/*".to_owned()];
        let said = ranges.iter().find_map(|range| {
            liked.iter().find(|(name, _)| name.eq_ignore_ascii_case(range)).map(|(_, quality)| *quality)
        });
        said.unwrap_or(if liked.is_empty() { 1 } else { 0 })
    };
    let mut best: Option<(&'static str, u16)> = None;
    for form in forms {
        let quality = quality(form);
        if quality > best.map_or(0, |(_, quality)| quality) {
            best = Some((form, quality));
        }
    }
    best.map(|(form, _)| form).ok_or_else(|| {
        let forms = forms.join(", ");
        Problem::new(Kind::NotAcceptable).saying(Sentence(
            move |lang| say!(lang, fr: "les formes sont : {forms}", en: "the forms are: {forms}"),
        ))
    })
}

/// Sees that the body is of the form that is read here, and packed in no way. A body that says nothing of its form is
/// tried.
///
/// # Errors
/// It says that it is of another form, or packed.
pub(crate) fn body_form(headers: &HeaderMap, forms: &[&'static str]) -> Result<(), Problem> {
    not_packed(headers)?;
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let said = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if forms.iter().any(|form| said.eq_ignore_ascii_case(form)) {
        return Ok(());
    }
    let (said, forms) = (shortened(said), forms.join(", "));
    Err(Problem::new(Kind::UnsupportedMediaType).saying(Sentence(move |lang| {
        say!(lang,
            fr: "`{said}` n’est pas lu ici ; envoyer `Content-Type: {forms}`",
            en: "`{said}` is not read here; send `Content-Type: {forms}`")
    })))
}

/// Sees that a body comes as it is: what is packed is not unpacked here, and must not be read as if it were not.
fn not_packed(headers: &HeaderMap) -> Result<(), Problem> {
    let values = headers.get_all(header::CONTENT_ENCODING).into_iter();
    let mut codings = values.flat_map(|value| value.to_str().unwrap_or("?").split(',')).map(str::trim);
    let Some(coding) = codings.find(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
    else {
        return Ok(());
    };
    let coding = shortened(coding);
    Err(Problem::new(Kind::UnsupportedEncoding).saying(Sentence(move |lang| {
        say!(lang,
            fr: "`Content-Encoding: {coding}` n’est pas lu ici ; envoyer le corps tel quel, sans cet en-tête",
            en: "`Content-Encoding: {coding}` is not read here; send the body as it is, without this header")
    })))
}

/// The parameters of a request.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// `as_of`: the date of the decision.
    pub(crate) as_of: Option<Day>,
    /// `use`: editions instead of the default ones.
    pub(crate) editions: Vec<(String, VersionReq)>,
    /// `detail`: how much is told of each file.
    pub(crate) detail: Option<Detail>,
    /// `ignore_unknown`: what to do with members that the format does not know.
    pub(crate) leniency: Leniency,
    /// `activate`: whether a package that is uploaded is put in use.
    pub(crate) activate: bool,
}

impl Asked {
    /// Reads the parameters that an address has.
    ///
    /// # Errors
    /// A parameter that it does not have or has twice, or a value that is wrong.
    pub(crate) fn read(uri: &Uri, has: &[&'static str]) -> Result<Asked, Problem> {
        let mut asked = Asked { leniency: Leniency::Strict, ..Asked::default() };
        let mut said = BTreeSet::new();
        for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            if !has.contains(&&*name) {
                return Err(no_such_parameter(&name, has));
            }
            if name != "use" && !said.insert(name.clone()) {
                return Err(twice(Kind::BadQuery, &name));
            }
            let wrong = |expected: &'static str| wrong_value(&name, &value, expected);
            match &*name {
                "as_of" => asked.as_of = Some(value.parse().map_err(|_| wrong("YYYY-MM-DD"))?),
                "use" => {
                    let edition =
                        parchemin::edition(&value).map_err(|_| wrong("PACKAGE@VERSION, cadre@2"))?;
                    asked.editions.push(edition);
                }
                "detail" => {
                    let known = Detail::ALL.into_iter().find(|detail| detail.name() == value);
                    asked.detail = Some(known.ok_or_else(|| wrong("outcome, findings, full"))?);
                }
                "ignore_unknown" => {
                    asked.leniency = match flag(&value).ok_or_else(|| wrong("true, false"))? {
                        true => Leniency::IgnoreUnknownMembers,
                        false => Leniency::Strict,
                    }
                }
                "activate" => asked.activate = flag(&value).ok_or_else(|| wrong("true, false"))?,
                _ => return Err(no_such_parameter(&name, has)),
            }
        }
        Ok(asked)
    }
}

/// Sees that an address that has no parameters is given none.
///
/// # Errors
/// It is given one.
pub(crate) fn no_parameter(uri: &Uri) -> Result<(), Problem> {
    Asked::read(uri, &[]).map(drop)
}

fn flag(text: &str) -> Option<bool> {
    text.parse().ok()
}

fn no_such_parameter(name: &str, has: &[&'static str]) -> Problem {
    let (near, name) = (nearest(name, has.iter().copied()), shortened(name));
    Problem::new(Kind::BadQuery).saying(Sentence(move |lang| {
        let perhaps = perhaps(lang, &near).map(|near| format!(" ; {near}")).unwrap_or_default();
        say!(lang,
            fr: "l’adresse n’a pas de paramètre `{name}`{perhaps}", en: "the address has no parameter `{name}`{perhaps}")
    }))
}

/// That something may be said once, and was said again: a parameter, or a package of which one edition decides.
pub(super) fn twice(kind: Kind, name: &str) -> Problem {
    let name = shortened(name);
    Problem::new(kind).saying(Sentence(
        move |lang| say!(lang, fr: "`{name}` est donné deux fois", en: "`{name}` is given twice"),
    ))
}

fn wrong_value(name: &str, value: &str, expected: &'static str) -> Problem {
    let (name, value) = (name.to_owned(), shortened(value));
    Problem::new(Kind::BadQuery).saying(Sentence(move |lang| {
        say!(lang,
            fr: "`{name}` ne peut être `{value}` : écrire {expected}", en: "`{name}` cannot be `{value}`: write {expected}")
    }))
}

/// Reads a whole body, up to a number of bytes, none of them later than `idle` after the one before.
///
/// # Errors
/// It is larger, or stops coming.
pub(crate) async fn whole(body: Body, most: usize, idle: Duration) -> Result<Vec<u8>, Problem> {
    let mut body = body;
    let mut bytes = Vec::new();
    while let Some(piece) = piece(&mut body, idle).await? {
        if bytes.len() + piece.len() > most {
            return Err(Problem::new(Kind::TooLarge).saying(Sentence(
                move |lang| say!(lang, fr: "la borne est de {most} octets", en: "the bound is {most} bytes"),
            )));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// The next piece of a body; none at its end.
///
/// # Errors
/// Nothing came in time, or the connection broke.
pub(crate) async fn piece(body: &mut Body, idle: Duration) -> Result<Option<bytes::Bytes>, Problem> {
    loop {
        match tokio::time::timeout(idle, body.frame()).await {
            Err(_) => return Err(Problem::new(Kind::TooSlow)),
            Ok(None) => return Ok(None),
            Ok(Some(Err(_))) => {
                return Err(Problem::new(Kind::BadBody).saying(Sentence(
                    |lang| say!(lang, fr: "le corps s’est interrompu", en: "the body broke off"),
                )));
            }
            Ok(Some(Ok(frame))) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    //! The language and the form that a request likes best are taken, and parameters are not guessed.
    use super::*;
    use axum::http::HeaderValue;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn the_language_liked_best_is_spoken() {
        let cases = [
            ("en", Lang::En),
            ("en-GB, fr;q=0.5", Lang::En),
            ("fr;q=0.4, en;q=0.5", Lang::En),
            ("de, EN;q=0.1", Lang::En),
            ("fr;Q=0.4, en;Q=0.5", Lang::En),
            ("de", Lang::Fr),
            ("*", Lang::Fr),
            ("en;q=0", Lang::Fr),
            ("en;q=many", Lang::Fr),
            ("", Lang::Fr),
            ("fr-CH, fr;q=0.9, en;q=0.8", Lang::Fr),
        ];
        for (value, lang) in cases {
            assert_eq!(language(&headers(header::ACCEPT_LANGUAGE, value), Lang::Fr), lang, "{value}");
        }
        assert_eq!(language(&HeaderMap::new(), Lang::En), Lang::En);
    }

    #[test]
    fn the_form_liked_best_is_given_and_none_that_is_not_liked() {
        const FORMS: [&str; 3] = ["application/json", "text/html", "text/plain"];
        let cases = [
            ("text/html", Some("text/html")),
            ("text/*", Some("text/html")),
            ("text/*, text/html;q=0.1", Some("text/plain")),
            ("text/html;q=0.5, text/plain;q=0.6", Some("text/plain")),
            ("*/*", Some("application/json")),
            ("*/*;q=0.1, text/html", Some("text/html")),
            ("text/html;Q=0.1, text/plain;q=0.2", Some("text/plain")),
            ("image/png", None),
            ("application/json;q=0", None),
        ];
        for (value, expected) in cases {
            let found = form(&headers(header::ACCEPT, value), &FORMS).ok();
            assert_eq!(found, expected, "{value}");
        }
        assert_eq!(form(&HeaderMap::new(), &FORMS).ok(), Some("application/json"));
    }

    #[test]
    fn a_parameter_that_an_address_does_not_have_is_refused_with_the_nearest() {
        let has = ["as_of", "use"];
        let problem = |query: &str| {
            let uri: Uri = format!("/v1/decisions?{query}").parse().unwrap();
            Asked::read(&uri, &has).map_err(|problem| serde_json::to_value(problem.told(Lang::En, "", None)))
        };
        let detail =
            |query: &str| problem(query).unwrap_err().unwrap()["detail"].as_str().unwrap().to_owned();
        assert_eq!(detail("as-of=2025-01-01"), "the address has no parameter `as-of` ; perhaps `as_of`");
        assert_eq!(detail("detail=full"), "the address has no parameter `detail`");
        assert_eq!(detail("as_of=2025-02-30"), "`as_of` cannot be `2025-02-30`: write YYYY-MM-DD");
        assert_eq!(detail("as_of=2025-01-02&as_of=2025-01-02"), "`as_of` is given twice");
        assert_eq!(detail("use=cadre"), "`use` cannot be `cadre`: write PACKAGE@VERSION, cadre@2");
        let asked = problem("use=cadre%402&use=mn-2025@1.0.0&as_of=2025-01-02").unwrap();
        assert_eq!(asked.editions.len(), 2);
        assert_eq!(asked.as_of, Some("2025-01-02".parse().unwrap()));
    }
}
