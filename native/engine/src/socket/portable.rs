//! A UDP socket for systems other than Linux, on quinn-udp and polling; Linux has it too, so that it is tested there.
//!
//! It sees and sets ECN and knows the local address. It does not see TTL, DSCP, the kernel's receive times, the drop
//! counter, or ICMP errors: what cannot be observed is absent from the records, never guessed.

use super::{Arrival, Departure, PathError, Socket, Wanted};
use crate::sys::monotonic_ns;
use polling::{Event, Events, Poller};
use quinn_udp::{EcnCodepoint, RecvMeta, Transmit, UdpSocketState, BATCH_SIZE};
use socket2::{Domain, SockRef, Type};
use std::io::{self, IoSliceMut};
use std::net::{SocketAddr, UdpSocket};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// As on Linux: more is no faster and makes longer bursts.
const MAX_SEGMENTS: usize = 10;
/// A datagram, or several that the system joined.
const BUFFER_BYTES: usize = 65_535;

pub struct PortableSocket {
    socket: UdpSocket,
    state: UdpSocketState,
    local: SocketAddr,
    segments: usize,
    poller: Arc<Poller>,
    /// Sockets that follow one another share the poller: the key tells them apart.
    key: usize,
    inbox: Mutex<Inbox>,
    ready: Mutex<Events>,
}

pub struct PortableOptions {
    pub local: SocketAddr,
    pub ttl: Option<u8>,
    pub gso: bool,
    pub gro: bool,
    pub buffer_bytes: usize,
}

struct Inbox {
    buffers: Vec<Vec<u8>>,
    meta: Vec<RecvMeta>,
}

impl PortableSocket {
    /// The poller is shared by sockets that follow one another (rebinding), so that nobody waits on a stale one.
    pub fn bind(options: &PortableOptions, poller: Arc<Poller>) -> io::Result<Self> {
        static LAST_KEY: AtomicUsize = AtomicUsize::new(0);
        let socket = open(options.local)?;
        let local = socket.local_addr()?;
        let state = UdpSocketState::new((&socket).into())?;
        // Smaller buffers than asked for are what the system gives: no reason not to start.
        let _ = state.set_recv_buffer_size((&socket).into(), options.buffer_bytes);
        let _ = state.set_send_buffer_size((&socket).into(), options.buffer_bytes);
        set_ttl(&socket, local.is_ipv4(), options.ttl)?;
        joined_datagrams(&socket, options.gro)?;
        let segments = if options.gso { state.max_gso_segments().min(MAX_SEGMENTS) } else { 1 };
        let key = LAST_KEY.fetch_add(1, Ordering::Relaxed);
        // SAFETY: deleted again in `drop`, before the socket goes.
        unsafe { poller.add(&socket, Event::none(key))? };
        let one = NonZeroUsize::MIN;
        let (inbox, ready) = (Mutex::default(), Mutex::new(Events::with_capacity(one)));
        Ok(Self { socket, state, local, segments, poller, key, inbox, ready })
    }

    fn transmit(&self, departure: &Departure, contents: &[u8], segment_size: Option<usize>) -> io::Result<()> {
        let transmit = Transmit {
            destination: departure.to,
            ecn: EcnCodepoint::from_bits(departure.tos & 3),
            contents,
            segment_size,
            src_ip: departure.source_ip,
        };
        self.state.try_send((&self.socket).into(), &transmit)
    }
}

impl Socket for PortableSocket {
    fn local_address(&self) -> SocketAddr {
        self.local
    }

    fn sees_dscp(&self) -> bool {
        false
    }

