//! Problems (RFC 9457): what a request is answered when it is not answered. A handler says which; the words are put in
//! the language of the request where the answer leaves.

mod file;
mod kind;
mod page;
mod sent;

pub(crate) use file::{Asking, ByHttp, FAULTS, of_file, refused};
pub(crate) use kind::Kind;
pub(crate) use page::{index, page, sheet};

use crate::record::{MOST, NotKept};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use parchemin::core::{Lang, Speak, say};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// The media type of a problem.
pub(crate) const MEDIA: &str = "application/problem+json";

/// A problem, in no language yet.
#[derive(Clone)]
pub(crate) struct Problem {
    kind: Kind,
    detail: Option<Arc<dyn Speak + Send + Sync>>,
    errors: Vec<Fault>,
    /// Seconds after which to ask again.
    retry: Option<u64>,
}

/// One fault of what was sent.
#[derive(Clone)]
pub(crate) struct Fault {
    /// The JSON pointer of the member; none for what was sent as a whole.
    pub(crate) pointer: Option<String>,
    /// What is wrong with it.
    pub(crate) what: Arc<dyn Speak + Send + Sync>,
}

/// A sentence of a problem, in both languages.
pub(crate) struct Sentence<F>(pub(crate) F);

impl<F: Fn(Lang) -> String> Speak for Sentence<F> {
    fn say(&self, lang: Lang) -> String {
        (self.0)(lang)
    }
}

/// A problem as it is sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem", title = "Problem")]
pub(crate) struct Told {
    /// The address of the page that explains this kind of problem; its last part never changes.
    #[serde(rename = "type")]
    kind: String,
    /// What this kind of problem is called.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What is wrong this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// Every fault of what was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    errors: Vec<ToldFault>,
    /// The id of the request, by which the log knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
}

/// A fault as it is sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProblemFault", title = "ProblemFault")]
pub(crate) struct ToldFault {
    /// The JSON pointer (RFC 6901) of the member that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// What is wrong with it.
    detail: String,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

impl Problem {
    pub(crate) fn new(kind: Kind) -> Problem {
        let again = [
            Kind::IdempotencyKeyUnderWay,
            Kind::Overloaded,
            Kind::RuleStopped,
            Kind::StateNotKept,
            Kind::DecisionNotLogged,
        ];
        Problem { kind, detail: None, errors: Vec::new(), retry: again.contains(&kind).then_some(1) }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// With what is wrong this time.
    pub(crate) fn saying(mut self, detail: impl Speak + Send + Sync + 'static) -> Problem {
        self.detail = Some(Arc::new(detail));
        self
    }

    /// With the faults of what was sent.
    pub(crate) fn with(mut self, errors: Vec<Fault>) -> Problem {
        self.errors = errors;
        self
    }

    /// With the seconds after which to ask again.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Problem {
        self.retry = Some(seconds);
        self
    }

    /// With what is wrong this time told where it stands in the body.
    pub(crate) fn at(mut self, place: &str) -> Problem {
        let what = self.detail.take();
        self.errors.extend(what.map(|what| Fault { pointer: Some(place.to_owned()), what }));
        self
    }

    /// Its faults of what was sent.
    pub(crate) fn into_errors(self) -> Vec<Fault> {
        self.errors
    }

    /// In words.
    pub(crate) fn told(&self, lang: Lang, base: &str, request: Option<&str>) -> Told {
        Told {
            kind: format!("{base}/problems/{}", self.kind.code()),
            title: self.kind.title(lang),
            status: self.kind.status().as_u16(),
            detail: self.detail.as_ref().map(|detail| detail.say(lang)),
            help: self.detail.as_ref().and_then(|detail| detail.help(lang)),
            errors: self.errors.iter().map(|fault| fault.told(lang)).collect(),
            request: request.map(str::to_owned),
        }
    }
}

impl Fault {
    pub(crate) fn new(pointer: Option<String>, what: impl Speak + Send + Sync + 'static) -> Fault {
        Fault { pointer, what: Arc::new(what) }
    }

    pub(crate) fn told(&self, lang: Lang) -> ToldFault {
        ToldFault { pointer: self.pointer.clone(), detail: self.what.say(lang), help: self.what.help(lang) }
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Problem {
        Problem::new(kind)
    }
}

impl From<NotKept> for Problem {
    fn from(why: NotKept) -> Problem {
        match why {
            NotKept::Full => Kind::Overloaded.into(),
            NotKept::Failed => Kind::DecisionNotLogged.into(),
            NotKept::TooLarge => Problem::new(Kind::TooLarge).saying(Sentence(|lang| {
                say!(lang,
                    fr: "le journal des décisions ne prend pas plus de {MOST} octets d’une décision",
                    en: "the log of decisions takes no more than {MOST} bytes of a decision")
            })),
        }
    }
}

/// The answer has its status and headers, and carries the problem to where the language of the request is known.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::Unauthorized {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.kind == Kind::UnsupportedEncoding {
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        response.extensions_mut().insert(self);
        response
    }
}
