//! The document of the interface, OpenAPI 3.1, from the types that are read and written; and its page.

use crate::{
    http::{Asks, BatchLine, Changed, Compared, Packages, Ready, Titres},
    problem::{Kind, MEDIA, Told, sheet},
};
use maud::{Markup, html};
use parchemin::core::{CandidateFile, Decision};
use parchemin_bulk::write::Detail;
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// An operation.
struct Operation {
    method: &'static str,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    description: &'static str,
    /// The role that it wants; none for an open one.
    role: Option<&'static str>,
    parameters: &'static [&'static str],
    /// The media type and the schema of the body.
    body: Option<(&'static str, Value)>,
    /// The media types of the answer, each with its schema.
    answers: Vec<(&'static str, Value)>,
    /// The kinds of problems, beside those that every operation has.
    problems: &'static [Kind],
}

/// The schemas, by name, and where they are taken from.
struct Schemas(SchemaGenerator);

impl Schemas {
    fn new() -> Schemas {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Schemas(settings.into_generator())
    }

    /// The schema of a type: a reference to it.
    fn of<T: JsonSchema>(&mut self) -> Value {
        self.0.subschema_for::<T>().to_value()
    }
}

const JSON: &str = "application/json";
const NDJSON: &str = "application/x-ndjson";
const HTML: &str = "text/html";
const TEXT: &str = "text/plain";

fn operations(schemas: &mut Schemas) -> Vec<Operation> {
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
    };
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
    };
    vec![
        Operation {
            method: "post",
            path: "/v1/decisions",
            id: "decide",
            summary: "Decide one file",
            description: "The bytes of the answer are canonical (RFC 8785), those of `parchemin evaluate --canonical`. As HTML or text: the letter.",
            role: Some("evaluator"),
            parameters: &["as_of", "use", "ignore_unknown"],
            body: Some((JSON, schemas.of::<CandidateFile>())),
            answers: vec![(JSON, schemas.of::<Decision>()), (HTML, text.clone()), (TEXT, text.clone())],
            problems: &[
                Kind::NotJson,
                Kind::TooLarge,
                Kind::UnsupportedMediaType,
                Kind::WrongFile,
                Kind::UnknownEdition,
                Kind::RuleFailed,
                Kind::RuleStopped,
            ],
        },
        Operation {
            method: "post",
            path: "/v1/decisions/batch",
            id: "decideMany",
            summary: "Decide many files, a line each",
            description: "Lines of JSON in both directions, each answered as it comes: read the answer while sending. A line that cannot be decided is answered by its problem, and the batch goes on. A batch is whole when its last line is the summary.",
            role: Some("evaluator"),
            parameters: &["as_of", "use", "ignore_unknown", "detail"],
            body: Some((NDJSON, schemas.of::<CandidateFile>())),
            answers: vec![(NDJSON, schemas.of::<BatchLine>())],
            problems: &[Kind::UnsupportedMediaType, Kind::UnknownEdition],
        },
        Operation {
            method: "post",
            path: "/v1/comparisons",
            id: "compare",
            summary: "Decide one file by two editions, or on two dates",
            description: "",
            role: Some("evaluator"),
            parameters: &["ignore_unknown"],
            body: Some((JSON, schemas.of::<Asks>())),
            answers: vec![(JSON, schemas.of::<Compared>())],
            problems: &[
                Kind::NotJson,
                Kind::BadBody,
                Kind::TooLarge,
                Kind::UnsupportedMediaType,
                Kind::WrongFile,
                Kind::UnknownEdition,
                Kind::RuleFailed,
                Kind::RuleStopped,
            ],
        },
        get("/v1/titres", "titres", "The titres", Some("reader"), JSON, schemas.of::<Titres>()),
        Operation {
            parameters: &["titre"],
            problems: &[Kind::NotFound],
            ..get(
                "/v1/titres/{id}/timeline",
                "timeline",
                "The revisions of a titre",
                Some("reader"),
                JSON,
                object.clone(),
            )
        },
        get("/v1/packages", "packages", "The packages", Some("reader"), JSON, schemas.of::<Packages>()),
        Operation {
            parameters: &["id", "version"],
            problems: &[Kind::NotFound],
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
            "Nothing is removed: it can be activated again.",
            schemas.of::<Changed>(),
        ),
        get(
            "/v1/schemas/candidate",
            "candidateSchema",
            "The JSON Schema of candidate files",
            Some("reader"),
            JSON,
            object.clone(),
        ),
        get(
            "/v1/schemas/decision",
            "decisionSchema",
            "The JSON Schema of decisions",
            Some("reader"),
            JSON,
            object.clone(),
        ),
        get(
            "/metrics",
            "metrics",
            "What the service counts, for Prometheus",
            Some("reader"),
            TEXT,
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

/// A parameter by its name among ours.
fn parameter(name: &str) -> Value {
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
            json!({ "type": "array", "items": text() }),
        ),
        "detail" => query(
            "How much is told of each file.",
            json!({ "type": "string", "enum": Detail::ALL.map(Detail::name), "default": Detail::default().name() }),
        ),
        "ignore_unknown" => query(
            "Ignore members that the format does not know.",
            json!({ "type": "boolean", "default": false }),
        ),
        "titre" => path("id", "The titre: its id, a name or former name, or an RNCP number."),
        "id" => path("id", "The id of the package."),
        "version" => path("version", "The version of the package."),
        _ => path(name, "The code of the problem."),
    }
}

