//! Where outer datagrams come from and go to. The engine knows only this trait.

pub mod channel;
pub mod kernel;
#[cfg(target_os = "linux")]
pub mod linux;
#[cfg(feature = "portable")]
pub mod portable;

use crate::sys::address;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// An outer datagram that arrived.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    pub from: SocketAddr,
    pub local_ip: Option<IpAddr>,
    /// Where DSCP is not observed ([`Socket::sees_dscp`]) only the two ECN bits.
    pub tos: u8,
    /// 0 where not observed.
    pub ttl: u8,
    /// Monotonic nanoseconds; the kernel's stamp where there is one.
    pub at: u64,
    pub bytes: &'a [u8],
}

/// Outer datagrams to be sent to one destination: one, or several of `segment` octets (the last may be shorter).
#[derive(Debug)]
pub struct Departure {
    pub to: SocketAddr,
    pub source_ip: Option<IpAddr>,
    pub tos: u8,
    pub ttl: Option<u8>,
    pub segment: Option<usize>,
    pub bytes: Vec<u8>,
}

impl Departure {
    /// The single datagrams, as they will be on the wire.
    pub fn datagrams(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.bytes.chunks(self.segment.unwrap_or(self.bytes.len()).max(1))
    }
}

/// An error that concerns the path rather than a call.
pub struct PathError {
    pub errno: u32,
    pub origin: u8,
    pub kind: u8,
    pub code: u8,
    pub info: u32,
    pub offender: Option<SocketAddr>,
    pub destination: Option<SocketAddr>,
    pub quoted: Vec<u8>,
}

impl PathError {
    /// Appends the body of an ICMP_ERROR record.
    pub fn body(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(44 + self.quoted.len());
        body.extend_from_slice(&self.errno.to_le_bytes());
        body.extend_from_slice(&self.info.to_le_bytes());
        for address in [self.offender, self.destination] {
            body.extend_from_slice(&address.map_or([0; 18], |address| address::to_record(&address)));
        }
        body.extend_from_slice(&self.quoted);
        body
    }
}

#[cfg(target_os = "linux")]
impl From<crate::sys::error_queue::IcmpError> for PathError {
    fn from(error: crate::sys::error_queue::IcmpError) -> Self {
        let crate::sys::error_queue::IcmpError { errno, origin, kind, code, info, offender, destination, quoted } =
            error;
        Self { errno, origin, kind, code, info, offender, destination, quoted }
    }
}

/// What a thread waits for besides being woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Somebody else reads the socket.
    Nothing,
    Datagrams,
    /// Or room to send.
    DatagramsOrRoom,
}

pub trait Socket: Send + Sync {
    fn local_address(&self) -> SocketAddr;

    /// Hands every waiting datagram of one batch to `sink`. `Ok(false)`: nothing is waiting any more.
    /// Called by one thread at a time.
    fn receive(&self, sink: &mut dyn FnMut(&Arrival)) -> io::Result<bool>;

    /// `WouldBlock`: keep it and wait for writability.
    fn send(&self, departure: &Departure) -> io::Result<()>;

    /// How many datagrams one `send` may carry.
    fn max_segments(&self) -> usize;

    /// Errors the path reported since the last call.
    fn path_errors(&self, sink: &mut dyn FnMut(PathError));

    /// Datagrams lost because our own receive buffer was full; `None`: the system does not say.
    fn overflow(&self) -> Option<u64>;

    /// Whether arrivals show DSCP, and departures can carry it, or ECN alone.
    fn sees_dscp(&self) -> bool {
        true
    }

    /// Sleeps until what we wait for is there, someone wakes us, or `timeout` is over.
    fn wait(&self, timeout: Option<Duration>, wanted: Wanted);

    /// What another loop can watch for datagrams; `None`: nothing can.
    fn descriptor(&self) -> Option<i32> {
        None
    }

    fn wake(&self);
}
