//! The document as a page.

use crate::problem::sheet;
use maud::{Markup, html};
use serde_json::Value;

/// The document as a page.
pub(crate) fn page(document: &Value) -> Markup {
    let operations: Vec<(&String, &String, &Value)> = members(document, "/paths")
        .flat_map(|(path, methods)| members(methods, "").map(move |(method, told)| (path, method, told)))
        .collect();
    sheet(
        "/docs",
        html! {
            h1 { (text(document, "/info/title")) " " (text(document, "/info/version")) }
            p { (text(document, "/info/summary")) }
            p { (text(document, "/info/description")) }
            p { a href="/openapi.json" { "/openapi.json" } " · " a href="/problems" { "/problems" } }
            @for (path, method, told) in operations {
                section id=(text(told, "/operationId")) {
                    h2 { code { span.verb { (method.to_uppercase()) } " " (path) } }
                    (operation(told))
                }
            }
            h2 { "Schemas" }
            @for (name, schema) in members(document, "/components/schemas") {
                details id={ "schema-" (name) } { summary { code { (name) } } pre { (format!("{schema:#}")) } }
            }
        },
    )
}

fn operation(told: &Value) -> Markup {
    let role = text(told, "/security/0/key/0");
    let parameters = told.get("parameters").and_then(Value::as_array);
    html! {
        p { (text(told, "/summary")) ". " (text(told, "/description")) }
        @if !role.is_empty() { p { "Role: " code { (role) } } }
        @if let Some(parameters) = parameters {
            table {
                @for parameter in parameters {
                    tr {
                        td { code { (text(parameter, "/name")) } }
                        td { (text(parameter, "/in")) }
                        td { (text(parameter, "/description")) }
                    }
                }
            }
        }
        @for (form, body) in members(told, "/requestBody/content") { p { "Body: " (form) " " (schema(body)) } }
        table {
            @for (status, response) in members(told, "/responses") {
                tr {
                    td { (status) }
                    td { (text(response, "/description")) }
                    td { @for (form, body) in members(response, "/content") { (form) " " (schema(body)) br; } }
                }
            }
        }
    }
}

/// A schema, or where it stands on the page.
fn schema(content: &Value) -> Markup {
    match text(content, "/schema/$ref").rsplit_once('/') {
        Some((_, name)) => html! { a href={ "#schema-" (name) } { (name) } },
        None => html! { (text(content, "/schema/type")) },
    }
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn members<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}