    fn receive(&self, sink: &mut dyn FnMut(&Arrival)) -> io::Result<bool> {
        let mut inbox = self.inbox.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let Inbox { buffers, meta } = &mut *inbox;
        let mut slices: Vec<_> = buffers.iter_mut().map(|buffer| IoSliceMut::new(buffer)).collect();
        let count = match self.state.recv((&self.socket).into(), &mut slices, meta) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
            // Windows reports that an earlier datagram met a closed port, without saying which: not a fact we can use.
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(true),
            Err(error) => return Err(error),
        };
        let at = monotonic_ns();
        for (buffer, meta) in buffers.iter().zip(&*meta).take(count) {
            let tos = meta.ecn.map_or(0, |ecn| ecn as u8);
            for bytes in buffer[..meta.len].chunks(meta.stride.max(1)) {
                sink(&Arrival { from: meta.addr, local_ip: meta.dst_ip, tos, ttl: 0, at, bytes });
            }
        }
        Ok(count > 0)
    }

    fn send(&self, departure: &Departure) -> io::Result<()> {
        let segment = departure.segment.filter(|size| *size < departure.bytes.len());
        if segment.is_some() && self.state.max_gso_segments() == 1 {
            // The system has refused to segment before.
            return departure.datagrams().try_for_each(|datagram| self.transmit(departure, datagram, None));
        }
        self.transmit(departure, &departure.bytes, segment)
    }

    fn max_segments(&self) -> usize {
        self.segments.min(self.state.max_gso_segments())
    }

    fn path_errors(&self, _sink: &mut dyn FnMut(PathError)) {}

    fn overflow(&self) -> Option<u64> {
        None
    }

    fn wait(&self, timeout: Option<Duration>, wanted: Wanted) {
        let interest = match wanted {
            Wanted::Nothing => Event::none(self.key),
            Wanted::Datagrams => Event::readable(self.key),
            Wanted::DatagramsOrRoom => Event::all(self.key),
        };
        let mut ready = self.ready.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        ready.clear();
        // Interest is for one event; a failure shows in the next receive or send.
        let _ = self.poller.modify(&self.socket, interest);
        let _ = self.poller.wait(&mut ready, timeout);
    }

    fn wake(&self) {
        let _ = self.poller.notify();
    }

    #[cfg(unix)]
    fn descriptor(&self) -> Option<i32> {
        use std::os::fd::AsRawFd;
        Some(self.socket.as_raw_fd())
    }
}

impl Drop for PortableSocket {
    fn drop(&mut self) {
        let _ = self.poller.delete(&self.socket);
    }
}

impl Default for Inbox {
    fn default() -> Self {
        Self { buffers: vec![vec![0; BUFFER_BYTES]; BATCH_SIZE], meta: vec![RecvMeta::default(); BATCH_SIZE] }
    }
}

fn open(local: SocketAddr) -> io::Result<UdpSocket> {
    let socket = socket2::Socket::new(Domain::for_address(local), Type::DGRAM, None)?;
    if local.is_ipv6() {
        // One family a socket, as on Linux: what it saw is then never an IPv4 address in disguise.
        socket.set_only_v6(true)?;
    }
    socket.bind(&local.into())?;
    Ok(socket.into())
}

fn set_ttl(socket: &UdpSocket, ipv4: bool, ttl: Option<u8>) -> io::Result<()> {
    let Some(ttl) = ttl else { return Ok(()) };
    let socket = SockRef::from(socket);
    if ipv4 {
        socket.set_ttl_v4(ttl.into())
    } else {
        socket.set_unicast_hops_v6(ttl.into())
    }
}

/// quinn-udp lets Linux join datagrams, which is for throughput only: not unless asked for.
#[cfg(target_os = "linux")]
fn joined_datagrams(socket: &UdpSocket, wanted: bool) -> io::Result<()> {
    use std::os::fd::AsRawFd;
    crate::sys::options::set(socket.as_raw_fd(), libc::SOL_UDP, libc::UDP_GRO, i32::from(wanted))
}

#[cfg(not(target_os = "linux"))]
fn joined_datagrams(_socket: &UdpSocket, _wanted: bool) -> io::Result<()> {
    Ok(())
}
