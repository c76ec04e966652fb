//! Serves what is published, over HTTP/1.1: [`respond`](respond::respond) answers, purely; this file
//! is the shell around it, with the sockets, the clock and the limits.
//!
//! The caller owns the listener, the snapshot and the shutdown.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use chrono::Utc;
use http::Request;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

mod condition;
mod published;
pub mod respond;

pub use published::{Published, cache_control};

/// What a client may cost (T-17), and how long the end may take (D-19).
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once; more wait in the kernel's queue until one closes.
    pub connections: usize,
    /// How long a client may take to send the head of a request, and may rest between two.
    pub header_time: Duration,
    /// How long running responses may take once the shutdown has begun.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 1024,
            header_time: Duration::from_secs(10),
            drain_time: Duration::from_secs(10),
        }
    }
}

/// Serves until the shutdown, then lets running responses end.
///
/// # Errors
/// None at present: what goes wrong with one connection ends that connection alone.
pub async fn run(
    listener: TcpListener,
    published: Arc<ArcSwap<Published>>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    run_within(Limits::default(), listener, published, shutdown).await
}

/// [`run`] with limits of one's own.
///
/// # Errors
/// As [`run`].
#[expect(clippy::disallowed_methods, reason = "shell: the server's clock")]
pub async fn run_within(
    limits: Limits,
    listener: TcpListener,
    published: Arc<ArcSwap<Published>>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let Some((stream, permit)) = accepted else {
            continue;
        };
        let published = Arc::clone(&published);
        let service = service_fn(move |request: Request<Incoming>| {
            let (head, _body) = request.into_parts();
            let request = Request::from_parts(head, ());
            let response = respond::respond(&request, &published.load(), Utc::now());
            async { Ok::<_, Infallible>(response.map(Full::new)) }
        });
        // Without a timer hyper's time limits have no effect at all (T-17).
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(permit);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain_time, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("responses were still running at the end and have been cut");
    }
    Ok(())
}

/// The next connection, when there is room for it. None after a fault that may pass, such as too
/// many open files: after a short rest, so that it is not asked for in a circle.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, permit)),
        Err(error) => {
            tracing::warn!(%error, "accepting a connection");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

#[cfg(test)]
mod tests;
