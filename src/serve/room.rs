//! How many connections there may be, in all and from one address (T-17).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The room that there is for connections.
#[derive(Debug)]
pub(super) struct Room {
    all: Arc<Semaphore>,
    from_one: usize,
    taken: Mutex<HashMap<IpAddr, usize>>,
    /// Whether it has been said that no connection can be accepted.
    said: AtomicBool,
}

/// The place of one connection, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    room: Arc<Room>,
    _permit: OwnedSemaphorePermit,
    of: Option<IpAddr>,
}

impl Room {
    pub(super) fn new(all: usize, from_one: usize) -> Arc<Self> {
        Arc::new(Room {
            all: Arc::new(Semaphore::new(all)),
            from_one,
            taken: Mutex::default(),
            said: AtomicBool::new(false),
        })
    }

    /// Says once why no connection can be accepted, until one can.
    pub(super) fn say(&self, trouble: Option<&std::io::Error>) {
        match trouble {
            None => self.said.store(false, Relaxed),
            Some(error) if !self.said.swap(true, Relaxed) => {
                tracing::warn!(
                    "no connection can be accepted ({error}); it is tried again all the time"
                );
            }
            Some(_) => {}
        }
    }

    /// Waits for a place.
    pub(super) async fn place(self: &Arc<Self>) -> Option<Place> {
        let permit = Arc::clone(&self.all).acquire_owned().await.ok()?;
        Some(Place {
            room: Arc::clone(self),
            _permit: permit,
            of: None,
        })
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The place as one of an address; None when that has as many as it may. Loopback and private networks may have all:
    /// that is where proxies are.
    pub(super) fn of(mut self, peer: Option<IpAddr>) -> Option<Self> {
        let Some(address) = peer.and_then(counted) else {
            return Some(self);
        };
        {
            let mut taken = self.room.taken();
            let count = taken.entry(address).or_default();
            if *count >= self.room.from_one {
                return None;
            }
            *count += 1;
        }
        self.of = Some(address);
        Some(self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(address) = self.of else {
            return;
        };
        let mut taken = self.room.taken();
        if let Some(count) = taken.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&address);
            }
        }
    }
}

/// What a client is counted by: an IPv4 address, the network of a household or a machine in IPv6 (a /64).
fn counted(peer: IpAddr) -> Option<IpAddr> {
    match peer.to_canonical() {
        IpAddr::V4(ip) if ip.is_loopback() || ip.is_private() || ip.is_link_local() => None,
        IpAddr::V6(ip) if ip.is_loopback() || ip.is_unique_local() => None,
        IpAddr::V6(ip) if ip.is_unicast_link_local() => None,
        IpAddr::V4(ip) => Some(ip.into()),
        IpAddr::V6(ip) => {
            let network = ip.to_bits() & !u128::from(u64::MAX);
            Some(IpAddr::V6(network.into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-17: one address takes its share; proxies on private ones take all.
    #[tokio::test]
    async fn one_address_has_so_many_and_gives_them_back() {
        let room = Room::new(100, 2);
        let from = |text: &str| text.parse().ok();
        let mut places = Vec::new();
        for (peer, expected) in [
            ("203.0.113.7", true),
            ("203.0.113.7", true),
            ("203.0.113.7", false),
            ("::ffff:203.0.113.7", false),
            ("203.0.113.8", true),
            ("2001:db8::1", true),
            ("2001:db8::2", true),
            ("2001:db8::3", false),
            ("2001:db8:0:1::3", true),
        ] {
            let place = room.place().await.expect("room");
            let place = place.of(from(peer));
            assert_eq!(place.is_some(), expected, "{peer}");
            places.extend(place);
        }
        for peer in ["127.0.0.1", "::1", "10.0.0.1", "fd00::1", "fe80::1"] {
            for _ in 0..4 {
                let place = room.place().await.expect("room");
                places.push(place.of(from(peer)).expect(peer));
            }
        }
        places.clear();
        let place = room.place().await.expect("room");
        assert!(place.of(from("203.0.113.7")).is_some());
        assert!(room.taken().is_empty());
    }
}
