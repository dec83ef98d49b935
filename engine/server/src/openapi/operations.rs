//! The operations of the interface, once: where, for whom, what goes in and what comes out.

use super::Schemas;
use crate::{
    decided::InDetail,
    http::{
        Asks, BYTES, BatchLine, Changed, Compared, HTML, JSON, NDJSON, OPENMETRICS, Packages, Ready, TEXT,
        Titres, Uploaded, ZIP,
    },
    problem::Kind,
};
use parchemin::{core::CandidateFile, packages::receipt};
use parchemin_bulk::write::Detail;
use serde_json::{Value, json};

/// An operation.
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) description: &'static str,
    /// The role that it wants; none for an open one.
    pub(super) role: Option<&'static str>,
    pub(super) parameters: &'static [&'static str],
    /// The media types of the body, and its schema.
    pub(super) body: Option<(&'static [&'static str], Value)>,
    /// The media types of the answer, each with its schema.
    pub(super) answers: Vec<(&'static str, Value)>,
    /// The kinds of problems, beside those that every operation of its kind has.
    pub(super) problems: &'static [Kind],
    /// Whether the form of the answer is chosen by `Accept`.
    pub(super) chosen: bool,
    /// Whether it may make something new, which has an address of its own.
    pub(super) makes: bool,
}

/// Every operation, in the order in which they are told.
pub(super) fn operations(schemas: &mut Schemas) -> Vec<Operation> {
    let text = json!({ "type": "string" });
    let object = json!({ "type": "object" });
    let get = |path, id, summary, role, form, schema| Operation {
        method: "get",
        path,
        id,
        summary,
        description: "",
        role,
        parameters: &[],
        body: None,
        answers: vec![(form, schema)],
        problems: &[],
        chosen: false,
        makes: false,
    };
    let chosen = |operation| Operation { chosen: true, ..operation };
    let change = |path, id, summary, description, schema| Operation {
        method: "post",
        path,
        id,
        summary,
        description,
        role: Some("publisher"),
        parameters: &["id", "version"],
        body: None,
        answers: vec![(JSON, schema)],
        problems: &[Kind::NotFound, Kind::PackagesDoNotFit, Kind::StateNotKept],
        chosen: true,
        makes: false,
    };
    vec![
        Operation {
            method: "post",
            path: "/v1/decisions",
            id: "decide",
            summary: "Decide one file",
            description: "The whole decision is canonical JSON (RFC 8785), with the bytes of `parchemin evaluate --canonical`. As HTML or text: the letter. As a receipt: signed, where the service has a key for that. With `detail=outcome` or `findings`: in short, and in JSON alone.",
            role: Some("evaluator"),
            parameters: &["as_of", "use", "ignore_unknown", "detail", "Idempotency-Key"],
            body: Some((&[JSON], schemas.of::<CandidateFile>())),
            answers: vec![
                (JSON, schemas.of::<InDetail>()),
                (HTML, text.clone()),
                (TEXT, text.clone()),
                (receipt::MEDIA, schemas.of::<receipt::Written>()),
            ],
            problems: &[
                Kind::NotJson,
                Kind::TooLarge,
                Kind::WrongFile,
                Kind::UnknownEdition,
                Kind::RuleFailed,
                Kind::RuleStopped,
                Kind::BadIdempotencyKey,
                Kind::IdempotencyKeyUnderWay,
                Kind::IdempotencyKeyReused,
                Kind::DecisionNotLogged,
            ],
            chosen: true,
            makes: false,
        },
        Operation {
            method: "post",
            path: "/v1/decisions/batch",
            id: "decideMany",
            summary: "Decide many files, a line each",
            description: "Lines of JSON in both directions, each answered as it comes: read the answer while sending. A line that cannot be decided is answered by its problem, and the batch goes on. A batch is whole when its last line is the summary.",
            role: Some("evaluator"),
            parameters: &["as_of", "use", "ignore_unknown", "detail"],
            body: Some((&[NDJSON], schemas.of::<CandidateFile>())),
            answers: vec![(NDJSON, schemas.of::<BatchLine>())],
            problems: &[Kind::UnknownEdition],
            chosen: true,
            makes: false,
        },
        Operation {
            method: "post",
            path: "/v1/comparisons",
            id: "compare",
            summary: "Decide one file by two editions, or on two dates",
            description: "",
            role: Some("evaluator"),
            parameters: &["ignore_unknown"],
            body: Some((&[JSON], schemas.of::<Asks>())),
            answers: vec![(JSON, schemas.of::<Compared>())],
            problems: &[
                Kind::NotJson,
                Kind::BadBody,
                Kind::TooLarge,
                Kind::WrongFile,
                Kind::UnknownEdition,
                Kind::RuleFailed,
                Kind::RuleStopped,
            ],
            chosen: true,
            makes: false,
        },
        chosen(get("/v1/titres", "titres", "The titres", Some("reader"), JSON, schemas.of::<Titres>())),
        Operation {
            parameters: &["titre"],
            problems: &[Kind::NotFound],
            chosen: true,
            ..get(
                "/v1/titres/{id}/timeline",
                "timeline",
                "The revisions of a titre",
                Some("reader"),
                JSON,
                object.clone(),
            )
        },
        chosen(get(
            "/v1/packages",
            "packages",
            "The packages",
            Some("reader"),
            JSON,
            schemas.of::<Packages>(),
        )),
        Operation {
            method: "post",
            path: "/v1/packages",
            id: "upload",
            summary: "Upload a package",
            description: "The body is an archive of `parchemin package pack`. It is checked and tried beside the packages that decide; it decides itself once it is activated. The answer says what it then changes.",
            role: Some("publisher"),
            parameters: &["activate", "parchemin-signature"],
            body: Some((&[ZIP, BYTES], json!({ "type": "string", "format": "binary" }))),
            answers: vec![(JSON, schemas.of::<Uploaded>())],
            problems: &[
                Kind::BadQuery,
                Kind::TooLarge,
                Kind::BadArchive,
                Kind::NotTrusted,
                Kind::WrongPackage,
                Kind::VersionTaken,
                Kind::PackagesDoNotFit,
                Kind::StateNotKept,
            ],
            chosen: true,
            makes: true,
        },
        Operation {
            parameters: &["id", "version"],
            problems: &[Kind::NotFound],
            chosen: true,
            ..get(
                "/v1/packages/{id}/{version}",
                "package",
                "What a package holds",
                Some("reader"),
                JSON,
                object.clone(),
            )
        },
        change(
            "/v1/packages/{id}/{version}/activate",
            "activate",
            "Put a package among those that decide, in this edition",
            "Requests under way finish by the packages they began with.",
            schemas.of::<Changed>(),
        ),
        change(
            "/v1/packages/{id}/{version}/retire",
            "retire",
            "Take a package away from those that decide",
            "Nothing is removed: it can be activated again. If it decided, another of its editions that is there takes its place, and the answer names it.",
            schemas.of::<Changed>(),
        ),
        Operation {
            problems: &[Kind::BadQuery],
            ..get(
                "/v1/schemas/candidate",
                "candidateSchema",
                "The JSON Schema of candidate files",
                Some("reader"),
                JSON,
                object.clone(),
            )
        },
        Operation {
            problems: &[Kind::BadQuery],
            ..get(
                "/v1/schemas/decision",
                "decisionSchema",
                "The JSON Schema of decisions",
                Some("reader"),
                JSON,
                object.clone(),
            )
        },
        get(
            "/metrics",
            "metrics",
            "What the service counts, for Prometheus",
            Some("reader"),
            OPENMETRICS,
            text.clone(),
        ),
        get("/health/live", "live", "Whether the service lives", None, JSON, object.clone()),
        get("/health/ready", "ready", "What the service is ready with", None, JSON, schemas.of::<Ready>()),
        get("/openapi.json", "openapi", "This document", None, JSON, object),
        get("/docs", "docs", "This document as a page", None, HTML, text.clone()),
        get("/problems", "problems", "The kinds of problems", None, HTML, text.clone()),
        Operation {
            parameters: &["code"],
            problems: &[Kind::NotFound],
            ..get("/problems/{code}", "problem", "What a kind of problem means", None, HTML, text)
        },
    ]
}

