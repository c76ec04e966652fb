//! File systems of other machines, on which locks do not hold for certain, and SQLite comes to harm.

use std::path::Path;

use super::Error;

/// By the numbers that Linux gives them (statfs(2)).
const NETWORKS: &[(u32, &str)] = &[
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x00c3_6400, "Ceph"),
    (0x5346_414f, "AFS"),
];

/// Refuses a state that would lie on another machine. A file system that cannot be asked is taken for a disk.
pub(super) fn refuse(path: &Path) -> Result<(), Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let about = rustix::fs::statfs(folder.unwrap_or(Path::new(".")));
    let kind = about
        .ok()
        .and_then(|about| u32::try_from(about.f_type).ok());
    match kind.and_then(network) {
        None => Ok(()),
        Some(name) => Err(Error::Network {
            path: path.to_owned(),
            name,
        }),
    }
}

fn network(kind: u32) -> Option<&'static str> {
    let mut known = NETWORKS.iter();
    known.find(|known| known.0 == kind).map(|known| known.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_are_no_networks() {
        for (what, kind) in [
            ("ext4", 0xef53),
            ("tmpfs", 0x0102_1994),
            ("btrfs", 0x9123_683e),
            ("xfs", 0x5846_5342),
            ("zfs", 0x2fc1_2fc1),
            ("overlay", 0x794c_7630),
        ] {
            assert_eq!(network(kind), None, "{what}");
        }
        assert_eq!(network(0x6969), Some("NFS"));
        let folder = tempfile::tempdir().expect("a folder");
        assert!(refuse(&folder.path().join("feedmill.db")).is_ok());
        let refused = Error::Network {
            path: "feedmill.db".into(),
            name: "NFS",
        };
        assert!(refused.to_string().contains("set `state`"));
    }
}
