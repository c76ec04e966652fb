//! The server beside the turns: started, replaced and stopped as a whole. It has a thread and a runtime of its own, so
//! that no turn holds up a reader, and no crowd of readers a turn.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::config::{Listen, Settings};
use crate::serve::{self, Listener, Served};

/// A server, when there is one.
pub(super) struct Server {
    /// Where it listens, when that is an address and a port.
    pub(super) address: Option<SocketAddr>,
    stop: CancellationToken,
    ended: Option<oneshot::Receiver<()>>,
}

impl Server {
    /// Serves feeds, unless that is switched off.
    pub(super) async fn start(settings: &Settings, served: &Arc<Served>) -> anyhow::Result<Self> {
        let Some(listen) = &settings.listen else {
            return Ok(Server::none());
        };
        let served = Arc::clone(served);
        let serve = move |listener, stop| serve::run(listener, served, stop);
        Server::listen("server", listen, Listener::EVERYONE, serve)
            .await
            .map_err(|error| {
                anyhow::anyhow!(
                    "cannot listen on {listen}: {error}\n\
                     hint: stop what listens there, or change `listen` under [serve] in {}",
                    settings.file.display()
                )
            })
    }

    /// No server.
    pub(super) fn none() -> Self {
        Server {
            address: None,
            stop: CancellationToken::new(),
            ended: None,
        }
    }

    /// Whether there is one.
    pub(super) fn runs(&self) -> bool {
        self.ended.is_some()
    }

    /// Listens, and has a thread of that name serve what comes; `mode` is that of a Unix socket.
    pub(super) async fn listen<S, F>(
        name: &str,
        listen: &Listen,
        mode: u32,
        serve: S,
    ) -> io::Result<Self>
    where
        S: FnOnce(Listener, CancellationToken) -> F + Send + 'static,
        F: Future<Output = ()>,
    {
        let stop = CancellationToken::new();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (bound, listening) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let (listen, shutdown) = (listen.clone(), stop.clone());
        let thread = std::thread::Builder::new().name(name.to_owned());
        thread.spawn(move || {
            runtime.block_on(async {
                let listener = match &listen {
                    Listen::Tcp(address) => Listener::tcp(*address).await,
                    Listen::Unix(path) => Listener::unix(path, mode).await,
                };
                match listener {
                    Ok(listener) => {
                        let _ = bound.send(Ok(listener.address()));
                        serve(listener, shutdown).await;
                    }
                    Err(error) => {
                        let _ = bound.send(Err(error));
                    }
                }
            });
            let _ = end.send(());
        })?;
        let ended_early = |_| io::Error::other("the server's thread ended");
        Ok(Server {
            address: listening.await.map_err(ended_early)??,
            stop,
            ended: Some(ended),
        })
    }

    /// Answers what has been asked and ends.
    pub(super) async fn stop(self) {
        self.stop.cancel();
        if let Some(ended) = self.ended {
            let _ = ended.await;
        }
    }
}
