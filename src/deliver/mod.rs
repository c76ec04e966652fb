//! What is told to others once it is published: hubs (WebSub), a webhook, a program of the operator's,
//! an object store. Shell, but for what is said and when it is
//! said again.
//!
//! It only sends what it is handed, and hands back what came of it: what waits, and for how long, is in the store, so that
//! nobody who does not answer holds up a turn or a reader, and nothing is lost over a restart.

pub mod again;
pub mod objects;
pub mod program;
pub mod webhook;
pub mod websub;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use url::Url;

use crate::collect::http::{Client, Failure, Post};
pub use program::Program;
pub use webhook::Webhook;

/// Who is told.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Hubs that are told the addresses of changed feeds.
    pub hubs: Vec<Url>,
    /// What is told the new articles themselves.
    pub webhook: Option<Webhook>,
}

/// One thing to be sent.
#[derive(Debug, Clone)]
pub struct Errand {
    /// By which it is known to the store.
    pub key: i64,
    /// How often it was refused for its own sake before.
    pub failures: u32,
    /// What is sent.
    pub post: Post,
}

/// What one receiver is to be told now.
#[derive(Debug, Clone)]
pub struct Round {
    /// By which it is known to the store.
    pub receiver: String,
    /// At least one.
    pub errands: Vec<Errand>,
    /// Whether each has to wait until the one before it was taken.
    pub ordered: bool,
}

/// What came of one errand.
#[derive(Debug)]
pub struct Reply {
    /// Whom it was meant for.
    pub receiver: String,
    /// Which one.
    pub key: i64,
    /// How often it was refused for its own sake before.
    pub failures: u32,
    /// Whether it was taken.
    pub answer: Result<(), Failure>,
    /// Whether the others have to wait because of this failure.
    pub stops: bool,
    /// Whether the round is over.
    pub last: bool,
}

/// Sends each round on its own, one errand after the other; `now` is when it is called. What comes of it comes by the
/// channel; each round's end is said.
pub fn start(
    client: &Arc<Client>,
    rounds: Vec<Round>,
    now: DateTime<Utc>,
    replies: &mpsc::Sender<Reply>,
) {
    for round in rounds {
        let (client, replies) = (Arc::clone(client), replies.clone());
        tokio::spawn(async move {
            let mut left = round.errands.len();
            for errand in round.errands {
                left -= 1;
                let answer = client.post(&errand.post, now).await;
                let stops = answer
                    .as_ref()
                    .is_err_and(|failure| round.ordered || again::is_of_the_receiver(failure));
                let reply = Reply {
                    receiver: round.receiver.clone(),
                    key: errand.key,
                    failures: errand.failures,
                    answer,
                    stops,
                    last: stops || left == 0,
                };
                if replies.send(reply).await.is_err() || stops {
                    return;
                }
            }
        });
    }
}

/// Rounds that cannot be sent, because there is no client.
pub fn refused(rounds: Vec<Round>, reason: &anyhow::Error) -> Vec<Reply> {
    let failed = |round: Round| {
        let first = round.errands.into_iter().next()?;
        Some(Reply {
            receiver: round.receiver,
            key: first.key,
            failures: first.failures,
            answer: Err(Failure::new(format!("{reason:#}"))),
            stops: true,
            last: true,
        })
    };
    rounds.into_iter().filter_map(failed).collect()
}
