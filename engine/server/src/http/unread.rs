//! What is left of a request's body that was answered before all of it was read, by a refusal above all. Who still sends
//! it would find the connection closed, and some never look at the answer then; and who has sent it would ask again on
//! a connection that is about to be closed. So what comes soon is read and passed over, and where more is to come the
//! answer says that the connection ends with it.

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderValue, header},
    response::Response,
};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{sync::oneshot, time::timeout};

/// How long the next piece of what is passed over may take.
const PAUSE: Duration = Duration::from_millis(500);

/// How long all of it may take.
const WHOLE: Duration = Duration::from_secs(5);

/// Where the body of a request comes back to, if whoever reads it lets it go before its end.
pub(super) struct Unread {
    back: oneshot::Receiver<Left>,
    /// Whether who asks waits to be told to send it.
    expects: bool,
}

/// A body that was let go.
struct Left {
    body: Body,
    begun: bool,
}

/// The body of a request; none where it has no body.
pub(super) fn watched(request: Request) -> (Request, Option<Unread>) {
    if request.body().is_end_stream() {
        return (request, None);
    }
    let (give, back) = oneshot::channel();
    let expects = request.headers().contains_key(header::EXPECT);
    let request =
        request.map(|body| Body::new(Watched { left: Some(Left { body, begun: false }), give: Some(give) }));
    (request, Some(Unread { back, expects }))
}

impl Unread {
    /// Passes over what is left, within `most`, or says in the answer that the connection ends. A body that is still
    /// read, as that of a batch, is left alone.
    pub(super) async fn pass_over(mut self, response: &mut Response, most: Duration) {
        let Ok(mut left) = self.back.try_recv() else { return };
        // Who waits to be told is not told to send what nobody wants.
        let comes = left.begun || !self.expects;
        let all = async {
            while let Ok(next) = timeout(PAUSE, left.body.frame()).await {
                match next {
                    None => return true,
                    Some(Ok(_)) => {}
                    Some(Err(_)) => return false,
                }
            }
            false
        };
        if !(comes && timeout(most.min(WHOLE), all).await.unwrap_or(false)) {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// A body that comes back if it is let go before its end.
struct Watched {
    /// None once it has ended.
    left: Option<Left>,
    give: Option<oneshot::Sender<Left>>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Some(left) = &mut self.left else { return Poll::Ready(None) };
        left.begun = true;
        let frame = Pin::new(&mut left.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None | Some(Err(_)))) {
            self.left = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.left.as_ref().is_none_or(|left| left.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.left.as_ref().map_or_else(|| SizeHint::with_exact(0), |left| left.body.size_hint())
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let left = self.left.take().filter(|left| !left.body.is_end_stream());
        if let (Some(left), Some(give)) = (left, self.give.take()) {
            // Who has answered meanwhile does not wait for it.
            let _ = give.send(left);
        }
    }
}