/// Problems that every operation may be answered by, open ones and others.
const OPEN: [Kind; 3] = [Kind::MethodNotAllowed, Kind::NotAcceptable, Kind::Internal];
const GUARDED: [Kind; 5] =
    [Kind::Unauthorized, Kind::Forbidden, Kind::TooSlow, Kind::TooManyRequests, Kind::Overloaded];

/// The document.
pub(crate) fn document() -> Value {
    let mut schemas = Schemas::new();
    let problem = schemas.of::<Told>();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations(&mut schemas) {
        let described = operation.described(&problem);
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Some(methods) = path.as_object_mut() {
            methods.insert(operation.method.to_owned(), described);
        }
    }
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Parchemin",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Decides candidate files for the titres professionnels of the French Ministry of Labour.",
            "description": "Answers and problems are in French or in English, as `Accept-Language` asks. Every decision names the packages that made it, to the byte; the header `Parchemin-Catalogue` of an answer names all that were loaded.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas.0.take_definitions(true),
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer", "description": "A key that `parchemin serve --new-key ROLE` made." } },
        },
    })
}

impl Operation {
    fn described(&self, problem: &Value) -> Value {
        let mut kinds: Vec<Kind> = OPEN.to_vec();
        kinds.extend(self.role.iter().flat_map(|_| GUARDED));
        kinds.extend(self.problems);
        if self.parameters.contains(&"ignore_unknown") {
            kinds.push(Kind::BadQuery);
        }
        let mut responses = Map::new();
        responses
            .insert("200".to_owned(), json!({ "description": "Done.", "content": content(&self.answers) }));
        for kind in Kind::ALL.into_iter().filter(|kind| kinds.contains(kind)) {
            let status = kind.status().as_u16().to_string();
            let code = format!("`{}`", kind.code());
            let response = responses
                .entry(status)
                .or_insert_with(|| json!({ "description": "", "content": { MEDIA: { "schema": problem } } }));
            let codes = response.get("description").and_then(Value::as_str).unwrap_or_default();
            let codes = if codes.is_empty() { code } else { format!("{codes}, {code}") };
            response["description"] = codes.into();
        }
        let mut described =
            json!({ "operationId": self.id, "summary": self.summary, "responses": responses });
        if !self.description.is_empty() {
            described["description"] = self.description.into();
        }
        if !self.parameters.is_empty() {
            described["parameters"] = self.parameters.iter().map(|name| parameter(name)).collect();
        }
        if let Some((form, schema)) = &self.body {
            described["requestBody"] =
                json!({ "required": true, "content": { *form: { "schema": schema } } });
        }
        if let Some(role) = self.role {
            described["security"] = json!([{ "key": [role] }]);
        }
        described
    }
}

fn content(answers: &[(&str, Value)]) -> Map<String, Value> {
    answers.iter().map(|(form, schema)| ((*form).to_owned(), json!({ "schema": schema }))).collect()
}

/// The document as a page.
pub(crate) fn page(document: &Value) -> Markup {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let operations = document["paths"].as_object().into_iter().flatten().flat_map(|(path, methods)| {
        methods.as_object().into_iter().flatten().map(move |(method, operation)| (path, method, operation))
    });
    let operations: Vec<(&String, &String, &Value)> = operations.collect();
    let info = &document["info"];
    sheet(
        "/docs",
        html! {
            h1 { (text(info, "title")) " " (text(info, "version")) }
            p { (text(info, "summary")) }
            p { (text(info, "description")) }
            p { a href="/openapi.json" { "/openapi.json" } " · " a href="/problems" { "/problems" } }
            @for (path, method, operation) in operations {
                section id=(text(operation, "operationId")) {
                    h2 { code { span.verb { (method.to_uppercase()) } " " (path) } }
                    p { (text(operation, "summary")) ". " (text(operation, "description")) }
                    @if let Some(role) = operation["security"][0]["key"][0].as_str() {
                        p { "Role: " code { (role) } }
                    }
                    @if let Some(parameters) = operation["parameters"].as_array() {
                        table {
                            @for parameter in parameters {
                                tr {
                                    td { code { (text(parameter, "name")) } }
                                    td { (text(parameter, "in")) }
                                    td { (text(parameter, "description")) }
                                }
                            }
                        }
                    }
                    @if let Some(content) = operation["requestBody"]["content"].as_object() {
                        @for (form, body) in content { p { "Body: " (form) " " (schema(&body["schema"])) } }
                    }
                    table {
                        @for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                            tr {
                                td { (status) }
                                td { (text(response, "description")) }
                                td {
                                    @for (form, body) in response["content"].as_object().into_iter().flatten() {
                                        (form) " " (schema(&body["schema"])) br;
                                    }
                                }
                            }
                        }
                    }
                }
            }
            h2 { "Schemas" }
            @for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
                details id={ "schema-" (name) } { summary { code { (name) } } pre { (format!("{schema:#}")) } }
            }
        },
    )
}

/// A schema, or where it stands on the page.
fn schema(schema: &Value) -> Markup {
    match schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        Some(name) => html! { a href={ "#schema-" (name) } { (name) } },
        None => html! { @if let Some(kind) = schema["type"].as_str() { (kind) } },
    }
}
