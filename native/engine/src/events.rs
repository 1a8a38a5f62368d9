//! What the engine tells its owner: records appended to one buffer.
//!
//! The owner is woken once when the buffer turns non-empty and then takes the
//! whole buffer, so that a hundred datagrams cost one hand-over. All integers
//! are little endian. A record is a header of 12 bytes and a body:
//!
//! `u32 body length | u8 kind | u8 flag | u16 aux | u32 id | body`
//!
//! `id` is the connection (QUIC) or socket (UDP). The bodies are listed at the
//! constants in [`kind`].

use std::sync::Mutex;

/// Record kinds. `at` is a monotonic time in nanoseconds; `address` is 16 octets
/// of IPv6 (IPv4 mapped) followed by a `u16` port.
pub mod kind {
    /// A server connection exists. Body: peer address.
    pub const INCOMING: u8 = 1;
    /// The handshake is complete. `flag` 1 on the server side.
    pub const CONNECTED: u8 = 2;
    /// The connection is over. `flag` is a [`super::lost`] value; body: `u64` code, `u8` length and name of the
    /// frame that gave offence, then the reason: the peer's octets as sent, or our own words.
    pub const LOST: u8 = 3;
    /// A QUIC DATAGRAM. Body: `u64` at, payload.
    pub const DATAGRAM: u8 = 4;
    /// Stream bytes in order; `flag` 1 when these are the last. Body: `u64` stream id, bytes.
    pub const STREAM_DATA: u8 = 5;
    /// The peer reset its sending side. Body: `u64` stream id, `u64` code.
    pub const STREAM_RESET: u8 = 6;
    /// The peer asked us to stop sending. Body: `u64` stream id, `u64` code.
    pub const STREAM_STOPPED: u8 = 7;
    /// A stream blocked in `write` takes bytes again. Body: `u64` stream id.
    pub const STREAM_WRITABLE: u8 = 8;
    /// All we wrote and the end of it was acknowledged. Body: `u64` stream id.
    pub const STREAM_FINISHED: u8 = 9;
    /// The peer raised its stream limit. `flag` 1 for unidirectional streams.
    pub const STREAMS_AVAILABLE: u8 = 10;
    /// The datagram queue has room again.
    pub const DRAIN: u8 = 11;
    /// One line in the format of SSLKEYLOGFILE, without the line end.
    pub const KEYLOG: u8 = 12;
    /// An outer datagram. `flag` has the bits of [`super::outer`]; `aux` = TOS << 8 | TTL (TTL 0: not observed).
    /// Body: `u64` at, peer address, bytes.
    pub const OUTER: u8 = 13;
    /// Decrypted frames of one packet. `flag` 0 received, 1 sent; `aux` 0 Handshake, 1 1-RTT.
    /// Body: `u64` at, `u64` packet number, frames.
    pub const FRAMES: u8 = 14;
    /// (channel socket) An outer datagram to be carried by the owner. `aux` = TOS.
    /// Body: destination address, bytes.
    pub const TRANSMIT: u8 = 15;
    /// A send failed with something else than "try again". `id` is the errno. Body: destination address.
    pub const SEND_ERROR: u8 = 16;
    /// The kernel reported an ICMP error or a local one. `flag` = origin, `aux` = type << 8 | code,
    /// `id` = UDP socket or 0. Body: `u32` errno, `u32` info (MTU), offender address, destination address,
    /// then the quoted payload as far as the kernel gives it.
    pub const ICMP_ERROR: u8 = 17;
    /// The peer moved. Body: its new address.
    pub const MIGRATED: u8 = 18;
    /// (UDP) A datagram. `flag` = TOS, `aux` = TTL (0xffff: not observed).
    /// Body: `u64` at, source address, 16 octets local address (zero: unknown), payload.
    pub const PACKET: u8 = 19;
    /// (UDP) The kernel dropped datagrams of this socket for want of buffer. Body: `u64` total so far.
    pub const OVERFLOW: u8 = 20;
    /// The engine's thread failed. Body: message. Nothing follows.
    pub const PANIC: u8 = 21;
    /// (client) The first outer datagram that belongs to the connection came in. Body: `u64` at.
    pub const ANSWERED: u8 = 22;
    /// (TUN) An IP packet that the kernel routed to us. Body: `u64` at, packet.
    pub const TUN_PACKET: u8 = 23;
    /// (TUN) The device is gone. `id` is the errno. Nothing follows.
    pub const TUN_LOST: u8 = 24;
}

/// Bits of `flag` of [`kind::OUTER`].
pub mod outer {
    /// Sent, not received.
    pub const SENT: u8 = 1;
    /// Of the TOS octet only ECN was observed.
    pub const ECN_ONLY: u8 = 2;
}

