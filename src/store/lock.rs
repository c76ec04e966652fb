//! One writer, proved by an operating system lock and not by a file's existence: it dies
//! with the process, so that no crash leaves a stale one.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{Error, beside};

/// A held lock.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Drop for Lock {
    /// Gives it back at once, though a process that is just being started has the file open, too.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock that belongs to a state file; says who holds it when it is taken.
    pub(super) fn acquire(state: &Path) -> Result<Self, Error> {
        let path = beside(state, ".lock");
        let failed = |source| Error::Io {
            path: path.clone(),
            source,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = Read::by_ref(&mut file).take(64).read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => "which has just started".to_owned(),
                    pid => format!("pid {pid}"),
                };
                return Err(Error::Held {
                    path: state.to_owned(),
                    holder,
                });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        file.set_len(0).map_err(failed)?;
        file.rewind().map_err(failed)?;
        write!(file, "{}", std::process::id()).map_err(failed)?;
        Ok(Lock { file })
    }
}
