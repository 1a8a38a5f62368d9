//! Plain UDP sockets that tell everything: for the proxy's side of a tunnel and for the responder.
//!
//! One thread (epoll) serves all sockets of a [`UdpHub`]. Datagrams, ICMP errors and drops come
//! as records of [`crate::events`]; datagrams go out at once on the caller's thread.

pub(crate) mod packed;
mod socket;

use crate::error::EngineError;
use crate::events::{kind, EventQueue, Notify};
use crate::sys::datagrams::ReceiveBatch;
use crate::sys::options::DontFragment;
use crate::sys::wakeup::Wakeup;
pub use socket::SendReport;
use socket::UdpSocket;
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

/// The wake-up's key in epoll; sockets have their ids, which start at 1.
const WAKEUP_KEY: u64 = 0;
const EVENTS_PER_WAIT: usize = 64;

#[derive(Debug, Clone)]
pub struct UdpOptions {
    pub local: SocketAddr,
    /// Only datagrams of this peer come in, and sends go to it.
    pub remote: Option<SocketAddr>,
    pub dont_fragment: DontFragment,
    pub tos: Option<u8>,
    pub ttl: Option<u8>,
    pub buffer_bytes: i32,
}

pub struct UdpHub {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    epoll: OwnedFd,
    wakeup: Wakeup,
    sockets: Mutex<HashMap<u32, Arc<UdpSocket>>>,
    last_id: AtomicU32,
    events: Arc<EventQueue>,
    stop: AtomicBool,
}

impl UdpHub {
    pub fn new(notify: Notify) -> Result<Self, EngineError> {
        let failed = |error| EngineError::io("starting the UDP hub", &error);
        // SAFETY: plain system call; the descriptor is owned from here on.
        let epoll = unsafe {
            let fd = libc::epoll_create1(libc::EPOLL_CLOEXEC);
            if fd < 0 {
                return Err(failed(io::Error::last_os_error()));
            }
            OwnedFd::from_raw_fd(fd)
        };
        let shared = Arc::new(Shared {
            epoll,
            wakeup: Wakeup::new().map_err(failed)?,
            sockets: Mutex::default(),
            last_id: AtomicU32::new(0),
            events: Arc::new(EventQueue::new(notify)),
            stop: AtomicBool::new(false),
        });
        shared.watch(shared.wakeup.as_raw_fd(), WAKEUP_KEY).map_err(failed)?;
        let thread = std::thread::Builder::new().name("masque-udp".into()).spawn({
            let shared = shared.clone();
            move || shared.run_guarded()
        });
        Ok(Self { thread: Mutex::new(Some(thread.map_err(failed)?)), shared })
    }

    /// The socket's id and the address it got.
    pub fn open(&self, options: &UdpOptions) -> Result<(u32, SocketAddr), EngineError> {
        let socket = UdpSocket::open(options).map_err(|error| {
            let to = options.remote.map_or(String::new(), |remote| format!(" to {remote}"));
            EngineError::io(format!("UDP socket on {}{to}", options.local), &error)
        })?;
        let (local, fd) = (socket.local_address(), socket.as_raw_fd());
        let id = self.shared.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        self.shared.sockets().insert(id, Arc::new(socket));
        self.shared.watch(fd, u64::from(id)).map_err(|error| EngineError::io("epoll", &error))?;
        Ok((id, local))
    }

    /// `packed`: see [`packed`](self::packed). Sends until one does not go out; the report says which and why.
    pub fn send(&self, id: u32, packed: &[u8]) -> Result<SendReport, EngineError> {
        let socket = self.shared.sockets().get(&id).cloned();
        let socket = socket.ok_or_else(|| EngineError::new("ERR_CLOSED_SOCKET", format!("no UDP socket {id}")))?;
        socket.send_all(packed)
    }

    /// Closes the socket. Records of it that are already queued may still come.
    pub fn close(&self, id: u32) {
        self.shared.sockets().remove(&id);
    }

    pub fn take_events(&self) -> Vec<u8> {
        let (bytes, was_full) = self.shared.events.take();
        if was_full {
            self.shared.wakeup.wake();
        }
        bytes
    }

    /// Stops the thread and closes every socket. Nothing runs when this returns.
    pub fn destroy(&self) {
        let Some(thread) = self.thread.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take() else { return };
        self.shared.stop.store(true, Ordering::Release);
        self.shared.wakeup.wake();
        let _ = thread.join();
        self.shared.events.disconnect();
        self.shared.sockets().clear();
    }
}

impl Drop for UdpHub {
    fn drop(&mut self) {
        self.destroy();
    }
}

impl Shared {
    fn sockets(&self) -> MutexGuard<'_, HashMap<u32, Arc<UdpSocket>>> {
        self.sockets.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Closing the descriptor ends the watch by itself.
    fn watch(&self, fd: i32, key: u64) -> io::Result<()> {
        let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: key };
        // SAFETY: both descriptors are open, the event is valid.
        match unsafe { libc::epoll_ctl(self.epoll.as_raw_fd(), libc::EPOLL_CTL_ADD, fd, &mut event) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    fn run_guarded(&self) {
        if std::panic::catch_unwind(AssertUnwindSafe(|| self.run())).is_err() {
            self.events.push(kind::PANIC, 0, 0, 0, &[b"the UDP thread panicked"]);
            self.events.publish();
        }
    }

    fn run(&self) {
        let mut ready = [libc::epoll_event { events: 0, u64: 0 }; EVENTS_PER_WAIT];
        let mut batch = ReceiveBatch::default();
        while !self.stop.load(Ordering::Acquire) {
            let count = self.wait(&mut ready);
            for event in &ready[..count] {
                let key = event.u64;
                if key == WAKEUP_KEY {
                    self.wakeup.clear();
                    continue;
                }
                let id = key as u32;
                let socket = self.sockets().get(&id).cloned();
                if let Some(socket) = socket {
                    socket.forward(id, &self.events, &mut batch);
                }
            }
            self.events.publish();
            // The owner is behind: datagrams wait in the kernel until it has taken what there is.
            while !self.events.has_room() && !self.stop.load(Ordering::Acquire) {
                self.wait_for_wakeup();
            }
        }
    }

    fn wait(&self, ready: &mut [libc::epoll_event]) -> usize {
        // SAFETY: room for as many events as we say.
        let count = unsafe { libc::epoll_wait(self.epoll.as_raw_fd(), ready.as_mut_ptr(), ready.len() as i32, -1) };
        usize::try_from(count).unwrap_or(0)
    }

    fn wait_for_wakeup(&self) {
        let mut fd = libc::pollfd { fd: self.wakeup.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: one valid entry.
        unsafe { libc::poll(&mut fd, 1, -1) };
        self.wakeup.clear();
    }
}
