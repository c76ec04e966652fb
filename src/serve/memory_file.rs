//! Large bodies also lie in a file in memory, from which the kernel sends them without copying them once more
//! (`sendfile`). The bytes stay what is said of the response; where this cannot be had, they are written as ever.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;

/// What is shorter is written just as fast.
const SHORTEST: usize = 32 * 1024;
/// What is longer is not held twice.
const LONGEST: usize = 8 * 1024 * 1024;
/// Most files at once: each is a descriptor of the process.
const MOST: usize = 64;

static OPEN: AtomicUsize = AtomicUsize::new(0);

/// Bytes, and the same in a file in memory. Neither changes.
#[derive(Debug)]
pub(super) struct MemoryFile {
    bytes: Bytes,
    file: File,
}

impl Drop for MemoryFile {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::Relaxed);
    }
}

impl MemoryFile {
    /// None where it would be of no use, or there are enough of them.
    pub(super) fn of(bytes: &Bytes) -> Option<Arc<Self>> {
        if !(SHORTEST..=LONGEST).contains(&bytes.len()) {
            return None;
        }
        let file = create()?;
        if OPEN.fetch_add(1, Ordering::Relaxed) >= MOST {
            OPEN.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        let made = MemoryFile {
            bytes: bytes.clone(),
            file,
        };
        (&made.file).write_all(bytes).ok()?;
        Some(Arc::new(made))
    }

    /// Where a part of a response begins in the file, when it is a part of these very bytes in memory.
    fn place_of(&self, part: &[u8]) -> Option<u64> {
        let within = self.bytes.as_ptr_range();
        let part = part.as_ptr_range();
        let holds = within.start <= part.start && part.end <= within.end;
        let begins = (part.start as usize).checked_sub(within.start as usize)?;
        u64::try_from(begins).ok().filter(|_| holds)
    }
}

/// The file of the response that a connection sends at present, if there is one: the one who answers puts it here, and
/// the one who sends takes from it.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent(Arc<Mutex<Option<Arc<MemoryFile>>>>);

impl Sent {
    pub(super) fn set(&self, file: Option<Arc<MemoryFile>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = file;
    }

    /// The first of the parts that lies in the file: its number, the file and the place in it.
    pub(super) fn find(&self, parts: &[io::IoSlice<'_>]) -> Option<(usize, Arc<MemoryFile>, u64)> {
        let sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let file = sent.as_ref()?;
        let mut parts = parts.iter().enumerate();
        let (at, place) = parts.find_map(|(at, part)| {
            let long = part.len() >= SHORTEST;
            Some((at, file.place_of(part).filter(|_| long)?))
        })?;
        Some((at, Arc::clone(file), place))
    }
}

/// Sends up to `length` bytes of the file from `place` on; as many as the socket takes at once.
#[cfg(target_os = "linux")]
pub(super) fn send(
    socket: impl AsFd,
    file: &MemoryFile,
    mut place: u64,
    length: usize,
) -> io::Result<usize> {
    let sent = rustix::fs::sendfile(socket, &file.file, Some(&mut place), length);
    Ok(sent?)
}

/// Sends what goes before a part of a file; the kernel holds it back until that comes.
#[cfg(target_os = "linux")]
pub(super) fn send_before(socket: impl AsFd, parts: &[io::IoSlice<'_>]) -> io::Result<usize> {
    use rustix::net::{SendAncillaryBuffer, SendFlags, sendmsg};
    let flags = SendFlags::MORE | SendFlags::NOSIGNAL;
    Ok(sendmsg(
        socket,
        parts,
        &mut SendAncillaryBuffer::default(),
        flags,
    )?)
}

#[cfg(target_os = "linux")]
fn create() -> Option<File> {
    let flags = rustix::fs::MemfdFlags::CLOEXEC;
    rustix::fs::memfd_create("feedmill", flags)
        .ok()
        .map(File::from)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn send(_: impl AsFd, _: &MemoryFile, _: u64, _: usize) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn send_before(_: impl AsFd, _: &[io::IoSlice<'_>]) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn create() -> Option<File> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_known_by_where_it_lies() {
        let bytes = Bytes::from(vec![7; SHORTEST * 2]);
        let file = MemoryFile::of(&bytes).expect("a file");
        let sent = Sent::default();
        sent.set(Some(Arc::clone(&file)));
        let find = |parts: &[&[u8]]| {
            let parts: Vec<_> = parts.iter().map(|part| io::IoSlice::new(part)).collect();
            sent.find(&parts).map(|(at, _, place)| (at, place))
        };
        let equal = bytes.to_vec();
        assert_eq!(find(&[b"head", &bytes]), Some((1, 0)));
        assert_eq!(find(&[&bytes[100..]]), Some((0, 100)));
        assert_eq!(find(&[&equal]), None, "equal bytes elsewhere");
        assert_eq!(find(&[&bytes[..100]]), None, "short");
        assert_eq!(find(&[]), None);
        assert!(MemoryFile::of(&Bytes::from_static(b"short")).is_none());
    }
}