/// An edition as it is usually written; what else semver knows is read too.
pub(crate) const EDITION: &str = "^[a-z][a-z0-9-]*@(0|[1-9][0-9]{0,8})(\\.(0|[1-9][0-9]{0,8})){0,2}$";

/// A parameter by its name among ours.
pub(super) fn parameter(name: &str) -> Value {
    let text = || json!({ "type": "string" });
    let path = |name: &str, description: &str| json!({ "name": name, "in": "path", "required": true, "description": description, "schema": text() });
    let query = |description: &str, schema: Value| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    match name {
        "as_of" => query(
            "The date of the decision; else each file's own `evaluate_on`.",
            json!({ "type": "string", "format": "date" }),
        ),
        "use" => query(
            "Editions instead of the default ones: `cadre@2`. May be repeated.",
            json!({ "type": "array", "items": { "type": "string", "pattern": EDITION } }),
        ),
        "detail" => query(
            "How much is told of each file: of one alone `full` unless told, of each of a batch `outcome`.",
            json!({ "type": "string", "enum": Detail::ALL.map(Detail::name) }),
        ),
        "ignore_unknown" => query(
            "Ignore members that the format does not know.",
            json!({ "type": "boolean", "default": false }),
        ),
        "activate" => {
            query("Put the package in use at once.", json!({ "type": "boolean", "default": false }))
        }
        "parchemin-signature" => json!({
            "name": name, "in": "header",
            "description": "The signatures of the archive: the lines of its file `.sig` after the first, with commas between them.",
            "schema": text(),
        }),
        "Idempotency-Key" => json!({
            "name": name,
            "in": "header",
            "description": "A text of one's own for this request, a UUID say. Who asks again with it gets the same answer again, to the byte, and nothing is decided or logged twice. Honoured where the service has a log of decisions.",
            "schema": {
                "type": "string", "pattern": r#"^([!#-\[\]-~]{1,255}|"[!#-\[\]-~]{1,255}")$"#,
            },
        }),
        "titre" => path("id", "The titre: its id, a name or former name, or an RNCP number."),
        "id" => path("id", "The id of the package."),
        "version" => path("version", "The version of the package."),
        _ => path(name, "The code of the problem."),
    }
}