/// Why a connection is over (`flag` of [`kind::LOST`]).
pub mod lost {
    pub const APPLICATION_CLOSED: u8 = 1;
    pub const CONNECTION_CLOSED: u8 = 2;
    /// We found the peer at fault and closed; the code is the one we sent.
    pub const TRANSPORT_ERROR: u8 = 3;
    pub const TIMED_OUT: u8 = 4;
    pub const STATELESS_RESET: u8 = 5;
    pub const LOCALLY_CLOSED: u8 = 6;
    pub const VERSION_MISMATCH: u8 = 7;
    pub const CIDS_EXHAUSTED: u8 = 8;
}

/// Above this the engine stops handing data up and lets flow control and the kernel's buffers hold it.
const MAX_BACKLOG: usize = 8 << 20;
const MAX_REUSED_CAPACITY: usize = 1 << 20;

/// Called when the buffer turns non-empty, from whatever thread filled it.
pub type Notify = Box<dyn Fn() + Send + Sync>;

pub struct EventQueue {
    state: Mutex<State>,
    notify: Mutex<Option<Notify>>,
}

#[derive(Default)]
struct State {
    bytes: Vec<u8>,
    announced: bool,
    was_full: bool,
}

impl EventQueue {
    pub fn new(notify: Notify) -> Self {
        Self { state: Mutex::default(), notify: Mutex::new(Some(notify)) }
    }

    pub fn push(&self, kind: u8, flag: u8, aux: u16, id: u32, body: &[&[u8]]) {
        let length: usize = body.iter().map(|part| part.len()).sum();
        let bytes = &mut lock(&self.state).bytes;
        bytes.reserve(12 + length);
        bytes.extend_from_slice(&(length as u32).to_le_bytes());
        bytes.extend_from_slice(&[kind, flag]);
        bytes.extend_from_slice(&aux.to_le_bytes());
        bytes.extend_from_slice(&id.to_le_bytes());
        for part in body {
            bytes.extend_from_slice(part);
        }
    }

    /// False once the owner is so far behind that data should stay where it is.
    pub fn has_room(&self) -> bool {
        let mut state = lock(&self.state);
        let room = state.bytes.len() < MAX_BACKLOG;
        state.was_full |= !room;
        room
    }

    pub fn is_empty(&self) -> bool {
        lock(&self.state).bytes.is_empty()
    }

    /// Wakes the owner if there is something it has not been told of.
    pub fn publish(&self) {
        {
            let mut state = lock(&self.state);
            if state.bytes.is_empty() || state.announced {
                return;
            }
            state.announced = true;
        }
        if let Some(notify) = &*lock(&self.notify) {
            notify();
        }
    }

    /// Everything so far, and whether the engine held back data meanwhile and must be woken.
    pub fn take(&self) -> (Vec<u8>, bool) {
        let mut state = lock(&self.state);
        state.announced = false;
        let capacity = state.bytes.len().min(MAX_REUSED_CAPACITY);
        let bytes = std::mem::replace(&mut state.bytes, Vec::with_capacity(capacity));
        (bytes, std::mem::take(&mut state.was_full))
    }

    /// Forgets the owner; later records are kept but announced to nobody.
    pub fn disconnect(&self) {
        lock(&self.notify).take();
    }
}

/// The queue is append-only bytes: a panic elsewhere cannot leave it inconsistent.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::Arc;

    #[test]
    fn announces_once_until_taken() {
        let calls = Arc::new(AtomicUsize::new(0));
        let counter = calls.clone();
        let queue = EventQueue::new(Box::new(move || {
            counter.fetch_add(1, Ordering::Relaxed);
        }));
        queue.publish();
        assert_eq!(calls.load(Ordering::Relaxed), 0, "an empty queue announces nothing");
        queue.push(kind::DRAIN, 0, 0, 7, &[]);
        queue.push(kind::KEYLOG, 0, 0, 7, &[b"ab", b"c"]);
        queue.publish();
        queue.publish();
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        let (bytes, was_full) = queue.take();
        assert!(!was_full);
        assert_eq!(bytes.len(), 12 + 12 + 3);
        assert_eq!(&bytes[12..16], &3u32.to_le_bytes());
        queue.push(kind::DRAIN, 0, 0, 7, &[]);
        queue.publish();
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn remembers_that_it_was_full() {
        let queue = EventQueue::new(Box::new(|| {}));
        assert!(queue.has_room());
        queue.push(kind::DATAGRAM, 0, 0, 1, &[&vec![0; MAX_BACKLOG]]);
        assert!(!queue.has_room());
        assert!(queue.take().1);
        assert!(queue.has_room());
        assert!(!queue.take().1);
    }
}
