//! One socket of the hub.

use super::packed::{self, Packet};
use super::UdpOptions;
use crate::error::EngineError;
use crate::events::{kind, EventQueue};
use crate::socket::PathError;
use crate::sys::control::Asked;
use crate::sys::datagrams::{self, ReceiveBatch};
use crate::sys::options::{self, dont_fragment};
use crate::sys::{address, error_queue, StampConverter};
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicU32, Ordering};

/// Receive calls for one socket before the others get their turn.
const FAIR_ROUNDS: usize = 2;
const TTL_NOT_OBSERVED: u16 = 0xffff;

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SendReport {
    pub sent: u32,
    /// The errno of the datagram after those, which did not go out; 0 when all went.
    pub errno: i32,
}

pub struct UdpSocket {
    fd: OwnedFd,
    local: SocketAddr,
    connected: bool,
    tos: Option<u8>,
    ttl: Option<u8>,
    overflow: AtomicU32,
}

impl AsRawFd for UdpSocket {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

impl UdpSocket {
    pub fn open(options: &UdpOptions) -> io::Result<Self> {
        let ipv4 = options.local.is_ipv4();
        let fd = options::udp_socket(&options.local)?;
        let raw = fd.as_raw_fd();
        options::buffers(raw, options.buffer_bytes);
        options::observe_everything(raw, ipv4)?;
        dont_fragment(raw, ipv4, options.dont_fragment)?;
        if let Some(remote) = &options.remote {
            options::connect(raw, remote)?;
        }
        let local = options::local_address(raw)?;
        let (connected, overflow) = (options.remote.is_some(), AtomicU32::new(0));
        Ok(Self { fd, local, connected, tos: options.tos, ttl: options.ttl, overflow })
    }

    pub fn local_address(&self) -> SocketAddr {
        self.local
    }

    pub fn send_all(&self, mut packed: &[u8]) -> Result<SendReport, EngineError> {
        let mut report = SendReport::default();
        while let Some((packet, rest)) = packed::first(packed)? {
            if packet.to.is_none() && !self.connected {
                return Err(EngineError::config("an unconnected socket needs a destination for each datagram"));
            }
            match self.send(&packet) {
                Ok(()) => report.sent += 1,
                Err(error) => {
                    report.errno = error.raw_os_error().unwrap_or(libc::EIO);
                    break;
                }
            }
            packed = rest;
        }
        Ok(report)
    }

    fn send(&self, packet: &Packet) -> io::Result<()> {
        let asked = Asked { tos: packet.tos.or(self.tos), ttl: packet.ttl.or(self.ttl), ..Asked::default() };
        datagrams::send(self.fd.as_raw_fd(), self.local.is_ipv4(), packet.to.as_ref(), &asked, packet.payload)
    }

    /// Turns what waits at this socket into records: a fair share of datagrams, all errors.
    pub fn forward(&self, id: u32, events: &EventQueue, batch: &mut ReceiveBatch) {
        while let Some(error) = error_queue::next(self.fd.as_raw_fd()) {
            let aux = u16::from(error.kind) << 8 | u16::from(error.code);
            let origin = error.origin;
            events.push(kind::ICMP_ERROR, origin, aux, id, &[&PathError::from(error).body()]);
        }
        for _ in 0..FAIR_ROUNDS {
            if !events.has_room() {
                return;
            }
            let stamps = StampConverter::now();
            let more = batch.receive(self.fd.as_raw_fd(), &mut |from, seen, payload| {
                self.note_overflow(id, seen.overflow, events);
                let Some(from) = from else { return };
                let at = stamps.monotonic(seen.stamp).to_le_bytes();
                let (from, local) = (address::to_record(&from), address::ip_to_record(seen.local_ip));
                let ttl = seen.ttl.map_or(TTL_NOT_OBSERVED, u16::from);
                events.push(kind::PACKET, seen.tos.unwrap_or(0), ttl, id, &[&at, &from, &local, payload]);
            });
            // A pending error is in the error queue too, which epoll reports again.
            if !matches!(more, Ok(true)) {
                return;
            }
        }
    }

    fn note_overflow(&self, id: u32, total: Option<u32>, events: &EventQueue) {
        if let Some(total) = total {
            if self.overflow.swap(total, Ordering::Relaxed) != total {
                events.push(kind::OVERFLOW, 0, 0, id, &[&u64::from(total).to_le_bytes()]);
            }
        }
    }
}
