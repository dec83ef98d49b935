//! A stream that gives up when nobody takes what is sent: else who stops reading would hold his connection, and his
//! place among batches, for as long as he likes.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// A stream, and how long it waits for what is sent to be taken.
pub(crate) struct Idle<S> {
    stream: S,
    most: Duration,
    /// Runs while nothing is taken.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> Idle<S> {
    pub(crate) fn new(stream: S, most: Duration) -> Idle<S> {
        Idle { stream, most, waiting: None }
    }

    /// What came of an attempt to send: what is not ready has its time.
    fn in_time<T>(&mut self, attempt: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if attempt.is_ready() {
            self.waiting = None;
            return attempt;
        }
        let most = self.most;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(most)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Idle<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Idle<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let attempt = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(attempt, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let attempt = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.in_time(attempt, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let attempt = Pin::new(&mut self.stream).poll_flush(context);
        self.in_time(attempt, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let attempt = Pin::new(&mut self.stream).poll_shutdown(context);
        self.in_time(attempt, context)
    }
}

#[cfg(test)]
mod tests {
    //! Who takes what is sent, however slowly, gets all of it; who takes nothing is left after his time.
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, duplex},
        time::Instant,
    };

    const MOST: Duration = Duration::from_millis(200);

    #[test]
    fn who_takes_nothing_is_left_and_who_takes_slowly_is_not() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (ours, theirs) = duplex(8);
            let begun = Instant::now();
            let error = Idle::new(ours, MOST).write_all(&[0; 64]).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            assert!(begun.elapsed() >= MOST);
            drop(theirs);

            let (ours, mut theirs) = duplex(8);
            let slow = tokio::spawn(async move {
                let mut taken = [0; 8];
                for _ in 0..8 {
                    sleep(MOST / 4).await;
                    theirs.read_exact(&mut taken).await.unwrap();
                }
            });
            Idle::new(ours, MOST).write_all(&[0; 64]).await.unwrap();
            slow.await.unwrap();
        });
    }
}
