//! Serves what is published, over HTTP/1.1: [`respond`](respond::respond) answers, purely; this file
//! is the shell around it, with the sockets, the clock and the limits.
//!
//! The caller owns the listener, the snapshot and the shutdown.

use std::convert::Infallible;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use chrono::Utc;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{Either, Empty, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutWriter;
use tokio_util::sync::CancellationToken;

mod answered;
mod coding;
mod condition;
mod delta;
mod guessed;
mod listen;
mod media;
mod memory_file;
mod published;
mod resource;
pub mod respond;
mod room;
mod stream;

pub use answered::Answered;
pub use listen::Listener;
pub use media::FOLDER as MEDIA;
pub use published::{Published, Site, cache_control};

use room::Room;

/// What a client may cost (T-17), and how long the end may take (D-19).
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once; more wait in the kernel's queue until one closes.
    pub connections: usize,
    /// Connections at once from one public address; more are closed. A proxy speaks from a private one.
    pub from_one: usize,
    /// How long a client may take to send the head of a request, and may rest between two.
    pub header_time: Duration,
    /// How long a client may take none of a response.
    pub write_time: Duration,
    /// How long running responses may take once the shutdown has begun.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 1024,
            from_one: 64,
            header_time: Duration::from_secs(10),
            write_time: Duration::from_secs(30),
            drain_time: Duration::from_secs(10),
        }
    }
}

/// What is served.
#[derive(Debug, Default)]
pub struct Served {
    /// The feeds and pages; replaced as a whole.
    pub published: ArcSwap<Published>,
    /// The output folder, whose folder [`MEDIA`] is served too; replaced when the configuration names another.
    pub output: ArcSwap<PathBuf>,
    /// How many requests were answered, and how.
    pub answered: Answered,
}

/// Serves until the shutdown, then lets running responses end.
pub async fn run(listener: Listener, served: Arc<Served>, shutdown: CancellationToken) {
    run_within(Limits::default(), listener, served, shutdown).await;
}

/// [`run`] with limits of one's own.
pub async fn run_within(
    limits: Limits,
    listener: Listener,
    served: Arc<Served>,
    shutdown: CancellationToken,
) {
    let answer = move |request: Request<Incoming>| {
        let (head, _body) = request.into_parts();
        let request = Request::from_parts(head, ());
        let served = Arc::clone(&served);
        async move { answer(&request, &served).await }
    };
    connections(&limits, listener, shutdown, answer).await;
}

/// How many connections there may be at most, for whoever else in the process needs to open files (D-06).
fn spare_files() -> usize {
    let most = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let most = most.current.map_or(usize::MAX, |most| {
        usize::try_from(most).unwrap_or(usize::MAX)
    });
    most.saturating_sub((most / 4).max(32)).max(1)
}

/// Takes connections and has their requests answered, within limits, until the shutdown; then lets running responses end.
pub async fn connections<A, F, B>(
    limits: &Limits,
    listener: Listener,
    shutdown: CancellationToken,
    answer: A,
) where
    A: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<B>> + Send + 'static,
    B: hyper::body::Body<Error: Into<Box<dyn Error + Send + Sync>>, Data: Send> + Send + 'static,
{
    let graceful = GracefulShutdown::new();
    let room = Room::new(limits.connections.min(spare_files()), limits.from_one);
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let Some((stream, place)) = accepted else {
            continue;
        };
        let (answer, sent) = (answer.clone(), stream.sent.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let (answered, sent) = (answer(request), sent.clone());
            async move {
                let mut response = answered.await;
                sent.set(response.extensions_mut().remove());
                Ok::<_, Infallible>(response)
            }
        });
        let mut stream = TimeoutWriter::new(stream);
        stream.set_timeout(Some(limits.write_time));
        // Without a timer hyper's time limits have no effect at all (T-17).
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain_time, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("responses were still running at the end and have been cut");
    }
}

type Body = Either<Full<Bytes>, Either<media::Body, Empty<Bytes>>>;

#[expect(clippy::disallowed_methods, reason = "shell: the server's clock")]
async fn answer(request: &Request<()>, served: &Served) -> Response<Body> {
    let now = Utc::now();
    let published = served.published.load();
    let response = respond::respond(request, &published, now);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if response.status() == StatusCode::NOT_FOUND && reads {
        let path = request.uri().path();
        let path = published.below_base(path).unwrap_or(path).to_owned();
        drop(published);
        let output = served.output.load_full();
        if let Some(file) = media::respond(request, &output, &path, now).await {
            served.answered.count(file.status());
            return file
                .map(|body| Either::Right(body.map_or(Either::Right(Empty::new()), Either::Left)));
        }
    }
    served.answered.count(response.status());
    response.map(|bytes| Either::Left(Full::new(bytes)))
}

/// The next connection, when there is room for it. None where its sender has enough of them already, and after a
/// fault that may pass, such as too many open files: after a short rest, so that it is not asked for in a circle.
async fn accept(listener: &Listener, room: &Arc<Room>) -> Option<(stream::Stream, room::Place)> {
    let place = room.place().await?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            room.say(None);
            Some((stream, place.of(peer)?))
        }
        Err(error) => {
            room.say(Some(&error));
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

#[cfg(test)]
mod tests;
