//! A UDP socket with everything Linux can tell and be asked: TOS, TTL, local address,
//! kernel receive times, drop counter, ICMP errors, and (when wanted) GSO and GRO.

use super::{Arrival, Departure, PathError, Socket, Wanted};
use crate::sys::control::Asked;
use crate::sys::datagrams::{self, ReceiveBatch};
use crate::sys::options::{self, DontFragment};
use crate::sys::wakeup::Wakeup;
use crate::sys::{error_queue, StampConverter};
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// More segments than this in one send are refused by the kernel (UDP_MAX_SEGMENTS is 64, 128 since Linux 6.9).
const MAX_SEGMENTS: usize = 10;

pub struct LinuxSocket {
    fd: OwnedFd,
    local: SocketAddr,
    gso: AtomicBool,
    wakeup: Arc<Wakeup>,
    overflow: AtomicU64,
    batch: Mutex<ReceiveBatch>,
}

pub struct LinuxOptions {
    pub local: SocketAddr,
    pub gso: bool,
    pub gro: bool,
    pub buffer_bytes: i32,
}

impl LinuxSocket {
    /// The wake-up is shared by sockets that follow one another (rebinding), so that nobody waits on a stale one.
    pub fn bind(options: &LinuxOptions, wakeup: Arc<Wakeup>) -> io::Result<Self> {
        let ipv4 = options.local.is_ipv4();
        let fd = options::udp_socket(&options.local)?;
        let raw = fd.as_raw_fd();
        options::buffers(raw, options.buffer_bytes);
        options::observe_everything(raw, ipv4)?;
        options::dont_fragment(raw, ipv4, DontFragment::Probe)?;
        if options.gro {
            options::set(raw, libc::SOL_UDP, libc::UDP_GRO, 1)?;
        }
        let local = options::local_address(raw)?;
        Ok(Self {
            fd,
            local,
            gso: AtomicBool::new(options.gso),
            wakeup,
            overflow: AtomicU64::new(0),
            batch: Mutex::default(),
        })
    }
}

impl Socket for LinuxSocket {
    fn local_address(&self) -> SocketAddr {
        self.local
    }

    fn receive(&self, sink: &mut dyn FnMut(&Arrival)) -> io::Result<bool> {
        let mut batch = self.batch.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let stamps = StampConverter::now();
        batch.receive(self.fd.as_raw_fd(), &mut |from, seen, bytes| {
            if let Some(total) = seen.overflow {
                self.overflow.store(u64::from(total), Ordering::Relaxed);
            }
            let Some(from) = from else { return };
            let (tos, ttl) = (seen.tos.unwrap_or(0), seen.ttl.unwrap_or(0));
            let at = stamps.monotonic(seen.stamp);
            for bytes in bytes.chunks(seen.segment.unwrap_or(bytes.len()).max(1)) {
                sink(&Arrival { from, local_ip: seen.local_ip, tos, ttl, at, bytes });
            }
        })
    }

    fn send(&self, departure: &Departure) -> io::Result<()> {
        let segment = departure.segment.filter(|size| *size < departure.bytes.len());
        match self.send_bytes(departure, &departure.bytes, segment) {
            // Not every interface can segment: find out once, then send one by one.
            Err(error) if segment.is_some() && is_offload_refused(&error) => {
                self.gso.store(false, Ordering::Relaxed);
                departure.datagrams().try_for_each(|datagram| self.send_bytes(departure, datagram, None))
            }
            result => result,
        }
    }

    fn max_segments(&self) -> usize {
        if self.gso.load(Ordering::Relaxed) {
            MAX_SEGMENTS
        } else {
            1
        }
    }

    fn path_errors(&self, sink: &mut dyn FnMut(PathError)) {
        while let Some(error) = error_queue::next(self.fd.as_raw_fd()) {
            sink(error.into());
        }
    }

    fn overflow(&self) -> Option<u64> {
        Some(self.overflow.load(Ordering::Relaxed))
    }

    fn wait(&self, timeout: Option<Duration>, wanted: Wanted) {
        // Errors of the path are reported whatever is asked for.
        let events = match wanted {
            Wanted::Nothing => 0,
            Wanted::Datagrams => libc::POLLIN,
            Wanted::DatagramsOrRoom => libc::POLLIN | libc::POLLOUT,
        };
        let mut fds = [
            libc::pollfd { fd: self.fd.as_raw_fd(), events, revents: 0 },
            libc::pollfd { fd: self.wakeup.as_raw_fd(), events: libc::POLLIN, revents: 0 },
        ];
        let time = timeout.map(|timeout| libc::timespec {
            tv_sec: timeout.as_secs() as libc::time_t,
            tv_nsec: libc::c_long::from(timeout.subsec_nanos() as i32),
        });
        let time = time.as_ref().map_or(std::ptr::null(), |time| &raw const *time);
        // SAFETY: two valid entries; a null time waits for ever, a null mask changes none.
        unsafe { libc::ppoll(fds.as_mut_ptr(), 2, time, std::ptr::null()) };
        if fds[1].revents != 0 {
            self.wakeup.clear();
        }
    }

    fn wake(&self) {
        self.wakeup.wake();
    }

    fn descriptor(&self) -> Option<i32> {
        Some(self.fd.as_raw_fd())
    }
}

impl LinuxSocket {
    fn send_bytes(&self, departure: &Departure, bytes: &[u8], segment: Option<usize>) -> io::Result<()> {
        let asked = Asked {
            tos: Some(departure.tos),
            ttl: departure.ttl,
            source_ip: departure.source_ip,
            segment: segment.and_then(|size| u16::try_from(size).ok()),
        };
        datagrams::send(self.fd.as_raw_fd(), self.local.is_ipv4(), Some(&departure.to), &asked, bytes)
    }
}

fn is_offload_refused(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EIO | libc::EINVAL))
}
