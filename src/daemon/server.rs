//! The server beside the turns: started, replaced and stopped as a whole. It has a thread and a runtime of its own, so
//! that no turn holds up a reader, and no crowd of readers a turn.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::config::{Listen, Settings};
use crate::serve::{self, Listener, Served};

/// The server, when there is one.
pub(super) struct Server {
    /// Where it listens, when that is an address and a port.
    pub(super) address: Option<SocketAddr>,
    stop: CancellationToken,
    ended: Option<oneshot::Receiver<()>>,
}

impl Server {
    pub(super) async fn start(settings: &Settings, served: &Arc<Served>) -> anyhow::Result<Self> {
        let stop = CancellationToken::new();
        let Some(listen) = settings.listen.clone() else {
            return Ok(Server {
                address: None,
                stop,
                ended: None,
            });
        };
        let fault = |error: io::Error| {
            let listen = settings.listen.as_ref().map(ToString::to_string);
            anyhow::anyhow!(
                "cannot listen on {}: {error}\n\
                 hint: stop what listens there, or change `listen` under [serve] in {}",
                listen.unwrap_or_default(),
                settings.file.display()
            )
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(fault)?;
        let (bound, listening) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let (served, shutdown) = (Arc::clone(served), stop.clone());
        let thread = std::thread::Builder::new().name("server".to_owned());
        thread
            .spawn(move || {
                runtime.block_on(async {
                    let listener = match &listen {
                        Listen::Tcp(address) => Listener::tcp(*address).await,
                        Listen::Unix(path) => Listener::unix(path).await,
                    };
                    match listener {
                        Ok(listener) => {
                            let _ = bound.send(Ok(listener.address()));
                            serve::run(listener, served, shutdown).await;
                        }
                        Err(error) => {
                            let _ = bound.send(Err(error));
                        }
                    }
                });
                let _ = end.send(());
            })
            .map_err(fault)?;
        let ended_early = |_| io::Error::other("the server's thread ended");
        let listening = listening.await.map_err(ended_early).and_then(|bound| bound);
        Ok(Server {
            address: listening.map_err(fault)?,
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
