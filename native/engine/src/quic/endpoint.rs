//! The endpoint: a core, a socket, and the thread between them. What can be done with one connection is in `calls`.

use super::config::{Binding, ConnectOptions, EndpointOptions};
use super::core::{Core, CoreOptions};
use super::facts::{HandshakeFacts, Stats};
use super::pace::Pace;
use super::shared::Shared;
use crate::error::EngineError;
use crate::events::{EventQueue, Notify};
use crate::socket::channel::ChannelSocket;
use crate::socket::kernel::{Opener, Wish};
use crate::socket::Socket;
use crate::tls::ServerCrypto;
use quinn_proto as quinn;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::JoinHandle;
use std::time::Instant;

pub struct Endpoint {
    pub(super) shared: Arc<Shared>,
    way: Way,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// How outer datagrams come and go.
enum Way {
    Kernel { opener: Opener, ttl: Option<u8> },
    Channel(Arc<ChannelSocket>),
}

impl Endpoint {
    pub fn new(options: &EndpointOptions, notify: Notify) -> Result<Self, EngineError> {
        let events = Arc::new(EventQueue::new(notify));
        let server = options.server.as_ref().map(|server| -> Result<_, EngineError> {
            let crypto = ServerCrypto::new(&server.tls, events.clone(), server.peculiarities.clone())?;
            let crypto = Arc::new(crypto);
            let mut config = quinn::ServerConfig::with_crypto(crypto.clone());
            config.transport_config(server.transport.build()?);
            Ok((Arc::new(config), crypto))
        });
        let (socket, way): (Arc<dyn Socket>, _) = match options.binding {
            Binding::Channel { local } => {
                let channel = Arc::new(ChannelSocket::new(local, events.clone()));
                (channel.clone(), Way::Channel(channel))
            }
            Binding::Udp { local, kind, gso, gro } => {
                let opener = Opener::new(kind)?;
                let socket = opener.open(&Wish { local, ttl: options.ttl, gso, gro })?;
                (socket, Way::Kernel { opener, ttl: options.ttl })
            }
        };
        if options.force_tos.is_some_and(|tos| tos > 3) && !socket.sees_dscp() {
            return Err(EngineError::new("ERR_UNSUPPORTED", "the portable socket sets ECN, but no DSCP"));
        }
        let core = Core::new(CoreOptions {
            server: server.transpose()?,
            retry: options.server.as_ref().is_some_and(|server| server.retry),
            force_tos: options.force_tos,
            ttl: options.ttl,
            events: events.clone(),
        });
        let shared = Arc::new(Shared {
            core: Mutex::new(core),
            outbox: Mutex::default(),
            socket: RwLock::new(socket),
            events,
            stop: AtomicBool::new(false),
            tap: options.tap,
            started: Instant::now(),
            planned: AtomicU64::new(u64::MAX),
            attended: AtomicU64::new(0),
            pace: Pace::default(),
        });
        let thread = std::thread::Builder::new().name("masque-quic".into()).spawn({
            let shared = shared.clone();
            move || shared.run_guarded()
        });
        let thread = thread.map_err(|error| EngineError::io("starting the engine's thread", &error))?;
        Ok(Self { shared, way, thread: Mutex::new(Some(thread)) })
    }

    pub fn local_address(&self) -> SocketAddr {
        self.shared.socket().local_address()
    }

    /// Everything that happened since the last call.
    pub fn take_events(&self) -> Vec<u8> {
        let (bytes, was_full) = self.shared.events.take();
        if was_full {
            // Data was held back; connections must look at their buffers again.
            if let Ok(mut core) = self.shared.core() {
                for id in core.ids() {
                    let _ = core.connection(id);
                }
            }
            self.shared.socket().wake();
        }
        bytes
    }

    /// What an owner with a loop of its own can watch for datagrams, held open as long as it is held.
    pub fn watchable(&self) -> Option<(Arc<dyn Socket>, i32)> {
        let socket = self.shared.socket();
        let descriptor = socket.descriptor()?;
        Some((socket, descriptor))
    }

    /// Reads and answers what has come in, on the caller's thread; the caller takes the events. False: there is so
    /// much that the engine's thread reads on, and watching is no gain.
    pub fn turn(&self) -> bool {
        self.shared.turn()
    }

    /// The owner watches the socket and is quick: for a moment reading is left to it. False: see [`Endpoint::turn`].
    pub fn attend(&self) -> bool {
        self.shared.attend()
    }

    /// Starts a handshake. The outcome arrives as CONNECTED or LOST.
    pub fn connect(&self, options: &ConnectOptions) -> Result<u32, EngineError> {
        let mut core = self.shared.core()?;
        let id = core.connect(options)?;
        self.shared.flush(core);
        Ok(id)
    }

    /// Also of a connection that is over, until it is forgotten.
    pub fn handshake(&self, id: u32) -> Result<HandshakeFacts, EngineError> {
        Ok(HandshakeFacts::from(&*self.shared.core()?.session(id)?))
    }

    /// Also of a connection that is over, until it is forgotten.
    pub fn stats(&self, id: u32) -> Result<Stats, EngineError> {
        self.shared.core()?.stats(id)
    }

    /// To be called once for each connection after its LOST: what is known of it is kept until then.
    pub fn forget(&self, id: u32) -> Result<(), EngineError> {
        self.shared.core()?.forget(id);
        Ok(())
    }

    /// Outer datagrams lost because our socket's buffer was full; `None`: not observed.
    pub fn overflow(&self) -> Option<u64> {
        self.shared.socket().overflow()
    }

    /// Moves to a new socket. With `announce` the connections send something at once, so that the peer notices.
    pub fn rebind(&self, local: SocketAddr, announce: bool) -> Result<SocketAddr, EngineError> {
        let Way::Kernel { opener, ttl } = &self.way else {
            return Err(EngineError::config("a channel has no socket to rebind"));
        };
        let socket = opener.open(&Wish { local, ttl: *ttl, gso: false, gro: false })?;
        let address = socket.local_address();
        *self.shared.socket.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = socket;
        let mut core = self.shared.core()?;
        if announce {
            core.address_changed();
        }
        self.shared.flush(core);
        self.shared.socket().wake();
        Ok(address)
    }

    /// (channel binding) An outer datagram for this endpoint.
    pub fn deliver(&self, from: SocketAddr, tos: u8, ttl: u8, bytes: &[u8]) -> Result<(), EngineError> {
        let Way::Channel(channel) = &self.way else {
            return Err(EngineError::config("this endpoint has a socket of its own"));
        };
        channel.deliver(from, tos, ttl, bytes);
        Ok(())
    }

    /// Says goodbye on every connection that is open, then stops the thread. Nothing runs when this returns.
    pub fn destroy(&self) {
        let Some(thread) = self.thread.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take() else { return };
        if let Ok(mut core) = self.shared.core() {
            for id in core.ids() {
                let _ = core.close(id, 0, b"");
            }
            self.shared.flush_all(core);
        }
        self.shared.stop.store(true, Ordering::Release);
        self.shared.socket().wake();
        let _ = thread.join();
        self.shared.events.disconnect();
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.destroy();
    }
}
