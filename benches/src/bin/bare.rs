//! The floor of the service, for `benches/http`: `bare ADDRESS BYTES` parses candidate files into the type that rules see,
//! and answers as many bytes to each.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
    serve::ListenerExt,
};
use parchemin::core::file::{Leniency, parse};
use std::{env, error::Error, hint::black_box};
use tokio::net::TcpListener;

/// As in the command that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [address, bytes] = arguments.as_slice() else { return Err("bare ADDRESS BYTES".into()) };
    let length: usize = bytes.parse()?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let router = Router::new().route("/v1/decisions", post(answer)).with_state(length);
        let listener = TcpListener::bind(address).await?.tap_io(|stream| drop(stream.set_nodelay(true)));
        Ok(axum::serve(listener, router).await?)
    })
}

async fn answer(State(length): State<usize>, body: Bytes) -> Response {
    match parse(&body, Leniency::Strict) {
        // The answer is written anew each time, as any answer is.
        Ok(file) => {
            black_box(file);
            ([(header::CONTENT_TYPE, "application/json")], vec![b' '; length]).into_response()
        }
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    }
}
