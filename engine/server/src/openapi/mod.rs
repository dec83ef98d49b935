//! The document of the interface, OpenAPI 3.1, from the types that are read and written.

mod operations;
mod page;
mod plain;

pub(crate) use page::page;

use crate::problem::{Kind, MEDIA, Told};
pub(crate) use operations::EDITION;
use operations::{Operation, operations, parameter};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

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

    /// All of them, each under its name alone: a title that says something else makes generators call it otherwise.
    fn definitions(&mut self) -> Map<String, Value> {
        let mut all = self.0.take_definitions(true);
        all.values_mut().for_each(plain::plain);
        all.values_mut().filter_map(Value::as_object_mut).for_each(|schema| drop(schema.remove("title")));
        all
    }
}

/// Problems that every operation may be answered by, open ones and others.
const OPEN: [Kind; 2] = [Kind::MethodNotAllowed, Kind::Internal];
const GUARDED: [Kind; 5] =
    [Kind::Unauthorized, Kind::Forbidden, Kind::TooSlow, Kind::TooManyRequests, Kind::Overloaded];
/// Problems of a body that is not of the form that is read.
const WITH_BODY: [Kind; 2] = [Kind::UnsupportedMediaType, Kind::UnsupportedEncoding];

/// The document.
pub(crate) fn document() -> Value {
    let mut schemas = Schemas::new();
    let problem = schemas.of::<Told>();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations(&mut schemas) {
        let described = described(&operation, &problem);
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
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas.definitions(),
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer", "description": "A key that `parchemin serve --new-key ROLE` made." } },
        },
    })
}

/// An operation as the document has it.
fn described(operation: &Operation, problem: &Value) -> Value {
    let mut described = Map::new();
    let mut set = |name: &str, value: Value| drop(described.insert(name.to_owned(), value));
    set("operationId", operation.id.into());
    set("summary", operation.summary.into());
    if !operation.description.is_empty() {
        set("description", operation.description.into());
    }
    if !operation.parameters.is_empty() {
        set("parameters", operation.parameters.iter().map(|name| parameter(name)).collect());
    }
    if let Some((forms, schema)) = &operation.body {
        let forms: Vec<_> = forms.iter().map(|form| (*form, schema.clone())).collect();
        set("requestBody", json!({ "required": true, "content": content(&forms) }));
    }
    set("responses", responses(operation, problem).into());
    set("security", operation.role.map_or(json!([]), |role| json!([{ "key": [role] }])));
    described.into()
}

fn responses(operation: &Operation, problem: &Value) -> Map<String, Value> {
    let mut kinds: Vec<Kind> = OPEN.to_vec();
    kinds.extend(operation.role.iter().flat_map(|_| GUARDED));
    kinds.extend(operation.body.iter().flat_map(|_| WITH_BODY));
    kinds.extend(operation.problems);
    // A parameter may be wrong, and what stands in an address may not even be text.
    if operation.chosen {
        kinds.extend([Kind::NotAcceptable, Kind::BadQuery]);
    } else if !operation.parameters.is_empty() {
        kinds.push(Kind::BadQuery);
    }
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for kind in Kind::ALL.iter().filter(|kind| kinds.contains(kind)) {
        let status = kind.status().as_u16().to_string();
        codes.entry(status).or_default().push(format!("`{}`", kind.code()));
    }
    let done = json!({ "description": "Done.", "content": content(&operation.answers) });
    let mut responses = Map::from_iter([("200".to_owned(), done)]);
    if operation.makes {
        let place = json!({ "description": "Its address.", "schema": { "type": "string", "format": "uri-reference" } });
        let made = json!({
            "description": "Made.", "headers": { "Location": place }, "content": content(&operation.answers),
        });
        responses.insert("201".to_owned(), made);
    }
    responses.extend(codes.into_iter().map(|(status, codes)| {
        let content = json!({ MEDIA: { "schema": problem } });
        (status, json!({ "description": codes.join(", "), "content": content }))
    }));
    responses
}

fn content(answers: &[(&str, Value)]) -> Map<String, Value> {
    answers.iter().map(|(form, schema)| ((*form).to_owned(), json!({ "schema": schema }))).collect()
}
