//! The server beside the turns: started, replaced and stopped as a whole.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::{Listen, Settings};
use crate::serve::{self, Listener, Served};

/// The server, when there is one.
pub(super) struct Server {
    /// Where it listens, when that is an address and a port.
    pub(super) address: Option<SocketAddr>,
    stop: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) async fn start(settings: &Settings, served: &Arc<Served>) -> anyhow::Result<Self> {
        let stop = CancellationToken::new();
        let Some(listen) = &settings.listen else {
            return Ok(Server {
                address: None,
                stop,
                task: None,
            });
        };
        let listener = match listen {
            Listen::Tcp(address) => Listener::tcp(*address).await,
            Listen::Unix(path) => Listener::unix(path).await,
        };
        let listener = listener.map_err(|error| {
            anyhow::anyhow!(
                "cannot listen on {listen}: {error}\n\
                 hint: stop what listens there, or change `listen` under [serve] in {}",
                settings.file.display()
            )
        })?;
        let address = listener.address();
        let (served, shutdown) = (Arc::clone(served), stop.clone());
        let task = tokio::spawn(serve::run(listener, served, shutdown));
        Ok(Server {
            address,
            stop,
            task: Some(task),
        })
    }

    /// Answers what has been asked and ends.
    pub(super) async fn stop(self) {
        self.stop.cancel();
        if let Some(task) = self.task {
            let _ = task.await;
        }
    }
}
