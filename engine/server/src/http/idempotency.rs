//! `Idempotency-Key`: who asks again what he has asked is given the same answer again, to the byte, and nothing is decided
//! or logged twice. It is honoured where there is a log of decisions, which keeps the answers.

use super::{App, JSON, by_catalogue, decisions::FORMS, of_form};
use crate::{
    problem::{Kind, Problem},
    record::{Answer, Claim, Recorder, digest},
};
use axum::{
    http::{HeaderMap, HeaderName},
    response::Response,
};
use parchemin::core::Lang;

/// The header.
pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Characters that a key has at most.
const LONGEST: usize = 255;

/// What is to be done with a request.
pub(super) enum Repeat {
    /// It is answered, and that is all.
    Plain,
    /// It is answered, and the answer is kept.
    First(First),
    /// It was answered.
    Again(Box<Answer>),
}

/// The first request with a key.
pub(super) struct First {
    id: String,
    asked: String,
    /// Held until the answer is kept.
    _claim: Claim,
}

/// The key of a request; none where it has none.
fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut values = headers.get_all(KEY).into_iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().ok().filter(|_| values.next().is_none()).map(str::trim).unwrap_or_default();
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let key = quoted.unwrap_or(text);
    let fits = |c: u8| c.is_ascii_graphic() && !b"\"\\".contains(&c);
    if (1..=LONGEST).contains(&key.len()) && key.bytes().all(fits) {
        Ok(Some(key))
    } else {
        Err(Kind::BadIdempotencyKey.into())
    }
}

/// What is to be done with a request of that key, in which these pieces are asked.
///
/// # Errors
/// The key is wrong, is under way, or has served for something else; or the log does not answer.
pub(super) async fn repeat(
    app: &App,
    headers: &HeaderMap,
    who: &str,
    pieces: &[&[u8]],
) -> Result<Repeat, Problem> {
    let Some(recorder) = &app.recorder else { return Ok(Repeat::Plain) };
    let Some(key) = key(headers)? else { return Ok(Repeat::Plain) };
    // What each piece is must not depend on where it ends.
    let each: Vec<String> = pieces.iter().map(|piece| digest(&[piece])).collect();
    let asked = digest(&each.iter().map(String::as_bytes).collect::<Vec<_>>());
    let id = digest(&[who.as_bytes(), b"\n", key.as_bytes()]);
    let claim = recorder.claim(&id).ok_or(Kind::IdempotencyKeyUnderWay)?;
    match recorder.answered(&id).await? {
        None => Ok(Repeat::First(First { id, asked, _claim: claim })),
        Some(answer) if answer.asked == asked => Ok(Repeat::Again(Box::new(answer))),
        Some(_) => Err(Kind::IdempotencyKeyReused.into()),
    }
}

impl First {
    /// The answer as it is kept, without a body yet.
    pub(super) fn answer(&self, recorder: &Recorder, form: &str, lang: Lang, catalogue: &str) -> Answer {
        Answer {
            id: self.id.clone(),
            asked: self.asked.clone(),
            expires_at: recorder.expiry(),
            form: form.to_owned(),
            language: lang.code().to_owned(),
            catalogue: catalogue.to_owned(),
            body: Vec::new(),
        }
    }
}

/// A kept answer, given again.
pub(super) fn again(answer: Answer) -> Response {
    let form = FORMS.into_iter().find(|form| *form == answer.form).unwrap_or(JSON);
    let lang = Lang::ALL.into_iter().find(|lang| lang.code() == answer.language).unwrap_or_default();
    by_catalogue(of_form(form, answer.body), &answer.catalogue, lang)
}

#[cfg(test)]
mod tests {
    //! A key is taken with and without quotes, and no other than a key.
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_key_is_taken_with_and_without_quotes() {
        let of = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(KEY, HeaderValue::from_str(value).unwrap());
            }
            key(&headers).map(|key| key.map(str::to_owned)).map_err(|problem| problem.kind())
        };
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(of(&["\"8e03978e-40d5\""]), Ok(Some("8e03978e-40d5".to_owned())));
        assert_eq!(of(&["8e03978e-40d5"]), Ok(Some("8e03978e-40d5".to_owned())));
        let long = "x".repeat(256);
        for wrong in [&["\"\""][..], &[""], &["a b"], &["a\"b"], &["\"a"], &[&long], &["a", "a"]] {
            assert_eq!(of(wrong), Err(Kind::BadIdempotencyKey), "{wrong:?}");
        }
    }
}
