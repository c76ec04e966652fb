//! Where connections come from: TCP, or a Unix socket that a proxy on the same machine speaks to.
#![expect(clippy::disallowed_methods, reason = "shell: sockets and their files")]

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tokio::net::{TcpListener, UnixListener, UnixStream};

use super::stream::Stream;

/// A socket that listens.
#[derive(Debug)]
pub enum Listener {
    /// TCP.
    Tcp(TcpListener),
    /// A Unix socket; its file goes with it.
    Unix(UnixListener, SocketFile),
}

/// The file of a Unix socket, removed when it is dropped.
#[derive(Debug)]
pub struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Listener {
    /// The mode of a socket to which everyone on the machine may connect: what is served there is public.
    pub const EVERYONE: u32 = 0o666;
    /// The mode of a socket for its owner and its group.
    pub const GROUP: u32 = 0o660;

    /// Listens on an address and a port.
    ///
    /// # Errors
    /// What the system says: the port is taken, or not ours to take.
    pub async fn tcp(address: SocketAddr) -> io::Result<Self> {
        Ok(Listener::Tcp(TcpListener::bind(address).await?))
    }

    /// Listens on a Unix socket, to which those may connect whom its file's `mode` and its folder let write to it. What a
    /// killed process left there is replaced; a socket at which somebody answers is not.
    ///
    /// # Errors
    /// When somebody listens there, something other than a socket is there, or what the system says.
    pub async fn unix(path: &Path, mode: u32) -> io::Result<Self> {
        match std::fs::symlink_metadata(path) {
            Ok(found) if !found.file_type().is_socket() => {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    "there is something there that is no socket",
                ));
            }
            Ok(_) if UnixStream::connect(path).await.is_ok() => {
                return Err(io::Error::new(
                    io::ErrorKind::AddrInUse,
                    "somebody listens there",
                ));
            }
            Ok(_) => std::fs::remove_file(path)?,
            Err(_) => {}
        }
        let listener = UnixListener::bind(path)?;
        let file = SocketFile(path.to_owned());
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
        Ok(Listener::Unix(listener, file))
    }

    /// The address and port, for TCP.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Listener::Tcp(listener) => listener.local_addr().ok(),
            Listener::Unix(..) => None,
        }
    }

    /// The next connection, with the address that it comes from.
    pub(super) async fn accept(&self) -> io::Result<(Stream, Option<IpAddr>)> {
        match self {
            Listener::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                // A response is written at once: nothing is to wait for more.
                let _ = stream.set_nodelay(true);
                Ok((Stream::tcp(stream), Some(peer.ip())))
            }
            Listener::Unix(listener, _) => {
                let (stream, _) = listener.accept().await?;
                Ok((Stream::unix(stream), None))
            }
        }
    }
}
