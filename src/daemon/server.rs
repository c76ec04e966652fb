//! The server beside the turns: started, replaced and stopped as a whole.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::Settings;
use crate::serve::{self, Published};

/// The server, when there is one.
pub(super) struct Server {
    pub(super) address: Option<SocketAddr>,
    stop: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) async fn start(
        settings: &Settings,
        published: &Arc<ArcSwap<Published>>,
    ) -> anyhow::Result<Self> {
        let stop = CancellationToken::new();
        let Some(listen) = settings.listen else {
            return Ok(Server {
                address: None,
                stop,
                task: None,
            });
        };
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            anyhow::anyhow!(
                "cannot listen on {listen}: {error}\n\
                 hint: stop what listens there, or change `listen` under [serve] in {}",
                settings.file.display()
            )
        })?;
        let address = listener.local_addr().ok();
        let (published, shutdown) = (Arc::clone(published), stop.clone());
        let task = tokio::spawn(async move {
            if let Err(error) = serve::run(listener, published, shutdown).await {
                tracing::error!("serving: {error}");
            }
        });
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
