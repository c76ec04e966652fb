//! A connection, of whatever kind. What lies in a file in memory is sent from there.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

use super::memory_file::{self, MemoryFile, Sent};

/// A connection.
#[derive(Debug)]
pub(super) struct Stream {
    socket: Socket,
    /// What the response is sent from that goes out at present, where it lies in a file.
    pub(super) sent: Sent,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Stream {
    pub(super) fn tcp(stream: TcpStream) -> Self {
        Stream {
            socket: Socket::Tcp(stream),
            sent: Sent::default(),
        }
    }

    pub(super) fn unix(stream: UnixStream) -> Self {
        Stream {
            socket: Socket::Unix(stream),
            sent: Sent::default(),
        }
    }
}

impl Socket {
    fn poll_write_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Socket::Tcp(stream) => stream.poll_write_ready(context),
            Socket::Unix(stream) => stream.poll_write_ready(context),
        }
    }

    fn try_write<R>(&self, write: impl FnOnce() -> io::Result<R>) -> io::Result<R> {
        match self {
            Socket::Tcp(stream) => stream.try_io(Interest::WRITABLE, write),
            Socket::Unix(stream) => stream.try_io(Interest::WRITABLE, write),
        }
    }

    /// Sends what it takes at once of the parts up to the one with the number `at`, or of that one from the file.
    fn poll_send(
        &self,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
        at: usize,
        file: &MemoryFile,
        place: u64,
    ) -> Poll<io::Result<usize>> {
        let (before, part) = parts.split_at(at);
        let length = part.first().map_or(0, |part| part.len());
        loop {
            std::task::ready!(self.poll_write_ready(context))?;
            let sent = self.try_write(|| match before {
                [] => memory_file::send(self, file, place, length),
                _ => memory_file::send_before(self, before),
            });
            match sent {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                sent => return Poll::Ready(sent),
            }
        }
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Socket::Tcp(stream) => stream.as_fd(),
            Socket::Unix(stream) => stream.as_fd(),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut self.get_mut().socket {
            Socket::Tcp(stream) => Pin::new(stream).poll_read(context, buffer),
            Socket::Unix(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().socket {
            Socket::Tcp(stream) => Pin::new(stream).poll_write(context, bytes),
            Socket::Unix(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let Some((at, file, place)) = self.sent.find(parts) {
            let sent = self.socket.poll_send(context, parts, at, &file, place);
            if !matches!(&sent, Poll::Ready(Err(error)) if is_unknown(error)) {
                return sent;
            }
            // Sent as ever from here on.
            self.sent.set(None);
        }
        match &mut self.get_mut().socket {
            Socket::Tcp(stream) => Pin::new(stream).poll_write_vectored(context, parts),
            Socket::Unix(stream) => Pin::new(stream).poll_write_vectored(context, parts),
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().socket {
            Socket::Tcp(stream) => Pin::new(stream).poll_flush(context),
            Socket::Unix(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().socket {
            Socket::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            Socket::Unix(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}

/// Whether the system, or what it is confined by, does not do that.
fn is_unknown(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported)
}
