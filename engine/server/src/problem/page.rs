//! The pages at the addresses that problems name.

use super::Kind;
use maud::{DOCTYPE, Markup, html};
use parchemin::core::Lang;

/// The page of a kind, in both languages: who reads a log knows neither the one nor the other.
pub(crate) fn page(kind: Kind) -> Markup {
    sheet(
        kind.code(),
        html! {
            p { a href="/problems" { "/problems" } }
            h1 { (kind.status().as_u16()) " · " (kind.code()) }
            @for lang in Lang::ALL {
                section lang=(lang.code()) {
                    h2 { (kind.title(lang)) }
                    p { (kind.meaning(lang)) }
                }
            }
        },
    )
}

/// The list of all kinds.
pub(crate) fn index() -> Markup {
    sheet(
        "problems",
        html! {
            h1 { "Problèmes · Problems" }
            table {
                @for kind in Kind::ALL {
                    tr {
                        td { (kind.status().as_u16()) }
                        td { a href={ "/problems/" (kind.code()) } { (kind.code()) } }
                        td lang="fr" { (kind.title(Lang::Fr)) }
                        td lang="en" { (kind.title(Lang::En)) }
                    }
                }
            }
        },
    )
}

/// A sheet of the service.
pub(crate) fn sheet(title: &str, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Parchemin · " (title) }
                style { (STYLE) }
            }
            body { main { (content) } }
        }
    }
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1e1e1e;background:#fff}\
main{max-width:60rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem}\
code,pre{font-family:ui-monospace,monospace;font-size:.9em}\
pre{background:#f6f6f6;padding:.75rem;overflow-x:auto}\
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.35rem .5rem;text-align:left;vertical-align:top}\
a{color:#000091}.verb{font-weight:700}";
